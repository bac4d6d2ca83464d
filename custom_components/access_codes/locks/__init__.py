"""Find the adapter of a lock. The module of a family is imported only for a linked lock of that family."""

from collections.abc import Callable
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.helpers.importlib import async_import_module

from .adapter import LockAdapter

_FAMILIES: Final = {"zwave_js": "zwave_js"}
"""Methods of families with an adapter of their own, by the platform of the lock's entity."""

_ADAPTERS: Final = {
    "keypad": ("keypad", "KeypadAdapter"),
    "zwave_js": ("zwave_js.adapter", "ZwaveJsAdapter"),
}
"""Module and class of the adapter, by method."""


@callback
def family_of(hass: HomeAssistant, lock: RegistryEntry) -> str | None:
    """Return the family's own method for this lock; None where only methods for every lock are left."""
    return _FAMILIES.get(lock.platform)


async def async_method_of(hass: HomeAssistant, lock: RegistryEntry) -> str | None:
    """Return the family's own method for this lock if the lock keeps codes itself, else None.

    A lock that is away counts as one that keeps codes.
    """
    method = family_of(hass, lock)
    if method is None:
        return None
    adapter = await _async_adapter_class(hass, method)
    return method if adapter.keeps_codes(hass, lock) else None


async def async_create_adapter(
    hass: HomeAssistant, lock: RegistryEntry, method: str
) -> LockAdapter:
    """Create the adapter of a lock, without starting it.

    Raises ImportError where the packages of the family are not installed.
    """
    create: Callable[..., LockAdapter] = await _async_adapter_class(hass, method)
    return create(hass, lock)


# contract 12.1
async def _async_adapter_class(hass: HomeAssistant, method: str) -> type[LockAdapter]:
    module_name, class_name = _ADAPTERS[method]
    module = await async_import_module(hass, f"{__package__}.{module_name}")
    adapter: type[LockAdapter] = getattr(module, class_name)
    return adapter
