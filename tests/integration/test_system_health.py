"""System health: numbers over all locks, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    get_system_health_info,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

import custom_components.access_codes
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Outcome, Reach
from homeassistant.config_entries import SOURCE_IGNORE
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.support.action_calls import BACK, FRONT, async_created
from tests.support.keypad_locks import async_add_locks, async_call, async_link
from tests.support.slot_locks import SlotLocks, async_link_slots, async_settle

FOLDER = Path(custom_components.access_codes.__file__).parent
LABELS: dict[str, Any] = json.loads((FOLDER / "translations/en.json").read_text())[
    "system_health"
]["info"]


async def async_health(hass: HomeAssistant) -> dict[str, Any]:
    health: dict[str, Any] = await get_system_health_info(hass, DOMAIN)
    assert health.keys() == LABELS.keys()
    return health


@pytest.fixture(autouse=True)
async def set_up(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "system_health", {})


@pytest.mark.contract("11.192")
async def test_the_numbers_are_of_all_locks(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door", "Back door", "Garden gate")
    MockConfigEntry(domain=DOMAIN, source=SOURCE_IGNORE).add_to_hass(hass)
    front = slot_locks["Front door"]
    front.type_in("4", "73906184")
    await async_link_slots(hass, FRONT)
    await async_link(hass, BACK)
    gate = await async_link(hass, "lock.garden_gate")
    for lock, fields in (
        (FRONT, {}),
        (BACK, {}),
        (BACK, {"starts_at": "2099-01-01 00:00", "ends_at": "2099-01-02 00:00"}),
        ("lock.garden_gate", {}),
    ):
        await async_created(hass, lock, **fields)
    others = await async_call(hass, "list_unmanaged", lock=FRONT)
    front.failure = Outcome.REFUSED
    await async_created(hass, FRONT)
    await async_call(
        hass,
        "delete_unmanaged",
        unmanaged_access_code_id=others["access_codes"][0]["access_code_id"],
    )
    await hass.config_entries.async_unload(gate.entry_id)
    await async_settle(hass)
    assert await async_health(hass) == {
        "linked_locks": 3,
        "methods": "fake_slots: 1, keypad: 2",
        "not_loaded": 1,
        "out_of_reach": 0,
        "disk_failing": 0,
        "access_codes": 4,
        "not_at_rest": 1,
        "with_errors": 1,
        "unmanaged": 1,
        # The back door could keep its codes itself (14.80).
        "repairs": 1,
    }
    front.become(Reach.OFFLINE)
    await async_settle(hass)
    assert (await async_health(hass))["out_of_reach"] == 1


@pytest.mark.contract("11.192")
async def test_repairs_are_counted(hass: HomeAssistant, slot_locks: SlotLocks) -> None:
    await async_add_locks(hass, "Front door")
    slot_locks["Front door"].failure = Outcome.INVALID
    await async_link_slots(hass, FRONT)
    await async_created(hass, FRONT)
    assert (await async_health(hass))["repairs"] == 1


@pytest.mark.contract("11.192")
async def test_who_is_no_administrator_sees_numbers_alone(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
    hass_read_only_user: MockUser,
) -> None:
    await async_add_locks(hass, "Front door")
    await async_link(hass, FRONT)
    await async_created(hass, FRONT, name="Karla Columna", code="73058416")
    client = await hass_ws_client(hass, hass_read_only_access_token)
    await client.send_json_auto_id({"type": "system_health/info"})
    assert (await client.receive_json())["success"]
    shown = (await client.receive_json())["event"]["data"][DOMAIN]
    assert shown["manage_url"] == f"/config/integrations/integration/{DOMAIN}"
    assert shown["info"].pop("methods") == "keypad: 1"
    assert shown["info"]["access_codes"] == 1
    assert all(isinstance(number, int) for number in shown["info"].values())


@pytest.mark.contract("11.192")
async def test_a_house_without_locks_has_numbers_too(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    health = await async_health(hass)
    assert health.pop("methods") == ""
    assert set(health.values()) == {0}
