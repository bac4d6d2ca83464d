"""Apply results of commands. A result applies to its slot, whatever was wanted meanwhile."""

from ..full_read import with_failed_try, with_missing_slot, with_silence
from ..goals import Goals
from ..model import (
    EMPTY,
    UNREADABLE,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockRecord,
    Outcome,
    Placement,
    SlotNaming,
    World,
)
from ..model.copies import replace
from ..record import journal
from ..record.edit import RecordEdit, edited
from ..record.freshness import note_read
from ..record.late_writes import give_up
from ..retries import (
    forget_attempt,
    is_cleared_blindly,
    put_back,
    record_failed_command,
    unblock_refused,
)
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
    placement = _end(edit, world, command, placement, outcome)
    if command.kind is CommandKind.RENAME:
        if placement.next_slot is not None:
            apply_move_outcome(edit, world, command, placement, outcome)
            return
        _apply_rename(edit, world, command, placement, outcome)
        return
    content = journal.written_content(command)
    match outcome:
        case Outcome.CONFIRMED:
            note_read(edit, world.now, (placement.slot,))
            after = journal.confirm(placement, content)
            _succeed(edit, world, command, after, content)
        case Outcome.ACCEPTED:
            after = journal.accept(placement, content, edit.readability)
            if after.unproven is None:
                _succeed(edit, world, command, after, content)
            else:
                edit.put_placement(replace(after, name=command.name or after.name))
                if content is EMPTY and after.has_remainder:
                    # contract 12.88
                    _read_what_is_left(edit, after)
                    record_failed_command(edit, world, command, Outcome.UNKNOWN)
                elif is_cleared_blindly(edit.codes[after.owner], after):
                    # The read that could prove it has had no answer so far.
                    record_failed_command(edit, world, command, Outcome.UNKNOWN)
        case Outcome.UNKNOWN:
            after = journal.leave_open(placement, content)
            edit.put_placement(after)
            if content is EMPTY and after.has_remainder:
                _read_what_is_left(edit, after)
            record_failed_command(edit, world, command, outcome)
        case Outcome.UNREACHABLE:
            edit.put_placement(journal.leave_open(placement, content))
        case _:
            _apply_refusal(edit, world, command, placement, outcome)


# contract 12.88
def _read_what_is_left(edit: RecordEdit, placement: Placement) -> None:
    """Have a slot read after a clear that the lock did not confirm: only that shows the remainder of a code."""
    edit.put_placement(replace(placement, needs_read=edit.can_be_read))


# contract 13.70
def _end(
    edit: RecordEdit,
    world: World,
    command: Command,
    placement: Placement,
    outcome: Outcome,
) -> Placement:
    """Put and return the placement at the end of a write. Without an answer, the lock may carry it out later.

    So it may with an accepted write that no read has shown before this one. A rename may write the PIN anew, and one that
    moves it empties the slot.
    """
    ended = replace(placement, under_way=None)
    if (overtaken := _overtaken(placement, command)) is not None:
        contents = frozenset({overtaken})
        ended = give_up(ended, contents, world.now, edit.record.capabilities)
    if outcome in (Outcome.UNKNOWN, Outcome.UNREACHABLE):
        if placement.next_slot is not None:
            contents = placement.possible
        elif command.kind is CommandKind.RENAME:
            contents = placement.possible - {EMPTY}
        else:
            contents = frozenset({journal.written_content(command)})
        ended = give_up(ended, contents, world.now, edit.record.capabilities)
    if ended == placement:
        return placement
    edit.put_placement(ended)
    return ended


def _overtaken(placement: Placement, command: Command) -> Content | None:
    """Return the accepted write that no read has shown, if the command wrote something else after it."""
    unproven = placement.unproven
    if command.kind is CommandKind.RENAME:
        return None
    return unproven if unproven != journal.written_content(command) else None


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
    if content == Goals(edit, world).content_now(edit.codes[placement.owner]):
        forget_attempt(edit, placement.owner)
    unblock_refused(edit)


# contract 4.21, 5.26, 8.62, 9.14
def _apply_refusal(
    edit: RecordEdit,
    world: World,
    command: Command,
    placement: Placement,
    outcome: Outcome,
) -> None:
    content = journal.written_content(command)
    after = journal.refuse(placement, content, command.before)
    if edit.codes[placement.owner].is_unmanaged:
        # By the next try, the slot may hold another code.
        after = replace(after, needs_read=edit.can_be_read)
    may_be_there = any(
        held is UNREADABLE or (isinstance(held, KnownPin) and held.pin == command.pin)
        for held in command.before
    )
    if outcome is Outcome.DUPLICATE and may_be_there:
        # The duplicate may be in this very slot: a read decides, else the slot is cleared first.
        decides = journal.can_read_decide(after.possible, edit.readability)
        edit.put_placement(replace(after, needs_clear_first=not decides))
        return
    is_free = after.may_hold == {EMPTY} and not after.has_remainder
    if is_free and not after.is_confirmed:
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
    if _is_gone(record, command.slot):
        return record
    if command.slot is None:
        is_first = not record.is_read or record.full_read is not None
        return with_failed_try(record, world.now) if is_first else record
    record = with_silence(record, command.slot, world.now)
    return _with_failed_read(record, world, command)


# contract 8.34
def apply_no_such_slot(
    record: LockRecord, world: World, command: Command
) -> LockRecord:
    """Return the record after the lock's answer that it has no such slot. Nothing says that a slot of ours is empty."""
    assert command.slot is not None
    record = replace(record, answered_at=world.now)
    record = with_missing_slot(record, command.slot)
    if command.slot not in record.placements:
        return record
    return _with_failed_read(record, world, command)


def _with_failed_read(record: LockRecord, world: World, command: Command) -> LockRecord:
    return edited(
        record,
        lambda edit: record_failed_command(edit, world, command, Outcome.UNKNOWN),
    )


# contract 12.45
def _is_gone(record: LockRecord, slot: str | None) -> bool:
    """Return whether the lock has turned out not to have a slot: that is no failure of the code that was to go there."""
    capabilities = record.capabilities
    return (
        slot is not None
        and slot not in record.placements
        and capabilities is not None
        and capabilities.slot_naming is SlotNaming.FIXED
        and slot not in capabilities.slots
    )
