"""All that the family touches of the ``schlage`` integration and of its library."""

from typing import Any

from pyschlage import Lock
from pyschlage.log import LockLog

from homeassistant.components.schlage.coordinator import (
    LockData,
    SchlageDataUpdateCoordinator,
)
from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers.entity_registry import RegistryEntry


def coordinator_of(entry: ConfigEntry) -> SchlageDataUpdateCoordinator | None:
    """Return the coordinator of a loaded config entry, which polls the cloud; another one after each load."""
    coordinator = getattr(entry, "runtime_data", None)
    is_known = isinstance(coordinator, SchlageDataUpdateCoordinator)
    return coordinator if is_known else None


def lock_of(
    coordinator: SchlageDataUpdateCoordinator | None, lock: RegistryEntry
) -> Lock | None:
    """Return the library's lock, another one after each poll; its id is the unique id of the entity."""
    data = _data_of(coordinator, lock)
    return data.lock if data is not None else None


def log_of(
    coordinator: SchlageDataUpdateCoordinator | None, lock: RegistryEntry
) -> list[LockLog]:
    """Return the newest entries of the lock's log, as the integration polled them."""
    data = _data_of(coordinator, lock)
    return data.logs if data is not None else []


def _data_of(
    coordinator: SchlageDataUpdateCoordinator | None, lock: RegistryEntry
) -> LockData | None:
    data = coordinator.data if coordinator is not None else {}
    return data.get(lock.unique_id)


def code_length_of(lock: Lock) -> int | None:
    """Return the one length of all PINs of the lock; None where the cloud does not name it.

    The library has it among its diagnostics, and as a property of its own from 2026.10.0 on.
    """
    attributes: Any = lock.get_diagnostics().get("attributes")
    length = (
        attributes.get("accessCodeLength") if isinstance(attributes, dict) else None
    )
    return length if isinstance(length, int) and 4 <= length <= 8 else None
