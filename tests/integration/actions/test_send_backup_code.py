"""Sending a code for which a backup code was pulled: the PIN that opens the lock is told."""

from typing import Any

import pytest

from custom_components.access_codes.core.model import Reach
from homeassistant.core import HomeAssistant
from tests.support.action_calls import FRONT, PIN, async_created, async_refused
from tests.support.keypad_locks import Doors, async_call, async_link
from tests.support.notifiers import FakeNotifyEntity, async_add_notifiers
from tests.support.slot_locks import METHOD, SlotLock, SlotLocks, async_settle

PHONE = "notify.phone"
POOL: dict[str, Any] = {
    "use_backup_access_code_pool": True,
    "starts_at": "2026-06-01 11:00:00+00:00",
    "ends_at": "2026-06-01 20:00:00+00:00",
}


@pytest.fixture
async def slots(hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks) -> SlotLock:
    """Link the front door by its slots, and let it go away."""
    slot_lock = slot_locks["Front door"]
    slot_lock.slots = dict.fromkeys(map(str, range(1, 9)))
    await async_link(hass, FRONT, method=METHOD)
    await async_settle(hass)
    return slot_lock


@pytest.fixture
async def phone(hass: HomeAssistant) -> FakeNotifyEntity:
    return (await async_add_notifiers(hass, "Phone"))["Phone"]


async def async_sent(hass: HomeAssistant, phone: FakeNotifyEntity, code: Any) -> str:
    await async_call(
        hass,
        "send_code",
        notify=PHONE,
        access_code_id=code["access_code_id"],
        message="{name}: {code}",
    )
    return phone.messages[-1]


@pytest.mark.contract("16.12")
async def test_the_pin_that_opens_is_told(
    hass: HomeAssistant, slots: SlotLock, phone: FakeNotifyEntity
) -> None:
    # The pool stands before the lock goes away.
    await async_created(hass, code="918273", name="Ben", **POOL)
    await async_settle(hass)
    slots.become(Reach.OFFLINE)
    await async_settle(hass)
    anna = await async_created(hass, code=PIN, name="Anna", **POOL)
    assert await async_sent(hass, phone, anna) == f"Anna: {PIN}"
    answer = await async_call(
        hass, "pull_backup_access_code", access_code_id=anna["access_code_id"]
    )
    backup = answer["access_code"]
    assert await async_sent(hass, phone, anna) == f"Anna: {backup['code']}"
    assert await async_sent(hass, phone, backup) == f"Anna: {backup['code']}"
    slots.become(Reach.REACHABLE)
    await async_settle(hass)
    assert await async_sent(hass, phone, anna) == f"Anna: {PIN}"
    await async_call(hass, "delete", access_code_id=backup["access_code_id"])
    assert await async_sent(hass, phone, anna) == f"Anna: {PIN}"


@pytest.mark.contract("16.12")
async def test_a_backup_code_of_the_pool_is_not_sent(
    hass: HomeAssistant, slots: SlotLock, phone: FakeNotifyEntity
) -> None:
    await async_created(hass, code=PIN, name="Anna", **POOL)
    await async_settle(hass)
    found = await async_call(hass, "list", lock=FRONT, include_backup=True)
    pool = next(code for code in found["access_codes"] if code["is_backup"])
    refused = await async_refused(
        hass, "send_code", notify=PHONE, access_code_id=pool["access_code_id"]
    )
    assert refused == "backup_code_not_sent"
    assert phone.messages == []
