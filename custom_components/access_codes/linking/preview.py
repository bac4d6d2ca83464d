"""A look at a lock before it is linked: what it can do, or why it cannot keep codes."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
import logging
from typing import Final, NamedTuple

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry

from ..core.model import Cause, Content, LockCapabilities, Use
from ..locks import async_create_adapter, async_method_of
from ..locks.adapter import LockAdapter
from ..locks.detached import Detached

_LOGGER = logging.getLogger(__name__)

LIMIT: Final = 3
"""Seconds for which a dialog waits for a lock to be known."""


class OwnMethod(NamedTuple):
    """The method of a lock's family, and the capabilities that the lock has by it."""

    method: str
    capabilities: LockCapabilities


class _Onlooker:
    """A listener that only waits for the capabilities: no report of an unlinked lock is of interest."""

    def __init__(self) -> None:
        self.changed = asyncio.Event()

    def reach_changed(self) -> None:
        """Ignore the reach."""

    def capabilities_changed(self) -> None:
        """Let the capabilities be looked at again."""
        self.changed.set()

    def reported(
        self, slot: str, content: Content | None, cause: Cause = Cause.UNKNOWN
    ) -> None:
        """Ignore a change."""

    def reported_all_cleared(self) -> None:
        """Ignore a reset."""

    def remainder_found(self, slot: str) -> None:
        """Ignore a remainder."""

    def activity_found(self, slot: str, *, is_inactive: bool) -> None:
        """Ignore a code that is switched off."""

    def used(self, use: Use) -> None:
        """Ignore a use."""

    def access_denied(self, reason: str) -> None:
        """Ignore a refused entry."""

    def is_ours(self, slot: str) -> bool:
        """Return that nothing on an unlinked lock is ours."""
        return False


async def async_with_own_method(
    hass: HomeAssistant, locks: Iterable[RegistryEntry]
) -> list[tuple[RegistryEntry, str]]:
    """Return the locks that keep codes themselves, with their methods; without those not known in ``LIMIT`` seconds."""
    asked = list(locks)
    methods = await asyncio.gather(*(_async_method(hass, lock) for lock in asked))
    pairs = zip(asked, methods, strict=True)
    return [(lock, method) for lock, method in pairs if method is not None]


async def _async_method(hass: HomeAssistant, lock: RegistryEntry) -> str | None:
    """Return the method of a lock; None too where its integration does not say so in the time that a dialog has."""
    try:
        async with asyncio.timeout(LIMIT):
            return await async_method_of(hass, lock)
    except TimeoutError:
        return None


# contract 14.80
async def async_proven_method(
    hass: HomeAssistant, lock: RegistryEntry, limit: float = LIMIT
) -> OwnMethod | None:
    """Return the method of the lock's family; None unless the lock has told by it that it has room for codes.

    A lock that is away counts elsewhere as one that keeps codes: here it is no proof.
    """
    if (method := await _async_method(hass, lock)) is None:
        return None
    capabilities = await async_preview(hass, lock, method, limit)
    if capabilities is None or capabilities.room == 0:
        return None
    return OwnMethod(method, capabilities)


# contract 14.30
async def async_preview(
    hass: HomeAssistant, lock: RegistryEntry, method: str, limit: float = LIMIT
) -> LockCapabilities | None:
    """Return the capabilities that a lock has by a method; None where they are not known within so many seconds.

    Its adapter is started for that and stopped again, and no slot is read.
    """
    runs = Detached()
    try:
        return await runs.async_run(_async_look(hass, lock, method), limit=limit)
    except Exception as err:  # noqa: BLE001
        # An adapter may be anybody's. Its exceptions may hold anything.
        _LOGGER.debug("No capabilities of %s: %s", lock.entity_id, type(err).__name__)
        return None


async def _async_look(
    hass: HomeAssistant, lock: RegistryEntry, method: str
) -> LockCapabilities:
    adapter = await async_create_adapter(hass, lock, method)
    onlooker = _Onlooker()
    try:
        await adapter.async_start(onlooker)
        while (capabilities := adapter.capabilities) is None:
            await onlooker.changed.wait()
            onlooker.changed.clear()
        return capabilities
    finally:
        _stop(adapter)


def _stop(adapter: LockAdapter) -> None:
    with suppress(Exception):
        adapter.stop()
