"""Create an access code, or generate a PIN for one."""

from collections.abc import Callable

from ..model import AccessCode, EventType, LockRecord, Reach, Window, World
from ..model.copies import replace
from ..record.edit import RecordEdit, request
from . import pin_generator
from .capacity import check_room
from .inputs import CreateRequest
from .limits import (
    check_count,
    check_key,
    check_pin_is_free,
    check_pin_is_taken,
    check_texts_hide_pin,
    checked_name,
)
from .names import default_name
from .new_code import new_code
from .refused import Refused
from .windows import window_of_new_code


# contract 11.1, 12.77
@request
def create(
    edit: RecordEdit,
    world: World,
    given: CreateRequest,
    *,
    access_code_id: str,
    draw: Callable[[int], int],
) -> AccessCode:
    """Create a code. ``draw(n)`` gives a random number in [0, n). Raises Refused."""
    record = edit.record
    _check_abilities(record, world, given)
    check_count(record)
    window = window_of_new_code(given.starts_at, given.ends_at, world.now)
    _check_pool_use(given, window)
    key = given.common_code_key
    check_key(key)
    if given.code is not None:
        check_pin_is_taken(record, world, given.code)
    if given.name is None:
        count, name = default_name(record, given.code)
    else:
        count, name = record.code_count + 1, checked_name(given.name)
    pin = given.code
    is_pin_chosen_by_lock = pin_generator.capabilities_of(record).is_pin_chosen_by_lock
    if pin is None and not is_pin_chosen_by_lock:
        pin = pin_generator.generate(
            [(record, world)], given.preferred_code_length, draw, name, key or ""
        )
    check_texts_hide_pin(name, key, pin)
    code = new_code(
        record,
        world,
        given,
        access_code_id=access_code_id,
        name=name,
        pin=pin,
        window=window,
    )
    check_pin_is_free(record, world, code)
    check_room(record, world, code)
    edit.set_record(replace(record, code_count=count))
    edit.put_code(code)
    edit.emit(EventType.CREATED, world.now, code)
    return code


# contract 10.1
def _check_pool_use(given: CreateRequest, window: Window | None) -> None:
    """Refuse the backup pool for a code that may never end: backup codes would stay on the lock for ever."""
    if not given.use_backup_access_code_pool:
        return
    field = "use_backup_access_code_pool"
    if window is None:
        raise Refused("backup_pool_needs_window", field=field)
    if given.recurrence:
        raise Refused("backup_pool_without_recurrence", field=field)


# contract 6.30
def _check_abilities(record: LockRecord, world: World, given: CreateRequest) -> None:
    """Refuse options that this lock does not offer, or not at this instant."""
    pin_generator.capabilities_of(record)
    if not given.attempt_for_offline_device and world.reach is not Reach.REACHABLE:
        raise Refused("lock_not_reachable", field="attempt_for_offline_device")
