"""Names of codes on the lock, which are keys where the family has no slots of its own, and labels of such slots."""

from collections.abc import Callable, Iterator

from ..display_text import is_in_text
from ..model import (
    EMPTY,
    AccessCode,
    LockCapabilities,
    LockRecord,
    Placement,
    World,
    is_provisional,
)
from .edit import RecordEdit

_DIGITS = "0123456789"

_NAMELESS = "Code"

_MOST_NUMBERS = 10_000
"""Limit of the numbers that are tried, to find a name that no other slot has."""


# contract 12.71, 12.79
def name_on_lock(
    code: AccessCode, capabilities: LockCapabilities, is_taken: Callable[[str], bool]
) -> str | None:
    """Return the name for a code on the lock: in its characters, unlike other names, and without the PIN.

    ``is_taken``: whether another slot has a name. None where the lock stores no names.
    """
    base = _base(code, capabilities)
    if base is None or not _is_unique(capabilities):
        return base
    for name in _candidates(base, capabilities):
        if not is_taken(name) and not _is_pin_in(name, code, base):
            return name
    return None


# contract 4.20, 12.71
def is_name_of(
    name: str | None, code: AccessCode, capabilities: LockCapabilities
) -> bool:
    """Return whether a name on the lock is one of the code's, whatever number makes it unlike others."""
    base = _base(code, capabilities)
    if name == base:
        return True
    if name is None or base is None or not _is_unique(capabilities):
        return False
    if _is_pin_in(name, code, base):
        return False
    if not _has_digits(capabilities):
        return name in _candidates(base, capabilities)
    digits = name[len(name.rstrip(_DIGITS)) :]
    # The last digits of the base may precede those of the number.
    return any(
        name == _numbered(base, digits[at:], capabilities)
        for at in range(len(digits))
        if digits[at] != "0" and digits[at:] != "1"
    )


# contract 6.167
def is_named_for(
    placement: Placement, code: AccessCode, capabilities: LockCapabilities
) -> bool:
    """Return whether the name on the lock needs no change: it is one of the code's, or is to stay."""
    if placement.kept_name == code.name:
        return True
    return is_name_of(placement.name, code, capabilities)


def is_taken_name(
    edit: RecordEdit, world: World, capabilities: LockCapabilities
) -> Callable[[str], bool]:
    """Return the test whether a slot has a name, in upper or lower case."""
    if not _is_unique(capabilities):
        return lambda _: False
    names: set[str] = set()
    for placement in edit.placements.values():
        names.update(_names_of(placement, capabilities))
    if capabilities.are_names_keys:
        names.update(world.settings.reserved_slots)
        names.update(edit.record.unmanaged)
        names.update(
            slot for slot, content in world.observed.items() if content is not EMPTY
        )
    folded = {name.casefold() for name in names}
    return lambda name: name.casefold() in folded


def _names_of(placement: Placement, capabilities: LockCapabilities) -> Iterator[str]:
    if placement.name is not None:
        yield placement.name
    if capabilities.are_names_keys:
        yield placement.slot
        if placement.next_slot is not None:
            yield placement.next_slot


def _is_unique(capabilities: LockCapabilities) -> bool:
    return capabilities.has_unique_names or capabilities.are_names_keys


def _base(code: AccessCode, capabilities: LockCapabilities) -> str | None:
    """Return the code's name as the lock can store it, unless it shows the PIN without the characters left out."""
    fitted = capabilities.fit_name(code.name)
    if fitted is None:
        return None
    if _is_unique(capabilities):
        fitted = fitted.strip() or _NAMELESS[: capabilities.name_length]
    if capabilities.name_characters is not None and _is_pin_in(fitted, code, None):
        return capabilities.fit_name(_NAMELESS)
    return fitted


def _is_pin_in(name: str, code: AccessCode, base: str | None) -> bool:
    """Return whether a name other than the base shows the code's PIN."""
    return name != base and code.pin is not None and is_in_text(code.pin.reveal(), name)


def _has_digits(capabilities: LockCapabilities) -> bool:
    characters = capabilities.name_characters
    return characters is None or all(digit in characters for digit in _DIGITS)


def _candidates(base: str, capabilities: LockCapabilities) -> Iterator[str]:
    """Yield the base, and the base with numbers from 2 on; in letters where the lock has no digits."""
    yield base
    if _has_digits(capabilities):
        for number in range(2, _MOST_NUMBERS):
            yield _numbered(base, str(number), capabilities)
        return
    letters = [
        character
        for character in capabilities.name_characters or ""
        if character.strip()
    ]
    for number in range(_MOST_NUMBERS if letters else 0):
        repeats, letter = divmod(number, len(letters))
        yield _numbered(base, letters[letter] * (repeats + 1), capabilities)


def _numbered(base: str, number: str, capabilities: LockCapabilities) -> str:
    characters = capabilities.name_characters
    space = " " if characters is None or " " in characters else ""
    end = f"{space}{number}"[-capabilities.name_length :]
    return base[: capabilities.name_length - len(end)].rstrip() + end


# contract 12.74
def slot_label(record: LockRecord, slot: str) -> str | None:
    """Return the name of a slot for people: never a key that is a name, as that may be private or show a PIN."""
    if is_provisional(slot):
        return None
    capabilities = record.capabilities
    if capabilities is None or not capabilities.are_names_keys:
        return slot
    number = record.unmanaged_numbers.get(slot)
    return None if number is None else str(number)
