"""Whether the journal is older than the lock: a backup was put back, or several slots surprise at once.

While that is not known nothing is set: a code that was deleted since the backup must not come back. Removing goes on.
"""

from collections.abc import Iterable
from dataclasses import replace

from ..model import (
    UNREADABLE,
    AccessCode,
    Change,
    Content,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Placement,
    Readability,
    RestoreCheck,
    World,
)
from ..record.edit import RecordEdit, readability_of
from ..record.journal import EMPTY_SLOT, can_read_decide
from ..retries import unblock
from ..schedule import wanted_content
from .external_changes import accept_change

_DEVIATIONS_THAT_ASK = 2
"""So many surprises after a start are no accident; after a restored backup, one is enough."""

_RESET_NEEDS = 2
"""So many codes lost at once are a reset and not a change of each."""


# contract 8.11
def suspect_restore(record: LockRecord) -> LockRecord:
    """Take that the record on disk is not the one that was written last: look at the lock before anything is set."""
    capabilities = record.capabilities
    if capabilities is None or capabilities.is_virtual:
        return record
    return replace(
        record,
        restore_check=replace(record.restore_check or RestoreCheck(), is_restored=True),
        is_read=False,
    )


# contract 8.15, 8.16
def record_unexpected(
    record: LockRecord, world: World, before: Placement, after: Placement
) -> LockRecord:
    """Note that the lock, when asked, told of a change in a slot of ours that nothing announced.

    The first time after a start all our slots are looked at: it may be one of many.
    """
    if UNREADABLE in before.possible:
        return record
    is_new = is_unchecked(record, world)
    restore_check = record.restore_check or RestoreCheck()
    if record.restore_check is None and is_new:
        record = _with_others_to_be_read(record, after.slot)
    is_free = before.possible == EMPTY_SLOT and before.deviation is None
    restore_check = replace(
        restore_check,
        unexpected=restore_check.unexpected | {after.slot},
        needs_decision=restore_check.needs_decision or (is_free and is_new),
    )
    return replace(record, restore_check=restore_check)


def record_unknown_code(
    record: LockRecord, world: World, slot: str, content: Content
) -> LockRecord:
    """Note that the lock, when asked, told of a code that is not ours and that nobody knew of."""
    restore_check = record.restore_check
    is_first_read = not record.is_read and (
        restore_check is None or not restore_check.is_restored
    )
    if is_first_read or slot in world.observed or slot in record.unmanaged:
        return record
    is_ours = is_unchecked(record, world) and _belongs_to_unplaced_code(record, content)
    if restore_check is None and not is_ours:
        return record
    restore_check = restore_check or RestoreCheck()
    restore_check = replace(
        restore_check,
        unknown_codes=restore_check.unknown_codes | {slot},
        needs_decision=restore_check.needs_decision or is_ours,
    )
    return replace(record, restore_check=restore_check)


def is_unchecked(record: LockRecord, world: World) -> bool:
    """Tell whether no doubt was settled since the start."""
    return record.looked_at is None or record.looked_at < world.started_at


# contract 8.11
def resolve(
    edit: RecordEdit,
    world: World,
    capabilities: LockCapabilities,
    wanted: dict[str, bool],
) -> None:
    """Decide, once all that can be looked at was looked at, whether a person has to be asked."""
    restore_check = edit.record.restore_check
    if restore_check is None:
        return
    if restore_check.needs_decision:
        if not _is_anything_left(edit, restore_check, capabilities, wanted):
            _resolve(edit, world)
    elif not _is_reading(edit, world, capabilities, wanted):
        if _is_reset(edit, restore_check, wanted):
            _reset(edit, world, restore_check)
        elif _needs_decision(edit, world, capabilities, restore_check, wanted):
            edit.set_record(
                replace(
                    edit.record,
                    restore_check=replace(restore_check, needs_decision=True),
                )
            )
        else:
            _resolve(edit, world)


# contract 8.17
def trust_lock(record: LockRecord, world: World) -> tuple[LockRecord, None]:
    """Take what the lock holds for right: what was changed there stands, and what is unknown there is unmanaged."""
    restore_check = record.restore_check or RestoreCheck()
    for slot in restore_check.unexpected & record.placements.keys():
        record, _ = accept_change(record, world, record.placements[slot].owner)
    if restore_check.is_restored and readability_of(record) is not Readability.PIN:
        placements = {
            slot: replace(placement, is_unverified=True)
            for slot, placement in record.placements.items()
        }
        record = replace(record, placements=placements)
    return _without_doubt(record, world), None


# contract 8.17
def trust_stored(record: LockRecord, world: World) -> tuple[LockRecord, None]:
    """Take what is stored for right: everything is put back. What others hold on the lock stays as it is."""
    restore_check = record.restore_check or RestoreCheck()
    if restore_check.is_restored and readability_of(record) is not Readability.PIN:
        # It cannot be asked which PINs it holds: it gets them all again.
        placements = {
            slot: replace(placement, possible=placement.possible | {UNREADABLE})
            for slot, placement in record.placements.items()
        }
        record = replace(record, placements=placements)
    return unblock(_without_doubt(record, world)), None


def _without_doubt(record: LockRecord, world: World) -> LockRecord:
    return replace(record, restore_check=None, looked_at=world.now)


def _resolve(edit: RecordEdit, world: World) -> None:
    edit.set_record(_without_doubt(edit.record, world))


def _with_others_to_be_read(record: LockRecord, but: str) -> LockRecord:
    placements = {
        slot: placement if slot == but else replace(placement, is_to_be_read=True)
        for slot, placement in record.placements.items()
    }
    return replace(record, placements=placements)


def _belongs_to_unplaced_code(record: LockRecord, content: Content) -> bool:
    """Tell whether a PIN is that of a code which, by the journal, has no slot on the lock."""
    if not isinstance(content, KnownPin):
        return False
    placed = {placement.owner for placement in record.placements.values()}
    return any(
        code.pin == content.pin
        and code.access_code_id not in placed
        and code.deleted_at is None
        and code.used_at is None
        for code in record.codes.values()
    )


def _is_reading(
    edit: RecordEdit,
    world: World,
    capabilities: LockCapabilities,
    wanted: dict[str, bool],
) -> bool:
    """Tell whether something is still to be read, and can be."""
    reads = capabilities.reads
    if reads is Readability.NOTHING:
        return False
    if not edit.record.is_read:
        return True
    return any(
        wanted[placement.owner]
        and (placement.is_to_be_read or can_read_decide(placement.possible, reads))
        and not _is_silent(edit.codes[placement.owner], world)
        for placement in edit.placements.values()
    )


def _is_silent(code: AccessCode, world: World) -> bool:
    """Tell whether the lock was asked about the code in vain, and is not asked again right now."""
    attempt = code.progress.attempt
    if attempt is None or attempt.retry_at is None:
        return False
    return attempt.retry_at > world.now


def _unresolved(
    edit: RecordEdit, slots: Iterable[str], wanted: dict[str, bool]
) -> list[Placement]:
    """Return those of the slots whose code is wanted and is not there as it ought to be."""
    placements = (edit.placements.get(slot) for slot in slots)
    return [
        placement
        for placement in placements
        if placement is not None
        and wanted[placement.owner]
        and placement.possible != {wanted_content(edit.codes[placement.owner])}
    ]


def _is_anything_left(
    edit: RecordEdit,
    restore_check: RestoreCheck,
    capabilities: LockCapabilities,
    wanted: dict[str, bool],
) -> bool:
    """Tell whether there is still something to decide about."""
    if restore_check.is_restored and capabilities.reads is not Readability.PIN:
        return True
    if any(slot in edit.record.unmanaged for slot in restore_check.unknown_codes):
        return True
    return bool(_unresolved(edit, restore_check.unexpected, wanted))


def _is_reset(
    edit: RecordEdit, restore_check: RestoreCheck, wanted: dict[str, bool]
) -> bool:
    """Tell whether the lock has lost all that we know it held: that is one thing, and no sign of an old journal."""
    if restore_check.is_restored or len(restore_check.unexpected) < _RESET_NEEDS:
        return False
    return all(
        placement.slot in restore_check.unexpected and placement.possible == EMPTY_SLOT
        for placement in edit.placements.values()
        if placement.is_confirmed and wanted[placement.owner]
    )


# contract 8.10
def _reset(edit: RecordEdit, world: World, restore_check: RestoreCheck) -> None:
    """Let all that was lost at once be set again, also what may be changed at the lock."""
    for slot in restore_check.unexpected & edit.placements.keys():
        placement = edit.placements[slot]
        edit.put_placement(replace(placement, deviation=None))
        code = edit.codes[placement.owner]
        if code.external is Change.REMOVED and code.pin is not None:
            progress = replace(code.progress, lost_at=world.now)
            edit.put_code(replace(code, external=None, progress=progress))
    _resolve(edit, world)
    edit.set_record(replace(edit.record, reset_at=world.now))


# contract 8.13, 8.14, 8.15
def _needs_decision(
    edit: RecordEdit,
    world: World,
    capabilities: LockCapabilities,
    restore_check: RestoreCheck,
    wanted: dict[str, bool],
) -> bool:
    unresolved = _unresolved(edit, restore_check.unexpected, wanted)
    unknown_codes = sum(
        slot in edit.record.unmanaged for slot in restore_check.unknown_codes
    )
    if restore_check.is_restored:
        return bool(unresolved) or unknown_codes > 0 or _is_hidden(edit, capabilities)
    # Of what was made since the start, the journal cannot be too old.
    old = sum(
        edit.codes[placement.owner].created_at < world.started_at
        for placement in unresolved
    )
    if not old or not is_unchecked(edit.record, world):
        return False
    return old + unknown_codes >= _DEVIATIONS_THAT_ASK


# contract 8.14
def _is_hidden(edit: RecordEdit, capabilities: LockCapabilities) -> bool:
    """Tell whether the lock may hold something that it does not tell."""
    if capabilities.reads is Readability.PRESENCE:
        return bool(edit.placements)
    return capabilities.reads is Readability.NOTHING
