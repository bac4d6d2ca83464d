"""Updating and deleting codes."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.action_calls import (
    BACK,
    FRONT,
    async_created,
    async_listed,
    async_refused,
)
from tests.support.keypad_locks import Doors, async_call, async_link
from tests.support.slot_locks import METHOD, SlotLocks, async_settle


@pytest.mark.contract("6.2")
async def test_an_update_changes_what_is_given_and_nothing_else(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code="482915", name="Ada", common_code_key="a")
    changes = {
        "name": "Grace",
        "code": "592037",
        "starts_at": "2026-06-02T00:00:00+00:00",
        "ends_at": "2026-06-03T00:00:00+00:00",
        "is_external_modification_allowed": True,
        "max_uses": 1,
    }
    answer = await async_call(
        hass, "update", access_code_id=code["access_code_id"], **changes
    )
    assert answer["access_code"] == {
        **code,
        **changes,
        "next_window": {key: changes[key] for key in ("starts_at", "ends_at")},
        "is_one_time_use": True,
        "type": "time_bound",
        "status": "unset",
        "display_status": "Begins 17:00",
        "device_metadata": {"window_enforced_by": "home_assistant"},
        "pending_mutations": answer["access_code"]["pending_mutations"],
    }
    answer = await async_call(
        hass, "update", access_code_id=code["access_code_id"], type="ongoing"
    )
    assert answer["access_code"]["starts_at"] is None
    assert answer["access_code"]["code"] == "592037"
    assert answer["access_code"]["name"] == "Grace"


@pytest.mark.contract("6.17")
@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"access_code_id": "482915"}, "access_code_not_found"),
        ({"type": "time_bound"}, "time_bound_without_times"),
        ({"starts_at": "2026-06-02 00:00:00"}, "ends_at_missing"),
        ({"ends_at": "2026-06-02 00:00:00"}, "starts_at_missing"),
        ({"type": "ongoing", "ends_at": "2026-06-02 00:00:00"}, "ongoing_with_times"),
        ({"is_managed": False}, "release_needs_a_real_lock"),
        ({"code": "1"}, "code_length_not_taken"),
        ({"starts_at": "0001-01-01T00:00:00+10:00"}, "time_out_of_range"),
    ],
)
async def test_an_update_that_cannot_be_is_refused_and_nothing_changes(
    hass: HomeAssistant, front: MockConfigEntry, fields: dict[str, Any], key: str
) -> None:
    code = await async_created(hass, code="482915")
    given = {"access_code_id": code["access_code_id"], **fields}
    assert await async_refused(hass, "update", **given) == key


@pytest.mark.contract("6.3")
async def test_a_code_that_is_gone_at_once_is_returned_as_it_last_was(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code="482915")
    answer = await async_call(hass, "delete", access_code_id=code["access_code_id"])
    gone = {**code, "status": "unset", "display_status": "Deleted 05:00"}
    assert answer == {"access_codes": [gone]}
    assert await async_listed(hass) == []


@pytest.mark.contract("6.3")
async def test_a_code_that_the_lock_does_not_let_go_of_is_returned_as_it_now_stands(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    code = await async_created(hass, code="482915")
    await async_settle(hass)
    assert slot_locks["Front door"].pins == {"482915"}
    (deleted,) = (
        await async_call(hass, "delete", access_code_id=code["access_code_id"])
    )["access_codes"]
    assert deleted["status"] == "removing"
    assert [warning["warning_code"] for warning in deleted["warnings"]] == [
        "being_deleted"
    ]
    assert deleted["pending_mutations"][0]["mutation_code"] == "deleting"
    assert "Front door" in deleted["pending_mutations"][0]["message"]
    await async_settle(hass)
    assert slot_locks["Front door"].pins == set()
    assert await async_listed(hass) == []


@pytest.mark.contract("6.3")
async def test_a_common_key_deletes_its_codes_on_all_locks(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    both = [
        await async_created(hass, lock, code="482915", common_code_key="cleaner")
        for lock in (FRONT, BACK)
    ]
    other = await async_created(hass, common_code_key="gardener")
    answer = await async_call(hass, "delete", common_code_key="cleaner")
    assert {code["access_code_id"] for code in answer["access_codes"]} == {
        code["access_code_id"] for code in both
    }
    assert await async_listed(hass) == [other]


@pytest.mark.contract("6.3")
@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({}, "delete_needs_one"),
        ({"access_code_id": "a", "common_code_key": "b"}, "delete_needs_one"),
        ({"access_code_id": "a"}, "access_code_not_found"),
        ({"common_code_key": "b"}, "common_code_key_not_found"),
        ({"common_code_key": ""}, "common_code_key_not_found"),
    ],
)
async def test_a_deletion_that_says_nothing_clear_is_refused(
    hass: HomeAssistant, front: MockConfigEntry, fields: dict[str, Any], key: str
) -> None:
    await async_created(hass)
    assert await async_refused(hass, "delete", **fields) == key


@pytest.mark.contract("3.2")
async def test_a_lock_that_has_gone_keeps_its_codes(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code="482915")
    er.async_get(hass).async_remove(FRONT)
    await async_settle(hass)
    (listed,) = await async_listed(hass)
    assert listed["access_code_id"] == code["access_code_id"]
    assert listed["device_id"] is None
    assert await async_refused(hass, "create", lock=FRONT) == "lock_not_linked"
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
