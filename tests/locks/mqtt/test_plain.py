"""A lock behind a Zigbee2MQTT that tells nothing of what became of a command: before version 2.7."""

import asyncio
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    Outcome,
    Pin,
    Readability,
    Reporting,
    UseReporting,
)
from custom_components.access_codes.locks.adapter import (
    LockUnreachable,
    NoSuchSlot,
    ReadFailed,
)
from tests.support.zigbee2mqtt import Broker
from tests.support.zigbee_lock import CLEAR, GET, SET, Fault, User, ZigbeeLock

from .conftest import Door, OpenDoor

OLD = {"version": "2.6.3"}


@pytest.fixture(autouse=True)
def short_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less for a message that does not come."""
    monkeypatch.setattr(
        "custom_components.access_codes.locks.mqtt.plain_commands.ANSWER_TIME", 0.3
    )


@pytest.mark.contract("12.143", "12.154")
async def test_every_write_is_unknown_until_the_slot_is_read(
    open_door: OpenDoor, broker: Broker
) -> None:
    door = await open_door(**OLD, expose_pin=True)
    door.lock.sent.clear()
    broker.received.clear()
    assert await door.set("1", "0123") is Outcome.UNKNOWN
    assert await door.adapter.async_read("1") == KnownPin(Pin("0123"))
    assert await door.clear("1") is Outcome.UNKNOWN
    assert await door.adapter.async_read("1") is EMPTY
    assert door.lock.sent == [(SET, 1), (GET, 1), (CLEAR, 1), (GET, 1)]
    assert len(broker.received) == 4
    assert not any(retain for _, _, retain in broker.received)


async def test_the_limits_are_read_into_the_state(open_door: OpenDoor) -> None:
    door = await open_door(**OLD)
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.slots == ("1", "2", "3", "4")
    assert capabilities.code_lengths == (4, 5, 6, 7, 8)
    assert capabilities.reports is Reporting.ALL
    assert capabilities.uses is UseReporting.LIVE
    assert door.lock.sent == [(0, -1)]


@pytest.mark.contract("12.155")
@pytest.mark.parametrize(
    ("has_poll_control", "late_by"), [(True, 24 * 3600 + 60), (False, 60)]
)
async def test_a_write_may_come_late(
    open_door: OpenDoor, has_poll_control: bool, late_by: int
) -> None:
    door = await open_door(ZigbeeLock(has_poll_control=has_poll_control), **OLD)
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.late_by == late_by


async def test_a_hidden_pin_is_only_an_occupied_slot(open_door: OpenDoor) -> None:
    door = await open_door(**OLD)
    await door.set("1", "1234")
    assert await door.adapter.async_read("1") is UNREADABLE
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.reads is Readability.PRESENCE


@pytest.mark.parametrize(
    "shown", [None, "", "****", {}, {"0": 49, "1": 50}, "１２３４", "\ufffd"]
)
async def test_a_pin_in_another_form_is_hidden(open_door: OpenDoor, shown: Any) -> None:
    door = await open_door(**OLD, expose_pin=True)
    reading = asyncio.create_task(door.adapter.async_read("1"))
    await asyncio.sleep(0)
    user = {"status": "enabled", "pin_code": shown}
    door.bridge.publish_state(door.lock, users={"1": user})
    assert await reading is UNREADABLE


async def test_the_other_states_of_a_slot(open_door: OpenDoor) -> None:
    door = await open_door(**OLD)
    door.lock.users[1] = User("1234", status=3)
    assert await door.adapter.async_read("1") is UNREADABLE
    assert door.listener.inactive == [("1", True)]
    with pytest.raises(NoSuchSlot):
        await door.adapter.async_read("70")


@pytest.mark.contract("12.156")
async def test_what_is_cached_is_no_answer(open_door: OpenDoor) -> None:
    door = await open_door(**OLD, expose_pin=True)
    door.bridge.publish_state(door.lock, battery=90)
    await door.set("1", "1234")
    assert await door.adapter.async_read("1") == KnownPin(Pin("1234"))
    door.lock.fault = Fault.NO_ANSWER

    async def repeat(door: Door, **new: Any) -> None:
        reading = asyncio.create_task(door.adapter.async_read("1"))
        await asyncio.sleep(0.05)
        door.bridge.publish_state(door.lock, **new)
        with pytest.raises(ReadFailed):
            await reading

    await repeat(door, battery=80)
    await repeat(door, state="UNLOCK")
    await repeat(door, action="unlock", action_user=1, action_source=0)
    # A lock that answers shows the same once more.
    door.lock.fault = None
    assert await door.adapter.async_read("1") == KnownPin(Pin("1234"))
    assert await door.adapter.async_read("1") == KnownPin(Pin("1234"))


@pytest.mark.contract("12.190")
async def test_an_event_right_after_a_rename_is_no_answer(open_door: OpenDoor) -> None:
    door = await open_door(**OLD, expose_pin=True)
    await door.set("1", "1234")
    assert await door.adapter.async_read("1") == KnownPin(Pin("1234"))
    door.bridge.type_at_keypad(door.lock, 1, "5678", is_reported=False)
    # The lock's own report of the write comes before.
    await asyncio.sleep(0.1)
    door.bridge.rename(door.lock, "back door")
    await asyncio.sleep(0.1)
    door.lock.sent.clear()
    reading = asyncio.create_task(door.adapter.async_read("1"))
    await asyncio.sleep(0)
    door.bridge.tell(door.lock, "unlock", 1, 0)
    assert await reading == KnownPin(Pin("5678"))
    assert door.lock.sent == [(GET, 1), (GET, 1)]


@pytest.mark.contract("12.156")
async def test_only_the_first_answer_counts(open_door: OpenDoor) -> None:
    door = await open_door(**OLD, expose_pin=True)
    reading = asyncio.create_task(door.adapter.async_read("1"))
    await asyncio.sleep(0)
    for pin in ("1234", "5678"):
        user = {"status": "enabled", "pin_code": pin}
        door.bridge.publish_state(door.lock, users={"1": user})
    assert await reading == KnownPin(Pin("1234"))


async def test_silence_is_no_answer(open_door: OpenDoor) -> None:
    door = await open_door(**OLD)
    door.lock.fault = Fault.UNREACHABLE
    assert await door.set("1", "1234") is Outcome.UNKNOWN
    with pytest.raises(ReadFailed):
        await door.adapter.async_read("1")
    door.bridge.go_offline()
    assert await door.set("1", "1234") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await door.adapter.async_read("1")


@pytest.mark.contract("12.143")
async def test_an_update_brings_answers(open_door: OpenDoor) -> None:
    door = await open_door(**OLD)
    assert await door.set("1", "1234") is Outcome.UNKNOWN
    door.bridge.version = "2.7.0"
    door.bridge.start()
    await door.until_known()
    assert await door.set("2", "5678") is Outcome.ACCEPTED
