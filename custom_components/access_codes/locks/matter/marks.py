"""Marks of our users on a lock: the number that a user may have for other systems.

A mark tells after a restart, or after a lost message, that a user is ours, and with which dates we wrote it: the lock
shows a PIN to nobody, so that its dates are known from nothing else. It proves nothing: the journal decides what is ours.
"""

from hashlib import sha256
from typing import Final

_TAG_BITS: Final = 12
_DATES_BITS: Final = 20
_LONGEST: Final = 0xFFFFFFFF
"""A number that is none, in the protocol."""


def mark_of(lock_id: str, number: int, dates: tuple[int, int] | None) -> int:
    """Return the mark of the user of a slot, with these dates."""
    mark = _tag(lock_id, number) << _DATES_BITS | _digest(f"{dates}", _DATES_BITS)
    return mark - 1 if mark == _LONGEST else mark


def is_ours(mark: int | None, lock_id: str, number: int) -> bool:
    """Return whether a mark is one of ours for this slot, with whatever dates."""
    return mark is not None and mark >> _DATES_BITS == _tag(lock_id, number)


def _tag(lock_id: str, number: int) -> int:
    return _digest(f"access_codes {lock_id} {number}", _TAG_BITS)


def _digest(text: str, bits: int) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:4]) >> (32 - bits)
