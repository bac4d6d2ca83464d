"""Update an access code."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime

from ..active_while import first_seen
from ..backup_codes import following
from ..goals import Goals
from ..model import (
    AccessCode,
    EventType,
    ExternalChange,
    KnownPin,
    LockRecord,
    MutationCode,
    Pin,
    Placement,
    Progress,
    Status,
    Window,
    World,
)
from ..model.copies import replace
from ..native_windows import native_window
from ..record.edit import RecordEdit, request
from ..record.journal import EMPTY_SLOT
from ..record.unmanaged import release_slots
from ..schedule import is_held_back, is_wanted
from ..use_count import with_limit
from .capacity import check_room
from .inputs import UNCHANGED, Unchanged, UpdateRequest
from .limits import (
    check_pin_is_free,
    check_pin_is_taken,
    check_texts_hide_pin,
    checked_name,
)
from .lookup import find
from .pin_generator import capabilities_of
from .recurrences import (
    first_window,
    only_stops_repeating,
    was_set_last,
    with_updated_windows,
)
from .refused import Refused
from .use_limit import check_limit_is_ahead, check_uses_are_reported, use_limit


# contract 10.20, 11.2, 11.85
@request
def update(edit: RecordEdit, world: World, given: UpdateRequest) -> AccessCode:
    """Change the given fields of a code. Raises Refused."""
    code = find(edit, given.access_code_id)
    if code.deleted_at is not None:
        raise Refused("access_code_being_deleted", name=code.name)
    if code.is_backup:
        raise Refused("access_code_is_backup", field="access_code_id", name=code.name)
    if given.is_managed is False:
        _release(edit, world, given, code)
        return code
    after = replace(
        code,
        name=code.name if given.name is UNCHANGED else checked_name(given.name),
        pin=_or_kept(given.code, code.pin),
        is_external_modification_allowed=_or_kept(
            given.is_external_modification_allowed,
            code.is_external_modification_allowed,
        ),
    )
    after = with_updated_windows(after, given, world.now)
    _check_pool_use(after)
    after = with_limit(after, _limit(code, given))
    after = _with_pause(_with_entity(after, given, world.now), given, world.now)
    changed = list(_changed(code, after)) or list(_confirmed_again(code, given))
    if not changed:
        return code
    after = restarted(code, after, changed, world)
    if after.max_uses != code.max_uses:
        after = _with_other_limit(edit.record, given, after, world.now)
    _check(edit.record, world, code, after)
    return put_update(edit, world, code, after, changed)


# contract 11.2
def put_update(
    edit: RecordEdit,
    world: World,
    code: AccessCode,
    after: AccessCode,
    changed: list[str],
) -> AccessCode:
    """Put a code into the record after an update that is checked, with its events; return it."""
    edit.put_code(after)
    if after.name != code.name:
        _let_be_renamed(edit, code)
    edit.emit(
        EventType.CHANGED,
        world.now,
        after,
        changed=",".join(changed),
        reason="requested",
    )
    if mutations := ",".join(_mutations(edit, world, code, after)):
        edit.emit(EventType.MUTATIONS_REQUESTED, world.now, after, mutations=mutations)
    return after


# contract 11.86, 11.96
def _mutations(
    edit: RecordEdit, world: World, code: AccessCode, after: AccessCode
) -> Iterator[MutationCode]:
    """Yield the changes that the lock must be told, of a code that is on it."""
    capabilities = capabilities_of(edit.record)
    if capabilities.is_virtual or not code.progress.on_device:
        return
    placement = edit.by_owner.get(code.access_code_id)
    is_empty = placement is not None and placement.may_hold == EMPTY_SLOT
    if is_empty or code.external is ExternalChange.REMOVED:
        return
    settings, now = world.settings, world.now
    is_as_wanted = (
        placement is not None
        and placement.may_hold == {Goals(edit, world).content(after)}
        and is_wanted(after, settings, now)
    )
    if after.pin != code.pin and not is_as_wanted:
        yield MutationCode.UPDATING_CODE
    if after.name != code.name and capabilities.name_length:
        yield MutationCode.UPDATING_NAME
    if is_as_wanted:
        return
    is_other_window = native_window(code, capabilities, settings) != native_window(
        after, capabilities, settings
    )
    was_held_back, is_now_held_back = is_held_back(code), is_held_back(after)
    is_turned = is_wanted(code, settings, now) is not is_wanted(after, settings, now)
    if is_other_window or (is_turned and after.window != code.window):
        yield MutationCode.UPDATING_TIME_FRAME
    if is_turned and is_now_held_back and not was_held_back:
        yield MutationCode.DEFERRING_CREATION


# contract 6.167
def _let_be_renamed(edit: RecordEdit, code: AccessCode) -> None:
    """Have the lock told the name of a code that others had put there: it was asked for now."""
    placement = edit.by_owner.get(code.access_code_id)
    if placement is not None and placement.kept_name is not None:
        edit.put_placement(replace(placement, kept_name=None))


# contract 10.1
def _check_pool_use(after: AccessCode) -> None:
    """Refuse to make a code that uses backup codes one that may never end."""
    if after.uses_backup_pool and after.window is None:
        raise Refused("backup_pool_needs_window", field="type")
    if after.uses_backup_pool and after.recurrence is not None:
        raise Refused("backup_pool_without_recurrence", field="recurrence")


# contract 6.142
def _limit(code: AccessCode, given: UpdateRequest) -> int | None:
    """Return the limit of uses after the update."""
    if isinstance(given.max_uses, Unchanged):
        if isinstance(given.is_one_time_use, Unchanged):
            return code.max_uses
        if given.is_one_time_use is code.is_one_time_use:
            return code.max_uses
        return use_limit(None, given.is_one_time_use, is_max_given=False)
    return use_limit(
        given.max_uses, _or_kept(given.is_one_time_use, None), is_max_given=True
    )


# contract 4.64, 5.110, 6.143
def _with_other_limit(
    record: LockRecord, given: UpdateRequest, code: AccessCode, now: datetime
) -> AccessCode:
    """Return the code, not used up any more, after a change of its limit of uses, which is checked."""
    if code.max_uses is not None:
        is_max = isinstance(given.is_one_time_use, Unchanged)
        field = "max_uses" if is_max else "is_one_time_use"
        check_uses_are_reported(record, field)
        check_limit_is_ahead(code.max_uses, code.use_count, field)
    if code.used_at is None:
        return code
    return replace(code, used_at=None, resumed_at=now)


# contract 4.65, 6.145
def _with_entity(code: AccessCode, given: UpdateRequest, now: datetime) -> AccessCode:
    """Return the code with another entity to depend on, or with none, if that is asked for and new."""
    if isinstance(given.active_while, Unchanged):
        return code
    before, seen = code.active_while, given.active_while
    if seen is None:
        is_released = before is not None and not before.is_on
        at = now if is_released else code.resumed_at
        return replace(code, active_while=None, resumed_at=at)
    if before is not None and before.entity_id == seen.entity_id:
        return code
    return replace(code, active_while=first_seen(seen, now))


# contract 4.60, 6.140
def _with_pause(code: AccessCode, given: UpdateRequest, now: datetime) -> AccessCode:
    """Return the code paused, or resumed, if that is asked for and new."""
    if given.is_paused is UNCHANGED or given.is_paused is code.is_paused:
        return code
    if given.is_paused:
        return replace(code, paused_at=now)
    return replace(code, paused_at=None, resumed_at=now)


def _or_kept[Given, Kept](given: Given | Unchanged, kept: Kept) -> Given | Kept:
    """Return the given value, else the kept one."""
    return kept if isinstance(given, Unchanged) else given


def _changed(code: AccessCode, after: AccessCode) -> Iterator[str]:
    """Yield the fields that differ, by their names in the access code object."""
    if after.name != code.name:
        yield "name"
    if after.pin != code.pin:
        yield "code"
    if after.type is not code.type:
        yield "type"
    old, new = first_window(code), first_window(after)
    if old != new:
        if old is None or new is None or old.starts_at != new.starts_at:
            yield "starts_at"
        if old is None or new is None or old.ends_at != new.ends_at:
            yield "ends_at"
    if _repeats(after) != _repeats(code):
        yield "recurrence"
    if after.is_external_modification_allowed != code.is_external_modification_allowed:
        yield "is_external_modification_allowed"
    if after.is_one_time_use != code.is_one_time_use:
        yield "is_one_time_use"
    if after.max_uses != code.max_uses:
        yield "max_uses"
    if after.is_paused != code.is_paused:
        yield "is_paused"
    if after.active_while != code.active_while:
        yield "active_while"


def _repeats(code: AccessCode) -> tuple[str, str] | None:
    """Return the rule and the zone of a code's recurrence."""
    recurrence = code.recurrence
    return None if recurrence is None else (recurrence.rule, recurrence.zone)


_PROGRAMMED = ("code", "type", "starts_at", "ends_at", "recurrence")
"""Fields that need a command to the lock."""


# contract 8.8
def _confirmed_again(code: AccessCode, given: UpdateRequest) -> Iterator[str]:
    """Yield the fields given again after a change at the lock: they ask for the code as it was."""
    if code.external is None:
        return
    for name in _PROGRAMMED:
        if getattr(given, name) not in (UNCHANGED, None):
            yield name


# contract 6.32
def _check(
    record: LockRecord, world: World, code: AccessCode, after: AccessCode
) -> None:
    """Refuse an invalid change; only changed fields are checked."""
    is_other_pin = after.pin != code.pin
    if is_other_pin and after.pin is not None:
        check_pin_is_taken(record, world, after.pin)
    if is_other_pin or after.name != code.name:
        check_texts_hide_pin(after.name, after.common_code_key, after.pin)
    if after.name != code.name:
        for pin in _pins_that_may_open(record, code):
            check_texts_hide_pin(after.name, None, pin)
    is_other_rule = after.recurrence not in (None, code.recurrence)
    is_longer = is_other_rule or not _is_within(after.window, code.window)
    is_revived = code.used_at is not None and after.used_at is None
    if is_other_pin or is_longer or is_revived:
        check_pin_is_free(record, world, after)
    if is_longer or is_revived:
        check_room(_with_backup(record, after), world, after)


# contract 3.41
def _pins_that_may_open(record: LockRecord, code: AccessCode) -> set[Pin]:
    """Return the PINs of a code that its lock may still take: a change of the PIN may be under way."""
    placement = record.placement_of(code.access_code_id)
    held = frozenset() if placement is None else placement.may_hold
    pins = {content.pin for content in held if isinstance(content, KnownPin)}
    return pins if code.pin is None else {code.pin, *pins}


# contract 10.11
def _with_backup(record: LockRecord, after: AccessCode) -> LockRecord:
    """Return the record with the backup code of a code as it follows that after the update: it needs a slot, too."""
    backup = record.codes.get(after.pulled_backup_id or "")
    if backup is None or backup.pull is None:
        return record
    followed = following(backup, backup.pull, after)
    return replace(record, codes={**record.codes, followed.access_code_id: followed})


def _is_within(inner: Window | None, outer: Window | None) -> bool:
    """Return whether the outer window contains the inner one."""
    if outer is None or inner is None:
        return outer is None
    return outer.starts_at <= inner.starts_at and inner.ends_at <= outer.ends_at


# contract 4.15, 4.64
def restarted(
    code: AccessCode, after: AccessCode, changed: list[str], world: World
) -> AccessCode:
    """Return the code with its progress reset as far as the change requires."""
    progress = after.progress
    is_for_lock = any(name in _PROGRAMMED for name in changed)
    if not is_for_lock or only_stops_repeating(code, after):
        return replace(after, progress=_unblocked(progress))
    return replace(
        reprogrammed(code, after, world),
        external=None,
        used_at=None,
        use_count=code.use_count if code.used_at is None else 0,
    )


# contract 5.92
def reprogrammed(code: AccessCode, after: AccessCode, world: World) -> AccessCode:
    """Return the code as one of which the lock is to be told, with its tries anew."""
    window = after.window
    # Nobody waits for a window that was over when it was asked for.
    is_over = window is not None and window.ends_at <= world.now
    is_same = window == code.window or is_over or _has_begun_set(after, world)
    was_set = (is_same and after.progress.was_set) or (
        is_over and was_set_last(code, world.now)
    )
    progress = replace(after.progress, attempt=None, was_set=was_set)
    return replace(after, changed_at=world.now, progress=progress)


def _has_begun_set(code: AccessCode, world: World) -> bool:
    """Return whether a code is set and its new window has begun: ended now, it was not missed."""
    is_set = code.progress.announced is Status.SET
    return is_set and (code.window is None or code.window.starts_at <= world.now)


def _unblocked(progress: Progress) -> Progress:
    """Retry a code that the lock refused: its name may have been the reason."""
    if progress.attempt is None or progress.attempt.retry_at is not None:
        return progress
    return replace(progress, attempt=None)


# contract 9.18
def _is_ended_by_lock(
    edit: RecordEdit, world: World, code: AccessCode, placement: Placement
) -> bool:
    """Return whether the lock holds the code with its window, and so ends it by itself."""
    content = Goals(edit, world).content(code)
    is_windowed = isinstance(content, KnownPin) and content.window is not None
    return is_windowed and placement.possible == {content}


_NOT_A_CHANGE = ("access_code_id", "is_managed", "zone")


# contract 6.35, 11.2
def _release(
    edit: RecordEdit, world: World, given: UpdateRequest, code: AccessCode
) -> None:
    """Leave a code on its lock, as an unmanaged one."""
    if any(
        getattr(given, field.name) is not UNCHANGED
        for field in fields(given)
        if field.name not in _NOT_A_CHANGE
    ):
        raise Refused("release_with_other_changes", field="is_managed")
    capabilities = capabilities_of(edit.record)
    if capabilities.is_virtual:
        raise Refused("release_needs_a_real_lock", field="is_managed")
    placement = edit.by_owner.get(code.access_code_id)
    is_set = code.progress.announced is Status.SET
    is_ended_by_lock = placement is not None and _is_ended_by_lock(
        edit, world, code, placement
    )
    is_held = code.window is None or is_ended_by_lock
    if placement is None or not is_set or not is_held or is_held_back(code):
        raise Refused(
            "release_needs_ongoing_and_set", field="is_managed", name=code.name
        )
    release_slots(edit, world.now, [(placement, code)])
    edit.drop_code(code.access_code_id)
    edit.emit(EventType.CHANGED, world.now, code, released=True, reason="released")
