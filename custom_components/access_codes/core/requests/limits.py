"""Limits of names, keys and PINs. Each check raises Refused."""

from ..display_text import has_control_characters, is_blank, is_in_text
from ..model import AccessCode, KnownPin, LockRecord, Pin, PinObjection, World
from ..record.slot_names import slot_label
from ..record.unmanaged import held_by_others
from .overlaps import may_open_at_once
from .pin_generator import capabilities_of, taken_lengths
from .refused import Refused

LONGEST_NAME = 60

LONGEST_KEY = 100

MOST_CODES = 2000
"""Codes per lock: a plan and a write of so many do not hold up the event loop."""


# contract 6.28
def check_count(record: LockRecord) -> None:
    """Refuse a code beyond the limit per lock, which counts expired codes and those being removed."""
    if len(record.codes) >= MOST_CODES:
        raise Refused("too_many_codes", field="lock", limit=str(MOST_CODES))


# contract 6.25
def checked_name(name: str) -> str:
    """Return the name without surrounding space."""
    stripped = name.strip()
    # Length first: megabytes are refused without a look at each character.
    _check_length(stripped, "name", LONGEST_NAME)
    if is_blank(stripped):
        raise Refused("name_blank", field="name")
    _check_characters(stripped, "name")
    return stripped


# contract 6.25
def check_key(key: str | None) -> None:
    """Refuse a key that cannot be shown. Keys are compared as given, surrounding space included."""
    if key is not None:
        _check_length(key, "common_code_key", LONGEST_KEY)
        if is_blank(key):
            raise Refused("name_blank", field="common_code_key")
        _check_characters(key, "common_code_key")


def _check_length(text: str, field: str, limit: int) -> None:
    if len(text) > limit:
        raise Refused("name_too_long", field=field, limit=str(limit))


def _check_characters(text: str, field: str) -> None:
    if has_control_characters(text):
        raise Refused("name_with_control_characters", field=field)


# contract 6.26
def check_texts_hide_pin(name: str, key: str | None, pin: Pin | None) -> None:
    """Refuse a name or key that contains the PIN in readable form."""
    if pin is None:
        return
    if is_in_text(pin.reveal(), name):
        raise Refused("name_contains_code", field="name")
    if key is not None and is_in_text(pin.reveal(), key):
        raise Refused("name_contains_code", field="common_code_key")


# contract 6.21, 12.28, 12.77
def check_pin_is_taken(record: LockRecord, world: World, pin: Pin) -> None:
    """Refuse a PIN with a length or character that the lock does not take, or that it chooses itself."""
    capabilities = capabilities_of(record)
    if capabilities.is_pin_chosen_by_lock:
        raise Refused("code_chosen_by_lock", field="code")
    lengths = taken_lengths(capabilities, world.settings)
    if not lengths:
        raise Refused("no_code_length_allowed", field="code")
    if len(pin) not in lengths:
        raise Refused("code_length_not_taken", field="code", limit=listed(lengths))
    if any(character not in capabilities.characters for character in pin.reveal()):
        characters = capabilities.characters
        raise Refused(
            "code_characters_not_taken",
            field="code",
            limit="0-9" if characters == "0123456789" else " ".join(characters),
        )
    if capabilities.objection_to(pin) is PinObjection.BEGINNING:
        raise Refused(
            "code_beginning_not_taken",
            field="code",
            limit=", ".join(capabilities.forbidden_beginnings),
        )


def listed(lengths: tuple[int, ...]) -> str:
    """Return lengths as text: 4-8, or 4, 6."""
    first, last = min(lengths), max(lengths)
    if len(lengths) > 2 and set(lengths) == set(range(first, last + 1)):
        return f"{first}-{last}"
    return ", ".join(map(str, sorted(lengths)))


# contract 6.22, 6.23, 6.24, 6.36
def check_pin_is_free(record: LockRecord, world: World, code: AccessCode) -> None:
    """Refuse a PIN of another code with an overlapping window.

    On a lock without an Enter key, a PIN with a common beginning is refused too. An unmanaged code with the same PIN is
    no reason to refuse: the lock itself answers, and the conflict may be solved there.
    """
    if code.pin is None:
        return
    pin = code.pin.reveal()
    has_enter_key = capabilities_of(record).has_enter_key
    for other in record.codes.values():
        if other.pin is None:
            continue
        known = other.pin.reveal()
        # The rest is looked at only for conflicting PINs: a lock may have a thousand codes.
        if known != pin and (has_enter_key or not _is_beginning(pin, known)):
            continue
        if other.is_in_pool or other.access_code_id == code.access_code_id:
            # contract 10.6
            continue
        if not is_in_force(other) or not may_open_at_once(code, other, world.now):
            continue
        if known == pin:
            raise Refused("code_in_use", field="code", name=other.name)
        raise Refused("code_begins_like_another", field="code", name=other.name)
    if has_enter_key:
        return
    for slot, content in held_by_others(record, world).items():
        if isinstance(content, KnownPin) and _is_beginning(pin, content.pin.reveal()):
            label = slot_label(record, slot) or ""
            raise Refused("code_begins_like_unmanaged", field="code", slot=label)


def is_in_force(code: AccessCode) -> bool:
    """Return whether a code may still open at an instant to come."""
    return code.deleted_at is None and code.used_at is None


def is_same_or_beginning(one: str, other: str) -> bool:
    """Return whether one of two PINs is the other, or begins with it."""
    return one.startswith(other) or other.startswith(one)


def _is_beginning(one: str, other: str) -> bool:
    """Return whether one of two different PINs begins with the other."""
    return one != other and is_same_or_beginning(one, other)
