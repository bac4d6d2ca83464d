"""Corners of the plan that random stories seldom reach: refused renames, waiting for another code, the lead."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    Attempt,
    CommandKind,
    Content,
    ExternalChange,
    KnownPin,
    Outcome,
    Pin,
    Placement,
    Plan,
    Progress,
    Reach,
    Readability,
    Settings,
    Status,
)
from custom_components.access_codes.core.observations.command_results import (
    apply_outcome,
)
from custom_components.access_codes.core.observations.reads import apply_read
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.requests import create, update
from custom_components.access_codes.core.requests.inputs import (
    CreateRequest,
    UpdateRequest,
)
from custom_components.access_codes.core.retries import unblock
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

SET = Progress(announced=Status.SET, on_device=True, was_set=True)
LEAD = Settings(programming_lead=600)


def ours(
    slot: str, owner: str, pin: str, name: str | None = None
) -> dict[str, Placement]:
    """Return a slot of ours that the lock has confirmed."""
    holds: frozenset[KnownPin] = frozenset({held(pin)})
    return {
        slot: Placement(slot, owner, frozenset(holds), is_confirmed=True, name=name)
    }


def codes_shown(planned: Plan, access_code_id: str) -> set[str]:
    """Return the codes of the errors and warnings that are shown."""
    view = planned.views[access_code_id]
    return {error.code for error in view.errors} | {
        warning.code for warning in view.warnings
    }


def test_a_code_that_waits_for_a_removal_that_fails_is_announced_as_late() -> None:
    waiting = a_code("a", "1357", progress=SET)
    blocked = Attempt(Outcome.REFUSED, is_removal=True, failures=9, retry_at=NOW + HOUR)
    leaving = a_code(
        "b",
        "1357",
        deleted_at=NOW - HOUR,
        progress=Progress(Status.REMOVING, on_device=True, attempt=blocked),
    )
    record = a_record(
        waiting,
        leaving,
        is_read=True,
        placements=ours("1", "a", "2468") | ours("2", "b", "1357"),
    )
    planned = plan(record, a_world(attempted=frozenset({"b"})))
    assert planned.views["a"].status is Status.SETTING
    assert "delay_in_setting_on_device" in codes_shown(planned, "a")


@pytest.mark.contract("5.1", "5.2")
@pytest.mark.parametrize("is_removal", [False, True])
@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.ACCEPTED])
def test_two_tries_without_an_answer_are_a_failure(
    outcome: Outcome, is_removal: bool
) -> None:
    def errors(failures: int) -> set[str]:
        attempt = Attempt(outcome, is_removal, failures, retry_at=NOW + HOUR)
        code = a_code(
            deleted_at=NOW if is_removal else None, progress=Progress(attempt=attempt)
        )
        placements = placed("1", "a", held("4826")) if is_removal else {}
        planned = plan(a_record(code, is_read=True, placements=placements), a_world())
        return {problem.code for problem in planned.views["a"].errors}

    assert errors(failures=1) == set()
    assert errors(failures=2) == {
        "failed_to_remove_from_device" if is_removal else "failed_to_set_on_device"
    }


@pytest.mark.contract("4.18")
@pytest.mark.parametrize("rest", [(), (EMPTY,), (held("8642"),)])
def test_a_pin_is_sent_only_when_no_other_slot_may_hold_it(
    rest: tuple[Content, ...],
) -> None:
    pause = Attempt(Outcome.REFUSED, is_removal=True, failures=9, retry_at=NOW + HOUR)
    leaving = a_code("b", "8642", deleted_at=NOW, progress=Progress(attempt=pause))
    record = a_record(
        a_code("a", "1357", progress=SET),
        leaving,
        is_read=True,
        placements=ours("1", "a", "2468") | placed("2", "b", held("1357"), *rest),
    )
    assert plan(record, a_world()).command is None
    freed = replace(record, placements=ours("1", "a", "2468"))
    command = plan(freed, a_world()).command
    assert command is not None
    assert (command.kind, command.slot) == (CommandKind.SET, "1")


@pytest.mark.contract("4.20")
@pytest.mark.parametrize(("name", "is_handed_over"), [("Ada", True), ("Bob", False)])
def test_a_slot_is_handed_over_only_under_the_name_that_the_lock_has(
    name: str, is_handed_over: bool
) -> None:
    record = a_record(
        a_code("a", "1357", window=hours(-2, 0), name="Ada", progress=SET),
        a_code("b", "1357", window=hours(0, 2), name=name),
        is_read=True,
        capabilities=able(name_length=10),
        placements=ours("1", "a", "1357", name="Ada"),
    )
    planned = plan(record, a_world())
    (placement,) = planned.record.placements.values()
    assert placement.owner == ("b" if is_handed_over else "a")
    kind = planned.command.kind if planned.command is not None else None
    assert kind is (None if is_handed_over else CommandKind.CLEAR)


@pytest.mark.contract("4.32")
@pytest.mark.parametrize(
    ("seconds", "attempted", "is_announced"),
    [(179, (), False), (179, ("a",), True), (180, (), True)],
)
def test_a_delay_on_a_lock_that_is_away_since_the_start_is_announced_after_a_while(
    seconds: int, attempted: tuple[str, ...], is_announced: bool
) -> None:
    world = a_world(
        started_at=NOW - timedelta(seconds=seconds),
        reach=Reach.DISCONNECTED,
        attempted=frozenset(attempted),
    )
    planned = plan(a_record(a_code("a", "1357")), world)
    warnings = {problem.code for problem in planned.views["a"].warnings}
    assert ("delay_in_setting_on_device" in warnings) is is_announced


@pytest.mark.contract("13.19")
@pytest.mark.parametrize("is_removal", [False, True])
def test_a_write_stands_in_the_journal_before_it_is_sent(is_removal: bool) -> None:
    code = a_code("a", "1357", deleted_at=NOW if is_removal else None, progress=SET)
    before = ours("1", "a", "1357" if is_removal else "2468")
    planned = plan(a_record(code, is_read=True, placements=before), a_world())
    assert planned.command is not None
    kind, result = (
        (CommandKind.CLEAR, EMPTY) if is_removal else (CommandKind.SET, held("1357"))
    )
    assert planned.command.kind is kind
    assert planned.record.placements == before
    assert planned.intended.placements["1"].possible == before["1"].possible | {result}


@pytest.mark.contract("5.24")
def test_a_code_in_its_pause_is_passed_over_until_its_pause_ends() -> None:
    pause = Attempt(Outcome.REFUSED, is_removal=True, failures=9, retry_at=NOW + HOUR)
    paused = a_code(
        "a", "1357", deleted_at=NOW - HOUR, progress=Progress(attempt=pause)
    )
    due = a_code("b", "2468", deleted_at=NOW, progress=SET)
    placements = ours("1", "a", "1357") | ours("2", "b", "2468")
    record = a_record(paused, due, is_read=True, placements=placements)
    command = plan(record, a_world()).command
    assert command is not None
    assert command.access_code_id == "b"
    tried = replace(pause, retry_at=NOW + 2 * HOUR)
    due = replace(due, progress=Progress(attempt=tried))
    record = a_record(paused, due, is_read=True, placements=placements)
    command = plan(record, a_world(now=NOW + HOUR)).command
    assert command is not None
    assert command.access_code_id == "a"


@pytest.mark.contract("5.5")
def test_a_name_that_the_lock_refuses_does_not_keep_the_pin_off_it() -> None:
    record = a_record(
        a_code("a", "1357", name="New", progress=SET),
        is_read=True,
        capabilities=able(name_length=10),
        placements=ours("1", "a", "1357", name="Old"),
    )
    world = a_world()
    planned = plan(record, world)
    assert planned.command is not None
    assert planned.command.kind is CommandKind.RENAME
    record = apply_outcome(planned.intended, world, planned.command, Outcome.INVALID)
    planned = plan(record, world)
    assert planned.command is None
    assert codes_shown(planned, "a") == {"code_constraints_violated"}
    record = apply_read(record, world, "1", EMPTY).record
    planned = plan(record, world)
    assert planned.command is not None
    assert (planned.command.kind, planned.command.name) == (CommandKind.SET, "Old")


def test_a_name_that_the_lock_refused_is_tried_again_when_somebody_asks() -> None:
    placements = {
        "1": replace(ours("1", "a", "1357", name="Old")["1"], refused_name="New")
    }
    record = a_record(
        a_code("a", "1357", name="New", progress=SET),
        is_read=True,
        capabilities=able(name_length=10),
        placements=placements,
    )
    assert plan(record, a_world()).command is None
    planned = plan(unblock(record, "a"), a_world())
    assert planned.command is not None
    assert planned.command.kind is CommandKind.RENAME
    assert unblock(record, "b") == record


@pytest.mark.contract("11.7")
def test_a_change_that_nobody_can_put_back_stands_and_is_told() -> None:
    """It was allowed and unreadable; then changes were forbidden, and the code was removed at the lock."""
    code = a_code("a", None, external=ExternalChange.MODIFIED, progress=SET)
    record = a_record(
        code,
        is_read=True,
        capabilities=able(reads=Readability.PRESENCE),
        placements={
            "1": Placement("1", "a", frozenset({UNREADABLE}), is_confirmed=True)
        },
    )
    record = apply_read(record, a_world(), "1", EMPTY).record
    planned = plan(record, a_world())
    assert planned.views["a"].status is Status.UNSET
    assert codes_shown(planned, "a") == {"external_modification_in_effect"}


def test_a_full_lock_is_no_error_before_the_window_has_begun() -> None:
    record = a_record(
        a_code("a", "1357", window=hours(0.1, 2)),
        a_code("b", "2468", window=hours(-1, 0.1), progress=SET),
        is_read=True,
        capabilities=able(slots=("2",)),
        placements=ours("2", "b", "2468"),
    )
    assert codes_shown(plan(record, a_world(settings=LEAD)), "a") == set()


def test_places_that_somebody_else_holds_unseen_are_not_free() -> None:
    record = a_record(
        is_read=True,
        capabilities=able(reads=Readability.NOTHING),
        unmanaged={"1": UNREADABLE},
    )
    assert plan(record, a_world()).free_slots == 2


def test_an_adjoining_code_of_the_same_pin_waits_through_the_lead_without_an_error() -> (
    None
):
    record = a_record(
        a_code("a", "1357", window=hours(0.1, 2)),
        a_code("b", "1357", window=hours(-1, 0.1), progress=SET),
        is_read=True,
        placements=ours("2", "b", "1357"),
    )
    planned = plan(record, a_world(settings=LEAD))
    assert planned.command is None
    assert codes_shown(planned, "a") == set()


def running(pin: str = "1357") -> AccessCode:
    return a_code("a", pin, window=hours(-1, 1), progress=SET)


@pytest.mark.contract("5.13")
def test_a_set_code_that_is_ended_was_not_missed() -> None:
    record = a_record(running(), is_read=True, placements=ours("1", "a", "1357"))
    record, _ = update(
        record, a_world(), UpdateRequest(access_code_id="a", ends_at=NOW)
    )
    planned = plan(record, a_world())
    assert planned.views["a"].status is Status.REMOVING
    assert codes_shown(planned, "a") == set()


def test_what_was_released_on_a_lock_that_tells_nothing_is_not_written_over() -> None:
    record = a_record(
        a_code("a", "1357", progress=SET),
        is_read=True,
        capabilities=able(reads=Readability.NOTHING),
        vacant_slots=frozenset({"1", "2", "3"}),
        placements=ours("1", "a", "1357"),
    )
    record, _ = update(
        record, a_world(), UpdateRequest(access_code_id="a", is_managed=False)
    )
    record, _ = create(
        record,
        a_world(),
        CreateRequest(code=Pin("7913")),
        access_code_id="new",
        draw=lambda n: 0,
    )
    planned = plan(record, a_world())
    assert planned.command is not None
    assert (planned.command.kind, planned.command.slot) == (CommandKind.SET, "2")


@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
def test_what_was_released_on_a_lock_that_can_be_asked_is_passed_over(
    reads: Readability,
) -> None:
    record = a_record(
        a_code("a", "1357", progress=SET),
        is_read=True,
        capabilities=able(reads=reads),
        placements=ours("1", "a", "1357"),
    )
    record, _ = update(
        record, a_world(), UpdateRequest(access_code_id="a", is_managed=False)
    )
    record, _ = create(
        record,
        a_world(),
        CreateRequest(code=Pin("7913")),
        access_code_id="new",
        draw=lambda n: 0,
    )
    planned = plan(record, a_world())
    assert planned.command is not None
    assert (planned.command.kind, planned.command.slot) == (CommandKind.READ, "2")
