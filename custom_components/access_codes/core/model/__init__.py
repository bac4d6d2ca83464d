"""Types of the core: access codes, slots, locks, records, decisions."""

from .codes import AccessCode, Attempt, Change, CodeType, Progress, Status, Window
from .decisions import (
    CodeView,
    Command,
    CommandKind,
    Issue,
    Mutation,
    Plan,
    Problem,
    World,
)
from .lock import LockCapabilities, Outcome, Reach, Readability
from .pin import Pin
from .record import Bucket, Event, Link, LockRecord, RestoreCheck, Settings
from .slots import EMPTY, UNREADABLE, Content, KnownPin, Placement, SlotState
from .vocabulary import ErrorCode, EventType, IssueKind, MutationCode, WarningCode

__all__ = [
    "EMPTY",
    "UNREADABLE",
    "AccessCode",
    "Attempt",
    "Bucket",
    "Change",
    "CodeType",
    "CodeView",
    "Command",
    "CommandKind",
    "Content",
    "ErrorCode",
    "Event",
    "EventType",
    "Issue",
    "IssueKind",
    "KnownPin",
    "Link",
    "LockCapabilities",
    "LockRecord",
    "Mutation",
    "MutationCode",
    "Outcome",
    "Pin",
    "Placement",
    "Plan",
    "Problem",
    "Progress",
    "Reach",
    "Readability",
    "RestoreCheck",
    "Settings",
    "SlotState",
    "Status",
    "WarningCode",
    "Window",
    "World",
]
