"""How a code is taken off its lock: by a clear, by a read, or by the set of its window to come."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    Attempt,
    CommandKind,
    EventType,
    ExternalChange,
    KnownPin,
    LockRecord,
    Outcome,
    Placement,
    Plan,
    Progress,
    RestoreCheck,
    Status,
    WindowSupport,
)
from custom_components.access_codes.core.plan.planner import plan
from tests.support.builders import (
    HOUR,
    NOW,
    a_code,
    a_record,
    a_world,
    able,
    held,
    hours,
)

SET = Progress(announced=Status.SET, on_device=True, was_set=True)
NATIVE = able(windows=WindowSupport(), late_by=60)
LATER = hours(1, 2)
AHEAD = KnownPin(held("4826").pin, LATER)
PLAIN = held("4826")
GONE = a_code(progress=SET, deleted_at=NOW - HOUR)
MOVED = a_code(progress=SET, window=LATER)


def lock_with(code: AccessCode, *possible: Any, **changes: Any) -> LockRecord:
    """Return the record of a lock that enforces windows; its first slot may hold these contents."""
    placement = Placement("1", "a", frozenset(possible), True)
    return a_record(
        code,
        capabilities=NATIVE,
        is_read=True,
        placements={"1": replace(placement, **changes)},
    )


def next_kind(record: LockRecord) -> CommandKind | None:
    command = plan(record, a_world()).command
    return None if command is None else command.kind


@pytest.mark.contract("13.70")
def test_a_slot_that_a_late_write_may_fill_is_read_when_it_has_to_be_and_else_left() -> (
    None
):
    late = {"late": frozenset({PLAIN}), "late_until": NOW + HOUR}
    record = lock_with(GONE, EMPTY, **late)
    assert next_kind(record) is None
    command = plan(lock_with(GONE, EMPTY, needs_read=True, **late), a_world()).command
    assert command is not None
    assert (command.kind, command.slot) == (CommandKind.READ, "1")
    assert (command.access_code_id, command.is_removal) == ("a", True)


@pytest.mark.contract("13.70")
def test_a_code_that_is_there_ahead_of_its_window_is_left_although_a_late_write_may_change_it() -> (
    None
):
    late = {"late": frozenset({PLAIN}), "late_until": NOW + HOUR}
    assert next_kind(lock_with(MOVED, AHEAD, **late)) is None
    assert next_kind(lock_with(GONE, AHEAD, **late)) is CommandKind.CLEAR


@pytest.mark.contract("9.14")
def test_a_known_code_that_may_open_too_early_gets_its_window_in_one_step() -> None:
    command = plan(lock_with(MOVED, PLAIN), a_world()).command
    assert command is not None
    assert (command.kind, command.slot) == (CommandKind.SET, "1")
    assert (command.pin, command.window) == (AHEAD.pin, LATER)
    assert command.before == {PLAIN}
    assert command.is_removal


@pytest.mark.contract("9.14")
@pytest.mark.parametrize(
    ("possible", "changes"),
    [
        ((PLAIN, held("1357")), {}),
        ((UNREADABLE,), {}),
        ((PLAIN,), {"needs_clear_first": True}),
        ((PLAIN,), {"altered": AHEAD}),
    ],
    ids=["two contents", "unknown content", "called a duplicate", "altered"],
)
def test_what_is_not_known_or_was_refused_is_cleared_and_not_overwritten(
    possible: tuple[Any, ...], changes: dict[str, Any]
) -> None:
    assert next_kind(lock_with(MOVED, *possible, **changes)) is CommandKind.CLEAR


@pytest.mark.contract("9.14", "4.18")
def test_a_window_is_not_set_while_another_slot_may_hold_the_pin() -> None:
    rival = a_code("b", deleted_at=NOW, created_at=NOW, changed_at=NOW)
    both = replace(lock_with(MOVED, PLAIN), codes={"a": MOVED, "b": rival})
    second = Placement("2", "b", frozenset({PLAIN}), True)
    both = replace(both, placements={**both.placements, "2": second})
    command = plan(both, a_world()).command
    assert command is not None
    assert (command.kind, command.access_code_id) == (CommandKind.CLEAR, "a")


def first_of(record: LockRecord, *, is_other_longer_due: bool, **second: Any) -> str:
    """Return the code of the first command, where another code is to be removed, too."""
    at = NOW - (3 * HOUR if is_other_longer_due else HOUR / 4)
    other = a_code("b", "7351", created_at=at, changed_at=at, deleted_at=at)
    placement = Placement("2", "b", frozenset({held("7351")}), True)
    both = replace(
        record,
        codes={**record.codes, "b": other},
        placements={**record.placements, "2": replace(placement, **second)},
    )
    command = plan(both, a_world()).command
    assert command is not None
    assert command.access_code_id is not None
    return command.access_code_id


READ_AFTER_A_LATE_WRITE = {
    "needs_read": True,
    "late": frozenset({PLAIN}),
    "late_until": NOW + HOUR,
}


@pytest.mark.contract("5.23")
def test_a_window_that_takes_a_code_off_has_its_turn_among_the_removals() -> None:
    record = lock_with(MOVED, PLAIN)
    assert first_of(record, is_other_longer_due=True) == "b"
    assert first_of(record, is_other_longer_due=False) == "a"


@pytest.mark.contract("5.90")
def test_a_read_that_proves_a_removal_goes_behind_the_removals() -> None:
    record = lock_with(GONE, EMPTY, **READ_AFTER_A_LATE_WRITE)
    assert first_of(record, is_other_longer_due=True) == "b"
    assert first_of(record, is_other_longer_due=False) == "b"


@pytest.mark.contract("5.90")
def test_the_read_with_which_a_removal_begins_has_its_turn_among_the_removals() -> None:
    record = lock_with(GONE, EMPTY, PLAIN)
    assert first_of(record, is_other_longer_due=True) == "b"
    assert first_of(record, is_other_longer_due=False) == "a"


@pytest.mark.contract("5.90")
@pytest.mark.parametrize("is_accepted", [True, False])
def test_the_read_after_a_removal_that_was_sent_goes_behind_the_others(
    is_accepted: bool,
) -> None:
    attempt = Attempt(Outcome.UNKNOWN, True, 1, NOW - HOUR)
    progress = SET if is_accepted else replace(SET, attempt=attempt)
    unproven = {"unproven": EMPTY} if is_accepted else {}
    record = lock_with(replace(GONE, progress=progress), EMPTY, PLAIN, **unproven)
    assert first_of(record, is_other_longer_due=False) == "b"


@pytest.mark.contract("5.90")
def test_reads_that_prove_removals_go_by_the_time_since_they_are_due() -> None:
    record = lock_with(GONE, EMPTY, **READ_AFTER_A_LATE_WRITE)
    doubt = {
        "possible": frozenset({EMPTY, held("7351")}),
        "is_confirmed": False,
        "unproven": EMPTY,
    }
    assert first_of(record, is_other_longer_due=True, **doubt) == "b"
    assert first_of(record, is_other_longer_due=False, **doubt) == "a"


@pytest.mark.contract("8.62", "5.70")
def test_a_code_that_was_taken_over_is_seen_before_it_is_cleared_while_reads_answer() -> (
    None
):
    def tried(failures: int) -> LockRecord:
        attempt = Attempt(Outcome.UNKNOWN, True, failures, NOW - HOUR)
        code = replace(GONE, progress=replace(SET, attempt=attempt))
        return lock_with(code, PLAIN, needs_read=True, is_confirmed=False)

    assert next_kind(tried(1)) is CommandKind.READ
    assert next_kind(tried(2)) is CommandKind.CLEAR
    assert next_kind(tried(3)) is CommandKind.READ


@pytest.mark.contract("9.14")
def test_a_doubt_whether_a_code_ahead_of_its_window_is_there_is_no_removal() -> None:
    command = plan(lock_with(MOVED, AHEAD, EMPTY), a_world()).command
    assert command is not None
    assert command.kind is CommandKind.READ
    assert not command.is_removal


@pytest.mark.contract("9.14")
def test_a_failed_step_to_a_window_is_followed_by_a_clear() -> None:
    attempt = Attempt(Outcome.REFUSED, True, 1, NOW - HOUR)
    tried = replace(MOVED, progress=replace(SET, attempt=attempt))
    assert next_kind(lock_with(tried, PLAIN)) is CommandKind.CLEAR
    assert next_kind(lock_with(tried, PLAIN, AHEAD)) is CommandKind.CLEAR
    assert next_kind(lock_with(MOVED, PLAIN, AHEAD)) is CommandKind.READ


def test_a_slot_that_may_be_empty_already_is_read_and_not_cleared() -> None:
    assert next_kind(lock_with(GONE, PLAIN, EMPTY)) is CommandKind.READ
    assert next_kind(lock_with(GONE, PLAIN, held("1357"))) is CommandKind.CLEAR
    attempt = Attempt(Outcome.REFUSED, True, 1, NOW - HOUR)
    tried = replace(GONE, progress=replace(SET, attempt=attempt))
    assert next_kind(lock_with(tried, PLAIN, EMPTY)) is CommandKind.READ


def events_of(planned: Plan) -> list[tuple[str, dict[str, Any]]]:
    return [(event.type, event.details) for event in planned.record.outbox]


@pytest.mark.contract("11.4")
def test_a_code_that_is_off_the_lock_has_no_failures_and_no_loss_behind_it() -> None:
    attempt = Attempt(Outcome.REFUSED, True, 3, NOW + HOUR)
    progress = replace(SET, attempt=attempt, lost_at=NOW - HOUR)
    over = a_code(window=hours(-2, -1), progress=progress)
    planned = plan(lock_with(over, EMPTY), a_world())
    after = planned.record.codes["a"].progress
    assert (after.on_device, after.attempt, after.lost_at) == (False, None, None)
    assert events_of(planned) == [(EventType.REMOVED_FROM_DEVICE, {"verified": True})]
    unproven = plan(lock_with(over, EMPTY, is_unverified=True), a_world())
    assert events_of(unproven) == [(EventType.REMOVED_FROM_DEVICE, {"verified": False})]


@pytest.mark.contract("11.5")
def test_a_deleted_code_without_a_slot_is_told_as_removed_and_as_deleted() -> None:
    record = a_record(GONE, is_read=True, capabilities=able(is_virtual=True))
    planned = plan(record, a_world())
    assert planned.record.codes == {}
    assert events_of(planned) == [
        (EventType.REMOVED_FROM_DEVICE, {"verified": True}),
        (EventType.DELETED, {}),
    ]


@pytest.mark.contract("13.33")
@pytest.mark.parametrize(
    ("check", "code", "is_kept"),
    [
        (RestoreCheck(unexpected=frozenset({"1"})), {}, True),
        (RestoreCheck(unexpected=frozenset({"2"})), {}, False),
        (
            RestoreCheck(
                unexpected=frozenset({"1"}),
                unknown_codes=frozenset({"3"}),
                needs_decision=True,
            ),
            {},
            False,
        ),
        (RestoreCheck(unexpected=frozenset({"1"})), {"paused_at": NOW}, False),
        (None, {}, False),
    ],
    ids=["open", "another slot", "decided", "not wanted", "no check"],
)
def test_an_emptied_slot_is_kept_while_it_is_open_whether_all_codes_are_gone(
    check: RestoreCheck | None, code: dict[str, Any], is_kept: bool
) -> None:
    removed = a_code(external=ExternalChange.REMOVED, progress=SET, **code)
    record = replace(
        lock_with(removed, EMPTY),
        is_read=False,
        restore_check=check,
        unmanaged={"3": UNREADABLE},
    )
    assert ("1" in plan(record, a_world()).record.placements) is is_kept
