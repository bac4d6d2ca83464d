"""A Nuki Hub and its lock behind the broker of the tests.

Topics, payloads and their order are those of the source of Nuki Hub 9.15: the result of a command comes once the lock has
answered, and the list of codes some seconds after it; here the seconds are short.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import StrEnum
import json
from typing import Any, Final

from .zigbee2mqtt import Broker

LATE: Final = 1.5
"""Seconds after which a late lock carries a command out."""

LIST_DELAY: Final = 0.05
"""Seconds that the lock has to send its list: five with a real one."""

_KEYS: Final = ("codeId", "code", "enabled", "name", "timeLimited")


class Fault(StrEnum):
    """A way in which the lock, or the hub, fails."""

    REFUSES = "refuses"
    LIES = "lies"
    ALTERS = "alters"
    FULL = "full"
    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    LATE = "late"


@dataclass
class NukiCode:
    """One code of the keypad."""

    pin: int
    name: str
    enabled: int = 1
    limited: int = 0


class NukiHub:
    """One hub with one smart lock and its keypad."""

    def __init__(
        self,
        broker: Broker,
        *,
        nuki_id: str = "2ea9ed1c",
        path: str = "nukihub",
        publishes_codes: bool = True,
        publishes_log: bool = True,
    ) -> None:
        self.broker = broker
        self.nuki_id = nuki_id
        self.path = path
        self.publishes_codes = publishes_codes
        self.publishes_log = publishes_log
        self.received: list[str] = []
        """The topics of all messages of Home Assistant."""
        self.codes: dict[int, NukiCode] = {}
        self.next_id = 1
        self.max_entries = 10
        self.disabled: str | None = None
        """The result with which each command is refused, as an option of the hub is off."""
        self.fault: Fault | None = None
        self.results: list[str] = []
        """What it said of commands."""
        self.log_index = 0
        self.is_reading = True
        """The lock sends its list when it is asked."""
        self._known: set[int] = set()
        """Ids that the hub has listed: no command about another is passed on."""
        self._serial = asyncio.Lock()
        self._listing: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        broker.bridges.append(self)

    @property
    def base(self) -> str:
        """The first part of the topics of the lock."""
        return f"{self.path}/lock"

    def start(self, *, model: str = "SmartLock") -> None:
        """Publish what is retained."""
        self.announce(model=model)
        self.set_online(is_online=True)
        self.send("availability", "online", retain=True)
        self.send("keypad/actionJson", "--", retain=True)
        if self.publishes_log:
            self.send("rollingLog", self._entry(action="Lock"), retain=True)
        self.list_now()

    def announce(self, *, model: str = "SmartLock") -> None:
        """Publish the discovery message of the lock."""
        payload = {
            "dev": {
                "ids": [f"nuki_{self.nuki_id}"],
                "mf": "Nuki",
                "mdl": model,
                "name": "Front",
            },
            "~": self.base,
            "name": None,
            "unique_id": f"{self.nuki_id}_lock",
            "cmd_t": "~/action",
            "avty": [
                {"t": f"{self.path}/maintenance/mqttConnectionState"},
                {"t": "~/availability"},
            ],
            "avty_mode": "all",
            "pl_lock": "lock",
            "pl_unlk": "unlock",
            "stat_t": "~/hastate",
            "opt": "false",
        }
        self.broker.send(self.discovery_topic, json.dumps(payload), retain=True)

    @property
    def discovery_topic(self) -> str:
        """The topic of the discovery message."""
        return f"homeassistant/lock/{self.nuki_id}/smartlock/config"

    def send(self, topic: str, text: str, *, retain: bool = False) -> None:
        """Publish below the lock's base topic."""
        self.broker.send(f"{self.base}/{topic}", text, retain=retain)

    def set_online(self, *, is_online: bool) -> None:
        """Publish that the hub is there, or let the broker publish its last will."""
        topic = f"{self.path}/maintenance/mqttConnectionState"
        self.broker.send(topic, "online" if is_online else "offline", retain=True)

    def fail(self, fault: Fault | None) -> None:
        """Let lock or hub fail in this way from now on."""
        was_away = self.fault is Fault.UNREACHABLE
        self.fault = fault
        is_away = fault is Fault.UNREACHABLE
        if is_away is not was_away:
            self.set_online(is_online=not is_away)

    def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by id."""
        return {str(key): str(code.pin) for key, code in self.codes.items()}

    def list_now(self) -> None:
        """Publish the list of codes."""
        listed = []
        for key, code in sorted(self.codes.items())[: self.max_entries]:
            values = (key, code.pin, code.enabled, code.name, code.limited)
            entry: dict[str, Any] = dict(zip(_KEYS, values, strict=True))
            if not self.publishes_codes:
                del entry["code"]
            if len(code.name) == 20:
                # The name's bytes have no end of their own: the one of the field behind them follows.
                entry["name"] += "\x01"
            listed.append(entry)
        self._known = {entry["codeId"] for entry in listed}
        self.send("keypad/json", json.dumps(listed), retain=True)

    def use(self, key: int, action: str = "Unlock", trigger: str = "code") -> None:
        """Open the lock with a code."""
        assert key in self.codes
        self.log(codeId=key, action=action, trigger=trigger)

    def log(self, **fields: Any) -> None:
        """Add an entry to the log."""
        self.send("rollingLog", self._entry(**fields), retain=True)

    def _entry(self, **fields: Any) -> str:
        self.log_index += 1
        entry = {
            "index": self.log_index,
            "authorizationId": 1,
            "authorizationName": "",
            "type": "KeypadAction",
            "action": "Unlock",
            "trigger": "code",
            "completionStatus": "success",
        }
        return json.dumps(entry | fields)

    def receive(self, topic: str, text: str) -> None:
        """Handle a message of Home Assistant."""
        self.received.append(topic)
        if self.fault is Fault.UNREACHABLE:
            return
        if topic == f"{self.base}/keypad/actionJson":
            self._begin(self._act(text))
        elif topic == f"{self.base}/query/keypad" and text == "1":
            self.send("query/keypad", "0", retain=True)
            self._begin(self._read())

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stop(self) -> None:
        """Wait for what is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _read(self) -> None:
        async with self._serial:
            self._ask_for_list()

    def _ask_for_list(self) -> None:
        """Ask the lock for its list: a list that is still awaited comes no earlier than this one."""
        if self._listing is not None:
            self._listing.cancel()
        if self.is_reading and self.fault is not Fault.NO_ANSWER:
            self._listing = self._begin(self._list_later())

    async def _list_later(self) -> None:
        await asyncio.sleep(LIST_DELAY)
        self.list_now()

    async def _act(self, text: str) -> None:
        async with self._serial:
            await asyncio.sleep(LATE if self.fault is Fault.LATE else 0.01)
            is_silent = self.fault is Fault.NO_ANSWER
            result, is_sent = self._carry_out(json.loads(text))
            if is_sent:
                self._ask_for_list()
            self.results.append(result)
            if not is_silent:
                self.send("keypad/commandResultJson", result, retain=True)
            self.send("keypad/actionJson", "--", retain=True)

    def _carry_out(self, message: dict[str, Any]) -> tuple[str, bool]:
        """Return the result of a command, and whether it went to the lock."""
        if self.disabled is not None:
            return self.disabled, False
        action, key = message["action"], int(message.get("codeId", 0))
        if action == "delete":
            if key not in self._known:
                return "noExistingCodeIdSet", False
            if self.fault is Fault.REFUSES:
                return "failed", True
            if self.fault is not Fault.LIES:
                self.codes.pop(key, None)
            return "success", True
        code = message.get("code")
        if code is not None and (len(code) != 6 or "0" in code):
            return "noValidCodeSet", False
        if action == "update" and key not in self._known:
            return "noExistingCodeIdSet", False
        return self._write(key if action == "update" else None, message), True

    def _write(self, key: int | None, message: dict[str, Any]) -> str:
        before = self.codes.get(key) if key is not None else None
        if self.fault is Fault.REFUSES or (key is not None and before is None):
            return "failed"
        pin = int(message["code"]) if "code" in message else None
        others = [code.pin for code in self.codes.values() if code is not before]
        if pin in others or (key is None and self.fault is Fault.FULL):
            return "failed"
        if self.fault is Fault.LIES:
            return "success"
        if before is not None:
            before.pin = pin or before.pin
            before.name = message["name"][:20]
            before.enabled = int(message.get("enabled", before.enabled))
            before.limited = int(message.get("timeLimited", before.limited))
        else:
            assert pin is not None
            while self.next_id in self.codes:
                self.next_id += 1
            self.codes[self.next_id] = NukiCode(pin, message["name"][:20])
        return "success"
