"""WebSocket commands for the panel: occurrences, codes for another lock, a full read that is followed."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.access_codes.core.model import Reach
from homeassistant.core import HomeAssistant
from tests.integration.test_panel_commands import async_next
from tests.integration.test_websocket import async_ask, async_result
from tests.support.action_calls import NOON
from tests.support.keypad_locks import Doors, async_add_locks, async_call, async_link
from tests.support.slot_locks import METHOD, SlotLocks, async_settle

FRONT, BACK = "lock.front_door", "lock.back_door"
PIN = "4829153706"
JUNE = {"starts_at": "2026-06-01T00:00:00Z", "ends_at": "2026-06-08T00:00:00Z"}


@pytest.fixture
async def doors(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Doors:
    freezer.move_to(NOON)
    return await async_add_locks(hass, "Front door", "Back door")


@pytest.fixture
async def front(hass: HomeAssistant, doors: Doors) -> MockConfigEntry:
    return await async_link(hass, FRONT)


@pytest.fixture
async def admin(
    front: MockConfigEntry, hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> MockHAClientWebSocket:
    return await hass_ws_client(hass)


async def async_code(hass: HomeAssistant, **fields: Any) -> dict[str, Any]:
    answer = await async_call(hass, "create", **{"lock": FRONT, **fields})
    code: dict[str, Any] = answer["access_code"]
    return code


@pytest.mark.contract("18.11", "18.12")
async def test_occurrences_are_those_within_the_span(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    day = NOON.date().isoformat()
    code = await async_code(
        hass,
        code=PIN,
        starts_at=f"{day}T18:00:00+00:00",
        ends_at=f"{day}T20:00:00+00:00",
        recurrence="FREQ=DAILY",
    )
    await async_code(hass, name="Always")
    answer = await async_result(
        admin,
        "occurrences",
        starts_at=f"{day}T19:00:00Z",
        ends_at=(NOON.date().replace(day=NOON.day + 2)).isoformat() + "T18:00:00Z",
    )
    windows = answer["occurrences"].pop(code["access_code_id"])
    assert answer == {"occurrences": {}}
    assert PIN not in str(windows)
    assert [window["starts_at"][8:16] for window in windows] == [
        f"{NOON.day:02}T18:00",
        f"{NOON.day + 1:02}T18:00",
    ]
    refused = await async_ask(
        admin, "occurrences", **{**JUNE, "ends_at": JUNE["starts_at"]}
    )
    assert refused["error"]["translation_key"] == "ends_at_not_after_starts_at"
    refused = await async_ask(
        admin, "occurrences", **{**JUNE, "ends_at": "2026-08-08T00:00:00Z"}
    )
    assert refused["error"]["translation_key"] == "span_too_long"
    assert refused["error"]["translation_placeholders"]["limit"] == "62"


@pytest.mark.contract("18.14", "18.15", "18.16")
async def test_codes_are_given_to_another_lock_all_or_none(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    await async_link(hass, BACK)
    ada = await async_code(hass, name="Ada", code=PIN)
    ben = await async_code(hass, name="Ben", code="7391846205")
    ids = [ada["access_code_id"], ben["access_code_id"]]
    blocking = await async_code(hass, lock=BACK, name="Cleaner", code="7391846205")

    refused = await async_ask(admin, "give", access_code_ids=ids, lock=BACK)
    assert refused["error"]["translation_key"] == "refused_for_code"
    assert refused["error"]["translation_placeholders"]["name"] == "Ben"
    assert "Cleaner" in refused["error"]["message"]
    listed = (await async_call(hass, "list", lock=BACK))["access_codes"]
    assert [code["name"] for code in listed] == ["Cleaner"]

    await async_call(hass, "delete", access_code_id=blocking["access_code_id"])
    answer = await async_result(
        admin, "give", access_code_ids=ids, lock=BACK, without_pins=True
    )
    assert PIN not in str(answer)
    assert [code["name"] for code in answer["access_codes"]] == ["Ada", "Ben"]
    listed = (await async_call(hass, "list", search=PIN))["access_codes"]
    assert {code["lock_entity_id"] for code in listed} == {FRONT, BACK}
    [key] = {code["common_code_key"] for code in listed}
    assert key
    # Once more, nothing is left to give.
    answer = await async_result(admin, "give", access_code_ids=ids, lock=BACK)
    assert answer == {"access_codes": []}


@pytest.mark.contract("18.19")
async def test_a_full_read_is_followed_to_its_report(
    hass: HomeAssistant, admin: MockHAClientWebSocket, slot_locks: SlotLocks
) -> None:
    entry = await async_link(hass, BACK, method=METHOD)
    assert await async_result(admin, "follow_sync", lock=BACK) is None
    seen = []
    while "report" not in (event := await async_next(admin)):
        seen.append(event)
    assert seen
    assert seen[-1] == {"read": 4, "total": 4}
    assert event["report"]["is_read"]

    refused = await async_ask(admin, "follow_sync", lock="lock.nowhere")
    assert refused["error"]["translation_key"] == "lock_not_linked"

    slot_locks["Back door"].become(Reach.OFFLINE)
    await async_settle(hass)
    assert await async_result(admin, "follow_sync", lock=BACK) is None
    while "report" not in (event := await async_next(admin)):
        pass
    assert not event["report"]["is_read"]
    await hass.config_entries.async_unload(entry.entry_id)


@pytest.mark.contract("18.19", "18.20")
async def test_a_full_read_that_fails_tells_why(
    hass: HomeAssistant,
    front: MockConfigEntry,
    admin: MockHAClientWebSocket,
) -> None:
    await front.runtime_data.engine.async_stop()
    assert await async_result(admin, "follow_sync", lock=FRONT) is None
    event = await async_next(admin)
    assert event["error"]
    # The panel says it in the language of its user.
    assert event.keys() == {
        "error",
        "translation_domain",
        "translation_key",
        "translation_placeholders",
    }
