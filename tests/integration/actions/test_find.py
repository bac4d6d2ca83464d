"""Finding codes, and PINs that are free."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.actions import linked
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.action_calls import (
    BACK,
    FRONT,
    async_created,
    async_listed,
    async_refused,
)
from tests.support.keypad_locks import Doors, async_call, async_link


@pytest.mark.contract("6.4")
async def test_a_code_is_found_by_its_id_or_by_its_pin(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    later = await async_created(
        hass,
        code="482915",
        starts_at="2026-06-02T00:00:00Z",
        ends_at="2026-06-03T00:00:00Z",
    )
    now = await async_created(hass, code="482915", ends_at="2026-06-02T00:00:00Z")
    for found, fields in (
        (later, {"access_code_id": later["access_code_id"]}),
        (now, {"lock": FRONT, "code": "482915"}),
        (now, {"lock": FRONT, "code": 482915}),
    ):
        assert await async_call(hass, "get", **fields) == {"access_code": found}


@pytest.mark.contract("6.4", "6.16")
@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({}, "get_needs_id_or_lock_and_code"),
        ({"lock": FRONT}, "get_needs_id_or_lock_and_code"),
        ({"code": "482915"}, "get_needs_id_or_lock_and_code"),
        (
            {"access_code_id": "a", "lock": FRONT, "code": "482915"},
            "get_needs_id_or_lock_and_code",
        ),
        ({"access_code_id": "a", "lock": FRONT}, "get_needs_id_or_lock_and_code"),
        ({"access_code_id": "482915"}, "access_code_not_found"),
        ({"lock": FRONT, "code": "482915"}, "code_not_found"),
        ({"lock": BACK, "code": "482915"}, "lock_not_linked"),
    ],
)
async def test_a_code_that_is_not_there_is_not_found(
    hass: HomeAssistant, front: MockConfigEntry, fields: dict[str, Any], key: str
) -> None:
    assert await async_refused(hass, "get", **fields) == key


@pytest.mark.contract("6.4")
async def test_a_code_is_looked_for_on_the_lock_of_its_sensor_first(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    every = linked.async_linked_locks

    def noted(hass: HomeAssistant, entity_ids: Any) -> Any:
        asked.append(entity_ids)
        return every(hass, entity_ids)

    code = await async_created(hass, BACK)
    monkeypatch.setattr(linked, "async_linked_locks", noted)
    access_code_id = code["access_code_id"]
    found = await async_call(hass, "get", access_code_id=access_code_id)
    assert found == {"access_code": code}
    assert asked == []
    registry = er.async_get(hass)
    sensor = registry.async_get_entity_id("sensor", "access_codes", access_code_id)
    assert sensor is not None
    registry.async_remove(sensor)
    assert await async_call(hass, "get", access_code_id=access_code_id) == found
    assert asked == [None]


@pytest.mark.contract("6.5")
async def test_codes_are_listed_by_what_they_are_the_oldest_first(
    hass: HomeAssistant,
    front: MockConfigEntry,
    back: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    async def async_names(**fields: Any) -> list[str]:
        return [code["name"] for code in await async_listed(hass, **fields)]

    await async_created(hass, BACK, name="Straße", common_code_key="guests")
    freezer.tick(1)
    await async_created(hass, FRONT, name="Ada Lovelace", common_code_key="guests")
    freezer.tick(1)
    await async_created(
        hass,
        BACK,
        name="Lady Ada",
        starts_at="2026-06-02T00:00:00Z",
        ends_at="2026-06-03T00:00:00Z",
    )
    assert await async_names() == ["Straße", "Ada Lovelace", "Lady Ada"]
    assert await async_names(include_backup=True) == await async_names()
    assert await async_names(lock=FRONT) == ["Ada Lovelace"]
    assert await async_names(lock=[BACK, BACK]) == ["Straße", "Lady Ada"]
    assert await async_names(status="set") == ["Straße", "Ada Lovelace"]
    assert await async_names(status=["unset", "setting"]) == ["Lady Ada"]
    assert await async_names(type="time_bound") == ["Lady Ada"]
    assert await async_names(common_code_key="guests") == ["Straße", "Ada Lovelace"]
    assert await async_names(search=" ADA ") == ["Ada Lovelace", "Lady Ada"]
    assert await async_names(search="STRASSE") == ["Straße"]
    assert await async_names(search="lady", type="ongoing") == []
    await hass.config_entries.async_unload(back.entry_id)
    assert await async_names() == ["Ada Lovelace"]


@pytest.mark.contract("6.6")
async def test_a_generated_pin_suits_all_locks_and_is_stored_nowhere(
    hass: HomeAssistant, front: MockConfigEntry, back: MockConfigEntry
) -> None:
    for fields in ({}, {"lock": FRONT}, {"lock": [FRONT, BACK]}):
        code = (await async_call(hass, "generate_code", **fields))["code"]
        assert len(code) == 6
        assert code.isdecimal()
    code = (await async_call(hass, "generate_code", preferred_code_length=8))["code"]
    assert len(code) == 8
    assert await async_listed(hass) == []


async def test_without_a_linked_lock_nothing_can_be_generated(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await hass.config_entries.async_remove(front.entry_id)
    assert await async_refused(hass, "generate_code") == "no_linked_lock"


async def test_what_the_locks_cannot_agree_on_is_refused(
    hass: HomeAssistant, doors: Doors
) -> None:
    await async_link(hass, FRONT, max_code_length=5)
    await async_link(hass, BACK, min_code_length=7)
    assert await async_refused(hass, "generate_code") == "no_common_code_length"
