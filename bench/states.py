"""Locks full of codes in every state that a decision may find, from rest to the worst that could be thought of."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    Attempt,
    ExternalChange,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Outcome,
    Placement,
    Reach,
    Readability,
    World,
)

from .workload import (
    AHEAD,
    CLOSED,
    DAY,
    IS_SET,
    IS_WAITING,
    NOW,
    OPEN,
    OPENING,
    abilities,
    codes,
    pin,
    record_of,
    world_of,
)

type Facts = dict[str, object]
"""What is known of the world besides."""


@dataclass(frozen=True, slots=True)
class Case:
    """A lock in some state."""

    key: str
    what: str
    record: LockRecord
    world: World


def cases(number: int) -> list[Case]:
    """Return the states of a lock with so many codes."""
    return [
        *_at_rest(number),
        *_at_boundaries(number),
        *_in_trouble(number),
    ]


def _at_rest(number: int) -> list[Case]:
    lock, keypad = abilities(number), replace(abilities(0), is_virtual=True)
    return [
        _case(
            "all_set",
            "all set, nothing to do",
            lock,
            codes(number, OPEN, progress=IS_SET),
        ),
        _case(
            "all_ahead",
            "all to open tomorrow",
            lock,
            codes(number, AHEAD, progress=IS_WAITING),
            is_placed=False,
        ),
        _case(
            "keypad_all_set",
            "all set on a `keypad` lock",
            keypad,
            codes(number, OPEN, progress=IS_SET),
            is_placed=False,
        ),
        _case(
            "keypad_all_due",
            "all open at once on a `keypad` lock",
            keypad,
            codes(number, OPENING, progress=IS_WAITING),
            is_placed=False,
        ),
    ]


def _at_boundaries(number: int) -> list[Case]:
    lock = abilities(number)
    opening = codes(number, OPENING, progress=IS_WAITING)
    empty: Facts = {"observed": dict.fromkeys(lock.slots, EMPTY)}
    away: Facts = {
        "reach": Reach.OFFLINE,
        "reach_since": NOW - DAY,
        "probe_at": NOW + DAY,
    }
    closed = codes(number, CLOSED, progress=IS_SET)
    return [
        _case(
            "all_due", "all to be set now", lock, opening, is_placed=False, world=empty
        ),
        _case(
            "all_unread",
            "all to be set, each place to be read first",
            lock,
            opening,
            is_placed=False,
        ),
        _case(
            "all_due_offline",
            "all to be set, lock away for a day",
            lock,
            codes(number, OPEN, progress=IS_WAITING),
            is_placed=False,
            world={**empty, **away},
        ),
        _case("all_removing", "all to be removed now", lock, closed),
        _case(
            "all_removing_offline",
            "all to be removed, lock away for a day",
            lock,
            closed,
            world=away,
        ),
    ]


def _in_trouble(number: int) -> list[Case]:
    lock = abilities(number)
    waiting = codes(number, OPEN, progress=IS_WAITING)
    full = abilities(0)
    refused = replace(
        IS_WAITING,
        attempt=Attempt(Outcome.REFUSED, is_removal=False, failures=3, retry_at=NOW),
    )
    return [
        _case(
            "no_room", "all to be set, no place free", full, waiting, is_placed=False
        ),
        _case(
            "all_refused",
            "all refused three times and due again",
            lock,
            codes(number, OPEN, progress=refused),
            is_placed=False,
            world={"observed": dict.fromkeys(lock.slots, EMPTY)},
        ),
        _case(
            "all_in_doubt", "all in doubt, to be read", lock, waiting, slot=_in_doubt
        ),
        _case(
            "all_masked_doubt",
            "all in doubt on a lock that hides PINs",
            replace(lock, reads=Readability.PRESENCE),
            waiting,
            slot=_in_doubt,
        ),
        _case(
            "all_changed",
            "all changed at the lock, to be put back",
            lock,
            codes(number, OPEN, progress=IS_SET),
            slot=_changed,
        ),
        _case(
            "swapped",
            f"{number // 2} pairs of codes swap their PINs",
            lock,
            codes(number, OPEN, progress=IS_SET),
            slot=_swapped,
        ),
        _case(
            "circle",
            f"PINs of all {number} move on by one, in a circle",
            lock,
            codes(number, OPEN, progress=IS_SET),
            slot=partial(_circle, number),
        ),
        _case(
            "chain",
            f"PINs of all {number} move on by one, the last is new",
            lock,
            codes(number, OPEN, progress=IS_SET),
            slot=_chain,
        ),
        _foreign(number),
    ]


def _foreign(number: int) -> Case:
    """Every PIN stands already on the lock, in a slot of somebody else."""
    lock = abilities(2 * number)
    many = codes(number, OPEN, progress=IS_WAITING)
    observed = {
        str(number + 1 + index): KnownPin(pin(index)) for index in range(number)
    } | {str(1 + index): EMPTY for index in range(number)}
    return _case(
        "all_duplicate",
        "all PINs stand in places of others",
        lock,
        many,
        is_placed=False,
        world={"observed": observed},
    )


def _case(
    key: str,
    what: str,
    capabilities: LockCapabilities,
    many: list[AccessCode],
    *,
    is_placed: bool = True,
    slot: Callable[[int, Placement], Placement] | None = None,
    world: Facts | None = None,
) -> Case:
    record = record_of(many, capabilities, is_placed=is_placed)
    if slot is not None:
        record = replace(
            record,
            placements={
                name: slot(index, placement)
                for index, (name, placement) in enumerate(record.placements.items())
            },
        )
    return Case(key, what, record, world_of(record, **(world or {})))


def _in_doubt(index: int, placement: Placement) -> Placement:
    return replace(placement, possible=placement.possible | {EMPTY}, is_confirmed=False)


def _changed(index: int, placement: Placement) -> Placement:
    return replace(
        placement,
        possible=frozenset({KnownPin(pin(-1 - index))}),
        deviation=ExternalChange.MODIFIED,
        put_backs=(NOW - DAY / 30, NOW - DAY / 40, NOW - DAY / 50),
    )


def _holds(placement: Placement, index: int) -> Placement:
    return replace(placement, possible=frozenset({KnownPin(pin(index))}))


def _swapped(index: int, placement: Placement) -> Placement:
    return _holds(placement, index ^ 1)


def _circle(number: int, index: int, placement: Placement) -> Placement:
    return _holds(placement, (index + 1) % number)


def _chain(index: int, placement: Placement) -> Placement:
    return _holds(placement, index + 1)
