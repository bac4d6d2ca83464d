"""What the logbook tells of a lock and its codes."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import EventType
from custom_components.access_codes.engine.bus_events import EVENT_TYPE
from custom_components.access_codes.logbook import async_describe_events
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.support.keypad_locks import async_add_locks, async_call, async_link
from tests.support.slot_locks import async_create, async_settle

FRONT = "lock.front_door"
PIN = "73058416"


class _Event:
    """An event as the logbook has it."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data


def described(hass: HomeAssistant, **data: Any) -> tuple[str, str | None]:
    """Return the sentence about an event, and its entity."""
    describers: dict[tuple[str, str], Any] = {}

    def register(domain: str, event_type: str, describe: Any) -> None:
        describers[domain, event_type] = describe

    async_describe_events(hass, register)
    entry = describers[DOMAIN, EVENT_TYPE](_Event({"lock_entity_id": FRONT, **data}))
    return f"{entry['name']} {entry['message']}", entry.get("entity_id")


@pytest.mark.contract("11.87")
@pytest.mark.usefixtures("recorder_mock")
async def test_the_logbook_tells_who_did_what(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, hass_admin_user: MockUser
) -> None:
    assert await async_setup_component(hass, "logbook", {})
    await async_add_locks(hass, "Front door")
    await async_link(hass, FRONT)
    begun = dt_util.utcnow()
    context = Context(user_id=hass_admin_user.id)
    answer: Any = await hass.services.async_call(
        DOMAIN,
        "create",
        {"lock": FRONT, "name": "Anna", "code": PIN},
        blocking=True,
        return_response=True,
        context=context,
    )
    await async_call(hass, "enter_code", lock=FRONT, code=PIN)
    await async_settle(hass)
    await async_wait_recording_done(hass)

    device_id = answer["access_code"]["device_id"]
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "logbook/get_events",
            "start_time": begun.isoformat(),
            # As the page of the device asks for it.
            "device_ids": [device_id],
            "entity_ids": [
                entity.entity_id
                for entity in er.async_entries_for_device(er.async_get(hass), device_id)
            ],
        }
    )
    entries = (await client.receive_json())["result"]
    ours = [entry for entry in entries if entry.get("domain") == DOMAIN]
    assert [
        (f"{entry['name']} {entry['message']}", entry.get("context_user_id"))
        for entry in ours
    ] == [
        ("Anna's code was created", hass_admin_user.id),
        ("Anna's code came into force at Front door", hass_admin_user.id),
        ("Anna's code unlocked Front door", None),
    ]
    assert PIN not in str(entries)


@pytest.mark.contract("11.87")
async def test_each_event_has_a_sentence(hass: HomeAssistant) -> None:
    await async_add_locks(hass, "Front door")
    await async_link(hass, FRONT)
    access_code_id = await async_create(hass, FRONT, "Anna", PIN)
    code = {"name": "Anna", "access_code_id": access_code_id}
    sensor = "sensor.front_door_anna"

    def told(event_type: str, **data: Any) -> str:
        sentence, entity_id = described(
            hass, type=event_type, **(code | {"action": None} | data)
        )
        assert entity_id == sensor
        return sentence

    sentences = {event_type: told(event_type) for event_type in EventType}
    assert all("activity_" not in sentence for sentence in sentences.values())
    assert len(set(sentences.values())) == len(sentences)
    assert told(EventType.USED, action="unlock") == "Anna's code unlocked Front door"
    assert told(EventType.USED, action="lock") == "Anna's code locked Front door"
    assert told(EventType.USED) == "Anna's code was used at Front door"
    removed = sentences[EventType.REMOVED_FROM_DEVICE]
    # Home Assistant checks the codes of this lock.
    assert removed == "Anna's code is no longer in force at Front door"
    in_force = sentences[EventType.SET_ON_DEVICE]
    assert in_force == "Anna's code came into force at Front door"
    elsewhere = told(EventType.SET_ON_DEVICE, lock_entity_id="lock.gone")
    assert elsewhere == "Anna's code was set on the lock lock.gone"


@pytest.mark.contract("11.87")
async def test_a_code_without_a_name_and_a_lock_that_is_away(
    hass: HomeAssistant,
) -> None:
    await async_add_locks(hass, "Front door")
    await async_link(hass, FRONT)
    used = {"type": EventType.USED, "name": None, "action": "unlock"}
    assert described(hass, **used) == ("An unknown code unlocked Front door", None)
    assert described(hass, **used, unmanaged_access_code_id="x") == (
        "A code of others unlocked Front door",
        None,
    )
    other = {"type": EventType.UNMANAGED_CREATED, "name": None, "slot": "3"}
    assert described(hass, **other)[0] == (
        "A code of others was added to the lock Front door"
    )
    named = {"type": EventType.CREATED, "name": "Access code 3"}
    assert described(hass, **named)[0] == "Access code 3 was created"
    hass.states.async_remove(FRONT)
    assert described(hass, **used)[0] == f"An unknown code unlocked {FRONT}"


@pytest.mark.contract("11.88")
async def test_a_code_without_a_sensor_keeps_its_name_in_the_logbook(
    hass: HomeAssistant,
) -> None:
    """Home Assistant shows the name of an entry's entity in place of the entry's own."""
    await async_add_locks(hass, "Front door")
    await async_link(hass, FRONT)
    backup = {
        "name": "Backup code 4",
        "access_code_id": "has-no-sensor",
        "is_backup": True,
    }
    assert described(hass, type=EventType.SET_ON_DEVICE, **backup) == (
        "Backup code 4 came into force at Front door",
        None,
    )
