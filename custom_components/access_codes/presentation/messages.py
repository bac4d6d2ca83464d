"""Errors, warnings and pending mutations in words: what happened to a code, and what a person can do."""

from collections.abc import Mapping

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations

from ..const import DOMAIN
from ..core.access_code_object import Message, MessageKind
from ..entry import AccessCodesRuntime

CATEGORY = "exceptions"
"""The one category of translations for texts of our own that Home Assistant's validation lets integrations have."""


# contract 3.12
@callback
def async_message(hass: HomeAssistant, runtime: AccessCodesRuntime) -> Message:
    """Return what says, in Home Assistant's language, what a problem of one of the lock's codes means."""
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
        )

    return message


@callback
def async_unmanaged_name(hass: HomeAssistant, slot: str) -> str:
    """Return how a code that is not ours is called."""
    texts = _texts(hass)
    return (_text(texts, "unmanaged_access_code") or "{slot}").format(slot=slot)


# contract 5.17
@callback
def _texts(hass: HomeAssistant) -> Mapping[str, str]:
    """Return all texts. Most codes need none, so that they are looked up by those that do."""
    # What a language lacks is in English there already; a language that was just chosen may not be loaded yet.
    return async_get_cached_translations(
        hass, hass.config.language, CATEGORY, DOMAIN
    ) or async_get_cached_translations(hass, "en", CATEGORY, DOMAIN)


def _text(texts: Mapping[str, str], key: str) -> str | None:
    return texts.get(f"component.{DOMAIN}.{CATEGORY}.{key}.message")


def _variant(details: Mapping[str, str | None]) -> str | None:
    """Return which of several texts for one code fits."""
    if details.get("managed_access_code_id"):
        return "managed"
    if details.get("unmanaged_slot"):
        return "unmanaged"
    return details.get("change_type")
