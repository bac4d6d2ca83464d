"""The new code of a request, once its parts were checked."""

from ..active_while import first_seen
from ..model import AccessCode, LockRecord, Pin, Window, World
from ..use_count import with_limit
from .inputs import CreateRequest
from .pin_generator import capabilities_of
from .recurrences import with_asked_recurrence
from .use_limit import limit_of_new_code


def new_code(
    record: LockRecord,
    world: World,
    given: CreateRequest,
    *,
    access_code_id: str,
    name: str,
    pin: Pin | None,
    window: Window | None,
) -> AccessCode:
    """Return the code that is asked for, not in the record yet. Raises Refused for its recurrence or its limit of uses."""
    entity = given.active_while
    code = AccessCode(
        access_code_id=access_code_id,
        name=name,
        pin=pin,
        window=window,
        created_at=world.now,
        changed_at=world.now,
        common_code_key=given.common_code_key,
        is_external_modification_allowed=given.is_external_modification_allowed,
        prefer_native_scheduling=given.prefer_native_scheduling,
        is_pin_chosen_by_lock=capabilities_of(record).is_pin_chosen_by_lock,
        active_while=None if entity is None else first_seen(entity, world.now),
        uses_backup_pool=given.use_backup_access_code_pool,
    )
    limit = limit_of_new_code(record, given)
    return with_limit(with_asked_recurrence(code, given, world.now), limit)
