"""Messages of errors, warnings and pending mutations, each with its remedy."""

from collections.abc import Mapping
from datetime import datetime

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.translation import async_get_cached_translations

from ..const import DOMAIN
from ..core.access_code_object import Message, MessageKind
from ..core.display_status import DisplayStatus
from ..core.model import ErrorCode
from ..core.plan.lock_problems import LockProblem
from ..entry import AccessCodesRuntime
from .local_time import as_shown

CATEGORY = "exceptions"
"""The one category of translations that Home Assistant's validation leaves open to an integration's own texts."""


# contract 3.12
@callback
def async_messages(hass: HomeAssistant, runtime: AccessCodesRuntime) -> Message:
    """Return a function that gives the message of a problem, in Home Assistant's language."""
    codes = runtime.engine.record.codes
    lock: str | None = None

    def message(kind: MessageKind, code: str, details: Mapping[str, str | None]) -> str:
        nonlocal lock
        if lock is None:
            lock = runtime.lock.name
        texts = _texts(hass)
        text = _text(texts, f"{kind}_{code}_{_variant(details)}")
        if text is None:
            text = _text(texts, f"{kind}_{code}") or code
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
    hass: HomeAssistant, runtime: AccessCodesRuntime, problem: LockProblem
) -> str:
    """Return the message of a problem: of an error, or the title of the repair about the lock."""
    if isinstance(problem.code, ErrorCode):
        return async_messages(hass, runtime)("error", problem.code, problem.details)
    title = _texts(hass, "issues").get(
        f"component.{DOMAIN}.issues.{problem.code}.title", problem.code
    )
    return title.format(lock=runtime.lock.name, name=problem.name)


@callback
def async_text(hass: HomeAssistant, key: str, **placeholders: str) -> str:
    """Return a text of ours in Home Assistant's language."""
    return (_text(_texts(hass), key) or key).format(**placeholders)


# contract 11.137
@callback
def async_error_text(hass: HomeAssistant, error: HomeAssistantError) -> str:
    """Return the text of an error in Home Assistant's language; of one that is not ours only that there was one."""
    if error.translation_domain != DOMAIN or error.translation_key is None:
        return async_text(hass, "assist_failed")
    return async_text(
        hass, error.translation_key, **(error.translation_placeholders or {})
    )


@callback
def async_unmanaged_name(hass: HomeAssistant, slot: str) -> str:
    """Return the display name of an unmanaged code in a slot with this label."""
    return async_text(hass, "unmanaged_access_code", slot=slot)


# contract 3.34, 3.35
@callback
def async_display_status(
    hass: HomeAssistant, status: DisplayStatus, now: datetime | None = None
) -> str:
    """Return a status as a sentence, in Home Assistant's language.

    ``now``: of a text for this moment, in which an instant of today needs no date.
    """
    key = f"display_status_{status.key}"
    if status.at is None:
        return _text(_texts(hass), f"{key}_undated") or status.key
    return (_text(_texts(hass), key) or status.key).format(
        time=time_text(status.at, now), entity=status.entity_id
    )


def time_text(at: datetime, now: datetime | None = None) -> str:
    """Return an instant in Home Assistant's time zone; without its date where it is of the same day as ``now``."""
    time = as_shown(at)
    is_today = now is not None and as_shown(now).date() == time.date()
    return f"{time:%H:%M}" if is_today else f"{time:%Y-%m-%d %H:%M}"


# contract 5.17
@callback
def _texts(hass: HomeAssistant, category: str = CATEGORY) -> Mapping[str, str]:
    """Return all texts. Looked up on demand: most codes need none."""
    # Home Assistant fills gaps of a language with English, but may not have loaded a language that was just selected.
    return async_get_cached_translations(
        hass, hass.config.language, category, DOMAIN
    ) or async_get_cached_translations(hass, "en", category, DOMAIN)


def _text(texts: Mapping[str, str], key: str) -> str | None:
    return texts.get(f"component.{DOMAIN}.{CATEGORY}.{key}.message")


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
