"""Who is no administrator gets no further by what Home Assistant offers around our codes.

Services, events and repairs are taken from what there is, so that a new one is tried as soon as it is there.
"""

from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from aiohttp import hdrs
import pytest
import voluptuous as vol

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.storage import record_file as storage
from homeassistant.auth.permissions.events import SUBSCRIBE_ALLOWLIST
from homeassistant.core import Context, HomeAssistant
from homeassistant.data_entry_flow import UnknownFlow
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util.json import load_json_object
from tests.integration.attack.test_rights import untouched
from tests.integration.attack.test_seeing import async_live
from tests.support.attack_scenario import Stage, Stranger

__all__ = ["untouched"]

TEXTS: dict[str, Any] = load_json_object(
    str(Path(storage.__file__).parents[1] / "translations" / "en.json")
)


def ours(stage: Stage) -> list[er.RegistryEntry]:
    """Return all entities of ours."""
    found = [
        entity
        for entry in (stage.front, stage.back)
        for entity in er.async_entries_for_config_entry(
            er.async_get(stage.hass), entry.entry_id
        )
    ]
    assert len(found) >= len(stage.ids)
    return found


async def test_no_action_of_any_kind_of_entity_changes_a_code(
    hass: HomeAssistant, stage: Stage, stranger: Stranger
) -> None:
    assert await async_setup_component(hass, "homeassistant", {})
    before = stage.everything()
    tried = 0
    for entity in ours(stage):
        for domain in ("homeassistant", entity.domain):
            for service in hass.services.async_services_for_domain(domain):
                tried += 1
                try:
                    await hass.services.async_call(
                        domain,
                        service,
                        {"entity_id": entity.entity_id},
                        blocking=True,
                        context=Context(user_id=stranger.user.id),
                    )
                except HomeAssistantError, vol.Invalid:
                    continue
    assert tried > 3 * len(stage.ids)
    await hass.async_block_till_done()
    after = stage.everything()
    # Who may update an entity makes Home Assistant write its state again, as it was.
    assert after[:5] == before[:5]
    assert [state["state"] for state in after[5]] == [
        state["state"] for state in before[5]
    ]


@pytest.mark.contract("1.2")
async def test_no_event_that_everybody_may_hear_tells_a_pin(
    stage: Stage, stranger: Stranger
) -> None:
    for event_type in SUBSCRIBE_ALLOWLIST:
        answer = await stranger.async_ask(
            "subscribe_events", event_type=str(event_type)
        )
        assert answer["success"]
    assert f"{DOMAIN}_event" not in SUBSCRIBE_ALLOWLIST
    await async_live(stage)
    await stranger.async_hear()
    assert len(stage.seen) > len(SUBSCRIBE_ALLOWLIST)
    assert stage.leaks() == []


@pytest.mark.usefixtures("untouched")
async def test_what_an_automation_of_an_administrator_was_told_is_not_told_to_others(
    hass: HomeAssistant, stage: Stage, stranger: Stranger
) -> None:
    action = {
        "action": f"{DOMAIN}.get",
        "data": {"access_code_id": stage.ids["Family"]},
        "response_variable": "told",
    }
    automation = {
        "id": "tells",
        "triggers": {"trigger": "event", "event_type": "tell"},
        "actions": [action, {"variables": {"pin": "{{ told.access_code.code }}"}}],
    }
    assert await async_setup_component(hass, "trace", {})
    assert await async_setup_component(hass, "automation", {"automation": automation})
    hass.bus.async_fire("tell")
    await hass.async_block_till_done()
    what = {"domain": "automation", "item_id": "tells"}
    [state] = hass.states.async_all("automation")
    assert state.attributes["last_triggered"] is not None
    for command, fields in (
        ("trace/list", what),
        ("trace/contexts", what),
        ("trace/get", {**what, "run_id": "1"}),
        ("automation/config", {"entity_id": state.entity_id}),
    ):
        await stranger.async_refused(command, **fields)
    path = f"/api/states/{state.entity_id}"
    assert await stranger.async_http(hdrs.METH_GET, path) in (200, 401)
    hass.states.async_remove(state.entity_id)
    await hass.async_block_till_done()


async def test_no_repair_of_any_kind_is_fixed_by_others(
    hass: HomeAssistant, stage: Stage, stranger: Stranger
) -> None:
    before = stage.everything()
    manager = hass.data["repairs"]["flow_manager"]
    for kind, texts in TEXTS["issues"].items():
        ir.async_create_issue(
            hass,
            DOMAIN,
            "attacked",
            data={
                "kind": kind,
                "entry_id": stage.front.entry_id,
                "config_entry_id": stage.front.entry_id,
                "access_code_id": stage.ids["Family"],
            },
            is_fixable=True,
            severity=ir.IssueSeverity.ERROR,
            translation_key=kind,
            translation_placeholders={},
        )
        path = "/api/repairs/issues/fix"
        body: dict[str, str] = {"handler": DOMAIN, "issue_id": "attacked"}
        assert await stranger.async_http(hdrs.METH_POST, path, body) == 401
        flow = await manager.async_init(DOMAIN, context={"issue_id": "attacked"})
        path = f"{path}/{flow['flow_id']}"
        steps = texts.get("fix_flow", {}).get("step", {})
        choices = [list(step.get("menu_options", ())) for step in steps.values()]
        for choice in (*steps, *chain.from_iterable(choices)):
            for body in ({"next_step_id": choice}, {}):
                assert await stranger.async_http(hdrs.METH_POST, path, body) == 401
        # Home Assistant lets anybody end a flow. That changes nothing.
        await stranger.async_http(hdrs.METH_DELETE, path)
        with suppress(UnknownFlow):
            manager.async_abort(flow["flow_id"])
        ir.async_delete_issue(hass, DOMAIN, "attacked")
    await hass.async_block_till_done()
    assert stage.everything() == before
    assert stage.leaks() == []
