"""Sensors: the status of each access code, added and removed with the code; free slots and next change of the lock."""

from collections.abc import Iterable
from datetime import datetime
from itertools import batched
from typing import cast, override

from homeassistant.components.sensor import (
    DOMAIN as SENSOR_DOMAIN,
    SensorDeviceClass,
    SensorEntity,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import MATCH_ALL, EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er, instance_id
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.importlib import async_import_module

from .const import CONF_METHOD, DOMAIN, METHOD_KEYPAD
from .core.access_code_object import as_attributes
from .core.model import AccessCode, Placement, Status
from .engine.pacing import async_pace
from .engine.updates import Update
from .entity import AccessCodesEntity, LockEntity, Shown
from .entry import AccessCodesConfigEntry, AccessCodesRuntime, is_booking_entry
from .presentation.objects import ObjectBuilder, async_object_builder

PARALLEL_UPDATES = 0

_BATCH_SIZE = 25
"""Sensors added in one batch: each holds the event loop for a good part of a millisecond."""

_FREE_SLOTS = "free_slots"

_OPTIONS = [status.value for status in Status if status is not Status.UNKNOWN]


async def async_setup_entry(
    hass: HomeAssistant,
    entry: AccessCodesConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the lock's own sensors and one for each code, and keep these in step with the codes."""
    if is_booking_entry(entry):
        bookings = await async_import_module(hass, f"{__package__}.bookings.entities")
        async_add_entities(bookings.booking_sensors(entry))
        return
    async_add_entities(_sensors_of_lock(hass, entry))
    workspace_id = await instance_id.async_get(hass)
    sensors = _Sensors(hass, entry, async_add_entities, workspace_id)
    entry.async_on_unload(entry.runtime_data.engine.subscribe(sensors.update))
    entry.async_on_unload(entry.runtime_data.lock.subscribe(sensors.refresh_all))
    await sensors.async_start()


# contract 11.73
@callback
def _sensors_of_lock(
    hass: HomeAssistant, entry: AccessCodesConfigEntry
) -> list[LockEntity]:
    """Return the lock's own sensors. Codes of a keypad lock have no slots."""
    if entry.data[CONF_METHOD] != METHOD_KEYPAD:
        return [FreeSlotsSensor(entry), NextChangeSensor(entry)]
    registry = er.async_get(hass)
    unique_id = f"{entry.entry_id}_{_FREE_SLOTS}"
    if entity_id := registry.async_get_entity_id(SENSOR_DOMAIN, DOMAIN, unique_id):
        registry.async_remove(entity_id)
    return [NextChangeSensor(entry)]


class _Sensors:
    """The sensors of one lock's codes."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: AccessCodesConfigEntry,
        async_add_entities: AddConfigEntryEntitiesCallback,
        workspace_id: str,
    ) -> None:
        self._hass = hass
        self._workspace_id = workspace_id
        self._entry = entry
        self._entry_id = entry.entry_id
        self._runtime = entry.runtime_data
        self._async_add_entities = async_add_entities
        self._sensors: dict[str, AccessCodeSensor] = {}

    async def async_start(self) -> None:
        """Add sensors of existing codes; remove registry entries of codes deleted while the entry was not loaded."""
        self._remove_orphaned()
        pace = async_pace(self._hass)
        for batch in batched(self._runtime.engine.record.codes, _BATCH_SIZE):
            await pace.async_step()
            codes = self._runtime.engine.record.codes
            self._add(code for code in batch if code in codes)

    @callback
    def _remove_orphaned(self) -> None:
        codes = self._runtime.engine.record.codes
        registry = er.async_get(self._hass)
        for entity in er.async_entries_for_config_entry(registry, self._entry_id):
            is_code_sensor = not entity.unique_id.startswith(self._entry_id)
            if (
                entity.domain == SENSOR_DOMAIN
                and is_code_sensor
                and entity.unique_id not in codes
            ):
                self._remove(entity.unique_id)

    @callback
    def update(self, update: Update) -> None:
        """Add, refresh and remove sensors after an update of the engine."""
        self._add(update.added)
        self._show(
            sensor
            for access_code_id in update.changed
            if (sensor := self._sensors.get(access_code_id)) is not None
        )
        for access_code_id in update.removed:
            self._remove(access_code_id)

    @callback
    def refresh_all(self) -> None:
        """Refresh all sensors after a change of the lock."""
        self._show(self._sensors.values())

    @callback
    def _show(self, sensors: Iterable[AccessCodeSensor]) -> None:
        """Write the states of sensors; what their codes share is looked up once."""
        shown = list(sensors)
        if not shown:
            return
        build = async_object_builder(self._hass, self._runtime, self._workspace_id)
        by_owner = self._runtime.engine.record.placements_by_owner()
        for sensor in shown:
            sensor.show(build, by_owner.get(sensor.access_code_id))

    @callback
    def _add(self, access_code_ids: Iterable[str]) -> None:
        if self._entry.state is ConfigEntryState.UNLOAD_IN_PROGRESS:
            # The engine runs a moment longer than the platform: a sensor added now would outlive its entry.
            return
        codes = self._runtime.engine.record.codes
        self._async_add_entities(
            AccessCodeSensor(
                self._hass,
                self._runtime,
                access_code_id,
                self._workspace_id,
                self._sensors,
            )
            for access_code_id in access_code_ids
            if _has_sensor(codes.get(access_code_id))
        )

    # contract 11.18
    @callback
    def _remove(self, access_code_id: str) -> None:
        """Remove the sensor's registry entry, detached from the config entry first.

        Home Assistant keeps the data of a removed entity as long as its config entry exists, and purges it after 30
        days only if it belonged to none.
        """
        registry = er.async_get(self._hass)
        entity_id = registry.async_get_entity_id(SENSOR_DOMAIN, DOMAIN, access_code_id)
        if entity_id is not None:
            registry.async_update_entity(entity_id, config_entry_id=None)
            registry.async_remove(entity_id)


# contract 6.162, 10.4
def _has_sensor(code: AccessCode | None) -> bool:
    """Return whether a code has a sensor: neither a backup code has one, nor somebody else's that is being removed."""
    return code is None or code.is_listed


# contract 11.14, 11.16
class AccessCodeSensor(AccessCodesEntity, SensorEntity):
    """The status of one access code."""

    _attr_device_class = SensorDeviceClass.ENUM
    _attr_options = _OPTIONS
    _attr_translation_key = "access_code"
    _unrecorded_attributes = frozenset({MATCH_ALL})

    def __init__(
        self,
        hass: HomeAssistant,
        runtime: AccessCodesRuntime,
        access_code_id: str,
        workspace_id: str,
        sensors: dict[str, AccessCodeSensor],
    ) -> None:
        """Read the code's state; ``sensors`` are those that get updates, by id of their code."""
        super().__init__(runtime)
        self.hass = hass
        self._workspace_id = workspace_id
        self._attr_unique_id = access_code_id
        self.access_code_id = access_code_id
        self._sensors = sensors
        self._read()

    @override
    async def async_added_to_hass(self) -> None:
        """Join the sensors that get updates."""
        self._sensors[self.access_code_id] = self
        self._read()

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Leave the sensors that get updates."""
        del self._sensors[self.access_code_id]

    @callback
    def async_entity_id_changed(self, old_entity_id: str) -> None:
        """Ignore a new entity id: the sensor does not depend on it.

        Home Assistant 2026.11 and later rename in place only where this hook exists; earlier releases never call it.
        """

    def _read(self) -> None:
        """Read the current state."""
        build = async_object_builder(self.hass, self._runtime, self._workspace_id)
        record = self._runtime.engine.record
        self._update_attributes(build, record.placement_of(self.access_code_id))

    @callback
    def show(self, build: ObjectBuilder, placement: Placement | None) -> None:
        """Write the current state; ``placement``: the slot of the code."""
        self._update_attributes(build, placement)
        self.async_write_ha_state()

    # contract 11.15, 11.17, 11.101
    def _update_attributes(
        self, build: ObjectBuilder, placement: Placement | None
    ) -> None:
        """Copy status and attributes from the engine."""
        engine = self._runtime.engine
        code = engine.record.codes.get(self.access_code_id)
        if code is None:
            # Deleted meanwhile: the next update removes this sensor.
            return
        status = engine.plan.views[self.access_code_id].status
        self._attr_name = code.name
        self._attr_native_value = None if status is Status.UNKNOWN else status.value
        self._attr_extra_state_attributes = as_attributes(build(code, placement))


# contract 11.73
class FreeSlotsSensor(LockEntity, SensorEntity):
    """Free slots of a lock; unknown where they are without limit, or not known."""

    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, entry: AccessCodesConfigEntry) -> None:
        """Name the sensor."""
        super().__init__(entry, _FREE_SLOTS)

    @property
    @override
    def native_value(self) -> int | None:
        """The number of free slots."""
        return cast("int | None", self._shown.value)

    @override
    def _is_affected(self, update: Update) -> bool:
        return update.lock_changed

    @override
    def _read(self) -> Shown:
        return Shown(self._runtime.engine.plan.free_slots)


# contract 11.74
class NextChangeSensor(LockEntity, SensorEntity):
    """The next begin or end of a window of the lock's codes."""

    _attr_device_class = SensorDeviceClass.TIMESTAMP

    def __init__(self, entry: AccessCodesConfigEntry) -> None:
        """Name the sensor."""
        super().__init__(entry, "next_change")

    @property
    @override
    def native_value(self) -> datetime | None:
        """The instant of the change."""
        return cast("datetime | None", self._shown.value)

    @override
    def _is_affected(self, update: Update) -> bool:
        return update.agenda_changed

    @override
    def _read(self) -> Shown:
        change = self._runtime.engine.next_change
        if change is None:
            return Shown(None)
        attributes = {
            "change": change.kind.value,
            "name": change.name,
            "access_code_id": change.access_code_id,
        }
        return Shown(change.at, attributes)
