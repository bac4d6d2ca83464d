"""Intents of Assist: the questions about access."""

from collections.abc import Mapping
from typing import Any, override

import voluptuous as vol

from homeassistant.components.lock.const import DOMAIN as LOCK_DOMAIN
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import intent
from homeassistant.helpers.importlib import async_import_module

from ..actions.fields import text
from ..presentation.messages import async_error_text, async_load_spoken

WHO_HAS_ACCESS = "AccessCodesWhoHasAccess"

WHO_COMES_NEXT = "AccessCodesWhoComesNext"

CODE_STATUS = "AccessCodesCodeStatus"


class QuestionIntent(intent.IntentHandler):
    """An intent that answers a question, and changes nothing."""

    def __init__(
        self,
        intent_type: str,
        description: str,
        question: str,
        *,
        is_about_code: bool = False,
    ) -> None:
        """Create the handler; ``question``: its name in the module of answers, which the first one imports."""
        self.intent_type = intent_type
        self.description = description
        self.platforms = {LOCK_DOMAIN}
        self._question = question
        self._slots: dict[vol.Marker, Any] = {
            vol.Optional(name): text for name in ("name", "area", "floor")
        }
        if is_about_code:
            self._slots[vol.Required("code_name")] = intent.non_empty_string

    @property
    @override
    def slot_schema(self) -> dict[vol.Marker, Any]:
        """Names of a lock, an area, a floor, and for one question of a code."""
        return self._slots

    # contract 11.130, 11.150
    @override
    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        """Answer the question. Raises MatchFailedError where no exposed lock is meant."""
        slots = self.async_validate_slots(intent_obj.slots)
        answers = await async_import_module(intent_obj.hass, f"{__package__}.answers")
        language = await async_load_spoken(intent_obj.hass, intent_obj.language)
        asked = answers.Asked(
            intent_obj.assistant,
            lock=_value(slots, "name"),
            area=_value(slots, "area"),
            floor=_value(slots, "floor"),
            code=_value(slots, "code_name"),
            language=language,
        )
        response = intent_obj.create_response()
        response.response_type = intent.IntentResponseType.QUERY_ANSWER
        try:
            answer = getattr(answers, self._question)(intent_obj.hass, asked)
            response.async_set_speech(answer.text)
        except ServiceValidationError as error:
            response.async_set_error(
                intent.IntentResponseErrorCode.NO_VALID_TARGETS,
                async_error_text(intent_obj.hass, error, language),
            )
        return response


def _value(slots: Mapping[str, Any], name: str) -> str | None:
    """Return the value of a slot; None for one that is empty or was not given."""
    value: str = slots.get(name, {}).get("value", "")
    return value.strip() or None


# contract 11.149
@callback
def async_register_intents(hass: HomeAssistant) -> None:
    """Register the intents, once."""
    for handler in (
        QuestionIntent(
            WHO_HAS_ACCESS,
            "Answers who can open a lock with an access code at this moment",
            "async_who_has_access",
        ),
        QuestionIntent(
            WHO_COMES_NEXT,
            "Answers whose access code for a lock becomes valid next, and when",
            "async_who_comes_next",
        ),
        QuestionIntent(
            CODE_STATUS,
            "Answers whether an access code is on its lock, and when it is valid",
            "async_code_status",
            is_about_code=True,
        ),
    ):
        intent.async_register(hass, handler)
