"""Instants by the clock of the home."""

from datetime import datetime

from homeassistant.util import dt as dt_util

from ..core.agenda import in_every_zone


def as_shown(instant: datetime) -> datetime:
    """Return an instant in Home Assistant's time zone; at the ends of the calendar the nearest that every clock shows."""
    return dt_util.as_local(in_every_zone(instant))
