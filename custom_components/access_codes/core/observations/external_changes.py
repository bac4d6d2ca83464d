"""Apply a change that was made at the lock: allowed, or to be put back."""

from ..goals import Goals
from ..model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    Content,
    EventType,
    ExternalChange,
    KnownPin,
    LockRecord,
    Placement,
    World,
)
from ..model.copies import replace
from ..record.edit import RecordEdit, request
from ..requests import find, update
from ..requests.inputs import UNCHANGED, UpdateRequest
from ..requests.names import rename_to_hide_pin
from ..retries import forget_attempt
from ..schedule import is_wanted


def accept_deviation(edit: RecordEdit, world: World, access_code_id: str) -> None:
    """Accept a change at the lock as if it had been allowed. Raises Refused."""
    code = find(edit, access_code_id)
    placement = edit.by_owner.get(access_code_id)
    if placement is None or placement.deviation is None:
        return
    pin, external = code.pin, code.external
    if placement.deviation is ExternalChange.MODIFIED:
        content = _changed_content(placement, code)
        pin = content.pin if isinstance(content, KnownPin) else None
    if placement.deviation is ExternalChange.REMOVED or pin != code.pin:
        external = placement.deviation
    # Else only its window was lost, which is not for the lock to change.
    progress = replace(code.progress, lost_at=None, attempt=None)
    edit.put_code(replace(code, pin=pin, external=external, progress=progress))
    edit.put_placement(
        replace(
            placement,
            deviation=None,
            put_backs=(),
            is_confirmed=True,
            # A put-back under way may have been carried out: a read decides.
            needs_read=len(placement.possible) > 1 and edit.can_be_read,
        )
    )
    rename_to_hide_pin(edit, world, edit.codes[access_code_id])


accept_change = request(accept_deviation)

_ASKING_ANEW = ("code", "type", "starts_at", "ends_at", "recurrence")
"""Fields of an update that say what the lock is to hold."""


# contract 3.54
def update_code(
    record: LockRecord, world: World, given: UpdateRequest
) -> tuple[LockRecord, AccessCode]:
    """Change the given fields of a code. Where that allows changes at the lock, one that is being put back stands. Raises Refused."""
    before = record.codes.get(given.access_code_id)
    record, code = update(record, world, given)
    is_newly_allowed = (
        before is not None
        and not before.is_external_modification_allowed
        and code.is_external_modification_allowed
    )
    is_asked_anew = any(getattr(given, name) is not UNCHANGED for name in _ASKING_ANEW)
    if is_newly_allowed and not is_asked_anew and _is_wanted(code, world):
        record, _ = accept_change(record, world, code.access_code_id)
        code = record.codes[code.access_code_id]
    return record, code


def _is_wanted(code: AccessCode, world: World) -> bool:
    return is_wanted(code, world.settings, world.now)


def _changed_content(placement: Placement, code: AccessCode) -> Content:
    """Return the content that was set at the lock, as far as the journal tells it from our own put-back."""
    ours = {
        content
        for content in placement.possible
        if (isinstance(content, KnownPin) and content.pin == code.pin)
        or (content is UNREADABLE and code.pin is None)
    }
    others = placement.possible - ours - {EMPTY} or ours
    return next(iter(others)) if len(others) == 1 else UNREADABLE


# contract 8.6, 8.9, 8.18, 9.8
def apply_unexpected(
    edit: RecordEdit, world: World, before: Placement, after: Placement
) -> None:
    """Apply a content of a slot of ours that our commands do not explain."""
    code = edit.codes[after.owner]
    if not _is_wanted(code, world):
        edit.put_placement(after)
        return
    content = next(iter(after.possible))
    wanted = Goals(edit, world).content(code)
    if content == wanted:
        edit.put_placement(replace(after, deviation=None))
        forget_attempt(edit, after.owner)
        return
    change = ExternalChange.REMOVED if content is EMPTY else ExternalChange.MODIFIED
    is_window_lost = isinstance(content, KnownPin) and content.pin == code.pin
    is_allowed = code.is_external_modification_allowed and not is_window_lost
    is_unknown = code.pin is None and not code.is_waiting_for_assignment
    if is_allowed or is_unknown:
        # A code with a PIN that is not known cannot be put back.
        edit.put_placement(replace(after, is_confirmed=True, deviation=None))
        if _held_at_most(before, wanted):
            edit.put_code(with_allowed_change(code, change, content))
            rename_to_hide_pin(edit, world, edit.codes[after.owner])
        # Else the lock has not had the wanted content yet, and is to get it.
    else:
        edit.put_placement(replace(after, deviation=change))
        progress = replace(code.progress, lost_at=world.now, attempt=None)
        edit.put_code(replace(code, progress=progress))
    emit_change(edit, world, edit.codes[after.owner], change)


def _held_at_most(before: Placement, wanted: Content) -> bool:
    """Return whether the lock had the wanted PIN, so that the change at the lock came after the request."""
    return wanted in before.possible and before.possible <= {wanted, UNREADABLE}


# contract 8.7
def with_allowed_change(
    code: AccessCode, change: ExternalChange, content: Content
) -> AccessCode:
    """Return the code after an allowed change at the lock."""
    if change is ExternalChange.REMOVED:
        return replace(code, external=change)
    pin = content.pin if isinstance(content, KnownPin) else None
    return replace(code, external=change, pin=pin)


# contract 11.7
def lose_converted(edit: RecordEdit, world: World, access_code_id: str) -> None:
    """Emit that a code which was taken over where it stood has lost its slot to another one, before it was ever written."""
    code = edit.codes[access_code_id]
    if code.progress.on_device:
        progress = replace(code.progress, on_device=False)
        edit.put_code(replace(code, progress=progress))
        emit_change(edit, world, code, ExternalChange.REMOVED)


# contract 11.7
def emit_change(
    edit: RecordEdit, world: World, code: AccessCode, change: ExternalChange
) -> None:
    """Emit the event of a change at the lock."""
    event_type = (
        EventType.DELETED_EXTERNAL
        if change is ExternalChange.REMOVED
        else EventType.MODIFIED_EXTERNAL
    )
    edit.emit(event_type, world.now, code)
