"""Bookings in doubt: dropped by the calendar while they run, for long, with a code, and not answered by a person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.bookings.doubt import (
    ended,
    in_doubt,
    kept,
    next_doubt,
    open_now,
    shown_name,
)
from custom_components.access_codes.core.bookings.ledger_json import (
    ledger_from_json,
    ledger_to_json,
)
from custom_components.access_codes.core.bookings.matching import Read, follow
from custom_components.access_codes.core.bookings.model import (
    Booking,
    BookingState,
    Ledger,
    Stay,
)
from custom_components.access_codes.core.bookings.timing import next_retry
from custom_components.access_codes.core.model import AccessCode, Pin, Window

NOW = datetime(2026, 6, 10, 16, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(hours=1), NOW + timedelta(days=2))
LOCKS = ("street", "flat")
DELAY = timedelta(minutes=5)
BOOKING = Booking(
    key="ada",
    uid="1",
    occurrence="",
    summary="Ada",
    days="2026-06-10/2026-06-12",
    window=WINDOW,
    name="Ada",
)
STAY = Stay("1", "", "Ada", BOOKING.days, WINDOW, "Ada", "", "")
MINUTE = timedelta(minutes=1)


def ledger(**given: Any) -> Ledger:
    return Ledger({"ada": replace(BOOKING, **given)})


def read(known: Ledger, *stays: Stay, now: datetime = NOW) -> Ledger:
    """Return the ledger after a read."""
    until = now + timedelta(days=400)
    found = Read(stays=stays, now=now, until=until, horizon=until)
    return follow(known, found, lambda: "new").ledger


def doubtful(known: Ledger, now: datetime, delay: timedelta = DELAY) -> list[str]:
    return [booking.key for booking in in_doubt(known, LOCKS, delay, now)]


@pytest.mark.contract("16.80")
def test_a_booking_that_is_dropped_while_it_runs_is_in_doubt_after_a_while() -> None:
    known = read(ledger())
    assert doubtful(known, NOW + 19 * MINUTE) == []
    assert next_doubt(known, LOCKS, DELAY, NOW) == NOW + 20 * MINUTE
    assert doubtful(known, NOW + 20 * MINUTE) == ["ada"]
    assert next_doubt(known, LOCKS, DELAY, NOW + 20 * MINUTE) is None
    # Further reads do not put it off, and a restart forgets nothing.
    known = read(known, now=NOW + 15 * MINUTE)
    known = ledger_from_json(ledger_to_json(known))
    assert doubtful(known, NOW + 20 * MINUTE) == ["ada"]
    assert doubtful(known, NOW + 59 * MINUTE, timedelta(hours=1)) == []
    assert doubtful(known, NOW + 60 * MINUTE, timedelta(hours=1)) == ["ada"]


@pytest.mark.contract("16.80")
def test_a_ledger_of_before_learns_since_when_at_the_next_read() -> None:
    known = ledger(is_missing=True)
    assert doubtful(known, WINDOW.ends_at - MINUTE) == []
    assert doubtful(read(known), NOW + 20 * MINUTE) == ["ada"]


@pytest.mark.contract("16.80")
@pytest.mark.parametrize(
    "given",
    [
        {"is_kept": True},
        {"removed_on": frozenset(LOCKS)},
        {"state": BookingState.CANCELLED},
        {"missing_since": None},
    ],
)
def test_a_booking_without_a_code_or_with_an_answer_is_not_in_doubt(given: Any) -> None:
    known = ledger(**{"is_missing": True, "missing_since": NOW, **given})
    assert doubtful(known, NOW + 30 * MINUTE) == []
    assert next_doubt(known, LOCKS, DELAY, NOW) is None


@pytest.mark.contract("16.80")
def test_a_booking_is_no_longer_in_doubt_once_it_is_listed_again_or_over() -> None:
    known = read(ledger())
    assert doubtful(known, WINDOW.ends_at - MINUTE) == ["ada"]
    assert doubtful(known, WINDOW.ends_at) == []
    later = NOW + 30 * MINUTE
    again = read(known, STAY, now=later)
    assert doubtful(again, later) == []
    # What vanishes anew is asked about anew, after a while.
    kept_once = read(read(ledger(is_kept=True), STAY), now=later)
    assert doubtful(kept_once, later) == []
    assert doubtful(kept_once, later + 20 * MINUTE) == ["ada"]


@pytest.mark.contract("16.81")
def test_a_booking_that_a_person_keeps_stays_and_is_not_asked_about() -> None:
    booking = kept(read(ledger()).bookings["ada"])
    assert booking.is_followed
    assert booking.is_missing
    assert doubtful(Ledger({"ada": booking}), NOW + 30 * MINUTE) == []
    assert not kept(BOOKING).is_kept


@pytest.mark.contract("16.82")
def test_a_booking_that_a_person_ends_returns_with_its_pin_if_it_is_listed() -> None:
    code = AccessCode(
        access_code_id="c",
        name="Ada",
        pin=Pin("482915"),
        window=WINDOW,
        created_at=NOW,
        changed_at=NOW,
        common_code_key="ada",
    )
    known = read(ledger())
    booking = ended(known.bookings["ada"], {"flat": {"ada": [code]}}, NOW)
    assert not booking.is_followed
    assert not booking.is_missing
    [back] = read(Ledger({"ada": booking}), STAY).bookings.values()
    assert (back.key, back.is_followed, back.pin) == ("ada", True, Pin("482915"))


@pytest.mark.contract("16.83")
@pytest.mark.parametrize(
    ("name", "pin", "locks", "shown"),
    [
        ("Ada", "482915", ("street", "flat"), "Ada"),
        ("Ada 482915", "482915", ("street", "flat"), "Guest"),
        ("Ada 2026-06-10", "482915", ("street", "flat"), "Ada 2026-06-10"),
        ("Ada 2026-06-10", "482915", ("street",), "Guest"),
        ("Ada 2nd", "482915", ("street",), "Ada 2nd"),
    ],
)
def test_a_name_that_may_contain_a_pin_is_not_shown(
    name: str, pin: str, locks: tuple[str, ...], shown: str
) -> None:
    code = AccessCode(
        access_code_id="c",
        name="Ada",
        pin=Pin(pin),
        window=WINDOW,
        created_at=NOW,
        changed_at=NOW,
        common_code_key="ada",
    )
    booking = replace(BOOKING, name=name, made_on=frozenset(LOCKS))
    codes = {lock: {"ada": [code]} for lock in locks}
    assert shown_name(booking, codes, "Guest") == shown


@pytest.mark.contract("16.84")
def test_bookings_that_run_are_those_whose_codes_open_now() -> None:
    other = replace(
        BOOKING,
        key="bo",
        window=Window(WINDOW.starts_at, WINDOW.ends_at - timedelta(days=1)),
    )
    ahead = replace(BOOKING, key="cy", window=Window(NOW + MINUTE, WINDOW.ends_at))
    gone = replace(BOOKING, key="di", state=BookingState.GONE)
    deleted = replace(BOOKING, key="ed", removed_on=frozenset(LOCKS))
    known = Ledger({each.key: each for each in (BOOKING, other, ahead, gone, deleted)})
    assert [each.key for each in open_now(known, LOCKS, NOW)] == ["bo", "ada"]


@pytest.mark.contract("16.34")
def test_a_calendar_that_fails_is_read_each_minute_at_first_and_then_more_rarely() -> (
    None
):
    for minutes, pause in ((0, 1), (14, 1), (15, 15), (600, 15)):
        last = NOW + minutes * MINUTE
        assert next_retry(NOW, last) == last + pause * MINUTE
