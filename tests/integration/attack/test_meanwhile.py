"""Between a question and its answer things change: nothing is done that the person who answers was not asked about."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Reach
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from tests.integration.flows.test_options import async_answer, async_open, is_stored
from tests.integration.repair_flows.test_repairs import (
    async_break_file,
    async_clash,
    async_pass,
    entry,
    file_of,
    lock,
)
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_call, engine_of
from tests.support.record_files import put_back, record_files
from tests.support.slot_locks import SlotLock, async_create, async_settle

__all__ = ["entry", "lock"]


async def async_go_on(hass: HomeAssistant, flow: Any, step: str | None = None) -> Any:
    """Answer an open repair: a step of its menu, or its form."""
    answer = {} if step is None else {"next_step_id": step}
    manager = hass.data["repairs"]["flow_manager"]
    result = await manager.async_configure(flow["flow_id"], answer)
    await async_settle(hass)
    return result


async def test_a_code_created_after_all_were_taken_off_is_not_left_unnoticed(
    hass: HomeAssistant, lock: SlotLock, entry: MockConfigEntry
) -> None:
    await async_create(hass, "lock.front_door", "Guest", "7305")
    flow = await async_open(hass, entry, "unlink")
    flow = await async_answer(hass, flow, codes="take_off")
    await async_settle(hass)
    assert lock.pins == set()
    await async_create(hass, "lock.front_door", "Courier", "8416")

    result = await hass.config_entries.options.async_configure(flow["flow_id"])

    assert result["reason"] == "unlinked"
    assert lock.pins == {"8416"}
    assert is_stored(hass, entry)
    issue = issues_of(hass)["codes_left_on_lock"]
    assert (issue.translation_placeholders or {})["codes"] == "Courier"


async def test_no_other_code_is_deleted_than_the_one_that_was_named(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    family, guest = await async_clash(hass, lock, freezer)
    cleaner = await async_create(
        hass,
        "lock.front_door",
        "Cleaner",
        "2468",
        is_external_modification_allowed=True,
    )
    [slot] = [slot for slot, pin in lock.slots.items() if pin == "2468"]
    lock.type_in(slot, "8416")
    await async_settle(hass)
    flow = await async_fix(hass, "duplicate_code_on_device")
    named = {"Family": family, "Cleaner": cleaner}
    other = named.pop(flow["description_placeholders"]["other"])
    await async_call(hass, "update", access_code_id=other, code="1357")
    await async_settle(hass)

    result = await async_go_on(hass, flow, "delete_other")

    assert result["type"] is FlowResultType.MENU
    assert [result["description_placeholders"]["other"]] == list(named)
    assert set(engine_of(entry).record.codes) == {family, guest, cleaner}
    await async_go_on(hass, flow, "delete_other")
    assert set(engine_of(entry).record.codes) == {guest, other}


@pytest.mark.parametrize("is_back", [True, False])
async def test_codes_of_a_lock_that_is_back_are_not_forgotten(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    is_back: bool,
) -> None:
    code = await async_create(hass, "lock.front_door", "Guest", "7305")
    family = await async_create(hass, "lock.front_door", "Family", "8416")
    lock.become(Reach.OFFLINE)
    await async_call(hass, "delete", access_code_id=code)
    await async_pass(hass, freezer)
    flow = await async_fix(hass, "device_offline", "forget_all")
    assert flow["type"] is FlowResultType.FORM
    if is_back:
        lock.become(Reach.REACHABLE)

    result = await async_go_on(hass, flow)

    if is_back:
        assert result["type"] is FlowResultType.MENU
        assert set(engine_of(entry).record.codes) == {family}
        assert lock.pins == {"8416"}
    else:
        assert result["type"] is FlowResultType.CREATE_ENTRY
        assert not engine_of(entry).record.codes


@pytest.mark.parametrize("step", ["restore", "start_empty"])
async def test_a_file_that_is_read_again_is_neither_replaced_nor_deleted(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    expected_errors: list[str],
    step: str,
) -> None:
    code = await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_create(hass, "lock.front_door", "Cleaner", "8416")
    whole = record_files(file_of(hass, entry))
    await async_break_file(hass, entry, expected_errors)
    flow = await async_fix(hass, "storage_unreadable", step)
    put_back(file_of(hass, entry), whole)
    assert await hass.config_entries.async_reload(entry.entry_id)
    later = await async_create(hass, "lock.front_door", "Courier", "9527")
    engine_of(entry).sweep()
    await async_settle(hass)

    result = await async_go_on(hass, flow)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.state is ConfigEntryState.LOADED
    assert {code, later} <= set(engine_of(entry).record.codes)
    assert is_stored(hass, entry)
    assert hass.config_entries.async_entries(DOMAIN) == [entry]
