"""Windows of codes as spans of time, and the next change that the clock brings."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from custom_components.access_codes.core.agenda import (
    ChangeKind,
    NextChange,
    current_or_next,
    in_every_zone,
    next_change,
    span_of,
    spans_between,
)
from custom_components.access_codes.core.model import Window
from tests.support.builders import HOUR, NOW, a_code, hours

NEW_YORK = ZoneInfo("America/New_York")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")


def spans(*codes: Any, starts: float = -24, ends: float = 24) -> list[Window]:
    found = spans_between(codes, NOW + starts * HOUR, NOW + ends * HOUR)
    return [span.window for span in found]


@pytest.mark.contract("11.77")
def test_spans_are_told_in_their_order_past_and_future() -> None:
    codes = [
        a_code("a", window=hours(5, 6)),
        a_code("b", window=hours(-3, -2)),
        a_code("c", window=hours(-1, 1)),
    ]
    assert spans(*codes) == [hours(-3, -2), hours(-1, 1), hours(5, 6)]
    [span] = spans_between(codes, NOW, NOW + HOUR)
    assert (span.access_code_id, span.name) == ("c", "Guest c")


@pytest.mark.contract("11.77")
@pytest.mark.parametrize(
    ("starts", "ends", "is_told"),
    [(0, 1, False), (0, 1.5, True), (2, 4, False), (1.9, 4, True), (-5, 9, True)],
)
def test_a_span_is_told_where_it_shares_an_instant(
    starts: float, ends: float, is_told: bool
) -> None:
    code = a_code(window=hours(1, 2))
    assert bool(spans(code, starts=starts, ends=ends)) is is_told


@pytest.mark.contract("11.78")
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({}, [], id="ongoing"),
        pytest.param({"window": hours(1, 2), "deleted_at": NOW}, [], id="deleted"),
        pytest.param(
            {"window": hours(-2, 2), "used_at": NOW}, [hours(-2, 0)], id="used up"
        ),
        pytest.param(
            {"window": hours(-2, -1), "used_at": NOW},
            [hours(-2, -1)],
            id="used after its window, by the lock's clock",
        ),
        pytest.param(
            {"window": hours(1, 2), "used_at": NOW}, [], id="used up in the lead"
        ),
        pytest.param(
            {"window": hours(-2, 2), "paused_at": NOW}, [hours(-2, 0)], id="paused"
        ),
        pytest.param(
            {"window": hours(1, 2), "paused_at": NOW}, [], id="paused before its window"
        ),
        pytest.param(
            {"window": hours(-3, -2), "paused_at": NOW},
            [hours(-3, -2)],
            id="paused after its window",
        ),
        pytest.param(
            {
                "window": hours(-3, 2),
                "used_at": NOW - HOUR,
                "paused_at": NOW - 2 * HOUR,
            },
            [hours(-3, -2)],
            id="paused, then used up",
        ),
    ],
)
def test_what_never_opens_again_is_no_span(
    changes: dict[str, Any], told: list[Window]
) -> None:
    assert spans(a_code(**changes)) == told


@pytest.mark.contract("11.79")
def test_the_span_shown_is_the_first_that_is_not_over() -> None:
    codes = [
        a_code("a", window=hours(1, 3)),
        a_code("b", window=hours(2, 4)),
        a_code("c"),
    ]

    def shown(now: datetime) -> str | None:
        spans = [span for code in codes if (span := span_of(code)) is not None]
        span = current_or_next(spans, now)
        return None if span is None else span.access_code_id

    assert shown(NOW) == "a"
    assert shown(NOW + 2.5 * HOUR) == "a"
    assert shown(NOW + 3 * HOUR) == "b"
    assert shown(NOW + 4 * HOUR) is None


@pytest.mark.contract("11.79")
def test_of_spans_that_begin_at_one_instant_the_one_that_ends_first_is_shown() -> None:
    codes = [
        a_code("c", window=hours(1, 4)),
        a_code("d", window=hours(1, 3)),
        a_code("b", window=hours(1, 3)),
        a_code("a", window=hours(2, 3)),
    ]
    spans = [span for code in codes if (span := span_of(code)) is not None]

    for order in (spans, spans[::-1]):
        shown = current_or_next(order, NOW)
        assert shown is not None
        assert shown.access_code_id == "b"


@pytest.mark.contract("11.74")
def test_the_next_change_is_a_begin_or_an_end() -> None:
    codes = [
        a_code("a", window=hours(1, 3)),
        a_code("b", window=hours(3, 4)),
        a_code("c"),
        a_code("d", window=hours(0.5, 2), deleted_at=NOW),
    ]

    def changes(now: datetime) -> NextChange | None:
        return next_change(codes, now)

    assert changes(NOW) == NextChange(NOW + HOUR, ChangeKind.BEGINS, "a", "Guest a")
    end_of_a = NextChange(NOW + 3 * HOUR, ChangeKind.ENDS, "a", "Guest a")
    assert changes(NOW + HOUR) == end_of_a
    assert next_change(codes[::-1], NOW + HOUR) == end_of_a
    end_of_b = NextChange(NOW + 4 * HOUR, ChangeKind.ENDS, "b", "Guest b")
    assert changes(NOW + 3 * HOUR) == end_of_b
    assert changes(NOW + 4 * HOUR) is None


@pytest.mark.contract("11.74")
def test_the_clock_changes_nothing_of_a_paused_code() -> None:
    code = a_code(window=hours(1, 3), paused_at=NOW)
    assert next_change([code], NOW) is None
    assert span_of(code) is None


@pytest.mark.contract("11.81")
def test_an_instant_is_one_that_every_clock_can_show() -> None:
    assert in_every_zone(NOW) == NOW
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert in_every_zone(first).astimezone(NEW_YORK).year == 1
    assert in_every_zone(last).astimezone(KIRITIMATI).year == 9999
