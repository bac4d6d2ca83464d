"""What stands on a lock and is not ours: known from the lock's own word, also of before the start."""

from collections.abc import Container
from dataclasses import replace
from uuid import NAMESPACE_OID, uuid5

from ..model import EMPTY, UNREADABLE, Content, LockRecord, Placement, World


def held_by_others(
    record: LockRecord, world: World, ours: Container[str] | None = None
) -> dict[str, Content]:
    """Return what is known of occupied slots that are not ours; ``ours``: the slots that are, if not the record's."""
    if ours is None:
        ours = record.placements
    return {
        slot: content
        for slot, content in {**world.observed, **record.unmanaged}.items()
        if content is not EMPTY and slot not in ours
    }


def unmanaged_id(record: LockRecord, slot: str) -> str:
    """Return by what a code that is not ours is known: its slot, as nothing else of it stays the same. A UUID."""
    return str(uuid5(NAMESPACE_OID, f"{record.lock_id}/{slot}"))


def is_recalled(record: LockRecord, world: World, slot: str) -> bool:
    """Tell whether a slot was occupied when the lock last told of it, and nothing was told since the start."""
    return slot in record.unmanaged and world.observed.get(slot, EMPTY) is EMPTY


# contract 8.3
def remember(record: LockRecord, slot: str, content: Content) -> LockRecord:
    """Note what a slot that is not ours holds."""
    if record.unmanaged.get(slot, EMPTY) == content:
        return record
    unmanaged = {
        known: held for known, held in record.unmanaged.items() if known != slot
    }
    if content is not EMPTY:
        unmanaged[slot] = content
    return replace(record, unmanaged=unmanaged)


def leave(record: LockRecord, placement: Placement) -> LockRecord:
    """Let go of a slot with what it holds: from now on it is somebody else's."""
    placements = {
        slot: kept for slot, kept in record.placements.items() if slot != placement.slot
    }
    held = placement.possible - {EMPTY}
    content = next(iter(held)) if len(held) == 1 else UNREADABLE
    return remember(replace(record, placements=placements), placement.slot, content)
