"""Linking a lock by actions that a person maps, and changing them."""

from typing import Any

import pytest

from custom_components.access_codes.const import DOMAIN, METHOD_ACTIONS
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from tests.support.action_locks import CLEAR, READ, SET, ToyLock
from tests.support.keypad_locks import async_add_locks, engine_of
from tests.support.slot_locks import async_create, async_settle

FRONT = "lock.front_door"


async def async_choose_actions(hass: HomeAssistant, *entity_ids: str) -> Any:
    """Choose locks, and actions as their method."""
    flow = hass.config_entries.flow
    result: Any = await flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    result = await flow.async_configure(result["flow_id"], {"locks": list(entity_ids)})
    assert result["step_id"] == "method"
    return await flow.async_configure(result["flow_id"], {"method": METHOD_ACTIONS})


async def async_fill_in(hass: HomeAssistant, result: Any, **given: Any) -> Any:
    """Fill in the form of the actions; what is not given has its default."""
    user_input = result["data_schema"]({"set": SET, "clear": CLEAR, **given})
    return await hass.config_entries.flow.async_configure(result["flow_id"], user_input)


@pytest.mark.contract("12.100", "12.110")
async def test_a_lock_is_linked_by_actions_and_its_code_is_set(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Front door")
    toy = ToyLock(hass)

    result = await async_choose_actions(hass, FRONT)
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "actions"
    assert result["description_placeholders"]["locks"] == "Front door"
    assert "call_service" in result["description_placeholders"]["recorder"]
    result = await async_fill_in(hass, result, read=READ, slots=4)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].state is ConfigEntryState.LOADED
    assert result["data"]["method"] == METHOD_ACTIONS
    await async_settle(hass)
    await async_create(hass, FRONT, "Ann", "012345")
    assert toy.codes == {"1": "012345"}
    assert hass.states.get("sensor.front_door_ann").state == "set"
    assert engine_of(result["result"]).record.method == METHOD_ACTIONS
