"""The contract between the engine and the adapter of a lock.

The adapter sends commands to one lock and passes its reports on; windows, retries and the lives of codes are the
engine's. All calls, in both directions, are made in the event loop. Only the engine sends commands (``async_read...``,
``async_set``, ``async_clear``, ``async_rename``): one at a time, each cancelled after 60 seconds.

Slots are named by strings of the adapter's choice (``"1"``), listed in ``capabilities.slots``. Contents are ``EMPTY``,
``UNREADABLE`` or ``KnownPin``. PINs appear in no log line, exception text or metadata.
"""

from abc import ABC, abstractmethod
from typing import Protocol

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ..core.model import Content, LockCapabilities, Outcome, Pin, Reach


class ReadFailed(Exception):
    """A read that the lock did not answer."""


class LockUnreachable(ReadFailed):
    """A read that did not reach the lock."""


class AdapterListener(Protocol):
    """The engine, as seen by the adapter.

    Reports are about changes at the lock only: the adapter filters echoes of its own commands and repetitions.
    """

    def reach_changed(self) -> None:
        """Handle a possible change of ``adapter.reach`` or ``adapter.capabilities``; may be called without a change."""

    def reported(self, slot: str, content: Content | None) -> None:
        """Handle a change of a slot to this content; None: an unknown change, after which the slot is occupied."""

    def reported_all_cleared(self) -> None:
        """Handle a report that the lock has lost all codes: it is read where it can be, and believed elsewhere."""

    def remainder_found(self, slot: str) -> None:
        """Handle something of ours in a slot without a PIN, a user for example, that only a clear takes away."""

    def used(self, slot: str | None, action: str) -> None:
        """Handle the use of a code for ``action``, "unlock" or "lock"; ``slot``: None if the lock names none."""

    def access_denied(self, reason: str) -> None:
        """Handle an entry that the lock refused.

        ``reason``: "invalid_code", "incomplete", "code_disabled", "outside_schedule" or "too_many_attempts".
        """

    def is_ours(self, slot: str) -> bool:
        """Return whether the journal has a write to this slot, from before a restart too, carried out or not."""


class LockAdapter(ABC):
    """One lock of one family."""

    family: str
    """The method's key in the table of families."""

    @staticmethod
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        """Return whether a lock of this family can keep codes itself; True while that is unknown."""
        return True

    @abstractmethod
    async def async_start(self, listener: AdapterListener) -> None:
        """Subscribe to the lock's events.

        Neither waits for lock, driver or radio nor raises if they are away. May call the listener before it returns.
        """

    @abstractmethod
    def stop(self) -> None:
        """Unsubscribe from the lock's events. Idempotent."""

    @property
    @abstractmethod
    def reach(self) -> Reach:
        """Return whether commands can reach the lock now, as far as is known without a command.

        Never ``REMOVED``: the engine takes that, and ``DISCONNECTED`` for a disabled lock, from the entity registry.
        """

    @property
    @abstractmethod
    def capabilities(self) -> LockCapabilities | None:
        """Return the lock's capabilities; None while they are unknown, during which no command is sent."""

    @abstractmethod
    async def async_read_all(self) -> dict[str, Content]:
        """Return the contents of all slots of ``capabilities.slots``, by slot, as read from the lock itself.

        Raises ReadFailed, or LockUnreachable.
        """

    @abstractmethod
    async def async_read(self, slot: str) -> Content:
        """Return the content of a slot, as read from the lock itself, never from a cache.

        ``UNREADABLE``: occupied by a masked PIN, a card or the like. Raises ReadFailed, or LockUnreachable.
        """

    @abstractmethod
    async def async_set(self, slot: str, pin: Pin, name: str | None) -> Outcome:
        """Write a PIN to a slot; ``name``: of at most ``capabilities.name_length`` characters, None where that is 0.

        ``CONFIRMED``: the lock itself reported, after the write, that the slot holds this PIN (or, where it masks PINs,
        that it took it). ``ACCEPTED``: acknowledged only. Other outcomes as in ``Outcome``. Raises for no fault of the
        lock.
        """

    @abstractmethod
    async def async_clear(self, slot: str) -> Outcome:
        """Empty a slot, and remove the name.

        ``CONFIRMED``: the lock itself reported, after the command, that the slot is empty. Raises for no fault of the
        lock.
        """

    async def async_rename(self, slot: str, name: str) -> Outcome:
        """Change the name in an occupied slot, and keep its PIN; called only if ``capabilities.name_length`` is not 0.

        Outcomes as for ``async_set``.
        """
        raise NotImplementedError

    def metadata(self, slot: str) -> dict[str, str | int]:
        """Return the family's numbers for a slot (``slot``, ``user_index``...), for display; empty while unknown."""
        return {}
