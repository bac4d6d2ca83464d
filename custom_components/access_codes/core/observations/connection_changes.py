"""What is true for the lock as a whole, as changes of the record."""

from dataclasses import replace
from datetime import timedelta

from ..model import EMPTY, LockCapabilities, LockRecord, Reads, World
from ..requests import enter_code
from ..retries import clock_went_back, unblock
from .learnt import Learnt
from .reports import came_back


def nothing(record: LockRecord, world: World) -> Learnt:
    """Change nothing: a reason to plan again."""
    return Learnt(record, world.observed)


def returned(record: LockRecord, world: World) -> Learnt:
    """Look at our places anew. A place that was empty may have been filled meanwhile."""
    observed = {
        place: content
        for place, content in world.observed.items()
        if content is not EMPTY
    }
    return Learnt(came_back(record), observed)


def with_capabilities(
    capabilities: LockCapabilities | None, record: LockRecord, world: World
) -> Learnt:
    """Remember what the lock can do. If that changed, it may take what it refused."""
    if capabilities is None or capabilities == record.capabilities:
        return Learnt(record, world.observed)
    if record.capabilities is not None:
        record = unblock(record)
    return Learnt(replace(record, capabilities=capabilities), world.observed)


def unblocked(access_code_id: str | None, record: LockRecord, world: World) -> Learnt:
    """Let one code, or all, be tried at once."""
    return Learnt(unblock(record, access_code_id), world.observed)


def clock_was_set(step: timedelta, record: LockRecord, world: World) -> Learnt:
    """Note that the clock was set."""
    bucket = enter_code.clock_was_set(record.bucket, step, world.now)
    record = replace(record, bucket=bucket)
    if step < timedelta():
        return Learnt(clock_went_back(record, world.now), world.observed)
    return Learnt(replace(record, clock_stepped_at=world.now), world.observed)


def can_be_read(record: LockRecord) -> bool:
    """Tell whether the lock tells anything when it is read."""
    capabilities = record.capabilities
    return (
        capabilities is not None
        and not capabilities.is_virtual
        and capabilities.reads is not Reads.NOTHING
    )
