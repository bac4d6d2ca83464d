"""Apply changes of the connection, the capabilities and the clock."""

from dataclasses import replace
from datetime import timedelta

from ..model import EMPTY, LockCapabilities, LockRecord, World
from ..requests import enter_code
from ..retries import clock_went_back, unblock
from .observation import Observation
from .reports import came_back


def replan_only(record: LockRecord, world: World) -> Observation:
    """Change nothing, and plan again."""
    return Observation(record, world.observed)


def lock_came_back(record: LockRecord, world: World) -> Observation:
    """Read our slots again, and forget empty ones of others: they may have been filled meanwhile."""
    observed = {
        slot: content
        for slot, content in world.observed.items()
        if content is not EMPTY
    }
    return Observation(came_back(record), observed)


# contract 8.19, 9.21, 12.2
def with_capabilities(
    capabilities: LockCapabilities | None, record: LockRecord, world: World
) -> Observation:
    """Store the capabilities. After a change the lock may take codes that it refused.

    A lock with other lengths or characters of PINs may have dropped its codes: our slots are read.
    """
    before = record.capabilities
    if capabilities is None or capabilities == before:
        return Observation(record, world.observed)
    record = replace(record, capabilities=capabilities)
    if before is not None:
        is_other_pin_taken = (before.code_lengths, before.characters) != (
            capabilities.code_lengths,
            capabilities.characters,
        )
        record = came_back(record) if is_other_pin_taken else unblock(record)
    return Observation(record, world.observed)


def unblocked(
    access_code_id: str | None, record: LockRecord, world: World
) -> Observation:
    """Retry one code, or all, at once."""
    return Observation(unblock(record, access_code_id), world.observed)


def clock_was_set(step: timedelta, record: LockRecord, world: World) -> Observation:
    """Apply a step of the clock."""
    bucket = enter_code.clock_was_set(record.bucket, step, world.now)
    record = replace(record, bucket=bucket)
    if step < timedelta():
        return Observation(clock_went_back(record, world.now), world.observed)
    return Observation(replace(record, clock_stepped_at=world.now), world.observed)


def can_be_read(record: LockRecord) -> bool:
    """Return whether reads of the lock have an answer."""
    capabilities = record.capabilities
    if capabilities is None or capabilities.is_virtual:
        return False
    return capabilities.can_be_read
