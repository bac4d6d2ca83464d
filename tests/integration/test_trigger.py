"""Triggers of automations: events of codes and problems of locks, for the locks and codes of a target."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
import voluptuous as vol

from custom_components.access_codes.automations.targets import CodeTarget
from custom_components.access_codes.core.model import Outcome
from custom_components.access_codes.trigger import TRIGGERS
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    label_registry as lr,
)
from homeassistant.helpers.trigger import (
    async_get_all_descriptions,
    async_validate_trigger_config,
)
from homeassistant.setup import async_setup_component
from tests.support.automations import async_automate
from tests.support.keypad_locks import async_add_locks, async_call, async_link
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

FRONT, BACK = "lock.front_door", "lock.back_door"
AT_FRONT = {"entity_id": FRONT}


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door", "Back door")
    entry = await async_link_slots(hass, FRONT)
    await async_link_slots(hass, BACK)
    return entry


@pytest.fixture
async def keypads(hass: HomeAssistant) -> None:
    """Link two locks by the keypad, with a code of Anna's on both and one of Ben's in front."""
    await async_add_locks(hass, "Front door", "Back door")
    for lock in (FRONT, BACK):
        await async_link(hass, lock)
        await async_create(hass, lock, "Anna", "7305")
    await async_create(hass, FRONT, "Ben", "8416")


async def async_enter(hass: HomeAssistant, lock: str, code: str) -> None:
    await async_call(hass, "enter_code", lock=lock, code=code)
    await async_settle(hass)


def device_of(hass: HomeAssistant, entity_id: str) -> str:
    entity = er.async_get(hass).async_get(entity_id)
    assert entity is not None
    assert entity.device_id is not None
    return entity.device_id


@pytest.mark.contract("11.90")
async def test_a_code_that_is_set_fails_and_goes_triggers(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    is_set = await async_automate(hass, "code_set", AT_FRONT)
    access_code_id = await async_create(hass, FRONT, "Anna", "7305")
    await async_create(hass, BACK, "Ben", "8416")
    assert [run.data["name"] for run in is_set] == ["Anna"]
    await async_call(hass, "delete", access_code_id=access_code_id)
    await async_settle(hass)
    assert len(is_set) == 1


@pytest.mark.contract("11.90")
async def test_a_code_that_goes_triggers_by_its_sensor_too(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    access_code_id = await async_create(hass, FRONT, "Anna", "7305")
    other_id = await async_create(hass, FRONT, "Ben", "8416")
    target = {"entity_id": "sensor.front_door_anna"}
    removed = await async_automate(hass, "code_removed", target)
    for each in (other_id, access_code_id):
        await async_call(hass, "delete", access_code_id=each)
        await async_settle(hass)
    assert [run.data["name"] for run in removed] == ["Anna"]


@pytest.mark.contract("11.90")
async def test_a_code_that_fails_triggers(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    failed = await async_automate(hass, "code_failed", AT_FRONT)
    slot_locks["Front door"].failure = Outcome.REFUSED
    await async_create(hass, FRONT, "Anna", "7305")
    assert [run.data["name"] for run in failed] == ["Anna"]


@pytest.mark.contract("11.90")
@pytest.mark.usefixtures("keypads")
async def test_a_denial_triggers_whoever_it_was(hass: HomeAssistant) -> None:
    denied = await async_automate(hass, "access_denied", AT_FRONT)
    await async_enter(hass, BACK, "9999")
    assert not denied
    await async_enter(hass, FRONT, "9999")
    assert [run.data["name"] for run in denied] == [None]


@pytest.mark.contract("11.90")
@pytest.mark.usefixtures("keypads")
async def test_the_automation_runs_in_the_context_of_the_event(
    hass: HomeAssistant,
) -> None:
    used = await async_automate(hass, "code_used", AT_FRONT)
    context = Context()
    await hass.services.async_call(
        "access_codes",
        "enter_code",
        {"lock": FRONT, "code": "7305"},
        blocking=True,
        context=context,
    )
    await async_settle(hass)
    [run] = used
    assert run.context.parent_id == context.id


@pytest.mark.contract("11.91")
@pytest.mark.usefixtures("keypads")
@pytest.mark.parametrize(
    ("target", "names"),
    [
        pytest.param({"entity_id": FRONT}, ["Anna", "Ben"], id="lock"),
        pytest.param(
            {"entity_id": "event.front_door_access_code_activity"},
            ["Anna", "Ben"],
            id="an entity about the lock",
        ),
        pytest.param({"entity_id": "sensor.front_door_ben"}, ["Ben"], id="code"),
        pytest.param({"device_id": "front"}, ["Anna", "Ben"], id="device"),
        pytest.param({"area_id": "hall"}, ["Anna", "Ben"], id="area"),
        pytest.param({"label_id": "label_of_code"}, ["Ben"], id="label of a code"),
        pytest.param(
            {"label_id": "label_of_lock"}, ["Anna", "Ben"], id="and of a lock"
        ),
        pytest.param({"entity_id": "sensor.back_door_anna"}, ["Anna"], id="elsewhere"),
        pytest.param({"entity_id": "light.hall"}, [], id="nothing of ours"),
    ],
)
async def test_a_target_stands_for_locks_and_codes(
    hass: HomeAssistant, target: dict[str, str], names: list[str]
) -> None:
    area = ar.async_get(hass).async_create("Hall")
    front = device_of(hass, FRONT)
    dr.async_get(hass).async_update_device(front, area_id=area.id)
    registry, labels = er.async_get(hass), lr.async_get(hass)
    for label, entity_id in {
        "Label of code": "sensor.front_door_ben",
        "Label of lock": FRONT,
    }.items():
        label_id = labels.async_create(label).label_id
        registry.async_update_entity(entity_id, labels={label_id})
    if "device_id" in target:
        target = {"device_id": front}

    used = await async_automate(hass, "code_used", target)
    if target == {"entity_id": "sensor.back_door_anna"}:
        await async_enter(hass, FRONT, "7305")
        await async_enter(hass, BACK, "7305")
    else:
        await async_enter(hass, BACK, "7305")
        await async_enter(hass, FRONT, "7305")
        await async_enter(hass, FRONT, "8416")
    assert [run.data["name"] for run in used] == names


@pytest.mark.contract("11.92")
@pytest.mark.usefixtures("keypads")
@pytest.mark.parametrize(
    ("options", "names"),
    [
        ({"name": "ben"}, ["Ben"]),
        ({"name": ["Cleaner", " ANNA "]}, ["Anna"]),
        ({"name": []}, ["Anna", "Ben"]),
        ({"name": "Cleaner"}, []),
    ],
)
async def test_names_narrow_a_trigger(
    hass: HomeAssistant, options: dict[str, Any], names: list[str]
) -> None:
    used = await async_automate(hass, "code_used", AT_FRONT, **options)
    await async_enter(hass, FRONT, "7305")
    await async_enter(hass, FRONT, "8416")
    assert [run.data["name"] for run in used] == names


@pytest.mark.contract("11.92")
async def test_a_use_that_nobody_is_named_for_is_of_no_name(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    used = await async_automate(hass, "code_used", AT_FRONT)
    [adapter] = slot_locks["Front door"].adapters
    adapter.use(None)
    await async_settle(hass)
    assert [run.data["name"] for run in used] == [None]


@pytest.mark.contract("11.93")
@pytest.mark.parametrize(
    "target",
    [
        {"entity_id": FRONT},
        {"entity_id": "binary_sensor.front_door_access_code_problem"},
        {"device_id": "front"},
    ],
)
async def test_a_problem_triggers_once_it_has_lasted(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    target: dict[str, str],
) -> None:
    if "device_id" in target:
        target = {"device_id": device_of(hass, FRONT)}
    begun = await async_automate(hass, "problem", target, **{"for": "00:00:05"})
    for name in ("Front door", "Back door"):
        slot_locks[name].failure = Outcome.REFUSED
    await async_create(hass, BACK, "Anna", "7305")
    await async_create(hass, FRONT, "Anna", "7305")
    assert not begun
    freezer.tick(timedelta(seconds=6))
    async_fire_time_changed(hass)
    await async_settle(hass)
    assert len(begun) == 1


@pytest.mark.contract("11.90")
@pytest.mark.parametrize(
    "config",
    [
        {"platform": "access_codes.code_used"},
        {"platform": "access_codes.code_used", "target": AT_FRONT, "options": {"x": 1}},
        {"platform": "access_codes.nothing", "target": AT_FRONT},
    ],
)
async def test_a_trigger_that_means_nothing_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, config: dict[str, Any]
) -> None:
    assert await async_setup_component(hass, "automation", {})
    with pytest.raises(vol.Invalid):
        await async_validate_trigger_config(hass, [config])


@pytest.mark.contract("11.90")
async def test_the_editor_is_given_each_trigger_with_its_fields(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert await async_setup_component(hass, "automation", {})
    given = await async_get_all_descriptions(hass)
    ours = {
        key.removeprefix("access_codes."): value
        for key, value in given.items()
        if key.startswith("access_codes.")
    }
    assert ours.keys() == TRIGGERS.keys()
    for key, description in ours.items():
        assert description is not None
        [entities] = description["target"]["entity"]
        assert entities["integration"] == "access_codes"
        fields = {"behavior", "for"} if key == "problem" else {"name"}
        assert description["fields"].keys() == fields


@pytest.mark.contract("11.91")
async def test_what_a_target_excludes_is_left_out(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    """Home Assistant 2026.11 and later know targets that exclude."""
    access_code_id = await async_create(hass, FRONT, "Anna", "7305")
    other_id = await async_create(hass, FRONT, "Ben", "8416")

    def target(*entity_ids: str, without: str) -> CodeTarget:
        return CodeTarget(hass, frozenset(entity_ids), frozenset({without}))

    but_anna = target(FRONT, without="sensor.front_door_anna")
    assert but_anna.has_lock(FRONT)
    assert not but_anna.has_code(FRONT, access_code_id)
    assert but_anna.has_code(FRONT, other_id)
    activity = "event.front_door_access_code_activity"
    assert target(activity, without=BACK).has_lock(FRONT)
    but_front = target(activity, "sensor.front_door_anna", without=FRONT)
    assert not but_front.has_lock(FRONT)
    assert but_front.has_code(FRONT, access_code_id)
    assert not but_front.has_code(FRONT, other_id)


@pytest.mark.contract("11.91")
async def test_a_lock_that_is_gone_is_in_no_target(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    target = CodeTarget(hass, frozenset({"light.hall"}), frozenset())
    assert not target.has_lock(None)
    assert not target.has_lock("lock.not_there")
    assert not target.has_code(None, "a code that never was")
    er.async_get(hass).async_get_or_create(
        "lock", "other", "garage", object_id_base="garage"
    )
    assert not target.has_lock("lock.garage")
