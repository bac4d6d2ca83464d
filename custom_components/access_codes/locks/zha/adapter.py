"""Adapter of locks of the ``zha`` integration.

PINs go to the lock's cluster in this process, never through an action: the recorder stores its data, and ZHA's actions drop
what the lock answers.
"""

from typing import override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import LockCapabilities, Reach
from ..adapter import AdapterListener
from ..zigbee.adapter import ZigbeeAdapter
from ..zigbee.limits import ATTR_PIN_USERS, capabilities_from
from .cluster import LOGGERS, ClusterFollower, Notification, address_of, has_pins
from .commands import LATE_BY, PATIENCE, Commands
from .events import event_of


class ZhaAdapter(ZigbeeAdapter):
    """A lock of ZHA."""

    family = "zha"
    _loggers = LOGGERS

    def __init__(self, hass: HomeAssistant, lock: RegistryEntry) -> None:
        """Store the lock, without a lookup."""
        super().__init__(hass)
        self._cluster = ClusterFollower(
            hass, lock, self._on_cluster, self._on_notification
        )
        self._commands = Commands(self._cluster)
        self._has_answered = False
        """The lock has answered since its events come to us."""

    # contract 12.200
    @staticmethod
    @override
    def keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
        address = address_of(lock.unique_id)
        return address is not None and has_pins(hass, address)

    @staticmethod
    @override
    def obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
        return "zha"

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        await super().async_start(listener)
        self._cluster.start()

    @override
    def stop(self) -> None:
        super().stop()
        self._cluster.stop()

    # contract 12.210
    @property
    @override
    def reach(self) -> Reach:
        """Return the reach: a lock comes back with its first answer, for nobody kept what it told before."""
        reach = self._cluster.reach
        is_waited_for = reach is Reach.REACHABLE and not self._has_answered
        return Reach.OFFLINE if is_waited_for else reach

    @property
    @override
    def _commands_now(self) -> Commands | None:
        return self._commands if self._cluster.is_there else None

    @callback
    def _on_cluster(self, is_other: bool) -> None:
        """Handle another cluster, or another reach of it."""
        if is_other:
            self._has_answered = False
            self._search.cancel()
        if self._cluster.reach is Reach.REACHABLE:
            self._search_limits()
        self._listens.reach_changed()

    @override
    async def _async_capabilities(self) -> LockCapabilities:
        limits = await self._commands.limits()
        if limits.get(ATTR_PIN_USERS) == 0:
            return LockCapabilities()
        return capabilities_from(
            limits, self._reads, names_users=True, patience=PATIENCE, late_by=LATE_BY
        )

    @override
    async def _async_find_limits(self) -> None:
        await super()._async_find_limits()
        self._has_answered = True
        self._listens.reach_changed()

    @callback
    def _on_notification(self, notification: Notification) -> None:
        """Handle an event of the lock, which is heard by that."""
        event = event_of(notification)
        if event is not None:
            self._on_event(event)
        self._search_limits()
