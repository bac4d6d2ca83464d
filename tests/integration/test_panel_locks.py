"""Locks as they are pushed to the panel, where a lock itself holds the codes."""

from datetime import datetime
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.access_codes.core.model import Outcome
from custom_components.access_codes.engine.lock_engine import LockEngine
from custom_components.access_codes.presentation.lock_subscription import (
    LockSubscription,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, entity_registry as er
from homeassistant.util import dt as dt_util
from tests.integration.test_websocket import async_ask, async_result
from tests.support.keypad_locks import Doors, async_add_locks
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

FRONT = "lock.front_door"


@pytest.fixture
async def doors(hass: HomeAssistant) -> Doors:
    return await async_add_locks(hass, "Front door")


@pytest.fixture
async def entry(
    hass: HomeAssistant, slot_locks: SlotLocks, doors: Doors
) -> MockConfigEntry:
    return await async_link_slots(hass, FRONT)


@pytest.mark.contract("18.4", "18.7")
async def test_a_problem_of_a_code_is_pushed_with_its_lock(
    hass: HomeAssistant, slot_locks: SlotLocks, doors: Doors, entry: MockConfigEntry
) -> None:
    pushed: list[dict[str, Any]] = []
    subscription = LockSubscription(hass, pushed.append)
    subscription.start()
    [lock] = pushed.pop()["changed"]
    assert lock["problems"] == []
    assert lock["capabilities"]["capacity"] == lock["free_slots"]
    assert not lock["capabilities"]["is_virtual"]

    slot_locks["Front door"].failure = Outcome.REFUSED
    access_code_id = await async_create(hass, FRONT, "Ada", "73058416")
    [lock] = pushed[-1]["changed"]
    [problem] = lock["problems"]
    assert problem["access_code_id"] == access_code_id
    assert (problem["error_code"], problem["name"]) == (
        "failed_to_set_on_device",
        "Ada",
    )
    assert problem["message"]
    assert "73058416" not in str(pushed)

    with patch.object(LockEngine, "disk_failing", new=True):
        ar.async_get(hass).async_create("Hallway")
        await async_settle(hass)
    [lock] = pushed[-1]["changed"]
    assert [each["error_code"] for each in lock["problems"]] == [
        "storage_failing",
        "failed_to_set_on_device",
    ]
    assert "access_code_id" not in lock["problems"][0]

    # Of other integrations' entries nothing is pushed, and nothing any more once it is stopped.
    pushed.clear()
    hass.config_entries.async_update_entry(doors.entry, title="Not ours")
    await async_settle(hass)
    assert pushed == []
    er.async_get(hass).async_update_entity(FRONT, name="Main door")
    subscription.stop()
    await async_settle(hass)
    assert not any(each["name"] == "Main door" for each in pushed)


@pytest.mark.contract("11.346", "11.348")
async def test_an_ignored_code_of_others_is_named_with_its_lock(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    lock = slot_locks["Front door"]
    lock.type_in("5", "73906184")
    await async_settle(hass)
    pushed: list[dict[str, Any]] = []
    subscription = LockSubscription(hass, pushed.append)
    subscription.start()
    assert pushed[-1]["changed"][0]["ignored"] == []
    admin = await hass_ws_client(hass)
    [other] = (await async_result(admin, "list_unmanaged", lock=FRONT))["access_codes"]
    given = {"unmanaged_access_code_id": other["access_code_id"]}
    lock.forget_sent()
    answer = await async_result(admin, "ignore_unmanaged", **given, is_ignored=True)
    assert answer == {"is_ignored": True}
    await async_settle(hass)
    assert pushed[-1]["changed"][0]["ignored"] == [other["access_code_id"]]
    assert lock.sent == []
    # It is listed as before: what is not seen is for the panel to leave out.
    assert (await async_result(admin, "list_unmanaged", lock=FRONT))[
        "access_codes"
    ] == [other]
    assert await hass.config_entries.async_reload(entry.entry_id)
    await async_settle(hass)
    assert pushed[-1]["changed"][0]["ignored"] == [other["access_code_id"]]
    await async_result(admin, "ignore_unmanaged", **given, is_ignored=False)
    await async_settle(hass)
    assert pushed[-1]["changed"][0]["ignored"] == []
    refused = await async_ask(
        admin, "ignore_unmanaged", unmanaged_access_code_id="7390", is_ignored=True
    )
    assert refused["error"]["translation_key"] == "unmanaged_access_code_not_found"
    assert "7390" not in str(refused)
    subscription.stop()


@pytest.mark.contract("18.30")
async def test_when_a_lock_was_heard_comes_with_it_and_is_no_push_of_its_own(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    pushed: list[dict[str, Any]] = []
    subscription = LockSubscription(hass, pushed.append)
    subscription.start()
    admin = await hass_ws_client(hass)

    async def heard_at() -> datetime | None:
        [lock] = (await async_result(admin, "locks"))["locks"]
        heard = lock["heard_at"]
        return None if heard is None else datetime.fromisoformat(heard)

    # A report about codes and an answer to a command, of which nothing else of the lock changes.
    slot_locks["Front door"].type_in("5", "73906184")
    await async_settle(hass)
    freezer.tick(60)
    pushed.clear()
    slot_locks["Front door"].type_in("5", "73906185")
    await async_settle(hass)
    assert await heard_at() == dt_util.utcnow()
    freezer.tick(60)
    await async_result(admin, "sync", entity_id=FRONT)
    await async_settle(hass)
    assert await heard_at() == dt_util.utcnow()
    # All locks are looked at anew, of which none is shown differently.
    ar.async_get(hass).async_create("Hallway")
    await async_settle(hass)
    assert pushed == []

    # With another change it comes along.
    er.async_get(hass).async_update_entity(FRONT, name="Main door")
    await async_settle(hass)
    [lock] = pushed[-1]["changed"]
    assert datetime.fromisoformat(lock["heard_at"]) == dt_util.utcnow()
    subscription.stop()

    # It is kept in memory only.
    await hass.config_entries.async_unload(entry.entry_id)
    assert await heard_at() is None


@pytest.mark.contract("18.31")
async def test_a_problem_says_whether_a_repair_stands_for_it(
    hass: HomeAssistant,
    slot_locks: SlotLocks,
    entry: MockConfigEntry,
    freezer: FrozenDateTimeFactory,
) -> None:
    pushed: list[dict[str, Any]] = []
    subscription = LockSubscription(hass, pushed.append)
    subscription.start()

    def stands() -> list[tuple[str, bool]]:
        [lock] = pushed[-1]["changed"]
        return [(each["error_code"], each["is_repair"]) for each in lock["problems"]]

    slot_locks["Front door"].failure = Outcome.REFUSED
    await async_create(hass, FRONT, "Ada", "73058416")
    assert stands() == [("failed_to_set_on_device", False)]
    for _ in range(6):
        freezer.tick(60)
        async_fire_time_changed(hass)
        await async_settle(hass)
    assert stands() == [("failed_to_set_on_device", True)]
    with patch.object(LockEngine, "disk_failing", new=True):
        ar.async_get(hass).async_create("Hallway")
        await async_settle(hass)
    assert stands()[0] == ("storage_failing", True)
    subscription.stop()
