"""The full read of a lock from its options, with progress."""

import asyncio
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from tests.support.keypad_locks import async_add_locks, async_link, engine_of
from tests.support.slot_locks import SlotLock, SlotLocks, async_link_slots, async_settle


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link_slots(hass, "lock.front_door")


@pytest.fixture
def lock(entry: MockConfigEntry, slot_locks: SlotLocks) -> SlotLock:
    return slot_locks["Front door"]


async def async_read(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    return await hass.config_entries.options.async_configure(
        flow["flow_id"], {"next_step_id": "read"}
    )


@pytest.mark.contract("14.60")
async def test_the_options_read_the_lock_and_show_how_far_it_is(
    hass: HomeAssistant, entry: MockConfigEntry, lock: SlotLock
) -> None:
    lock.lock.mute = frozenset({"3"})
    lock.lock.gate = asyncio.Event()
    lock.forget_sent()
    result = await async_read(hass, entry)
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    assert result["progress_action"] == "read"
    lock.lock.gate.set()
    await async_settle(hass)
    result = await hass.config_entries.options.async_configure(result["flow_id"])
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "read_in_part"
    assert result["description_placeholders"] == {"read": "3", "total": "4"}


@pytest.mark.contract("14.60")
async def test_a_read_goes_on_when_its_dialog_is_closed(
    hass: HomeAssistant, entry: MockConfigEntry, lock: SlotLock
) -> None:
    lock.lock.gate = asyncio.Event()
    lock.forget_sent()
    result = await async_read(hass, entry)
    hass.config_entries.options.async_abort(result["flow_id"])
    lock.lock.gate.set()
    await async_settle(hass)
    assert [slot for _, slot in lock.sent] == ["1", "2", "3", "4"]


async def test_a_lock_that_answers_is_read_in_full(
    hass: HomeAssistant, entry: MockConfigEntry, lock: SlotLock
) -> None:
    result = await async_read(hass, entry)
    await async_settle(hass)
    result = await hass.config_entries.options.async_configure(result["flow_id"])
    assert result["reason"] == "read_in_full"


async def test_a_lock_whose_entry_is_unloaded_is_not_read(
    hass: HomeAssistant, entry: MockConfigEntry, lock: SlotLock
) -> None:
    lock.lock.gate = asyncio.Event()
    result = await async_read(hass, entry)
    engine_of(entry).cycle.waiters.fail("not running")
    await hass.async_block_till_done()
    result = await hass.config_entries.options.async_configure(result["flow_id"])
    assert result["reason"] == "not_read"
    lock.lock.gate.set()
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert flow["menu_options"] == ["settings", "read", "unlink"]
    await hass.config_entries.async_unload(entry.entry_id)
    result = await hass.config_entries.options.async_configure(
        flow["flow_id"], {"next_step_id": "read"}
    )
    assert result["reason"] == "not_read"
    flow = await hass.config_entries.options.async_init(entry.entry_id)
    assert flow["menu_options"] == ["settings", "unlink"]


@pytest.mark.contract("14.60")
async def test_a_lock_whose_codes_home_assistant_keeps_is_not_offered_to_be_read(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Gate")
    gate = await async_link(hass, "lock.gate")
    flow = await hass.config_entries.options.async_init(gate.entry_id)
    assert flow["menu_options"] == ["settings", "unlink"]
