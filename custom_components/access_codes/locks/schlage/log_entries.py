"""Uses and refusals in the log of a lock."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from pyschlage.log import LockLog

from ...core.model import Use

_ACTIONS: Final = {"Unlocked by keypad": "unlock", "Locked by keypad": "lock"}

TOO_MANY_ATTEMPTS: Final = "Keypad disabled invalid code"

_NEWS_FOR: Final = timedelta(days=1)
"""Age of an entry that is still news."""


# contract 12.236
def uses_in(log: Iterable[LockLog], now: datetime) -> list[Use]:
    """Return the uses of the last day, in their order. The engine tells each of them once, by its id."""
    uses = [
        Use(
            _ACTIONS[entry.message],
            slot=entry.access_code_id,
            used_at=entry.created_at,
            use_id=f"{entry.created_at.isoformat()} {entry.access_code_id}",
        )
        for entry in log
        if entry.message in _ACTIONS and now - entry.created_at < _NEWS_FOR
    ]
    return sorted(uses, key=lambda use: use.used_at or now)


def refusals_in(log: Iterable[LockLog]) -> list[datetime]:
    """Return when the keypad was shut after wrong codes."""
    return sorted(
        entry.created_at for entry in log if entry.message == TOO_MANY_ATTEMPTS
    )
