"""Backup codes, by action and by WebSocket command: on the lock, on disk, in sensors, events and repairs."""

import json
from pathlib import Path
import re
from typing import Any, cast

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Reach
from custom_components.access_codes.diagnostics import (
    async_get_config_entry_diagnostics,
)
from homeassistant.core import Event, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
from tests.support.action_calls import (
    BACK,
    FRONT,
    PIN,
    async_created,
    async_enter,
    async_listed,
    async_refused,
)
from tests.support.automations import async_holds
from tests.support.fix_flows import async_fix
from tests.support.keypad_locks import (
    Doors,
    FakeLockEntity,
    async_call,
    async_link,
    engine_of,
)
from tests.support.slot_locks import METHOD, SlotLock, SlotLocks, async_settle

ENDS_AT = "2026-06-01 20:00:00+00:00"
POOL: dict[str, Any] = {"use_backup_access_code_pool": True, "ends_at": ENDS_AT}
LATER: dict[str, Any] = {**POOL, "starts_at": "2026-06-01 16:00:00+00:00"}
README = (Path(__file__).parents[3] / "README.md").read_text()
SLOTS = [str(number) for number in range(1, 9)]


@pytest.fixture
async def slots(doors: Doors, slot_locks: SlotLocks) -> SlotLock:
    """Return the front door with eight slots."""
    slot_lock = slot_locks["Front door"]
    slot_lock.slots = dict.fromkeys(SLOTS)
    return slot_lock


@pytest.fixture
async def entry(hass: HomeAssistant, slots: SlotLock) -> MockConfigEntry:
    """Link the front door by its slots."""
    entry = await async_link(hass, FRONT, method=METHOD)
    await async_settle(hass)
    return entry


def sensor_of(hass: HomeAssistant, access_code_id: str) -> Any:
    """Return the state of a code's sensor; None without one."""
    entity_id = er.async_get(hass).async_get_entity_id("sensor", DOMAIN, access_code_id)
    return None if entity_id is None else hass.states.get(entity_id)


async def async_pull(hass: HomeAssistant, code: Any, **fields: Any) -> Any:
    """Pull a backup code, and wait until nothing is under way."""
    fields = fields or {"access_code_id": code["access_code_id"]}
    answer = await async_call(hass, "pull_backup_access_code", **fields)
    await async_settle(hass)
    return answer["access_code"]


@pytest.mark.contract("10.7", "10.8", "10.10", "10.15", "10.17", "1.2")
async def test_a_backup_code_is_pulled_and_its_pin_is_in_the_answer_alone(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    slots: SlotLock,
    events: list[Event[dict[str, Any]]],
) -> None:
    code = await async_created(hass, code=PIN, name="Anna", **LATER)
    assert len(slots.pins) == 3
    slots.become(Reach.OFFLINE)
    await async_settle(hass)
    backup = await async_pull(hass, code)
    assert backup["is_backup"] is True
    assert (backup["status"], backup["name"]) == ("set", "Backup code 1")
    assert backup["code"] in slots.pins
    assert backup["ends_at"] == "2026-06-01T20:00:00+00:00"
    again = await async_pull(hass, code)
    assert again["access_code_id"] == backup["access_code_id"]
    assert again["code"] == backup["code"]
    (shown,) = await async_listed(hass)
    assert shown["pulled_backup_access_code_id"] == backup["access_code_id"]
    (warning,) = shown["warnings"]
    assert warning["warning_code"] == "using_backup_access_code"
    assert warning["message"] == (
        "A backup code was pulled in place of this code, which is not set on Front door yet. "
        "Nothing is to be done: the backup code ends with this code."
    )
    (told,) = (
        event.data
        for event in events
        if event.data["type"] == "access_code.backup_access_code_pulled"
    )
    assert told["access_code_id"] == code["access_code_id"]
    assert told["name"] == "Anna"
    assert told["backup_access_code_id"] == backup["access_code_id"]
    states = json.dumps(
        [state.as_dict() for state in hass.states.async_all()], default=str
    )
    assert backup["code"] not in states
    assert backup["code"] not in json.dumps([event.data for event in events])
    assert backup["code"] not in json.dumps(
        await async_get_config_entry_diagnostics(hass, entry)
    )


@pytest.mark.contract("10.15", "10.9")
async def test_a_code_says_whether_a_backup_code_is_available(
    hass: HomeAssistant, entry: MockConfigEntry, slots: SlotLock
) -> None:
    hass.config_entries.async_update_entry(entry, options={"backup_pool_size": 1})
    slots.become(Reach.OFFLINE)
    first = await async_created(hass, **POOL)
    plain = await async_created(hass, ends_at=ENDS_AT)
    assert not first["is_backup_access_code_available"]
    sensor = sensor_of(hass, first["access_code_id"])
    assert sensor.attributes["is_backup_access_code_available"] is False
    slots.become(Reach.REACHABLE)
    await async_settle(hass)
    sensor = sensor_of(hass, first["access_code_id"])
    assert sensor.attributes["is_backup_access_code_available"] is True
    sensor = sensor_of(hass, plain["access_code_id"])
    assert sensor.attributes["is_backup_access_code_available"] is False
    slots.become(Reach.OFFLINE)
    await async_pull(hass, first)
    sensor = sensor_of(hass, first["access_code_id"])
    assert sensor.attributes["is_backup_access_code_available"] is False


@pytest.mark.contract("10.4")
async def test_backup_codes_are_listed_only_when_asked_for_and_have_no_sensors(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    code = await async_created(hass, **POOL)
    backup = await async_pull(hass, code)
    listed = await async_listed(hass)
    assert [one["access_code_id"] for one in listed] == [code["access_code_id"]]
    everything = await async_listed(hass, include_backup=True)
    assert sorted(one["is_backup"] for one in everything) == [False, *[True] * 4]
    assert sensor_of(hass, code["access_code_id"]) is not None
    for one in everything:
        if one["is_backup"]:
            assert sensor_of(hass, one["access_code_id"]) is None
    target = {"entity_id": FRONT}
    assert await async_holds(hass, "code_is_set", target, name=code["name"])
    assert not await async_holds(hass, "code_is_set", target, name=backup["name"])
    change = hass.states.get("sensor.front_door_next_access_code_change")
    assert change is not None
    assert change.attributes["access_code_id"] == code["access_code_id"]
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "access_codes/subscribe"})
    assert (await client.receive_json())["success"]
    pushed = (await client.receive_json())["event"]["changed"]
    assert [one["access_code_id"] for one in pushed] == [code["access_code_id"]]
    calendar = await hass.services.async_call(
        "calendar",
        "get_events",
        {
            "entity_id": "calendar.front_door_access_codes",
            "start_date_time": "2026-06-01 00:00:00",
            "end_date_time": "2026-06-03 00:00:00",
        },
        blocking=True,
        return_response=True,
    )
    assert calendar is not None
    (shown,) = calendar.values()
    assert isinstance(shown, dict)
    spans: Any = shown["events"]
    assert [span["summary"] for span in spans] == [code["name"]]
    assert backup["name"] not in json.dumps(spans)


@pytest.mark.contract("10.9", "10.16")
async def test_asking_for_a_backup_code_that_is_not_left_raises_a_repair(
    hass: HomeAssistant, entry: MockConfigEntry, slots: SlotLock
) -> None:
    slots.become(Reach.OFFLINE)
    code = await async_created(hass, **POOL)
    before = {"access_code_id": code["access_code_id"]}
    with pytest.raises(ServiceValidationError, match="holds no backup") as refused:
        await async_call(hass, "pull_backup_access_code", **before)
    assert refused.value.translation_key == "backup_pool_empty"
    await async_settle(hass)
    (shown,) = await async_listed(hass)
    (error,) = (
        one
        for one in shown["errors"]
        if one["error_code"] == "empty_backup_access_code_pool"
    )
    assert error["is_device_error"] is True
    assert "Front door" in error["message"]
    issue_id = f"empty_backup_access_code_pool_{entry.entry_id}"
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue_id) is not None
    problem = hass.states.get("binary_sensor.front_door_access_code_problem")
    assert problem is not None
    assert problem.state == "on"
    assert [one["error_code"] for one in problem.attributes["problems"]].count(
        "empty_backup_access_code_pool"
    ) == 1
    slots.become(Reach.REACHABLE)
    await async_settle(hass)
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue_id) is None
    assert (await async_pull(hass, code))["is_backup"]


@pytest.mark.contract("10.1", "10.16", "6.17")
async def test_what_is_refused_names_its_field(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    ongoing = await async_created(hass)
    plain = await async_created(hass, ends_at=ENDS_AT)
    code = await async_created(hass, **POOL)
    backup = await async_pull(hass, code)

    async def refused(one: Any) -> str:
        return await async_refused(
            hass, "pull_backup_access_code", access_code_id=one["access_code_id"]
        )

    assert await refused(ongoing) == "access_code_not_time_bound"
    assert await refused(plain) == "backup_pool_not_used"
    assert await refused(backup) == "access_code_is_backup"
    assert await async_refused(hass, "pull_backup_access_code") == (
        "access_code_needs_one"
    )
    asked = {"lock": FRONT, "use_backup_access_code_pool": True}
    assert await async_refused(hass, "create", **asked) == "backup_pool_needs_window"
    times = {"starts_at": "2026-06-02 10:00", "ends_at": "2026-06-02 12:00"}
    assert (
        await async_refused(hass, "create", **asked, **times, recurrence="FREQ=DAILY")
        == "backup_pool_without_recurrence"
    )
    given = {"access_code_id": code["access_code_id"]}
    assert (
        await async_refused(hass, "update", **given, type="ongoing")
        == "backup_pool_needs_window"
    )
    assert (
        await async_refused(
            hass, "update", access_code_id=backup["access_code_id"], name="Mine"
        )
        == "access_code_is_backup"
    )


@pytest.mark.contract("10.7", "6.37", "6.146")
async def test_it_is_pulled_by_the_sensor_and_by_a_websocket_command(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    code = await async_created(hass, **POOL)
    sensor = sensor_of(hass, code["access_code_id"])
    backup = await async_pull(hass, code, entity_id=sensor.entity_id)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "access_codes/pull_backup_access_code",
            "access_code_id": code["access_code_id"],
        }
    )
    answer = await client.receive_json()
    assert answer["result"]["access_code"]["code"] == backup["code"]


@pytest.mark.contract("10.3", "10.11")
async def test_pool_and_pulled_code_survive_a_restart_and_end_in_time(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    slots: SlotLock,
    freezer: FrozenDateTimeFactory,
) -> None:
    code = await async_created(hass, code=PIN, **POOL)
    backup = await async_pull(hass, code)
    before = slots.pins
    assert len(before) == 5
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    assert slots.pins == before
    assert (await async_pull(hass, code))["code"] == backup["code"]
    freezer.move_to("2026-06-01T20:00:01+00:00")
    async_fire_time_changed(hass)
    await async_settle(hass)
    assert slots.pins == set()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    listed = await async_listed(hass, include_backup=True)
    assert {one["status"] for one in listed} == {"unset"}


@pytest.mark.contract("10.4", "10.12")
async def test_at_a_keypad_lock_a_pulled_code_opens_as_its_original(
    hass: HomeAssistant,
    front: MockConfigEntry,
    lock: FakeLockEntity,
    events: list[Event[dict[str, Any]]],
) -> None:
    code = await async_created(hass, name="Anna", max_uses=2, **POOL)
    free = next(
        one["code"]
        for one in await async_listed(hass, include_backup=True)
        if one["is_backup"]
    )
    assert await async_enter(hass, free) == {"granted": False, "reason": "unknown_code"}
    backup = await async_pull(hass, code)
    typed = backup["code"]
    assert (await async_enter(hass, typed))["granted"]
    used = [one.data for one in events if one.data["type"] == "access_code.used"]
    assert [(one["name"], one["access_code_id"]) for one in used] == [
        ("Anna", code["access_code_id"])
    ]
    assert used[0]["backup_access_code_id"] == backup["access_code_id"]
    lock.failure = OSError("stuck")
    with pytest.raises(Exception, match="Front door"):
        await async_enter(hass, typed)
    lock.failure = None
    (shown,) = await async_listed(hass)
    assert shown["use_count"] == 1
    assert (await async_enter(hass, typed))["granted"]
    assert await async_enter(hass, typed) == {
        "granted": False,
        "reason": "already_used",
    }
    denied = [one.data for one in events if one.data["type"] == "lock.access_denied"]
    assert denied[-1]["access_code_id"] == code["access_code_id"]
    assert denied[-1]["backup_access_code_id"] == backup["access_code_id"]


@pytest.mark.contract("10.1", "10.2", "6.100")
async def test_codes_on_several_locks_use_the_pools_of_these(
    hass: HomeAssistant, entry: MockConfigEntry, slots: SlotLock, back: MockConfigEntry
) -> None:
    answer = await async_call(hass, "create_multiple", entity_id=[FRONT, BACK], **POOL)
    await async_settle(hass)
    assert len(slots.pins) == 4
    first, second = answer["access_codes"]
    assert (await async_pull(hass, first))["lock_entity_id"] == first["lock_entity_id"]
    assert (await async_pull(hass, second))["lock_entity_id"] == second[
        "lock_entity_id"
    ]
    await async_call(hass, "delete", common_code_key=first["common_code_key"])
    await async_settle(hass)
    assert slots.pins == set()
    assert await async_listed(hass, include_backup=True) == []


@pytest.mark.contract("10.2", "10.18", "14.6")
async def test_another_size_of_the_pool_applies_at_once(
    hass: HomeAssistant, entry: MockConfigEntry, slots: SlotLock
) -> None:
    await async_created(hass, **POOL)
    assert len(slots.pins) == 4
    hass.config_entries.async_update_entry(entry, options={"backup_pool_size": 1})
    await async_settle(hass)
    assert len(slots.pins) == 2
    hass.config_entries.async_update_entry(entry, options={"backup_pool_size": 5})
    await async_settle(hass)
    assert len(slots.pins) == 6


@pytest.mark.contract("10.3")
async def test_unlinking_takes_the_pool_off_too(
    hass: HomeAssistant, entry: MockConfigEntry, slots: SlotLock
) -> None:
    code = await async_created(hass, **POOL)
    await async_pull(hass, code)
    options = hass.config_entries.options
    menu = await options.async_init(entry.entry_id)
    form = await options.async_configure(menu["flow_id"], {"next_step_id": "unlink"})
    placeholders = form["description_placeholders"]
    assert placeholders is not None
    assert "Backup code 1" in placeholders["codes"]
    result = await options.async_configure(menu["flow_id"], {"codes": "take_off"})
    while result["type"] is FlowResultType.SHOW_PROGRESS:
        await async_settle(hass)
        result = await options.async_configure(menu["flow_id"])
    assert result["reason"] == "unlinked"
    assert slots.pins == set()


@pytest.mark.contract("10.9", "5.36")
async def test_a_code_that_is_set_is_not_failing_for_want_of_a_backup_code(
    hass: HomeAssistant, slots: SlotLock
) -> None:
    slots.slots = {"1": None}
    entry = await async_link(hass, FRONT, method=METHOD)
    await async_settle(hass)
    code = await async_created(hass, code=PIN, **POOL)
    assert slots.pins == {PIN}
    given = {"access_code_id": code["access_code_id"]}
    with pytest.raises(ServiceValidationError, match="holds no backup code"):
        await async_call(hass, "pull_backup_access_code", **given)
    (shown,) = await async_listed(hass)
    assert shown["status"] == "set"
    assert [error["error_code"] for error in shown["errors"]] == [
        "empty_backup_access_code_pool"
    ]
    tried = await engine_of(entry).async_try_again(code["access_code_id"])
    assert tried is None
    result = await async_fix(hass, "empty_backup_access_code_pool", "try_again")
    assert result["reason"] == "under_way"


@pytest.mark.contract("10.7")
async def test_the_example_of_the_readme_runs_as_printed(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    (example,) = (block for block in blocks if "pull_backup_access_code" in block)
    sequence = [
        *cast("list[Any]", parse_yaml(example)),
        {"stop": "Done", "response_variable": "backup"},
    ]
    assert await async_setup_component(
        hass, "script", {"script": {"pull": {"sequence": sequence}}}
    )
    answer = await hass.services.async_call(
        "script", "pull", blocking=True, return_response=True
    )
    assert answer is not None
    backup = cast("dict[str, Any]", answer["access_code"])
    assert backup["is_backup"] is True
    assert (await async_enter(hass, backup["code"]))["granted"]
