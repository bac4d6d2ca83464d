"""Codes of bookings that are sent before arrival: when, and which codes the guest was told already."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from ..model import AccessCode
from .model import Booking, CodesByLock


# contract 16.57, 16.58
def send_at(
    booking: Booking, codes: CodesByLock, before: timedelta, now: datetime
) -> datetime | None:
    """Return when the codes of a booking are to be sent, which may be past; None if there is nothing to be sent."""
    is_let_in_untold = booking.checked_in_at is not None and booking.sent_at is None
    if not booking.is_followed or booking.window.ends_at <= now or is_let_in_untold:
        return None
    if all(
        code.access_code_id in booking.sent_codes for code in _codes_of(booking, codes)
    ):
        return None
    return booking.window.starts_at - before


# contract 16.58
def with_sent_codes(booking: Booking, codes: CodesByLock) -> Booking:
    """Return the booking with the codes whose PIN its guest knows, because another code with it was sent."""
    if booking.sent_at is None:
        return booking
    found = list(_codes_of(booking, codes))
    pins = {code.pin for code in found if code.access_code_id in booking.sent_codes}
    pins.add(booking.pin)
    pins.discard(None)
    same = {code.access_code_id for code in found if code.pin in pins}
    return replace(booking, sent_codes=booking.sent_codes | same)


def _codes_of(booking: Booking, codes: CodesByLock) -> Iterator[AccessCode]:
    for on_lock in codes.values():
        yield from on_lock.get(booking.key, ())
