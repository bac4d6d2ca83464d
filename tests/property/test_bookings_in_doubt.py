"""Random stories of a feed: no code stays unnoticed whose booking the calendar does not list, and no other is asked about."""

from datetime import timedelta

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.access_codes.core.bookings.doubt import DOUBT_AFTER, in_doubt
from custom_components.access_codes.core.bookings.matching import is_suspect
from custom_components.access_codes.core.bookings.stays import stays_of

from .test_bookings import LOCKS, TERMS, House, stories


@pytest.mark.contract("16.80")
@settings(deadline=None)
@given(stories(), st.booleans())
def test_a_code_without_a_listed_booking_is_asked_about_and_no_other(
    story: list[tuple[str, int, int]], has_changing_ids: bool
) -> None:
    house = House(has_changing_ids)
    for step in story:
        house.act(step)
    house.check()
    events = house.feed()
    if is_suspect(house.ledger, events, stays_of(events, TERMS)[0], house.now):
        return
    later = house.now + DOUBT_AFTER
    asked = {each.key for each in in_doubt(house.ledger, LOCKS, timedelta(0), later)}
    for lock in LOCKS:
        for code in house.codes[lock].values():
            booking = house.ledger.bookings.get(str(code.common_code_key))
            if booking is None or booking.window.ends_at <= later:
                continue
            guest = house.guests[house.guest_of[booking.key]]
            is_listed = guest.is_listed and not guest.is_cancelled
            assert (booking.key in asked) is not is_listed
