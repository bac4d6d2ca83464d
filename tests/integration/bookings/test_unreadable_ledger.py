"""A list of bookings that cannot be read: a repair, the last good copy, and no code is touched."""

from pathlib import Path
import stat
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.storage import booking_ledger
from custom_components.access_codes.storage.booking_ledger import BookingLedger
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import save_json
from tests.support.action_calls import async_listed
from tests.support.booking_calendar import CALENDAR, FakeCalendar, async_follow
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_call

from .test_follower import GUEST, OTHER, async_push
from .test_persistence import ledger_path

KEY = "bookings_unreadable"


def copy_path(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    """Return the path of the copy."""
    path = ledger_path(hass, entry)
    return path.with_name(f"{path.name}.last_good")


async def async_damaged(
    hass: HomeAssistant, entry: MockConfigEntry, *, is_copy_damaged: bool = False
) -> None:
    """Damage the list of bookings, as a disk does, and start again."""
    assert await hass.config_entries.async_unload(entry.entry_id)
    ledger_path(hass, entry).write_text('{"version": 1, "ledger": {"boo')
    if is_copy_damaged:
        copy_path(hass, entry).write_text("")
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_ERROR


@pytest.fixture
def _errors(expected_errors: list[str]) -> None:
    expected_errors.append("Error setting up entry Flat")


@pytest.mark.usefixtures("_errors")
@pytest.mark.contract("16.54", "16.55")
async def test_the_last_good_copy_is_restored_and_every_guest_keeps_the_code(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST, OTHER]
    entry = await async_follow(hass, front)
    before = await async_listed(hass)
    copy = copy_path(hass, entry)
    assert copy.read_bytes() == ledger_path(hass, entry).read_bytes()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    await async_damaged(hass, entry)
    assert issues_of(hass)[KEY].is_fixable
    # Nothing happens until a person answers.
    calendar.push(OTHER)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await async_listed(hass) == before
    calendar.push(GUEST, OTHER)
    result = await async_fix(hass, KEY, "restore", None)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.state is ConfigEntryState.LOADED
    assert await async_listed(hass) == before
    assert KEY not in issues_of(hass)
    await async_push(hass, calendar, OTHER)
    assert [code["name"] for code in await async_listed(hass)] == ["Bo Example"]


@pytest.mark.usefixtures("_errors")
@pytest.mark.contract("16.32", "16.55", "16.72")
async def test_without_a_copy_a_person_begins_anew_and_the_codes_of_guests_stay(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    [before] = await async_listed(hass)
    await async_damaged(hass, entry, is_copy_damaged=True)
    result = await async_fix(hass, KEY)
    assert list(result["menu_options"]) == ["start_empty", "retry"]
    result = await async_fix(hass, KEY, "retry")
    assert result["reason"] == "still_unreadable"
    result = await async_fix(hass, KEY, "start_empty", None)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    # The booking takes up the code that its guest was told.
    assert await async_listed(hass) == [before]
    assert KEY not in issues_of(hass)


@pytest.mark.usefixtures("_errors")
@pytest.mark.contract("16.32")
async def test_a_copy_alone_is_a_list_that_is_missing(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    assert await hass.config_entries.async_unload(entry.entry_id)
    ledger_path(hass, entry).unlink()
    # As if Home Assistant had died before it kept that there is a list.
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, "is_stored": False}
    )
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert KEY in issues_of(hass)
    result = await async_fix(hass, KEY, "restore", None)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(await async_listed(hass)) == 1


@pytest.mark.usefixtures("_errors")
@pytest.mark.contract("16.55")
async def test_a_repair_that_fails_or_comes_too_late_changes_nothing(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    good = ledger_path(hass, entry).read_bytes()
    await async_damaged(hass, entry)

    async def refuse(*_: Any) -> None:
        raise StorageFailed("full")

    with monkeypatch.context() as patch:
        patch.setattr(BookingLedger, "async_save", refuse)
        result = await async_fix(hass, KEY, "restore", None)
    assert result["reason"] == "storage_failed"
    opened = await async_fix(hass, KEY, "restore")
    other = await async_fix(hass, KEY, "start_empty")
    kept = copy_path(hass, entry).read_bytes()
    copy_path(hass, entry).write_text("")
    manager = hass.data["repairs"]["flow_manager"]
    late = await async_fix(hass, KEY)
    assert "restore" not in late["menu_options"]
    result = await manager.async_configure(opened["flow_id"], {})
    assert result["reason"] == "still_unreadable"
    copy_path(hass, entry).write_bytes(kept)
    opened = await async_fix(hass, KEY, "restore")
    # Somebody has put the file back meanwhile.
    ledger_path(hass, entry).write_bytes(good)
    assert await hass.config_entries.async_reload(entry.entry_id)
    for flow in (opened, other):
        result = await manager.async_configure(flow["flow_id"], {})
        assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.state is ConfigEntryState.LOADED
    assert len(entry.runtime_data.ledger.bookings) == 1


@pytest.mark.usefixtures("_errors")
@pytest.mark.contract("16.54")
async def test_an_entry_that_is_removed_takes_its_repair_and_its_files_along(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    await async_damaged(hass, entry)
    opened = [await async_fix(hass, KEY, step) for step in ("restore", "start_empty")]
    await hass.config_entries.async_remove(entry.entry_id)
    assert KEY not in issues_of(hass)
    assert not copy_path(hass, entry).exists()
    assert not ledger_path(hass, entry).exists()
    assert len(await async_listed(hass)) == 1
    manager = hass.data["repairs"]["flow_manager"]
    reasons = [
        (await manager.async_configure(flow["flow_id"], {})).get("reason")
        for flow in opened
    ]
    assert reasons == ["still_unreadable", None]


@pytest.mark.contract("16.55")
async def test_a_copy_that_cannot_be_written_is_deleted_rather_than_old(
    hass: HomeAssistant,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar.events = [GUEST]
    entry = await async_follow(hass, front)
    save = save_json

    def save_but_no_copy(filename: str, *given: Any, **named: Any) -> None:
        if filename.endswith("last_good"):
            raise HomeAssistantError("no room")
        save(filename, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(booking_ledger, "save_json", save_but_no_copy)
        await async_push(hass, calendar, GUEST, OTHER)
    assert len(await async_listed(hass)) == 2
    assert not copy_path(hass, entry).exists()
    await async_push(hass, calendar, OTHER)
    await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    assert copy_path(hass, entry).read_bytes() == ledger_path(hass, entry).read_bytes()
