"""What all our entities share: they sit on the lock's own device."""

from homeassistant.helpers.entity import Entity

from .entry import AccessCodesRuntime


class AccessCodesEntity(Entity):
    """An entity of a linked lock, pushed by its engine."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(self, runtime: AccessCodesRuntime) -> None:
        """Sit on the lock's device."""
        self._runtime = runtime
        self.device_entry = runtime.lock.device
