"""Match new stays to codes that have lost their booking: imported ones, or those of a booking entry that was removed.

A guest was told the PIN of such a code, so a stay takes it up only where there is no doubt whose it is.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
import re

from ..model import AccessCode, Window
from .model import Stay

KEY_PREFIX = "booking_"
"""Beginning of the keys of bookings."""

KEY_LENGTH = 20
"""Letters behind the beginning."""

_KEY = re.compile(rf"{KEY_PREFIX}[a-z]{{{KEY_LENGTH}}}")

type _Identity = tuple[str, str, str]
"""Name, and the days of arrival and departure."""


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """Codes without a booking on exactly the locks of a booking entry, by the key that they have in common."""

    codes: Mapping[str, Sequence[AccessCode]] = field(default_factory=dict)
    zone: tzinfo = UTC


# contract 16.62
def is_booking_key(key: str | None) -> bool:
    """Return whether codes got their common key as those of a booking: people choose others, which may begin alike."""
    return key is not None and _KEY.fullmatch(key) is not None


# contract 16.72, 16.73
def adopted_keys(stays: Sequence[Stay], unclaimed: Unclaimed) -> dict[int, str]:
    """Return the key of unclaimed codes for each stay, by its number in the read, that has just one such key.

    All codes of a key have one identity, so that no two stays get the same key.
    """
    if not unclaimed.codes:
        return {}
    zone = unclaimed.zone
    identities = [_identity(stay.name, stay.window, zone) for stay in stays]
    listed = Counter(identities)
    keys: dict[_Identity, list[str]] = {}
    for key, codes in unclaimed.codes.items():
        # A code that one person moved on one lock makes it unclear whose the others are.
        found = {_identity_of(code, zone) for code in codes}
        identity = found.pop() if len(found) == 1 else None
        if identity is not None:
            keys.setdefault(identity, []).append(key)
    return {
        number: keys[identity][0]
        for number, identity in enumerate(identities)
        if listed[identity] == 1 and len(keys.get(identity, ())) == 1
    }


def _identity_of(code: AccessCode, zone: tzinfo) -> _Identity | None:
    """Return the identity of a code; None for one that is not of one stay."""
    if code.window is None or code.recurrence is not None:
        return None
    return _identity(code.name, code.window, zone)


def _identity(name: str, window: Window, zone: tzinfo) -> _Identity:
    arrival, departure = (
        moment.astimezone(zone).date().isoformat()
        for moment in (window.starts_at, window.ends_at)
    )
    return name, arrival, departure


# contract 16.75
def common_window(codes: Sequence[AccessCode]) -> Window | None:
    """Return the window that all the codes have; None where a person changed it on one lock."""
    windows = {code.window for code in codes}
    return windows.pop() if len(windows) == 1 else None


# contract 16.74
def first_use(codes: Sequence[AccessCode]) -> datetime | None:
    """Return a use of the codes, which shows that their guest has checked in; None if there was none."""
    return min(
        (code.last_used_at for code in codes if code.last_used_at is not None),
        default=None,
    )
