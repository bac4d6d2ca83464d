"""What the lock tells of its places: answers to reads, reports, uses."""

from dataclasses import replace

from ..model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    LockRecord,
    Outcome,
    Placement,
    World,
)
from ..record import journal
from ..record.edit import drop_placement, put_placement, reads_of
from ..retries import forget_attempt, note_failure, unblock_refused
from ..schedule import is_wanted, wanted_content
from .external_changes import _apply_surprise
from .learnt import Learnt, _observe
from .restore_check import note_stranger, note_surprise


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
