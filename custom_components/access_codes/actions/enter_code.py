"""Action `enter_code`: check a typed PIN and operate the lock."""

from copy import replace
from functools import partial
import logging

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import CAT_ENTITIES, POLICY_CONTROL
from homeassistant.components.lock.const import DOMAIN as LOCK_DOMAIN
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized, UnknownUser

from ..core.backup_codes import by_backup
from ..core.model import EventType, LockRecord, Pin, World
from ..core.record.edit import RecordEdit, request
from ..core.requests.enter_code import Denial, EntryResult, check_entry
from ..core.use_count import with_use, without_use
from ..entry import AccessCodesRuntime
from ..issues.keypad_lockout import async_update_lockout
from ..storage.record_file import StorageFailed
from .errors import failure, translated
from .fields import Answer, Fields
from .linked import async_linked_lock

_LOGGER = logging.getLogger(__name__)

_PIN_WANTED = "add_default_code"
"""Home Assistant's error for a lock that wants a PIN of its own and was given none."""

_SOURCE = "enter_code"
"""Source of a use in events; uses at the lock's own keypad have another."""


# contract 6.9, 12.25
async def async_enter_code(
    hass: HomeAssistant, fields: Fields, context: Context
) -> Answer:
    """Operate the lock if the typed PIN is valid at this instant: ``{"granted": bool, "reason": str | None}``.

    Works on every linked lock: a lock with a keypad of its own may have another beside the door.
    """
    user = await _async_authorized_user(hass, fields["lock"], context)
    runtime = async_linked_lock(hass, fields["lock"])
    typed, action = fields["code"], fields["action"]
    with translated():
        entry_result = await runtime.engine.async_request(
            partial(_check_pin, typed=typed, action=action), context
        )
    async_update_lockout(hass, runtime)
    if entry_result.denial is not None:
        return {"granted": False, "reason": _shown_reason(user, entry_result.denial)}
    try:
        await _async_operate(hass, runtime, action, context)
    except Exception as error:
        await _async_store(runtime, partial(_undo_use, entered=entry_result), context)
        raise failure(_reason_of(error), lock=runtime.lock.name) from error
    await _async_store(
        runtime, partial(_record_use, entered=entry_result, action=action), context
    )
    return {"granted": True, "reason": None}


# contract 12.18
async def _async_authorized_user(
    hass: HomeAssistant, entity_id: str, context: Context
) -> User | None:
    """Return the calling user; None for Home Assistant itself. Raises for a user without control of the lock."""
    if context.user_id is None:
        return None
    user = await hass.auth.async_get_user(context.user_id)
    if user is None:
        raise UnknownUser(context=context)
    if not user.permissions.check_entity(entity_id, POLICY_CONTROL):
        raise Unauthorized(
            context=context,
            entity_id=entity_id,
            permission=POLICY_CONTROL,
            perm_category=CAT_ENTITIES,
        )
    return user


# contract 12.20
def _shown_reason(user: User | None, denial: Denial) -> str:
    """Return the reason of a denial; users without administrator rights see only ``denied`` or ``too_many_attempts``."""
    if user is None or user.is_admin or denial is Denial.TOO_MANY_ATTEMPTS:
        return denial.value
    return "denied"


# contract 4.63, 11.10, 12.27, 12.60
@request
def _check_pin(edit: RecordEdit, world: World, typed: Pin, action: str) -> EntryResult:
    """Check the typed PIN. A use is counted before the lock is operated."""
    record, result = check_entry(edit.record, world.now, typed.reveal())
    if record is edit.record:
        return result
    edit.set_record(record)
    code = result.code
    if result.denial is not None:
        edit.emit(
            EventType.ACCESS_DENIED,
            world.now,
            code,
            action=action,
            reason=result.denial.value,
            source=_SOURCE,
            **by_backup(result.backup_id),
        )
    else:
        assert code is not None
        counted = with_use(code, world.now)
        # Told at once, the end of a code would be taken back where the lock does not move.
        counted = replace(counted, is_use_open=counted.used_at is not None)
        edit.put_code(counted)
        result = replace(result, code=counted, last_used_at=code.last_used_at)
    return result


# contract 11.8, 12.62
@request
def _record_use(
    edit: RecordEdit, world: World, entered: EntryResult, action: str
) -> None:
    code, details = entered.code, by_backup(entered.backup_id)
    assert code is not None
    edit.emit(EventType.USED, world.now, code, action=action, source=_SOURCE, **details)
    present = edit.codes.get(code.access_code_id)
    if present is not None and present.is_use_open:
        edit.put_code(replace(present, is_use_open=False))


# contract 12.27
@request
def _undo_use(edit: RecordEdit, _: World, entered: EntryResult) -> None:
    """Take a use back: the lock was not operated."""
    undone = entered.code
    assert undone is not None
    present = edit.codes.get(undone.access_code_id)
    if present is not None:
        edit.put_code(without_use(present, undone, entered.last_used_at))


async def _async_store(
    runtime: AccessCodesRuntime,
    change: partial[tuple[LockRecord, None]],
    context: Context,
) -> None:
    """Store a change after the lock was operated; a failing disk is logged, not raised."""
    try:
        await runtime.engine.async_request(change, context)
    except StorageFailed:
        _LOGGER.error("Use of a code at %s not stored", runtime.lock.name)


# contract 12.63
def _reason_of(error: Exception) -> str:
    """Return the message for a lock that was not operated: some want a PIN of their own with each command."""
    wants_pin = (
        isinstance(error, HomeAssistantError)
        and error.translation_domain == LOCK_DOMAIN
        and error.translation_key == _PIN_WANTED
    )
    return "lock_wants_pin" if wants_pin else "lock_not_operated"


# contract 12.22
async def _async_operate(
    hass: HomeAssistant, runtime: AccessCodesRuntime, action: str, context: Context
) -> None:
    """Lock or unlock. Home Assistant skips an unavailable entity without an error, so that is checked first."""
    entity_id = runtime.lock.entity_id
    state = hass.states.get(entity_id) if entity_id is not None else None
    if state is None or state.state == STATE_UNAVAILABLE:
        raise HomeAssistantError("The lock is not available")
    await hass.services.async_call(
        LOCK_DOMAIN,
        action,
        {ATTR_ENTITY_ID: entity_id},
        blocking=True,
        context=context,
    )
