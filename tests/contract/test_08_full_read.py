"""Section 8: a lock is read in full slot by slot, as far as it answers."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.full_read import unread_slots
from custom_components.access_codes.core.model import (
    EMPTY,
    KnownPin,
    Readability,
    Status,
)
from tests.support.fake_lock import Fault
from tests.support.scenario import HOUR, MINUTE, ONE, THREE, TWO, Stage, hours

SECOND = timedelta(seconds=1)


def mute(*slots: str) -> dict[str, frozenset[str]]:
    """Return the fields of a lock that never answers about these slots."""
    return {"mute": frozenset(slots)}


@pytest.mark.contract("8.1", "8.37")
def test_a_lock_is_read_slot_by_slot_the_slots_of_our_codes_first() -> None:
    stage = Stage(slots=4, foreign={"1": TWO})
    stage.create(ONE)
    stage.sent()
    stage.ask_lock()
    assert stage.sent() == ["read 2", "read 1", "read 3", "read 4"]


@pytest.mark.contract("5.23", "8.37")
def test_what_is_due_waits_for_one_slot_only() -> None:
    stage = Stage(slots=8)
    code = stage.create(ONE)
    stage.sent()
    stage.harness.ask_to_read()
    stage.steps(1)
    stage.delete(code, run=False)
    stage.run()
    assert stage.sent()[:2] == ["read 1", "clear 1"]


@pytest.mark.contract("8.37")
def test_a_code_is_set_before_its_new_lock_was_read_in_full() -> None:
    stage = Stage(slots=8, lock_fields={"is_reachable": False})
    stage.create(ONE)
    stage.sent()
    stage.come_back()
    assert stage.sent()[:3] == ["read 1", "set 1", "read 1"]
    assert _is_read(stage)


@pytest.mark.contract("8.31", "8.33")
def test_a_slot_that_does_not_answer_hides_none_and_is_tried_again_later() -> None:
    stage = Stage(slots=4, foreign={"3": TWO}, lock_fields=mute("2"))
    assert _slots_read(stage) == ["1", "2", "3", "4"]
    assert stage.harness.record.unmanaged == {"3": KnownPin(TWO)}
    assert unread_slots(stage.harness.record) == {"2"}
    assert not _is_read(stage)
    stage.wait(MINUTE)
    assert _is_read(stage)
    assert 3 <= _slots_read(stage).count("2") <= 4
    stage.lock.mute = frozenset()
    stage.wait(HOUR)
    assert unread_slots(stage.harness.record) == set()
    assert stage.harness.record.full_read is None
    count = len(stage.lock.sent)
    stage.wait(24 * HOUR)
    assert len(stage.lock.sent) == count


@pytest.mark.contract("8.31")
def test_a_mute_slot_is_tried_on_its_own_scale() -> None:
    stage = Stage(slots=2, lock_fields=mute("2"))
    stage.wait(24 * HOUR)
    assert 90 < _slots_read(stage).count("2") < 110
    assert _slots_read(stage).count("1") == 1


@pytest.mark.contract("8.31")
def test_a_restart_goes_on_where_the_full_read_was() -> None:
    stage = Stage(slots=4, lock_fields=mute("2"))
    stage.restart()
    stage.run()
    assert _slots_read(stage) == ["1", "2", "3", "4", "2"]


@pytest.mark.contract("8.32")
def test_an_unread_slot_is_no_empty_one() -> None:
    stage = Stage(slots=2, foreign={"1": TWO}, lock_fields=mute("1"))
    assert stage.harness.plan().free_slots == 2
    code = stage.create(ONE)
    assert stage.held() == {"1": TWO, "2": ONE}
    assert stage.status(code) is Status.SET
    other = stage.create(THREE)
    stage.wait(HOUR)
    assert stage.status(other) is Status.SETTING
    assert stage.errors(other) == {"failed_to_set_on_device"}
    assert stage.held() == {"1": TWO, "2": ONE}
    stage.lock.mute = frozenset()
    stage.wait(HOUR)
    assert stage.errors(other) == {"no_space_for_access_code_on_device"}
    assert stage.told().count("unmanaged.created") == 0


@pytest.mark.contract("5.60", "8.33")
def test_a_lock_that_answers_no_read_is_told_of_and_tried_less_and_less() -> None:
    stage = Stage(slots=3, lock_fields={"ailment": Fault.SWALLOW})
    stage.wait(4 * MINUTE)
    assert not _is_read(stage)
    assert stage.issues() == set()
    stage.wait(3 * MINUTE)
    assert _is_read(stage)
    assert stage.issues() == {("lock_not_read", None)}
    assert unread_slots(stage.harness.record) == {"1", "2", "3"}
    stage.wait(24 * HOUR)
    assert len(stage.lock.sent) < 120
    stage.lock.ailment = None
    stage.wait(2 * HOUR)
    assert stage.issues() == set()
    assert unread_slots(stage.harness.record) == set()


@pytest.mark.contract("8.33")
def test_due_removals_go_to_a_lock_that_answers_no_read() -> None:
    stage = Stage(slots=3)
    code = stage.create(ONE, window=hours(-1, 2))
    stage.lock.mute = frozenset({"1", "2", "3"})
    stage.harness.ask_to_read()
    stage.run()
    stage.wait(3 * HOUR)
    assert stage.held() == {}
    assert stage.status(code) in (Status.UNSET, Status.REMOVING)


@pytest.mark.contract("8.34")
def test_a_slot_that_is_not_there_is_neither_used_nor_waited_for() -> None:
    stage = Stage(slots=3, lock_fields={"missing": frozenset({"1", "3"})})
    assert _is_read(stage)
    assert stage.harness.record.full_read is None
    assert stage.harness.plan().free_slots == 1
    stage.create(ONE)
    assert stage.held() == {"2": ONE}
    stage.restart()
    stage.run()
    assert _slots_read(stage).count("1") == 1
    stage.lock.missing = frozenset()
    stage.ask_lock()
    assert stage.harness.record.missing_slots == set()
    assert stage.harness.plan().free_slots == 2


@pytest.mark.contract("8.34")
def test_a_slot_of_ours_that_is_not_there_any_more_says_nothing_of_its_code() -> None:
    stage = Stage(slots=2)
    code = stage.create(ONE)
    stage.lock.missing = frozenset({"1"})
    stage.harness.record = stage.harness.record
    stage.ask_lock()
    assert stage.possible("1") == {KnownPin(ONE)}
    assert stage.status(code) is Status.SET


@pytest.mark.contract("8.35")
def test_a_lock_with_a_list_is_read_by_it() -> None:
    stage = Stage(slots=4, foreign={"3": TWO}, lists_slots=True)
    assert stage.sent() == []
    assert [sent.kind.value for sent in stage.lock.sent] == ["read_all"]
    assert stage.harness.record.unmanaged == {"3": KnownPin(TWO)}
    assert stage.harness.observed["1"] is EMPTY
    stage.create(ONE)
    stage.keypad("1", None, told=False)
    stage.keypad("3", None, told=False)
    stage.ask_lock()
    assert stage.held() == {"1": ONE}
    assert stage.harness.record.unmanaged == {}


@pytest.mark.contract("8.35")
def test_what_a_list_leaves_out_is_read_slot_by_slot() -> None:
    stage = Stage(
        slots=4,
        foreign={"2": TWO, "3": THREE},
        lists_slots=True,
        lock_fields={"unlisted": frozenset({"2"})},
    )
    assert [sent.kind.value for sent in stage.lock.sent] == ["read_all", *["read"] * 3]
    assert stage.harness.record.unmanaged == {"2": KnownPin(TWO), "3": KnownPin(THREE)}
    assert _is_read(stage)
    stage.sent()
    stage.ask_lock()
    assert stage.sent() == ["read_all", "read 1", "read 2", "read 4"]


@pytest.mark.contract("8.35")
def test_a_list_that_does_not_come_is_asked_for_again() -> None:
    stage = Stage(slots=4, lists_slots=True, lock_fields={"faults": [Fault.SWALLOW]})
    assert not _is_read(stage)
    stage.wait(MINUTE)
    assert _is_read(stage)
    stage.fail(Fault.SWALLOW, Fault.SWALLOW)
    stage.ask_lock()
    assert stage.harness.sync.is_list_missing
    assert not stage.harness.sync.is_complete


@pytest.mark.contract("8.36")
def test_after_a_backup_a_person_is_asked_although_a_slot_never_answers() -> None:
    stage = Stage()
    stage.create(ONE)
    backup = stage.harness.file
    stage.lock.mute = frozenset({"3"})
    stage.restore(backup)
    stage.run()
    second = stage.create(TWO)
    assert stage.issues() == set()
    stage.wait(MINUTE)
    assert stage.issues() == {("journal_behind_lock", None)}
    assert stage.status(second) is Status.SETTING
    stage.lock.mute = frozenset()
    stage.wait(HOUR)
    assert stage.issues() == set()
    assert stage.status(second) is Status.SET


@pytest.mark.contract("8.12", "8.36")
def test_after_a_backup_a_person_is_asked_although_the_lock_answers_no_read() -> None:
    stage = Stage()
    code = stage.create(ONE, window=hours(-1, 1))
    backup = stage.harness.file
    stage.lock.mute = frozenset({"1", "2", "3"})
    stage.restore(backup)
    stage.run()
    stage.wait(2 * HOUR)
    assert ("journal_behind_lock", None) in stage.issues()
    assert stage.held() == {}
    assert stage.status(code) in (Status.UNSET, Status.REMOVING)


@pytest.mark.contract("8.37")
def test_new_slots_of_a_lock_are_read() -> None:
    stage = Stage(slots=2, foreign={"1": TWO})
    stage.lock.type_at_keypad("3", THREE)
    stage.set_capabilities(slots=("1", "2", "3", "4"))
    assert unread_slots(stage.harness.record) == {"3", "4"}
    stage.run()
    assert stage.harness.record.unmanaged["3"] == KnownPin(THREE)
    assert stage.harness.record.full_read is None
    stage.set_capabilities(slots=("1", "2"))
    assert unread_slots(stage.harness.record) == set()


@pytest.mark.parametrize("reads", [Readability.NOTHING])
def test_a_lock_that_tells_nothing_is_not_read(reads: Readability) -> None:
    stage = Stage(reads=reads)
    assert _is_read(stage)
    stage.ask_lock()
    assert stage.lock.sent == []


def _slots_read(stage: Stage) -> list[str]:
    return [sent.command.slot for sent in stage.lock.sent if sent.command.slot]


def _is_read(stage: Stage) -> bool:
    return stage.harness.record.is_read
