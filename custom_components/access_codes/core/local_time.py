"""Conversion of typed wall-clock times to instants."""

from datetime import UTC, datetime, tzinfo


# contract 2.8, 2.9
def to_instant(moment: datetime, zone: tzinfo, *, is_end: bool) -> datetime:
    """Convert a typed time to an instant in UTC.

    A naive time is in ``zone``. A time that the clock skips moves forward by the skipped span. A time that the clock
    shows twice is the first for a start and the second for an end: a window never loses an hour that its owner may
    have meant. Raises OverflowError at the ends of the calendar.
    """
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    shown = moment.replace(tzinfo=zone, fold=0)
    first = shown.astimezone(UTC)
    if shown.utcoffset() == shown.replace(fold=1).utcoffset():
        # Far from any change of the clock, as most times are.
        return first
    is_skipped = first.astimezone(zone).replace(tzinfo=None, fold=0) != moment.replace(
        fold=0
    )
    if not is_end or is_skipped:
        return first
    return moment.replace(tzinfo=zone, fold=1).astimezone(UTC)
