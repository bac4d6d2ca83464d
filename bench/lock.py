"""A lock that does what it is told, and notes when it was told."""

import asyncio
from dataclasses import dataclass
import time
from typing import override

from custom_components.access_codes.core.model import (
    EMPTY,
    CommandKind,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
)
from custom_components.access_codes.locks.adapter import AdapterListener, LockAdapter


@dataclass(frozen=True, slots=True)
class Told:
    """One command, as it came to the lock."""

    at: float
    """Seconds on the wall clock."""
    processor: float
    """Seconds of processor time that the process had used by then."""
    kind: CommandKind


class ModelLock(LockAdapter):
    """Reachable, readable and obedient: what is measured is ours alone."""

    family = "bench"

    def __init__(
        self,
        capabilities: LockCapabilities,
        held: dict[str, Content] | None = None,
        *,
        answers_after: float = 0,
    ) -> None:
        """Hold these, and nothing in the other slots; answer a write after so many seconds."""
        self._capabilities = capabilities
        self._answers_after = answers_after
        self.held = held or {}
        self.told: list[Told] = []
        self.listener: AdapterListener | None = None
        """Who hears what the lock tells by itself."""

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self.listener = listener

    @override
    def stop(self) -> None:
        pass

    @property
    @override
    def reach(self) -> Reach:
        return Reach.REACHABLE

    @property
    @override
    def capabilities(self) -> LockCapabilities:
        return self._capabilities

    @override
    async def async_read_all(self) -> dict[str, Content]:
        self._note(CommandKind.READ_ALL)
        return {slot: self.held.get(slot, EMPTY) for slot in self._capabilities.slots}

    @override
    async def async_read(self, slot: str) -> Content:
        self._note(CommandKind.READ)
        return self.held.get(slot, EMPTY)

    @override
    async def async_set(self, slot: str, pin: Pin, name: str | None) -> Outcome:
        self._note(CommandKind.SET)
        await asyncio.sleep(self._answers_after)
        self.held[slot] = KnownPin(pin)
        return Outcome.CONFIRMED

    @override
    async def async_clear(self, slot: str) -> Outcome:
        self._note(CommandKind.CLEAR)
        await asyncio.sleep(self._answers_after)
        self.held.pop(slot, None)
        return Outcome.CONFIRMED

    def _note(self, kind: CommandKind) -> None:
        self.told.append(Told(time.time(), time.process_time(), kind))
