"""Gaps between the guests of a lock: nobody has a code of a booking, from a departure to the next arrival."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..model import AccessCode
from .model import Booking


@dataclass(frozen=True, slots=True)
class Presence:
    """When a guest may be behind a lock. Without an end, a person has given the guest a code for good."""

    starts_at: datetime
    ends_at: datetime | None
    key: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Time without guests, after the departure of one booking and before the arrival of another."""

    starts_at: datetime
    ends_at: datetime
    after: str
    before: str


# contract 16.53
def presence_of(booking: Booking, codes: Sequence[AccessCode]) -> Presence:
    """Return when the guests of a booking may be behind a lock: its window, and what a person made of its codes."""
    windows = [code.window for code in codes]
    is_for_good = any(
        code.window is None or code.recurrence is not None for code in codes
    )
    known = [booking.window, *(window for window in windows if window is not None)]
    return Presence(
        min(window.starts_at for window in known),
        None if is_for_good else max(window.ends_at for window in known),
        booking.key,
    )


# contract 16.53
def gaps_of(presences: Iterable[Presence], now: datetime) -> list[Gap]:
    """Return the gaps that have not ended, in their order."""
    gaps: list[Gap] = []
    last: Presence | None = None
    for presence in sorted(presences, key=lambda each: (each.starts_at, each.key)):
        if last is not None:
            if last.ends_at is None:
                return gaps
            if last.ends_at < presence.starts_at and presence.starts_at > now:
                gaps.append(
                    Gap(last.ends_at, presence.starts_at, last.key, presence.key)
                )
            if presence.ends_at is not None and presence.ends_at <= last.ends_at:
                continue
        last = presence
    return gaps
