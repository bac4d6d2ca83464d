"""Every crash point and every single fault of every kind of change, one by one."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

import pytest

from custom_components.access_codes.core.model import CodeType, Readability, SeenEntity
from tests.support.assert_converged import expect_right, settle_down
from tests.support.event_assertions import check_chronicle
from tests.support.fake_lock import ANSWER_FAULTS, Duplicates
from tests.support.scenario import FOUR, HOUR, ONE, THREE, TWO, Stage, hours

type ExternalChange = Callable[[Stage], None]
"""Brings a prepared stage to where something is due, and does not let the engine go on."""

_MOST_STEPS = 40


def create(stage: Stage) -> None:
    stage.harness.is_stopping = True
    stage.create(FOUR)
    stage.harness.is_stopping = False


def change_pin(stage: Stage) -> None:
    stage.change("a", code=FOUR, run=False)


def delete(stage: Stage) -> None:
    stage.delete("a", run=False)


def delete_two(stage: Stage) -> None:
    stage.delete("a", run=False)
    stage.delete("b", run=False)


def delete_and_create_the_same(stage: Stage) -> None:
    stage.delete("a", run=False)
    stage.harness.is_stopping = True
    stage.create(ONE, name="Guest a")
    stage.harness.is_stopping = False


def pass_pins_on_in_a_circle(stage: Stage) -> None:
    stage.change("a", code=FOUR, run=False)
    stage.change("b", code=ONE, run=False)
    stage.change("a", code=TWO, run=False)


def close_and_open_adjoining_windows(stage: Stage) -> None:
    stage.harness.advance(HOUR)


def move_the_window_and_back(stage: Stage) -> None:
    later = hours(3, 4)
    stage.change("a", starts_at=later.starts_at, ends_at=later.ends_at, run=False)
    stage.harness.step()
    stage.change("a", type=CodeType.ONGOING, run=False)


def pause(stage: Stage) -> None:
    stage.change("a", is_paused=True, run=False)


def pause_and_resume(stage: Stage) -> None:
    stage.change("a", is_paused=True, run=False)
    stage.harness.step()
    stage.change("a", is_paused=False, run=False)


def let_an_entity_go_off(stage: Stage) -> None:
    seen = SeenEntity("light.a", None, is_on=True)
    stage.change("a", active_while=seen, run=False)
    stage.harness.see_entity("light.a", is_on=False)


def change_at_the_keypad(stage: Stage) -> None:
    stage.keypad("1", FOUR)


def remove_at_the_keypad(stage: Stage) -> None:
    stage.keypad("1", None)


CHANGES: list[ExternalChange] = [
    create,
    change_pin,
    delete,
    delete_two,
    delete_and_create_the_same,
    pass_pins_on_in_a_circle,
    close_and_open_adjoining_windows,
    move_the_window_and_back,
    pause,
    pause_and_resume,
    let_an_entity_go_off,
    change_at_the_keypad,
    remove_at_the_keypad,
]

every_lock = pytest.mark.parametrize(
    ("reads", "confirms_writes", "duplicates"),
    [
        (Readability.PIN, False, Duplicates.REFUSED),
        (Readability.PIN, True, Duplicates.REFUSED_IN_SLOT),
        (Readability.PRESENCE, False, Duplicates.REFUSED),
        (Readability.PRESENCE, False, Duplicates.REFUSED_IN_SLOT),
        (Readability.PRESENCE, True, Duplicates.REFUSED_IN_SLOT),
        (Readability.NOTHING, False, Duplicates.TAKEN),
        (Readability.NOTHING, True, Duplicates.REFUSED_IN_SLOT),
    ],
)
every_change = pytest.mark.parametrize("change", CHANGES)


@cache
def prepared(
    reads: Readability, confirms_writes: bool, duplicates: Duplicates
) -> Stage:
    """Return a lock with two ongoing codes, and two whose windows adjoin and that share a PIN."""
    stage = Stage(reads, 6, confirms_writes=confirms_writes, duplicates=duplicates)
    stage.create(ONE)
    stage.create(TWO)
    stage.create(THREE, window=hours(0, 1))
    stage.create(THREE, window=hours(1, 2))
    return stage


def end_well(stage: Stage) -> None:
    """Let the trouble end, and compare the lock with the wishes."""
    settle_down(stage.harness)
    expect_right(stage.harness, stage.oracle)
    check_chronicle(stage.harness, frozenset())


@pytest.mark.contract("13.36")
@every_lock
@every_change
def test_a_crash_after_any_step_ends_well(
    reads: Readability,
    confirms_writes: bool,
    duplicates: Duplicates,
    change: ExternalChange,
) -> None:
    for crash_after in range(_MOST_STEPS):
        stage = prepared(reads, confirms_writes, duplicates).twin()
        change(stage)
        for _ in range(crash_after):
            if not stage.harness.step():
                break
        else:
            stage.restart()
            end_well(stage)
            continue
        return
    raise AssertionError("the change never came to rest")


@every_lock
@every_change
def test_any_one_fault_ends_well(
    reads: Readability,
    confirms_writes: bool,
    duplicates: Duplicates,
    change: ExternalChange,
) -> None:
    for fault in ANSWER_FAULTS:
        for index in range(6):
            stage = prepared(reads, confirms_writes, duplicates).twin()
            change(stage)
            for _ in range(index):
                stage.harness.step()
            stage.fail(fault)
            stage.wait(timedelta(minutes=20))
            end_well(stage)


@every_lock
@every_change
def test_a_fault_and_then_a_crash_end_well(
    reads: Readability,
    confirms_writes: bool,
    duplicates: Duplicates,
    change: ExternalChange,
) -> None:
    for fault in ANSWER_FAULTS:
        for crash_after in range(3, 10, 2):
            stage = prepared(reads, confirms_writes, duplicates).twin()
            change(stage)
            stage.fail(fault)
            for _ in range(crash_after):
                stage.harness.step()
            stage.restart()
            end_well(stage)


@pytest.mark.contract("4.62")
@every_lock
def test_a_crash_after_any_step_counts_a_use_as_often_as_it_is_told(
    reads: Readability, confirms_writes: bool, duplicates: Duplicates
) -> None:
    for crash_after in range(8):
        stage = prepared(reads, confirms_writes, duplicates).twin()
        stage.change("a", max_uses=2)
        (slot,) = [
            placement.slot
            for placement in stage.harness.record.placements.values()
            if placement.owner == "a"
        ]
        for _ in range(2):
            stage.harness.used(slot)
            for _ in range(crash_after):
                stage.harness.step()
            stage.restart()
        end_well(stage)
        told = stage.told("a").count("used")
        assert stage.code("a").use_count == told
        assert (stage.code("a").used_at is not None) is (told == 2)
