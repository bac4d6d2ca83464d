"""Tools of the API for administrators: each changes access codes, once the change was described and confirmed."""

from collections.abc import Mapping
from secrets import token_hex
from time import monotonic
from typing import Any, override

import voluptuous as vol

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import intent, llm
from homeassistant.helpers.typing import VolDictType

from ..actions.errors import refusal
from ..actions.fields import text
from ..const import DOMAIN
from ..presentation.messages import async_load_spoken
from .arguments import checked
from .changes import KINDS, ChangeKind
from .confirmations import LASTS, Asker, Confirmations, Verdict, fingerprint
from .locks import Asked, async_exposed_lock_names
from .read_tools import failed

CONFIRMATION = "confirmation"

_REFUSED = {
    Verdict.SAME_MESSAGE: "assist_confirmed_too_soon",
    Verdict.UNKNOWN: "assist_confirmation_unknown",
}


# contract 11.140, 11.141
async def async_is_administrator(hass: HomeAssistant, context: Context | None) -> bool:
    """Return whether the one who asks is an active administrator at this instant."""
    if context is None or context.user_id is None:
        return False
    user = await hass.auth.async_get_user(context.user_id)
    return user is not None and user.is_active and user.is_admin


class ChangeTool(llm.Tool):
    """A tool that changes access codes, once it was confirmed."""

    integration = DOMAIN
    annotations = llm.ToolAnnotations(open_world=False)

    def __init__(
        self, kind: ChangeKind, confirmations: Confirmations, locks: list[str]
    ) -> None:
        """Create the tool; ``locks``: names of the locks that are exposed."""
        self.name = f"{DOMAIN}__{kind.name}"
        self.title = kind.title
        self.description = kind.description
        self._kind = kind
        self._confirmations = confirmations
        self._fields: VolDictType = {**kind.fields, vol.Optional(CONFIRMATION): text}
        lock = vol.Required if vol.Required("lock") in kind.fields else vol.Optional
        self.parameters = vol.Schema(
            {
                lock("lock", description="Name of the lock."): vol.In(locks),
                **kind.offered,
                vol.Optional(
                    CONFIRMATION,
                    description="From the answer to the first call, once the person has agreed.",
                ): str,
            }
        )

    # contract 11.140, 11.150
    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult:
        """Describe the change, or make it once it is confirmed."""
        language = await async_load_spoken(hass, llm_context.language)
        asked = Asked(llm_context.assistant, language=language)
        arguments = tool_input.tool_args
        try:
            return llm.ToolResult(
                data=await self._async_answer(hass, arguments, llm_context, asked)
            )
        except intent.MatchFailedError:
            return failed(hass, refusal("assist_lock_not_found"), language)
        except HomeAssistantError as error:
            return failed(hass, error, language)

    # contract 11.141, 11.142, 11.143, 11.145
    async def _async_answer(
        self,
        hass: HomeAssistant,
        arguments: Mapping[str, Any],
        llm_context: llm.LLMContext,
        asked: Asked,
    ) -> dict[str, Any]:
        context = llm_context.context
        if context is None or not await async_is_administrator(hass, context):
            raise refusal("assist_administrators_only")
        given = checked(self._fields, arguments)
        token: str | None = given.pop(CONFIRMATION, None)
        change = await self._kind.async_prepare(hass, given, asked)
        asker = Asker(
            context.user_id or "",
            context.id,
            (llm_context.platform, llm_context.assistant, llm_context.device_id),
        )
        wanted = fingerprint(self.name, given, change.subject)
        if token is None:
            return {
                "changed": False,
                "will_do": change.description,
                CONFIRMATION: self._confirmations.ask(asker, wanted),
                "seconds_to_confirm": int(LASTS),
            }
        verdict = self._confirmations.take(token, asker, wanted)
        if verdict is not Verdict.CONFIRMED:
            raise refusal(_REFUSED[verdict])
        return {"changed": True, **await change.async_make(context)}


def new_confirmations() -> Confirmations:
    """Return the confirmations of the tools, none asked for yet."""
    return Confirmations(monotonic, lambda: token_hex(6))


# contract 11.139
async def async_tools_for(
    hass: HomeAssistant, llm_context: llm.LLMContext, confirmations: Confirmations
) -> list[llm.Tool] | None:
    """Return the tools; None for others than administrators."""
    if not await async_is_administrator(hass, llm_context.context):
        return None
    locks = async_exposed_lock_names(hass, llm_context.assistant)
    if not locks:
        return []
    return [ChangeTool(kind, confirmations, locks) for kind in KINDS]
