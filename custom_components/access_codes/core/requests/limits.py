"""What a request must keep to: name, PIN and room on the lock. Each check raises Refused."""

from datetime import datetime

from ..display_text import has_control_characters, is_blank, is_in_text
from ..model import AccessCode, KnownPin, LockRecord, Pin, Window, World
from ..record.unmanaged import held_by_others
from .pin_generator import capabilities_of, taken_lengths
from .refused import Refused

LONGEST_NAME = 60

LONGEST_KEY = 100

MOST_CODES = 2000
"""Of one lock: what a decision can go through, and a write can carry, without holding up the house."""


# contract 6.28
def check_count(record: LockRecord) -> None:
    """Refuse one code more than a lock can have, expired ones and those being removed included."""
    if len(record.codes) >= MOST_CODES:
        raise Refused("too_many_codes", field="lock", limit=str(MOST_CODES))


# contract 6.25
def checked_name(name: str) -> str:
    """Return the name without the space around it."""
    stripped = name.strip()
    # First: whoever sends megabytes is not to have each of their characters looked at.
    _check_length(stripped, "name", LONGEST_NAME)
    if is_blank(stripped):
        raise Refused("name_blank", field="name")
    _check_characters(stripped, "name")
    return stripped


# contract 6.25
def check_key(key: str | None) -> None:
    """Refuse a key that cannot be shown; it is compared as it was given, the space around it included."""
    if key is not None:
        _check_length(key, "common_code_key", LONGEST_KEY)
        _check_characters(key, "common_code_key")


def _check_length(text: str, field: str, limit: int) -> None:
    if len(text) > limit:
        raise Refused("name_too_long", field=field, limit=str(limit))


def _check_characters(text: str, field: str) -> None:
    if has_control_characters(text):
        raise Refused("name_with_control_characters", field=field)


# contract 6.26
def check_texts_hide_pin(name: str, key: str | None, pin: Pin | None) -> None:
    """Refuse a name or a key in which the PIN can be read."""
    if pin is None:
        return
    if is_in_text(pin.reveal(), name):
        raise Refused("name_contains_code", field="name")
    if key is not None and is_in_text(pin.reveal(), key):
        raise Refused("name_contains_code", field="common_code_key")


# contract 6.21
def check_pin_is_taken(record: LockRecord, world: World, pin: Pin) -> None:
    """Refuse a PIN of a length or a character that the lock does not take."""
    capabilities = capabilities_of(record)
    lengths = taken_lengths(capabilities, world.settings)
    if not lengths:
        raise Refused("no_code_length_allowed", field="code")
    if len(pin) not in lengths:
        raise Refused("code_length_not_taken", field="code", limit=_listed(lengths))
    if any(character not in capabilities.characters for character in pin.reveal()):
        characters = capabilities.characters
        raise Refused(
            "code_characters_not_taken",
            field="code",
            limit="0-9" if characters == "0123456789" else " ".join(characters),
        )


def _listed(lengths: tuple[int, ...]) -> str:
    """Write lengths for people: 4-8, or 4, 6."""
    first, last = min(lengths), max(lengths)
    if len(lengths) > 2 and set(lengths) == set(range(first, last + 1)):
        return f"{first}-{last}"
    return ", ".join(map(str, sorted(lengths)))


# contract 6.29
def check_one_time_use(record: LockRecord) -> None:
    """Refuse a code that its first use ends, on a lock that does not report use."""
    if not capabilities_of(record).reports_use:
        raise Refused("one_time_use_not_reported", field="is_one_time_use")


# contract 6.22, 6.23, 6.24, 6.36
def check_pin_is_free(record: LockRecord, world: World, code: AccessCode) -> None:
    """Refuse a PIN that another code holds at an overlapping time, or that begins like another without an Enter key.

    An unmanaged code with the same PIN does not refuse: the lock itself answers, and people may solve it there.
    """
    if code.pin is None:
        return
    pin = code.pin.reveal()
    has_enter_key = capabilities_of(record).has_enter_key
    for other in record.codes.values():
        if other.pin is None or other.access_code_id == code.access_code_id:
            continue
        known = other.pin.reveal()
        # Windows are compared for the few PINs that are in each other's way: a lock may have a thousand codes.
        if known != pin and (has_enter_key or not _is_beginning(pin, known)):
            continue
        if not is_in_force(other) or not _is_overlapping(
            code.window, other.window, world.now
        ):
            continue
        if known == pin:
            raise Refused("code_in_use", field="code", name=other.name)
        raise Refused("code_begins_like_another", field="code", name=other.name)
    if has_enter_key:
        return
    for slot, content in held_by_others(record, world).items():
        if isinstance(content, KnownPin) and _is_beginning(pin, content.pin.reveal()):
            raise Refused("code_begins_like_unmanaged", field="code", slot=slot)


def is_in_force(code: AccessCode) -> bool:
    """Tell whether a code is still meant to open at some time."""
    return code.deleted_at is None and code.used_at is None


def _is_beginning(one: str, other: str) -> bool:
    """Tell whether one of two different PINs begins with the other."""
    return one != other and (one.startswith(other) or other.startswith(one))


def _is_overlapping(one: Window | None, other: Window | None, now: datetime) -> bool:
    """Tell whether both are open at one instant from now on."""
    if one is not None and other is not None and not one.overlaps(other):
        return False
    return (one is None or now < one.ends_at) and (other is None or now < other.ends_at)
