"""Follow the lock of a config entry through the registries, without a reload: rename, move, removal and return."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
import logging
from typing import Any, NamedTuple

from homeassistant.components.lock.const import DOMAIN as LOCK_DOMAIN
from homeassistant.config_entries import SOURCE_IGNORE, ConfigEntry
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..const import (
    CONF_LOCK,
    CONF_LOCK_PLATFORM,
    CONF_LOCK_UNIQUE_ID,
    CONF_METHOD,
    CONF_METHOD_SETTINGS,
    DOMAIN,
)
from ..core.model import Reach
from ..core.requests.leave_lock import adopt_lock, store_method_settings
from ..engine.lock_engine import LockEngine
from ..locks import async_create_adapter, settings_as_text
from ..locks.adapter import LockAdapter
from ..storage.record_file import StorageFailed

_LOGGER = logging.getLogger(__name__)


# contract 2.3
@callback
def async_find_lock(hass: HomeAssistant, entry: ConfigEntry) -> er.RegistryEntry | None:
    """Return the lock's registry entry: by its id, else by platform and unique id.

    The latter finds a lock that returned under a new registry id.
    """
    registry = er.async_get(hass)
    if (found := registry.entities.get_entry(entry.data[CONF_LOCK])) is not None:
        return found
    platform = entry.data.get(CONF_LOCK_PLATFORM)
    unique_id = entry.data.get(CONF_LOCK_UNIQUE_ID)
    if platform is None or unique_id is None:
        return None
    entity_id = registry.async_get_entity_id(LOCK_DOMAIN, platform, unique_id)
    found = registry.async_get(entity_id) if entity_id is not None else None
    if found is None or _has_other_entry(hass, entry, found):
        return None
    return found


# contract 14.2
@callback
def async_linked_lock_ids(hass: HomeAssistant) -> set[str]:
    """Return the registry ids of the linked locks; ignored locks do not count as linked."""
    return {
        entry.unique_id
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.source != SOURCE_IGNORE and entry.unique_id is not None
    }


def _has_other_entry(
    hass: HomeAssistant, entry: ConfigEntry, lock: er.RegistryEntry
) -> bool:
    other = hass.config_entries.async_entry_for_domain_unique_id(DOMAIN, lock.id)
    return other is not None and other.entry_id != entry.entry_id


@callback
def async_lock_name(hass: HomeAssistant, lock: er.RegistryEntry) -> str:
    """Return the lock's display name."""
    return er.async_get_full_entity_name(hass, lock) or lock.entity_id


async def async_adapter_of(
    hass: HomeAssistant,
    lock: er.RegistryEntry | None,
    method: str,
    settings: Mapping[str, Any] | None = None,
) -> LockAdapter | None:
    """Return a new adapter for the lock; None where its integration cannot be imported."""
    if lock is None:
        return None
    try:
        return await async_create_adapter(hass, lock, method, settings)
    except ImportError as err:
        # An integration that is not installed is not running either.
        _LOGGER.warning("No adapter for %s: %s", lock.entity_id, err)
        return None


class _Identity(NamedTuple):
    """Data that an adapter depends on: a change needs another adapter."""

    entity_id: str
    device_id: str | None
    platform: str
    unique_id: str
    config_entry_id: str | None
    settings: str | None

    @classmethod
    def of(cls, lock: er.RegistryEntry, settings: str | None) -> _Identity:
        """Return the identity of a registry entry, with the settings of the lock's method."""
        return cls(
            lock.entity_id,
            lock.device_id,
            lock.platform,
            lock.unique_id,
            lock.config_entry_id,
            settings,
        )


class LinkedLock:
    """The lock of one config entry."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Look the lock up, without following it."""
        self._hass = hass
        self._entry = entry
        self._attached: _Identity | None = None
        self._adapter_update = asyncio.Lock()
        self._listeners: list[CALLBACK_TYPE] = []
        self._unsubscribe: CALLBACK_TYPE | None = None
        self._is_following = False
        self.look_up()

    @callback
    def look_up(self) -> None:
        """Find the lock of the entry in the registry."""
        self.entity = async_find_lock(self._hass, self._entry)

    @property
    def name(self) -> str:
        """The lock's name; the entry's title while the lock is gone."""
        if self.entity is None:
            return self._entry.title
        return async_lock_name(self._hass, self.entity)

    @property
    def entity_id(self) -> str | None:
        """The lock's entity id; while it is gone, the last known one."""
        if self.entity is not None:
            return self.entity.entity_id
        key = (
            LOCK_DOMAIN,
            self._entry.data.get(CONF_LOCK_PLATFORM, ""),
            self._entry.data.get(CONF_LOCK_UNIQUE_ID, ""),
        )
        removed = er.async_get(self._hass).deleted_entities.get(key)
        return removed.entity_id if removed is not None else None

    def where(self) -> tuple[str | None, str | None]:
        """Return the ids of the lock's entity and device."""
        device_id = self.entity.device_id if self.entity is not None else None
        return self.entity_id, device_id

    # contract 2.6
    @property
    def device(self) -> dr.AnyDeviceEntry | None:
        """The device of our entities: the lock's, else one of ours named after it."""
        devices = dr.async_get(self._hass)
        if self.entity is None:
            return self._own_device()
        if self.entity.device_id is not None:
            return devices.async_get(self.entity.device_id)
        return devices.async_get_or_create(
            config_entry_id=self._entry.entry_id,
            identifiers={(DOMAIN, self._entry.entry_id)},
            name=self.name,
        )

    # contract 2.2, 2.3, 2.4
    async def async_start(self, engine: LockEngine) -> None:
        """Attach the lock to the engine and follow it. Never waits for the lock."""
        self._engine = engine
        self._is_following = True
        self._unsubscribe = self._hass.bus.async_listen(
            er.EVENT_ENTITY_REGISTRY_UPDATED,
            self._on_registry_updated,
            event_filter=self._is_about_lock,
        )
        # It may have been enabled, or have returned, while the engine started.
        self.look_up()
        self._apply_lock()
        await self._async_update_adapter()

    async def async_stop(self) -> None:
        """Stop following the lock, after the change under way."""
        self._is_following = False
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        async with self._adapter_update:
            pass

    # contract 12.111
    async def async_settings_changed(self) -> None:
        """Use the method with its present settings from now on."""
        settings = settings_as_text(self._entry.data.get(CONF_METHOD_SETTINGS))
        if self._engine.record.method_settings != settings and settings is not None:
            # If the disk fails, the next start stores them.
            with suppress(StorageFailed):
                await self._engine.async_request(
                    partial(store_method_settings, settings=settings)
                )
        await self._async_update_adapter()

    @callback
    def subscribe(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call the listener after a rename, move, removal or return of the lock."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def _is_about_lock(self, event_data: er.EventEntityRegistryUpdatedData) -> bool:
        entity_id = event_data["entity_id"]
        if self.entity is None:
            return event_data["action"] != "remove" and entity_id.startswith(
                f"{LOCK_DOMAIN}."
            )
        return self.entity.entity_id in (entity_id, event_data.get("old_entity_id"))

    # contract 14.32
    @callback
    def follow_as(self, lock: er.RegistryEntry) -> None:
        """Take another registry entry for the linked lock, which has come back as that: a person has said so."""
        self._store_identity(lock)
        self._follow()

    @callback
    def _on_registry_updated(self, _: Event[er.EventEntityRegistryUpdatedData]) -> None:
        self._follow()

    # contract 2.2
    @callback
    def _follow(self) -> None:
        """Look the lock up, and tell engine and listeners of a change."""
        found = async_find_lock(self._hass, self._entry)
        if found is None and self.entity is None:
            return
        self.entity = found
        self._apply_lock()
        self._entry.async_create_task(
            self._hass, self._async_update_adapter(), "follow the lock"
        )
        for listener in list(self._listeners):
            try:
                listener()
            except Exception as err:  # noqa: BLE001
                # A listener must not keep others from the change.
                _LOGGER.error("Listener failed: %s", type(err).__name__)

    # contract 2.4
    @callback
    def _apply_lock(self) -> None:
        """Update reach, adapter, entities and the entry after a change of the lock."""
        if self.entity is None:
            self._engine.set_reach(Reach.REMOVED)
            return
        self._store_identity(self.entity)
        is_disabled = self.entity.disabled_by is not None
        self._engine.set_reach(Reach.DISCONNECTED if is_disabled else None)
        self._update_devices()

    @callback
    def _store_identity(self, lock: er.RegistryEntry) -> None:
        """Store platform and unique id in the entry, to recognise the lock under a new registry id."""
        self._hass.config_entries.async_update_entry(
            self._entry,
            unique_id=lock.id,
            data={
                **self._entry.data,
                CONF_LOCK: lock.id,
                CONF_LOCK_PLATFORM: lock.platform,
                CONF_LOCK_UNIQUE_ID: lock.unique_id,
            },
        )

    # contract 2.2
    @callback
    def _update_devices(self) -> None:
        """Put our entities on the lock's device, and remove a device of ours that is no longer needed."""
        device = self.device
        entities = er.async_get(self._hass)
        for entity in er.async_entries_for_config_entry(entities, self._entry.entry_id):
            if device is not None and entity.device_id != device.id:
                entities.async_update_entity(entity.entity_id, device_id=device.id)
        own = self._own_device()
        if own is not None and device is not None and own.id != device.id:
            dr.async_get(self._hass).async_remove_device(own.id)

    @callback
    def _own_device(self) -> dr.DeviceEntry | None:
        return dr.async_get(self._hass).async_get_device_by_identifier(
            (DOMAIN, self._entry.entry_id), self._entry.entry_id
        )

    async def _async_update_adapter(self) -> None:
        """Attach the adapter of the current lock to the engine, one change after the other."""
        async with self._adapter_update:
            if not self._is_following:
                return
            lock = self.entity
            usable = lock if lock is not None and lock.disabled_by is None else None
            settings = self._entry.data.get(CONF_METHOD_SETTINGS)
            identity = (
                _Identity.of(usable, settings_as_text(settings))
                if usable is not None
                else None
            )
            if identity != self._attached:
                self._attached = identity
                await self._engine.attach(
                    await async_adapter_of(
                        self._hass, usable, self._entry.data[CONF_METHOD], settings
                    )
                )
            if lock is not None and self._engine.record.lock_id != lock.id:
                # If the disk fails, the next start stores the new id.
                with suppress(StorageFailed):
                    await self._engine.async_request(
                        partial(adopt_lock, lock_id=lock.id)
                    )
