"""Backup codes: PINs that the lock holds already, one of which is pulled in place of a code that could not be set."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from operator import attrgetter

from .model import AccessCode, LockRecord, Placement, Pull, Status, Window
from .schedule import ended_at

_is_backup = attrgetter("is_backup")


# contract 10.2
def uses_pool(code: AccessCode, now: datetime) -> bool:
    """Return whether a backup code may still be pulled for a code."""
    if not code.uses_backup_pool or code.deleted_at is not None:
        return False
    return code.window is not None and ended_at(code, now) is None


# contract 10.8
def is_ready(
    code: AccessCode,
    status: Status | None,
    placement: Placement | None,
    record: LockRecord,
) -> bool:
    """Return whether a backup code can be pulled: the lock holds it, as far as is known, and nobody has pulled it."""
    if not code.is_in_pool or code.deleted_at is not None or code.pin is None:
        return False
    if status is not Status.SET:
        return False
    return placement is None or placement.slot not in record.inactive_since


# contract 10.5
def can_make_room(
    codes: Mapping[str, AccessCode], placements: Mapping[str, Placement]
) -> bool:
    """Return whether a backup code of the pool has a slot that it gives to another code: its removal has not failed."""
    if not any(map(_is_backup, codes.values())):
        return False
    for placement in placements.values():
        code = codes[placement.owner]
        if code.is_in_pool:
            attempt = code.progress.attempt
            if attempt is None or not attempt.is_removal:
                return True
    return False


# contract 10.12
def original_of(codes: Mapping[str, AccessCode], code: AccessCode) -> AccessCode:
    """Return the code in whose place a backup code was pulled; any other code itself."""
    if code.pull is None:
        return code
    return codes.get(code.pull.original_id, code)


def by_backup(backup_id: str | None) -> dict[str, str]:
    """Return the detail of an event that a backup code was used in place of its original; nothing without one."""
    return {} if backup_id is None else {"backup_access_code_id": backup_id}


# contract 10.11, 10.19
def following(backup: AccessCode, pull: Pull, original: AccessCode) -> AccessCode:
    """Return a pulled backup code as its original is now: wanted when that is, and from the pull on at the latest."""
    return replace(
        backup,
        window=_window(pull, original),
        changed_at=max(backup.changed_at, original.changed_at),
        deleted_at=backup.deleted_at or original.deleted_at,
        used_at=original.used_at,
        is_use_open=original.is_use_open,
        paused_at=original.paused_at,
        resumed_at=original.resumed_at,
        active_while=original.active_while,
    )


# contract 10.11
def is_given_up(
    backup: AccessCode, pull: Pull, original: AccessCode, now: datetime
) -> bool:
    """Return whether the original has begun anew after it was over: the backup code ended with what was before.

    A clock that is set back, and a use that is undone, begin nothing anew.
    """
    if backup.used_at is not None and original.used_at is None:
        return not backup.is_use_open
    return _is_over(backup, now) and _window(pull, original) != backup.window


def _window(pull: Pull, original: AccessCode) -> Window | None:
    """Return the window of a pulled backup code: it opens from the pull on, unless the original was moved since."""
    window = original.window
    if window is None or pull.window is None:
        return window
    if window.starts_at != pull.window.starts_at:
        return window
    return Window(min(pull.pulled_at, window.starts_at), window.ends_at)


def _is_over(code: AccessCode, now: datetime) -> bool:
    return code.window is not None and code.window.ends_at <= now
