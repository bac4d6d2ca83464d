"""Apply states and renames of the entities of ``active_while``: a code is wanted only while its entity is on."""

from collections.abc import Mapping
from dataclasses import replace

from ..active_while import as_seen
from ..model import EntityKey, EventType, LockRecord, SeenEntity, World
from ..record.edit import RecordEdit
from .observation import Observation


# contract 4.65, 4.67
def apply_entities(
    seen: Mapping[EntityKey, SeenEntity], record: LockRecord, world: World
) -> Observation:
    """Store the states of entities, by the keys under which codes know them."""
    edit = RecordEdit(record)
    for code in record.codes.values():
        known = code.active_while
        if known is None or (entity := seen.get(known.key)) is None:
            continue
        after = as_seen(known, entity, world.now)
        if after == known:
            continue
        code = replace(code, active_while=after)
        edit.put_code(code)
        if after.entity_id != known.entity_id:
            edit.emit(EventType.CHANGED, world.now, code, changed="active_while")
    return Observation(edit.result(), world.observed)
