"""Entities of ``active_while``, followed by way of Home Assistant's states and registry."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.access_codes.const import DOMAIN
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from tests.support.action_calls import (
    FRONT,
    PIN,
    async_created,
    async_enter,
    async_listed,
    async_refused,
)
from tests.support.keypad_locks import async_add_locks, async_call, async_link
from tests.support.slot_locks import METHOD, SlotLock, SlotLocks, async_settle

HOME = "binary_sensor.guests_at_home"


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    """Link a lock; the entity is on."""
    await async_add_locks(hass, "Front door")
    hass.states.async_set(HOME, "on")
    return await async_link(hass, FRONT, method=METHOD)


@pytest.fixture
def door(entry: MockConfigEntry, slot_locks: SlotLocks) -> SlotLock:
    """Return the lock."""
    return slot_locks["Front door"]


async def async_show(hass: HomeAssistant, state: str | None) -> None:
    """Let the entity have a state, or none at all."""
    if state is None:
        hass.states.async_remove(HOME)
    else:
        hass.states.async_set(HOME, state)
    await async_settle(hass)


async def async_only(hass: HomeAssistant) -> dict[str, Any]:
    """Return the only code."""
    (code,) = await async_listed(hass)
    assert isinstance(code, dict)
    return code


def warnings_of(code: dict[str, Any]) -> list[str]:
    return [warning["warning_code"] for warning in code["warnings"]]


@pytest.mark.contract("4.65", "3.33")
async def test_a_code_comes_and_goes_with_its_entity(
    hass: HomeAssistant, door: SlotLock
) -> None:
    code = await async_created(hass, code=PIN, active_while=HOME)
    assert code["active_while"] == HOME
    assert door.pins == {PIN}
    await async_show(hass, "off")
    assert door.pins == set()
    (mutation,) = (await async_only(hass))["pending_mutations"]
    assert mutation["message"] == (
        "This code is set on Front door when the entity that it depends on is on."
    )
    await async_show(hass, "on")
    assert door.pins == {PIN}
    await async_call(
        hass, "update", access_code_id=code["access_code_id"], active_while=None
    )
    await async_show(hass, "off")
    assert door.pins == {PIN}
    assert (await async_only(hass))["active_while"] is None


@pytest.mark.contract("4.66", "5.82")
@pytest.mark.parametrize("lost", ["unavailable", "unknown", None])
@pytest.mark.parametrize("is_on", [True, False])
async def test_a_lost_entity_neither_lets_in_nor_shuts_out(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    door: SlotLock,
    lost: str | None,
    is_on: bool,
) -> None:
    await async_created(hass, code=PIN, active_while=HOME)
    await async_show(hass, "on" if is_on else "off")
    await async_show(hass, lost)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    assert door.pins == ({PIN} if is_on else set())
    (warning,) = (await async_only(hass))["warnings"]
    assert warning["warning_code"] == "active_while_unavailable"
    assert warning["entity_id"] == HOME
    word = "on" if is_on else "off"
    assert HOME in warning["message"]
    assert f"it counts as {word}" in warning["message"]
    await async_show(hass, "on" if is_on else "off")
    assert (await async_only(hass))["warnings"] == []


@pytest.mark.contract("5.111")
async def test_of_a_paused_code_it_is_not_said_that_it_opens_the_door(
    hass: HomeAssistant, entry: MockConfigEntry, door: SlotLock
) -> None:
    code = await async_created(hass, code=PIN, active_while=HOME)
    which = {"access_code_id": code["access_code_id"]}
    await async_call(hass, "update", **which, is_paused=True)
    await async_show(hass, None)
    assert door.pins == set()
    (warning,) = (await async_only(hass))["warnings"]
    said = warning["message"].split(" is not known. ")[1]
    assert said == (
        "Until it is back it counts as on, so it does not keep this code from opening the door."
    )


@pytest.mark.contract("4.66", "5.82")
async def test_at_a_start_the_last_known_state_counts_until_the_entity_is_there(
    hass: HomeAssistant, entry: MockConfigEntry, door: SlotLock
) -> None:
    await async_created(hass, code=PIN, active_while=HOME)
    assert await hass.config_entries.async_unload(entry.entry_id)
    hass.states.async_remove(HOME)
    hass.set_state(CoreState.starting)
    door.forget_sent()
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)
    assert (await async_only(hass))["warnings"] == []
    assert door.pins == {PIN}
    hass.set_state(CoreState.running)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await async_settle(hass)
    assert warnings_of(await async_only(hass)) == ["active_while_unavailable"]
    await async_show(hass, "on")
    assert (await async_only(hass))["warnings"] == []
    assert not any(kind in ("set", "clear") for kind, _ in door.sent)


@pytest.mark.contract("4.66")
async def test_a_state_that_changed_while_nobody_listened_is_seen_at_the_start(
    hass: HomeAssistant, entry: MockConfigEntry, door: SlotLock
) -> None:
    await async_created(hass, code=PIN, active_while=HOME)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await async_show(hass, "off")
    assert door.pins == {PIN}
    assert await hass.config_entries.async_setup(entry.entry_id)
    await async_settle(hass)
    assert door.pins == set()


@pytest.fixture
def registered(hass: HomeAssistant) -> er.RegistryEntry:
    """Return the entity's entry in the registry."""
    return er.async_get(hass).async_get_or_create(
        "binary_sensor", "test", "guests", suggested_object_id="guests_at_home"
    )


@pytest.mark.contract("4.67")
@pytest.mark.parametrize("is_loaded", [True, False])
async def test_a_renamed_entity_is_followed(
    hass: HomeAssistant,
    registered: er.RegistryEntry,
    entry: MockConfigEntry,
    door: SlotLock,
    is_loaded: bool,
) -> None:
    assert registered.entity_id == HOME
    await async_created(hass, code=PIN, active_while=HOME)
    if not is_loaded:
        assert await hass.config_entries.async_unload(entry.entry_id)
    other = "binary_sensor.somebody_in"
    registry = er.async_get(hass)
    registry.async_update_entity(HOME, new_entity_id=other)
    hass.states.async_remove(HOME)
    hass.states.async_set(other, "on")
    await async_settle(hass)
    if not is_loaded:
        assert await hass.config_entries.async_setup(entry.entry_id)
        await async_settle(hass)
    code = await async_only(hass)
    assert (code["active_while"], code["warnings"]) == (other, [])
    hass.states.async_set(other, "off")
    await async_settle(hass)
    assert door.pins == set()


@pytest.mark.contract("4.66", "4.67")
async def test_an_entity_that_is_removed_and_made_again_is_the_same(
    hass: HomeAssistant,
    registered: er.RegistryEntry,
    entry: MockConfigEntry,
    door: SlotLock,
) -> None:
    await async_created(hass, code=PIN, active_while=HOME)
    er.async_get(hass).async_remove(HOME)
    await async_show(hass, None)
    assert warnings_of(await async_only(hass)) == ["active_while_unavailable"]
    assert door.pins == {PIN}
    again = er.async_get(hass).async_get_or_create(
        "binary_sensor", "other", "guests", suggested_object_id="guests_at_home"
    )
    assert again.entity_id == HOME
    await async_show(hass, "off")
    assert door.pins == set()
    assert warnings_of(await async_only(hass)) == []


@pytest.mark.contract("4.68")
async def test_an_entity_whose_state_is_not_known_yet_lets_nobody_in(
    hass: HomeAssistant, door: SlotLock
) -> None:
    await async_show(hass, "unavailable")
    code = await async_created(hass, code=PIN, active_while=HOME)
    assert code["warnings"][0]["last_state"] == "off"
    assert door.pins == set()


@pytest.mark.contract("6.144")
async def test_an_entity_that_is_nowhere_is_refused(
    hass: HomeAssistant, door: SlotLock
) -> None:
    given = {"active_while": "binary_sensor.nobody"}
    key = "active_while_not_found"
    assert await async_refused(hass, "create", lock=FRONT, **given) == key
    code = await async_created(hass, code=PIN)
    code_id = code["access_code_id"]
    assert await async_refused(hass, "update", access_code_id=code_id, **given) == key


@pytest.mark.contract("5.83")
async def test_an_entity_that_is_lost_for_an_hour_is_a_repair(
    hass: HomeAssistant, door: SlotLock, freezer: FrozenDateTimeFactory
) -> None:
    code = await async_created(hass, code=PIN, name="Guest", active_while=HOME)
    await async_show(hass, "unavailable")
    issue_id = f"active_while_unavailable_{code['access_code_id']}"
    issues = ir.async_get(hass)
    assert issues.async_get_issue(DOMAIN, issue_id) is None
    freezer.tick(timedelta(hours=1, seconds=1))
    async_fire_time_changed(hass)
    await async_settle(hass)
    issue = issues.async_get_issue(DOMAIN, issue_id)
    assert issue is not None
    assert not issue.is_fixable
    assert issue.severity is ir.IssueSeverity.WARNING
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["name"] == "Guest"
    assert issue.translation_placeholders["entity"] == HOME
    await async_show(hass, "on")
    assert issues.async_get_issue(DOMAIN, issue_id) is None


@pytest.mark.contract("4.65")
async def test_only_entities_of_codes_are_followed(
    hass: HomeAssistant, entry: MockConfigEntry, door: SlotLock
) -> None:
    code = await async_created(hass, code=PIN, active_while=HOME)
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    await async_settle(hass)
    with patch.object(entry.runtime_data.engine, "on_facts") as on_facts:
        await async_show(hass, "off")
    assert not on_facts.called


@pytest.mark.contract("6.141")
async def test_nobody_is_let_in_while_the_entity_is_off(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    hass.states.async_set(HOME, "off")
    await async_link(hass, FRONT)
    await async_created(hass, code=PIN, active_while=HOME)
    assert await async_enter(hass) == {"granted": False, "reason": "inactive"}
    await async_show(hass, "on")
    assert (await async_enter(hass))["granted"]
