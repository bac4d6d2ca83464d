"""What is true for the lock as a whole, as changes of the record."""

from dataclasses import replace
from datetime import timedelta

from ..model import EMPTY, LockCapabilities, LockRecord, Readability, World
from ..requests import enter_code
from ..retries import clock_went_back, unblock
from .observation import Observation
from .reports import came_back


def replan_only(record: LockRecord, world: World) -> Observation:
    """Change nothing: a reason to plan again."""
    return Observation(record, world.observed)


def lock_came_back(record: LockRecord, world: World) -> Observation:
    """Look at our slots anew. A slot that was empty may have been filled meanwhile."""
    observed = {
        slot: content
        for slot, content in world.observed.items()
        if content is not EMPTY
    }
    return Observation(came_back(record), observed)


# contract 12.2
def with_capabilities(
    capabilities: LockCapabilities | None, record: LockRecord, world: World
) -> Observation:
    """Remember what the lock can do. If that changed, it may take what it refused."""
    if capabilities is None or capabilities == record.capabilities:
        return Observation(record, world.observed)
    if record.capabilities is not None:
        record = unblock(record)
    return Observation(replace(record, capabilities=capabilities), world.observed)


def unblocked(
    access_code_id: str | None, record: LockRecord, world: World
) -> Observation:
    """Let one code, or all, be tried at once."""
    return Observation(unblock(record, access_code_id), world.observed)


def clock_was_set(step: timedelta, record: LockRecord, world: World) -> Observation:
    """Note that the clock was set."""
    bucket = enter_code.clock_was_set(record.bucket, step, world.now)
    record = replace(record, bucket=bucket)
    if step < timedelta():
        return Observation(clock_went_back(record, world.now), world.observed)
    return Observation(replace(record, clock_stepped_at=world.now), world.observed)


def can_be_read(record: LockRecord) -> bool:
    """Tell whether the lock tells anything when it is read."""
    capabilities = record.capabilities
    return (
        capabilities is not None
        and not capabilities.is_virtual
        and capabilities.reads is not Readability.NOTHING
    )
