"""The choice of a code, and the bucket that holds back guessing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from unittest.mock import patch

from hypothesis import given, strategies as st
import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    Bucket,
    LockRecord,
    Pin,
    Window,
    pin as pin_module,
)
from custom_components.access_codes.core.requests.enter_code import (
    CAPACITY,
    DRAIN,
    Denial,
    EntryResult,
    check_entry,
    clock_was_set,
    drained_at,
    is_full,
    lift_bucket,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def a_code(
    name: str, pin: str | None, window: Window | None = None, **changes: object
) -> AccessCode:
    code = AccessCode(
        access_code_id=name,
        name=name,
        pin=None if pin is None else Pin(pin),
        window=window,
        created_at=NOW - 9 * DAY,
        changed_at=NOW - 9 * DAY,
    )
    return replace(code, **changes)  # type: ignore[arg-type]


def a_record(*codes: AccessCode) -> LockRecord:
    return LockRecord("lock", codes={code.access_code_id: code for code in codes})


def days(first: int, last: int) -> Window:
    return Window(NOW + first * DAY, NOW + last * DAY)


def verdict_of(record: LockRecord, typed: str) -> EntryResult:
    return check_entry(record, NOW, typed)[1]


def test_an_ongoing_code_lets_in() -> None:
    code = a_code("Ada", "0123")
    assert verdict_of(a_record(code), "0123") == EntryResult(code, None)


@pytest.mark.parametrize("typed", ["", "123", "00123", "0123 ", "1234", "٠١٢٣"])
def test_what_is_not_exactly_the_pin_is_unknown(typed: str) -> None:
    record = a_record(a_code("Ada", "0123"), a_code("Changed at the lock", None))
    assert verdict_of(record, typed) == EntryResult(None, Denial.UNKNOWN_CODE)


@pytest.mark.contract("2.7")
@pytest.mark.parametrize(
    ("window", "denial"),
    [
        (Window(NOW, NOW + DAY), None),
        (days(1, 2), Denial.NOT_YET_VALID),
        (Window(NOW + timedelta(microseconds=1), NOW + DAY), Denial.NOT_YET_VALID),
        (Window(NOW - DAY, NOW), Denial.EXPIRED),
        (days(-2, -1), Denial.EXPIRED),
    ],
)
def test_a_window_lets_in_from_its_start_until_before_its_end(
    window: Window, denial: Denial | None
) -> None:
    code = a_code("Ada", "1234", window)
    assert verdict_of(a_record(code), "1234") == EntryResult(code, denial)


@pytest.mark.contract("12.19")
def test_a_code_that_was_deleted_or_used_up_opens_nothing() -> None:
    deleted = a_code("Ada", "1234", deleted_at=NOW)
    assert verdict_of(a_record(deleted), "1234").denial is Denial.BEING_DELETED
    used = a_code("Ada", "1234", used_at=NOW, is_one_time_use=True)
    assert verdict_of(a_record(used), "1234").denial is Denial.ALREADY_USED


def test_of_several_codes_with_a_pin_the_valid_one_is_meant_else_the_next_else_the_last() -> (
    None
):
    past, older = (
        a_code("past", "1234", days(-2, -1)),
        a_code("older", "1234", days(-9, -8)),
    )
    present = a_code("present", "1234", days(-1, 1))
    soon, later = (
        a_code("soon", "1234", days(1, 2)),
        a_code("later", "1234", days(3, 4)),
    )
    gone = a_code("gone", "1234", deleted_at=NOW)
    assert (
        verdict_of(a_record(later, past, soon, present, gone), "1234").code is present
    )
    assert verdict_of(a_record(later, past, soon), "1234").code is soon
    assert verdict_of(a_record(older, past), "1234").code is past


@pytest.mark.contract("12.21")
@pytest.mark.parametrize("typed", ["1000", "1009", "2000", "10000"])
def test_every_code_is_compared_whichever_is_right(typed: str) -> None:
    record = a_record(
        *(a_code(str(number), str(1000 + number)) for number in range(10))
    )
    with patch.object(pin_module, "compare_digest", wraps=compare_digest) as compare:
        check_entry(record, NOW, typed)
    assert compare.call_count == 10


@pytest.mark.contract("12.24")
def test_five_wrong_tries_fill_the_bucket_and_even_the_right_code_is_refused() -> None:
    record = a_record(a_code("Ada", "1234"))
    for _ in range(CAPACITY):
        assert not is_full(record.bucket, NOW)
        record, verdict = check_entry(record, NOW, "9999")
        assert verdict.denial is Denial.UNKNOWN_CODE
    assert is_full(record.bucket, NOW)
    assert check_entry(record, NOW, "1234")[1] == EntryResult(
        None, Denial.TOO_MANY_ATTEMPTS
    )


@pytest.mark.contract("12.23")
def test_one_try_drains_each_five_minutes() -> None:
    record = replace(a_record(a_code("Ada", "1234")), bucket=Bucket(CAPACITY, NOW))
    assert is_full(record.bucket, NOW + DRAIN - timedelta(seconds=1))
    assert drained_at(record.bucket, NOW) == NOW + DRAIN
    assert not is_full(record.bucket, NOW + DRAIN)
    record, verdict = check_entry(record, NOW + DRAIN, "9999")
    assert verdict.denial is Denial.UNKNOWN_CODE
    assert is_full(record.bucket, NOW + DRAIN)
    assert drained_at(record.bucket, NOW + DRAIN) == NOW + 2 * DRAIN


def test_an_empty_bucket_has_room_now() -> None:
    assert drained_at(Bucket(), NOW) == NOW
    assert drained_at(Bucket(2.5, NOW), NOW) == NOW


@pytest.mark.contract("12.23")
def test_a_right_code_neither_fills_nor_empties_the_bucket() -> None:
    record = replace(a_record(a_code("Ada", "1234")), bucket=Bucket(4, NOW))
    for _ in range(20):
        record, verdict = check_entry(record, NOW, "1234")
        assert verdict.denial is None
    assert record.bucket == Bucket(4, NOW)


@pytest.mark.contract("12.23")
def test_a_code_that_is_known_but_not_valid_counts_as_wrong() -> None:
    record, _ = check_entry(a_record(a_code("Ada", "1234", days(1, 2))), NOW, "1234")
    assert record.bucket == Bucket(1, NOW)


@pytest.mark.contract("12.25")
def test_each_try_leaves_another_record_so_that_the_disk_has_a_say_in_each() -> None:
    record = a_record(a_code("Ada", "1234"))
    for typed in ("1234", "9999"):
        assert check_entry(record, NOW, typed)[0] != record


def test_a_clock_that_went_backwards_drains_nothing_and_does_not_hold_for_longer() -> (
    None
):
    record = replace(a_record(), bucket=Bucket(CAPACITY, NOW))
    earlier = NOW - 365 * DAY
    record, verdict = check_entry(record, earlier, "1234")
    assert verdict.denial is Denial.TOO_MANY_ATTEMPTS
    assert not is_full(record.bucket, earlier + DRAIN)


def test_lifting_forgets_the_wrong_tries() -> None:
    record = replace(a_record(), bucket=Bucket(CAPACITY, NOW))
    assert lift_bucket(record) == a_record()


@given(steps=st.lists(st.integers(0, 400_000_000), max_size=60))
def test_however_tries_are_spread_no_more_than_the_bucket_allows_are_looked_at(
    steps: list[int],
) -> None:
    record, now, looked_at = a_record(a_code("Ada", "1234")), NOW, 0
    for step in steps:
        now += timedelta(microseconds=step)
        record, verdict = check_entry(record, now, "9999")
        looked_at += verdict.denial is not Denial.TOO_MANY_ATTEMPTS
    assert looked_at <= CAPACITY + (now - NOW) / DRAIN + 0.001


@given(level=st.floats(0, 5), seconds=st.floats(0, 3000))
def test_there_is_room_when_it_was_said_that_there_would_be(
    level: float, seconds: float
) -> None:
    bucket = Bucket(level, NOW)
    now = NOW + timedelta(seconds=seconds)
    assert not is_full(bucket, drained_at(bucket, now))


@pytest.mark.parametrize("level", [1e300, -1e300, 7.5, -0.5])
def test_a_level_that_cannot_be_neither_lets_in_more_tries_nor_holds_for_ever(
    level: float,
) -> None:
    record = replace(a_record(), bucket=Bucket(level, NOW))
    tries = 0
    for _ in range(20):
        record, verdict = check_entry(record, NOW, "0000")
        tries += verdict.denial is Denial.UNKNOWN_CODE
    assert tries <= CAPACITY
    assert drained_at(record.bucket, NOW) <= NOW + DRAIN
    assert not is_full(record.bucket, NOW + DRAIN)


@pytest.mark.parametrize("step", [DAY, 400 * DAY, -DAY])
def test_a_clock_that_was_set_neither_drains_the_bucket_nor_keeps_it_full(
    step: timedelta,
) -> None:
    full = Bucket(CAPACITY, NOW)
    now = NOW + timedelta(seconds=1) + step
    bucket = clock_was_set(full, step, now)
    assert is_full(bucket, now)
    assert not is_full(bucket, now + DRAIN)
    assert clock_was_set(Bucket(3.0), step, now) == Bucket(3.0)


def test_a_try_between_the_step_of_a_clock_and_its_notice_holds_nobody_back() -> None:
    now = NOW + DAY
    assert clock_was_set(Bucket(CAPACITY, now), DAY, now) == Bucket(CAPACITY, now)


@pytest.mark.contract("12.60")
def test_of_the_tries_while_the_bucket_is_full_only_the_first_changes_the_record() -> (
    None
):
    record = replace(a_record(a_code("Ada", "1234")), bucket=Bucket(CAPACITY, NOW))
    told, _ = check_entry(record, NOW, "0000")
    assert told.bucket == Bucket(CAPACITY, NOW, is_refusal_emitted=True)
    again, result = check_entry(told, NOW + DRAIN / 2, "1234")
    assert again is told
    assert result == EntryResult(denial=Denial.TOO_MANY_ATTEMPTS)
    drained, result = check_entry(told, NOW + DRAIN, "0000")
    assert result.denial is Denial.UNKNOWN_CODE
    assert not drained.bucket.is_refusal_emitted


@pytest.mark.contract("12.60")
@pytest.mark.parametrize("measured_at", [None, NOW + DAY])
def test_a_full_bucket_of_which_the_time_is_damaged_still_drains(
    measured_at: datetime | None,
) -> None:
    bucket = Bucket(CAPACITY, measured_at, is_refusal_emitted=True)
    record, _ = check_entry(replace(a_record(), bucket=bucket), NOW, "0000")
    assert record.bucket.measured_at == NOW
    _, result = check_entry(record, NOW + DRAIN, "0000")
    assert result.denial is Denial.UNKNOWN_CODE
