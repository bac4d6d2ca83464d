"""The order of a full read, and the delays that are not announced while it goes on."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    Attempt,
    CommandKind,
    FullRead,
    LockRecord,
    Outcome,
    Placement,
    Progress,
    Status,
    WarningCode,
)
from custom_components.access_codes.core.plan.planner import plan
from tests.support.builders import HOUR, NOW, a_code, a_record, a_world, able, held

SLOTS = ("1", "2", "3", "4")
SET = Progress(announced=Status.SET, on_device=True, was_set=True)


def reading(*unread: str, **silent: datetime) -> LockRecord:
    """Return the record of a lock amid its first read; ``silent``: when to ask silent slots again, as ``slot_3``."""
    tries = {
        slot.removeprefix("slot_"): Attempt(Outcome.UNKNOWN, False, 1, at)
        for slot, at in silent.items()
    }
    return a_record(
        a_code(progress=SET),
        capabilities=able(slots=SLOTS),
        placements={"3": Placement("3", "a", frozenset({held("4826")}), True)},
        full_read=FullRead(unread=frozenset({*unread, *tries}), silent=tries),
    )


def next_read(record: LockRecord) -> str | None:
    command = plan(record, a_world()).command
    if command is None:
        return None
    assert command.kind is CommandKind.READ
    return command.slot


@pytest.mark.contract("8.37")
def test_our_own_slots_are_read_first_then_the_others_in_their_order() -> None:
    assert next_read(reading("1", "2", "3", "4")) == "3"
    assert next_read(reading("1", "2", "4")) == "1"
    assert next_read(reading("4", "2")) == "2"
    assert next_read(reading()) is None


@pytest.mark.contract("8.31")
def test_slots_that_did_not_answer_are_read_behind_the_others_the_longest_due_first() -> (
    None
):
    early, late = NOW - HOUR, NOW - HOUR / 2
    assert next_read(reading("4", slot_1=early, slot_2=late)) == "4"
    assert next_read(reading(slot_1=late, slot_2=early)) == "2"
    assert next_read(reading(slot_1=early, slot_2=late)) == "1"
    paused = reading(slot_1=NOW + HOUR, slot_2=NOW + HOUR / 2)
    assert next_read(paused) is None
    assert plan(paused, a_world()).deadline == NOW + HOUR / 2
    assert next_read(reading(slot_1=NOW + HOUR, slot_2=late)) == "2"


@pytest.mark.contract("4.32")
def test_no_delay_is_announced_after_a_start_while_the_first_read_goes_on() -> None:
    attempt = Attempt(Outcome.REFUSED, False, 3, NOW + HOUR)
    waits = a_code(progress=Progress(Status.SETTING, attempt=attempt))
    record = a_record(waits, capabilities=able(slots=SLOTS))
    world = a_world(started_at=NOW - timedelta(seconds=10))

    def is_announced(told: LockRecord) -> bool:
        (view,) = plan(told, world).views.values()
        codes = {warning.code for warning in view.warnings}
        return WarningCode.DELAY_IN_SETTING_ON_DEVICE in codes

    assert not is_announced(record)
    assert is_announced(replace(record, is_read=True))
    mute = FullRead(unread=frozenset({"4"}))
    assert is_announced(replace(record, is_read=True, full_read=mute))


@pytest.mark.contract("8.37")
def test_another_command_that_is_due_goes_before_the_full_read() -> None:
    gone = a_code(progress=SET, deleted_at=NOW)
    record = replace(reading("1", "2"), codes={"a": gone})
    command = plan(record, a_world(observed={"1": EMPTY})).command
    assert command is not None
    assert command.kind is CommandKind.CLEAR
