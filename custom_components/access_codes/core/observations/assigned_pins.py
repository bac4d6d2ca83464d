"""PINs that the lock chooses: they become known by its answer to the write, a read or a report."""

from dataclasses import replace

from ..model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    Content,
    KnownPin,
    Outcome,
    Placement,
    Readability,
    World,
)
from ..record.edit import RecordEdit
from ..record.late_writes import give_up
from ..requests.names import rename_to_hide_pin
from ..retries import forget_attempt, put_back, record_failure
from ..schedule import is_wanted


def is_assignment(placement: Placement, content: Content | None) -> bool:
    """Return whether a content of the slot is that of our code, whose PIN the lock has chosen."""
    return (
        UNDISCLOSED in placement.slot_may_hold
        and content is not None
        and content is not EMPTY
        and content not in placement.slot_may_hold
    )


# contract 13.153
def _possible_after(
    before: Placement, content: Content, reads: Readability
) -> frozenset[Content]:
    """Return the possible contents of the slot: a lock that shows PINs, and hides this one, holds one of its choice."""
    if content is not UNREADABLE:
        return frozenset({content})
    if reads is Readability.PIN:
        return frozenset({UNDISCLOSED})
    return before.slot_may_hold - {EMPTY}


# contract 5.71, 12.78, 13.152
def apply_assignment(
    edit: RecordEdit, world: World, before: Placement, content: Content
) -> None:
    """Apply the content of a slot with a PIN of the lock's choice: the code takes over a PIN that is shown.

    Where the lock said before that it had cleared the slot, that was not carried out: it is a failed try.
    """
    after = replace(
        before,
        possible=_possible_after(before, content, edit.readability),
        is_confirmed=True,
        is_unverified=False,
        unproven=None,
        needs_read=False,
        needs_clear_first=False,
    )
    if after.deviation is not None:
        after = put_back(after, world.now)
    is_kept = before.unproven is EMPTY
    if is_kept:
        after = give_up(after, frozenset({EMPTY}), world.now, edit.record.capabilities)
    edit.put_placement(after)
    code = edit.codes[after.owner]
    is_awaited = is_wanted(code, world.settings, world.now)
    is_kept = is_kept and not is_awaited
    if not isinstance(content, KnownPin):
        if is_kept:
            record_failure(edit, world, after.owner, Outcome.ACCEPTED)
        elif is_awaited and edit.readability is Readability.PIN:
            # It is not shown yet: the next read waits. A removal waits for nothing.
            record_failure(edit, world, after.owner, Outcome.ACCEPTED)
        return
    if code.is_pin_chosen_by_lock:
        edit.put_code(replace(code, pin=content.pin, external=None))
        rename_to_hide_pin(edit, world, edit.codes[after.owner])
    if is_kept:
        record_failure(edit, world, after.owner, Outcome.ACCEPTED)
    else:
        forget_attempt(edit, after.owner)
