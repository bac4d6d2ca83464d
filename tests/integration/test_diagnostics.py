"""Diagnostics: enough to find a fault, and no secret."""

from datetime import timedelta
import json
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import CodeView, Outcome
from custom_components.access_codes.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.access_codes.storage.record_files import path_of
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from tests.support.keypad_locks import (
    async_add_locks,
    async_call,
    async_link,
    engine_of,
    keypad_entry,
)
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door")
    return await async_link_slots(
        hass, "lock.front_door", reserved_slots=["3"], something_else="private"
    )


async def async_diagnose(hass: HomeAssistant, entry: MockConfigEntry) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(
        json.dumps(await async_get_config_entry_diagnostics(hass, entry))
    )
    return shown


@pytest.mark.contract("1.6")
async def test_diagnostics_tell_how_each_code_stands(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    now = dt_util.utcnow()
    ongoing = await async_create(hass, "lock.front_door", "Cleaner", "7305")
    await async_create(
        hass,
        "lock.front_door",
        "Guest",
        "8416",
        starts_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=2),
    )
    slot_locks["Front door"].failure = Outcome.REFUSED
    await async_create(hass, "lock.front_door", "Plumber", "9527")

    shown = await async_diagnose(hass, entry)

    assert shown["method"] == "fake_slots"
    assert shown["options"] == {"reserved_slots": ["3"]}
    assert shown["lock"]["reach"] == "reachable"
    assert shown["lock"]["platform"] == "fake_locks"
    assert shown["lock"]["has_adapter"] is True
    assert shown["capabilities"]["slots"] == 4
    assert [code["status"] for code in shown["codes"]] == ["set", "unset", "setting"]
    assert shown["codes"][1]["type"] == "time_bound"
    assert shown["codes"][2]["errors"] == ["failed_to_set_on_device"]
    assert shown["codes"][2]["attempt"]["outcome"] == "refused"
    assert shown["placements"][0] == {
        "slot": "1",
        "owner": ongoing,
        "may_hold": ["a code"],
        "may_hold_next": [],
        "is_confirmed": True,
        "is_unverified": False,
        "is_to_be_read": False,
        "deviation": None,
        "put_backs": 0,
    }
    assert shown["other_slots"] == {"2": "empty", "3": "empty", "4": "empty"}
    assert shown["plan"]["free_slots"] is not None


@pytest.mark.contract("1.6")
async def test_diagnostics_hold_no_pin_and_no_name(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    slot_locks["Front door"].slots |= {"4": "14703692"}
    await engine_of(entry).async_sync()
    await async_create(hass, "lock.front_door", "Karla Columna", "73058416")
    await async_settle(hass)

    shown = json.dumps(await async_diagnose(hass, entry))

    for secret in ("73058416", "14703692", "Karla", "private", "front_door", "Front"):
        assert secret not in shown


async def test_a_lock_that_is_gone_can_be_diagnosed(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    er.async_get(hass).async_remove("lock.front_door")
    await async_settle(hass)
    shown = await async_diagnose(hass, entry)
    assert shown["lock"]["platform"] is None
    assert shown["lock"]["reach"] == "removed"


async def test_a_lock_that_was_never_reached_can_be_diagnosed(
    hass: HomeAssistant,
) -> None:
    entry = MockConfigEntry(
        domain="access_codes",
        data={"lock": "gone", "method": "keypad", "is_stored": False},
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    shown = await async_diagnose(hass, entry)
    assert shown["capabilities"] is None
    assert shown["codes"] == []


async def test_a_code_that_is_not_planned_yet_can_be_diagnosed(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_add_locks(hass, "Front door")
    entry = await async_link(hass, "lock.front_door")
    await async_call(hass, "create", lock="lock.front_door")
    views: dict[str, CodeView] = engine_of(entry).plan.views
    for access_code_id in list(views):
        monkeypatch.delitem(views, access_code_id)
    [code] = (await async_diagnose(hass, entry))["codes"]
    assert code["status"] is None
    assert code["errors"] == []


@pytest.mark.contract("1.7")
@pytest.mark.parametrize("content", [None, "damaged", '{"version": 99}'])
async def test_an_entry_that_is_not_loaded_can_be_diagnosed(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    expected_errors: list[str],
    content: str | None,
) -> None:
    expected_errors.append("Error setting up entry")
    await async_create(hass, "lock.front_door", "Karla Columna", "73058416")
    await hass.config_entries.async_unload(entry.entry_id)
    if content is not None:
        path_of(hass, entry.entry_id).write_text(content)
        await hass.config_entries.async_setup(entry.entry_id)
    shown = await async_diagnose(hass, entry)
    assert shown["method"] == "fake_slots"
    if content is None:
        assert shown["entry"]["state"] == "not_loaded"
        assert shown["file"] == "readable"
        assert shown["placements"][0]["may_hold"] == ["a code"]
        assert shown["codes"][0]["status"] is None
        assert shown["storage"]["has_write_marker"] is True
    else:
        assert shown["entry"]["state"] == "setup_error"
        assert shown["entry"]["reason"] == "storage_unreadable"
        assert shown["file"] not in ("readable", "missing")
    for secret in ("73058416", "Karla", "private", "damaged"):
        assert secret not in json.dumps(shown)


@pytest.mark.contract("1.7")
async def test_an_entry_that_stored_nothing_yet_can_be_diagnosed(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Front door")
    shown = await async_diagnose(hass, keypad_entry(hass, "lock.front_door"))
    assert shown["file"] == "missing"
    assert shown["entry"]["is_stored"] is False
