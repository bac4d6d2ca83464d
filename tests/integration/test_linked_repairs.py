"""Repairs are linked to their config entry where Home Assistant can, but for those about codes that stay on a lock."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Outcome
from custom_components.access_codes.issues.links import async_link
from custom_components.access_codes.linking.codes_left_issue import CODES_LEFT_ISSUES
from custom_components.access_codes.storage.record_files import path_of
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from tests.support.action_calls import FRONT, async_created, async_fill
from tests.support.fix_flows import issues_of
from tests.support.keypad_locks import async_add_locks, async_link as async_link_lock
from tests.support.slot_locks import SlotLocks, async_link_slots, async_settle

type Linked = dict[str, set[str | None]]


@pytest.fixture
def linked(monkeypatch: pytest.MonkeyPatch) -> Linked:
    """Create issues as Home Assistant 2026.11 does, and return the entries of each kind of issue."""
    create = ir.async_create_issue
    linked: Linked = {}

    def create_issue(
        hass: HomeAssistant,
        domain: str,
        issue_id: str,
        *,
        config_entry_id: str | None = None,
        **fields: Any,
    ) -> None:
        if config_entry_id is not None:
            # There it raises for an entry that it does not know.
            assert hass.config_entries.async_get_entry(config_entry_id) is not None
        if domain == DOMAIN:
            kind = str(fields["translation_key"])
            linked.setdefault(kind, set()).add(config_entry_id)
        create(hass, domain, issue_id, **fields)

    monkeypatch.setattr(ir, "async_create_issue", create_issue)
    return linked


@pytest.fixture
async def slots(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link_slots(hass, FRONT)


@pytest.mark.contract("11.193")
async def test_repairs_of_a_plan_and_of_a_keypad_are_linked(
    hass: HomeAssistant, slot_locks: SlotLocks, linked: Linked
) -> None:
    await async_add_locks(hass, "Front door", "Back door")
    slots = await async_link_slots(hass, FRONT)
    slot_locks["Front door"].failure = Outcome.INVALID
    await async_created(hass)
    keypad = await async_link_lock(hass, "lock.back_door")
    await hass.config.async_update(time_zone="Europe/Amsterdam")
    await async_created(
        hass,
        "lock.back_door",
        starts_at="2099-01-06T09:00:00+01:00",
        ends_at="2099-01-06T12:00:00+01:00",
        recurrence="FREQ=WEEKLY;BYDAY=TU",
    )
    await hass.config.async_update(time_zone="Europe/London")
    await async_fill(hass, "lock.back_door")
    await async_settle(hass)
    assert linked == {
        "code_constraints_violated": {slots.entry_id},
        "own_method": {keypad.entry_id},
        "time_zone_changed": {keypad.entry_id},
        "too_many_attempts": {keypad.entry_id},
    }


@pytest.mark.contract("11.193")
@pytest.mark.parametrize("is_disabled", [False, True])
async def test_a_file_that_cannot_be_read_is_shown_of_a_disabled_entry_as_well(
    hass: HomeAssistant,
    slots: MockConfigEntry,
    linked: Linked,
    expected_errors: list[str],
    *,
    is_disabled: bool,
) -> None:
    expected_errors.append("Error setting up entry")
    await async_created(hass)
    await hass.config_entries.async_unload(slots.entry_id)
    path_of(hass, slots.entry_id).write_text("damaged")
    if is_disabled:
        slots.mock_state(hass, ConfigEntryState.SETUP_ERROR)
        await hass.config_entries.async_set_disabled_by(
            slots.entry_id, ConfigEntryDisabler.USER
        )
    else:
        await hass.config_entries.async_setup(slots.entry_id)
    await async_settle(hass)
    assert linked == {"storage_unreadable": {None if is_disabled else slots.entry_id}}


@pytest.mark.contract("11.193")
async def test_codes_that_stay_on_a_lock_are_told_without_a_link(
    hass: HomeAssistant, slots: MockConfigEntry, linked: Linked
) -> None:
    await async_created(hass)
    await hass.config_entries.async_set_disabled_by(
        slots.entry_id, ConfigEntryDisabler.USER
    )
    await async_settle(hass)
    await hass.config_entries.async_remove(slots.entry_id)
    await async_settle(hass)
    assert linked == {
        "codes_left_while_disabled": {None},
        "codes_left_on_lock": {None},
    }
    assert linked.keys() <= CODES_LEFT_ISSUES
    keypad = await async_link_lock(hass, FRONT)
    await async_settle(hass)
    assert linked["codes_left_in_slots"] == {None}
    assert "codes_left_in_slots" in issues_of(hass)
    assert async_link(hass, keypad.entry_id) == {"config_entry_id": keypad.entry_id}


@pytest.mark.contract("11.193")
async def test_no_repair_is_linked_to_an_entry_that_is_gone_or_by_a_release_that_cannot(
    hass: HomeAssistant, slots: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_2026_10(hass: HomeAssistant, domain: str, issue_id: str) -> None:
        raise AssertionError

    def of_2026_11(
        hass: HomeAssistant, domain: str, issue_id: str, config_entry_id: str
    ) -> None:
        raise AssertionError

    monkeypatch.setattr(ir, "async_create_issue", of_2026_10)
    assert async_link(hass, slots.entry_id) == {}
    monkeypatch.setattr(ir, "async_create_issue", of_2026_11)
    assert async_link(hass, slots.entry_id) == {"config_entry_id": slots.entry_id}
    assert async_link(hass, "gone") == {}
    assert not issues_of(hass)
    assert DOMAIN not in {domain for domain, _ in ir.async_get(hass).issues}
