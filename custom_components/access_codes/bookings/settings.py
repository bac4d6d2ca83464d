"""Settings of a booking entry: names, defaults and limits of its options, and the terms that they make."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any, Final

from homeassistant.const import UnitOfTime
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..core.bookings.model import PinSource, Terms
from ..presentation.messages import async_text

CONF_CHECK_IN: Final = "check_in"
CONF_CHECK_OUT: Final = "check_out"
CONF_USE_EVENT_TIMES: Final = "use_event_times"
CONF_EARLY_CHECK_IN: Final = "early_check_in"
CONF_LATE_CHECK_OUT: Final = "late_check_out"
CONF_PIN_SOURCE: Final = "pin_source"
CONF_PIN_LABEL: Final = "pin_label"
CONF_NAME_TEMPLATE: Final = "name_template"
CONF_HIDE_SUMMARIES: Final = "hide_summaries"
CONF_IGNORE: Final = "ignore"
CONF_HORIZON: Final = "horizon"
CONF_DELAY_THRESHOLD: Final = "delay_threshold"
CONF_NOTIFY: Final = "notify"
CONF_SEND_BEFORE: Final = "send_before"
CONF_MESSAGE: Final = "message"

DEFAULT_IGNORE: Final = (
    "Airbnb (Not available)",
    "Not available",
    "Blocked",
    "Unavailable",
    "Closed period",
)
"""Summaries of blocked days, as the big feeds write them.

The one of Booking.com is not among them: its feed gives the same summary to every guest.
"""

DEFAULTS: Final[Mapping[str, Any]] = {
    CONF_CHECK_IN: "15:00:00",
    CONF_CHECK_OUT: "11:00:00",
    CONF_USE_EVENT_TIMES: True,
    CONF_EARLY_CHECK_IN: 0,
    CONF_LATE_CHECK_OUT: 0,
    CONF_PIN_SOURCE: PinSource.RANDOM.value,
    CONF_PIN_LABEL: "",
    CONF_NAME_TEMPLATE: "{summary}",
    CONF_HIDE_SUMMARIES: False,
    CONF_IGNORE: list(DEFAULT_IGNORE),
    CONF_HORIZON: 60,
    CONF_DELAY_THRESHOLD: 300,
    CONF_NOTIFY: None,
    CONF_SEND_BEFORE: 24,
    CONF_MESSAGE: "",
}


@dataclass(frozen=True, slots=True)
class NumberLimits:
    """Limits of a number, and its unit."""

    lowest: int
    highest: int
    unit: UnitOfTime


NUMBERS: Final[Mapping[str, NumberLimits]] = {
    CONF_EARLY_CHECK_IN: NumberLimits(0, 1440, UnitOfTime.MINUTES),
    CONF_LATE_CHECK_OUT: NumberLimits(0, 1440, UnitOfTime.MINUTES),
    CONF_HORIZON: NumberLimits(1, 365, UnitOfTime.DAYS),
    CONF_DELAY_THRESHOLD: NumberLimits(30, 86400, UnitOfTime.SECONDS),
    CONF_SEND_BEFORE: NumberLimits(0, 720, UnitOfTime.HOURS),
}


@dataclass(frozen=True, slots=True)
class BookingSettings:
    """Settings of a booking entry."""

    terms: Terms
    horizon: timedelta
    delay_threshold: timedelta
    notify: str | None
    """Registry id, or entity id, of the notify entity that sends the codes; None: they are not sent."""
    send_before: timedelta
    message: str | None
    """Text of the message; None: the one that suits the codes."""


# contract 16.41
@callback
def async_settings_of(
    hass: HomeAssistant, options: Mapping[str, Any]
) -> BookingSettings:
    """Return the settings from an entry's options; times of day are in Home Assistant's present time zone."""
    given = {**DEFAULTS, **options}
    return BookingSettings(
        terms=Terms(
            zone=dt_util.get_default_time_zone(),
            check_in=time.fromisoformat(given[CONF_CHECK_IN]),
            check_out=time.fromisoformat(given[CONF_CHECK_OUT]),
            use_event_times=given[CONF_USE_EVENT_TIMES],
            early_check_in=timedelta(minutes=given[CONF_EARLY_CHECK_IN]),
            late_check_out=timedelta(minutes=given[CONF_LATE_CHECK_OUT]),
            ignore=tuple(given[CONF_IGNORE]),
            name_template=given[CONF_NAME_TEMPLATE],
            hides_summaries=given[CONF_HIDE_SUMMARIES],
            guest=async_text(hass, "booking_guest"),
            pin_source=PinSource(given[CONF_PIN_SOURCE]),
            pin_label=given[CONF_PIN_LABEL],
        ),
        horizon=timedelta(days=given[CONF_HORIZON]),
        delay_threshold=timedelta(seconds=given[CONF_DELAY_THRESHOLD]),
        notify=given[CONF_NOTIFY],
        send_before=timedelta(hours=given[CONF_SEND_BEFORE]),
        message=given[CONF_MESSAGE] or None,
    )
