"""The disk of a booking entry: it refuses, it hangs, and it holds remains of a process that was killed."""

import asyncio
from pathlib import Path
import threading
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.bookings.model import Ledger
from custom_components.access_codes.engine.lock_engine import LockEngine
from custom_components.access_codes.storage import booking_ledger
from custom_components.access_codes.storage.booking_ledger import BookingLedger
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import save_json
from tests.support.action_calls import async_listed
from tests.support.booking_calendar import (
    CALENDAR,
    FakeCalendar,
    async_follow,
    booking_entry,
)
from tests.support.keypad_locks import async_call

from .test_follower import GUEST, OTHER, async_push
from .test_persistence import ledger_path


def no_room(*_: Any, **__: Any) -> None:
    """Refuse a write."""
    raise OSError("no room")


def write(path: Path, text: str) -> Path:
    """Write a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.contract("16.31")
async def test_remains_of_a_write_are_deleted_and_those_of_others_are_not(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    folder = Path(hass.config.path(".storage"))
    torn = write(folder / "tmp1234", '{"version":1,"ledger":{"bookings":{"a":{"pin":')
    other = write(folder / "tmp5678", '{"version":1,"data":{}}')
    await async_follow(hass, front)
    assert not torn.exists()
    assert other.exists()


@pytest.mark.contract("16.31")
async def test_a_disk_that_refuses_the_first_ledger_is_tried_again_later(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar.events = [GUEST]
    entry = booking_entry(hass, front)
    with monkeypatch.context() as patch:
        patch.setattr(booking_ledger, "save_json", no_room)
        assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "storage_failing_at_start"
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(await async_listed(hass)) == 1


@pytest.mark.contract("16.31")
async def test_a_write_that_hangs_counts_as_refused_and_the_next_waits_for_it(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booking_ledger, "WRITE_TIMEOUT", 0.01)
    goes_on = threading.Event()

    def hang(*given: Any, **named: Any) -> None:
        goes_on.wait(20)
        save_json(*given, **named)

    monkeypatch.setattr(booking_ledger, "save_json", hang)
    storage, other = BookingLedger(hass, "one"), BookingLedger(hass, "two")
    for late in (
        storage.async_save(Ledger()),
        storage.async_save(Ledger()),
        other.async_load(is_stored=False),
    ):
        with pytest.raises(StorageFailed):
            await late
    goes_on.set()
    monkeypatch.setattr(booking_ledger, "WRITE_TIMEOUT", 10)
    assert await other.async_load(is_stored=False) == Ledger()
    assert await storage.async_load(is_stored=True) == Ledger()


@pytest.mark.contract("16.39")
async def test_a_change_that_the_disk_of_a_lock_refuses_is_tried_again(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await async_follow(hass, front)

    async def refuse(*_: Any) -> None:
        raise StorageFailed("full")

    with monkeypatch.context() as patch:
        patch.setattr(LockEngine, "async_request", refuse)
        calendar.events = [GUEST]
        answer = await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
        [booking] = answer["calendars"][0]["bookings"]
        assert [each["reason"] for each in booking["refused"]] == ["storage_failed"]
    await async_push(hass, calendar, GUEST)
    assert len(await async_listed(hass)) == 1


@pytest.mark.contract("16.43", "16.21")
async def test_a_feed_with_other_ids_at_each_read_writes_nothing_without_news(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST, OTHER]
    entry = await async_follow(hass, front)
    before = await async_listed(hass)
    written: list[int] = []
    for read in range(3):
        for event in (GUEST, OTHER):
            event = type(event)(
                start=event.start,
                end=event.end,
                summary=event.summary,
                uid=f"{event.uid}-{read}",
            )
            calendar.events = [
                each for each in calendar.events if each.summary != event.summary
            ] + [event]
        await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
        await asyncio.sleep(0)
        written.append(ledger_path(hass, entry).stat().st_mtime_ns)
    assert entry.runtime_data.ledger.has_changing_ids
    assert len(set(written)) == 1
    assert await async_listed(hass) == before
