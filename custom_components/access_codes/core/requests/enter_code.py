"""Who may in with what was typed: the choice among a lock's codes, and the bucket that holds back guessing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from ..model import AccessCode, Bucket, Change, LockRecord

CAPACITY = 5
"""Wrong tries that fill the bucket."""

DRAIN = timedelta(minutes=5)
"""The time in which one of them runs out."""

_ROUNDING = 1e-6
"""Of a try: what the arithmetic of instants may be off by."""


class Denial(StrEnum):
    """Why somebody was not let in."""

    UNKNOWN_CODE = "unknown_code"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    ALREADY_USED = "already_used"
    BEING_DELETED = "being_deleted"
    REMOVED_AT_LOCK = "removed_at_lock"
    TOO_MANY_ATTEMPTS = "too_many_attempts"


@dataclass(frozen=True, slots=True)
class EntryResult:
    """What came of a try: let in where there is no denial."""

    code: AccessCode | None = None
    """The code that was typed, valid or not."""
    denial: Denial | None = None


# contract 12.23
def check_entry(
    record: LockRecord, now: datetime, typed: str
) -> tuple[LockRecord, EntryResult]:
    """Decide about what was typed, and count it if it was wrong.

    The bucket is measured anew whatever comes of it: the record that a right try leaves goes to disk like that of a
    wrong one, so that no disk can be so full that wrong tries go uncounted while right ones open the door.
    """
    bucket = Bucket(_level(record.bucket, now), now)
    if is_full(bucket, now):
        return replace(record, bucket=bucket), EntryResult(
            denial=Denial.TOO_MANY_ATTEMPTS
        )
    code = _find(record.codes.values(), now, typed)
    denial = Denial.UNKNOWN_CODE if code is None else _denial(code, now)
    if denial is not None:
        bucket = replace(bucket, level=bucket.level + 1)
    return replace(record, bucket=bucket), EntryResult(code, denial)


# contract 12.24
def is_full(bucket: Bucket, now: datetime) -> bool:
    """Tell whether there is no room for one more wrong try."""
    return _level(bucket, now) > CAPACITY - 1 + _ROUNDING


def drained_at(bucket: Bucket, now: datetime) -> datetime:
    """Return when there is room for a try again, if nothing is added: now, where there is."""
    surplus = _level(bucket, now) - (CAPACITY - 1)
    return now + DRAIN * max(surplus, 0.0)


def clock_was_set(bucket: Bucket, step: timedelta, now: datetime) -> Bucket:
    """Return the bucket after the clock was set: that drains nothing, and holds nobody back for longer."""
    if bucket.measured_at is None:
        return bucket
    forward = max(step, timedelta())
    return replace(bucket, measured_at=min(bucket.measured_at + forward, now))


def lift_bucket(record: LockRecord) -> LockRecord:
    """Forget the wrong tries: a person took the responsibility."""
    return replace(record, bucket=Bucket())


# contract 12.23
def _level(bucket: Bucket, now: datetime) -> float:
    """Return what is left of the wrong tries; a clock that went backwards drains nothing.

    What a damaged disk tells neither makes room for more tries than there is nor holds people back for ever.
    """
    elapsed = timedelta()
    if bucket.measured_at is not None:
        elapsed = max(now - bucket.measured_at, elapsed)
    return max(min(bucket.level, CAPACITY) - elapsed / DRAIN, 0.0)


# contract 12.21
def _find(codes: Iterable[AccessCode], now: datetime, typed: str) -> AccessCode | None:
    """Return the code with this PIN: of several the valid one, else the next to be, else the last that was.

    Every code is compared, found or not, so that the time tells nothing of where the right one stands.
    """
    matching = [
        code for code in codes if code.pin is not None and code.pin.matches(typed)
    ]
    return max(matching, key=lambda code: _rank(code, now), default=None)


def _rank(code: AccessCode, now: datetime) -> tuple[int, float]:
    match _denial(code, now):
        case None:
            return 2, 0.0
        case Denial.NOT_YET_VALID:
            return 1, -_seconds(code.window.starts_at if code.window else None, now)
        case _:
            return 0, _seconds(code.window.ends_at if code.window else None, now)


def _seconds(moment: datetime | None, now: datetime) -> float:
    return (moment - now).total_seconds() if moment else 0.0


# contract 12.19
def _denial(code: AccessCode, now: datetime) -> Denial | None:
    """Say why the code opens nothing at this instant."""
    if code.deleted_at is not None:
        return Denial.BEING_DELETED
    if code.used_at is not None:
        return Denial.ALREADY_USED
    if code.external is Change.REMOVED:
        return Denial.REMOVED_AT_LOCK
    if code.window is None or code.window.contains(now):
        return None
    return Denial.NOT_YET_VALID if now < code.window.starts_at else Denial.EXPIRED
