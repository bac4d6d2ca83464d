"""Messages of errors, warnings and pending mutations, each with its remedy."""

from collections.abc import Mapping
from datetime import datetime

from homeassistant.const import MATCH_ALL
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.generated.languages import LANGUAGES
from homeassistant.helpers.translation import (
    async_get_cached_translations,
    async_get_translations,
)
from homeassistant.util import language as language_util

from ..const import DOMAIN
from ..core.access_code_object import Message, MessageKind
from ..core.display_status import DisplayStatus
from ..core.model import ErrorCode
from ..core.plan.lock_problems import LockProblem
from ..entry import AccessCodesRuntime
from .local_time import as_shown

CATEGORY = "exceptions"
"""The one category of translations that Home Assistant's validation leaves open to an integration's own texts."""

_ISSUES = "issues"

_CATEGORIES = (CATEGORY, _ISSUES)
"""Categories with the texts of messages."""


# contract 3.12, 3.43, 18.20
@callback
def async_messages(
    hass: HomeAssistant, runtime: AccessCodesRuntime, language: str | None = None
) -> Message:
    """Return a function that gives the message of a problem, in a language, else in Home Assistant's."""
    record = runtime.engine.record
    codes, capabilities = record.codes, record.capabilities
    is_virtual = capabilities is not None and capabilities.is_virtual
    lock: str | None = None

    def message(kind: MessageKind, code: str, details: Mapping[str, str | None]) -> str:
        nonlocal lock
        if lock is None:
            lock = runtime.lock.name
        texts = async_texts(hass, language)
        keys = [f"{kind}_{code}_{_variant(details)}", f"{kind}_{code}"]
        if is_virtual:
            # Nothing is set on a lock whose codes Home Assistant checks.
            keys = [each for key in keys for each in (f"{key}_virtual", key)]
        text = next(filter(None, (_text(texts, key) for key in keys)), code)
        other = codes.get(details.get("managed_access_code_id") or "")
        return text.format(
            lock=lock,
            other=other.name if other is not None else "",
            slot=details.get("unmanaged_slot") or "",
            entity=details.get("entity_id") or "",
        )

    return message


# contract 11.70
@callback
def async_problem_message(
    hass: HomeAssistant,
    runtime: AccessCodesRuntime,
    problem: LockProblem,
    language: str | None = None,
) -> str:
    """Return the message of a problem: of an error, or the title of the repair about the lock."""
    if isinstance(problem.code, ErrorCode):
        message = async_messages(hass, runtime, language)
        return message("error", problem.code, problem.details)
    title = async_texts(hass, language, _ISSUES).get(
        f"component.{DOMAIN}.issues.{problem.code}.title", problem.code
    )
    return title.format(lock=runtime.lock.name, name=problem.name)


@callback
def async_text(
    hass: HomeAssistant,
    key: str,
    language: str | None = None,
    /,
    **placeholders: str,
) -> str:
    """Return a text of ours in a language, else in Home Assistant's."""
    return (_text(async_texts(hass, language), key) or key).format(**placeholders)


# contract 11.137
@callback
def async_error_text(
    hass: HomeAssistant, error: HomeAssistantError, language: str | None = None
) -> str:
    """Return the text of an error in a language, else in Home Assistant's; of one that is not ours only that there was one."""
    if error.translation_domain != DOMAIN or error.translation_key is None:
        return async_text(hass, "assist_failed", language)
    placeholders = dict(error.translation_placeholders or {})
    if (reason := placeholders.get("reason_key")) is not None:
        filled = {
            name.removeprefix("reason_"): value
            for name, value in placeholders.items()
            if name.startswith("reason_")
        }
        placeholders["reason"] = async_text(hass, reason, language, **filled)
    return async_text(hass, error.translation_key, language, **placeholders)


@callback
def async_unmanaged_name(
    hass: HomeAssistant, slot: str, language: str | None = None
) -> str:
    """Return the display name of an unmanaged code in a slot with this label."""
    return async_text(hass, "unmanaged_access_code", language, slot=slot)


# contract 3.34, 3.35
@callback
def async_display_status(
    hass: HomeAssistant,
    status: DisplayStatus,
    now: datetime | None = None,
    language: str | None = None,
) -> str:
    """Return a status as a sentence, in a language, else in Home Assistant's.

    ``now``: of a text for this moment, in which an instant of today needs no date.
    """
    texts, key = async_texts(hass, language), f"display_status_{status.key}"
    if status.at is None:
        return _text(texts, f"{key}_undated") or status.key
    return (_text(texts, key) or status.key).format(
        time=time_text(status.at, now), entity=status.entity_id
    )


def time_text(at: datetime, now: datetime | None = None) -> str:
    """Return an instant in Home Assistant's time zone; without its date where it is of the same day as ``now``."""
    time = as_shown(at)
    is_today = now is not None and as_shown(now).date() == time.date()
    text = time.isoformat(" ", "minutes")
    return text[11:16] if is_today else text[:16]


# contract 18.20
async def async_load_language(hass: HomeAssistant, language: str | None) -> str | None:
    """Load the texts of the language of a reader, and return it; None for one that Home Assistant does not know."""
    if language is None or language not in LANGUAGES:
        return None
    for category in _CATEGORIES:
        await async_get_translations(hass, language, category, {DOMAIN})
    return language


# contract 11.150
async def async_load_spoken(hass: HomeAssistant, language: str | None) -> str | None:
    """Load the texts of the language of a conversation, also one with a region as in *de-AT*, and return it.

    None for one that is not known: then Home Assistant's counts.
    """
    if not language or language == MATCH_ALL:
        return None
    nearest = language_util.matches(language, sorted(LANGUAGES))
    return await async_load_language(hass, nearest[0] if nearest else None)


# contract 5.17
@callback
def async_texts(
    hass: HomeAssistant, language: str | None = None, category: str = CATEGORY
) -> Mapping[str, str]:
    """Return all texts. Looked up on demand: most codes need none."""
    # Home Assistant fills gaps of a language with English, but may not have loaded a language that was just selected.
    return async_get_cached_translations(
        hass, language or hass.config.language, category, DOMAIN
    ) or async_get_cached_translations(hass, "en", category, DOMAIN)


def _text(texts: Mapping[str, str], key: str) -> str | None:
    return texts.get(f"component.{DOMAIN}.{CATEGORY}.{key}.message")


# contract 5.111
def _variant(details: Mapping[str, str | None]) -> str | None:
    """Return the variant of a message that fits the details."""
    if details.get("managed_access_code_id"):
        return "managed"
    if details.get("unmanaged_slot"):
        return "unmanaged"
    for name in ("change_type", "reason", "last_state"):
        if variant := details.get(name):
            return variant
    return None
