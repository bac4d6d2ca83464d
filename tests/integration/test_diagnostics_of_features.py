"""Diagnostics tell how recurrences, pauses, uses, groups and codes of others stand, and name nobody."""

from datetime import timedelta
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.access_codes.core.model import (
    FullRead,
    LockRecord,
    RestoreCheck,
    WindowSupport,
)
from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from custom_components.access_codes.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.access_codes.presentation.lock_diagnostics import _reading
from homeassistant.core import HomeAssistant
from tests.support.action_calls import BACK, FRONT, NOON, async_created, async_enter
from tests.support.keypad_locks import (
    async_add_locks,
    async_call,
    async_link,
    engine_of,
)
from tests.support.slot_locks import SlotLocks, async_link_slots, async_settle

PINS = ("73058416", "84165927", "95276038", "61820394", "50719283")
SECRETS = (*PINS, "Karla", "Columna", "parcel", "presence", "front", "Front", "guest")


@pytest.fixture
async def entry(
    hass: HomeAssistant, slot_locks: SlotLocks, freezer: FrozenDateTimeFactory
) -> MockConfigEntry:
    freezer.move_to(NOON)
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    await async_add_locks(hass, "Front door", "Back door")
    lock = slot_locks["Front door"]
    lock.slots |= dict.fromkeys(map(str, range(5, 9)))
    lock.lock.alter(windows=WindowSupport(capacity=2))
    return await async_link_slots(hass, FRONT)


async def async_diagnose(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, Any]:
    shown: dict[str, Any] = await async_get_config_entry_diagnostics(hass, entry)
    text = json.dumps(shown)
    assert [secret for secret in SECRETS if secret in text] == []
    return shown


@pytest.mark.contract("1.6", "11.191")
async def test_each_code_tells_what_it_depends_on(
    hass: HomeAssistant, entry: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    hass.states.async_set("binary_sensor.presence", "on")
    await async_created(
        hass,
        code=PINS[0],
        name="Karla Columna",
        starts_at="2026-06-01T10:00:00+00:00",
        ends_at="2026-06-01T12:30:00+00:00",
        recurrence="FREQ=DAILY;COUNT=3",
    )
    await async_created(
        hass, code=PINS[1], name="guest", active_while="binary_sensor.presence"
    )
    paused = await async_created(hass, code=PINS[2], common_code_key="parcel 17")
    given = {"access_code_id": paused["access_code_id"]}
    await async_call(hass, "update", **given, is_paused=True)
    freezer.tick(timedelta(hours=1))
    async_fire_time_changed(hass)
    await async_call(hass, "update", **given, is_paused=False)
    await async_settle(hass)

    recurring, dependent, resumed = (await async_diagnose(hass, entry))["codes"]

    assert recurring["recurrence"] == {
        "rule": "FREQ=DAILY;COUNT=3",
        "zone": "Europe/Amsterdam",
        "first": {
            "starts_at": "2026-06-01T10:00:00+00:00",
            "ends_at": "2026-06-01T12:30:00+00:00",
        },
        "previous_end": "2026-06-01T12:30:00+00:00",
        "was_missed": False,
        "is_over": False,
    }
    assert recurring["starts_at"] == "2026-06-02T10:00:00+00:00"
    assert dependent["recurrence"] is None
    assert dependent["active_while"] == {
        "is_on": True,
        "since": NOON.isoformat(),
        "lost_at": None,
        "is_registered": False,
    }
    assert resumed["active_while"] is resumed["paused_at"] is None
    assert resumed["resumed_at"] == (NOON + timedelta(hours=1)).isoformat()
    assert [code["is_in_group"] for code in (recurring, resumed)] == [False, True]


@pytest.mark.contract("11.191")
async def test_uses_are_counted_and_tries_at_the_keypad(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    back = await async_link(hass, BACK)
    await async_created(hass, BACK, code=PINS[0], max_uses=3)
    await async_enter(hass, PINS[0], lock=BACK)
    await async_enter(hass, "000000", lock=BACK)
    shown = await async_diagnose(hass, back)
    [code] = shown["codes"]
    assert (code["max_uses"], code["use_count"]) == (3, 1)
    assert code["last_used_at"] == NOON.isoformat()
    assert not code["is_use_open"]
    assert shown["tries_at_keypad"] == {"level": 1.0, "measured_at": NOON.isoformat()}


@pytest.mark.contract("11.191")
async def test_groups_are_told_by_their_size(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    back = await async_link(hass, BACK)
    await async_call(hass, "create_multiple", entity_id=[FRONT, BACK], name="guest")
    for pin in PINS[:2]:
        await async_created(hass, code=pin, common_code_key="parcel 17")
    await async_created(hass, code=PINS[2])
    groups = {
        "codes_to_come": 0,
        "sizes": [
            {"on_this_lock": 1, "on_loaded_locks": 2},
            {"on_this_lock": 2, "on_loaded_locks": 2},
        ],
    }
    assert (await async_diagnose(hass, entry))["groups"] == groups
    await hass.config_entries.async_unload(entry.entry_id)
    assert (await async_diagnose(hass, entry))["groups"] == groups
    shown = await async_diagnose(hass, back)
    assert shown["groups"]["sizes"] == [{"on_this_lock": 1, "on_loaded_locks": 1}]


@pytest.mark.contract("11.191")
async def test_codes_of_others_are_counted(
    hass: HomeAssistant, entry: MockConfigEntry, slot_locks: SlotLocks
) -> None:
    lock = slot_locks["Front door"]
    lock.type_in("7", PINS[3])
    lock.type_in("8", PINS[4])
    released = await async_created(hass, code=PINS[0], name="Karla")
    await async_settle(hass)
    given = {"access_code_id": released["access_code_id"]}
    await async_call(hass, "update", **given, is_managed=False)
    await async_settle(hass)
    shown = await async_diagnose(hass, entry)
    assert shown["unmanaged"] == {
        "count": 3,
        "given_up": 1,
        "ignored": 0,
        "switched_off": 0,
        "lost_with_reset": 0,
    }
    await async_call(
        hass,
        "delete_unmanaged",
        unmanaged_access_code_id=unmanaged_id(engine_of(entry).record, "7"),
    )
    await async_settle(hass)
    assert (await async_diagnose(hass, entry))["unmanaged"]["count"] == 2


@pytest.mark.contract("11.191")
async def test_what_keeps_codes_off_a_lock_is_told(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    await async_call(
        hass,
        "report_device_constraints",
        lock=FRONT,
        supported_code_lengths=[8],
        max_active_codes=5,
    )
    shown = await async_diagnose(hass, entry)
    assert shown["capabilities"]["reported_by_person"] == {
        "code_lengths": [8],
        "max_active_codes": 5,
    }
    assert shown["capabilities"]["windows"] == {"granularity": 60, "capacity": 2}
    assert shown["capabilities"]["clock"] == "trusted"
    assert shown["reading"]["is_read"]
    assert shown["reading"]["restore_check"] is None
    behind = LockRecord(
        "lock",
        full_read=FullRead(unread=frozenset({"1", "2"})),
        restore_check=RestoreCheck(True, frozenset({"1"}), frozenset(), True),
        missing_slots=frozenset({"9"}),
    )
    assert _reading(behind) == {
        "is_read": False,
        "answered_at": None,
        "unread_slots": 2,
        "silent_slots": 0,
        "missing_slots": 1,
        "vacant_slots": 0,
        "reset_at": None,
        "restore_check": {
            "is_restored": True,
            "unexpected": 1,
            "unknown_codes": 0,
            "needs_decision": True,
        },
    }
