"""Each blueprint is run by a test, says what Home Assistant needs to know of it, and is on the page about blueprints."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any
from urllib.parse import quote

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import MqttMockHAClient

from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import selector
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict, parse_yaml
from tests.support.blueprints import FOLDER, copy_blueprint

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "blueprints.md").read_text()
NAMES = sorted(path.name for path in FOLDER.rglob("*"))
SOURCE = "https://github.com/access-codes/access_codes/blob/main/"
KEYPADS = {name for name in NAMES if name.startswith("keypad_")}

each_blueprint = pytest.mark.parametrize("name", NAMES)


def used_in_tests() -> Iterator[str]:
    """Return the names of the blueprints from which tests make automations."""
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "async_use_blueprint"
            ):
                name = node.args[1]
                assert isinstance(name, ast.Constant)
                yield str(name.value)


def load(name: str) -> Blueprint:
    """Return a blueprint as Home Assistant loads it."""
    data: dict[str, Any] = load_yaml_dict(str(FOLDER / name))
    return Blueprint(
        data,
        path=name,
        expected_domain="automation",
        schema=AUTOMATION_BLUEPRINT_SCHEMA,
    )


@pytest.fixture(autouse=True)
def no_pin_is_left() -> None:
    """Nothing is run here."""


@pytest.mark.contract("11.170")
def test_each_blueprint_is_run_by_a_test() -> None:
    assert NAMES
    assert set(used_in_tests()) == set(NAMES)


@pytest.mark.contract("11.170")
@each_blueprint
def test_a_blueprint_says_what_it_is_and_what_it_needs(name: str) -> None:
    blueprint = load(name)
    metadata = blueprint.metadata
    assert blueprint.name.startswith("Access Codes: ")
    assert len(metadata["description"]) > 60
    path = (FOLDER / name).relative_to(ROOT).as_posix()
    assert metadata["source_url"] == SOURCE + path
    readme = (ROOT / "README.md").read_text()
    (version,) = re.findall(r"Needs Home Assistant (\d+\.\d+) or newer", readme)
    assert metadata["homeassistant"] == {"min_version": f"{version}.0"}
    for key, about in blueprint.inputs.items():
        assert about["name"], key
        selector(about["selector"])


@pytest.mark.contract("11.170")
@each_blueprint
def test_a_blueprint_is_on_the_page_with_an_import_link(name: str) -> None:
    url = quote(load(name).metadata["source_url"], safe="")
    link = "https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url="
    assert link + url in PAGE


@pytest.mark.contract("11.181")
def test_the_blueprints_of_keypads_keep_no_trace() -> None:
    assert KEYPADS
    for name in KEYPADS:
        assert load(name).data["trace"] == {"stored_traces": 0}


def printed() -> list[dict[str, Any]]:
    """Return the automations on the page."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
    parsed = [parse_yaml(block) for block in blocks if "use_blueprint:" in block]
    return [dict(block) for block in parsed if isinstance(block, dict)]


@pytest.mark.contract("11.170")
@pytest.mark.parametrize("expected_lingering_timers", [True])
async def test_the_automations_on_the_page_run_as_printed(
    hass: HomeAssistant, mqtt_mock: MqttMockHAClient, front: MockConfigEntry
) -> None:
    automations = printed()
    paths = {each["use_blueprint"]["path"] for each in automations}
    assert paths == {f"access_codes/{name}" for name in NAMES}
    for name in NAMES:
        await hass.async_add_executor_job(copy_blueprint, name, hass.config.config_dir)
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await hass.async_block_till_done()
    states = hass.states.async_all("automation")
    assert [state.state for state in states] == ["on"] * len(NAMES)
    await hass.services.async_call(
        "automation", "turn_off", {"entity_id": "all"}, blocking=True
    )
