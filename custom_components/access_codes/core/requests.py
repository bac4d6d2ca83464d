"""What a create, update or delete asks, checked against the codes that are there.

Each function returns the new record, or raises Refused and has changed nothing. Times are aware instants in UTC.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from . import pins
from .asks import KEEP, CreateAsk, Keep, UpdateAsk
from .events import emit
from .model import AccessCode, LockRecord, Reach, World
from .pin import Pin
from .refused import Refused
from .requests_checks import (
    check_count,
    check_key,
    check_one_time_use,
    check_pin_is_free,
    check_pin_is_taken,
    check_room,
    check_texts_hide_pin,
    checked_name,
    is_in_force,
)
from .requests_update import updated
from .requests_windows import window_of_new_code
from .texts import is_in_text

__all__ = [
    "KEEP",
    "CreateAsk",
    "Keep",
    "Refused",
    "UpdateAsk",
    "create",
    "delete",
    "find",
    "find_by_pin",
    "generate",
    "update",
]

_DEFAULT_NAME = "Access code"


def create(
    record: LockRecord,
    world: World,
    ask: CreateAsk,
    *,
    access_code_id: str,
    draw: Callable[[int], int],
) -> tuple[LockRecord, AccessCode]:
    """Add a code. ``draw(n)`` gives a random number in [0, n)."""
    _check_abilities(record, world, ask)
    check_count(record)
    window = window_of_new_code(ask.starts_at, ask.ends_at, world.now)
    key = ask.common_code_key
    check_key(key)
    if ask.code is not None:
        check_pin_is_taken(record, world, ask.code)
    if ask.name is None:
        count, name = _default_name(record, ask.code)
    else:
        count, name = record.code_count + 1, checked_name(ask.name)
    pin = ask.code
    if pin is None:
        pin = pins.generate(
            [(record, world)], ask.preferred_code_length, draw, name, key or ""
        )
    check_texts_hide_pin(name, key, pin)
    code = AccessCode(
        access_code_id=access_code_id,
        name=name,
        pin=pin,
        window=window,
        created_at=world.now,
        changed_at=world.now,
        common_code_key=key,
        is_external_modification_allowed=ask.is_external_modification_allowed,
        is_one_time_use=ask.is_one_time_use,
        prefer_native_scheduling=ask.prefer_native_scheduling,
    )
    check_pin_is_free(record, world, code)
    check_room(record, world, code)
    record = replace(
        record, codes={**record.codes, code.access_code_id: code}, code_count=count
    )
    return emit(record, "access_code.created", world.now, code), code


def _check_abilities(record: LockRecord, world: World, ask: CreateAsk) -> None:
    """Refuse what this lock, or this moment, does not offer."""
    pins.capabilities_of(record)
    if ask.use_backup_access_code_pool:
        raise Refused("backup_pool_not_available", field="use_backup_access_code_pool")
    if ask.is_one_time_use:
        check_one_time_use(record)
    if not ask.attempt_for_offline_device and world.reach is not Reach.REACHABLE:
        raise Refused("lock_not_reachable", field="attempt_for_offline_device")


def _default_name(record: LockRecord, pin: Pin | None) -> tuple[int, str]:
    """Return the number and the name of a code without one: the next number that does not tell the PIN."""
    check_texts_hide_pin(_DEFAULT_NAME, None, pin)
    count = record.code_count + 1
    while pin is not None and is_in_text(pin.reveal(), f"{_DEFAULT_NAME} {count}"):
        count += 1
    return count, f"{_DEFAULT_NAME} {count}"


def update(
    record: LockRecord, world: World, ask: UpdateAsk
) -> tuple[LockRecord, AccessCode]:
    """Change what is given and nothing else."""
    code = find(record, ask.access_code_id)
    if code.deleted_at is not None:
        raise Refused("access_code_being_deleted", name=code.name)
    return updated(record, world, ask, code)


def delete(
    record: LockRecord, world: World, access_code_id: str
) -> tuple[LockRecord, AccessCode]:
    """Mark a code as to be deleted; it goes when the lock has let go of it. Again is no error."""
    code = find(record, access_code_id)
    if code.deleted_at is not None:
        return record, code
    code = replace(code, deleted_at=world.now)
    return replace(record, codes={**record.codes, access_code_id: code}), code


def generate(
    locks: Sequence[tuple[LockRecord, World]],
    preferred_code_length: int | None,
    draw: Callable[[int], int],
) -> Pin:
    """Draw a PIN that every one of the locks takes and none of them knows."""
    return pins.generate(locks, preferred_code_length, draw)


def find(record: LockRecord, access_code_id: str) -> AccessCode:
    """Return the code. Raises Refused."""
    code = record.codes.get(access_code_id)
    if code is None:
        raise Refused(
            "access_code_not_found",
            field="access_code_id",
            access_code_id=access_code_id,
        )
    return code


def find_by_pin(record: LockRecord, world: World, typed: str) -> AccessCode:
    """Return the code with this PIN: of several the one valid now, else the next to be. Raises Refused."""
    codes = [
        code
        for code in record.codes.values()
        if code.pin is not None and code.pin.matches(typed)
    ]
    if not codes:
        raise Refused("code_not_found", field="code")
    return min(codes, key=lambda code: _distance(code, world.now))


def _distance(code: AccessCode, now: datetime) -> tuple[int, float]:
    """Order codes of one PIN: valid now, next to be, last to have been."""
    if not is_in_force(code):
        return 3, 0.0
    if code.window is None or code.window.contains(now):
        return 0, 0.0
    if code.window.starts_at > now:
        return 1, (code.window.starts_at - now).total_seconds()
    return 2, (now - code.window.ends_at).total_seconds()
