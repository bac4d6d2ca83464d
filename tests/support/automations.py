"""Automations that note what ran them."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import condition
from homeassistant.helpers.condition import async_validate_condition_config
from homeassistant.setup import async_setup_component

RUN = "automation_has_run"


async def async_automate(
    hass: HomeAssistant, trigger: str, target: Mapping[str, Any], **options: Any
) -> list[Event]:
    """Add an automation with one trigger of ours, and return the list of its runs."""
    runs: list[Event] = []

    @callback
    def note(event: Event) -> None:
        runs.append(event)

    hass.bus.async_listen(RUN, note)
    automation = {
        "alias": trigger,
        "triggers": [
            {"trigger": f"access_codes.{trigger}", "target": target, "options": options}
        ],
        "actions": [
            {"event": RUN, "event_data": {"name": "{{ trigger.name | default('') }}"}}
        ],
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    return runs


async def async_holds(
    hass: HomeAssistant, kind: str, target: Mapping[str, Any], **options: Any
) -> bool:
    """Return whether a condition of ours holds now."""
    assert await async_setup_component(hass, "automation", {})
    config = await async_validate_condition_config(
        hass,
        {"condition": f"access_codes.{kind}", "target": target, "options": options},
    )
    checker = await condition.async_from_config(hass, config)
    try:
        return bool(checker.async_check())
    finally:
        checker.async_unload()
