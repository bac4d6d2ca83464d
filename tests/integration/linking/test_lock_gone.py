"""The lock's integration, or its entity, is taken away: one repair a lock, nothing forgotten, and it goes on when it is back."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.access_codes.core.model import Reach
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.util import dt as dt_util
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import FAMILY, async_add_locks, async_call, engine_of
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

DOORS = ("Front door", "Back door")


async def async_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, minutes: int
) -> None:
    for _ in range(2 * minutes):
        freezer.tick(timedelta(seconds=30))
        async_fire_time_changed(hass)
        await async_settle(hass)


def issue_ids(hass: HomeAssistant) -> set[str]:
    return {
        issue.issue_id
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == "access_codes" and issue.active
    }


async def test_removing_the_locks_integration_is_one_repair_a_lock_until_it_is_back(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, slot_locks: SlotLocks
) -> None:
    doors = await async_add_locks(hass, *DOORS)
    entries = {
        name: await async_link_slots(hass, f"lock.{name.lower().replace(' ', '_')}")
        for name in DOORS
    }
    ends_at = dt_util.utcnow() + timedelta(hours=1)
    for name in DOORS:
        entity_id = f"lock.{name.lower().replace(' ', '_')}"
        await async_create(hass, entity_id, "Family", "73058142")
        await async_call(
            hass,
            "create",
            lock=entity_id,
            name="Guest",
            code="51728394",
            ends_at=ends_at.isoformat(),
        )
    await async_settle(hass)
    assert slot_locks["Front door"].pins == {"73058142", "51728394"}
    await async_pass(hass, freezer, 5)

    await hass.config_entries.async_remove(doors.entry.entry_id)
    await async_settle(hass)
    await async_pass(hass, freezer, 4)
    assert issue_ids(hass) == set()
    await async_pass(hass, freezer, 2)
    repairs = {f"device_removed_{entry.entry_id}" for entry in entries.values()}
    assert issue_ids(hass) == repairs
    for entry in entries.values():
        for view in engine_of(entry).plan.views.values():
            assert [error.code for error in view.errors] == ["device_removed"]

    # The guest's time ends while nobody can take the code off.
    await async_pass(hass, freezer, 60)
    assert issue_ids(hass) == repairs
    assert hass.states.get("sensor.front_door_guest").state == "removing"  # type: ignore[union-attr]
    assert slot_locks["Front door"].pins == {"73058142", "51728394"}

    await async_add_locks(hass, *DOORS)
    await async_settle(hass)
    for name, entry in entries.items():
        assert engine_of(entry).world.reach is Reach.REACHABLE
        assert slot_locks[name].pins == {"73058142"}
    assert hass.states.get("sensor.front_door_guest").state == "unset"  # type: ignore[union-attr]
    assert hass.states.get("sensor.front_door_family").state == "set"  # type: ignore[union-attr]
    assert issue_ids(hass) == set()


@pytest.mark.parametrize("answer", ["return", "forget_all"])
async def test_removing_the_locks_entity_is_one_repair(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    slot_locks: SlotLocks,
    answer: str,
) -> None:
    doors = await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Family", "73058142")
    await async_create(hass, "lock.front_door", "Cleaner", "51728394")
    er.async_get(hass).async_remove("lock.front_door")
    await async_pass(hass, freezer, 6)
    assert issue_ids(hass) == {f"device_removed_{entry.entry_id}"}
    if answer == "forget_all":
        await async_fix(hass, "device_removed", "forget_all", None)
        assert engine_of(entry).record.codes == {}
    else:
        er.async_get(hass).async_get_or_create(
            "lock", FAMILY, "Front door", config_entry=doors.entry
        )
        await async_settle(hass)
        assert len(engine_of(entry).record.codes) == 2
    assert not issues_of(hass)
    assert slot_locks["Front door"].pins == {"73058142", "51728394"}


async def test_a_lock_without_codes_can_go_without_a_word(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    await async_link_slots(hass, "lock.front_door")
    er.async_get(hass).async_remove("lock.front_door")
    await async_pass(hass, freezer, 6)
    assert issue_ids(hass) == set()
