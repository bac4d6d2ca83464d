"""Apply the part of a group change to the record of its lock: exactly once, and without a further check."""

from dataclasses import replace

from ..model import CodeChange, EventType, GroupPart, World
from ..record.edit import RecordEdit, request
from .delete import delete_code
from .update import put_update, restarted


# contract 6.104, 6.105, 11.1, 11.2
@request
def apply_part(
    edit: RecordEdit,
    world: World,
    change_id: str,
    part: GroupPart,
    in_journal: frozenset[str],
) -> None:
    """Apply a part that is not in the record yet; codes that are gone meanwhile stay so.

    ``in_journal``: ids of the group changes that a start may find; of others it need not be known that they are
    applied.
    """
    record = edit.record
    if change_id in record.applied_changes:
        return
    edit.set_record(
        replace(
            record,
            applied_changes=(record.applied_changes & in_journal) | {change_id},
            code_count=max(record.code_count, part.code_count),
        )
    )
    for code in part.created.values():
        edit.put_code(code)
        edit.emit(EventType.CREATED, code.created_at, code)
    for change in part.updated:
        _update(edit, world, change)
    for access_code_id in part.deleted:
        if access_code_id in edit.codes:
            delete_code(edit, world, access_code_id)


def _update(edit: RecordEdit, world: World, change: CodeChange) -> None:
    code = edit.codes.get(change.after.access_code_id)
    if code is None or code.deleted_at is not None:
        return
    wished = {name: getattr(change.after, name) for name in change.fields}
    changed = list(change.changed)
    after = restarted(code, replace(code, **wished), changed, world)
    put_update(edit, world, code, after, changed)
