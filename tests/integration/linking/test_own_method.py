"""A lock that can keep codes itself by now, and is linked by another method: it is asked about, and its codes go on."""

import asyncio
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes import locks
from custom_components.access_codes.const import CONF_METHOD, DOMAIN, METHOD_KEYPAD
from custom_components.access_codes.core.model import Reach
from custom_components.access_codes.issues import own_method as own_method_issue
from custom_components.access_codes.linking import own_method, preview
from custom_components.access_codes.repair_flows import own_method as own_method_flow
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import (
    Doors,
    async_add_locks,
    async_call,
    async_link,
    engine_of,
)
from tests.support.slot_locks import (
    METHOD,
    SlotLock,
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

LOCK = "lock.front_door"
KEY = "own_method"
SLOTS: dict[str, str | None] = {"1": None, "2": "90817263", "3": None}


@pytest.fixture
def lock(slot_locks: SlotLocks) -> SlotLock:
    """Return a lock that keeps no codes yet."""
    lock = slot_locks["Front door"]
    lock.slots = {}
    return lock


@pytest.fixture
async def doors(hass: HomeAssistant, lock: SlotLock) -> Doors:
    return await async_add_locks(hass, "Front door")


@pytest.fixture
async def entry(hass: HomeAssistant, doors: Doors) -> MockConfigEntry:
    """Link it by the keypad, with two codes."""
    entry = await async_link(
        hass, LOCK, min_code_length=8, max_code_length=8, programming_lead=60
    )
    await async_create(hass, LOCK, "Guest", "73058142")
    await async_create(hass, LOCK, "Cleaner", "51728394")
    await async_settle(hass)
    return entry


async def async_learn(hass: HomeAssistant, doors: Doors, lock: SlotLock) -> None:
    """Let the lock come back with codes of its own."""
    doors.locks["Front door"].become(available=False)
    await async_settle(hass)
    lock.slots = dict(SLOTS)
    doors.locks["Front door"].become(available=True)
    await async_settle(hass)


async def async_codes(hass: HomeAssistant) -> dict[str, tuple[str, str, str]]:
    """Return id, status and PIN of each code, by name."""
    listed = (await async_call(hass, "list", lock=LOCK))["access_codes"]
    return {
        code["name"]: (code["access_code_id"], code["status"], code["code"])
        for code in listed
    }


@pytest.mark.contract("14.80")
async def test_a_lock_that_learns_codes_is_asked_about_and_nothing_is_changed_unasked(
    hass: HomeAssistant, entry: MockConfigEntry, doors: Doors, lock: SlotLock
) -> None:
    assert not issues_of(hass)
    await async_learn(hass, doors, lock)
    assert set(issues_of(hass)) == {KEY}
    assert entry.data[CONF_METHOD] == METHOD_KEYPAD
    assert not lock.sent
    # The adapter that was asked is stopped again.
    assert not lock.adapters
    result = await async_fix(hass, KEY)
    assert "3" in result["description_placeholders"]["abilities"]
    assert not lock.sent
    assert not lock.adapters


@pytest.mark.contract("14.81")
async def test_its_codes_go_on_in_free_slots_with_their_ids_and_pins(
    hass: HomeAssistant, entry: MockConfigEntry, doors: Doors, lock: SlotLock
) -> None:
    before = await async_codes(hass)
    await async_learn(hass, doors, lock)
    result = await async_fix(hass, KEY, "change")
    assert result["type"] == "create_entry"
    assert entry.data[CONF_METHOD] == METHOD
    assert dict(entry.options) == {"programming_lead": 60}
    assert await async_codes(hass) == before
    assert lock.slots == {"1": "73058142", "2": "90817263", "3": "51728394"}
    assert not issues_of(hass)
    # The slots were read before the first was written.
    assert lock.sent[0][0] != "set"
    await async_call(hass, "delete", access_code_id=before["Guest"][0])
    await async_settle(hass)
    assert lock.pins == {"90817263", "51728394"}


@pytest.mark.contract("14.83")
async def test_a_change_that_was_not_saved_is_asked_about_again_and_loses_no_code(
    hass: HomeAssistant, entry: MockConfigEntry, doors: Doors, lock: SlotLock
) -> None:
    await async_learn(hass, doors, lock)
    await async_fix(hass, KEY, "change")
    held = lock.slots
    assert await hass.config_entries.async_unload(entry.entry_id)
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, CONF_METHOD: METHOD_KEYPAD}
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)
    assert set(issues_of(hass)) == {KEY, "codes_left_in_slots"}
    await async_fix(hass, KEY, "change")
    assert not issues_of(hass)
    assert lock.slots == held
    assert set(await async_codes(hass)) == {"Guest", "Cleaner"}


@pytest.mark.contract("14.81")
async def test_a_code_that_the_lock_cannot_take_is_kept_and_named(
    hass: HomeAssistant, entry: MockConfigEntry, doors: Doors, lock: SlotLock
) -> None:
    await async_learn(hass, doors, lock)
    lock.lock.alter(code_lengths=(4,))
    await async_fix(hass, KEY, "change")
    assert set(await async_codes(hass)) == {"Guest", "Cleaner"}
    assert lock.pins == {"90817263"}
    assert "code_constraints_violated" in issues_of(hass)


@pytest.mark.contract("14.80")
@pytest.mark.parametrize("is_known", [False, True])
async def test_a_lock_that_only_seems_to_keep_codes_is_not_asked_about(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    doors: Doors,
    lock: SlotLock,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_known: bool,
) -> None:
    """It is away, as far as its integration knows, or has no room."""

    async def async_seems_so(*_: Any) -> str:
        return METHOD

    monkeypatch.setattr(preview, "async_method_of", async_seems_so)
    if not is_known:
        monkeypatch.setattr(own_method_issue, "_PATIENCE", 0.01)
        lock.start_gate = asyncio.Event()
    doors.locks["Front door"].become(available=False)
    await async_settle(hass)
    doors.locks["Front door"].become(available=True)
    await async_settle(hass)
    assert not issues_of(hass)


@pytest.mark.contract("14.80")
async def test_it_is_found_at_the_start_and_what_was_ignored_is_not_asked_again(
    hass: HomeAssistant, entry: MockConfigEntry, doors: Doors, lock: SlotLock
) -> None:
    lock.slots = dict(SLOTS)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    assert set(issues_of(hass)) == {KEY}
    ir.async_ignore_issue(hass, DOMAIN, issues_of(hass)[KEY].issue_id, True)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    assert issues_of(hass)[KEY].dismissed_version is not None
    # A lock that is gone has a repair of its own.
    er.async_get(hass).async_remove(LOCK)
    await async_settle(hass)
    assert KEY not in issues_of(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    await async_settle(hass)
    assert KEY not in issues_of(hass)


@pytest.mark.contract("14.80")
async def test_a_question_that_is_under_way_is_not_asked_twice_and_ends_with_the_entry(
    hass: HomeAssistant, entry: MockConfigEntry, doors: Doors, lock: SlotLock
) -> None:
    lock.slots = dict(SLOTS)
    lock.start_gate = asyncio.Event()
    for _ in range(2):
        doors.locks["Front door"].become(available=False)
        await hass.async_block_till_done()
        doors.locks["Front door"].become(available=True)
        await hass.async_block_till_done()
    assert not lock.adapters
    assert await hass.config_entries.async_unload(entry.entry_id)
    lock.start_gate.set()
    await async_settle(hass)
    assert not issues_of(hass)


@pytest.mark.contract("14.80")
async def test_no_offer_before_home_assistant_has_started(
    hass: HomeAssistant, doors: Doors, lock: SlotLock
) -> None:
    lock.slots = dict(SLOTS)
    hass.set_state(CoreState.starting)
    await async_link(hass, LOCK)
    await async_settle(hass)
    assert not issues_of(hass)
    hass.bus.async_fire("homeassistant_started")
    hass.set_state(CoreState.running)
    await async_settle(hass)
    assert set(issues_of(hass)) == {KEY}


@pytest.mark.contract("14.82")
async def test_what_was_set_by_another_method_is_named_and_the_method_stays(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lock = slot_locks["Front door"]
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, LOCK)
    await async_create(hass, LOCK, "Guest", "73058142")
    monkeypatch.setitem(
        locks.FAMILIES,
        "better",
        locks.FAMILIES[METHOD]._replace(is_of=lambda *_: True),
    )
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    assert set(issues_of(hass)) == {KEY}
    result = await async_fix(hass, KEY)
    assert result["reason"] == "unlink_first"
    assert result["description_placeholders"] == {"codes": "Guest"}
    assert lock.pins == {"73058142"}
    with pytest.raises(own_method.NotChanged):
        await own_method.async_change_to_own_method(hass, entry, METHOD, "better")
    assert entry.data[CONF_METHOD] == METHOD
    assert entry.state is ConfigEntryState.LOADED


@pytest.mark.contract("14.82", "13.83")
async def test_codes_from_before_the_keypad_are_found_by_the_method_that_set_them_only(
    hass: HomeAssistant, slot_locks: SlotLocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = slot_locks["Front door"]
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, LOCK)
    await async_create(hass, LOCK, "Guest", "73058142")
    await hass.config_entries.async_remove(entry.entry_id)
    await async_settle(hass)
    again = await async_link(hass, LOCK)
    await async_settle(hass)
    assert set(issues_of(hass)) == {KEY, "codes_left_in_slots"}
    record = engine_of(again).record
    assert own_method.names_in_the_way(record, METHOD_KEYPAD, "zha") == ("Guest",)
    await async_fix(hass, KEY, "change")
    assert not issues_of(hass)
    assert [*(await async_codes(hass))] == ["Guest"]
    assert lock.pins == {"73058142"}
    [(code_id, status, _)] = (await async_codes(hass)).values()
    assert status == "set"
    await async_call(hass, "delete", access_code_id=code_id)
    await async_settle(hass)
    assert not lock.pins


@pytest.mark.contract("14.80")
async def test_the_flow_asks_the_lock_again_and_says_where_it_cannot_go_on(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    doors: Doors,
    lock: SlotLock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await async_learn(hass, doors, lock)
    issue_id = issues_of(hass)[KEY].issue_id

    async def async_is_unchanged(*_: Any) -> bool:
        return False

    with monkeypatch.context() as patch:
        patch.setattr(entry, "async_unload", async_is_unchanged)
        assert (await async_fix(hass, KEY, "change"))["reason"] == "changed_meanwhile"
    lock.slots = {}
    assert (await async_fix(hass, KEY))["reason"] == "not_known_now"
    lock.slots = dict(SLOTS)
    flow = own_method_flow.OwnMethodFlow()
    flow.hass, flow.issue_id = hass, issue_id
    flow.data = {"config_entry_id": entry.entry_id}
    assert (await flow.async_step_change())["reason"] == "not_loaded"
    er.async_get(hass).async_update_entity(
        LOCK, disabled_by=er.RegistryEntryDisabler.USER
    )
    await async_settle(hass)
    assert engine_of(entry).world.reach is Reach.DISCONNECTED
    er.async_get(hass).async_remove(LOCK)
    assert (await flow.async_step_init())["reason"] == "not_known_now"
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert (await flow.async_step_init())["reason"] == "not_loaded"
