"""Creating codes."""

import asyncio
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from homeassistant.config_entries import SOURCE_IGNORE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    instance_id,
)
from tests.support.action_calls import (
    BACK,
    FRONT,
    NOON,
    async_created,
    async_listed,
    async_refused,
)
from tests.support.keypad_locks import Doors, async_link, engine_of
from tests.support.slot_locks import METHOD, SlotLocks, async_settle


@pytest.mark.contract("3.1", "6.1")
async def test_a_created_code_is_returned_whole(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code="0482915", name="Ada", common_code_key="a")
    device = dr.async_get(hass).async_get(code["device_id"])
    assert device is not None
    assert device.name == "Front door"
    assert code == {
        "access_code_id": code["access_code_id"],
        "lock_entity_id": FRONT,
        "device_id": code["device_id"],
        "name": "Ada",
        "code": "0482915",
        "type": "ongoing",
        "status": "set",
        "display_status": "Set since 05:00",
        "starts_at": None,
        "ends_at": None,
        "recurrence": None,
        "next_window": None,
        "created_at": NOON.isoformat(),
        "errors": [],
        "warnings": [],
        "pending_mutations": [],
        "common_code_key": "a",
        "is_managed": True,
        "is_external_modification_allowed": False,
        "is_scheduled_on_device": False,
        "is_waiting_for_code_assignment": False,
        "is_one_time_use": False,
        "max_uses": None,
        "use_count": 0,
        "last_used_at": None,
        "is_paused": False,
        "active_while": None,
        "is_offline_access_code": False,
        "is_backup": False,
        "is_backup_access_code_available": False,
        "pulled_backup_access_code_id": None,
        "appearance": {"name": None},
        "device_metadata": None,
        "workspace_id": await instance_id.async_get(hass),
    }


@pytest.mark.contract("6.11")
async def test_an_action_may_be_called_without_asking_for_its_response(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await hass.services.async_call(
        DOMAIN, "create", {"lock": FRONT, "code": "482915"}, blocking=True
    )
    await hass.services.async_call(DOMAIN, "list", {}, blocking=True)
    assert [code["code"] for code in await async_listed(hass)] == ["482915"]


@pytest.mark.contract("6.1")
async def test_what_is_left_out_is_made_up(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    first = await async_created(hass)
    second = await async_created(hass, name=None, code=None, preferred_code_length=4)
    assert (first["name"], len(first["code"])) == ("Access code 1", 6)
    assert (second["name"], len(second["code"])) == ("Access code 2", 4)
    assert first["type"] == second["type"] == "ongoing"


@pytest.mark.contract("2.8")
async def test_times_without_an_offset_are_in_home_assistants_zone(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await hass.config.async_set_time_zone("America/New_York")
    code = await async_created(
        hass, starts_at="2026-11-01 01:30:00", ends_at=datetime(2026, 11, 1, 1, 30)
    )
    assert code["type"] == "time_bound"
    assert code["starts_at"] == "2026-11-01T05:30:00+00:00"
    assert code["ends_at"] == "2026-11-01T06:30:00+00:00"
    code = await async_created(
        hass, starts_at="2027-03-14T02:30", ends_at="2027-03-14T03:45"
    )
    assert code["starts_at"] == "2027-03-14T07:30:00+00:00"
    assert code["ends_at"] == "2027-03-14T07:45:00+00:00"


async def test_a_time_with_an_offset_is_an_instant(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(
        hass, starts_at="2026-06-02T12:00:00+05:30", ends_at="2026-06-02T12:00:00Z"
    )
    assert code["starts_at"] == "2026-06-02T06:30:00+00:00"
    assert code["ends_at"] == "2026-06-02T12:00:00+00:00"
    assert code["status"] == "unset"
    assert [change["mutation_code"] for change in code["pending_mutations"]] == [
        "deferring_creation"
    ]


@pytest.mark.contract("6.15", "6.17")
@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"lock": "lock.back_door"}, "lock_not_linked"),
        ({"lock": "lock.nowhere"}, "lock_not_linked"),
        ({"code": "123"}, "code_length_not_taken"),
        ({"code": "1234567890123"}, "code_length_not_taken"),
        ({"code": "12a4"}, "code_characters_not_taken"),
        ({"code": -1234}, "code_characters_not_taken"),
        ({"code": "111222"}, "code_in_use"),
        ({"name": "x" * 61}, "name_too_long"),
        ({"name": " "}, "name_blank"),
        ({"common_code_key": ""}, "name_blank"),
        ({"name": "My 482915", "code": "482915"}, "name_contains_code"),
        ({"starts_at": "2026-06-02 00:00:00"}, "ends_at_missing"),
        ({"ends_at": "2026-06-01 04:59:59"}, "ends_at_in_past"),
        (
            {"starts_at": "2026-06-03 00:00:00", "ends_at": "2026-06-03 00:00:00"},
            "ends_at_not_after_starts_at",
        ),
        ({"ends_at": "9999-12-31 23:59:59"}, "time_out_of_range"),
        ({"use_backup_access_code_pool": True}, "backup_pool_needs_window"),
    ],
)
async def test_a_code_that_cannot_be_is_refused_and_nothing_changes(
    hass: HomeAssistant, front: MockConfigEntry, fields: dict[str, Any], key: str
) -> None:
    await async_created(hass, code="111222")
    assert await async_refused(hass, "create", **{"lock": FRONT, **fields}) == key


@pytest.mark.contract("6.15")
async def test_a_lock_is_not_linked_because_its_discovery_is_ignored(
    hass: HomeAssistant, doors: Doors
) -> None:
    await async_link(hass, FRONT)
    lock = er.async_get(hass).async_get(BACK)
    assert lock is not None
    MockConfigEntry(domain=DOMAIN, unique_id=lock.id, source=SOURCE_IGNORE).add_to_hass(
        hass
    )
    assert await async_refused(hass, "create", lock=BACK) == "lock_not_linked"


@pytest.mark.contract("6.15")
async def test_a_lock_whose_entry_is_not_loaded_is_said_to_be_so(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await hass.config_entries.async_unload(front.entry_id)
    calls: dict[str, dict[str, Any]] = {
        "create": {"lock": FRONT},
        "get": {"lock": FRONT, "code": "482915"},
        "list": {"lock": [FRONT]},
        "generate_code": {"lock": FRONT},
        "sync": {"entity_id": FRONT},
        "list_unmanaged": {"lock": FRONT},
        "report_device_constraints": {"lock": FRONT, "max_active_codes": 1},
        "enter_code": {"lock": FRONT, "code": "482915"},
    }
    for action, fields in calls.items():
        assert await async_refused(hass, action, **fields) == "lock_not_loaded"


@pytest.mark.contract("6.30")
async def test_a_code_for_an_unreachable_lock_is_refused_if_that_was_asked_for(
    hass: HomeAssistant, doors: Doors, front: MockConfigEntry
) -> None:
    doors.locks["Front door"].become(available=False)
    await async_settle(hass)
    fields = {"lock": FRONT, "attempt_for_offline_device": False}
    assert await async_refused(hass, "create", **fields) == "lock_not_reachable"


@pytest.mark.contract("6.29")
async def test_a_use_that_nobody_reports_cannot_be_the_only_one(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    fields = {"lock": FRONT, "is_one_time_use": True}
    assert await async_refused(hass, "create", **fields) == "one_time_use_not_reported"


@pytest.mark.contract("6.27")
async def test_a_lock_takes_no_more_codes_than_it_has_slots(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    for _ in range(4):
        await async_created(hass)
    await async_settle(hass)
    assert await async_refused(hass, "create", lock=FRONT) == "no_slot_left"


async def test_codes_created_at_once_all_get_a_name_and_a_pin_of_their_own(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    codes = await asyncio.gather(*(async_created(hass) for _ in range(20)))
    assert len({code["code"] for code in codes}) == 20
    assert len({code["name"] for code in codes}) == 20
    assert len(engine_of(front).record.codes) == 20
    assert all(
        earlier["created_at"] <= later["created_at"]
        for earlier, later in pairwise(await async_listed(hass))
    )
