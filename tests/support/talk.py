"""How tests talk to Home Assistant: sentences to its own agent, and calls of tools as a language model makes them."""

from collections.abc import Mapping
from pathlib import Path
import shutil
from typing import Any

from pytest_homeassistant_custom_component.common import MockUser

import custom_components.access_codes
from custom_components.access_codes.assist.admin_api import API_ID
from custom_components.access_codes.const import DOMAIN
from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.components import conversation
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component

SENTENCES = Path(custom_components.access_codes.__file__).parent / "custom_sentences"
ASSISTANT = "conversation"


def copy_sentences(hass: HomeAssistant) -> None:
    """Copy our sentences beside Home Assistant's configuration."""
    shutil.copytree(SENTENCES, hass.config.path("custom_sentences"))
    # Read by conversation.reload.
    Path(hass.config.path("configuration.yaml")).touch()


async def async_set_up_assist(hass: HomeAssistant, *exposed: str) -> None:
    """Set up Home Assistant's assistant with our sentences, as the README says, and expose entities to it."""
    copy_sentences(hass)
    for part in ("homeassistant", "conversation", "intent", "llm"):
        assert await async_setup_component(hass, part, {})
    for entity_id in exposed:
        expose(hass, entity_id)


def expose(hass: HomeAssistant, entity_id: str, *, is_exposed: bool = True) -> None:
    """Expose an entity to the assistant, or not."""
    async_expose_entity(hass, ASSISTANT, entity_id, is_exposed)


async def async_say(
    hass: HomeAssistant, sentence: str, language: str | None = None
) -> tuple[str, str]:
    """Say a sentence to Home Assistant's own agent; return the kind of its answer, and the answer."""
    result = await conversation.async_converse(
        hass, sentence, None, Context(), language
    )
    speech: str = result.response.speech["plain"]["speech"]
    return result.response.response_type.value, speech


async def async_add_admin(hass: HomeAssistant, name: str = "Admin") -> MockUser:
    """Add an administrator."""
    group = await hass.auth.async_get_group(GROUP_ID_ADMIN)
    assert group is not None
    user = MockUser(name=name, groups=[group])
    user.add_to_hass(hass)
    return user


def message_of(user: MockUser | None, **fields: Any) -> llm.LLMContext:
    """Return the context of one message of a person to a language model."""
    return llm.LLMContext(
        **{
            "platform": "test_agent",
            "context": Context(user_id=None if user is None else user.id),
            "language": "en",
            "assistant": ASSISTANT,
            "device_id": None,
            **fields,
        }
    )


async def async_tools(
    hass: HomeAssistant, message: llm.LLMContext, api_id: str | list[str] = API_ID
) -> llm.APIInstance:
    """Return an API, as an agent gets it for one message."""
    return await llm.async_get_api(hass, api_id, message)


async def async_use(
    hass: HomeAssistant,
    message: llm.LLMContext,
    tool: str,
    api_id: str = API_ID,
    **arguments: Any,
) -> llm.ToolResult:
    """Call a tool of ours in one message, as an agent does."""
    instance = await async_tools(hass, message, api_id)
    return await instance.async_call_tool(llm.ToolInput(f"{DOMAIN}__{tool}", arguments))


async def async_ask(hass: HomeAssistant, tool: str, **arguments: Any) -> Any:
    """Call a tool that answers a question, and return its data."""
    result = await async_use(
        hass, message_of(None), tool, llm.LLM_API_ASSIST, **arguments
    )
    return result.data


async def async_confirmed(
    hass: HomeAssistant, user: MockUser, tool: str, **arguments: Any
) -> Mapping[str, Any]:
    """Have a change described in one message and confirm it in the next; return the result."""
    asked = await async_use(hass, message_of(user), tool, **arguments)
    assert not asked.error, asked.data
    token = asked.data["confirmation"]
    done = await async_use(
        hass, message_of(user), tool, **arguments, confirmation=token
    )
    assert not done.error, done.data
    return done.data
