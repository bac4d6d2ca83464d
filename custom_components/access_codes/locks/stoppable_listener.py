"""Listener of an adapter, which takes nothing more once the adapter is stopped."""

from typing import override

from ..core.model import Content
from .adapter import AdapterListener, Cause, Use


class StoppableListener(AdapterListener):
    """Passes calls on until it is stopped: a command that is cut by the stop may end later."""

    def __init__(self, listener: AdapterListener) -> None:
        """Store the listener."""
        self._listener: AdapterListener | None = listener

    # contract 12.46
    def stop(self) -> None:
        """Pass nothing on from now on."""
        self._listener = None

    @override
    def reach_changed(self) -> None:
        if self._listener is not None:
            self._listener.reach_changed()

    @override
    def capabilities_changed(self) -> None:
        if self._listener is not None:
            self._listener.capabilities_changed()

    @override
    def reported(
        self, slot: str, content: Content | None, cause: Cause = Cause.UNKNOWN
    ) -> None:
        if self._listener is not None:
            self._listener.reported(slot, content, cause)

    @override
    def reported_all_cleared(self) -> None:
        if self._listener is not None:
            self._listener.reported_all_cleared()

    @override
    def remainder_found(self, slot: str) -> None:
        if self._listener is not None:
            self._listener.remainder_found(slot)

    @override
    def activity_found(self, slot: str, *, is_inactive: bool) -> None:
        if self._listener is not None:
            self._listener.activity_found(slot, is_inactive=is_inactive)

    @override
    def used(self, use: Use) -> None:
        if self._listener is not None:
            self._listener.used(use)

    @override
    def access_denied(self, reason: str) -> None:
        if self._listener is not None:
            self._listener.access_denied(reason)

    @override
    def is_ours(self, slot: str) -> bool:
        return self._listener is not None and self._listener.is_ours(slot)
