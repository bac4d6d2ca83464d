"""The journal of one slot: its possible contents, before and after each command, read and report.

``possible`` and ``late`` together (``slot_may_hold``) always contain the real content of the slot, as far as the lock and we
alone change it. ``possible`` grows before a command goes out and shrinks only by the lock's own word.
"""

from ..model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockRecord,
    Pin,
    Placement,
    Readability,
)
from ..model.copies import replace
from .edit import RecordEdit
from .late_writes import new_placement
from .moves import find_moving, intend_move, with_next

EMPTY_SLOT: frozenset[Content] = frozenset({EMPTY})
"""Possible contents of a slot that is known to be empty."""


# contract 13.19
def intend(placement: Placement, content: Content) -> Placement:
    """Add the result of a command that is about to go out."""
    return replace(
        placement,
        possible=placement.possible | {content},
        altered=placement.altered if content is EMPTY else None,
    )


# contract 13.22
def confirm(placement: Placement, content: Content) -> Placement:
    """Apply the lock's own word that the command was carried out."""
    return replace(
        placement,
        possible=frozenset({content}),
        is_confirmed=placement.is_confirmed or content is not EMPTY,
        is_unverified=False,
        unproven=None,
        needs_read=False,
        needs_clear_first=False,
        has_remainder=False,
    )


# contract 13.23
def refuse(
    placement: Placement, content: Content, before: frozenset[Content]
) -> Placement:
    """Restore the possible contents from before a command that the lock refused."""
    possible = placement.possible
    if content not in before and possible != {content}:
        possible = possible - {content}
    return replace(placement, possible=possible)


# contract 13.24
def leave_open(placement: Placement, content: Content) -> Placement:
    """Keep the result of a command among the possible contents: its outcome is unknown."""
    return replace(placement, possible=placement.possible | {content})


# contract 4.11, 13.25
def accept(
    placement: Placement,
    content: Content,
    reads: Readability,
) -> Placement:
    """Apply a command that the lock accepted, without its word about the content.

    Where a read can still decide, the slot stays in doubt until that read. Where none can (a write-only lock, or a PIN
    replaced on a lock that masks PINs), accepted counts as confirmed, and the code is marked as unverified.
    """
    opened = leave_open(placement, content)
    if reads is Readability.PIN:
        return replace(opened, unproven=content)
    if reads is Readability.PRESENCE and (content is EMPTY or EMPTY in opened.possible):
        return replace(opened, unproven=content)
    return replace(confirm(placement, content), is_unverified=True)


# contract 13.25
def can_read_decide(possible: frozenset[Content], reads: Readability) -> bool:
    """Return whether a read of the slot would end its doubt."""
    if len(possible) < 2:
        return False
    return reads is Readability.PIN or (
        reads is Readability.PRESENCE and EMPTY in possible
    )


# contract 13.26, 13.27
def read(placement: Placement, content: Content, reads: Readability) -> Placement:
    """Apply the answer to a read of the slot.

    A lock that masks PINs answers only "occupied": that rules out *empty* and nothing else.
    """
    is_masked = content is UNREADABLE and _is_first_write_open(placement)
    if content is UNREADABLE and (reads is Readability.PRESENCE or is_masked):
        possible = placement.slot_may_hold - {EMPTY} or frozenset({UNREADABLE})
    else:
        possible = frozenset({content})
    is_ours = possible <= placement.slot_may_hold and EMPTY not in possible
    return replace(
        placement,
        possible=possible,
        is_confirmed=placement.is_confirmed or is_ours,
        is_unverified=content is UNREADABLE
        and (placement.is_unverified or (is_masked and reads is Readability.PIN)),
        unproven=None,
        needs_read=False,
        needs_clear_first=placement.needs_clear_first and content is not EMPTY,
        has_remainder=placement.has_remainder and content is EMPTY,
    )


# contract 13.95
def _is_first_write_open(placement: Placement) -> bool:
    """Return whether our first write to the slot, which was empty before, had no answer."""
    if placement.is_confirmed or placement.unproven is not None:
        return False
    return any(isinstance(held, KnownPin) for held in placement.slot_may_hold)


def is_unexpected(before: Placement, after: Placement) -> bool:
    """Return whether a read or report showed a content that no command of ours explains."""
    return not after.possible <= before.slot_may_hold


# contract 13.46
def find_altered(before: Placement, after: Placement) -> KnownPin | None:
    """Return the content of our last write, if the lock answered that write and holds another content instead."""
    written = before.unproven
    if not isinstance(written, KnownPin) or EMPTY in after.possible:
        return None
    return written if is_unexpected(before, after) else None


def pins_in(placement: Placement) -> set[Pin]:
    """Return the PINs that the slot may hold, in any window."""
    return {
        content.pin for content in placement.may_hold if isinstance(content, KnownPin)
    }


def written_content(command: Command) -> Content:
    """Return the content of the slot after a set or a clear."""
    if command.kind is CommandKind.CLEAR:
        return EMPTY
    if command.pin is None:
        return UNDISCLOSED
    return KnownPin(command.pin, command.window)


def _placement_for(record: LockRecord, command: Command) -> Placement:
    """Return the placement of a set: the one in the journal, or a new one with its name, where only that finds it again."""
    slot, owner = command.slot, command.access_code_id
    assert slot is not None
    assert owner is not None
    if (placement := record.placements.get(slot)) is not None:
        return placement
    capabilities = record.capabilities
    is_named = capabilities is not None and capabilities.has_named_slots
    name = command.name if is_named else None
    return replace(new_placement(record, slot, owner), name=name)


# contract 13.18, 13.19
def with_intent(record: LockRecord, command: Command | None) -> LockRecord:
    """Return the record with the command's result among the possible contents of its slot."""
    if command is None or command.slot is None:
        return record
    moving = find_moving(record, command.slot)
    content: Content
    if moving is not None and command.kind in (CommandKind.SET, CommandKind.CLEAR):
        content = written_content(command)
        placement = with_next(moving, moving.next_possible | {content})
    elif command.kind is CommandKind.SET:
        content = written_content(command)
        placement = intend(_placement_for(record, command), content)
    elif command.kind is CommandKind.CLEAR:
        content = EMPTY
        placement = intend(record.placements[command.slot], content)
    elif command.kind is CommandKind.RENAME and command.new_slot is not None:
        placement = record.placements[command.slot]
        content = next(iter(placement.possible - EMPTY_SLOT), EMPTY)
        placement = intend_move(placement, command)
    else:
        return record
    if record.capabilities is not None and record.capabilities.late_by:
        placement = replace(placement, under_way=content)
    edit = RecordEdit(record)
    edit.put_placement(placement)
    return edit.result()
