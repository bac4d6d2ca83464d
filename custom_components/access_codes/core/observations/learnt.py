"""The result of an observation: the record, and the contents of slots that are not ours."""

from dataclasses import dataclass

from ..model import EMPTY, Content, EventType, LockRecord, Reads, World
from ..record.edit import reads_of
from ..record.events import emit
from ..record.unmanaged import remember


@dataclass(frozen=True, slots=True)
class Learnt:
    """The record and the contents of places that are not ours, after the lock told something."""

    record: LockRecord
    observed: dict[str, Content]


def _observe(record: LockRecord, world: World, place: str, content: Content) -> Learnt:
    """Note what stands in a place that is not ours, and tell of a change there."""
    known = record.unmanaged.get(place) or world.observed.get(place)
    if known is None and record.is_read and reads_of(record) is not Reads.NOTHING:
        known = EMPTY
    if known is not None and (known is EMPTY) is not (content is EMPTY):
        name = (
            EventType.UNMANAGED_REMOVED
            if content is EMPTY
            else EventType.UNMANAGED_CREATED
        )
        record = emit(record, name, world.now, place=place)
    record = remember(record, place, content)
    return Learnt(record, {**world.observed, place: content})
