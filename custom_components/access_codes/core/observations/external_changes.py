"""Apply a change that was made at the lock: allowed, or to be put back."""

from dataclasses import replace

from ..model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    Change,
    Content,
    EventType,
    KnownPin,
    LockRecord,
    Placement,
    Readability,
    World,
)
from ..record.edit import put_code, put_placement
from ..record.events import emit
from ..requests import find
from ..retries import forget_attempt
from ..schedule import is_wanted, wanted_content


def accept_change(
    record: LockRecord, world: World, access_code_id: str
) -> tuple[LockRecord, None]:
    """Let a change that was made at the lock stand, as if it had been allowed. Raises Refused."""
    code = find(record, access_code_id)
    placement = record.placement_of(access_code_id)
    if placement is None or placement.deviation is None:
        return record, None
    pin = code.pin
    if placement.deviation is Change.MODIFIED:
        content = _changed_content(placement, code)
        pin = content.pin if isinstance(content, KnownPin) else None
    code = replace(
        code,
        pin=pin,
        external=placement.deviation,
        progress=replace(code.progress, lost_at=None, attempt=None),
    )
    reads = record.capabilities.reads if record.capabilities else Readability.PIN
    placement = replace(
        placement,
        deviation=None,
        put_backs=(),
        is_confirmed=True,
        # A put-back that was under way may have been carried out: the lock has the last word.
        is_to_be_read=len(placement.possible) > 1 and reads is not Readability.NOTHING,
    )
    return replace(
        record,
        codes={**record.codes, access_code_id: code},
        placements={**record.placements, placement.slot: placement},
    ), None


def _changed_content(placement: Placement, code: AccessCode) -> Content:
    """Return what somebody set at the lock, as far as the journal tells it from our own put-back."""
    ours = KnownPin(code.pin) if code.pin is not None else UNREADABLE
    others = placement.possible - {ours, EMPTY}
    return next(iter(others)) if len(others) == 1 else UNREADABLE


# contract 8.6, 8.9
def apply_unexpected(
    record: LockRecord, world: World, before: Placement, after: Placement
) -> LockRecord:
    """Take a change that somebody made at the lock in a slot of ours."""
    code = record.codes[after.owner]
    if not is_wanted(code, world.settings, world.now):
        return put_placement(record, after)
    content = next(iter(after.possible))
    if content == wanted_content(code):
        return forget_attempt(
            put_placement(record, replace(after, deviation=None)), after.owner
        )
    change = Change.REMOVED if content is EMPTY else Change.MODIFIED
    if code.is_external_modification_allowed or code.pin is None:
        # Without a PIN there is nothing that could be put back.
        after = replace(after, is_confirmed=True, deviation=None)
        if not _held_what_is_wished(before, code):
            # Nobody changed what is wished now: the lock has not had it yet, and is to get it.
            return _emit_change(put_placement(record, after), world, code, change)
        record = put_code(
            put_placement(record, after), with_allowed_change(code, change, content)
        )
    else:
        record = put_placement(record, replace(after, deviation=change))
        progress = replace(code.progress, lost_at=world.now, attempt=None)
        record = put_code(record, replace(code, progress=progress))
    return _emit_change(record, world, code, change)


def _held_what_is_wished(before: Placement, code: AccessCode) -> bool:
    """Tell whether the lock had the wished PIN, so that a change at the lock came after the wish."""
    wished = wanted_content(code)
    return wished in before.possible and before.possible <= {wished, UNREADABLE}


# contract 8.7
def with_allowed_change(
    code: AccessCode, change: Change, content: Content
) -> AccessCode:
    """Let a change at the lock stand."""
    if change is Change.REMOVED:
        return replace(code, external=change)
    pin = content.pin if isinstance(content, KnownPin) else None
    return replace(code, external=change, pin=pin)


# contract 11.7
def _emit_change(
    record: LockRecord, world: World, code: AccessCode, change: Change
) -> LockRecord:
    name = (
        EventType.DELETED_EXTERNAL
        if change is Change.REMOVED
        else EventType.MODIFIED_EXTERNAL
    )
    return emit(record, name, world.now, code)
