"""Slots without a list: the lock names them, or a name is the key and a rename moves the content."""

from collections.abc import Callable
from dataclasses import replace

from ..model import (
    EMPTY,
    UNDISCLOSED,
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
    find_made_of,
    has_pin_of,
    is_provisional,
)
from ..record.edit import RecordEdit
from ..record.journal import EMPTY_SLOT, can_read_decide, written_content
from ..record.late_writes import give_up
from ..record.moves import (
    conclude_move,
    find_moving,
    read_half,
    with_next,
    without_move,
)
from ..record.unmanaged import move_unmanaged, put_unmanaged
from ..retries import forget_attempt, record_failed_command, record_failure
from .observation import Contents, observe_other_slot

_CARRIED_OUT = frozenset({Outcome.CONFIRMED, Outcome.ACCEPTED})

_OPEN = frozenset({Outcome.UNKNOWN, Outcome.UNREACHABLE})


# contract 12.75, 13.121
def name_slot(
    record: LockRecord, world: World, command: Command, slot: str
) -> tuple[LockRecord, World, Command]:
    """Return record, world and command with the key that the lock gave to the slot of a write."""
    capabilities = record.capabilities
    expected = command.new_slot or command.slot
    if (
        capabilities is None
        or not capabilities.has_named_slots
        or command.kind not in (CommandKind.SET, CommandKind.RENAME)
        or slot == expected
    ):
        return record, world, command
    if (known := record.placements.get(slot)) is not None:
        # A report came first.
        is_same_code = known.owner == command.access_code_id
        return record, world, replace(command, slot=slot) if is_same_code else command
    edit = RecordEdit(record)
    is_renamed = capabilities.are_names_keys
    # The lock made another name of ours: it is not asked for again.
    refused_name = command.name if is_renamed else None
    if (moving := find_moving(edit, expected)) is not None:
        edit.put_placement(replace(moving, next_slot=slot, refused_name=refused_name))
    elif (placement := edit.placements.get(expected or "")) is not None:
        if is_renamed:
            placement = replace(placement, name=slot, refused_name=refused_name)
        edit.rekey(placement, slot)
    else:
        # The code was given up meanwhile: its slot is not empty.
        if expected in record.given_up:
            move_unmanaged(edit, expected, slot)
            command = replace(command, slot=slot)
        return edit.result(), world, command
    if command.new_slot is not None:
        command = replace(command, new_slot=slot)
    else:
        command = replace(command, slot=slot, name=slot if is_renamed else command.name)
    put_unmanaged(edit, slot, EMPTY)
    observed = {**world.observed, slot: EMPTY}
    return edit.result(), replace(world, observed=observed), command


# contract 12.72
def apply_move_outcome(
    edit: RecordEdit,
    world: World,
    command: Command,
    placement: Placement,
    outcome: Outcome,
) -> None:
    """Apply the answer to a rename that moves a content to another slot."""
    is_proof_left = outcome is Outcome.ACCEPTED and edit.can_be_read
    if outcome in _CARRIED_OUT and not is_proof_left:
        moved = replace(
            placement,
            possible=EMPTY_SLOT,
            next_possible=placement.next_possible - EMPTY_SLOT,
            is_unverified=outcome is Outcome.ACCEPTED,
        )
        refused_name = placement.refused_name
        edit.put_placement(moved)
        moved = conclude_move(edit, moved)
        edit.put_placement(replace(moved, refused_name=refused_name))
        forget_attempt(edit, placement.owner)
    elif outcome is Outcome.UNKNOWN:
        record_failed_command(edit, world, command, outcome)
    elif outcome not in _OPEN and not is_proof_left:
        kept = replace(without_move(placement), possible=command.before)
        if outcome is Outcome.INVALID:
            edit.put_placement(replace(kept, refused_name=command.name))
        else:
            edit.put_placement(kept)
            record_failed_command(edit, world, command, outcome)


# contract 12.72, 13.151
def apply_next_outcome(
    edit: RecordEdit, world: World, command: Command, outcome: Outcome
) -> None:
    """Apply the answer to a set or clear of the slot to which a rename moves a content."""
    moving = find_moving(edit, command.slot)
    if moving is None:
        return
    content = written_content(command)
    possible = moving.next_possible | {content}
    if outcome is Outcome.CONFIRMED or (
        outcome is Outcome.ACCEPTED and not can_read_decide(possible, edit.readability)
    ):
        possible = frozenset({content})
    elif outcome not in _CARRIED_OUT | _OPEN:
        possible = possible - ({content} - command.before)
    ended = replace(moving, under_way=None)
    if outcome in _OPEN:
        contents = frozenset({content})
        ended = give_up(ended, contents, world.now, edit.record.capabilities)
    after = with_next(ended, possible)
    if outcome is Outcome.DUPLICATE and not ended.needs_clear_first:
        # The PIN is in the old slot, or in the new one already.
        edit.put_placement(replace(after, needs_clear_first=True))
        return
    edit.put_placement(after)
    conclude_move(edit, after)
    if outcome not in _CARRIED_OUT and outcome is not Outcome.UNREACHABLE:
        record_failed_command(edit, world, command, outcome)


# contract 12.72
def apply_move_read(
    edit: RecordEdit, world: World, observed: Contents, slot: str, content: Content
) -> Contents | None:
    """Apply the content of a slot of a rename in doubt; None where the rename does not concern or explain it."""
    moving = find_moving(edit, slot)
    if moving is not None:
        possible = read_half(moving.next_may_hold, content, edit.readability)
        if possible is None:
            # It was filled by another before our rename.
            after = with_next(moving, EMPTY_SLOT)
            observed = observe_other_slot(edit, world, observed, slot, content)
        else:
            after = with_next(moving, possible)
        _conclude(edit, world, moving, after)
        return observed
    placement = edit.placements.get(slot)
    if placement is None or placement.next_slot is None:
        return None
    possible = read_half(placement.slot_may_hold, content, edit.readability)
    if possible is None:
        return None
    after = replace(placement, possible=possible, needs_read=False)
    _conclude(edit, world, placement, after)
    return observed


def apply_move_report(
    edit: RecordEdit, world: World, slot: str, content: Content | None
) -> Contents | None:
    """Apply a report of a slot of a rename in doubt; None where the rename does not concern or explain it.

    A report of an empty slot may be older than the rename, and one of an unknown change says nothing new: a read decides.
    """
    moving = find_moving(edit, slot) or edit.placements.get(slot)
    if moving is None or moving.next_slot is None:
        return None
    if content is None or (content is EMPTY and edit.can_be_read):
        return world.observed
    return apply_move_read(edit, world, world.observed, slot, content)


def _conclude(
    edit: RecordEdit, world: World, before: Placement, after: Placement
) -> None:
    """Finish or undo a move, where the last read decides; one that was not carried out has failed."""
    edit.put_placement(after)
    concluded = conclude_move(edit, after)
    if concluded.next_slot is not None:
        return
    if concluded.slot != before.slot:
        forget_attempt(edit, concluded.owner)
    elif edit.codes[concluded.owner].progress.attempt is None:
        record_failure(edit, world, concluded.owner, Outcome.ACCEPTED)


# contract 12.76
def adopt(
    edit: RecordEdit, observed: Contents, slot: str, content: Content
) -> Contents:
    """Give a slot that is not known to the code of ours whose write has no answer, and whose PIN it shows."""
    placement = find_unnamed(edit, observed, slot, content)
    if placement is not None:
        return adopt_as(edit, observed, placement, slot)
    if isinstance(content, KnownPin):
        find_given_up(edit, observed, slot, lambda unnamed, held: held == content)
    return observed


# contract 13.121
def find_given_up(
    edit: RecordEdit,
    observed: Contents,
    slot: str,
    is_it: Callable[[str, Content], bool],
) -> None:
    """Follow a code that was given up before the lock had named its slot to that slot.

    ``is_it``: asked for the keys of such slots, and what they may hold.
    """
    if is_known(edit, observed, slot):
        return
    for unnamed, held in edit.record.unmanaged.items():
        if is_provisional(unnamed) and is_it(unnamed, held):
            move_unmanaged(edit, unnamed, slot)
            return


def adopt_as(
    edit: RecordEdit, observed: Contents, placement: Placement, slot: str
) -> Contents:
    """Give a slot to a code of ours whose slot was not named; return all observed contents."""
    edit.rekey(placement, slot)
    put_unmanaged(edit, slot, EMPTY)
    return {**observed, slot: EMPTY}


# contract 12.76, 13.144
def find_unnamed(
    edit: RecordEdit, observed: Contents, slot: str, content: Content
) -> Placement | None:
    """Return the placement without a name by the lock that explains a new content."""
    capabilities = edit.record.capabilities
    if (
        capabilities is None
        or capabilities.slot_naming is not SlotNaming.BY_LOCK
        or not isinstance(content, KnownPin)
        or is_known(edit, observed, slot)
    ):
        return None
    unnamed = [
        placement
        for placement in edit.placements.values()
        if is_provisional(placement.slot)
    ]
    for is_it in (has_pin_of, find_made_of):
        for placement in unnamed:
            if is_it(placement.slot_may_hold, content):
                return placement
    return None


# contract 12.81
def may_be_unnamed(
    edit: RecordEdit, observed: Contents, slot: str, content: Content | None
) -> bool:
    """Return whether a new slot whose content we cannot know may be that of our write without an answer: the list tells."""
    return (
        edit.can_be_read
        and not is_known(edit, observed, slot)
        and any(
            is_provisional(placement.slot)
            and (
                content in (None, UNREADABLE)
                or (UNDISCLOSED in placement.slot_may_hold and content is not EMPTY)
            )
            for placement in edit.placements.values()
        )
    )


def is_known(edit: RecordEdit, observed: Contents, slot: str) -> bool:
    """Return whether a slot is ours, or was occupied by an unmanaged code before."""
    return (
        edit.record.is_ours(slot)
        or slot in edit.placements
        or slot in edit.record.unmanaged
        or observed.get(slot, EMPTY) is not EMPTY
    )
