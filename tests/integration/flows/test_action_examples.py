"""The examples of mapped actions, each against the other side that its page describes, from the flow to the door."""

import json
from pathlib import Path
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_fire_mqtt_message
from pytest_homeassistant_custom_component.test_util.aiohttp import (
    AiohttpClientMockResponse,
)
from yarl import URL

from custom_components.access_codes.flows.action_examples import EXAMPLES
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
)
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
from tests.support.keypad_locks import async_add_locks, async_call, engine_of
from tests.support.slot_locks import async_create, async_settle

from .test_mapped_actions import async_choose_actions

FRONT = "lock.front_door"
PAGE = Path(__file__).parents[3] / "docs" / "locks" / "actions.md"


def printed(section: str) -> list[Any]:
    """Return the YAML of a section of the page."""
    [text] = re.findall(
        rf"^### {section}\n(.*?)(?=^##|\Z)", PAGE.read_text(), re.MULTILINE | re.DOTALL
    )
    blocks = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [parse_yaml(block) for block in blocks]


SECTIONS = {
    "tasmota": "Tasmota",
    "esphome": "ESPHome",
    "node_red": "Node-RED",
    "cloud": "A cloud",
}


@pytest.mark.contract("12.113")
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_page_prints_the_example(example: str) -> None:
    assert EXAMPLES[example] in printed(SECTIONS[example])


async def async_link_example(hass: HomeAssistant, example: str) -> Any:
    """Link a lock by an example as the flow suggests it, and return its entry."""
    await async_add_locks(hass, "Front door")
    form = await async_choose_actions(hass, FRONT, begin_with=example)
    assert form["step_id"] == "actions"
    suggested = {
        str(key): key.description["suggested_value"]
        for key in form["data_schema"].schema
        if key.description and "suggested_value" in key.description
    }
    assert suggested == EXAMPLES[example]
    result = await hass.config_entries.flow.async_configure(
        form["flow_id"], form["data_schema"](suggested)
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await async_settle(hass)
    return result["result"]


async def async_check_life(hass: HomeAssistant, codes: dict[str, str]) -> None:
    """Check that codes come to the lock and go, leading zeros kept, and that each is known to be set."""
    ann = await async_create(hass, FRONT, "Ann", "012345")
    await async_create(hass, FRONT, "Bob", "246802")
    await async_settle(hass)
    assert codes == {"1": "012345", "2": "246802"}
    for name in ("ann", "bob"):
        assert hass.states.is_state(f"sensor.front_door_{name}", "set")
    await async_call(hass, "delete", access_code_id=ann)
    await async_settle(hass)
    assert codes == {"2": "246802"}
    codes_left = (await async_call(hass, "list", lock=FRONT))["access_codes"]
    assert [code["name"] for code in codes_left] == ["Bob"]
    assert codes_left[0]["warnings"] == []


@pytest.mark.contract("12.113")
async def test_tasmota(hass: HomeAssistant, mqtt_mock: Any) -> None:
    codes: dict[str, str] = {}

    async def publish(topic: str, payload: Any, *_: Any, **__: Any) -> None:
        assert topic == "cmnd/front_door/LockCode"
        slot, _space, code = str(payload).partition(" ")
        if code == "0":
            codes.pop(slot, None)
        elif code:
            codes[slot] = code
        result = {"LockCode": {"Slot": int(slot), "Code": codes.get(slot, "0")}}
        async_fire_mqtt_message(hass, "stat/front_door/RESULT", json.dumps(result))

    mqtt_mock.async_publish.side_effect = publish
    await async_link_example(hass, "tasmota")

    await async_check_life(hass, codes)


@pytest.mark.contract("12.113")
async def test_esphome(hass: HomeAssistant) -> None:
    codes: dict[str, str] = {}

    async def set_code(call: ServiceCall) -> None:
        # The types of the device's variables: ESPHome makes them of what it is given.
        codes[str(int(call.data["slot"]))] = str(call.data["code"])

    async def clear_code(call: ServiceCall) -> None:
        codes.pop(str(int(call.data["slot"])), None)

    async def read_code(call: ServiceCall) -> ServiceResponse:
        code = codes.get(str(int(call.data["slot"])))
        return {"occupied": code is not None, "code": code or ""}

    register = hass.services.async_register
    register("esphome", "front_door_set_code", set_code)
    register("esphome", "front_door_clear_code", clear_code)
    register(
        "esphome",
        "front_door_read_code",
        read_code,
        supports_response=SupportsResponse.ONLY,
    )
    await async_link_example(hass, "esphome")

    await async_check_life(hass, codes)


@pytest.mark.contract("12.104", "12.113")
async def test_node_red(
    hass: HomeAssistant,
    aioclient_mock: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    codes: dict[str, str] = {}
    refused: list[str] = []

    async def answer(method: str, url: URL, data: bytes) -> AiohttpClientMockResponse:
        asked = json.loads(data)
        assert asked["lock"] == FRONT
        slot = str(asked["slot"])
        said: dict[str, Any] = {}
        match asked["do"]:
            case "set" if asked["code"] == "999999":
                refused.append(slot)
                said = {"outcome": "invalid"}
            case "set":
                codes[slot] = asked["code"]
            case "clear":
                codes.pop(slot, None)
            case _:
                said = {"occupied": slot in codes, "code": codes.get(slot, "")}
        return AiohttpClientMockResponse(
            method,
            url,
            json=said,
            headers={"Content-Type": "application/json"},
        )

    config = next(block for block in printed("Node-RED") if "rest_command" in block)
    url = config["rest_command"]["node_red_lock"]["url"]
    aioclient_mock.post(url, side_effect=answer)
    assert await async_setup_component(hass, "rest_command", config)
    await async_link_example(hass, "node_red")

    await async_check_life(hass, codes)
    code = await async_create(hass, FRONT, "Eve", "999999")
    await async_settle(hass)
    found = (await async_call(hass, "get", access_code_id=code))["access_code"]
    assert [error["error_code"] for error in found["errors"]] == [
        "code_constraints_violated"
    ]
    assert refused == ["1"]
    warned = [each.getMessage() for each in caplog.records if each.levelname != "DEBUG"]
    assert not [text for text in warned if "012345" in text or "999999" in text]


@pytest.mark.contract("12.113")
async def test_a_cloud(hass: HomeAssistant) -> None:
    held: dict[int, dict[str, Any]] = {}
    is_down = False

    def check(call: ServiceCall) -> None:
        assert call.data["entity_id"] == [FRONT]
        if is_down:
            raise HomeAssistantError("the cloud does not answer")

    async def set_code(call: ServiceCall) -> None:
        check(call)
        held[call.data["slot"]] = dict(call.data)

    async def delete_code(call: ServiceCall) -> None:
        check(call)
        held.pop(call.data["slot"], None)

    async def list_codes(call: ServiceCall) -> ServiceResponse:
        check(call)
        return {"codes": [{"slot": slot} for slot in held]}

    register = hass.services.async_register
    register("example_cloud", "set_access_code", set_code)
    register("example_cloud", "delete_access_code", delete_code)
    register(
        "example_cloud",
        "list_access_codes",
        list_codes,
        supports_response=SupportsResponse.ONLY,
    )
    entry = await async_link_example(hass, "cloud")

    window = {
        "starts_at": "2099-07-01T13:00:00+00:00",
        "ends_at": "2099-07-05T09:00:00+00:00",
    }
    await async_create(hass, FRONT, "Ann", "012345")
    await async_create(hass, FRONT, "Guest", "246802", **window)
    await async_settle(hass)

    assert str(held[1]["code"]) == "012345"
    assert held[1]["name"] == "Ann"
    assert held[1]["starts_at"] == held[1]["ends_at"] == ""
    assert hass.states.is_state("sensor.front_door_ann", "set")
    # Its window is too far ahead to be left to the lock by now.
    assert list(held) == [1]
    is_down = True
    ann = (await async_call(hass, "list", lock=FRONT))["access_codes"][0]
    await async_call(hass, "delete", access_code_id=ann["access_code_id"])
    await async_settle(hass)
    assert hass.states.is_state("sensor.front_door_ann", "removing")
    is_down = False
    await engine_of(entry).async_try_again(ann["access_code_id"])
    assert held == {}
