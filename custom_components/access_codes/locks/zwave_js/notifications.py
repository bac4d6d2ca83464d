"""Parse notifications of Z-Wave locks about codes: use, refusal, change.

Event numbers: Z-Wave Notification command class, types Access Control (6) and Home Security (7).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from zwave_js_server.const import CommandClass
from zwave_js_server.const.command_class.access_control import UserCredentialType
from zwave_js_server.model.node import Node
from zwave_js_server.model.notification import NotificationNotification
from zwave_js_server.model.value import Value, get_value_id_str

ACCESS_CONTROL: Final = 6

_HOME_SECURITY: Final = 7

_TAMPERED_BY_CODE: Final = 4

_ALL_CODES_DELETED: Final = 12

_KEYPAD_DISABLED: Final = 16

_KEYPAD_STATE: Final = "Keypad state"

_USES: Final = {5: "lock", 6: "unlock", 33: "lock", 34: "unlock"}

_CREDENTIAL_USES: Final = {35: "lock", 36: "unlock"}

UNLOCK_EVENTS: Final = frozenset(
    event for event, action in (_USES | _CREDENTIAL_USES).items() if action == "unlock"
)
"""Access Control events of a code that unlocks the lock."""

_DENIALS: Final = {
    19: "too_many_attempts",
    20: "invalid_code",
    21: "invalid_code",
    47: "code_disabled",
    48: "outside_schedule",
    49: "incomplete",
    50: "invalid_code",
}


class CodeEvent(Enum):
    """Change of one code, by the number of its event."""

    DELETED = 13
    ADDED = 14
    DUPLICATE = 15


@dataclass(frozen=True, slots=True)
class CodeChanged:
    """A code was added, deleted or rejected."""

    event: CodeEvent
    slot: str | None
    """None where the notification names no slot."""


@dataclass(frozen=True, slots=True)
class AllCodesDeleted:
    """All codes were deleted."""


@dataclass(frozen=True, slots=True)
class CodeUsed:
    """A code operated the lock."""

    action: str
    slot: str | None


@dataclass(frozen=True, slots=True)
class AccessDenied:
    """The lock refused an entry."""

    reason: str


type CodeNotification = CodeChanged | AllCodesDeleted | CodeUsed | AccessDenied


# contract 12.13
def parse_notification(node: Node, event: Mapping[str, Any]) -> CodeNotification | None:
    """Return the code event of a driver's notification; None for other notifications."""
    notification = event.get("notification")
    if not isinstance(notification, NotificationNotification):
        return None
    number = notification.event
    if notification.type_ == _HOME_SECURITY and number == _TAMPERED_BY_CODE:
        return AccessDenied("invalid_code")
    if notification.type_ != ACCESS_CONTROL:
        return None
    if number == _ALL_CODES_DELETED:
        return AllCodesDeleted()
    if number in CodeEvent:
        return CodeChanged(CodeEvent(number), _slot_of(node, notification))
    if number in _USES:
        return CodeUsed(_USES[number], _slot_of(node, notification))
    if number in _CREDENTIAL_USES:
        return CodeUsed(_CREDENTIAL_USES[number], _pin_slot_of(notification))
    return AccessDenied(_DENIALS[number]) if number in _DENIALS else None


def is_keypad_disabled(value: Value) -> bool:
    """Return whether a value reports the keypad as disabled, after too many wrong codes."""
    return (
        value.command_class == CommandClass.NOTIFICATION
        and value.property_key == _KEYPAD_STATE
        and value.value == _KEYPAD_DISABLED
    )


def _slot_of(node: Node, notification: NotificationNotification) -> str | None:
    parameters = notification.parameters
    slot = parameters.get("userId") if isinstance(parameters, dict) else None
    if slot is None and _value_of(node, "alarmType"):
        # Older firmware reports the slot only as alarm level, a value beside the notification.
        slot = _value_of(node, "alarmLevel")
    return str(slot) if isinstance(slot, int) and slot > 0 else None


def _value_of(node: Node, name: str) -> Any:
    value = node.values.get(get_value_id_str(node, CommandClass.NOTIFICATION, name))
    return value.value if value is not None else None


def _pin_slot_of(notification: NotificationNotification) -> str | None:
    """Return the slot of the PIN among the credentials of a use.

    Format: user (two bytes), number of credentials, then type and slot (two bytes) of each.
    """
    parameters: Any = notification.parameters
    if not isinstance(parameters, dict) or parameters.get("type") != "Buffer":
        return None
    octets = parameters["data"]
    for at in range(3, len(octets) - 2, 3):
        if octets[at] == UserCredentialType.PIN_CODE:
            return str(octets[at + 1] << 8 | octets[at + 2])
    return None
