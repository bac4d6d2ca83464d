"""A key of codes without a booking goes to one stay at most, and only with all of its codes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations

import pytest

from custom_components.access_codes.core.bookings.adopting import (
    Unclaimed,
    adopted_keys,
)
from custom_components.access_codes.core.bookings.matching import Read, follow
from custom_components.access_codes.core.bookings.model import (
    Booking,
    FeedEvent,
    Ledger,
    Stay,
    Terms,
)
from custom_components.access_codes.core.bookings.stays import stays_of
from custom_components.access_codes.core.bookings.wishes import with_made
from custom_components.access_codes.core.model import AccessCode
from tests.support.builders import a_code

TERMS = Terms(zone=UTC, check_in=time(15), check_out=time(11))
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def a_stay(uid: str, first: int, last: int) -> Stay:
    """Return a stay in June."""
    event = FeedEvent(
        uid, None, "Ada Example", date(2026, 6, first), date(2026, 6, last)
    )
    [stay] = stays_of([event], TERMS)[0]
    return stay


FIRST, SECOND = a_stay("a", 10, 13), a_stay("b", 20, 22)


def code_of(stay: Stay) -> AccessCode:
    """Return a code of a stay."""
    return a_code(name=stay.name, window=stay.window)


@pytest.mark.contract("16.72", "16.73")
def test_a_key_is_taken_up_only_where_all_its_codes_are_those_of_one_stay() -> None:
    both = [code_of(FIRST), code_of(FIRST)]
    assert adopted_keys([FIRST, SECOND], Unclaimed({"one": both})) == {0: "one"}
    others = [
        code_of(SECOND),
        a_code(name=FIRST.name, window=None),
        a_code(name="By hand", window=FIRST.window),
    ]
    for other in others:
        for codes in permutations([code_of(FIRST), other]):
            assert adopted_keys([FIRST, SECOND], Unclaimed({"one": codes})) == {}
    assert adopted_keys([FIRST], Unclaimed({"one": []})) == {}


def adopting(*codes: AccessCode) -> Booking:
    """Return the booking of the first stay, which has taken up these codes."""
    read = Read(
        stays=[FIRST],
        now=NOW,
        until=NOW + timedelta(days=400),
        horizon=NOW + timedelta(days=60),
        unclaimed=Unclaimed({"one": codes}),
    )
    [booking] = follow(Ledger(), read, lambda: "new").ledger.bookings.values()
    assert booking.key == "one"
    return booking


@pytest.mark.contract("16.75")
def test_the_window_that_all_codes_had_is_known_while_a_code_has_it() -> None:
    ends_at = FIRST.window.ends_at + timedelta(hours=1)
    later = a_code(name=FIRST.name, window=replace(FIRST.window, ends_at=ends_at))
    assert adopting(later, code_of(FIRST)).adopted_window is None
    booking = adopting(later, later)
    assert booking.adopted_window == later.window
    for front, back, after in (
        (later, later, later.window),
        (later, code_of(FIRST), later.window),
        (code_of(FIRST), code_of(FIRST), None),
    ):
        codes = {"front": {"one": [front]}, "back": {"one": [back]}}
        ledger = with_made(Ledger({"one": booking}), codes)
        assert ledger.bookings["one"].adopted_window == after
