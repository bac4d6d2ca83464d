"""The contract between the engine and the families of locks.

An adapter knows its family and nothing of windows, retries or codes' lives. It is the only code that speaks to
the lock, and only the engine calls it: one command at a time, each bounded by the engine's own time limit.
"""

from abc import ABC, abstractmethod
from typing import Protocol

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ..core.model import Content, LockCapabilities, Outcome, Pin, Reach


class ReadFailed(Exception):
    """The lock gave no answer to a read. Carries no PIN."""


class LockUnreachable(ReadFailed):
    """The lock could not be reached."""


class AdapterListener(Protocol):
    """What an adapter tells the engine, always from the event loop."""

    def reach_changed(self) -> None:
        """``adapter.reach`` or ``adapter.capabilities`` may have changed."""

    def reported(self, slot: str, content: Content | None) -> None:
        """Say that the lock told of a slot: exactly this content, or (None) an unknown change that leaves it occupied."""

    def reported_all_cleared(self) -> None:
        """Say that the lock told that all its codes are gone."""

    def used(self, slot: str | None, action: str) -> None:
        """Say that the code of a slot was used to "unlock" or "lock"; None where the lock does not tell which."""

    def access_denied(self, reason: str) -> None:
        """Say that the lock refused somebody at its keypad."""

    def is_ours(self, slot: str) -> bool:
        """Tell whether a write of ours to this slot is on disk, carried out or not, also one of before a restart."""


class LockAdapter(ABC):
    """One lock of one family."""

    family: str

    @staticmethod
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        """Tell whether this lock of the family can keep codes itself; True while that is not known."""
        return True

    @abstractmethod
    async def async_start(self, listener: AdapterListener) -> None:
        """Subscribe. Never waits for the lock, its driver or its radio; never raises because one is away."""

    @abstractmethod
    def stop(self) -> None:
        """Unsubscribe from everything; idempotent."""

    @property
    @abstractmethod
    def reach(self) -> Reach:
        """Whether commands can reach the lock now, as far as is known without asking it.

        ``REMOVED`` and a disabled lock are seen by the engine itself in the entity registry.
        """

    @property
    @abstractmethod
    def capabilities(self) -> LockCapabilities | None:
        """What the lock can do; None while that is not known."""

    @abstractmethod
    async def async_read_all(self) -> dict[str, Content]:
        """Read every slot from the lock itself.

        Raises ReadFailed or LockUnreachable.
        """

    @abstractmethod
    async def async_read(self, slot: str) -> Content:
        """Read one slot: the lock's own answer, never a cache. ``OTHER`` where it hides what is there.

        Raises ReadFailed or LockUnreachable.
        """

    @abstractmethod
    async def async_set(self, slot: str, pin: Pin, name: str | None) -> Outcome:
        """Write a PIN (and a name, where the lock stores names) to a slot. Never raises for the lock's faults."""

    @abstractmethod
    async def async_clear(self, slot: str) -> Outcome:
        """Empty a slot. Never raises for the lock's faults."""

    async def async_rename(self, slot: str, name: str) -> Outcome:
        """Change only the name that stands on the lock."""
        raise NotImplementedError

    def metadata(self, slot: str) -> dict[str, str | int]:
        """Return what only this family has of a slot (``slot``, ``user_index``…): no secret."""
        return {}
