"""What the fault laboratory found, each as the shortest story that shows it."""

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNDISCLOSED,
    CommandKind,
    Content,
    ExternalChange,
    KnownPin,
    Pin,
    Placement,
    Readability,
)
from custom_components.access_codes.core.observations.reads import apply_read
from custom_components.access_codes.core.observations.reports import apply_report
from custom_components.access_codes.core.plan.planner import plan
from tests.support.builders import NOW, a_code, a_record, a_world, able, held, placed


@pytest.mark.parametrize(
    "possible", [{held("2468")}, {held("2468"), held("1357")}], ids=["before", "amid"]
)
def test_a_new_pin_outlives_a_change_at_the_lock_that_is_noticed_only_afterwards(
    possible: set[Content],
) -> None:
    """The guest changed 2468 to 555123 unseen; then the host gave the code the PIN 1357."""
    code = a_code("a", "1357", is_external_modification_allowed=True)
    slot = Placement("1", "a", frozenset(possible), is_confirmed=True)
    record = a_record(code, is_read=True, placements={"1": slot})

    learnt = apply_read(record, a_world(), "1", held("555123"))

    planned = plan(learnt.record, a_world())
    assert learnt.record.codes["a"].pin == code.pin
    assert planned.command is not None
    assert planned.command.kind is CommandKind.SET
    assert planned.command.pin == code.pin
    assert [event.type for event in learnt.record.outbox] == [
        "access_code.modified_external"
    ]


@pytest.mark.contract("8.7")
def test_an_allowed_change_of_the_pin_that_is_wished_stands() -> None:
    code = a_code("a", "1357", is_external_modification_allowed=True)
    slot = Placement("1", "a", frozenset({held("1357")}), is_confirmed=True)
    record = a_record(code, is_read=True, placements={"1": slot})

    learnt = apply_read(record, a_world(), "1", held("555123"))

    changed = learnt.record.codes["a"]
    assert isinstance(content := held("555123"), KnownPin)
    assert (changed.pin, changed.external) == (content.pin, ExternalChange.MODIFIED)


@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
def test_a_report_that_may_be_older_than_our_write_does_not_give_its_slot_back(
    reads: Readability,
) -> None:
    """A crash after the set; then the answer to a read that went out before it says that the slot is empty."""
    code = a_code("a", "1357", deleted_at=NOW)
    slot = Placement("1", "a", frozenset({EMPTY, held("1357")}))
    record = a_record(
        code, is_read=True, placements={"1": slot}, capabilities=able(reads=reads)
    )

    learnt = apply_report(record, a_world(), "1", EMPTY, is_own_echo=False)

    planned = plan(learnt.record, a_world())
    assert planned.record.placements["1"].possible == slot.possible
    assert planned.command is not None
    assert planned.command.kind is CommandKind.READ


@pytest.mark.contract("12.78")
def test_a_pin_of_the_locks_choice_is_not_taken_over_by_a_code_with_its_own() -> None:
    record = a_record(
        a_code("a", "1357"), is_read=True, placements=placed("1", "a", UNDISCLOSED)
    )

    learnt = apply_read(record, a_world(), "1", held("555123"))

    assert learnt.record.codes["a"].pin == Pin("1357")
    assert learnt.record.placements["1"].possible == {held("555123")}
    command = plan(learnt.record, a_world()).command
    assert command is not None
    assert (command.kind, command.pin) == (CommandKind.SET, Pin("1357"))
