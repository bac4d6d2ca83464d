"""How often what is tried again (section "Retries" of the contract)."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import Reach, Readability, Status
from custom_components.access_codes.core.retries import retry_delay
from tests.support.fake_lock import Duplicates, Fault
from tests.support.scenario import FOUR, HOUR, MINUTE, ONE, THREE, TWO, Stage, hours

SECOND = timedelta(seconds=1)


@pytest.mark.contract("5.18")
def test_a_lock_known_to_be_unreachable_gets_one_probe_and_no_more() -> None:
    stage = Stage()
    first = stage.create(ONE)
    stage.sent()
    stage.go_away()
    stage.change(first, code=TWO)
    stage.create(THREE)
    stage.create(FOUR)
    assert stage.sent() == []
    stage.wait(11 * SECOND)
    assert len(stage.sent()) == 1


@pytest.mark.contract("5.18")
def test_a_lock_whose_integration_is_away_gets_no_probe() -> None:
    stage = Stage()
    stage.go_away(Reach.DISCONNECTED)
    stage.create(ONE)
    stage.wait(24 * HOUR)
    assert stage.sent() == []


@pytest.mark.contract("5.20")
def test_a_lock_that_comes_back_is_told_at_once() -> None:
    stage = Stage()
    stage.go_away()
    code = stage.create(ONE)
    stage.wait(5 * HOUR)
    stage.come_back()
    assert stage.status(code) is Status.SET


@pytest.mark.contract("5.20")
def test_a_pause_is_over_when_the_lock_comes_back() -> None:
    stage = Stage()
    stage.fail(*[Fault.REFUSE] * 5)
    code = stage.create(ONE)
    stage.wait(5 * MINUTE)
    stage.fail()
    assert stage.status(code) is Status.SETTING
    stage.go_away()
    stage.come_back()
    assert stage.status(code) is Status.SET


@pytest.mark.contract("5.20")
def test_the_first_answer_to_a_probe_starts_everything_again() -> None:
    stage = Stage()
    stage.go_away()
    codes = [stage.create(pin) for pin in (ONE, TWO, THREE)]
    stage.wait(5 * HOUR)
    stage.lock.is_reachable = True
    stage.wait(20 * MINUTE)
    assert [stage.status(code) for code in codes] == [Status.SET] * 3


@pytest.mark.contract("8.2")
def test_our_slots_are_read_when_the_lock_comes_back() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.go_away()
    stage.keypad("1", TWO, told=False)
    stage.sent()
    stage.come_back()
    assert stage.sent() == ["read 1", "set 1", "read 1"]
    assert stage.status(code) is Status.SET


@pytest.mark.contract("5.21")
def test_a_refusal_is_tried_again_ever_more_slowly() -> None:
    stage = Stage()
    stage.fail(*[Fault.REFUSE] * 200)
    stage.create(ONE)
    counts = []
    for span in (MINUTE, HOUR, HOUR, 24 * HOUR, 24 * HOUR):
        stage.sent()
        stage.wait(span)
        counts.append(len(stage.sent()))
    first_minute, first_hour, hour, _, late_day = counts
    assert first_minute == 2
    assert 5 <= first_hour <= 9
    assert hour in {3, 4}
    assert 20 <= late_day <= 25


@pytest.mark.contract("5.21")
def test_the_pause_after_a_failure_doubles_and_is_an_hour_after_a_day() -> None:
    shortest = [10, 20, 40, 80, 160, 320, 640, *[900] * 95, 3600, 3600]
    pauses = [retry_delay(failures, "a") for failures in range(1, len(shortest) + 1)]
    for pause, seconds in zip(pauses, shortest, strict=True):
        assert seconds * SECOND <= pause < 1.1 * seconds * SECOND
    assert sum(pauses[:102], timedelta()) > timedelta(days=1)
    assert len({retry_delay(1, seed) for seed in "abcdefgh"}) == 8


@pytest.mark.contract("5.24")
def test_a_code_in_its_pause_blocks_nobody() -> None:
    stage = Stage()
    stage.fail(Fault.REFUSE)
    stage.create(ONE)
    second = stage.create(TWO)
    assert stage.status(second) is Status.SET


@pytest.mark.contract("5.22")
def test_a_removal_does_not_inherit_the_pause_of_a_failed_set() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.fail(*[Fault.REFUSE] * 5)
    stage.change(code, code=TWO)
    stage.wait(5 * MINUTE)
    stage.fail()
    stage.delete(code)
    assert stage.held() == {}


@pytest.mark.contract("5.23")
def test_removing_goes_before_setting() -> None:
    stage = Stage(confirms_writes=True)
    stage.create(ONE, window=hours(0, 1))
    stage.create(TWO, window=hours(1, 2))
    stage.sent()
    stage.wait(HOUR)
    assert stage.sent() == ["clear 1", "set 1"]


@pytest.mark.contract("5.90")
def test_all_removals_go_out_before_the_first_is_proven() -> None:
    stage = Stage()
    stage.create(ONE, window=hours(0, 1))
    stage.create(TWO, window=hours(0, 1))
    stage.create(THREE, window=hours(1, 2))
    stage.sent()
    stage.wait(HOUR)
    assert stage.sent() == [
        *("clear 1", "clear 2", "read 1", "read 2"),
        *("set 1", "read 1"),
    ]
    assert stage.held() == {"1": THREE}


@pytest.mark.contract("5.23")
def test_setting_goes_before_reading() -> None:
    stage = Stage()
    stage.create(ONE)
    stage.create(TWO)
    stage.sent()
    stage.create(THREE, window=hours(1, 2))
    stage.harness.ask_to_read()
    stage.harness.advance(HOUR)
    stage.run()
    assert stage.sent()[0] == "set 3"


@pytest.mark.contract("4.31")
def test_a_restart_tries_every_overdue_item_once_at_once() -> None:
    stage = Stage()
    stage.fail(*[Fault.REFUSE] * 20)
    stage.create(ONE)
    stage.wait(3 * HOUR)
    stage.sent()
    stage.fail()
    stage.restart()
    stage.run()
    assert stage.sent() == ["read 1", "set 1", "read 1"]


# Duplicate, full, invalid.


@pytest.mark.contract("5.26")
def test_a_duplicate_that_is_our_own_lost_write_is_settled_by_reading() -> None:
    stage = Stage(duplicates=Duplicates.REFUSED_IN_SLOT)
    stage.fail(Fault.LOSE_ANSWER)
    code = stage.create(ONE)
    stage.wait(MINUTE)
    assert stage.status(code) is Status.SET


@pytest.mark.contract("5.26")
@pytest.mark.parametrize("reads", [Readability.NOTHING, Readability.PRESENCE])
def test_a_duplicate_that_may_be_our_own_is_cleared_and_set_once_more(
    reads: Readability,
) -> None:
    stage = Stage(reads, duplicates=Duplicates.REFUSED_IN_SLOT, confirms_writes=True)
    code = stage.create(TWO)
    stage.fail(Fault.LOSE_ANSWER)
    stage.change(code, code=ONE)
    stage.sent()
    stage.wait(MINUTE)
    assert stage.sent() == ["set 1", "clear 1", "set 1"]
    assert stage.status(code) is Status.SET


@pytest.mark.contract("5.26")
def test_a_duplicate_that_stays_one_is_not_cleared_again_and_again() -> None:
    stage = Stage(Readability.NOTHING)
    stage.lock.master = ONE
    stage.fail(Fault.SWALLOW)
    code = stage.create(ONE)
    stage.wait(24 * HOUR)
    assert len(stage.sent()) <= 4
    assert stage.errors(code) == {"duplicate_code_on_device"}


@pytest.mark.contract("5.27")
@pytest.mark.parametrize("what", ["duplicate", "full", "invalid"])
def test_what_a_repetition_would_not_change_is_not_repeated(what: str) -> None:
    stage = stubborn(what)
    code = stage.create(ONE)
    stage.sent()
    stage.wait(24 * HOUR)
    assert stage.sent() == []
    assert stage.status(code) is Status.SETTING


@pytest.mark.contract("5.28")
@pytest.mark.parametrize("what", ["duplicate", "full", "invalid"])
@pytest.mark.parametrize("change", ["update", "back", "sync", "restart"])
def test_it_is_tried_once_more_when_something_changes(what: str, change: str) -> None:
    stage = stubborn(what)
    code = stage.create(ONE)
    stage.sent()
    match change:
        case "update":
            stage.change(code, name="Another")
        case "back":
            stage.go_away()
            stage.come_back()
        case "sync":
            stage.harness.unblock()
            stage.run()
        case _:
            stage.restart()
            stage.run()
    assert [sent for sent in stage.sent() if not sent.startswith("read")] == ["set 1"]


@pytest.mark.contract("5.28")
@pytest.mark.parametrize("what", ["duplicate", "full"])
@pytest.mark.parametrize("change", ["write", "report"])
def test_a_change_of_what_the_lock_holds_lets_it_be_tried(
    what: str, change: str
) -> None:
    stage = stubborn(what)
    other = None
    if change == "write":
        stage.lock.room = 1 if what == "full" else None
        other = stage.create(TWO)
    code = stage.create(ONE)
    assert stage.status(code) is Status.SETTING
    stage.lock.master = None
    stage.lock.room = 1 if what == "full" and change == "write" else None
    if other is not None:
        stage.delete(other)
    else:
        stage.keypad("3", None)
        stage.run()
    assert stage.status(code) is Status.SET


@pytest.mark.contract("5.28")
def test_room_that_a_read_proves_to_be_free_lets_it_be_tried() -> None:
    stage = Stage(confirms_writes=False)
    stage.lock.room = 1
    stage.lock.kept = lambda pin: THREE if pin == ONE else pin
    stage.go_away(Reach.DISCONNECTED)
    altered = stage.create(ONE)
    code = stage.create(TWO)
    stage.come_back()
    assert stage.status(altered) is Status.SETTING
    assert stage.status(code) is Status.SET


def stubborn(what: str) -> Stage:
    """Return a story of a lock that will not take the PIN."""
    stage = Stage(confirms_writes=True)
    match what:
        case "duplicate":
            stage.lock.master = ONE
        case "full":
            stage.lock.room = 0
        case _:
            stage.lock.not_taken = frozenset({ONE})
    return stage


# Put-backs, and a reset.


@pytest.mark.contract("5.29")
def test_after_three_put_backs_in_an_hour_it_is_put_back_every_quarter_of_an_hour() -> (
    None
):
    stage = Stage()
    code = stage.create(ONE)
    for _ in range(3):
        stage.keypad("1", TWO)
        stage.run()
        assert stage.held() == {"1": ONE}
    assert ("another_manager", None) in stage.issues()
    stage.keypad("1", TWO)
    stage.wait(14 * MINUTE)
    assert stage.held() == {"1": TWO}
    assert stage.errors(code) == {"conflicting_external_modification"}
    stage.wait(2 * MINUTE)
    assert stage.held() == {"1": ONE}
    stage.wait(HOUR)
    assert stage.issues() == set()


@pytest.mark.contract("8.10")
def test_all_slots_lost_at_once_is_one_thing() -> None:
    stage = Stage()
    codes = [stage.create(pin) for pin in (ONE, TWO, THREE)]
    stage.lock.lose_everything()
    stage.oracle.changed_unseen("1")
    stage.oracle.changed_unseen("2")
    stage.oracle.changed_unseen("3")
    stage.harness.report_all_cleared()
    stage.steps(3)
    assert {kind for kind, _ in stage.issues()} == {"lock_was_reset"}
    assert all(stage.errors(code) == set() for code in codes)
    stage.run()
    assert stage.held() == {"1": ONE, "2": TWO, "3": THREE}
    assert stage.issues() == set()


def test_a_full_read_that_finds_everything_gone_is_a_reset_too() -> None:
    stage = Stage()
    for pin in (ONE, TWO):
        stage.create(pin)
    for slot in ("1", "2"):
        stage.keypad(slot, None, told=False)
    stage.harness.ask_to_read()
    stage.steps(7)
    assert {kind for kind, _ in stage.issues()} == {"lock_was_reset"}
    stage.run()
    assert stage.held() == {"1": ONE, "2": TWO}


def test_a_code_just_set_is_not_lost_with_the_others() -> None:
    stage = Stage()
    for pin in (ONE, TWO):
        stage.create(pin)
    for slot in ("1", "2"):
        stage.keypad(slot, None, told=False)
    stage.fail(Fault.LOSE_ANSWER)
    third = stage.create(THREE)
    stage.harness.ask_to_read()
    stage.run()
    assert stage.status(third) is Status.SET
    assert stage.held() == {"1": ONE, "2": TWO, "3": THREE}


@pytest.mark.contract("5.70")
@pytest.mark.parametrize("confirms_writes", [True, False])
def test_a_removal_in_doubt_clears_a_slot_that_answers_no_read(
    confirms_writes: bool,
) -> None:
    stage = Stage(confirms_writes=confirms_writes)
    code = stage.create(ONE)
    stage.sent()
    stage.lock.mute = frozenset({"1"})
    stage.fail(Fault.SWALLOW)
    stage.delete(code)
    assert stage.held() == {"1": ONE}
    stage.wait(5 * MINUTE)
    assert stage.held() == {}
    assert stage.sent()[:3] == ["clear 1", "read 1", "clear 1"]
    is_known = code not in stage.harness.record.codes
    assert is_known is confirms_writes
    stage.lock.mute = frozenset()
    stage.wait(HOUR)
    assert code not in stage.harness.record.codes


@pytest.mark.contract("5.70")
def test_reads_and_clears_take_turns_on_a_slot_that_answers_no_read() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.sent()
    stage.lock.mute = frozenset({"1"})
    stage.fail(*[Fault.SWALLOW] * 9)
    stage.delete(code)
    stage.wait(12 * HOUR)
    kinds = [sent.split()[0] for sent in stage.sent()]
    assert kinds[:7] == ["clear", "read", "clear", "read", "clear", "read", "clear"]
    assert stage.held() == {}
    assert stage.errors(code) == {"failed_to_remove_from_device"}
