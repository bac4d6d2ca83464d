"""The result of an observation: the record, and the contents of slots that are not ours."""

from dataclasses import dataclass

from ..model import EMPTY, Content, EventType, LockRecord, Readability, World
from ..record.edit import readability_of
from ..record.events import emit
from ..record.unmanaged import remember


@dataclass(frozen=True, slots=True)
class Observation:
    """The record and the contents of slots that are not ours, after the lock told something."""

    record: LockRecord
    observed: dict[str, Content]


# contract 8.5, 11.9
def observe(
    record: LockRecord, world: World, slot: str, content: Content
) -> Observation:
    """Note what stands in a slot that is not ours, and tell of a change there."""
    known = record.unmanaged.get(slot) or world.observed.get(slot)
    if (
        known is None
        and record.is_read
        and readability_of(record) is not Readability.NOTHING
    ):
        known = EMPTY
    if known is not None and (known is EMPTY) is not (content is EMPTY):
        name = (
            EventType.UNMANAGED_REMOVED
            if content is EMPTY
            else EventType.UNMANAGED_CREATED
        )
        record = emit(record, name, world.now, slot=slot)
    record = remember(record, slot, content)
    return Observation(record, {**world.observed, slot: content})
