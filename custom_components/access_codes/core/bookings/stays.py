"""Stays from the events of a feed: their windows, names and identity; each stay once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
import re

from ..display_text import has_control_characters, is_blank
from ..local_time import to_instant
from ..model import Window
from ..requests.limits import LONGEST_NAME
from .model import FeedEvent, Stay, Terms

_DAY = timedelta(days=1)

_PLACEHOLDER = re.compile(r"\{(summary|arrival|departure)\}")


# contract 16.14, 16.15
def stays_of(events: Iterable[FeedEvent], terms: Terms) -> tuple[list[Stay], int]:
    """Return the stays of guests, each once, and the number of events that cannot be used."""
    ignored = [_pattern(text) for text in terms.ignore if text.strip()]
    stays, unusable = [], 0
    for event in events:
        summary = " ".join(event.summary.split())
        if any(pattern.fullmatch(summary) for pattern in ignored):
            continue
        window = _window_of(event, terms)
        if window is None:
            unusable += 1
            continue
        stays.append(_stay_of(event, summary, window, terms))
    return _each_once(stays), unusable


def _pattern(text: str) -> re.Pattern[str]:
    parts = (re.escape(part) for part in " ".join(text.split()).split("*"))
    return re.compile(".*".join(parts), re.IGNORECASE)


def _stay_of(event: FeedEvent, summary: str, window: Window, terms: Terms) -> Stay:
    description = event.description.strip()
    return Stay(
        uid=event.uid or None,
        occurrence=_occurrence(event.recurrence_id, terms),
        summary=summary,
        days=f"{event.starts.isoformat()}/{event.ends.isoformat()}",
        window=window,
        name=_name_of(summary, window, terms),
        details=sha256(description.encode()).hexdigest()[:16] if description else "",
        description=description,
        is_cancelled=event.is_cancelled,
    )


# contract 16.16
def _window_of(event: FeedEvent, terms: Terms) -> Window | None:
    """Return the window of a stay; None for an event that lasts no time."""
    starts, ends = event.starts, event.ends
    try:
        if isinstance(starts, datetime) and isinstance(ends, datetime):
            window = _of_timed(starts, ends, terms)
        else:
            window = _of_days(_day(starts, terms), _day(ends, terms), terms)
        starts_at = window.starts_at - terms.early_check_in
        ends_at = window.ends_at + terms.late_check_out
    except OverflowError:
        return None
    return Window(starts_at, ends_at) if starts_at < ends_at else None


def _of_timed(starts: datetime, ends: datetime, terms: Terms) -> Window:
    if not terms.use_event_times:
        return _of_days(_day(starts, terms), _day(ends, terms), terms)
    starts_at = _instant(starts, terms, is_end=False)
    ends_at = _instant(ends, terms, is_end=True)
    if ends_at <= starts_at and starts.tzinfo is ends.tzinfo:
        # contract 16.18
        ends_at = starts_at + (ends.replace(tzinfo=None) - starts.replace(tzinfo=None))
    return Window(starts_at, ends_at)


# contract 16.17
def _of_days(first: date, last: date, terms: Terms) -> Window:
    """Return the window from check-in on the first day to check-out on the last, one night at least."""
    starts_at = _at(first, terms.check_in, terms, is_end=False)
    ends_at = _at(max(last, first), terms.check_out, terms, is_end=True)
    if ends_at <= starts_at:
        ends_at = _at(first + _DAY, terms.check_out, terms, is_end=True)
    return Window(starts_at, ends_at)


def _day(moment: date | datetime, terms: Terms) -> date:
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        return moment.date()
    return moment.astimezone(terms.zone).date()


def _at(day: date, clock: time, terms: Terms, *, is_end: bool) -> datetime:
    return to_instant(datetime.combine(day, clock), terms.zone, is_end=is_end)


# contract 16.18
def _instant(moment: datetime, terms: Terms, *, is_end: bool) -> datetime:
    """Return the instant of an event's time.

    A calendar may have forgotten which of two equal hours was meant, and may give a time that the clock skips: a time
    in Home Assistant's zone is read anew, unless it names the second of the two.
    """
    if moment.tzinfo is None or (moment.tzinfo == terms.zone and not moment.fold):
        moment = moment.replace(tzinfo=None)
        return to_instant(moment, terms.zone, is_end=is_end)
    return moment.astimezone(UTC)


# contract 16.19
def _name_of(summary: str, window: Window, terms: Terms) -> str:
    """Return the name of the codes: never empty, and short enough."""
    arrival, departure = (
        moment.astimezone(terms.zone).date().isoformat()
        for moment in (window.starts_at, window.ends_at)
    )
    shown = summary
    if terms.hides_summaries or is_blank(summary) or has_control_characters(summary):
        shown = terms.guest
    values = {"summary": shown, "arrival": arrival, "departure": departure}
    name = _PLACEHOLDER.sub(lambda found: values[found[1]], terms.name_template).strip()
    name = name[:LONGEST_NAME].strip()
    if is_blank(name) or has_control_characters(name):
        return terms.guest
    return name


def _occurrence(recurrence_id: str | None, terms: Terms) -> str:
    """Return a recurrence id in one form, whichever zone it was written in."""
    if not recurrence_id:
        return ""
    for form in ("%Y%m%dT%H%M%SZ", "%Y%m%dT%H%M%S%z", "%Y%m%dT%H%M%S"):
        try:
            moment = datetime.strptime(recurrence_id, form)
        except ValueError:
            continue
        if form.endswith("Z"):
            moment = moment.replace(tzinfo=UTC)
        return to_instant(moment, terms.zone, is_end=False).isoformat()
    try:
        moment = datetime.fromisoformat(recurrence_id)
    except ValueError:
        return recurrence_id
    if ":" not in recurrence_id:
        return moment.date().isoformat()
    return to_instant(moment, terms.zone, is_end=False).isoformat()


# contract 16.20
def _each_once(stays: Sequence[Stay]) -> list[Stay]:
    """Return each stay once, by its id; stays without one by all that they have."""
    groups: dict[tuple[str | None, str], list[Stay]] = {}
    once: dict[tuple[str, str, str, bool], Stay] = {}
    for stay in stays:
        if stay.uid is None:
            same = (stay.days, stay.summary, stay.details, stay.is_cancelled)
            once.setdefault(same, stay)
        else:
            groups.setdefault((stay.uid, stay.occurrence), []).append(stay)
    found = [*once.values()]
    for group in groups.values():
        found += group if len(group) == 1 else _one_or_distinct(group)
    return sorted(found, key=lambda stay: (stay.window.starts_at, stay.days))


def _one_or_distinct(group: Sequence[Stay]) -> Iterator[Stay]:
    """Yield the stays behind events with one id: a moved one counts once, overlapping ones are one."""
    if group[0].occurrence:
        moved = [stay for stay in group if not _is_where_it_was(stay)]
        group = moved or group
        yield replace(group[-1], is_cancelled=any(each.is_cancelled for each in group))
        return
    merged: list[Stay] = []
    for stay in sorted(group, key=lambda stay: stay.window.starts_at):
        if merged and merged[-1].window.overlaps(stay.window):
            last = merged[-1]
            ends_at = max(last.window.ends_at, stay.window.ends_at)
            window = Window(last.window.starts_at, ends_at)
            is_cancelled = last.is_cancelled or stay.is_cancelled
            merged[-1] = replace(last, window=window, is_cancelled=is_cancelled)
        else:
            merged.append(stay)
    if len(merged) > 1:
        merged = [replace(stay, occurrence=f"={stay.days}") for stay in merged]
    yield from merged


def _is_where_it_was(stay: Stay) -> bool:
    """Return whether an event of a series has its regular time, by its id."""
    starts = stay.days.split("/", maxsplit=1)[0]
    moment = datetime.fromisoformat(starts)
    if moment.tzinfo is None:
        return stay.occurrence.startswith(starts[:10])
    return stay.occurrence == moment.astimezone(UTC).isoformat()
