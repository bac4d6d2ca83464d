"""Count of the uses of a code, and what follows from it: a code with a limit is used up by its last use."""

from dataclasses import replace
from datetime import datetime

from .model import AccessCode


def with_limit(code: AccessCode, limit: int | None) -> AccessCode:
    """Return the code with another limit of its uses, or without one."""
    is_one = limit == 1
    return replace(code, is_one_time_use=is_one, most_uses=None if is_one else limit)


# contract 4.13, 4.61
def with_use(code: AccessCode, used_at: datetime) -> AccessCode:
    """Return the code after one more use. Uses from a lock's log may come late."""
    last = code.last_used_at
    counted = replace(
        code,
        use_count=code.use_count + 1,
        last_used_at=used_at if last is None else max(last, used_at),
    )
    if counted.used_at is None and is_limit_reached(counted):
        return replace(counted, used_at=counted.last_used_at)
    return counted


# contract 4.63, 12.27
def without_use(
    code: AccessCode, undone: AccessCode, last_used_at: datetime | None
) -> AccessCode:
    """Return the code as if a use had not been; ``undone``: as it was with that.

    Nothing is taken back from a code that has begun to count anew, or has got another PIN or window, since.
    """
    if code.changed_at != undone.changed_at or not code.use_count:
        return code
    is_last = code.last_used_at == undone.last_used_at
    code = replace(
        code,
        use_count=code.use_count - 1,
        last_used_at=last_used_at if is_last else code.last_used_at,
    )
    if is_limit_reached(code):
        return code
    return replace(code, used_at=None, is_use_open=False)


# contract 4.61
def is_limit_reached(code: AccessCode) -> bool:
    """Return whether the code has a limit of uses and has none left."""
    return code.max_uses is not None and code.use_count >= code.max_uses
