"""Agenda of a lock: the windows of its codes as spans of time, and the next change that the clock brings."""

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from .code_windows import windows_in
from .model import AccessCode, Window

_FIRST = datetime(1, 1, 2, tzinfo=UTC)

_LAST = datetime(9999, 12, 30, tzinfo=UTC)


class Span(NamedTuple):
    """A window of a code, as a calendar shows it."""

    access_code_id: str
    name: str
    window: Window


class ChangeKind(StrEnum):
    """Kind of a change that the clock brings."""

    ENDS = "ends"
    BEGINS = "begins"


class NextChange(NamedTuple):
    """The next change that the clock brings: a window begins or ends."""

    at: datetime
    kind: ChangeKind
    access_code_id: str
    name: str


# contract 11.77, 11.78, 15.20
def spans_between(
    codes: Iterable[AccessCode], starts_at: datetime, ends_at: datetime
) -> list[Span]:
    """Return the spans that share an instant with ``[starts_at, ends_at)``, in their order."""
    spans = [
        Span(code.access_code_id, code.name, shown)
        for code in codes
        if code.deleted_at is None and not code.is_backup
        for window in windows_in(code, starts_at, ends_at)
        if (shown := _while_it_opens(code, window)) is not None
        and shown.ends_at > starts_at
    ]
    return sorted(spans, key=_order)


# contract 11.79
def current_or_next(spans: Iterable[Span], now: datetime) -> Span | None:
    """Return the span that began first of those that are not over; None without any."""
    # Every written state of the calendar asks, so the order is only told where two begin at one instant.
    found: Span | None = None
    for span in spans:
        window = span.window
        if window.ends_at <= now:
            continue
        if found is None or window.starts_at < found.window.starts_at:
            found = span
        elif window.starts_at == found.window.starts_at:
            found = min(found, span, key=_order)
    return found


class Agenda:
    """The spans of several codes, and the one of them that is current or next.

    It is sought among all only where the clock or a code has put an end to the last one.
    """

    def __init__(self) -> None:
        """Start without spans."""
        self._spans: dict[str, Span] = {}
        self._found: tuple[Span | None, datetime] | None = None
        """The current or next span, and as of when."""

    # contract 11.79
    def current_or_next(self, now: datetime) -> Span | None:
        """Return the span that began first of those that are not over; None without any. The clock may be set back."""
        if self._found is not None:
            span, as_of = self._found
            if as_of <= now and (span is None or now < span.window.ends_at):
                return span
        span = current_or_next(self._spans.values(), now)
        self._found = (span, now)
        return span

    def put(self, access_code_id: str, span: Span | None) -> None:
        """Put a span in the place of the last one of its code; None takes it away."""
        if span is None:
            self._spans.pop(access_code_id, None)
        else:
            self._spans[access_code_id] = span
        if self._found is None:
            return
        found, as_of = self._found
        if found is None or found.access_code_id == access_code_id:
            self._found = None
        elif span is not None:
            self._found = (current_or_next((found, span), as_of), as_of)


# contract 11.74
def next_change(codes: Iterable[AccessCode], now: datetime) -> NextChange | None:
    """Return the next begin or end of a window; of those at one instant an end comes first."""
    # Every planning cycle may ask, so nothing is built but the answer.
    found: AccessCode | None = None
    found_at, is_found_end = now, False
    for code in codes:
        if (window := _window_of(code)) is None or window.ends_at <= now:
            continue
        is_end = window.starts_at <= now
        at = window.ends_at if is_end else window.starts_at
        is_sooner = found is None or at < found_at
        if is_sooner or (at == found_at and is_end and not is_found_end):
            found, found_at, is_found_end = code, at, is_end
    if found is None:
        return None
    kind = ChangeKind.ENDS if is_found_end else ChangeKind.BEGINS
    return NextChange(found_at, kind, found.access_code_id, found.name)


# contract 11.74
def next_change_after(
    known: NextChange | None,
    edited: Iterable[AccessCode],
    codes: Iterable[AccessCode],
    now: datetime,
) -> NextChange | None:
    """Return the next change after an edit, as ``next_change(codes, now)`` does, mostly without a look at all codes.

    ``known``: the next change as of now before the edit. It must not be of an edited or deleted code.
    """
    found = known
    for code in edited:
        change = next_change((code,), now)
        if change is None:
            continue
        if found is None or _precedence(change) < _precedence(found):
            found = change
        elif _precedence(change) == _precedence(found):
            # The order of the codes decides.
            return next_change(codes, now)
    return found


def _precedence(change: NextChange) -> tuple[datetime, bool]:
    return (change.at, change.kind is ChangeKind.BEGINS)


# contract 11.78
def span_of(code: AccessCode) -> Span | None:
    """Return the current or next span of a code; None for ongoing, deleted and backup codes, and those that open no more."""
    window = _window_of(code)
    return None if window is None else Span(code.access_code_id, code.name, window)


# contract 10.4, 11.78
def _window_of(code: AccessCode) -> Window | None:
    """Return the current or next window in which a code opens or opened; None for ongoing, deleted and backup codes."""
    if code.window is None or code.deleted_at is not None or code.is_backup:
        return None
    return _while_it_opens(code, code.window)


# contract 11.78
def _while_it_opens(code: AccessCode, window: Window) -> Window | None:
    """Return a window of a code up to its last use or its pause; None if that was before."""
    ended_at = min(
        (at for at in (code.used_at, code.paused_at) if at is not None),
        default=window.ends_at,
    )
    if ended_at >= window.ends_at:
        return window
    if ended_at <= window.starts_at:
        return None
    return Window(window.starts_at, ended_at)


def _order(span: Span) -> tuple[datetime, datetime, str]:
    return (span.window.starts_at, span.window.ends_at, span.access_code_id)


def in_every_zone(instant: datetime) -> datetime:
    """Return the instant, or the nearest that the clock of every time zone can show."""
    return min(max(instant, _FIRST), _LAST)
