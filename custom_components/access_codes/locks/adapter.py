"""The contract between the engine and the adapter of a lock. ``docs/adapters.md`` tells how to write an adapter.

The adapter sends commands to one lock and passes its reports on; windows, retries and the lives of codes are the
engine's. All calls, in both directions, are made in the event loop. Only the engine sends commands (``async_read...``,
``async_set``, ``async_clear``, ``async_rename``, ``async_check``): one at a time, each cancelled after
``capabilities.command_timeout``.

Slots are named by strings (``"1"``), as ``capabilities.slot_naming`` says: fixed ones are listed there; with ``BY_NAME``
the key is the name, and a rename moves the content to the key ``credential.name``; with ``BY_LOCK`` a new code is set in a
provisional slot (``is_provisional``), and ``Written.slot`` names the real one. Contents are ``EMPTY``, ``UNREADABLE`` or
``KnownPin``. PINs appear in no log line, exception text or metadata.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Protocol, Self

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ..core.model import (
    EMPTY,
    UNREADABLE,
    Cause,
    Content,
    KnownPin,
    LockCapabilities,
    LockClock,
    Outcome,
    Pin,
    Reach,
    Readability,
    Reporting,
    SlotNaming,
    Use,
    UseReporting,
    Window,
    WindowSupport,
)

__all__ = [
    "EMPTY",
    "UNREADABLE",
    "AdapterListener",
    "Cause",
    "Content",
    "Credential",
    "KnownPin",
    "Listing",
    "LockAdapter",
    "LockCapabilities",
    "LockClock",
    "LockUnreachable",
    "NoSuchSlot",
    "Outcome",
    "Pin",
    "Reach",
    "ReadFailed",
    "Readability",
    "Reporting",
    "SlotNaming",
    "Use",
    "UseReporting",
    "Window",
    "WindowSupport",
    "Written",
]


class ReadFailed(Exception):
    """A read that the lock did not answer."""


class LockUnreachable(ReadFailed):
    """A read that did not reach the lock."""


class NoSuchSlot(ReadFailed):
    """A read that the lock answered with: there is no such slot."""


@dataclass(frozen=True, slots=True)
class Credential:
    """Content and name that a slot is to hold."""

    pin: Pin | None
    """None where the lock chooses the PIN."""
    name: str | None = None
    """As ``capabilities.fit_name`` cut it; None where the lock stores no names."""
    window: Window | None = None
    """Only where ``capabilities.windows`` allows it; in UTC, on multiples of the granularity."""


@dataclass(frozen=True, slots=True)
class Written:
    """Answer to a write, with what the lock said of its effect.

    ``CONFIRMED``: the lock itself reported, after the write, that the slot holds this (or, where it masks PINs, that it
    took it). ``ACCEPTED``: acknowledged only. A cache, or a notification alone, confirms nothing.
    """

    outcome: Outcome
    content: Content | None = None
    """Content of the slot after the write, where the lock reported it: a PIN of its own choice, or an altered one."""
    slot: str | None = None
    """The slot, where the lock or its server named it."""

    @classmethod
    def without_answer(cls, failure: ReadFailed) -> Self:
        """Return the answer to a write that came to no end, or to no beginning, because of a failed read."""
        is_unreachable = isinstance(failure, LockUnreachable)
        return cls(Outcome.UNREACHABLE if is_unreachable else Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Listing:
    """Contents by slot, as read from the lock in one answer."""

    contents: dict[str, Content]
    is_complete: bool
    """Slots that are not named are empty."""
    names: dict[str, str] | None = None
    """Names by slot, as stored on the lock; None where it lists none."""


class AdapterListener(Protocol):
    """The engine, as seen by the adapter.

    Reports are about changes at the lock only: the adapter filters echoes of its own commands and repetitions.
    """

    def reach_changed(self) -> None:
        """Handle a possible change of ``adapter.reach``; only a difference from its last value counts."""

    def capabilities_changed(self) -> None:
        """Handle a possible change of ``adapter.capabilities``."""

    def reported(
        self, slot: str, content: Content | None, cause: Cause = Cause.UNKNOWN
    ) -> None:
        """Handle a change of a slot to this content; None: an unknown change, after which the slot is occupied."""

    def reported_all_cleared(self) -> None:
        """Handle a report that the lock has lost all codes: it is read where it can be, and believed elsewhere."""

    def remainder_found(self, slot: str) -> None:
        """Handle something of ours in a slot without a PIN, a user for example, that only a clear takes away."""

    def activity_found(self, slot: str, *, is_inactive: bool) -> None:
        """Handle whether the lock has switched off the code in a slot, which then counts as ``UNREADABLE``."""

    def used(self, use: Use) -> None:
        """Handle a use of a code, told live or from a log, once or more often."""

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

    # contract 14.31
    @staticmethod
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        """Return why a lock cannot keep codes itself, as the key of a text after ``obstacle_``.

        Called only where ``keeps_codes`` is False.
        """
        return "no_codes"

    @abstractmethod
    async def async_start(self, listener: AdapterListener) -> None:
        """Subscribe to the lock's events.

        Neither waits for lock, driver or radio nor raises if they are away. May call the listener before it returns.
        """

    @abstractmethod
    def stop(self) -> None:
        """Unsubscribe from the lock's events. Idempotent; afterwards the listener is not called."""

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
    async def async_read(self, slot: str) -> Content:
        """Return the content of a slot, as read from the lock itself, never from a cache.

        ``UNREADABLE``: occupied by a masked PIN, a card or the like. Raises ReadFailed, LockUnreachable or NoSuchSlot.
        """

    async def async_list(self) -> Listing:
        """Return the contents of occupied slots; called only if ``capabilities.lists_slots``.

        Fixed slots that an incomplete list does not name are then read one by one. Raises ReadFailed, or LockUnreachable.
        """
        raise NotImplementedError

    async def async_check(self) -> None:
        """Obtain a cheap sign of life; called only where no slot is known that could be read.

        Raises ReadFailed, or LockUnreachable.
        """
        raise NotImplementedError

    @abstractmethod
    async def async_set(self, slot: str, credential: Credential) -> Written:
        """Write a credential to a slot, in place of what it held. Raises for no fault of the lock."""

    @abstractmethod
    async def async_clear(self, slot: str) -> Written:
        """Empty a slot, and remove the name. Raises for no fault of the lock."""

    # contract 12.82
    async def async_rename(self, slot: str, credential: Credential) -> Written:
        """Change the name in an occupied slot, and keep its PIN; called only if ``capabilities.name_length`` is not 0.

        ``credential``: what the slot holds, with the new name. Raises for no fault of the lock. For a family that has no
        command for it the code is written once more. Where that cannot be done, the name is refused: without its PIN, or
        where the name is the key. A family with such keys has a way of its own.
        """
        are_keys = self.capabilities is not None and self.capabilities.are_names_keys
        if credential.pin is None or are_keys:
            return Written(Outcome.INVALID)
        return await self.async_set(slot, credential)

    # contract 12.85
    def clock_was_set(self) -> None:
        """React to a step of Home Assistant's clock: whoever judged or set the lock's clock by it does so again."""

    def label(self, slot: str) -> str:
        """Return the name of a slot for people, where its key is not the name of a code: such a key is not shown."""
        return slot

    def metadata(self, slot: str) -> dict[str, str | int]:
        """Return the family's numbers for a slot (``slot``, ``user_index``...), for display; empty while unknown."""
        return {}
