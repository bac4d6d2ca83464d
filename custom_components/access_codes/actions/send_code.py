"""Action `send_code`: tell a person a code, by a notify entity."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from homeassistant.core import Context, HomeAssistant, callback

from ..bookings.sender import SendOrder, Sent
from ..core.backup_codes import original_of
from ..core.bookings.adopting import is_booking_key
from ..core.model import AccessCode, Status
from ..core.requests.code_message import (
    PLACEHOLDERS,
    checked_placeholders,
    fill,
    for_each_lock,
)
from ..core.requests.group import codes_with
from ..core.schedule import ended_at
from ..entry import AccessCodesRuntime
from ..presentation.messages import async_text
from ..presentation.moments import async_moment
from .errors import refusal, translated
from .fields import Answer, Fields
from .linked import (
    async_linked_locks,
    async_lock_with_code,
    async_locks_with,
    async_with_code_id,
)
from .notifiers import async_notifiers, async_send, async_try

_KEYS = ("access_code_id", "entity_id", "common_code_key")


class _LockCode(NamedTuple):
    """A code, with its lock."""

    linked: AccessCodesRuntime
    code: AccessCode


# contract 16.1
async def async_send_code(
    hass: HomeAssistant, fields: Fields, context: Context
) -> Answer:
    """Send a code, or the codes with one key in one message: ``{"access_code_ids": [id]}``.

    Neither the answer nor an error has a PIN.
    """
    message = fields.get("message")
    shown = _checked(message)
    found = await _async_codes(hass, fields)
    if "code" in shown:
        _check_pins(found)
    entities = async_notifiers(hass, fields["notify"])
    await async_send(entities, _text(hass, message, found), context)
    return {"access_code_ids": [each.code.access_code_id for each in found]}


# contract 16.56, 16.59, 16.60
async def async_send_booking(
    hass: HomeAssistant,
    locks: Iterable[AccessCodesRuntime],
    order: SendOrder,
    context: Context,
) -> Sent:
    """Send the codes of a booking that are on these locks in one message, by the entities that have not sent it yet.

    Raises, without a PIN, where nothing can be sent.
    """
    shown = _checked(order.message)
    found = [
        _as_opens(linked, code)
        for linked in locks
        for code in codes_with(linked.engine.record, order.common_code_key)
        if code.deleted_at is None
    ]
    if "code" in shown:
        _check_pins(found)
    entities = [
        entity
        for entity in async_notifiers(hass, order.notify)
        if entity.entity_id not in order.sent_by
    ]
    failed = await async_try(entities, _text(hass, order.message, found), context)
    return Sent(
        access_code_ids=frozenset(each.code.access_code_id for each in found),
        sent_by=order.sent_by
        | {entity.entity_id for entity in entities}.difference(failed),
        is_complete=not failed,
    )


# contract 16.3
def _checked(message: str | None) -> frozenset[str]:
    """Return the placeholders of a message; without one, all may be in the default text. Raises a refusal."""
    if message is None:
        return frozenset(PLACEHOLDERS)
    with translated():
        return checked_placeholders(message)


@callback
def _text(hass: HomeAssistant, message: str | None, found: Sequence[_LockCode]) -> str:
    """Return the message, or the one that suits the codes, with its values."""
    values = _values(hass, found)
    if message is None:
        return async_text(hass, _default_message(found), **values)
    return fill(message, values)


# contract 16.6, 16.7, 16.62, 16.91
async def _async_codes(hass: HomeAssistant, fields: Fields) -> list[_LockCode]:
    """Return the codes that are meant. Raises if there is none, or if the one that is named is over or being deleted."""
    if sum(key in fields for key in _KEYS) != 1:
        raise refusal("delete_needs_one")
    if "common_code_key" in fields:
        key = fields["common_code_key"]
        found = [
            _as_opens(linked, code)
            for linked in await async_locks_with(
                hass, lambda code: code.common_code_key == key
            )
            for code in codes_with(linked.engine.record, key)
            if code.deleted_at is None
        ]
        if not found:
            raise refusal("common_code_key_not_found")
        ahead = [each for each in found if not _is_over(*each)]
        if not ahead:
            raise refusal("access_code_over_not_sent", name=found[0].code.name)
        return ahead
    access_code_id = async_with_code_id(hass, fields)["access_code_id"]
    linked = await async_lock_with_code(hass, access_code_id)
    code = linked.engine.record.codes[access_code_id]
    if code.deleted_at is not None:
        raise refusal("access_code_deleted_not_sent", name=code.name)
    if _is_over(linked, code):
        raise refusal("access_code_over_not_sent", name=code.name)
    return _with_booking(hass, linked, code)


def _is_over(linked: AccessCodesRuntime, code: AccessCode) -> bool:
    """Return whether a code's validity has ended, by its window or its use."""
    return ended_at(code, linked.engine.world.now) is not None


# contract 16.62
def _with_booking(
    hass: HomeAssistant, linked: AccessCodesRuntime, code: AccessCode
) -> list[_LockCode]:
    """Return a code, and if it is one of a booking those on its other locks, as far as they are loaded: its guest needs all."""
    key = code.common_code_key
    if key is None or not is_booking_key(key):
        return [_as_opens(linked, code)]
    found = [
        _as_opens(each, other)
        for each in async_linked_locks(hass, None)
        for other in codes_with(each.engine.record, key)
        if other.deleted_at is None
    ]
    # A PIN of another lock that is not known yet does not hold up this one.
    return [
        each
        for each in found
        if each.code.pin is not None or each.code.access_code_id == code.access_code_id
    ]


# contract 16.12
def _as_opens(linked: AccessCodesRuntime, code: AccessCode) -> _LockCode:
    """Return a code with the PIN that opens the lock: that of the backup code in its place, while it is not set itself.

    Raises a refusal for a backup code that nobody has pulled.
    """
    engine = linked.engine
    codes = engine.record.codes
    if code.is_in_pool:
        raise refusal("backup_code_not_sent", name=code.name)
    if code.pull is not None:
        original = original_of(codes, code)
        return _LockCode(linked, replace(original, pin=code.pin))
    backup = codes.get(code.pulled_backup_id or "")
    is_set = engine.plan.views[code.access_code_id].status is Status.SET
    if backup is None or backup.deleted_at is not None or is_set:
        return _LockCode(linked, code)
    return _LockCode(linked, replace(code, pin=backup.pin))


# contract 16.7
def _check_pins(found: Sequence[_LockCode]) -> None:
    """Refuse a code without a known PIN."""
    for linked, code in found:
        if code.pin is None:
            raise refusal("pin_not_known", name=code.name, lock=linked.lock.name)


# contract 16.4
def _default_message(found: Sequence[_LockCode]) -> str:
    """Return the key of the message that suits the codes."""
    if all(each.code.window is None for each in found):
        return "send_code_ongoing"
    if any(each.code.recurrence is not None for each in found):
        return "send_code_recurring"
    return "send_code_time_bound"


# contract 16.5, 16.6
@callback
def _values(hass: HomeAssistant, found: Sequence[_LockCode]) -> dict[str, str]:
    """Return the values of the placeholders, PINs included."""
    locks = [each.linked.lock.name for each in found]
    codes = [each.code for each in found]
    windows = [code.window for code in codes]
    no_start, no_end = (
        async_text(hass, key) for key in ("send_code_no_start", "send_code_no_end")
    )
    values = {
        "name": [code.name for code in codes],
        "code": ["" if code.pin is None else code.pin.reveal() for code in codes],
        "starts_at": [
            no_start if window is None else async_moment(hass, window.starts_at)
            for window in windows
        ],
        "ends_at": [
            no_end if window is None else async_moment(hass, window.ends_at)
            for window in windows
        ],
    }
    return {
        **{key: for_each_lock(each, locks) for key, each in values.items()},
        "locks": ", ".join(dict.fromkeys(locks)),
    }
