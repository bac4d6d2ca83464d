"""Locks of an integration of their own, linked by the keypad adapter: nothing of Access Codes is replaced."""

from dataclasses import dataclass, field
from typing import Any, override

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from custom_components.access_codes.const import (
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_METHOD,
    DOMAIN,
    METHOD_KEYPAD,
)
from custom_components.access_codes.engine.lock_engine import LockEngine
from homeassistant.components.lock import LockEntity
from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity_platform import AddEntitiesCallback

FAMILY = "fake_locks"


class FakeLockEntity(LockEntity):
    """A lock that moves when it is told, or says why not."""

    _attr_should_poll = False
    _attr_has_entity_name = True
    _attr_name = None

    def __init__(self, name: str) -> None:
        self._attr_unique_id = name
        self._attr_is_locked = True
        self._attr_device_info = dr.DeviceInfo(identifiers={(FAMILY, name)}, name=name)
        self.moves: list[str] = []
        self.contexts: list[Context | None] = []
        self.failure: Exception | None = None

    @override
    async def async_lock(self, **kwargs: Any) -> None:
        self._move("lock", kwargs)

    @override
    async def async_unlock(self, **kwargs: Any) -> None:
        self._move("unlock", kwargs)

    def _move(self, action: str, given: dict[str, Any]) -> None:
        assert not given
        if self.failure is not None:
            raise self.failure
        self.moves.append(action)
        self.contexts.append(self._context)
        self._attr_is_locked = action == "lock"
        self.async_write_ha_state()

    def become(self, *, available: bool) -> None:
        self._attr_available = available
        self.async_write_ha_state()


@dataclass
class Doors:
    """The locks of a house, and the entry of the integration that brings them."""

    entry: MockConfigEntry
    locks: dict[str, FakeLockEntity] = field(default_factory=dict)


async def async_add_locks(hass: HomeAssistant, *names: str) -> Doors:
    """Add locks: "Front door" becomes lock.front_door."""
    locks = {name: FakeLockEntity(name) for name in names}

    async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
        await hass.config_entries.async_forward_entry_setups(entry, ["lock"])
        return True

    async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
        return await hass.config_entries.async_unload_platforms(entry, ["lock"])

    async def async_setup_platform(
        _: HomeAssistant,
        __: ConfigEntry,
        async_add_entities: AddEntitiesCallback,
    ) -> None:
        async_add_entities(locks.values())

    mock_integration(
        hass,
        MockModule(
            FAMILY,
            async_setup_entry=async_setup_entry,
            async_unload_entry=async_unload_entry,
        ),
    )
    mock_platform(hass, f"{FAMILY}.config_flow")
    mock_platform(
        hass, f"{FAMILY}.lock", MockPlatform(async_setup_entry=async_setup_platform)
    )
    entry = MockConfigEntry(domain=FAMILY)
    entry.add_to_hass(hass)
    with mock_config_flow(FAMILY, ConfigFlow):
        assert await hass.config_entries.async_setup(entry.entry_id)
    return Doors(entry, locks)


def keypad_entry(
    hass: HomeAssistant, entity_id: str, method: str = METHOD_KEYPAD, **options: Any
) -> MockConfigEntry:
    """Return the entry that links a lock, not set up yet."""
    lock = er.async_get(hass).async_get(entity_id)
    assert lock is not None
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=entity_id,
        unique_id=lock.id,
        data={
            CONF_LOCK: lock.id,
            CONF_METHOD: method,
            CONF_IS_STORED: False,
        },
        options=options,
    )
    entry.add_to_hass(hass)
    return entry


async def async_link(
    hass: HomeAssistant, entity_id: str, method: str = METHOD_KEYPAD, **options: Any
) -> MockConfigEntry:
    """Link a lock."""
    entry = keypad_entry(hass, entity_id, method, **options)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def engine_of(entry: MockConfigEntry) -> LockEngine:
    """Return the engine of a linked lock."""
    engine: LockEngine = entry.runtime_data.engine
    return engine


async def async_call(hass: HomeAssistant, action: str, **fields: Any) -> Any:
    """Call an action of ours, as an automation does, and return its response."""
    return await hass.services.async_call(
        DOMAIN, action, fields, blocking=True, return_response=True
    )
