"""Words of the hub that our own commands lead to: more than one for some, and the last one seconds after the answer."""

import asyncio
from typing import Final

from pysmartthings import Command

WORD_TIME: Final = 15.0
"""Seconds after a command in which the hub may speak of it: fewer than its answer is waited for."""


class ExpectedWords:
    """Words about each slot that are no changes.

    The driver of Zigbee locks reads a slot four seconds after each write, besides passing on what the lock reports by
    itself; that of Z-Wave locks does so only after a deletion.
    """

    def __init__(self) -> None:
        """Expect nothing."""
        self._until: dict[str, list[float]] = {}
        self._removed_until: dict[str, float] = {}

    def expect(self, slot: str, command: Command, *, is_zigbee: bool) -> int:
        """Expect the words that a command leads to. Return how many may still come of earlier ones."""
        now = asyncio.get_running_loop().time()
        earlier = [each for each in self._until.get(slot, []) if now < each]
        until = now + WORD_TIME
        has_second = command is Command.DELETE_CODE or (
            command is Command.SET_CODE and is_zigbee
        )
        self._until[slot] = earlier + [until] * (2 if has_second else 1)
        if command is Command.DELETE_CODE:
            self._removed_until[slot] = until
        elif command is Command.SET_CODE:
            self._removed_until.pop(slot, None)
        return len(earlier)

    def take(self, slot: str, *, is_occupied: bool) -> bool:
        """Return whether a word about a slot was expected.

        That a slot is empty is expected only after a deletion: otherwise somebody else has emptied it.
        """
        now = asyncio.get_running_loop().time()
        valid = [until for until in self._until.pop(slot, []) if now < until]
        self._until[slot] = valid[1:]
        if not is_occupied:
            return now < self._removed_until.get(slot, 0.0)
        return bool(valid)
