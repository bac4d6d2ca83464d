"""A lock behind Zigbee2MQTT: its limits, its reports, its silence."""

import asyncio
from datetime import timedelta
import json

import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_mqtt_message,
    async_fire_time_changed,
)

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Cause,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
    Readability,
    UseReporting,
)
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import (
    LockUnreachable,
    NoSuchSlot,
    ReadFailed,
)
from custom_components.access_codes.locks.mqtt.subscriptions import Subscriptions
from homeassistant.components import mqtt
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from tests.locks.lock_bench import BenchListener
from tests.support.zigbee2mqtt import Broker
from tests.support.zigbee_lock import CLEAR, GET, SET, Fault, User, ZigbeeLock

from .conftest import Door, OpenDoor


@pytest.mark.contract("12.142", "12.150")
async def test_a_command_is_one_message_that_nobody_keeps(
    open_door: OpenDoor, broker: Broker
) -> None:
    door = await open_door()
    door.lock.sent.clear()
    broker.received.clear()
    assert await door.set("1", "0123") is Outcome.ACCEPTED
    assert await door.adapter.async_read("1") == KnownPin(Pin("0123"))
    assert await door.clear("1") is Outcome.ACCEPTED
    assert door.lock.sent == [(SET, 1), (GET, 1), (CLEAR, 1)]
    topics = {topic for topic, _, _ in broker.received}
    assert topics == {"zigbee2mqtt/bridge/request/action"}
    transactions = [json.loads(text)["transaction"] for _, text, _ in broker.received]
    assert len(set(transactions)) == 3
    assert not any(retain for _, _, retain in broker.received)
    assert not [text for text in broker.retained.values() if "0123" in text]


@pytest.mark.contract("12.144")
@pytest.mark.parametrize(
    ("status", "outcome"),
    [(0x81, Outcome.REFUSED), (0x87, Outcome.INVALID), (0, Outcome.ACCEPTED)],
)
async def test_a_default_response_is_an_answer(
    open_door: OpenDoor, status: int, outcome: Outcome
) -> None:
    door = await open_door()
    door.lock.default_response = status
    assert await door.set("1", "1234") is outcome


@pytest.mark.contract("12.142")
async def test_only_the_own_transaction_answers(
    hass: HomeAssistant, open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.access_codes.locks.mqtt.bridge.PATIENCE", 0.3
    )
    door = await open_door()
    door.bridge.is_answering = False
    writing = asyncio.create_task(door.set("1", "1234"))
    await asyncio.sleep(0.1)
    answer = {"status": "ok", "data": {"data": {"data": [25, 1, 5, 0]}}}
    for text in ("{", "[]", json.dumps({**answer, "transaction": "another"})):
        async_fire_mqtt_message(hass, "zigbee2mqtt/bridge/response/action", text)
    assert await writing is Outcome.UNKNOWN


@pytest.mark.contract("12.148")
async def test_a_report_after_a_write_without_an_answer_is_passed_on(
    open_door: OpenDoor,
) -> None:
    door = await open_door()
    door.lock.fault = Fault.NO_ANSWER
    assert await door.set("1", "1234") is Outcome.UNKNOWN
    door.bridge.tell(door.lock, "pin_code_added", 1, 1)
    assert door.listener.reports == [("1", None)]
    assert door.listener.causes == [Cause.UNKNOWN]


@pytest.mark.contract("12.148")
async def test_a_change_by_another_hand_is_reported(open_door: OpenDoor) -> None:
    door = await open_door()
    await door.set("1", "1234")
    # The same slot, by another command than ours, and at the keypad.
    door.bridge.tell(door.lock, "pin_code_deleted", 1, 1)
    door.bridge.tell(door.lock, "pin_code_changed", 1, 0)
    door.bridge.tell(door.lock, "pin_code_added", 77, 0)
    door.bridge.tell(door.lock, "pin_code_deleted", None, 0)
    assert door.listener.reports == [("1", EMPTY), ("1", None), (None, None)]
    assert door.listener.causes == [Cause.UNKNOWN, Cause.OTHERS]


@pytest.mark.contract("12.147")
async def test_uses_and_refused_tries_come_from_the_locks_own_topic(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    door = await open_door()
    await door.set("1", "1234")
    door.bridge.use(door.lock, 1)
    door.bridge.tell(door.lock, "unlock", 77, 0)
    door.bridge.tell(door.lock, "unlock_failure_invalid_pin_or_id", None, 0)
    door.bridge.tell(door.lock, "unlock", 1, 1)
    door.bridge.publish_state(door.lock, battery=80)
    for text in ("", "{", "[]", "\ufffd"):
        async_fire_mqtt_message(hass, "zigbee2mqtt/front door", text)
    assert [(use.slot, use.action) for use in door.listener.uses] == [
        ("1", "unlock"),
        (None, "unlock"),
    ]
    assert door.listener.denials == ["invalid_code"]


@pytest.mark.contract("12.147")
async def test_a_retained_message_tells_nothing(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    door = await open_door()
    state = {"action": "unlock", "action_user": 1, "action_source": 0}
    async_fire_mqtt_message(
        hass, "zigbee2mqtt/front door", json.dumps(state), retain=True
    )
    assert door.listener.uses == []


async def test_a_code_that_is_switched_off_is_told_once(open_door: OpenDoor) -> None:
    door = await open_door()
    door.lock.users[1] = User("1234", status=3)
    assert await door.adapter.async_read("1") is UNREADABLE
    assert await door.adapter.async_read("1") is UNREADABLE
    assert door.adapter.metadata("1") == {"slot": 1, "user_status": "disabled"}
    door.lock.users[1].status = 1
    assert await door.adapter.async_read("1") == KnownPin(Pin("1234"))
    assert door.listener.inactive == [("1", True), ("1", False)]
    assert door.adapter.metadata("1") == {"slot": 1}


@pytest.mark.contract("12.145")
async def test_a_slot_that_the_lock_lacks_is_none(open_door: OpenDoor) -> None:
    door = await open_door()
    with pytest.raises(NoSuchSlot):
        await door.adapter.async_read("70")


@pytest.mark.contract("12.153")
async def test_a_masked_write_is_confirmed_by_the_locks_own_report(
    open_door: OpenDoor,
) -> None:
    door = await open_door(ZigbeeLock(mask=b"\x00"))
    door.listener.ours.add("1")
    assert await door.set("1", "1234") is Outcome.ACCEPTED
    assert await door.adapter.async_read("1") is UNREADABLE
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.reads is Readability.PRESENCE
    assert await door.set("1", "5678") is Outcome.CONFIRMED
    door.lock.sends_events = False
    assert await door.set("1", "2468") is Outcome.ACCEPTED


@pytest.mark.contract("12.157")
async def test_a_lock_without_reads_says_so(open_door: OpenDoor) -> None:
    door = await open_door(ZigbeeLock(has_reads=False))
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.reads is Readability.NOTHING
    assert door.lock.sent == [(0, -1), (GET, 4)]


@pytest.mark.contract("12.148", "12.157")
async def test_one_deletion_without_its_slot_is_no_loss_of_all_where_no_read_decides(
    open_door: OpenDoor,
) -> None:
    door = await open_door(ZigbeeLock(has_reads=False))
    await door.set("1", "1234")
    door.bridge.tell(door.lock, "pin_code_deleted", None, 0)
    assert door.listener.reports == []
    door.bridge.tell(door.lock, "pin_code_deleted", 0xFFFF, 0)
    assert door.listener.reports == [(None, None)]


@pytest.mark.contract("12.157")
async def test_a_lock_that_loses_its_reads_is_noticed(open_door: OpenDoor) -> None:
    door = await open_door()
    door.lock.has_reads = False
    with pytest.raises(ReadFailed):
        await door.adapter.async_read("1")
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.reads is Readability.NOTHING


async def test_a_last_slot_that_the_lock_lacks_hinders_nothing(
    open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ZigbeeLock, "count", 2)
    door = await open_door()
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.reads is Readability.PIN


@pytest.mark.contract("12.146")
async def test_a_silent_lock_is_asked_again_when_it_is_heard_and_later(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    door = await open_door(ZigbeeLock(fault=Fault.NO_ANSWER), is_known=False)

    async def until_asked(times: int) -> None:
        async with asyncio.timeout(5):
            while len(door.lock.sent) < times:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)

    await until_asked(1)
    door.bridge.publish_state(door.lock, battery=80)
    await until_asked(2)
    for times, seconds in ((3, 301), (4, 1801), (5, 3601), (6, 3601)):
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=seconds))
        await until_asked(times)
    assert door.adapter.capabilities is None
    assert len(door.lock.sent) == 6
    door.lock.fault = None
    # A command that the lock answers is a sign of life, too.
    assert await door.set("1", "1234") is Outcome.ACCEPTED
    await door.until_known()


@pytest.mark.contract("12.152")
async def test_a_model_without_pins_has_no_slots(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    door = await open_door(ZigbeeLock(properties=("state",)), is_known=False)
    await door.listener.wait_until(lambda: door.adapter.capabilities is not None)
    assert door.adapter.capabilities == LockCapabilities()
    assert door.lock.sent == []


@pytest.mark.contract("12.159")
async def test_a_use_that_the_definition_does_not_know_is_told(
    open_door: OpenDoor,
) -> None:
    door = await open_door(ZigbeeLock(properties=("state", "pin_code")))
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.uses is UseReporting.NEVER
    await door.set("1", "1234")
    door.bridge.use(door.lock, 1)
    assert [use.slot for use in door.listener.uses] == ["1"]
    capabilities = door.adapter.capabilities
    assert capabilities is not None
    assert capabilities.uses is UseReporting.LIVE


async def test_an_early_use_is_told_without_a_slot(open_door: OpenDoor) -> None:
    door = await open_door(ZigbeeLock(fault=Fault.UNREACHABLE), is_known=False)
    await door.listener.wait_until(lambda: door.adapter.reach is Reach.REACHABLE)
    door.bridge.tell(door.lock, "unlock", 1, 0)
    assert [use.slot for use in door.listener.uses] == [None]


async def test_a_lock_that_is_not_listed_is_out_of_reach(
    hass: HomeAssistant, open_door: OpenDoor
) -> None:
    door = await open_door()
    door.bridge.locks.remove(door.lock)
    door.bridge.list_devices()
    assert door.adapter.reach is Reach.OFFLINE
    assert await door.set("1", "1234") is Outcome.UNREACHABLE
    assert await door.clear("1") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await door.adapter.async_read("1")
    door.bridge.locks.append(door.lock)
    door.bridge.list_devices()
    await door.until_known()
    assert await door.set("1", "1234") is Outcome.ACCEPTED


async def test_an_entity_of_something_else_is_never_reached(
    hass: HomeAssistant, broker: Broker
) -> None:
    entity = er.async_get(hass).async_get_or_create("lock", "mqtt", "tasmota")
    adapter = await async_create_adapter(hass, entity, "mqtt")
    adapter.stop()
    await adapter.async_start(BenchListener())
    assert adapter.reach is Reach.DISCONNECTED
    assert adapter.capabilities is None
    adapter.stop()


@pytest.mark.contract("12.151")
async def test_a_message_that_cannot_be_handled_names_nothing(
    hass: HomeAssistant,
    open_door: OpenDoor,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    expected_errors: list[str],
) -> None:
    expected_errors.append("A message was not understood: ")
    door: Door = await open_door()

    def fail(_: object) -> None:
        raise RuntimeError("1234")

    monkeypatch.setattr(
        "custom_components.access_codes.locks.mqtt.adapter.event_of", fail
    )
    caplog.clear()
    door.bridge.tell(door.lock, "unlock", 1, 0)
    texts = [record.getMessage() for record in caplog.records]
    assert "A message was not understood: RuntimeError" in texts
    ours = [record for record in caplog.records if "access_codes" in record.name]
    assert not [record for record in ours if "1234" in record.getMessage()]
    assert not [record for record in ours if record.exc_info]


async def test_a_slot_can_be_read_before_the_limits_are_known(
    open_door: OpenDoor,
) -> None:
    door = await open_door(ZigbeeLock(fault=Fault.UNREACHABLE), is_known=False)
    await door.listener.wait_until(lambda: door.adapter.reach is Reach.REACHABLE)
    door.lock.fault = None
    door.lock.users[1] = User("1234")
    reading = asyncio.create_task(door.adapter.async_read("1"))
    assert await reading == KnownPin(Pin("1234"))
    await door.until_known()


@pytest.mark.contract("12.151")
async def test_the_locks_own_entity_is_given_the_same_text(
    hass: HomeAssistant, broker: Broker
) -> None:
    location = "zigbee2mqtt/front door"
    texts: list[object] = []
    subscriptions = Subscriptions(hass, lambda: None)
    subscriptions.start()
    subscriptions.listen_to({location: lambda text, _: texts.append(text)})

    @callback
    def receive(message: mqtt.ReceiveMessage) -> None:
        texts.append(message.payload)

    await mqtt.async_subscribe(hass, location, receive)
    async_fire_mqtt_message(hass, location, "{}")
    assert texts == ["{}", "{}"]
    subscriptions.stop()
