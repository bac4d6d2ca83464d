"""The entities about a linked lock as a whole: problem, free slots, next change."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)

from custom_components.access_codes.const import CONF_METHOD, DOMAIN, METHOD_KEYPAD
from custom_components.access_codes.core.model import Outcome, Plan, Reach
from custom_components.access_codes.core.plan.unwatched import as_unwatched
from homeassistant.const import EVENT_STATE_CHANGED, EVENT_STATE_REPORTED
from homeassistant.core import (
    Event,
    EventStateReportedData,
    HomeAssistant,
    State,
    callback,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from tests.support.keypad_locks import (
    async_add_locks,
    async_call,
    async_link,
    engine_of,
)
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

FRONT = "lock.front_door"


def state_of(
    hass: HomeAssistant, entry: MockConfigEntry, domain: str, key: str
) -> State:
    entity_id = er.async_get(hass).async_get_entity_id(
        domain, DOMAIN, f"{entry.entry_id}_{key}"
    )
    assert entity_id is not None
    state = hass.states.get(entity_id)
    assert state is not None
    return state


def problem_of(hass: HomeAssistant, entry: MockConfigEntry) -> State:
    return state_of(hass, entry, "binary_sensor", "problem")


async def async_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, span: timedelta
) -> None:
    freezer.tick(span)
    async_fire_time_changed(hass)
    await async_settle(hass)


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link_slots(hass, FRONT)


@pytest.mark.contract("11.70", "11.71")
async def test_a_problem_of_a_code_is_one_of_its_lock(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    state = problem_of(hass, entry)
    assert (state.state, state.attributes["problems"]) == ("off", [])
    assert state.attributes["device_class"] == "problem"
    assert state.name == "Front door Access code problem"
    assert state.state_info is not None
    assert "problems" in state.state_info["unrecorded_attributes"]

    slot_locks["Front door"].failure = Outcome.REFUSED
    access_code_id = await async_create(hass, FRONT, "Guest", "73058416")
    state = problem_of(hass, entry)
    assert state.state == "on"
    [problem] = state.attributes["problems"]
    message = problem.pop("message")
    assert "Front door" in message
    assert problem == {
        "error_code": "failed_to_set_on_device",
        "access_code_id": access_code_id,
        "name": "Guest",
    }
    assert "73058416" not in str(state.as_dict())

    er.async_get(hass).async_update_entity(FRONT, name="Gate")
    await async_settle(hass)
    [problem] = problem_of(hass, entry).attributes["problems"]
    assert problem["message"] != message

    slot_locks["Front door"].fix()
    assert await engine_of(entry).async_try_again(access_code_id) is None
    await async_settle(hass)
    assert problem_of(hass, entry).state == "off"


@pytest.mark.contract("11.70")
async def test_a_problem_of_the_lock_is_named_by_its_error_or_its_repair(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await async_create(hass, FRONT, "Guest", "7305")
    await async_create(hass, FRONT, "Cleaner", "8416")
    slot_locks["Front door"].failure = Outcome.REFUSED
    slot_locks["Front door"].reset()
    await async_settle(hass)
    found = problem_of(hass, entry).attributes["problems"]
    assert found[0] == {
        "error_code": "lock_was_reset",
        "message": "Front door has lost all its codes",
    }

    await async_pass(hass, freezer, timedelta(minutes=4))
    slot_locks["Front door"].become(Reach.OFFLINE)
    await async_settle(hass)
    await async_pass(hass, freezer, timedelta(minutes=3))
    problems = problem_of(hass, entry).attributes["problems"]
    codes = [problem["error_code"] for problem in problems]
    assert codes.count("device_offline") == 1
    assert codes[0] == "device_offline"


@pytest.mark.contract("11.73")
async def test_free_slots_are_counted(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert state_of(hass, entry, "sensor", "free_slots").state == "4"
    await async_create(hass, FRONT, "Guest", "7305")
    assert state_of(hass, entry, "sensor", "free_slots").state == "3"
    registry = er.async_get(hass)
    sensor = registry.async_get(state_of(hass, entry, "sensor", "free_slots").entity_id)
    assert sensor is not None
    assert sensor.entity_category == "diagnostic"


@pytest.mark.contract("11.73")
async def test_a_keypad_lock_counts_no_slots(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    registry = er.async_get(hass)
    unique_id = f"{entry.entry_id}_free_slots"
    assert registry.async_get_entity_id("sensor", DOMAIN, unique_id) is not None
    assert await hass.config_entries.async_unload(entry.entry_id)
    hass.config_entries.async_update_entry(
        entry, data={**entry.data, CONF_METHOD: METHOD_KEYPAD}
    )
    for _ in range(2):
        await hass.config_entries.async_reload(entry.entry_id)
        await async_settle(hass)
        assert registry.async_get_entity_id("sensor", DOMAIN, unique_id) is None


@pytest.mark.contract("11.74")
async def test_the_next_change_follows_clock_and_codes(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2030-06-01 10:00:00+00:00")
    await async_add_locks(hass, "Front door")
    # With a lead nothing but the clock changes at the begin of the window.
    entry = await async_link(hass, FRONT, programming_lead=1800)
    assert state_of(hass, entry, "sensor", "next_change").state == "unknown"

    access_code_id = await async_create(
        hass,
        FRONT,
        "Guest",
        "7305",
        starts_at="2030-06-01 12:00:00+00:00",
        ends_at="2030-06-01 14:00:00+00:00",
    )
    state = state_of(hass, entry, "sensor", "next_change")
    assert state.state == "2030-06-01T12:00:00+00:00"
    assert state.attributes["device_class"] == "timestamp"
    assert state.attributes["change"] == "begins"
    assert state.attributes["name"] == "Guest"
    assert state.attributes["access_code_id"] == access_code_id

    await async_pass(hass, freezer, timedelta(hours=1, minutes=31))
    before = state_of(hass, entry, "sensor", "next_change")
    assert before.state == "2030-06-01T12:00:00+00:00"
    await async_pass(hass, freezer, timedelta(minutes=30))
    state = state_of(hass, entry, "sensor", "next_change")
    assert state.state == "2030-06-01T14:00:00+00:00"
    assert state.attributes["change"] == "ends"

    await async_call(hass, "update", access_code_id=access_code_id, name="Friend")
    await async_settle(hass)
    state = state_of(hass, entry, "sensor", "next_change")
    assert state.attributes["name"] == "Friend"

    await async_pass(hass, freezer, timedelta(hours=2))
    state = state_of(hass, entry, "sensor", "next_change")
    assert state.state == "unknown"
    assert "change" not in state.attributes


@pytest.mark.contract("11.72")
async def test_entities_of_the_lock_write_no_state_that_has_not_changed(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    written = async_capture_events(hass, EVENT_STATE_CHANGED)
    reported: list[str] = []

    @callback
    def note(event: Event[EventStateReportedData]) -> None:
        reported.append(event.data["entity_id"])

    hass.bus.async_listen(EVENT_STATE_REPORTED, note, callback(lambda _: True))
    ours = {
        entity.entity_id
        for entity in er.async_entries_for_config_entry(
            er.async_get(hass), entry.entry_id
        )
    }
    access_code_id = await async_create(hass, FRONT, "Guest", "7305")
    await async_call(hass, "update", access_code_id=access_code_id, name="Friend")
    await async_settle(hass)

    assert [
        entity_id
        for entity_id in (*(event.data["entity_id"] for event in written), *reported)
        if entity_id in ours and not entity_id.startswith("event.")
    ] == [state_of(hass, entry, "sensor", "free_slots").entity_id]


@pytest.mark.contract("5.46", "11.72")
async def test_entities_of_a_lock_that_is_not_watched_are_unavailable(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    engine = engine_of(entry)
    watched = engine.plan

    def publish(plan: Plan) -> None:
        engine.cycle.plan = plan
        reach, now = engine.world.reach, engine.world.now
        list(
            engine.cycle.publisher.publish_in_parts(
                engine.record, plan, reach, False, now
            )
        )

    ours = (
        ("binary_sensor", "problem"),
        ("sensor", "free_slots"),
        ("sensor", "next_change"),
    )

    publish(as_unwatched(watched, dt_util.utcnow()))
    await async_settle(hass)
    for domain, key in ours:
        assert state_of(hass, entry, domain, key).state == "unavailable"

    publish(watched)
    await async_settle(hass)
    for domain, key in ours:
        assert state_of(hass, entry, domain, key).state != "unavailable"


async def test_entities_of_the_lock_take_a_new_entity_id(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    old = problem_of(hass, entry).entity_id
    er.async_get(hass).async_update_entity(old, new_entity_id="binary_sensor.trouble")
    await async_settle(hass)
    assert hass.states.get(old) is None
    assert problem_of(hass, entry).entity_id == "binary_sensor.trouble"


@pytest.mark.contract("11.349")
async def test_the_lock_is_named_whose_codes_home_assistant_checks(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert "checks_codes_of" not in problem_of(hass, entry).attributes
    await async_add_locks(hass, "Garden gate")
    gate = await async_link(hass, "lock.garden_gate")
    assert problem_of(hass, gate).attributes["checks_codes_of"] == "lock.garden_gate"
    er.async_get(hass).async_update_entity(
        "lock.garden_gate", new_entity_id="lock.gate"
    )
    await async_settle(hass)
    assert problem_of(hass, gate).attributes["checks_codes_of"] == "lock.gate"
