"""Whether the journal is older than the lock: a backup was put back, or several places surprise at once.

While that is not known nothing is set: a code that was deleted since the backup must not come back. Removing goes on.
"""

from collections.abc import Iterable
from dataclasses import replace

from ..model import (
    OTHER,
    AccessCode,
    Change,
    Content,
    Doubt,
    Held,
    LockCapabilities,
    LockRecord,
    Placement,
    Reads,
    World,
)
from ..record.edit import Draft, reads_of
from ..record.journal import EMPTY_PLACE, can_read_decide
from ..retries import unblock
from ..schedule import wanted_content
from .external_changes import accept_change

_DEVIATIONS_THAT_ASK = 2
"""So many surprises after a start are no accident; after a restored backup, one is enough."""

_RESET_NEEDS = 2
"""So many codes lost at once are a reset and not a change of each."""


def suspect(record: LockRecord) -> LockRecord:
    """Take that the record on disk is not the one that was written last: look at the lock before anything is set."""
    capabilities = record.capabilities
    if capabilities is None or capabilities.is_virtual:
        return record
    return replace(
        record, doubt=replace(record.doubt or Doubt(), is_restored=True), is_read=False
    )


def note_surprise(
    record: LockRecord, world: World, before: Placement, after: Placement
) -> LockRecord:
    """Note that the lock, when asked, told of a change in a place of ours that nothing announced.

    The first time after a start all our places are looked at: it may be one of many.
    """
    if OTHER in before.possible:
        return record
    is_new = is_unchecked(record, world)
    doubt = record.doubt or Doubt()
    if record.doubt is None and is_new:
        record = _with_others_to_be_read(record, after.place)
    is_free = before.possible == EMPTY_PLACE and before.deviation is None
    doubt = replace(
        doubt,
        surprises=doubt.surprises | {after.place},
        is_asked=doubt.is_asked or (is_free and is_new),
    )
    return replace(record, doubt=doubt)


def note_stranger(
    record: LockRecord, world: World, place: str, content: Content
) -> LockRecord:
    """Note that the lock, when asked, told of a code that is not ours and that nobody knew of."""
    doubt = record.doubt
    is_first_read = not record.is_read and (doubt is None or not doubt.is_restored)
    if is_first_read or place in world.observed or place in record.unmanaged:
        return record
    is_ours = is_unchecked(record, world) and _is_of_a_waiting_code(record, content)
    if doubt is None and not is_ours:
        return record
    doubt = doubt or Doubt()
    doubt = replace(
        doubt,
        strangers=doubt.strangers | {place},
        is_asked=doubt.is_asked or is_ours,
    )
    return replace(record, doubt=doubt)


def is_unchecked(record: LockRecord, world: World) -> bool:
    """Tell whether no doubt was settled since the start."""
    return record.looked_at is None or record.looked_at < world.started_at


def judge(
    draft: Draft, world: World, capabilities: LockCapabilities, wanted: dict[str, bool]
) -> None:
    """Decide, once all that can be looked at was looked at, whether a person has to be asked."""
    doubt = draft.record.doubt
    if doubt is None:
        return
    if doubt.is_asked:
        if not _is_anything_left(draft, doubt, capabilities, wanted):
            _settle(draft, world)
    elif not _is_looking(draft, world, capabilities, wanted):
        if _is_reset(draft, doubt, wanted):
            _reset(draft, world, doubt)
        elif _is_to_be_asked(draft, world, capabilities, doubt, wanted):
            draft.set_record(replace(draft.record, doubt=replace(doubt, is_asked=True)))
        else:
            _settle(draft, world)


def trust_lock(record: LockRecord, world: World) -> tuple[LockRecord, None]:
    """Take what the lock holds for right: what was changed there stands, and what is unknown there is unmanaged."""
    doubt = record.doubt or Doubt()
    for place in doubt.surprises & record.placements.keys():
        record, _ = accept_change(record, world, record.placements[place].owner)
    if doubt.is_restored and reads_of(record) is not Reads.PIN:
        placements = {
            place: replace(placement, is_unverified=True)
            for place, placement in record.placements.items()
        }
        record = replace(record, placements=placements)
    return _without_doubt(record, world), None


def trust_stored(record: LockRecord, world: World) -> tuple[LockRecord, None]:
    """Take what is stored for right: everything is put back. What others hold on the lock stays as it is."""
    doubt = record.doubt or Doubt()
    if doubt.is_restored and reads_of(record) is not Reads.PIN:
        # It cannot be asked which PINs it holds: it gets them all again.
        placements = {
            place: replace(placement, possible=placement.possible | {OTHER})
            for place, placement in record.placements.items()
        }
        record = replace(record, placements=placements)
    return unblock(_without_doubt(record, world)), None


def _without_doubt(record: LockRecord, world: World) -> LockRecord:
    return replace(record, doubt=None, looked_at=world.now)


def _settle(draft: Draft, world: World) -> None:
    draft.set_record(_without_doubt(draft.record, world))


def _with_others_to_be_read(record: LockRecord, but: str) -> LockRecord:
    placements = {
        place: placement if place == but else replace(placement, is_to_be_read=True)
        for place, placement in record.placements.items()
    }
    return replace(record, placements=placements)


def _is_of_a_waiting_code(record: LockRecord, content: Content) -> bool:
    """Tell whether a PIN is that of a code which, by the journal, has no place on the lock."""
    if not isinstance(content, Held):
        return False
    placed = {placement.owner for placement in record.placements.values()}
    return any(
        code.pin == content.pin
        and code.access_code_id not in placed
        and code.deleted_at is None
        and code.used_at is None
        for code in record.codes.values()
    )


def _is_looking(
    draft: Draft, world: World, capabilities: LockCapabilities, wanted: dict[str, bool]
) -> bool:
    """Tell whether something is still to be read, and can be."""
    reads = capabilities.reads
    if reads is Reads.NOTHING:
        return False
    if not draft.record.is_read:
        return True
    return any(
        wanted[placement.owner]
        and (placement.is_to_be_read or can_read_decide(placement.possible, reads))
        and not _is_silent(draft.codes[placement.owner], world)
        for placement in draft.placements.values()
    )


def _is_silent(code: AccessCode, world: World) -> bool:
    """Tell whether the lock was asked about the code in vain, and is not asked again right now."""
    attempt = code.progress.attempt
    if attempt is None or attempt.retry_at is None:
        return False
    return attempt.retry_at > world.now


def _unsettled(
    draft: Draft, places: Iterable[str], wanted: dict[str, bool]
) -> list[Placement]:
    """Return those of the places whose code is wanted and is not there as it ought to be."""
    placements = (draft.placements.get(place) for place in places)
    return [
        placement
        for placement in placements
        if placement is not None
        and wanted[placement.owner]
        and placement.possible != {wanted_content(draft.codes[placement.owner])}
    ]


def _is_anything_left(
    draft: Draft,
    doubt: Doubt,
    capabilities: LockCapabilities,
    wanted: dict[str, bool],
) -> bool:
    """Tell whether there is still something to decide about."""
    if doubt.is_restored and capabilities.reads is not Reads.PIN:
        return True
    if any(place in draft.record.unmanaged for place in doubt.strangers):
        return True
    return bool(_unsettled(draft, doubt.surprises, wanted))


def _is_reset(draft: Draft, doubt: Doubt, wanted: dict[str, bool]) -> bool:
    """Tell whether the lock has lost all that we know it held: that is one thing, and no sign of an old journal."""
    if doubt.is_restored or len(doubt.surprises) < _RESET_NEEDS:
        return False
    return all(
        placement.place in doubt.surprises and placement.possible == EMPTY_PLACE
        for placement in draft.placements.values()
        if placement.is_confirmed and wanted[placement.owner]
    )


def _reset(draft: Draft, world: World, doubt: Doubt) -> None:
    """Let all that was lost at once be set again, also what may be changed at the lock."""
    for place in doubt.surprises & draft.placements.keys():
        placement = draft.placements[place]
        draft.put_placement(replace(placement, deviation=None))
        code = draft.codes[placement.owner]
        if code.external is Change.REMOVED and code.pin is not None:
            progress = replace(code.progress, lost_at=world.now)
            draft.put_code(replace(code, external=None, progress=progress))
    _settle(draft, world)
    draft.set_record(replace(draft.record, reset_at=world.now))


def _is_to_be_asked(
    draft: Draft,
    world: World,
    capabilities: LockCapabilities,
    doubt: Doubt,
    wanted: dict[str, bool],
) -> bool:
    unsettled = _unsettled(draft, doubt.surprises, wanted)
    strangers = sum(place in draft.record.unmanaged for place in doubt.strangers)
    if doubt.is_restored:
        return bool(unsettled) or strangers > 0 or _is_hidden(draft, capabilities)
    # Of what was made since the start, the journal cannot be too old.
    old = sum(
        draft.codes[placement.owner].created_at < world.started_at
        for placement in unsettled
    )
    if not old or not is_unchecked(draft.record, world):
        return False
    return old + strangers >= _DEVIATIONS_THAT_ASK


def _is_hidden(draft: Draft, capabilities: LockCapabilities) -> bool:
    """Tell whether the lock may hold something that it does not tell."""
    if capabilities.reads is Reads.PRESENCE:
        return bool(draft.placements)
    return capabilities.reads is Reads.NOTHING
