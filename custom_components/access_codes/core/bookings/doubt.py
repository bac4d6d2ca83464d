"""Bookings in doubt: their codes go on opening although the calendar has dropped them. A person says what becomes of them."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from ..display_text import as_read, is_in_text
from .booking_pins import known_pins
from .matching import left
from .model import Booking, BookingState, CodesByLock, Ledger
from .timing import READ_INTERVAL

DOUBT_AFTER = READ_INTERVAL + timedelta(minutes=5)
"""A calendar that listed an old copy once has been read again by then."""

SHORTEST_PIN = 4


# contract 16.80
def doubt_at(
    booking: Booking, lock_ids: Collection[str], delay: timedelta
) -> datetime | None:
    """Return since when a booking is in doubt, which may be to come; None if it is not, or a person has answered."""
    since = booking.missing_since
    if since is None or booking.is_kept or not _has_codes(booking, lock_ids):
        return None
    return since + max(delay, DOUBT_AFTER)


# contract 16.80
def in_doubt(
    ledger: Ledger, lock_ids: Collection[str], delay: timedelta, now: datetime
) -> list[Booking]:
    """Return the bookings in doubt, the first to end first."""
    return _by_end(
        booking
        for booking in ledger.bookings.values()
        if (at := doubt_at(booking, lock_ids, delay)) is not None
        and at <= now < booking.window.ends_at
    )


def next_doubt(
    ledger: Ledger, lock_ids: Collection[str], delay: timedelta, now: datetime
) -> datetime | None:
    """Return when the next booking comes to be in doubt."""
    times = (doubt_at(booking, lock_ids, delay) for booking in ledger.bookings.values())
    return min((at for at in times if at is not None and at > now), default=None)


# contract 16.84
def open_now(ledger: Ledger, lock_ids: Collection[str], now: datetime) -> list[Booking]:
    """Return the bookings that run, the first to end first: while the calendar fails, any of them may be called off."""
    return _by_end(
        booking
        for booking in ledger.bookings.values()
        if booking.is_followed
        and booking.window.contains(now)
        and _has_codes(booking, lock_ids)
    )


def _by_end(bookings: Iterator[Booking]) -> list[Booking]:
    return sorted(bookings, key=lambda booking: (booking.window.ends_at, booking.key))


def _has_codes(booking: Booking, lock_ids: Collection[str]) -> bool:
    """Return whether it has a code, or gets one: a person has not deleted it on all locks."""
    return booking.is_followed and not booking.removed_on.issuperset(lock_ids)


# contract 16.81
def kept(booking: Booking) -> Booking:
    """Return a booking that a person wants to stay until its end, unlisted as it is."""
    return replace(booking, is_kept=booking.missing_since is not None)


# contract 16.82
def ended(booking: Booking, codes: CodesByLock, now: datetime) -> Booking:
    """Return a booking that a person has ended. One that the calendar lists later gets its PIN again."""
    return left(booking, codes, BookingState.GONE, now)


# contract 16.83
def shown_name(booking: Booking, codes: CodesByLock, guest: str) -> str:
    """Return the name of a booking for a repair, which every user can see: that of a guest if it may contain a PIN."""
    pins = known_pins(booking, codes)
    has_pin = any(is_in_text(pin.reveal(), booking.name) for pin in pins)
    is_any_unseen = not codes.keys() >= booking.made_on - booking.removed_on
    return (
        guest if has_pin or (is_any_unseen and _has_number(booking)) else booking.name
    )


def _has_number(booking: Booking) -> bool:
    """Return whether the PIN of a code on a lock that is not loaded may be in the name."""
    return sum(map(str.isdecimal, as_read(booking.name))) >= SHORTEST_PIN
