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


# contract 8.19, 12.2, 13.83
def with_capabilities(
    capabilities: LockCapabilities | None, record: LockRecord, world: World
) -> Observation:
    """Store the capabilities. After a change the lock may take codes that it refused.

    A lock with other lengths or characters of PINs may have dropped its codes: our slots are read. One that was linked as
    a virtual lock meanwhile is read in full.
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
        is_real_again = before.is_virtual and not capabilities.is_virtual
        if is_real_again:
            record = replace(record, is_read=False, read_attempt=None)
        is_to_be_read = is_other_pin_taken or is_real_again
        record = came_back(record) if is_to_be_read else unblock(record)
    return Observation(record, world.observed)


def unblocked(
    access_code_id: str | None, record: LockRecord, world: World
) -> Observation:
    """Retry one code, or all, at once."""
    return Observation(unblock(record, access_code_id), world.observed)


# contract 4.34, 8.30
def clock_was_set(
    step: timedelta, record: LockRecord, world: World, *, is_sleep: bool = False
) -> Observation:
    """Apply a step of the clock. ``is_sleep``: the machine slept as long, so the clock is as trustworthy as before."""
    bucket = enter_code.clock_was_set(record.bucket, step, world.now)
    record = replace(record, bucket=bucket)
    if step < timedelta():
        return Observation(clock_went_back(record, world.now), world.observed)
    if record.restore_checked_at is not None:
        # The start of the engine moves along: a check that ended since then still did.
        checked_at = min(record.restore_checked_at + step, world.now)
        record = replace(record, restore_checked_at=checked_at)
    if not is_sleep:
        record = replace(record, clock_stepped_at=world.now)
    return Observation(record, world.observed)


def can_be_read(record: LockRecord) -> bool:
    """Return whether reads of the lock have an answer."""
    capabilities = record.capabilities
    if capabilities is None or capabilities.is_virtual:
        return False
    return capabilities.can_be_read
