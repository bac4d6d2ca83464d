"""Values and headers of the Zigbee Cluster Library as bytes, written from the standard and not with a stack's own code."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

BASIC, POWER, POLL_CONTROL, DOOR_LOCK = 0x0000, 0x0001, 0x0020, 0x0101

HOME_AUTOMATION: Final = 0x0104
"""The profile of the locks; 0 is the one of the network itself."""

BOOL, MAP8, MAP16, MAP32 = 0x10, 0x18, 0x19, 0x1B
UINT8, UINT16, UINT32, ENUM8, TEXT = 0x20, 0x21, 0x23, 0x30, 0x42

_SIZES: Final = {
    BOOL: 1,
    MAP8: 1,
    MAP16: 2,
    MAP32: 4,
    UINT8: 1,
    UINT16: 2,
    UINT32: 4,
    ENUM8: 1,
}

_MANUFACTURER_SPECIFIC, _FROM_SERVER, _NO_DEFAULT_RESPONSE = 0x04, 0x08, 0x10

type Value = int | str
type Attribute = tuple[int, Value]
"""Type and value."""


def number(value: int, size: int = 2) -> bytes:
    """Return a number, the lowest byte first."""
    return value.to_bytes(size, "little")


def counted(content: bytes) -> bytes:
    """Return a text with its length before."""
    return bytes([len(content)]) + content


def encoded(attribute: Attribute) -> bytes:
    """Return the type and the value of an attribute."""
    kind, value = attribute
    if isinstance(value, str):
        return bytes([kind]) + counted(value.encode())
    return bytes([kind]) + number(value, _SIZES[kind])


def decoded(content: bytes) -> tuple[Attribute, bytes]:
    """Return the attribute at the beginning, and what follows."""
    kind = content[0]
    if kind == TEXT:
        end = 2 + content[1]
        return (kind, content[2:end].decode("latin-1")), content[end:]
    end = 1 + _SIZES[kind]
    return (kind, int.from_bytes(content[1:end], "little")), content[end:]


def numbers(content: bytes) -> Iterable[int]:
    """Return the numbers of two bytes of which this is a row."""
    for start in range(0, len(content) - 1, 2):
        yield int.from_bytes(content[start : start + 2], "little")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a cluster."""

    is_for_cluster: bool
    """The command belongs to the cluster, and is none of those that all have."""
    wants_response: bool
    tsn: int
    command: int
    body: bytes

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Return what these bytes are."""
        control = data[0]
        rest = data[3:] if control & _MANUFACTURER_SPECIFIC else data[1:]
        return cls(
            is_for_cluster=control & 3 == 1,
            wants_response=not control & _NO_DEFAULT_RESPONSE,
            tsn=rest[0],
            command=rest[1],
            body=rest[2:],
        )

    def to_bytes(self) -> bytes:
        """Return it as sent by a lock."""
        control = _FROM_SERVER | self.is_for_cluster
        if not self.wants_response:
            control |= _NO_DEFAULT_RESPONSE
        return bytes([control, self.tsn, self.command]) + self.body
