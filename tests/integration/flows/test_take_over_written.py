"""Codes are taken over from config entries and files that the other managers have written themselves."""

from datetime import UTC, datetime
import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Pin
from custom_components.access_codes.core.other_managers.manager import Manager
from custom_components.access_codes.core.other_managers.model import Obstacle, OtherCode
from custom_components.access_codes.linking.other_inventory import async_read
from homeassistant.core import HomeAssistant
from tests.support.action_calls import async_listed
from tests.support.keypad_locks import async_add_locks
from tests.support.other_managers import (
    async_add_written,
    written,
    written_keymaster_store,
)
from tests.support.slot_locks import SlotLocks, async_settle

from .test_take_over import (
    ANNA,
    BOB,
    KEYMASTER,
    LCM,
    RENTAL,
    async_begin,
    async_chosen,
    async_next,
    choices,
    note_ends,
    shown,
    stored,
    write_store,
    writes,
)

__all__ = ["note_ends"]

CLEANER = "0073"

LCM_VERSIONS = ("2.3.0", "3.0.0", "4.4.6", "5.0.0")

NOON = "2026-12-02 12:00:00+00:00"
"""A Wednesday: the cleaner's hours."""


@pytest.fixture
async def doors(hass: HomeAssistant, slot_locks: SlotLocks) -> list[Any]:
    """Give two locks that are not linked, empty."""
    await async_add_locks(hass, "Front door", "Back door")
    found = [slot_locks["Front door"], slot_locks["Back door"]]
    for door in found:
        door.lock.alter(code_lengths=(4, 6))
        door.slots = {str(number): None for number in range(1, 13)}
    return found


@pytest.mark.contract("17.2", "17.10", "17.11", "17.23", "17.45", "17.47")
@pytest.mark.parametrize("version", LCM_VERSIONS)
async def test_users_of_lock_code_manager_are_taken_over_without_a_command(
    hass: HomeAssistant,
    doors: list[Any],
    version: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    hass.states.async_set("input_boolean.cleaning_day", "on")
    for door in doors:
        door.slots |= {"1": ANNA, "2": BOB}
    [other] = await async_add_written(hass, f"lock_code_manager-{version}")
    before = other.as_dict()
    result = await async_begin(hass, LCM)
    assert [label.split(",")[0] for label in choices(result, "codes").values()] == [
        "Anna",
        "Bob Lee",
        "Cy",
    ]
    result = await async_next(hass, await async_chosen(hass, result))
    assert result["reason"] == "taken_over"
    await async_settle(hass)
    assert [writes(door.sent) for door in doors] == [[], []]
    codes = await async_listed(hass)
    found = {
        (
            code["name"],
            code["code"],
            code["status"],
            code["active_while"],
            code["is_paused"],
        )
        for code in codes
    }
    assert found == {
        ("Anna", ANNA, "set", None, False),
        ("Bob Lee", BOB, "set", "input_boolean.cleaning_day", False),
        ("Cy", "915283", "unset", None, True),
    }
    assert len(codes) == 6
    assert len({code["common_code_key"] for code in codes}) == 3
    assert other.as_dict() == before
    assert not any(pin in caplog.text for pin in (ANNA, BOB, "915283"))


@pytest.mark.contract("17.10")
@pytest.mark.parametrize("version", LCM_VERSIONS)
async def test_what_was_changed_in_the_dialog_of_a_disabled_entry_counts(
    hass: HomeAssistant, version: str
) -> None:
    await async_add_written(hass, f"lock_code_manager-{version}-changed")
    [entry] = (await async_read(hass, Manager.LOCK_CODE_MANAGER)).entries
    assert entry.problem is None
    assert entry.lock_entity_ids == ("lock.front_door",)
    # Version 5 numbers its users, the earlier ones were told the slot.
    last = 3 if version == "5.0.0" else 4
    assert [(code.name, code.slot, code.pin) for code in entry.codes] == [
        ("Anna", 1, Pin("204816")),
        ("Bob Lee", 2, Pin(BOB)),
        ("Dee", last, Pin("663311")),
    ]


@pytest.mark.contract("17.32")
@pytest.mark.parametrize("version", LCM_VERSIONS)
async def test_nothing_is_taken_over_while_it_runs(
    hass: HomeAssistant, doors: list[Any], version: str
) -> None:
    name = f"lock_code_manager-{version}"
    await async_add_written(hass, name, is_enabled=True)
    result = await async_begin(hass, LCM)
    assert result["step_id"] == "running"
    assert result["description_placeholders"]["entries"] == "House"
    result = await async_next(hass, result, disable=False)
    assert result["errors"] == {"disable": "still_enabled"}
    assert not hass.config_entries.async_entries(DOMAIN)


@pytest.fixture
async def house(
    hass: HomeAssistant, doors: list[Any], freezer: Any, tmp_path: Path
) -> list[Any]:
    """Give the entries and the file of keymaster and Rental Control, disabled, and the locks as they left them."""
    await hass.config.async_set_time_zone("Europe/Berlin")
    freezer.move_to(NOON)
    hass.config.config_dir = str(tmp_path)
    write_store(hass, written_keymaster_store())
    await async_add_written(hass, "keymaster_and_rental_control")
    for door in doors:
        door.slots |= {"1": ANNA, "2": CLEANER}
    return doors


@pytest.mark.contract("17.2", "17.20", "17.21", "17.23", "17.24", "17.45")
async def test_codes_of_keymaster_are_taken_over_on_a_parent_and_its_child(
    hass: HomeAssistant, house: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    before = stored(hass)
    result = await async_begin(hass, KEYMASTER)
    assert "It comes from bookings by Rental Control (Cabin)." in shown(
        result, "codes"
    ).replace("\\", "")
    result = await async_chosen(hass, result)
    result = await async_next(hass, result)
    assert result["reason"] == "taken_over"
    await async_settle(hass)
    assert [writes(door.sent) for door in house] == [[], []]
    found = {
        (code["name"], code["code"], code["status"], code["recurrence"])
        for code in await async_listed(hass)
    }
    assert found >= {
        ("Anna", ANNA, "set", None),
        ("Cleaner", CLEANER, "set", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    }
    assert "Dee Example" not in {name for name, *_ in found}
    assert stored(hass) == before
    assert not any(pin in caplog.text for pin in (ANNA, CLEANER))


@pytest.mark.contract("17.20", "17.21", "17.23", "17.24")
async def test_what_keymaster_has_written_is_read_as_it_was_meant(
    hass: HomeAssistant, house: list[Any]
) -> None:
    inventory = await async_read(hass, Manager.KEYMASTER)
    front, back = inventory.entries
    assert (front.problem, back.problem) == (None, None)
    assert back.codes == ()
    codes: dict[str | None, OtherCode] = {code.name: code for code in front.codes}
    assert set(codes) == {"Anna", "Cleaner", "Bob Lee", "Dee Example"}
    both = ("lock.front_door", "lock.back_door")
    assert {codes[name].lock_entity_ids for name in ("Anna", "Cleaner", "Bob Lee")} == {
        both
    }
    bob = codes["Bob Lee"]
    assert (bob.slot, bob.pin, bob.uses_left) == (3, Pin("915283"), 3)
    assert (bob.starts_at, bob.ends_at) == (
        datetime(2027, 1, 4, 9, tzinfo=UTC),
        datetime(2027, 1, 11, 9, tzinfo=UTC),
    )
    booked = codes["Dee Example"]
    assert (booked.slot, booked.calendar, booked.obstacle) == (10, "Cabin", None)
    assert not any(code.obstacle is Obstacle.UNREADABLE for code in codes.values())


@pytest.mark.contract("17.30", "17.31")
async def test_a_calendar_of_rental_control_is_reported_as_it_was_last_changed(
    hass: HomeAssistant, house: list[Any]
) -> None:
    result = await async_begin(hass, RENTAL)
    text = shown(result, "calendars").replace("\\", "")
    assert "**Cabin**: check-in 15:00, check-out 10:00, 30 min before" in text
    assert "in the slots 10-12 of keymaster's front_door" in text
    [entry] = [
        found
        for found in written("keymaster_and_rental_control")
        if found["domain"] == RENTAL
    ]
    assert entry["data"]["url"].startswith("http")
    assert entry["data"]["url"] not in json.dumps(result, default=str)
