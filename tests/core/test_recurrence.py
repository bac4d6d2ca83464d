"""Rules of recurring windows: which are taken, and the windows of their occurrences."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.access_codes.core.model import Recurrence, Window
from custom_components.access_codes.core.recurrence import (
    InvalidRule,
    Occurrence,
    is_first_an_occurrence,
    occurrence_at,
    parse_rule,
    windows_between,
)

BERLIN = "Europe/Berlin"


def at(text: str, zone: str = BERLIN, fold: int = 0) -> datetime:
    """Return the instant of a wall-clock time."""
    wall = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)
    return wall.astimezone(UTC)


def span(start: str, end: str, zone: str = BERLIN) -> Window:
    return Window(at(start, zone), at(end, zone))


def recurring(rule: str, start: str, end: str, zone: str = BERLIN) -> Recurrence:
    return Recurrence(rule, zone, span(start, end, zone))


CLEANER = recurring("FREQ=WEEKLY;BYDAY=TU,FR", "2026-01-06T09:00", "2026-01-06T12:00")


@pytest.mark.contract("15.1")
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=10",
        "FREQ=MONTHLY;BYDAY=2TU,-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=1,-1",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20301231",
        "FREQ=MONTHLY;BYDAY=5MO,-5MO",
        "FREQ=YEARLY;BYDAY=53MO,-53MO;BYSETPOS=366,-366",
        "FREQ=YEARLY;UNTIL=20301231T235959",
        "UNTIL=20301231T235959Z;FREQ=DAILY",
    ],
)
def test_rules_of_days_are_taken(rule: str) -> None:
    assert parse_rule(rule) == parse_rule(rule)


@pytest.mark.contract("15.2")
@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("FREQ=DAILY;BYHOUR=9", "BYHOUR"),
        ("FREQ=YEARLY;BYEASTER=0", "BYEASTER"),
        ("FREQ=DAILY;BYMINUTE=9", "BYMINUTE"),
        ("FREQ=DAILY;BYSECOND=9", "BYSECOND"),
        ("FREQ=YEARLY;BYMONTH=9", "BYMONTH"),
        ("FREQ=YEARLY;BYWEEKNO=9", "BYWEEKNO"),
        ("FREQ=YEARLY;BYYEARDAY=9", "BYYEARDAY"),
        ("FREQ=WEEKLY;WKST=SU", "WKST"),
        ("FREQ=HOURLY", "FREQ=HOURLY"),
        ("FREQ=MINUTELY;INTERVAL=5", "FREQ=MINUTELY"),
        ("FREQ=SECONDLY", "FREQ=SECONDLY"),
    ],
)
def test_other_parts_are_refused_by_name(rule: str, part: str) -> None:
    with pytest.raises(InvalidRule) as refused:
        parse_rule(rule)
    assert (refused.value.part, refused.value.is_known) == (part, False)


@pytest.mark.contract("15.2")
@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("FREQ=FORTNIGHTLY", "FREQ"),
        ("INTERVAL=2", "FREQ"),
        ("FREQ=DAILY;FREQ=DAILY", "FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=10000", "INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;COUNT=10000", "COUNT"),
        ("FREQ=WEEKLY;BYDAY=XX", "BYDAY"),
        ("FREQ=WEEKLY;BYDAY=2TU", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=MO,6TU", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=-6TU", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=53MO", "BYDAY"),
        ("FREQ=YEARLY;BYDAY=54MO", "BYDAY"),
        ("FREQ=YEARLY;BYDAY=-99MO", "BYDAY"),
        ("FREQ=MONTHLY;BYDAY=1\u0663MO", "BYDAY"),
        ("FREQ=DAILY;COUNT=1\u0663", "COUNT"),
        ("FREQ=DAILY;UNTIL=2030123\u0661", "UNTIL"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "BYSETPOS"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,-999", "BYSETPOS"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "BYSETPOS"),
        ("FREQ=DAILY;UNTIL=20260231", "UNTIL"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL"),
        ("FREQ=DAILY;UNTIL=20260201;COUNT=3", "UNTIL"),
    ],
)
def test_a_part_in_a_wrong_form_is_refused_by_name(rule: str, part: str) -> None:
    with pytest.raises(InvalidRule) as refused:
        parse_rule(rule)
    assert (refused.value.part, refused.value.is_known) == (part, True)


@pytest.mark.contract("15.2")
@pytest.mark.parametrize(
    "rule",
    [
        "4826",
        "",
        "FREQ=DAILY;",
        "FREQ=DAILY;PIN=4826",
        "FREQ=DAILY;BYDAY=" + 200 * "MO,",
    ],
)
def test_what_is_no_rule_is_refused_without_a_word_of_it(rule: str) -> None:
    with pytest.raises(InvalidRule) as refused:
        parse_rule(rule)
    assert refused.value.part == ""


@pytest.mark.contract("15.3")
@pytest.mark.parametrize(
    ("recurrence", "is_one"),
    [
        (CLEANER, True),
        (recurring("FREQ=WEEKLY;BYDAY=TU", "2026-01-07T09:00", "2026-01-07T12:00"), False),
        (recurring("FREQ=DAILY;UNTIL=20260105", "2026-01-06T09:00", "2026-01-06T12:00"), False),
        (recurring("FREQ=DAILY;UNTIL=20260106", "2026-01-06T09:00", "2026-01-06T12:00"), True),
        (recurring("FREQ=DAILY;UNTIL=20260106T090000", "2026-01-06T09:00", "2026-01-06T12:00"), True),
        (recurring("FREQ=DAILY;UNTIL=20260106T085959", "2026-01-06T09:00", "2026-01-06T12:00"), False),
        (recurring("FREQ=DAILY;UNTIL=20260106T080000Z", "2026-01-06T09:00", "2026-01-06T12:00"), True),
        (recurring("FREQ=DAILY;UNTIL=20260106T075959Z", "2026-01-06T09:00", "2026-01-06T12:00"), False),
        (recurring("FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=SA;BYSETPOS=2", "2026-01-31T09:00", "2026-01-31T12:00"), False),
        (Recurrence("FREQ=DAILY", "Nowhere/Town", CLEANER.first), False),
    ],
)  # fmt: skip
def test_the_first_occurrence_is_one_that_the_rule_chooses(
    recurrence: Recurrence, is_one: bool
) -> None:
    assert is_first_an_occurrence(recurrence) is is_one


@pytest.mark.contract("15.4")
def test_the_times_are_those_of_the_wall_clock_in_summer_and_winter() -> None:
    found = windows_between(CLEANER, at("2026-03-27T00:00"), at("2026-04-01T00:00"))
    assert list(found) == [
        span("2026-03-27T09:00", "2026-03-27T12:00"),
        span("2026-03-31T09:00", "2026-03-31T12:00"),
    ]


@pytest.mark.contract("15.5")
def test_an_occurrence_lasts_as_long_as_the_wall_clock_says() -> None:
    nightly = recurring("FREQ=DAILY", "2026-01-01T01:30", "2026-01-01T04:00")

    def length_on(day: str) -> float:
        start = at(f"{day}T00:00")
        (found,) = windows_between(nightly, start, start + timedelta(hours=12))
        return (found.ends_at - found.starts_at) / timedelta(hours=1)

    assert [length_on(f"2026-{day}") for day in ("03-28", "03-29", "10-25")] == [
        2.5,
        1.5,
        3.5,
    ]


@pytest.mark.contract("15.5")
def test_skipped_times_move_forward_and_times_shown_twice_open_at_the_first_and_close_at_the_second() -> (
    None
):
    early = recurring("FREQ=DAILY", "2026-01-01T02:15", "2026-01-01T02:45")
    spring, autumn = at("2026-03-29T00:00"), at("2026-10-25T00:00")
    day = timedelta(days=1)
    assert list(windows_between(early, spring, spring + day)) == [
        span("2026-03-29T03:15", "2026-03-29T03:45"),
    ]
    assert list(windows_between(early, autumn, autumn + day)) == [
        Window(at("2026-10-25T02:15"), at("2026-10-25T02:45", fold=1))
    ]


@pytest.mark.contract("15.5")
def test_an_occurrence_that_the_clock_skips_is_left_out() -> None:
    early = recurring("FREQ=DAILY", "2026-01-01T02:30", "2026-01-01T03:00")
    spring = at("2026-03-29T00:00")
    assert not list(windows_between(early, spring, at("2026-03-30T00:00")))


@pytest.mark.contract("15.5")
def test_the_first_occurrence_is_as_it_was_asked_for() -> None:
    first = Window(at("2026-10-25T02:15", fold=1), at("2026-10-25T04:00"))
    daily = Recurrence("FREQ=DAILY", BERLIN, first)
    assert occurrence_at(daily, first.starts_at).window == first


@pytest.mark.contract("15.5")
def test_a_first_occurrence_without_length_by_the_wall_clock_is_the_only_one() -> None:
    first = Window(at("2026-10-25T02:15"), at("2026-10-25T02:10", fold=1))
    daily = Recurrence("FREQ=DAILY", BERLIN, first)
    assert occurrence_at(daily, at("2027-01-01T00:00")) == Occurrence(first, None)


@pytest.mark.contract("15.6")
def test_occurrences_that_touch_or_overlap_are_one() -> None:
    weekend = recurring(
        "FREQ=WEEKLY;BYDAY=FR,SA", "2026-01-02T20:00", "2026-01-03T20:00"
    )
    assert occurrence_at(weekend, at("2026-01-07T00:00")) == Occurrence(
        span("2026-01-09T20:00", "2026-01-11T20:00"), at("2026-01-04T20:00")
    )
    assert occurrence_at(weekend, at("2026-06-06T21:00")).window == span(
        "2026-06-05T20:00", "2026-06-07T20:00"
    )


@pytest.mark.contract("15.6")
def test_a_window_of_occurrences_without_a_pause_has_a_limit() -> None:
    always = recurring("FREQ=DAILY", "2026-01-01T00:00", "2026-01-02T00:00")
    now = at("2029-01-01T00:00")
    window = occurrence_at(always, now).window
    assert window.contains(now)
    assert window.ends_at - window.starts_at < timedelta(days=402)


@pytest.mark.contract("15.7")
@pytest.mark.parametrize(
    ("now", "window", "previous_end"),
    [
        ("2025-01-01T00:00", ("2026-01-06T09:00", "2026-01-06T12:00"), None),
        ("2026-01-06T09:00", ("2026-01-06T09:00", "2026-01-06T12:00"), None),
        ("2026-01-06T12:00", ("2026-01-09T09:00", "2026-01-09T12:00"), "2026-01-06T12:00"),
        ("2036-01-08T08:00", ("2036-01-08T09:00", "2036-01-08T12:00"), "2036-01-04T12:00"),
    ],
)  # fmt: skip
def test_the_occurrence_at_an_instant_is_the_current_or_the_next_one(
    now: str, window: tuple[str, str], previous_end: str | None
) -> None:
    before = None if previous_end is None else at(previous_end)
    assert occurrence_at(CLEANER, at(now)) == Occurrence(span(*window), before)


@pytest.mark.contract("15.7")
@pytest.mark.parametrize("end", ["COUNT=2", "UNTIL=20260109", "UNTIL=20260109T080000Z"])
def test_after_the_last_occurrence_it_is_the_last_one(end: str) -> None:
    twice = recurring(
        f"FREQ=WEEKLY;BYDAY=TU,FR;{end}", "2026-01-06T09:00", "2026-01-06T12:00"
    )
    last = span("2026-01-09T09:00", "2026-01-09T12:00")
    assert occurrence_at(twice, last.ends_at) == Occurrence(last, at("2026-01-06T12:00"))  # fmt: skip
    assert occurrence_at(twice, at("2046-01-01T00:00")).window == last


@pytest.mark.contract("15.7")
def test_a_first_occurrence_that_ends_before_it_starts_is_looked_at_once() -> None:
    """A file that was changed by hand may have one; the search has to come to an end."""
    first = Window(at("2030-07-02 09:00"), at("2028-07-02 09:00"))
    damaged = Recurrence("FREQ=DAILY", BERLIN, first)
    for now in ("2029-01-01 00:00", "2031-01-01 00:00"):
        assert occurrence_at(damaged, at(now)).window == first


@pytest.mark.contract("15.7")
def test_an_occurrence_long_ahead_is_found() -> None:
    rare = recurring("FREQ=YEARLY;INTERVAL=4", "2028-02-29T09:00", "2028-02-29T12:00")
    assert occurrence_at(rare, at("2028-03-01T00:00")).window == span(
        "2032-02-29T09:00", "2032-02-29T12:00"
    )
    thirteenth = recurring(
        "FREQ=DAILY;INTERVAL=3;BYDAY=FR;BYMONTHDAY=13",
        "2026-02-13T09:00",
        "2026-02-13T12:00",
    )
    found = occurrence_at(thirteenth, at("2040-01-01T00:00"))
    assert found.window.starts_at.astimezone(ZoneInfo(BERLIN)).day == 13
    assert found.previous_end is not None


@pytest.mark.contract("15.7")
def test_the_calendar_ends() -> None:
    late = Window(
        datetime(9999, 12, 30, 9, tzinfo=UTC), datetime(9999, 12, 30, 12, tzinfo=UTC)
    )
    for zone in ("UTC", "Pacific/Honolulu", "Pacific/Kiritimati"):
        daily = Recurrence("FREQ=DAILY", zone, late)
        assert occurrence_at(daily, late.starts_at).window == late
        end = datetime.max.replace(tzinfo=UTC)
        assert 1 <= len(list(windows_between(daily, late.starts_at, end))) <= 2
    early = Window(datetime(1, 1, 2, 9, tzinfo=UTC), datetime(1, 1, 2, 12, tzinfo=UTC))
    ancient = Recurrence("FREQ=WEEKLY", "UTC", early)
    assert occurrence_at(ancient, early.starts_at).window == early


@pytest.mark.contract("15.7")
def test_a_zone_without_its_name_has_no_occurrence_but_the_first() -> None:
    lost = Recurrence("FREQ=DAILY", "Nowhere/Town", CLEANER.first)
    assert occurrence_at(lost, at("2027-01-01T00:00")) == Occurrence(
        CLEANER.first, None
    )
    assert not list(windows_between(lost, at("2026-01-01T00:00"), at("2027-01-01T00:00")))  # fmt: skip


@pytest.mark.contract("15.2")
@given(
    st.builds(
        ";".join,
        st.tuples(
            st.sampled_from(
                ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"]
            ),
            st.from_regex(r"BYDAY=[+-]?[0-9]{1,3}(MO|SU)", fullmatch=True),
            st.sampled_from(["INTERVAL=1", "BYMONTHDAY=-31", "COUNT=2", "X"]),
            st.from_regex(r"BYSETPOS=-?[0-9]{1,3}", fullmatch=True),
        ),
    )
)
def test_a_rule_that_is_taken_can_be_followed(rule: str) -> None:
    try:
        parse_rule(rule)
    except InvalidRule:
        return
    is_first_an_occurrence(recurring(rule, "2026-01-05T09:00", "2026-01-05T12:00"))
