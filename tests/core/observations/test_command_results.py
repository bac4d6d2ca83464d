"""What seldom happens, and must not surprise when it does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Attempt,
    Cause,
    Command,
    CommandKind,
    ExternalChange,
    Outcome,
    Pin,
    Placement,
    Progress,
    Readability,
    Settings,
    Status,
)
from custom_components.access_codes.core.observations.command_results import (
    apply_outcome,
    apply_read_failed,
)
from custom_components.access_codes.core.observations.lock_reset import (
    apply_all_cleared,
)
from custom_components.access_codes.core.observations.reads import apply_read
from custom_components.access_codes.core.observations.reports import apply_report
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.retries import RETRY_NOW, unblock
from custom_components.access_codes.locks.adapter import LockAdapter
from tests.support.builders import (
    NOW,
    a_code,
    a_record,
    a_world,
    able,
    held,
    hours,
    placed,
)
from tests.support.fake_adapter import FakeAdapter
from tests.support.fake_lock import FakeLock


def test_an_answer_about_a_slot_that_was_given_up_changes_nothing() -> None:
    record = a_record(a_code("a"))
    command = Command(CommandKind.SET, "1", "a", Pin("4826"))

    assert apply_outcome(record, a_world(), command, Outcome.CONFIRMED) is record


def test_a_read_for_a_code_that_is_gone_changes_nothing() -> None:
    record = a_record(a_code("a"), is_read=True)
    command = Command(CommandKind.READ, "9", "gone")

    assert apply_read_failed(record, a_world(), command, unreachable=False) is record


@pytest.mark.contract("12.45")
def test_a_slot_that_the_lock_does_not_have_is_no_failure_of_the_code() -> None:
    record = a_record(a_code("a"), is_read=True, capabilities=able(slots=("2", "3")))
    command = Command(CommandKind.READ, "1", "a")

    learnt = apply_read_failed(record, a_world(), command, unreachable=False)
    assert learnt is record
    following = plan(learnt, a_world()).command
    assert following is not None
    assert (following.kind, following.slot) == (CommandKind.READ, "2")


@pytest.mark.parametrize("outcome", [Outcome.UNREACHABLE, Outcome.REFUSED])
def test_a_rename_that_fails_leaves_the_code_set(outcome: Outcome) -> None:
    slot = Placement("1", "a", frozenset({held("4826")}), is_confirmed=True, name="Old")
    record = a_record(
        a_code("a"),
        is_read=True,
        capabilities=able(name_length=20),
        placements={"1": slot},
    )
    command = plan(record, a_world()).command
    assert command is not None
    assert command.kind is CommandKind.RENAME

    record = apply_outcome(record, a_world(), command, outcome)

    planned = plan(record, a_world())
    assert planned.views["a"].status is Status.SET
    assert planned.views["a"].errors == ()
    is_tried_at_once = planned.command is not None
    assert is_tried_at_once is (outcome is Outcome.UNREACHABLE)


def test_trying_again_also_reads_the_lock_again() -> None:
    waiting = Attempt(Outcome.UNKNOWN, False, 3, NOW + timedelta(hours=1))
    record = a_record(read_attempt=waiting)
    assert plan(record, a_world()).command is None

    record = unblock(record)

    assert record.read_attempt == replace(waiting, retry_at=RETRY_NOW)
    command = plan(record, a_world()).command
    assert command is not None
    assert command.kind is CommandKind.READ


def test_a_code_that_is_still_set_in_its_new_window_is_not_told_again() -> None:
    progress = Progress(announced=Status.SET, on_device=True, was_set=False)
    record = a_record(
        a_code("a", window=hours(-1, 1), progress=progress),
        is_read=True,
        placements=placed("1", "a", held("4826")),
    )

    planned = plan(record, a_world())

    assert planned.record.codes["a"].progress.was_set
    assert planned.record.outbox == ()


@pytest.mark.contract("12.3")
def test_a_lock_that_has_told_nothing_yet_is_told_nothing() -> None:
    planned = plan(a_record(a_code("a"), capabilities=None), a_world())

    assert planned.command is None
    assert planned.views["a"].status is Status.SETTING
    assert planned.views["a"].errors == ()


def test_whoever_waits_for_a_code_that_waits_in_vain_is_told() -> None:
    """The first waits for the second, the second for the third, and the third for a stranger's code."""
    record = a_record(
        a_code("a", "2222"),
        a_code("b", "3333"),
        a_code("c", "4444"),
        a_code("d", "2222", external=ExternalChange.REMOVED),
        is_read=True,
        placements={
            **placed("1", "a", held("1111")),
            **placed("2", "b", held("2222")),
            **placed("3", "c", held("3333")),
        },
    )
    world = a_world(observed={"4": held("4444")})

    views = plan(record, world).views

    assert {name: [error.code for error in views[name].errors] for name in "abc"} == {
        "a": ["duplicate_code_on_device"],
        "b": ["duplicate_code_on_device"],
        "c": ["duplicate_code_on_device"],
    }
    assert views["d"].errors == ()


def test_whoever_waits_for_two_that_wait_in_vain_is_told_once() -> None:
    record = a_record(
        a_code("a", "2222"),
        a_code("b", "3333"),
        a_code("c", "1111"),
        is_read=True,
        capabilities=able(slots=("1", "2", "3", "4", "5")),
        placements={
            **placed("1", "a", held("1111")),
            **placed("2", "b", held("1111")),
        },
    )
    world = a_world(observed={"4": held("2222"), "5": held("3333")})

    views = plan(record, world).views

    assert [error.code for error in views["c"].errors] == ["duplicate_code_on_device"]


def test_who_waits_in_the_lead_for_an_adjoining_window_holds_nobody_up() -> None:
    record = a_record(
        a_code("leaving", "2222", window=hours(-1, 0.05)),
        a_code("coming", "2222", window=hours(0.05, 1)),
        a_code("waiting", "4444"),
        a_code("changing", "5555"),
        is_read=True,
        capabilities=able(slots=("1", "2", "3", "4")),
        placements={
            **placed("1", "leaving", held("2222")),
            **placed("2", "changing", held("4444")),
        },
    )
    world = a_world(settings=Settings(programming_lead=600))

    views = plan(record, world).views

    assert {name: views[name].errors for name in ("coming", "waiting")} == {
        "coming": (),
        "waiting": (),
    }


def test_two_who_wait_for_one_that_keeps_its_pin_are_told() -> None:
    kept = a_code("keeper", "2222")
    record = a_record(
        kept,
        a_code("first", "2222"),
        a_code("second", "5555"),
        a_code("going", "5555", deleted_at=NOW),
        is_read=True,
        capabilities=able(slots=("1", "2", "3", "4")),
        placements={
            **placed("1", "keeper", held("2222")),
            **placed("2", "first", held("5555")),
            **placed("3", "going", held("5555")),
        },
    )

    views = plan(record, a_world()).views

    assert [error.details for error in views["first"].errors] == [
        {"managed_access_code_id": "keeper"}
    ]
    assert [error.code for error in views["second"].errors] == [
        "duplicate_code_on_device"
    ]


def test_an_unknown_pin_that_is_lost_with_all_others_is_an_allowed_removal() -> None:
    record = a_record(
        a_code("a", pin=None, external=ExternalChange.MODIFIED),
        a_code("b", "9173"),
        is_read=True,
        placements={
            **placed("1", "a", UNREADABLE),
            **placed("2", "b", held("9173")),
        },
    )

    learnt = apply_all_cleared(record, a_world())
    for slot in ("1", "2"):
        learnt = apply_read(learnt.record, a_world(), slot, EMPTY)

    assert learnt.record.codes["a"].external is ExternalChange.REMOVED
    assert learnt.record.codes["b"].progress.lost_at == NOW
    assert {event.type for event in learnt.record.outbox} == {
        "access_code.deleted_external"
    }


@pytest.mark.contract("8.9")
def test_a_change_in_a_slot_whose_code_is_over_is_only_noted() -> None:
    slot = Placement("1", "a", frozenset({held("4826")}), is_confirmed=True)
    record = a_record(a_code("a", deleted_at=NOW), is_read=True, placements={"1": slot})

    learnt = apply_read(record, a_world(), "1", held("9999"))

    assert learnt.record.placements["1"].possible == {held("9999")}
    assert learnt.record.outbox == ()
    command = plan(learnt.record, a_world()).command
    assert command is not None
    assert command.kind is CommandKind.CLEAR


def test_an_unknown_change_where_our_write_was_never_confirmed_says_nothing() -> None:
    record = a_record(
        a_code("a"),
        is_read=True,
        capabilities=able(reads=Readability.PRESENCE),
        placements=placed("1", "a", EMPTY, held("4826")),
    )

    learnt = apply_report(record, a_world(), "1", None, is_own_echo=False)

    assert learnt.record is record


def test_a_code_whose_pin_nobody_knows_stays_lost_when_the_lock_loses_everything() -> (
    None
):
    slot = Placement("1", "a", frozenset({UNREADABLE}), is_confirmed=True)
    code = a_code(
        "a",
        None,
        external=ExternalChange.MODIFIED,
        is_external_modification_allowed=True,
    )
    record = a_record(code, is_read=True, placements={"1": slot})

    learnt = apply_all_cleared(record, a_world())
    learnt = apply_read(learnt.record, a_world(), "1", EMPTY)

    assert learnt.record.codes["a"].external is ExternalChange.REMOVED
    assert learnt.record.reset_at is None


async def test_a_lock_whose_slots_are_read_is_never_asked_for_another_sign() -> None:
    adapter = FakeAdapter(FakeLock())

    with pytest.raises(NotImplementedError):
        await LockAdapter.async_check(adapter)


@pytest.mark.contract("13.70")
def test_an_accepted_write_that_a_newer_one_overtook_may_still_be_carried_out() -> None:
    placement = replace(
        placed("1", "a", EMPTY, held("4826"))["1"], unproven=held("4826")
    )
    record = a_record(
        a_code("a", pin="7351"),
        placements={"1": placement},
        capabilities=able(late_by=10),
    )
    command = Command(CommandKind.SET, "1", "a", Pin("7351"))
    after = apply_outcome(record, a_world(), command, Outcome.CONFIRMED)
    assert after.placements["1"].possible == {held("7351")}
    assert after.placements["1"].late == {held("4826")}


@pytest.mark.contract("12.50")
def test_a_report_of_our_own_write_on_a_lock_that_hides_pins_does_not_say_which() -> (
    None
):
    record = a_record(
        a_code("a", pin="4826"),
        placements=placed("1", "a", EMPTY, held("4826"), held("7351")),
        capabilities=able(reads=Readability.PRESENCE),
    )
    after = apply_report(
        record, a_world(), "1", UNREADABLE, True, cause=Cause.OURS
    ).record
    assert after.placements["1"].possible == {held("4826"), held("7351")}
