"""A lock that does at once what it is told, and notes when it was told."""

from dataclasses import dataclass
import time
from typing import override

from custom_components.access_codes.core.model import (
    EMPTY,
    CommandKind,
    Content,
    Held,
    LockCapabilities,
    Outcome,
    Reach,
)
from custom_components.access_codes.core.pin import Pin
from custom_components.access_codes.locks.base import AdapterListener, LockAdapter


@dataclass(frozen=True, slots=True)
class Told:
    """One command, as it came to the lock."""

    at: float
    """Seconds on the wall clock."""
    kind: CommandKind


class ModelLock(LockAdapter):
    """Reachable, readable, and quicker than any real one: what is measured is ours alone."""

    family = "bench"

    def __init__(
        self, capabilities: LockCapabilities, held: dict[str, Content] | None = None
    ) -> None:
        """Hold these, and nothing in the other places."""
        self._capabilities = capabilities
        self._held = held or {}
        self.told: list[Told] = []

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        pass

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
        return {
            place: self._held.get(place, EMPTY) for place in self._capabilities.places
        }

    @override
    async def async_read(self, place: str) -> Content:
        self._note(CommandKind.READ)
        return self._held.get(place, EMPTY)

    @override
    async def async_set(self, place: str, pin: Pin, name: str | None) -> Outcome:
        self._note(CommandKind.SET)
        self._held[place] = Held(pin)
        return Outcome.CONFIRMED

    @override
    async def async_clear(self, place: str) -> Outcome:
        self._note(CommandKind.CLEAR)
        self._held.pop(place, None)
        return Outcome.CONFIRMED

    def _note(self, kind: CommandKind) -> None:
        self.told.append(Told(time.time(), kind))
