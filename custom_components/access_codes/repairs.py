"""Entry point of our fix flows. Home Assistant lets only administrators start them."""

from homeassistant.components.repairs import RepairsFlow
from homeassistant.core import HomeAssistant

from .core.model import IssueKind
from .linking.codes_left_issue import CODES_LEFT_ISSUES
from .repair_flows.bookings import BookingsFlow
from .repair_flows.code_or_lock_problem import ProblemFlow
from .repair_flows.codes_left import LeftCodesFlow
from .repair_flows.codes_left_in_slots import LeftInSlotsFlow
from .repair_flows.keypad_lockout import LiftLockoutFlow
from .repair_flows.removed_lock import RemovedLockFlow
from .repair_flows.restored_backup import RestoredBackupFlow
from .repair_flows.time_zone import TimeZoneFlow
from .repair_flows.unreadable_bookings import UnreadableBookingsFlow
from .repair_flows.unreadable_storage import UnreadableStorageFlow


# contract 5.39
async def async_create_fix_flow(
    hass: HomeAssistant,
    issue_id: str,
    data: dict[str, str | int | float | None] | None,
) -> RepairsFlow:
    """Return the fix flow of an issue."""
    match data:
        case {"kind": str(kind)} if kind == IssueKind.STORAGE_UNREADABLE:
            return UnreadableStorageFlow()
        case {"kind": str(kind)} if kind in CODES_LEFT_ISSUES:
            return LeftCodesFlow()
        case {"kind": str(kind)} if kind == IssueKind.DEVICE_REMOVED:
            return RemovedLockFlow()
        case {"kind": str(kind)} if kind == IssueKind.JOURNAL_BEHIND_LOCK:
            return RestoredBackupFlow()
        case {"kind": str(kind)} if kind == IssueKind.CODES_LEFT_IN_SLOTS:
            return LeftInSlotsFlow()
        case {"kind": str(kind)} if kind == IssueKind.TOO_MANY_ATTEMPTS:
            return LiftLockoutFlow()
        case {"kind": str(kind)} if kind == IssueKind.TIME_ZONE_CHANGED:
            return TimeZoneFlow()
        case {"kind": str(kind)} if kind == IssueKind.BOOKINGS_NOT_READ:
            return BookingsFlow()
        case {"kind": str(kind)} if kind == IssueKind.BOOKINGS_UNREADABLE:
            return UnreadableBookingsFlow()
        case _:
            return ProblemFlow()
