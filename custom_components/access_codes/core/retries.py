"""Failed tries: their count, their pauses, their restart; and the limit on put-backs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from .model import AccessCode, Attempt, LockRecord, Outcome, Placement, World
from .schedule import CLOCK_SETTLE_TIME, is_wanted

RETRY_NOW = datetime.min.replace(tzinfo=UTC)
"""A retry time in the past."""

_PUT_BACK_LIMIT = 3

_PUT_BACK_SPAN = timedelta(hours=1)

_PUT_BACK_PAUSE = timedelta(minutes=15)

_FIRST_RETRY = 10.0

_LONGEST_RETRY = 900.0

_HOURLY = 3600.0

_FAILURES_IN_A_DAY = 102
"""Number of tries in the first day, with pauses of 10 s doubling to 15 min."""


def retry_delay(failures: int, seed: str) -> timedelta:
    """Return the pause after this number of failures: 10 s doubling to 15 min, hourly after a day, with jitter.

    The jitter, up to a tenth of the pause, is drawn from the seed: the same arguments give the same pause.
    """
    if failures > _FAILURES_IN_A_DAY:
        seconds = _HOURLY
    else:
        seconds = min(_FIRST_RETRY * 2 ** min(failures - 1, 10), _LONGEST_RETRY)
    digest = blake2b(f"{seed}:{failures}".encode(), digest_size=2).digest()
    return timedelta(seconds=seconds * (1 + int.from_bytes(digest) / 65536 / 10))


_NOT_RETRIED = frozenset({Outcome.DUPLICATE, Outcome.FULL, Outcome.INVALID})
"""Refusals that a repetition would not change: the next try waits for a change elsewhere."""


def put_back(placement: Placement, now: datetime) -> Placement:
    """Return the placement after a change at the lock was put back, with the time of the put-back."""
    times = (*placement.put_backs[-_PUT_BACK_LIMIT:], now)
    return replace(placement, deviation=None, put_backs=times)


def put_back_pause_end(placement: Placement, now: datetime) -> datetime | None:
    """Return the end of the pause before the next put-back: 15 min after the third within an hour, else None."""
    recent = _limiting_put_backs(placement, now)
    return recent[-1] + _PUT_BACK_PAUSE if recent else None


def put_back_limit_end(placement: Placement, now: datetime) -> datetime | None:
    """Return when a slot has fewer than three put-backs within an hour again, None if it has fewer now."""
    recent = _limiting_put_backs(placement, now)
    return recent[-_PUT_BACK_LIMIT] + _PUT_BACK_SPAN if recent else None


def _limiting_put_backs(placement: Placement, now: datetime) -> list[datetime]:
    """Return the put-backs of the last hour, if they reach the limit."""
    if len(placement.put_backs) < _PUT_BACK_LIMIT:
        return []
    start = now - _PUT_BACK_SPAN
    recent = [at for at in placement.put_backs if at > start]
    return recent if len(recent) >= _PUT_BACK_LIMIT else []


def record_failure(
    record: LockRecord, world: World, access_code_id: str | None, outcome: Outcome
) -> LockRecord:
    """Record a failed try of a code, if it still exists, and pause."""
    code = record.codes.get(access_code_id or "")
    if code is None:
        return record
    is_removal = not is_wanted(code, world.settings, world.now)
    attempt = code.progress.attempt
    failures = 1
    if attempt is not None and attempt.is_removal is is_removal:
        failures += attempt.failures
    retry_at = None
    if outcome not in _NOT_RETRIED or is_removal:
        retry_at = world.now + retry_delay(failures, code.access_code_id)
    return _put(record, code, Attempt(outcome, is_removal, failures, retry_at))


def forget_attempt(record: LockRecord, access_code_id: str) -> LockRecord:
    """Forget the failures of a code after a success."""
    code = record.codes[access_code_id]
    return record if code.progress.attempt is None else _put(record, code, None)


def unblock_refused(record: LockRecord) -> LockRecord:
    """Retry codes that the lock refused as duplicate or for want of room: its contents have changed."""
    for code in record.codes.values():
        attempt = code.progress.attempt
        if (
            attempt is not None
            and attempt.retry_at is None
            and attempt.outcome in (Outcome.DUPLICATE, Outcome.FULL)
        ):
            record = _put(record, code, replace(attempt, retry_at=RETRY_NOW))
    return record


def unblock(record: LockRecord, access_code_id: str | None = None) -> LockRecord:
    """Retry one code, or all of them, at once."""
    for code in record.codes.values():
        attempt = code.progress.attempt
        if attempt is not None and access_code_id in (None, code.access_code_id):
            record = _put(record, code, replace(attempt, retry_at=RETRY_NOW))
    if record.read_attempt is not None:
        record = replace(
            record, read_attempt=replace(record.read_attempt, retry_at=RETRY_NOW)
        )
    return _unblock_names(record, access_code_id)


def _unblock_names(record: LockRecord, access_code_id: str | None) -> LockRecord:
    """Retry names that the lock refused."""
    refused = [
        placement
        for placement in record.placements.values()
        if placement.refused_name is not None
        and access_code_id in (None, placement.owner)
    ]
    if not refused:
        return record
    again = {slot.slot: replace(slot, refused_name=None) for slot in refused}
    return replace(record, placements={**record.placements, **again})


def at_start(record: LockRecord, now: datetime) -> LockRecord:
    """Retry at once after a start, and mark a clock that may not have been set yet.

    A clock that is behind the last write, or more than a day ahead of it, is not trusted for a day.
    """
    written_at = record.written_at
    if written_at is not None and now < written_at:
        return clock_went_back(record, now)
    if written_at is not None and now > written_at + CLOCK_SETTLE_TIME:
        record = replace(record, clock_stepped_at=now)
    return unblock(record)


def clock_went_back(record: LockRecord, now: datetime) -> LockRecord:
    """Handle a backward clock step: clamp stored times that are now in the future.

    Otherwise every pause and every delay would last longer by the size of the step.
    """
    codes = {
        access_code_id: _not_ahead(code, now)
        for access_code_id, code in record.codes.items()
    }
    placements = {
        slot: replace(
            placement,
            put_backs=tuple(min(at, now) for at in placement.put_backs),
        )
        for slot, placement in record.placements.items()
    }
    return unblock(
        replace(record, codes=codes, placements=placements, clock_stepped_at=now)
    )


def _not_ahead(code: AccessCode, now: datetime) -> AccessCode:
    progress = code.progress
    return replace(
        code,
        changed_at=min(code.changed_at, now),
        deleted_at=_earlier(code.deleted_at, now),
        used_at=_earlier(code.used_at, now),
        progress=replace(
            progress,
            lost_at=_earlier(progress.lost_at, now),
            problems={
                problem: min(since, now) for problem, since in progress.problems.items()
            },
        ),
    )


def _earlier(at: datetime | None, now: datetime) -> datetime | None:
    return None if at is None else min(at, now)


def _put(record: LockRecord, code: AccessCode, attempt: Attempt | None) -> LockRecord:
    code = replace(code, progress=replace(code.progress, attempt=attempt))
    return replace(record, codes={**record.codes, code.access_code_id: code})
