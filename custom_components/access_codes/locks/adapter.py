"""The contract between the engine and the families of locks.

An adapter knows its family, and nothing of windows, retries or the lives of codes. It is the only code that speaks to
the lock, and only the engine calls it: one command at a time, each within the engine's time limit.
"""

from abc import ABC, abstractmethod
from typing import Protocol

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ..core.model import Content, LockCapabilities, Outcome, Pin, Reach


class ReadFailed(Exception):
    """A read without an answer of the lock. Carries no PIN."""


class LockUnreachable(ReadFailed):
    """A read of a lock that cannot be reached."""


class AdapterListener(Protocol):
    """The engine, as its adapter sees it. Every call comes from the event loop."""

    def reach_changed(self) -> None:
        """Handle a possible change of ``adapter.reach`` or ``adapter.capabilities``."""

    def reported(self, slot: str, content: Content | None) -> None:
        """Handle a report about a slot: exactly this content, or (None) an unknown change that leaves it occupied."""

    def reported_all_cleared(self) -> None:
        """Handle a report that the lock has lost all its codes."""

    def used(self, slot: str | None, action: str) -> None:
        """Handle the use of a slot's code to "unlock" or "lock"; None where the lock does not name the slot."""

    def access_denied(self, reason: str) -> None:
        """Handle a refusal at the lock's keypad."""

    def is_ours(self, slot: str) -> bool:
        """Return whether a write of ours to this slot is on disk, carried out or not, writes before a restart included."""


class LockAdapter(ABC):
    """One lock of one family."""

    family: str

    @staticmethod
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        """Return whether this lock of the family can keep codes itself; True while that is unknown."""
        return True

    @abstractmethod
    async def async_start(self, listener: AdapterListener) -> None:
        """Subscribe. Never waits for the lock, its driver or its radio, and never raises because one is away."""

    @abstractmethod
    def stop(self) -> None:
        """Unsubscribe. Idempotent."""

    @property
    @abstractmethod
    def reach(self) -> Reach:
        """Whether commands can reach the lock now, as far as is known without a command.

        The engine itself sees ``REMOVED`` and a disabled lock in the entity registry.
        """

    @property
    @abstractmethod
    def capabilities(self) -> LockCapabilities | None:
        """The abilities of the lock; None while they are unknown."""

    @abstractmethod
    async def async_read_all(self) -> dict[str, Content]:
        """Read every slot from the lock itself: contents by slot.

        Raises ReadFailed or LockUnreachable.
        """

    @abstractmethod
    async def async_read(self, slot: str) -> Content:
        """Read one slot: the lock's own answer, never a cache. ``UNREADABLE`` where the lock hides the content.

        Raises ReadFailed or LockUnreachable.
        """

    @abstractmethod
    async def async_set(self, slot: str, pin: Pin, name: str | None) -> Outcome:
        """Write a PIN, and a name where the lock stores names, to a slot.

        ``CONFIRMED`` only for the lock's own word that it holds this PIN. Never raises for faults of the lock.
        """

    @abstractmethod
    async def async_clear(self, slot: str) -> Outcome:
        """Empty a slot.

        ``CONFIRMED`` only for the lock's own word that it is empty. Never raises for faults of the lock.
        """

    async def async_rename(self, slot: str, name: str) -> Outcome:
        """Change only the name on the lock."""
        raise NotImplementedError

    def metadata(self, slot: str) -> dict[str, str | int]:
        """Return the family's own data of a slot (``slot``, ``user_index``…), without secrets."""
        return {}
