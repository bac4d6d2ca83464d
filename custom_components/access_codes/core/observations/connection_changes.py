"""Apply changes of the connection, the capabilities and the clock."""

from dataclasses import replace
from datetime import timedelta

from ..full_read import read_anew, with_slots
from ..model import EMPTY, Constraints, LockCapabilities, LockRecord, Readability, World
from ..record import late_writes
from ..record.edit import RecordEdit, edited
from ..requests import enter_code
from ..requests.constraints import checked_constraints
from ..requests.inputs import ConstraintsRequest
from ..requests.pin_generator import capabilities_of
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


def sender_was_stopped(record: LockRecord, world: World) -> Observation:
    """Give up the write under way: its answer will not come."""
    return Observation(late_writes.give_up_under_way(record, world.now), world.observed)


# contract 4.41, 8.19, 8.66, 9.21, 12.2, 13.83
def with_capabilities(
    capabilities: LockCapabilities | None, record: LockRecord, world: World
) -> Observation:
    """Store the capabilities. After a change the lock may take codes that it refused.

    A lock with other lengths or characters of PINs may have dropped its codes: our slots are read. One that was linked as
    a virtual lock meanwhile, or could not be read, is read in full.
    """
    before, constraints = record.capabilities, record.constraints
    if capabilities is not None and constraints is not None:
        record = replace(record, reported_capabilities=capabilities)
        capabilities = capabilities.within(constraints)
    if capabilities is None or capabilities == before:
        return Observation(record, world.observed)
    record = replace(record, capabilities=capabilities)
    if before is not None:
        record = with_slots(record, before, capabilities)
        is_other_pin_taken = (before.code_lengths, before.characters) != (
            capabilities.code_lengths,
            capabilities.characters,
        )
        is_real_again = before.is_virtual and not capabilities.is_virtual
        is_readable_now = capabilities.can_be_read and not before.can_be_read
        if is_real_again or is_readable_now:
            record = read_anew(record)
        is_to_be_read = is_other_pin_taken or is_real_again or is_readable_now
        record = came_back(record) if is_to_be_read else unblock(record)
        is_shown_now = capabilities.reads is Readability.PIN is not before.reads
        if is_shown_now:
            record = edited(record, _prove)
    return Observation(record, world.observed)


# contract 8.66
def _prove(edit: RecordEdit) -> None:
    """Have our slots read: until now the lock has shown at most that they are occupied, by whatever PIN."""
    for placement in list(edit.placements.values()):
        edit.put_placement(replace(placement, needs_read=True))


# contract 6.110, 6.111
def constraints_reported(
    record: LockRecord, world: World, given: ConstraintsRequest
) -> tuple[LockRecord, LockCapabilities]:
    """Store limits that a person reports; return the capabilities within them. Raises Refused."""
    reported = record.reported_capabilities or capabilities_of(record)
    constraints = checked_constraints(
        record.constraints or Constraints(), reported, given
    )
    is_reported = constraints != Constraints()
    record = replace(
        record,
        constraints=constraints if is_reported else None,
        reported_capabilities=None,
    )
    record = with_capabilities(reported, record, world).record
    return record, capabilities_of(record)


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
    if not is_sleep:
        # What was given up since the step, and before it was noticed, waits by the new clock already.
        record = late_writes.bounded(late_writes.shifted(record, step), world.now)
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
