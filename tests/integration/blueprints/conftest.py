"""Two locks, and a phone. No PIN stands in a trace of any run."""

from collections.abc import AsyncIterator
import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.access_codes.const import DOMAIN
from homeassistant.components.trace.const import DATA_TRACE
from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Event, HomeAssistant, callback
from tests.integration.actions.conftest import back, doors, events, front, lock
from tests.support.notifiers import FakeNotifyEntity, async_add_notifiers

__all__ = ["back", "doors", "events", "front", "lock"]

WITH_PINS = {"create", "update", "enter_code"}
"""Actions to which tests, and keypads, pass PINs."""


@pytest.fixture
async def phone(hass: HomeAssistant) -> FakeNotifyEntity:
    """Add a notify entity."""
    return (await async_add_notifiers(hass, "Phone"))["Phone"]


def traces(hass: HomeAssistant) -> list[str]:
    """Return all traces, in full."""
    return [
        json.dumps(trace.as_extended_dict(), default=repr)
        for buckets in hass.data.get(DATA_TRACE, {}).values()
        for bucket in (buckets.runs, buckets.not_triggered)
        for trace in bucket.values()
    ]


@pytest.fixture(autouse=True)
async def no_pin_is_left(hass: HomeAssistant) -> AsyncIterator[None]:
    """Turn the automations off at the end, as their triggers have timers, and see that no PIN stands in a trace or a call."""
    pins: set[str] = set()

    @callback
    def note(_: Event[Any]) -> None:
        for entry in hass.config_entries.async_loaded_entries(DOMAIN):
            codes = entry.runtime_data.engine.record.codes.values()
            pins.update(code.pin.reveal() for code in codes if code.pin is not None)

    hass.bus.async_listen(f"{DOMAIN}_event", note)
    calls = async_capture_events(hass, EVENT_CALL_SERVICE)
    yield
    assert pins
    seen = traces(hass)
    seen += [
        json.dumps(call.data, default=repr)
        for call in calls
        if call.data["domain"] != DOMAIN or call.data["service"] not in WITH_PINS
    ]
    assert [text for text in seen if any(pin in text for pin in pins)] == []
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": "all"}, blocking=True
    )
