"""Command `check`: what `create` or `update` would refuse, by field, without a change."""

from collections.abc import Awaitable, Callable
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from .codes import async_preview, async_preview_update
from .errors import refusal
from .fields import CREATE, UPDATE, Answer, Fields

type _Attempt = Callable[[dict[str, Any]], Awaitable[object]]

_WINDOW = frozenset({"starts_at", "ends_at", "recurrence", "type"})
"""Fields that are refused together: without one of them the others mean something else."""

_LOCK_KEYS = frozenset({"lock_not_linked", "lock_not_loaded", "lock_not_known_yet"})
"""Refusals that are about the lock as a whole."""


_OF_CREATE = frozenset(map(str, CREATE))

_OF_UPDATE = frozenset(map(str, UPDATE))

_NOT_NULL = ("name", "code")
"""Fields that a change takes with a value only: null is as not given."""


# contract 18.8, 18.9
async def async_check(hass: HomeAssistant, fields: Fields, _: Context) -> Answer:
    """Return the refusals of a new code on each lock, or of a change: ``{"errors": [error]}``."""
    given = dict(fields)
    locks = given.pop("lock", None)
    is_update = "access_code_id" in given or "entity_id" in given
    if is_update is (locks is not None):
        raise refusal("check_needs_one")
    errors: list[dict[str, Any]] = []
    if locks is None:

        async def attempt_update(wish: dict[str, Any]) -> object:
            return await async_preview_update(hass, wish)

        for field in _NOT_NULL:
            if field in given and given[field] is None:
                del given[field]
        foreign = _take_out(given, given.keys() - _OF_UPDATE, None)
        return {"errors": foreign + await _async_refusals(attempt_update, given, None)}
    foreign_to_create = given.keys() - _OF_CREATE
    for lock in dict.fromkeys(locks):

        async def attempt_create(wish: dict[str, Any], lock: str = lock) -> object:
            return await async_preview(hass, {**wish, "lock": lock})

        wished = dict(given)
        errors += _take_out(wished, foreign_to_create, lock)
        errors += await _async_refusals(attempt_create, wished, lock)
    return {"errors": errors}


# contract 18.9
def _take_out(
    given: dict[str, Any], foreign: set[str], lock: str | None
) -> list[dict[str, Any]]:
    """Take the fields of the other action out of a request, and return the refusal of each."""
    for field in foreign:
        del given[field]
    return [
        _as_answer(refusal("assist_argument_invalid", field=field), field, lock)
        for field in sorted(foreign)
    ]


# contract 18.9
async def _async_refusals(
    attempt: _Attempt, given: dict[str, Any], lock: str | None
) -> list[dict[str, Any]]:
    """Return the refusal of each field: once one is refused, the others are tried without it."""
    found: list[dict[str, Any]] = []
    remaining = dict(given)
    while True:
        try:
            await attempt(remaining)
        except ServiceValidationError as error:
            field = _field_of(error)
            found.append(_as_answer(error, field, lock))
            refused = _WINDOW if field in _WINDOW else {field}
            if not (refused := refused & remaining.keys()):
                return found
            remaining = {
                key: value for key, value in remaining.items() if key not in refused
            }
        else:
            return found


def _field_of(error: ServiceValidationError) -> str | None:
    """Return the field that an error is about; None for the request as a whole."""
    placeholders = error.translation_placeholders or {}
    key = error.translation_key or ""
    if key in _LOCK_KEYS:
        return "lock"
    if key.startswith("recurrence_"):
        return "recurrence"
    return placeholders.get("field")


def _as_answer(
    error: ServiceValidationError, field: str | None, lock: str | None
) -> dict[str, Any]:
    return {
        "lock": lock,
        "field": field,
        "message": str(error),
        "translation_key": error.translation_key,
        "translation_placeholders": dict(error.translation_placeholders or {}),
    }
