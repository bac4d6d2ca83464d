"""Locks whose integration brings an adapter: linked, offered, followed and left as any other."""

from typing import Any

import pytest

from custom_components.access_codes.const import DOMAIN, METHOD_PLATFORM
from custom_components.access_codes.core.model import Reach
from custom_components.access_codes.locks.platform_hook.hooks import SIGNAL_HOOK_FOUND
from homeassistant.config_entries import (
    SOURCE_INTEGRATION_DISCOVERY,
    SOURCE_USER,
    ConfigEntryState,
)
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import discovery_flow
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.setup import async_setup_component
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_add_locks, async_link, engine_of
from tests.support.slot_locks import async_create, async_settle
from tests.support.toy_locks import (
    TOY_DOMAIN,
    TOY_DOOR,
    async_add_toy,
    async_link_toy,
    hub_of,
    toy_component,  # noqa: F401
    toy_lock,
)

pytestmark = pytest.mark.usefixtures("toy_component")


@pytest.mark.contract("12.120", "12.121")
async def test_a_lock_with_a_hook_is_linked_in_one_step(hass: HomeAssistant) -> None:
    await async_add_toy(hass)
    assert await async_setup_component(hass, DOMAIN, {})
    await async_settle(hass)
    flow = hass.config_entries.flow

    result: Any = await flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    result = await flow.async_configure(result["flow_id"], {"locks": [TOY_DOOR]})

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["data"]["method"] == METHOD_PLATFORM
    await async_settle(hass)
    await async_create(hass, TOY_DOOR, "Ann", "012345")
    assert hub_of(hass).codes == {1: "012345"}
    assert engine_of(result["result"]).record.method == METHOD_PLATFORM


@pytest.mark.contract("12.120")
async def test_a_lock_with_a_hook_is_offered_when_its_integration_comes(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Front door")
    await async_link(hass, "lock.front_door")

    await async_add_toy(hass)
    await async_settle(hass)

    [offer] = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert offer["context"]["source"] == SOURCE_INTEGRATION_DISCOVERY
    assert offer["context"]["unique_id"] == toy_lock(hass).id


@pytest.mark.contract("12.120")
async def test_no_lock_is_offered_before_home_assistant_has_started(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_add_locks(hass, "Front door")
    await async_link(hass, "lock.front_door")
    await async_add_toy(hass)
    await async_settle(hass)
    offers: list[Any] = []
    monkeypatch.setattr(
        discovery_flow, "async_create_flow", lambda *_, data, **__: offers.append(data)
    )

    hass.set_state(CoreState.starting)
    async_dispatcher_send(hass, SIGNAL_HOOK_FOUND, TOY_DOMAIN)
    assert offers == []

    hass.set_state(CoreState.running)
    async_dispatcher_send(hass, SIGNAL_HOOK_FOUND, "another")
    assert offers == []
    async_dispatcher_send(hass, SIGNAL_HOOK_FOUND, TOY_DOMAIN)
    assert offers == [{"lock": toy_lock(hass).id}]


@pytest.mark.contract("12.122")
async def test_a_linked_lock_waits_for_its_integration(hass: HomeAssistant) -> None:
    toy = await async_add_toy(hass)
    entry = await async_link_toy(hass)
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert await hass.config_entries.async_unload(toy.entry_id)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert engine_of(entry).world.reach is Reach.DISCONNECTED
    await async_create(hass, TOY_DOOR, "Ann", "012345")
    assert hub_of(hass).codes == {}

    assert await hass.config_entries.async_setup(toy.entry_id)
    await async_settle(hass)

    assert engine_of(entry).world.reach is Reach.REACHABLE
    assert hub_of(hass).codes == {1: "012345"}


@pytest.mark.contract("12.122")
async def test_a_reload_of_the_integration_loses_nothing(hass: HomeAssistant) -> None:
    toy = await async_add_toy(hass)
    await async_link_toy(hass)
    await async_create(hass, TOY_DOOR, "Ann", "012345")

    assert await hass.config_entries.async_reload(toy.entry_id)
    await async_settle(hass)
    await async_create(hass, TOY_DOOR, "Bob", "246802")

    assert hub_of(hass).codes == {1: "012345", 2: "246802"}
    assert len(hub_of(hass).listeners) == 1


async def test_codes_that_were_left_are_taken_off_by_the_hook(
    hass: HomeAssistant,
) -> None:
    await async_add_toy(hass)
    entry = await async_link_toy(hass)
    await async_create(hass, TOY_DOOR, "Ann", "012345")
    await hass.config_entries.async_remove(entry.entry_id)
    await async_settle(hass)
    assert hub_of(hass).codes == {1: "012345"}

    result = await async_fix(hass, "codes_left_on_lock", "take_off")

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert hub_of(hass).codes == {}
    assert not issues_of(hass)
