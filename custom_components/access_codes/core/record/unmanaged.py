"""What stands on a lock and is not ours: known from the lock's own word, also of before the start."""

from collections.abc import Container
from dataclasses import replace
from uuid import NAMESPACE_OID, uuid5

from ..model import EMPTY, OTHER, Content, LockRecord, Placement, World


def held_by_others(
    record: LockRecord, world: World, ours: Container[str] | None = None
) -> dict[str, Content]:
    """Return what is known of occupied places that are not ours; ``ours``: the places that are, if not the record's."""
    if ours is None:
        ours = record.placements
    return {
        place: content
        for place, content in {**world.observed, **record.unmanaged}.items()
        if content is not EMPTY and place not in ours
    }


def unmanaged_id(record: LockRecord, place: str) -> str:
    """Return by what a code that is not ours is known: its place, as nothing else of it stays the same. A UUID."""
    return str(uuid5(NAMESPACE_OID, f"{record.lock_id}/{place}"))


def is_recalled(record: LockRecord, world: World, place: str) -> bool:
    """Tell whether a place was occupied when the lock last told of it, and nothing was told since the start."""
    return place in record.unmanaged and world.observed.get(place, EMPTY) is EMPTY


def remember(record: LockRecord, place: str, content: Content) -> LockRecord:
    """Note what a place that is not ours holds."""
    if record.unmanaged.get(place, EMPTY) == content:
        return record
    unmanaged = {
        known: held for known, held in record.unmanaged.items() if known != place
    }
    if content is not EMPTY:
        unmanaged[place] = content
    return replace(record, unmanaged=unmanaged)


def leave(record: LockRecord, placement: Placement) -> LockRecord:
    """Let go of a place with what it holds: from now on it is somebody else's."""
    placements = {
        place: kept
        for place, kept in record.placements.items()
        if place != placement.place
    }
    held = placement.possible - {EMPTY}
    content = next(iter(held)) if len(held) == 1 else OTHER
    return remember(replace(record, placements=placements), placement.place, content)
