"""Watch the calendar and the locks of a booking entry: what each change asks for, and one timer for all that has a time."""

from datetime import datetime, timedelta
from typing import Any

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import CALLBACK_TYPE, Context, Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import (
    async_track_entity_registry_updated_event,
    async_track_point_in_utc_time,
    async_track_state_change_event,
    async_track_state_report_event,
)
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util

from ..core.bookings.timing import READ_INTERVAL, next_edge, next_read, next_retry
from ..core.model import EventType
from ..engine.updates import Update
from .booking_entries import BookingEntry
from .entry_settings import async_settings_of
from .follower import BookingFollower
from .issues import BookingIssues
from .programming import Locks, async_former_locks
from .sender import BookingSender

_REPORT_INTERVAL = timedelta(seconds=30)
"""A calendar that writes its state anew without a change is read no more often."""

_RECONCILE_AFTER = timedelta(seconds=1)

_DISK_RETRY = timedelta(minutes=1)


class BookingWatcher:
    """Asks a follower to read and to reconcile, when there is a reason."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BookingEntry,
        follower: BookingFollower,
        sender: BookingSender,
    ) -> None:
        """Prepare; nothing is watched yet."""
        self._hass = hass
        self._entry = entry
        self._follower = follower
        self._sender = sender
        self._issues = BookingIssues(hass, entry, follower)
        self._timer: CALLBACK_TYPE | None = None
        self._calendar: list[CALLBACK_TYPE] = []
        self._locks: dict[str, list[CALLBACK_TYPE]] = {}
        self._read_due: datetime | None = None
        self._reconcile_due: datetime | None = None
        self._is_started = False

    @callback
    def start(self) -> None:
        """Watch, and read once Home Assistant has started."""
        on_unload = self._entry.async_on_unload
        on_unload(self._stop)
        on_unload(self._follower.subscribe(self._on_follower))
        on_unload(
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._on_entry_changed
            )
        )
        on_unload(
            self._hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, self._on_config)
        )
        self._watch_calendar()
        for lock_id in self._follower.locks():
            self._watch_lock(lock_id)
        on_unload(async_at_started(self._hass, self._on_started))

    @callback
    def _stop(self) -> None:
        self._is_started = False
        self._issues.stop()
        self._unwatch(self._calendar)
        for lock_id in list(self._locks):
            self._unwatch(self._locks.pop(lock_id))
        if self._timer is not None:
            self._timer()
            self._timer = None

    def _unwatch(self, unsubscribers: list[CALLBACK_TYPE]) -> None:
        while unsubscribers:
            unsubscribers.pop()()

    @callback
    def _on_started(self, _: HomeAssistant) -> None:
        self._is_started = True
        self._read_now()

    @callback
    def _watch_calendar(self) -> None:
        self._unwatch(self._calendar)
        entity_id = self._follower.calendar_entity_id
        self._calendar += [
            async_track_state_change_event(self._hass, entity_id, self._on_state),
            async_track_state_report_event(self._hass, entity_id, self._on_report),
            async_track_entity_registry_updated_event(
                self._hass, entity_id, self._on_registry
            ),
        ]

    @callback
    def _on_registry(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        if event.data["action"] == "update" and "entity_id" in event.data["changes"]:
            self._watch_calendar()
            self._read_now()

    # contract 16.34
    @callback
    def _on_state(self, _: Event[Any]) -> None:
        self._read_now()

    @callback
    def _on_report(self, _: Event[Any]) -> None:
        if self._follower.is_feed:
            # It writes its state after each read that we have asked for.
            return
        now, tried_at = dt_util.utcnow(), self._follower.tried_at
        if tried_at is None or tried_at + _REPORT_INTERVAL <= now:
            self._read_now()
        else:
            self._read_due = tried_at + _REPORT_INTERVAL
            self._arm()

    @callback
    def _on_config(self, _: Event[Any]) -> None:
        """Apply another time zone or language of Home Assistant."""
        settings = async_settings_of(self._hass, self._entry.options)
        if settings != self._follower.settings:
            self._follower.settings = settings
            self._read_now()

    # contract 16.46, 16.71
    @callback
    def _on_entry_changed(self, _: ConfigEntryChange, entry: ConfigEntry) -> None:
        lock_id = entry.entry_id
        is_loaded = entry.state is ConfigEntryState.LOADED
        if lock_id not in self._follower.lock_ids:
            # contract 16.64
            if is_loaded and lock_id in self._former_locks():
                self._reconcile_soon()
            return
        if is_loaded and lock_id not in self._locks:
            self._watch_lock(lock_id)
            self._reconcile_soon()
        elif not is_loaded:
            self._unwatch(self._locks.pop(lock_id, []))
            self._follower.notify()

    def _former_locks(self) -> Locks:
        follower = self._follower
        return async_former_locks(self._hass, follower.lock_ids, follower.ledger)

    @callback
    def _watch_lock(self, lock_id: str) -> None:
        engine = self._follower.locks()[lock_id].engine

        @callback
        def on_event(data: dict[str, Any], _: Context) -> None:
            if data["type"] == EventType.USED and data.get("access_code_id"):
                self._run(
                    self._follower.async_note_use(data["access_code_id"], lock_id)
                )

        self._locks[lock_id] = [
            engine.subscribe(self._on_update),
            engine.subscribe_events(on_event),
        ]

    @callback
    def _on_update(self, update: Update) -> None:
        if update.removed or update.changed or update.lock_changed:
            self._reconcile_soon()

    @callback
    def _reconcile_soon(self) -> None:
        if self._reconcile_due is None:
            self._reconcile_due = dt_util.utcnow() + _RECONCILE_AFTER
            self._arm()

    @callback
    def _read_now(self, *, is_asked: bool = False) -> None:
        if not self._is_started:
            return
        self._read_due = self._reconcile_due = None
        self._run(self._follower.async_refresh(is_asked=is_asked, context=Context()))

    def _run(self, work: Any) -> None:
        self._entry.async_create_task(self._hass, work, "access codes: bookings")

    @callback
    def _on_follower(self) -> None:
        self._issues.refresh()
        self._arm()

    # contract 16.34, 16.47
    @callback
    def _arm(self) -> None:
        """Set the timer to the next time at which there is something to do."""
        if self._timer is not None:
            self._timer()
            self._timer = None
        if not self._is_started:
            return
        at = min(at for at in self._times() if at is not None)
        self._timer = async_track_point_in_utc_time(self._hass, self._on_timer, at)

    def _times(self) -> list[datetime | None]:
        now = dt_util.utcnow()
        return [
            self._feed_due(now),
            self._read_due,
            self._reconcile_due,
            self._retry_due(now),
            self._issues.due(now),
            self._sender.due(now),
            next_edge(self._follower.ledger, now),
            now + timedelta(days=1),
        ]

    def _feed_due(self, now: datetime) -> datetime | None:
        """Return when the calendar is to be asked: a feed now and then, and each one while it fails."""
        tried_at, since = self._follower.tried_at or now, self._follower.failing_since
        times = [] if since is None else [next_retry(since, tried_at)]
        if self._follower.is_feed:
            times.append(next_read(self._follower.ledger, tried_at))
        return min(times, default=None)

    def _retry_due(self, now: datetime) -> datetime | None:
        tried_at = self._follower.tried_at or now
        if self._follower.is_disk_failing:
            return tried_at + _DISK_RETRY
        return tried_at + READ_INTERVAL if self._follower.refusals else None

    @callback
    def _on_timer(self, _: datetime) -> None:
        self._timer = None
        now = dt_util.utcnow()
        feed_due, retry_due = self._feed_due(now), self._retry_due(now)
        if feed_due is not None and feed_due <= now:
            self._read_now(is_asked=True)
        elif any(due is not None and due <= now for due in (self._read_due, retry_due)):
            self._read_now()
        elif self._reconcile_due is not None and self._reconcile_due <= now:
            self._reconcile_due = None
            self._run(self._follower.async_reconcile(Context()))
        send_due = self._sender.due(now)
        if send_due is not None and send_due <= now:
            self._run(self._sender.async_send_due())
        self._run(self._follower.async_note_departures())
