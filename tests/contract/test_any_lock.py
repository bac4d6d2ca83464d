"""What the model of unruly locks has found, each as the shortest story that broke a promise."""

from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import ErrorCode
from tests.support.fake_lock import Fault
from tests.support.unruly_story import run_story
from tests.support.unruly_strategies import Character

_SLOW_TO_CONFIRM = Character(slots=1, confirms_writes=False)


@pytest.mark.contract("12.80")
def test_a_false_report_of_a_deletion_hides_no_code_that_is_over() -> None:
    house = run_story(
        _SLOW_TO_CONFIRM,
        ("create", 0, None),
        ("wait", 1900),
        ("lie", 0),
        ("change_window", 0, (0, 1)),
    )
    assert house.lock.entries == {}


@pytest.mark.contract("13.95")
def test_our_code_in_a_masked_slot_is_ours_after_a_report_meanwhile() -> None:
    character = Character(slots=1, confirms_writes=False, masked=frozenset({"1"}))
    house = run_story(
        character, ("create", 0, None), ("lie", 0), ("wait", 60), ("delete", 0)
    )
    assert house.lock.entries == {}


@pytest.mark.contract("13.96")
def test_an_altered_pin_is_ours_although_a_report_contradicted_the_write() -> None:
    character = Character(slots=1, confirms_writes=False, alteration="shortened")
    house = run_story(character, ("create", 0, None), ("lie", 0))
    assert house.lock.entries == {}
    (view,) = house.engine.plan.views.values()
    assert view.errors[0].code is ErrorCode.CODE_CONSTRAINTS_VIOLATED


@pytest.mark.contract("13.96")
def test_an_altered_pin_is_ours_although_the_report_of_the_write_before_comes_amid_the_next() -> (
    None
):
    character = Character(
        slots=2,
        echoes=(8.0,),
        duplicates="taken",
        confirms_writes=False,
        alteration="shortened",
    )
    house = run_story(character, ("create", 0, None), ("flap", 6, 1.0))
    assert house.lock.entries == {}
    assert house.engine.record.unmanaged == {}
    (view,) = house.engine.plan.views.values()
    assert view.errors[0].code is ErrorCode.CODE_CONSTRAINTS_VIOLATED


@pytest.mark.contract("12.76")
def test_a_new_slot_of_a_lock_that_chooses_pins_is_ours_after_a_lost_answer() -> None:
    character = Character(
        naming="by_lock", slots=1, confirms_writes=False, is_pin_chosen=True
    )
    house = run_story(
        character, ("create", 0, None), ("crash",), ("delete", 0), ("type", 0, 0, ())
    )
    assert house.lock.entries == {}


@pytest.mark.contract("13.47")
def test_a_code_that_is_forgotten_while_it_is_sent_stays_named() -> None:
    house = run_story(
        _SLOW_TO_CONFIRM,
        ("sync",),
        ("ail", Fault.CUT_BEFORE),
        ("wait", 61),
        ("create", 0, None),
        ("forget", 0),
    )
    assert house.engine.record.given_up == {"1": "Access code 1"}


_NAMES_ITS_SLOTS = Character(reads="presence", naming="by_lock", confirms_writes=False)


@pytest.mark.contract("12.81")
def test_the_key_in_an_answer_counts_although_a_report_contradicted_the_write() -> None:
    character = replace(_NAMES_ITS_SLOTS, is_pin_chosen=True, late_by=90)
    house = run_story(character, ("create", 0, None), ("reset", True))
    assert list(house.lock.entries) == ["key-1"]


@pytest.mark.contract("12.81")
def test_a_slot_that_a_report_names_before_the_lost_answer_gets_no_duplicate() -> None:
    character = replace(_NAMES_ITS_SLOTS, echoes=(0.01,), late_by=90)
    house = run_story(
        character, ("fail", Fault.LOSE_ANSWER), ("create", 0, None), ("wait", 700)
    )
    assert list(house.lock.entries) == ["key-1"]
    assert house.lock.entries.keys() == house.engine.record.placements.keys()


def test_a_code_with_a_pin_that_a_lost_write_may_have_put_is_taken_for_it() -> None:
    character = Character(slots=1, naming="by_lock", lists="none")
    house = run_story(
        character,
        ("create", 0, None),
        ("create", 1, None),
        ("crash",),
        ("crash",),
        ("delete", 1),
        ("type", 0, 1, ()),
    )
    codes = house.engine.record.codes.values()
    held = {entry.pin for entry in house.lock.entries.values()}
    assert held == {code.pin for code in codes}


def test_what_is_put_in_our_slot_while_it_is_renamed_is_put_back() -> None:
    character = Character(slots=1, naming="by_lock", lists="none")
    house = run_story(
        character,
        ("create", 0, None),
        ("wait", 2),
        ("rename", 0, "New a"),
        ("type", 0, 1, ()),
    )
    [code] = house.engine.record.codes.values()
    assert {entry.pin for entry in house.lock.entries.values()} == {code.pin}


@pytest.mark.contract("13.70")
def test_a_write_given_up_after_a_clock_step_that_nobody_saw_is_waited_for_once() -> (
    None
):
    house = run_story(
        Character(slots=1, late_by=90),
        ("create", 0, None),
        ("set_clock", 5),
        ("stop",),
        ("delete", 0),
    )
    assert not house.engine.record.codes
    assert not house.lock.entries


@pytest.mark.contract("4.40")
def test_a_lock_that_allows_one_call_a_minute_is_written_after_it_was_read() -> None:
    house = run_story(
        Character(
            naming="by_name",
            slots=1,
            reports="nothing",
            fresh_for=60,
            calls_per_minute=1,
            foreign=(("1", 0),),
        ),
        ("create", 0, None),
        ("create", 1, None),
        ("remove_others", 0),
    )
    assert len(house.lock.entries) == 2
    assert len(house.engine.record.codes) == 2


@pytest.mark.contract("12.76")
def test_of_two_new_slots_of_a_lock_that_chooses_pins_none_stays_unlisted() -> None:
    character = Character(naming="by_lock", is_pin_chosen=True)
    house = run_story(
        character,
        ("create", 0, None),
        ("type", 0, 0, ()),
        ("fail", Fault.LOSE_ANSWER),
        ("wait", 0.15),
    )
    record = house.engine.record
    assert len(house.lock.entries) == 2
    assert house.lock.entries.keys() == (
        record.placements.keys() | record.unmanaged.keys()
    )


@pytest.mark.contract("13.144")
def test_a_key_that_holds_what_the_lock_made_of_our_pin_is_ours() -> None:
    character = Character(
        naming="by_lock", late_by=600, alteration="shortened", latency=5.0
    )
    house = run_story(
        character,
        ("create", 1, None),
        ("fail", Fault.LATE, Fault.LOSE_ANSWER),
        ("flap", 8, 1.0),
        ("deliver_late", 5),
    )
    assert house.engine.record.unmanaged == {}
