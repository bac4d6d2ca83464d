"""A Zigbee2MQTT behind a broker, both in this process, as Home Assistant's own MQTT integration sees them.

Only the network client of that integration is replaced. Topics and payloads are those that were seen with the real
Zigbee2MQTT 2.14, and, for older versions, what it does without requests.
"""

import asyncio
from collections.abc import Callable
import json
from typing import Any, Final, Protocol
from unittest.mock import MagicMock

from paho.mqtt.client import topic_matches_sub
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_mqtt_message,
)

from homeassistant.components import mqtt
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_registry import RegistryEntry

from .zigbee_lock import CLEAR, GET, NAMES, SET, Fault, User, ZigbeeLock

STATUS: Final = {0: "available", 1: "enabled", 3: "disabled"}

LATE: Final = 1.5
"""Seconds after which a late lock carries a command out."""


class Station(Protocol):
    """Whoever else is connected to the broker."""

    def receive(self, topic: str, text: str) -> None:
        """Handle a message of Home Assistant."""


class Broker:
    """The broker: it keeps retained messages, and has one subscriber, Home Assistant."""

    def __init__(self, hass: HomeAssistant, client: MagicMock) -> None:
        self._hass = hass
        self._client = client
        self.retained: dict[str, str] = {}
        self.subscribed: set[str] = set()
        self.received: list[tuple[str, str, bool]] = []
        """Messages of Home Assistant: topic, payload, retain."""
        self.bridges: list[Station] = []
        self._mid = 0
        client.subscribe.side_effect = self._subscribe
        client.unsubscribe.side_effect = self._unsubscribe
        client.publish.side_effect = self._publish

    def send(self, topic: str, payload: str, *, retain: bool = False) -> None:
        """Publish a message to the subscriber."""
        if retain:
            self.retained[topic] = payload
        if any(topic_matches_sub(pattern, topic) for pattern in self.subscribed):
            async_fire_mqtt_message(self._hass, topic, payload)

    def _acknowledge(self, acknowledge: Callable[..., None]) -> tuple[int, int]:
        self._mid += 1
        code = MagicMock(is_failure=False, value=0)
        code.getName.return_value = "Success"
        self._hass.loop.call_soon(acknowledge, None, 0, self._mid, [code], None)
        return 0, self._mid

    def _subscribe(self, topics: Any, qos: int = 0, **_: Any) -> tuple[int, int]:
        listed = topics if isinstance(topics, list) else [(topics, qos)]
        patterns = [pattern for pattern, _ in listed]
        self.subscribed.update(patterns)
        self._hass.loop.call_soon(self._send_retained, patterns)
        return self._acknowledge(self._client.on_subscribe)

    def _send_retained(self, patterns: list[str]) -> None:
        for topic, payload in [*self.retained.items()]:
            if any(topic_matches_sub(pattern, topic) for pattern in patterns):
                async_fire_mqtt_message(self._hass, topic, payload, retain=True)

    def _unsubscribe(self, topics: Any, **_: Any) -> tuple[int, int]:
        self.subscribed -= {topics} if isinstance(topics, str) else set(topics)
        return self._acknowledge(self._client.on_unsubscribe)

    def _publish(
        self, topic: str, payload: Any, qos: int, retain: bool, *_: Any
    ) -> Any:
        text = payload.decode() if isinstance(payload, bytes) else payload or ""
        self.received.append((topic, text, retain))
        for bridge in self.bridges:
            bridge.receive(topic, text)
        self._mid += 1
        code = MagicMock(is_failure=False, value=0)
        self._hass.loop.call_soon(
            self._client.on_publish, None, 0, self._mid, code, None
        )
        return MagicMock(mid=self._mid, rc=0)


class Zigbee2Mqtt:
    """One Zigbee2MQTT with its locks."""

    def __init__(
        self,
        broker: Broker,
        locks: list[ZigbeeLock],
        *,
        base: str = "zigbee2mqtt",
        version: str = "2.14.1",
        expose_pin: bool = False,
        output: str = "json",
    ) -> None:
        self.broker = broker
        self.locks = locks
        self.base = base
        self.version = version
        self.expose_pin = expose_pin
        self.output = output
        self.states: dict[str, dict[str, Any]] = {lock.ieee: {} for lock in locks}
        self.is_answering = True
        """Responses are sent."""
        self.kept: list[tuple[ZigbeeLock, int, dict[str, Any]]] = []
        """Commands that did not reach a lock, for the time when it is heard."""
        self._tasks: set[asyncio.Task[None]] = set()
        broker.bridges.append(self)

    def start(self) -> None:
        """Publish what is retained."""
        self.send("bridge/state", {"state": "online"}, retain=True)
        advanced = {"output": self.output, "cache_state": True}
        info = {"version": self.version, "config": {"advanced": advanced}}
        self.send("bridge/info", info, retain=True)
        self.list_devices()
        for lock in self.locks:
            self.announce(lock)

    def go_offline(self) -> None:
        """Publish that Zigbee2MQTT has ended."""
        self.send("bridge/state", {"state": "offline"}, retain=True)

    def list_devices(self) -> None:
        """Publish the list of devices."""
        coordinator = {"ieee_address": "0x00", "type": "Coordinator", "endpoints": {}}
        devices = [coordinator, *(lock.listed() for lock in self.locks)]
        self.send("bridge/devices", devices, retain=True)

    def announce(self, lock: ZigbeeLock) -> None:
        """Publish the discovery message of a lock."""
        payload = {
            "name": None,
            "unique_id": f"{lock.ieee}_lock_{self.base}",
            "state_topic": f"{self.base}/{lock.name}",
            "command_topic": f"{self.base}/{lock.name}/set",
            "value_template": "{{ value_json.state }}",
            "state_locked": "LOCK",
            "state_unlocked": "UNLOCK",
            "availability": [
                {
                    "topic": f"{self.base}/bridge/state",
                    "value_template": "{{ value_json.state }}",
                }
            ],
            "device": {
                "identifiers": [f"zigbee2mqtt_{lock.ieee}"],
                "name": lock.name,
                "manufacturer": "Yale",
            },
            "origin": {"name": "Zigbee2MQTT", "sw": self.version},
        }
        topic = f"homeassistant/lock/{lock.ieee}/lock/config"
        self.broker.send(topic, json.dumps(payload), retain=True)

    def rename(self, lock: ZigbeeLock, name: str) -> None:
        """Give a lock another name."""
        self.broker.send(f"{self.base}/{lock.name}", "", retain=True)
        lock.name = name
        self.list_devices()
        self.announce(lock)

    def send(self, topic: str, message: Any, *, retain: bool = False) -> None:
        """Publish below the base topic."""
        self.broker.send(f"{self.base}/{topic}", json.dumps(message), retain=retain)

    def publish_state(self, lock: ZigbeeLock, **new: Any) -> None:
        """Publish the cached state of a lock with something new; an action is not cached."""
        state = self.states[lock.ieee]
        users = {**state.get("users", {}), **new.pop("users", {})}
        state.update(
            {name: value for name, value in new.items() if "action" not in name}
        )
        if users:
            state["users"] = users
        message = {"linkquality": 120, **state, **new}
        if self.output == "attribute":
            for name, value in message.items():
                text = value if isinstance(value, str) else json.dumps(value)
                self.broker.send(f"{self.base}/{lock.name}/{name}", text)
        else:
            self.send(lock.name, message)

    def tell(
        self, lock: ZigbeeLock, action: str, user: int | None, source: int
    ) -> None:
        """Publish an event of a lock."""
        name = {0: "keypad", 1: "rf", 2: "manual", 3: "rfid"}.get(source)
        self.publish_state(
            lock,
            action=action,
            action_user=user,
            action_source=source,
            action_source_name=name,
        )

    def type_at_keypad(
        self, lock: ZigbeeLock, slot: int, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself."""
        before = lock.users.pop(slot, None)
        if pin is not None:
            lock.users[slot] = User(pin)
        action = "deleted" if pin is None else "added" if before is None else "changed"
        if is_reported and lock.sends_events:
            self.tell(lock, f"pin_code_{action}", slot, 0)

    def use(self, lock: ZigbeeLock, slot: int) -> None:
        """Open the lock with the PIN of a slot."""
        assert slot in lock.users
        self.publish_state(lock, state="UNLOCK")
        if lock.sends_events:
            self.tell(lock, "unlock", slot, 0)

    def wake(self) -> None:
        """Carry out what was kept."""
        for lock, command, payload in self.kept:
            self._after(lock, command, payload, lock.answer(command, payload))
        self.kept.clear()

    def receive(self, topic: str, text: str) -> None:
        """Handle a message of Home Assistant."""
        if not topic.startswith(f"{self.base}/"):
            return
        rest = topic.removeprefix(f"{self.base}/")
        if rest == "bridge/request/action":
            self._begin(self._act(json.loads(text)))
        for lock in self.locks:
            if rest in (f"{lock.name}/set", f"{lock.name}/get"):
                self._begin(self._convert(lock, rest[-3:], json.loads(text)))

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Wait for what is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _act(self, request: dict[str, Any]) -> None:
        major, minor = self.version.split(".")[:2]
        if (int(major), int(minor)) < (2, 7):
            return
        params = request["params"]
        zcl = params["zcl"]
        command = NAMES.get(zcl["command_key"], 0)
        response: dict[str, Any] = {"transaction": request["transaction"]}
        await asyncio.sleep(0.01)
        lock = self._at(params)
        frame = await self._exchange(lock, command, zcl["payload"])
        if isinstance(frame, str):
            response |= {"status": "error", "error": frame, "data": {}}
        else:
            buffer = {"type": "Buffer", "data": [*frame]}
            data = {"header": {"commandIdentifier": frame[2]}, "data": buffer}
            response |= {"status": "ok", "data": data}
        if self.is_answering:
            self.send("bridge/response/action", response)
        if lock is not None and not isinstance(frame, str):
            self._after(lock, command, zcl["payload"], frame)

    def _at(self, params: dict[str, Any]) -> ZigbeeLock | None:
        for lock in self.locks:
            if params["network_address"] == lock.address:
                is_lock = params["dst_endpoint"] == lock.endpoint
                return lock if is_lock and params["ieee_address"] == lock.ieee else None
        return None

    async def _exchange(
        self, lock: ZigbeeLock | None, command: int, payload: Any
    ) -> bytes | str:
        """Return a lock's answer, or the text of an error."""
        delivery = "Failed to send request with status=ZIGBEE_DELIVERY_FAILED."
        if lock is None or lock.fault is Fault.UNREACHABLE:
            return delivery
        silence = "Timeout after 10000ms"
        if lock.fault is Fault.LATE and command in (SET, CLEAR):
            self._begin(self._carry_out_late(lock, command, payload))
            return silence
        frame = lock.answer(command, payload)
        return silence if lock.fault is Fault.NO_ANSWER else frame

    async def _carry_out_late(
        self, lock: ZigbeeLock, command: int, payload: Any
    ) -> None:
        await asyncio.sleep(LATE)
        frame = lock.answer(command, payload)
        self._after(lock, command, payload, frame)

    def _after(
        self, lock: ZigbeeLock, command: int, payload: Any, frame: bytes
    ) -> None:
        """Publish what follows from a lock's answer."""
        if command == GET and frame[2] == GET:
            self._show(lock, payload["userid"], frame)
        is_done = command in (SET, CLEAR) and frame[2] == command and not frame[3]
        if is_done and lock.sends_events and lock.fault is not Fault.LIES:
            action = "pin_code_added" if command == SET else "pin_code_deleted"
            self._begin(self._tell_later(lock, action, payload["userid"]))

    async def _tell_later(self, lock: ZigbeeLock, action: str, slot: int) -> None:
        await asyncio.sleep(0.02)
        self.tell(lock, action, slot, 1)

    def _show(self, lock: ZigbeeLock, slot: int, frame: bytes) -> None:
        status = STATUS.get(frame[5], f"not_supported_{frame[5]}")
        user: dict[str, Any] = {"status": status}
        if self.expose_pin:
            user["pin_code"] = frame[8:].decode("ascii", "replace")
        self.publish_state(lock, users={str(slot): user})

    async def _convert(
        self, lock: ZigbeeLock, kind: str, message: dict[str, Any]
    ) -> None:
        """Carry out what ``set`` and ``get`` ask for; whatever fails is told nowhere."""
        await asyncio.sleep(0.01)
        if "read" in message and lock.fault not in (Fault.UNREACHABLE, Fault.NO_ANSWER):
            lock.sent.append((0, -1))
            names = {
                "numOfPinUsersSupported": 0x12,
                "maxPinLen": 0x17,
                "minPinLen": 0x18,
                "keypadOperationEventMask": 0x41,
                "keypadProgrammingEventMask": 0x45,
            }
            told = {
                name: lock.attributes[names[name]][1]
                for name in message["read"]["attributes"]
                if names[name] in lock.attributes
            }
            self.publish_state(lock, **{message["read"]["state_property"]: told})
        elif "pin_code" in message:
            asked = message["pin_code"]
            slot, pin = asked["user"], asked.get("pin_code")
            command = GET if kind == "get" else CLEAR if pin is None else SET
            payload = {"userid": slot, "userstatus": 1, "pincodevalue": pin}
            is_kept = lock.has_poll_control and command in (SET, GET)
            if lock.fault is Fault.UNREACHABLE and is_kept:
                self.kept.append((lock, command, payload))
            frame = await self._exchange(lock, command, payload)
            if not isinstance(frame, str):
                self._after(lock, command, payload, frame)


async def async_add_mqtt(
    hass: HomeAssistant, client: MagicMock, monkeypatch: pytest.MonkeyPatch
) -> tuple[Broker, MockConfigEntry]:
    """Set Home Assistant's MQTT integration up on a broker of ours."""
    for name in (
        "SUBSCRIBE_COOLDOWN",
        "INITIAL_SUBSCRIBE_COOLDOWN",
        "UNSUBSCRIBE_COOLDOWN",
    ):
        monkeypatch.setattr(f"homeassistant.components.mqtt.client.{name}", 0.0)
    # It looks after a socket, of which there is none.
    monkeypatch.setattr(mqtt.MQTT, "_async_start_misc_periodic", lambda _: None)
    broker = Broker(hass, client)
    entry = MockConfigEntry(
        domain=mqtt.DOMAIN,
        title="MQTT",
        data={mqtt.CONF_BROKER: "broker", "protocol": "5"},
        options={mqtt.CONF_BIRTH_MESSAGE: {}},
        version=mqtt.CONFIG_ENTRY_VERSION,
        minor_version=mqtt.CONFIG_ENTRY_MINOR_VERSION,
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return broker, entry


async def async_lock_entity(
    hass: HomeAssistant, lock: ZigbeeLock, base: str = "zigbee2mqtt"
) -> RegistryEntry:
    """Wait for Home Assistant's discovery of a lock, and return its entity."""
    return await async_entity(hass, f"{lock.ieee}_lock_{base}")


async def async_entity(hass: HomeAssistant, unique_id: str) -> RegistryEntry:
    """Wait for a lock entity of the MQTT integration, and return it."""
    registry = er.async_get(hass)
    async with asyncio.timeout(10):
        while True:
            entity_id = registry.async_get_entity_id("lock", "mqtt", unique_id)
            if entity_id is not None:
                found = registry.async_get(entity_id)
                assert found is not None
                return found
            await asyncio.sleep(0.02)
