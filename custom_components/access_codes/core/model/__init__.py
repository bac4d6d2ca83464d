"""What is spoken of: access codes, slots, locks, records, decisions."""

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
from .lock import LockCapabilities, Outcome, Reach, Reads
from .pin import Pin
from .record import Bucket, Doubt, Event, Link, LockRecord, Settings
from .slots import EMPTY, OTHER, Bare, Content, Held, Placement
from .vocabulary import ErrorCode, EventType, IssueKind, MutationCode, WarningCode

__all__ = [
    "EMPTY",
    "OTHER",
    "AccessCode",
    "Attempt",
    "Bare",
    "Bucket",
    "Change",
    "CodeType",
    "CodeView",
    "Command",
    "CommandKind",
    "Content",
    "Doubt",
    "ErrorCode",
    "Event",
    "EventType",
    "Held",
    "Issue",
    "IssueKind",
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
    "Reads",
    "Settings",
    "Status",
    "WarningCode",
    "Window",
    "World",
]
