"""A lock of a custom component that is not installed here: its domain, its unique id, and a client that tests hand in."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, override

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from homeassistant.components.lock import LockEntity
from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddEntitiesCallback
from homeassistant.helpers.entity_registry import RegistryEntry

type OnEntry = Callable[[ConfigEntry], Awaitable[None]]


class CustomLock(LockEntity):
    """The lock entity of the component."""

    _attr_should_poll = False
    _attr_is_locked = True

    def __init__(self, unique_id: str) -> None:
        self._attr_unique_id = unique_id
        self._attr_name = "Front door"

    def become(self, *, available: bool) -> None:
        """Change whether the component hears the lock."""
        self._attr_available = available
        self.async_write_ha_state()


class CustomDevice(Protocol):
    """A simulated lock, panel or cloud behind the component."""

    fault: str | None


class Flow(ConfigFlow):
    """A flow that nobody starts."""

    @override
    async def async_step_user(self, user_input: Any = None) -> Any:
        return self.async_abort(reason="none")


class CustomComponent:
    """The component, loaded with one lock."""

    def __init__(self, hass: HomeAssistant, domain: str, unique_id: str) -> None:
        self.hass = hass
        self.domain = domain
        self.unique_id = unique_id
        self.entity: CustomLock
        self.entry = MockConfigEntry(domain=domain)

    async def add(self, load: OnEntry, unload: OnEntry) -> None:
        """Set the component up. ``load`` puts its client where the real one has it."""

        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
            await load(entry)
            await hass.config_entries.async_forward_entry_setups(entry, ["lock"])
            return True

        async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
            await hass.config_entries.async_unload_platforms(entry, ["lock"])
            await unload(entry)
            return True

        async def async_setup_platform(
            _: HomeAssistant, __: ConfigEntry, add: AddEntitiesCallback
        ) -> None:
            self.entity = CustomLock(self.unique_id)
            add([self.entity])

        module: Any = MockModule(
            self.domain,
            async_setup_entry=async_setup_entry,
            async_unload_entry=async_unload_entry,
        )
        mock_integration(self.hass, module)
        mock_platform(self.hass, f"{self.domain}.config_flow")
        platform: Any = MockPlatform(async_setup_entry=async_setup_platform)
        mock_platform(self.hass, f"{self.domain}.lock", platform)
        self.entry.add_to_hass(self.hass)
        await self.set_up()

    async def set_up(self) -> None:
        """Set the entry up, for the first time or again."""
        with mock_config_flow(self.domain, Flow):
            assert await self.hass.config_entries.async_setup(self.entry.entry_id)
        await self.hass.async_block_till_done()

    async def fail(self, device: CustomDevice, trouble: str | None) -> None:
        """Let the lock behind the component fail in this way from now on; None: heal it."""
        device.fault = trouble
        self.entity.become(available=trouble != "unreachable")
        await self.hass.async_block_till_done()

    async def unload(self) -> None:
        """Unload the entry."""
        assert await self.hass.config_entries.async_unload(self.entry.entry_id)

    @property
    def lock(self) -> RegistryEntry:
        """The registry entry of the lock."""
        registry = er.async_get(self.hass)
        entity_id = registry.async_get_entity_id("lock", self.domain, self.unique_id)
        assert entity_id is not None
        entry = registry.async_get(entity_id)
        assert entry is not None
        return entry
