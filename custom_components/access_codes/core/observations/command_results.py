"""Apply results of commands. A result applies to its slot, whatever was wanted meanwhile."""

from dataclasses import replace

from ..model import (
    EMPTY,
    UNREADABLE,
    Attempt,
    Command,
    CommandKind,
    Content,
    LockRecord,
    Outcome,
    Placement,
    World,
)
from ..record import journal
from ..record.edit import RecordEdit, edited
from ..retries import (
    forget_attempt,
    put_back,
    record_failed_command,
    retry_delay,
    unblock_refused,
)
from ..schedule import wanted_now
from .named_slots import apply_move_outcome, apply_next_outcome


# contract 13.32
def apply_outcome(
    record: LockRecord, world: World, command: Command, outcome: Outcome
) -> LockRecord:
    """Return the record after a set, clear or rename."""
    after = edited(record, lambda edit: _apply_outcome(edit, world, command, outcome))
    if after is record or outcome in (Outcome.UNKNOWN, Outcome.UNREACHABLE):
        return after
    return replace(after, answered_at=world.now)


# contract 5.15
def _apply_outcome(
    edit: RecordEdit, world: World, command: Command, outcome: Outcome
) -> None:
    placement = edit.placements.get(command.slot or "")
    if placement is None:
        apply_next_outcome(edit, world, command, outcome)
        return
    if command.kind is CommandKind.RENAME:
        if placement.next_slot is not None:
            apply_move_outcome(edit, world, command, placement, outcome)
            return
        _apply_rename(edit, world, command, placement, outcome)
        return
    content = journal.written_content(command)
    match outcome:
        case Outcome.CONFIRMED:
            after = journal.confirm(placement, content)
            _succeed(edit, world, command, after, content)
        case Outcome.ACCEPTED:
            after = journal.accept(placement, content, command.before, edit.readability)
            if after.unproven is None:
                _succeed(edit, world, command, after, content)
            else:
                edit.put_placement(replace(after, name=command.name or after.name))
        case Outcome.UNKNOWN:
            edit.put_placement(journal.leave_open(placement, content))
            record_failed_command(edit, world, command, outcome)
        case Outcome.UNREACHABLE:
            edit.put_placement(journal.leave_open(placement, content))
        case _:
            _apply_refusal(edit, world, command, placement, outcome)


def _succeed(
    edit: RecordEdit,
    world: World,
    command: Command,
    placement: Placement,
    content: Content,
) -> None:
    """Apply a write that the lock has carried out."""
    if content is not EMPTY:
        placement = replace(placement, name=command.name)
        if placement.deviation is not None:
            placement = put_back(placement, world.now)
    edit.put_placement(placement)
    if content == wanted_now(edit.codes[placement.owner], world):
        forget_attempt(edit, placement.owner)
    unblock_refused(edit)


# contract 4.21, 5.26
def _apply_refusal(
    edit: RecordEdit,
    world: World,
    command: Command,
    placement: Placement,
    outcome: Outcome,
) -> None:
    content = journal.written_content(command)
    after = journal.refuse(placement, content, command.before)
    may_be_there = content in command.before or UNREADABLE in command.before
    if outcome is Outcome.DUPLICATE and may_be_there:
        # The duplicate may be in this very slot: a read decides, else the slot is cleared first.
        decides = journal.can_read_decide(after.possible, edit.readability)
        edit.put_placement(replace(after, needs_clear_first=not decides))
        return
    if after.possible == {EMPTY} and not after.is_confirmed:
        edit.drop_placement(after)
    else:
        edit.put_placement(after)
    record_failed_command(edit, world, command, outcome)


def _apply_rename(
    edit: RecordEdit,
    world: World,
    command: Command,
    placement: Placement,
    outcome: Outcome,
) -> None:
    match outcome:
        case Outcome.CONFIRMED | Outcome.ACCEPTED:
            edit.put_placement(replace(placement, name=command.name, refused_name=None))
            forget_attempt(edit, placement.owner)
        case Outcome.UNREACHABLE:
            pass
        case Outcome.INVALID:
            # Only the name is refused: commands about the PIN go on.
            edit.put_placement(replace(placement, refused_name=command.name))
        case _:
            record_failed_command(edit, world, command, outcome)


def apply_read_failed(
    record: LockRecord, world: World, command: Command, unreachable: bool
) -> LockRecord:
    """Return the record after a read without an answer. An unreachable lock counts as no failure of a code."""
    if unreachable or command.kind is CommandKind.CHECK:
        return record
    if command.kind is CommandKind.READ_ALL:
        failures = record.read_attempt.failures + 1 if record.read_attempt else 1
        return replace(record, read_attempt=_read_attempt(record, world, failures))
    return edited(
        record,
        lambda edit: record_failed_command(edit, world, command, Outcome.UNKNOWN),
    )


def _read_attempt(record: LockRecord, world: World, failures: int) -> Attempt:
    retry_at = world.now + retry_delay(failures, record.lock_id)
    return Attempt(
        Outcome.UNKNOWN, is_removal=False, failures=failures, retry_at=retry_at
    )
