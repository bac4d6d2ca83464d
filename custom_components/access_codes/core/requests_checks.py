"""What a request must keep to: name, PIN and room on the lock. Each check raises Refused."""

from datetime import datetime

from .model import (
    EMPTY,
    AccessCode,
    Held,
    LockCapabilities,
    LockRecord,
    Placement,
    Window,
    World,
)
from .pin import Pin
from .pins import capabilities_of, taken_lengths
from .refused import Refused
from .texts import has_control_characters, is_blank, is_in_text
from .unmanaged import held_by_others

LONGEST_NAME = 60
LONGEST_KEY = 100
MOST_CODES = 2000
"""Of one lock: what a decision can go through, and a write can carry, without holding up the house."""


def check_count(record: LockRecord) -> None:
    """Refuse one code more than a lock can have, expired ones and those being removed included."""
    if len(record.codes) >= MOST_CODES:
        raise Refused("too_many_codes", field="lock", limit=str(MOST_CODES))


def checked_name(name: str) -> str:
    """Return the name without the space around it."""
    stripped = name.strip()
    # First: whoever sends megabytes is not to have each of their characters looked at.
    _check_length(stripped, "name", LONGEST_NAME)
    if is_blank(stripped):
        raise Refused("name_blank", field="name")
    _check_characters(stripped, "name")
    return stripped


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


def check_texts_hide_pin(name: str, key: str | None, pin: Pin | None) -> None:
    """Refuse a name or a key in which the PIN can be read."""
    if pin is None:
        return
    if is_in_text(pin.reveal(), name):
        raise Refused("name_contains_code", field="name")
    if key is not None and is_in_text(pin.reveal(), key):
        raise Refused("name_contains_code", field="common_code_key")


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


def check_one_time_use(record: LockRecord) -> None:
    """Refuse a code that its first use ends, on a lock that does not report use."""
    if not capabilities_of(record).reports_use:
        raise Refused("one_time_use_not_reported", field="is_one_time_use")


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
    for place, content in held_by_others(record, world).items():
        if isinstance(content, Held) and _is_beginning(pin, content.pin.reveal()):
            raise Refused("code_begins_like_unmanaged", field="code", place=place)


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


def check_room(record: LockRecord, world: World, code: AccessCode) -> None:
    """Refuse a code for which there is no place at some instant of its window."""
    capabilities = capabilities_of(record)
    if capabilities.is_virtual or not _is_overlapping(code.window, None, world.now):
        return
    pool = _pool(record, world, capabilities)
    placements = {
        placement.owner: placement for placement in record.placements.values()
    }

    def needs_pool(owner: str) -> bool:
        placement = placements.get(owner)
        return placement is None or placement.place in pool

    if not needs_pool(code.access_code_id):
        return
    others = [
        other
        for other in record.codes.values()
        if other.access_code_id != code.access_code_id
        and needs_pool(other.access_code_id)
    ]
    if _most_at_once(others, placements, code.window, world.now) >= len(pool):
        raise Refused("no_place_left", field="lock", limit=str(len(pool)))


def _pool(
    record: LockRecord, world: World, capabilities: LockCapabilities
) -> frozenset[str]:
    """Return the places that codes of ours may use: neither reserved nor held by somebody else."""
    others = held_by_others(record, world)
    return frozenset(
        place
        for place in capabilities.places
        if place not in world.settings.reserved_places and place not in others
    )


def _most_at_once(
    others: list[AccessCode],
    placements: dict[str, Placement],
    window: Window | None,
    now: datetime,
) -> int:
    """Count the places that others need at the fullest instant of a window, from now on."""
    first = now if window is None else max(now, window.starts_at)
    spans = [
        other.window
        for other in others
        if is_in_force(other) and _is_overlapping(window, other.window, now)
    ]
    needed = sum(span is None or span.starts_at <= first for span in spans)
    most = needed
    if first == now:
        most += sum(_is_being_removed(other, placements, now) for other in others)
    edges = [(span.starts_at, 1) for span in spans if span and span.starts_at > first]
    edges += [(span.ends_at, -1) for span in spans if span]
    for _, step in sorted(edges):
        needed += step
        most = max(most, needed)
    return most


def _is_being_removed(
    code: AccessCode, placements: dict[str, Placement], now: datetime
) -> bool:
    """Tell whether the lock may still hold a code that is not wanted now."""
    placement = placements.get(code.access_code_id)
    if placement is None or placement.possible == {EMPTY}:
        return False
    return not (
        is_in_force(code) and (code.window is None or code.window.contains(now))
    )
