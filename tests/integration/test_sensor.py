"""The sensor of each access code."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)

from custom_components.access_codes.binary_sensor import ProblemSensor
from custom_components.access_codes.calendar import CodesCalendar
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import (
    CodeView,
    LockRecord,
    Outcome,
    Pin,
    Plan,
    Reach,
    Status,
    World,
)
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.requests import create
from custom_components.access_codes.core.requests.inputs import CreateRequest
from custom_components.access_codes.entity import LockEntity
from custom_components.access_codes.event import ActivityEvent
from custom_components.access_codes.sensor import (
    AccessCodeSensor,
    FreeSlotsSensor,
    NextChangeSensor,
)
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, State
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


def entity_id_of(access_code_id: str, hass: HomeAssistant) -> str:
    entity_id = er.async_get(hass).async_get_entity_id("sensor", DOMAIN, access_code_id)
    assert entity_id is not None
    return entity_id


def state_of(access_code_id: str, hass: HomeAssistant) -> State:
    state = hass.states.get(entity_id_of(access_code_id, hass))
    assert state is not None
    return state


async def async_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, span: timedelta
) -> None:
    freezer.tick(span)
    async_fire_time_changed(hass)
    await async_settle(hass)


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link_slots(hass, "lock.front_door")


@pytest.mark.contract("11.14")
async def test_a_sensor_comes_with_its_code_and_shows_its_status(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Cleaner", "7305")

    state = state_of(access_code_id, hass)
    assert state.state == "set"
    assert state.name == "Front door Cleaner"
    assert state.attributes["device_class"] == "enum"
    assert set(state.attributes["options"]) == {"unset", "setting", "set", "removing"}
    assert state.attributes["access_code_id"] == access_code_id
    assert state.attributes["lock_entity_id"] == "lock.front_door"
    assert state.attributes["type"] == "ongoing"
    assert state.attributes["errors"] == []


@pytest.mark.contract("11.16")
async def test_no_state_shows_a_pin(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await async_create(hass, "lock.front_door", "Cleaner", "73058416")
    assert "73058416" not in str(hass.states.async_all())


@pytest.mark.contract("11.16")
async def test_attributes_are_not_recorded(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    state = state_of(access_code_id, hass)
    assert state.state_info is not None
    assert "*" in state.state_info["unrecorded_attributes"]


@pytest.mark.contract("11.14")
async def test_each_change_of_status_is_written_once(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    now = dt_util.utcnow()
    changes = async_capture_events(hass, EVENT_STATE_CHANGED)
    access_code_id = await async_create(
        hass,
        "lock.front_door",
        "Guest",
        "7305",
        starts_at=now + timedelta(hours=1),
        ends_at=now + timedelta(hours=2),
    )
    await async_pass(hass, freezer, timedelta(hours=1, seconds=1))
    await async_pass(hass, freezer, timedelta(hours=1))

    entity_id = entity_id_of(access_code_id, hass)
    assert [
        new_state.state
        for change in changes
        if (new_state := change.data["new_state"]) is not None
        and new_state.entity_id == entity_id
    ] == ["unset", "setting", "set", "removing", "unset"]


@pytest.mark.contract("11.15")
async def test_a_status_that_nobody_can_know_is_home_assistants_unknown(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Cleaner", "7305")

    def unknown(record: LockRecord, world: World) -> Plan:
        views = {access_code_id: CodeView(Status.UNKNOWN)}
        return replace(plan(record, world), views=views)

    monkeypatch.setattr(engine_of(entry).cycle, "_plan_of", unknown)
    await async_call(hass, "update", access_code_id=access_code_id, name="Cleaners")
    await async_settle(hass)
    assert state_of(access_code_id, hass).state == STATE_UNKNOWN


@pytest.mark.contract("4.9")
async def test_reachability_does_not_change_a_status(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    slot_locks["Front door"].become(Reach.OFFLINE)
    await async_settle(hass)
    assert state_of(access_code_id, hass).state == "set"


@pytest.mark.contract("11.17")
async def test_a_renamed_code_renames_its_sensor_unless_a_person_did(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    cleaner = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    guest = await async_create(hass, "lock.front_door", "Guest", "8416")
    er.async_get(hass).async_update_entity(entity_id_of(guest, hass), name="My guests")

    await async_call(hass, "update", access_code_id=cleaner, name="Cleaning")
    await async_call(hass, "update", access_code_id=guest, name="Visitors")
    await async_settle(hass)

    assert state_of(cleaner, hass).name == "Front door Cleaning"
    assert state_of(guest, hass).name == "My guests"
    assert state_of(guest, hass).attributes["name"] == "Visitors"
    assert entity_id_of(cleaner, hass) == "sensor.front_door_cleaner"
    sensor = er.async_get(hass).async_get("sensor.front_door_cleaner")
    assert sensor is not None
    assert sensor.original_name == "Cleaning"


async def test_a_sensor_with_a_new_entity_id_follows_its_code(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    old = entity_id_of(access_code_id, hass)

    er.async_get(hass).async_update_entity(old, new_entity_id="sensor.cleaner")
    await async_settle(hass)
    assert hass.states.get(old) is None
    assert state_of(access_code_id, hass).entity_id == "sensor.cleaner"
    assert state_of(access_code_id, hass).state == "set"

    await async_call(hass, "update", access_code_id=access_code_id, name="Cleaning")
    await async_settle(hass)
    assert state_of(access_code_id, hass).name == "Front door Cleaning"

    await async_call(hass, "delete", access_code_id=access_code_id)
    await async_settle(hass)
    assert hass.states.get("sensor.cleaner") is None


@pytest.mark.parametrize(
    ("entity", "with_hooks"),
    [
        (AccessCodeSensor, {AccessCodeSensor}),
        (FreeSlotsSensor, {LockEntity}),
        (NextChangeSensor, {LockEntity}),
        (ProblemSensor, {LockEntity}),
        (CodesCalendar, {LockEntity}),
        (ActivityEvent, {LockEntity, ActivityEvent}),
    ],
)
def test_entities_opt_in_to_a_change_of_entity_id_in_slot(
    entity: type, with_hooks: set[type]
) -> None:
    """Home Assistant 2026.11 asks each class of ours that has a hook for adding or removing to have this one."""
    hooks = {
        "async_prepare_to_add_to_hass",
        "async_added_to_hass",
        "async_will_remove_from_hass",
    }
    ours = {
        cls
        for cls in entity.__mro__
        if cls.__module__.startswith("custom_components.") and hooks & vars(cls).keys()
    }

    assert ours == with_hooks
    assert all("async_entity_id_changed" in vars(cls) for cls in ours)


@pytest.mark.contract("11.18")
async def test_a_sensor_goes_with_its_code_and_not_before(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    entity_id = entity_id_of(access_code_id, hass)
    slot_locks["Front door"].failure = Outcome.REFUSED

    await async_call(hass, "delete", access_code_id=access_code_id)
    await async_settle(hass)
    assert state_of(access_code_id, hass).state == "removing"

    slot_locks["Front door"].fix()
    assert await engine_of(entry).async_try_again(access_code_id) is None
    await async_settle(hass)
    assert hass.states.get(entity_id) is None
    assert er.async_get(hass).async_get(entity_id) is None


async def test_a_sensor_that_a_person_disabled_stays_disabled_and_goes_with_its_code(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    entity_id = entity_id_of(access_code_id, hass)
    er.async_get(hass).async_update_entity(
        entity_id, disabled_by=er.RegistryEntryDisabler.USER
    )
    await async_settle(hass)
    assert hass.states.get(entity_id) is None

    await async_call(hass, "update", access_code_id=access_code_id, name="Cleaning")
    await async_settle(hass)
    assert hass.states.get(entity_id) is None
    await async_call(hass, "delete", access_code_id=access_code_id)
    await async_settle(hass)
    assert er.async_get(hass).async_get(entity_id) is None


@pytest.mark.contract("11.18")
async def test_codes_that_went_while_nobody_looked_take_their_sensors_along(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    kept = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    assert await hass.config_entries.async_unload(entry.entry_id)
    registry = er.async_get(hass)
    stale = registry.async_get_or_create(
        "sensor", DOMAIN, "a code that is gone", config_entry=entry
    )
    about_the_lock = registry.async_get_or_create(
        "sensor", DOMAIN, f"{entry.entry_id}_free_places", config_entry=entry
    )

    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)

    assert registry.async_get(stale.entity_id) is None
    assert registry.async_get(about_the_lock.entity_id) is not None
    assert state_of(kept, hass).state == "set"


@pytest.mark.contract("11.18")
async def test_a_thousand_codes_leave_nothing_in_the_registry_for_ever(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link(hass, "lock.front_door")
    registry = er.async_get(hass)
    before = len(registry.deleted_entities)

    def code_sensors() -> int:
        entities = er.async_entries_for_config_entry(registry, entry.entry_id)
        return sum(
            not entity.unique_id.startswith(entry.entry_id) for entity in entities
        )

    for _ in range(10):
        created = await asyncio.gather(
            *(async_call(hass, "create", lock="lock.front_door") for _ in range(100))
        )
        await async_settle(hass)
        assert code_sensors() == 100
        await asyncio.gather(
            *(
                async_call(
                    hass,
                    "delete",
                    access_code_id=response["access_code"]["access_code_id"],
                )
                for response in created
            )
        )
    await async_settle(hass)
    assert not engine_of(entry).record.codes
    assert code_sensors() == 0
    assert len(registry.deleted_entities) - before == 1000

    freezer.tick(timedelta(days=31))
    registry.async_purge_expired_orphaned_entities()
    assert len(registry.deleted_entities) == before


async def test_unloading_keeps_the_sensors_in_the_registry(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert state_of(access_code_id, hass).state == "unavailable"


async def test_a_code_whose_sensor_a_person_removed_goes_all_the_same(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    er.async_get(hass).async_remove(entity_id_of(access_code_id, hass))
    await async_call(hass, "update", access_code_id=access_code_id, name="Cleaning")
    await async_call(hass, "delete", access_code_id=access_code_id)
    await async_settle(hass)
    assert not engine_of(entry).record.codes


async def test_a_code_created_while_its_entry_reloads_has_a_sensor_that_follows(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was asked before the reload is granted after the sensors have gone."""
    engine, unload = engine_of(entry), hass.config_entries.async_unload_platforms

    async def async_unload_and_create(*args: Any) -> bool:
        is_unloaded = await unload(*args)
        await engine.async_request(
            partial(
                create,
                given=CreateRequest(name="Cleaner", code=Pin("7305")),
                access_code_id="cleaner",
                draw=lambda _: 0,
            )
        )
        return is_unloaded

    monkeypatch.setattr(
        hass.config_entries, "async_unload_platforms", async_unload_and_create
    )
    assert await hass.config_entries.async_reload(entry.entry_id)
    monkeypatch.undo()
    await async_settle(hass)
    assert state_of("cleaner", hass).state == "set"

    await async_call(hass, "update", access_code_id="cleaner", name="Gardener")
    await async_settle(hass)
    assert state_of("cleaner", hass).name == "Front door Gardener"


async def test_a_rename_before_a_deletion_is_shown_reaches_every_listener(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    other_id = await async_create(hass, "lock.front_door", "Guest", "8416")
    await async_settle(hass)
    heard: list[str | None] = []
    lock = entry.runtime_data.lock
    unsubscribe = lock.subscribe(lambda: heard.append(lock.name))
    with monkeypatch.context() as patched:
        patched.setattr(
            engine_of(entry).cycle.publisher, "publish_in_parts", lambda *_: ()
        )
        await async_call(hass, "delete", access_code_id=access_code_id)
        await async_settle(hass)
        assert access_code_id not in engine_of(entry).record.codes
        er.async_get(hass).async_update_entity("lock.front_door", name="Gate")
        await async_settle(hass)
    assert heard == ["Gate"]
    assert state_of(other_id, hass).state == "set"
    unsubscribe()


async def test_a_listener_that_fails_keeps_no_other_from_a_rename(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Listener failed: ValueError")
    heard: list[str] = []
    lock = entry.runtime_data.lock

    def fail() -> None:
        raise ValueError("1234")

    unsubscribe = [lock.subscribe(fail), lock.subscribe(lambda: heard.append("other"))]
    er.async_get(hass).async_update_entity("lock.front_door", name="Gate")
    await async_settle(hass)
    assert heard == ["other"]
    for leave in unsubscribe:
        leave()
