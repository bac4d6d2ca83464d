"""Apply what a lock reports of its own accord: changes, uses, denials, its return."""

from dataclasses import replace

from ..model import (
    EMPTY,
    UNREADABLE,
    Change,
    Content,
    EventType,
    LockRecord,
    Placement,
    Readability,
    World,
)
from ..record import journal
from ..record.edit import put_code, put_placement, readability_of
from ..record.events import emit
from ..retries import unblock, unblock_refused
from ..schedule import is_wanted, wanted_content
from .external_changes import _emit_change, apply_unexpected, with_allowed_change
from .observation import Observation, observe
from .reads import apply_to_own_slot


# contract 13.28
def apply_report(
    record: LockRecord,
    world: World,
    slot: str,
    content: Content | None,
    is_own_echo: bool,
) -> Observation:
    """Take what the lock told of its own accord; ``None``: something unknown is there now.

    A report around a command of ours may be about that command, and may be older than it: what our commands
    explain is left to their own answers, and what they do not explain is read.
    """
    placement = record.placements.get(slot)
    if placement is None:
        observation = observe(
            record, world, slot, UNREADABLE if content is None else content
        )
        if is_own_echo:
            return observation
        return replace(observation, record=unblock_refused(observation.record))
    reads = readability_of(record)
    if is_own_echo:
        if (
            content is None
            or content in placement.possible
            or reads is Readability.NOTHING
        ):
            return Observation(record, world.observed)
        return Observation(
            put_placement(record, replace(placement, is_to_be_read=True)),
            world.observed,
        )
    if content is None:
        if reads is Readability.PIN:
            doubtful = journal.leave_open(placement, UNREADABLE)
            record = put_placement(record, replace(doubtful, is_to_be_read=True))
            return Observation(unblock_refused(record), world.observed)
        if not placement.is_confirmed:
            return Observation(record, world.observed)
        after = replace(placement, possible=frozenset({UNREADABLE}), unproven=None)
        record = apply_unexpected(record, world, placement, after)
        return Observation(unblock_refused(record), world.observed)
    if (
        content is EMPTY
        and _is_uncertain(placement)
        and reads is not Readability.NOTHING
    ):
        # It may be older than the command that left the doubt: the answer to a read that went out before it.
        doubtful = replace(placement, is_to_be_read=True)
        return Observation(
            unblock_refused(put_placement(record, doubtful)), world.observed
        )
    observation = apply_to_own_slot(record, world, placement, content)
    return replace(observation, record=unblock_refused(observation.record))


def _is_uncertain(placement: Placement) -> bool:
    return len(placement.possible) > 1 and EMPTY in placement.possible


def apply_all_cleared(record: LockRecord, world: World) -> Observation:
    """Take that the lock has lost everything at once."""
    record = _lose(record, world)
    slots = record.capabilities.slots if record.capabilities else ()
    observed: dict[str, Content] = {
        slot: EMPTY for slot in slots if slot not in record.placements
    }
    return Observation(unblock_refused(replace(record, unmanaged={})), observed)


# contract 8.10
def _lose(record: LockRecord, world: World) -> LockRecord:
    """Note that all slots of ours were emptied together: one thing, not a change of each code."""
    is_anything_lost = False
    for placement in record.placements.values():
        code = record.codes[placement.owner]
        if (
            _is_uncertain(placement)
            and readability_of(record) is not Readability.NOTHING
        ):
            # It may be older than the command that left the doubt.
            record = put_placement(record, replace(placement, is_to_be_read=True))
            continue
        after = replace(
            placement,
            possible=frozenset({EMPTY}),
            deviation=None,
            unproven=None,
            is_to_be_read=False,
            is_to_be_cleared_first=False,
        )
        record = put_placement(record, after)
        if (
            is_wanted(code, world.settings, world.now)
            and wanted_content(code) is not EMPTY
        ):
            if code.pin is None:
                code = with_allowed_change(code, Change.REMOVED, EMPTY)
            else:
                is_anything_lost = True
                progress = replace(code.progress, lost_at=world.now, attempt=None)
                code = replace(code, progress=progress)
            record = put_code(record, code)
            record = _emit_change(record, world, code, Change.REMOVED)
    return replace(record, reset_at=world.now) if is_anything_lost else record


# contract 4.13, 11.8
def apply_used(record: LockRecord, world: World, slot: str, action: str) -> LockRecord:
    """Take that the code of a slot was used to "unlock" or "lock"; a one-time code ends with it."""
    placement = record.placements.get(slot)
    if placement is None:
        return record
    code = record.codes[placement.owner]
    record = emit(record, EventType.USED, world.now, code, action=action, source="lock")
    if code.is_one_time_use and code.used_at is None:
        record = put_code(record, replace(code, used_at=world.now))
    return record


# contract 11.10
def apply_access_denied(record: LockRecord, world: World, reason: str) -> LockRecord:
    """Take that the lock refused somebody at its keypad."""
    return emit(record, EventType.ACCESS_DENIED, world.now, reason=reason)


# contract 5.20, 8.2
def came_back(record: LockRecord) -> LockRecord:
    """Try everything at once and look at our slots, now that the lock is back."""
    if readability_of(record) is not Readability.NOTHING:
        placements = {
            slot: replace(placement, is_to_be_read=True)
            for slot, placement in record.placements.items()
        }
        record = replace(record, placements=placements)
    return unblock(record)
