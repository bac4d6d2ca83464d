"""Repairs of what goes wrong, and how they are fixed."""

import asyncio
from datetime import timedelta
from http import HTTPStatus
import pathlib

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.display_text import for_repair
from custom_components.access_codes.core.model import Outcome, Reach
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.util import dt as dt_util
from tests.support.fix_flows import async_fix, issues_of
from tests.support.keypad_locks import async_add_locks, async_call, engine_of
from tests.support.record_files import refuse_writes
from tests.support.slot_locks import (
    SlotLock,
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

LASTING = timedelta(minutes=6)
"""Longer than the delay after which a trouble becomes a repair."""


async def async_pass(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, span: timedelta = LASTING
) -> None:
    """Let time go by in steps, so that what is due on the way happens on the way."""
    for _ in range(12):
        freezer.tick(span / 12)
        async_fire_time_changed(hass)
        await async_settle(hass)


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link_slots(hass, "lock.front_door")


@pytest.fixture
def lock(slot_locks: SlotLocks) -> SlotLock:
    return slot_locks["Front door"]


@pytest.mark.contract("5.30")
async def test_a_code_that_the_lock_refuses_becomes_a_repair_once_it_lasts(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    lock.failure = Outcome.REFUSED
    access_code_id = await async_create(hass, "lock.front_door", "Guest", "7305")
    assert not issues_of(hass)

    await async_pass(hass, freezer)
    [issue] = issues_of(hass).values()
    assert issue.issue_id == f"failed_to_set_on_device_{access_code_id}"
    assert issue.translation_key == "failed_to_set_on_device"
    assert issue.translation_placeholders == for_repair(lock="Front door", name="Guest")
    assert issue.severity is ir.IssueSeverity.ERROR
    assert issue.is_fixable
    assert not issue.is_persistent

    await async_call(hass, "update", access_code_id=access_code_id, name="Visitor")
    await async_settle(hass)
    [issue] = issues_of(hass).values()
    assert issue.translation_placeholders == for_repair(
        lock="Front door", name="Visitor"
    )

    lock.fix()
    await async_pass(hass, freezer, timedelta(minutes=30))
    assert not issues_of(hass)
    assert lock.pins == {"7305"}


@pytest.mark.contract("5.36")
async def test_trying_again_waits_for_the_outcome_and_keeps_the_issue_if_it_failed(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    lock.failure = Outcome.REFUSED
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_pass(hass, freezer)

    result = await async_fix(hass, "failed_to_set_on_device", "try_again")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "still_failing"
    reason = result["description_placeholders"]["reason"]
    assert reason
    assert reason != "failed_to_set_on_device"
    assert set(issues_of(hass)) == {"failed_to_set_on_device"}

    lock.fix()
    result = await async_fix(hass, "failed_to_set_on_device", "try_again")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not issues_of(hass)
    assert lock.pins == {"7305"}


@pytest.mark.contract("5.37")
async def test_a_code_can_be_deleted_from_its_repair(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    lock.failure = Outcome.INVALID
    await async_create(hass, "lock.front_door", "Guest", "7305")
    assert set(issues_of(hass)) == {"code_constraints_violated"}

    result = await async_fix(hass, "code_constraints_violated", "delete_code")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not issues_of(hass)
    assert not engine_of(entry).record.codes


async def async_clash(
    hass: HomeAssistant, lock: SlotLock, freezer: FrozenDateTimeFactory
) -> tuple[str, str]:
    """Let somebody choose, at the keypad, the PIN that a guest is going to have."""
    now = dt_util.utcnow()
    family = await async_create(
        hass,
        "lock.front_door",
        "Family",
        "7305",
        is_external_modification_allowed=True,
    )
    guest = await async_create(
        hass,
        "lock.front_door",
        "Guest",
        "8416",
        starts_at=now + timedelta(minutes=5),
        ends_at=now + timedelta(days=1),
    )
    lock.type_in("1", "8416")
    await async_pass(hass, freezer)
    assert set(issues_of(hass)) == {"duplicate_code_on_device"}
    return family, guest


@pytest.mark.contract("5.37")
async def test_the_other_code_with_the_same_pin_can_be_deleted(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    _, guest = await async_clash(hass, lock, freezer)
    result = await async_fix(hass, "duplicate_code_on_device")
    assert result["menu_options"] == ["try_again", "delete_code", "delete_other"]
    assert result["description_placeholders"] == {"other": "Family"}

    result = await async_fix(hass, "duplicate_code_on_device", "delete_other")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert set(engine_of(entry).record.codes) == {guest}
    assert lock.pins == {"8416"}
    assert not issues_of(hass)


@pytest.mark.contract("8.64")
async def test_an_unmanaged_code_with_the_same_pin_can_be_deleted(
    hass: HomeAssistant, lock: SlotLock, entry: MockConfigEntry
) -> None:
    lock.type_in("3", "8416")
    await async_settle(hass)
    guest = await async_create(hass, "lock.front_door", "Guest", "8416")
    result = await async_fix(hass, "duplicate_code_on_device")
    assert result["menu_options"] == ["try_again", "delete_code", "delete_other"]
    assert result["description_placeholders"] == {"other": "Code in slot 3"}

    result = await async_fix(hass, "duplicate_code_on_device", "delete_other")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await async_settle(hass)
    assert set(engine_of(entry).record.codes) == {guest}
    got = await async_call(hass, "get", access_code_id=guest)
    assert got["access_code"]["status"] == "set"
    assert lock.pins == {"8416"}
    assert not issues_of(hass)


@pytest.mark.parametrize("is_loaded", [True, False])
async def test_another_code_that_goes_while_its_repair_is_open_is_not_offered_any_more(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
    is_loaded: bool,
) -> None:
    family, _ = await async_clash(hass, lock, freezer)
    result = await async_fix(hass, "duplicate_code_on_device")
    await async_call(hass, "delete", access_code_id=family)
    await async_settle(hass)
    if not is_loaded:
        assert await hass.config_entries.async_unload(entry.entry_id)

    result = await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"], {"next_step_id": "delete_other"}
    )
    if is_loaded:
        assert result["menu_options"] == ["try_again", "delete_code"]
    else:
        assert result["reason"] == "not_loaded"


@pytest.mark.contract("5.35")
async def test_what_is_still_true_after_a_fix_comes_back(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Guest", "7305")
    lock.failure = Outcome.REFUSED
    await async_call(hass, "delete", access_code_id=access_code_id)
    await async_pass(hass, freezer)
    [issue] = issues_of(hass).values()

    ir.async_delete_issue(hass, DOMAIN, issue.issue_id)
    assert set(issues_of(hass)) == {"failed_to_remove_from_device"}

    result = await async_fix(hass, "failed_to_remove_from_device")
    assert result["menu_options"] == ["try_again"]


async def test_other_integrations_repairs_are_none_of_ours(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    ir.async_create_issue(
        hass,
        "other",
        "other",
        is_fixable=False,
        severity=ir.IssueSeverity.ERROR,
        translation_key="other",
    )
    ir.async_delete_issue(hass, "other", "other")
    ir.async_delete_issue(hass, DOMAIN, "never there")
    assert not issues_of(hass)


@pytest.mark.contract("5.37")
async def test_a_change_at_the_lock_can_be_accepted(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Guest", "7305")
    lock.failure = Outcome.REFUSED
    lock.type_in("1", "9999")
    await async_pass(hass, freezer)
    issue = issues_of(hass)["conflicting_external_modification"]
    assert issue.severity is ir.IssueSeverity.WARNING

    result = await async_fix(hass, "conflicting_external_modification", "accept_change")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    lock.fix()
    await async_pass(hass, freezer, timedelta(hours=1))
    assert lock.pins == {"9999"}
    response = await async_call(hass, "get", access_code_id=access_code_id)
    assert response["access_code"]["code"] == "9999"
    assert response["access_code"]["status"] == "set"
    assert not issues_of(hass)


@pytest.mark.contract("5.38")
async def test_a_code_of_a_lock_that_is_away_can_be_forgotten(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await async_create(hass, "lock.front_door", "Guest", "7305")
    kept = await async_create(hass, "lock.front_door", "Cleaner", "8416")
    lock.failure = Outcome.REFUSED
    lock.type_in("1", "9999")
    await async_pass(hass, freezer)
    lock.become(Reach.OFFLINE)
    await async_settle(hass)

    result = await async_fix(hass, "conflicting_external_modification", "forget_code")
    assert result["type"] is FlowResultType.FORM
    result = await async_fix(
        hass, "conflicting_external_modification", "forget_code", None
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert set(engine_of(entry).record.codes) == {kept}
    lock.fix()
    lock.become(Reach.REACHABLE)
    await async_settle(hass)
    assert lock.pins == {"9999", "8416"}


async def test_a_lock_that_holds_something_up_is_one_repair(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    lock.become(Reach.OFFLINE)
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_create(hass, "lock.front_door", "Cleaner", "8416")
    await async_pass(hass, freezer, timedelta(minutes=20))

    [issue] = issues_of(hass).values()
    assert issue.issue_id == f"device_offline_{entry.entry_id}"
    result = await async_fix(hass, "device_offline", "try_again")
    assert result["reason"] == "still_failing"

    er.async_get(hass).async_update_entity("lock.front_door", name="Gate")
    await async_settle(hass)
    issue = issues_of(hass)["device_offline"]
    assert issue.translation_placeholders is not None
    assert "Gate" in issue.translation_placeholders["lock"]

    result = await async_fix(hass, "device_offline", "forget_all")
    assert result["description_placeholders"] == {"codes": "Cleaner, Guest"}
    result = await async_fix(hass, "device_offline", "forget_all", None)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not engine_of(entry).record.codes
    assert not issues_of(hass)


@pytest.mark.contract("5.35")
async def test_a_lock_that_comes_back_clears_its_repair(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    lock.become(Reach.OFFLINE)
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_pass(hass, freezer, timedelta(minutes=20))
    assert set(issues_of(hass)) == {"device_offline"}

    lock.become(Reach.REACHABLE)
    await async_settle(hass)
    assert not issues_of(hass)


async def test_a_lock_that_was_reset_can_have_all_its_codes_deleted(
    hass: HomeAssistant, lock: SlotLock, entry: MockConfigEntry
) -> None:
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_create(hass, "lock.front_door", "Cleaner", "8416")
    lock.failure = Outcome.REFUSED
    lock.reset()
    await async_settle(hass)
    assert "lock_was_reset" in issues_of(hass)

    result = await async_fix(hass, "lock_was_reset", "delete_all")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not engine_of(entry).record.codes
    assert not issues_of(hass)


@pytest.mark.contract("8.21")
async def test_codes_of_others_that_a_reset_took_are_named_until_a_person_knows(
    hass: HomeAssistant, lock: SlotLock, entry: MockConfigEntry
) -> None:
    await async_create(hass, "lock.front_door", "Guest", "7305")
    lock.type_in("3", "9999")
    await async_settle(hass)
    lock.reset()
    await async_settle(hass)
    assert lock.pins == {"7305"}
    assert "lock_was_reset" in issues_of(hass)

    result = await async_fix(hass, "lock_was_reset")
    assert "3" in result["description_placeholders"]["lost"]
    result = await async_fix(hass, "lock_was_reset", "take_note")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert not issues_of(hass)


@pytest.mark.contract("5.29")
async def test_another_manager_is_asked_about(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    await async_create(hass, "lock.front_door", "Guest", "7305")
    for _ in range(3):
        await async_pass(hass, freezer, timedelta(minutes=1))
        lock.type_in("1", "9999")
        await async_settle(hass)
    assert lock.pins == {"7305"}

    assert set(issues_of(hass)) == {"another_manager"}
    result = await async_fix(hass, "another_manager")
    assert result["menu_options"] == ["try_again"]
    result = await async_fix(hass, "another_manager", "try_again")
    assert result["reason"] == "under_way"
    assert set(issues_of(hass)) == {"another_manager"}


@pytest.mark.contract("5.34")
async def test_none_is_shown_before_home_assistant_has_started(
    hass: HomeAssistant, lock: SlotLock, entry: MockConfigEntry
) -> None:
    lock.failure = Outcome.INVALID
    await async_create(hass, "lock.front_door", "Guest", "7305")
    assert await hass.config_entries.async_unload(entry.entry_id)
    for issue in issues_of(hass).values():
        ir.async_delete_issue(hass, DOMAIN, issue.issue_id)

    hass.set_state(CoreState.starting)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)
    assert not issues_of(hass)

    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await async_settle(hass)
    assert set(issues_of(hass)) == {"code_constraints_violated"}


async def test_a_reload_keeps_what_a_person_ignored_and_clears_what_is_over(
    hass: HomeAssistant, lock: SlotLock, entry: MockConfigEntry
) -> None:
    lock.failure = Outcome.INVALID
    access_code_id = await async_create(hass, "lock.front_door", "Guest", "7305")
    [issue] = issues_of(hass).values()
    ir.async_ignore_issue(hass, DOMAIN, issue.issue_id, True)

    assert await hass.config_entries.async_unload(entry.entry_id)
    issue_of_the_past = f"device_offline_{entry.entry_id}"
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_of_the_past,
        data={"kind": "device_offline", "entry_id": entry.entry_id},
        is_fixable=True,
        severity=ir.IssueSeverity.ERROR,
        translation_key="device_offline",
    )
    engine_fails = lock.failure
    assert engine_fails is not None
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)

    [issue] = issues_of(hass).values()
    assert issue.issue_id == f"code_constraints_violated_{access_code_id}"
    assert issue.dismissed_version is not None


async def test_disabling_and_deleting_take_the_repairs_away(
    hass: HomeAssistant, lock: SlotLock, entry: MockConfigEntry
) -> None:
    lock.failure = Outcome.INVALID
    await async_create(hass, "lock.front_door", "Guest", "7305")
    assert set(issues_of(hass)) == {"code_constraints_violated"}
    await hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    )
    assert "code_constraints_violated" not in issues_of(hass)
    await hass.config_entries.async_set_disabled_by(entry.entry_id, None)
    await async_settle(hass)
    assert "code_constraints_violated" in issues_of(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    assert "code_constraints_violated" not in issues_of(hass)


@pytest.mark.contract("5.33")
async def test_a_disk_that_fails_is_a_repair_until_it_works_again(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
    freezer: FrozenDateTimeFactory,
) -> None:
    await async_create(hass, "lock.front_door", "Guest", "7305")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        refuse_writes(patched, refuse)
        lock.type_in("1", "9999")
        await async_settle(hass)
        issue = issues_of(hass)["storage_failing"]
        assert not issue.is_fixable

    await async_pass(hass, freezer, timedelta(minutes=2))
    assert "storage_failing" not in issues_of(hass)


async def test_answers_to_a_lock_that_is_not_looked_after_say_so(
    hass: HomeAssistant, lock: SlotLock, entry: MockConfigEntry
) -> None:
    lock.failure = Outcome.INVALID
    await async_create(hass, "lock.front_door", "Guest", "7305")
    assert await hass.config_entries.async_unload(entry.entry_id)

    result = await async_fix(hass, "code_constraints_violated")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "not_loaded"


@pytest.mark.parametrize("choice", ["try_again", "delete_code"])
async def test_a_lock_that_is_let_go_while_its_repair_is_open_says_so(
    hass: HomeAssistant, lock: SlotLock, entry: MockConfigEntry, choice: str
) -> None:
    lock.failure = Outcome.INVALID
    await async_create(hass, "lock.front_door", "Guest", "7305")
    result = await async_fix(hass, "code_constraints_violated")
    assert await hass.config_entries.async_unload(entry.entry_id)

    result = await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"], {"next_step_id": choice}
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "not_loaded"


async def test_a_lock_that_is_let_go_while_it_is_tried_again_says_what_is_left(
    hass: HomeAssistant, lock: SlotLock, entry: MockConfigEntry
) -> None:
    lock.failure = Outcome.INVALID
    await async_create(hass, "lock.front_door", "Guest", "7305")
    result = await async_fix(hass, "code_constraints_violated")
    lock.fix()
    lock.gate = asyncio.Event()
    lock.forget_sent()
    result = await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"], {"next_step_id": "try_again"}
    )
    assert result["type"] is FlowResultType.SHOW_PROGRESS
    while not lock.sent:
        await asyncio.sleep(0)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await async_settle(hass)

    result = await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"]
    )
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "not_loaded"


async def test_a_code_that_goes_while_its_repair_is_open_is_nothing_to_fix(
    hass: HomeAssistant, lock: SlotLock, entry: MockConfigEntry
) -> None:
    lock.failure = Outcome.INVALID
    access_code_id = await async_create(hass, "lock.front_door", "Guest", "7305")
    result = await async_fix(hass, "code_constraints_violated")
    await async_call(hass, "delete", access_code_id=access_code_id)
    await async_settle(hass)

    result = await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"], {"next_step_id": "delete_code"}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_disk_that_refuses_the_answer_keeps_the_issue(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lock.failure = Outcome.INVALID
    await async_create(hass, "lock.front_door", "Guest", "7305")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        refuse_writes(patched, refuse)
        result = await async_fix(hass, "code_constraints_violated", "delete_code")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "storage_failed"
    assert "code_constraints_violated" in issues_of(hass)


@pytest.mark.contract("5.39")
async def test_only_administrators_can_fix(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    hass_client: ClientSessionGenerator,
    hass_read_only_access_token: str,
) -> None:
    lock.failure = Outcome.INVALID
    await async_create(hass, "lock.front_door", "Guest", "7305")
    result = await async_fix(hass, "code_constraints_violated")
    [issue] = issues_of(hass).values()
    client = await hass_client(hass_read_only_access_token)

    response = await client.post(
        "/api/repairs/issues/fix",
        json={"handler": DOMAIN, "issue_id": issue.issue_id},
    )
    assert response.status == HTTPStatus.UNAUTHORIZED
    response = await client.post(
        f"/api/repairs/issues/fix/{result['flow_id']}",
        json={"next_step_id": "delete_code"},
    )
    assert response.status == HTTPStatus.UNAUTHORIZED
    assert engine_of(entry).record.codes


def file_of(hass: HomeAssistant, entry: MockConfigEntry) -> pathlib.Path:
    return pathlib.Path(hass.config.path(".storage", f"{DOMAIN}.{entry.entry_id}"))


async def async_break_file(
    hass: HomeAssistant, entry: MockConfigEntry, expected_errors: list[str]
) -> None:
    """Damage the file while its entry is not loaded, and set it up again."""
    expected_errors.append("Error setting up entry")
    assert await hass.config_entries.async_unload(entry.entry_id)
    file_of(hass, entry).write_text('{"version": 1, "cod')
    assert not await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)


@pytest.mark.contract("13.5")
async def test_an_unreadable_file_is_an_error_and_never_no_codes(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    expected_errors: list[str],
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Guest", "7305")
    lock.forget_sent()
    await async_break_file(hass, entry, expected_errors)

    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert entry.error_reason_translation_key == "storage_unreadable"
    assert set(issues_of(hass)) == {"storage_unreadable"}
    assert lock.pins == {"7305"}
    assert not lock.sent
    assert er.async_get(hass).async_get_entity_id("sensor", DOMAIN, access_code_id)

    result = await async_fix(hass, "storage_unreadable", "retry")
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "still_unreadable"
    assert set(issues_of(hass)) == {"storage_unreadable"}


@pytest.mark.contract("13.4")
async def test_a_file_that_is_missing_is_unreadable(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    expected_errors: list[str],
) -> None:
    expected_errors.append("Error setting up entry")
    assert await hass.config_entries.async_unload(entry.entry_id)
    file_of(hass, entry).unlink()

    assert not await hass.config_entries.async_setup(entry.entry_id)

    assert set(issues_of(hass)) == {"storage_unreadable"}


@pytest.mark.contract("13.8")
async def test_the_last_good_copy_can_be_restored(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    expected_errors: list[str],
) -> None:
    access_code_id = await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_call(hass, "update", access_code_id=access_code_id, name="Visitor")
    await async_settle(hass)
    await async_break_file(hass, entry, expected_errors)

    result = await async_fix(hass, "storage_unreadable", "restore")
    assert result["type"] is FlowResultType.FORM
    result = await async_fix(hass, "storage_unreadable", "restore", None)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.state is ConfigEntryState.LOADED
    assert set(engine_of(entry).record.codes) == {access_code_id}
    assert not issues_of(hass)
    assert lock.pins == {"7305"}


@pytest.mark.contract("13.39")
async def test_what_the_last_good_copy_does_not_know_is_asked_about(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    expected_errors: list[str],
) -> None:
    """The copy is older than what was lost: nothing is set before somebody has said who is right."""
    await async_create(hass, "lock.front_door", "Family", "8642")
    # An unloaded lock has all of its record in the snapshot.
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    older = file_of(hass, entry).read_bytes()
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_break_file(hass, entry, expected_errors)
    file_of(hass, entry).with_name(
        f"{file_of(hass, entry).name}.last_good"
    ).write_bytes(older)
    lock.forget_sent()

    await async_fix(hass, "storage_unreadable", "restore", None)

    assert set(issues_of(hass)) == {"journal_behind_lock"}
    assert lock.sent == [("read", slot) for slot in "1234"]
    await async_fix(hass, "journal_behind_lock", "trust_stored", None)
    assert not issues_of(hass)
    assert lock.pins == {"7305", "8642"}


@pytest.mark.contract("13.8")
async def test_beginning_without_codes_leaves_the_lock_alone(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    expected_errors: list[str],
) -> None:
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_break_file(hass, entry, expected_errors)

    result = await async_fix(hass, "storage_unreadable", "start_empty")
    assert result["type"] is FlowResultType.FORM
    result = await async_fix(hass, "storage_unreadable", "start_empty", None)

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert entry.state is ConfigEntryState.LOADED
    assert not engine_of(entry).record.codes
    assert not issues_of(hass)
    assert lock.pins == {"7305"}
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert all(entity.unique_id.startswith(entry.entry_id) for entity in entities)


@pytest.mark.contract("13.8")
async def test_without_a_good_copy_none_is_offered(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    expected_errors: list[str],
) -> None:
    await async_break_file(hass, entry, expected_errors)
    file_of(hass, entry).with_name(f"{file_of(hass, entry).name}.last_good").write_text(
        "{"
    )
    result = await async_fix(hass, "storage_unreadable")
    assert result["menu_options"] == ["start_empty", "retry"]


async def test_a_copy_that_breaks_while_its_repair_is_open_is_not_restored(
    hass: HomeAssistant,
    lock: SlotLock,
    entry: MockConfigEntry,
    expected_errors: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await async_create(hass, "lock.front_door", "Guest", "7305")
    await async_break_file(hass, entry, expected_errors)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    with monkeypatch.context() as patched:
        refuse_writes(patched, refuse)
        patched.setattr(pathlib.Path, "unlink", refuse)
        result = await async_fix(hass, "storage_unreadable", "restore", None)
        assert result["reason"] == "storage_failed"
        result = await async_fix(hass, "storage_unreadable", "start_empty", None)
        assert result["reason"] == "storage_failed"

    result = await async_fix(hass, "storage_unreadable", "restore")
    file_of(hass, entry).with_name(f"{file_of(hass, entry).name}.last_good").unlink()
    result = await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"], {}
    )
    assert result["reason"] == "still_unreadable"
    assert set(issues_of(hass)) == {"storage_unreadable"}


async def test_a_repair_of_an_entry_that_is_gone_has_nothing_to_fix(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    expected_errors: list[str],
) -> None:
    await async_break_file(hass, entry, expected_errors)
    result = await async_fix(hass, "storage_unreadable")
    await hass.config_entries.async_remove(entry.entry_id)
    result = await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"], {"next_step_id": "start_empty"}
    )
    result = await hass.data["repairs"]["flow_manager"].async_configure(
        result["flow_id"], {}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
