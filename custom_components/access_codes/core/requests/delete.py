"""Delete an access code."""

from dataclasses import replace

from ..model import AccessCode, LockRecord, World
from .lookup import find


def delete(
    record: LockRecord, world: World, access_code_id: str
) -> tuple[LockRecord, AccessCode]:
    """Mark a code as to be deleted; it goes when the lock has let go of it. Again is no error."""
    code = find(record, access_code_id)
    if code.deleted_at is not None:
        return record, code
    code = replace(code, deleted_at=world.now)
    return replace(record, codes={**record.codes, access_code_id: code}), code
