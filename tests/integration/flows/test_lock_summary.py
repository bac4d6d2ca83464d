"""What the dialog says of a lock before it is linked."""

import ast
import asyncio
from dataclasses import replace
import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.access_codes import locks
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.abilities import abilities_of
from custom_components.access_codes.core.model import (
    LockCapabilities,
    LockClock,
    Readability,
    SlotNaming,
    UseReporting,
    WindowSupport,
)
from custom_components.access_codes.linking import preview
from homeassistant.config_entries import SOURCE_INTEGRATION_DISCOVERY, SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.keypad_locks import async_add_locks
from tests.support.slot_locks import SlotLocks

PLAIN = LockCapabilities(slots=("1", "2", "3"))


def keys(**changes: Any) -> list[str]:
    return [ability.key for ability in abilities_of(replace(PLAIN, **changes))]


async def async_open(hass: HomeAssistant) -> Any:
    """Open the dialog that links locks."""
    return await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )


async def async_abilities_shown(hass: HomeAssistant) -> str:
    shown: str = (await async_open(hass))["description_placeholders"]["abilities"]
    return shown


@pytest.mark.contract("14.30")
@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, "room"),
        ({"slots": (), "slot_naming": SlotNaming.BY_NAME}, "room_unknown"),
        ({}, "pins"),
        ({"code_lengths": (6,)}, "pins_of_one_length"),
        ({"is_pin_chosen_by_lock": True}, "pins_chosen_by_lock"),
        ({}, "no_names"),
        ({"name_length": 10}, "names"),
        ({}, "windows_by_home_assistant"),
        ({"windows": WindowSupport()}, "windows_by_lock"),
        (
            {"windows": WindowSupport(), "clock": LockClock.MISMATCH},
            "windows_clock_wrong",
        ),
        ({}, "confirmed_by_pin"),
        ({"reads": Readability.PRESENCE}, "confirmed_by_presence"),
        ({"reads": Readability.NOTHING}, "not_readable"),
        ({}, "uses_never"),
        ({"uses": UseReporting.LIVE}, "uses_live"),
        ({"uses": UseReporting.LOG}, "uses_from_log"),
    ],
)
def test_each_ability_has_its_sentence(changes: dict[str, Any], key: str) -> None:
    assert key in keys(**changes)


@pytest.mark.contract("14.30")
async def test_the_dialog_says_what_each_lock_can_do(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front *door*")

    assert await async_abilities_shown(hass) == (
        r"- **Front \*door\***: Holds 4 codes. PINs of 4 to 8 digits. No names on the lock. Home Assistant sets and removes"
        " codes in time. Each change is confirmed by reading the PIN back. Does not report who used a code."
    )
    assert slot_locks["Front *door*"].sent == []
    assert slot_locks["Front *door*"].adapters == []


@pytest.mark.contract("14.30")
async def test_a_discovered_lock_is_described_before_it_is_linked(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    lock = er.async_get(hass).async_get("lock.front_door")
    assert lock is not None

    result: Any = await hass.config_entries.flow.async_init(
        DOMAIN,
        context={"source": SOURCE_INTEGRATION_DISCOVERY},
        data={"lock": lock.id},
    )
    assert "Holds 4 codes." in result["description_placeholders"]["abilities"]


@pytest.mark.contract("14.30")
async def test_a_lock_that_does_not_tell_is_not_waited_for(
    hass: HomeAssistant, slot_locks: SlotLocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "LIMIT", 0.01)
    await async_add_locks(hass, "Front door")
    slot_locks["Front door"].start_gate = asyncio.Event()

    assert "becomes known once it answers" in await async_abilities_shown(hass)


@pytest.mark.contract("14.30")
async def test_integrations_that_do_not_answer_do_not_hold_the_dialog_up(
    hass: HomeAssistant, slot_locks: SlotLocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_add_locks(hass, "Front door", *(f"Door {n}" for n in range(20)))
    known = locks.async_method_of

    async def method_of(hass: HomeAssistant, lock: er.RegistryEntry) -> str | None:
        if lock.entity_id != "lock.front_door":
            await asyncio.Event().wait()
        return await known(hass, lock)

    monkeypatch.setattr(preview, "async_method_of", method_of)
    monkeypatch.setattr(preview, "LIMIT", 0.5)
    # One after the other they would take 10 s.
    async with asyncio.timeout(6):
        shown = await async_abilities_shown(hass)
    assert shown.count("\n") == 0
    assert "Front door" in shown


@pytest.mark.contract("14.30")
async def test_a_lock_whose_packages_are_missing_is_taken_for_one_that_is_away(
    hass: HomeAssistant, slot_locks: SlotLocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_add_locks(hass, "Front door")
    monkeypatch.setattr(
        locks,
        "FAMILIES",
        {"other": locks.Family("fake_locks", "nowhere.adapter", "None")},
    )
    assert "becomes known once it answers" in await async_abilities_shown(hass)


@pytest.mark.contract("14.31")
async def test_the_dialog_says_why_a_lock_keeps_no_codes(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    result: Any = await async_open(hass)
    assert result["description_placeholders"]["abilities"] == ""

    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"locks": ["lock.front_door"]}
    )
    assert result["description_placeholders"]["obstacles"] == (
        r"- **Front door**: Access Codes does not know how to store codes on locks of fake\_locks."
    )


@pytest.mark.contract("14.31")
async def test_an_integration_that_is_not_installed_any_more_is_named_by_its_domain(
    hass: HomeAssistant,
) -> None:
    er.async_get(hass).async_get_or_create("lock", "gone_locks", "1")
    result: Any = await async_open(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"locks": ["lock.gone_locks_1"]}
    )
    assert (
        r"on locks of gone\_locks." in (result["description_placeholders"]["obstacles"])
    )


@pytest.mark.contract("14.31")
async def test_a_family_says_why(hass: HomeAssistant, slot_locks: SlotLocks) -> None:
    await async_add_locks(hass, "Front door")
    slot_locks["Front door"].slots = {}
    result: Any = await async_open(hass)
    result = await hass.config_entries.flow.async_configure(
        result["flow_id"], {"locks": ["lock.front_door"]}
    )
    assert (
        "offers no access codes for this lock"
        in (result["description_placeholders"]["obstacles"])
    )


def test_each_obstacle_and_ability_has_a_text() -> None:
    folder = Path(locks.__file__).parents[1]
    texts = json.loads((folder / "translations" / "en.json").read_text())["exceptions"]
    # The families name their obstacles, and the functions that find them are called by that name.
    named = {
        node.value
        for path in (folder / "locks").rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and function.name in {"obstacle", "async_obstacle"}
        for statement in ast.walk(function)
        if isinstance(statement, ast.Return) and statement.value is not None
        for node in ast.walk(statement.value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {key for key in texts if key.startswith("obstacle_")} == {
        f"obstacle_{key}" for key in named
    }
    assert {key for key in texts if key.startswith("ability_")} == {
        f"ability_{key}"
        for changes in (
            {},
            {"slots": (), "slot_naming": SlotNaming.BY_NAME},
            {"code_lengths": (6,), "name_length": 10},
            {"is_pin_chosen_by_lock": True},
            {"windows": WindowSupport()},
            {"windows": WindowSupport(), "clock": LockClock.MISMATCH},
            {"reads": Readability.PRESENCE, "uses": UseReporting.LIVE},
            {"reads": Readability.NOTHING, "uses": UseReporting.LOG},
        )
        for key in keys(**changes)
    }
