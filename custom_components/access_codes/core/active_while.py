"""The entity that a code depends on, as it was seen: while its state is not known, the last known one counts."""

from dataclasses import replace
from datetime import datetime

from .model import ActiveWhile, SeenEntity


# contract 4.66
def as_seen(known: ActiveWhile, seen: SeenEntity, now: datetime) -> ActiveWhile:
    """Return an entity as it is seen now."""
    named = replace(known, entity_id=seen.entity_id, registry_id=seen.registry_id)
    if seen.is_on is None:
        is_new = seen.is_missing and known.lost_at is None
        return replace(named, lost_at=now) if is_new else named
    since = known.since if seen.is_on is known.is_on else now
    return replace(named, is_on=seen.is_on, since=since, lost_at=None)


# contract 4.68
def first_seen(seen: SeenEntity, now: datetime) -> ActiveWhile:
    """Return the entity of a new wish: off, where its state is not known."""
    return ActiveWhile(
        seen.entity_id,
        seen.registry_id,
        is_on=seen.is_on is True,
        since=now,
        lost_at=now if seen.is_missing else None,
    )
