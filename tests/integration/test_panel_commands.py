"""WebSocket commands for the panel: locks, what changed, what would be refused."""

from collections.abc import Mapping
from datetime import datetime, timedelta
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.access_codes.core.model import Outcome
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from tests.integration.test_websocket import async_ask, async_result
from tests.support.keypad_locks import Doors, async_add_locks, async_call, async_link
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

FRONT, BACK = "lock.front_door", "lock.back_door"
PIN = "4829153706"


@pytest.fixture
async def doors(hass: HomeAssistant) -> Doors:
    return await async_add_locks(hass, "Front door", "Back door")


@pytest.fixture
async def front(hass: HomeAssistant, doors: Doors) -> MockConfigEntry:
    return await async_link(hass, FRONT)


@pytest.fixture
async def admin(
    front: MockConfigEntry, hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> MockHAClientWebSocket:
    return await hass_ws_client(hass)


async def async_next(client: MockHAClientWebSocket) -> dict[str, Any]:
    message = await client.receive_json()
    assert message["type"] == "event"
    update: dict[str, Any] = message["event"]
    return update


def by_field(answer: Mapping[str, Any]) -> dict[str, str]:
    """Return the key of the error of each field."""
    return {error["field"]: error["translation_key"] for error in answer["errors"]}


@pytest.mark.contract("18.4", "18.5", "18.6")
async def test_locks_are_listed_with_what_they_can_and_how_they_are(
    hass: HomeAssistant, front: MockConfigEntry, admin: MockHAClientWebSocket
) -> None:
    hallway = ar.async_get(hass).async_create("Hallway")
    lock = er.async_get(hass).async_get(FRONT)
    assert lock is not None
    assert lock.device_id is not None
    dr.async_get(hass).async_update_device(lock.device_id, area_id=hallway.id)
    await async_call(hass, "create", lock=FRONT, code=PIN)
    answer = await async_result(admin, "locks")
    [lock] = answer["locks"]
    assert PIN not in str(answer)
    assert (lock["entry_id"], lock["entity_id"]) == (front.entry_id, FRONT)
    assert (lock["name"], lock["area"]) == ("Front door", "Hallway")
    assert (lock["family"], lock["is_loaded"]) == ("keypad", True)
    assert (lock["reach"], lock["problems"]) == ("reachable", [])
    assert lock["reach_since"] is not None
    assert lock["capabilities"]["is_virtual"]
    assert lock["capabilities"]["code_lengths"][0] == 4
    assert answer["linkable"] == [
        {"entity_id": BACK, "name": "Back door", "area": None}
    ]
    alone = er.async_get(hass).async_get_or_create("lock", "template", "shed")
    er.async_get(hass).async_update_entity(
        alone.entity_id, name="A shed", area_id=hallway.id
    )
    linkable = (await async_result(admin, "locks"))["linkable"]
    assert [(lock["name"], lock["area"]) for lock in linkable] == [
        ("A shed", "Hallway"),
        ("Back door", None),
    ]
    er.async_get(hass).async_remove(alone.entity_id)

    await hass.config_entries.async_unload(front.entry_id)
    er.async_get(hass).async_update_entity(
        BACK, disabled_by=er.RegistryEntryDisabler.USER
    )
    answer = await async_result(admin, "locks")
    [lock] = answer["locks"]
    assert (lock["name"], lock["is_loaded"]) == ("Front door", False)
    assert (lock["reach"], lock["capabilities"]) == (None, None)
    assert answer["linkable"] == []


async def test_a_lock_that_is_gone_is_listed_by_the_title_of_its_entry(
    hass: HomeAssistant, front: MockConfigEntry, admin: MockHAClientWebSocket
) -> None:
    er.async_get(hass).async_remove(FRONT)
    await hass.async_block_till_done()
    [lock] = (await async_result(admin, "locks"))["locks"]
    assert (lock["entity_id"], lock["name"], lock["area"]) == (
        None,
        front.title,
        None,
    )
    assert lock["reach"] == "removed"


@pytest.mark.contract("18.7")
async def test_a_subscriber_of_locks_gets_only_locks_that_have_changed(
    hass: HomeAssistant,
    doors: Doors,
    front: MockConfigEntry,
    admin: MockHAClientWebSocket,
) -> None:
    assert await async_result(admin, "subscribe_locks") is None
    first = await async_next(admin)
    assert [lock["entity_id"] for lock in first["changed"]] == [FRONT]
    assert [lock["entity_id"] for lock in first["linkable"]] == [BACK]

    # A code without a problem changes nothing of a lock: the next message is about the name.
    await async_call(hass, "create", lock=FRONT, code=PIN)
    er.async_get(hass).async_update_entity(FRONT, name="Main door")
    update = await async_next(admin)
    [lock] = update["changed"]
    assert lock["name"] == "Main door"
    assert "linkable" not in update

    doors.locks["Front door"].become(available=False)
    while lock["reach"] == "reachable":
        [lock] = (await async_next(admin))["changed"]

    back = await async_link(hass, BACK)
    found: list[dict[str, Any]] = []
    while not (found and found[-1]["is_loaded"]):
        found += (await async_next(admin))["changed"]
    assert found[-1]["entity_id"] == BACK
    await hass.config_entries.async_remove(back.entry_id)
    removed: list[str] = []
    while not removed:
        removed = (await async_next(admin))["removed"]
    assert removed == [back.entry_id]


@pytest.mark.contract("18.7")
async def test_a_subscriber_follows_a_lock_through_a_reload(
    hass: HomeAssistant, front: MockConfigEntry, admin: MockHAClientWebSocket
) -> None:
    await async_result(admin, "subscribe_locks")
    lock = (await async_next(admin))["changed"][0]
    await hass.config_entries.async_set_disabled_by(
        front.entry_id, ConfigEntryDisabler.USER
    )
    while lock["is_loaded"]:
        [lock] = (await async_next(admin))["changed"]
    await hass.config_entries.async_set_disabled_by(front.entry_id, None)
    while not lock["is_loaded"]:
        [lock] = (await async_next(admin))["changed"]
    assert lock["reach"] is not None


@pytest.mark.contract("18.7")
async def test_who_has_unsubscribed_from_locks_gets_nothing_more(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    await admin.send_json_auto_id({"type": "access_codes/subscribe_locks"})
    subscribed = await admin.receive_json()
    await async_next(admin)
    er.async_get(hass).async_update_entity(FRONT, name="Main door")
    await admin.send_json_auto_id(
        {"type": "unsubscribe_events", "subscription": subscribed["id"]}
    )
    while (answer := await admin.receive_json())["type"] == "event":
        pass
    assert answer["success"]
    er.async_get(hass).async_update_entity(FRONT, name="Old door")
    await hass.async_block_till_done()
    assert (await async_result(admin, "list")) == {"access_codes": []}


@pytest.mark.contract("18.2", "18.3", "18.22")
async def test_a_subscriber_gets_only_the_fields_that_have_changed(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    code = (await async_call(hass, "create", lock=FRONT, code=PIN, name="Ada"))[
        "access_code"
    ]
    given = {"access_code_id": code["access_code_id"]}
    await async_result(admin, "subscribe", partial=True)
    [pushed] = (await async_next(admin))["changed"]
    assert pushed["name"] == "Ada"
    assert "code" not in pushed
    assert pushed["retry_at"] is None

    # The name of the lock is in no field: nothing is sent about it.
    er.async_get(hass).async_update_entity(FRONT, name="Main door")
    await async_call(hass, "update", name="Grace", **given)
    update = await async_next(admin)
    [changed] = update["changed"]
    assert changed["access_code_id"] == given["access_code_id"]
    assert changed["name"] == "Grace"
    assert changed.keys() <= {"access_code_id", "name", "appearance"}
    # A change of the status is a message of less than a kilobyte.
    await async_call(hass, "update", is_paused=True, **given)
    [changed] = (await async_next(admin))["changed"]
    assert changed["status"] == "unset"
    assert len(json.dumps(changed)) < 1000
    await async_call(hass, "update", code="7391846205", **given)
    await async_call(hass, "delete", **given)
    update = await async_next(admin)
    while not update["removed"]:
        update = await async_next(admin)
    assert update["removed"] == [given["access_code_id"]]


@pytest.mark.contract("18.8", "18.9")
async def test_a_check_names_each_field_that_create_would_refuse(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    await async_call(hass, "create", lock=FRONT, code=PIN, name="Ada")
    answer = await async_result(
        admin,
        "check",
        lock=FRONT,
        name=" ",
        code=PIN,
        starts_at="2036-06-02T00:00:00Z",
        ends_at="2036-06-01T00:00:00Z",
    )
    assert by_field(answer) == {
        "name": "name_blank",
        "code": "code_in_use",
        "ends_at": "ends_at_not_after_starts_at",
    }
    assert PIN not in str(answer)
    assert {error["lock"] for error in answer["errors"]} == {FRONT}
    assert await async_result(admin, "check", lock=[FRONT], name="Zoe") == {
        "errors": []
    }
    [listed] = (await async_result(admin, "list"))["access_codes"]
    assert listed["name"] == "Ada"


@pytest.mark.contract("18.8")
async def test_a_check_asks_each_lock(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    answer = await async_result(admin, "check", lock=[FRONT, BACK], code="12")
    assert [(each["lock"], each["field"]) for each in answer["errors"]] == [
        (FRONT, "code"),
        (BACK, "lock"),
    ]
    answer = await async_result(
        admin,
        "check",
        lock=FRONT,
        recurrence="FREQ=HOURLY",
        starts_at="2036-06-01T00:00:00Z",
        ends_at="2036-06-01T01:00:00Z",
    )
    assert list(by_field(answer)) == ["recurrence"]


@pytest.mark.contract("18.8", "18.9")
async def test_a_check_names_each_field_that_update_would_refuse(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    code = (await async_call(hass, "create", lock=FRONT, code=PIN, name="Ada"))[
        "access_code"
    ]
    given = {"access_code_id": code["access_code_id"]}
    answer = await async_result(
        admin, "check", name="", code="1", code_type="time_bound", **given
    )
    assert set(by_field(answer)) == {"name", "code", "type"}
    assert await async_result(admin, "check", name="Grace", **given) == {"errors": []}
    assert (await async_result(admin, "get", **given))["access_code"]["name"] == "Ada"
    unknown = await async_result(admin, "check", access_code_id="x", name="Grace")
    assert by_field(unknown) == {None: "access_code_not_found"}
    for fields in ({}, {"lock": FRONT, **given}):
        refused = await async_ask(admin, "check", **fields)
        assert refused["error"]["translation_key"] == "check_needs_one"


@pytest.mark.contract("18.10")
async def test_answers_come_without_pins_where_nobody_wants_to_see_them(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    wish = {"without_pins": True}
    answer = await async_result(admin, "create", lock=FRONT, code=PIN, **wish)
    given = {"access_code_id": answer["access_code"]["access_code_id"]}
    answers = [
        answer,
        await async_result(admin, "get", **given, **wish),
        await async_result(admin, "update", is_paused=True, **given, **wish),
        await async_result(admin, "list", **wish),
        await async_result(admin, "delete", **given, **wish),
    ]
    assert PIN not in str(answers)
    assert answers[3]["access_codes"][0]["is_paused"]


@pytest.mark.contract("5.100", "18.22")
async def test_a_subscriber_is_told_anew_when_a_code_is_tried_next(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    hass_ws_client: WebSocketGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    await async_add_locks(hass, "Front door")
    await async_link_slots(hass, FRONT)
    slot_locks["Front door"].failure = Outcome.UNKNOWN
    access_code_id = await async_create(hass, FRONT, "Ada", PIN[:6])
    client = await hass_ws_client(hass)
    await async_result(client, "subscribe", partial=True)
    [pushed] = (await async_next(client))["changed"]
    last = pushed["retry_at"]
    for _ in range(2):
        freezer.move_to(datetime.fromisoformat(last) + timedelta(seconds=1))
        async_fire_time_changed(hass)
        await async_settle(hass)
        [pushed] = (await async_next(client))["changed"]
        assert pushed["access_code_id"] == access_code_id
        assert pushed["retry_at"] > last
        last = pushed["retry_at"]
