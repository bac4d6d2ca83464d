"""Answers of mapped actions: what a person's actions return, checked without trust. Their texts may hold PINs."""

from datetime import datetime
from typing import Any, Final

from homeassistant.util import dt as dt_util

from ...core.local_time import to_instant
from ...core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Readability,
    Window,
)
from ..adapter import ReadFailed

OUTCOME: Final = "outcome"

OCCUPIED: Final = "occupied"

CODE: Final = "code"

STARTS_AT: Final = "starts_at"

ENDS_AT: Final = "ends_at"

_FAILURES: Final = {
    outcome.value: outcome
    for outcome in (
        Outcome.REFUSED,
        Outcome.DUPLICATE,
        Outcome.FULL,
        Outcome.INVALID,
        Outcome.UNREACHABLE,
    )
}


# contract 12.103, 12.104
def outcome_of(response: Any) -> Outcome:
    """Return the outcome of a write from the response of actions that ended without an error.

    They have accepted it, unless they name a failure; an outcome that is none of those is no answer.
    """
    if not isinstance(response, dict) or OUTCOME not in response:
        return Outcome.ACCEPTED
    named = response[OUTCOME]
    if not isinstance(named, str):
        return Outcome.UNKNOWN
    return _FAILURES.get(named, Outcome.UNKNOWN)


# contract 12.106
def content_of(response: Any, capabilities: LockCapabilities) -> Content:
    """Return the content of a slot from the response to a read. Raises ReadFailed for anything that is not clear."""
    if not isinstance(response, dict):
        raise ReadFailed
    occupied, code = response.get(OCCUPIED), _text(response.get(CODE))
    if occupied is False and not code:
        return EMPTY
    if not code:
        if occupied is True:
            return UNREADABLE
        raise ReadFailed
    if occupied not in (None, True):
        raise ReadFailed
    is_masked = not code.strip("*")
    if not is_masked and not set(code) <= set(capabilities.characters):
        # "unknown" and "unavailable", for example.
        raise ReadFailed
    if is_masked or capabilities.reads is not Readability.PIN:
        return UNREADABLE
    return KnownPin(Pin(code), _window_of(response, capabilities))


def _text(code: Any) -> str:
    """Return a PIN as text: a template makes a number of one without a leading zero."""
    if isinstance(code, int) and not isinstance(code, bool):
        code = str(code)
    if code is not None and not isinstance(code, str):
        raise ReadFailed
    return code or ""


def _window_of(
    response: dict[str, Any], capabilities: LockCapabilities
) -> Window | None:
    starts_at, ends_at = response.get(STARTS_AT), response.get(ENDS_AT)
    if capabilities.windows is None or (not starts_at and not ends_at):
        return None
    return Window(_instant(starts_at, is_end=False), _instant(ends_at, is_end=True))


def _instant(moment: Any, *, is_end: bool) -> datetime:
    if isinstance(moment, str):
        moment = dt_util.parse_datetime(moment)
    if not isinstance(moment, datetime):
        raise ReadFailed
    try:
        return to_instant(moment, dt_util.get_default_time_zone(), is_end=is_end)
    except OverflowError:
        raise ReadFailed from None
