"""Windows of codes as spans of time, and the next change that the clock brings."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.access_codes.core.agenda import (
    Agenda,
    ChangeKind,
    NextChange,
    current_or_next,
    in_every_zone,
    next_change,
    next_change_after,
    span_of,
    spans_between,
)
from custom_components.access_codes.core.model import AccessCode, Window
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


_WINDOWS = st.tuples(st.integers(0, 8), st.integers(1, 8)).map(
    lambda some: hours(some[0], some[0] + some[1])
)


@st.composite
def _codes(draw: st.DrawFn) -> AccessCode:
    """Return one of few codes, in a window of few hours: so many begin and end at one instant."""
    at = st.none() | st.integers(0, 12).map(lambda hour: NOW + hour * HOUR)
    return a_code(
        draw(st.sampled_from("abcdef")),
        window=draw(st.none() | _WINDOWS),
        paused_at=draw(at),
        deleted_at=draw(st.sampled_from((None, None, None, NOW))),
    )


_STEPS = st.lists(
    st.tuples(st.integers(-3, 3), st.lists(_codes() | st.sampled_from("abcdef"))),
    max_size=12,
)
"""Steps of the clock in hours, with codes that are put in place of others, and ids of those that go."""


@pytest.mark.contract("11.74", "11.79")
@given(_STEPS)
def test_what_an_edit_leaves_as_it_is_need_not_be_sought_anew(
    steps: list[tuple[int, list[AccessCode | str]]],
) -> None:
    codes: dict[str, AccessCode] = {}
    agenda, now, known = Agenda(), NOW, None
    for step, edits in steps:
        before, now = now, now + step * HOUR
        edited = {one if isinstance(one, str) else one.access_code_id for one in edits}
        is_outdated = known is not None and (
            known.at <= now or known.access_code_id in edited
        )
        for edit in edits:
            if isinstance(edit, str):
                codes.pop(edit, None)
                agenda.put(edit, None)
            else:
                codes[edit.access_code_id] = edit
                agenda.put(edit.access_code_id, span_of(edit))
        every = next_change(codes.values(), now)
        if not is_outdated and before <= now:
            there = [codes[one] for one in edited if one in codes]
            assert next_change_after(known, there, codes.values(), now) == every
        known = every
        spans = [span for code in codes.values() if (span := span_of(code)) is not None]
        assert agenda.current_or_next(now) == current_or_next(spans, now)


@pytest.mark.contract("11.79")
def test_a_clock_that_is_set_back_shows_the_window_of_then() -> None:
    agenda = Agenda()
    for code in (a_code("a", window=hours(0, 1)), a_code("b", window=hours(2, 3))):
        agenda.put(code.access_code_id, span_of(code))

    def shown(at: float) -> str | None:
        span = agenda.current_or_next(NOW + at * HOUR)
        return None if span is None else span.access_code_id

    assert [shown(at) for at in (1.5, 0.5, 2.5, 3, 1.5)] == ["b", "a", "b", None, "b"]


@pytest.mark.contract("11.74")
@pytest.mark.parametrize(
    ("windows", "edited"),
    [
        pytest.param({"a": (2, 4), "b": (-1, 2)}, "b", id="an end comes first"),
        pytest.param({"a": (2, 4), "b": (2, 3)}, "a", id="the first of two begins"),
        pytest.param({"a": (2, 4), "b": (2, 3)}, "b", id="the second of two begins"),
    ],
)
def test_of_changes_at_one_instant_an_edit_leaves_the_same_one_first(
    windows: dict[str, tuple[int, int]], edited: str
) -> None:
    codes = {one: a_code(one, window=hours(*span)) for one, span in windows.items()}
    known = next_change([codes[one] for one in codes if one != edited], NOW)
    every = codes.values()
    after = next_change_after(known, [codes[edited]], every, NOW)
    assert after == next_change(every, NOW)


@pytest.mark.contract("11.81")
def test_an_instant_is_one_that_every_clock_can_show() -> None:
    assert in_every_zone(NOW) == NOW
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    assert in_every_zone(first).astimezone(NEW_YORK).year == 1
    assert in_every_zone(last).astimezone(KIRITIMATI).year == 9999
