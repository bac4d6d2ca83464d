"""Tools of Access Codes, as Home Assistant's Assist API for language models looks for them."""

from homeassistant.components.llm import LLMTools
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.llm import LLM_API_ASSIST, LLMContext

from .assist.read_tools import PROMPT, async_question_tools


# contract 11.138
@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools that answer questions; those that change something have an API of their own."""
    if api_id != LLM_API_ASSIST:
        return None
    tools = async_question_tools(hass, llm_context.assistant)
    return LLMTools(tools=[*tools], prompt=PROMPT) if tools else None
