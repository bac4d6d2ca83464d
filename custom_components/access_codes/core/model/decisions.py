"""Input and output of a decision, besides the record: world and plan."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from .codes import Status
from .lock import Reach
from .pin import Pin
from .record import LockRecord, Settings
from .slots import Content
from .vocabulary import ErrorCode, IssueKind, MutationCode, WarningCode
from .window import Window


@dataclass(frozen=True, slots=True)
class World:
    """Facts of this moment that are not stored: input of every decision."""

    now: datetime
    started_at: datetime
    """When the engine started; device errors appear 180 s later at the earliest."""
    reach: Reach
    reach_since: datetime
    observed: dict[str, Content] = field(default_factory=dict)
    """Contents of unmanaged slots, as read or reported since the start, by slot."""
    settings: Settings = Settings()
    attempted: frozenset[str] = frozenset()
    """Ids of the codes with a command since the start."""
    probe_at: datetime | None = None
    """While unreachable: when one command may be tried. None: not known yet."""
    heard_at: datetime | None = None
    """Time of the lock's last answer or report since the start."""
    wanted_read: Command | None = None
    """The next read for those who asked for a full read (`sync`)."""
    is_stopping: bool = False
    is_command_under_way: bool = False
    """A command was sent, and its answer is not applied yet."""
    held: dict[Command, datetime] = field(default_factory=dict)
    """Commands that were sent too often, by `Command.key`, with the end of the pause of each."""


class CommandKind(StrEnum):
    """Kind of a command to the lock."""

    CLEAR = "clear"
    SET = "set"
    READ = "read"
    READ_ALL = "read_all"
    """Read the lock's list of its slots."""
    RENAME = "rename"
    CHECK = "check"
    """Find out whether the lock answers: read any one slot, or ask for a sign of life where there is none to read."""


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
    """Possible contents of the slot before the command: restored if it is refused."""
    is_removal: bool = False
    """The command is a step to remove its code."""
    new_slot: str | None = None
    """The slot to which a rename moves the content, where names are keys."""

    @property
    def key(self) -> Command:
        """The command without the fields in which a repeat of it may differ."""
        return Command(
            self.kind,
            self.slot,
            self.access_code_id,
            self.pin,
            window=self.window,
            is_removal=self.is_removal,
            new_slot=self.new_slot,
        )


@dataclass(frozen=True, slots=True)
class Problem[C: (ErrorCode, WarningCode)]:
    """An error or a warning of a code."""

    code: C
    created_at: datetime
    is_device_error: bool = False
    details: dict[str, str | None] = field(default_factory=dict)


class Mutation(NamedTuple):
    """A wanted change that is not yet on the lock."""

    code: MutationCode
    created_at: datetime
    reason: str | None = None
    """Key of its message: what holds it back or is unconfirmed; None where it only waits for its window."""


class CodeView(NamedTuple):
    """State of a code as the outside sees it."""

    status: Status
    errors: tuple[Problem[ErrorCode], ...] = ()
    warnings: tuple[Problem[WarningCode], ...] = ()
    mutations: tuple[Mutation, ...] = ()
    is_scheduled_on_device: bool = False
    """The lock holds the code with its window."""
    is_window_native: bool = False
    """The lock is to enforce the window, not Home Assistant."""


class Issue(NamedTuple):
    """An issue to raise: its kind is a translation key."""

    kind: IssueKind
    access_code_id: str | None = None
    """None: about the lock."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The decision: output of the planner."""

    record: LockRecord
    """The record after housekeeping, with progress of the codes and events in the outbox."""
    command: Command | None
    intended: LockRecord
    """``record`` with the command's possible result: on disk before the command goes out."""
    views: dict[str, CodeView]
    issues: frozenset[Issue]
    deadline: datetime | None
    """When to plan again at the latest."""
    device_error: ErrorCode | None = None
    """Code of the device error while there is one; its time is in the views."""
    free_slots: int | None = None
    """None where slots are without limit or unknown."""
    is_backup_available: bool = False
    """The lock holds a backup code that nobody has pulled."""
