"""What a restart, a kill or a failing disk does to bookings: no code twice, none forgotten."""

from dataclasses import replace
from pathlib import Path
import stat
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.storage.booking_ledger import BookingLedger
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from tests.support.action_calls import FRONT, async_listed
from tests.support.booking_calendar import (
    CALENDAR,
    FakeCalendar,
    async_follow,
    booking_entry,
)
from tests.support.keypad_locks import async_call

from .test_follower import GUEST, OTHER, async_pass, async_push, times


def ledger_path(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    """Return the path of the ledger."""
    return Path(hass.config.path(".storage", f"access_codes.{entry.entry_id}.bookings"))


@pytest.mark.contract("16.31")
async def test_a_process_that_dies_after_the_codes_were_made_makes_none_twice(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST, OTHER]
    entry = await async_follow(hass, front)
    path = ledger_path(hass, entry)
    before = await async_listed(hass)
    # As it was on disk when the codes were not made yet.
    bookings = {
        key: replace_made(booking)
        for key, booking in entry.runtime_data.ledger.bookings.items()
    }
    ledger = type(entry.runtime_data.ledger)(bookings)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await BookingLedger(hass, entry.entry_id).async_save(ledger)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await async_listed(hass) == before


def replace_made(booking: Any) -> Any:
    """Return a booking without a code on any lock."""
    return replace(booking, made_on=frozenset())


@pytest.mark.contract("16.31")
async def test_a_process_that_dies_before_the_codes_were_made_makes_them_at_start(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST]
    assert await hass.config_entries.async_unload(back.entry_id)
    entry = await async_follow(hass, front, back)
    [one] = await async_listed(hass, lock=["lock.front_door"])
    assert await hass.config_entries.async_unload(entry.entry_id)
    # The calendar fails from now on: the ledger alone knows of the booking.
    calendar.become(available=False)
    assert await hass.config_entries.async_setup(back.entry_id)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    codes = await async_listed(hass)
    assert [code["code"] for code in codes] == [one["code"]] * 2


@pytest.mark.contract("16.46")
async def test_a_lock_that_is_loaded_later_gets_its_codes_then(
    hass: HomeAssistant,
    freezer: Any,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST]
    assert await hass.config_entries.async_unload(back.entry_id)
    await async_follow(hass, front, back)
    assert await hass.config_entries.async_setup(back.entry_id)
    await async_pass(hass, freezer, seconds=2)
    codes = await async_listed(hass)
    assert len({code["lock_entity_id"] for code in codes}) == 2
    assert len({code["code"] for code in codes}) == 1


@pytest.mark.contract("16.46")
async def test_a_lock_whose_entry_gets_another_name_is_watched_as_before(
    hass: HomeAssistant,
    freezer: Any,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    assert hass.config_entries.async_update_entry(front, title="Street door")
    freezer.move_to("2026-06-10T15:00:01+00:00")
    await async_pass(hass, freezer, seconds=1)
    [code] = await async_listed(hass)
    await async_call(hass, "enter_code", lock=FRONT, code=code["code"])
    await hass.async_block_till_done(wait_background_tasks=True)
    [booking] = entry.runtime_data.ledger.bookings.values()
    assert booking.checked_in_at is not None


@pytest.mark.contract("16.32")
@pytest.mark.parametrize("damage", ["missing", "damaged", "newer"])
async def test_a_ledger_that_is_missing_or_damaged_is_an_error_and_no_empty_one(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    expected_errors: list[str],
    damage: str,
) -> None:
    expected_errors.append("Error setting up entry Flat")
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    path = ledger_path(hass, entry)
    before = await async_listed(hass)
    assert await hass.config_entries.async_unload(entry.entry_id)
    if damage == "missing":
        path.unlink()
    else:
        path.write_text('{"version": 2' + ("}" if damage == "newer" else ""))
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "bookings_unreadable"
    assert await async_listed(hass) == before


@pytest.mark.contract("16.43")
async def test_a_read_without_news_writes_nothing(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST, OTHER]
    entry = await async_follow(hass, front)
    written = ledger_path(hass, entry).stat().st_mtime_ns
    await async_push(hass, calendar, GUEST, OTHER)
    assert ledger_path(hass, entry).stat().st_mtime_ns == written


@pytest.mark.contract("16.31")
async def test_while_the_disk_refuses_the_ledger_no_code_changes(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)

    async def refuse(*_: Any) -> None:
        raise StorageFailed("full")

    with monkeypatch.context() as patch:
        patch.setattr(BookingLedger, "async_save", refuse)
        await async_push(hass, calendar, OTHER)
        assert [code["name"] for code in await async_listed(hass)] == ["Ada Example"]
    await async_push(hass, calendar, OTHER)
    assert [code["name"] for code in await async_listed(hass)] == ["Bo Example"]
    assert entry.runtime_data.is_disk_failing is False


@pytest.mark.contract("16.48")
async def test_a_removed_entry_leaves_the_codes_and_no_file(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    path = ledger_path(hass, entry)
    assert path.exists()
    await hass.config_entries.async_remove(entry.entry_id)
    assert not path.exists()
    [code] = await async_listed(hass)
    assert times(code) == ("2026-06-10T15:00", "2026-06-13T11:00")


@pytest.mark.contract("16.24")
async def test_a_booking_that_goes_while_a_lock_is_not_loaded_is_deleted_there_later(
    hass: HomeAssistant,
    freezer: Any,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST, OTHER]
    entry = booking_entry(hass, front, back)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await hass.config_entries.async_unload(back.entry_id)
    calendar.push(OTHER)
    await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    await async_pass(hass, freezer, days=3)
    assert await hass.config_entries.async_setup(back.entry_id)
    await async_pass(hass, freezer, seconds=2)
    assert {code["name"] for code in await async_listed(hass)} == {"Bo Example"}
