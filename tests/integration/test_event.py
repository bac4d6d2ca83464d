"""The event entity of a linked lock."""

import asyncio
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.core.model import EventType
from custom_components.access_codes.core.record.events import short_type
from custom_components.access_codes.engine.bus_events import EVENT_TYPE
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from tests.support.keypad_locks import async_add_locks, async_call, async_link
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

FRONT = "lock.front_door"
ACTIVITY = "event.front_door_access_code_activity"
PIN = "73058416"


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link_slots(hass, FRONT)


@pytest.mark.contract("11.82")
def test_event_types_are_words_that_can_be_translated() -> None:
    types = [short_type(event_type) for event_type in EventType]
    assert len(set(types)) == len(types)
    assert short_type(EventType.SET_ON_DEVICE) == "set_on_device"
    assert short_type(EventType.UNMANAGED_CREATED) == "unmanaged_created"
    assert short_type(EventType.ACCESS_DENIED) == "access_denied"


@pytest.mark.contract("11.82")
async def test_each_event_of_the_bus_is_a_state_of_the_event_entity(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    state = hass.states.get(ACTIVITY)
    assert state is not None
    assert state.state == "unknown"
    assert state.name == "Front door Access code activity"
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    events = async_capture_events(hass, EVENT_TYPE)
    access_code_id = await async_create(hass, FRONT, "Guest", PIN)
    await async_call(hass, "delete", access_code_id=access_code_id)
    await async_settle(hass)

    states: list[State] = [
        state
        for change in changes
        if (state := change.data["new_state"]) is not None
        and state.entity_id == ACTIVITY
    ]
    assert [state.attributes["event_type"] for state in states] == [
        "created",
        "set_on_device",
        "removed_from_device",
        "deleted",
    ]
    assert [state.context for state in states] == [event.context for event in events]
    assert states[1].attributes["type"] == "access_code.set_on_device"
    assert states[1].attributes["name"] == "Guest"
    assert states[1].attributes["access_code_id"] == access_code_id
    assert states[1].attributes["lock_entity_id"] == FRONT
    assert states[1].attributes["verified"] is True
    for state, event in zip(states, events, strict=True):
        assert event.data.items() <= state.attributes.items()
        assert PIN not in str(state.as_dict())


@pytest.mark.contract("11.82")
async def test_nothing_is_shown_where_nothing_is_known(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    await async_link(hass, FRONT)
    await async_call(hass, "enter_code", lock=FRONT, code=PIN)
    await async_settle(hass)
    state = hass.states.get(ACTIVITY)
    assert state is not None
    assert state.attributes["event_type"] == "access_denied"
    assert state.attributes["reason"] == "unknown_code"
    assert not state.attributes.keys() & {"name", "access_code_id"}
    assert PIN not in str(state.as_dict())


@pytest.mark.contract("11.83")
async def test_the_event_entity_misses_no_event_of_a_start(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link(hass, FRONT)
    forward = hass.config_entries.async_forward_entry_setups

    async def forward_late(*given: Any) -> None:
        for _ in range(50):
            await asyncio.sleep(0)
        await forward(*given)

    monkeypatch.setattr(hass.config_entries, "async_forward_entry_setups", forward_late)
    ends_at = dt_util.utcnow() + timedelta(hours=1)
    await async_create(hass, FRONT, "Guest", PIN, ends_at=ends_at)
    assert await hass.config_entries.async_unload(entry.entry_id)
    freezer.tick(timedelta(hours=2))
    events = async_capture_events(hass, EVENT_TYPE)
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)
    assert [event.data["type"] for event in events] == [
        "access_code.removed_from_device"
    ]
    shown = [
        state.attributes["event_type"]
        for change in changes
        if (state := change.data["new_state"]) is not None
        and state.entity_id == ACTIVITY
    ]
    # The first state is the one of before.
    assert shown == ["set_on_device", "removed_from_device"]


async def test_the_event_entity_takes_a_new_entity_id(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    er.async_get(hass).async_update_entity(ACTIVITY, new_entity_id="event.front")
    await async_settle(hass)
    await async_create(hass, FRONT, "Guest", PIN)
    state = hass.states.get("event.front")
    assert state is not None
    assert state.attributes["event_type"] == "set_on_device"
