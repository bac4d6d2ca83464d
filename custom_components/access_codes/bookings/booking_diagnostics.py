"""Diagnostics of a booking entry, from an allow-list: no PIN, no name, no summary and no id of a booking."""

from collections import Counter
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState

from ..const import CONF_IS_STORED, CONF_LOCKS
from . import settings
from .doubt import async_in_doubt
from .follower import BookingFollower

_OPTIONS = (
    settings.CONF_CHECK_IN,
    settings.CONF_CHECK_OUT,
    settings.CONF_USE_EVENT_TIMES,
    settings.CONF_PIN_SOURCE,
    settings.CONF_HIDE_SUMMARIES,
    settings.CONF_ASK_IF_MISSING,
    *settings.NUMBERS,
)


# contract 16.51
def booking_diagnostics(entry: ConfigEntry[Any]) -> dict[str, Any]:
    """Return the diagnostics of a booking entry."""
    about_entry = {
        "state": entry.state.value,
        "reason": entry.error_reason_translation_key,
        "is_disabled": entry.disabled_by is not None,
        "is_stored": entry.data[CONF_IS_STORED],
        "locks": len(entry.options[CONF_LOCKS]),
        "options": {name: entry.options.get(name) for name in _OPTIONS},
    }
    if entry.state is not ConfigEntryState.LOADED:
        return {"entry": about_entry}
    follower: BookingFollower = entry.runtime_data
    bookings = follower.ledger.bookings.values()
    times = {
        "failing_since": follower.failing_since,
        "read_at": follower.read_at,
        "tried_at": follower.tried_at,
    }
    return {
        "entry": about_entry,
        "calendar": {
            "is_feed": follower.is_feed,
            "has_changing_ids": follower.ledger.has_changing_ids,
            "unusable_events": follower.unusable,
            **{
                key: None if at is None else at.isoformat() for key, at in times.items()
            },
        },
        "bookings": {
            "states": dict(Counter(booking.state.value for booking in bookings)),
            "missing": sum(booking.is_missing for booking in bookings),
            "in_doubt": len(async_in_doubt(follower)),
            "on_locks": dict(
                Counter(str(len(booking.made_on)) for booking in bookings)
            ),
        },
        "sending": {
            "is_on": follower.settings.notify is not None,
            "sent": sum(booking.sent_at is not None for booking in bookings),
            "failing": len(follower.send_failures),
        },
        "refusals": dict(Counter(follower.refusals.values())),
        "locks_loaded": len(follower.locks()),
        "is_disk_failing": follower.is_disk_failing,
    }
