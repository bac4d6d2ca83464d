"""Find the adapter of a lock. A family's module is imported only for a lock of that family."""

from collections.abc import Callable, Mapping
import json
from typing import Any, Final, NamedTuple

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_registry import RegistryEntry
from homeassistant.helpers.importlib import async_import_module

from ..const import METHOD_KEYPAD, METHOD_PLATFORM
from .adapter import LockAdapter
from .nuki_hub.recognition import is_nuki_hub
from .platform_hook.hooks import async_keeps_codes, has_hook


class Family(NamedTuple):
    """A family of locks: the platform of its entities (None: every platform), and module and class of its adapter."""

    platform: str | None
    module: str
    adapter: str
    has_settings: bool = False
    """A person has told how: the adapter takes these settings, too."""
    is_of: Callable[[HomeAssistant, RegistryEntry], bool] | None = None
    """Picks its locks from those of the platform; None: it has those that no other family picks."""


FAMILIES: Final = {
    "actions": Family(
        None, "mapped_actions.adapter", "ActionsAdapter", has_settings=True
    ),
    "platform": Family(None, "platform_hook.adapter", "GuardedAdapter"),
    "keypad": Family(None, "keypad", "KeypadAdapter"),
    "hubitat": Family("hubitat", "hubitat.adapter", "HubitatAdapter"),
    "isy994": Family("isy994", "isy994.adapter", "Isy994Adapter"),
    "kwikset": Family("kwikset", "kwikset.adapter", "KwiksetAdapter"),
    "local_akuvox": Family(
        "local_akuvox", "local_akuvox.adapter", "LocalAkuvoxAdapter"
    ),
    "matter": Family("matter", "matter.adapter", "MatterAdapter"),
    "mqtt": Family("mqtt", "mqtt.adapter", "MqttAdapter"),
    "nuki_hub": Family("mqtt", "nuki_hub.adapter", "NukiHubAdapter", is_of=is_nuki_hub),
    "schlage": Family("schlage", "schlage.adapter", "SchlageAdapter"),
    "smartthings": Family("smartthings", "smartthings.adapter", "SmartThingsAdapter"),
    "ttlock": Family("ttlock", "ttlock.adapter", "TtlockAdapter"),
    "yalexs_ble": Family("yalexs_ble", "yalexs_ble.adapter", "YalexsBleAdapter"),
    "zha": Family("zha", "zha.adapter", "ZhaAdapter"),
    "zwave_js": Family("zwave_js", "zwave_js.adapter", "ZwaveJsAdapter"),
}
"""Families by method. ``after_dependencies`` of the manifest names each integration that their modules import."""


@callback
def is_method(method: str) -> bool:
    """Return whether there is such a method: a later version, or another integration, may have brought it."""
    return method in FAMILIES


# contract 12.120, 12.350
@callback
def family_of(hass: HomeAssistant, lock: RegistryEntry) -> str | None:
    """Return the method of the lock's family; None if only methods for every lock are left."""
    of_platform = [
        (method, family.is_of)
        for method, family in FAMILIES.items()
        if family.platform == lock.platform
    ]
    picks = (method for method, is_of in of_platform if is_of and is_of(hass, lock))
    rest = (method for method, is_of in of_platform if is_of is None)
    if method := next(picks, None) or next(rest, None):
        return method
    return METHOD_PLATFORM if has_hook(hass, lock.platform) else None


def own_method(method: str) -> str | None:
    """Return a method by which the lock itself holds codes; None if Home Assistant checks them."""
    return None if method == METHOD_KEYPAD else method


# contract 12.112
def settings_as_text(settings: Mapping[str, Any] | None) -> str | None:
    """Return the settings of a method as the record holds them."""
    return None if settings is None else json.dumps(settings, sort_keys=True)


def settings_from_text(text: str | None) -> dict[str, Any]:
    """Return the settings of a method from those of the record; empty without any."""
    try:
        settings = json.loads(text or "{}")
    except ValueError:
        return {}
    return settings if isinstance(settings, dict) else {}


# contract 13.88
@callback
def method_that_set(
    stored: str | None, hass: HomeAssistant, lock: RegistryEntry
) -> str:
    """Return the method to remove codes by: the one that set them, else that of the lock's family.

    ``stored``: as the record names it; a record of an earlier version does not.
    """
    family = FAMILIES.get(stored) if stored is not None else None
    if stored is not None and family is not None:
        if family.platform in {None, lock.platform}:
            return stored
    return family_of(hass, lock) or METHOD_KEYPAD


async def async_method_of(hass: HomeAssistant, lock: RegistryEntry) -> str | None:
    """Return the method of the lock's family if the lock keeps codes itself, else None.

    A lock that is away counts as one that keeps codes.
    """
    method = family_of(hass, lock)
    if method is None:
        return None
    if method == METHOD_PLATFORM:
        return method if await async_keeps_codes(hass, lock) else None
    try:
        adapter = await _async_adapter_class(hass, method)
    except ImportError:
        # The packages of an integration that does not run are not installed.
        return method
    return method if adapter.keeps_codes(hass, lock) else None


# contract 14.31
async def async_obstacle(hass: HomeAssistant, lock: RegistryEntry) -> str:
    """Return why a lock has no method of its own, as the key of a text after ``obstacle_``."""
    method = family_of(hass, lock)
    if method is None:
        return "no_family"
    if method == METHOD_PLATFORM:
        return "no_codes"
    adapter = await _async_adapter_class(hass, method)
    return adapter.obstacle(hass, lock)


async def async_create_adapter(
    hass: HomeAssistant,
    lock: RegistryEntry,
    method: str,
    settings: Mapping[str, Any] | None = None,
) -> LockAdapter:
    """Create the adapter of a lock, without starting it. ``settings``: of the method, where it has any.

    Raises ImportError where the packages of the family are not installed, or the method is not there (any more).
    """
    create: Callable[..., LockAdapter] = await _async_adapter_class(hass, method)
    if FAMILIES[method].has_settings:
        return create(hass, lock, settings or {})
    return create(hass, lock)


# contract 12.1
async def _async_adapter_class(hass: HomeAssistant, method: str) -> type[LockAdapter]:
    family = FAMILIES.get(method)
    if family is None:
        raise ImportError("unknown method")
    module = await async_import_module(hass, f"{__package__}.{family.module}")
    adapter: type[LockAdapter] = getattr(module, family.adapter)
    return adapter
