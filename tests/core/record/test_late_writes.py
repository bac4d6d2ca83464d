"""Writes without an answer that a lock may still carry out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import EMPTY, LockRecord, Placement
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.record.late_writes import (
    bounded,
    expire,
    give_up,
    new_placement,
    shifted,
)
from tests.support.builders import HOUR, NOW, a_code, a_record, able, held

SECOND = timedelta(seconds=1)
SLOT = Placement("1", "a", frozenset({held("4826")}))
LATE = frozenset({held("1357")})
SLOW = able(late_by=90)


def expired(record: LockRecord) -> LockRecord:
    edit = RecordEdit(record)
    expire(edit, NOW)
    return edit.result()


@pytest.mark.contract("13.70", "13.71")
def test_a_late_write_is_over_at_its_instant_and_not_before() -> None:
    over = replace(SLOT, late=LATE, late_until=NOW)
    soon = replace(over, slot="2", owner="b", late_until=NOW + SECOND)
    record = a_record(
        a_code("a"),
        a_code("b"),
        placements={"1": over, "2": soon},
        late_clears={"3": NOW, "4": NOW + SECOND},
    )
    after = expired(record)
    assert after.late_clears == {"4": NOW + SECOND}
    assert after.placements["1"] == replace(SLOT, possible=SLOT.possible | LATE)
    assert after.placements["2"] is soon
    waiting = replace(record, placements={"2": soon}, late_clears={"4": NOW + SECOND})
    assert expired(waiting) is waiting


@pytest.mark.contract("13.70")
def test_a_write_that_was_given_up_counts_for_as_long_as_the_lock_may_take() -> None:
    until = NOW + 90 * SECOND
    once = give_up(SLOT, LATE, NOW, SLOW)
    assert (once.late, once.late_until) == (LATE, until)
    both = give_up(once, frozenset({EMPTY}), NOW - HOUR, SLOW)
    assert (both.late, both.late_until) == (LATE | {EMPTY}, until)
    later = give_up(once, LATE, NOW + SECOND, SLOW)
    assert later.late_until == until + SECOND
    for prompt in (able(), None):
        assert give_up(SLOT, LATE, NOW, prompt) is SLOT


@pytest.mark.contract("13.71")
def test_a_slot_that_an_earlier_clear_may_empty_begins_with_that_doubt() -> None:
    record = a_record(late_clears={"1": NOW})
    begun = new_placement(record, "1", "a")
    assert begun.late == {EMPTY}
    assert begun.late_until == NOW
    assert new_placement(record, "2", "a") == Placement("2", "a", frozenset({EMPTY}))


@pytest.mark.contract("4.28")
def test_waits_follow_a_step_of_the_clock_and_are_never_longer_than_a_new_one() -> None:
    late = replace(SLOT, late=LATE, late_until=NOW + HOUR)
    record = a_record(
        a_code("a"),
        capabilities=SLOW,
        placements={"1": late},
        late_clears={"3": NOW + HOUR},
    )
    moved = shifted(record, -HOUR)
    assert moved.placements["1"].late_until == NOW
    assert moved.late_clears == {"3": NOW}
    short = bounded(record, NOW)
    assert short.placements["1"].late_until == NOW + 90 * SECOND
    assert short.late_clears == {"3": NOW + 90 * SECOND}
    assert bounded(moved, NOW) == moved
