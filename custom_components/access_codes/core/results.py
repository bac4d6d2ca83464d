"""What an answer, a report, a use or a start changes in the record: the engine's way in."""

from .answers import apply_outcome, apply_read_failed
from .attempts import at_start, clock_went_back, unblock
from .sight import (
    Learnt,
    apply_access_denied,
    apply_all_cleared,
    apply_read,
    apply_read_all,
    apply_report,
    apply_used,
    came_back,
)

__all__ = [
    "Learnt",
    "apply_access_denied",
    "apply_all_cleared",
    "apply_outcome",
    "apply_read",
    "apply_read_all",
    "apply_read_failed",
    "apply_report",
    "apply_used",
    "at_start",
    "came_back",
    "clock_went_back",
    "unblock",
]
