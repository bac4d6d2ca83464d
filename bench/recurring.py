"""What recurring windows cost: decisions over them, and a month of the calendar."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle
from statistics import median
import time
from zoneinfo import ZoneInfo

from custom_components.access_codes.calendar import events_between
from custom_components.access_codes.core.agenda import spans_between
from custom_components.access_codes.core.code_windows import with_recurrence
from custom_components.access_codes.core.model import AccessCode, Recurrence, Window
from custom_components.access_codes.core.plan.memory import NOTHING
from custom_components.access_codes.core.plan.planner import plan_with
from homeassistant.components.calendar import CalendarEvent
from homeassistant.util import dt as dt_util

from .figures import Row, Table, milliseconds, number, plain
from .workload import IS_WAITING, abilities, codes, record_of, world_of

CODES = 50
TARGET = 0.002
"""Seconds for one decision."""

CALENDAR_CODES = 250
CALENDAR_TARGET = 0.02
"""Seconds for a month of the calendar."""

_ZONE = "Europe/Berlin"
_RULES = (
    "FREQ=WEEKLY;BYDAY=TU,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    "FREQ=MONTHLY;BYDAY=1TU",
    "FREQ=WEEKLY;BYDAY=TU,TH,SA",
)
_FIRST = datetime(2026, 6, 2, 9, tzinfo=ZoneInfo(_ZONE))
"""A Tuesday, the first of its month."""
_LENGTH = timedelta(hours=3)
_MONTH = timedelta(days=30)


def measure(*, is_quick: bool) -> Table:
    """Time decisions at rest and at a boundary, and the calendar."""
    runs = 20 if is_quick else 300
    return Table(
        "Recurring windows",
        f"Decisions over one lock with {CODES} recurring codes: an hour before all of their windows open, and at the "
        f"instant at which all of them end, so that each gets its next occurrence. A month of {CALENDAR_CODES} "
        "codes as the calendar answers it; the rules are weekly on two or three days, fortnightly "
        f"and monthly. Up to {runs} runs each, processor times; shown are the best and the median. The "
        "targets are for the best.",
        (
            _decision("recurring_rest", "between windows", -timedelta(hours=1), runs),
            _decision("recurring_turn", "all windows end at once", _LENGTH, runs),
            *_calendar(runs),
        ),
    )


def _decision(key: str, what: str, after: timedelta, runs: int) -> Row:
    record = record_of(_recurring(CODES), abilities(CODES), is_placed=False)
    before = world_of(record, now=(_FIRST - timedelta(hours=2)).astimezone(UTC))
    planned, memory = plan_with(NOTHING, record, before)
    settled = replace(planned.record, outbox=())
    world = replace(before, now=(_FIRST + after).astimezone(UTC))
    return _row(
        key,
        f"one decision over {CODES} recurring codes, {what}",
        [_timed(lambda: plan_with(memory, settled, world)) for _ in range(runs)],
        TARGET,
    )


def _calendar(runs: int) -> Iterator[Row]:
    dt_util.set_default_time_zone(ZoneInfo(_ZONE))
    mixed = [
        *_recurring(CODES),
        *(
            replace(code, window=_stay(index))
            for index, code in enumerate(codes(CALENDAR_CODES)[CODES:])
        ),
    ]
    month = _FIRST.astimezone(UTC)
    events = _month(mixed, month)
    times = [_timed(partial(_month, mixed, month)) for _ in range(runs)]
    yield _row(
        "recurring_calendar",
        f"a month of the calendar with {CALENDAR_CODES} codes, {CODES} of them recurring: {len(events)} events",
        times,
        CALENDAR_TARGET,
    )
    many = _recurring(CALENDAR_CODES)
    events = _month(many, month)
    whole = min(_timed(partial(_month, many, month)) for _ in range(runs))
    spans = min(
        _timed(partial(spans_between, many, month, month + _MONTH)) for _ in range(runs)
    )
    yield plain(
        "recurring_calendar_full",
        f"the same with {CALENDAR_CODES} recurring codes, {number(len(events))} events",
        f"{milliseconds(whole)}, {milliseconds(spans)} of it for the windows and the rest for Home Assistant's events",
    )


def _month(many: Iterable[AccessCode], starts_at: datetime) -> list[CalendarEvent]:
    return events_between(many, starts_at, starts_at + _MONTH)


def _stay(index: int) -> Window:
    """Return a stay of two days in the month."""
    starts_at = _FIRST.astimezone(UTC) + index * _MONTH / CALENDAR_CODES
    return Window(starts_at, starts_at + timedelta(days=2))


def _row(key: str, what: str, times: list[float], target: float) -> Row:
    best = min(times)
    measured = f"{milliseconds(best)} (median {milliseconds(median(times))})"
    return Row(key, what, measured, f"under {milliseconds(target)}", best < target)


def _recurring(many: int) -> list[AccessCode]:
    """Return codes that recur, each at its first occurrence."""
    first = Window(_FIRST.astimezone(UTC), (_FIRST + _LENGTH).astimezone(UTC))
    created_at = first.starts_at - timedelta(days=1)
    waiting = codes(many, created_at=created_at, progress=IS_WAITING)
    return [
        with_recurrence(code, Recurrence(rule, _ZONE, first), created_at)
        for code, rule in zip(waiting, cycle(_RULES), strict=False)
    ]


def _timed(run: Callable[[], object]) -> float:
    """Return the processor time of this thread."""
    began = time.thread_time()
    run()
    return time.thread_time() - began
