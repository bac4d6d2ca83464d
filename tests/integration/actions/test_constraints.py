"""Limits of a lock that a person reports."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from tests.support.action_calls import FRONT, PIN, async_created, async_refused
from tests.support.keypad_locks import Doors, async_call, async_link
from tests.support.slot_locks import METHOD, SlotLocks, async_settle


@pytest.mark.contract("6.110", "6.111")
async def test_what_is_reported_holds_after_a_restart(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    entry = await async_link(hass, FRONT, method=METHOD)
    await async_settle(hass)
    await async_created(hass, code="4829")
    answer = await async_call(
        hass,
        "report_device_constraints",
        lock=FRONT,
        supported_code_lengths=[4, 5],
        max_active_codes=1,
    )
    expected = {
        "supported_code_lengths": [4, 5],
        "min_code_length": 4,
        "max_code_length": 5,
        "max_active_codes": 1,
    }
    assert answer == {"constraints": expected}
    await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    assert await async_refused(hass, "create", lock=FRONT, code=PIN) == (
        "code_length_not_taken"
    )
    assert await async_refused(hass, "create", lock=FRONT, code="7305") == (
        "no_slot_left"
    )
    answer = await async_call(
        hass,
        "report_device_constraints",
        lock=FRONT,
        supported_code_lengths=[],
        max_active_codes=0,
    )
    assert answer["constraints"]["max_active_codes"] == 4
    await async_created(hass, code=PIN)
    assert slot_locks["Front door"].pins == {"4829", PIN}


@pytest.mark.contract("6.110")
async def test_a_keypad_has_lengths_and_room_without_end(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    fields = {"lock": FRONT, "min_code_length": 4, "max_code_length": 4}
    answer = await async_call(hass, "report_device_constraints", **fields)
    assert answer["constraints"] == {
        "supported_code_lengths": [4],
        "min_code_length": 4,
        "max_code_length": 4,
        "max_active_codes": None,
    }
    fields = {"lock": FRONT, "max_active_codes": 3}
    assert await async_refused(hass, "report_device_constraints", **fields) == (
        "max_active_codes_without_meaning"
    )
