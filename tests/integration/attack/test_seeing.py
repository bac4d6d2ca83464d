"""What everybody may look at shows no PIN: states, templates, events of states, history, logbook, registries."""

from typing import Any

from aiohttp import hdrs
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.access_codes.const import DOMAIN
from homeassistant.components.recorder.core import Recorder
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from tests.support.action_calls import FRONT
from tests.support.attack_scenario import Stage, Stranger
from tests.support.keypad_locks import async_call
from tests.support.slot_locks import async_settle

_EACH_OF_OURS = "{% for id in integration_entities('access_codes') %}%s{% endfor %}"
DIGGING = (
    "{{ states | map(attribute='attributes') | map('string') | join }}",
    "{% for state in states %}{{ state }}{{ state.as_dict() }}{% endfor %}",
    "{{ states.sensor | list }}{{ states.lock | list }}",
    "{{ issues() }}",
    *(
        _EACH_OF_OURS.replace("%s", shown)
        for shown in (
            "{{ state_attr(id, 'code') }}{{ states[id].attributes.code }}",
            "{{ expand(id) }}{{ states[id].attributes.items() | list }}",
            "{{ config_entry_attr(config_entry_id(id), 'title') }}",
            "{{ device_entities(device_id(id)) }}{{ device_attr(id, 'name') }}",
        )
    ),
)
"""Templates that show everything that can be reached from one."""
REACHING = (
    "{{ states.__class__.__mro__ }}",
    "{{ states._hass.config_entries }}",
    "{{ config_entry_attr(config_entry_id('%s'), 'runtime_data') }}",
    "{{ config_entry_attr(config_entry_id('%s'), 'data') }}",
    "{{ config_entry_attr(config_entry_id('%s'), 'options') }}",
    "{{ ''.__class__.__base__.__subclasses__() }}",
    "{{ state_attr.__globals__ }}",
)
"""Templates that try to get out of what they are given."""


def sensors(stage: Stage) -> list[str]:
    registry = er.async_get(stage.hass)
    found = [
        registry.async_get_entity_id("sensor", DOMAIN, access_code_id)
        for access_code_id in stage.codes
    ]
    return [entity_id for entity_id in found if entity_id is not None]


async def async_live(stage: Stage) -> None:
    """Let something happen to codes: made, changed, used, deleted."""
    answer = await async_call(stage.hass, "create", lock=FRONT, code="91827364")
    code = answer["access_code"]["access_code_id"]
    stage.pins += ["91827364", "82736455"]
    await async_call(stage.hass, "update", access_code_id=code, code="82736455")
    await async_settle(stage.hass)
    await async_call(stage.hass, "delete", access_code_id=code)
    await async_settle(stage.hass)


@pytest.mark.contract("1.2")
async def test_states_and_their_changes_show_no_pin(
    stage: Stage, stranger: Stranger
) -> None:
    await stranger.async_ask("subscribe_events", event_type="state_changed")
    await stranger.async_ask("subscribe_entities")
    await async_live(stage)
    await stranger.async_ask("get_states")
    await stranger.async_hear()
    assert await stranger.async_http(hdrs.METH_GET, "/api/states") == 200
    for entity_id in sensors(stage):
        await stranger.async_http(hdrs.METH_GET, f"/api/states/{entity_id}")
    if stranger.user.name in ("user", "read_only"):
        assert any("Neighbour" in text for text in stage.seen)
    assert stage.leaks() == []


async def test_no_template_digs_out_a_pin(stage: Stage, stranger: Stranger) -> None:
    for template in DIGGING + REACHING:
        if "%s" in template:
            template %= sensors(stage)[0]
        await stranger.async_ask(
            "render_template", template=template, report_errors=True
        )
        await stranger.async_hear()
    assert "Neighbour" in "".join(stage.seen)
    assert "LockRecord" not in "".join(stage.seen)
    assert stage.leaks() == []


async def test_history_and_logbook_show_no_pin(
    recorder_mock: Recorder, hass: HomeAssistant, stage: Stage, stranger: Stranger
) -> None:
    await async_live(stage)
    await async_wait_recording_done(hass)
    since = "2026-05-01T00:00:00Z"
    asked: dict[str, dict[str, Any]] = {
        "history/history_during_period": {
            "start_time": since,
            "entity_ids": sensors(stage),
            "include_start_time_state": True,
        },
        "history/stream": {"start_time": since, "entity_ids": sensors(stage)},
        "logbook/get_events": {"start_time": since},
        "logbook/event_stream": {"start_time": since},
    }
    for command, fields in asked.items():
        await stranger.async_ask(command, **fields)
    await stranger.async_hear()
    for path in (
        f"/api/history/period/{since}?filter_entity_id={','.join(sensors(stage))}",
        f"/api/logbook/{since}",
    ):
        assert await stranger.async_http(hdrs.METH_GET, path) == 200
    assert stage.leaks() == []


async def test_registries_and_searches_show_no_pin(
    stage: Stage, stranger: Stranger
) -> None:
    assert await async_setup_component(stage.hass, "search", {})
    entity_id = sensors(stage)[0]
    asked: dict[str, dict[str, Any]] = {
        "config/entity_registry/list": {},
        "config/entity_registry/list_for_display": {},
        "config/entity_registry/get": {"entity_id": entity_id},
        "config/device_registry/list": {},
        "config_entries/get": {},
        "search/related": {"item_type": "entity", "item_id": entity_id},
        "repairs/list_issues": {},
        "get_services": {},
        "extract_from_target": {"target": {"entity_id": [FRONT]}},
    }
    for command, fields in asked.items():
        await stranger.async_ask(command, **fields)
    assert any("Neighbour" in text for text in stage.seen)
    assert stage.leaks() == []
