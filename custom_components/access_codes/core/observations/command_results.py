"""What an answer of the lock changes in the record. Results apply to the slot, whatever was wished meanwhile."""

from dataclasses import replace

from ..model import (
    EMPTY,
    UNREADABLE,
    Attempt,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockRecord,
    Outcome,
    Placement,
    World,
)
from ..record import journal
from ..record.edit import drop_placement, put_placement, readability_of
from ..retries import (
    forget_attempt,
    put_back,
    record_failure,
    retry_delay,
    unblock_refused,
)
from ..schedule import is_wanted, wanted_content


# contract 13.32
def apply_outcome(
    record: LockRecord, world: World, command: Command, outcome: Outcome
) -> LockRecord:
    """Take what became of a set, clear or rename."""
    after = _apply_outcome(record, world, command, outcome)
    if after is record or outcome in (Outcome.UNKNOWN, Outcome.UNREACHABLE):
        return after
    return replace(after, answered_at=world.now)


# contract 5.15
def _apply_outcome(
    record: LockRecord, world: World, command: Command, outcome: Outcome
) -> LockRecord:
    placement = record.placements.get(command.slot or "")
    if placement is None:
        return record
    if command.kind is CommandKind.RENAME:
        return _apply_rename(record, world, command, placement, outcome)
    content = _content_of(command)
    match outcome:
        case Outcome.CONFIRMED:
            after = journal.confirm(placement, content)
            return _succeed(record, world, command, after, content)
        case Outcome.ACCEPTED:
            after = journal.accept(
                placement, content, command.before, readability_of(record)
            )
            if after.unproven is None:
                return _succeed(record, world, command, after, content)
            return put_placement(
                record, replace(after, name=command.name or after.name)
            )
        case Outcome.UNKNOWN:
            record = put_placement(record, journal.leave_open(placement, content))
            return record_failure(record, world, placement.owner, outcome)
        case Outcome.UNREACHABLE:
            return put_placement(record, journal.leave_open(placement, content))
        case _:
            return _apply_refusal(record, world, command, placement, outcome)


def _content_of(command: Command) -> Content:
    """Return what the slot holds once the command is carried out."""
    return EMPTY if command.pin is None else KnownPin(command.pin, command.window)


def _succeed(
    record: LockRecord,
    world: World,
    command: Command,
    placement: Placement,
    content: Content,
) -> LockRecord:
    """Note a write that holds."""
    if content is not EMPTY:
        placement = replace(placement, name=command.name)
        if placement.deviation is not None:
            placement = put_back(placement, world.now)
    record = put_placement(record, placement)
    code = record.codes[placement.owner]
    wanted = (
        wanted_content(code) if is_wanted(code, world.settings, world.now) else EMPTY
    )
    if content == wanted:
        record = forget_attempt(record, placement.owner)
    return unblock_refused(record)


def _apply_refusal(
    record: LockRecord,
    world: World,
    command: Command,
    placement: Placement,
    outcome: Outcome,
) -> LockRecord:
    content = _content_of(command)
    after = journal.refuse(placement, content, command.before)
    may_be_there = content in command.before or UNREADABLE in command.before
    if outcome is Outcome.DUPLICATE and may_be_there:
        # The lock may be speaking of this very slot: settled by a read, else by clearing first.
        decides = journal.can_read_decide(after.possible, readability_of(record))
        return put_placement(record, replace(after, is_to_be_cleared_first=not decides))
    if after.possible == {EMPTY} and not after.is_confirmed:
        record = drop_placement(record, after.slot)
    else:
        record = put_placement(record, after)
    return record_failure(record, world, placement.owner, outcome)


def _apply_rename(
    record: LockRecord,
    world: World,
    command: Command,
    placement: Placement,
    outcome: Outcome,
) -> LockRecord:
    if outcome in (Outcome.CONFIRMED, Outcome.ACCEPTED):
        placement = replace(placement, name=command.name, refused_name=None)
        return forget_attempt(put_placement(record, placement), placement.owner)
    if outcome is Outcome.UNREACHABLE:
        return record
    if outcome is Outcome.INVALID:
        # Only the name: what becomes of the PIN must not wait for another.
        placement = replace(placement, refused_name=command.name)
        return put_placement(record, placement)
    return record_failure(record, world, placement.owner, outcome)


def apply_read_failed(
    record: LockRecord, world: World, command: Command, unreachable: bool
) -> LockRecord:
    """Take that a read brought nothing. An unreachable lock is probed as a whole: no code's fault."""
    if unreachable or command.kind is CommandKind.CHECK:
        return record
    if command.kind is CommandKind.READ_ALL:
        failures = record.read_attempt.failures + 1 if record.read_attempt else 1
        return replace(record, read_attempt=_read_attempt(record, world, failures))
    return record_failure(record, world, command.access_code_id, Outcome.UNKNOWN)


def _read_attempt(record: LockRecord, world: World, failures: int) -> Attempt:
    retry_at = world.now + retry_delay(failures, record.lock_id)
    return Attempt(
        Outcome.UNKNOWN, is_removal=False, failures=failures, retry_at=retry_at
    )
