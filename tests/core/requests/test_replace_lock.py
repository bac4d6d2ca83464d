"""What moves to another lock, and what is kept of the old one."""

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    Attempt,
    Bucket,
    CommandKind,
    Constraints,
    Event,
    ExternalChange,
    Issue,
    IssueKind,
    Link,
    LockRecord,
    Outcome,
    Progress,
    RestoreCheck,
    Status,
    UseReporting,
)
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.requests.enter_code import Denial, check_entry
from custom_components.access_codes.core.requests.replace_lock import (
    codes_to_move,
    move,
    record_of_old_lock,
)
from tests.support.builders import (
    HOUR,
    NOW,
    a_code,
    a_record,
    a_world,
    able,
    held,
    hours,
    placed,
)

LINK = Link("fake", "fakes", "new")


def moved(record: LockRecord, onto: LockRecord | None = None) -> LockRecord:
    return move(record, NOW, "new", LINK, onto)


def kept(record: LockRecord) -> LockRecord | None:
    numbers = count(1)
    return record_of_old_lock(record, NOW, "entry", lambda: f"new-{next(numbers)}")


def on_lock(code: AccessCode, **progress: Any) -> AccessCode:
    known = Progress(announced=Status.SET, on_device=True, was_set=True)
    return replace(code, progress=replace(known, **progress))


@pytest.mark.contract("11.2")
def test_a_code_moves_as_it_was_wished_and_not_as_it_stood_on_the_lock() -> None:
    failed = Attempt(Outcome.REFUSED, is_removal=False, failures=3, retry_at=NOW)
    code = replace(
        on_lock(
            a_code("a", "1357"),
            attempt=failed,
            problems={"failed_to_set_on_device": NOW},
        ),
        common_code_key="flat",
        is_external_modification_allowed=True,
        external=ExternalChange.MODIFIED,
    )
    record = moved(a_record(code, placements=placed("1", "a", held("1357"))))

    assert record.codes["a"] == replace(
        code, external=None, progress=Progress(was_set=True, lost_at=NOW)
    )
    assert not record.placements
    assert record.link == LINK
    assert record.lock_id == "new"


def test_what_was_learnt_of_the_old_lock_is_forgotten_and_the_rest_kept() -> None:
    event = Event("1", "access_code.used", NOW)
    record = moved(
        a_record(
            unmanaged={"4": UNREADABLE},
            is_read=True,
            restore_check=RestoreCheck(needs_decision=True),
            restore_checked_at=NOW,
            reset_at=NOW,
            outbox=(event,),
            event_count=7,
            code_count=3,
            bucket=Bucket(2.0, NOW),
            clock_stepped_at=NOW,
        )
    )
    assert record == LockRecord(
        "new",
        outbox=(event,),
        event_count=7,
        code_count=3,
        bucket=Bucket(2.0, NOW),
        clock_stepped_at=NOW,
        link=LINK,
    )


def test_deleted_and_used_up_codes_do_not_move_and_are_told_to_be_gone() -> None:
    codes = (
        a_code("a", "1357"),
        replace(a_code("b", "2468"), deleted_at=NOW),
        replace(a_code("c", "3579"), used_at=NOW),
    )
    record = a_record(*codes)
    assert [code.access_code_id for code in codes_to_move(record)] == ["a"]
    after = moved(record)
    assert after.codes.keys() == {"a"}
    assert [(event.type, event.access_code_id) for event in after.outbox] == [
        ("access_code.deleted", "b"),
        ("access_code.deleted", "c"),
        ("access_code.changed", "a"),
    ]


def test_a_code_that_was_set_is_not_missed_afterwards() -> None:
    code = on_lock(a_code("a", "1357"))
    over = replace(code, window=hours(-2, -1))
    seen = plan(replace(moved(a_record(over)), capabilities=able()), a_world())
    assert not seen.views["a"].warnings


def test_what_the_old_lock_may_hold_is_kept_to_be_deleted_under_other_ids() -> None:
    first = replace(on_lock(a_code("a", "1357")), common_code_key="flat")
    gone = replace(a_code("b", "2468"), deleted_at=NOW - HOUR)
    nowhere = a_code("c", "3579")
    freed = a_code("d", "4680")
    placements = {
        **placed("1", "a", held("1357")),
        **placed("2", "b", EMPTY, held("2468")),
        **placed("3", "d", EMPTY),
    }
    record = a_record(
        first, gone, nowhere, freed, placements=placements, unmanaged={"9": UNREADABLE}
    )

    left = kept(record)

    assert left is not None
    assert left.codes == {
        "new-1": replace(
            first,
            access_code_id="new-1",
            common_code_key=None,
            deleted_at=NOW,
            progress=Progress(on_device=True),
        ),
        "new-2": replace(gone, access_code_id="new-2"),
    }
    assert left.placements == {
        "1": replace(placements["1"], owner="new-1"),
        "2": replace(placements["2"], owner="new-2"),
    }
    assert (left.lock_id, left.kept_for) == (record.lock_id, "entry")
    assert left.capabilities == record.capabilities
    assert left.unmanaged == record.unmanaged
    seen = plan(replace(left, is_read=True), a_world())
    assert seen.command is not None
    assert seen.command.kind in (CommandKind.CLEAR, CommandKind.READ)


def test_what_is_known_of_the_old_lock_is_kept_as_long_as_its_codes_are_on_it() -> None:
    known = {
        "event_count": 7,
        "code_count": 3,
        "is_read": True,
        "missing_slots": frozenset({"8"}),
        "vacant_slots": frozenset({"2"}),
        "unmanaged": {"9": UNREADABLE},
        "unmanaged_numbers": {"9": 4},
        "unmanaged_count": 5,
        "inactive_since": {"9": NOW},
        "clock_stepped_at": NOW - HOUR,
        "method": "fake",
        "method_settings": "{}",
    }
    on_it = placed("1", "a", held("1357"))
    left = kept(a_record(on_lock(a_code("a", "1357")), placements=on_it, **known))
    assert left is not None
    assert {name: getattr(left, name) for name in known} == known


@pytest.mark.parametrize("is_virtual", [True, False])
def test_where_the_old_lock_holds_nothing_nothing_is_kept(is_virtual: bool) -> None:
    record = a_record(
        a_code("a", "1357"), capabilities=able(is_virtual=is_virtual), placements={}
    )
    assert kept(record) is None


def test_what_an_earlier_link_left_of_the_new_lock_is_taken_over() -> None:
    earlier = a_record(
        replace(a_code("old", "1357"), deleted_at=NOW),
        a_code("kept", "2468"),
        lock_id="new",
        placements=placed("1", "old", held("1357")),
        unmanaged={"9": UNREADABLE},
        event_count=9,
    )
    record = moved(a_record(a_code("a", "1357")), earlier)

    assert record.codes.keys() == {"old", "kept", "a"}
    assert record.unmanaged == {"9": UNREADABLE}
    assert record.capabilities == earlier.capabilities
    assert not record.is_read
    assert record.event_count > 9
    # The code takes the slot over that already holds its PIN.
    seen = plan(replace(record, is_read=True), a_world())
    assert seen.record.placements["1"].owner == "a"
    assert seen.views["a"].status is Status.SET
    assert "old" not in seen.record.codes


def on_new_lock(code: AccessCode, **abilities: Any) -> LockRecord:
    record = moved(a_record(code))
    return replace(record, capabilities=able(**abilities), is_read=True)


@pytest.mark.contract("5.5", "14.17")
@pytest.mark.parametrize(
    ("code", "abilities"),
    [
        (a_code("a", "135792"), {"code_lengths": (4, 5)}),
        (a_code("a", "1357"), {"characters": "12345"}),
        (
            replace(a_code("a", "1357"), is_one_time_use=True),
            {"uses": UseReporting.NEVER},
        ),
        (replace(a_code("a", None), external=ExternalChange.MODIFIED), {}),
        (
            replace(a_code("a", None), external=ExternalChange.MODIFIED),
            {"is_virtual": True},
        ),
    ],
)
def test_a_code_that_the_new_lock_cannot_take_is_told_and_not_tried(
    code: AccessCode, abilities: dict[str, Any]
) -> None:
    seen = plan(on_new_lock(code, **abilities), a_world(observed={"1": EMPTY}))
    view = seen.views["a"]
    assert view.status is Status.SETTING
    assert [error.code for error in view.errors] == ["code_constraints_violated"]
    assert Issue(IssueKind.CODE_CONSTRAINTS_VIOLATED, "a") in seen.issues
    assert seen.command is None
    assert "a" in seen.record.codes


def test_a_code_that_was_removed_at_the_old_lock_and_may_be_opens_nothing() -> None:
    code = replace(a_code("a", "1357"), external=ExternalChange.REMOVED)
    for is_virtual in (True, False):
        record = on_new_lock(code, is_virtual=is_virtual)
        seen = plan(record, a_world(observed={"1": EMPTY}))
        assert seen.views["a"].status is Status.UNSET
        assert seen.command is None
        assert check_entry(record, NOW, "1357")[1].denial is Denial.REMOVED_AT_LOCK


def test_a_delay_is_counted_from_the_move() -> None:
    code = on_lock(a_code("a", "1357"))
    assert code.changed_at < NOW
    seen = plan(on_new_lock(code), a_world(observed={"1": EMPTY}))
    assert not seen.views["a"].warnings
    assert seen.command is not None
    assert seen.command.kind is CommandKind.SET


@pytest.mark.contract("6.105")
def test_what_was_applied_of_group_changes_stays_applied() -> None:
    record = a_record(applied_changes=frozenset({"a"}))
    onto = replace(LockRecord("new"), applied_changes=frozenset({"b"}))
    assert moved(record).applied_changes == {"a"}
    assert moved(record, onto).applied_changes == {"a", "b"}


@pytest.mark.contract("6.111")
def test_what_was_reported_of_a_lock_stays_with_that_lock() -> None:
    limits, reported = Constraints((4,)), able(code_lengths=(4, 5))
    record = a_record(constraints=limits, reported_capabilities=reported)
    assert moved(record).constraints is None
    assert moved(record).reported_capabilities is None
    onto = replace(
        LockRecord("new"), constraints=limits, reported_capabilities=reported
    )
    assert moved(a_record(), onto).constraints == limits
    assert moved(a_record(), onto).reported_capabilities == reported


@pytest.mark.contract("13.142")
def test_what_may_still_come_to_a_lock_that_takes_anothers_place_is_awaited() -> None:
    onto = a_record(
        unmanaged={"1": held("1357")},
        given_up={"1": "Guest"},
        late_clears={"1": NOW + HOUR},
    )
    assert moved(a_record(), onto).late_clears == {"1": NOW + HOUR}
