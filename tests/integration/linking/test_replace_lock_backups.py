"""A lock with backup codes is replaced by another."""

import pytest

from homeassistant.core import HomeAssistant
from tests.support.keypad_locks import async_add_locks, async_call
from tests.support.lock_replacement import NEW, OLD, async_replace_lock
from tests.support.slot_locks import SlotLocks, async_link_slots, async_settle

SLOTS = [str(number) for number in range(1, 7)]


@pytest.mark.contract("10.21", "14.15")
async def test_a_pulled_backup_code_moves_and_the_pool_is_made_anew(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door", "New door")
    old, new = slot_locks["Front door"], slot_locks["New door"]
    old.slots, new.slots = dict.fromkeys(SLOTS), dict.fromkeys(SLOTS)
    entry = await async_link_slots(hass, OLD, backup_pool_size=2)
    answer = await async_call(
        hass,
        "create",
        lock=OLD,
        code="7305",
        ends_at="2099-01-01 00:00",
        use_backup_access_code_pool=True,
    )
    code = answer["access_code"]["access_code_id"]
    await async_settle(hass)
    answer = await async_call(hass, "pull_backup_access_code", access_code_id=code)
    backup = answer["access_code"]
    await async_settle(hass)
    pool = old.pins - {"7305", backup["code"]}
    assert len(pool) == 2
    await async_replace_lock(hass, entry)
    await async_settle(hass)
    assert old.pins == set()
    assert {"7305", backup["code"]} <= new.pins
    assert len(new.pins) == 4
    assert not pool & new.pins
    answer = await async_call(hass, "pull_backup_access_code", access_code_id=code)
    assert answer["access_code"]["access_code_id"] == backup["access_code_id"]
    answer = await async_call(hass, "list", lock=NEW, include_backup=True)
    listed = answer["access_codes"]
    assert [one["is_backup"] for one in listed].count(True) == 3
