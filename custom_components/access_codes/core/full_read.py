"""The full read of a lock: slots that have not answered yet, and what each answer leaves of them.

It is a series of reads, so that due commands go between two slots. A slot that does not answer is read after the others,
with a pause of its own.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from .model import Attempt, FullRead, LockCapabilities, LockRecord, Outcome, SlotNaming
from .retries import retry_delay

MUTE_AFTER = 3
"""Tries without an answer after which a slot holds nothing up. It is still retried."""

_SILENT_AFTER = 6
"""Tries, without an answer of any slot, after which the lock counts as read as far as it answers: about 5 min."""


def fixed_slots(capabilities: LockCapabilities | None) -> tuple[str, ...]:
    """Return the slots that are known beforehand."""
    if capabilities is None or capabilities.slot_naming is not SlotNaming.FIXED:
        return ()
    return capabilities.slots


# contract 8.32
def unread_slots(record: LockRecord) -> frozenset[str]:
    """Return the slots that are neither known to be empty nor to be occupied, as they have not answered."""
    if record.full_read is not None:
        return record.full_read.unread
    if record.is_read:
        return frozenset()
    return frozenset(fixed_slots(record.capabilities)) - record.missing_slots


def is_list_due(record: LockRecord) -> bool:
    """Return whether the lock is to answer with its list."""
    capabilities, full_read = record.capabilities, record.full_read
    if capabilities is None or not capabilities.is_read_by_list:
        return False
    return not full_read.is_listed if full_read is not None else not record.is_read


def is_mute(record: LockRecord, slot: str) -> bool:
    """Return whether a slot has repeatedly not answered."""
    attempt = record.full_read.silent.get(slot) if record.full_read else None
    return attempt is not None and attempt.failures >= MUTE_AFTER


def answers_no_read(record: LockRecord) -> bool:
    """Return whether no slot of the lock has answered repeatedly."""
    attempt = record.read_attempt
    return attempt is not None and attempt.failures >= _SILENT_AFTER


# contract 4.44, 8.31
def with_answers(
    record: LockRecord, slots: Iterable[str], *, is_listed: bool = False
) -> LockRecord:
    """Return the record after answers about these slots; ``is_listed``: in the lock's list."""
    answered = frozenset(slots)
    if record.vacant_slots:
        # It can be read: the word of a person about it counts no more.
        record = replace(record, vacant_slots=frozenset())
    if not record.missing_slots.isdisjoint(answered):
        record = replace(record, missing_slots=record.missing_slots - answered)
    return _without_unread(record, answered, is_listed=is_listed)


# contract 12.80
def with_doubt(record: LockRecord, slot: str) -> LockRecord:
    """Return the record of a lock of which a slot is to be read again; without fixed slots, its list."""
    if not record.is_read and record.full_read is None:
        return record
    former = record.full_read or FullRead(is_listed=True)
    if slot in fixed_slots(record.capabilities):
        return replace(record, full_read=replace(former, unread=former.unread | {slot}))
    return replace(record, full_read=replace(former, is_listed=False))


# contract 8.34
def with_missing_slot(record: LockRecord, slot: str) -> LockRecord:
    """Return the record after the lock's answer that it has no such slot."""
    if slot not in record.missing_slots:
        record = replace(record, missing_slots=record.missing_slots | {slot})
    return _without_unread(record, frozenset({slot}), is_listed=False)


def _without_unread(
    record: LockRecord, answered: frozenset[str], *, is_listed: bool
) -> LockRecord:
    if record.is_read and record.full_read is None:
        return record
    before, unread = record.full_read or FullRead(), unread_slots(record)
    if unread.isdisjoint(answered) and not is_listed and record.full_read is not None:
        return record
    silent = {
        slot: attempt for slot, attempt in before.silent.items() if slot not in answered
    }
    full_read = FullRead(unread - answered, silent, before.is_listed or is_listed)
    return _completed(replace(record, full_read=full_read, read_attempt=None))


# contract 8.31
def with_silence(record: LockRecord, slot: str, now: datetime) -> LockRecord:
    """Return the record after a slot did not answer. A slot of ours that is known is left to its code."""
    slots = fixed_slots(record.capabilities)
    unread = unread_slots(record)
    if slot not in unread and (slot in record.placements or slot not in slots):
        return record
    before = record.full_read or FullRead()
    silent = _next_attempt(before.silent.get(slot), now, f"{record.lock_id}/{slot}")
    full_read = replace(
        before, unread=unread | {slot}, silent={**before.silent, slot: silent}
    )
    is_any_known = len(unread) < len(set(slots) - record.missing_slots)
    record = replace(record, full_read=full_read)
    return _completed(record) if is_any_known else with_failed_try(record, now)


def with_failed_try(record: LockRecord, now: datetime) -> LockRecord:
    """Return the record after a read without an answer, while nothing of the lock has been read."""
    attempt = _next_attempt(record.read_attempt, now, record.lock_id)
    return _completed(replace(record, read_attempt=attempt))


# contract 8.33
def _completed(record: LockRecord) -> LockRecord:
    """Return the record, marked as read if each slot has answered or is mute, or if the lock answers no read at all."""
    full_read = record.full_read
    unread = unread_slots(record)
    if full_read is not None and not unread and not is_list_due(record):
        return replace(record, is_read=True, full_read=None, read_attempt=None)
    if record.is_read:
        return record
    is_rest_mute = bool(unread) and all(is_mute(record, slot) for slot in unread)
    if not (is_rest_mute or answers_no_read(record)):
        return record
    return replace(record, is_read=True, full_read=full_read or FullRead(unread))


def with_slots(
    record: LockRecord, before: LockCapabilities, after: LockCapabilities
) -> LockRecord:
    """Return the record after a change of the lock's slots: new ones are unread."""
    known, slots = frozenset(fixed_slots(before)), frozenset(fixed_slots(after))
    if known == slots or (not record.is_read and record.full_read is None):
        return record
    former = record.full_read or FullRead(is_listed=after.is_read_by_list)
    silent = {slot: attempt for slot, attempt in former.silent.items() if slot in slots}
    full_read = replace(
        former, unread=(former.unread & slots) | (slots - known), silent=silent
    )
    missing = record.missing_slots & slots
    return _completed(replace(record, full_read=full_read, missing_slots=missing))


def with_progress_of(record: LockRecord, further: LockRecord) -> LockRecord:
    """Return a record with what another one has learnt since of slots that are not ours: it may be read once more."""
    return replace(
        record,
        full_read=further.full_read,
        read_attempt=further.read_attempt,
        missing_slots=further.missing_slots,
        unmanaged=further.unmanaged,
        unmanaged_numbers=further.unmanaged_numbers,
        unmanaged_count=further.unmanaged_count,
        answered_at=further.answered_at,
        read_at=further.read_at,
    )


def read_anew(record: LockRecord) -> LockRecord:
    """Return the record of a lock that is to be read in full, from the first slot on."""
    return replace(record, is_read=False, full_read=None, read_attempt=None)


def _next_attempt(before: Attempt | None, now: datetime, seed: str) -> Attempt:
    failures = 1 if before is None else before.failures + 1
    retry_at = now + retry_delay(failures, seed)
    return Attempt(Outcome.UNKNOWN, False, failures, retry_at)
