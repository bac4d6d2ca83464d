"""All that the family touches of the ``yalexs_ble`` integration and of its library."""

from collections.abc import Callable
from typing import Final

from yalexs_ble import (
    DoorActivity,
    LockActivity,
    LockOperationSource,
    LockStatus,
    PushLock,
)

from homeassistant.components.yalexs_ble.models import YaleXSBLEData
from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers.entity_registry import RegistryEntry

from ...core.model import Use

_KEYCODE_METHODS: Final = ("get_keycode", "set_keycode", "clear_keycode")
"""New in yalexs-ble 4.1.0, which Home Assistant 2026.11 brings."""

_SECURE_MODE: Final = "_secure_mode"
"""End of the unique id of the second entity of a lock, which locks it against its inner side, too."""

_LOCKED: Final = frozenset(
    {LockStatus.LOCKED, LockStatus.LOCKING, LockStatus.SECUREMODE}
)

LOGGERS: Final = (
    "yalexs_ble.lock",
    "yalexs_ble.push",
    "yalexs_ble.secure_session",
    "yalexs_ble.session",
)
"""Loggers of the library, which log frames that are not encrypted any more: the digits of a PIN as they are."""


def has_keycodes() -> bool:
    """Return whether the installed library can read and write the codes of a keypad."""
    return all(hasattr(PushLock, method) for method in _KEYCODE_METHODS)


def is_secure_mode(lock: RegistryEntry) -> bool:
    """Return whether an entity is the second one of its lock."""
    return lock.unique_id.endswith(_SECURE_MODE)


def push_lock_of(entry: ConfigEntry) -> PushLock | None:
    """Return the library's lock of a loaded config entry, another one after each load; None without its part."""
    data = getattr(entry, "runtime_data", None)
    return data.lock if isinstance(data, YaleXSBLEData) and has_keycodes() else None


# contract 12.227
def follow_uses(push_lock: PushLock, used: Callable[[Use], None]) -> Callable[[], None]:
    """Pass the uses of codes on, until the returned function is called.

    The library reads the lock's own log when its bolt or its door has moved. Each entry comes once, and those from before the
    first reading are dropped by the library.
    """

    def on_activity(activity: LockActivity | DoorActivity) -> None:
        if (
            isinstance(activity, LockActivity)
            and activity.source is LockOperationSource.PIN
        ):
            used(_use_of(activity))

    return push_lock.register_activity_callback(on_activity)


def _use_of(activity: LockActivity) -> Use:
    """Return the use that an entry of the log tells.

    The lock's clock dates it, which nobody checks: by a slow one the use would be older than its code. It is dated by now.
    """
    action = "lock" if activity.status in _LOCKED else "unlock"
    return Use(action, slot=None if activity.slot is None else str(activity.slot))
