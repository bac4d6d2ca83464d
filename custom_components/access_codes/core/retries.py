"""How tries that brought nothing are counted, paused and started again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from .model import AccessCode, Attempt, LockRecord, Outcome, World
from .schedule import CLOCK_SETTLE_TIME, is_wanted

RETRY_NOW = datetime.min.replace(tzinfo=UTC)
"""A retry time that has always come."""

_LONGEST_PAUSE = 900.0

_HOURLY = 3600.0

_FAILURES_IN_A_DAY = 102
"""10 s doubling to 15 min makes this many tries in the first day."""


def back_off(
    repeats: int, *, first: float = 10.0, is_hourly: bool = False
) -> timedelta:
    """Return the pause before a repetition, without jitter: ``first`` seconds doubling to 15 min, or an hour."""
    pause = min(first * 2.0 ** min(repeats, 10), _LONGEST_PAUSE)
    return timedelta(seconds=_HOURLY if is_hourly else pause)


def retry_delay(failures: int, seed: str) -> timedelta:
    """Return the pause after so many failures: 10 s doubling to 15 min, hourly after a day, with jitter.

    The jitter of up to a tenth is drawn from the seed, so that a decision can be repeated.
    """
    pause = back_off(failures - 1, is_hourly=failures > _FAILURES_IN_A_DAY)
    digest = blake2b(f"{seed}:{failures}".encode(), digest_size=2).digest()
    return pause * (1 + int.from_bytes(digest) / 65536 / 10)


_NOT_RETRIED = frozenset({Outcome.DUPLICATE, Outcome.FULL, Outcome.INVALID})
"""Answers that a repetition would not change: they wait until something else does."""


def record_failure(
    record: LockRecord, world: World, access_code_id: str | None, outcome: Outcome
) -> LockRecord:
    """Count a try that brought nothing, and pause."""
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
    """Forget how it failed before, now that it worked."""
    code = record.codes[access_code_id]
    return record if code.progress.attempt is None else _put(record, code, None)


def unblock_refused(record: LockRecord) -> LockRecord:
    """Let codes be tried again that the lock called duplicates or had no room for: its contents have changed."""
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
    """Let one code, or all, be tried at once."""
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
    """Let names be tried again that the lock refused."""
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
    """Let each overdue item be tried once, and note a clock that cannot be trusted yet.

    The clock is not trusted for a day when it stands before the last write, or more than a day after it: then it
    may be a clock that has not been set.
    """
    written_at = record.written_at
    if written_at is not None and now < written_at:
        return clock_went_back(record, now)
    if written_at is not None and now > written_at + CLOCK_SETTLE_TIME:
        record = replace(record, clock_stepped_at=now)
    return unblock(record)


def clock_went_back(record: LockRecord, now: datetime) -> LockRecord:
    """Take that the clock was set back: what was noted of a time that is still to come happened by now.

    Else every pause and every delay would last longer than meant, for as long as the clock went back.
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
