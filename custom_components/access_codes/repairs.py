"""Entry point of our fix flows. Home Assistant lets only administrators start them."""

from typing import Final

from homeassistant.components.repairs import RepairsFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers.importlib import async_import_module

from .core.model import IssueKind
from .linking.codes_left_issue import CODES_LEFT_ISSUES

_FLOWS: Final[dict[str, tuple[str, str]]] = {
    **dict.fromkeys(CODES_LEFT_ISSUES, ("codes_left", "LeftCodesFlow")),
    IssueKind.STORAGE_UNREADABLE: ("unreadable_storage", "UnreadableStorageFlow"),
    IssueKind.DEVICE_REMOVED: ("removed_lock", "RemovedLockFlow"),
    IssueKind.JOURNAL_BEHIND_LOCK: ("restored_backup", "RestoredBackupFlow"),
    IssueKind.CODES_LEFT_IN_SLOTS: ("codes_left_in_slots", "LeftInSlotsFlow"),
    IssueKind.TOO_MANY_ATTEMPTS: ("keypad_lockout", "LiftLockoutFlow"),
    IssueKind.TIME_ZONE_CHANGED: ("time_zone", "TimeZoneFlow"),
    IssueKind.OWN_METHOD: ("own_method", "OwnMethodFlow"),
    IssueKind.BOOKINGS_NOT_READ: ("bookings", "BookingsFlow"),
    IssueKind.BOOKINGS_IN_DOUBT: ("bookings_in_doubt", "DoubtfulBookingsFlow"),
    IssueKind.BOOKINGS_UNREADABLE: ("unreadable_bookings", "UnreadableBookingsFlow"),
}
"""Module and class of the flow by the kind of the issue. A module is imported with its first flow."""

_OF_OTHERS: Final = ("code_or_lock_problem", "ProblemFlow")


# contract 5.39
async def async_create_fix_flow(
    hass: HomeAssistant,
    issue_id: str,
    data: dict[str, str | int | float | None] | None,
) -> RepairsFlow:
    """Return the fix flow of an issue."""
    kind = str((data or {}).get("kind"))
    module, name = _FLOWS.get(kind, _OF_OTHERS)
    flows = await async_import_module(hass, f"{__package__}.repair_flows.{module}")
    flow: RepairsFlow = getattr(flows, name)()
    return flow
