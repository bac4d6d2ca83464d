"""Update an access code."""

from collections.abc import Iterator
from dataclasses import fields, replace

from ..model import AccessCode, EventType, LockRecord, Progress, Status, Window, World
from ..record.edit import RecordEdit, request
from ..record.unmanaged import release_slots
from .capacity import check_room
from .inputs import UNCHANGED, Unchanged, UpdateRequest
from .limits import (
    check_one_time_use,
    check_pin_is_free,
    check_pin_is_taken,
    check_texts_hide_pin,
    checked_name,
)
from .lookup import find
from .pin_generator import capabilities_of
from .refused import Refused
from .windows import window_of_update


# contract 11.2
@request
def update(edit: RecordEdit, world: World, ask: UpdateRequest) -> AccessCode:
    """Change the given fields of a code. Raises Refused."""
    code = find(edit, ask.access_code_id)
    if code.deleted_at is not None:
        raise Refused("access_code_being_deleted", name=code.name)
    if ask.is_managed is False:
        _release(edit, world, ask, code)
        return code
    wished = replace(
        code,
        name=code.name if ask.name is UNCHANGED else checked_name(ask.name),
        pin=_or_kept(ask.code, code.pin),
        window=window_of_update(
            code.window,
            _or_kept(ask.type, None),
            _or_kept(ask.starts_at, None),
            _or_kept(ask.ends_at, None),
            world.now,
        ),
        is_external_modification_allowed=_or_kept(
            ask.is_external_modification_allowed, code.is_external_modification_allowed
        ),
        is_one_time_use=_or_kept(ask.is_one_time_use, code.is_one_time_use),
    )
    changed = list(_changed(code, wished)) or list(_confirmed_again(code, ask))
    if not changed:
        return code
    _check(edit.record, world, code, wished)
    wished = _restarted(code, wished, changed, world)
    edit.put_code(wished)
    edit.emit(EventType.CHANGED, world.now, wished, changed=",".join(changed))
    return wished


def _or_kept[Given, Kept](given: Given | Unchanged, kept: Kept) -> Given | Kept:
    """Return the given value, else the kept one."""
    return kept if isinstance(given, Unchanged) else given


def _changed(code: AccessCode, wished: AccessCode) -> Iterator[str]:
    """Yield the fields that differ, by their names in the access code object."""
    if wished.name != code.name:
        yield "name"
    if wished.pin != code.pin:
        yield "code"
    if wished.type is not code.type:
        yield "type"
    if wished.window != code.window:
        before, after = code.window, wished.window
        if before is None or after is None or before.starts_at != after.starts_at:
            yield "starts_at"
        if before is None or after is None or before.ends_at != after.ends_at:
            yield "ends_at"
    if wished.is_external_modification_allowed != code.is_external_modification_allowed:
        yield "is_external_modification_allowed"
    if wished.is_one_time_use != code.is_one_time_use:
        yield "is_one_time_use"


_PROGRAMMED = ("code", "type", "starts_at", "ends_at")
"""Fields that need a command to the lock."""


# contract 8.8
def _confirmed_again(code: AccessCode, ask: UpdateRequest) -> Iterator[str]:
    """Yield the fields given again after a change at the lock: they ask for the code as it was."""
    if code.external is None:
        return
    for name in _PROGRAMMED:
        if getattr(ask, name) not in (UNCHANGED, None):
            yield name


# contract 6.32
def _check(
    record: LockRecord, world: World, code: AccessCode, wished: AccessCode
) -> None:
    """Refuse an invalid change; only changed fields are checked."""
    if wished.is_one_time_use and not code.is_one_time_use:
        check_one_time_use(record)
    is_other_pin = wished.pin != code.pin
    if is_other_pin and wished.pin is not None:
        check_pin_is_taken(record, world, wished.pin)
    if is_other_pin or wished.name != code.name:
        check_texts_hide_pin(wished.name, wished.common_code_key, wished.pin)
    is_longer = not _is_within(wished.window, code.window)
    is_revived = code.used_at is not None and (
        is_other_pin or wished.window != code.window
    )
    if is_other_pin or is_longer or is_revived:
        check_pin_is_free(record, world, wished)
    if is_longer or is_revived:
        check_room(record, world, wished)


def _is_within(inner: Window | None, outer: Window | None) -> bool:
    """Return whether the outer window contains the inner one."""
    if outer is None or inner is None:
        return outer is None
    return outer.starts_at <= inner.starts_at and inner.ends_at <= outer.ends_at


# contract 4.15
def _restarted(
    code: AccessCode, wished: AccessCode, changed: list[str], world: World
) -> AccessCode:
    """Return the code with its progress reset as far as the change requires."""
    progress = wished.progress
    if not any(name in _PROGRAMMED for name in changed):
        return replace(wished, progress=_unblocked(progress))
    return replace(
        wished,
        changed_at=world.now,
        external=None,
        used_at=None,
        progress=replace(
            progress,
            attempt=None,
            was_set=progress.was_set
            and (wished.window == code.window or _has_begun_set(wished, world)),
        ),
    )


def _has_begun_set(code: AccessCode, world: World) -> bool:
    """Return whether a code is set and its new window has begun: ended now, it was not missed."""
    is_set = code.progress.announced is Status.SET
    return is_set and (code.window is None or code.window.starts_at <= world.now)


def _unblocked(progress: Progress) -> Progress:
    """Retry a code that the lock refused: its name may have been the reason."""
    if progress.attempt is None or progress.attempt.retry_at is not None:
        return progress
    return replace(progress, attempt=None)


_NOT_A_CHANGE = ("access_code_id", "is_managed")


# contract 6.35, 11.2
def _release(
    edit: RecordEdit, world: World, ask: UpdateRequest, code: AccessCode
) -> None:
    """Leave a code on its lock, as an unmanaged one."""
    if any(
        getattr(ask, asked.name) is not UNCHANGED
        for asked in fields(ask)
        if asked.name not in _NOT_A_CHANGE
    ):
        raise Refused("release_with_other_changes", field="is_managed")
    capabilities = capabilities_of(edit.record)
    if capabilities.is_virtual:
        raise Refused("release_needs_a_real_lock", field="is_managed")
    placement = edit.by_owner.get(code.access_code_id)
    is_set = code.progress.announced is Status.SET
    if code.window is not None or placement is None or not is_set:
        raise Refused(
            "release_needs_ongoing_and_set", field="is_managed", name=code.name
        )
    release_slots(edit, [placement])
    edit.drop_code(code.access_code_id)
    edit.emit(EventType.CHANGED, world.now, code, released=True)
