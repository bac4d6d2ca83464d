"""WebSocket commands, as the panel sends them."""

from collections.abc import AsyncIterator
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_capture_events,
)
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.access_codes.actions import ACTIONS
from custom_components.access_codes.storage.record_file import (
    RecordStorage,
    StorageFailed,
)
from homeassistant.auth.models import Group
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from tests.support.keypad_locks import Doors, async_add_locks, async_call, async_link

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
    hass: HomeAssistant, front: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> MockHAClientWebSocket:
    return await hass_ws_client(hass)


@pytest.fixture
async def guest(
    hass: HomeAssistant, front: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> MockHAClientWebSocket:
    """Connect somebody who may control the front door, and nothing else."""
    policy = {"entities": {"entity_ids": {FRONT: {POLICY_CONTROL: True}}}}
    group = Group(name="Guests", policy=policy, id="guests", system_generated=False)
    user = MockUser(groups=[group])
    user.add_to_hass(hass)
    token = await hass.auth.async_create_refresh_token(user, "https://example.com/")
    return await hass_ws_client(hass, hass.auth.async_create_access_token(token))


async def async_ask(
    client: MockHAClientWebSocket, command: str, **fields: Any
) -> dict[str, Any]:
    """Send a command of ours and return the answer."""
    await client.send_json_auto_id({"type": f"access_codes/{command}", **fields})
    answer: dict[str, Any] = await client.receive_json()
    return answer


async def async_result(
    client: MockHAClientWebSocket, command: str, **fields: Any
) -> Any:
    answer = await async_ask(client, command, **fields)
    assert answer["success"], answer
    return answer["result"]


@pytest.mark.contract("6.37", "6.39")
async def test_the_panel_can_do_what_actions_do(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    code = (await async_result(admin, "create", lock=FRONT, code=PIN, name="Ada"))[
        "access_code"
    ]
    assert code["code"] == PIN
    given = {"access_code_id": code["access_code_id"]}
    assert await async_result(admin, "get", **given) == {"access_code": code}
    assert await async_result(admin, "get", lock=FRONT, code=PIN) == {
        "access_code": code
    }
    assert await async_result(admin, "reveal", **given) == {"code": PIN}
    code = (await async_result(admin, "update", name="Grace", **given))["access_code"]
    assert code["name"] == "Grace"
    assert await async_result(admin, "list", search="gra") == {"access_codes": [code]}
    assert len((await async_result(admin, "generate_code", lock=FRONT))["code"]) == 6
    assert (await async_result(admin, "sync", entity_id=FRONT))["locks"]
    assert await async_result(admin, "enter_code", lock=FRONT, code=PIN) == {
        "granted": True,
        "reason": None,
    }
    (used,) = (await async_result(admin, "list"))["access_codes"]
    assert used["use_count"] == 1
    (deleted,) = (await async_result(admin, "delete", **given))["access_codes"]
    assert deleted.pop("display_status").startswith("Deleted ")
    del used["display_status"]
    assert deleted == {**used, "status": "unset"}
    assert await async_result(admin, "list") == {"access_codes": []}


@pytest.mark.contract("6.37")
async def test_a_target_stands_as_in_an_action_too(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    target = {"target": {"entity_id": [FRONT]}}
    assert (await async_result(admin, "sync", **target))["locks"]
    [code] = (await async_result(admin, "create_multiple", code=PIN, **target))[
        "access_codes"
    ]
    assert code["lock_entity_id"] == FRONT
    await hass.async_block_till_done()
    sensor = er.async_get(hass).async_get_entity_id(
        "sensor", "access_codes", code["access_code_id"]
    )
    answer = await async_result(
        admin, "update", name="Grace", target={"entity_id": sensor}
    )
    assert answer["access_code"]["name"] == "Grace"


@pytest.mark.contract("6.37", "1.5")
@pytest.mark.parametrize("target", [PIN, [PIN], {PIN: PIN}, {"entity_id": PIN}])
async def test_a_target_that_is_none_is_refused_without_a_word_of_it(
    hass: HomeAssistant, admin: MockHAClientWebSocket, target: Any
) -> None:
    await admin.send_json_auto_id({"type": "access_codes/sync", "target": target})
    answer = await admin.receive_json()
    assert answer["success"] is False
    assert PIN not in str(answer)


@pytest.mark.contract("6.37")
async def test_the_type_of_a_code_has_a_name_of_its_own(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    code = (
        await async_result(
            admin,
            "create",
            lock=FRONT,
            starts_at="2036-06-01T00:00:00Z",
            ends_at="2036-06-02T00:00:00Z",
        )
    )["access_code"]
    listed = await async_result(admin, "list", code_type="time_bound")
    assert listed == {"access_codes": [code]}
    fields = {"entity_id": FRONT, "ends_at": "2036-06-02T00:00:00Z"}
    [shared] = (await async_result(admin, "create_multiple", **fields))["access_codes"]
    assert shared["type"] == "time_bound"
    key = {"common_code_key": shared["common_code_key"], "code_type": "ongoing"}
    [shared] = (await async_result(admin, "update_multiple", **key))["access_codes"]
    assert shared["type"] == "ongoing"
    given = {"access_code_id": code["access_code_id"]}
    code = (await async_result(admin, "update", code_type="ongoing", **given))[
        "access_code"
    ]
    assert code["type"] == "ongoing"
    listed = await async_result(admin, "list", code_type="time_bound")
    assert listed == {"access_codes": []}


@pytest.mark.contract("6.38")
async def test_commands_leave_nothing_for_the_recorder(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    calls = async_capture_events(hass, "call_service")
    await async_result(admin, "create", lock=FRONT, code=PIN)
    assert calls == []


async def test_a_refusal_is_told_in_words_and_not_logged(
    hass: HomeAssistant,
    admin: MockHAClientWebSocket,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await async_result(admin, "create", lock=FRONT, code=PIN, name="Ada")
    caplog.set_level("INFO")
    caplog.clear()
    answer = await async_ask(admin, "create", lock=FRONT, code=PIN)
    assert not answer["success"]
    error = answer["error"]
    assert error["code"] == "service_validation_error"
    assert error["translation_domain"] == "access_codes"
    assert error["translation_key"] == "code_in_use"
    assert error["translation_placeholders"]["name"] == "Ada"
    assert "Ada" in error["message"]
    assert PIN not in str(answer)
    assert "code_in_use" not in caplog.text
    assert "Ada" not in caplog.text


async def test_a_disk_that_refuses_is_told_in_words(
    hass: HomeAssistant,
    admin: MockHAClientWebSocket,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    with patch.object(RecordStorage, "async_save", side_effect=StorageFailed):
        answer = await async_ask(admin, "create", lock=FRONT, code=PIN)
    assert answer["error"]["code"] == "home_assistant_error"
    assert answer["error"]["translation_key"] == "storage_failed"
    assert PIN not in caplog.text
    caplog.clear()


@pytest.mark.contract("1.5")
@pytest.mark.parametrize(
    "fields",
    [
        {"lock": FRONT, "code": [PIN]},
        {"lock": FRONT, "code": {"pin": PIN}},
        {"lock": FRONT, "code": float(PIN)},
        {"lock": FRONT, "pin": PIN},
        {"lock": FRONT, "code": PIN, "pin": PIN, "PIN": int(PIN)},
        {"code": PIN},
    ],
)
@pytest.mark.parametrize("command", ["create", "update", "get", "enter_code", "list"])
async def test_a_command_of_a_wrong_shape_is_refused_without_repeating_the_pin(
    admin: MockHAClientWebSocket,
    caplog: pytest.LogCaptureFixture,
    command: str,
    fields: dict[str, Any],
) -> None:
    caplog.set_level("INFO")
    caplog.clear()
    answer = await async_ask(admin, command, **fields)
    assert not answer["success"]
    assert PIN not in str(answer)
    assert PIN not in caplog.text
    caplog.clear()


@pytest.mark.contract("6.37", "18.1")
async def test_a_guest_may_enter_codes_and_nothing_else(
    hass: HomeAssistant, guest: MockHAClientWebSocket
) -> None:
    code = (await async_call(hass, "create", lock=FRONT, code=PIN))["access_code"]
    given = {"access_code_id": code["access_code_id"]}
    calls: dict[str, dict[str, Any]] = {
        "create": {"lock": FRONT},
        "create_multiple": {"entity_id": FRONT},
        "update": {**given, "name": "Grace"},
        "update_multiple": {"common_code_key": "a", "name": "Grace"},
        "delete": given,
        "get": given,
        "list": {},
        "generate_code": {},
        "sync": {"entity_id": FRONT},
        "list_unmanaged": {"lock": FRONT},
        "delete_unmanaged": {"unmanaged_access_code_id": "a"},
        "convert_to_managed": {"unmanaged_access_code_id": "a"},
        "pull_backup_access_code": given,
        "get_timeline": given,
        "send_code": {**given, "notify": "notify.phone"},
        "report_device_constraints": {"lock": FRONT, "supported_code_lengths": [6]},
        "export_codes": {"passphrase": "five words that nobody guesses"},
        "import_codes": {"export": "access-codes-1:", "passphrase": "five words"},
        "refresh_bookings": {"entity_id": "calendar.flat"},
        "reveal": given,
        "bookings": {},
        "subscribe": {},
        "subscribe_locks": {},
        "locks": {},
        "check": {"lock": FRONT},
    }
    assert set(calls) >= {action.name for action in ACTIONS} - {"enter_code"}
    for command, fields in calls.items():
        answer = await async_ask(guest, command, **fields)
        assert answer["error"]["code"] == "unauthorized"
    assert (await async_result(guest, "enter_code", lock=FRONT, code=PIN))["granted"]
    assert await async_result(guest, "enter_code", lock=FRONT, code="0000") == {
        "granted": False,
        "reason": "denied",
    }
    answer = await async_ask(guest, "enter_code", lock=BACK, code=PIN)
    assert answer["error"]["code"] == "unauthorized"


class Watcher:
    """What a subscriber knows."""

    def __init__(self, client: MockHAClientWebSocket) -> None:
        self._client = client
        self.codes: dict[str, dict[str, Any]] = {}

    async def async_hear(self) -> dict[str, Any]:
        message = await self._client.receive_json()
        assert message["type"] == "event"
        update: dict[str, Any] = message["event"]
        assert set(update) == {"changed", "removed"}
        for code in update["changed"]:
            assert "code" not in code
            self.codes[code["access_code_id"]] = code
        for access_code_id in update["removed"]:
            del self.codes[access_code_id]
        return update

    async def async_hear_until(self, *names: str) -> None:
        while self.names != set(names):
            await self.async_hear()

    @property
    def names(self) -> set[str]:
        return {code["name"] for code in self.codes.values()}


@pytest.fixture
async def watcher(admin: MockHAClientWebSocket) -> AsyncIterator[Watcher]:
    return Watcher(admin)  # type: ignore[return-value]


@pytest.mark.contract("6.40")
async def test_a_subscriber_is_told_of_all_codes_and_then_of_what_becomes_of_them(
    hass: HomeAssistant, admin: MockHAClientWebSocket, watcher: Watcher
) -> None:
    code = (await async_call(hass, "create", lock=FRONT, name="Ada"))["access_code"]
    assert await async_result(admin, "subscribe") is None
    heard = await watcher.async_hear()
    (pushed,) = heard["changed"]
    assert heard["removed"] == []
    # What stays on a screen names the date.
    assert len(pushed.pop("display_status")) == len("Set since 2026-06-01 05:00")
    del code["code"], code["display_status"]
    assert pushed == code
    given = {"access_code_id": code["access_code_id"]}
    await async_call(hass, "update", name="Grace", **given)
    await watcher.async_hear()
    assert watcher.names == {"Grace"}
    await async_call(hass, "create", lock=FRONT, name="Joan")
    await watcher.async_hear()
    assert watcher.names == {"Grace", "Joan"}
    await async_call(hass, "delete", **given)
    update = await watcher.async_hear()
    assert update == {"changed": [], "removed": [code["access_code_id"]]}


async def test_a_subscriber_is_told_where_the_lock_is_and_how_it_fares(
    hass: HomeAssistant, doors: Doors, admin: MockHAClientWebSocket, watcher: Watcher
) -> None:
    await async_call(hass, "create", lock=FRONT, name="Ada")
    await async_result(admin, "subscribe")
    await watcher.async_hear()
    er.async_get(hass).async_update_entity(FRONT, new_entity_id="lock.main_door")
    while next(iter(watcher.codes.values()))["lock_entity_id"] != "lock.main_door":
        await watcher.async_hear()


@pytest.mark.contract("6.40")
async def test_a_subscriber_hears_of_locks_that_come_and_go(
    hass: HomeAssistant,
    doors: Doors,
    admin: MockHAClientWebSocket,
    watcher: Watcher,
) -> None:
    await async_result(admin, "subscribe")
    assert await watcher.async_hear() == {"changed": [], "removed": []}
    back = await async_link(hass, BACK)
    await async_call(hass, "create", lock=BACK, name="Ada")
    await watcher.async_hear_until("Ada")
    await hass.config_entries.async_unload(back.entry_id)
    await watcher.async_hear_until()
    await hass.config_entries.async_setup(back.entry_id)
    await watcher.async_hear_until("Ada")
    hass.config_entries.async_update_entry(back, title="Nothing new")
    hass.config_entries.async_update_entry(doors.entry, title="Not ours")
    await async_call(hass, "create", lock=FRONT, name="Joan")
    await watcher.async_hear_until("Ada", "Joan")
    await hass.config_entries.async_set_disabled_by(
        back.entry_id, ConfigEntryDisabler.USER
    )
    await watcher.async_hear_until("Joan")


@pytest.mark.contract("6.40")
async def test_who_unsubscribed_hears_nothing_more(
    hass: HomeAssistant, admin: MockHAClientWebSocket, watcher: Watcher
) -> None:
    await admin.send_json_auto_id({"type": "access_codes/subscribe"})
    subscribed = await admin.receive_json()
    await watcher.async_hear()
    await admin.send_json_auto_id(
        {"type": "unsubscribe_events", "subscription": subscribed["id"]}
    )
    assert (await admin.receive_json())["success"]
    await async_call(hass, "create", lock=FRONT, name="Ada")
    assert (await async_result(admin, "list"))["access_codes"][0]["name"] == "Ada"
