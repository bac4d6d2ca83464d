"""Summary of a booking over all its locks, for answers and attributes: without a PIN and without a name."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..core.bookings.model import Booking
from ..core.bookings.summary import OnLock, phase_of, summary_of, text_key
from ..core.model import CodeView
from ..presentation.messages import async_text
from .follower import BookingFollower

type Views = Mapping[tuple[str, str], CodeView]
"""States of the codes of bookings, by the ids of the locks and the keys of the bookings."""


@callback
def async_views(follower: BookingFollower) -> Views:
    """Return the states of the codes of all bookings on the locks that are loaded, with those that are being removed."""
    views: dict[tuple[str, str], CodeView] = {}
    for lock_id, linked in follower.locks().items():
        engine = linked.engine
        for code in engine.record.codes.values():
            key = code.common_code_key
            view = engine.plan.views.get(code.access_code_id)
            if key is None or view is None or key not in follower.ledger.bookings:
                continue
            if (lock_id, key) not in views or code.deleted_at is None:
                views[lock_id, key] = view
    return views


# contract 16.70
@callback
def async_booking_summary(
    hass: HomeAssistant,
    follower: BookingFollower,
    booking: Booking,
    views: Views,
    language: str | None = None,
) -> dict[str, Any]:
    """Return on how many of its locks a booking is: ``{lock_count, on_locks, with_problem, display_status}``."""
    loaded = follower.locks()
    summary = summary_of(
        OnLock(
            views.get((lock_id, booking.key)),
            is_refused=(booking.key, lock_id) in follower.refusals
            or (booking.is_followed and lock_id not in loaded),
        )
        for lock_id in follower.lock_ids
        if lock_id not in booking.removed_on
        and hass.config_entries.async_get_entry(lock_id) is not None
    )
    text = async_text(
        hass,
        text_key(summary, phase_of(booking.window, dt_util.utcnow())),
        language,
        count=str(summary.on_locks),
        total=str(summary.total),
        problems=str(summary.with_problem),
    )
    return {
        "lock_count": summary.total,
        "on_locks": summary.on_locks,
        "with_problem": summary.with_problem,
        "display_status": text,
    }
