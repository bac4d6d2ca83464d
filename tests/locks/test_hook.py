"""The platform hook: found, asked, started and stopped. Whatever the other integration does, the engine goes on."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    mock_config_flow,
)

from custom_components.access_codes.const import METHOD_PLATFORM
from custom_components.access_codes.core.model import Outcome, Reach
from custom_components.access_codes.locks import (
    async_create_adapter,
    async_method_of,
    family_of,
)
from custom_components.access_codes.locks.adapter import LockUnreachable
from custom_components.access_codes.locks.platform_hook import adapter as guard, hooks
from homeassistant.config_entries import ConfigFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util
from tests.locks.lock_bench import BenchListener
from tests.locks.writes import clear
from tests.support.foreign_adapters import (
    CAPABILITIES,
    DOOR,
    FOREIGN,
    Foreign,
    Integration,
    async_guard,
    capabilities_of,
    errors_of_the_guard,  # noqa: F401
    fail,
    foreign_integration,  # noqa: F401
    guard_pause,
    reach_of,
)
from tests.support.slot_locks import async_settle


@pytest.mark.contract("12.120", "12.121")
async def test_a_lock_has_the_method_of_its_integrations_hook(
    hass: HomeAssistant, integration: Integration
) -> None:
    await integration.async_load()

    assert family_of(hass, integration.lock) == METHOD_PLATFORM
    assert await async_method_of(hass, integration.lock) == METHOD_PLATFORM
    assert integration.foreign.listener is None


@pytest.mark.contract("12.120")
async def test_an_integration_that_was_there_before_is_found(
    hass: HomeAssistant,
) -> None:
    integration = Integration(hass)
    await integration.async_load()
    assert family_of(hass, integration.lock) is None

    await hooks.async_setup_hooks(hass)
    await async_settle(hass)

    assert family_of(hass, integration.lock) == METHOD_PLATFORM


@pytest.mark.contract("12.120")
async def test_a_module_without_the_function_is_no_hook(
    hass: HomeAssistant, integration: Integration, caplog: pytest.LogCaptureFixture
) -> None:
    integration.platform.async_get_lock_adapter = None
    await integration.async_load()

    assert family_of(hass, integration.lock) is None
    assert "The platform of foreign has no async_get_lock_adapter" in caplog.text


@pytest.mark.contract("12.121", "12.123")
@pytest.mark.parametrize("answer", [None, "adapter", object(), Foreign])
async def test_a_lock_without_an_adapter_has_no_method(
    hass: HomeAssistant, integration: Integration, answer: Any
) -> None:
    async def give(*_: object) -> Any:
        return answer

    integration.hook = give
    await integration.async_load()

    assert await async_method_of(hass, integration.lock) is None


@pytest.mark.contract("12.123")
async def test_a_hook_that_fails_or_is_no_coroutine_gives_none(
    hass: HomeAssistant, integration: Integration, caplog: pytest.LogCaptureFixture
) -> None:
    await integration.async_load()
    for hook in (fail, lambda *_: Foreign()):
        integration.hook = hook
        assert await async_method_of(hass, integration.lock) is None

    assert "The hook of foreign failed: ValueError" in caplog.text
    assert "012345" not in caplog.text


@pytest.mark.contract("12.109", "12.123")
async def test_a_hook_that_hangs_is_left(
    hass: HomeAssistant, integration: Integration, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "HOOK_TIMEOUT", 0.01)
    released = asyncio.Event()

    async def hang(*_: object) -> None:
        while not released.is_set():
            try:
                await released.wait()
            except asyncio.CancelledError:
                continue

    integration.hook = hang
    await integration.async_load()

    assert await async_method_of(hass, integration.lock) is None
    released.set()


@pytest.mark.contract("12.122")
async def test_a_lock_without_its_integration_is_disconnected_until_it_comes(
    hass: HomeAssistant, integration: Integration
) -> None:
    integration.entry.add_to_hass(hass)
    integration.add_lock()
    listener = BenchListener()
    adapter = await async_guard(integration, listener)
    assert reach_of(adapter) is Reach.DISCONNECTED
    assert capabilities_of(adapter) is None
    assert await clear(adapter, "1") is Outcome.UNREACHABLE
    with pytest.raises(LockUnreachable):
        await adapter.async_read("1")
    assert adapter.label("1") == "1"
    assert adapter.metadata("1") == {}

    listener.changes = 0
    await integration.async_load()

    assert reach_of(adapter) is Reach.REACHABLE
    assert adapter.capabilities == CAPABILITIES
    assert listener.changes > 0


@pytest.mark.contract("12.122")
async def test_each_load_of_the_integration_gives_another_adapter(
    hass: HomeAssistant, integration: Integration
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)
    first = integration.foreign

    assert await hass.config_entries.async_unload(integration.entry.entry_id)
    await async_settle(hass)
    assert reach_of(adapter) is Reach.DISCONNECTED
    assert first.stops == 1
    with mock_config_flow(FOREIGN, ConfigFlow):
        assert await hass.config_entries.async_setup(integration.entry.entry_id)
    await async_settle(hass)

    assert reach_of(adapter) is Reach.REACHABLE
    assert integration.foreign is not first


@pytest.mark.contract("12.122")
async def test_what_changes_neither_hook_nor_state_leaves_the_adapter(
    hass: HomeAssistant, integration: Integration
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)

    hass.config_entries.async_update_entry(integration.entry, title="Another")
    async_dispatcher_send(hass, hooks.SIGNAL_HOOK_FOUND, "another")
    await async_settle(hass)

    assert reach_of(adapter) is Reach.REACHABLE
    assert len(integration.made) == 1
    assert integration.foreign.stops == 0


@pytest.mark.contract("12.122")
async def test_a_lock_without_an_entry_needs_only_the_hook(
    hass: HomeAssistant, integration: Integration
) -> None:
    await integration.async_load()
    er.async_get(hass).async_update_entity(DOOR, config_entry_id=None)

    adapter = await async_guard(integration)

    assert reach_of(adapter) is Reach.REACHABLE


@pytest.mark.contract("12.121")
async def test_a_hook_that_gave_nothing_is_asked_again(
    hass: HomeAssistant, integration: Integration
) -> None:
    async def none(*_: object) -> None:
        return None

    await integration.async_load()
    integration.hook = none
    adapter = await async_guard(integration)
    assert reach_of(adapter) is Reach.DISCONNECTED

    integration.hook = integration.async_give
    async_fire_time_changed(hass, dt_util.utcnow() + 2 * guard_pause())
    await async_settle(hass)

    assert reach_of(adapter) is Reach.REACHABLE
    adapter.stop()
    adapter.stop()
    assert integration.foreign.stops == 1


@pytest.mark.contract("12.121")
async def test_nothing_is_asked_again_after_the_stop(
    hass: HomeAssistant, integration: Integration
) -> None:
    asked: list[object] = []

    async def none(*_: object) -> None:
        asked.append(None)

    await integration.async_load()
    integration.hook = none
    adapter = await async_guard(integration)
    adapter.stop()
    asked.clear()

    async_fire_time_changed(hass, dt_util.utcnow() + 2 * guard_pause())
    await async_settle(hass)

    assert asked == []


@pytest.mark.contract("12.121")
async def test_a_stop_ends_an_attempt(
    hass: HomeAssistant, integration: Integration, caplog: pytest.LogCaptureFixture
) -> None:
    begun = asyncio.Event()

    async def wait(*_: object) -> None:
        begun.set()
        await asyncio.sleep(60)

    await integration.async_load()
    integration.hook = wait
    adapter = await async_create_adapter(hass, integration.lock, METHOD_PLATFORM)
    await adapter.async_start(BenchListener())
    await begun.wait()
    assert reach_of(adapter) is Reach.DISCONNECTED

    adapter.stop()
    await async_settle(hass)

    assert "The hook" not in caplog.text


@pytest.mark.contract("12.123")
async def test_a_start_that_fails_or_hangs_is_given_up_and_tried_again(
    hass: HomeAssistant,
    integration: Integration,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(guard, "START_TIMEOUT", 0.01)
    starts: list[Callable[[], Any]] = [fail, lambda: asyncio.sleep(60)]

    async def give(*_: object) -> Any:
        foreign = Foreign()
        integration.made.append(foreign)
        if starts:
            foreign.tells["start"] = starts.pop(0)
        return foreign

    await integration.async_load()
    integration.hook = give
    adapter = await async_guard(integration)
    for _ in range(2):
        assert reach_of(adapter) is Reach.DISCONNECTED
        assert integration.foreign.stops == 1
        async_fire_time_changed(hass, dt_util.utcnow() + 2 * guard_pause())
        await async_settle(hass)

    assert reach_of(adapter) is Reach.REACHABLE
    assert "012345" not in caplog.text


@pytest.mark.contract("12.123")
async def test_a_stop_that_fails_is_logged_by_its_kind(
    hass: HomeAssistant, integration: Integration, caplog: pytest.LogCaptureFixture
) -> None:
    await integration.async_load()
    adapter = await async_guard(integration)
    integration.foreign.tells["stop"] = fail

    adapter.stop()

    assert "The adapter of foreign fails at its stop: ValueError" in caplog.text
    assert "012345" not in caplog.text
