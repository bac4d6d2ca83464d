"""Create a code of another Home Assistant, by the requests that create and change codes here."""

from collections.abc import Callable
from dataclasses import replace

from ..model import AccessCode, LockRecord, SeenEntity, World
from ..record.edit import RecordEdit, request
from ..recurrence import occurrence_at
from .create import create
from .inputs import UNCHANGED, CreateRequest, UpdateRequest
from .portable import PortableCode
from .recurrences import first_window
from .update import update
from .use_limit import check_limit_is_ahead


# contract 17.58, 17.59, 17.60
def import_code(
    record: LockRecord,
    world: World,
    wanted: PortableCode,
    *,
    active_while: SeenEntity | None,
    access_code_id: str,
    draw: Callable[[int], int],
) -> tuple[LockRecord, AccessCode | None]:
    """Create a code as it was there; None: it is here already. Raises Refused, as ``create`` and ``update`` do."""
    if any(_is_same(code, wanted) for code in record.codes.values()):
        return record, None
    check_limit_is_ahead(wanted.max_uses, wanted.use_count)
    given = _creation(world, wanted, active_while)
    record, code = create(
        record, world, given, access_code_id=access_code_id, draw=draw
    )
    if wanted.recurrence is not None or wanted.is_paused:
        record, code = update(record, world, _change(wanted, access_code_id))
    if wanted.use_count:
        record, code = _with_uses(record, world, code, wanted)
    return record, code


# contract 17.60
def _is_same(code: AccessCode, wanted: PortableCode) -> bool:
    """Return whether a code has this name, PIN and window."""
    return (
        code.is_listed
        and code.deleted_at is None
        and (code.name, code.pin) == (wanted.name, wanted.pin)
        and first_window(code) == wanted.first_window
        and _rule(code) == _rule(wanted)
    )


def _rule(code: AccessCode | PortableCode) -> tuple[str, str] | None:
    recurrence = code.recurrence
    return None if recurrence is None else (recurrence.rule, recurrence.zone)


# contract 17.59
def _creation(
    world: World, wanted: PortableCode, active_while: SeenEntity | None
) -> CreateRequest:
    """Return the request for the code. One that recurs begins with its occurrence of now: the first may be long over."""
    window = wanted.window
    if wanted.recurrence is not None:
        window = occurrence_at(wanted.recurrence, world.now).window
    return CreateRequest(
        name=wanted.name,
        code=wanted.pin,
        starts_at=None if window is None else window.starts_at,
        ends_at=None if window is None else window.ends_at,
        common_code_key=wanted.common_code_key,
        is_external_modification_allowed=wanted.is_external_modification_allowed,
        max_uses=wanted.max_uses,
        active_while=active_while,
        prefer_native_scheduling=wanted.prefer_native_scheduling,
        use_backup_access_code_pool=wanted.uses_backup_pool,
    )


# contract 17.59
def _change(wanted: PortableCode, access_code_id: str) -> UpdateRequest:
    """Return the request that makes the new code recur, and pauses it."""
    recurrence = wanted.recurrence
    if recurrence is None:
        return UpdateRequest(access_code_id=access_code_id, is_paused=True)
    return UpdateRequest(
        access_code_id=access_code_id,
        starts_at=recurrence.first.starts_at,
        ends_at=recurrence.first.ends_at,
        recurrence=recurrence.rule,
        zone=recurrence.zone,
        is_paused=True if wanted.is_paused else UNCHANGED,
    )


# contract 17.59
@request
def _with_uses(
    edit: RecordEdit, _: World, code: AccessCode, wanted: PortableCode
) -> AccessCode:
    """Let the new code go on with the uses that it had."""
    after = replace(code, use_count=wanted.use_count, last_used_at=wanted.last_used_at)
    edit.put_code(after)
    return after
