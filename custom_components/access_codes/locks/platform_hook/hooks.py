"""Hooks of other integrations: the function ``async_get_lock_adapter`` of their platform module ``access_codes.py``."""

from collections.abc import Awaitable, Callable
import logging
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.helpers.integration_platform import (
    async_process_integration_platforms,
)
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.signal_type import SignalType

from ...const import DOMAIN
from ..adapter import LockAdapter
from ..detached import Detached

_LOGGER = logging.getLogger(__name__)

type Hook = Callable[[HomeAssistant, RegistryEntry], Awaitable[LockAdapter | None]]

HOOK: Final = "async_get_lock_adapter"

HOOK_TIMEOUT: Final = 10
"""Seconds after which a hook is left."""

SIGNAL_HOOK_FOUND: SignalType[str] = SignalType(f"{DOMAIN}_hook_found")
"""With the domain of the integration that brought a hook."""

_HOOKS: HassKey[dict[str, Hook]] = HassKey(f"{DOMAIN}_hooks")


# contract 12.120
async def async_setup_hooks(hass: HomeAssistant) -> None:
    """Find the hooks of integrations that are loaded, and of those that come later. Waits for none of them."""
    hooks = hass.data.setdefault(_HOOKS, {})

    @callback
    def on_platform(hass: HomeAssistant, domain: str, platform: Any) -> None:
        hook = getattr(platform, HOOK, None)
        if not callable(hook):
            _LOGGER.error("The platform of %s has no %s", domain, HOOK)
            return
        hooks[domain] = hook
        async_dispatcher_send(hass, SIGNAL_HOOK_FOUND, domain)

    await async_process_integration_platforms(hass, DOMAIN, on_platform)


@callback
def has_hook(hass: HomeAssistant, domain: str) -> bool:
    """Return whether an integration has brought a hook so far."""
    return domain in hass.data.get(_HOOKS, {})


# contract 12.121, 12.123
async def async_adapter_by_hook(
    hass: HomeAssistant, lock: RegistryEntry, runs: Detached
) -> LockAdapter | None:
    """Return the adapter that the lock's integration gives; None if it gives none, or something else, in time.

    Only where it has brought a hook.
    """
    hook = hass.data[_HOOKS][lock.platform]

    async def call() -> Any:
        return await hook(hass, lock)

    try:
        adapter = await runs.async_run(call(), limit=HOOK_TIMEOUT)
    except Exception as err:  # noqa: BLE001
        _LOGGER.error("The hook of %s failed: %s", lock.platform, type(err).__name__)
        return None
    if adapter is not None and not isinstance(adapter, LockAdapter):
        _LOGGER.error("The hook of %s gives no adapter", lock.platform)
        return None
    return adapter


# contract 12.121
async def async_keeps_codes(hass: HomeAssistant, lock: RegistryEntry) -> bool:
    """Return whether the lock's integration gives an adapter for it. It is not started."""
    return await async_adapter_by_hook(hass, lock, Detached()) is not None
