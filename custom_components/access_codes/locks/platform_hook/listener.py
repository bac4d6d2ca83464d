"""The engine, as a foreign adapter sees it: reports are checked, and none arrives once the adapter is left."""

from collections.abc import Callable
import logging
from typing import Any, override

from homeassistant.core import HomeAssistant

from ...core.model import Content, LockCapabilities
from ..adapter import AdapterListener, Cause, Use
from .checks import DENIALS, is_report, is_use

_LOGGER = logging.getLogger(__name__)


# contract 12.126
class GuardedListener(AdapterListener):
    """Passes sound reports of one foreign adapter on."""

    def __init__(
        self,
        hass: HomeAssistant,
        name: str,
        listener: AdapterListener,
        capabilities: Callable[[], LockCapabilities | None],
    ) -> None:
        """Store the engine's listener. ``capabilities``: of the lock, as they are now."""
        self._hass = hass
        self._name = name
        self._listener = listener
        self._capabilities = capabilities
        self.is_closed = False

    @override
    def reach_changed(self) -> None:
        if self._is_open():
            self._listener.reach_changed()

    @override
    def capabilities_changed(self) -> None:
        if self._is_open():
            self._listener.capabilities_changed()

    @override
    def reported(
        self, slot: str, content: Content | None, cause: Cause = Cause.UNKNOWN
    ) -> None:
        if self._accepts(is_report(slot, content, cause), slot):
            self._listener.reported(slot, content, cause)

    @override
    def reported_all_cleared(self) -> None:
        if self._is_open():
            self._listener.reported_all_cleared()

    @override
    def remainder_found(self, slot: str) -> None:
        if self._accepts(isinstance(slot, str), slot):
            self._listener.remainder_found(slot)

    @override
    def activity_found(self, slot: str, *, is_inactive: bool) -> None:
        if self._accepts(isinstance(slot, str) and isinstance(is_inactive, bool), slot):
            self._listener.activity_found(slot, is_inactive=is_inactive)

    @override
    def used(self, use: Use) -> None:
        if self._accepts(is_use(use)):
            self._listener.used(use)

    @override
    def access_denied(self, reason: str) -> None:
        if self._accepts(isinstance(reason, str) and reason in DENIALS):
            self._listener.access_denied(reason)

    @override
    def is_ours(self, slot: str) -> bool:
        return self._is_open() and self._listener.is_ours(slot)

    def _is_open(self) -> bool:
        """Return whether a call counts. Raises RuntimeError in another thread than the event loop's."""
        self._hass.verify_event_loop_thread(f"a report of {self._name}")
        return not self.is_closed

    def _accepts(self, is_sound: bool, slot: Any = None) -> bool:
        if not self._is_open():
            return False
        if is_sound and slot is not None:
            capabilities = self._capabilities()
            is_sound = capabilities is not None and (
                capabilities.has_named_slots or slot in capabilities.slots
            )
        if not is_sound:
            _LOGGER.error("The adapter of %s reports nonsense", self._name)
        return is_sound
