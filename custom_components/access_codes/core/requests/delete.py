"""Delete an access code."""

from ..model import AccessCode, World
from ..model.copies import replace
from ..record.edit import RecordEdit, request
from .lookup import find


def delete_code(edit: RecordEdit, world: World, access_code_id: str) -> AccessCode:
    """Mark a code as deleted, which it stays until the lock has let go of it. Idempotent. Raises Refused."""
    code = find(edit, access_code_id)
    if code.deleted_at is None:
        code = replace(code, deleted_at=world.now)
        edit.put_code(code)
    return code


delete = request(delete_code)
