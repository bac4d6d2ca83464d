"""A lock of August or Yale at the other end of a Bluetooth link, for the real yalexs-ble library.

The lock answers the protocol's bytes: key exchange, checksums, encrypted frames, keypad slots, its log. Only the connection
beneath the library's session is replaced.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
import os
from typing import Any, Final
from unittest.mock import MagicMock

from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bleak_retry_connector import BleakNotFoundError
from cryptography.hazmat.primitives.ciphers import (
    Cipher,
    CipherContext,
    algorithms,
    modes,
)
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from yalexs_ble import PushLock, push, session, util
from yalexs_ble.const import (
    FIRMWARE_REVISION_CHARACTERISTIC,
    KEYPAD_MASTER_CODE_SLOT,
    MODEL_NUMBER_CHARACTERISTIC,
    READ_CHARACTERISTIC,
    SECURE_READ_CHARACTERISTIC,
    SECURE_WRITE_CHARACTERISTIC,
    SERIAL_NUMBER_CHARACTERISTIC,
    YALE_MFR_ID,
    Commands,
    OperationError,
    StatusType,
)

from custom_components.access_codes.core.model import LockCapabilities
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_registry import RegistryEntry

KEY: Final = "00112233445566778899aabbccddeeff"
ADDRESS: Final = "AA:BB:CC:DD:EE:01"
LOCAL_NAME: Final = "M1ABC23"

LATE: Final = 0.6
"""Seconds after which a late lock carries a command out: the library has given it up by then."""

_INFO: Final = {
    MODEL_NUMBER_CHARACTERISTIC: b"ASL-03",
    SERIAL_NUMBER_CHARACTERISTIC: b"M1FABC23X",
    FIRMWARE_REVISION_CHARACTERISTIC: b"2.0.0",
}
_STATUS: Final = {False: 0x03, True: 0x05}
_BLANK: Final = b"\xff" * 7


class Fault(StrEnum):
    """A way in which the lock fails."""

    REFUSES = "refuses"
    LIES = "lies"
    ALTERS = "alters"
    FULL = "full"
    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    """It carries the last command of a write out, and answers neither that nor a read."""
    LATE = "late"


class YaleLock:
    """The lock: its keypad, its log, its bolt."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.fault: Fault | None = None
        self.silent_at: int | None = None
        """The opcode of the one command that is not answered, nor carried out."""
        self.errors: dict[int, int] = {}
        """Errors by opcode, in place of carrying the command out."""
        self.raw: dict[int, bytes] = {}
        """Slots that hold no PIN, with what a read shows of them."""
        self.log: list[bytes] = []
        self.is_locked = True
        self.received: list[int] = []
        """Opcodes of the commands about the keypad."""
        self.link: Link | None = None
        self.push_lock: PushLock | None = None
        self._toggle = 0
        self._new_pin = ""
        self._late: set[asyncio.Task[None]] = set()

    # --- what people do

    def type_in(self, slot: int, pin: str | None) -> None:
        """Change a slot from the maker's app."""
        if pin is None:
            self.codes.pop(slot, None)
        else:
            self.codes[slot] = pin

    def use(self, slot: int, at: int = 1_790_000_000) -> None:
        """Unlock with the code of a slot: the lock logs it, and shows that its bolt has moved."""
        entry = bytearray(18)
        entry[4] = 0x07
        entry[5:9] = at.to_bytes(4, "little")
        entry[0x0E:0x10] = slot.to_bytes(2, "little")
        self.log.append(bytes(entry))
        self.move(is_locked=not self.is_locked)

    def turn_by_hand(self, at: int = 1_790_000_000) -> None:
        """Unlock from the inside: the lock logs it, and shows that its bolt has moved."""
        entry = bytearray(18)
        entry[5], entry[6] = 0x01, 0x03
        entry[8:12] = at.to_bytes(4, "little")
        self.log.append(bytes(entry))
        self.move(is_locked=not self.is_locked)

    def use_master(self) -> None:
        """Unlock with the master code of the keypad."""
        self.use(KEYPAD_MASTER_CODE_SLOT)

    def move(self, *, is_locked: bool) -> None:
        """Move the bolt: told by the link where there is one, and by the next advertisement."""
        self.is_locked = is_locked
        if self.link is not None and self.fault is not Fault.UNREACHABLE:
            self.link.tell(self._status())
        self.advertise()

    def advertise(self) -> None:
        """Send an advertisement, with the bit that says that something has changed."""
        self._toggle ^= 1
        if self.push_lock is not None:
            self.push_lock.update_advertisement(self.device(), self.advertisement())

    def device(self) -> BLEDevice:
        """Return what a scanner knows of the lock."""
        return BLEDevice(ADDRESS, LOCAL_NAME, {})

    def advertisement(self) -> AdvertisementData:
        """Return the last advertisement."""
        return AdvertisementData(
            local_name=LOCAL_NAME,
            manufacturer_data={YALE_MFR_ID: bytes([self._toggle])},
            service_data={},
            service_uuids=[],
            tx_power=None,
            rssi=-60,
            platform_data=(),
        )

    # --- commands

    def answer(self, command: bytes, tell: Callable[[bytearray], None]) -> None:
        """Carry a command out and answer it."""
        opcode = command[1]
        if opcode == Commands.GETSTATUS:
            tell(self._state_of(command[4]))
        elif opcode in (Commands.READSETTING, Commands.WRITESETTING):
            tell(_frame(opcode, {4: command[4]}, flag=0xAA))
            tell(_frame(opcode, {4: command[4]}))
        elif opcode == Commands.LOCK_ACTIVITY:
            tell(self._next_entry())
        elif opcode in (Commands.LOCK, Commands.UNLOCK):
            self.is_locked = opcode == Commands.LOCK
            tell(_frame(opcode, {}, flag=0xAA))
            tell(_frame(opcode, {}))
        else:
            self.received.append(opcode)
            self._answer_keypad(opcode, command, tell)

    def _answer_keypad(
        self, opcode: int, command: bytes, tell: Callable[[bytearray], None]
    ) -> None:
        if opcode == self.silent_at:
            return
        if opcode in self.errors:
            is_read = opcode == Commands.KEYCODE_GET
            slot = {4: command[4], 5: command[5]} if is_read else {}
            tell(_frame(opcode, {**slot, 0x0F: self.errors[opcode]}))
        elif opcode == Commands.KEYCODE_GET:
            if self.fault is not Fault.NO_ANSWER:
                tell(self._content_of(command))
        elif opcode == Commands.KEYCODE_COMMIT and self.fault is Fault.NO_ANSWER:
            self._carry_out(opcode, command)
        elif opcode == Commands.KEYCODE_COMMIT and self.fault is Fault.LATE:
            task = asyncio.ensure_future(self._answer_late(opcode, command, tell))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
        else:
            tell(_frame(opcode, {0x0F: self._carry_out(opcode, command)}))

    async def _answer_late(
        self, opcode: int, command: bytes, tell: Callable[[bytearray], None]
    ) -> None:
        await asyncio.sleep(LATE)
        tell(_frame(opcode, {0x0F: self._carry_out(opcode, command)}))

    def _carry_out(self, opcode: int, command: bytes) -> int:
        """Return the result of a command about the keypad."""
        if self.fault is Fault.REFUSES:
            return OperationError.NOT_AUTHORIZED
        if self.fault is Fault.LIES:
            return OperationError.COMM_SUCCESS
        slot = command[0x0B] | command[0x0D] << 8
        if opcode == Commands.KEYCODE_CLEAR:
            self.codes.pop(slot, None)
            self.raw.pop(slot, None)
        elif opcode == Commands.KEYCODE_SET:
            self._new_pin = util.decode_keycode_pin(command[4:11]) or ""
            if self.fault is Fault.FULL:
                return OperationError.KEYCODE_NOSPACE
            if self._new_pin in self.codes.values():
                return OperationError.KEYCODE_EXISTING_KEY
        elif opcode == Commands.KEYCODE_COMMIT:
            if slot in self.codes:
                return OperationError.KEYCODE_SLOT_IN_USE
            pin = util.decode_keycode_pin(command[4:11]) or ""
            is_altered = self.fault is Fault.ALTERS
            self.codes[slot] = pin.lstrip("0") if is_altered else pin
        return OperationError.COMM_SUCCESS

    def _content_of(self, command: bytes) -> bytearray:
        slot = int.from_bytes(command[4:6], "little")
        pin = self.codes.get(slot)
        shown = self.raw.get(slot) or (
            _BLANK if pin is None else util.encode_keycode_pin(pin)
        )
        fields = {4: slot & 0xFF, 5: slot >> 8}
        fields.update({6 + place: byte for place, byte in enumerate(shown)})
        return _frame(Commands.KEYCODE_GET, fields)

    def _next_entry(self) -> bytearray:
        if not self.log:
            return _frame(Commands.LOCK_ACTIVITY, {4: 0x80})
        entry = self.log.pop(0)
        return _frame(Commands.LOCK_ACTIVITY, dict(enumerate(entry[4:16], 4)))

    def _state_of(self, kind: int) -> bytearray:
        if kind == StatusType.BATTERY:
            return _frame(Commands.GETSTATUS, {4: kind, 8: 0x70, 9: 0x17})
        if kind == StatusType.DOOR_ONLY:
            return _frame(Commands.GETSTATUS, {4: kind, 8: 0x01})
        return self._status()

    def _status(self) -> bytearray:
        kind = StatusType.LOCK_ONLY
        return _frame(Commands.GETSTATUS, {4: kind, 8: _STATUS[self.is_locked]})

    # --- the link

    async def connect(self, *_: Any, **__: Any) -> Link:
        """Open a link, in place of the library's own connector."""
        if self.fault is Fault.UNREACHABLE:
            raise BleakNotFoundError("not found")
        assert self.link is None or not self.link.is_connected, "one link at a time"
        self.link = Link(self)
        return self.link

    def cut(self) -> None:
        """Lose the link."""
        if self.link is not None:
            self.link.is_connected = False


def _checksum(frame: bytes | bytearray) -> int:
    """Return what makes the bytes of a frame add up to zero."""
    return -sum(frame) % 256


def _frame(opcode: int, fields: dict[int, int], *, flag: int = 0xBB) -> bytearray:
    """Return a plain frame with its checksum."""
    frame = bytearray(18)
    frame[0], frame[1], frame[0x10] = flag, opcode, 0x02
    for place, byte in fields.items():
        frame[place] = byte
    frame[3] = _checksum(frame)
    return frame


class Link:
    """One connection: what the library's session takes for a Bluetooth client."""

    def __init__(self, lock: YaleLock) -> None:
        self._lock = lock
        self.is_connected = True
        self.services = self
        self._listeners: dict[str, Callable[[int, bytearray], None]] = {}
        self._secure = bytes.fromhex(KEY)
        self._encrypt: CipherContext | None = None
        self._decrypt: CipherContext | None = None
        self.clear_cache = MagicMock()

    def get_characteristic(self, uuid: str) -> str:
        """Return the characteristic of this id."""
        return uuid

    async def start_notify(
        self, characteristic: str, callback: Callable[[int, bytearray], None]
    ) -> None:
        """Take the listener of a characteristic."""
        self._listeners[characteristic] = callback

    async def stop_notify(self, characteristic: str) -> None:
        """Drop the listener of a characteristic."""
        self._listeners.pop(characteristic, None)

    async def read_gatt_char(self, characteristic: str) -> bytes:
        """Return a fixed value of the lock."""
        return _INFO[characteristic]

    async def disconnect(self) -> None:
        """Close the link."""
        self.is_connected = False

    async def write_gatt_char(
        self, characteristic: str, data: bytearray, response: bool
    ) -> None:
        """Take a frame."""
        await asyncio.sleep(0)
        frame = bytes(data)
        if characteristic == SECURE_WRITE_CHARACTERISTIC:
            self._exchange_keys(frame)
            return
        assert self._decrypt is not None
        frame = self._decrypt.update(frame[:16]) + frame[16:]
        if _checksum(frame):
            # The frame before it got lost: the lock cannot read this one, and says nothing.
            return
        if self._lock.fault is not Fault.UNREACHABLE:
            self._lock.answer(frame, self.tell)

    def tell(self, frame: bytearray) -> None:
        """Send a frame to the library."""
        if self.is_connected and self._encrypt is not None:
            data = bytearray(self._encrypt.update(bytes(frame[:16])) + frame[16:])
            self._send(READ_CHARACTERISTIC, data)

    def _send(self, characteristic: str, data: bytearray) -> None:
        if (listener := self._listeners.get(characteristic)) is not None:
            asyncio.get_running_loop().call_soon(listener, 0, data)

    def _exchange_keys(self, frame: bytes) -> None:
        cipher = Cipher(algorithms.AES(self._secure), modes.ECB())
        plain = cipher.decryptor().update(frame[:16])
        answer = bytearray(18)
        answer[0] = {0x01: 0x02, 0x03: 0x04, 0x05: 0x8B}[plain[0]]
        answer[4:12] = half = os.urandom(8)
        parts = (answer[0:4], answer[4:8], answer[8:12])
        checksum = -sum(int.from_bytes(part, "little") for part in parts)
        answer[0x0C:0x10] = (checksum % 2**32).to_bytes(4, "little")
        answer[:16] = cipher.encryptor().update(bytes(answer[:16]))
        if plain[0] == 0x01:
            self._secure = plain[4:12] + half
            plain_link = Cipher(algorithms.AES(self._secure), modes.CBC(bytes(16)))
            self._encrypt = plain_link.encryptor()
            self._decrypt = plain_link.decryptor()
        self._send(SECURE_READ_CHARACTERISTIC, answer)


def replace_link(monkeypatch: pytest.MonkeyPatch, lock: YaleLock) -> None:
    """Let the library reach this lock, and wait for it as long as a quick one needs."""
    monkeypatch.setattr("yalexs_ble.lock.establish_connection", lock.connect)
    monkeypatch.setattr(push, "get_device", _no_device)
    monkeypatch.setattr(push, "ACTIVITY_PRIME_DELAY", 0.05)
    monkeypatch.setattr(push, "LOCK_STALE_STATE_DEBOUNCE_DELAY", 0.01)
    monkeypatch.setattr(session, "COOLDOWN_TIME", 0.0)
    monkeypatch.setattr(session, "RESPONSE_TIMEOUT", 0.1)
    found = MagicMock(device=lock.device(), advertisement=lock.advertisement())
    monkeypatch.setattr(
        "homeassistant.components.yalexs_ble.async_find_existing_service_info",
        lambda *_: found,
    )
    monkeypatch.setattr(
        "homeassistant.components.yalexs_ble.close_stale_connections_by_address",
        _no_device,
    )


async def _no_device(_: str) -> None:
    return None


async def async_add_yale(hass: HomeAssistant, lock: YaleLock) -> MockConfigEntry:
    """Load the integration of Home Assistant with one lock."""
    entry = MockConfigEntry(
        domain="yalexs_ble",
        title="Front door",
        unique_id=ADDRESS,
        data={
            "local_name": LOCAL_NAME,
            "address": ADDRESS,
            "key": KEY,
            "slot": 1,
        },
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    lock.push_lock = entry.runtime_data.lock
    return entry


def lock_entity(hass: HomeAssistant) -> RegistryEntry:
    """Return the lock's entity."""
    registry = er.async_get(hass)
    entity_id = registry.async_get_entity_id("lock", "yalexs_ble", ADDRESS)
    entity = registry.async_get(entity_id or "")
    assert entity is not None
    return entity


def with_fewer_slots(capabilities: LockCapabilities) -> LockCapabilities:
    """Return the capabilities of a lock that is read in no time, and forgets a late command soon."""
    return replace(capabilities, slots=capabilities.slots[:8], late_by=2)


async def async_unload_yale(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Unload the integration, and wait for the end of its link."""
    lock: PushLock = entry.runtime_data.lock
    with suppress(Exception):
        await hass.config_entries.async_unload(entry.entry_id)
    while tasks := lock._background_tasks:  # noqa: SLF001
        await asyncio.wait([*tasks])
    # A command that ends after the unload starts the timer of the link once more.
    async with asyncio.timeout(5), lock._operation_lock:  # noqa: SLF001
        lock._cancel_disconnect_timer()  # noqa: SLF001
