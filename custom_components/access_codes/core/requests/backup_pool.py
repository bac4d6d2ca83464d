"""The pool of backup codes: pull one of them, and keep the pool as large as it is to be."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from operator import attrgetter

from ..backup_codes import following, is_given_up, is_ready, uses_pool
from ..model import (
    AccessCode,
    EventType,
    LockRecord,
    Outcome,
    Pin,
    Pull,
    Reach,
    Window,
    World,
)
from ..record.edit import RecordEdit, edited, request
from ..record.journal import EMPTY_SLOT
from ..schedule import PRELOAD_AHEAD, ended_at, is_held_back, is_wanted
from . import pin_generator
from .capacity import spare_room
from .limits import MOST_CODES, is_in_force, is_same_or_beginning
from .lookup import find
from .refused import Refused

_uses_pool, _is_backup = attrgetter("uses_backup_pool"), attrgetter("is_backup")

_NAME = "Backup code"

_REPLACED_AFTER = timedelta(hours=1)
"""Time after which a backup code that the lock refuses for its PIN is replaced by another one."""


# contract 10.7, 10.8, 10.9, 10.17
@request
def pull_backup(
    edit: RecordEdit, world: World, access_code_id: str
) -> AccessCode | None:
    """Pull a backup code in place of a code, and return it; None if none is left, which is noted. Idempotent.

    Raises Refused.
    """
    original = find(edit, access_code_id)
    _check_original(original, world)
    pulled = edit.codes.get(original.pulled_backup_id or "")
    if pulled is not None and pulled.deleted_at is None:
        return pulled
    ready = min(
        (code for code in edit.codes.values() if _is_ready(edit, code)),
        key=lambda code: (_is_unverified(edit, code), code.created_at, code.name),
        default=None,
    )
    if ready is None:
        if edit.record.backup_missed_at is None:
            edit.set_record(replace(edit.record, backup_missed_at=world.now))
        return None
    pull = Pull(original.access_code_id, world.now, original.window)
    original = replace(original, pulled_backup_id=ready.access_code_id)
    backup = following(replace(ready, pull=pull, changed_at=world.now), pull, original)
    edit.put_code(original)
    edit.put_code(backup)
    edit.emit(
        EventType.BACKUP_ACCESS_CODE_PULLED,
        world.now,
        original,
        backup_access_code_id=backup.access_code_id,
    )
    return backup


# contract 10.16
def _check_original(original: AccessCode, world: World) -> None:
    """Refuse a code for which no backup code is pulled."""
    name = original.name
    if original.is_backup:
        raise Refused("access_code_is_backup", field="access_code_id", name=name)
    if original.deleted_at is not None:
        raise Refused("access_code_being_deleted", name=name)
    if original.window is None:
        raise Refused("access_code_not_time_bound", field="access_code_id", name=name)
    if not original.uses_backup_pool:
        raise Refused("backup_pool_not_used", field="access_code_id", name=name)
    if ended_at(original, world.now) is not None:
        raise Refused("access_code_is_over", field="access_code_id", name=name)
    if is_held_back(original):
        raise Refused("access_code_held_back", field="access_code_id", name=name)


def _is_ready(edit: RecordEdit, code: AccessCode) -> bool:
    placement = edit.by_owner.get(code.access_code_id)
    return is_ready(code, code.progress.announced, placement, edit.record)


def _is_unverified(edit: RecordEdit, code: AccessCode) -> bool:
    placement = edit.by_owner.get(code.access_code_id)
    return placement is not None and placement.is_unverified


# contract 10.2, 10.3, 10.5
def keep_pool(
    record: LockRecord,
    world: World,
    *,
    draw: Callable[[int], int],
    new_id: Callable[[], str],
) -> LockRecord:
    """Return the record with as many backup codes as there are to be, and with the pulled ones as their originals are.

    Before each decision. ``draw(n)`` gives a random number in [0, n). A backup code that is no longer to be is deleted
    as any other code: it stays until the lock has let go of it.
    """
    codes = record.codes.values()
    if not (any(map(_uses_pool, codes)) or any(map(_is_backup, codes))):
        return record
    return edited(record, _Pool(world, draw, new_id).keep)


class _Pool:
    """The backup codes of one lock at one instant."""

    def __init__(
        self, world: World, draw: Callable[[int], int], new_id: Callable[[], str]
    ) -> None:
        self._world = world
        self._draw = draw
        self._new_id = new_id

    def keep(self, edit: RecordEdit) -> None:
        """End what is to end, and add what is missing."""
        self._follow_originals(edit)
        self._end_unfit(edit)
        now = self._world.now
        is_used = any(uses_pool(code, now) for code in edit.codes.values())
        wanted = self._world.settings.backup_pool_size if is_used else 0
        kept = [code for code in _in_pool(edit) if code.deleted_at is None]
        room = self._room(edit, len(kept))
        # While nothing can be taken off, what is there can still be pulled.
        if room is not None and self._world.reach is Reach.REACHABLE:
            wanted = min(wanted, room)
        # Those that the lock does not hold end first, then the newest.
        kept.sort(key=lambda code: (not _is_ready(edit, code), code.created_at))
        for code in kept[wanted:]:
            self._end(edit, code)
        leaving = len(_leaving(edit))
        if edit.record.capabilities is not None and not self._world.is_stopping:
            room = wanted if room is None else room
            for _ in range(min(wanted, room - leaving) - len(kept)):
                if not self._add(edit):
                    break

    # contract 10.11
    def _follow_originals(self, edit: RecordEdit) -> None:
        """Bring the pulled backup codes in step with their originals."""
        for backup in list(edit.codes.values()):
            if (pull := backup.pull) is None or backup.deleted_at is not None:
                continue
            original = edit.codes.get(pull.original_id)
            if original is None or is_given_up(backup, pull, original, self._world.now):
                self._end(edit, backup)
            elif (after := following(backup, pull, original)) != backup:
                edit.put_code(after)
        for original in list(edit.codes.values()):
            if original.pulled_backup_id is not None:
                pulled = edit.codes.get(original.pulled_backup_id)
                if pulled is None or pulled.deleted_at is not None:
                    edit.put_code(replace(original, pulled_backup_id=None))

    # contract 10.6
    def _end_unfit(self, edit: RecordEdit) -> None:
        """End backup codes whose PIN somebody else has, or that the lock refuses for it."""
        pins = None
        for code in list(_in_pool(edit)):
            if code.deleted_at is not None:
                continue
            if pins is None:
                pins = _pins_of_others(edit)
            if self._is_refused(code) or _is_pin_taken(edit, code, pins):
                self._end(edit, code)

    def _is_refused(self, code: AccessCode) -> bool:
        """Return whether the lock does not take the PIN of a backup code, and has had another one for long enough."""
        attempt = code.progress.attempt
        if attempt is None or attempt.retry_at is not None:
            return False
        is_pin_refused = attempt.outcome in (Outcome.DUPLICATE, Outcome.INVALID)
        return is_pin_refused and self._world.now >= code.created_at + _REPLACED_AFTER

    # contract 10.5
    def _room(self, edit: RecordEdit, kept: int) -> int | None:
        """Return the number of backup codes for which the other codes leave room; None: without limit."""
        now, record = self._world.now, _with_codes(edit)
        room = spare_room(record, self._world, Window(now, now + PRELOAD_AHEAD))
        if not any(map(_is_lock_full, edit.codes.values())):
            return room
        room = kept if room is None else min(room, kept)
        is_room_being_made = any(
            code.progress.attempt is None for code in _leaving(edit)
        )
        if self._is_any_waiting(edit) and not is_room_being_made:
            # Those without a slot make no room.
            held = sum(code.access_code_id in edit.by_owner for code in _in_pool(edit))
            return max(min(room, held) - 1, 0)
        return room

    def _is_any_waiting(self, edit: RecordEdit) -> bool:
        """Return whether the lock had no room for a code that is wanted."""
        settings, now = self._world.settings, self._world.now
        return any(
            not code.is_in_pool
            and _is_lock_full(code)
            and not _has_slot(edit, code)
            and is_wanted(code, settings, now)
            for code in edit.codes.values()
        )

    def _add(self, edit: RecordEdit) -> bool:
        """Add a backup code, and return whether there is a PIN for it."""
        record, now = _with_codes(edit), self._world.now
        capabilities = pin_generator.capabilities_of(record)
        name = _free_name(edit)
        pin: Pin | None = None
        if len(edit.codes) >= MOST_CODES:
            return False
        if not capabilities.is_pin_chosen_by_lock:
            try:
                pin = pin_generator.generate(
                    [(record, self._world)], None, self._draw, name
                )
            except Refused:
                return False
        code = AccessCode(
            access_code_id=self._new_id(),
            name=name,
            pin=pin,
            window=None,
            created_at=now,
            changed_at=now,
            prefer_native_scheduling=False,
            is_pin_chosen_by_lock=capabilities.is_pin_chosen_by_lock,
            is_backup=True,
        )
        edit.put_code(code)
        edit.emit(EventType.CREATED, now, code)
        return True

    def _end(self, edit: RecordEdit, code: AccessCode) -> None:
        edit.put_code(replace(code, deleted_at=self._world.now))


def _in_pool(edit: RecordEdit) -> Iterator[AccessCode]:
    """Yield the backup codes that nobody has pulled, those that are being removed included."""
    return (code for code in edit.codes.values() if code.is_in_pool)


def _has_slot(edit: RecordEdit, code: AccessCode) -> bool:
    """Return whether the lock may hold a code: the slot of one that is known to be gone makes no room for it."""
    placement = edit.by_owner.get(code.access_code_id)
    return placement is not None and placement.may_hold != EMPTY_SLOT


def _leaving(edit: RecordEdit) -> list[AccessCode]:
    """Return the backup codes that nobody has pulled and that are being removed from their slots."""
    return [
        code
        for code in _in_pool(edit)
        if code.deleted_at is not None and code.access_code_id in edit.by_owner
    ]


def _with_codes(edit: RecordEdit) -> LockRecord:
    """Return the record with its codes as they are now."""
    return replace(edit.record, codes=edit.codes)


def _is_lock_full(code: AccessCode) -> bool:
    """Return whether the lock has called itself full when a code was to be set."""
    attempt = code.progress.attempt
    if attempt is None or attempt.is_removal or code.deleted_at is not None:
        return False
    return attempt.outcome is Outcome.FULL and attempt.retry_at is None


def _pins_of_others(edit: RecordEdit) -> frozenset[str]:
    """Return the PINs of the codes that are no backup codes of the pool, and may still open."""
    return frozenset(
        code.pin.reveal()
        for code in edit.codes.values()
        if code.pin is not None and not code.is_in_pool and is_in_force(code)
    )


def _is_pin_taken(edit: RecordEdit, code: AccessCode, pins: frozenset[str]) -> bool:
    if code.pin is None:
        return False
    pin = code.pin.reveal()
    if pin in pins:
        return True
    if pin_generator.has_enter_key(edit.record):
        return False
    return any(is_same_or_beginning(pin, other) for other in pins)


def _free_name(edit: RecordEdit) -> str:
    """Return the name of a new backup code, with the first number that is free."""
    taken = {code.name for code in edit.codes.values()}
    number = 1
    while f"{_NAME} {number}" in taken:
        number += 1
    return f"{_NAME} {number}"
