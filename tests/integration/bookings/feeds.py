"""Feeds as booking services write them, as far as public reports show; the guests are invented."""

from collections.abc import Iterable

AIRBNB = (
    """\
BEGIN:VEVENT
DTEND;VALUE=DATE:20260613
DTSTART;VALUE=DATE:20260610
UID:1418fb94e984-0a1b2c3d4e5f(at)airbnb.com
DESCRIPTION:Reservation URL: https://www.airbnb.com/hosting/reservations/de
 tails/HMEXAMPLE1\\nPhone Number (Last 4 Digits): 4826
SUMMARY:Reserved
END:VEVENT
""",
    """\
BEGIN:VEVENT
DTEND;VALUE=DATE:20260701
DTSTART;VALUE=DATE:20260620
UID:7f662ec65913-9a8b7c6d5e4f(at)airbnb.com
SUMMARY:Airbnb (Not available)
END:VEVENT
""",
)
BOOKING_COM = (
    """\
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260610
DTEND;VALUE=DATE:20260613
UID:0123456789abcdef0123456789abcdef(at)booking.com
SUMMARY:CLOSED - Not available
END:VEVENT
""",
)
VRBO = (
    """\
BEGIN:VEVENT
UID:11aa22bb-33cc-44dd-88ee-5566778899ff
DTSTAMP:20260601T000000Z
DTSTART;VALUE=DATE:20260610
DTEND;VALUE=DATE:20260613
SUMMARY:Reserved - Ada
END:VEVENT
""",
    """\
BEGIN:VEVENT
UID:99ff88ee-33cc-44dd-88ee-5566778899ff
DTSTAMP:20260601T000000Z
DTSTART;VALUE=DATE:20260615
DTEND;VALUE=DATE:20260617
SUMMARY:Blocked
END:VEVENT
""",
)
SMOOBU = (
    """\
BEGIN:VEVENT
DTSTART:20260610T150000
DTEND:20260613T110000
UID:smoobu-1001
SUMMARY:Ada Example
DESCRIPTION:Portal: Direct booking\\nPhone: +44 20 7946 0482
END:VEVENT
""",
)
GUESTY = (
    """\
BEGIN:VEVENT
UID:65f0c0ffee0000000000000a(at)guesty.com
DTSTART;VALUE=DATE:20260610
DTEND;VALUE=DATE:20260613
SUMMARY:Reserved
DESCRIPTION:Phone Number(Last 4 Digits): 0482\\nPhone Number: +442079460482
 \\nEmail: guest@example.com
END:VEVENT
""",
)
HOSPITABLE = (
    """\
BEGIN:VEVENT
UID:hospitable-2002
DTSTART:20260610T150000Z
DTEND:20260613T110000Z
SUMMARY:Ada Example
STATUS:CONFIRMED
END:VEVENT
""",
)
LODGIFY = (
    """\
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260610
DTEND;VALUE=DATE:20260613
SUMMARY:Booked via Lodgify\\, Ada
UID:lod-42(at)lodgify.com
END:VEVENT
""",
    """\
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260620
DTEND;VALUE=DATE:20260622
SUMMARY:Closed Period
UID:lod-43(at)lodgify.com
END:VEVENT
""",
)
OWNERREZ = (
    """\
BEGIN:VEVENT
UID:ownerrez-3003(at)ownerrez.com
DTSTAMP:20260601T000000Z
DTSTART;TZID=UTC:20260610T150000
DTEND;TZID=UTC:20260613T110000
SUMMARY:Ada Example
STATUS:CONFIRMED
END:VEVENT
""",
)
AMSTERDAM = """\
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""
"""The time zone, as feeds describe it."""
SERVICES = {
    "airbnb": AIRBNB,
    "booking_com": BOOKING_COM,
    "vrbo": VRBO,
    "smoobu": SMOOBU,
    "guesty": GUESTY,
    "hospitable": HOSPITABLE,
    "lodgify": LODGIFY,
    "ownerrez": OWNERREZ,
}
"""Each with one guest from the 10th to the 13th of June, besides blocked days."""


def feed(*events: str | Iterable[str]) -> str:
    """Return a feed with these events."""
    lines = "".join(each if isinstance(each, str) else "".join(each) for each in events)
    text = f"BEGIN:VCALENDAR\nPRODID:-//Example//Calendar//EN\nVERSION:2.0\n{lines}END:VCALENDAR\n"
    # Ids look like addresses, which no file of the repository may have.
    return text.replace("(at)", "@").replace("\n", "\r\n")
