"""The form of a booking calendar: sections that are closed at first, and options without sections."""

from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.bookings.settings import DEFAULTS
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util.json import load_json_object
from tests.support.action_calls import FRONT
from tests.support.booking_calendar import FakeCalendar, async_follow, typed

TRANSLATIONS = (
    Path(__file__).parents[3] / "custom_components" / "access_codes" / "translations"
)


@pytest.mark.contract("16.90")
async def test_the_form_has_closed_sections_and_stored_options_have_none(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    entry = await async_follow(hass, front, late_check_out=30, ignore=["Cleaning"])
    manager = hass.config_entries.options
    shown: Any = await manager.async_init(entry.entry_id)
    form = shown["data_schema"].schema
    texts: Any = load_json_object(TRANSLATIONS / "en.json")
    for step in (texts["config"]["step"]["bookings"], texts["options"]["step"]["init"]):
        for name, of_section in step["sections"].items():
            inside = [marker.schema for marker in form[name].schema.schema]
            assert inside == list(of_section["data"])
            assert of_section["data"].keys() == of_section["data_description"].keys()
            assert form[name].options["collapsed"]
    outside = {"locks", "check_in", "check_out"}
    assert {marker.schema for marker in form} == outside | step["sections"].keys()
    suggested = {
        marker.schema: (marker.description or {}).get("suggested_value")
        for name in step["sections"]
        for marker in form[name].schema.schema
    }
    assert suggested["late_check_out"] == 30
    assert suggested["ignore"] == ["Cleaning"]
    # An error stands above its section, which is open then, with what was typed.
    given = typed(locks=[FRONT], check_in="16:00:00", message="{pin}", horizon=30)
    wrong: Any = await manager.async_configure(shown["flow_id"], given)
    assert wrong["errors"] == {"sending": "message_invalid"}
    form = wrong["data_schema"].schema
    assert not form["sending"].options["collapsed"]
    assert form["reading"].options["collapsed"]
    [message] = [m for m in form["sending"].schema.schema if m.schema == "message"]
    assert message.description == {"suggested_value": "{pin}"}
    # A client that leaves sections out has their defaults.
    done: Any = await manager.async_configure(
        shown["flow_id"], {"locks": [FRONT], "times": {"late_check_out": 45}}
    )
    assert done["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.options["late_check_out"] == 45
    assert entry.options.keys() == {*DEFAULTS, "locks"}
