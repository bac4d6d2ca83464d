"""A door lock that answers raw frames, as the Zigbee Cluster Library says, and fails as it is bidden."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from .attributes import (
    LONGEST,
    PIN_IN_EVENTS,
    PIN_REQUIRED,
    SHORTEST,
    SLOTS,
    attributes_of,
)
from .commands import (
    ADDED,
    CHANGED,
    CLEAR_ALL_PINS,
    CLEAR_PIN,
    DELETED,
    GET_PIN,
    GET_STATUS,
    KEYPAD,
    NAMES,
    NO_USER,
    OPERATION,
    PROGRAMMING,
    RADIO,
    SET_PIN,
    SET_STATUS,
)
from .frames import (
    BASIC,
    DOOR_LOCK,
    ENUM8,
    POLL_CONTROL,
    POWER,
    Attribute,
    Frame,
    Value,
    counted,
    decoded,
    encoded,
    number,
    numbers,
)
from .models import MODELS
from .network import announcement, network_answer
from .state import Traits, User
from .transmitter import Transmitter

_OK, _FAILED, _FULL, _DUPLICATE = 0, 1, 2, 3
_UNSUPPORTED_COMMAND: Final = 0x81
_UNSUPPORTED_ATTRIBUTE: Final = 0x86
_READ, _READ_ANSWER, _WRITE, _WRITE_ANSWER = 0x00, 0x01, 0x02, 0x04
_CONFIGURE, _CONFIGURE_ANSWER, _REPORT, _DEFAULT_RESPONSE = 0x06, 0x07, 0x0A, 0x0B
_REPORT_AFTER: Final = 0.05
"""Seconds from an answer to the event that follows from the same command."""


@dataclass(slots=True)
class SimulatedLock(Transmitter):
    """One lock."""

    users: dict[int, User] = field(default_factory=dict)
    traits: Traits = field(default_factory=Traits)
    is_locked: bool = True
    attributes: dict[int, dict[int, Attribute]] = field(init=False)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One frame is handled after the other."""
    waiting: int = 0
    """How many frames it has heard and not handled yet."""

    def __post_init__(self) -> None:
        """Fill the attributes in."""
        self.attributes = attributes_of(MODELS[self.kind])

    @property
    def clusters(self) -> list[int]:
        """Return the input clusters."""
        more = MODELS[self.kind].clusters
        return [
            BASIC,
            POWER,
            *(c for c in more if c != POLL_CONTROL or self.traits.has_poll_control),
            DOOR_LOCK,
        ]

    def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by slot."""
        return {
            str(slot): user.pin for slot, user in self.users.items() if user.status == 1
        }

    # What happens at the lock

    def use(self, slot: int, *, unlocks: bool = True, source: int = KEYPAD) -> None:
        """Open or close it with the PIN of a slot, and report both the state and the user."""
        self.move(is_locked=not unlocks)
        if self.traits.sends_events:
            self.tell_operation(source, 2 if unlocks else 1, slot)

    def move(self, *, is_locked: bool) -> None:
        """Open or close the bolt, and report its state."""
        self.is_locked = is_locked
        self.attributes[DOOR_LOCK][0] = (ENUM8, 1 if is_locked else 2)
        self.report(DOOR_LOCK, 0)

    def program(
        self,
        slot: int,
        pin: str | None,
        *,
        is_reported: bool = True,
        source: int = KEYPAD,
    ) -> None:
        """Change a slot at the lock's own keypad; None deletes."""
        before = self.users.pop(slot, None)
        if pin is not None:
            self.users[slot] = User(pin)
        code = DELETED if pin is None else ADDED if before is None else CHANGED
        if is_reported and self.traits.sends_events:
            self.tell_programming(source, code, slot, pin or "")

    def forget_all(self) -> None:
        """Delete all PINs at the keypad, as with the master code."""
        self.users.clear()
        if self.traits.sends_events:
            self.tell_programming(KEYPAD, DELETED, NO_USER)

    def announce(self) -> None:
        """Tell everybody the address, as a device does that has joined."""
        self.send_raw(0x0013, announcement(self), profile=0, source=0, target=0)

    def check_in(self) -> None:
        """Send the sign of life of a lock that sleeps."""
        self.event(POLL_CONTROL, 0, b"")

    def report(self, cluster: int, attribute: int) -> None:
        """Send the value of an attribute unasked."""
        body = number(attribute) + encoded(self.attributes[cluster][attribute])
        self.sequence = (self.sequence + 1) % 256
        self.send(
            cluster,
            Frame(
                is_for_cluster=False,
                wants_response=False,
                tsn=self.sequence,
                command=_REPORT,
                body=body,
            ),
        )

    def tell_operation(self, source: int, code: int, slot: int, pin: str = "") -> None:
        """Send an Operation Event Notification."""
        told = pin if self._flag(PIN_IN_EVENTS) else ""
        body = bytes([source, code]) + number(slot) + counted(told.encode())
        self.event(DOOR_LOCK, OPERATION, body + b"\xff\xff\xff\xff\x00")

    def tell_programming(
        self, source: int, code: int, slot: int, pin: str = "", status: int = 1
    ) -> None:
        """Send a Programming Event Notification."""
        told = pin if self._flag(PIN_IN_EVENTS) else ""
        body = bytes([source, code]) + number(slot) + counted(told.encode())
        self.event(
            DOOR_LOCK, PROGRAMMING, body + bytes([0, status]) + b"\xff\xff\xff\xff\x00"
        )

    # What comes over the air

    def receive(self, sent: dict[str, Any]) -> None:
        """Handle a frame."""
        data = bytes.fromhex(sent["data"])
        if sent["profile"] == 0:
            self._network_command(sent["cluster"], data[:1], data[1:])
            return
        if sent["dep"] != self.endpoint:
            return
        frame = Frame.parse(data)
        self.dialogue = frame.tsn, sent["sep"]
        cluster: int = sent["cluster"]
        if not frame.is_for_cluster:
            self._general_command(cluster, frame)
        elif cluster == DOOR_LOCK:
            self._lock_command(frame.command, frame.body)
        elif frame.wants_response:
            self.default_response(cluster, frame.command, _OK)

    def _network_command(self, cluster: int, tsn: bytes, body: bytes) -> None:
        """Answer a command of the Zigbee Device Object."""
        if cluster < 0x8000:
            answer = tsn + b"\x00" + network_answer(self, cluster)
            self.send_raw(cluster | 0x8000, answer, profile=0, source=0, target=0)

    def _general_command(self, cluster: int, frame: Frame) -> None:
        """Answer a command that all clusters have."""
        known = self.attributes.get(cluster, {})
        match frame.command:
            case 0x00:
                if cluster == DOOR_LOCK:
                    self.record(lock=self.address, kind="attributes", slot=None)
                body = b""
                for wanted in numbers(frame.body):
                    answer = bytes([_UNSUPPORTED_ATTRIBUTE])
                    if wanted in known:
                        answer = b"\x00" + encoded(known[wanted])
                    body += number(wanted) + answer
                self.answer(cluster, _READ_ANSWER, body)
            case 0x02:
                rest = frame.body
                while rest:
                    attribute = int.from_bytes(rest[:2], "little")
                    known[attribute], rest = decoded(rest[2:])
                self.answer(cluster, _WRITE_ANSWER, b"\x00")
            case 0x06:
                self.answer(cluster, _CONFIGURE_ANSWER, b"\x00")
            case command if command not in (
                _READ_ANSWER,
                _WRITE_ANSWER,
                _CONFIGURE_ANSWER,
                _REPORT,
                _DEFAULT_RESPONSE,
            ):
                self.default_response(cluster, command, 0x82)

    def _lock_command(self, command: int, body: bytes) -> None:
        """Carry out a command of the door lock cluster, and answer it."""
        is_about_pins = SET_PIN <= command <= GET_STATUS
        slot = int.from_bytes(body[:2], "little") if is_about_pins and body else None
        kind = NAMES.get(command, "other")
        if is_about_pins and self.faults.default_response is not None:
            self.record(lock=self.address, kind=kind, slot=slot)
            self.default_response(DOOR_LOCK, command, self.faults.default_response)
            return
        answer = None
        if command <= 2:
            answer = self._operate(command, body)
        elif command == GET_PIN and self.traits.has_reads:
            answer = self._shown(slot or 0)
        elif command == SET_PIN:
            answer = bytes([self._set(slot or 0, body)])
        elif command == CLEAR_PIN:
            answer = bytes([self._clear(slot or 0)])
        elif command == CLEAR_ALL_PINS:
            self.users.clear()
            answer = b"\x00"
        elif command == SET_STATUS:
            answer = bytes([self._set_status(slot or 0, body[2])])
        elif command == GET_STATUS:
            user = self.users.get(slot or 0)
            answer = body[:2] + bytes([user.status if user is not None else 0])
        self.record(
            lock=self.address,
            kind=kind,
            slot=slot,
            status=answer[0] if answer is not None and len(answer) == 1 else None,
        )
        if is_about_pins and self.faults.unanswered:
            return
        if answer is None:
            self.default_response(DOOR_LOCK, command, _UNSUPPORTED_COMMAND)
        else:
            self.answer(DOOR_LOCK, command, answer, is_for_cluster=True)

    def _operate(self, command: int, body: bytes) -> bytes:
        pin = ""
        if body and body[0] != 0xFF:
            pin = body[1 : 1 + body[0]].decode("latin-1")
        if self._flag(PIN_REQUIRED) and pin not in self.pins().values():
            return bytes([_FAILED])
        to_locked = {0: True, 1: False}.get(command, not self.is_locked)

        def follow() -> None:
            self.move(is_locked=to_locked)
            if self.traits.sends_events:
                self.tell_operation(RADIO, 1 if to_locked else 2, NO_USER)

        _later(follow)
        return bytes([_OK])

    def _set(self, slot: int, body: bytes) -> int:
        status, kind, length = body[2:5]
        pin = body[5 : 5 + length].decode("latin-1")
        faults = self.faults
        if faults.set_status is not None:
            return faults.set_status
        others = {user.pin for other, user in self.users.items() if other != slot}
        if pin in others and not self.traits.takes_duplicates:
            return _DUPLICATE
        is_long_enough = self._number(SHORTEST) <= len(pin) <= self._number(LONGEST)
        if slot >= self._number(SLOTS) or status not in (1, 3):
            return _FAILED
        if not is_long_enough or not (pin.isascii() and pin.isdigit()):
            return _FAILED
        is_new = slot not in self.users
        if is_new and faults.full:
            return _FULL
        if faults.lying:
            return _OK
        kept = pin.lstrip("0") if faults.strips_zeros else pin
        self.users[slot] = User(kept, status, kind)
        if self.traits.sends_events:
            code = ADDED if is_new else CHANGED
            _later(lambda: self.tell_programming(RADIO, code, slot, kept, status))
        return _OK

    def _clear(self, slot: int) -> int:
        if self.faults.clear_status is not None:
            return self.faults.clear_status
        if self.faults.lying:
            return _OK
        before = self.users.pop(slot, None)
        if before is not None and self.traits.sends_events:
            _later(lambda: self.tell_programming(RADIO, DELETED, slot, "", 0))
        return _OK

    def _set_status(self, slot: int, status: int) -> int:
        user = self.users.get(slot)
        if user is None:
            return _FAILED
        user.status = status
        return _OK

    def _shown(self, slot: int) -> bytes:
        """Return the answer to a read of a slot."""
        if slot >= self._number(SLOTS):
            return number(slot) + b"\xff\xff\x00"
        user = self.users.get(slot)
        if user is None:
            return number(slot) + b"\x00\xff\x00"
        digits = user.pin.encode("latin-1")
        shown = {
            "stars": counted(b"*" * len(digits)),
            "empty": b"\x00",
            "ff": b"\xff",
        }.get(self.traits.mask or "", counted(digits))
        return number(slot) + bytes([user.status, user.kind]) + shown

    def _number(self, attribute: int) -> int:
        value: Value = self.attributes[DOOR_LOCK][attribute][1]
        assert isinstance(value, int)
        return value

    def _flag(self, attribute: int) -> bool:
        return bool(self._number(attribute))


def _later(follow: Callable[[], None]) -> None:
    asyncio.get_running_loop().call_later(_REPORT_AFTER, follow)
