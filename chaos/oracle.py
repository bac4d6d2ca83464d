"""Compares what is with what was acknowledged."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .ledger import Ledger, Wish, wish_of
from .locks import LabLock
from .quirks import Quirk

_CHANGED = "external_modification_in_effect"
_MAY_STAY = frozenset({"missed", "unverified_on_device"})
"""Warnings that say something about the past, or about what this lock cannot tell."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What Home Assistant says of one lock, and what the lock holds."""

    now: datetime
    codes: dict[str, dict[str, Any]]
    """Access code objects by id."""
    held: dict[str, str]
    """PINs by slot, as they really are."""
    unmanaged: list[str | None] | None = None
    """PINs that are listed as not ours; None: the lock has not been read in full."""
    late: int = 0
    """Writes that the lock is still to carry out."""
    journal: dict[str, set[str]] = field(default_factory=dict)
    """PINs that each slot of ours may hold, as the file says."""
    owners: dict[str, str] = field(default_factory=dict)
    """Slots of codes, by their ids."""
    users: set[str] = field(default_factory=set)
    """Users on the lock that no PIN is of."""


def differences(
    lock: LabLock, ledger: Ledger, sight: Sight, quirk: Quirk | None = None
) -> list[str]:
    """Return every way in which what is seen breaks a promise; nothing when all is well.

    ``quirk``: what the lock cannot do may differ, if an error names it.
    """
    if sight.late:
        return [f"{lock.entity_id}: {sight.late} writes are still to be carried out"]
    hidden = _hidden(ledger, quirk)
    excused = _excused(sight, quirk, hidden)
    wrong = ledger.settle(sight.codes, excused)
    wrong += _codes(ledger, sight, excused, quirk)
    if lock.node is not None:
        wrong += _contents(lock, ledger, sight, excused, quirk)
        wrong += _users(ledger, sight, excused, hidden)
    return [f"{lock.entity_id}: {text}" for text in wrong]


def _hidden(ledger: Ledger, quirk: Quirk | None) -> set[str]:
    """Return the slots that were changed at a lock that answers no read: nobody can know."""
    return set(ledger.tampered) if quirk is not None and quirk.is_silent else set()


def _excused(sight: Sight, quirk: Quirk | None, hidden: set[str]) -> set[str]:
    """Return the codes that the lock cannot do what is wished of, and that say so."""
    if quirk is None:
        return set()
    slots = sight.owners
    return {
        access_code_id
        for access_code_id, code in sight.codes.items()
        if slots.get(access_code_id) in hidden
        or (_is_named(code) and quirk.may_excuse(code, slots.get(access_code_id)))
    }


def _is_named(code: dict[str, Any]) -> bool:
    """Tell whether a person is told that something is wrong with a code: its own failure, or its wait for others."""
    return bool(code["errors"]) or any(
        warning["warning_code"].startswith("delay_in_") for warning in code["warnings"]
    )


def _users(
    ledger: Ledger, sight: Sight, excused: set[str], hidden: set[str]
) -> list[str]:
    """Return the users that were left without a PIN, and are nobody's.

    One whose PIN was rightly taken away may stay, as may one of a code that the lock cannot be given yet.
    """
    removed = {
        sight.owners.get(access_code_id)
        for access_code_id, code in sight.codes.items()
        if _is_removed(code) or access_code_id in excused
    }
    slots = removed | ledger.unknown_codes.keys() | ledger.doubtful.keys() | hidden
    return [
        f"a user without a PIN stays in {user}" for user in sorted(sight.users - slots)
    ]


def _codes(
    ledger: Ledger, sight: Sight, excused: set[str], quirk: Quirk | None
) -> list[str]:
    wrong = []
    # A name that a lock has not been seen to take is no error of its code.
    may_wait = ["deferring_creation"]
    if quirk is not None and quirk.is_silent:
        may_wait.append("updating_name")
    for access_code_id, code in sight.codes.items():
        if access_code_id in excused:
            continue
        wish = wish_of(code)
        expected = "set" if wish.is_wanted(sight.now) else "unset"
        is_trusted = access_code_id in ledger.trusted
        if is_trusted or (access_code_id in ledger.shadows and wish.may_be_changed):
            expected = code["status"] if _is_removed(code) else expected
        if code["status"] != expected:
            wrong.append(f"{wish} is {code['status']}, not {expected}")
        if code["errors"]:
            shown = [error["error_code"] for error in code["errors"]]
            wrong.append(f"{wish} shows {shown}")
        if code["pending_mutations"]:
            shown = [
                mutation["mutation_code"] for mutation in code["pending_mutations"]
            ]
            if not set(shown) <= set(may_wait):
                wrong.append(f"{wish} still has {shown}")
        wrong += [
            f"{wish} warns of {warning['warning_code']}"
            for warning in code["warnings"]
            if not (is_trusted and warning["warning_code"] == _CHANGED)
            and not _is_due(warning["warning_code"], wish)
        ]
    return wrong


def _is_removed(code: dict[str, Any]) -> bool:
    """Tell whether it was removed at the lock, and that stands."""
    warnings = {warning["warning_code"] for warning in code["warnings"]}
    return code["status"] == "unset" and _CHANGED in warnings


def _is_due(warning: str, wish: Wish) -> bool:
    if warning == _CHANGED:
        return wish.may_be_changed
    return warning in _MAY_STAY


def _contents(
    lock: LabLock,
    ledger: Ledger,
    sight: Sight,
    excused: set[str],
    quirk: Quirk | None,
) -> list[str]:
    wrong = []
    for slot, theirs in ledger.unknown_codes.items():
        if (held := sight.held.get(slot)) != theirs:
            wrong.append(f"a stranger's place {slot} holds {held}, not {theirs}")
    if sight.unmanaged is not None:
        wrong += _unmanaged(lock, ledger, sight.held, sight.unmanaged)
    set_apart = {sight.owners.get(access_code_id) for access_code_id in excused}
    hidden = _hidden(ledger, quirk)
    if lock.tells_pins:
        wrong += _excused_contents(sight, set_apart - hidden)
    set_apart |= hidden
    ours = [
        pin
        for slot, pin in sight.held.items()
        if slot not in ledger.unknown_codes
        and slot not in set_apart
        and ledger.doubtful.get(slot) != pin
    ]
    due = [
        code
        for access_code_id, code in sight.codes.items()
        if code["status"] == "set" and access_code_id not in excused
    ]
    if not lock.tells_pins:
        ways = ledger.alterings if quirk is None else [*ledger.alterings, quirk]
        return wrong + _masked_contents(ours, due, ledger.unseen, ways)
    expected = Counter(code["code"] for code in due)
    if (held_now := Counter(ours)) != expected:
        wrong.append(
            f"missing {list((expected - held_now).elements())},"
            f" too many {list((held_now - expected).elements())}"
        )
    return wrong


def _excused_contents(sight: Sight, slots: set[str | None]) -> list[str]:
    """Return the slots that hold what nobody watches."""
    return [
        f"{slot} holds {pin}, which the journal rules out: {sight.journal[slot]}"
        for slot, pin in sight.held.items()
        if slot in slots and pin not in sight.journal[slot]
    ]


def _unmanaged(
    lock: LabLock, ledger: Ledger, held: dict[str, str], listed: list[str | None]
) -> list[str]:
    """Compare what is listed of others; what may be ours or theirs may be listed."""
    doubtful = (pin for slot, pin in ledger.doubtful.items() if held.get(slot) == pin)
    theirs = Counter(_as_told(lock, ledger.unknown_codes.values()))
    either = Counter(_as_told(lock, doubtful))
    shown = Counter(listed)
    if theirs <= shown <= theirs + either:
        return []
    return [f"lists {list(shown.elements())} of others, not {list(theirs.elements())}"]


def _as_told(lock: LabLock, pins: Iterable[str]) -> Iterator[str | None]:
    """Return PINs as a lock tells them."""
    return (pin if lock.tells_pins else None for pin in pins)


def _masked_contents(
    ours: list[str],
    due: list[dict[str, Any]],
    unseen: set[str],
    ways: list[Quirk],
) -> list[str]:
    """Compare as far as such a lock can be held to anything: how many, and the PINs that are verified.

    ``ways``: how the lock may have altered PINs, unseen.
    """
    wrong = []
    if len(ours) != len(due):
        wrong.append(f"holds {len(ours)} codes of ours, not {len(due)}")
    unknowable = sum(pin in unseen for pin in ours)
    missing = []
    for code in due:
        warned = {warning["warning_code"] for warning in code["warnings"]}
        if code["code"] is None or "unverified_on_device" in warned:
            continue
        as_kept = {way.kept(code["code"]) for way in ways} | {code["code"]}
        if as_kept.isdisjoint(ours):
            missing.append(f"{code['name']} is said to be there and is not")
    return wrong + (missing if len(missing) > unknowable else [])
