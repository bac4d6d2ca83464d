"""Base of adapters that speak to their lock by the client that another integration holds."""

from collections.abc import Callable, Iterable
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry

from ..core.model import Reach
from .adapter import AdapterListener, LockUnreachable
from .client_link import ClientLink
from .listening_adapter import ListeningAdapter


class ClientAdapter[ClientT](ListeningAdapter):
    """An adapter by a client, which is followed through the loads of its integration.

    A family finds the client in a loaded config entry, and overrides ``_attach`` where the client reports.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        lock: RegistryEntry,
        find: Callable[[ConfigEntry], ClientT | None],
    ) -> None:
        """Store the lock, without a lookup. ``find``: of ``ClientLink``."""
        self._link = ClientLink(hass, lock, find, self._attach)

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        await super().async_start(listener)
        self._link.start(self._listens.reach_changed)

    @override
    def stop(self) -> None:
        super().stop()
        self._link.stop()

    # contract 12.221, 12.237, 12.278, 12.285, 12.297, 12.314
    @property
    @override
    def reach(self) -> Reach:
        return self._link.reach

    def _reachable(self) -> ClientT:
        """Return the client of a lock that commands can reach. Raises LockUnreachable."""
        client = self._link.client
        if client is None or self.reach is not Reach.REACHABLE:
            raise LockUnreachable
        return client

    @callback
    def _attach(self, client: ClientT) -> Iterable[CALLBACK_TYPE]:
        """Subscribe to the reports of a client, and return the callbacks that end that."""
        return ()
