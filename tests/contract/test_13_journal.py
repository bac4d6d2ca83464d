"""The journal, rule by rule (section "Journal" of the contract), over a whole fake lock."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Reach,
    Readability,
    Status,
)
from custom_components.access_codes.core.observations.reads import apply_read
from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from tests.support.engine_harness import DiskFull
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage, held, hours

EVERY_KIND = pytest.mark.parametrize("reads", list(Readability))
READABLE_KINDS = pytest.mark.parametrize(
    "reads", [Readability.PIN, Readability.PRESENCE]
)


# A slot is ours once a set for it is on disk; until then it must be known empty.


@pytest.mark.contract("4.23")
def test_a_slot_that_was_not_read_since_the_start_is_read_before_it_is_used() -> None:
    stage = Stage()
    stage.restart()
    stage.create(ONE)
    assert stage.sent() == ["read 1", "set 1", "read 1"]


@pytest.mark.contract("4.22")
@READABLE_KINDS
def test_a_slot_that_somebody_else_holds_is_passed_over(reads: Readability) -> None:
    stage = Stage(reads, foreign={"1": TWO})
    code = stage.create(ONE)
    assert stage.status(code) is Status.SET
    assert stage.held() == {"1": TWO, "2": ONE}


@pytest.mark.contract("4.22", "14.14")
def test_a_reserved_slot_is_never_used() -> None:
    stage = Stage()
    stage.set_settings(reserved_slots=frozenset({"1"}))
    stage.create(ONE)
    assert stage.held() == {"2": ONE}


@pytest.mark.contract("8.3")
def test_what_a_lock_that_cannot_be_asked_told_of_a_foreign_code_outlives_a_restart() -> (
    None
):
    stage = Stage(Readability.NOTHING)
    stage.keypad("1", TWO)
    stage.run()
    stage.restart()
    stage.create(ONE)
    assert stage.held() == {"1": TWO, "2": ONE}


@READABLE_KINDS
def test_a_code_that_was_left_on_the_lock_is_not_overwritten(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    left = stage.create(ONE)
    stage.release(left)
    stage.create(TWO)
    assert stage.held() == {"1": ONE, "2": TWO}


# The intent is on disk before the command.


@pytest.mark.contract("13.18", "13.19")
@EVERY_KIND
def test_a_crash_after_a_set_finds_the_pin_in_the_journal(reads: Readability) -> None:
    stage = Stage(reads)
    stage.harness.is_stopping = True
    code = stage.create(ONE)
    stage.harness.is_stopping = False
    stage.steps(2)
    assert stage.held() == {"1": ONE}
    stage.restart()
    assert stage.possible("1") == {EMPTY, held(ONE)}
    stage.sent()
    stage.run()
    assert stage.status(code) is Status.SET
    assert stage.sent() == (["set 1"] if reads is Readability.NOTHING else ["read 1"])


@pytest.mark.contract("13.20")
def test_a_full_disk_stops_a_set() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(1, 2))
    stage.harness.is_disk_full = True
    stage.wait(HOUR)
    assert stage.sent() == []
    assert stage.status(code) is Status.SETTING
    stage.harness.is_disk_full = False
    stage.run()
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("13.21")
def test_a_full_disk_does_not_stop_a_clear() -> None:
    stage = Stage()
    stage.create(ONE, window=hours(0, 1))
    stage.harness.is_disk_full = True
    stage.wait(HOUR)
    assert stage.held() == {}


@pytest.mark.contract("13.12")
def test_a_full_disk_refuses_a_request_and_nothing_has_changed() -> None:
    stage = Stage()
    code = stage.create(ONE)
    record = stage.harness.record
    stage.harness.is_disk_full = True
    with pytest.raises(DiskFull):
        stage.delete(code)
    assert stage.harness.record is record
    assert stage.held() == {"1": ONE}


# Confirmed, refused, timeout.


@pytest.mark.contract("13.22")
def test_a_confirmed_write_needs_no_read() -> None:
    stage = Stage(confirms_writes=True)
    code = stage.create(ONE)
    assert stage.sent() == ["set 1"]
    stage.delete(code)
    assert stage.sent() == ["clear 1"]


@pytest.mark.contract("13.25")
def test_an_accepted_write_is_read_back_once() -> None:
    stage = Stage()
    stage.create(ONE)
    assert stage.sent() == ["set 1", "read 1"]


@pytest.mark.contract("4.21", "13.23")
@EVERY_KIND
def test_a_refusal_leaves_what_was_possible_before(reads: Readability) -> None:
    stage = Stage(reads)
    code = stage.create(ONE)
    stage.fail(Fault.REFUSE)
    stage.change(code, code=TWO)
    assert stage.possible("1") == {held(ONE)}
    assert stage.status(code) is Status.SETTING


@pytest.mark.contract("4.21")
@EVERY_KIND
def test_a_refused_code_gives_its_slot_back(reads: Readability) -> None:
    stage = Stage(reads)
    stage.fail(Fault.REFUSE)
    stage.create(ONE)
    assert stage.possible("1") is None


@pytest.mark.contract("13.24")
@EVERY_KIND
@pytest.mark.parametrize(
    "fault", [Fault.LOSE_ANSWER, Fault.SWALLOW, Fault.CUT_AFTER, Fault.CUT_BEFORE]
)
def test_silence_leaves_both_possible(reads: Readability, fault: Fault) -> None:
    stage = Stage(reads, confirms_writes=True)
    stage.harness.is_stopping = True
    stage.create(ONE)
    stage.harness.is_stopping = False
    stage.fail(fault)
    stage.steps(3)
    assert stage.possible("1") == {EMPTY, held(ONE)}
    assert stage.possible("1", on_disk=True) == {EMPTY, held(ONE)}


# What reads and reports tell.


@pytest.mark.contract("13.26")
def test_a_read_of_a_readable_lock_leaves_one_content() -> None:
    stage = Stage()
    stage.fail(Fault.LOSE_ANSWER)
    stage.create(ONE)
    stage.wait(MINUTE)
    assert stage.possible("1") == {held(ONE)}


@pytest.mark.contract("13.27")
def test_a_read_of_a_masking_lock_rules_out_empty_only() -> None:
    stage = Stage(Readability.PRESENCE)
    code = stage.create(ONE)
    stage.fail(Fault.LOSE_ANSWER)
    stage.change(code, code=TWO)
    assert stage.possible("1") == {held(ONE), held(TWO)}
    stage.go_away()
    stage.come_back()
    assert stage.sent()[-2:] == ["read 1", "set 1"]


@pytest.mark.contract("13.28")
def test_a_report_of_an_unknown_change_is_read_where_it_can_be() -> None:
    stage = Stage()
    stage.create(ONE)
    stage.something_at_keypad("1", TWO)
    assert stage.possible("1") == {held(ONE), UNREADABLE}
    stage.sent()
    stage.run()
    assert stage.sent() == ["read 1", "set 1", "read 1"]
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("13.28")
def test_a_report_of_an_unknown_change_is_believed_where_nothing_can_be_read() -> None:
    stage = Stage(Readability.NOTHING)
    stage.create(ONE)
    stage.something_at_keypad("1", TWO)
    assert stage.possible("1") == {UNREADABLE}
    stage.run()
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("13.48")
def test_an_unknown_change_right_after_our_write_is_read() -> None:
    stage = Stage()
    stage.create(ONE)
    stage.harness.advance(timedelta(seconds=2))
    stage.lock.type_at_keypad("1", TWO)
    stage.oracle.changed_unseen("1")
    stage.harness.report("1", None)
    stage.run()
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("13.48")
@pytest.mark.parametrize("reads", [Readability.PRESENCE, Readability.NOTHING])
def test_an_unknown_change_right_after_our_write_is_an_echo_where_no_read_helps(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    stage.create(ONE)
    stage.sent()
    stage.harness.report("1", None)
    stage.run()
    assert stage.sent() == []


# A command is due only if what is possible is not exactly what is wanted.


@pytest.mark.contract("13.29")
@EVERY_KIND
def test_a_restart_with_nothing_to_do_sends_nothing(reads: Readability) -> None:
    stage = Stage(reads)
    stage.create(ONE)
    stage.create(TWO, window=hours(5, 6))
    stage.sent()
    stage.restart()
    stage.run()
    stage.wait(HOUR)
    assert stage.sent() == []


@pytest.mark.contract("13.19", "13.30")
def test_a_clear_whose_answer_was_lost_is_read_and_not_sent_again() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.sent()
    stage.fail(Fault.LOSE_ANSWER)
    stage.delete(code)
    stage.wait(MINUTE)
    assert stage.sent() == ["clear 1", "read 1"]
    assert stage.harness.record.codes == {}


@pytest.mark.contract("4.17")
def test_a_removal_not_yet_sent_that_becomes_unwanted_needs_no_command() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(0, 1))
    stage.go_away(Reach.DISCONNECTED)
    stage.wait(HOUR)
    assert stage.status(code) is Status.REMOVING
    stage.change(code, ends_at=hours(0, 5).ends_at, run=False)
    assert stage.status(code) is Status.SET
    stage.sent()
    stage.come_back()
    assert stage.sent() == ["read 1"]


# What is foreign, and what was changed in a slot of ours.


@pytest.mark.contract("13.18", "13.31")
def test_what_appears_in_a_slot_before_our_first_set_is_left_alone() -> None:
    stage = Stage()
    stage.fail(Fault.SWALLOW)
    code = stage.create(ONE)
    stage.keypad("1", TWO)
    assert stage.possible("1") is None
    stage.wait(MINUTE)
    assert stage.status(code) is Status.SET
    assert stage.held() == {"1": TWO, "2": ONE}


@pytest.mark.contract("11.9")
def test_an_unmanaged_code_that_comes_and_goes_is_an_event() -> None:
    stage = Stage()
    stage.create(ONE)
    stage.told()
    for pin in (TWO, None):
        stage.keypad("3", pin)
        stage.run()
    assert stage.told() == ["unmanaged.created", "unmanaged.removed"]
    for event in stage.harness.told[-2:]:
        assert event.access_code_id is None
        assert event.details == {
            "slot": "3",
            "unmanaged_access_code_id": unmanaged_id(stage.harness.record, "3"),
        }


@pytest.mark.contract("8.6", "11.7")
def test_a_changed_code_of_ours_is_put_back() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.keypad("1", TWO)
    assert stage.errors(code) == {"conflicting_external_modification"}
    stage.run()
    assert stage.held() == {"1": ONE}
    assert stage.errors(code) == set()


@pytest.mark.contract("8.9")
def test_a_pin_that_a_guest_chose_at_the_keypad_goes_at_the_end() -> None:
    stage = Stage()
    stage.create(ONE, window=hours(0, 1), is_external_modification_allowed=True)
    stage.keypad("1", TWO)
    stage.wait(2 * HOUR)
    assert stage.held() == {}


@pytest.mark.contract("8.5")
def test_our_own_pin_in_a_slot_that_we_never_wrote_is_foreign() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.delete(code)
    stage.keypad("2", ONE)
    stage.wait(HOUR)
    assert stage.held() == {"2": ONE}


@pytest.mark.contract("13.95")
def test_a_masked_slot_after_a_first_write_without_an_answer_is_ours() -> None:
    stage = Stage()
    stage.fail(Fault.LOSE_ANSWER)
    code = stage.create(ONE)
    stage.harness.record = apply_read(
        stage.harness.record, stage.harness.world, "1", UNREADABLE
    ).record
    assert stage.possible("1") == {held(ONE)}
    assert stage.status(code) is Status.SET
    assert stage.warnings(code) == {"unverified_on_device"}
    stage.delete(code)
    assert stage.held() == {}
