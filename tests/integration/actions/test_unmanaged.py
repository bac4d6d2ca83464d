"""Codes that stand on a lock and are not ours are known all the time, listed, and never touched."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from homeassistant.core import HomeAssistant
from homeassistant.helpers import instance_id
from tests.support.action_calls import BACK, FRONT, async_created, async_refused
from tests.support.keypad_locks import Doors, async_call, async_link, engine_of
from tests.support.slot_locks import METHOD, SlotLocks, async_settle


@pytest.fixture
async def entry(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> MockConfigEntry:
    """Link a lock on which a stranger's code stands."""
    slot_locks["Front door"].slots |= {"3": "73906184"}
    return await async_link(hass, FRONT, method=METHOD)


async def _others(hass: HomeAssistant) -> list[tuple[str, str]]:
    answer = await async_call(hass, "list_unmanaged", lock=FRONT)
    return [(code["name"], code["code"]) for code in answer["access_codes"]]


@pytest.mark.contract("3.9", "6.7")
async def test_a_strangers_code_is_an_object_like_others_and_not_managed(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await async_created(hass, code="482915")
    [ours] = (await async_call(hass, "list", lock=FRONT))["access_codes"]
    [code] = (await async_call(hass, "list_unmanaged", lock=FRONT))["access_codes"]
    assert code.keys() == ours.keys()
    assert code | {"device_id": None} == {
        **ours,
        "access_code_id": unmanaged_id(engine_of(entry).record, "3"),
        "name": "Code in slot 3",
        "code": "73906184",
        "display_status": "Set",
        "created_at": None,
        "is_managed": False,
        "is_external_modification_allowed": True,
        "appearance": {"name": None},
        "device_id": None,
        "workspace_id": await instance_id.async_get(hass),
    }


@pytest.mark.contract("8.3")
async def test_what_comes_and_goes_at_the_keypad_is_followed(
    hass: HomeAssistant, entry: MockConfigEntry, slot_locks: SlotLocks
) -> None:
    lock = slot_locks["Front door"]
    assert await _others(hass) == [("Code in slot 3", "73906184")]
    lock.type_in("1", "51728394")
    await async_settle(hass)
    assert await _others(hass) == [
        ("Code in slot 1", "51728394"),
        ("Code in slot 3", "73906184"),
    ]
    lock.type_in("3", None)
    await async_settle(hass)
    assert await _others(hass) == [("Code in slot 1", "51728394")]
    assert lock.pins == {"51728394"}


@pytest.mark.contract("8.3")
async def test_it_is_known_after_a_start_without_asking_the_lock(
    hass: HomeAssistant, entry: MockConfigEntry, slot_locks: SlotLocks
) -> None:
    slot_locks["Front door"].forget_sent()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    assert await _others(hass) == [("Code in slot 3", "73906184")]
    assert slot_locks["Front door"].sent == []


@pytest.mark.contract("5.16", "6.23")
async def test_a_code_that_wants_its_pin_names_it(
    hass: HomeAssistant, entry: MockConfigEntry, slot_locks: SlotLocks
) -> None:
    code = await async_created(hass, code="73906184")
    answer = await async_call(hass, "get", access_code_id=code["access_code_id"])
    [error] = answer["access_code"]["errors"]
    [other] = (await async_call(hass, "list_unmanaged", lock=FRONT))["access_codes"]
    assert error["error_code"] == "duplicate_code_on_device"
    assert error["unmanaged_access_code_id"] == other["access_code_id"]
    assert slot_locks["Front door"].pins == {"73906184"}


@pytest.mark.contract("6.7")
async def test_a_lock_without_slots_has_none(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    assert await async_call(hass, "list_unmanaged", lock=FRONT) == {"access_codes": []}
    assert await async_refused(hass, "list_unmanaged", lock=BACK) == "lock_not_linked"
