"""Issues of a booking entry: a calendar that fails, bookings in doubt, and bookings that a lock does not take."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..core.bookings.model import Booking
from ..core.display_text import for_repair
from ..core.model import IssueKind
from ..issues.links import async_clear_on_unload, async_link
from .booking_entries import BookingEntry
from .doubt import async_in_doubt, async_list_of_names, async_next_doubt, async_open_now
from .follower import BookingFollower
from .known_entities import async_current_entity_id

KINDS = (
    IssueKind.BOOKINGS_NOT_READ,
    IssueKind.BOOKINGS_IN_DOUBT,
    IssueKind.BOOKINGS_NOT_ON_LOCK,
    IssueKind.BOOKINGS_NOT_SENT,
    IssueKind.BOOKINGS_UNREADABLE,
)

_ASKED_ABOUT = "asked_about"


# contract 16.54
@callback
def async_raise_ledger_unreadable(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Raise the issue about a ledger that cannot be read."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        _unreadable_id(entry),
        data={
            "kind": IssueKind.BOOKINGS_UNREADABLE,
            "entry_id": entry.entry_id,
        },
        is_fixable=True,
        severity=ir.IssueSeverity.ERROR,
        translation_key=IssueKind.BOOKINGS_UNREADABLE,
        translation_placeholders=for_repair(name=entry.title),
        **async_link(hass, entry.entry_id),
    )


@callback
def async_clear_ledger_unreadable(hass: HomeAssistant, entry: ConfigEntry[Any]) -> None:
    """Delete the issue about a ledger that can be read again."""
    ir.async_delete_issue(hass, DOMAIN, _unreadable_id(entry))


def _unreadable_id(entry: ConfigEntry[Any]) -> str:
    return f"{IssueKind.BOOKINGS_UNREADABLE}_{entry.entry_id}"


class BookingIssues:
    """The issues of one entry, kept up to date."""

    def __init__(
        self, hass: HomeAssistant, entry: BookingEntry, follower: BookingFollower
    ) -> None:
        """Prepare without an issue."""
        self._hass = hass
        self._entry = entry
        self._follower = follower
        self._failing = f"{IssueKind.BOOKINGS_NOT_READ}_{entry.entry_id}"
        self._doubtful = f"{IssueKind.BOOKINGS_IN_DOUBT}_{entry.entry_id}"
        self._refused = f"{IssueKind.BOOKINGS_NOT_ON_LOCK}_{entry.entry_id}"
        self._unsent = f"{IssueKind.BOOKINGS_NOT_SENT}_{entry.entry_id}"

    def due(self, now: datetime) -> datetime | None:
        """Return when the calendar will have failed for long, or a booking come to be in doubt; None without such a time to come."""
        times = [async_next_doubt(self._follower, now)]
        if (since := self._follower.failing_since) is not None:
            times.append(since + self._follower.settings.delay_threshold)
        return min((at for at in times if at is not None and at > now), default=None)

    @callback
    def refresh(self) -> None:
        """Raise and delete the issues."""
        self._refresh_failing(dt_util.utcnow())
        self._refresh_doubtful()
        self._refresh_refused()
        self._refresh_unsent()

    # contract 16.38
    def _refresh_failing(self, now: datetime) -> None:
        since = self._follower.failing_since
        if since is None:
            ir.async_delete_issue(self._hass, DOMAIN, self._failing)
            return
        if since + self._follower.settings.delay_threshold > now:
            return
        self._raise(
            self._failing,
            IssueKind.BOOKINGS_NOT_READ,
            is_fixable=True,
            calendar=self._follower.calendar_entity_id,
            bookings=self._named(async_open_now(self._follower)),
        )

    # contract 16.80
    def _refresh_doubtful(self) -> None:
        bookings = async_in_doubt(self._follower)
        if not bookings:
            ir.async_delete_issue(self._hass, DOMAIN, self._doubtful)
            return
        keys = {booking.key for booking in bookings}
        if not keys <= self._asked_about():
            # A person who ignored it did not know of this one.
            ir.async_delete_issue(self._hass, DOMAIN, self._doubtful)
        self._raise(
            self._doubtful,
            IssueKind.BOOKINGS_IN_DOUBT,
            is_fixable=True,
            asked_about=keys,
            calendar=self._follower.calendar_entity_id,
            count=str(len(bookings)),
            bookings=self._named(bookings),
        )

    def _asked_about(self) -> set[str]:
        """Return the keys of the bookings that the issue names, also after a restart."""
        issue = ir.async_get(self._hass).async_get_issue(DOMAIN, self._doubtful)
        data = None if issue is None else issue.data
        return set(str((data or {}).get(_ASKED_ABOUT) or "").split())

    def _named(self, bookings: list[Booking]) -> str:
        return async_list_of_names(self._hass, self._follower, bookings)

    # contract 16.39
    def _refresh_refused(self) -> None:
        keys = {key for key, _ in self._follower.refusals}
        locks = [
            linked.lock.name
            for lock_id, linked in self._follower.locks().items()
            if any(lock_id == refused for _, refused in self._follower.refusals)
        ]
        if not keys:
            ir.async_delete_issue(self._hass, DOMAIN, self._refused)
            return
        self._raise(
            self._refused,
            IssueKind.BOOKINGS_NOT_ON_LOCK,
            is_fixable=False,
            count=str(len(keys)),
            locks=", ".join(locks),
        )

    # contract 16.59
    def _refresh_unsent(self) -> None:
        failures = self._follower.send_failures
        if not failures:
            ir.async_delete_issue(self._hass, DOMAIN, self._unsent)
            return
        notify = self._follower.settings.notify or ""
        self._raise(
            self._unsent,
            IssueKind.BOOKINGS_NOT_SENT,
            is_fixable=False,
            count=str(len(failures)),
            notify=async_current_entity_id(self._hass, notify),
        )

    def _raise(
        self,
        issue_id: str,
        kind: IssueKind,
        *,
        is_fixable: bool,
        asked_about: Collection[str] = (),
        **names: str,
    ) -> None:
        """Raise an issue; one that asks about bookings is stored with their keys: Home Assistant forgets others' data."""
        data: dict[str, str | int | float | None] = {
            "kind": kind,
            "config_entry_id": self._entry.entry_id,
        }
        if asked_about:
            data[_ASKED_ABOUT] = " ".join(sorted(asked_about))
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue_id,
            data=data,
            is_fixable=is_fixable,
            is_persistent=bool(asked_about),
            severity=ir.IssueSeverity.WARNING,
            translation_key=kind,
            translation_placeholders=for_repair(name=self._entry.title, **names),
            **async_link(self._hass, self._entry.entry_id),
        )

    @callback
    def stop(self) -> None:
        """Delete the issues of an entry that is unloaded."""
        for issue_id in (self._failing, self._doubtful, self._refused, self._unsent):
            async_clear_on_unload(self._hass, self._entry, issue_id)
