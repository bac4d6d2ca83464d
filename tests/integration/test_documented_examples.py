"""Each field of each action stands in an example of the page about actions, and all its examples run as printed."""

from collections import defaultdict
from collections.abc import Iterator
import re
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.access_codes.core.model import UseReporting
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict, parse_yaml
from tests.support.action_calls import BACK, FRONT, NOON
from tests.support.booking_calendar import async_add_calendars, async_follow
from tests.support.keypad_locks import async_add_locks, async_call, async_link
from tests.support.notifiers import FakeNotifyEntity, async_add_notifiers
from tests.support.project import INTEGRATION, ROOT
from tests.support.slot_locks import SlotLocks, async_link_slots, async_settle

GATE = "lock.garden_gate"
OTHERS = {"1": "246810", "2": "975310", "3": "135791"}
PAGE = (ROOT / "docs" / "actions.md").read_text()
PLACES = ("entity_id", "device_id", "area_id", "floor_id", "label_id")
TARGETS = {
    "create_multiple": PLACES,
    # Their targets are resolved as that of create_multiple is.
    "sync": PLACES[:1],
    "refresh_bookings": PLACES[:1],
}


def printed(page: str) -> list[tuple[str, Any]]:
    """Return the sequences of a page, each with the heading above it."""
    found = []
    for section in page.split("\n## ")[1:]:
        heading = section.partition("\n")[0]
        blocks = re.findall(r"^```yaml\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
        found += [(heading, parse_yaml(block)) for block in blocks]
    return found


EXAMPLES = printed(PAGE)


def calls_in(steps: list[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the calls of a sequence: action and fields, those of the target included."""
    for step in steps:
        if "repeat" in step:
            yield from calls_in(step["repeat"]["sequence"])
        elif "action" in step:
            fields = {**step.get("data", {}), **step.get("target", {})}
            yield step["action"].removeprefix("access_codes."), fields


def shown() -> dict[str, dict[str, set[str]]]:
    """Return the values that stand in examples, as text, by action and field."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for _, steps in EXAMPLES:
        for action, fields in calls_in(steps):
            for name, value in fields.items():
                values = value if isinstance(value, list) else [value]
                found[action][name] |= {str(each) for each in values}
    return found


SERVICES = {
    name: service
    for name, service in load_yaml_dict(
        str(ROOT / INTEGRATION / "services.yaml")
    ).items()
    if not name.startswith(".")
}


@pytest.mark.contract("6.11")
@pytest.mark.parametrize("action", SERVICES)
def test_each_field_of_an_action_stands_in_an_example(action: str) -> None:
    examples = shown()[action]
    fields = SERVICES[action].get("fields", {})
    missing = {*fields, *TARGETS.get(action, ())} - set(examples)
    assert missing == set()
    for name, field in fields.items():
        options = (field["selector"].get("select") or {}).get("options", [])
        assert set(options) <= examples[name], name


@pytest.fixture
async def phone(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    slot_locks: SlotLocks,
    cheap_keys: None,
    steps: list[Any],
) -> FakeNotifyEntity:
    """Make the home that the page names, and return its phone."""
    freezer.move_to(NOON)
    await async_add_locks(hass, "Front door", "Back door", "Garden gate")
    slots = dict.fromkeys(str(number) for number in range(1, 21))
    for name, held in (("Front door", OTHERS), ("Back door", {})):
        slot_locks[name].slots = {**slots, **held}
        slot_locks[name].lock.alter(uses=UseReporting.LIVE)
    floor = fr.async_get(hass).async_create("Ground floor")
    area = ar.async_get(hass).async_create("Entrance", floor_id=floor.floor_id)
    label = lr.async_get(hass).async_create("Guest doors")
    entities = er.async_get(hass)
    entries = []
    for lock in (FRONT, BACK):
        entries.append(await async_link_slots(hass, lock))
        entity = entities.async_update_entity(lock, labels={label.label_id})
        # In an area the ids of our sensors would begin with its name.
        if "area_id" in str(steps):
            assert entity.device_id is not None
            dr.async_get(hass).async_update_device(entity.device_id, area_id=area.id)
    await async_link(hass, GATE)
    [calendar] = await async_add_calendars(hass, "Holidays")
    await async_follow(hass, *entries, calendar=calendar.entity_id)
    hass.states.async_set("binary_sensor.guests_at_home", "on")
    return (await async_add_notifiers(hass, "Phone"))["Phone"]


async def async_run(hass: HomeAssistant, steps: list[Any]) -> None:
    """Run a sequence as a script; an error of a step is raised."""
    script = {"script": {"example": {"sequence": steps}}}
    assert await async_setup_component(hass, "script", script)
    await hass.services.async_call("script", "example", blocking=True)
    await async_settle(hass)


@pytest.mark.contract("6.11")
@pytest.mark.parametrize(
    "steps",
    [pytest.param(steps, id=heading) for heading, steps in EXAMPLES],
)
async def test_an_example_runs_as_printed(
    hass: HomeAssistant, phone: FakeNotifyEntity, steps: list[Any]
) -> None:
    called: list[str] = []
    hass.bus.async_listen(
        "call_service", lambda event: called.append(event.data["service"])
    )
    await async_run(hass, steps)
    for action, _ in calls_in(steps):
        assert action in called
    if "send_code" in called:
        assert len(phone.messages) == 3


OBJECT_PAGE = (ROOT / "docs" / "access-code-object.md").read_text()


@pytest.mark.contract("6.4")
@pytest.mark.parametrize("steps", [[]])
async def test_the_object_is_answered_as_printed(
    hass: HomeAssistant, phone: FakeNotifyEntity
) -> None:
    """Each property of the table stands in the printed answer."""
    await hass.config.async_set_time_zone("UTC")
    (_, steps), (_, answer) = printed(OBJECT_PAGE)
    for action, fields in calls_in(steps):
        found = await async_call(hass, action, **fields)
        await async_settle(hass)
    shown = answer["access_code"]
    ids = ("access_code_id", "device_id", "workspace_id")
    assert found["access_code"] | {name: shown[name] for name in ids} == shown
    table = re.findall(r"^\| `(\w+)` \|", OBJECT_PAGE, re.MULTILINE)
    assert set(table) == set(shown)
