"""Codes that stand on a lock and are not ours are known all the time, listed, and touched by explicit wish alone."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.access_codes.core.model import (
    Outcome,
    Reach,
    Readability,
    WindowSupport,
)
from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import instance_id
from tests.support.action_calls import (
    BACK,
    FRONT,
    async_created,
    async_listed,
    async_refused,
)
from tests.support.keypad_locks import Doors, async_call, async_link, engine_of
from tests.support.slot_locks import METHOD, SlotLocks, async_settle


@pytest.fixture
async def entry(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> MockConfigEntry:
    """Link a lock on which a stranger's code stands."""
    slot_locks["Front door"].slots |= {"3": "73906184"}
    return await async_link(hass, FRONT, method=METHOD)


def _code_sensors(hass: HomeAssistant) -> list[State]:
    """Return the sensors of codes: the others are the lock's."""
    sensors = hass.states.async_all("sensor")
    return [state for state in sensors if "access_code_id" in state.attributes]


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


@pytest.mark.contract("6.35")
async def test_a_code_that_is_released_is_answered_as_it_is_left(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.access_codes.presentation.slots.metadata_of",
        lambda _, slot: {"slot": int(slot)},
    )
    made = await async_created(hass, code="73058")
    await async_settle(hass)
    [before] = (await async_call(hass, "list", lock=FRONT))["access_codes"]
    answer = await async_call(
        hass, "update", access_code_id=made["access_code_id"], is_managed=False
    )
    shown = answer["access_code"]
    assert before["device_metadata"] == {"slot": 1}
    assert shown["device_metadata"] == before["device_metadata"]
    assert shown["appearance"] == before["appearance"]
    assert (shown["is_managed"], shown["status"]) == (False, "set")
    assert shown["display_status"] == "Set"
    assert shown["access_code_id"] == made["access_code_id"]
    assert ("Code in slot 1", "73058") in await _others(hass)


@pytest.mark.contract("6.35", "9.18")
async def test_a_code_whose_window_the_lock_ends_is_released_without_a_command(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    entry: MockConfigEntry,
    slot_locks: SlotLocks,
) -> None:
    lock = slot_locks["Front door"]
    lock.lock.alter(windows=WindowSupport(granularity=60))
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    times = {
        "starts_at": "2026-06-01T11:00:00+00:00",
        "ends_at": "2026-06-02T11:00:00+00:00",
    }
    made = await async_created(hass, code="73058", **times)
    coming = await async_created(
        hass,
        code="61724",
        starts_at="2026-06-03T11:00:00+00:00",
        ends_at="2026-06-04T11:00:00+00:00",
    )
    await async_settle(hass)
    codes = {code["code"]: code for code in await async_listed(hass)}
    assert [codes[pin]["is_scheduled_on_device"] for pin in ("73058", "61724")] == [
        True,
        True,
    ]
    lock.forget_sent()
    refused = await async_refused(
        hass, "update", access_code_id=coming["access_code_id"], is_managed=False
    )
    assert refused == "release_needs_ongoing_and_set"
    answer = await async_call(
        hass, "update", access_code_id=made["access_code_id"], is_managed=False
    )
    shown = answer["access_code"]
    assert (shown["is_managed"], shown["status"]) == (False, "set")
    await async_settle(hass)
    freezer.move_to("2026-06-02T11:00:01+00:00")
    async_fire_time_changed(hass)
    await async_settle(hass)
    # The lock ends it, we do not.
    assert lock.sent == []
    assert lock.slots["1"] == "73058"
    assert [code["code"] for code in await async_listed(hass)] == ["61724"]


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


# --- taking one off the lock


async def _other_id(hass: HomeAssistant) -> str:
    [other] = (await async_call(hass, "list_unmanaged", lock=FRONT))["access_codes"]
    return str(other["access_code_id"])


async def _async_delete(hass: HomeAssistant, unmanaged: str) -> dict[str, Any]:
    answer = await async_call(
        hass, "delete_unmanaged", unmanaged_access_code_id=unmanaged
    )
    return dict(answer["access_code"])


@pytest.mark.contract("6.161", "11.120")
async def test_a_strangers_code_is_taken_off_by_explicit_wish(
    hass: HomeAssistant, entry: MockConfigEntry, slot_locks: SlotLocks
) -> None:
    events = async_capture_events(hass, "access_codes_event")
    unmanaged = await _other_id(hass)
    answer = await _async_delete(hass, unmanaged)
    assert answer["status"] == "removing"
    assert answer["is_managed"] is False
    assert answer["code"] == "73906184"
    assert [warning["warning_code"] for warning in answer["warnings"]] == [
        "being_deleted"
    ]
    await async_settle(hass)
    assert slot_locks["Front door"].pins == set()
    assert await _others(hass) == []
    [event] = events
    assert event.data["type"] == "access_code.unmanaged.removed"
    assert event.data["unmanaged_access_code_id"] == unmanaged
    assert event.data["slot"] == "3"
    assert event.data["verified"] is True
    assert "73906184" not in str(events)


@pytest.mark.contract("6.162", "6.163")
async def test_while_it_is_removed_it_is_listed_among_the_unmanaged_alone(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    slot_locks: SlotLocks,
    hass_ws_client: WebSocketGenerator,
) -> None:
    lock = slot_locks["Front door"]
    unmanaged = await _other_id(hass)
    lock.failure = Outcome.REFUSED
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "access_codes/subscribe"})
    assert (await client.receive_json())["success"]
    assert (await client.receive_json())["event"] == {"changed": [], "removed": []}
    await client.send_json_auto_id(
        {
            "type": "access_codes/delete_unmanaged",
            "unmanaged_access_code_id": unmanaged,
        }
    )
    assert (await client.receive_json())["success"]
    await async_settle(hass)
    [other] = (await async_call(hass, "list_unmanaged", lock=FRONT))["access_codes"]
    assert other["access_code_id"] == unmanaged
    assert other["status"] == "removing"
    [error] = other["errors"]
    assert error["error_code"] == "failed_to_remove_from_device"
    assert "Front door" in error["message"]
    assert await async_listed(hass) == []
    assert _code_sensors(hass) == []
    assert await async_refused(hass, "get", access_code_id=unmanaged) == (
        "access_code_not_found"
    )
    again = await _async_delete(hass, unmanaged)
    assert again["access_code_id"] == unmanaged
    lock.fix()
    await engine_of(entry).async_try_again(None)
    await async_settle(hass)
    assert await _others(hass) == []


@pytest.mark.contract("6.162")
async def test_it_is_completed_after_a_restart_without_a_sensor(
    hass: HomeAssistant, entry: MockConfigEntry, slot_locks: SlotLocks
) -> None:
    lock = slot_locks["Front door"]
    lock.become(Reach.OFFLINE)
    await _async_delete(hass, await _other_id(hass))
    assert await hass.config_entries.async_reload(entry.entry_id)
    assert _code_sensors(hass) == []
    lock.become(Reach.REACHABLE)
    await async_settle(hass)
    assert lock.pins == set()


@pytest.mark.contract("6.163")
async def test_the_errors_of_the_lock_are_those_of_its_unmanaged_codes(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    slot_locks: SlotLocks,
    freezer: FrozenDateTimeFactory,
) -> None:
    freezer.tick(3600)
    slot_locks["Front door"].become(Reach.OFFLINE)
    await async_settle(hass)
    [other] = (await async_call(hass, "list_unmanaged", lock=FRONT))["access_codes"]
    assert (other["status"], other["errors"]) == ("set", [])
    freezer.tick(130)
    [other] = (await async_call(hass, "list_unmanaged", lock=FRONT))["access_codes"]
    [error] = other["errors"]
    assert error["error_code"] == "device_offline"
    assert error["is_device_error"] is True


@pytest.mark.contract("6.160")
async def test_an_unknown_unmanaged_code_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    managed = await async_created(hass, code="482915")
    for given in ("482915", managed["access_code_id"]):
        assert (
            await async_refused(
                hass, "delete_unmanaged", unmanaged_access_code_id=given
            )
            == "unmanaged_access_code_not_found"
        )


# --- taking one over


@pytest.mark.contract("6.164", "11.121")
async def test_a_strangers_code_is_taken_over_where_it_stands(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    slot_locks: SlotLocks,
    hass_ws_client: WebSocketGenerator,
) -> None:
    lock = slot_locks["Front door"]
    lock.forget_sent()
    events = async_capture_events(hass, "access_codes_event")
    unmanaged = await _other_id(hass)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "access_codes/convert_to_managed",
            "unmanaged_access_code_id": unmanaged,
            "name": "Grandmother",
        }
    )
    code = (await client.receive_json())["result"]["access_code"]
    await async_settle(hass)
    assert lock.sent == []
    assert code["access_code_id"] != unmanaged
    assert (code["name"], code["code"]) == ("Grandmother", "73906184")
    [listed] = await async_listed(hass)
    assert (listed["status"], listed["is_managed"]) == ("set", True)
    assert await _others(hass) == []
    [sensor] = _code_sensors(hass)
    assert sensor.state == "set"
    converted, was_set = events
    assert converted.data["type"] == "access_code.unmanaged.converted_to_managed"
    assert converted.data["access_code_id"] == code["access_code_id"]
    assert converted.data["unmanaged_access_code_id"] == unmanaged
    assert was_set.data["type"] == "access_code.set_on_device"
    assert "73906184" not in str(events)
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    await async_settle(hass)
    assert lock.pins == set()
    assert await _others(hass) == []


@pytest.mark.contract("6.165")
async def test_what_cannot_be_taken_over_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, slot_locks: SlotLocks
) -> None:
    lock = slot_locks["Front door"]
    unmanaged = await _other_id(hass)
    for key, fields in {
        "code_is_another": {"code": "482915"},
        "name_contains_code": {"name": "Flat 73906184"},
        "ends_at_in_past": {"ends_at": "2020-01-01T00:00:00Z"},
        "time_out_of_range": {"ends_at": "9999-12-31T23:59:59-14:00"},
    }.items():
        refused = await async_refused(
            hass, "convert_to_managed", unmanaged_access_code_id=unmanaged, **fields
        )
        assert refused == key
    lock.become(Reach.OFFLINE)
    await _async_delete(hass, unmanaged)
    refused = await async_refused(
        hass, "convert_to_managed", unmanaged_access_code_id=unmanaged
    )
    assert refused == "unmanaged_access_code_being_deleted"


@pytest.mark.contract("6.164", "6.165")
async def test_a_hidden_code_is_taken_over_with_a_pin_that_is_written(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks
) -> None:
    lock = slot_locks["Front door"]
    lock.lock.alter(reads=Readability.PRESENCE)
    lock.slots |= {"3": "73906184"}
    await async_link(hass, FRONT, method=METHOD)
    await async_settle(hass)
    unmanaged = await _other_id(hass)
    refused = await async_refused(
        hass, "convert_to_managed", unmanaged_access_code_id=unmanaged
    )
    assert refused == "code_needed"
    await async_call(
        hass,
        "convert_to_managed",
        unmanaged_access_code_id=unmanaged,
        code="482915",
    )
    await async_settle(hass)
    assert lock.slots["3"] == "482915"
    [listed] = await async_listed(hass)
    assert listed["status"] == "set"


@pytest.mark.contract("6.163", "8.65")
async def test_a_code_that_the_lock_has_switched_off_is_unset(
    hass: HomeAssistant, entry: MockConfigEntry, slot_locks: SlotLocks
) -> None:
    [adapter] = slot_locks["Front door"].adapters
    assert adapter.listener is not None
    adapter.listener.activity_found("3", is_inactive=True)
    await async_settle(hass)
    [other] = (await async_call(hass, "list_unmanaged", lock=FRONT))["access_codes"]
    assert other["status"] == "unset"
    [error] = other["errors"]
    assert error["error_code"] == "access_code_inactive"
    assert error["is_access_code_error"] is True
    adapter.listener.activity_found("3", is_inactive=False)
    await async_settle(hass)
    [other] = (await async_call(hass, "list_unmanaged", lock=FRONT))["access_codes"]
    assert (other["status"], other["errors"]) == ("set", [])
