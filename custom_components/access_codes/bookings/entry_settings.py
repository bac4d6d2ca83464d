"""Settings of a booking entry, as its options make them: terms of its bookings, and when their codes are sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..core.bookings.model import Terms
from ..core.bookings.pin_source import PinSource
from ..presentation.messages import async_text
from .settings import (
    CONF_ASK_IF_MISSING,
    CONF_CHECK_IN,
    CONF_CHECK_OUT,
    CONF_DELAY_THRESHOLD,
    CONF_EARLY_CHECK_IN,
    CONF_HIDE_SUMMARIES,
    CONF_HORIZON,
    CONF_IGNORE,
    CONF_LATE_CHECK_OUT,
    CONF_MESSAGE,
    CONF_NAME_TEMPLATE,
    CONF_NOTIFY,
    CONF_PIN_LABEL,
    CONF_PIN_SOURCE,
    CONF_SEND_BEFORE,
    CONF_USE_EVENT_TIMES,
    DEFAULTS,
)


@dataclass(frozen=True, slots=True)
class BookingSettings:
    """Settings of a booking entry."""

    terms: Terms
    horizon: timedelta
    delay_threshold: timedelta
    asks_if_missing: bool
    """A person is asked about guests that the calendar drops while they are here."""
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
        asks_if_missing=given[CONF_ASK_IF_MISSING],
        notify=given[CONF_NOTIFY],
        send_before=timedelta(hours=given[CONF_SEND_BEFORE]),
        message=given[CONF_MESSAGE] or None,
    )
