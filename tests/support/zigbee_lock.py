"""A Zigbee lock that answers frames of the cluster Door Lock, as its Zigbee2MQTT passes them on."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

GET, SET, CLEAR = 6, 5, 7

NAMES = {"getPinCode": GET, "setPinCode": SET, "clearPinCode": CLEAR}


class Fault(StrEnum):
    """A way in which the lock, or the radio, fails."""

    REFUSES = "refuses"
    LIES = "lies"
    ALTERS = "alters"
    FULL = "full"
    UNREACHABLE = "unreachable"
    NO_ANSWER = "no_answer"
    LATE = "late"


@dataclass
class User:
    """What a slot holds."""

    pin: str
    status: int = 1
    """1 enabled, 3 disabled."""


@dataclass
class ZigbeeLock:
    """One lock, with what Zigbee2MQTT lists of it."""

    ieee: str = "0x00124b0000000001"
    name: str = "front door"
    address: int = 4097
    endpoint: int = 1
    attributes: dict[int, tuple[int, int]] = field(
        default_factory=lambda: {
            0x12: (0x21, 5),
            0x17: (0x20, 8),
            0x18: (0x20, 4),
            0x41: (0x19, 0xFFFF),
            0x45: (0x19, 0xFFFF),
        }
    )
    """Type and value of each attribute that the lock has."""
    mask: bytes | None = None
    """What it sends in place of a PIN, with the length before; None: the PIN."""
    has_reads: bool = True
    """It knows the command that reads a slot."""
    sends_events: bool = True
    has_poll_control: bool = True
    properties: tuple[str, ...] = ("state", "pin_code", "action", "action_user")
    users: dict[int, User] = field(default_factory=dict)
    fault: Fault | None = None
    default_response: int | None = None
    """Status by which it answers each command about PINs as one that it does not know."""
    sent: list[tuple[int, int]] = field(default_factory=list)
    """Commands that were sent to it, with their slots; attributes count as command 0."""

    @property
    def count(self) -> int:
        """The number of PINs."""
        return self.attributes.get(0x12, (0, 10))[1]

    def listed(self) -> dict[str, Any]:
        """Return the lock's entry in the list of devices."""
        clusters = ["genBasic", "genPowerCfg", "closuresDoorLock"]
        if self.has_poll_control:
            clusters.append("genPollCtrl")
        exposes: list[dict[str, Any]] = [
            {"type": "lock", "features": [{"property": "state"}]},
            *(
                {
                    "type": "composite" if name == "pin_code" else "enum",
                    "name": name,
                    "property": name,
                    **(
                        {"features": [{"property": "user"}]}
                        if name == "pin_code"
                        else {}
                    ),
                }
                for name in self.properties
            ),
        ]
        return {
            "ieee_address": self.ieee,
            "type": "EndDevice",
            "network_address": self.address,
            "supported": True,
            "disabled": False,
            "friendly_name": self.name,
            "endpoints": {
                str(self.endpoint): {
                    "clusters": {"input": clusters, "output": ["genOta"]},
                    "bindings": [],
                }
            },
            "definition": {"model": "YRD226", "vendor": "Yale", "exposes": exposes},
            "interview_state": "SUCCESSFUL",
        }

    def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by slot."""
        return {
            str(slot): user.pin for slot, user in self.users.items() if user.status == 1
        }

    def answer(self, command: int, payload: Any) -> bytes:
        """Carry a command out, and return the frame that answers it."""
        if command == 0:
            self.sent.append((0, -1))
            return bytes([0x18, 1, 1]) + self._attributes(payload)
        self.sent.append((command, payload["userid"]))
        if self.default_response is not None:
            return bytes([0x18, 1, 0x0B, command, self.default_response])
        if command == GET:
            if not self.has_reads:
                return bytes([0x18, 1, 0x0B, command, 0x81])
            return bytes([0x19, 1, GET]) + self._user(payload["userid"])
        status = self.write(command, payload)
        return bytes([0x19, 1, command, status])

    def write(self, command: int, payload: Any) -> int:
        """Carry a write out, and return its status."""
        slot = payload["userid"]
        if self.fault is Fault.REFUSES:
            return 1
        if self.fault is Fault.LIES:
            return 0
        if command == CLEAR:
            self.users.pop(slot, None)
            return 0
        pin = payload["pincodevalue"]
        assert isinstance(pin, str)
        if any(user.pin == pin for other, user in self.users.items() if other != slot):
            return 3
        if not 4 <= len(pin) <= 8 or slot >= self.count:
            return 1
        if self.fault is Fault.FULL and slot not in self.users:
            return 2
        kept = pin.lstrip("0") if self.fault is Fault.ALTERS else pin
        self.users[slot] = User(kept, payload["userstatus"])
        return 0

    def _user(self, slot: int) -> bytes:
        number = slot.to_bytes(2, "little")
        if slot >= self.count:
            return number + b"\xff\xff\x00"
        user = self.users.get(slot)
        if user is None:
            return number + b"\x00\xff\x00"
        digits = user.pin.encode()
        shown = self.mask if self.mask is not None else bytes([len(digits)]) + digits
        return number + bytes([user.status, 0]) + shown

    def _attributes(self, wanted: list[dict[str, int]]) -> bytes:
        told = b""
        for record in wanted:
            attribute = record["attrId"]
            told += attribute.to_bytes(2, "little")
            if attribute not in self.attributes:
                told += b"\x86"
                continue
            kind, value = self.attributes[attribute]
            size = 2 if kind in (0x19, 0x21) else 1
            told += bytes([0, kind]) + value.to_bytes(size, "little")
        return told
