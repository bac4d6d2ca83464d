"""Results of commands, applied without an engine: what an answer tells beyond its outcome; the next instant of a cycle."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    Outcome,
    Pin,
)
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.engine.command import CommandResult, PendingCommand
from custom_components.access_codes.engine.plan_cycle import Decision
from custom_components.access_codes.locks.adapter import Written
from tests.support.builders import HOUR, NOW, a_code, a_record, a_world, held, placed
from tests.support.fake_adapter import FakeAdapter
from tests.support.fake_lock import FakeLock


def content_after(command: Command, written: Written, before: Content) -> Content:
    """Return the content of slot 1 of a lock that answered this."""
    record = a_record(
        a_code("a", "0482"), is_read=True, placements=placed("1", "a", before)
    )
    pending = PendingCommand(command, FakeAdapter(FakeLock()))
    result = CommandResult(pending, written).apply(record, a_world())
    [content] = result.record.placements["1"].possible
    return content


@pytest.mark.contract("12.30")
@pytest.mark.parametrize("outcome", [Outcome.CONFIRMED, Outcome.ACCEPTED])
def test_a_content_other_than_the_written_one_is_what_the_slot_holds(
    outcome: Outcome,
) -> None:
    command = Command(CommandKind.SET, "1", "a", Pin("0482"), before=frozenset({EMPTY}))
    assert content_after(command, Written(outcome, held("482")), EMPTY) == held("482")


@pytest.mark.contract("12.30")
def test_a_rename_that_tells_the_content_is_a_read() -> None:
    command = Command(CommandKind.RENAME, "1", "a", name="Guest")
    written = Written(Outcome.CONFIRMED, held("0482"))
    assert content_after(command, written, held("0482")) == held("0482")


@pytest.mark.parametrize(
    ("planned", "held_for", "due"),
    [(None, None, None), (2, None, 2), (None, 1, 1), (2, 1, 1), (1, 2, 1)],
)
def test_a_cycle_is_due_at_the_end_of_a_pause_or_before(
    planned: int | None, held_for: int | None, due: int | None
) -> None:
    deadline = None if planned is None else NOW + planned * HOUR
    decided = replace(plan(a_record(), a_world()), deadline=deadline)
    pause = timedelta() if held_for is None else held_for * HOUR
    decision = Decision(decided, {}, None, pause)
    assert decision.deadline(NOW) == (None if due is None else NOW + due * HOUR)
