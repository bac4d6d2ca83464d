"""The contract, written a second time: what counts as true, wanted and shown."""

from custom_components.access_codes.core.model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    AccessCode,
    Content,
    ExternalChange,
    KnownPin,
    LockRecord,
    Readability,
    Status,
)
from tests.support.engine_harness import Harness


class Violation(AssertionError):
    """A promise was broken."""


def require(condition: bool, broken: str) -> None:
    """Fail with the name of the broken promise."""
    if not condition:
        raise Violation(broken)


def matches(content: Content, possible: frozenset[Content]) -> bool:
    """Tell whether the journal allows for what is really there."""
    is_unknown = UNREADABLE in possible or UNDISCLOSED in possible
    return content in possible or (content is not EMPTY and is_unknown)


def is_wanted(code: AccessCode, harness: Harness) -> bool:
    """Tell whether the code should be on the lock: section 4, word for word."""
    if code.deleted_at is not None or code.used_at is not None:
        return False
    if code.window is None:
        return True
    lead_seconds = (code.window.starts_at - harness.now).total_seconds()
    return (
        lead_seconds <= harness.settings.programming_lead
        and harness.now < code.window.ends_at
    )


def expected_status(record: LockRecord, code: AccessCode, harness: Harness) -> Status:
    """Return the status by the table of section 4, written a second time."""
    holds: frozenset[Content] = frozenset({EMPTY})
    for placement in record.placements.values():
        if placement.owner == code.access_code_id:
            holds = placement.may_hold
    if harness.capabilities.is_virtual and is_wanted(code, harness):
        return Status.SET
    if not is_wanted(code, harness):
        return Status.UNSET if holds == {EMPTY} else Status.REMOVING
    if code.external is ExternalChange.REMOVED:
        if holds == {EMPTY}:
            return Status.UNSET
    else:
        wanted: Content = UNREADABLE if code.pin is None else KnownPin(code.pin)
        is_known = not code.is_waiting_for_assignment
        if holds == {wanted} and is_known:
            return Status.SET
    if len(holds) == 1:
        return Status.SETTING
    match harness.capabilities.reads:
        case Readability.PIN:
            return Status.SETTING
        case Readability.PRESENCE:
            return Status.SETTING if EMPTY in holds else Status.UNKNOWN
        case Readability.NOTHING:
            return Status.UNKNOWN
