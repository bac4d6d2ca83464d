"""The sensor of a code, in place of its id, and the search for codes."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.action_calls import (
    FRONT,
    PIN,
    async_created,
    async_listed,
    async_refused,
)
from tests.support.keypad_locks import async_call


def sensor_of(hass: HomeAssistant, code: dict[str, Any]) -> str:
    """Return the entity id of a code's sensor."""
    entity_id = er.async_get(hass).async_get_entity_id(
        "sensor", "access_codes", code["access_code_id"]
    )
    assert entity_id is not None
    return entity_id


@pytest.mark.contract("6.146")
async def test_a_code_is_meant_by_its_sensor(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code=PIN, name="Ada")
    other = await async_created(hass, name="Grace")
    sensor = sensor_of(hass, code)
    assert await async_call(hass, "get", entity_id=sensor) == {"access_code": code}
    assert await async_call(hass, "get", entity_id=[sensor]) == {"access_code": code}
    answer = await async_call(hass, "update", entity_id=sensor, name="Anna")
    assert answer["access_code"] == {**code, "name": "Anna"}
    (deleted,) = (await async_call(hass, "delete", entity_id=sensor))["access_codes"]
    assert deleted["access_code_id"] == code["access_code_id"]
    assert await async_listed(hass) == [other]


@pytest.mark.contract("6.146")
async def test_a_sensor_is_taken_as_the_target_of_an_action(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code=PIN, name="Ada")
    await hass.services.async_call(
        "access_codes",
        "update",
        {"name": "Anna"},
        target={"entity_id": sensor_of(hass, code)},
        blocking=True,
    )
    assert (await async_listed(hass))[0]["name"] == "Anna"


@pytest.mark.contract("6.39", "6.146")
async def test_a_pin_is_revealed_by_the_sensor(
    hass: HomeAssistant, front: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    code = await async_created(hass, code=PIN)
    client = await hass_ws_client(hass)
    command = {"type": "access_codes/reveal", "entity_id": sensor_of(hass, code)}
    await client.send_json_auto_id(command)
    assert (await client.receive_json())["result"] == {"code": PIN}
    # Its words name no field that this command does not take.
    await client.send_json_auto_id({"type": "access_codes/reveal"})
    error = (await client.receive_json())["error"]
    assert error["translation_key"] == "access_code_needs_one"


@pytest.mark.contract("6.146")
@pytest.mark.parametrize("action", ["get", "update", "delete"])
async def test_only_one_code_is_meant(
    hass: HomeAssistant, front: MockConfigEntry, action: str
) -> None:
    code = await async_created(hass, code=PIN)
    sensor = sensor_of(hass, code)
    both = {"entity_id": sensor, "access_code_id": code["access_code_id"]}
    key = "delete_needs_one" if action == "delete" else "access_code_needs_one"
    assert await async_refused(hass, action, **both) == key
    keys = {
        "get": "get_needs_id_or_lock_and_code",
        "update": "access_code_needs_one",
        "delete": "delete_needs_one",
    }
    assert await async_refused(hass, action) == keys[action]
    with pytest.raises(vol.Invalid, match="expected one entity ID"):
        await async_call(hass, action, entity_id=[sensor, sensor])


@pytest.mark.contract("6.146")
async def test_the_other_ways_to_find_a_code_go_without_its_sensor(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    code = await async_created(hass, code=PIN, common_code_key="a")
    sensor = sensor_of(hass, code)
    key = "get_needs_id_or_lock_and_code"
    assert await async_refused(hass, "get", entity_id=sensor, lock=FRONT) == key
    key = "delete_needs_one"
    assert await async_refused(hass, "delete", entity_id=sensor, common_code_key="a")


@pytest.mark.contract("6.146")
async def test_an_entity_that_is_no_code_is_refused(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    registry = er.async_get(hass)
    ours = registry.async_get_or_create(
        "sensor", "access_codes", f"{front.entry_id}_free", config_entry=front
    )
    alone = registry.async_get_or_create("sensor", "access_codes", "lost")
    event = registry.async_get_or_create(
        "event", "access_codes", "a", config_entry=front
    )
    other = registry.async_get_or_create("sensor", "other", "a")
    for entity_id in (
        FRONT,
        "sensor.nobody",
        *(entry.entity_id for entry in (ours, alone, event, other)),
    ):
        key = await async_refused(hass, "get", entity_id=entity_id)
        assert key == "entity_is_no_access_code"


@pytest.mark.contract("6.147", "6.5")
async def test_codes_are_searched_by_name_id_and_pin(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    ada = await async_created(hass, code="482915", name="Ada Straße")
    grace = await async_created(hass, code="737320", name="Grace")

    async def async_found(search: object) -> list[Any]:
        return await async_listed(hass, search=search)

    assert await async_found("8291") == [ada]
    assert await async_found(7373) == [grace]
    assert await async_found(" ADA STRASSE ") == [ada]
    assert await async_found(grace["access_code_id"][4:20].upper()) == [grace]
    assert await async_found("") == [ada, grace]
    assert await async_found("nobody") == []
