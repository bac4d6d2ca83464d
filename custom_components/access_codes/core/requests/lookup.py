"""Find an access code by its id or its PIN."""

from datetime import datetime

from ..model import AccessCode, LockRecord, World
from .limits import is_in_force
from .refused import Refused


def find(record: LockRecord, access_code_id: str) -> AccessCode:
    """Return the code. Raises Refused."""
    code = record.codes.get(access_code_id)
    if code is None:
        raise Refused(
            "access_code_not_found",
            field="access_code_id",
            access_code_id=access_code_id,
        )
    return code


def find_by_pin(record: LockRecord, world: World, typed: str) -> AccessCode:
    """Return the code with this PIN: of several the one valid now, else the next to be. Raises Refused."""
    codes = [
        code
        for code in record.codes.values()
        if code.pin is not None and code.pin.matches(typed)
    ]
    if not codes:
        raise Refused("code_not_found", field="code")
    return min(codes, key=lambda code: _distance(code, world.now))


def _distance(code: AccessCode, now: datetime) -> tuple[int, float]:
    """Order codes of one PIN: valid now, next to be, last to have been."""
    if not is_in_force(code):
        return 3, 0.0
    if code.window is None or code.window.contains(now):
        return 0, 0.0
    if code.window.starts_at > now:
        return 1, (code.window.starts_at - now).total_seconds()
    return 2, (now - code.window.ends_at).total_seconds()
