"""Check a typed PIN against a lock's codes, and rate-limit wrong tries."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from ..backup_codes import original_of
from ..model import AccessCode, Bucket, ExternalChange, LockRecord
from .lookup import closeness

CAPACITY = 5
"""Wrong tries that fill the bucket."""

DRAIN = timedelta(minutes=5)
"""Time in which one of them drains."""

_ROUNDING = 1e-6
"""Rounding error of instants, in tries."""


class Denial(StrEnum):
    """Reason of a denial."""

    UNKNOWN_CODE = "unknown_code"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    ALREADY_USED = "already_used"
    BEING_DELETED = "being_deleted"
    PAUSED = "paused"
    INACTIVE = "inactive"
    """The entity of ``active_while`` is off."""
    REMOVED_AT_LOCK = "removed_at_lock"
    TOO_MANY_ATTEMPTS = "too_many_attempts"


class EntryResult(NamedTuple):
    """Result of a try: granted without a denial."""

    code: AccessCode | None = None
    """The code with the typed PIN, valid or not."""
    denial: Denial | None = None
    last_used_at: datetime | None = None
    """When the code was used before this try."""
    backup_id: str | None = None
    """Id of the backup code that was typed in place of the code."""


# contract 12.23, 12.60
def check_entry(
    record: LockRecord, now: datetime, typed: str
) -> tuple[LockRecord, EntryResult]:
    """Check a typed PIN, and count a wrong one.

    The bucket is measured anew for right tries too: their record is written like that of a wrong try, so that a full
    disk cannot leave wrong tries uncounted while right ones open the door. While the bucket is full only the first try
    changes the record: the others cost no write.
    """
    if is_full(record.bucket, now):
        if not _is_refusal_emitted(record.bucket, now):
            refusing = Bucket(_level(record.bucket, now), now, is_refusal_emitted=True)
            record = replace(record, bucket=refusing)
        return record, EntryResult(denial=Denial.TOO_MANY_ATTEMPTS)
    bucket = Bucket(_level(record.bucket, now), now)
    # contract 10.4
    known = [code for code in record.codes.values() if not code.is_in_pool]
    code = _find(known, now, typed)
    denial = Denial.UNKNOWN_CODE if code is None else _denial(code, now)
    if denial is not None:
        bucket = replace(bucket, level=bucket.level + 1)
    record = replace(record, bucket=bucket)
    if code is None or code.pull is None:
        return record, EntryResult(code, denial)
    # contract 10.12
    original = original_of(record.codes, code)
    return record, EntryResult(original, denial, backup_id=code.access_code_id)


def _is_refusal_emitted(bucket: Bucket, now: datetime) -> bool:
    """Return whether a refusal by this full bucket was emitted. One of which the time is damaged is measured anew."""
    is_measured = bucket.measured_at is not None and bucket.measured_at <= now
    return bucket.is_refusal_emitted and is_measured


# contract 12.24
def is_full(bucket: Bucket, now: datetime) -> bool:
    """Return whether the bucket has no room for one more wrong try."""
    return _level(bucket, now) > CAPACITY - 1 + _ROUNDING


def drained_at(bucket: Bucket, now: datetime) -> datetime:
    """Return the instant at which the bucket has room again: now, if it has."""
    surplus = _level(bucket, now) - (CAPACITY - 1)
    return now + DRAIN * max(surplus, 0.0)


def clock_was_set(bucket: Bucket, step: timedelta, now: datetime) -> Bucket:
    """Return the bucket after a clock step, which neither drains it nor prolongs a lockout."""
    if bucket.measured_at is None:
        return bucket
    forward = max(step, timedelta())
    return replace(bucket, measured_at=min(bucket.measured_at + forward, now))


def lift_bucket(record: LockRecord) -> LockRecord:
    """Empty the bucket, by a person's choice."""
    return replace(record, bucket=Bucket())


# contract 12.23
def _level(bucket: Bucket, now: datetime) -> float:
    """Return the wrong tries that have not drained; a backward clock drains none.

    A damaged file neither makes room for more tries nor locks out for ever.
    """
    elapsed = timedelta()
    if bucket.measured_at is not None:
        elapsed = max(now - bucket.measured_at, elapsed)
    return max(min(bucket.level, CAPACITY) - elapsed / DRAIN, 0.0)


# contract 12.21
def _find(codes: Iterable[AccessCode], now: datetime, typed: str) -> AccessCode | None:
    """Return the code with this PIN; of several the valid one, else the next, else the last.

    Every code is compared, so that the time needed does not depend on the position of the right one.
    """
    matching = [
        code for code in codes if code.pin is not None and code.pin.matches(typed)
    ]
    may_open = (None, Denial.NOT_YET_VALID)
    return min(
        matching,
        key=lambda code: closeness(
            code, now, is_over=_denial(code, now) not in may_open
        ),
        default=None,
    )


# contract 6.141, 12.19
def _denial(code: AccessCode, now: datetime) -> Denial | None:
    """Return the reason why the code does not open at this instant, or None."""
    if code.deleted_at is not None:
        return Denial.BEING_DELETED
    if code.used_at is not None:
        return Denial.ALREADY_USED
    if code.is_paused:
        return Denial.PAUSED
    if code.active_while is not None and not code.active_while.is_on:
        return Denial.INACTIVE
    if code.external is ExternalChange.REMOVED:
        return Denial.REMOVED_AT_LOCK
    if code.window is None or code.window.contains(now):
        return None
    return Denial.NOT_YET_VALID if now < code.window.starts_at else Denial.EXPIRED
