"""Conditions of automations: what holds for the codes and locks of a target."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from custom_components.access_codes.condition import CONDITIONS
from custom_components.access_codes.core.model import Outcome
from homeassistant.core import HomeAssistant
from homeassistant.helpers.condition import (
    async_get_all_descriptions,
    async_validate_condition_config,
)
from homeassistant.setup import async_setup_component
from tests.support.automations import async_holds
from tests.support.keypad_locks import async_add_locks, async_call
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

FRONT, BACK = "lock.front_door", "lock.back_door"
BOTH = {"entity_id": [FRONT, BACK]}


@pytest.fixture
async def entry(
    hass: HomeAssistant, slot_locks: SlotLocks, freezer: FrozenDateTimeFactory
) -> MockConfigEntry:
    freezer.move_to("2030-06-01 10:00:00+00:00")
    await async_add_locks(hass, "Front door", "Back door")
    entry = await async_link_slots(hass, FRONT, programming_lead=3600)
    await async_link_slots(hass, BACK)
    return entry


@pytest.mark.contract("11.94", "11.95")
async def test_codes_are_set_or_not(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    async def holds(target: dict[str, Any], **options: Any) -> bool:
        return await async_holds(hass, "code_is_set", target, **options)

    assert not await holds(BOTH)
    assert not await holds(BOTH, behavior="all")
    await async_create(hass, FRONT, "Anna", "7305")
    slot_locks["Back door"].failure = Outcome.REFUSED
    await async_create(hass, BACK, "Ben", "8416")
    assert await holds(BOTH)
    assert not await holds(BOTH, behavior="all")
    assert await holds(BOTH, behavior="all", name="anna")
    assert await holds({"entity_id": "sensor.front_door_anna"})
    assert not await holds({"entity_id": "sensor.back_door_ben"})
    assert not await holds({"entity_id": FRONT}, name="Ben")
    assert not await holds({"entity_id": FRONT}, name="Ben", behavior="all")
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert not await holds(BOTH)


@pytest.mark.contract("11.95")
async def test_a_code_is_valid_in_its_window_whatever_the_lock_holds(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    async def holds() -> bool:
        return await async_holds(hass, "code_is_valid_now", {"entity_id": FRONT})

    access_code_id = await async_create(
        hass,
        FRONT,
        "Anna",
        "7305",
        starts_at="2030-06-01 10:30:00+00:00",
        ends_at="2030-06-01 12:00:00+00:00",
    )
    # The lead has put it on the lock ahead of its window.
    assert await async_holds(hass, "code_is_set", {"entity_id": FRONT})
    assert not await holds()
    freezer.tick(timedelta(minutes=30))
    assert await holds()
    await async_call(hass, "delete", access_code_id=access_code_id)
    slot_locks["Front door"].failure = Outcome.REFUSED
    await async_settle(hass)
    assert not await holds()
    freezer.tick(timedelta(hours=2))
    assert not await holds()


@pytest.mark.contract("11.95")
async def test_a_lock_has_a_problem_or_none(
    hass: HomeAssistant, slot_locks: SlotLocks, entry: MockConfigEntry
) -> None:
    async def holds(target: dict[str, Any], **options: Any) -> bool:
        return await async_holds(hass, "has_problem", target, **options)

    assert not await holds(BOTH)
    slot_locks["Back door"].failure = Outcome.REFUSED
    await async_create(hass, BACK, "Ben", "8416")
    assert await holds(BOTH)
    assert not await holds(BOTH, behavior="all")
    assert not await holds({"entity_id": FRONT})
    assert await holds({"entity_id": "binary_sensor.back_door_access_code_problem"})
    assert not await holds({"entity_id": "light.hall"})


@pytest.mark.contract("11.94")
@pytest.mark.parametrize(
    "config",
    [
        {"condition": "access_codes.has_problem"},
        {
            "condition": "access_codes.has_problem",
            "target": BOTH,
            "options": {"name": "Anna"},
        },
        {
            "condition": "access_codes.code_is_set",
            "target": BOTH,
            "options": {"behavior": "first"},
        },
    ],
)
async def test_a_condition_that_means_nothing_is_refused(
    hass: HomeAssistant, entry: MockConfigEntry, config: dict[str, Any]
) -> None:
    assert await async_setup_component(hass, "automation", {})
    with pytest.raises(vol.Invalid):
        await async_validate_condition_config(hass, config)


@pytest.mark.contract("11.94")
async def test_the_editor_is_given_each_condition_with_its_fields(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert await async_setup_component(hass, "automation", {})
    given = await async_get_all_descriptions(hass)
    ours = {
        key.removeprefix("access_codes."): value
        for key, value in given.items()
        if key.startswith("access_codes.")
    }
    assert ours.keys() == CONDITIONS.keys()
    for key, description in ours.items():
        assert description is not None
        names = set() if key == "has_problem" else {"name"}
        assert description["fields"].keys() == {"behavior"} | names
