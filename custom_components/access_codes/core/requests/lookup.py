"""Find an access code by its id or its PIN."""

from datetime import datetime

from ..model import AccessCode, LockRecord, World
from ..record.edit import RecordEdit
from .limits import is_in_force
from .refused import Refused


def find(record: LockRecord | RecordEdit, access_code_id: str) -> AccessCode:
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
    """Return the code with this PIN; of several the one valid now, else the next one. Raises Refused."""
    codes = [
        code
        for code in record.codes.values()
        if code.pin is not None and code.pin.matches(typed)
    ]
    if not codes:
        raise Refused("code_not_found", field="code")
    return min(
        codes,
        key=lambda code: (
            closeness(code, world.now, is_over=False) if is_in_force(code) else (3, 0.0)
        ),
    )


# contract 6.147
def is_found(code: AccessCode, search: str) -> bool:
    """Return whether a text is part of the code's name, id or PIN, in letters of either case."""
    part = search.casefold()
    pin = "" if code.pin is None else code.pin.reveal()
    texts = (code.name, code.access_code_id, pin)
    return any(part in text.casefold() for text in texts)


def closeness(code: AccessCode, now: datetime, *, is_over: bool) -> tuple[int, float]:
    """Order codes with one PIN, the closest to valid first: valid now, next to be, last to have been.

    ``is_over``: the code opens no more, whatever its window.
    """
    window = code.window
    if not is_over and (window is None or window.contains(now)):
        return 0, 0.0
    if not is_over and window is not None and now < window.starts_at:
        return 1, (window.starts_at - now).total_seconds()
    return 2, (now - window.ends_at).total_seconds() if window else 0.0
