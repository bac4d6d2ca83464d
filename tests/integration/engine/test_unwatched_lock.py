"""A lock about which no decision can be made: it is shown, and nobody waits for it."""

import asyncio
from collections.abc import Iterator

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.access_codes.core.model import (
    Issue,
    IssueKind,
    LockRecord,
    Plan,
    Reach,
    World,
)
from custom_components.access_codes.core.plan.planner import plan as plan_of
from custom_components.access_codes.engine.updates import Update
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.engine_house import House
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_add_locks, engine_of
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)


async def async_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, seconds: float
) -> None:
    """Let time go by."""
    freezer.tick(seconds)
    async_fire_time_changed(hass)
    await async_settle(hass)


NOT_WATCHED = Issue(IssueKind.DEVICE_NOT_WATCHED)


class Planner:
    """The planner, which can be made to fail."""

    is_broken = False

    def plan(self, record: LockRecord, world: World) -> Plan:
        if self.is_broken:
            raise ValueError("a decision that breaks down")
        return plan_of(record, world)


@pytest.fixture
def planner(house: House, expected_errors: list[str]) -> Iterator[Planner]:
    expected_errors.append("Update cycle failed")
    planner = Planner()
    house.options["plan"] = planner.plan
    yield planner
    planner.is_broken = False


@pytest.mark.contract("5.47")
async def test_a_sync_is_answered_when_the_engine_stops(
    house: House, planner: Planner
) -> None:
    await house.run()
    planner.is_broken = True
    syncing = asyncio.ensure_future(house.engine.async_sync())
    trying = asyncio.ensure_future(house.engine.async_try_again(None))
    await house.settle()
    await house.pass_time(60)
    assert not syncing.done()
    await house.engine.async_stop()
    for waiting in (syncing, trying):
        with pytest.raises(StorageFailed):
            await asyncio.wait_for(waiting, 1)


@pytest.mark.contract("5.46", "5.47")
async def test_a_lock_that_is_not_watched_is_shown_until_decisions_work_again(
    house: House, planner: Planner
) -> None:
    await house.run()
    code = await house.create("246813", starts_in=0, lasts=600)
    await house.settle()
    updates: list[Update] = []
    house.engine.subscribe(updates.append)
    planner.is_broken = True
    syncing = asyncio.ensure_future(house.engine.async_sync())
    await house.settle()
    for _ in range(4):
        await house.pass_time(60)
    assert NOT_WATCHED not in house.engine.plan.issues
    assert not syncing.done()
    for _ in range(7):
        await house.pass_time(60)
    assert NOT_WATCHED in house.engine.plan.issues
    assert house.engine.plan.device_error == "device_not_watched"
    errors = house.engine.plan.views[code.access_code_id].errors
    assert [error.code for error in errors] == ["device_not_watched"]
    assert len(updates) == 1
    assert updates[0].changed == {code.access_code_id}
    assert updates[0].lock_changed
    with pytest.raises(StorageFailed):
        await asyncio.wait_for(syncing, 1)
    await house.pass_time(60)
    assert len(updates) == 1

    planner.is_broken = False
    await house.pass_time(60)
    plan = house.engine.plan
    assert NOT_WATCHED not in plan.issues
    assert plan.device_error is None
    assert house.lock.pins == set()


@pytest.mark.contract("5.46")
async def test_one_decision_that_fails_does_not_make_a_lock_unwatched(
    house: House, planner: Planner
) -> None:
    await house.run()
    planner.is_broken = True
    house.adapter.tell_reach()
    await house.pass_time(60)
    planner.is_broken = False
    for _ in range(10):
        await house.pass_time(60)
    assert NOT_WATCHED not in house.engine.plan.issues


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link_slots(hass, "lock.front_door")


@pytest.mark.contract("5.46")
async def test_sensors_of_an_unwatched_lock_are_unavailable_and_a_repair_says_why(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Update cycle failed")
    access_code_id = await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_settle(hass)
    sensor = er.async_get(hass).async_get_entity_id(
        "sensor", "access_codes", access_code_id
    )
    assert sensor is not None
    planner = Planner()
    planner.is_broken = True
    monkeypatch.setattr(engine_of(entry).cycle, "_plan_of", planner.plan)
    engine_of(entry).set_reach(None)
    for _ in range(6):
        await async_pass(hass, freezer, 60)
    state = hass.states.get(sensor)
    assert state is not None
    assert state.state == STATE_UNAVAILABLE
    assert not issues_of(hass)["device_not_watched"].is_fixable

    planner.is_broken = False
    await async_pass(hass, freezer, 60)
    state = hass.states.get(sensor)
    assert state is not None
    assert state.state == "set"
    assert "device_not_watched" not in issues_of(hass)


@pytest.mark.contract("5.36", "5.47")
async def test_a_repair_that_can_have_no_outcome_says_so(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
    slot_locks: SlotLocks,
) -> None:
    slot_locks["Front door"].become(Reach.OFFLINE)
    await async_create(hass, "lock.front_door", "Guest", "7305")
    for _ in range(10):
        await async_pass(hass, freezer, 60)

    async def fails(_: str | None) -> str | None:
        raise StorageFailed("not running")

    monkeypatch.setattr(engine_of(entry), "async_try_again", fails)
    result = await async_fix(hass, "device_offline", "try_again")
    assert result["reason"] == "not_loaded"
    assert "device_offline" in issues_of(hass)
