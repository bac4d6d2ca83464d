"""An agent with a language model, as Home Assistant runs one: each message of a person is a context of its own."""

from collections.abc import Callable
from typing import Any, Literal, override

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.access_codes.assist.admin_api import API_ID
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.llm import async_get_tools
from custom_components.access_codes.presentation.messages import async_error_text
from homeassistant.components import conversation
from homeassistant.components.conversation.models import AbstractConversationAgent
from homeassistant.const import MATCH_ALL
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import chat_session, llm
from tests.integration.actions.conftest import doors, front
from tests.support.action_calls import FRONT, async_created, async_listed
from tests.support.slot_locks import async_settle
from tests.support.talk import async_set_up_assist, message_of

__all__ = ["doors", "front"]

APIS = [llm.LLM_API_ASSIST, API_ID]

type Model = Callable[[list[Any]], tuple[str, dict[str, Any]] | None]
"""Chooses the next call of a tool from the results in the conversation so far; None: it answers."""


class Agent(AbstractConversationAgent):
    """An agent with tools, whose model is a function."""

    def __init__(self, hass: HomeAssistant, model: Model) -> None:
        self.hass = hass
        self.model = model
        self.results: list[Any] = []
        self.tools: set[str] = set()

    @property
    @override
    def supported_languages(self) -> list[str] | Literal["*"]:
        return MATCH_ALL

    @override
    async def async_process(
        self, user_input: conversation.ConversationInput
    ) -> conversation.ConversationResult:
        with (
            chat_session.async_get_chat_session(
                self.hass, user_input.conversation_id
            ) as session,
            conversation.async_get_chat_log(self.hass, session, user_input) as chat_log,
        ):
            await chat_log.async_provide_llm_data(
                user_input.as_llm_context("test_agent"), APIS, None, None
            )
            assert chat_log.llm_api is not None
            names = {
                tool.name.rpartition("__")[2]: tool.name
                for tool in chat_log.llm_api.tools
                if f"{DOMAIN}__" in tool.name
            }
            self.tools = set(names)
            while (call := self.model(self.results)) is not None:
                name, arguments = call
                content = conversation.AssistantContent(
                    agent_id=user_input.agent_id,
                    content=None,
                    tool_calls=[llm.ToolInput(names.get(name, name), arguments)],
                )
                self.results += [
                    each.result.data
                    async for each in chat_log.async_add_assistant_content(content)
                ]
            chat_log.async_add_assistant_content_without_tools(
                conversation.AssistantContent(user_input.agent_id, "Done.")
            )
            return conversation.async_get_result_from_chat_log(user_input, chat_log)


def obedient(code_name: str, *, is_patient: bool) -> Model:
    """Return a model that ends a code: it waits for the person's answer, or confirms at once."""
    waits = iter([True] if is_patient else [])

    def model(results: list[Any]) -> tuple[str, dict[str, Any]] | None:
        call = {"code_name": code_name}
        if not results:
            return "end_code", call
        if "confirmation" not in results[-1] or next(waits, False):
            return None
        return "end_code", {**call, "confirmation": results[-1]["confirmation"]}

    return model


async def async_agent(hass: HomeAssistant, model: Model) -> tuple[str, Agent]:
    """Add an agent to Home Assistant, and return its id too."""
    entry = MockConfigEntry(domain="test_agent")
    entry.add_to_hass(hass)
    agent = Agent(hass, model)
    conversation.async_set_agent(hass, entry, agent)
    return entry.entry_id, agent


@pytest.fixture
async def anna(hass: HomeAssistant, front: MockConfigEntry) -> None:
    """Give Anna a code for the front door, which the assistant sees."""
    await async_set_up_assist(hass, FRONT)
    await async_created(hass, name="Anna")


@pytest.mark.contract("11.141", "11.142")
@pytest.mark.usefixtures("anna")
async def test_a_person_confirms_in_a_message_of_their_own(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    agent_id, agent = await async_agent(hass, obedient("Anna", is_patient=True))
    client = await hass_ws_client(hass)

    async def say(text: str, conversation_id: str | None = None) -> str:
        await client.send_json_auto_id(
            {
                "type": "conversation/process",
                "text": text,
                "agent_id": agent_id,
                "conversation_id": conversation_id,
            }
        )
        answer = await client.receive_json()
        assert answer["success"]
        return str(answer["result"]["conversation_id"])

    conversation_id = await say("End Anna's code")
    assert [each["changed"] for each in agent.results] == [False]
    assert len(await async_listed(hass)) == 1
    await say("Yes", conversation_id)
    assert [each["changed"] for each in agent.results] == [False, True]
    await async_settle(hass)
    assert await async_listed(hass) == []


@pytest.mark.contract("11.142")
@pytest.mark.usefixtures("anna")
async def test_a_model_that_confirms_by_itself_changes_nothing(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    agent_id, agent = await async_agent(hass, obedient("Anna", is_patient=False))
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {"type": "conversation/process", "text": "Hello", "agent_id": agent_id}
    )
    assert (await client.receive_json())["success"]
    assert [set(result) for result in agent.results] == [
        {"changed", "will_do", "confirmation", "seconds_to_confirm"},
        {"error"},
    ]
    assert len(await async_listed(hass)) == 1


@pytest.mark.contract("11.140")
@pytest.mark.usefixtures("anna")
async def test_an_agent_with_both_apis_answers_those_who_are_no_administrators(
    hass: HomeAssistant,
    hass_ws_client: WebSocketGenerator,
    hass_read_only_access_token: str,
) -> None:
    calls: list[tuple[str, dict[str, Any]] | None] = [("who_has_access", {}), None]
    asked = iter(calls)
    agent_id, agent = await async_agent(hass, lambda _: next(asked))
    client = await hass_ws_client(hass, hass_read_only_access_token)
    await client.send_json_auto_id(
        {"type": "conversation/process", "text": "Who?", "agent_id": agent_id}
    )
    assert (await client.receive_json())["success"]
    assert agent.tools == {"who_has_access", "who_comes_next", "code_status"}
    assert agent.results[0]["answer"] == "Anna can open Front door now."


@pytest.mark.contract("11.139")
@pytest.mark.usefixtures("anna")
async def test_no_other_api_of_home_assistant_is_given_tools(
    hass: HomeAssistant, hass_admin_user: MockUser
) -> None:
    # The API of Home Assistant 2026.11 for administrators.
    assert async_get_tools(hass, message_of(hass_admin_user), "homeassistant") is None


@pytest.mark.contract("11.137")
async def test_the_text_of_an_error_that_is_not_ours_is_not_told(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    for error in (
        HomeAssistantError("482915"),
        HomeAssistantError(translation_domain="zwave_js", translation_key="x"),
        HomeAssistantError(translation_domain=DOMAIN),
    ):
        assert async_error_text(hass, error) == (
            "That did not work. Look at the log of Home Assistant."
        )
