"""The contract, written a second time: what counts as true, wanted and shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from custom_components.access_codes.core.goals import Goals
from custom_components.access_codes.core.model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    AccessCode,
    Content,
    ExternalChange,
    KnownPin,
    LockCapabilities,
    LockClock,
    LockRecord,
    Readability,
    Reporting,
    Status,
    Window,
)
from custom_components.access_codes.core.record.edit import RecordEdit
from tests.support.engine_harness import Harness


def own_span(capabilities: LockCapabilities) -> timedelta:
    """Return for how long a read of a slot of ours counts, on a lock that does not report every change."""
    return timedelta(seconds=max(capabilities.fresh_for or 86400, 900))


def taking_span(capabilities: LockCapabilities) -> timedelta:
    """Return for how long a read of a slot counts that is taken then."""
    return timedelta(seconds=capabilities.fresh_for or 300)


def grows_old(capabilities: LockCapabilities) -> bool:
    """Tell whether what was read may become wrong without a word."""
    return (
        capabilities.reports is not Reporting.ALL
        and capabilities.reads is not Readability.NOTHING
    )


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


def is_held_back(code: AccessCode) -> bool:
    """Tell whether a code is paused, or its entity is off as far as is known."""
    is_off = code.active_while is not None and not code.active_while.is_on
    return code.paused_at is not None or is_off


def is_wanted(code: AccessCode, harness: Harness) -> bool:
    """Tell whether the code should be on the lock: section 4, word for word."""
    if code.deleted_at is not None or code.used_at is not None:
        return False
    if is_held_back(code):
        return False
    if code.window is None:
        return True
    lead_seconds = (code.window.starts_at - harness.now).total_seconds()
    return (
        lead_seconds <= harness.settings.programming_lead
        and harness.now < code.window.ends_at
    )


def native_window(code: AccessCode, harness: Harness) -> Window | None:
    """Return the window that is left to the lock: section 9, written a second time."""
    capabilities = harness.capabilities
    if (
        capabilities.windows is None
        or capabilities.is_virtual
        or capabilities.clock is LockClock.MISMATCH
        or code.window is None
        or code.is_pin_chosen_by_lock
        or not code.prefer_native_scheduling
    ):
        return None
    if (step := capabilities.windows.granularity) < 1:
        return None
    start, end = (
        code.window.starts_at.timestamp(),
        code.window.ends_at.timestamp(),
    )
    rounded_start, rounded_end = -(-start // step) * step, end // step * step
    limit = max(harness.settings.max_time_rounding, 60)
    is_fine = rounded_start - start <= limit
    if code.changed_at >= code.window.starts_at:
        rounded_start, is_fine = max(start // step * step, 0.0), True
    if not is_fine or end - rounded_end > limit or rounded_start >= rounded_end:
        return None
    if capabilities.windows.capacity is not None:
        # Which of several codes get the few windows is checked by hand. A plan may have moved this one to its next occurrence.
        codes = {**harness.record.codes, code.access_code_id: code}
        record = replace(harness.record, codes=codes)
        return Goals(RecordEdit(record), harness.world).window(code)
    return Window(
        datetime.fromtimestamp(rounded_start, UTC),
        datetime.fromtimestamp(rounded_end, UTC),
    )


def own_content(code: AccessCode, harness: Harness) -> Content:
    """Return what the slot of a code is to hold in its window."""
    if code.pin is None:
        return UNREADABLE
    return KnownPin(code.pin, native_window(code, harness))


def is_to_come(code: AccessCode, harness: Harness) -> bool:
    """Tell whether a code will be wanted, and is not yet."""
    return (
        code.deleted_at is None
        and code.used_at is None
        and not is_held_back(code)
        and code.window is not None
        and harness.now < code.window.starts_at
        and not is_wanted(code, harness)
    )


def is_preloadable(code: AccessCode, harness: Harness) -> bool:
    """Tell whether a code may be on the lock before its window."""
    return (
        is_to_come(code, harness)
        and native_window(code, harness) is not None
        and code.external is not ExternalChange.REMOVED
        and code.window is not None
        and code.window.starts_at - harness.now <= timedelta(hours=72)
    )


def must_wait(record: LockRecord, code: AccessCode, harness: Harness) -> bool:
    """Tell whether another code goes before one that is not wanted yet: for its PIN, or for a slot."""
    assert code.window is not None
    in_force = [
        other
        for other in record.codes.values()
        if other.access_code_id != code.access_code_id
        and other.deleted_at is None
        and other.used_at is None
        and not is_held_back(other)
        and (other.window is None or harness.now < other.window.ends_at)
    ]
    if any(
        other.pin == code.pin
        and (
            other.window is None
            or (other.window.starts_at, other.access_code_id)
            < (code.window.starts_at, code.access_code_id)
        )
        for other in in_force
    ):
        return True
    # Whether there is room is the lock's to say: several codes, and few slots.
    return len(record.codes) + len(record.unmanaged) > len(
        set(harness.capabilities.slots) - harness.settings.reserved_slots
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
        future = own_content(code, harness)
        if (
            holds <= {EMPTY, future}
            and native_window(code, harness) is not None
            and is_to_come(code, harness)
            and (holds == {future} or is_preloadable(code, harness))
        ):
            if holds != {EMPTY} and must_wait(record, code, harness):
                return harness.plan().views[code.access_code_id].status
            return Status.UNSET
        return Status.UNSET if holds == {EMPTY} else Status.REMOVING
    if code.external is ExternalChange.REMOVED:
        if holds == {EMPTY}:
            return Status.UNSET
    elif holds == {own_content(code, harness)} and not code.is_waiting_for_assignment:
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
