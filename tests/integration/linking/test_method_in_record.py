"""The method of a link stands in the record: what is left on a lock is taken off the way it was set."""

import pytest

from custom_components.access_codes import locks
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from tests.support.engine_house import House
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_add_locks, async_link, engine_of
from tests.support.slot_locks import (
    METHOD,
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)


@pytest.fixture
def method_for_every_lock(
    slot_locks: SlotLocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Have the method of the fake locks named by a person, not found by their platform."""
    family = locks.FAMILIES[METHOD]._replace(platform=None)
    monkeypatch.setitem(locks.FAMILIES, METHOD, family)


@pytest.mark.contract("13.88")
@pytest.mark.usefixtures("method_for_every_lock")
async def test_codes_are_taken_off_by_the_method_that_set_them(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await hass.config_entries.async_remove(entry.entry_id)
    await async_settle(hass)

    result = await async_fix(hass, "codes_left_on_lock", "take_off")

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert slot_locks["Front door"].pins == set()
    assert not issues_of(hass)


@pytest.mark.contract("13.88")
@pytest.mark.usefixtures("method_for_every_lock")
async def test_a_keypad_does_not_make_the_former_method_forgotten(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await hass.config_entries.async_remove(entry.entry_id)
    await async_settle(hass)
    again = await async_link(hass, "lock.front_door")
    await async_settle(hass)
    assert engine_of(again).record.method == METHOD
    await hass.config_entries.async_remove(again.entry_id)
    await async_settle(hass)

    await async_fix(hass, "codes_left_on_lock", "take_off")

    assert slot_locks["Front door"].pins == set()


@pytest.mark.contract("13.88")
async def test_a_record_of_an_earlier_version_gets_its_method_at_the_next_start(
    house: House,
) -> None:
    await house.run()
    await house.engine.async_stop()
    assert (await house.on_disk()).method is None
    house.options["method"] = METHOD
    await house.start()
    await house.settle()
    assert house.engine.record.method == METHOD
    await house.pass_time(60)
    assert (await house.on_disk()).method == METHOD


@pytest.mark.contract("13.88")
async def test_without_a_method_that_fits_the_family_of_the_lock_counts(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    lock = entry.runtime_data.lock.entity
    assert locks.method_that_set(None, hass, lock) == METHOD
    assert locks.method_that_set("gone", hass, lock) == METHOD
    assert locks.method_that_set("zwave_js", hass, lock) == METHOD
