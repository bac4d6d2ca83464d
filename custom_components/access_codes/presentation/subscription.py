"""Push access code objects, without PINs, to a subscriber; reloads of the locks' entries do not end it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.json import json_bytes
from homeassistant.util.json import json_loads_object

from ..const import DOMAIN
from ..core.model import AccessCode
from ..engine.pacing import async_pace
from ..engine.updates import Update
from ..entry import (
    AccessCodesConfigEntry,
    AccessCodesRuntime,
    async_loaded_lock_entries,
    is_booking_entry,
)
from .objects import async_access_code_objects

type Push = Callable[[dict[str, Any]], None]
"""Called with ``{"changed": [objects], "removed": [ids]}``, first with the existing codes, lock by lock."""


@dataclass(slots=True)
class _FollowedLock:
    """A lock that the subscription follows."""

    runtime: AccessCodesRuntime
    pushed: dict[str, bytes] = field(default_factory=dict)
    """The objects as they were pushed last, by id, as JSON, in which Python does not look for garbage."""
    unsubscribe: list[CALLBACK_TYPE] = field(default_factory=list)


class Subscription:
    """One subscriber to all locks with a loaded entry."""

    def __init__(
        self,
        hass: HomeAssistant,
        workspace_id: str,
        push: Push,
        *,
        is_partial: bool = False,
        language: str | None = None,
    ) -> None:
        """Store the subscriber, without a push. ``is_partial``: of a known code only the changed fields are pushed.

        ``language``: of the sentences, else Home Assistant's.
        """
        self._hass = hass
        self._workspace_id = workspace_id
        self._push = push
        self._is_partial = is_partial
        self._language = language
        self._followed: dict[str, _FollowedLock] = {}
        self._unsubscribe: list[CALLBACK_TYPE] = []

    # contract 6.40
    @callback
    def start(self) -> None:
        """Push all codes, then each change."""
        self._unsubscribe.append(
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._on_entry_changed
            )
        )
        self._first_push = self._hass.async_create_background_task(
            self._push_all(), "access codes: push all codes to a subscriber"
        )

    async def _push_all(self) -> None:
        """Push the codes lock by lock: together they could exceed the size of a message."""
        pace = async_pace(self._hass)
        is_pushed = False
        for entry in async_loaded_lock_entries(self._hass):
            await pace.async_step()
            if (
                entry.entry_id in self._followed
                or entry.state is not ConfigEntryState.LOADED
            ):
                continue
            if changed := self._follow(entry):
                self._push({"changed": changed, "removed": []})
                is_pushed = True
        if not is_pushed:
            self._push({"changed": [], "removed": []})

    @callback
    def stop(self) -> None:
        """Stop pushing."""
        self._first_push.cancel()
        while self._unsubscribe:
            self._unsubscribe.pop()()
        for entry_id in list(self._followed):
            self._unfollow(entry_id)

    @callback
    def _on_entry_changed(self, _: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain != DOMAIN or is_booking_entry(entry):
            return
        is_loaded = entry.state is ConfigEntryState.LOADED
        followed = self._followed.get(entry.entry_id)
        if (
            followed is not None
            and is_loaded
            and followed.runtime is entry.runtime_data
        ):
            return
        removed = self._unfollow(entry.entry_id) if followed is not None else set()
        changed = self._follow(entry) if is_loaded else []
        self._push_if_any(
            changed, removed - {code["access_code_id"] for code in changed}
        )

    def _follow(self, entry: AccessCodesConfigEntry) -> list[dict[str, Any]]:
        followed = _FollowedLock(entry.runtime_data)
        self._followed[entry.entry_id] = followed

        @callback
        def on_update(update: Update) -> None:
            codes = followed.runtime.engine.record.codes
            changed = update.added | update.changed
            if self._is_partial:
                changed |= update.retried
            self._push_changes(
                followed,
                codes if update.reach_changed else changed,
                followed.pushed.keys() & update.removed,
            )

        @callback
        def on_lock_changed() -> None:
            self._push_changes(followed, followed.runtime.engine.record.codes, set())

        followed.unsubscribe += [
            followed.runtime.engine.subscribe(on_update),
            followed.runtime.lock.subscribe(on_lock_changed),
        ]
        return self._objects(followed, followed.runtime.engine.record.codes)

    def _unfollow(self, entry_id: str) -> set[str]:
        """Stop following a lock, and return the ids of its codes."""
        followed = self._followed.pop(entry_id)
        for unsubscribe in followed.unsubscribe:
            unsubscribe()
        return set(followed.pushed)

    def _push_changes(
        self, followed: _FollowedLock, access_code_ids: Iterable[str], removed: set[str]
    ) -> None:
        changed = self._objects(followed, access_code_ids)
        for access_code_id in removed:
            del followed.pushed[access_code_id]
        self._push_if_any(changed, removed)

    def _push_if_any(self, changed: list[dict[str, Any]], removed: set[str]) -> None:
        if changed or removed:
            self._push({"changed": changed, "removed": sorted(removed)})

    def _objects(
        self, followed: _FollowedLock, access_code_ids: Iterable[str]
    ) -> list[dict[str, Any]]:
        codes = followed.runtime.engine.record.codes
        present = [
            codes[key]
            for key in access_code_ids
            if key in codes and codes[key].is_listed
        ]
        objects = async_access_code_objects(
            self._hass,
            followed.runtime,
            present,
            self._workspace_id,
            reveal=False,
            language=self._language,
        )
        if self._is_partial:
            for code, shown in zip(present, objects, strict=True):
                shown["retry_at"] = _retry_at(code)
        return [
            changed
            for shown in objects
            if (changed := self._changed(followed, shown)) is not None
        ]

    # contract 18.2, 18.3
    def _changed(
        self, followed: _FollowedLock, shown: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Return the part of an object that the subscriber lacks; None if it lacks nothing."""
        access_code_id = shown["access_code_id"]
        pushed = json_bytes(shown)
        known = followed.pushed.get(access_code_id)
        followed.pushed[access_code_id] = pushed
        if known == pushed:
            return None
        if known is None or not self._is_partial:
            return shown
        former = json_loads_object(known)
        fields = {key: value for key, value in shown.items() if former[key] != value}
        return {"access_code_id": access_code_id, **fields}


# contract 18.22
def _retry_at(code: AccessCode) -> str | None:
    """Return when what a lock has not done about a code is tried next; None if nothing is."""
    at = code.progress.retry_at
    return None if at is None else at.isoformat()
