"""What the lock tells of its places: answers to reads, reports, uses."""

from dataclasses import dataclass, replace

from . import journal
from .answers import drop_placement, put_code, put_placement, reads_of
from .attempts import forget_attempt, note_failure, unblock, unblock_refused
from .clockwork import is_wanted, wanted_content
from .doubts import note_stranger, note_surprise
from .events import emit
from .model import (
    EMPTY,
    OTHER,
    AccessCode,
    Change,
    Command,
    CommandKind,
    Content,
    Held,
    LockRecord,
    Outcome,
    Placement,
    Reads,
    World,
)
from .unmanaged import remember


@dataclass(frozen=True, slots=True)
class Learnt:
    """The record and the contents of places that are not ours, after the lock told something."""

    record: LockRecord
    observed: dict[str, Content]


def apply_read(
    record: LockRecord,
    world: World,
    place: str,
    content: Content,
    command: Command | None = None,
) -> Learnt:
    """Take the lock's own answer about one place."""
    learnt = _apply_read(record, world, place, content)
    is_check = command is not None and command.kind is CommandKind.CHECK
    if learnt.record is record and not is_check:
        return learnt
    return replace(learnt, record=replace(learnt.record, answered_at=world.now))


def _apply_read(
    record: LockRecord, world: World, place: str, content: Content
) -> Learnt:
    before = record.placements.get(place)
    if before is None:
        if content is not EMPTY:
            record = note_stranger(record, world, place, content)
        return _observe(record, world, place, content)
    learnt = _learn(record, world, before, content)
    after = learnt.record.placements.get(place)
    if after is None or not journal.is_surprise(before, after):
        return learnt
    if not is_wanted(record.codes[before.owner], world.settings, world.now):
        return learnt
    return replace(learnt, record=note_surprise(learnt.record, world, before, after))


def _learn(
    record: LockRecord, world: World, before: Placement, content: Content
) -> Learnt:
    """Take what the lock told of a place of ours, asked or not."""
    after = journal.read(before, content, reads_of(record))
    if journal.is_surprise(before, after):
        if not before.is_confirmed and EMPTY not in after.possible:
            # Somebody else was faster: the place was never ours, and what stands there is not to be touched.
            record = forget_attempt(drop_placement(record, after.place), after.owner)
            return _observe(record, world, after.place, content)
        record = _apply_surprise(record, world, before, after)
        return Learnt(record, world.observed)
    return Learnt(_apply_proof(record, world, before, after), world.observed)


def _apply_proof(
    record: LockRecord, world: World, before: Placement, after: Placement
) -> LockRecord:
    """Take an answer that our own commands explain: proof of a write, or of its failure."""
    code = record.codes[after.owner]
    goal = wanted_content(code) if is_wanted(code, world.settings, world.now) else EMPTY
    if after.possible == {goal}:
        if after.deviation is not None:
            after = replace(after, deviation=None)
            if before.unproven is not None:
                after = replace(after, put_backs=(*after.put_backs[-3:], world.now))
        record = forget_attempt(put_placement(record, after), after.owner)
        return unblock_refused(record) if before.unproven is not None else record
    record = put_placement(record, after)
    is_disproved = before.unproven not in (None, *after.possible)
    if is_disproved and before.unproven in (goal, EMPTY):
        # It said yes and did nothing. A clear may have been on the way to a set.
        return note_failure(record, world, after.owner, Outcome.ACCEPTED)
    return record


def _apply_surprise(
    record: LockRecord, world: World, before: Placement, after: Placement
) -> LockRecord:
    """Take a change that somebody made at the lock in a place of ours."""
    code = record.codes[after.owner]
    if not is_wanted(code, world.settings, world.now):
        return put_placement(record, after)
    content = next(iter(after.possible))
    if content == wanted_content(code):
        return forget_attempt(
            put_placement(record, replace(after, deviation=None)), after.owner
        )
    change = Change.REMOVED if content is EMPTY else Change.MODIFIED
    if code.is_external_modification_allowed or code.pin is None:
        # Without a PIN there is nothing that could be put back.
        after = replace(after, is_confirmed=True, deviation=None)
        if not _held_what_is_wished(before, code):
            # Nobody changed what is wished now: the lock has not had it yet, and is to get it.
            return _tell_change(put_placement(record, after), world, code, change)
        record = put_code(
            put_placement(record, after), _with_allowed_change(code, change, content)
        )
    else:
        record = put_placement(record, replace(after, deviation=change))
        progress = replace(code.progress, lost_at=world.now, attempt=None)
        record = put_code(record, replace(code, progress=progress))
    return _tell_change(record, world, code, change)


def _held_what_is_wished(before: Placement, code: AccessCode) -> bool:
    """Tell whether the lock had the wished PIN, so that a change at the lock came after the wish."""
    wished = wanted_content(code)
    return wished in before.possible and before.possible <= {wished, OTHER}


def _with_allowed_change(
    code: AccessCode, change: Change, content: Content
) -> AccessCode:
    """Let a change at the lock stand."""
    if change is Change.REMOVED:
        return replace(code, external=change)
    pin = content.pin if isinstance(content, Held) else None
    return replace(code, external=change, pin=pin)


def _tell_change(
    record: LockRecord, world: World, code: AccessCode, change: Change
) -> LockRecord:
    name = (
        "access_code.deleted_external"
        if change is Change.REMOVED
        else "access_code.modified_external"
    )
    return emit(record, name, world.now, code)


def apply_read_all(
    record: LockRecord, world: World, contents: dict[str, Content]
) -> Learnt:
    """Take the lock's answer about all its places."""
    ours_first = sorted(contents, key=lambda place: place not in record.placements)
    for place in ours_first:
        learnt = apply_read(record, world, place, contents[place])
        record, world = learnt.record, replace(world, observed=learnt.observed)
    record = replace(record, is_read=True, read_attempt=None, answered_at=world.now)
    return Learnt(record, world.observed)


def apply_report(
    record: LockRecord,
    world: World,
    place: str,
    content: Content | None,
    is_own_echo: bool,
) -> Learnt:
    """Take what the lock told of its own accord; ``None``: something unknown is there now.

    A report around a command of ours may be about that command, and may be older than it: what our commands
    explain is left to their own answers, and what they do not explain is read.
    """
    placement = record.placements.get(place)
    if placement is None:
        learnt = _observe(record, world, place, OTHER if content is None else content)
        if is_own_echo:
            return learnt
        return replace(learnt, record=unblock_refused(learnt.record))
    reads = reads_of(record)
    if is_own_echo:
        if content is None or content in placement.possible or reads is Reads.NOTHING:
            return Learnt(record, world.observed)
        return Learnt(
            put_placement(record, replace(placement, is_to_be_read=True)),
            world.observed,
        )
    if content is None:
        if reads is Reads.PIN:
            doubtful = journal.leave_open(placement, OTHER)
            record = put_placement(record, replace(doubtful, is_to_be_read=True))
            return Learnt(unblock_refused(record), world.observed)
        if not placement.is_confirmed:
            return Learnt(record, world.observed)
        after = replace(placement, possible=frozenset({OTHER}), unproven=None)
        record = _apply_surprise(record, world, placement, after)
        return Learnt(unblock_refused(record), world.observed)
    if content is EMPTY and _is_in_doubt(placement) and reads is not Reads.NOTHING:
        # It may be older than the command that left the doubt: the answer to a read that went out before it.
        doubtful = replace(placement, is_to_be_read=True)
        return Learnt(unblock_refused(put_placement(record, doubtful)), world.observed)
    learnt = _learn(record, world, placement, content)
    return replace(learnt, record=unblock_refused(learnt.record))


def _is_in_doubt(placement: Placement) -> bool:
    return len(placement.possible) > 1 and EMPTY in placement.possible


def apply_all_cleared(record: LockRecord, world: World) -> Learnt:
    """Take that the lock has lost everything at once."""
    record = _lose(record, world)
    places = record.capabilities.places if record.capabilities else ()
    observed: dict[str, Content] = {
        place: EMPTY for place in places if place not in record.placements
    }
    return Learnt(unblock_refused(replace(record, unmanaged={})), observed)


def _lose(record: LockRecord, world: World) -> LockRecord:
    """Note that all places of ours were emptied together: one thing, not a change of each code."""
    is_anything_lost = False
    for placement in record.placements.values():
        code = record.codes[placement.owner]
        if _is_in_doubt(placement) and reads_of(record) is not Reads.NOTHING:
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
                code = _with_allowed_change(code, Change.REMOVED, EMPTY)
            else:
                is_anything_lost = True
                progress = replace(code.progress, lost_at=world.now, attempt=None)
                code = replace(code, progress=progress)
            record = put_code(record, code)
            record = _tell_change(record, world, code, Change.REMOVED)
    return replace(record, reset_at=world.now) if is_anything_lost else record


def _observe(record: LockRecord, world: World, place: str, content: Content) -> Learnt:
    """Note what stands in a place that is not ours, and tell of a change there."""
    known = record.unmanaged.get(place) or world.observed.get(place)
    if known is None and record.is_read and reads_of(record) is not Reads.NOTHING:
        known = EMPTY
    if known is not None and (known is EMPTY) is not (content is EMPTY):
        name = (
            "access_code.unmanaged.removed"
            if content is EMPTY
            else "access_code.unmanaged.created"
        )
        record = emit(record, name, world.now, place=place)
    record = remember(record, place, content)
    return Learnt(record, {**world.observed, place: content})


def apply_used(record: LockRecord, world: World, place: str, action: str) -> LockRecord:
    """Take that the code of a place was used to "unlock" or "lock"; a one-time code ends with it."""
    placement = record.placements.get(place)
    if placement is None:
        return record
    code = record.codes[placement.owner]
    record = emit(
        record, "access_code.used", world.now, code, action=action, source="lock"
    )
    if code.is_one_time_use and code.used_at is None:
        record = put_code(record, replace(code, used_at=world.now))
    return record


def apply_access_denied(record: LockRecord, world: World, reason: str) -> LockRecord:
    """Take that the lock refused somebody at its keypad."""
    return emit(record, "lock.access_denied", world.now, reason=reason)


def came_back(record: LockRecord) -> LockRecord:
    """Try everything at once and look at our places, now that the lock is back."""
    if reads_of(record) is not Reads.NOTHING:
        placements = {
            place: replace(placement, is_to_be_read=True)
            for place, placement in record.placements.items()
        }
        record = replace(record, placements=placements)
    return unblock(record)
