"""Events of actions about the codes of others, and about the limits of a lock, carry the caller's context, too."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Outcome
from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from custom_components.access_codes.engine.bus_events import EVENT_TYPE
from homeassistant.core import Context, HomeAssistant
from tests.support.action_calls import FRONT
from tests.support.keypad_locks import async_add_locks, async_call, engine_of
from tests.support.slot_locks import SlotLocks, async_link_slots, async_settle


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    slot_locks["Front door"].slots |= {"3": "73906184"}
    await async_add_locks(hass, "Front door")
    return await async_link_slots(hass, FRONT)


async def async_told(
    hass: HomeAssistant, action: str, context: Context, **fields: Any
) -> list[tuple[str, bool]]:
    """Return what was told after a call, each with whether it is attributed to the caller."""
    events = async_capture_events(hass, EVENT_TYPE)
    await hass.services.async_call(
        DOMAIN, action, fields, blocking=True, context=context
    )
    await async_settle(hass)
    return [
        (event.data["type"].removeprefix("access_code."), event.context is context)
        for event in events
    ]


@pytest.mark.contract("11.190")
async def test_the_removal_of_a_code_of_others_carries_the_context_of_who_asked(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    other = unmanaged_id(engine_of(entry).record, "3")
    context = Context()
    told = await async_told(
        hass, "delete_unmanaged", context, unmanaged_access_code_id=other
    )
    assert told == [("unmanaged.removed", True)]
    # Another one in that slot, that nobody asked to have removed.
    slot_locks["Front door"].type_in("3", "84017295")
    await async_settle(hass)
    events = async_capture_events(hass, EVENT_TYPE)
    slot_locks["Front door"].type_in("3", None)
    await async_settle(hass)
    [removed] = events
    assert removed.data["type"] == "access_code.unmanaged.removed"
    assert removed.data["unmanaged_access_code_id"] == other
    assert removed.context is not context


@pytest.mark.contract("11.84")
async def test_a_take_over_carries_the_context_of_who_asked(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    other = unmanaged_id(engine_of(entry).record, "3")
    told = await async_told(
        hass, "convert_to_managed", Context(), unmanaged_access_code_id=other
    )
    assert told == [
        ("unmanaged.converted_to_managed", True),
        ("set_on_device", True),
    ]


@pytest.mark.contract("11.84")
async def test_what_a_report_of_limits_brings_on_the_lock_carries_its_context(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    slot_locks["Front door"].failure = Outcome.INVALID
    await async_call(hass, "create", lock=FRONT, code="4829157")
    await async_settle(hass)
    slot_locks["Front door"].fix()
    told = await async_told(
        hass,
        "report_device_constraints",
        Context(),
        lock=FRONT,
        supported_code_lengths=[7, 8],
    )
    assert told == [("set_on_device", True)]
