"""Instants as people read them in messages: in the home's time zone and language."""

from datetime import datetime

from homeassistant.core import HomeAssistant, callback

from .local_time import as_shown
from .messages import async_text


# contract 16.5
@callback
def async_moment(hass: HomeAssistant, instant: datetime) -> str:
    """Return an instant as day and time of day."""
    local = as_shown(instant)
    return async_text(
        hass,
        "moment",
        weekday=async_text(hass, f"moment_weekday_{local.isoweekday()}"),
        day=f"{local.day}",
        month=async_text(hass, f"moment_month_{local.month}"),
        year=f"{local.year}",
        time=_time_of_day(hass, local),
    )


def _time_of_day(hass: HomeAssistant, local: datetime) -> str:
    """Return the time of day by the clock of the language, with 12 or 24 hours.

    All languages of a text must have the same placeholders, so a text of its own tells which clock it is.
    """
    if async_text(hass, "moment_clock") != "12":
        return f"{local:%H:%M}"
    half = async_text(hass, f"moment_{'am' if local.hour < 12 else 'pm'}")
    return f"{local.hour % 12 or 12}:{local:%M} {half}"
