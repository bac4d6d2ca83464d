"""Checks of what a foreign adapter returns or reports: its types and its limits, before the engine relies on them."""

from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from ...core.model import (
    Cause,
    KnownPin,
    LockCapabilities,
    LockClock,
    Outcome,
    Pin,
    Readability,
    Reporting,
    SlotNaming,
    SlotState,
    Use,
    UseReporting,
    Window,
    WindowSupport,
)
from ..adapter import Listing, Written

DENIALS: Final = frozenset(
    {
        "invalid_code",
        "incomplete",
        "code_disabled",
        "outside_schedule",
        "too_many_attempts",
    }
)

_LONGEST_COMMAND = 600
"""Seconds."""

_LONGEST_WAIT = 7 * 86400
"""Seconds."""

_MOST_SLOTS = 10_000

_LONGEST_PIN = 64

_LONGEST_TEXT = 255


def is_text(value: Any) -> bool:
    """Return whether a value is a text that is neither empty nor too long."""
    return isinstance(value, str) and 0 < len(value) <= _LONGEST_TEXT


def _is_number(value: Any, lowest: int, highest: int) -> bool:
    return (
        isinstance(value, int)
        and not isinstance(value, bool)
        and lowest <= value <= highest
    )


# contract 12.125
def are_capabilities_sound(given: Any) -> bool:
    """Return whether the engine can work with capabilities, and store them."""
    if not isinstance(given, LockCapabilities):
        return False
    try:
        return (
            _are_slots_sound(given)
            and _are_pins_sound(given)
            and _are_times_sound(given)
        )
    except TypeError:
        # A list that is none, or one of other things.
        return False


def _are_slots_sound(given: LockCapabilities) -> bool:
    is_fixed = given.slot_naming is SlotNaming.FIXED
    return (
        isinstance(given.slot_naming, SlotNaming)
        and isinstance(given.slots, tuple)
        and is_fixed is bool(given.slots)
        and len(given.slots) <= _MOST_SLOTS
        and all(map(is_text, given.slots))
        and len(set(given.slots)) == len(given.slots)
        and (given.capacity is None or _is_number(given.capacity, 0, _MOST_SLOTS))
        and _is_number(given.name_length, 0, _LONGEST_TEXT)
        and (given.name_characters is None or bool(given.name_characters[:1]))
        and (is_fixed or not given.are_names_keys or given.name_length > 0)
        # Where the lock names the slot only a read finds a code whose answer was lost.
        and not (
            given.slot_naming is SlotNaming.BY_LOCK
            and given.reads is Readability.NOTHING
        )
    )


def _are_pins_sound(given: LockCapabilities) -> bool:
    lengths = given.code_lengths
    return (
        isinstance(lengths, tuple)
        and bool(lengths)
        and all(_is_number(length, 1, _LONGEST_PIN) for length in lengths)
        and all(one < two for one, two in pairwise(lengths))
        and isinstance(given.characters, str)
        and bool(given.characters)
        and isinstance(given.forbidden_beginnings, tuple)
        and all(map(is_text, given.forbidden_beginnings))
        # Codes that Home Assistant checks are no foreign adapter's.
        and given.is_virtual is False
        and all(
            isinstance(flag, bool)
            for flag in (
                given.is_pin_chosen_by_lock,
                given.has_enter_key,
                given.has_unique_names,
                given.lists_slots,
            )
        )
    )


def _are_times_sound(given: LockCapabilities) -> bool:
    return (
        isinstance(given.reads, Readability)
        and isinstance(given.reports, Reporting)
        and isinstance(given.uses, UseReporting)
        and isinstance(given.clock, LockClock)
        and _is_number(given.command_timeout, 1, _LONGEST_COMMAND)
        and _is_number(given.late_by, 0, _LONGEST_WAIT)
        and _is_number(given.echo_for, 0, _LONGEST_COMMAND)
        and (given.fresh_for is None or _is_number(given.fresh_for, 0, 365 * 86400))
        and (
            given.calls_per_minute is None
            or _is_number(given.calls_per_minute, 1, 6000)
        )
        and (given.windows is None or _is_window_support(given.windows))
    )


def _is_window_support(given: Any) -> bool:
    return (
        isinstance(given, WindowSupport)
        and _is_number(given.granularity, 1, 86400)
        and (given.capacity is None or _is_number(given.capacity, 0, _MOST_SLOTS))
        and isinstance(given.repeated_hours, tuple)
        and all(map(_is_window, given.repeated_hours))
    )


# contract 12.124
def is_content(given: Any) -> bool:
    """Return whether a value is the content of a slot."""
    if isinstance(given, SlotState):
        return True
    return (
        isinstance(given, KnownPin)
        and isinstance(given.pin, Pin)
        and is_text(given.pin.reveal())
        and (given.window is None or _is_window(given.window))
    )


def _is_window(given: Any) -> bool:
    return (
        isinstance(given, Window)
        and _is_instant(given.starts_at)
        and _is_instant(given.ends_at)
    )


def _is_instant(given: Any) -> bool:
    return isinstance(given, datetime) and given.utcoffset() is not None


# contract 12.124
def is_written(given: Any) -> bool:
    """Return whether a value is the answer to a write."""
    return (
        isinstance(given, Written)
        and isinstance(given.outcome, Outcome)
        and (given.content is None or is_content(given.content))
        and (given.slot is None or is_text(given.slot))
    )


# contract 12.124
def is_listing(given: Any) -> bool:
    """Return whether a value is a lock's list."""
    return (
        isinstance(given, Listing)
        and isinstance(given.is_complete, bool)
        and _is_by_slot(given.contents, is_content)
        and (given.names is None or _is_by_slot(given.names, is_text))
    )


def _is_by_slot(given: Any, is_sound: Any) -> bool:
    return isinstance(given, dict) and all(
        is_text(slot) and is_sound(value) for slot, value in given.items()
    )


# contract 12.126
def is_use(given: Any) -> bool:
    """Return whether a value is a use of a code."""
    return (
        isinstance(given, Use)
        and given.action in {"unlock", "lock"}
        and (given.slot is None or is_text(given.slot))
        and (given.pin is None or isinstance(given.pin, Pin))
        and (given.used_at is None or _is_instant(given.used_at))
        and (given.use_id is None or is_text(given.use_id))
    )


def is_report(slot: Any, content: Any, cause: Any) -> bool:
    """Return whether the parts of a report are of their types."""
    return (
        is_text(slot)
        and (content is None or is_content(content))
        and isinstance(cause, Cause)
    )
