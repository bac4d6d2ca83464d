"""Section 12 of docs/behaviour.md: locks without a list of slots, where names are keys or the lock names the slots."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Command,
    CommandKind,
    ErrorCode,
    KnownPin,
    Pin,
    Readability,
    SlotNaming,
    Status,
)
from custom_components.access_codes.core.observations.listings import (
    SlotList,
    apply_listing,
)
from custom_components.access_codes.core.observations.reports import apply_report
from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from custom_components.access_codes.core.requests.leave_lock import codes_left_on_lock
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.fake_lock import Duplicates, Fault
from tests.support.scenario import FOUR, HOUR, MINUTE, ONE, THREE, TWO, Stage, hours

SET, UNSET = Status.SET, Status.UNSET

lying_reads = pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
every_read = pytest.mark.parametrize("reads", list(Readability))


def by_name(**more: Any) -> Stage:
    """Return a lock whose keys are names."""
    return Stage(naming=SlotNaming.BY_NAME, **more)


def by_lock(**more: Any) -> Stage:
    """Return a lock that names its slots."""
    return Stage(naming=SlotNaming.BY_LOCK, **more)


# --- room


@pytest.mark.contract("12.70")
@pytest.mark.parametrize("naming", [SlotNaming.BY_NAME, SlotNaming.BY_LOCK])
def test_a_lock_without_a_list_of_slots_takes_codes(naming: SlotNaming) -> None:
    stage = Stage(naming=naming)
    codes = [stage.create(pin) for pin in (ONE, TWO, THREE, FOUR)]
    assert {stage.status(code) for code in codes} == {SET}
    assert sorted(stage.held().values(), key=Pin.reveal) == sorted(
        (ONE, TWO, THREE, FOUR), key=Pin.reveal
    )
    assert stage.harness.plan().free_slots is None
    for code in codes:
        stage.delete(code)
    assert stage.held() == {}


@pytest.mark.contract("12.70")
@pytest.mark.parametrize("naming", [SlotNaming.BY_NAME, SlotNaming.BY_LOCK])
def test_more_codes_than_the_capacity_are_refused(naming: SlotNaming) -> None:
    stage = Stage(naming=naming, more={"capacity": 2}, foreign={"Other": FOUR})
    assert stage.harness.plan().free_slots == 1
    stage.create(ONE)
    assert stage.harness.plan().free_slots == 0
    with pytest.raises(Refused, match="no_slot_left"):
        stage.create(TWO)
    stage.keypad("Other", None)
    stage.create(TWO)
    assert set(stage.held().values()) == {ONE, TWO}


@pytest.mark.contract("12.70")
@pytest.mark.parametrize("naming", [SlotNaming.BY_NAME, SlotNaming.BY_LOCK])
def test_a_lock_that_fills_up_behind_our_back_shows_no_space(
    naming: SlotNaming,
) -> None:
    stage = Stage(naming=naming, more={"capacity": 1})
    code = stage.create(ONE, window=hours(1, 2))
    stage.keypad("Other", FOUR)
    stage.wait(HOUR)
    assert stage.errors(code) == {ErrorCode.NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE}


@pytest.mark.contract("12.70")
@pytest.mark.parametrize("naming", [SlotNaming.BY_NAME, SlotNaming.BY_LOCK])
def test_a_lock_that_calls_itself_full_is_not_asked_again_until_something_changes(
    naming: SlotNaming,
) -> None:
    stage = Stage(naming=naming)
    stage.lock.room = 1
    first = stage.create(ONE)
    codes = [stage.create(TWO), stage.create(THREE)]
    for code in codes:
        assert stage.errors(code) == {ErrorCode.NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE}
    assert sum(word.startswith("set") for word in stage.sent()) == 2
    stage.wait(10 * HOUR)
    assert stage.sent() == []
    stage.delete(first)
    assert [stage.status(code) for code in codes] == [SET, Status.SETTING]


@pytest.mark.contract("12.70")
def test_fixed_slots_beyond_the_capacity_are_not_used() -> None:
    stage = Stage(slots=5, more={"capacity": 2}, foreign={"3": FOUR})
    assert stage.harness.plan().free_slots == 1
    code = stage.create(ONE)
    assert stage.status(code) is SET
    with pytest.raises(Refused, match="no_slot_left"):
        stage.create(TWO)
    late = Stage(slots=5, more={"capacity": 1})
    code = late.create(ONE, window=hours(1, 2))
    late.keypad("3", FOUR)
    late.wait(HOUR)
    assert late.errors(code) == {ErrorCode.NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE}


@pytest.mark.contract("12.70")
@pytest.mark.parametrize("naming", [SlotNaming.BY_NAME, SlotNaming.BY_LOCK])
def test_a_preflight_asks_a_lock_without_slots_for_its_list(naming: SlotNaming) -> None:
    stage = Stage(naming=naming)
    stage.set_settings(preflight=3600)
    stage.create(ONE, window=hours(3, 4))
    stage.sent()
    stage.wait(2 * HOUR + MINUTE)
    assert stage.sent() == ["check"]
    stage.wait(HOUR)
    assert list(stage.held().values()) == [ONE]


# --- names as keys


@pytest.mark.contract("12.71")
def test_a_key_is_the_name_unlike_any_other_on_the_lock() -> None:
    stage = by_name(foreign={"Anna": FOUR, "bea": THREE})
    stage.create(ONE, name="Anna")
    stage.create(TWO, name="Bea")
    assert set(stage.held()) == {"Anna", "bea", "Anna 2", "Bea 2"}
    assert stage.held()["Anna"] == FOUR


@pytest.mark.contract("12.71")
def test_a_reserved_name_is_never_used() -> None:
    stage = by_name()
    stage.set_settings(reserved_slots=frozenset({"Anna"}))
    stage.create(ONE, name="Anna")
    assert set(stage.held()) == {"Anna 2"}


@pytest.mark.contract("12.71")
def test_a_key_that_gained_a_number_is_kept_when_the_name_becomes_free() -> None:
    stage = by_name()
    first, second = stage.create(ONE, name="Anna"), stage.create(TWO, name="Anna")
    stage.delete(first)
    stage.sent()
    stage.wait(HOUR)
    assert stage.sent() == []
    assert stage.mutations(second) == []
    assert stage.held() == {"Anna 2": TWO}


@pytest.mark.contract("12.71")
def test_without_a_free_name_there_is_no_slot() -> None:
    stage = by_name(name_length=1, more={"name_characters": "A"}, foreign={"A": FOUR})
    code = stage.create(ONE, name="Anna")
    assert stage.errors(code) == {ErrorCode.NO_SPACE_FOR_ACCESS_CODE_ON_DEVICE}
    stage = by_name(name_length=1, more={"name_characters": "A"})
    code = stage.create(ONE, name="Anna")
    stage.keypad("B", TWO)
    stage.change(code, name="B")
    assert stage.held() == {"A": ONE, "B": TWO}


@pytest.mark.contract("4.20")
def test_a_slot_with_another_name_is_not_handed_over() -> None:
    stage = by_name()
    stage.create(ONE, name="Anna", window=hours(0, 1))
    stage.create(ONE, name="Bea", window=hours(1, 2))
    stage.create(TWO, name="Cid", window=hours(0, 1))
    same = stage.create(TWO, name="Cid", window=hours(1, 2))
    assert set(stage.held()) == {"Anna", "Cid"}
    stage.sent()
    stage.wait(HOUR)
    assert stage.held() == {"Bea": ONE, "Cid": TWO}
    assert "clear Anna" in stage.sent()
    assert stage.status(same) is SET


# --- renames that move


@pytest.mark.contract("12.72", "4.15")
@every_read
@pytest.mark.parametrize("confirms_writes", [False, True])
def test_a_rename_moves_the_slot_and_changes_no_status(
    reads: Readability, confirms_writes: bool
) -> None:
    stage = by_name(reads=reads, confirms_writes=confirms_writes)
    code = stage.create(ONE, name="Anna")
    stage.told()
    stage.change(code, name="Bea", run=False)
    assert stage.mutations(code) == ["updating_name"]
    while stage.harness.step():
        assert stage.status(code) is SET
    assert stage.held() == {"Bea": ONE}
    assert stage.told() == ["changed", "mutations_requested"]
    assert stage.harness.record.placements.keys() == {"Bea"}
    stage.delete(code)
    assert stage.held() == {}


@pytest.mark.contract("12.72")
def test_both_keys_are_on_disk_before_a_rename() -> None:
    stage = by_name()
    code = stage.create(ONE, name="Anna")
    stage.change(code, name="Bea", run=False)
    while not (
        stage.harness.flight is not None
        and stage.harness.flight.command.kind is CommandKind.RENAME
    ):
        assert stage.harness.step()
    placement = stage.harness.disk.placements["Anna"]
    assert placement.next_slot == "Bea"
    assert placement.possible == placement.next_possible == {KnownPin(ONE), EMPTY}
    assert stage.harness.disk.is_ours("Bea")
    stage.restart()
    stage.run()
    stage.wait(MINUTE)
    assert stage.held() == {"Bea": ONE}


HALVES = ("neither", "moved", "old and new", "gone")


def leave_half(stage: Stage, half: str) -> None:
    """Make of a rename without an answer what a family may have made of it."""
    anna = stage.lock.entries["Anna"]
    match half:
        case "moved":
            stage.lock.entries = {"Bea": anna}
        case "old and new":
            stage.lock.entries = {"Anna": anna, "Bea": anna}
        case "gone":
            stage.lock.entries = {}
        case _:
            pass


@pytest.mark.contract("12.72")
@every_read
@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("fault", [Fault.SWALLOW, Fault.CUT_BEFORE, Fault.REFUSE])
def test_a_rename_without_an_answer_is_finished_or_undone(
    reads: Readability, half: str, fault: Fault
) -> None:
    if fault is Fault.REFUSE and half != "neither":
        return
    stage = by_name(reads=reads, duplicates=Duplicates.TAKEN)
    code = stage.create(ONE, name="Anna")
    stage.change(code, name="Bea", run=False)
    stage.fail(*([None] if reads is not Readability.NOTHING else []), fault)
    while stage.lock.kinds[-1] is not CommandKind.RENAME:
        stage.harness.step()
    leave_half(stage, half)
    stage.come_back()
    stage.wait(HOUR)
    assert stage.held() == {"Bea": ONE}
    assert stage.status(code) is SET
    assert stage.harness.record.placements["Bea"].next_slot is None


@pytest.mark.contract("12.72", "1.1")
@every_read
@pytest.mark.parametrize("half", HALVES)
def test_a_deletion_removes_both_halves_of_a_rename_in_doubt(
    reads: Readability, half: str
) -> None:
    stage = by_name(reads=reads, duplicates=Duplicates.TAKEN)
    code = stage.create(ONE, name="Anna")
    stage.change(code, name="Bea", run=False)
    stage.fail(*([None] if reads is not Readability.NOTHING else []), Fault.SWALLOW)
    while stage.lock.kinds[-1] is not CommandKind.RENAME:
        stage.harness.step()
    leave_half(stage, half)
    assert [left.access_code_id for left in codes_left_on_lock(stage.harness.record)]
    stage.steps(1)
    stage.delete(code, run=False)
    stage.wait(HOUR)
    assert stage.held() == {}
    assert code not in stage.harness.record.codes


@pytest.mark.contract("12.72")
def test_a_name_that_the_lock_refuses_is_shown_and_the_old_key_stays() -> None:
    stage = by_name()
    stage.lock.names_not_taken = frozenset({"Bea"})
    code = stage.create(ONE, name="Anna")
    stage.change(code, name="Bea")
    stage.wait(HOUR)
    assert stage.held() == {"Anna": ONE}
    assert stage.status(code) is SET
    assert stage.errors(code) == {ErrorCode.CODE_CONSTRAINTS_VIOLATED}
    assert [word for word in stage.sent() if word.startswith("rename")] == [
        "rename Anna"
    ]


@pytest.mark.contract("12.72")
def test_a_key_that_is_taken_right_before_a_rename_is_left_alone() -> None:
    stage = by_name(duplicates=Duplicates.TAKEN)
    code = stage.create(ONE, name="Anna")
    stage.change(code, name="Bea", run=False)
    stage.fail(None, Fault.SWALLOW)
    while stage.lock.kinds[-1] is not CommandKind.RENAME:
        stage.harness.step()
    stage.lock.type_at_keypad("Bea", FOUR)
    stage.oracle.changed_unseen("Bea")
    stage.run()
    stage.wait(HOUR)
    assert stage.held() == {"Bea": FOUR, "Bea 2": ONE}
    assert stage.status(code) is SET


@pytest.mark.contract("12.72")
def test_reports_around_a_rename_are_not_taken_for_changes() -> None:
    stage = by_name()
    code = stage.create(ONE, name="Anna")
    stage.change(code, name="Bea", run=False)
    stage.fail(None, Fault.LOSE_ANSWER)
    while stage.lock.kinds[-1] is not CommandKind.RENAME:
        stage.harness.step()
    stage.told()
    for slot, content in (
        ("Bea", None),
        ("Anna", EMPTY),
        ("Anna", None),
        ("Bea", KnownPin(ONE)),
    ):
        stage.harness.report(slot, content)
    stage.wait(HOUR)
    assert stage.held() == {"Bea": ONE}
    assert stage.told() == []
    assert stage.harness.record.unmanaged == {}


@pytest.mark.contract("12.72", "13.47")
def test_both_halves_of_a_rename_are_remembered_when_the_code_is_forgotten() -> None:
    stage = by_name()
    code = stage.create(ONE, name="Anna")
    stage.change(code, name="Bea", run=False)
    stage.fail(None, Fault.CUT_AFTER)
    while stage.lock.kinds[-1] is not CommandKind.RENAME:
        stage.harness.step()
    stage.steps(1)
    stage.go_away()
    stage.forget(code)
    assert stage.harness.record.unmanaged == {
        "Anna": KnownPin(ONE),
        "Bea": KnownPin(ONE),
    }
    stage.come_back()
    assert stage.harness.record.unmanaged == {"Bea": KnownPin(ONE)}


@pytest.mark.contract("12.72")
def test_a_new_half_that_a_reset_took_is_set_again() -> None:
    stage = by_name(reads=Readability.NOTHING)
    code = stage.create(ONE, name="Anna")
    stage.change(code, name="Bea", run=False)
    stage.fail(Fault.SWALLOW)
    while stage.lock.kinds[-1] is not CommandKind.RENAME:
        stage.harness.step()
    stage.steps(1)
    stage.lock.lose_everything()
    stage.harness.report_all_cleared()
    stage.wait(HOUR)
    assert stage.held() == {"Bea": ONE}
    assert stage.status(code) is SET


@pytest.mark.contract("12.72")
@pytest.mark.parametrize(
    "fault", [Fault.REFUSE, Fault.LOSE_ANSWER, Fault.SWALLOW, Fault.CUT_AFTER]
)
@pytest.mark.parametrize("is_deleted", [False, True])
def test_a_step_to_finish_a_rename_may_fail(fault: Fault, is_deleted: bool) -> None:
    stage = by_name(reads=Readability.NOTHING, duplicates=Duplicates.TAKEN)
    code = stage.create(ONE, name="Anna")
    stage.change(code, name="Bea", run=False)
    stage.fail(Fault.SWALLOW)
    while stage.lock.kinds[-1] is not CommandKind.RENAME:
        stage.harness.step()
    stage.steps(1)
    if is_deleted:
        stage.delete(code, run=False)
    stage.fail(fault, fault)
    stage.wait(MINUTE)
    stage.come_back()
    stage.wait(HOUR)
    assert stage.held() == ({} if is_deleted else {"Bea": ONE})


def test_a_name_that_the_lock_alters_is_its_key_and_not_asked_for_again() -> None:
    stage = by_name(confirms_writes=True)
    stage.lock.named = str.upper
    code = stage.create(ONE, name="Anna")
    assert set(stage.harness.record.placements) == {"ANNA"}
    stage.change(code, name="Bea")
    stage.wait(HOUR)
    assert stage.held() == {"BEA": ONE}
    assert stage.status(code) is SET
    assert [word for word in stage.sent() if word.startswith(("set", "rename"))] == [
        "set Anna",
        "rename ANNA",
    ]
    stage.delete(code)
    assert stage.held() == {}


# --- lists


@pytest.mark.contract("12.73")
def test_a_complete_list_says_what_is_empty() -> None:
    stage = by_name(foreign={"Other": FOUR})
    code = stage.create(ONE, name="Anna")
    stage.told()
    stage.lock.entries.clear()
    for slot in ("Other", "Anna"):
        stage.oracle.changed_unseen(slot)
    stage.ask_lock()
    assert "unmanaged.removed" in stage.told()
    assert stage.harness.record.unmanaged == {}
    assert stage.status(code) is SET
    assert stage.held() == {"Anna": ONE}


@pytest.mark.contract("12.73")
def test_an_incomplete_list_says_nothing_of_what_it_does_not_name() -> None:
    stage = by_name(foreign={"Other": FOUR})
    code = stage.create(ONE, name="Anna")
    stage.lock.lists_completely = False
    stage.lock.entries.clear()
    for slot in ("Other", "Anna"):
        stage.oracle.changed_unseen(slot)
    stage.ask_lock()
    assert stage.status(code) is SET
    assert stage.harness.record.unmanaged == {"Other": KnownPin(FOUR)}


@pytest.mark.contract("12.73")
def test_a_slot_that_an_incomplete_list_does_not_name_has_not_answered() -> None:
    stage = by_name()
    stage.lock.lists_completely = False
    code = stage.create(ONE, name="Anna")
    assert stage.held() == {}
    attempt = stage.code(code).progress.attempt
    assert attempt is not None
    assert attempt.retry_at is not None
    stage.lock.lists_completely = True
    stage.wait(MINUTE)
    assert stage.held() == {"Anna": ONE}


@pytest.mark.contract("12.73")
def test_one_list_ends_all_doubts() -> None:
    stage = by_lock()
    stage.fail(Fault.LOSE_ANSWER, Fault.LOSE_ANSWER)
    stage.create(ONE)
    stage.create(TWO)
    stage.sent()
    stage.wait(MINUTE)
    assert len(stage.sent()) == 1
    assert len(stage.held()) == 2


# --- labels


@pytest.mark.contract("12.74", "11.9")
def test_events_call_an_unmanaged_code_by_its_number() -> None:
    stage = by_name()
    stage.keypad("Anna Schmidt", FOUR)
    stage.keypad("4711", THREE)
    stage.keypad("Anna Schmidt", None)
    stage.run()
    told = [
        (event.type.rpartition(".")[2], event.details["slot"])
        for event in stage.harness.told
    ]
    assert told == [("created", "1"), ("created", "2"), ("removed", "1")]
    ids = [event.details["unmanaged_access_code_id"] for event in stage.harness.told]
    assert ids[0] == ids[2] != ids[1]
    assert ids[1] == unmanaged_id(stage.harness.record, "4711")


@pytest.mark.contract("12.74")
def test_a_duplicate_at_a_named_slot_shows_its_number() -> None:
    stage = by_name(foreign={"Anna Schmidt": ONE})
    code = stage.create(ONE, name="Bea")
    (error,) = stage.view(code).errors
    assert error.details == {
        "unmanaged_access_code_id": unmanaged_id(stage.harness.record, "Anna Schmidt"),
        "unmanaged_slot": "1",
    }


@pytest.mark.contract("12.74")
def test_an_unmanaged_code_keeps_its_id_when_it_is_renamed_at_the_lock() -> None:
    stage = by_name(foreign={"Anna": FOUR, "Bea": THREE})
    before = unmanaged_id(stage.harness.record, "Anna")
    other = unmanaged_id(stage.harness.record, "Bea")
    stage.lock.entries["Berta"] = stage.lock.entries.pop("Anna")
    for slot in ("Anna", "Berta"):
        stage.oracle.changed_unseen(slot)
    stage.told()
    stage.ask_lock()
    assert unmanaged_id(stage.harness.record, "Berta") == before
    assert unmanaged_id(stage.harness.record, "Bea") == other
    assert stage.harness.record.unmanaged.keys() == {"Berta", "Bea"}
    assert stage.told() == []


@pytest.mark.contract("12.74")
def test_a_code_of_ours_that_is_renamed_at_the_lock_gets_its_name_back() -> None:
    stage = by_name()
    code = stage.create(ONE, name="Anna")
    stage.lock.entries["Berta"] = stage.lock.entries.pop("Anna")
    for slot in ("Anna", "Berta"):
        stage.oracle.changed_unseen(slot)
    stage.ask_lock()
    assert stage.held() == {"Anna": ONE}
    assert stage.status(code) is SET
    assert stage.told(code) == ["created", "set_on_device"]


@pytest.mark.contract("12.74", "6.24")
def test_a_refused_beginning_names_the_number_of_an_unmanaged_code() -> None:
    stage = by_name(
        foreign={"Anna Schmidt": Pin("135790")},
        more={"code_lengths": (6, 10), "has_enter_key": False},
    )
    with pytest.raises(Refused) as refused:
        stage.create(ONE)
    assert refused.value.placeholders["slot"] == "1"


# --- slots that the lock names


@pytest.mark.contract("12.75")
@pytest.mark.parametrize("confirms_writes", [False, True])
def test_the_answer_names_the_slot_in_one_change_of_the_record(
    confirms_writes: bool,
) -> None:
    stage = by_lock(confirms_writes=confirms_writes)
    code = stage.create(ONE, name="Anna")
    assert stage.held() == {"key-1": ONE}
    assert stage.harness.record.placements.keys() == {"key-1"}
    assert stage.harness.disk.placements.keys() == {"key-1"}
    stage.change(code, code=TWO)
    stage.change(code, name="Bea")
    assert stage.held() == {"key-1": TWO}
    assert stage.lock.names == {"key-1": "Bea"}
    stage.delete(code)
    assert stage.held() == {}


@pytest.mark.contract("12.75")
def test_a_report_before_the_answer_is_about_the_same_code() -> None:
    stage = by_lock()
    code = stage.create(ONE, window=hours(1, 2))
    stage.harness.advance(HOUR)
    stage.steps(2)
    stage.harness.report("key-1", KnownPin(ONE))
    stage.run()
    assert stage.status(code) is SET
    assert stage.harness.record.placements.keys() == {"key-1"}
    assert "unmanaged.created" not in stage.told()


@pytest.mark.contract("12.75")
def test_a_vague_report_before_the_answer_leaves_no_unmanaged_code() -> None:
    stage = by_lock(reads=Readability.PRESENCE, confirms_writes=True)
    code = stage.create(ONE, window=hours(1, 2))
    stage.harness.advance(HOUR)
    stage.steps(2)
    stage.harness.report("key-1", None)
    stage.run()
    assert stage.status(code) is SET
    assert stage.harness.record.unmanaged == {}
    stage.delete(code)
    assert stage.held() == {}


@pytest.mark.contract("12.76")
@pytest.mark.parametrize("fault", [Fault.LOSE_ANSWER, Fault.CUT_AFTER])
@pytest.mark.parametrize("is_deleted", [False, True])
@pytest.mark.parametrize(
    ("reads", "lists_names"),
    [
        (Readability.PIN, False),
        (Readability.PIN, True),
        (Readability.PRESENCE, True),
    ],
)
def test_a_list_finds_the_slot_of_a_write_without_an_answer(
    fault: Fault, is_deleted: bool, reads: Readability, lists_names: bool
) -> None:
    stage = by_lock(reads=reads, foreign={"other": FOUR})
    stage.lock.lists_names = lists_names
    stage.fail(fault)
    code = stage.create(ONE, name="Anna")
    assert stage.status(code) is not SET
    if is_deleted:
        stage.delete(code, run=False)
    stage.come_back()
    stage.wait(HOUR)
    assert stage.held() == {"other": FOUR} | ({} if is_deleted else {"key-1": ONE})
    assert stage.harness.record.unmanaged.keys() == {"other"}


@pytest.mark.contract("12.76")
def test_a_complete_list_rules_out_a_write_that_was_not_carried_out() -> None:
    stage = by_lock()
    stage.fail(Fault.SWALLOW)
    code = stage.create(ONE)
    stage.wait(MINUTE)
    assert stage.status(code) is SET
    assert stage.held() == {"key-1": ONE}


@pytest.mark.contract("12.76", "13.150", "1.1")
def test_a_slot_that_cannot_be_told_from_ours_keeps_the_doubt() -> None:
    stage = by_lock(reads=Readability.PRESENCE)
    stage.fail(Fault.LOSE_ANSWER)
    code = stage.create(ONE)
    stage.delete(code, run=False)
    stage.keypad("other", FOUR)
    stage.wait(HOUR)
    assert stage.status(code) is Status.REMOVING
    assert stage.held() == {"key-1": ONE, "other": FOUR}
    assert stage.errors(code) == {ErrorCode.FAILED_TO_REMOVE_FROM_DEVICE}
    assert stage.harness.record.unmanaged == {}
    stage.lock.lists_names = True
    stage.wait(HOUR)
    assert stage.held() == {"other": FOUR}


@pytest.mark.contract("12.76")
def test_a_slot_with_another_name_or_pin_is_not_ours() -> None:
    stage = by_lock()
    stage.fail(Fault.SWALLOW)
    stage.create(ONE, name="Anna")
    record, world = stage.harness.record, stage.harness.world
    listed = SlotList(
        {"x": KnownPin(TWO), "y": UNREADABLE, "z": KnownPin(THREE), "e": EMPTY},
        is_complete=True,
        names={"x": "Anna", "y": "Bea", "e": "Anna"},
    )
    command = Command(CommandKind.READ_ALL)
    after = apply_listing(record, world, command, listed).record
    assert after.unmanaged.keys() == {"x", "y", "z"}


@pytest.mark.contract("12.76")
def test_a_known_unmanaged_slot_is_never_taken_for_ours() -> None:
    stage = by_lock(duplicates=Duplicates.TAKEN)
    stage.fail(Fault.SWALLOW)
    code = stage.create(ONE)
    record = stage.harness.record
    record = replace(record, unmanaged={"x": KnownPin(TWO)})
    after = apply_report(
        record, stage.harness.world, "x", KnownPin(ONE), is_own_echo=False
    ).record
    assert after.placements.keys() == record.placements.keys()
    assert code in after.codes


@pytest.mark.contract("4.20", "12.75")
def test_a_slot_without_a_key_is_not_handed_over() -> None:
    stage = by_lock()
    stage.fail(*[Fault.LOSE_ANSWER] * 9)
    stage.create(ONE, window=hours(0, 1), name="Anna")
    after = stage.create(ONE, window=hours(1, 2), name="Anna")
    stage.harness.advance(HOUR)
    stage.run()
    stage.fail()
    stage.wait(HOUR / 2)
    assert stage.status(after) is SET
    assert list(stage.held().values()) == [ONE]


@pytest.mark.contract("12.75", "13.47")
def test_a_forgotten_code_without_a_key_is_found_by_the_next_list() -> None:
    stage = by_lock()
    stage.fail(Fault.CUT_AFTER)
    code = stage.create(ONE)
    stage.go_away()
    stage.forget(code)
    stage.come_back()
    assert stage.harness.record.unmanaged == {"key-1": KnownPin(ONE)}
