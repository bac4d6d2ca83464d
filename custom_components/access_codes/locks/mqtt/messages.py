"""Messages of a lock, as Zigbee2MQTT publishes them: a use, a refused try, a change of a code.

Each message repeats what is cached of the lock; only ``action`` and what belongs to it are new.
"""

from typing import Final

from ..zigbee.events import AccessDenied, CodeChanged, CodeUsed, Event
from .json_values import Json, as_number, as_text

ACTION_FIELDS: Final = (
    "action",
    "action_user",
    "action_source_user",
    "action_source",
    "action_source_name",
)
"""Fields of one event, in no certain order."""

_USES: Final = {
    "unlock": "unlock",
    "password_unlock": "unlock",
    "lock": "lock",
}

_DENIALS: Final = {
    "unlock_failure_invalid_pin_or_id": "invalid_code",
    "lock_failure_invalid_pin_or_id": "invalid_code",
    "unlock_failure_invalid_schedule": "outside_schedule",
    "lock_failure_invalid_schedule": "outside_schedule",
}

_CHANGES: Final = frozenset({"pin_code_added", "pin_code_changed", "pin_code_deleted"})

_NOBODY: Final = 0xFFFF

_SOURCES: Final = {0: "keypad", 1: "rf"}


# contract 12.147
def event_of(message: Json) -> Event | None:
    """Return the event in a message; None for a message without an event, or with one that is not about PINs."""
    action = as_text(message.get("action"))
    user = _user_of(message)
    number = as_number(message.get("action_source"))
    source = as_text(message.get("action_source_name")) or _SOURCES.get(
        -1 if number is None else number
    )
    if action in _CHANGES:
        is_removal = action == "pin_code_deleted"
        if user is None and not is_removal:
            return None
        return CodeChanged(
            user,
            is_removal,
            is_by_radio=source == "rf",
            is_unnamed=user is None and not _names_user(message),
        )
    if source != "keypad" and not (source is None and action == "password_unlock"):
        return None
    if action in _DENIALS:
        return AccessDenied(_DENIALS[action])
    return CodeUsed(_USES[action], user) if action in _USES else None


def _names_user(message: Json) -> bool:
    """Return whether a message says which user it is about, or that it is about all."""
    fields = ("action_user", "action_source_user")
    return any(as_number(message.get(field)) is not None for field in fields)


def _user_of(message: Json) -> int | None:
    for field in ("action_user", "action_source_user"):
        user = as_number(message.get(field))
        if user is not None:
            return None if user == _NOBODY else user
    return None
