"""Base of adapters that report: to a listener that they may call after their stop, too, and of their capabilities."""

from typing import override

from homeassistant.core import callback

from ..core.model import LockCapabilities, Pin
from .adapter import AdapterListener, LockAdapter
from .stoppable_listener import StoppableListener


class ListeningAdapter(LockAdapter):
    """An adapter whose listener is called by callbacks and by commands, which may outlast its stop.

    A family extends ``async_start`` and ``stop`` by its own subscriptions. Its capabilities may change while it runs.
    """

    _listener: StoppableListener | None = None
    _capabilities: LockCapabilities | None = None

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self._listener = StoppableListener(listener)

    @override
    def stop(self) -> None:
        if self._listener is not None:
            self._listener.stop()

    @property
    @override
    def capabilities(self) -> LockCapabilities | None:
        return self._capabilities

    @property
    def _listens(self) -> StoppableListener:
        """The listener of an adapter that was started."""
        assert self._listener is not None
        return self._listener

    @callback
    def _set_capabilities(self, capabilities: LockCapabilities) -> None:
        """Store the capabilities, and report a change of them."""
        if capabilities != self._capabilities:
            self._capabilities = capabilities
            self._listens.capabilities_changed()

    def _is_slot(self, slot: str) -> bool:
        """Return whether a key is that of a slot of the lock, or of one that we have written."""
        slots = self._capabilities.slots if self._capabilities is not None else ()
        return slot in slots or self._listens.is_ours(slot)

    def _objects_to(self, pin: Pin) -> bool:
        """Return whether the lock takes no such PIN, as far as its capabilities are known."""
        capabilities = self.capabilities
        return capabilities is not None and capabilities.objection_to(pin) is not None
