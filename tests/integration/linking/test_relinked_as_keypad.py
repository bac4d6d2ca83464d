"""A lock that held codes, linked again as one that keeps none itself; and codes that were given up before unlinking."""

from functools import partial

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import Reach
from custom_components.access_codes.core.requests.leave_lock import forget
from custom_components.access_codes.storage.record_file import StorageFailed
from custom_components.access_codes.storage.record_files import path_of
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import (
    async_add_locks,
    async_call,
    async_link,
    engine_of,
)
from tests.support.slot_locks import (
    SlotLock,
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

LOCK = "lock.front_door"


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    """Link a lock with a code."""
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, LOCK)
    await async_create(hass, LOCK, "Guest", "7305")
    return entry


@pytest.fixture
def lock(slot_locks: SlotLocks, entry: MockConfigEntry) -> SlotLock:
    """Return the lock."""
    return slot_locks["Front door"]


def codes_in(hass: HomeAssistant, key: str) -> str:
    """Return the names of the codes in the text of a repair."""
    placeholders = issues_of(hass)[key].translation_placeholders or {}
    return placeholders.get("codes") or placeholders["name"]


async def async_link_as_keypad(
    hass: HomeAssistant, entry: MockConfigEntry
) -> MockConfigEntry:
    await hass.config_entries.async_remove(entry.entry_id)
    await async_settle(hass)
    again = await async_link(hass, LOCK)
    await async_settle(hass)
    return again


async def async_give_up(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Forget the code while the lock is away; the lock comes back with it."""
    engine = engine_of(entry)
    [access_code_id] = engine.record.codes
    await engine.async_request(partial(forget, access_code_id=access_code_id))
    await async_settle(hass)


@pytest.mark.contract("13.83")
async def test_a_lock_linked_again_as_a_keypad_goes_on_to_name_what_it_holds(
    hass: HomeAssistant, entry: MockConfigEntry, lock: SlotLock
) -> None:
    again = await async_link_as_keypad(hass, entry)
    assert set(issues_of(hass)) == {"codes_left_in_slots", "own_method"}
    assert codes_in(hass, "codes_left_in_slots") == "Guest"
    [code] = (await async_call(hass, "list"))["access_codes"]
    assert code["status"] == "set"

    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    await async_settle(hass)
    [code] = (await async_call(hass, "list"))["access_codes"]
    assert code["status"] == "removing"
    assert lock.pins == {"7305"}
    assert set(issues_of(hass)) == {"codes_left_in_slots", "own_method"}

    await hass.config_entries.async_remove(again.entry_id)
    await async_settle(hass)
    assert set(issues_of(hass)) == {"codes_left_on_lock"}
    assert codes_in(hass, "codes_left_on_lock") == "Guest"
    result = await async_fix(hass, "codes_left_on_lock", "take_off")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not lock.pins


@pytest.mark.contract("13.40", "13.83")
async def test_unlinking_a_keypad_says_what_its_lock_still_holds(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    again = await async_link_as_keypad(hass, entry)
    flows = hass.config_entries.options
    result = await flows.async_init(again.entry_id)
    result = await flows.async_configure(result["flow_id"], {"next_step_id": "unlink"})
    result = await flows.async_configure(result["flow_id"], {"codes": "take_off"})
    await async_settle(hass)
    result = await flows.async_configure(result["flow_id"])
    assert result["reason"] == "not_taken_off"
    assert result["description_placeholders"] == {"codes": "Guest"}


@pytest.mark.contract("13.84")
async def test_codes_deleted_at_the_lock_itself_can_be_confirmed(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = await async_link_as_keypad(hass, entry)
    result = await async_fix(hass, "codes_left_in_slots", "gone")
    assert result["type"] is FlowResultType.FORM
    assert result["description_placeholders"] == {"codes": "Guest"}

    async def refuse(*_: object) -> None:
        raise StorageFailed

    with monkeypatch.context() as patched:
        patched.setattr(engine_of(again), "async_request", refuse, raising=False)
        result = await async_fix(hass, "codes_left_in_slots", "gone", None)
    assert result["reason"] == "storage_failed"

    result = await async_fix(hass, "codes_left_in_slots", "gone", None)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert set(issues_of(hass)) == {"own_method"}
    [code] = (await async_call(hass, "list"))["access_codes"]
    assert code["status"] == "set"
    assert not engine_of(again).record.placements


@pytest.mark.contract("13.84")
async def test_a_keypad_that_is_not_loaded_confirms_nothing(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    again = await async_link_as_keypad(hass, entry)
    result = await async_fix(hass, "codes_left_in_slots")
    await hass.config_entries.async_unload(again.entry_id)
    flows = hass.data["repairs"]["flow_manager"]
    result = await flows.async_configure(result["flow_id"], {"next_step_id": "gone"})
    assert result["reason"] == "not_loaded"
    result = await async_fix(hass, "codes_left_in_slots")
    assert result["reason"] == "not_loaded"


@pytest.mark.contract("13.82")
async def test_unlinking_does_not_lose_a_code_that_was_given_up(
    hass: HomeAssistant, entry: MockConfigEntry, lock: SlotLock
) -> None:
    lock.become(Reach.OFFLINE)
    await async_give_up(hass, entry)
    lock.become(Reach.REACHABLE)
    await async_settle(hass)
    flows = hass.config_entries.options
    result = await flows.async_init(entry.entry_id)
    result = await flows.async_configure(result["flow_id"], {"next_step_id": "unlink"})
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["codes"] == "Guest"
    result = await flows.async_configure(result["flow_id"], {"codes": "take_off"})
    await async_settle(hass)
    if result["type"] is FlowResultType.SHOW_PROGRESS:
        result = await flows.async_configure(result["flow_id"])
    assert result["reason"] == "unlinked"
    assert codes_in(hass, "codes_left_on_lock") == "Guest"

    result = await async_fix(hass, "codes_left_on_lock", "take_off")
    assert result["reason"] == "not_taken_off"
    assert result["description_placeholders"] == {"codes": "Guest"}
    assert lock.pins == {"7305"}
    assert "codes_left_on_lock" in issues_of(hass)

    await async_fix(hass, "codes_left_on_lock", "leave")
    assert not issues_of(hass)
    assert not path_of(hass, entry.entry_id).exists()


@pytest.mark.contract("13.82")
async def test_the_repair_names_only_what_stays_after_codes_were_taken_off(
    hass: HomeAssistant, entry: MockConfigEntry, lock: SlotLock
) -> None:
    lock.become(Reach.OFFLINE)
    await async_give_up(hass, entry)
    lock.become(Reach.REACHABLE)
    await async_create(hass, LOCK, "Cleaner", "8416")
    await hass.config_entries.async_remove(entry.entry_id)
    assert codes_in(hass, "codes_left_on_lock") == "Cleaner, Guest"
    await async_fix(hass, "codes_left_on_lock", "take_off")
    assert lock.pins == {"7305"}
    assert codes_in(hass, "codes_left_on_lock") == "Guest"
