"""Command `occurrences`: when codes with a recurrence open, within a span of time. Without PINs and names."""

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from homeassistant.core import Context, HomeAssistant

from ..core.code_windows import windows_in
from ..core.model import AccessCode
from ..engine.pacing import async_pace
from .errors import refusal
from .fields import Answer, Fields, instants
from .linked import async_linked_locks

_LONGEST = timedelta(days=62)

_MOST_OF_A_CODE = 200
"""Occurrences of one code in an answer: at most a few a day."""


# contract 18.11, 18.12
async def async_occurrences(hass: HomeAssistant, fields: Fields, _: Context) -> Answer:
    """Return the occurrences that share an instant with ``[starts_at, ends_at)``: ``{"occurrences": {id: [window]}}``."""
    given = instants(fields)
    starts_at, ends_at = given["starts_at"], given["ends_at"]
    if ends_at <= starts_at:
        raise refusal("ends_at_not_after_starts_at", field="ends_at")
    if ends_at - starts_at > _LONGEST:
        raise refusal(
            "span_too_long", field="ends_at", limit=str(_LONGEST // timedelta(days=1))
        )
    pace = async_pace(hass)
    found: dict[str, list[dict[str, Any]]] = {}
    for linked in async_linked_locks(hass, None):
        await pace.async_step()
        for code in linked.engine.record.codes.values():
            if code.recurrence is not None and code.is_listed:
                found[code.access_code_id] = _windows(code, starts_at, ends_at)
    return {"occurrences": found}


def _windows(
    code: AccessCode, starts_at: datetime, ends_at: datetime
) -> list[dict[str, Any]]:
    windows = islice(windows_in(code, starts_at, ends_at), _MOST_OF_A_CODE)
    return [
        {
            "starts_at": window.starts_at.isoformat(),
            "ends_at": window.ends_at.isoformat(),
        }
        for window in windows
    ]
