"""One engine at a time works on the codes that were left on a lock, and on their record."""

import asyncio
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import CONF_IS_STORED, DOMAIN
from custom_components.access_codes.engine.lock_engine import LockEngine
from custom_components.access_codes.linking.linked_lock import LinkedLock
from custom_components.access_codes.storage.record_file import StorageFailed, path_of
from homeassistant.config_entries import (
    SOURCE_IGNORE,
    ConfigEntryDisabler,
    ConfigEntryState,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_add_locks, engine_of, keypad_entry
from tests.support.slot_locks import (
    METHOD,
    SlotLock,
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    """Link a lock with two codes."""
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_create(hass, "lock.front_door", "Cleaner", "8416")
    return entry


@pytest.fixture
def lock(slot_locks: SlotLocks, entry: MockConfigEntry) -> SlotLock:
    """Return the lock."""
    return slot_locks["Front door"]


def is_stored(hass: HomeAssistant, entry: MockConfigEntry) -> bool:
    """Return whether the record is on disk."""
    return path_of(hass, entry.entry_id).exists()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take the entry ids of the engines that start from now on."""
    started: list[str] = []
    start = LockEngine.async_start

    async def counted(self: LockEngine) -> None:
        started.append(self.entry_id)
        await start(self)

    monkeypatch.setattr(LockEngine, "async_start", counted)
    return started


async def async_begin_take_off(hass: HomeAssistant, lock: SlotLock, key: str) -> Any:
    """Choose *take off now*, and stop at the first command; return the flow's state."""
    lock.gate = asyncio.Event()
    lock.forget_sent()
    result = await async_fix(hass, key)
    result = await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"], {"next_step_id": "take_off"}
    )
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    while not lock.sent:
        await asyncio.sleep(0)
    return result


async def async_end_take_off(hass: HomeAssistant, lock: SlotLock, result: Any) -> Any:
    """Let the lock answer; return where the flow ends."""
    assert lock.gate is not None
    lock.gate.set()
    await async_settle(hass)
    return await hass.data["repairs"]["flow_manager"].async_configure(result["flow_id"])


@pytest.mark.contract("13.80")
@pytest.mark.parametrize("choice", ["take_off", "leave"])
async def test_a_second_answer_while_codes_are_taken_off_is_refused(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    lock: SlotLock,
    started: list[str],
    choice: str,
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    first = await async_begin_take_off(hass, lock, "codes_left_on_lock")

    flows = hass.data["repairs"]["flow_manager"]
    issue_id = issues_of(hass)["codes_left_on_lock"].issue_id
    second = await flows.async_init(DOMAIN, context={"issue_id": issue_id})
    second = await flows.async_configure(second["flow_id"], {"next_step_id": choice})
    assert second["type"] is FlowResultType.ABORT
    assert second["reason"] == "being_taken_off"
    assert is_stored(hass, entry)

    first = await async_end_take_off(hass, lock, first)
    assert first["type"] is FlowResultType.CREATE_ENTRY
    assert started == [entry.entry_id]
    assert not lock.pins
    assert not is_stored(hass, entry)
    await async_settle(hass)
    assert not is_stored(hass, entry)
    assert not issues_of(hass)


@pytest.mark.contract("13.80")
async def test_an_entry_is_not_enabled_while_its_codes_are_taken_off(
    hass: HomeAssistant, entry: MockConfigEntry, lock: SlotLock
) -> None:
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    result = await async_begin_take_off(hass, lock, "codes_left_while_disabled")
    # The lock comes back under another id.
    hass.config_entries.async_update_entry(entry, data={**entry.data, "lock": "other"})
    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "codes_being_taken_off"
    await async_end_take_off(hass, lock, result)
    assert not lock.pins


@pytest.mark.contract("13.81")
async def test_the_engine_of_an_entry_whose_unload_failed_ends_with_the_entry(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    lock: SlotLock,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Error unloading entry")
    engine = engine_of(entry)

    async def refuse(*_: object) -> bool:
        return False

    monkeypatch.setattr(hass.config_entries, "async_unload_platforms", refuse)
    await hass.config_entries.async_remove(entry.entry_id)
    await async_settle(hass)
    with pytest.raises(StorageFailed, match="not running"):
        await engine.async_sync()
    assert not lock.adapters

    result = await async_fix(hass, "codes_left_on_lock", "take_off")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not lock.pins


@pytest.mark.contract("13.81")
async def test_codes_that_stay_are_named_although_the_lock_cannot_be_left(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: list[str],
) -> None:
    expected_errors += ["Error unloading entry", "Error calling entry remove callback"]

    async def fail(_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(LinkedLock, "async_stop", fail)
    await hass.config_entries.async_remove(entry.entry_id)
    await async_settle(hass)
    assert "codes_left_on_lock" in issues_of(hass)


@pytest.mark.contract("13.81")
async def test_no_engine_starts_beside_that_of_a_disabled_entry_whose_unload_failed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    lock: SlotLock,
    started: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    entry.mock_state(hass, ConfigEntryState.FAILED_UNLOAD)
    result = await async_fix(hass, "codes_left_while_disabled", "take_off")
    assert result["reason"] == "looked_after"
    assert not started


@pytest.mark.contract("13.81")
@pytest.mark.parametrize("is_ignored", [False, True])
async def test_no_engine_starts_on_a_lock_that_another_entry_looks_after(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    lock: SlotLock,
    started: list[str],
    is_ignored: bool,
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    if is_ignored:
        registered = er.async_get(hass).async_get("lock.front_door")
        assert registered is not None
        ignored = MockConfigEntry(
            domain=DOMAIN, unique_id=registered.id, source=SOURCE_IGNORE
        )
        ignored.add_to_hass(hass)
    else:
        again = keypad_entry(hass, "lock.front_door", METHOD)
        hass.config_entries.async_update_entry(
            again, data={**again.data, CONF_IS_STORED: True}
        )
    result = await async_fix(hass, "codes_left_on_lock", "take_off")
    assert (result.get("reason") == "looked_after") is not is_ignored
    assert bool(started) is is_ignored
