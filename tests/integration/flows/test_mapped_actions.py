"""Linking a lock by actions that a person maps, and changing them."""

from typing import Any

import pytest

from custom_components.access_codes.const import DOMAIN, METHOD_ACTIONS
from custom_components.access_codes.locks import settings_from_text
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from tests.support.action_locks import (
    CLEAR,
    READ,
    SET,
    ToyLock,
    async_link_actions,
    settings,
)
from tests.support.engine_house import Disk
from tests.support.fix_flows import async_fix
from tests.support.keypad_locks import async_add_locks, async_link, engine_of
from tests.support.slot_locks import async_create, async_settle

FRONT = "lock.front_door"


async def async_choose_actions(
    hass: HomeAssistant, *entity_ids: str, begin_with: str = "actions"
) -> Any:
    """Choose locks, actions as their method, and an example, or none."""
    flow = hass.config_entries.flow
    result: Any = await flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    result = await flow.async_configure(result["flow_id"], {"locks": list(entity_ids)})
    assert result["step_id"] == "method"
    result = await flow.async_configure(result["flow_id"], {"method": METHOD_ACTIONS})
    assert result["type"] is FlowResultType.MENU
    return await flow.async_configure(result["flow_id"], {"next_step_id": begin_with})


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
    assert hass.states.is_state("sensor.front_door_ann", "set")
    assert engine_of(result["result"]).record.method == METHOD_ACTIONS


@pytest.mark.contract("12.100")
@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"set": []}, {"set": "no_actions"}),
        ({"clear": None}, {"clear": "no_actions"}),
        ({"set": [{"no_action": "x"}]}, {"set": "invalid_actions"}),
        ({"clear": "toy.clear_code"}, {"clear": "invalid_actions"}),
        (
            {"read": [{"device_id": "gone", "domain": "toy"}]},
            {"read": "invalid_actions"},
        ),
        ({"slots": 0}, {"slots": "slots_out_of_range"}),
        ({"slots": 2.5}, {"slots": "slots_out_of_range"}),
        ({"first_slot": -1}, {"first_slot": "first_slot_out_of_range"}),
        ({"shortest_code": 3}, {"shortest_code": "shortest_code_out_of_range"}),
        ({"longest_code": 21}, {"longest_code": "longest_code_out_of_range"}),
        ({"name_length": 61}, {"name_length": "name_length_out_of_range"}),
        ({"command_timeout": 4}, {"command_timeout": "command_timeout_out_of_range"}),
        ({"late_by": -1}, {"late_by": "late_by_out_of_range"}),
        (
            {"shortest_code": 8, "longest_code": 6},
            {"longest_code": "longest_below_shortest"},
        ),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(
    hass: HomeAssistant, given: dict[str, Any], errors: dict[str, str]
) -> None:
    await async_add_locks(hass, "Front door")
    shown = await async_choose_actions(hass, FRONT)

    result = await async_fill_in(hass, shown, **given)

    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == errors
    assert not hass.config_entries.async_entries(DOMAIN)
    result = await async_fill_in(hass, result)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.contract("12.100")
async def test_several_locks_share_the_actions(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door", "Back door")
    toy = ToyLock(hass)
    result = await async_choose_actions(hass, FRONT, "lock.back_door")
    by_lock = [{"action": "toy.set_code", "data": {"slot": "{{ lock }}", "code": "1"}}]

    await async_fill_in(hass, result, set=by_lock, read=READ)

    await async_settle(hass)
    for entity_id in (FRONT, "lock.back_door"):
        await async_create(hass, entity_id, "Ann", "012345")
    assert set(toy.codes) == {FRONT, "lock.back_door"}


async def async_open_options(hass: HomeAssistant, entry: Any) -> Any:
    """Open the options at the actions."""
    flow = hass.config_entries.options
    menu: Any = await flow.async_init(entry.entry_id)
    assert "actions" in menu["menu_options"]
    return await flow.async_configure(menu["flow_id"], {"next_step_id": "actions"})


@pytest.mark.contract("12.110", "12.111")
async def test_changed_actions_apply_at_once(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    toy = ToyLock(hass)
    entry = await async_link_actions(hass, FRONT, settings(slots=1))
    await async_create(hass, FRONT, "Ann", "012345")
    form = await async_open_options(hass, entry)
    assert "call_service" in form["description_placeholders"]["recorder"]
    given = form["data_schema"](settings(slots=0))

    configure = hass.config_entries.options.async_configure
    form = await configure(form["flow_id"], given)
    assert form["errors"] == {"slots": "slots_out_of_range"}
    form = await configure(form["flow_id"], {**given, "slots": 2, "name_length": 12})

    assert form["type"] is FlowResultType.CREATE_ENTRY
    await async_settle(hass)
    assert entry.state is ConfigEntryState.LOADED
    await async_create(hass, FRONT, "Bob", "246802")
    assert toy.codes == {"1": "012345", "2": "246802"}
    assert toy.names["2"] == "Bob"
    stored = engine_of(entry).record.method_settings
    assert settings_from_text(stored) == entry.data["method_settings"]
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert engine_of(entry).record.method_settings == stored


@pytest.mark.contract("12.111")
async def test_other_options_leave_the_actions_alone(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    ToyLock(hass)
    entry = await async_link_actions(hass, FRONT)
    adapter = engine_of(entry).adapter

    hass.config_entries.async_update_entry(entry, options={"programming_lead": 60})
    await async_settle(hass)

    assert engine_of(entry).adapter is adapter


@pytest.mark.contract("12.111")
async def test_a_full_disk_does_not_stop_changed_actions(
    hass: HomeAssistant, disk: Disk
) -> None:
    await async_add_locks(hass, "Front door")
    toy = ToyLock(hass)
    entry = await async_link_actions(hass, FRONT)
    await async_create(hass, FRONT, "Ann", "012345")
    disk.is_full = True

    data = {**entry.data, "method_settings": settings(slots=2)}
    hass.config_entries.async_update_entry(entry, data=data)
    await async_settle(hass)

    adapter = engine_of(entry).adapter
    assert adapter is not None
    assert adapter.capabilities is not None
    assert adapter.capabilities.slots == ("1", "2")
    disk.is_full = False
    assert toy.codes == {"1": "012345"}


async def test_a_keypad_has_no_actions_to_change(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link(hass, FRONT)

    menu = await hass.config_entries.options.async_init(entry.entry_id)

    assert "actions" not in menu["menu_options"]


@pytest.mark.contract("12.112")
async def test_codes_are_taken_off_by_the_actions_after_the_entry_is_gone(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Front door")
    toy = ToyLock(hass)
    entry = await async_link_actions(hass, FRONT)
    await async_create(hass, FRONT, "Ann", "012345")
    await hass.config_entries.async_remove(entry.entry_id)
    await async_settle(hass)
    assert toy.codes == {"1": "012345"}

    result = await async_fix(hass, "codes_left_on_lock", "take_off")

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert toy.codes == {}


@pytest.mark.contract("12.112")
async def test_a_replacement_by_actions_has_them(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door", "Back door")
    toy = ToyLock(hass)
    entry = await async_link(hass, FRONT)
    await async_create(hass, FRONT, "Ann", "012345")
    flow = hass.config_entries.flow

    result: Any = await entry.start_reconfigure_flow(hass)
    result = await flow.async_configure(result["flow_id"], {"lock": "lock.back_door"})
    result = await flow.async_configure(result["flow_id"], {"method": METHOD_ACTIONS})
    result = await flow.async_configure(result["flow_id"], {"next_step_id": "actions"})
    result = await async_fill_in(hass, result, read=READ)
    assert result["step_id"] == "replace"
    result = await flow.async_configure(result["flow_id"], {})
    await async_settle(hass)

    assert toy.codes == {"1": "012345"}
    assert entry.data["method_settings"]["set"] == SET
    record = engine_of(entry).record
    assert settings_from_text(record.method_settings)["set"] == SET


@pytest.mark.contract("12.112")
async def test_a_replaced_lock_is_emptied_by_its_actions_and_leaves_none(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Front door", "Back door")
    toy = ToyLock(hass)
    entry = await async_link_actions(hass, FRONT)
    await async_create(hass, FRONT, "Ann", "012345")
    flow = hass.config_entries.flow

    result: Any = await entry.start_reconfigure_flow(hass)
    result = await flow.async_configure(result["flow_id"], {"lock": "lock.back_door"})
    result = await flow.async_configure(result["flow_id"], {"method": "keypad"})
    result = await flow.async_configure(result["flow_id"], {})
    await async_settle(hass)

    assert toy.codes == {}
    assert entry.data["method"] == "keypad"
    assert "method_settings" not in entry.data
