"""Disabling an entry warns of the codes that stay on its lock, loaded or not."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import CONF_IS_STORED
from custom_components.access_codes.issues import disabled_entries
from custom_components.access_codes.issues.disabled_entries import async_watch_disabled
from custom_components.access_codes.storage.record_file import path_of
from custom_components.access_codes.storage.unloaded_records import async_read_unloaded
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_add_locks
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

LEFT = "codes_left_while_disabled"


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    """Link a lock with a code."""
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Guest", "7305")
    return entry


async def async_disable(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    await async_settle(hass)


async def async_stop_in_retry(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Unload the entry, as a setup that is to be tried again leaves it."""
    await hass.config_entries.async_unload(entry.entry_id)
    entry.mock_state(hass, ConfigEntryState.SETUP_RETRY)


def text_of(hass: HomeAssistant) -> Any:
    return issues_of(hass)[LEFT].translation_placeholders


@pytest.mark.contract("13.45")
async def test_disabling_an_entry_that_is_not_loaded_warns_of_what_stays(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await async_stop_in_retry(hass, entry)
    await async_disable(hass, entry)
    assert text_of(hass)["codes"] == "Guest"
    assert text_of(hass)["lock"] == "Front door"
    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await async_settle(hass)
    assert not issues_of(hass)


@pytest.mark.contract("13.45")
async def test_a_lock_that_has_gone_is_named_by_the_title_of_its_disabled_entry(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await async_stop_in_retry(hass, entry)
    er.async_get(hass).async_remove("lock.front_door")
    await async_disable(hass, entry)
    assert text_of(hass)["lock"] == entry.title


@pytest.mark.contract("13.45")
async def test_the_warning_ends_when_an_entry_is_enabled_that_still_does_not_load(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Error setting up entry")
    await async_stop_in_retry(hass, entry)
    await async_disable(hass, entry)
    path_of(hass, entry.entry_id).write_text("damaged")
    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await async_settle(hass)
    assert set(issues_of(hass)) == {"storage_unreadable"}


@pytest.mark.contract("13.45")
async def test_the_warning_about_a_disabled_entry_comes_back_at_a_start(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await async_disable(hass, entry)
    ir.async_delete_issue(hass, "access_codes", issues_of(hass)[LEFT].issue_id)
    await async_watch_disabled(hass)
    assert text_of(hass)["codes"] == "Guest"


@pytest.mark.contract("13.85")
async def test_codes_that_a_person_left_on_the_lock_of_a_disabled_entry_are_not_warned_of_again(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await async_disable(hass, entry)
    await async_fix(hass, LEFT, "leave")
    await async_watch_disabled(hass)
    assert not issues_of(hass)

    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await async_settle(hass)
    await async_disable(hass, entry)
    assert text_of(hass)["codes"] == "Guest"


async def async_answer_late(hass: HomeAssistant, result: Any) -> None:
    """Choose *leave* in a repair that was opened before."""
    await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"], {"next_step_id": "leave"}
    )


async def test_a_late_answer_about_an_entry_that_was_removed_meanwhile_counts(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await async_disable(hass, entry)
    result = await async_fix(hass, LEFT)
    await hass.config_entries.async_remove(entry.entry_id)
    await async_answer_late(hass, result)
    assert not path_of(hass, entry.entry_id).exists()
    assert not issues_of(hass)


async def test_a_late_answer_about_an_entry_that_was_enabled_meanwhile_is_forgotten(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await async_disable(hass, entry)
    result = await async_fix(hass, LEFT)
    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await async_answer_late(hass, result)
    assert path_of(hass, entry.entry_id).exists()
    await async_disable(hass, entry)
    assert text_of(hass)["codes"] == "Guest"


@pytest.mark.contract("13.45")
@pytest.mark.parametrize("is_stored", [True, False])
async def test_a_disabled_entry_without_a_readable_file_is_not_called_empty(
    hass: HomeAssistant, entry: MockConfigEntry, is_stored: bool
) -> None:
    await async_stop_in_retry(hass, entry)
    if is_stored:
        path_of(hass, entry.entry_id).write_text("damaged")
    else:
        path_of(hass, entry.entry_id).unlink()
        hass.config_entries.async_update_entry(
            entry, data={**entry.data, CONF_IS_STORED: False}
        )
    await async_disable(hass, entry)
    assert set(issues_of(hass)) == ({"storage_unreadable"} if is_stored else set())


@pytest.mark.contract("13.45")
async def test_an_entry_that_is_enabled_while_its_file_is_read_is_not_warned_of(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_stop_in_retry(hass, entry)
    read = async_read_unloaded

    async def read_and_enable(hass: HomeAssistant, entry_id: str) -> object:
        record = await read(hass, entry_id)
        entry.disabled_by = None
        return record

    monkeypatch.setattr(disabled_entries, "async_read_unloaded", read_and_enable)
    await async_disable(hass, entry)
    assert not issues_of(hass)
