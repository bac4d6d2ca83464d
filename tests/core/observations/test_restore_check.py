"""A journal that may be older than the lock: nothing is set until a person has said what is right."""

from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    Issue,
    IssueKind,
    LockRecord,
    Placement,
    Readability,
    Status,
)
from custom_components.access_codes.core.observations.reads import apply_read
from custom_components.access_codes.core.observations.restore_check import (
    suspect_restore,
    trust_lock,
    trust_stored,
)
from custom_components.access_codes.core.plan.planner import plan
from tests.support.builders import a_code, a_record, a_world, able, held
from tests.support.fake_lock import Fault
from tests.support.scenario import FOUR, HOUR, MINUTE, ONE, THREE, TWO, Stage, hours

ASKED = {("journal_behind_lock", None)}
CAN_BE_ASKED = pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])


def sets(stage: Stage) -> list[str]:
    return [sent for sent in stage.sent() if not sent.startswith("read")]


# A backup was put back.


@pytest.mark.contract("8.11")
@CAN_BE_ASKED
def test_a_code_deleted_since_the_backup_does_not_come_back(reads: Readability) -> None:
    stage = Stage(reads)
    code = stage.create(ONE)
    backup = stage.harness.file
    stage.delete(code)
    stage.sent()
    stage.restore(backup)
    stage.run()
    assert sets(stage) == []
    assert stage.held() == {}
    assert stage.issues() == ASKED
    stage.answer(trust_lock)
    assert stage.held() == {}
    assert stage.issues() == set()
    assert stage.status(code) is Status.UNSET
    assert stage.warnings(code) == {"external_modification_in_effect"}
    stage.delete(code)
    assert stage.harness.record.codes == {}


@pytest.mark.contract("8.14")
@CAN_BE_ASKED
def test_a_code_made_since_the_backup_does_not_stay_unseen(reads: Readability) -> None:
    stage = Stage(reads)
    kept = stage.create(ONE)
    backup = stage.harness.file
    stage.create(TWO)
    stage.sent()
    stage.restore(backup)
    stage.run()
    assert sets(stage) == []
    assert stage.issues() == ASKED
    assert stage.harness.record.unmanaged.keys() == {"2"}
    stage.answer(trust_lock)
    assert stage.held() == {"1": ONE, "2": TWO}
    assert stage.harness.record.unmanaged.keys() == {"2"}
    assert stage.status(kept) is Status.SET
    assert stage.issues() == set()


@pytest.mark.contract("8.14")
def test_a_pin_changed_since_the_backup_is_taken_from_the_lock() -> None:
    stage = Stage()
    code = stage.create(ONE)
    backup = stage.harness.file
    stage.change(code, code=TWO)
    stage.sent()
    stage.restore(backup)
    stage.run()
    assert sets(stage) == []
    assert stage.errors(code) == {"conflicting_external_modification"}
    assert stage.issues() == ASKED
    stage.answer(trust_lock)
    assert stage.code(code).pin == TWO
    assert stage.status(code) is Status.SET
    assert stage.errors(code) == set()


@pytest.mark.contract("8.17")
@CAN_BE_ASKED
def test_everything_that_is_stored_can_be_put_back(reads: Readability) -> None:
    stage = Stage(reads)
    deleted, changed = stage.create(ONE), stage.create(TWO)
    backup = stage.harness.file
    stage.create(FOUR)
    stage.delete(deleted)
    stage.change(changed, code=THREE)
    stage.restore(backup)
    stage.run()
    assert stage.held() == {"2": THREE, "3": FOUR}
    stage.answer(trust_stored)
    assert stage.issues() == set()
    assert stage.held() == {"1": ONE, "2": TWO, "3": FOUR}


@pytest.mark.contract("8.12")
@CAN_BE_ASKED
def test_due_removals_go_on_while_a_person_is_asked(reads: Readability) -> None:
    stage = Stage(reads)
    stage.create(ONE, window=hours(-1, 3))
    lost = stage.create(TWO)
    backup = stage.harness.file
    stage.delete(lost)
    stage.restore(backup)
    stage.run()
    assert stage.issues() == ASKED
    stage.wait(4 * HOUR)
    assert stage.held() == {}
    assert stage.issues() == ASKED


@pytest.mark.contract("8.11")
@CAN_BE_ASKED
def test_new_codes_wait_for_the_answer(reads: Readability) -> None:
    stage = Stage(reads)
    stage.delete(gone := stage.create(ONE, name="Gone"))
    kept = stage.create(TWO)
    backup = stage.harness.file
    stage.delete(kept)
    stage.restore(backup)
    stage.run()
    new = stage.create(THREE)
    stage.wait(10 * MINUTE)
    assert stage.held() == {}
    assert stage.status(new) is Status.SETTING
    assert "delay_in_setting_on_device" in stage.warnings(new)
    stage.answer(trust_lock)
    assert stage.status(new) is Status.SET
    assert gone not in stage.harness.record.codes


@pytest.mark.contract("8.13")
def test_a_backup_that_says_what_the_lock_holds_asks_nobody() -> None:
    stage = Stage(foreign={"3": FOUR})
    code = stage.create(ONE)
    backup = stage.harness.file
    stage.sent()
    stage.restore(backup)
    assert stage.status(code) is Status.SET
    stage.run()
    assert stage.sent() == ["read 1", "read 2", "read 3"]
    assert stage.issues() == set()
    assert stage.harness.record.restore_check is None
    stage.restart()
    stage.run()
    assert stage.sent() == []


@pytest.mark.contract("8.14")
def test_what_a_lock_hides_is_asked_about_after_a_backup_was_put_back() -> None:
    """Nobody can see that the PIN was changed since."""
    stage = Stage(Readability.PRESENCE)
    code = stage.create(ONE)
    backup = stage.harness.file
    stage.change(code, code=TWO)
    stage.restore(backup)
    stage.run()
    assert stage.held() == {"1": TWO}
    assert stage.issues() == ASKED
    stage.answer(trust_stored)
    assert stage.held() == {"1": ONE}
    assert stage.issues() == set()


def test_a_lock_that_hides_and_is_right_is_trusted_without_a_command() -> None:
    stage = Stage(Readability.PRESENCE)
    code = stage.create(ONE)
    stage.sent()
    stage.restore(stage.harness.file)
    stage.run()
    stage.sent()
    stage.answer(trust_lock)
    assert stage.sent() == []
    assert stage.status(code) is Status.SET
    assert stage.warnings(code) == {"unverified_on_device"}


@pytest.mark.contract("8.14")
@pytest.mark.parametrize("is_stored_right", [True, False])
def test_a_lock_that_tells_nothing_is_asked_about_at_once(
    is_stored_right: bool,
) -> None:
    stage = Stage(Readability.NOTHING)
    code = stage.create(ONE)
    backup = stage.harness.file
    stage.delete(code)
    stage.sent()
    stage.restore(backup)
    stage.run()
    assert stage.sent() == []
    assert stage.issues() == ASKED
    stage.answer(trust_stored if is_stored_right else trust_lock)
    assert stage.sent() == (["set 1"] if is_stored_right else [])
    assert stage.issues() == set()


def test_a_lock_that_is_away_is_looked_at_when_it_is_back() -> None:
    stage = Stage()
    stage.delete(stage.create(ONE))
    kept = stage.create(TWO)
    backup = stage.harness.file
    stage.delete(kept)
    stage.go_away()
    stage.restore(backup)
    stage.create(THREE)
    stage.wait(HOUR)
    assert stage.issues() == {("device_offline", None)}
    stage.come_back()
    assert stage.held() == {}
    assert stage.issues() == ASKED


def test_a_doubt_outlives_a_restart() -> None:
    stage = Stage()
    code = stage.create(ONE)
    backup = stage.harness.file
    stage.delete(code)
    stage.restore(backup)
    stage.run()
    stage.sent()
    stage.restart()
    stage.run()
    assert stage.sent() == []
    assert stage.issues() == ASKED


def test_a_doubt_is_over_when_there_is_nothing_left_to_decide() -> None:
    stage = Stage()
    code = stage.create(ONE)
    backup = stage.harness.file
    stage.delete(code)
    stage.restore(backup)
    stage.run()
    assert stage.issues() == ASKED
    stage.delete(code)
    assert stage.issues() == set()
    assert stage.harness.record.codes == {}


def test_a_code_of_somebody_that_went_meanwhile_is_no_doubt_any_more() -> None:
    stage = Stage()
    stage.create(ONE)
    backup = stage.harness.file
    stage.create(TWO)
    stage.restore(backup)
    stage.run()
    assert stage.issues() == ASKED
    stage.keypad("2", None)
    stage.run()
    assert stage.issues() == set()


def test_a_lock_that_was_never_told_anything_is_not_doubted() -> None:
    assert suspect_restore(LockRecord("lock")) == LockRecord("lock")
    keypad = LockRecord("lock", capabilities=able(is_virtual=True))
    assert suspect_restore(keypad) == keypad


# Nobody knows of a backup: what the first reads after a start show.


@pytest.mark.contract("8.15")
def test_two_deviations_found_by_the_first_reads_after_a_start_set_nothing() -> None:
    stage = Stage()
    codes = [stage.create(pin) for pin in (ONE, TWO, THREE)]
    stage.wait(MINUTE)
    stage.restart()
    stage.keypad("1", None, told=False)
    stage.keypad("2", FOUR, told=False)
    stage.sent()
    stage.ask_lock()
    assert sets(stage) == []
    assert stage.issues() == ASKED
    stage.answer(trust_lock)
    assert stage.status(codes[0]) is Status.UNSET
    assert stage.code(codes[1]).pin == FOUR
    assert stage.status(codes[2]) is Status.SET
    assert sets(stage) == []


@pytest.mark.contract("8.15")
def test_one_deviation_after_a_start_is_put_back_once_all_our_slots_were_seen() -> None:
    stage = Stage()
    for pin in (ONE, TWO, THREE):
        stage.create(pin)
    stage.wait(MINUTE)
    stage.restart()
    stage.keypad("1", None, told=False)
    stage.sent()
    stage.harness.record = _to_be_read(stage.harness.record, "1")
    stage.run()
    assert stage.sent() == ["read 1", "read 2", "read 3", "set 1", "read 1"]
    assert stage.issues() == set()


@pytest.mark.contract("8.15")
def test_a_second_deviation_is_found_before_the_first_is_put_back() -> None:
    stage = Stage()
    for pin in (ONE, TWO, THREE):
        stage.create(pin)
    stage.wait(MINUTE)
    stage.restart()
    stage.keypad("1", None, told=False)
    stage.keypad("3", None, told=False)
    stage.sent()
    stage.harness.record = _to_be_read(stage.harness.record, "1")
    stage.run()
    assert stage.sent() == ["read 1", "read 2", "read 3"]
    assert stage.issues() == ASKED


def test_a_slot_that_cannot_be_read_holds_nobody_up_for_ever() -> None:
    stage = Stage()
    for pin in (ONE, TWO):
        stage.create(pin)
    stage.wait(MINUTE)
    stage.restart()
    stage.keypad("1", None, told=False)
    stage.harness.record = _to_be_read(stage.harness.record, "1")
    stage.steps(3)
    stage.lock.mute = frozenset({"2"})
    stage.run()
    assert stage.held() == {"2": TWO}
    stage.wait(MINUTE)
    assert stage.held() == {"1": ONE, "2": TWO}


def test_what_is_found_later_in_the_same_life_is_put_back_each_by_itself() -> None:
    stage = Stage()
    for pin in (ONE, TWO, THREE):
        stage.create(pin)
    stage.wait(MINUTE)
    stage.restart()
    stage.keypad("1", None, told=False)
    stage.ask_lock()
    assert stage.held() == {"1": ONE, "2": TWO, "3": THREE}
    stage.keypad("1", None, told=False)
    stage.keypad("2", FOUR, told=False)
    stage.ask_lock()
    assert stage.held() == {"1": ONE, "2": TWO, "3": THREE}
    assert stage.issues() == set()


def test_what_the_lock_tells_by_itself_is_no_sign_of_an_old_journal() -> None:
    stage = Stage()
    for pin in (ONE, TWO):
        stage.create(pin)
    stage.wait(MINUTE)
    stage.restart()
    stage.keypad("1", None)
    stage.keypad("2", FOUR)
    stage.run()
    assert stage.held() == {"1": ONE, "2": TWO}
    assert stage.issues() == set()


def test_the_pin_of_a_code_without_a_slot_found_on_the_lock_is_asked_about() -> None:
    """The code waited for its window when the backup was made; since then it was set."""
    stage = Stage()
    waiting = stage.create(ONE, window=hours(2, 4))
    stage.restart()
    stage.keypad("2", ONE, told=False)
    stage.sent()
    stage.ask_lock()
    stage.wait(2 * HOUR + MINUTE)
    assert sets(stage) == []
    assert stage.issues() >= ASKED
    assert stage.status(waiting) is Status.SETTING


@pytest.mark.contract("8.16")
def test_a_slot_of_ours_that_the_journal_calls_free_and_is_not_is_asked_about() -> None:
    slot = Placement("1", "a", frozenset({EMPTY}), is_confirmed=True)
    record = a_record(a_code("a", "1357"), is_read=True, placements={"1": slot})
    record = apply_read(record, a_world(), "1", held("2468")).record
    planned = plan(record, a_world())
    assert planned.command is None
    assert planned.issues == {Issue(IssueKind.JOURNAL_BEHIND_LOCK)}


# All lost at once is one thing.


@pytest.mark.contract("8.10")
@CAN_BE_ASKED
def test_a_lock_that_was_reset_while_it_was_away_gets_everything_again(
    reads: Readability,
) -> None:
    stage = Stage(reads)
    codes = [
        stage.create(ONE),
        stage.create(TWO, is_external_modification_allowed=True),
    ]
    stage.wait(MINUTE)
    stage.go_away()
    for slot in ("1", "2"):
        stage.keypad(slot, None, told=False)
    stage.sent()
    stage.lock.is_reachable = True
    stage.come_back()
    assert sets(stage) == ["set 1", "set 2"]
    assert stage.held() == {"1": ONE, "2": TWO}
    assert [stage.status(code) for code in codes] == [Status.SET, Status.SET]
    assert stage.warnings(codes[1]) == set()


@pytest.mark.contract("8.10")
def test_a_reset_is_told_as_one_thing_until_all_is_back() -> None:
    stage = Stage()
    codes = [stage.create(ONE), stage.create(TWO)]
    stage.wait(MINUTE)
    stage.restart()
    for slot in ("1", "2"):
        stage.keypad(slot, None, told=False)
    stage.harness.ask_to_read()
    stage.fail(*[Fault.ONLY_ACCEPT] * 2, *[Fault.REFUSE] * 40)
    stage.run()
    assert {kind for kind, _ in stage.issues()} == {"lock_was_reset"}
    assert all(stage.errors(code) == {"failed_to_set_on_device"} for code in codes)
    stage.fail()
    stage.wait(HOUR)
    assert stage.issues() == set()


def test_after_a_backup_was_put_back_an_empty_lock_is_no_reset() -> None:
    stage = Stage()
    codes = [stage.create(ONE), stage.create(TWO)]
    backup = stage.harness.file
    for code in codes:
        stage.delete(code)
    stage.restore(backup)
    stage.run()
    assert stage.issues() == ASKED
    assert stage.held() == {}


def _to_be_read(record: LockRecord, slot: str) -> LockRecord:
    """Return the record of a lock that, for whatever reason, is to be asked about one slot."""
    placement = replace(record.placements[slot], needs_read=True)
    return replace(record, placements={**record.placements, slot: placement})
