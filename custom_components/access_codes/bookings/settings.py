"""Options of a booking entry: their names, defaults and limits."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from homeassistant.const import UnitOfTime

from ..core.bookings.pin_source import PinSource

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
CONF_ASK_IF_MISSING: Final = "ask_if_missing"
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
    CONF_ASK_IF_MISSING: True,
    CONF_NOTIFY: None,
    CONF_SEND_BEFORE: 24,
    CONF_MESSAGE: "",
}


class NumberLimits(NamedTuple):
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
