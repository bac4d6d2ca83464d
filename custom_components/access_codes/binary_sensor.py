"""One binary sensor for the problems of each linked lock and its codes."""

from typing import Any, override

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.binary_sensor.const import BinarySensorDeviceClass
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.importlib import async_import_module

from .core.plan.lock_problems import LockProblem, lock_problems
from .entity import LockEntity, Shown
from .entry import AccessCodesConfigEntry, is_booking_entry
from .presentation.messages import async_problem_message

PARALLEL_UPDATES = 0

_CHECKS_CODES_OF = "checks_codes_of"
"""Attribute: the lock whose codes Home Assistant itself checks. Cards of every user know by it where a keypad is of use."""


async def async_setup_entry(
    hass: HomeAssistant,
    entry: AccessCodesConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the binary sensor of the lock."""
    if is_booking_entry(entry):
        bookings = await async_import_module(hass, f"{__package__}.bookings.entities")
        async_add_entities([bookings.OccupiedSensor(entry, "occupied")])
        return
    async_add_entities([ProblemSensor(entry)])


# contract 11.70, 11.71, 11.349
class ProblemSensor(LockEntity, BinarySensorEntity):
    """Problems of a lock and its codes."""

    _attr_device_class = BinarySensorDeviceClass.PROBLEM
    _unrecorded_attributes = frozenset({"problems", _CHECKS_CODES_OF})

    def __init__(self, entry: AccessCodesConfigEntry) -> None:
        """Name the sensor."""
        super().__init__(entry, "problem")

    @property
    @override
    def is_on(self) -> bool:
        """True while there is a problem."""
        return self._shown.value is True

    @override
    def _read(self) -> Shown:
        engine = self._runtime.engine
        found = lock_problems(
            engine.record, engine.plan, is_disk_failing=engine.disk_failing
        )
        attributes: dict[str, Any] = {
            "problems": [self._shown_as(each) for each in found]
        }
        capabilities = engine.record.capabilities
        if capabilities is not None and capabilities.is_virtual:
            attributes[_CHECKS_CODES_OF] = self._runtime.lock.where()[0]
        return Shown(bool(found), attributes)

    def _shown_as(self, problem: LockProblem) -> dict[str, Any]:
        about = {"error_code": problem.code.value}
        if problem.access_code_id is not None and problem.name is not None:
            about |= {"access_code_id": problem.access_code_id, "name": problem.name}
        message = async_problem_message(self.hass, self._runtime, problem)
        return {**about, "message": message}
