"""What the lock tells of its slots: answers to reads, reports, uses."""

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
from ..record.edit import drop_placement, put_placement, readability_of
from ..retries import forget_attempt, put_back, record_failure, unblock_refused
from ..schedule import is_wanted, wanted_content
from .external_changes import apply_unexpected
from .observation import Observation, observe
from .restore_check import record_unexpected, record_unknown_code


def apply_read(
    record: LockRecord,
    world: World,
    slot: str,
    content: Content,
    command: Command | None = None,
) -> Observation:
    """Take the lock's own answer about one slot."""
    observation = _apply_read(record, world, slot, content)
    is_check = command is not None and command.kind is CommandKind.CHECK
    if observation.record is record and not is_check:
        return observation
    return replace(
        observation, record=replace(observation.record, answered_at=world.now)
    )


def _apply_read(
    record: LockRecord, world: World, slot: str, content: Content
) -> Observation:
    before = record.placements.get(slot)
    if before is None:
        if content is not EMPTY:
            record = record_unknown_code(record, world, slot, content)
        return observe(record, world, slot, content)
    observation = apply_to_own_slot(record, world, before, content)
    after = observation.record.placements.get(slot)
    if after is None or not journal.is_unexpected(before, after):
        return observation
    if not is_wanted(record.codes[before.owner], world.settings, world.now):
        return observation
    return replace(
        observation, record=record_unexpected(observation.record, world, before, after)
    )


# contract 13.31
def apply_to_own_slot(
    record: LockRecord, world: World, before: Placement, content: Content
) -> Observation:
    """Take what the lock told of a slot of ours, asked or not."""
    after = journal.read(before, content, readability_of(record))
    if journal.is_unexpected(before, after):
        if not before.is_confirmed and EMPTY not in after.possible:
            # Somebody else was faster: the slot was never ours, and what stands there is not to be touched.
            record = forget_attempt(drop_placement(record, after.slot), after.owner)
            return observe(record, world, after.slot, content)
        record = apply_unexpected(record, world, before, after)
        return Observation(record, world.observed)
    return Observation(_apply_proof(record, world, before, after), world.observed)


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
                after = put_back(after, world.now)
        record = forget_attempt(put_placement(record, after), after.owner)
        return unblock_refused(record) if before.unproven is not None else record
    record = put_placement(record, after)
    is_disproved = before.unproven not in (None, *after.possible)
    if is_disproved and before.unproven in (goal, EMPTY):
        # It said yes and did nothing. A clear may have been on the way to a set.
        return record_failure(record, world, after.owner, Outcome.ACCEPTED)
    return record


def apply_read_all(
    record: LockRecord, world: World, contents: dict[str, Content]
) -> Observation:
    """Take the lock's answer about all its slots."""
    ours_first = sorted(contents, key=lambda slot: slot not in record.placements)
    for slot in ours_first:
        observation = apply_read(record, world, slot, contents[slot])
        record, world = (
            observation.record,
            replace(world, observed=observation.observed),
        )
    record = replace(record, is_read=True, read_attempt=None, answered_at=world.now)
    return Observation(record, world.observed)
