"""Abilities of a lock, as sentences for a person who is about to link it."""

from typing import NamedTuple

from .model import LockCapabilities, LockClock, Readability, UseReporting


class Ability(NamedTuple):
    """One ability: the key of its text, after ``ability_``, and its numbers."""

    key: str
    numbers: dict[str, str]


# contract 14.30
def abilities_of(capabilities: LockCapabilities) -> list[Ability]:
    """Return what a lock can do: room, PINs, names, windows, confirmation, uses, in this order."""
    return [
        _room(capabilities),
        _pins(capabilities),
        _names(capabilities),
        Ability(_windows(capabilities), {}),
        Ability(_CONFIRMATIONS[capabilities.reads], {}),
        Ability(_USES[capabilities.uses], {}),
    ]


def _room(capabilities: LockCapabilities) -> Ability:
    if (room := capabilities.room) is None:
        return Ability("room_unknown", {})
    return Ability("room", {"count": str(room)})


def _pins(capabilities: LockCapabilities) -> Ability:
    if capabilities.is_pin_chosen_by_lock:
        return Ability("pins_chosen_by_lock", {})
    shortest, longest = capabilities.code_lengths[0], capabilities.code_lengths[-1]
    if shortest == longest:
        return Ability("pins_of_one_length", {"length": str(shortest)})
    return Ability("pins", {"shortest": str(shortest), "longest": str(longest)})


def _names(capabilities: LockCapabilities) -> Ability:
    if not capabilities.name_length:
        return Ability("no_names", {})
    return Ability("names", {"length": str(capabilities.name_length)})


def _windows(capabilities: LockCapabilities) -> str:
    if capabilities.native_windows is not None:
        return "windows_by_lock"
    if capabilities.windows is not None and capabilities.clock is not LockClock.TRUSTED:
        return "windows_clock_wrong"
    return "windows_by_home_assistant"


_CONFIRMATIONS = {
    Readability.PIN: "confirmed_by_pin",
    Readability.PRESENCE: "confirmed_by_presence",
    Readability.NOTHING: "not_readable",
}

_USES = {
    UseReporting.LIVE: "uses_live",
    UseReporting.LOG: "uses_from_log",
    UseReporting.NEVER: "uses_never",
}
