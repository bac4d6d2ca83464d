"""Tools for language models: questions for everybody, changes for administrators who confirm them, and no PIN unasked."""

from datetime import timedelta
import json
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import probatio
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.access_codes.assist.admin_api import API_ID
from custom_components.access_codes.assist.changes import KINDS
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Reach
from homeassistant.core import Context, Event, HomeAssistant
from homeassistant.helpers import entity_registry as er, llm
from tests.integration.actions.conftest import back, doors, events, front, guest
from tests.support.action_calls import BACK, FRONT, PIN, async_created, async_listed
from tests.support.keypad_locks import Doors, async_call, async_link
from tests.support.slot_locks import METHOD, SlotLocks, async_settle
from tests.support.talk import (
    async_add_admin,
    async_ask,
    async_confirmed,
    async_set_up_assist,
    async_tools,
    async_use,
    expose,
    message_of,
)

__all__ = ["back", "doors", "events", "front", "guest"]

QUESTIONS = {
    f"{DOMAIN}__who_has_access",
    f"{DOMAIN}__who_comes_next",
    f"{DOMAIN}__code_status",
}
CHANGES = {f"{DOMAIN}__{kind.name}" for kind in KINDS}
WINDOW = {"starts_at": "2026-06-03 15:00", "ends_at": "2026-06-04 11:00"}


@pytest.fixture
async def admin(hass: HomeAssistant) -> MockUser:
    """Somebody who may do everything."""
    return await async_add_admin(hass)


@pytest.fixture
async def assist(hass: HomeAssistant, front: MockConfigEntry) -> None:
    """Home Assistant's assistant, which sees the front door."""
    await async_set_up_assist(hass, FRONT)


def names_of(instance: llm.APIInstance) -> set[str]:
    return {tool.name for tool in instance.tools if tool.name.startswith(DOMAIN)}


@pytest.mark.contract("11.138")
@pytest.mark.usefixtures("assist")
async def test_the_questions_are_tools_of_assist_and_read_only(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    instance = await async_tools(hass, message_of(None), llm.LLM_API_ASSIST)
    assert names_of(instance) == QUESTIONS
    for tool in instance.tools:
        if tool.name in QUESTIONS:
            assert tool.annotations.read_only
            assert tool.integration == DOMAIN
    assert "never instructions" in instance.api_prompt
    assert "prefixed" not in caplog.text
    expose(hass, FRONT, is_exposed=False)
    instance = await async_tools(hass, message_of(None), llm.LLM_API_ASSIST)
    assert names_of(instance) == set()


@pytest.mark.contract("11.131", "11.132", "11.133", "11.138")
@pytest.mark.usefixtures("assist")
async def test_the_questions_are_answered_in_words_and_as_data(
    hass: HomeAssistant,
) -> None:
    await async_created(hass, name="Anna", code=PIN)
    await async_created(hass, name="Guest", **WINDOW)
    answer = await async_ask(hass, "who_has_access", lock="front door")
    assert answer == {
        "answer": "Anna can open Front door now.",
        "locks": [
            {
                "lock": "Front door",
                "can_open_now": ["Anna"],
                "not_confirmed_on_lock": [],
                "may_still_open": [],
                "number_of_codes_of_others": 0,
            }
        ],
    }
    answer = await async_ask(hass, "who_comes_next")
    assert answer["locks"] == [
        {
            "lock": "Front door",
            "next": {"names": ["Guest"], "starts_at": "2026-06-03T22:00:00+00:00"},
        }
    ]
    answer = await async_ask(hass, "code_status", code_name="guest", area="")
    assert answer == {
        "answer": "Guest at Front door: Begins 2026-06-03 15:00. "
        "Its window: 2026-06-03 15:00 to 2026-06-04 11:00.",
        "access_codes": [
            {
                "lock": "Front door",
                "name": "Guest",
                "status": "unset",
                "display_status": "Begins 2026-06-03 15:00",
                "starts_at": "2026-06-03T22:00:00+00:00",
                "ends_at": "2026-06-04T18:00:00+00:00",
                "recurrence": None,
                "next_window": {
                    "starts_at": "2026-06-03T22:00:00+00:00",
                    "ends_at": "2026-06-04T18:00:00+00:00",
                },
                "is_paused": False,
                "is_one_time_use": False,
            }
        ],
    }


@pytest.mark.contract("11.135", "11.137")
@pytest.mark.usefixtures("assist")
async def test_what_a_question_cannot_be_answered_for_is_said_without_repeating_it(
    hass: HomeAssistant, back: MockConfigEntry
) -> None:
    assert await async_ask(hass, "who_has_access", lock="Back door") == {
        "error": "No lock with this name, or in this area, is exposed to this assistant."
    }
    argument = "{}: this argument is missing, not known, or of a wrong form."
    wrong: dict[str, dict[str, Any]] = {
        "code_name": {},
        "lock": {"code_name": "Anna", "lock": [PIN]},
        "?": {"code_name": "Anna", PIN: PIN},
    }
    for field, arguments in wrong.items():
        answer = await async_ask(hass, "code_status", **arguments)
        assert answer == {"error": argument.format(field)}
    message = message_of(None)
    (tool,) = [
        tool
        for tool in (await async_tools(hass, message, llm.LLM_API_ASSIST)).tools
        if tool.name == f"{DOMAIN}__who_has_access"
    ]
    expose(hass, FRONT, is_exposed=False)
    result = await tool.async_call(hass, llm.ToolInput(tool.name, {}), message)
    assert isinstance(result, llm.ToolResult)
    assert (result.error, result.data) == (
        True,
        {
            "error": "No lock that is linked to Access Codes is exposed to this assistant."
        },
    )


@pytest.mark.contract("11.131", "11.133")
@pytest.mark.usefixtures("assist")
async def test_data_names_fifty_codes_and_says_that_there_are_more(
    hass: HomeAssistant,
) -> None:
    for number in range(52):
        await async_call(hass, "create", lock=FRONT, name=f"Guest {number:02}")
    answer = await async_ask(hass, "who_has_access")
    (lock,) = answer["locks"]
    assert len(lock["can_open_now"]) == 50
    assert "and 42 more can open" in answer["answer"]
    answer = await async_ask(hass, "code_status", code_name="guest")
    assert len(answer["access_codes"]) == 50
    assert answer["answer"].endswith("And 42 more.")


@pytest.mark.contract("11.139")
@pytest.mark.usefixtures("assist")
async def test_the_changes_are_tools_of_an_api_of_their_own(
    hass: HomeAssistant, admin: MockUser
) -> None:
    names = {api.id: api.name for api in llm.async_get_apis(hass)}
    assert names[API_ID] == "Access codes, administrators"
    message = message_of(admin)
    instance = await async_tools(hass, message)
    assert names_of(instance) == CHANGES
    assert not any(tool.annotations.read_only for tool in instance.tools)
    others = await async_tools(hass, message, llm.LLM_API_ASSIST)
    assert not names_of(others) & CHANGES
    both = await async_tools(hass, message, [llm.LLM_API_ASSIST, API_ID])
    assert len({tool.name for tool in both.tools if DOMAIN in tool.name}) == len(
        CHANGES | QUESTIONS
    )


@pytest.mark.contract("11.140", "11.141")
@pytest.mark.usefixtures("assist")
async def test_others_than_administrators_get_no_tool_and_an_agent_still_answers(
    hass: HomeAssistant, guest: MockUser
) -> None:
    # Home Assistant counts an owner as an administrator whether active or not.
    retired = MockUser(is_owner=True, is_active=False)
    retired.add_to_hass(hass)
    for message in (
        message_of(None),
        message_of(guest),
        message_of(None, context=None),
        message_of(None, context=Context(user_id="unknown")),
        message_of(retired),
    ):
        instance = await async_tools(hass, message)
        assert instance.tools == []
        assert instance.api_prompt.startswith("Only administrators")
        both = await async_tools(hass, message, [llm.LLM_API_ASSIST, API_ID])
        assert len([tool for tool in both.tools if DOMAIN in tool.name]) == 3


@pytest.mark.contract("11.140", "11.141")
@pytest.mark.usefixtures("assist")
async def test_the_rights_are_looked_up_at_each_call(
    hass: HomeAssistant, admin: MockUser, guest: MockUser
) -> None:
    await async_created(hass, name="Anna")
    instance = await async_tools(hass, message_of(admin))
    asked = await async_use(hass, message_of(admin), "end_code", code_name="Anna")
    confirmed = {"code_name": "Anna", "confirmation": asked.data["confirmation"]}
    refused = {
        "error": "Only an administrator can change access codes, and Home Assistant "
        "does not know you as one here."
    }

    async def results(*messages: llm.LLMContext) -> list[Any]:
        return [
            (
                await tool.async_call(
                    hass, llm.ToolInput(tool.name, dict(confirmed)), message
                )
            ).data  # type: ignore[union-attr]
            for message in messages
            for tool in instance.tools
        ]

    nobody = message_of(None, context=None)
    found = await results(nobody, message_of(None), message_of(guest))
    assert found == [refused] * 3 * len(KINDS)
    await hass.auth.async_update_user(admin, group_ids=["system-users"])
    assert await results(message_of(admin)) == [refused] * len(KINDS)
    await hass.auth.async_update_user(admin, group_ids=["system-admin"])
    await hass.auth.async_deactivate_user(admin)
    assert await results(message_of(admin)) == [refused] * len(KINDS)
    (code,) = await async_listed(hass)
    assert code["status"] == "set"


@pytest.mark.contract("11.142", "11.144")
@pytest.mark.usefixtures("assist")
async def test_a_code_is_paused_resumed_and_ended_once_it_is_confirmed(
    hass: HomeAssistant, admin: MockUser
) -> None:
    await async_created(hass, name="Anna")
    asked = await async_use(hass, message_of(admin), "pause_code", code_name="anna")
    token = asked.data.pop("confirmation")
    assert asked.data == {
        "changed": False,
        "will_do": "Pause the access code “Anna” of Front door: it is taken off the lock and kept.",
        "seconds_to_confirm": 120,
    }
    (code,) = await async_listed(hass)
    assert not code["is_paused"]
    done = await async_use(
        hass, message_of(admin), "pause_code", code_name="anna", confirmation=token
    )
    assert done.data["changed"] is True
    assert done.data["done"] == "The access code “Anna” of Front door is paused."
    access_code: Any = done.data["access_code"]
    assert access_code["is_paused"] is True
    (code,) = await async_listed(hass)
    assert code["is_paused"]
    resumed = await async_confirmed(hass, admin, "resume_code", code_name="Anna")
    assert resumed["done"] == "The access code “Anna” of Front door is resumed."
    (code,) = await async_listed(hass)
    assert not code["is_paused"]
    ended = await async_confirmed(
        hass, admin, "end_code", code_name="Anna", lock="Front door"
    )
    assert ended["done"] == "The access code “Anna” of Front door is being deleted."
    await async_settle(hass)
    assert await async_listed(hass) == []


@pytest.mark.contract("11.142", "11.143")
@pytest.mark.usefixtures("assist")
async def test_nothing_is_confirmed_by_the_same_message_too_late_twice_or_for_another(
    hass: HomeAssistant, admin: MockUser, freezer: FrozenDateTimeFactory
) -> None:
    await async_created(hass, name="Anna")
    await async_created(hass, name="Family")
    before = await async_listed(hass)
    other = await async_add_admin(hass, "Other")
    unknown = (
        "There is nothing to confirm: that was too long ago, or it was another change."
        " Start again, without a confirmation."
    )

    async def token() -> str:
        message = message_of(admin)
        asked = await async_use(hass, message, "end_code", code_name="Anna")
        confirmation: Any = asked.data["confirmation"]
        soon = await async_use(
            hass, message, "end_code", code_name="Anna", confirmation=confirmation
        )
        assert soon.data == {
            "error": "The confirmation came with the same message. "
            "Describe the change to the person, and wait for their answer."
        }
        return str(confirmation)

    async def error(
        message: llm.LLMContext, tool: str = "end_code", **given: Any
    ) -> Any:
        given = {"code_name": "Anna", "confirmation": await token(), **given}
        if message.platform == "late":
            freezer.tick(timedelta(seconds=120))
        result = await async_use(hass, message, tool, **given)
        assert result.error
        return result.data["error"]

    assert await error(message_of(admin), confirmation="0123456789ab") == unknown
    assert await error(message_of(other)) == unknown
    assert await error(message_of(admin), code_name="Family") == unknown
    assert await error(message_of(admin), tool="pause_code") == unknown
    assert await error(message_of(admin), lock="Front door") == unknown
    assert await error(message_of(admin, device_id="satellite")) == unknown
    assert await error(message_of(admin, platform="late")) == unknown
    assert await async_listed(hass) == before
    spent = await token()
    for code_name, expected in (("Family", unknown), ("Anna", unknown)):
        result = await async_use(
            hass,
            message_of(admin),
            "end_code",
            code_name=code_name,
            confirmation=spent,
        )
        assert result.data == {"error": expected}
    assert await async_listed(hass) == before


@pytest.mark.contract("11.143")
@pytest.mark.usefixtures("assist")
@pytest.mark.parametrize("tool", ["end_code", "pause_code", "resume_code"])
async def test_a_confirmation_is_for_the_code_that_was_described(
    hass: HomeAssistant, admin: MockUser, tool: str
) -> None:
    first = await async_created(hass, name="Anna")
    asked = await async_use(hass, message_of(admin), tool, code_name="Anna")
    await async_call(
        hass, "update", access_code_id=first["access_code_id"], name="Tenant"
    )
    await async_created(hass, name="Anna")
    result = await async_use(
        hass,
        message_of(admin),
        tool,
        code_name="Anna",
        confirmation=asked.data["confirmation"],
    )
    assert result.error
    assert {code["name"] for code in await async_listed(hass)} == {"Anna", "Tenant"}


@pytest.mark.contract("11.143")
@pytest.mark.usefixtures("assist")
async def test_a_confirmation_is_for_the_lock_that_was_described(
    hass: HomeAssistant, admin: MockUser, back: MockConfigEntry
) -> None:
    expose(hass, BACK)
    registry = er.async_get(hass)
    registry.async_update_entity(FRONT, aliases=["House"])
    wanted = {"lock": "House", "name": "Plumber"}
    asked = await async_use(hass, message_of(admin), "create_code", **wanted)
    assert "Front door" in str(asked.data["will_do"])
    registry.async_update_entity(FRONT, aliases=[])
    registry.async_update_entity(BACK, aliases=["House"])
    result = await async_use(
        hass,
        message_of(admin),
        "create_code",
        **wanted,
        confirmation=str(asked.data["confirmation"]),
    )
    assert result.error
    assert await async_listed(hass) == []


@pytest.mark.contract("11.146")
async def test_a_code_that_is_being_deleted_is_not_changed(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks, admin: MockUser
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    await async_set_up_assist(hass, FRONT)
    code = await async_created(hass, name="Anna")
    slot_locks["Front door"].become(Reach.DISCONNECTED)
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    (code,) = await async_listed(hass)
    assert code["status"] == "removing"
    for tool in ("pause_code", "end_code"):
        result = await async_use(hass, message_of(admin), tool, code_name="Anna")
        assert result.data == {"error": "There is no access code with this name."}


@pytest.mark.contract("11.146")
@pytest.mark.usefixtures("assist")
async def test_a_code_is_changed_only_by_its_whole_name_and_where_there_is_one(
    hass: HomeAssistant, admin: MockUser, back: MockConfigEntry
) -> None:
    expose(hass, BACK)
    await async_created(hass, name="Anna")
    await async_created(hass, lock=BACK, name="anna")
    await async_created(hass, name="Family")
    message = message_of(admin)
    ambiguous = await async_use(hass, message, "end_code", code_name="Anna")
    assert ambiguous.data == {
        "error": "Several access codes have this name: on Front door, Back door. "
        "Name the lock too, or give the codes names of their own."
    }
    for code_name in ("Fam", PIN, "Nobody"):
        unknown = await async_use(hass, message, "end_code", code_name=code_name)
        assert unknown.data == {"error": "There is no access code with this name."}
    expose(hass, BACK, is_exposed=False)
    asked = await async_use(hass, message, "end_code", code_name="Anna")
    assert "Front door" in str(asked.data["will_do"])
    hidden = await async_use(
        hass, message, "end_code", code_name="Anna", lock="Back door"
    )
    assert hidden.data == {
        "error": "No lock with this name, or in this area, is exposed to this assistant."
    }


@pytest.mark.contract("11.144", "11.147", "11.148")
@pytest.mark.usefixtures("assist")
async def test_a_code_is_created_and_its_pin_told_only_if_it_was_asked_for(
    hass: HomeAssistant, admin: MockUser
) -> None:
    wanted = {"lock": "front door", "name": "Plumber", **WINDOW}
    asked = await async_use(hass, message_of(admin), "create_code", **wanted)
    assert asked.data["will_do"] == (
        "Create the access code “Plumber” for Front door, with a random PIN. "
        "It is valid from 2026-06-03 15:00 to 2026-06-04 11:00."
    )
    assert await async_listed(hass) == []
    done = await async_confirmed(hass, admin, "create_code", **wanted)
    (code,) = await async_listed(hass)
    assert code["name"] == "Plumber"
    assert code["starts_at"] == "2026-06-03T22:00:00+00:00"
    assert done["done"] == "The access code “Plumber” for Front door is created."
    assert code["code"] not in json.dumps(done)
    assert "pin" not in done
    revealing: dict[str, Any] = {
        "lock": "front door",
        "name": "Courier",
        "reveal_pin": True,
    }
    asked = await async_use(hass, message_of(admin), "create_code", **revealing)
    assert asked.data["will_do"] == (
        "Create the access code “Courier” for Front door, with a random PIN. "
        "It is valid until it is deleted. Its PIN is said here."
    )
    done = await async_confirmed(hass, admin, "create_code", **revealing)
    (code,) = [code for code in await async_listed(hass) if code["name"] == "Courier"]
    assert done["pin"] == code["code"]
    assert code["code"] not in json.dumps({**done, "pin": None})


@pytest.mark.contract("11.147")
@pytest.mark.usefixtures("assist")
async def test_a_recurring_code_for_one_use_is_described_as_such(
    hass: HomeAssistant, admin: MockUser
) -> None:
    asked = await async_use(
        hass,
        message_of(admin),
        "create_code",
        lock="Front door",
        name="Cleaner",
        recurrence="FREQ=WEEKLY;BYDAY=WE",
        starts_at="2026-06-03 09:00",
        ends_at="2026-06-03 12:00",
    )
    assert str(asked.data["will_do"]).endswith(
        "It is valid from 2026-06-03 09:00 to 2026-06-03 12:00 first, "
        "and then by the rule FREQ=WEEKLY;BYDAY=WE."
    )


@pytest.mark.contract("11.137", "11.147")
@pytest.mark.usefixtures("assist")
async def test_what_would_be_refused_is_refused_before_it_is_to_be_confirmed(
    hass: HomeAssistant, admin: MockUser, back: MockConfigEntry
) -> None:
    message = message_of(admin)
    errors = []
    for arguments in (
        {"lock": "Front door", "name": "x" * 61},
        {"lock": "Front door", "ends_at": "2020-01-01 10:00"},
        {"lock": "Front door", "ends_at": "tomorrow"},
        {"lock": "Front door", "code": PIN},
        {"lock": "Back door"},
        {},
    ):
        result = await async_use(hass, message, "create_code", **arguments)
        assert result.error
        errors.append(result.data["error"])
    assert errors == [
        "name must have at most 60 characters.",
        "ends_at must be in the future.",
        "ends_at: this argument is missing, not known, or of a wrong form.",
        "?: this argument is missing, not known, or of a wrong form.",
        "No lock with this name, or in this area, is exposed to this assistant.",
        "lock: this argument is missing, not known, or of a wrong form.",
    ]
    assert await async_listed(hass) == []


@pytest.mark.contract("11.147")
@pytest.mark.usefixtures("assist")
async def test_a_code_is_created_on_one_linked_lock_only(
    hass: HomeAssistant, admin: MockUser
) -> None:
    expose(hass, BACK)
    error = {
        "error": "Several locks have this name, or this one is not linked to Access Codes. "
        "Give the lock a name of its own."
    }
    result = await async_use(hass, message_of(admin), "create_code", lock="Back door")
    assert result.data == error
    await async_link(hass, BACK)
    registry = er.async_get(hass)
    for entity_id in (FRONT, BACK):
        registry.async_update_entity(entity_id, aliases=["House"])
    result = await async_use(hass, message_of(admin), "create_code", lock="House")
    assert result.data == error


@pytest.mark.contract("11.145")
@pytest.mark.usefixtures("assist")
async def test_a_change_carries_who_asked_for_it(
    hass: HomeAssistant, admin: MockUser, events: list[Event[dict[str, Any]]]
) -> None:
    calls: list[Event[Any]] = []
    hass.bus.async_listen("call_service", calls.append)
    wanted = {"lock": "Front door", "name": "Plumber"}
    await async_confirmed(hass, admin, "create_code", **wanted)
    await async_confirmed(hass, admin, "pause_code", code_name="Plumber")
    await async_confirmed(hass, admin, "end_code", code_name="Plumber")
    await async_settle(hass)
    kinds = [event.data["type"] for event in events]
    assert kinds[0] == "access_code.created"
    assert kinds[-1] == "access_code.deleted"
    assert {event.context.user_id for event in events} == {admin.id}
    assert calls == []


@pytest.mark.contract("11.137")
@pytest.mark.usefixtures("assist")
async def test_a_lock_that_stopped_meanwhile_is_told_of(
    hass: HomeAssistant, admin: MockUser
) -> None:
    message = message_of(admin)
    (tool,) = [
        tool
        for tool in (await async_tools(hass, message)).tools
        if tool.name.endswith("create_code")
    ]
    assert await hass.config_entries.async_unload(
        hass.config_entries.async_entries(DOMAIN)[0].entry_id
    )
    result = await tool.async_call(
        hass, llm.ToolInput(tool.name, {"lock": "Front door"}), message
    )
    assert isinstance(result, llm.ToolResult)
    assert result.error


@pytest.mark.contract("1.2", "11.134", "11.148")
@pytest.mark.usefixtures("hass")
async def test_no_result_but_the_revealed_pin_holds_a_pin(
    hass: HomeAssistant, doors: Doors, slot_locks: SlotLocks, admin: MockUser
) -> None:
    await async_link(hass, FRONT, method=METHOD)
    await async_set_up_assist(hass, FRONT)
    code = await async_created(hass, name="Anna", code=PIN)
    lock = slot_locks["Front door"]
    lock.type_in("4", "73906184")
    await async_call(
        hass, "update", access_code_id=code["access_code_id"], code="918273"
    )
    results: list[Any] = [
        await async_ask(hass, "who_has_access"),
        await async_ask(hass, "who_comes_next"),
        await async_ask(hass, "code_status", code_name="Anna"),
        await async_confirmed(hass, admin, "pause_code", code_name="Anna"),
        await async_confirmed(hass, admin, "resume_code", code_name="Anna"),
        await async_confirmed(
            hass, admin, "create_code", lock="Front door", name="Guest"
        ),
        await async_confirmed(hass, admin, "end_code", code_name="Anna"),
    ]
    pins = {PIN, "918273", "73906184"}
    pins |= {code["code"] for code in await async_listed(hass)}
    assert len(pins) == 4
    text = json.dumps(results)
    assert not [pin for pin in pins if pin in text]


@pytest.mark.contract("11.138", "11.139")
@pytest.mark.usefixtures("assist")
async def test_every_tool_can_be_shown_to_a_language_model(
    hass: HomeAssistant, admin: MockUser
) -> None:
    for api_id in (API_ID, llm.LLM_API_ASSIST):
        instance = await async_tools(hass, message_of(admin), api_id)
        for tool in instance.tools:
            if tool.name.startswith(DOMAIN):
                shape: Any = probatio.to_openapi(
                    tool.parameters, custom_serializer=instance.custom_serializer
                )
                assert shape["properties"]["lock"]["enum"] == ["Front door"]
                assert all(each["type"] for each in shape["properties"].values())
