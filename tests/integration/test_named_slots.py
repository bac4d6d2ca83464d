"""Locks without a list of slots in Home Assistant: renames, keys that the lock gives, and keys that are never shown."""

import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.access_codes.core.model import (
    CommandKind,
    KnownPin,
    LockCapabilities,
    Pin,
    Reporting,
    Settings,
    SlotNaming,
    Status,
)
from custom_components.access_codes.diagnostics import (
    async_get_config_entry_diagnostics,
)
from homeassistant.core import HomeAssistant
from tests.support.engine_house import House
from tests.support.fake_lock import Duplicates, FakeLock, Fault, Sent
from tests.support.keypad_locks import async_add_locks, async_call
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)


def named_lock(naming: SlotNaming, **more: Any) -> FakeLock:
    """Return a lock without a list of slots."""
    return FakeLock(
        LockCapabilities(
            slot_naming=naming,
            name_length=20,
            lists_slots=True,
            reports=Reporting.ALL,
            **more,
        ),
        Duplicates.TAKEN,
    )


@pytest.mark.contract("12.74", "1.6", "3.11")
async def test_a_key_that_is_a_name_is_shown_nowhere(
    hass: HomeAssistant, slot_locks: SlotLocks, caplog: pytest.LogCaptureFixture
) -> None:
    events = async_capture_events(hass, "access_codes_event")
    await async_add_locks(hass, "Front door")
    slot_lock = slot_locks["Front door"]
    slot_lock.lock = named_lock(SlotNaming.BY_NAME)
    slot_lock.lock.type_at_keypad("Secret Person", Pin("9073"))
    entry = await async_link_slots(hass, "lock.front_door", reserved_slots=["Landlord"])
    slot_lock.adapters[0].metadata = lambda slot: {"key": slot, "bank": 1}  # type: ignore[method-assign]
    code = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    slot_lock.type_in("Another One", "5521")
    await async_settle(hass)
    listed = await async_call(hass, "list_unmanaged", lock="lock.front_door")
    synced = await async_call(hass, "sync", entity_id="lock.front_door")
    diagnosed = await async_get_config_entry_diagnostics(hass, entry)
    said = json.dumps([listed, synced, diagnosed, [event.data for event in events]])
    for name in ("Secret", "Another", "Landlord"):
        assert name not in said + caplog.text
    assert "Cleaner" not in json.dumps([synced, diagnosed])
    assert [shown["name"] for shown in listed["access_codes"]] == [
        "Code in slot 1",
        "Code in slot 2",
    ]
    assert {
        json.dumps(shown["device_metadata"]) for shown in listed["access_codes"]
    } == {'{"bank": 1}'}
    (report,) = synced["locks"]
    slots = {used["slot"]: used["access_code_id"] for used in report["slots_in_use"]}
    assert slots == {"1": None, "2": None, None: code}
    assert report["is_read"]
    assert diagnosed["other_slots"] == {"1": "a code", "2": "a code"}
    assert diagnosed["options"]["reserved_slots"] == 1
    assert diagnosed["placements"][0]["slot"] is None


@pytest.mark.contract("12.75")
async def test_a_slot_without_a_key_has_no_metadata(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    slot_lock = slot_locks["Front door"]
    slot_lock.lock = named_lock(SlotNaming.BY_LOCK)
    await async_link_slots(hass, "lock.front_door")
    slot_lock.lock.type_at_keypad("id-7", Pin("9073"))
    slot_lock.adapters[0].report("id-7")
    slot_lock.adapters[0].metadata = lambda slot: {"id": slot}  # type: ignore[method-assign]
    slot_lock.lock.faults = [Fault.LOSE_ANSWER, Fault.LOSE_ANSWER]
    code = await async_create(hass, "lock.front_door", "Guest", "7305")
    answer = await async_call(hass, "get", access_code_id=code)
    assert answer["access_code"]["device_metadata"] is None
    slot_lock.lock.faults = []
    synced = await async_call(hass, "sync", entity_id="lock.front_door")
    await async_settle(hass)
    answer = await async_call(hass, "get", access_code_id=code)
    assert answer["access_code"]["device_metadata"] == {"id": "key-1"}
    assert {used["slot"] for used in synced["locks"][0]["slots_in_use"]} == {
        "id-7",
        "key-1",
    }
    listed = await async_call(hass, "list_unmanaged", lock="lock.front_door")
    assert [shown["name"] for shown in listed["access_codes"]] == ["Code in slot id-7"]


@pytest.mark.contract("12.77", "12.78")
async def test_a_chosen_pin_is_in_the_answer_once_it_is_known(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    events = async_capture_events(hass, "access_codes_event")
    await async_add_locks(hass, "Front door")
    slot_lock = slot_locks["Front door"]
    slot_lock.lock = named_lock(SlotNaming.BY_LOCK, is_pin_chosen_by_lock=True)
    slot_lock.lock.chosen = [Pin("907312")]
    await async_link_slots(hass, "lock.front_door")
    answer = await async_call(hass, "create", lock="lock.front_door", name="Guest")
    assert answer["access_code"]["code"] is None
    assert answer["access_code"]["is_waiting_for_code_assignment"]
    await async_settle(hass)
    code = answer["access_code"]["access_code_id"]
    answer = await async_call(hass, "get", access_code_id=code)
    assert answer["access_code"]["code"] == "907312"
    assert answer["access_code"]["status"] == "set"
    assert "907312" not in str([event.data for event in events])


async def start(house: House, lock: FakeLock) -> None:
    """Start the house with another lock."""
    house.lock.alter(
        slots=(),
        slot_naming=lock.capabilities.slot_naming,
        name_length=20,
        lists_slots=True,
    )
    await house.run()


@pytest.mark.contract("12.72", "12.73")
@pytest.mark.parametrize("is_answer_lost", [False, True])
async def test_a_rename_and_its_echoes_move_the_slot(
    house: House, is_answer_lost: bool
) -> None:
    await start(house, named_lock(SlotNaming.BY_NAME))
    code = await house.create("246813")
    await house.settle()
    assert house.lock.held.keys() == {"Code 1"}
    if is_answer_lost:
        house.lock.faults = [None, Fault.LOSE_ANSWER]
    before = len(house.events)
    await house.update(code, name="Bea")
    await house.settle()
    house.adapter.report("Code 1")
    house.adapter.report("Bea")
    await house.pass_time(60)
    assert house.lock.held.keys() == {"Bea"}
    assert house.status(code) is Status.SET
    assert house.kinds_of_events[before:] == [
        "access_code.changed",
        "access_code.mutations_requested",
    ]
    assert house.engine.record.placements.keys() == {"Bea"}


@pytest.mark.contract("12.75", "12.76")
@pytest.mark.parametrize("is_answer_lost", [False, True])
async def test_the_lock_names_the_slot(house: House, is_answer_lost: bool) -> None:
    await start(house, named_lock(SlotNaming.BY_LOCK))
    if is_answer_lost:
        house.lock.faults = [Fault.LOSE_ANSWER]
    code = await house.create("246813")
    await house.settle()
    house.adapter.report("key-1")
    await house.pass_time(60)
    assert house.engine.record.placements.keys() == {"key-1"}
    assert house.status(code) is Status.SET
    assert house.engine.record.unmanaged == {}


@pytest.mark.contract("12.73", "13.34")
async def test_a_report_during_a_list_makes_the_list_incomplete(house: House) -> None:
    await start(house, named_lock(SlotNaming.BY_NAME))
    code = await house.create("246813")
    await house.settle()

    def change(_: object) -> None:
        house.lock.after_command = None
        house.lock.type_at_keypad("Other", Pin("975310"))
        house.adapter.report("Other")

    house.lock.after_command = change
    await house.engine.async_sync()
    await house.settle()
    assert house.engine.record.unmanaged == {"Other": KnownPin(Pin("975310"))}
    assert house.status(code) is Status.SET


@pytest.mark.contract("12.73", "13.99")
@pytest.mark.parametrize("slot", ["Code 1", "Other"])
async def test_a_report_during_the_read_of_another_slot_outlives_the_list(
    house: House, slot: str
) -> None:
    await start(house, named_lock(SlotNaming.BY_NAME))
    first = await house.create("246813")
    await house.settle()
    read = []

    def change(sent: Sent) -> None:
        house.lock.after_command = None
        read.append((sent.kind, sent.command.slot))
        house.lock.type_at_keypad(slot, Pin("975310"))
        house.adapter.report(slot)

    await house.pass_time(60)
    house.lock.after_command = change
    second = await house.create("135792")
    await house.settle()
    await house.pass_time(60)
    assert read == [(CommandKind.READ_ALL, None)]
    others = {"Other": KnownPin(Pin("975310"))} if slot == "Other" else {}
    assert house.engine.record.unmanaged == others
    # A change of ours was put back.
    assert house.lock.held["Code 1"] == Pin("246813")
    assert house.lock.held["Code 2"] == Pin("135792")
    assert house.status(first) is house.status(second) is Status.SET


async def test_a_preflight_reads_the_list(house: House) -> None:
    house.settings = Settings(preflight=3600)
    await start(house, named_lock(SlotNaming.BY_NAME))
    await house.create("246813", starts_in=7200)
    await house.settle()
    house.lock.sent.clear()
    await house.pass_time(3700)
    assert house.lock.kinds == [CommandKind.READ_ALL]
