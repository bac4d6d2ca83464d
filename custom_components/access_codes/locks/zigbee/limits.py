"""Capabilities of a Zigbee lock, as the lock itself tells them by its attributes."""

from collections.abc import Mapping
from typing import Final

from ...core.model import LockCapabilities, Readability, Reporting, UseReporting

ATTR_PIN_USERS: Final = 0x12
ATTR_MAX_LENGTH: Final = 0x17
ATTR_MIN_LENGTH: Final = 0x18
ATTR_USE_EVENTS: Final = 0x41
"""Mask of the reports of uses at the keypad."""
ATTR_CHANGE_EVENTS: Final = 0x45
"""Mask of the reports of changes at the keypad."""

LIMITS: Final = (
    ATTR_PIN_USERS,
    ATTR_MAX_LENGTH,
    ATTR_MIN_LENGTH,
    ATTR_USE_EVENTS,
    ATTR_CHANGE_EVENTS,
)

_MOST_SLOTS: Final = 100
"""A lock with a thousand slots would be read for hours."""

_FEW_USERS: Final = 10
"""Of a lock that does not say how many PINs it holds."""

_LONGEST: Final = 32

_UNLOCKED_AT_KEYPAD: Final = 0x04
_CHANGED_AT_KEYPAD: Final = 0x1C
"""A PIN added, deleted, changed."""


# contract 12.146, 12.201
def capabilities_from(
    limits: Mapping[int, int],
    reads: Readability,
    *,
    names_users: bool,
    patience: int,
    late_by: int,
) -> LockCapabilities:
    """Return the capabilities that follow from the attributes that a lock told.

    Slot 0 is left out: it is the master code of many locks. ``names_users``: its events name the user.
    """
    users = limits.get(ATTR_PIN_USERS, 0) or _FEW_USERS
    slots = tuple(str(number) for number in range(1, min(users, _MOST_SLOTS + 1)))
    change_events = limits.get(ATTR_CHANGE_EVENTS, 0) & _CHANGED_AT_KEYPAD
    use_events = limits.get(ATTR_USE_EVENTS, _UNLOCKED_AT_KEYPAD) & _UNLOCKED_AT_KEYPAD
    reports_changes = names_users and change_events == _CHANGED_AT_KEYPAD
    return LockCapabilities(
        slots=slots,
        code_lengths=_code_lengths(limits),
        reads=reads,
        reports=Reporting.ALL if reports_changes else Reporting.NOTHING,
        uses=UseReporting.LIVE if names_users and use_events else UseReporting.NEVER,
        command_timeout=patience,
        late_by=late_by,
    )


def _code_lengths(limits: Mapping[int, int]) -> tuple[int, ...]:
    """Return the lengths of PINs. Some locks tell the two limits the wrong way round."""
    both = (limits.get(ATTR_MIN_LENGTH, 0), limits.get(ATTR_MAX_LENGTH, 0))
    shortest, longest = min(both), min(max(both), _LONGEST)
    if not 1 <= shortest <= longest:
        return LockCapabilities().code_lengths
    return tuple(range(shortest, longest + 1))
