"""Times at which a booking entry has something to do: reads of its feed, arrivals and departures."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from .model import Booking, Ledger

READ_INTERVAL = timedelta(minutes=15)

CLOSE_READ_INTERVAL = timedelta(minutes=1)

RETRY_FOR = timedelta(minutes=15)
"""So long a calendar that fails is read each minute: a failure of minutes is none that a person has to hear of."""

CLOSE = timedelta(hours=1)
"""So long before a check-in or check-out, the feed is read each minute."""


def _edges(bookings: Iterable[Booking]) -> Iterator[datetime]:
    for booking in bookings:
        if booking.is_followed:
            yield booking.window.starts_at
            yield booking.window.ends_at


# contract 16.34
def next_read(ledger: Ledger, last: datetime) -> datetime:
    """Return when a feed is to be read again after its last read."""
    edges = [edge for edge in _edges(ledger.bookings.values()) if edge > last]
    edge = min(edges, default=None)
    if edge is None or edge - CLOSE >= last + READ_INTERVAL:
        return last + READ_INTERVAL
    return max(edge - CLOSE, last + CLOSE_READ_INTERVAL)


# contract 16.34
def next_retry(failing_since: datetime, last: datetime) -> datetime:
    """Return when a calendar that fails is to be read again after its last read."""
    is_new = last < failing_since + RETRY_FOR
    return last + (CLOSE_READ_INTERVAL if is_new else READ_INTERVAL)


def next_edge(ledger: Ledger, now: datetime) -> datetime | None:
    """Return the next check-in or check-out."""
    return min(
        (edge for edge in _edges(ledger.bookings.values()) if edge > now), default=None
    )


def present(ledger: Ledger, now: datetime) -> list[Booking]:
    """Return the bookings whose guests may be here now."""
    return [
        booking
        for booking in ledger.bookings.values()
        if booking.is_followed and booking.window.contains(now)
    ]


def next_arrival(ledger: Ledger, now: datetime) -> Booking | None:
    """Return the next booking to begin."""
    ahead = [
        booking
        for booking in ledger.bookings.values()
        if booking.is_followed and booking.window.starts_at > now
    ]
    return min(ahead, key=lambda booking: booking.window.starts_at, default=None)


def next_departure(ledger: Ledger, now: datetime) -> Booking | None:
    """Return the next booking to end."""
    ahead = [
        booking
        for booking in ledger.bookings.values()
        if booking.is_followed and booking.window.ends_at > now
    ]
    return min(ahead, key=lambda booking: booking.window.ends_at, default=None)
