"""Push linked locks to a subscriber: all of them, then each that is shown differently."""

from collections.abc import Callable
from typing import Any

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_registry import EVENT_ENTITY_REGISTRY_UPDATED

from ..const import DOMAIN
from ..engine.updates import Update
from ..entry import (
    AccessCodesConfigEntry,
    AccessCodesRuntime,
    async_booking_calendars,
    async_lock_entries,
)
from .lock_objects import async_linkable_locks, async_lock_object

type Push = Callable[[dict[str, Any]], None]
"""Called with ``{"changed": [locks], "removed": [entry ids]}``, and ``linkable`` and ``booking_calendars`` where they differ."""

_REGISTRIES = (
    ar.EVENT_AREA_REGISTRY_UPDATED,
    dr.EVENT_DEVICE_REGISTRY_UPDATED,
    EVENT_ENTITY_REGISTRY_UPDATED,
)
"""Events after which names and areas may be others."""


class LockSubscription:
    """One subscriber to all linked locks."""

    def __init__(
        self, hass: HomeAssistant, push: Push, language: str | None = None
    ) -> None:
        """Store the subscriber, without a push. ``language``: of the sentences, else Home Assistant's."""
        self._hass = hass
        self._push = push
        self._language = language
        self._pushed: dict[str, dict[str, Any]] = {}
        self._about_home: dict[str, Any] = {}
        self._engines: dict[str, tuple[AccessCodesRuntime, CALLBACK_TYPE]] = {}
        self._unsubscribe: list[CALLBACK_TYPE] = []
        self._is_refresh_due = False

    # contract 11.340, 18.7
    @callback
    def start(self) -> None:
        """Push all locks, then each change."""
        self._unsubscribe = [
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._on_entry_changed
            ),
            *(
                self._hass.bus.async_listen(event_type, self._on_registry_updated)
                for event_type in _REGISTRIES
            ),
        ]
        self._refresh_all()

    @callback
    def stop(self) -> None:
        """Stop pushing."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        while self._engines:
            self._engines.popitem()[1][1]()

    @callback
    def _on_entry_changed(self, _: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN:
            self._refresh_all()

    @callback
    def _on_registry_updated(self, _: Event[Any]) -> None:
        """Refresh all locks once for the many events of one change, after the locks have followed it."""
        if not self._is_refresh_due:
            self._is_refresh_due = True
            self._hass.loop.call_soon(self._refresh_if_due)

    @callback
    def _refresh_if_due(self) -> None:
        self._is_refresh_due = False
        if self._unsubscribe:
            self._refresh_all()

    @callback
    def _refresh_all(self) -> None:
        entries = async_lock_entries(self._hass)
        for entry in entries:
            self._follow(entry)
        changed = [lock for entry in entries if (lock := self._renewed(entry))]
        removed = sorted(self._pushed.keys() - {entry.entry_id for entry in entries})
        for entry_id in removed:
            del self._pushed[entry_id]
        news = self._news_of_home()
        # The first time there is always news of the home.
        if changed or removed or news:
            self._push({"changed": changed, "removed": removed, **news})

    @callback
    def _news_of_home(self) -> dict[str, Any]:
        """Return the parts that are not about one linked lock, where they differ from those pushed."""
        about_home = {
            "linkable": async_linkable_locks(self._hass),
            "booking_calendars": async_booking_calendars(self._hass),
        }
        news = {
            key: value
            for key, value in about_home.items()
            if self._about_home.get(key) != value
        }
        self._about_home = about_home
        return news

    @callback
    def _follow(self, entry: AccessCodesConfigEntry) -> None:
        """Follow the engine of an entry, which is another one after each load."""
        runtime = entry.runtime_data if entry.state is ConfigEntryState.LOADED else None
        known = self._engines.get(entry.entry_id)
        if known is not None:
            if known[0] is runtime:
                return
            del self._engines[entry.entry_id]
            known[1]()
        if runtime is None:
            return

        @callback
        def on_update(_: Update) -> None:
            if (lock := self._renewed(entry)) is not None:
                self._push({"changed": [lock], "removed": []})

        unsubscribe = runtime.engine.subscribe(on_update)
        self._engines[entry.entry_id] = runtime, unsubscribe

    # contract 18.30
    @callback
    def _renewed(self, entry: AccessCodesConfigEntry) -> dict[str, Any] | None:
        """Return a lock that is shown differently from the last time; None if it is not.

        That it was heard again is no reason for a push: a busy lock is heard with each command.
        """
        lock = async_lock_object(self._hass, entry, self._language)
        shown = {**lock, "heard_at": None}
        if self._pushed.get(entry.entry_id) == shown:
            return None
        self._pushed[entry.entry_id] = shown
        return lock
