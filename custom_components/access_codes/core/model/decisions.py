"""What a decision is made from, and what it consists of."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .codes import Status, Window
from .lock import Reach
from .pin import Pin
from .record import LockRecord, Settings
from .slots import Content
from .vocabulary import ErrorCode, IssueKind, MutationCode, WarningCode


@dataclass(frozen=True, slots=True)
class World:
    """What is known now and not kept: handed to every decision."""

    now: datetime
    started_at: datetime
    """When the engine started; errors of the device wait 180 s from here."""
    reach: Reach
    reach_since: datetime
    observed: dict[str, Content] = field(default_factory=dict)
    """Contents of slots that are not ours, as read or reported since the start."""
    settings: Settings = Settings()
    attempted: frozenset[str] = frozenset()
    """Codes for which something was tried since the start."""
    probe_at: datetime | None = None
    """While unreachable: when one command may be tried. None: not known when."""
    heard_at: datetime | None = None
    """When the lock last told something, since the start."""
    is_read_wanted: bool = False
    """A full read was asked for (`sync`)."""
    is_stopping: bool = False


class CommandKind(StrEnum):
    """What the lock is told."""

    CLEAR = "clear"
    SET = "set"
    READ = "read"
    READ_ALL = "read_all"
    RENAME = "rename"
    CHECK = "check"
    """Read one slot, whichever, to hear whether the lock answers."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command to the lock."""

    kind: CommandKind
    slot: str | None = None
    access_code_id: str | None = None
    pin: Pin | None = None
    name: str | None = None
    window: Window | None = None
    before: frozenset[Content] = frozenset()
    """What the slot could hold before the command, to return to if it is refused."""


@dataclass(frozen=True, slots=True)
class Problem[C: (ErrorCode, WarningCode)]:
    """An error or a warning of a code."""

    code: C
    created_at: datetime
    is_device_error: bool = False
    details: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mutation:
    """Something wanted and not yet on the lock."""

    code: MutationCode
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CodeView:
    """What the outside sees of a code, besides its wishes."""

    status: Status
    errors: tuple[Problem[ErrorCode], ...] = ()
    warnings: tuple[Problem[WarningCode], ...] = ()
    mutations: tuple[Mutation, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """A repair to be shown: its kind is a translation key."""

    kind: IssueKind
    access_code_id: str | None = None
    """None: about the lock."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows from a record and the world."""

    record: LockRecord
    """The record with what was learnt: slots given back, codes gone, problems, events in the outbox."""
    command: Command | None
    intended: LockRecord
    """``record`` with the command's intent: on disk before the command goes out."""
    views: dict[str, CodeView]
    issues: frozenset[Issue]
    deadline: datetime | None
    """When to plan again if nothing happens."""
    device_error: ErrorCode | None = None
    """The device's error code while one is shown; its time is in the views."""
    free_slots: int | None = None
    """None where slots are without limit or unknown."""
