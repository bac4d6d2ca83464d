"""Answers of the Zigbee Device Object, by which a coordinator learns what has joined."""

from typing import Protocol

from .frames import HOME_AUTOMATION, counted, number
from .models import MODELS


class Joined(Protocol):
    """A device as the network sees it."""

    kind: str

    @property
    def address(self) -> int:
        """Return the address on the network."""

    @property
    def ieee(self) -> str:
        """Return the address for life."""

    @property
    def endpoint(self) -> int:
        """Return the endpoint with the clusters."""

    @property
    def clusters(self) -> list[int]:
        """Return the input clusters."""


def network_answer(lock: Joined, command: int) -> bytes:
    """Return what follows the status in the answer to a command."""
    me = number(lock.address)
    model = MODELS[lock.kind]
    ieee = bytes.fromhex(lock.ieee[2:])[::-1]
    clusters = b"".join(number(cluster) for cluster in lock.clusters)
    simple = (
        bytes([lock.endpoint])
        + number(HOME_AUTOMATION)
        # Device type door lock, version 0
        + b"\x0a\x00\x00"
        + bytes([len(lock.clusters)])
        + clusters
        + b"\x00"
    )
    node = (
        # A battery-powered end device on 2.4 GHz
        b"\x02\x40\x80"
        + number(model.manufacturer_code)
        + bytes([82])
        + number(82)
        # Of revision 22 of the standard; else both stacks take it for an old one.
        + number(22 << 9)
        + number(82)
        + b"\x00"
    )
    answers = {
        0x0000: ieee + me,
        0x0001: ieee + me,
        0x0002: me + node,
        0x0004: me + counted(simple),
        0x0005: me + bytes([1, lock.endpoint]),
        0x0033: b"\x00\x00\x00",
    }
    return answers.get(command, b"")
