"""Failed tries: their count, their pauses, their restart; and the limit on put-backs."""

from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from .goals import Goals
from .model import (
    AccessCode,
    ActiveWhile,
    Attempt,
    Command,
    LockRecord,
    Outcome,
    Placement,
    World,
    is_provisional,
)
from .model.copies import replace
from .record import freshness, late_writes
from .record.edit import RecordEdit, edited, with_progress
from .schedule import CLOCK_TRUST_DELAY

RETRY_NOW = datetime.min.replace(tzinfo=UTC)
"""A retry time in the past."""

_PUT_BACK_LIMIT = 3

_PUT_BACK_SPAN = timedelta(hours=1)

PUT_BACK_PAUSE = timedelta(minutes=15)

_LONGEST_PAUSE = 900.0

_HOURLY = 3600.0

_FAILURES_IN_A_DAY = 102
"""Number of tries in the first day, with pauses of 10 s doubling to 15 min."""


def back_off(
    repeats: int, *, first: float = 10.0, is_hourly: bool = False
) -> timedelta:
    """Return the pause before a repetition, without jitter: ``first`` seconds doubling to 15 min, or an hour."""
    pause = min(first * 2.0 ** min(repeats, 10), _LONGEST_PAUSE)
    return timedelta(seconds=_HOURLY if is_hourly else pause)


# contract 5.21
def retry_delay(failures: int, seed: str) -> timedelta:
    """Return the pause after this number of failures: 10 s doubling to 15 min, hourly after a day, with jitter.

    The jitter, up to a tenth of the pause, is drawn from the seed: the same arguments give the same pause.
    """
    pause = back_off(failures - 1, is_hourly=failures > _FAILURES_IN_A_DAY)
    digest = blake2b(f"{seed}:{failures}".encode(), digest_size=2).digest()
    return pause * (1 + int.from_bytes(digest) / 65536 / 10)


_NOT_RETRIED = frozenset({Outcome.DUPLICATE, Outcome.FULL, Outcome.INVALID})
"""Refusals that a repetition would not change: the next try waits for a change elsewhere."""


def put_back(placement: Placement, now: datetime) -> Placement:
    """Return the placement after a change at the lock was put back, with the time of the put-back."""
    times = (*placement.put_backs[-_PUT_BACK_LIMIT:], now)
    return replace(placement, deviation=None, put_backs=times)


def put_back_pause_end(placement: Placement, now: datetime) -> datetime | None:
    """Return the end of the pause before the next put-back: 15 min after the third within an hour, else None."""
    recent = _limiting_put_backs(placement, now)
    return recent[-1] + PUT_BACK_PAUSE if recent else None


def put_back_limit_end(placement: Placement, now: datetime) -> datetime | None:
    """Return when a slot has fewer than three put-backs within an hour again, None if it has fewer now."""
    recent = _limiting_put_backs(placement, now)
    return recent[-_PUT_BACK_LIMIT] + _PUT_BACK_SPAN if recent else None


# contract 5.29
def _limiting_put_backs(placement: Placement, now: datetime) -> list[datetime]:
    """Return the put-backs of the last hour, if they reach the limit."""
    if len(placement.put_backs) < _PUT_BACK_LIMIT:
        return []
    start = now - _PUT_BACK_SPAN
    recent = [at for at in placement.put_backs if at > start]
    return recent if len(recent) >= _PUT_BACK_LIMIT else []


# contract 4.33
def record_failed_command(
    edit: RecordEdit, world: World, command: Command, outcome: Outcome
) -> None:
    """Count a failed command, unless its code is given another wish meanwhile, or its slot another code."""
    code = edit.codes.get(command.access_code_id or "")
    if code is None or command.is_removal is Goals(edit, world).is_due(code):
        return
    if command.pin is not None and command.pin != code.pin:
        return
    placement = edit.placements.get(command.slot or "")
    if placement is None or placement.owner == code.access_code_id:
        record_failure(edit, world, code.access_code_id, outcome)


# contract 5.27
def record_failure(
    edit: RecordEdit, world: World, access_code_id: str, outcome: Outcome
) -> None:
    """Count a failed attempt, and set the time of the next one."""
    code = edit.codes[access_code_id]
    goals = Goals(edit, world)
    is_preload = goals.is_preloaded(code)
    is_removal = not is_preload and not goals.is_wanted(code)
    attempt = code.progress.attempt
    failures = 1
    if attempt is not None and is_same_wish(attempt, is_removal, is_preload):
        failures += attempt.failures
    retry_at = None
    if outcome not in _NOT_RETRIED or is_removal:
        retry_at = world.now + retry_delay(failures, code.access_code_id)
    _put(edit, code, Attempt(outcome, is_removal, failures, retry_at, is_preload))


# contract 5.22, 9.9
def is_same_wish(attempt: Attempt, is_removal: bool, is_preload: bool) -> bool:
    """Return whether failed tries were for this wish: to remove the code, to preload it, or to set it in its window."""
    return (attempt.is_removal, attempt.is_preload) == (is_removal, is_preload)


# contract 5.70
def is_cleared_blindly(code: AccessCode, placement: Placement) -> bool:
    """Return whether a removal goes on with a clear, although a read could tell what is left to remove.

    Where two reads had no answer, clears and reads take turns: clearing a slot of ours twice does no harm.
    """
    attempt = code.progress.attempt
    if attempt is None or not attempt.is_removal or is_provisional(placement.slot):
        return False
    if code.is_unmanaged:
        # Only a read tells that the slot still holds what a person wanted to have removed.
        return False
    return attempt.outcome is Outcome.UNKNOWN and attempt.failures % 2 == 0


def forget_attempt(edit: RecordEdit, access_code_id: str) -> None:
    """Forget failed attempts after a success."""
    code = edit.codes[access_code_id]
    if code.progress.attempt is not None:
        _put(edit, code, None)


# contract 5.28
def unblock_refused(edit: RecordEdit) -> None:
    """Retry codes at once that the lock called duplicates or had no room for: its contents have changed."""
    for code in list(edit.codes.values()):
        attempt = code.progress.attempt
        if (
            attempt is not None
            and attempt.retry_at is None
            and attempt.outcome in (Outcome.DUPLICATE, Outcome.FULL)
        ):
            _put(edit, code, replace(attempt, retry_at=RETRY_NOW))


# contract 5.28
def unblock(record: LockRecord, access_code_id: str | None = None) -> LockRecord:
    """Return the record with one code, or all, to be retried at once."""
    return edited(record, lambda edit: unblock_all(edit, access_code_id))


def unblock_all(edit: RecordEdit, access_code_id: str | None = None) -> None:
    """Retry all codes, or one, at once; also names that the lock has refused, and PINs that it has altered."""
    for code in list(edit.codes.values()):
        attempt = code.progress.attempt
        if attempt is not None and access_code_id in (None, code.access_code_id):
            _put(edit, code, replace(attempt, retry_at=RETRY_NOW))
    record = edit.record
    if record.read_attempt is not None:
        read_attempt = replace(record.read_attempt, retry_at=RETRY_NOW)
        record = replace(record, read_attempt=read_attempt)
    if record.full_read is not None:
        silent = {
            slot: replace(attempt, retry_at=RETRY_NOW)
            for slot, attempt in record.full_read.silent.items()
        }
        record = replace(record, full_read=replace(record.full_read, silent=silent))
    edit.set_record(record)
    for placement in list(edit.placements.values()):
        if access_code_id in (None, placement.owner):
            _unblock_placement(edit, placement)


def _unblock_placement(edit: RecordEdit, placement: Placement) -> None:
    if placement.refused_name is not None or placement.altered is not None:
        needs_clear_first = placement.needs_clear_first or placement.altered is not None
        edit.put_placement(
            replace(
                placement,
                refused_name=None,
                altered=None,
                needs_clear_first=needs_clear_first,
            )
        )


# contract 4.31, 13.36
def at_start(record: LockRecord, now: datetime) -> LockRecord:
    """Return the record at a start: overdue items are tried once, and a clock that may be wrong is noted.

    The clock is not trusted for a day when it stands before the last write, or more than a day after it: it may not
    have been set yet.
    """
    written_at = record.written_at
    record = edited(late_writes.at_start(record, now), _close_uses)
    if written_at is not None and now < written_at:
        checked_at = record.restore_checked_at
        if checked_at is not None and checked_at >= now:
            # It belongs to an earlier start.
            record = replace(record, restore_checked_at=None)
        return clock_went_back(record, now)
    if written_at is not None and now > written_at + CLOCK_TRUST_DELAY:
        record = replace(record, clock_stepped_at=now)
    return unblock(record)


# contract 12.62
def _close_uses(edit: RecordEdit) -> None:
    """Let uses count after which a process died: whether the lock has moved is not known."""
    for code in list(edit.codes.values()):
        if code.is_use_open:
            edit.put_code(replace(code, is_use_open=False))


# contract 4.28
def clock_went_back(record: LockRecord, now: datetime) -> LockRecord:
    """Return the record after a backward clock step: stored times that are now in the future become now.

    Else each pause and delay would be longer by the step.
    """
    edit = RecordEdit(
        replace(
            freshness.not_ahead(late_writes.bounded(record, now), now),
            clock_stepped_at=now,
            answered_at=_earlier(record.answered_at, now),
            restore_checked_at=_earlier(record.restore_checked_at, now),
            reset_at=_earlier(record.reset_at, now),
            inactive_since={
                slot: min(since, now) for slot, since in record.inactive_since.items()
            },
        )
    )
    for code in record.codes.values():
        edit.put_code(_not_ahead(code, now))
    for placement in list(edit.placements.values()):
        put_backs = tuple(min(at, now) for at in placement.put_backs)
        edit.put_placement(
            replace(
                placement,
                put_backs=put_backs,
                echoed_at=_earlier(placement.echoed_at, now),
            )
        )
    unblock_all(edit)
    return edit.result()


def _not_ahead(code: AccessCode, now: datetime) -> AccessCode:
    progress, active = code.progress, code.active_while
    return replace(
        code,
        changed_at=min(code.changed_at, now),
        deleted_at=_earlier(code.deleted_at, now),
        used_at=_earlier(code.used_at, now),
        last_used_at=_earlier(code.last_used_at, now),
        active_while=None if active is None else _seen_before(active, now),
        paused_at=_earlier(code.paused_at, now),
        resumed_at=_earlier(code.resumed_at, now),
        progress=replace(
            progress,
            lost_at=_earlier(progress.lost_at, now),
            announced_at=_earlier(progress.announced_at, now),
            problems={
                problem: min(since, now) for problem, since in progress.problems.items()
            },
        ),
    )


def _seen_before(active: ActiveWhile, now: datetime) -> ActiveWhile:
    since, lost_at = min(active.since, now), _earlier(active.lost_at, now)
    return replace(active, since=since, lost_at=lost_at)


def _earlier(at: datetime | None, now: datetime) -> datetime | None:
    return None if at is None else min(at, now)


def _put(edit: RecordEdit, code: AccessCode, attempt: Attempt | None) -> None:
    edit.put_code(with_progress(code, replace(code.progress, attempt=attempt)))
