"""Events that a lock sends of its own accord: a use, a refused try, a change of a code."""

from typing import Final

from ..zigbee.events import AccessDenied, CodeChanged, CodeUsed, Event
from .cluster import Notification

_OPERATION: Final = 0x20

_KEYPAD: Final = 0
_RADIO: Final = 1

_NOBODY: Final = 0xFFFF
"""The user of an event about nobody, or about all."""

_USES: Final = {1: "lock", 2: "unlock"}

_DENIALS: Final = {
    3: "invalid_code",
    4: "outside_schedule",
    5: "invalid_code",
    6: "outside_schedule",
}

_DELETED: Final = 3
_CHANGES: Final = frozenset({2, _DELETED, 4})
"""A PIN added, deleted, changed."""


# contract 12.208
def event_of(notification: Notification) -> Event | None:
    """Return the event that a lock tells; None where it is not about PINs."""
    user = None if notification.user == _NOBODY else notification.user
    code = notification.code
    if notification.command == _OPERATION:
        if notification.source != _KEYPAD:
            return None
        if code in _DENIALS:
            return AccessDenied(_DENIALS[code])
        return CodeUsed(_USES[code], user) if code in _USES else None
    is_removal = code == _DELETED
    if code not in _CHANGES or (user is None and not is_removal):
        return None
    return CodeChanged(user, is_removal, is_by_radio=notification.source == _RADIO)
