"""Writes without an answer that a lock may still carry out: until then, a read of the slot is no last word.

A gateway or a cloud may deliver a command long after it was given up (``LockCapabilities.late_by``). Such a content stays
in ``Placement.late``, beside what reads show, until ``late_until``. Then it is a doubt like any other: it is read, or
written again where no read can tell.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from ..model import EMPTY, Content, LockCapabilities, LockRecord, Placement
from .edit import RecordEdit, edited

_LONGEST = 10**9
"""Seconds that can be added to any stored instant."""


# contract 13.70
def give_up(
    placement: Placement,
    contents: frozenset[Content],
    now: datetime,
    capabilities: LockCapabilities | None,
) -> Placement:
    """Keep the contents of a write that was given up now for as long as the lock may carry it out."""
    if capabilities is None or not capabilities.late_by:
        return placement
    until = now + _bounded(capabilities.late_by)
    if placement.late_until is not None:
        until = max(until, placement.late_until)
    return replace(placement, late=placement.late | contents, late_until=until)


# contract 13.140
def abandon(
    placement: Placement, now: datetime, capabilities: LockCapabilities | None
) -> Placement:
    """Give up what the lock was sent and has not shown, for a slot that is to be ours no more.

    That is a write that still waits for its answer, or was only accepted: neither answer nor read will find the journal.
    """
    contents = frozenset(
        content
        for content in (placement.under_way, placement.unproven)
        if content is not None
    )
    if capabilities is None or not contents:
        return placement
    if placement.under_way is not None:
        now += _bounded(capabilities.command_timeout)
    return give_up(placement, contents, now, capabilities)


def give_up_under_way(record: LockRecord, now: datetime) -> LockRecord:
    """Return the record after its writes under way lost their sender: they were given up at this instant."""
    return _with_placements(
        record,
        lambda placement: (
            placement
            if placement.under_way is None
            else replace(
                give_up(
                    placement,
                    frozenset({placement.under_way}),
                    now,
                    record.capabilities,
                ),
                under_way=None,
            )
        ),
    )


# contract 13.70, 13.71
def expire(edit: RecordEdit, now: datetime) -> None:
    """Turn writes that can no longer be carried out into plain doubts, and forget those of slots that are not ours."""
    late_clears = edit.record.late_clears
    if any(until <= now for until in late_clears.values()):
        left = {slot: until for slot, until in late_clears.items() if until > now}
        edit.set_record(replace(edit.record, late_clears=left))
    for placement in list(edit.placements.values()):
        if placement.late_until is not None and placement.late_until <= now:
            edit.put_placement(
                replace(
                    placement,
                    possible=placement.slot_may_hold,
                    next_possible=placement.next_may_hold,
                    late=frozenset(),
                    late_until=None,
                )
            )


def is_awaited(placement: Placement, goal: Content) -> bool:
    """Return whether the slot holds this content, and only a write that may still be carried out can change that."""
    return bool(placement.late) and placement.possible == {goal}


# contract 13.71, 13.120
def new_placement(record: LockRecord, slot: str, owner: str) -> Placement:
    """Return the journal of a slot that becomes ours: empty, and perhaps still to be changed by an earlier command.

    That clears it, or sets a code that was given up.
    """
    placement = Placement(slot, owner, frozenset({EMPTY}))
    until = record.late_clears.get(slot)
    if until is None:
        return placement
    late: frozenset[Content] = frozenset({EMPTY})
    if slot in record.given_up and slot in record.unmanaged:
        late |= {record.unmanaged[slot]}
    return replace(placement, late=late, late_until=until)


def at_start(record: LockRecord, now: datetime) -> LockRecord:
    """Return the record after a crash or a stop: a write under way was sent at the last write to the disk, or later."""
    if record.written_at is None or record.capabilities is None:
        return record
    timeout = _bounded(record.capabilities.command_timeout)
    return give_up_under_way(record, min(now, record.written_at + timeout))


def shifted(record: LockRecord, step: timedelta) -> LockRecord:
    """Return the record after a step of the clock: what is left of each wait stays the same."""
    return _with_instants(record, lambda until: until + step)


def bounded(record: LockRecord, now: datetime) -> LockRecord:
    """Return the record with no wait longer than one that begins now."""
    if record.capabilities is None:
        return record
    latest = now + _bounded(record.capabilities.late_by)
    return _with_instants(record, lambda until: min(until, latest))


def _bounded(seconds: int) -> timedelta:
    """Return a time of this many seconds, within the bounds of a calendar: a damaged file may name any number."""
    return timedelta(seconds=min(max(seconds, 0), _LONGEST))


def _with_instants(
    record: LockRecord, change: Callable[[datetime], datetime]
) -> LockRecord:
    if record.late_clears:
        late_clears = {slot: change(at) for slot, at in record.late_clears.items()}
        record = replace(record, late_clears=late_clears)
    return _with_placements(
        record,
        lambda placement: (
            placement
            if placement.late_until is None
            else replace(placement, late_until=change(placement.late_until))
        ),
    )


def _with_placements(
    record: LockRecord, change: Callable[[Placement], Placement]
) -> LockRecord:
    def apply(edit: RecordEdit) -> None:
        for placement in list(edit.placements.values()):
            changed = change(placement)
            if changed is not placement:
                edit.put_placement(changed)

    return edited(record, apply)
