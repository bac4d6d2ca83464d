"""The access code object, as actions return it and, without its PIN, as a sensor's attributes show it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Literal

from .display_text import is_in_text
from .model import (
    AccessCode,
    CodeType,
    CodeView,
    Content,
    ErrorCode,
    KnownPin,
    Mutation,
    MutationCode,
    Pin,
    Placement,
    Problem,
    WarningCode,
    Window,
)
from .record.json_types import Json

type MessageKind = Literal["error", "warning", "mutation"]

type Message = Callable[[MessageKind, str, Mapping[str, str | None]], str]
"""Function that returns the text of an error, a warning or a mutation from its kind, code and details."""


# contract 3.1, 3.2, 3.3, 3.4, 3.9, 3.10, 3.33, 9.17, 12.78, 15.21
def as_object(
    code: AccessCode,
    view: CodeView,
    placement: Placement | None,
    *,
    lock_entity_id: str,
    device_id: str | None,
    workspace_id: str,
    message: Message,
    metadata: Mapping[str, str | int] | None,
    display_status: str,
    is_backup_available: bool = False,
    reveal: bool,
) -> dict[str, Json]:
    """Return the access code object; with PINs only where ``reveal`` is true."""
    active, recurrence, window = code.active_while, code.recurrence, _times(code.window)
    shown: dict[str, Json] = {
        "access_code_id": code.access_code_id,
        "lock_entity_id": lock_entity_id,
        "device_id": device_id,
        "name": code.name,
    }
    if reveal:
        shown["code"] = None if code.pin is None else code.pin.reveal()
    return {
        **shown,
        "type": code.type.value,
        "status": view.status.value,
        "display_status": display_status,
        **(window if recurrence is None else _times(recurrence.first)),
        "recurrence": None if recurrence is None else recurrence.rule,
        "next_window": None if _is_over(code) else window,
        "created_at": code.created_at.isoformat(),
        "errors": [_error(problem, message) for problem in view.errors],
        "warnings": [
            _problem("warning", problem, message) for problem in view.warnings
        ],
        "pending_mutations": [
            _mutation(mutation, code, placement, message, reveal=reveal)
            for mutation in view.mutations
        ],
        "common_code_key": code.common_code_key,
        "is_managed": True,
        "is_external_modification_allowed": code.is_external_modification_allowed,
        "is_scheduled_on_device": view.is_scheduled_on_device,
        "is_one_time_use": code.is_one_time_use,
        "max_uses": code.max_uses,
        "use_count": code.use_count,
        "last_used_at": _instant(code.last_used_at),
        "is_paused": code.is_paused,
        "active_while": None if active is None else active.entity_id,
        "is_waiting_for_code_assignment": code.is_waiting_for_assignment,
        **_backup(code.is_backup, is_backup_available, code.pulled_backup_id),
        "appearance": {"name": _name_on_lock(code, placement)},
        "device_metadata": _metadata(code, view, metadata),
        "workspace_id": workspace_id,
    }


# contract 15.11, 15.21
def _is_over(code: AccessCode) -> bool:
    """Return whether a code has neither a current nor a next window: an ongoing code, or a recurrence that is over."""
    has_ended = code.used_at is not None or code.deleted_at is not None
    is_used_up = code.recurrence is not None and has_ended
    return code.window is None or code.position.is_over or is_used_up


# contract 3.41
def _name_on_lock(code: AccessCode, placement: Placement | None) -> str | None:
    """Return the name on the lock; None where the code's PIN can be read in it, until the lock has the new name."""
    name = None if placement is None else placement.name
    if name is None or name == code.name or code.pin is None:
        return name
    return None if is_in_text(code.pin.reveal(), name) else name


_FIRST = (
    "starts_at",
    "ends_at",
    "recurrence",
    "next_window",
    "cause",
    "errors",
    "warnings",
    "pending_mutations",
    "type",
)
"""Attributes that a person looks for."""

_LAST = (
    "access_code_id",
    "lock_entity_id",
    "device_id",
    "workspace_id",
)


_AT_THE_ENDS = frozenset((*_FIRST, *_LAST))


# contract 11.101
def as_attributes(shown: Mapping[str, Json]) -> dict[str, Json]:
    """Return an access code object as a sensor shows it: without nulls, with its cause, in the order of interest."""
    known = {**shown, "cause": _cause(shown)}
    order = (*_FIRST, *[key for key in known if key not in _AT_THE_ENDS], *_LAST)
    return {key: value for key in order if not _is_null(value := known[key])}


def _is_null(value: Json) -> bool:
    """Return whether a value says nothing: a null, or an object of nulls."""
    if value is None:
        return True
    return isinstance(value, dict) and all(each is None for each in value.values())


def _cause(shown: Mapping[str, Json]) -> Json:
    """Return the message of the first error, else of a warning, else of a pending mutation."""
    for key in ("errors", "warnings", "pending_mutations"):
        found = shown[key]
        if isinstance(found, list) and found and isinstance(found[0], dict):
            return found[0]["message"]
    return None


# contract 3.11, 9.17
def _metadata(
    code: AccessCode, view: CodeView, metadata: Mapping[str, str | int] | None
) -> Json:
    """Return the family's numbers for the slot, and who ends the code."""
    shown: dict[str, Json] = {**metadata} if metadata else {}
    if code.window is not None:
        enforcer = "lock" if view.is_window_native else "home_assistant"
        shown["window_enforced_by"] = enforcer
    return shown or None


# contract 3.9, 6.163
def as_unmanaged_object(
    access_code_id: str,
    content: Content,
    view: CodeView,
    *,
    name: str,
    lock_entity_id: str,
    device_id: str | None,
    workspace_id: str,
    message: Message,
    metadata: Mapping[str, str | int] | None,
    display_status: str,
) -> dict[str, Json]:
    """Return the object of an unmanaged code: with its PIN where the lock reveals it, and without a creation time."""
    window = content.window if isinstance(content, KnownPin) else None
    return {
        "access_code_id": access_code_id,
        "lock_entity_id": lock_entity_id,
        "device_id": device_id,
        "name": name,
        "code": content.pin.reveal() if isinstance(content, KnownPin) else None,
        "type": (CodeType.ONGOING if window is None else CodeType.TIME_BOUND).value,
        "status": view.status.value,
        "display_status": display_status,
        **_times(window),
        "recurrence": None,
        "next_window": None if window is None else _times(window),
        "created_at": None,
        "errors": [_error(problem, message) for problem in view.errors],
        "warnings": [
            _problem("warning", problem, message) for problem in view.warnings
        ],
        "pending_mutations": [],
        "common_code_key": None,
        "is_managed": False,
        "is_external_modification_allowed": False,
        "is_scheduled_on_device": window is not None,
        "is_one_time_use": False,
        "max_uses": None,
        "use_count": 0,
        "last_used_at": None,
        "is_paused": False,
        "active_while": None,
        "is_waiting_for_code_assignment": False,
        **_backup(False, False, None),
        "appearance": {"name": None},
        "device_metadata": {**metadata} if metadata else None,
        "workspace_id": workspace_id,
    }


# contract 10.15
def _backup(
    is_backup: bool, is_available: bool, pulled_id: str | None
) -> dict[str, Json]:
    """Return what belongs to backup codes, and before it that no PIN is computed by the algorithm of a maker."""
    return {
        "is_offline_access_code": False,
        "is_backup": is_backup,
        "is_backup_access_code_available": is_available,
        "pulled_backup_access_code_id": pulled_id,
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


# contract 3.5
def _times(window: Window | None) -> dict[str, Json]:
    if window is None:
        return {"starts_at": None, "ends_at": None}
    return {
        "starts_at": window.starts_at.isoformat(),
        "ends_at": window.ends_at.isoformat(),
    }


# contract 3.7
def _error(problem: Problem[ErrorCode], message: Message) -> dict[str, Json]:
    """Return an error, marked as one of the lock or of the code."""
    side = "is_device_error" if problem.is_device_error else "is_access_code_error"
    return {**_problem("error", problem, message), side: True}


# contract 3.7
def _problem(
    kind: Literal["error", "warning"],
    problem: Problem[ErrorCode] | Problem[WarningCode],
    message: Message,
) -> dict[str, Json]:
    details = {
        name: value for name, value in problem.details.items() if value is not None
    }
    return {
        **details,
        f"{kind}_code": problem.code.value,
        "message": message(kind, problem.code, problem.details),
        "created_at": problem.created_at.isoformat(),
    }


# contract 3.8
def _mutation(
    mutation: Mutation,
    code: AccessCode,
    placement: Placement | None,
    message: Message,
    *,
    reveal: bool,
) -> dict[str, Json]:
    before: dict[str, Json] = {}
    after: dict[str, Json] = {}
    match mutation.code:
        case MutationCode.UPDATING_NAME if placement is not None:
            before = {"name": _name_on_lock(code, placement)}
            after = {"name": code.name}
        case MutationCode.UPDATING_CODE if reveal and code.pin is not None:
            after = {"code": code.pin.reveal()}
            if (former := _former_pin(placement, code.pin)) is not None:
                before = {"code": former.reveal()}
        case MutationCode.UPDATING_TIME_FRAME:
            after = _times(code.window)
            held = None if placement is None else placement.known_pin
            if held is not None and held.window is not None:
                before = _times(held.window)
        case _:
            pass
    shown: dict[str, Json] = {
        "mutation_code": mutation.code.value,
        "message": message(
            "mutation",
            mutation.code,
            {"reason": mutation.reason} if mutation.reason else {},
        ),
        "created_at": mutation.created_at.isoformat(),
    }
    if before:
        shown["from"] = before
    if after:
        shown["to"] = after
    return shown


# contract 3.40
def _former_pin(placement: Placement | None, wanted: Pin) -> Pin | None:
    """Return the PIN that a slot held before the wanted one was written, or holds until then, if it is known."""
    if placement is None:
        return None
    others = {
        content.pin for content in placement.may_hold if isinstance(content, KnownPin)
    } - {wanted}
    return others.pop() if len(others) == 1 else None
