"""A lock replaced by another."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Outcome, Reach
from custom_components.access_codes.core.observations.observation import Observation
from custom_components.access_codes.core.observations.reports import apply_access_denied
from custom_components.access_codes.core.requests.leave_lock import adopt_lock
from homeassistant.config_entries import SOURCE_IGNORE, SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
from tests.support.fake_lock import Duplicates
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import (
    FAMILY,
    async_add_locks,
    async_call,
    async_link,
    engine_of,
)
from tests.support.lock_replacement import (
    NEW,
    OLD,
    async_answer,
    async_ask,
    async_codes,
    async_replace_lock,
    files,
    lock_id,
)
from tests.support.record_files import refuse_writes, watch_writes
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

KEPT = (
    "access_code_id",
    "name",
    "code",
    "created_at",
    "starts_at",
    "ends_at",
    "common_code_key",
    "is_external_modification_allowed",
    "is_one_time_use",
)


def iso(**ahead: float) -> str:
    return (dt_util.utcnow() + timedelta(**ahead)).isoformat()


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    """Link the first of two locks, with two codes."""
    await async_add_locks(hass, "Front door", "New door")
    entry = await async_link_slots(hass, OLD)
    await async_create(hass, OLD, "Guest", "7305", common_code_key="flat")
    await async_create(
        hass, OLD, "Cleaner", "8416", is_external_modification_allowed=True
    )
    return entry


@pytest.mark.contract("14.15")
async def test_all_codes_move_and_the_old_lock_is_empty(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await async_create(
        hass, OLD, "Later", "9527", starts_at=iso(hours=1), ends_at=iso(hours=2)
    )
    slot_locks["Front door"].slots |= {"4": "1470"}
    slot_locks["New door"].slots |= {"1": "2580"}
    before = await async_codes(hass, OLD)

    flow = await async_ask(hass, entry)
    assert flow["step_id"] == "reconfigure"
    assert flow["description_placeholders"]["lock"] == "Front door"
    flow = await async_answer(hass, flow, lock=NEW)
    assert flow["step_id"] == "replace"
    assert flow["description_placeholders"] == {
        "lock": "Front door",
        "replacement": "New door",
        "count": "3",
    }
    result = await async_answer(hass, flow)

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert slot_locks["Front door"].pins == {"1470"}
    assert not slot_locks["Front door"].adapters
    assert slot_locks["New door"].pins == {"2580", "7305", "8416"}
    assert not issues_of(hass)
    after = await async_codes(hass, NEW)
    assert {name: code["status"] for name, code in after.items()} == {
        "Guest": "set",
        "Cleaner": "set",
        "Later": "unset",
    }
    for name, code in before.items():
        assert {key: after[name][key] for key in KEPT} == {
            key: code[key] for key in KEPT
        }
        assert not after[name]["errors"]
    assert entry.state is ConfigEntryState.LOADED
    assert entry.unique_id == lock_id(hass, NEW)
    assert entry.title == "New door"
    assert dict(entry.data) == {
        "lock": lock_id(hass, NEW),
        "method": "fake_slots",
        "is_stored": True,
        "lock_platform": FAMILY,
        "lock_unique_id": "New door",
    }
    assert [path.name for path in files(hass)] == [f"{DOMAIN}.{entry.entry_id}"]


@pytest.mark.contract("11.71", "14.15")
async def test_entities_keep_their_ids_and_move_to_the_new_device(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    registry = er.async_get(hass)
    registry.async_update_entity("sensor.front_door_guest", name="The guest")
    before = {
        sensor.unique_id: sensor.entity_id
        for sensor in er.async_entries_for_config_entry(registry, entry.entry_id)
    }
    of_lock = {key for key in before if key.startswith(entry.entry_id)}
    assert {key.removeprefix(f"{entry.entry_id}_") for key in of_lock} == {
        "activity",
        "codes",
        "free_slots",
        "next_change",
        "problem",
    }
    assert len(before.keys() - of_lock) == 2

    await async_replace_lock(hass, entry)

    new = registry.async_get(NEW)
    assert new is not None
    sensors = er.async_entries_for_config_entry(registry, entry.entry_id)
    assert {sensor.unique_id: sensor.entity_id for sensor in sensors} == before
    assert {sensor.device_id for sensor in sensors} == {new.device_id}
    state = hass.states.get("sensor.front_door_guest")
    assert state is not None
    assert state.state == "set"
    assert state.attributes["lock_entity_id"] == NEW
    assert state.attributes["device_id"] == new.device_id


async def test_locks_without_devices_share_a_device_of_ours(
    hass: HomeAssistant,
) -> None:
    registry = er.async_get(hass)
    old = registry.async_get_or_create("lock", "other", "shed", original_name="Shed")
    new = registry.async_get_or_create("lock", "other", "barn", original_name="Barn")
    entry = await async_link(hass, old.entity_id)
    await async_call(hass, "create", lock=old.entity_id, name="Gardener")

    await async_replace_lock(hass, entry, new.entity_id)

    [device] = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
    assert device.name == "Barn"
    assert entry.title == "Barn"


@pytest.mark.contract("14.15")
async def test_deleted_and_used_up_codes_stay_behind_and_are_taken_off(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    events = async_capture_events(hass, "access_codes_event")
    old = slot_locks["Front door"]
    old.failure = Outcome.REFUSED
    codes = await async_codes(hass, OLD)
    await async_call(hass, "delete", access_code_id=codes["Guest"]["access_code_id"])
    await async_settle(hass)
    assert old.pins == {"7305", "8416"}
    flow = await async_ask(hass, entry)
    flow = await async_answer(hass, flow, lock=NEW)
    assert flow["description_placeholders"]["count"] == "1"
    old.fix()

    await async_answer(hass, flow)

    assert not old.pins
    assert slot_locks["New door"].pins == {"8416"}
    assert set(await async_codes(hass, NEW)) == {"Cleaner"}
    assert hass.states.get("sensor.front_door_guest") is None
    told = [(event.data["type"], event.data["access_code_id"]) for event in events]
    assert ("access_code.deleted", codes["Guest"]["access_code_id"]) in told
    assert ("access_code.deleted", codes["Cleaner"]["access_code_id"]) not in told
    assert ("access_code.changed", codes["Cleaner"]["access_code_id"]) in told


@pytest.mark.contract("14.16")
@pytest.mark.parametrize(
    ("reach", "failure"),
    [(Reach.OFFLINE, None), (Reach.REACHABLE, Outcome.REFUSED)],
)
async def test_what_cannot_be_taken_off_is_named_until_it_can(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    reach: Reach,
    failure: Outcome | None,
) -> None:
    old = slot_locks["Front door"]
    old.become(reach)
    old.failure = failure
    await async_settle(hass)

    result = await async_replace_lock(hass, entry)

    assert result["reason"] == "replaced_codes_left"
    assert result["description_placeholders"] == {"codes": "Cleaner, Guest"}
    assert slot_locks["New door"].pins == {"7305", "8416"}
    [issue] = issues_of(hass).values()
    assert issue.translation_key == "codes_left_on_lock"
    assert issue.is_persistent
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["lock"] == OLD
    assert issue.translation_placeholders["codes"] == "Cleaner, Guest"
    assert len(files(hass)) == 2

    old.fix()
    old.become(Reach.REACHABLE)
    result = await async_fix(hass, "codes_left_on_lock", "take_off")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not old.pins
    assert not issues_of(hass)
    assert len(files(hass)) == 1
    assert slot_locks["New door"].pins == {"7305", "8416"}
    assert set(await async_codes(hass, NEW)) == {"Guest", "Cleaner"}


@pytest.mark.contract("14.16")
@pytest.mark.parametrize("is_gone", [True, False])
async def test_a_lock_that_is_gone_or_disabled_is_replaced_and_remembered(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry, is_gone: bool
) -> None:
    registry = er.async_get(hass)
    if is_gone:
        registry.async_remove(OLD)
    else:
        registry.async_update_entity(OLD, disabled_by=er.RegistryEntryDisabler.USER)
    await async_settle(hass)

    result = await async_replace_lock(hass, entry)

    assert result["reason"] == "replaced_codes_left"
    assert slot_locks["Front door"].pins == {"7305", "8416"}
    assert slot_locks["New door"].pins == {"7305", "8416"}
    assert set(issues_of(hass)) == {"codes_left_on_lock"}


async def test_linking_the_old_lock_again_takes_its_codes_off(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    old = slot_locks["Front door"]
    old.become(Reach.OFFLINE)
    await async_replace_lock(hass, entry)
    old.become(Reach.REACHABLE)

    again = await async_link_slots(hass, OLD)

    assert not old.pins
    assert not engine_of(again).record.codes
    assert slot_locks["New door"].pins == {"7305", "8416"}
    assert set(await async_codes(hass, NEW)) == {"Guest", "Cleaner"}
    assert not issues_of(hass)
    assert len(files(hass)) == 2


async def test_going_back_to_the_old_lock_takes_over_what_is_still_on_it(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    old, new = slot_locks["Front door"], slot_locks["New door"]
    old.become(Reach.OFFLINE)
    await async_replace_lock(hass, entry)
    codes = await async_codes(hass, NEW)
    await async_call(hass, "delete", access_code_id=codes["Cleaner"]["access_code_id"])
    await async_settle(hass)
    old.become(Reach.REACHABLE)

    result = await async_replace_lock(hass, entry, OLD)

    assert result["reason"] == "reconfigure_successful"
    assert old.pins == {"7305"}
    assert not new.pins
    after = await async_codes(hass, OLD)
    assert set(after) == {"Guest"}
    assert after["Guest"]["access_code_id"] == codes["Guest"]["access_code_id"]
    assert after["Guest"]["status"] == "set"
    assert not issues_of(hass)
    assert len(files(hass)) == 1


async def test_what_other_locks_left_stays_as_it_is(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    shed = er.async_get(hass).async_get_or_create("lock", "other", "shed")
    other = await async_link(hass, shed.entity_id)
    await async_call(hass, "create", lock=shed.entity_id, name="Gardener")
    await hass.config_entries.async_remove(other.entry_id)

    await async_replace_lock(hass, entry)

    assert set(await async_codes(hass, NEW)) == {"Guest", "Cleaner"}
    assert set(issues_of(hass)) == {"codes_kept"}
    assert len(files(hass)) == 2


async def test_codes_move_from_the_keypad_of_home_assistant_to_a_lock_with_slots(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door", "New door")
    entry = await async_link(hass, OLD)
    await async_create(hass, OLD, "Guest", "7305")

    result = await async_replace_lock(hass, entry)

    assert result["reason"] == "reconfigure_successful"
    assert slot_locks["New door"].pins == {"7305"}
    assert (await async_codes(hass, NEW))["Guest"]["status"] == "set"
    assert not slot_locks["Front door"].sent
    assert len(files(hass)) == 1


async def test_codes_move_from_a_lock_with_slots_to_the_keypad_of_home_assistant(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    slot_locks["New door"].slots = {}
    hass.config_entries.async_update_entry(
        entry,
        options={
            "reserved_slots": ["4"],
            "max_code_length": 6,
            "expired_retention": 1,
        },
    )

    flow = await async_ask(hass, entry)
    flow = await async_answer(hass, flow, lock=NEW)
    assert flow["step_id"] == "method"
    assert flow["description_placeholders"]["locks"] == "New door"
    flow = await async_answer(hass, flow, method="keypad")
    result = await async_answer(hass, flow)

    assert result["reason"] == "reconfigure_successful"
    assert not slot_locks["Front door"].pins
    assert entry.data["method"] == "keypad"
    assert dict(entry.options) == {"expired_retention": 1}
    answer = await async_call(hass, "enter_code", lock=NEW, code="7305")
    assert answer["granted"]


async def test_slots_stay_reserved_on_a_lock_with_slots(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    hass.config_entries.async_update_entry(entry, options={"reserved_slots": ["1"]})

    await async_replace_lock(hass, entry)

    assert dict(entry.options) == {"reserved_slots": ["1"]}
    assert slot_locks["New door"].slots["1"] is None
    assert slot_locks["New door"].pins == {"7305", "8416"}


async def test_wrong_tries_count_on(hass: HomeAssistant, slot_locks: SlotLocks) -> None:
    await async_add_locks(hass, "Front door", "New door")
    entry = await async_link(hass, OLD)
    slot_locks["New door"].slots = {}
    for _ in range(5):
        await async_call(hass, "enter_code", lock=OLD, code="0000")

    await async_replace_lock(hass, entry)

    answer = await async_call(hass, "enter_code", lock=NEW, code="0000")
    assert answer["reason"] == "too_many_attempts"


@pytest.mark.contract("14.17")
async def test_what_the_new_lock_cannot_take_is_shown_and_not_lost(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await async_create(hass, OLD, "Long", "84162957")
    new = slot_locks["New door"]
    new.lock.alter(code_lengths=(4, 5, 6))
    new.slots = {"1": None}

    await async_replace_lock(hass, entry)

    codes = await async_codes(hass, NEW)
    assert set(codes) == {"Guest", "Cleaner", "Long"}
    errors = {
        name: [error["error_code"] for error in code["errors"]]
        for name, code in codes.items()
    }
    assert errors["Long"] == ["code_constraints_violated"]
    assert sorted(errors["Guest"] + errors["Cleaner"]) == [
        "no_space_for_access_code_on_device"
    ]
    assert len(new.pins) == 1
    assert "84162957" not in new.pins
    assert not slot_locks["Front door"].pins
    assert {"code_constraints_violated", "no_space_for_access_code_on_device"} == set(
        issues_of(hass)
    )

    await async_call(
        hass,
        "update",
        access_code_id=codes["Long"]["access_code_id"],
        code="841629",
    )
    new.slots |= {"2": None, "3": None}
    for adapter in new.adapters:
        adapter.tell_reach()
    await async_settle(hass)
    assert new.pins == {"7305", "8416", "841629"}
    assert not issues_of(hass)


async def test_a_pin_that_somebody_else_has_on_the_new_lock_is_told(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    slot_locks["New door"].slots |= {"3": "7305"}
    slot_locks["New door"].lock.duplicates = Duplicates.REFUSED

    await async_replace_lock(hass, entry)

    [error] = (await async_codes(hass, NEW))["Guest"]["errors"]
    assert error["error_code"] == "duplicate_code_on_device"
    assert slot_locks["New door"].slots["3"] == "7305"


async def test_a_replacement_that_is_away_gets_its_codes_when_it_is_back(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    new = slot_locks["New door"]
    new.become(Reach.OFFLINE)

    result = await async_replace_lock(hass, entry)

    assert result["reason"] == "reconfigure_successful"
    assert not slot_locks["Front door"].pins
    new.become(Reach.REACHABLE)
    await async_settle(hass)
    assert new.pins == {"7305", "8416"}


async def test_a_lock_that_is_linked_or_has_no_unique_id_is_refused(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    hass.states.async_set("lock.from_yaml", "locked")
    flow = await async_ask(hass, entry)
    for entity_id, error in (
        ("lock.from_yaml", "not_in_registry"),
        (NEW, "already_linked"),
    ):
        if entity_id == NEW:
            await async_link_slots(hass, NEW)
        flow = await async_answer(hass, flow, lock=entity_id)
        assert flow["type"] is FlowResultType.FORM
        assert flow["errors"] == {"lock": error}
        assert flow["description_placeholders"]["locks"] == entity_id


async def test_there_may_be_no_lock_left(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, OLD)
    flow = await async_ask(hass, entry)
    assert flow["type"] is FlowResultType.ABORT
    assert flow["reason"] == "no_locks"


async def test_an_entry_that_is_not_loaded_is_refused_at_every_step(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    flow = await async_ask(hass, entry)
    flow = await async_answer(hass, flow, lock=NEW)
    assert await hass.config_entries.async_unload(entry.entry_id)
    result = await async_answer(hass, flow)
    assert result["reason"] == "not_loaded"
    result = await async_ask(hass, entry)
    assert result["reason"] == "not_loaded"
    assert slot_locks["Front door"].pins == {"7305", "8416"}


async def test_a_failing_disk_is_refused_at_once(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        refuse_writes(patched, refuse)
        engine_of(entry).on_facts(_with_event)
        await async_settle(hass)
        assert engine_of(entry).disk_failing
        result = await async_ask(hass, entry)
    assert result["reason"] == "storage_failed"


def _with_event(record: Any, world: Any) -> Any:
    return Observation(apply_access_denied(record, world, "x"), world.observed)


@pytest.mark.parametrize("dies_at", [2, 3])
async def test_a_disk_that_refuses_leaves_everything_as_it_was(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
    dies_at: int,
) -> None:
    before = await async_codes(hass, OLD)
    flow = await async_ask(hass, entry)
    flow = await async_answer(hass, flow, lock=NEW)
    refuse_at(monkeypatch, lambda write: write == dies_at)

    result = await async_answer(hass, flow)

    assert result["reason"] == "storage_failed"
    assert await async_codes(hass, OLD) == before
    assert entry.unique_id == lock_id(hass, OLD)
    assert slot_locks["Front door"].pins == {"7305", "8416"}
    assert not slot_locks["New door"].sent
    assert [path.name for path in files(hass)] == [f"{DOMAIN}.{entry.entry_id}"]
    assert not issues_of(hass)


def refuse_at(
    monkeypatch: pytest.MonkeyPatch,
    is_refused: Callable[[int], bool],
    *,
    is_done: bool = False,
) -> None:
    """Let the disk refuse some writes from now on, counted from 1; ``is_done``: it says no and has done it."""
    count = 0

    def watch(write: Callable[[], None]) -> None:
        nonlocal count
        count += 1
        if is_refused(count) and not is_done:
            raise OSError(28, "No space left on device")
        write()
        if is_refused(count):
            raise OSError(5, "Input/output error")

    watch_writes(monkeypatch, watch)


async def test_a_disk_that_refuses_leaves_the_keypad_of_home_assistant_as_it_was(
    hass: HomeAssistant, slot_locks: SlotLocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_add_locks(hass, "Front door", "New door")
    entry = await async_link(hass, OLD)
    await async_create(hass, OLD, "Guest", "7305")
    flow = await async_answer(hass, await async_ask(hass, entry), lock=NEW)
    refuse_at(monkeypatch, lambda write: write < 4)

    result = await async_answer(hass, flow)

    assert result["reason"] == "storage_failed"
    assert set(await async_codes(hass, OLD)) == {"Guest"}


async def test_an_entry_that_cannot_be_unloaded_is_left_alone(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Error unloading entry")
    flow = await async_answer(hass, await async_ask(hass, entry), lock=NEW)

    async def refuse(*_: object) -> bool:
        return False

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(hass.config_entries, "async_unload_platforms", refuse)
        result = await async_answer(hass, flow)

    assert result["reason"] == "changed_meanwhile"
    assert slot_locks["Front door"].pins == {"7305", "8416"}
    assert entry.unique_id == lock_id(hass, OLD)
    await engine_of(entry).async_stop()


async def test_a_record_of_another_lock_is_not_moved(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await engine_of(entry).async_request(partial(adopt_lock, lock_id="before"))
    flow = await async_answer(hass, await async_ask(hass, entry), lock=NEW)

    result = await async_answer(hass, flow)

    assert result["reason"] == "changed_meanwhile"
    assert engine_of(entry).record.lock_id == lock_id(hass, OLD)
    assert not slot_locks["New door"].sent


async def test_a_disk_that_says_no_to_what_it_has_done_does_not_split_the_link(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow = await async_ask(hass, entry)
    flow = await async_answer(hass, flow, lock=NEW)
    refuse_at(monkeypatch, lambda write: write == 3, is_done=True)

    result = await async_answer(hass, flow)

    assert result["reason"] == "reconfigure_successful"
    assert not slot_locks["Front door"].pins
    assert slot_locks["New door"].pins == {"7305", "8416"}


async def test_a_disk_that_fails_while_codes_are_taken_off_forgets_none(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow = await async_ask(hass, entry)
    flow = await async_answer(hass, flow, lock=NEW)
    with monkeypatch.context() as patched:
        refuse_at(patched, lambda write: write > 3)
        result = await async_answer(hass, flow)

    assert result["reason"] == "replaced_codes_left"

    assert "codes_left_on_lock" in issues_of(hass)
    assert len(files(hass)) == 2
    result = await async_fix(hass, "codes_left_on_lock", "take_off")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not slot_locks["Front door"].pins


async def test_what_changed_since_the_question_is_not_overruled(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    flow = await async_ask(hass, entry)
    flow = await async_answer(hass, flow, lock=NEW)
    await async_link_slots(hass, NEW)

    result = await async_answer(hass, flow)

    assert result["reason"] == "changed_meanwhile"
    assert entry.state is ConfigEntryState.LOADED
    assert slot_locks["Front door"].pins == {"7305", "8416"}
    assert not slot_locks["New door"].pins


@pytest.mark.parametrize("other", [NEW, "lock.third_door"])
async def test_two_replacements_at_once_are_one(
    hass: HomeAssistant, slot_locks: SlotLocks, other: str
) -> None:
    await async_add_locks(hass, "Front door", "New door", "Third door")
    entry = await async_link_slots(hass, OLD)
    await async_create(hass, OLD, "Guest", "7305")
    manager = hass.config_entries.flow
    flows = [
        await async_answer(hass, await async_ask(hass, entry), lock=new)
        for new in (NEW, other)
    ]

    async with entry.setup_lock:
        first, second = [
            await manager.async_configure(flow["flow_id"], {}) for flow in flows
        ]
    await async_settle(hass)

    first = await manager.async_configure(first["flow_id"])
    if other != NEW:
        second = await manager.async_configure(second["flow_id"])
    assert first["reason"] == "reconfigure_successful"
    assert second["reason"] == "changed_meanwhile"
    assert entry.unique_id == lock_id(hass, NEW)
    assert slot_locks["New door"].pins == {"7305"}
    assert not slot_locks["Third door"].pins


async def test_a_lock_that_codes_move_to_is_not_linked_meanwhile(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    flow = await async_ask(hass, entry)
    flow = await async_answer(hass, flow, lock=NEW)
    manager = hass.config_entries.flow
    async with entry.setup_lock:
        await manager.async_configure(flow["flow_id"], {})
        await asyncio.sleep(0)
        link = await manager.async_init(DOMAIN, context={"source": SOURCE_USER})
        link = await manager.async_configure(link["flow_id"], {"locks": [NEW]})
    assert link["reason"] == "already_configured"
    await async_settle(hass)
    result = await manager.async_configure(flow["flow_id"])
    assert result["reason"] == "reconfigure_successful"


async def test_a_browser_that_asks_again_and_again_is_told_what_came_of_it_once(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    gate = slot_locks["Front door"].gate = asyncio.Event()
    flow = await async_answer(hass, await async_ask(hass, entry), lock=NEW)
    manager = hass.config_entries.flow
    await manager.async_configure(flow["flow_id"], {})
    for _ in range(3):
        result = await manager.async_configure(flow["flow_id"])
        assert result["type"] is FlowResultType.SHOW_PROGRESS
    gate.set()
    await async_settle(hass)
    result = await manager.async_configure(flow["flow_id"])
    assert result["reason"] == "reconfigure_successful"


async def test_offers_of_the_new_lock_and_that_it_was_ignored_are_forgotten(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    ignored = MockConfigEntry(
        domain=DOMAIN, source=SOURCE_IGNORE, unique_id=lock_id(hass, NEW)
    )
    ignored.add_to_hass(hass)
    manager = hass.config_entries.flow
    user = await manager.async_init(DOMAIN, context={"source": SOURCE_USER})

    await async_replace_lock(hass, entry)

    assert hass.config_entries.async_entries(DOMAIN) == [entry]
    assert [flow["flow_id"] for flow in manager.async_progress()] == [user["flow_id"]]


async def test_a_person_who_closes_the_dialog_does_not_stop_the_move(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    gate = slot_locks["Front door"].gate = asyncio.Event()
    flow = await async_ask(hass, entry)
    flow = await async_answer(hass, flow, lock=NEW)
    manager = hass.config_entries.flow
    result = await manager.async_configure(flow["flow_id"], {})
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    assert result["progress_action"] == "move"
    while not {("clear", "1"), ("clear", "2")} & set(slot_locks["Front door"].sent):
        await asyncio.sleep(0)
    # Meanwhile nobody links the old lock.
    again = MockConfigEntry(
        domain=DOMAIN,
        data={"lock": lock_id(hass, OLD), "method": "keypad", "is_stored": False},
    )
    again.add_to_hass(hass)
    assert not await hass.config_entries.async_setup(again.entry_id)
    assert again.error_reason_translation_key == "codes_being_taken_off"

    manager.async_abort(flow["flow_id"])
    gate.set()
    await async_settle(hass)

    assert not slot_locks["Front door"].pins
    assert slot_locks["New door"].pins == {"7305", "8416"}
    assert not issues_of(hass)
