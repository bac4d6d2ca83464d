"""One lock of a family as the conformance suite sees it: from the side of its adapter, and from its own."""

import asyncio
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, override

from custom_components.access_codes.core.model import Content, LockCapabilities, Reach
from custom_components.access_codes.locks.adapter import (
    AdapterListener,
    Cause,
    LockAdapter,
    Use,
)

PATIENCE = 20
"""Seconds after which a lock does not answer any more."""


class Trouble(StrEnum):
    """A way in which a lock fails; each bench makes its own lock do it."""

    REFUSES = "refuses"
    """It carries out no write, and says so if its family does."""
    LIES = "lies"
    """It says that it has carried out a write, and has not."""
    ALTERS = "alters"
    """It keeps a PIN without its leading zeros."""
    FULL = "full"
    """It takes no further code."""
    UNREACHABLE = "unreachable"
    """Commands do not reach it."""
    NO_ANSWER = "no_answer"
    """It carries commands out and says nothing."""
    LATE = "late"
    """It carries out and answers after the family has given the command up."""


class BenchListener(AdapterListener):
    """Record what the adapter reports."""

    def __init__(self) -> None:
        self.reports: list[tuple[str | None, Content | None]] = []
        """Slot and content; the slot is None after a reset of the lock."""
        self.causes: list[Cause] = []
        """Of the reports that name a slot."""
        self.uses: list[Use] = []
        self.denials: list[str] = []
        self.remainders: list[str] = []
        self.inactive: list[tuple[str, bool]] = []
        """Slot, and whether the lock has switched its code off."""
        self.changes = 0
        self.is_stopped = False
        self.ours: set[str] = set()
        self._called = asyncio.Event()

    def _call(self) -> None:
        assert not self.is_stopped, "called after stop()"
        self.changes += 1
        self._called.set()

    @override
    def reach_changed(self) -> None:
        self._call()

    @override
    def capabilities_changed(self) -> None:
        self._call()

    @override
    def reported(
        self, slot: str, content: Content | None, cause: Cause = Cause.UNKNOWN
    ) -> None:
        self.reports.append((slot, content))
        self.causes.append(cause)
        self._call()

    @override
    def reported_all_cleared(self) -> None:
        self.reports.append((None, None))
        self._call()

    @override
    def remainder_found(self, slot: str) -> None:
        self.remainders.append(slot)
        self._call()

    @override
    def activity_found(self, slot: str, *, is_inactive: bool) -> None:
        self.inactive.append((slot, is_inactive))
        self._call()

    @override
    def used(self, use: Use) -> None:
        self.uses.append(use)
        self._call()

    @override
    def access_denied(self, reason: str) -> None:
        self.denials.append(reason)
        self._call()

    @override
    def is_ours(self, slot: str) -> bool:
        return slot in self.ours

    async def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for calls until a condition is true."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._called.clear()
                await self._called.wait()


class LockBench(Protocol):
    """A lock with numbered or named slots, its adapter, and the reports of the adapter."""

    listener: BenchListener
    row: str | None
    """The row of the lock in README.md; None for one that nobody can buy."""
    takes_duplicates: bool
    """The lock takes a PIN that another slot holds."""
    troubles: frozenset[Trouble]
    """The ways in which this lock can be made to fail."""

    @property
    def adapter(self) -> LockAdapter:
        """The adapter that runs now."""

    async def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by slot."""

    async def names(self) -> dict[str, str]:
        """Return the names on the lock, by slot; empty where it stores none."""

    async def type_at_keypad(
        self, slot: str, pin: str | None, *, is_reported: bool = True
    ) -> None:
        """Change a slot at the lock itself; None: empty it."""

    async def use(self, slot: str) -> None:
        """Open the lock with the code of a slot."""

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on; None: heal it."""

    async def restart(self) -> None:
        """Stop the adapter, and start another one on the same lock, as a restart does."""


def capabilities_of(bench: LockBench) -> LockCapabilities:
    """Return the capabilities, which a started adapter of a reachable lock knows."""
    capabilities = bench.adapter.capabilities
    assert capabilities is not None
    return capabilities


def is_reachable(bench: LockBench) -> bool:
    """Return whether the adapter says that commands reach the lock."""
    return bench.adapter.reach is Reach.REACHABLE
