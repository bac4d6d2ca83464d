"""Command ``bookings``: the stays of all booking calendars, the gaps between them and the state of each code, without PINs."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers import instance_id
from homeassistant.util import dt as dt_util

from ..bookings.booking_entries import async_all_booking_entries
from ..bookings.doubt import async_in_doubt, async_shown_name
from ..bookings.follower import BookingFollower
from ..bookings.known_entities import async_current_entity_id
from ..bookings.programming import codes_by_lock
from ..bookings.summary import async_booking_summary, async_views
from ..const import CONF_CALENDAR
from ..core.bookings.gaps import Presence, gaps_of, presence_of
from ..core.bookings.model import Booking, CodesByLock
from ..core.bookings.wishes import is_window_by_hand
from ..entry import async_lock_entries
from ..linking.linked_lock import async_find_lock
from ..presentation.messages import async_load_language, async_text
from ..presentation.objects import async_access_code_objects
from .fields import Answer, Fields

_OF_CODE = (
    "access_code_id",
    "status",
    "display_status",
    "starts_at",
    "ends_at",
    "errors",
    "warnings",
)
"""Fields that are shown of a code; the panel has the whole of it from its subscription."""


# contract 16.52, 16.53
async def async_bookings(hass: HomeAssistant, fields: Fields, _: Context) -> Answer:
    """Return ``{"calendars": [...], "gaps": [...]}``, also of calendars whose entries are not loaded."""
    language = await async_load_language(hass, fields.get("language"))
    workspace_id = await instance_id.async_get(hass)
    now = dt_util.utcnow()
    calendars: list[Answer] = []
    presences: dict[str, list[Presence]] = {}
    for entry in async_all_booking_entries(hass):
        about = _calendar(hass, entry)
        calendars.append(about)
        if entry.state is not ConfigEntryState.LOADED:
            continue
        follower: BookingFollower = entry.runtime_data
        codes = codes_by_lock(follower.locks(), follower.ledger.bookings)
        about["bookings"] = _bookings(hass, follower, codes, workspace_id, language)
        for lock_id in follower.lock_ids:
            presences.setdefault(lock_id, []).extend(
                presence_of(booking, codes.get(lock_id, {}).get(booking.key, ()))
                for booking in follower.ledger.bookings.values()
                if booking.is_followed
            )
    return {"calendars": calendars, "gaps": _gaps(hass, presences, now)}


@callback
def _calendar(hass: HomeAssistant, entry: ConfigEntry[Any]) -> Answer:
    about: Answer = {
        "entry_id": entry.entry_id,
        "name": entry.title,
        "entity_id": async_current_entity_id(hass, entry.data[CONF_CALENDAR]),
        "is_loaded": entry.state is ConfigEntryState.LOADED,
        "failing_since": None,
        "read_at": None,
        "bookings": [],
    }
    if entry.state is ConfigEntryState.LOADED:
        follower: BookingFollower = entry.runtime_data
        about["failing_since"] = _text(follower.failing_since)
        about["read_at"] = _text(follower.read_at)
    return about


@callback
def _bookings(
    hass: HomeAssistant,
    follower: BookingFollower,
    codes: CodesByLock,
    workspace_id: str,
    language: str | None,
) -> list[Answer]:
    locks = _locks(hass, follower.lock_ids)
    shown = _shown_codes(hass, follower, codes, workspace_id, language)
    views = async_views(follower)
    doubtful = {booking.key for booking in async_in_doubt(follower)}

    def on_lock(booking: Booking, lock_id: str) -> Answer:
        reason = follower.refusals.get((booking.key, lock_id))
        refused = None
        if reason is not None:
            message = async_text(hass, "booking_refused", language)
            refused = {"message": message, "reason": reason}
        return {
            **locks[lock_id],
            "code": shown.get((lock_id, booking.key)),
            "refused": refused,
            "is_deleted_by_hand": lock_id in booking.removed_on,
        }

    return [
        {
            "common_code_key": booking.key,
            "name": async_shown_name(follower, booking),
            "state": booking.state.value,
            "starts_at": booking.window.starts_at.isoformat(),
            "ends_at": booking.window.ends_at.isoformat(),
            "is_missing_in_calendar": booking.is_missing,
            "missing_since": _text(booking.missing_since),
            "is_in_doubt": booking.key in doubtful,
            "is_changed_by_hand": any(
                is_window_by_hand(booking, code)
                for of_lock in codes.values()
                for code in of_lock.get(booking.key, ())
            ),
            "checked_in_at": _text(booking.checked_in_at),
            "checked_out_at": _text(booking.checked_out_at),
            "sent_at": _text(booking.sent_at),
            "is_sending_failing": booking.key in follower.send_failures,
            "locks": [on_lock(booking, lock_id) for lock_id in locks],
            **async_booking_summary(hass, follower, booking, views, language),
        }
        for booking in sorted(
            follower.ledger.bookings.values(),
            key=lambda booking: (booking.window.starts_at, booking.key),
        )
    ]


@callback
def _shown_codes(
    hass: HomeAssistant,
    follower: BookingFollower,
    codes: CodesByLock,
    workspace_id: str,
    language: str | None,
) -> dict[tuple[str, str], Answer]:
    """Return the code of each booking on each lock that is loaded, without its PIN."""
    shown: dict[tuple[str, str], Answer] = {}
    for lock_id, linked in follower.locks().items():
        first = {key: found[0] for key, found in codes[lock_id].items()}
        objects = async_access_code_objects(
            hass,
            linked,
            first.values(),
            workspace_id,
            reveal=False,
            language=language,
        )
        for key, each in zip(first, objects, strict=True):
            shown[lock_id, key] = {name: each[name] for name in _OF_CODE}
    return shown


@callback
def _locks(hass: HomeAssistant, lock_ids: Iterable[str]) -> dict[str, Answer]:
    """Return the chosen locks that are linked, by the ids of their config entries."""
    found: dict[str, Answer] = {}
    by_id = {entry.entry_id: entry for entry in async_lock_entries(hass)}
    for lock_id in lock_ids:
        if (entry := by_id.get(lock_id)) is None:
            continue
        lock = async_find_lock(hass, entry)
        found[lock_id] = {
            "lock_entity_id": None if lock is None else lock.entity_id,
            "is_loaded": entry.state is ConfigEntryState.LOADED,
        }
    return found


@callback
def _gaps(
    hass: HomeAssistant, presences: Mapping[str, Iterable[Presence]], now: datetime
) -> list[Answer]:
    return [
        {
            "lock_entity_id": about["lock_entity_id"],
            "starts_at": gap.starts_at.isoformat(),
            "ends_at": gap.ends_at.isoformat(),
            "after": gap.after,
            "before": gap.before,
        }
        for lock_id, about in _locks(hass, presences).items()
        for gap in gaps_of(presences[lock_id], now)
    ]


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
