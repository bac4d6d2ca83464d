"""Moves of a content to another slot, where names are keys: a rename fills the new slot and empties the old one.

Both keys are in the journal before the command. What the lock answers about each decides: the move is finished, undone,
or one of its halves is to be cleared.
"""

from ..model import (
    EMPTY,
    UNREADABLE,
    Command,
    Content,
    LockRecord,
    Placement,
    Readability,
    has_pin_of,
)
from ..model.copies import replace
from .edit import RecordEdit

_NOTHING: frozenset[Content] = frozenset()

_EMPTY_SLOT: frozenset[Content] = frozenset({EMPTY})


# contract 12.72
def intend_move(placement: Placement, command: Command) -> Placement:
    """Add the result of a rename that is about to go out, to both slots."""
    return replace(
        placement,
        possible=placement.possible | _EMPTY_SLOT,
        next_slot=command.new_slot,
        next_possible=placement.possible | _EMPTY_SLOT,
    )


def with_next(placement: Placement, possible: frozenset[Content]) -> Placement:
    """Return the placement with other possible contents of its next slot."""
    return replace(placement, next_possible=possible)


def without_move(placement: Placement) -> Placement:
    """Return the placement with its slot alone."""
    return replace(
        placement, next_slot=None, next_possible=_NOTHING, needs_clear_first=False
    )


def find_moving(source: RecordEdit | LockRecord, slot: str | None) -> Placement | None:
    """Return the placement whose content a rename moves to the slot."""
    for placement in source.placements.values():
        if placement.next_slot is not None and placement.next_slot == slot:
            return placement
    return None


def read_half(
    possible: frozenset[Content], content: Content, reads: Readability
) -> frozenset[Content] | None:
    """Return the possible contents of one slot of a move after a read; None for a content that the move does not explain."""
    if content is UNREADABLE and (
        reads is Readability.PRESENCE or UNREADABLE in possible
    ):
        return possible - _EMPTY_SLOT or None
    is_explained = (
        content is EMPTY or content in possible or has_pin_of(possible, content)
    )
    return frozenset({content}) if is_explained else None


# contract 12.72
def conclude_move(edit: RecordEdit, placement: Placement) -> Placement:
    """Finish a move whose old slot is empty, undo one whose new slot is empty, and leave any other open.

    A write that may still be carried out leaves it open, too.
    """
    if placement.next_slot is None or placement.late:
        return placement
    if placement.next_possible == _EMPTY_SLOT:
        kept = without_move(placement)
        edit.put_placement(kept)
        return kept
    if placement.possible != _EMPTY_SLOT:
        return placement
    moved = replace(
        without_move(placement),
        possible=placement.next_possible,
        is_confirmed=True,
        name=placement.next_slot,
        refused_name=None,
        deviation=None,
        needs_read=False,
        unproven=None,
        altered=None,
    )
    edit.drop_placement(placement)
    moved = replace(moved, slot=placement.next_slot)
    edit.put_placement(moved)
    return moved
