"""Changes that an administrator asks for in words: described first, and made by the same requests as by the actions."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import voluptuous as vol

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.helpers.typing import VolDictType
from homeassistant.util import dt as dt_util

from ..actions import codes as actions, fields
from ..actions.errors import refusal
from ..core.access import codes_named
from ..core.display_status import DisplayStatus
from ..core.model import AccessCode
from ..core.record.json_types import Json
from ..entry import AccessCodesRuntime
from ..presentation.messages import async_display_status, async_text, time_text
from ..presentation.objects import async_access_code_objects
from .answers import SHOWN
from .locks import Asked, async_find_locks

type Arguments = Mapping[str, Any]

REVEAL_PIN = "reveal_pin"


@dataclass(frozen=True, slots=True)
class Change:
    """A change, not made yet."""

    description: str
    """For the person who is to confirm it, in the language of the conversation."""
    subject: tuple[str, ...]
    """Ids of what it is about: a name may mean another code by the time it is confirmed."""
    async_make: Callable[[Context], Awaitable[dict[str, Json]]]
    """Make it, as asked for in this context, and return the result."""


type Prepare = Callable[[HomeAssistant, Arguments, Asked], Awaitable[Change]]
"""Function that describes a change; of what is asked, assistant and language count."""


@dataclass(frozen=True, slots=True)
class ChangeKind:
    """A kind of change: the texts of its tool, its arguments, and how it is prepared."""

    name: str
    title: str
    description: str
    fields: VolDictType
    async_prepare: Prepare
    offered: dict[Any, Any] = field(default_factory=dict)
    """Arguments besides the name of the lock, as a language model sees them."""


# contract 11.146
@callback
def _find_code(
    hass: HomeAssistant, given: Arguments, asked: Asked
) -> tuple[AccessCodesRuntime, AccessCode]:
    """Return the one code with this name on an exposed lock. Raises a refusal where there is none, or several."""
    found = async_find_locks(hass, replace(asked, lock=given.get("lock")))
    codes = [
        (linked, code)
        for linked in found.locks
        for code in codes_named(linked.engine.record.codes.values(), given["code_name"])
        if code.deleted_at is None
    ]
    if not codes:
        raise refusal("assist_code_not_found")
    if len(codes) > 1:
        locks = dict.fromkeys(linked.lock.name for linked, _ in codes)
        raise refusal("assist_code_ambiguous", locks=", ".join(locks))
    return codes[0]


async def async_prepare_pause(
    hass: HomeAssistant, given: Arguments, asked: Asked
) -> Change:
    """Describe the pause of a code."""
    return _paused(hass, given, asked, is_paused=True)


async def async_prepare_resume(
    hass: HomeAssistant, given: Arguments, asked: Asked
) -> Change:
    """Describe the end of a code's pause."""
    return _paused(hass, given, asked, is_paused=False)


def _paused(
    hass: HomeAssistant, given: Arguments, asked: Asked, *, is_paused: bool
) -> Change:
    linked, code = _find_code(hass, given, asked)
    wanted = {"access_code_id": code.access_code_id, "is_paused": is_paused}

    async def make(context: Context) -> dict[str, Json]:
        answer = await actions.async_update(hass, wanted, context)
        key = "assist_paused" if is_paused else "assist_resumed"
        return _done(hass, linked, key, answer["access_code"], asked.language)

    key = "assist_will_pause" if is_paused else "assist_will_resume"
    named = {"name": code.name, "lock": linked.lock.name}
    text = async_text(hass, key, asked.language, **named)
    return Change(text, (code.access_code_id,), make)


async def async_prepare_end(
    hass: HomeAssistant, given: Arguments, asked: Asked
) -> Change:
    """Describe the deletion of a code."""
    linked, code = _find_code(hass, given, asked)

    async def make(context: Context) -> dict[str, Json]:
        wanted = {"access_code_id": code.access_code_id}
        answer = await actions.async_delete(hass, wanted, context)
        (ended,) = answer["access_codes"]
        return _done(hass, linked, "assist_ended", ended, asked.language)

    named = {"name": code.name, "lock": linked.lock.name}
    text = async_text(hass, "assist_will_end", asked.language, **named)
    return Change(text, (code.access_code_id,), make)


# contract 11.144, 11.147, 11.148
async def async_prepare_create(
    hass: HomeAssistant, given: Arguments, asked: Asked
) -> Change:
    """Describe a new code, with a random PIN. Raises what the request would be refused for."""
    found = async_find_locks(hass, replace(asked, lock=given["lock"]))
    if len(found.states) != 1:
        raise refusal("assist_lock_not_one")
    wanted = {key: given[key] for key in given if key != REVEAL_PIN}
    wanted["lock"] = found.states[0].entity_id
    linked, code = await actions.async_preview(hass, wanted)
    is_revealing, language = given.get(REVEAL_PIN, False), asked.language

    async def make(context: Context) -> dict[str, Json]:
        answer = await actions.async_create(hass, wanted, context)
        created = answer["access_code"]
        result = _done(hass, linked, "assist_created", created, language)
        if is_revealing:
            # Null for a lock that chooses its PINs and has not named this one yet.
            result["pin"] = created["code"]
        return result

    named = {"name": code.name, "lock": linked.lock.name}
    sentences = [
        async_text(hass, "assist_will_create", language, **named),
        _validity(hass, code, language),
    ]
    if is_revealing:
        sentences.append(async_text(hass, "assist_will_reveal", language))
    return Change(" ".join(sentences), (wanted["lock"],), make)


def _validity(hass: HomeAssistant, code: AccessCode, language: str | None) -> str:
    """Return a sentence about when a code is valid."""
    recurrence, window = code.recurrence, code.window
    if window is None:
        return async_text(hass, "assist_valid_ongoing", language)
    if recurrence is not None:
        window = recurrence.first
    times = {
        "starts_at": time_text(window.starts_at),
        "ends_at": time_text(window.ends_at),
    }
    if recurrence is None:
        return async_text(hass, "assist_valid_window", language, **times)
    times["rule"] = recurrence.rule
    return async_text(hass, "assist_valid_recurring", language, **times)


def _done(
    hass: HomeAssistant,
    linked: AccessCodesRuntime,
    key: str,
    answer: Mapping[str, Json],
    language: str | None,
) -> dict[str, Json]:
    """Return the result of a change, without the PIN that the answer of an action holds."""
    shown = {name: answer[name] for name in SHOWN}
    shown["display_status"] = _status_text(hass, linked, answer, language)
    lock = linked.lock.name
    return {
        "done": async_text(hass, key, language, name=str(answer["name"]), lock=lock),
        "access_code": {"lock": lock, **shown},
    }


# contract 11.150
def _status_text(
    hass: HomeAssistant,
    linked: AccessCodesRuntime,
    answer: Mapping[str, Json],
    language: str | None,
) -> Json:
    """Return the display status of a code in a language: the answer of an action has it in Home Assistant's."""
    if language is None:
        return answer["display_status"]
    code = linked.engine.record.codes.get(str(answer["access_code_id"]))
    if code is None:
        now = dt_util.utcnow()
        return async_display_status(hass, DisplayStatus("deleted", now), now, language)
    (shown,) = async_access_code_objects(
        hass, linked, [code], "", reveal=True, language=language
    )
    return shown["display_status"]


_OF_CODE: VolDictType = {
    vol.Optional("lock"): fields.text,
    vol.Required("code_name"): fields.text,
}

_OFFERED_OF_CODE = {
    vol.Required("code_name", description="The exact name of the access code."): str,
}

_CREATED = ("name", "starts_at", "ends_at", "recurrence", "is_one_time_use")
"""Fields of ``create`` that are taken. A PIN is not: Home Assistant keeps the arguments of tools in its traces."""

KINDS = (
    ChangeKind(
        "pause_code",
        "Pause an access code",
        "Takes an access code off its lock, and keeps it until it is resumed.",
        _OF_CODE,
        async_prepare_pause,
        _OFFERED_OF_CODE,
    ),
    ChangeKind(
        "resume_code",
        "Resume an access code",
        "Ends the pause of an access code.",
        _OF_CODE,
        async_prepare_resume,
        _OFFERED_OF_CODE,
    ),
    ChangeKind(
        "end_code",
        "End an access code",
        "Deletes an access code for good: its PIN is taken off the lock.",
        _OF_CODE,
        async_prepare_end,
        _OFFERED_OF_CODE,
    ),
    ChangeKind(
        "create_code",
        "Create an access code",
        "Creates an access code with a random PIN on one lock.",
        {
            vol.Required("lock"): fields.text,
            **{
                key: validate
                for key, validate in fields.CREATE.items()
                if str(key) in _CREATED
            },
            vol.Optional(REVEAL_PIN): fields.flag,
        },
        async_prepare_create,
        {
            vol.Optional("name", description="Name, such as that of a guest."): str,
            vol.Optional(
                "starts_at",
                description="Local date and time, as in 2030-07-01 15:00. Left out: now.",
            ): str,
            vol.Optional(
                "ends_at",
                description="Likewise. Left out together with starts_at: until it is ended.",
            ): str,
            vol.Optional(
                "recurrence",
                description="RRULE value by which the window repeats, as in FREQ=WEEKLY;BYDAY=TU.",
            ): str,
            vol.Optional(
                "is_one_time_use", description="The code ends with its first use."
            ): bool,
            vol.Optional(
                REVEAL_PIN,
                description="Only true if the person asked for the PIN itself to be said here.",
            ): bool,
        },
    ),
)
