"""Check whether the record is older than the lock: after a restored backup, or several unexpected contents at once.

Until that is known, no code is set: a code deleted since the backup must not come back. Removals go on.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from ..full_read import MUTE_AFTER, read_anew, unread_slots
from ..goals import Goals
from ..model import (
    UNDISCLOSED,
    UNREADABLE,
    AccessCode,
    Content,
    ExternalChange,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Placement,
    Readability,
    RestoreCheck,
    World,
)
from ..record.edit import RecordEdit, request
from ..record.freshness import is_read_since
from ..record.journal import EMPTY_SLOT, can_read_decide
from ..retries import unblock_all
from .external_changes import accept_deviation
from .lock_reset import suspect_reset

_DECISION_NEEDS = 2
"""Unexpected contents after a start that need a decision; after a restored backup one does."""

_RESET_NEEDS = 2
"""Codes lost at once that count as a reset, not as a change of each."""


# contract 8.11
def suspect_restore(record: LockRecord) -> LockRecord:
    """Mark a record that is not the last one written: the lock is read before a code is set."""
    capabilities = record.capabilities
    if capabilities is None or capabilities.is_virtual:
        return record
    return replace(
        read_anew(record),
        restore_check=replace(record.restore_check or RestoreCheck(), is_restored=True),
    )


# contract 8.15, 8.16
def record_unexpected(
    edit: RecordEdit, world: World, before: Placement, after: Placement
) -> None:
    """Record that a read showed an unannounced change in a slot of ours.

    After the first one, all our slots are read: it may be one of many.
    """
    record = edit.record
    is_hidden = not before.may_hold.isdisjoint({UNREADABLE, UNDISCLOSED})
    if is_hidden or is_read_since(record, before.slot, world.started_at):
        # The record is not older than the lock: it was right since the start.
        return
    is_new = is_unchecked(record, world)
    if record.restore_check is None:
        for placement in list(edit.placements.values()):
            if placement.slot != after.slot:
                edit.put_placement(replace(placement, needs_read=True))
    is_free = before.may_hold == EMPTY_SLOT and before.deviation is None
    check = record.restore_check or RestoreCheck()
    check = replace(
        check,
        unexpected=check.unexpected | {after.slot},
        needs_decision=check.needs_decision or (is_free and is_new),
    )
    edit.set_record(replace(record, restore_check=check))


def record_unknown_code(
    edit: RecordEdit,
    world: World,
    observed: Mapping[str, Content],
    slot: str,
    content: Content,
) -> None:
    """Record that a read showed an unmanaged code that was not known."""
    record = edit.record
    check = record.restore_check
    is_first_read = not record.is_read or slot in unread_slots(record)
    is_new = is_first_read and (check is None or not check.is_restored)
    if is_new or slot in observed or slot in record.unmanaged:
        return
    is_ours = is_unchecked(record, world) and _belongs_to_unplaced_code(edit, content)
    if check is None and not is_ours:
        return
    check = check or RestoreCheck()
    check = replace(
        check,
        unknown_codes=check.unknown_codes | {slot},
        needs_decision=check.needs_decision or is_ours,
    )
    edit.set_record(replace(record, restore_check=check))


def is_unchecked(record: LockRecord, world: World) -> bool:
    """Return whether no restore check was resolved since the start."""
    return (
        record.restore_checked_at is None
        or record.restore_checked_at < world.started_at
    )


# contract 8.11
def resolve(
    edit: RecordEdit,
    world: World,
    capabilities: LockCapabilities,
    wanted: dict[str, bool],
) -> None:
    """Decide, once all readable slots were read, whether a person has to decide."""
    check = edit.record.restore_check
    if check is None:
        return
    pending = _PendingCheck(edit, world, capabilities, wanted, check)
    if check.needs_decision:
        if not pending.is_decision_left():
            _resolve(edit, world)
    elif not pending.is_reading():
        if pending.is_reset():
            _reset(edit, world, check)
        elif pending.needs_decision():
            check = replace(check, needs_decision=True)
            edit.set_record(replace(edit.record, restore_check=check))
        else:
            _resolve(edit, world)


class _PendingCheck(NamedTuple):
    """An open restore check, and the state of the lock's slots."""

    edit: RecordEdit
    world: World
    capabilities: LockCapabilities
    wanted: dict[str, bool]
    check: RestoreCheck

    def is_reading(self) -> bool:
        """Return whether a slot is still to be read, and can be."""
        reads = self.capabilities.reads
        if reads is Readability.NOTHING:
            return False
        if not self.edit.record.is_read:
            return True
        return any(
            self.wanted[placement.owner]
            and (placement.needs_read or can_read_decide(placement.possible, reads))
            and not _is_mute(self.edit.codes[placement.owner], self.world)
            for placement in self.edit.placements.values()
        )

    def is_decision_left(self) -> bool:
        """Return whether a decision is still needed."""
        is_hidden = self.capabilities.reads is not Readability.PIN
        return (
            (self.check.is_restored and (is_hidden or self._is_any_unread()))
            or self._count_unknown_codes() > 0
            or bool(self._unresolved())
        )

    def is_reset(self) -> bool:
        """Return whether the lock has lost all confirmed codes: a reset, and no sign of an old record."""
        unexpected = self.check.unexpected
        if self.check.is_restored or len(unexpected) < _RESET_NEEDS:
            return False
        return all(
            placement.slot in unexpected and placement.possible == EMPTY_SLOT
            for placement in self.edit.placements.values()
            if placement.is_confirmed and self.wanted[placement.owner]
        )

    # contract 8.13, 8.14, 8.15
    def needs_decision(self) -> bool:
        """Return whether the differences are too many for an accident."""
        unresolved = self._unresolved()
        unknown_codes = self._count_unknown_codes()
        if self.check.is_restored:
            is_hidden = _is_hidden(self.edit, self.capabilities)
            is_any_unread = self._is_any_unread()
            return bool(unresolved) or unknown_codes > 0 or is_hidden or is_any_unread
        # The record cannot be too old for codes that were created since the start.
        old = sum(
            self.edit.codes[placement.owner].created_at < self.world.started_at
            for placement in unresolved
        )
        if not old or not is_unchecked(self.edit.record, self.world):
            return False
        return old + unknown_codes >= _DECISION_NEEDS

    # contract 8.36
    def _is_any_unread(self) -> bool:
        """Return whether slots do not answer, which may hold what the record does not know."""
        return bool(unread_slots(self.edit.record))

    def _count_unknown_codes(self) -> int:
        unmanaged = self.edit.record.unmanaged
        return sum(slot in unmanaged for slot in self.check.unknown_codes)

    def _unresolved(self) -> list[Placement]:
        """Return the unexpected placements whose code is wanted and differs on the lock."""
        placements = map(self.edit.placements.get, self.check.unexpected)
        goals = Goals(self.edit, self.world)
        return [
            placement
            for placement in placements
            if placement is not None
            and self.wanted[placement.owner]
            and placement.possible != {goals.content(self.edit.codes[placement.owner])}
        ]


# contract 8.17
@request
def trust_lock(edit: RecordEdit, world: World) -> None:
    """Trust the lock: changes there are accepted, and unknown codes are unmanaged."""
    check = edit.record.restore_check or RestoreCheck()
    for slot in check.unexpected & edit.placements.keys():
        accept_deviation(edit, world, edit.placements[slot].owner)
    if check.is_restored and edit.readability is not Readability.PIN:
        for placement in list(edit.placements.values()):
            edit.put_placement(replace(placement, is_unverified=True))
    _resolve(edit, world)


# contract 8.17
@request
def trust_stored(edit: RecordEdit, world: World) -> None:
    """Trust the record: our codes are put back. Unmanaged codes stay as they are."""
    check = edit.record.restore_check or RestoreCheck()
    if check.is_restored and edit.readability is not Readability.PIN:
        # The lock cannot show its PINs: all are written again.
        for placement in list(edit.placements.values()):
            possible = placement.possible | {UNREADABLE}
            edit.put_placement(replace(placement, possible=possible))
    _resolve(edit, world)
    unblock_all(edit)


def _resolve(edit: RecordEdit, world: World) -> None:
    edit.set_record(
        replace(edit.record, restore_check=None, restore_checked_at=world.now)
    )


def _belongs_to_unplaced_code(edit: RecordEdit, content: Content) -> bool:
    """Return whether a PIN is that of a code which, by the journal, has no slot."""
    return isinstance(content, KnownPin) and any(
        code.pin == content.pin
        and code.access_code_id not in edit.by_owner
        and code.deleted_at is None
        and code.used_at is None
        for code in edit.codes.values()
    )


# contract 8.36
def _is_mute(code: AccessCode, world: World) -> bool:
    """Return whether reads for the code failed repeatedly, and the next one is not due."""
    attempt = code.progress.attempt
    if attempt is None or attempt.retry_at is None:
        return False
    return attempt.failures >= MUTE_AFTER and attempt.retry_at > world.now


# contract 8.10
def _reset(edit: RecordEdit, world: World, restore_check: RestoreCheck) -> None:
    """Set all lost codes again, those included that may be changed at the lock."""
    for slot in restore_check.unexpected & edit.placements.keys():
        placement = edit.placements[slot]
        edit.put_placement(replace(placement, deviation=None))
        code = edit.codes[placement.owner]
        if code.external is ExternalChange.REMOVED and code.pin is not None:
            progress = replace(code.progress, lost_at=world.now)
            edit.put_code(replace(code, external=None, progress=progress))
    _resolve(edit, world)
    edit.set_record(replace(edit.record, reset_at=world.now))
    suspect_reset(edit)


def _is_hidden(edit: RecordEdit, capabilities: LockCapabilities) -> bool:
    """Return whether the lock may hold codes that it cannot show."""
    if capabilities.reads is Readability.PRESENCE:
        return bool(edit.placements)
    return capabilities.reads is Readability.NOTHING
