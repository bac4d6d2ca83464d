"""Slots of a lock that cannot be read: a person says in the options that they are empty."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import KnownPin, Pin, Readability
from custom_components.access_codes.core.requests.leave_lock import take_for_empty
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from tests.support.builders import a_record, a_world
from tests.support.keypad_locks import async_add_locks, async_call, engine_of
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    """Return the entry of a write-only lock, with a code that was left on it."""
    await async_add_locks(hass, "Front door")
    slot_locks["Front door"].lock.alter(reads=Readability.NOTHING)
    entry = await async_link_slots(hass, "lock.front_door")
    await engine_of(entry).async_request(
        lambda record, world: take_for_empty(record, world, ["1", "2"])
    )
    await async_create(hass, "lock.front_door", "Cleaner", "73058")
    (code,) = engine_of(entry).record.codes
    await hass.services.async_call(
        "access_codes",
        "update",
        {"access_code_id": code, "is_managed": False},
        blocking=True,
    )
    assert set(engine_of(entry).record.unmanaged) == {"1"}
    return entry


async def async_open(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    """Open the menu of the options and its step."""
    result = await hass.config_entries.options.async_init(entry.entry_id)
    assert result["menu_options"] == ["settings", "empty_slots", "unlink"]
    return await hass.config_entries.options.async_configure(
        result["flow_id"], {"next_step_id": "empty_slots"}
    )


@pytest.mark.contract("4.41")
async def test_the_slots_of_a_lock_that_cannot_be_read_are_asked_for(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    slot_locks["Front door"].lock.alter(reads=Readability.NOTHING)
    slot_locks["Front door"].type_in("1", "2468")
    entry = await async_link_slots(hass, "lock.front_door")
    guest = await async_create(hass, "lock.front_door", "Guest", "58203")
    got = await async_call(hass, "get", access_code_id=guest)
    [error] = got["access_code"]["errors"]
    assert error["error_code"] == "no_space_for_access_code_on_device"
    assert "cannot be read" in error["message"]
    form = await async_open(hass, entry)
    assert form["data_schema"].schema["slots"].config["options"] == ["1", "2", "3", "4"]
    await hass.config_entries.options.async_configure(
        form["flow_id"], {"slots": ["2", "3"]}
    )
    await async_settle(hass)
    assert slot_locks["Front door"].slots["1"] == "2468"
    assert slot_locks["Front door"].slots["2"] == "58203"


@pytest.mark.contract("13.73")
async def test_a_slot_that_a_person_calls_empty_is_used_again(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await async_create(hass, "lock.front_door", "Guest", "58203")
    assert set(engine_of(entry).record.placements) == {"2"}
    form = await async_open(hass, entry)
    assert form["type"] is FlowResultType.FORM
    done = await hass.config_entries.options.async_configure(
        form["flow_id"], {"slots": ["1"]}
    )
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await async_create(hass, "lock.front_door", "Guest", "90417")
    assert set(engine_of(entry).record.placements) == {"1", "2"}


async def test_a_disk_that_refuses_the_answer_leaves_the_slot_taken(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = await async_open(hass, entry)

    async def refuse(_: object) -> None:
        raise StorageFailed("full")

    monkeypatch.setattr(engine_of(entry), "async_request", refuse)
    done = await hass.config_entries.options.async_configure(
        form["flow_id"], {"slots": ["1"]}
    )
    assert done["reason"] == "storage_failed"
    assert set(engine_of(entry).record.unmanaged) == {"1"}


async def test_a_lock_that_is_unloaded_meanwhile_has_no_slots_in_question(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    form = await async_open(hass, entry)
    await hass.config_entries.async_unload(entry.entry_id)
    done = await hass.config_entries.options.async_configure(
        form["flow_id"], {"slots": ["1"]}
    )
    assert done["reason"] == "no_slots_in_question"


@pytest.mark.contract("13.73")
def test_a_slot_that_can_be_read_is_freed_by_a_read_only() -> None:
    record = a_record(unmanaged={"1": KnownPin(Pin("73058"))})
    after, _ = take_for_empty(record, a_world(), ["1", "2"])
    assert after is record


@pytest.mark.contract("13.73")
def test_a_slot_that_is_not_in_question_stays_as_it_is() -> None:
    record = a_record(unmanaged={"1": KnownPin(Pin("73058"))})
    assert record.capabilities is not None
    record = a_record(
        capabilities=record.capabilities.__class__(
            slots=("1", "2"), reads=Readability.NOTHING
        )
    )
    after, _ = take_for_empty(record, a_world(), ["9"])
    assert after is record
