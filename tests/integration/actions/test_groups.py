"""Codes on several locks at once: all of them or none."""

from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import LockCapabilities
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.core import Event, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from tests.support.action_calls import (
    BACK,
    FRONT,
    PIN,
    async_created,
    async_listed,
    async_refused,
)
from tests.support.keypad_locks import Doors, async_call, async_link, engine_of
from tests.support.slot_locks import METHOD, SlotLocks, async_settle

BOTH = {"entity_id": [FRONT, BACK]}


def by_id(code: dict[str, Any]) -> str:
    """Return the id of a code."""
    return str(code["access_code_id"])


async def async_created_on_both(hass: HomeAssistant, **fields: Any) -> list[Any]:
    """Create a code on both doors, and return the codes as they were answered."""
    answer = await async_call(hass, "create_multiple", **BOTH, **fields)
    return list(answer["access_codes"])


async def async_reason(hass: HomeAssistant, action: str, **fields: Any) -> str:
    """Return the words of a refusal, with nothing changed."""
    before = await async_listed(hass)
    with pytest.raises(ServiceValidationError) as refused:
        await async_call(hass, action, **fields)
    assert await async_listed(hass) == before
    return str(refused.value)


@pytest.mark.contract("6.100")
async def test_each_lock_of_a_target_gets_a_code_with_one_pin_and_one_key(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    events: list[Event[dict[str, Any]]],
) -> None:
    await async_created(hass, FRONT)
    events.clear()
    codes = await async_created_on_both(hass, name=" Cleaner ")
    assert {code["lock_entity_id"] for code in codes} == {FRONT, BACK}
    assert [code["name"] for code in codes] == ["Cleaner"] * 2
    assert len({code["code"] for code in codes}) == 1
    assert len({code["common_code_key"] for code in codes}) == 1
    assert codes[0]["common_code_key"]
    assert len({code["access_code_id"] for code in codes}) == 2
    assert [code["status"] for code in codes] == ["set", "set"]
    listed = await async_listed(hass, common_code_key=codes[0]["common_code_key"])
    assert sorted(listed, key=by_id) == sorted(codes, key=by_id)
    await async_settle(hass)
    created = [e.data for e in events if e.data["type"] == "access_code.created"]
    assert {one["access_code_id"] for one in created} == set(map(by_id, codes))
    for code in codes:
        entities = er.async_get(hass)
        assert entities.async_get_entity_id(
            "sensor", "access_codes", code["access_code_id"]
        )


@pytest.mark.contract("6.100")
async def test_codes_of_a_group_are_numbered_on_each_lock(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    await async_created(hass, FRONT)
    codes = await async_created_on_both(
        hass, code=PIN, ends_at="2026-06-03T00:00:00+00:00"
    )
    names = {code["lock_entity_id"]: code["name"] for code in codes}
    assert names == {FRONT: "Access code 2", BACK: "Access code 1"}
    assert {code["code"] for code in codes} == {PIN}
    assert {code["ends_at"] for code in codes} == {"2026-06-03T00:00:00+00:00"}
    assert (await async_created(hass, BACK))["name"] == "Access code 2"


@pytest.mark.contract("6.100")
async def test_an_area_stands_for_the_linked_locks_in_it(
    hass: HomeAssistant, front: MockConfigEntry, doors: Doors
) -> None:
    area = ar.async_get(hass).async_create("Hall")
    for device in dr.async_get(hass).devices:
        dr.async_get(hass).async_update_device(device.id, area_id=area.id)
    answer = await async_call(hass, "create_multiple", area_id=area.id)
    assert [code["lock_entity_id"] for code in answer["access_codes"]] == [FRONT]
    refused = await async_refused(hass, "create_multiple", entity_id=[FRONT, BACK])
    assert refused == "lock_not_linked"
    refused = await async_refused(hass, "create_multiple", area_id="nowhere")
    assert refused == "no_linked_lock_in_target"


@pytest.mark.contract("6.101", "6.107")
async def test_a_pin_that_one_lock_has_already_is_refused_on_all_and_the_lock_named(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    await async_created(hass, BACK, name="Ada", code=PIN)
    assert await async_refused(hass, "create_multiple", **BOTH, code=PIN) == (
        "refused_by_lock"
    )
    reason = await async_reason(hass, "create_multiple", **BOTH, code=PIN)
    assert reason.startswith("Back door: code: the access code Ada has the same PIN")


@pytest.mark.contract("6.107")
async def test_with_one_lock_the_reason_is_that_of_a_single_code(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    fields = {"entity_id": FRONT, "code": "12"}
    assert await async_refused(hass, "create_multiple", **fields) == (
        "code_length_not_taken"
    )


@pytest.mark.contract("6.107")
@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"name": "A" * 61}, "name_too_long"),
        ({"starts_at": "2026-06-03 00:00:00"}, "ends_at_missing"),
        ({"ends_at": "2026-05-03 00:00:00"}, "ends_at_in_past"),
        ({"ends_at": "9999-12-31T23:59:59-10:00"}, "time_out_of_range"),
        (
            {"is_one_time_use": True, "use_backup_access_code_pool": True},
            "refused_by_lock",
        ),
    ],
)
async def test_what_no_lock_takes_is_refused_once(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    fields: dict[str, Any],
    key: str,
) -> None:
    assert await async_refused(hass, "create_multiple", **BOTH, **fields) == key


@pytest.mark.contract("6.101")
async def test_a_lock_that_cannot_have_the_pin_may_get_one_of_its_own(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    await async_created(hass, BACK, code=PIN)
    codes = await async_created_on_both(
        hass, code=PIN, behavior_when_code_cannot_be_shared="create_random_code"
    )
    by_lock = {code["lock_entity_id"]: code for code in codes}
    assert by_lock[FRONT]["code"] == PIN
    assert by_lock[BACK]["code"] != PIN
    assert len({code["common_code_key"] for code in codes}) == 1


@pytest.mark.contract("6.102")
async def test_an_update_changes_all_codes_with_a_key(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    events: list[Event[dict[str, Any]]],
) -> None:
    codes = await async_created_on_both(hass, code=PIN)
    await async_created(hass, FRONT, code="112233")
    key = codes[0]["common_code_key"]
    events.clear()
    changes = {
        "name": "Grace",
        "code": "592037",
        "starts_at": "2026-06-02T00:00:00+00:00",
        "ends_at": "2026-06-03T00:00:00+00:00",
    }
    answer = await async_call(hass, "update_multiple", common_code_key=key, **changes)
    assert [
        {name: code[name] for name in (*changes, "type", "status", "access_code_id")}
        for code in sorted(answer["access_codes"], key=by_id)
    ] == [
        {
            **changes,
            "type": "time_bound",
            "status": "unset",
            "access_code_id": code["access_code_id"],
        }
        for code in sorted(codes, key=by_id)
    ]
    await async_settle(hass)
    changed = [e.data for e in events if e.data["type"] == "access_code.changed"]
    assert [one["changed"] for one in changed] == [
        "name,code,type,starts_at,ends_at"
    ] * 2
    fields = {"common_code_key": key, "type": "ongoing"}
    answer = await async_call(hass, "update_multiple", **fields)
    assert [code["starts_at"] for code in answer["access_codes"]] == [None, None]
    assert await async_call(hass, "update_multiple", **fields) == answer


@pytest.mark.contract("6.102", "6.107")
async def test_an_update_that_one_lock_refuses_changes_none(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    codes = await async_created_on_both(hass, code=PIN)
    await async_created(hass, BACK, name="Ada", code="592037")
    fields = {"common_code_key": codes[0]["common_code_key"], "code": "592037"}
    assert (await async_reason(hass, "update_multiple", **fields)).startswith("Back do")
    fields = {**fields, "name": " "}
    assert await async_refused(hass, "update_multiple", **fields) == "name_blank"
    fields["common_code_key"] = "nobody's"
    assert await async_refused(hass, "update_multiple", **fields) == (
        "common_code_key_not_found"
    )


@pytest.mark.contract("6.103")
async def test_codes_that_are_being_deleted_are_not_updated(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    for lock in (FRONT, BACK):
        await async_link(hass, lock, method=METHOD)
    await async_settle(hass)
    codes = await async_created_on_both(hass, code=PIN)
    key = codes[0]["common_code_key"]
    await async_settle(hass)
    await async_call(hass, "delete", access_code_id=codes[0]["access_code_id"])
    answer = await async_call(hass, "update_multiple", common_code_key=key, name="Ada")
    assert [code["name"] for code in answer["access_codes"]] == ["Ada"]


@pytest.mark.contract("6.3", "6.51")
async def test_a_deletion_by_key_is_answered_with_the_codes_as_they_stand(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    for lock in (FRONT, BACK):
        await async_link(hass, lock, method=METHOD)
    await async_settle(hass)
    codes = await async_created_on_both(hass, code=PIN)
    await async_settle(hass)
    assert slot_locks["Front door"].pins == slot_locks["Back door"].pins == {PIN}
    fields = {"common_code_key": codes[0]["common_code_key"]}
    answer = await async_call(hass, "delete", **fields)
    assert [code["status"] for code in answer["access_codes"]] == ["removing"] * 2
    await async_settle(hass)
    assert slot_locks["Front door"].pins == slot_locks["Back door"].pins == set()
    assert await async_listed(hass) == []


@pytest.mark.contract("6.112")
async def test_a_code_that_was_on_no_lock_is_answered_as_deleted(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    later = {"starts_at": "2026-06-03 12:00", "ends_at": "2026-06-04 12:00"}
    codes = await async_created_on_both(hass, code=PIN, **later)
    fields = {"common_code_key": codes[0]["common_code_key"]}
    answer = await async_call(hass, "delete", **fields)
    said = [code["display_status"] for code in answer["access_codes"]]
    # It is five in the morning there.
    assert said == ["Deleted 05:00"] * 2
    assert await async_listed(hass) == []


@pytest.mark.contract("6.51", "6.104")
async def test_a_disk_that_refuses_the_journal_leaves_all_as_it_was(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    events: list[Event[dict[str, Any]]],
) -> None:
    codes = await async_created_on_both(hass, code=PIN)
    await async_settle(hass)
    before = await async_listed(hass)
    events.clear()
    key = {"common_code_key": codes[0]["common_code_key"]}
    with patch(
        "custom_components.access_codes.storage.group_journal.GroupJournal.async_append",
        side_effect=StorageFailed,
    ):
        for action, fields in {
            "create_multiple": BOTH,
            "update_multiple": {**key, "name": "Grace"},
            "delete": key,
        }.items():
            with pytest.raises(HomeAssistantError) as failed:
                await async_call(hass, action, **fields)
            assert failed.value.translation_key == "storage_failed"
    await async_settle(hass)
    assert await async_listed(hass) == before
    assert events == []
    await async_call(hass, "update_multiple", **key, name="Joan")


@pytest.mark.contract("6.101")
async def test_a_lock_that_chooses_its_pins_shares_none(
    hass: HomeAssistant,
    front: MockConfigEntry,
    doors: Doors,
    slot_locks: SlotLocks,
) -> None:
    entry = await async_link(hass, BACK, method=METHOD)
    slot_locks["Back door"].lock.alter(is_pin_chosen_by_lock=True)
    await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    capabilities = engine_of(entry).record.capabilities
    assert isinstance(capabilities, LockCapabilities)
    assert capabilities.is_pin_chosen_by_lock
    reason = await async_reason(hass, "create_multiple", **BOTH)
    assert reason.startswith("Back door: code: this lock chooses its PINs itself")
    codes = await async_created_on_both(
        hass, behavior_when_code_cannot_be_shared="create_random_code"
    )
    by_lock = {code["lock_entity_id"]: code for code in codes}
    assert by_lock[BACK]["is_waiting_for_code_assignment"]
    assert by_lock[FRONT]["code"]
    alone = await async_call(hass, "create_multiple", entity_id=BACK)
    assert alone["access_codes"][0]["is_waiting_for_code_assignment"]
