"""Bookings in doubt of one entry, and how repairs name bookings: for every user, so without a PIN."""

from collections.abc import Iterable
from datetime import datetime

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..core.bookings import doubt
from ..core.bookings.booking_pins import pin_candidates
from ..core.bookings.model import Booking
from ..core.display_text import is_in_text
from ..presentation.messages import async_text
from ..presentation.moments import async_moment
from .follower import BookingFollower
from .programming import codes_by_lock

MOST_NAMED = 10


# contract 16.80, 16.85
@callback
def async_in_doubt(follower: BookingFollower) -> list[Booking]:
    """Return the bookings about which a person is to be asked, the first to end first."""
    settings = follower.settings
    if not settings.asks_if_missing:
        return []
    return doubt.in_doubt(
        follower.ledger, follower.lock_ids, settings.delay_threshold, dt_util.utcnow()
    )


@callback
def async_next_doubt(follower: BookingFollower, now: datetime) -> datetime | None:
    """Return when a person is to be asked about a further booking."""
    settings = follower.settings
    if not settings.asks_if_missing:
        return None
    return doubt.next_doubt(
        follower.ledger, follower.lock_ids, settings.delay_threshold, now
    )


# contract 16.84
@callback
def async_open_now(follower: BookingFollower) -> list[Booking]:
    """Return the bookings whose codes open now, the first to end first."""
    return doubt.open_now(follower.ledger, follower.lock_ids, dt_util.utcnow())


# contract 16.50, 16.83
@callback
def async_shown_name(follower: BookingFollower, booking: Booking) -> str:
    """Return the name of a booking for every user: that of a guest if it may contain a PIN, one to come included."""
    terms, stay = follower.settings.terms, follower.stays.get(booking.key)
    candidates = [] if stay is None else pin_candidates(stay, terms, doubt.SHORTEST_PIN)
    if any(is_in_text(pin.reveal(), booking.name) for pin in candidates):
        return terms.guest
    codes = codes_by_lock(follower.locks(), {booking.key: booking})
    return doubt.shown_name(booking, codes, terms.guest)


# contract 16.83
@callback
def async_names(
    hass: HomeAssistant, follower: BookingFollower, bookings: Iterable[Booking]
) -> dict[str, str]:
    """Return how a repair names each booking, by its key: name and departure."""
    guest = follower.settings.terms.guest
    codes = codes_by_lock(follower.locks(), follower.ledger.bookings)
    return {
        booking.key: async_text(
            hass,
            "booking_until",
            name=doubt.shown_name(booking, codes, guest),
            until=async_moment(hass, booking.window.ends_at),
        )
        for booking in bookings
    }


@callback
def async_list_of_names(
    hass: HomeAssistant, follower: BookingFollower, bookings: list[Booking]
) -> str:
    """Return the bookings in one line; of many the first ones, and the number of the others."""
    names = list(async_names(hass, follower, bookings[:MOST_NAMED]).values())
    if len(bookings) > MOST_NAMED:
        others = str(len(bookings) - MOST_NAMED)
        names.append(async_text(hass, "booking_others", count=others))
    return "; ".join(names) or "–"
