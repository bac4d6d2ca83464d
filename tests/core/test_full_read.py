"""What each answer leaves of a full read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.full_read import (
    answers_no_read,
    is_list_due,
    is_mute,
    read_anew,
    unread_slots,
    with_answers,
    with_doubt,
    with_failed_try,
    with_missing_slot,
    with_progress_of,
    with_silence,
    with_slots,
)
from custom_components.access_codes.core.model import (
    EMPTY,
    Attempt,
    Command,
    CommandKind,
    FullRead,
    KnownPin,
    LockRecord,
    Outcome,
    Pin,
    SlotNaming,
)
from custom_components.access_codes.core.observations.sync_progress import SyncProgress
from tests.support.builders import NOW, a_code, a_record, able, placed

BY_NAME = able(slots=(), slot_naming=SlotNaming.BY_NAME, lists_slots=True)


def linked(*slots: str) -> LockRecord:
    return a_record(capabilities=able(slots=slots))


@pytest.mark.contract("8.31", "8.33")
def test_a_lock_is_read_once_each_slot_has_answered() -> None:
    record = with_answers(linked("1", "2"), ["1"])
    assert unread_slots(record) == {"2"}
    assert not record.is_read
    record = with_answers(record, ["2"])
    assert record.is_read
    assert record.full_read is None
    assert with_answers(record, ["2"]) is record


@pytest.mark.contract("8.33")
def test_a_slot_is_mute_after_three_tries() -> None:
    record = with_answers(linked("1", "2"), ["1"])
    for tries in range(1, 4):
        assert not is_mute(record, "2")
        record = with_silence(record, "2", NOW)
        assert record.is_read is (tries == 3)
    assert is_mute(record, "2")
    assert unread_slots(record) == {"2"}
    assert record.read_attempt is None


@pytest.mark.contract("8.34")
def test_a_slot_that_is_not_there_is_remembered_until_it_answers() -> None:
    record = with_missing_slot(linked("1", "2"), "2")
    assert record.missing_slots == {"2"}
    assert with_missing_slot(record, "2") is record
    assert with_answers(record, ["1"]).is_read
    assert with_answers(record, ["2"]).missing_slots == set()


@pytest.mark.contract("8.35")
def test_a_list_is_due_until_it_came_whatever_was_tried() -> None:
    record = a_record(capabilities=BY_NAME)
    assert unread_slots(record) == set()
    for _ in range(7):
        assert is_list_due(record)
        record = with_failed_try(record, NOW)
    assert record.is_read
    record = with_answers(record, ["Guest"], is_listed=True)
    assert not is_list_due(record)
    assert record.full_read is None
    assert is_list_due(read_anew(record))


def test_a_slot_that_no_list_of_slots_names_is_left_to_its_code() -> None:
    record = replace(a_record(capabilities=BY_NAME), is_read=True)
    assert with_silence(record, "Guest", NOW) is record


@pytest.mark.contract("8.37")
def test_slots_that_a_lock_no_longer_has_are_not_waited_for() -> None:
    before, after = able(slots=("1", "2", "3")), able(slots=("1", "2"))
    record = with_answers(a_record(capabilities=before), ["1", "2"])
    record = with_silence(record, "3", NOW)
    record = with_slots(replace(record, capabilities=after), before, after)
    assert record.is_read
    assert record.full_read is None
    unread = a_record(capabilities=after)
    assert with_slots(unread, before, after) is unread


@pytest.mark.contract("6.60")
def test_a_sync_of_a_lock_without_fixed_slots_reads_the_slots_of_our_codes() -> None:
    progress = SyncProgress()
    progress.begin(a_record(capabilities=able(slots=())))
    assert progress.is_complete
    assert progress.wanted is None


@pytest.mark.contract("6.60")
def test_a_sync_takes_answers_that_others_asked_for_and_counts_each_slot_once() -> None:
    seen: list[tuple[int, int]] = []
    progress = SyncProgress(on_change=lambda *numbers: seen.append(numbers))
    progress.on_read("1", EMPTY)
    assert progress.contents == {}
    progress.begin(linked("1", "2", "3"))
    progress.on_read("2", KnownPin(Pin("1357")))
    progress.on_read("2", EMPTY)
    progress.on_silence(Command(CommandKind.READ, "9"))
    progress.on_list(linked("1"), {"1": EMPTY}, is_complete=True)
    assert progress.contents == {"2": EMPTY}
    assert seen == [(1, 3)]
    assert not progress.is_complete
    progress.give_up()
    assert progress.not_answered == ["1", "3"]
    assert progress.total == 3


def test_pauses_of_a_slot_grow() -> None:
    record = with_answers(linked("1", "2"), ["1"])
    pauses: list[timedelta] = []
    for _ in range(3):
        record = with_silence(record, "2", NOW)
        assert record.full_read is not None
        retry_at = record.full_read.silent["2"].retry_at
        assert retry_at is not None
        pauses.append(retry_at - NOW)
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[2] / 3


@pytest.mark.contract("12.80")
def test_a_slot_in_doubt_is_read_again_or_the_list_where_there_are_no_fixed_slots() -> (
    None
):
    record = with_answers(linked("1", "2"), ["1", "2"])
    assert unread_slots(with_doubt(record, "2")) == {"2"}
    named = replace(a_record(capabilities=BY_NAME), is_read=True)
    assert is_list_due(with_doubt(named, "Ann"))
    unread = linked("1")
    assert with_doubt(unread, "1") is unread


@pytest.mark.contract("8.33")
def test_a_lock_that_answers_no_read_counts_as_read_after_six_tries() -> None:
    record = linked("1", "2")
    for tries in range(1, 7):
        assert not record.is_read
        assert not answers_no_read(record)
        record = with_silence(record, "12"[tries % 2], NOW)
        assert record.read_attempt is not None
        assert record.read_attempt.failures == tries
    assert answers_no_read(record)
    assert record.is_read
    assert unread_slots(record) == {"1", "2"}
    heard = with_answers(record, ["1"])
    assert heard.read_attempt is None
    assert heard.full_read is not None
    assert heard.full_read.silent.keys() == {"2"}
    assert unread_slots(heard) == {"2"}


@pytest.mark.contract("8.33")
def test_each_unread_slot_must_be_mute_for_the_lock_to_count_as_read() -> None:
    record = with_answers(linked("1", "2", "3"), ["1"])
    for _ in range(3):
        record = with_silence(record, "2", NOW)
    assert not record.is_read
    for _ in range(3):
        record = with_silence(record, "3", NOW)
    assert record.is_read
    assert is_mute(record, "2")
    assert not is_mute(record, "1")


@pytest.mark.contract("8.37")
def test_slots_that_a_lock_gains_are_to_be_read_and_those_that_it_lost_are_forgotten() -> (
    None
):
    before, after = able(slots=("1", "2", "3")), able(slots=("1", "2", "4"))
    record = with_answers(linked("1", "2", "3"), ["1"])
    record = with_silence(with_silence(record, "3", NOW), "2", NOW)
    record = replace(record, missing_slots=frozenset({"3"}), capabilities=after)
    moved = with_slots(record, before, after)
    assert unread_slots(moved) == {"2", "4"}
    assert moved.full_read is not None
    assert moved.full_read.silent.keys() == {"2"}
    assert moved.missing_slots == set()
    known = replace(linked("1", "2", "4"), is_read=True)
    gained = with_slots(known, before, after)
    assert unread_slots(gained) == {"4"}
    assert gained.is_read
    assert with_slots(known, after, after) is known


def test_an_answer_about_slots_that_are_known_changes_nothing() -> None:
    record = with_answers(linked("1", "2"), ["1"])
    assert with_answers(record, ["1"]) is record
    listed = with_answers(record, ["1"], is_listed=True)
    assert listed.full_read is not None
    assert listed.full_read.is_listed
    assert unread_slots(listed) == {"2"}


def test_a_slot_of_ours_that_is_known_is_left_to_its_code_and_another_is_read_again() -> (
    None
):
    record = replace(linked("1", "2"), is_read=True, placements=placed("1", "a", EMPTY))
    assert with_silence(record, "1", NOW) is record
    assert with_silence(record, "9", NOW) is record
    other = with_silence(record, "2", NOW)
    assert unread_slots(other) == {"2"}
    assert other.is_read


def test_what_another_record_has_learnt_of_slots_of_others_is_taken_over() -> None:
    learnt = a_record(
        full_read=FullRead(frozenset({"2"})),
        read_attempt=Attempt(Outcome.UNKNOWN, False, 1, NOW),
        missing_slots=frozenset({"3"}),
        unmanaged={"1": EMPTY},
        unmanaged_numbers={"1": 4},
        unmanaged_count=4,
        answered_at=NOW,
        read_at={"1": 7},
    )
    old = a_record(a_code(), is_read=True)
    assert with_progress_of(old, learnt) == replace(
        learnt, codes=old.codes, code_count=1, is_read=True
    )


@pytest.mark.contract("12.80")
def test_a_slot_in_doubt_has_no_list_read_again_that_has_come() -> None:
    lists = able(slots=("1", "2"), lists_slots=True)
    record = replace(a_record(capabilities=lists), is_read=True)
    doubtful = with_doubt(record, "2")
    assert unread_slots(doubtful) == {"2"}
    assert not is_list_due(doubtful)
