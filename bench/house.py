"""A Home Assistant with its registries, whose linked locks are simulated, in this process."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory
from unittest.mock import patch

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)

from custom_components.access_codes.const import (
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_METHOD,
    DOMAIN,
    METHOD_KEYPAD,
)
from custom_components.access_codes.core.model import LockRecord
from custom_components.access_codes.linking import linked_lock as lock_registry
from custom_components.access_codes.locks import FAMILIES
from custom_components.access_codes.storage.record_file import RecordStorage
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.util import dt as dt_util

from .lock import TimedAdapter

type FindLock = Callable[[er.RegistryEntry], TimedAdapter]


@asynccontextmanager
async def house(find_lock: FindLock) -> AsyncGenerator[HomeAssistant]:
    """Provide the house; what a registry entry stands for is looked up by ``find_lock``."""

    async def adapter(
        hass: HomeAssistant, lock: er.RegistryEntry, *_: object
    ) -> TimedAdapter:
        return find_lock(lock)

    with TemporaryDirectory(prefix="access_codes_bench_") as folder:
        async with async_test_home_assistant(config_dir=folder) as hass:
            del hass.data[DATA_CUSTOM_COMPONENTS]
            with (
                patch.dict(FAMILIES, {"bench": FAMILIES[METHOD_KEYPAD]}),
                patch.object(lock_registry, "async_create_adapter", adapter),
            ):
                try:
                    yield hass
                finally:
                    await hass.async_stop(force=True)


def add_lock(hass: HomeAssistant, name: str) -> er.RegistryEntry:
    """Add a lock with its device, as its own integration would."""
    family = MockConfigEntry(domain="bench", title=name)
    family.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=family.entry_id, identifiers={("bench", name)}, name=name
    )
    return er.async_get(hass).async_get_or_create(
        "lock", "bench", name, config_entry=family, device_id=device.id
    )


async def add_entry(
    hass: HomeAssistant, record: LockRecord, name: str
) -> MockConfigEntry:
    """Add the config entry of a linked lock whose record is on disk; nothing runs yet."""
    lock_id = record.lock_id
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=name,
        unique_id=lock_id,
        data={CONF_LOCK: lock_id, CONF_METHOD: "bench", CONF_IS_STORED: True},
    )
    entry.add_to_hass(hass)
    await RecordStorage(hass, entry.entry_id).async_save(record, dt_util.utcnow())
    return entry
