"""The panel's commands in the language of who reads them, whatever Home Assistant's is."""

from collections.abc import Mapping
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.access_codes.actions.errors import refusal_because
from custom_components.access_codes.core.model import Outcome
from custom_components.access_codes.core.requests.refused import Refused
from custom_components.access_codes.presentation.messages import (
    async_error_text,
    async_load_language,
)
from homeassistant.core import HomeAssistant
from tests.integration.test_websocket import async_ask, async_result
from tests.support.keypad_locks import async_add_locks, async_call
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

FRONT = "lock.front_door"
PIN = "73058416"
PASSPHRASE = "correct horse battery staple"


@pytest.fixture
async def entry(hass: HomeAssistant, slot_locks: SlotLocks) -> MockConfigEntry:
    await async_add_locks(hass, "Front door", "Back door")
    return await async_link_slots(hass, FRONT)


@pytest.fixture
async def admin(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> MockHAClientWebSocket:
    return await hass_ws_client(hass)


async def async_pushed(client: MockHAClientWebSocket) -> Mapping[str, Any]:
    """Return the next thing that is pushed."""
    message = await client.receive_json()
    assert message["type"] == "event"
    [changed] = message["event"]["changed"]
    return dict(changed)


@pytest.mark.contract("18.20")
async def test_a_subscriber_reads_of_codes_in_a_language_of_its_own(
    hass: HomeAssistant, slot_locks: SlotLocks, admin: MockHAClientWebSocket
) -> None:
    slot_locks["Front door"].failure = Outcome.REFUSED
    code_id = await async_create(hass, FRONT, "Ada", PIN)
    assert await async_result(admin, "subscribe", partial=True, language="de") is None
    code = await async_pushed(admin)
    assert code["errors"][0]["message"].startswith("Front door hat diesen Code nicht")
    await async_call(hass, "update", access_code_id=code_id, is_paused=True)
    while "display_status" not in (code := await async_pushed(admin)):
        pass
    assert code["display_status"].startswith("Pausiert seit")
    # Whatever a person reads, all others read on in Home Assistant's language.
    [shown] = (await async_call(hass, "list"))["access_codes"]
    assert shown["display_status"].startswith("Paused since")
    [state] = [
        state
        for state in hass.states.async_all("sensor")
        if state.attributes.get("access_code_id") == code_id
    ]
    assert state.attributes["display_status"].startswith("Paused since")


@pytest.mark.contract("18.20")
async def test_problems_of_locks_are_told_in_the_language_of_who_reads(
    hass: HomeAssistant, slot_locks: SlotLocks, admin: MockHAClientWebSocket
) -> None:
    slot_locks["Front door"].failure = Outcome.REFUSED
    await async_create(hass, FRONT, "Ada", PIN)
    assert await async_result(admin, "subscribe_locks", language="de") is None
    [problem] = (await async_pushed(admin))["problems"]
    assert problem["message"].startswith("Front door hat diesen Code nicht")
    for language, begin in (
        ("fr", "Front door n’a pas"),
        ("en", "Front door did not"),
        # One of which Home Assistant knows nothing, and one that has no texts of ours.
        ("../../secrets", "Front door did not"),
        ("tlh", "Front door did not"),
        ("cy", "Front door did not"),
        (None, "Front door did not"),
    ):
        given = {} if language is None else {"language": language}
        [lock] = (await async_result(admin, "locks", **given))["locks"]
        [problem] = lock["problems"]
        assert problem["message"].startswith(begin), (language, problem)


@pytest.mark.contract("18.20")
async def test_codes_of_others_and_fates_are_told_in_the_language_of_who_reads(
    hass: HomeAssistant, slot_locks: SlotLocks, admin: MockHAClientWebSocket
) -> None:
    slot_locks["Front door"].type_in("5", "73906184")
    await async_settle(hass)
    for language, name in (("de", "Code in Slot 5"), ("en", "Code in slot 5")):
        answer = await async_result(
            admin, "list_unmanaged", lock=FRONT, language=language
        )
        [other] = answer["access_codes"]
        assert other["name"] == name
    await async_create(hass, FRONT, "Ada", PIN)
    export = (await async_result(admin, "export_codes", passphrase=PASSPHRASE))[
        "export"
    ]
    given = {
        "export": export,
        "passphrase": PASSPHRASE,
        "dry_run": True,
        "lock_mapping": {FRONT: "lock.nowhere"},
    }
    for language, word in (("de", "verknüpft"), ("en", "linked")):
        answer = await async_result(admin, "import_codes", **given, language=language)
        [fate] = answer["results"]
        assert word in fate["reason"]


@pytest.mark.contract("18.21")
async def test_a_refusal_of_one_of_several_locks_has_the_key_of_its_reason(
    hass: HomeAssistant, admin: MockHAClientWebSocket
) -> None:
    await async_link_slots(hass, "lock.back_door")
    await async_create(hass, FRONT, "Ada", PIN)
    refused = await async_ask(
        admin, "create_multiple", entity_id=[FRONT, "lock.back_door"], code=PIN
    )
    error = refused["error"]
    assert error["translation_key"] == "refused_by_lock"
    placeholders = error["translation_placeholders"]
    assert placeholders["reason_key"] == "code_in_use"
    assert placeholders["reason_name"] == "Ada"
    assert placeholders["reason"] in error["message"]
    assert PIN not in str(refused)


@pytest.mark.contract("18.21")
async def test_an_error_with_a_reason_is_told_in_one_language(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    assert entry
    error = refusal_because(
        "refused_by_lock", Refused("code_in_use", field="code", name="Ada"), lock="Gate"
    )
    await async_load_language(hass, "de")
    told = async_error_text(hass, error, "de")
    assert told.startswith("Gate: code: Der Zugangscode Ada")
    assert "Gate: code: the access code Ada" in async_error_text(hass, error)
