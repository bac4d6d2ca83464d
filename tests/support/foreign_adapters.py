"""An integration with a hook whose every part can fail, and the guarded adapter of its lock."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final, override

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from custom_components.access_codes.const import DOMAIN, METHOD_PLATFORM
from custom_components.access_codes.core.model import (
    EMPTY,
    Content,
    LockCapabilities,
    Outcome,
    Pin,
    Reach,
)
from custom_components.access_codes.locks import async_create_adapter
from custom_components.access_codes.locks.adapter import (
    AdapterListener,
    Credential,
    Listing,
    LockAdapter,
    Written,
)
from custom_components.access_codes.locks.platform_hook import adapter as guard, hooks
from homeassistant.config_entries import ConfigFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.locks.lock_bench import BenchListener
from tests.support.slot_locks import async_settle

FOREIGN, DOOR = "foreign", "lock.door"
CAPABILITIES = LockCapabilities(slots=("1", "2"), lists_slots=True)
NOW = datetime(2030, 7, 1, tzinfo=UTC)

PIN: Final = Pin("012345")


def fail(*_: Any) -> Any:
    raise ValueError("012345")


class Foreign(LockAdapter):
    """An adapter of another integration, of which each part can be replaced."""

    family = FOREIGN

    def __init__(self) -> None:
        self.listener: AdapterListener | None = None
        self.stops = 0
        self.tells: dict[str, Any] = {
            "reach": Reach.REACHABLE,
            "capabilities": CAPABILITIES,
            "read": EMPTY,
            "list": Listing({}, is_complete=True),
            "written": Written(Outcome.CONFIRMED),
            "label": "Slot",
            "metadata": {"slot": 1},
        }
        self.calls: list[tuple[Any, ...]] = []

    def _tell(self, what: str, *arguments: Any) -> Any:
        self.calls.append((what, *arguments))
        told = self.tells[what]
        return told() if callable(told) else told

    @override
    async def async_start(self, listener: AdapterListener) -> None:
        self.listener = listener
        if (start := self.tells.get("start")) is not None:
            await start()

    @override
    def stop(self) -> None:
        self.stops += 1
        if "stop" in self.tells:
            self._tell("stop")

    @property
    @override
    def reach(self) -> Reach:
        reach: Reach = self._tell("reach")
        return reach

    @property
    @override
    def capabilities(self) -> LockCapabilities:
        capabilities: LockCapabilities = self._tell("capabilities")
        return capabilities

    @override
    async def async_read(self, slot: str) -> Content:
        content: Content = self._tell("read", slot)
        return content

    @override
    async def async_list(self) -> Listing:
        listing: Listing = self._tell("list")
        return listing

    @override
    async def async_check(self) -> None:
        self._tell("read")

    @override
    async def async_set(self, slot: str, credential: Credential) -> Written:
        written: Written = self._tell("written", slot)
        return written

    @override
    async def async_clear(self, slot: str) -> Written:
        written: Written = self._tell("written", slot)
        return written

    @override
    def label(self, slot: str) -> str:
        label: str = self._tell("label")
        return label

    @override
    def metadata(self, slot: str) -> dict[str, str | int]:
        numbers: dict[str, str | int] = self._tell("metadata")
        return numbers


class Integration:
    """An integration with one lock and a hook."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.entry = MockConfigEntry(domain=FOREIGN)
        self.made: list[Foreign] = []
        self.hook: Any = self.async_give
        platform: Any = MockPlatform()
        platform.async_get_lock_adapter = self._async_hook
        self.platform = platform

    async def async_give(self, _: HomeAssistant, __: er.RegistryEntry) -> Any:
        self.made.append(Foreign())
        return self.made[-1]

    async def _async_hook(self, hass: HomeAssistant, lock: er.RegistryEntry) -> Any:
        return await self.hook(hass, lock)

    async def async_load(self) -> None:
        """Load the integration with its hook; its lock is in the registry."""

        async def succeed(*_: object) -> bool:
            return True

        mock_integration(
            self.hass,
            MockModule(FOREIGN, async_setup_entry=succeed, async_unload_entry=succeed),
        )
        mock_platform(self.hass, f"{FOREIGN}.config_flow")
        mock_platform(self.hass, f"{FOREIGN}.{DOMAIN}", self.platform)
        if self.hass.config_entries.async_get_entry(self.entry.entry_id) is None:
            self.entry.add_to_hass(self.hass)
            self.add_lock()
        with mock_config_flow(FOREIGN, ConfigFlow):
            assert await self.hass.config_entries.async_setup(self.entry.entry_id)
        await async_settle(self.hass)

    def add_lock(self) -> None:
        er.async_get(self.hass).async_get_or_create(
            "lock",
            FOREIGN,
            "1",
            suggested_object_id="door",
            config_entry=self.entry,
        )

    @property
    def lock(self) -> er.RegistryEntry:
        lock = er.async_get(self.hass).async_get(DOOR)
        assert lock is not None
        return lock

    @property
    def foreign(self) -> Foreign:
        return self.made[-1]


@pytest.fixture(name="integration")
async def foreign_integration(hass: HomeAssistant) -> Integration:
    await hooks.async_setup_hooks(hass)
    return Integration(hass)


@pytest.fixture(name="expected_errors")
def errors_of_the_guard() -> list[str]:
    return ["The adapter of foreign", "The hook of foreign", "The platform of foreign"]


async def async_guard(
    integration: Integration, listener: BenchListener | None = None
) -> LockAdapter:
    """Start the guarded adapter of the lock."""
    adapter = await async_create_adapter(
        integration.hass, integration.lock, METHOD_PLATFORM
    )
    await adapter.async_start(listener or BenchListener())
    await async_settle(integration.hass)
    return adapter


def reach_of(adapter: LockAdapter) -> Reach:
    return adapter.reach


def capabilities_of(adapter: LockAdapter) -> LockCapabilities | None:
    return adapter.capabilities


def guard_pause() -> timedelta:
    return timedelta(seconds=guard.RETRY_AFTER)
