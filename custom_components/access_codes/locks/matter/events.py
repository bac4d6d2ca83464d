"""Events of the DoorLock cluster, as messages of the Matter server."""

from dataclasses import dataclass
from typing import Any, Final

from chip.clusters import Objects as clusters
from matter_server.common.models import MatterNodeEvent

_Lock = clusters.DoorLock
_Data = _Lock.Enums.LockDataTypeEnum
_Operation = _Lock.Enums.DataOperationTypeEnum

_KEYPAD: Final = _Lock.Enums.OperationSourceEnum.kKeypad
_PIN: Final = _Lock.Enums.CredentialTypeEnum.kPin

ALL: Final = 0xFFFE
"""Index that stands for all."""

_ACTIONS: Final = {
    _Lock.Enums.LockOperationTypeEnum.kLock: "lock",
    _Lock.Enums.LockOperationTypeEnum.kUnlock: "unlock",
    _Lock.Enums.LockOperationTypeEnum.kUnlatch: "unlock",
}
_DENIALS: Final = {
    _Lock.Enums.OperationErrorEnum.kInvalidCredential: "invalid_code",
    _Lock.Enums.OperationErrorEnum.kDisabledUserDenied: "code_disabled",
    _Lock.Enums.OperationErrorEnum.kRestricted: "outside_schedule",
}
_TOO_MANY: Final = _Lock.Enums.AlarmCodeEnum.kWrongCodeEntryLimit

USER, PIN, DATES = _Data.kUserIndex, _Data.kPin, _Data.kYearDaySchedule
ADDED, CLEARED, MODIFIED = _Operation.kAdd, _Operation.kClear, _Operation.kModify


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a user, or of a PIN."""

    data: int
    operation: int
    number: int
    """Index of the user or of the PIN."""


@dataclass(frozen=True, slots=True)
class DataChanged:
    """A change at the lock, and the fabric that made it; None: nobody's, as at the keypad."""

    change: Change
    fabric: int | None


@dataclass(frozen=True, slots=True)
class CodeUsed:
    """A use of a PIN; ``number`` is None where the lock names none."""

    action: str
    number: int | None
    use_id: str


@dataclass(frozen=True, slots=True)
class AccessDenied:
    """A refused try."""

    reason: str


type Event = DataChanged | CodeUsed | AccessDenied


# contract 12.170, 12.171
def event_of(message: MatterNodeEvent) -> Event | None:
    """Return what an event of a lock means; None if it is about no code."""
    data = message.data
    if message.cluster_id != _Lock.id or not isinstance(data, dict):
        return None
    match message.event_id:
        case _Lock.Events.LockUserChange.event_id:
            return _change(data)
        case _Lock.Events.LockOperation.event_id:
            return _use(data, f"{message.event_number} {message.timestamp}")
        case _Lock.Events.LockOperationError.event_id:
            return _denial(data)
        case _Lock.Events.DoorLockAlarm.event_id:
            is_limit = data.get("alarmCode") == _TOO_MANY
            return AccessDenied("too_many_attempts") if is_limit else None
        case _:
            return None


def _change(data: dict[str, Any]) -> DataChanged | None:
    kind, operation = data.get("lockDataType"), data.get("dataOperationType")
    number = data.get("dataIndex") if kind == PIN else data.get("userIndex")
    if not isinstance(kind, int) or not isinstance(operation, int):
        return None
    if kind not in {USER, PIN, DATES} or not isinstance(number, int):
        return None
    return DataChanged(Change(kind, operation, number), data.get("fabricIndex"))


def _use(data: dict[str, Any], use_id: str) -> CodeUsed | None:
    action = _ACTIONS.get(data.get("lockOperationType", -1))
    if action is None or data.get("operationSource") != _KEYPAD:
        return None
    credentials = data.get("credentials")
    if not credentials:
        user = data.get("userIndex")
        # A keypad locks for everybody: by a key, without a code.
        is_by_code = user is not None or action == "unlock"
        return CodeUsed(action, user, use_id) if is_by_code else None
    for credential in credentials:
        if credential.get("credentialType") == _PIN:
            return CodeUsed(action, credential.get("credentialIndex"), use_id)
    return None


def _denial(data: dict[str, Any]) -> AccessDenied | None:
    reason = _DENIALS.get(data.get("operationError", -1))
    is_keypad = data.get("operationSource") == _KEYPAD
    return AccessDenied(reason) if reason is not None and is_keypad else None
