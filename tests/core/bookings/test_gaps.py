"""Gaps between guests."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from custom_components.access_codes.core.bookings.gaps import (
    Gap,
    Presence,
    gaps_of,
    presence_of,
)
from custom_components.access_codes.core.bookings.model import Booking
from custom_components.access_codes.core.model import AccessCode, Pin, Window


def day(number: int, hour: int = 12) -> datetime:
    """Return an instant in June."""
    return datetime(2026, 6, number, hour, tzinfo=UTC)


def guest(key: str, first: int, last: int | None) -> Presence:
    """Return a guest who is there from one noon to another."""
    return Presence(day(first), None if last is None else day(last), key)


GAP = Gap(day(5), day(7), "a", "b")


@pytest.mark.contract("16.53")
@pytest.mark.parametrize(
    ("guests", "gaps"),
    [
        ([], []),
        ([guest("a", 2, 5)], []),
        ([guest("a", 2, 5), guest("b", 5, 7)], []),
        ([guest("b", 7, 9), guest("a", 2, 5)], [GAP]),
        # One who leaves earlier than one who is still there makes no gap.
        ([guest("a", 2, 5), guest("c", 3, 4), guest("b", 7, 9)], [GAP]),
        ([guest("a", 2, 5), guest("c", 3, 8), guest("b", 7, 9)], []),
        ([guest("a", 2, None), guest("b", 7, 9)], []),
        ([guest("c", 1, 2), guest("a", 2, 5), guest("b", 7, None)], [GAP]),
        ([guest("c", 2, 9), guest("a", 3, None), guest("b", 10, 11)], []),
    ],
)
def test_gaps_are_where_nobody_is(guests: list[Presence], gaps: list[Gap]) -> None:
    assert gaps_of(guests, day(1)) == gaps


@pytest.mark.contract("16.53")
def test_a_gap_is_told_until_it_ends() -> None:
    guests = [guest("a", 2, 5), guest("b", 7, 9)]
    assert gaps_of(guests, day(6)) == [GAP]
    assert gaps_of(guests, day(7)) == []


@pytest.mark.contract("16.53")
def test_a_window_by_hand_counts_with_that_of_the_booking() -> None:
    booking = Booking(
        key="a",
        uid=None,
        occurrence="",
        summary="",
        days="",
        window=Window(day(2), day(5)),
        name="Ada",
    )
    code = AccessCode(
        access_code_id="1",
        name="Ada",
        pin=Pin("4711"),
        created_at=day(1),
        changed_at=day(1),
        window=booking.window,
    )
    assert presence_of(booking, [code]) == guest("a", 2, 5)
    assert presence_of(booking, []) == guest("a", 2, 5)
    earlier = replace(code, window=Window(day(1), day(3)))
    later = replace(code, window=Window(day(4), day(6)))
    assert presence_of(booking, [earlier, later]) == guest("a", 1, 6)
    assert presence_of(booking, [replace(code, window=None)]) == guest("a", 2, None)
