"""Lock Code Manager, versions 1 to 8: users, PINs, slots and conditions in its config entries.

Versions of the config entry: 1 to 3 (Lock Code Manager up to 4.x) have slots by their numbers, 4 (5.x) has users by
their names, with the numbers beside them, and 5 (from 6.0 on) a subentry for each user.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .fields import mapping, number, pin, text, texts
from .model import EntryData, Obstacle, OtherCode, OtherEntry, Problem

_NEWEST_VERSION = 5

_USER = "user"
"""Type of the subentries of users."""

type _User = tuple[str | None, int | None, Mapping[str, Any]]
"""Name, slot and fields."""


# contract 17.3, 17.10, 17.12
def read(entries: Iterable[EntryData]) -> list[OtherEntry]:
    """Return the codes of the entries."""
    return [_read(entry) for entry in entries]


def _read(entry: EntryData) -> OtherEntry:
    if entry.version > _NEWEST_VERSION:
        problem = Problem.VERSION_NOT_KNOWN
        return OtherEntry(entry.entry_id, entry.title, problem=problem)
    users = list(_users(entry))
    # What was changed in a dialog is in the options until the entry is loaded again.
    locks = texts(entry.options.get("locks", entry.data.get("locks")))
    return OtherEntry(
        entry.entry_id,
        entry.title,
        locks,
        tuple(_code(entry, locks, *user) for user in users),
    )


# contract 17.10
def _users(entry: EntryData) -> Iterator[_User]:
    """Iterate over the users of an entry, whichever version wrote it."""
    subentries = [found for found in entry.subentries if found.type == _USER]
    if subentries:
        for user in subentries:
            yield text(user.title), number(user.data.get("slot")), user.data
        return
    for side in (entry.options, entry.data):
        if "users" in side:
            yield from _by_name(side)
            return
        if "slots" in side:
            yield from _by_slot(side)
            return


def _by_name(side: Mapping[str, Any]) -> Iterator[_User]:
    """Iterate over users by their names; the numbers are stored by names without regard to case."""
    numbers = {
        str(name).casefold(): number(slot)
        for name, slot in mapping(side.get("slot_assignment")).items()
    }
    for name, user in mapping(side["users"]).items():
        shown = " ".join(str(name).split())
        yield shown, numbers.get(shown.casefold()), mapping(user)


def _by_slot(side: Mapping[str, Any]) -> Iterator[_User]:
    """Iterate over slots by their numbers. One without a name and a PIN is an empty position."""
    for slot, found in mapping(side["slots"]).items():
        user = mapping(found)
        name = text(user.get("name"))
        if name is not None or text(user.get("pin")) is not None:
            yield name, number(slot), user


# contract 17.11
def _code(
    entry: EntryData,
    locks: tuple[str, ...],
    name: str | None,
    slot: int | None,
    user: Mapping[str, Any],
) -> OtherCode:
    """Return the code of a user."""
    digits = pin(user.get("pin"))
    return OtherCode(
        key=f"{entry.entry_id}/{name if slot is None else slot}",
        entry_id=entry.entry_id,
        name=name,
        lock_entity_ids=locks,
        slot=slot,
        pin=digits,
        is_enabled=user.get("enabled") is not False,
        condition=_condition(user),
        obstacle=_obstacle(slot, user),
    )


def _condition(user: Mapping[str, Any]) -> str | None:
    """Return the entity that a user's code depends on; its field had other names in earlier versions."""
    for field in ("condition", "entity_id", "calendar"):
        if (found := text(user.get(field))) is not None:
            return found
    return None


def _obstacle(slot: int | None, user: Mapping[str, Any]) -> Obstacle | None:
    digits, enabled = user.get("pin"), user.get("enabled", True)
    if not isinstance(digits, str | None) or not isinstance(enabled, bool):
        return Obstacle.UNREADABLE
    if pin(digits) is None:
        return Obstacle.NO_PIN
    if slot is None:
        return Obstacle.NO_SLOT
    if user.get("number_of_uses") is not None:
        return Obstacle.USES_NOT_KNOWN
    return None
