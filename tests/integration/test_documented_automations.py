"""Each trigger, condition and event stands in an automation of the page about them, and all its automations run as printed."""

from datetime import timedelta
import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_mock_service,
)

from custom_components.access_codes.core.model import EventType, Outcome, UseReporting
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict, parse_yaml
from tests.support.action_calls import FRONT, NOON
from tests.support.keypad_locks import async_add_locks, async_call
from tests.support.project import INTEGRATION, ROOT
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

PAGE = (ROOT / "docs" / "automations.md").read_text()
BLOCKS: list[Any] = [
    parse_yaml(block)
    for block in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
]
AUTOMATIONS: list[dict[str, Any]] = [each for block in BLOCKS for each in block]
PARTS = {
    "trigger": [each for auto in AUTOMATIONS for each in auto["triggers"]],
    "condition": [
        each
        for auto in AUTOMATIONS
        for step in auto["actions"]
        for each in step.get("if", [])
    ],
}


def described(kind: str) -> dict[str, Any]:
    """Return the triggers or conditions that there are, by name."""
    content = load_yaml_dict(str(ROOT / INTEGRATION / f"{kind}s.yaml"))
    return {name: each for name, each in content.items() if name[0] != "."}


@pytest.mark.contract("11.90")
@pytest.mark.parametrize("kind", PARTS)
def test_each_trigger_and_condition_stands_there_with_its_fields(kind: str) -> None:
    for name, described_as in described(kind).items():
        examples = [
            each for each in PARTS[kind] if each[kind] == f"access_codes.{name}"
        ]
        given = {field for each in examples for field in each.get("options", {})}
        assert examples, name
        assert set(described_as["fields"]) <= given, name


def test_each_event_stands_there() -> None:
    events = {
        each["event_data"]["type"] for each in PARTS["trigger"] if "event_data" in each
    }
    assert events == {each.value for each in EventType}


@pytest.fixture
async def said(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, slot_locks: SlotLocks
) -> list[ServiceCall]:
    """Run the automations in a home with a lock, and return what they say."""
    freezer.move_to(NOON)
    said = async_mock_service(hass, "persistent_notification", "create")
    await async_add_locks(hass, "Front door")
    slot_locks["Front door"].lock.alter(uses=UseReporting.LIVE)
    await async_link_slots(hass, FRONT)
    assert await async_setup_component(hass, "automation", {"automation": AUTOMATIONS})
    await async_settle(hass)
    return said


def words(said: list[ServiceCall]) -> set[str]:
    return {call.data["message"] for call in said}


@pytest.mark.contract("11.90", "11.94")
async def test_the_triggers_and_conditions_run_as_printed(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    slot_locks: SlotLocks,
    said: list[ServiceCall],
) -> None:
    door = slot_locks["Front door"]
    code = await async_create(hass, FRONT, "Guest", "8416")
    await async_call(hass, "enter_code", lock=FRONT, code="8416")
    await async_call(hass, "enter_code", lock=FRONT, code="0000")
    await async_settle(hass)
    hass.bus.async_fire("look_at_the_door")
    await async_settle(hass)
    assert words(said) >= {
        "code_set Guest",
        "code_used Guest",
        "access_denied",
        "code_is_set",
        "code_is_valid_now",
    }
    door.failure = Outcome.REFUSED
    await async_call(hass, "update", access_code_id=code, is_paused=True)
    await async_settle(hass)
    freezer.tick(timedelta(minutes=6))
    async_fire_time_changed(hass)
    await async_settle(hass)
    hass.bus.async_fire("look_at_the_door")
    await async_settle(hass)
    door.fix()
    freezer.tick(timedelta(hours=1))
    async_fire_time_changed(hass)
    await async_settle(hass)
    assert words(said) >= {
        "code_failed Guest access_code.failed_to_remove_from_device",
        "has_problem",
        "problem",
        "code_removed Guest",
    }


@pytest.mark.parametrize("kind", EventType)
async def test_an_automation_runs_by_each_event(
    hass: HomeAssistant, said: list[ServiceCall], kind: EventType
) -> None:
    hass.bus.async_fire("access_codes_event", {"type": kind.value})
    await async_settle(hass)
    assert words(said) == {kind.value}
