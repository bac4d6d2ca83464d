"""What becomes of codes when their lock is no longer looked after."""

import asyncio
from dataclasses import replace
import pathlib

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.display_text import for_repair
from custom_components.access_codes.core.model import Outcome, Reach
from custom_components.access_codes.linking.codes_left_issue import (
    async_raise_all_codes_left,
)
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import (
    async_add_locks,
    async_call,
    async_link,
    engine_of,
    keypad_entry,
)
from tests.support.record_files import refuse_writes
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)


def file_of(hass: HomeAssistant, entry: MockConfigEntry) -> pathlib.Path:
    return pathlib.Path(hass.config.path(".storage", f"{DOMAIN}.{entry.entry_id}"))


async def async_names(hass: HomeAssistant, entity_id: str) -> list[str]:
    response = await async_call(hass, "list", lock=entity_id)
    return [code["name"] for code in response["access_codes"]]


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    """Link a lock with two codes."""
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_create(hass, "lock.front_door", "Cleaner", "8416")
    return entry


@pytest.mark.contract("13.42")
async def test_a_plain_deletion_leaves_the_lock_alone_and_names_what_stays(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    await async_settle(hass)

    assert slot_locks["Front door"].pins == {"7305", "8416"}
    assert file_of(hass, entry).exists()
    [issue] = issues_of(hass).values()
    assert issue.translation_key == "codes_left_on_lock"
    assert issue.is_persistent
    assert issue.is_fixable
    assert issue.translation_placeholders == {
        **for_repair(lock="lock.front_door"),
        "codes": "Cleaner, Guest",
    }
    assert "7305" not in str(issue)
    assert not er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)


@pytest.mark.contract("13.43")
async def test_what_was_left_can_be_taken_off_afterwards(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    slot_locks["Front door"].slots |= {"4": "1470"}
    await hass.config_entries.async_remove(entry.entry_id)

    result = await async_fix(hass, "codes_left_on_lock", "take_off")

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert slot_locks["Front door"].pins == {"1470"}
    assert not slot_locks["Front door"].adapters
    assert not file_of(hass, entry).exists()
    assert not issues_of(hass)


@pytest.mark.contract("13.43")
async def test_what_was_left_can_be_left_for_good(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)

    result = await async_fix(hass, "codes_left_on_lock", "leave")

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert slot_locks["Front door"].pins == {"7305", "8416"}
    assert not file_of(hass, entry).exists()
    assert not issues_of(hass)


@pytest.mark.contract("13.43")
@pytest.mark.parametrize(
    ("reach", "failure"),
    [(Reach.OFFLINE, None), (Reach.REACHABLE, Outcome.REFUSED)],
)
async def test_what_cannot_be_taken_off_keeps_the_warning(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    reach: Reach,
    failure: Outcome | None,
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    lock = slot_locks["Front door"]
    lock.reach, lock.failure = reach, failure

    result = await async_fix(hass, "codes_left_on_lock", "take_off")

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "not_taken_off"
    assert result["description_placeholders"] == {"codes": "Cleaner, Guest"}
    assert "codes_left_on_lock" in issues_of(hass)
    lock.fix()
    lock.reach = Reach.REACHABLE
    result = await async_fix(hass, "codes_left_on_lock", "take_off")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not lock.pins


async def test_a_lock_that_answers_at_once_is_heard_to_the_end(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    lock = slot_locks["Front door"]
    lock.failure = Outcome.UNKNOWN
    for name in ("Guest", "Cleaner"):
        [code] = [
            code for code in engine_of(entry).record.codes.values() if code.name == name
        ]
        await async_call(hass, "delete", access_code_id=code.access_code_id)
        await async_settle(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    lock.fix()
    lock.forget_sent()

    result = await async_fix(hass, "codes_left_on_lock", "take_off")

    assert [command for command, _ in lock.sent] == ["read", "clear"] * 2
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not lock.pins


@pytest.mark.contract("13.102")
@pytest.mark.parametrize(
    ("late_by", "result_type"),
    [(1, FlowResultType.CREATE_ENTRY), (600, FlowResultType.ABORT)],
)
async def test_the_end_of_a_late_write_is_waited_for_while_codes_are_taken_off(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    late_by: int,
    result_type: FlowResultType,
) -> None:
    lock = slot_locks["Front door"]
    lock.lock.capabilities = replace(lock.lock.capabilities, late_by=late_by)
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    lock.failure = Outcome.UNKNOWN
    await async_call(hass, "create", lock="lock.front_door", name="Guest", code="7305")
    await async_settle(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    lock.fix()

    result = await async_fix(hass, "codes_left_on_lock", "take_off")

    assert result["type"] is result_type
    assert not lock.pins
    assert ("codes_left_on_lock" in issues_of(hass)) is (late_by == 600)


async def test_a_lock_that_is_gone_can_only_be_left(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    er.async_get(hass).async_remove("lock.front_door")

    result = await async_fix(hass, "codes_left_on_lock", "take_off")
    assert result["reason"] == "lock_gone"
    assert "codes_left_on_lock" in issues_of(hass)


async def test_a_disk_that_refuses_keeps_the_warning(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        refuse_writes(patched, refuse)
        patched.setattr(pathlib.Path, "unlink", refuse)
        result = await async_fix(hass, "codes_left_on_lock", "take_off")
        assert result["reason"] == "storage_failed"
        result = await async_fix(hass, "codes_left_on_lock", "leave")
        assert result["reason"] == "storage_failed"
    assert slot_locks["Front door"].pins == {"7305", "8416"}
    assert "codes_left_on_lock" in issues_of(hass)


async def test_a_file_that_broke_meanwhile_is_said_to_be_unreadable(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    file_of(hass, entry).write_text("{")

    result = await async_fix(hass, "codes_left_on_lock", "take_off")

    assert result["reason"] == "unreadable"
    assert slot_locks["Front door"].pins == {"7305", "8416"}


@pytest.mark.contract("13.44")
async def test_linking_the_lock_again_takes_its_codes_over(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await async_add_other_leftover(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    slot_locks["Front door"].forget_sent()

    again = await async_link_slots(hass, "lock.front_door")

    assert again.entry_id != entry.entry_id
    assert await async_names(hass, "lock.front_door") == ["Guest", "Cleaner"]
    assert not file_of(hass, entry).exists()
    assert file_of(hass, again).exists()
    assert not issues_of(hass).keys() - {"codes_kept"}
    assert not {command for command, _ in slot_locks["Front door"].sent} & {
        "set",
        "clear",
    }
    assert hass.states.get("sensor.front_door_guest") is not None


async def async_add_other_leftover(hass: HomeAssistant) -> MockConfigEntry:
    """Leave the codes of another lock behind."""
    other = er.async_get(hass).async_get_or_create("lock", "other", "shed")
    entry = await async_link(hass, other.entity_id)
    await async_call(hass, "create", lock=other.entity_id, name="Gardener")
    await hass.config_entries.async_remove(entry.entry_id)
    return entry


async def test_codes_that_are_not_on_the_lock_are_kept_and_can_be_discarded(
    hass: HomeAssistant,
) -> None:
    entry = await async_add_other_leftover(hass)

    [issue] = issues_of(hass).values()
    assert issue.translation_key == "codes_kept"
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["codes"] == "Gardener"
    assert file_of(hass, entry).exists()

    result = await async_fix(hass, "codes_kept", None)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not file_of(hass, entry).exists()
    assert not issues_of(hass)


@pytest.mark.contract("13.42")
async def test_deleting_an_entry_without_codes_leaves_nothing(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link_slots(hass, "lock.front_door")
    await hass.config_entries.async_remove(entry.entry_id)
    assert not issues_of(hass)
    assert not file_of(hass, entry).exists()


async def test_deleting_an_entry_that_never_stored_anything_leaves_nothing(
    hass: HomeAssistant,
) -> None:
    entry = MockConfigEntry(
        domain=DOMAIN, data={"lock": "gone", "method": "keypad", "is_stored": False}
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    assert not issues_of(hass)


async def test_deleting_an_entry_whose_file_is_unreadable_says_that_nobody_knows(
    hass: HomeAssistant, entry: MockConfigEntry, expected_errors: list[str]
) -> None:
    expected_errors.append("Error setting up entry")
    assert await hass.config_entries.async_unload(entry.entry_id)
    file_of(hass, entry).write_text("{")
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert set(issues_of(hass)) == {"storage_unreadable"}

    await hass.config_entries.async_remove(entry.entry_id)
    assert set(issues_of(hass)) == {"codes_unreadable"}

    result = await async_fix(hass, "codes_unreadable", None)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not file_of(hass, entry).exists()


@pytest.mark.contract("13.45")
async def test_disabling_warns_of_what_stays_until_it_is_enabled_again(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    [issue] = issues_of(hass).values()
    assert issue.translation_key == "codes_left_while_disabled"
    assert issue.is_persistent
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["codes"] == "Cleaner, Guest"

    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await async_settle(hass)
    assert not issues_of(hass)
    assert await async_names(hass, "lock.front_door") == ["Guest", "Cleaner"]


@pytest.mark.contract("13.45")
async def test_codes_of_a_disabled_entry_can_be_taken_off(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    result = await async_fix(hass, "codes_left_while_disabled", "take_off")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not slot_locks["Front door"].pins
    assert not issues_of(hass)

    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await async_settle(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert not engine_of(entry).record.codes


async def test_codes_of_a_disabled_entry_can_be_left_and_are_still_there_afterwards(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    await async_fix(hass, "codes_left_while_disabled", "leave")
    assert not issues_of(hass)
    assert slot_locks["Front door"].pins == {"7305", "8416"}

    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await async_settle(hass)
    assert await async_names(hass, "lock.front_door") == ["Guest", "Cleaner"]


async def test_disabling_a_lock_that_holds_nothing_warns_of_nothing(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link(hass, "lock.front_door")
    await async_call(hass, "create", lock="lock.front_door")
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    assert not issues_of(hass)


async def test_the_warning_comes_back_when_it_went_away_without_an_answer(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    gone = await async_add_other_leftover(hass)
    er.async_get(hass).async_remove("lock.other_shed")
    await hass.config_entries.async_remove(entry.entry_id)
    for issue in issues_of(hass).values():
        ir.async_delete_issue(hass, DOMAIN, issue.issue_id)

    await async_raise_all_codes_left(hass)

    issues = issues_of(hass)
    assert set(issues) == {"codes_left_on_lock", "codes_kept"}
    assert issues["codes_left_on_lock"].translation_placeholders == {
        **for_repair(lock="Front door"),
        "codes": "Cleaner, Guest",
    }
    assert issues["codes_kept"].issue_id == f"codes_left_{gone.entry_id}"


async def test_deleting_a_disabled_entry_names_what_stays(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    await hass.config_entries.async_remove(entry.entry_id)
    assert set(issues_of(hass)) == {"codes_left_on_lock"}


async def test_an_entry_that_is_enabled_while_its_repair_is_open_is_left_alone(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    result = await async_fix(hass, "codes_left_while_disabled")
    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    result = await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"], {"next_step_id": "take_off"}
    )
    assert result["reason"] == "looked_after"
    assert slot_locks["Front door"].pins == {"7305", "8416"}


async def test_a_lock_is_not_linked_while_its_old_codes_are_being_taken_off(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    result = await async_fix(hass, "codes_left_on_lock")
    lock = slot_locks["Front door"]
    lock.gate = asyncio.Event()
    lock.forget_sent()
    result = await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"], {"next_step_id": "take_off"}
    )
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    while not lock.sent:
        await asyncio.sleep(0)

    again = keypad_entry(hass, "lock.front_door")
    assert not await hass.config_entries.async_setup(again.entry_id)
    assert again.state is ConfigEntryState.SETUP_RETRY
    assert again.error_reason_translation_key == "codes_being_taken_off"

    lock.gate.set()
    await async_settle(hass)
    result = await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"]
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert await hass.config_entries.async_reload(again.entry_id)
    assert not engine_of(again).record.codes


async def test_codes_that_were_still_to_be_set_are_not_set_while_leaving(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    lock = slot_locks["Front door"]
    lock.become(Reach.OFFLINE)
    await async_create(hass, "lock.front_door", "Late", "9527")
    await hass.config_entries.async_remove(entry.entry_id)
    lock.reach = Reach.REACHABLE
    lock.forget_sent()

    await async_fix(hass, "codes_left_on_lock", "take_off")

    assert not lock.pins
    assert "set" not in {command for command, _ in lock.sent}


@pytest.mark.contract("13.44")
async def test_each_lock_takes_over_its_own_codes(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    await async_add_other_leftover(hass)
    await hass.config_entries.async_remove(entry.entry_id)

    await async_link(hass, "lock.other_shed")

    assert await async_names(hass, "lock.other_shed") == ["Gardener"]
    assert set(issues_of(hass)) == {"codes_left_on_lock"}


@pytest.mark.contract("13.87")
async def test_an_unreadable_file_of_a_deleted_entry_is_told_at_each_start(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    file_of(hass, entry).write_text("damaged")
    for issue in issues_of(hass).values():
        ir.async_delete_issue(hass, DOMAIN, issue.issue_id)

    await async_raise_all_codes_left(hass)

    [issue] = issues_of(hass).values()
    assert issue.translation_key == "codes_unreadable"
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["lock"] == file_of(hass, entry).name
    ir.async_delete_issue(hass, DOMAIN, issue.issue_id)


@pytest.mark.contract("13.87")
async def test_the_repair_about_an_unreadable_file_goes_on_to_name_its_lock(
    hass: HomeAssistant, entry: MockConfigEntry, expected_errors: list[str]
) -> None:
    file_of(hass, entry).write_text("damaged")
    await hass.config_entries.async_unload(entry.entry_id)
    file_of(hass, entry).write_text("damaged")
    await hass.config_entries.async_remove(entry.entry_id)
    await async_raise_all_codes_left(hass)
    [issue] = issues_of(hass).values()
    assert issue.translation_key == "codes_unreadable"
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["lock"] == entry.title
