"""When the codes of a booking are sent, and which of them the guest was told already."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.bookings.model import Booking, BookingState
from custom_components.access_codes.core.bookings.sending import (
    send_at,
    with_sent_codes,
)
from custom_components.access_codes.core.model import AccessCode, Pin, Window

ARRIVAL = datetime(2026, 6, 10, 15, tzinfo=UTC)
DEPARTURE = ARRIVAL + timedelta(days=3)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)
BOOKING = Booking(
    key="a",
    uid=None,
    occurrence="",
    summary="",
    days="",
    window=Window(ARRIVAL, DEPARTURE),
    name="Ada",
)


def code(access_code_id: str, pin: str | None = "4711") -> AccessCode:
    """Return a code of the booking."""
    return AccessCode(
        access_code_id=access_code_id,
        name="Ada",
        pin=None if pin is None else Pin(pin),
        created_at=NOW,
        changed_at=NOW,
        window=BOOKING.window,
        common_code_key="a",
    )


def codes(*found: AccessCode) -> Any:
    """Return codes, each on a lock of its own."""
    return {each.access_code_id: {"a": [each]} for each in found}


@pytest.mark.contract("16.56", "16.57")
@pytest.mark.parametrize(
    ("booking", "now", "expected"),
    [
        (BOOKING, NOW, ARRIVAL - DAY),
        (BOOKING, DEPARTURE - timedelta(seconds=1), ARRIVAL - DAY),
        (BOOKING, DEPARTURE, None),
        (replace(BOOKING, state=BookingState.GONE), NOW, None),
        (replace(BOOKING, state=BookingState.CANCELLED), NOW, None),
        (replace(BOOKING, checked_in_at=ARRIVAL), ARRIVAL, None),
        (replace(BOOKING, sent_at=NOW, sent_codes=frozenset({"1", "2"})), NOW, None),
        (replace(BOOKING, sent_at=NOW, sent_codes=frozenset("1")), NOW, ARRIVAL - DAY),
        (
            replace(
                BOOKING, sent_at=NOW, checked_in_at=ARRIVAL, sent_codes=frozenset("1")
            ),
            ARRIVAL,
            ARRIVAL - DAY,
        ),
    ],
)
def test_codes_are_sent_before_arrival_until_the_guest_knows_them(
    booking: Booking, now: datetime, expected: datetime | None
) -> None:
    assert send_at(booking, codes(code("1"), code("2")), DAY, now) == expected
    assert send_at(booking, {}, DAY, now) is None


@pytest.mark.contract("16.58")
def test_a_code_with_a_pin_that_was_sent_counts_as_sent() -> None:
    sent = replace(BOOKING, sent_at=NOW, sent_codes=frozenset("1"))
    found = codes(code("1"), code("2"), code("3", "0815"), code("4", None))
    assert with_sent_codes(sent, found).sent_codes == {"1", "2"}
    # It was gone, and returns: its codes are others, its PIN is known.
    returned = replace(sent, pin=Pin("0815"))
    assert with_sent_codes(
        returned, codes(code("5"), code("3", "0815"))
    ).sent_codes == {
        "1",
        "3",
    }
    untold = replace(BOOKING, pin=Pin("4711"))
    assert with_sent_codes(untold, found) == untold
    # A code without a PIN is not the one that had none when it was sent.
    unknown = codes(code("1", None), code("2", None))
    assert with_sent_codes(sent, unknown).sent_codes == {"1"}
