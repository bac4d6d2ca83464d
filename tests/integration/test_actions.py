"""Actions, as automations call them."""

import asyncio
from datetime import datetime
from itertools import pairwise
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
)

from custom_components.access_codes.actions import ACTIONS
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Reach
from custom_components.access_codes.storage import StorageFailed
from homeassistant.config_entries import SOURCE_IGNORE
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    instance_id,
    label_registry as lr,
)

from .keypads import Doors, async_add_locks, async_call, async_link, engine_of
from .slots import METHOD, SlotLocks, async_settle

FRONT, BACK = "lock.front_door", "lock.back_door"
NOON = datetime.fromisoformat("2026-06-01T12:00:00+00:00")


@pytest.fixture
async def doors(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Doors:
    """Two locks, of which nobody is linked; it is noon in UTC, and 5 in the morning here."""
    freezer.move_to(NOON)
    return await async_add_locks(hass, "Front door", "Back door")


@pytest.fixture
async def front(hass: HomeAssistant, doors: Doors) -> MockConfigEntry:
    return await async_link(hass, FRONT)


@pytest.fixture
async def back(hass: HomeAssistant, doors: Doors) -> MockConfigEntry:
    return await async_link(hass, BACK)


async def async_created(hass: HomeAssistant, lock: str = FRONT, **fields: Any) -> Any:
    return (await async_call(hass, "create", lock=lock, **fields))["access_code"]


async def async_refused(hass: HomeAssistant, action: str, **fields: Any) -> str:
    """Return by which key a call was refused."""
    before = await async_listed(hass)
    with pytest.raises(ServiceValidationError) as refused:
        await async_call(hass, action, **fields)
    assert refused.value.translation_domain == DOMAIN
    assert str(refused.value) not in ("", refused.value.translation_key)
    assert "{" not in str(refused.value)
    assert "482915" not in str(refused.value)
    assert await async_listed(hass) == before
    key: str = refused.value.translation_key or ""
    return key


async def async_listed(hass: HomeAssistant, **fields: Any) -> list[Any]:
    return list((await async_call(hass, "list", **fields))["access_codes"])


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
        "starts_at": None,
        "ends_at": None,
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
        "is_offline_access_code": False,
        "is_backup": False,
        "is_backup_access_code_available": False,
        "pulled_backup_access_code_id": None,
        "appearance": {"name": None},
        "device_metadata": None,
        "workspace_id": await instance_id.async_get(hass),
    }


async def test_an_action_may_be_called_without_asking_for_its_response(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await hass.services.async_call(
        DOMAIN, "create", {"lock": FRONT, "code": "482915"}, blocking=True
    )
    await hass.services.async_call(DOMAIN, "list", {}, blocking=True)
    assert [code["code"] for code in await async_listed(hass)] == ["482915"]


async def test_what_is_left_out_is_made_up(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    first = await async_created(hass)
    second = await async_created(hass, name=None, code=None, preferred_code_length=4)
    assert (first["name"], len(first["code"])) == ("Access code 1", 6)
    assert (second["name"], len(second["code"])) == ("Access code 2", 4)
    assert first["type"] == second["type"] == "ongoing"


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
        ({"name": "My 482915", "code": "482915"}, "name_contains_code"),
        ({"starts_at": "2026-06-02 00:00:00"}, "ends_at_missing"),
        ({"ends_at": "2026-06-01 04:59:59"}, "ends_at_in_past"),
        (
            {"starts_at": "2026-06-03 00:00:00", "ends_at": "2026-06-03 00:00:00"},
            "ends_at_not_after_starts_at",
        ),
        ({"ends_at": "9999-12-31 23:59:59"}, "time_out_of_range"),
        ({"use_backup_access_code_pool": True}, "backup_pool_not_available"),
    ],
)
async def test_a_code_that_cannot_be_is_refused_and_nothing_changes(
    hass: HomeAssistant, front: MockConfigEntry, fields: dict[str, Any], key: str
) -> None:
    await async_created(hass, code="111222")
    assert await async_refused(hass, "create", **{"lock": FRONT, **fields}) == key


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
        "enter_code": {"lock": FRONT, "code": "482915"},
    }
    for action, fields in calls.items():
        assert await async_refused(hass, action, **fields) == "lock_not_loaded"


async def test_a_code_for_an_unreachable_lock_is_refused_if_that_was_asked_for(
    hass: HomeAssistant, doors: Doors, front: MockConfigEntry
) -> None:
    doors.locks["Front door"].become(available=False)
    await async_settle(hass)
    fields = {"lock": FRONT, "attempt_for_offline_device": False}
    assert await async_refused(hass, "create", **fields) == "lock_not_reachable"


async def test_a_use_that_nobody_reports_cannot_be_the_only_one(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    fields = {"lock": FRONT, "is_one_time_use": True}
    assert await async_refused(hass, "create", **fields) == "one_time_use_not_reported"


async def test_a_lock_takes_no_more_codes_than_it_has_places(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    for _ in range(4):
        await async_created(hass)
    await async_settle(hass)
    assert await async_refused(hass, "create", lock=FRONT) == "no_place_left"


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
        "is_one_time_use": True,
    }
    answer = await async_call(
        hass, "update", access_code_id=code["access_code_id"], **changes
    )
    assert answer["access_code"] == {
        **code,
        **changes,
        "type": "time_bound",
        "status": "unset",
        "pending_mutations": answer["access_code"]["pending_mutations"],
    }
    answer = await async_call(
        hass, "update", access_code_id=code["access_code_id"], type="ongoing"
    )
    assert answer["access_code"]["starts_at"] is None
    assert answer["access_code"]["code"] == "592037"
    assert answer["access_code"]["name"] == "Grace"


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


async def test_a_code_that_is_gone_at_once_is_returned_as_it_last_was(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code="482915")
    answer = await async_call(hass, "delete", access_code_id=code["access_code_id"])
    assert answer == {"access_codes": [{**code, "status": "unset"}]}
    assert await async_listed(hass) == []


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


async def test_an_empty_key_is_a_key(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    other = await async_created(hass)
    code = await async_created(hass, common_code_key="")
    answer = await async_call(hass, "delete", common_code_key="")
    (deleted,) = answer["access_codes"]
    assert deleted["access_code_id"] == code["access_code_id"]
    assert await async_listed(hass) == [other]


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


async def test_a_code_is_found_by_its_id_or_by_its_pin(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    later = await async_created(
        hass,
        code="482915",
        starts_at="2026-06-02T00:00:00Z",
        ends_at="2026-06-03T00:00:00Z",
    )
    now = await async_created(hass, code="482915", ends_at="2026-06-02T00:00:00Z")
    for found, fields in (
        (later, {"access_code_id": later["access_code_id"]}),
        (now, {"lock": FRONT, "code": "482915"}),
        (now, {"lock": FRONT, "code": 482915}),
    ):
        assert await async_call(hass, "get", **fields) == {"access_code": found}


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({}, "get_needs_id_or_lock_and_code"),
        ({"lock": FRONT}, "get_needs_id_or_lock_and_code"),
        ({"code": "482915"}, "get_needs_id_or_lock_and_code"),
        (
            {"access_code_id": "a", "lock": FRONT, "code": "482915"},
            "get_needs_id_or_lock_and_code",
        ),
        ({"access_code_id": "a", "lock": FRONT}, "get_needs_id_or_lock_and_code"),
        ({"access_code_id": "482915"}, "access_code_not_found"),
        ({"lock": FRONT, "code": "482915"}, "code_not_found"),
        ({"lock": BACK, "code": "482915"}, "lock_not_linked"),
    ],
)
async def test_a_code_that_is_not_there_is_not_found(
    hass: HomeAssistant, front: MockConfigEntry, fields: dict[str, Any], key: str
) -> None:
    assert await async_refused(hass, "get", **fields) == key


async def test_codes_are_listed_by_what_they_are_the_oldest_first(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    async def async_names(**fields: Any) -> list[str]:
        return [code["name"] for code in await async_listed(hass, **fields)]

    await async_created(hass, BACK, name="Straße", common_code_key="guests")
    freezer.tick(1)
    await async_created(hass, FRONT, name="Ada Lovelace", common_code_key="guests")
    freezer.tick(1)
    await async_created(
        hass,
        BACK,
        name="Lady Ada",
        starts_at="2026-06-02T00:00:00Z",
        ends_at="2026-06-03T00:00:00Z",
    )
    assert await async_names() == ["Straße", "Ada Lovelace", "Lady Ada"]
    assert await async_names(include_backup=True) == await async_names()
    assert await async_names(lock=FRONT) == ["Ada Lovelace"]
    assert await async_names(lock=[BACK, BACK]) == ["Straße", "Lady Ada"]
    assert await async_names(status="set") == ["Straße", "Ada Lovelace"]
    assert await async_names(status=["unset", "setting"]) == ["Lady Ada"]
    assert await async_names(type="time_bound") == ["Lady Ada"]
    assert await async_names(common_code_key="guests") == ["Straße", "Ada Lovelace"]
    assert await async_names(search=" ADA ") == ["Ada Lovelace", "Lady Ada"]
    assert await async_names(search="STRASSE") == ["Straße"]
    assert await async_names(search="lady", type="ongoing") == []
    await hass.config_entries.async_unload(back.entry_id)
    assert await async_names() == ["Ada Lovelace"]


async def test_a_generated_pin_suits_all_locks_and_is_stored_nowhere(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    for fields in ({}, {"lock": FRONT}, {"lock": [FRONT, BACK]}):
        code = (await async_call(hass, "generate_code", **fields))["code"]
        assert len(code) == 6
        assert code.isdecimal()
    code = (await async_call(hass, "generate_code", preferred_code_length=8))["code"]
    assert len(code) == 8
    assert await async_listed(hass) == []


async def test_without_a_linked_lock_nothing_can_be_generated(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await hass.config_entries.async_remove(front.entry_id)
    assert await async_refused(hass, "generate_code") == "no_linked_lock"


async def test_what_the_locks_cannot_agree_on_is_refused(
    hass: HomeAssistant, doors: Doors
) -> None:
    await async_link(hass, FRONT, max_code_length=5)
    await async_link(hass, BACK, min_code_length=7)
    assert await async_refused(hass, "generate_code") == "no_common_code_length"


async def test_a_sync_tells_what_each_lock_holds_and_what_is_due(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    code = await async_created(hass, code="482915")
    await async_settle(hass)
    slot_locks["Front door"].slots["4"] = "482000"
    assert await async_call(hass, "sync", entity_id=FRONT) == {
        "locks": [
            {
                "lock_entity_id": FRONT,
                "is_read": True,
                "places_in_use": [
                    {"place": "1", "access_code_id": code["access_code_id"]},
                    {"place": "4", "access_code_id": None},
                ],
                "due": [],
            }
        ]
    }


async def test_a_sync_of_a_lock_that_does_not_answer_says_so(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    slot_locks["Front door"].become(Reach.OFFLINE)
    code = await async_created(hass, code="482915")
    (told,) = (await async_call(hass, "sync", entity_id=FRONT))["locks"]
    assert told["is_read"] is False
    assert told["due"] == [
        {"access_code_id": code["access_code_id"], "status": "setting"}
    ]


async def test_a_lock_whose_codes_home_assistant_checks_is_always_in_step(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass)
    (told,) = (await async_call(hass, "sync", entity_id=FRONT))["locks"]
    assert told == {
        "lock_entity_id": FRONT,
        "is_read": True,
        "places_in_use": [],
        "due": [],
    }


async def test_areas_devices_and_labels_stand_for_the_linked_locks_in_them(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await async_created(hass)  # Another entity on the lock's device
    entities = er.async_get(hass)
    lock = entities.async_get(FRONT)
    assert lock is not None
    assert lock.device_id is not None
    area = ar.async_get(hass).async_create("Hall")
    label = lr.async_get(hass).async_create("Doors")
    for entity_id in (FRONT, BACK):
        entry = entities.async_update_entity(entity_id, labels={label.label_id})
        assert entry.device_id is not None
        dr.async_get(hass).async_update_device(entry.device_id, area_id=area.id)
    for target in (
        {"device_id": lock.device_id},
        {"area_id": [area.id]},
        {"label_id": label.label_id},
        {"entity_id": [FRONT], "area_id": area.id},
    ):
        answer = await async_call(hass, "sync", **target)
        assert [told["lock_entity_id"] for told in answer["locks"]] == [FRONT]


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ({}, "no_linked_lock_in_target"),
        ({"entity_id": "none"}, "no_linked_lock_in_target"),
        ({"area_id": "nowhere"}, "no_linked_lock_in_target"),
        ({"entity_id": [FRONT, BACK]}, "lock_not_linked"),
        ({"entity_id": "all"}, "lock_not_linked"),
        ({"entity_id": "sensor.front_door_access_code_1"}, "lock_not_linked"),
    ],
)
async def test_a_target_without_a_linked_lock_or_that_names_another_entity_is_refused(
    hass: HomeAssistant, front: MockConfigEntry, target: dict[str, Any], key: str
) -> None:
    await async_created(hass)
    assert await async_refused(hass, "sync", **target) == key


async def test_a_disk_that_refuses_is_an_error_and_nothing_changes(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code="482915")
    before = await async_listed(hass)
    events = async_capture_events(hass, "access_codes_event")
    with patch(
        "custom_components.access_codes.storage.RecordStorage.async_save",
        side_effect=StorageFailed,
    ):
        for action, fields in {
            "create": {"lock": FRONT},
            "update": {"access_code_id": code["access_code_id"], "name": "Grace"},
            "delete": {"access_code_id": code["access_code_id"]},
            "enter_code": {"lock": FRONT, "code": "482915"},
        }.items():
            with pytest.raises(HomeAssistantError) as failed:
                await async_call(hass, action, **fields)
            assert failed.value.translation_key == "storage_failed"
            assert "disk" in str(failed.value)
    assert await async_listed(hass) == before
    assert events == []
    await async_call(hass, "update", access_code_id=code["access_code_id"], name="Joan")


async def test_only_administrators_and_automations_may_call_but_for_entering_a_code(
    hass: HomeAssistant,
    front: MockConfigEntry,
    hass_read_only_user: MockUser,
    hass_admin_user: MockUser,
) -> None:
    code = await async_created(hass, code="482915")
    calls: dict[str, dict[str, Any]] = {
        "create": {"lock": FRONT},
        "update": {"access_code_id": code["access_code_id"], "name": "Grace"},
        "get": {"access_code_id": code["access_code_id"]},
        "list": {},
        "generate_code": {},
        "sync": {"entity_id": FRONT},
        "enter_code": {"lock": FRONT, "code": "482915"},
        "delete": {"access_code_id": code["access_code_id"]},
    }
    assert set(calls) == {action.name for action in ACTIONS}
    for action, fields in calls.items():
        with pytest.raises(Unauthorized):
            await hass.services.async_call(
                DOMAIN,
                action,
                fields,
                blocking=True,
                context=Context(user_id=hass_read_only_user.id),
            )
    for action, fields in calls.items():
        await hass.services.async_call(
            DOMAIN,
            action,
            fields,
            blocking=True,
            context=Context(user_id=hass_admin_user.id),
        )
    assert [one["name"] for one in await async_listed(hass)] == ["Access code 2"]


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
