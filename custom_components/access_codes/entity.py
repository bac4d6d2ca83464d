"""Base class of the entities: on the lock's own device, pushed by the engine."""

from homeassistant.helpers.entity import Entity

from .entry import AccessCodesRuntime


class AccessCodesEntity(Entity):
    """An entity of a linked lock."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, runtime: AccessCodesRuntime) -> None:
        """Put the entity on the lock's device."""
        self._runtime = runtime
        self.device_entry = runtime.lock.device
