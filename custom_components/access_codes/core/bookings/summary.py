"""Summary of a booking over all its locks: on how many of them its code is, and how many have a problem."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ..model import CodeView, Status, Window

type Phase = Literal["ahead", "running", "over"]

_HELD = frozenset({Status.SET, Status.REMOVING})


@dataclass(frozen=True, slots=True)
class OnLock:
    """A booking on one of its locks."""

    view: CodeView | None = None
    """State of its code; None: there is none."""
    is_refused: bool = False
    """The lock takes no change for it, or is not loaded."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Numbers of locks."""

    total: int
    on_locks: int
    """Locks that have the code, or still have it."""
    with_problem: int


# contract 16.70
def summary_of(locks: Iterable[OnLock]) -> Summary:
    """Return the summary of a booking on these locks."""
    found = list(locks)
    return Summary(
        total=len(found),
        on_locks=sum(_is_held(each.view) for each in found),
        with_problem=sum(_is_failing(each) for each in found),
    )


def _is_held(view: CodeView | None) -> bool:
    return view is not None and (view.status in _HELD or view.is_scheduled_on_device)


def _is_failing(each: OnLock) -> bool:
    return each.is_refused or (each.view is not None and bool(each.view.errors))


def phase_of(window: Window, now: datetime) -> Phase:
    """Return whether the window is ahead, runs, or is over."""
    if now >= window.ends_at:
        return "over"
    return "running" if now >= window.starts_at else "ahead"


# contract 16.70
def text_key(summary: Summary, phase: Phase) -> str:
    """Return the key of the sentence for a summary."""
    if summary.total == 1:
        return _text_key_of_one(summary, phase)
    if summary.with_problem:
        return "booking_on_locks_with_problem"
    if phase == "ahead" and summary.on_locks < summary.total:
        return "booking_on_locks_ahead"
    if phase == "over":
        return "booking_on_locks_still" if summary.on_locks else "booking_off_locks"
    return "booking_on_locks"


def _text_key_of_one(summary: Summary, phase: Phase) -> str:
    """Return the key of the sentence about one lock, which has no numbers."""
    key = "booking_on_the_lock" if summary.on_locks else "booking_not_on_the_lock"
    if summary.with_problem:
        return f"{key}_with_problem"
    if phase == "over":
        return (
            "booking_on_the_lock_still" if summary.on_locks else "booking_off_the_lock"
        )
    if phase == "ahead" and not summary.on_locks:
        return "booking_on_the_lock_ahead"
    return key
