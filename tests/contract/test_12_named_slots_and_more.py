"""Locks without a list of slots that also deliver late, hold windows, report nothing, or were reset."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    CommandKind,
    Content,
    EventType,
    KnownPin,
    Placement,
    Readability,
    Reporting,
    RestoreCheck,
    SlotNaming,
    Status,
    Use,
    WindowSupport,
)
from custom_components.access_codes.core.observations.uses import apply_used
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.record.record_delta import delta_of, drops_pins
from custom_components.access_codes.core.requests.leave_lock import take_for_empty
from tests.support.builders import a_code, a_record, a_world, able
from tests.support.fake_lock import Duplicates, Fault
from tests.support.scenario import FOUR, HOUR, MINUTE, ONE, THREE, TWO, Stage, hours

DAY = timedelta(days=1)
SET = CommandKind.SET
MINUTES = WindowSupport(granularity=60)

EVERY_KIND = pytest.mark.parametrize("reads", list(Readability))


def late(reads: Readability) -> Stage:
    """Return a lock whose keys are names, behind a gateway that may deliver commands ten minutes late."""
    return Stage(
        reads,
        naming=SlotNaming.BY_NAME,
        late_by=600,
        duplicates=Duplicates.TAKEN,
        confirms_writes=True,
    )


def fail_rename(stage: Stage, *faults: Fault) -> None:
    """Let the next rename, and the commands after it, go wrong. The new key is read before, where it can be."""
    is_read = stage.harness.capabilities.can_be_read
    stage.fail(*([None] if is_read else []), *faults)


@pytest.mark.contract("12.72", "13.70")
@EVERY_KIND
@pytest.mark.parametrize("is_delivered", [True, False])
def test_a_rename_that_was_given_up_is_waited_for_and_then_finished_or_tried_again(
    reads: Readability, is_delivered: bool
) -> None:
    stage = late(reads)
    code = stage.create(ONE, name="Anna")
    fail_rename(stage, Fault.LATE)
    stage.change(code, name="Bea")
    assert stage.status(code) is Status.SET
    stage.wait(9 * MINUTE)
    assert stage.harness.record.is_ours("Anna")
    assert stage.harness.record.is_ours("Bea")
    if is_delivered:
        stage.deliver_late()
    stage.wait(DAY)
    assert stage.held() == {"Bea": ONE}
    assert stage.status(code) is Status.SET
    stage.delete(code)
    assert stage.held() == {}
    assert not stage.harness.record.codes


@pytest.mark.contract("12.72", "13.70")
@EVERY_KIND
def test_a_rename_that_comes_after_the_deletion_leaves_nothing(
    reads: Readability,
) -> None:
    stage = late(reads)
    code = stage.create(ONE, name="Anna")
    fail_rename(stage, Fault.LATE)
    stage.change(code, name="Bea")
    stage.go_away()
    stage.delete(code)
    stage.deliver_late()
    assert stage.held() == {"Bea": ONE}
    stage.come_back()
    stage.wait(DAY)
    assert stage.held() == {}
    assert not stage.harness.record.codes


@pytest.mark.contract("12.72", "13.70")
def test_a_set_that_finishes_a_rename_may_come_late_too() -> None:
    stage = late(Readability.NOTHING)
    code = stage.create(ONE, name="Anna")
    fail_rename(stage, Fault.LATE)
    stage.change(code, name="Bea")
    stage.fail(Fault.LATE)
    stage.wait(12 * MINUTE)
    stage.deliver_late()
    stage.wait(DAY)
    assert stage.held() == {"Bea": ONE}
    assert stage.status(code) is Status.SET


@pytest.mark.contract("12.72", "13.70")
def test_a_crash_amid_a_rename_forgets_neither_key() -> None:
    stage = late(Readability.PIN)
    code = stage.create(ONE, name="Anna")
    fail_rename(stage, Fault.LATE)
    stage.change(code, name="Bea", run=False)
    while CommandKind.RENAME not in stage.lock.kinds:
        stage.harness.step()
    stage.restart()
    stage.deliver_late()
    stage.wait(DAY)
    assert stage.held() == {"Bea": ONE}
    assert stage.status(code) is Status.SET


@pytest.mark.contract("9.5", "12.72")
@EVERY_KIND
def test_a_code_that_is_on_the_lock_ahead_is_renamed_with_its_window(
    reads: Readability,
) -> None:
    stage = Stage(
        reads, naming=SlotNaming.BY_NAME, windows=MINUTES, confirms_writes=True
    )
    code = stage.create(ONE, window=hours(24, 30), name="Anna")
    window = stage.code(code).window
    assert stage.windows_held() == {"Anna": window}
    stage.change(code, name="Bea")
    assert stage.windows_held() == {"Bea": window}
    assert stage.status(code) is Status.UNSET


@pytest.mark.contract("9.5", "12.72")
@EVERY_KIND
@pytest.mark.parametrize("fault", [Fault.LOSE_ANSWER, Fault.SWALLOW])
def test_a_rename_in_doubt_is_finished_ahead_of_the_window(
    reads: Readability, fault: Fault
) -> None:
    stage = Stage(
        reads,
        naming=SlotNaming.BY_NAME,
        windows=MINUTES,
        confirms_writes=True,
        duplicates=Duplicates.TAKEN,
    )
    code = stage.create(ONE, window=hours(24, 30), name="Anna")
    fail_rename(stage, fault)
    stage.change(code, name="Bea")
    stage.wait(HOUR)
    assert stage.windows_held() == {"Bea": stage.code(code).window}


@pytest.mark.contract("9.7", "12.70")
@pytest.mark.parametrize("capacity", [None, 2])
def test_codes_are_put_on_the_lock_ahead_as_far_as_it_has_room(
    capacity: int | None,
) -> None:
    stage = Stage(
        naming=SlotNaming.BY_NAME,
        windows=MINUTES,
        confirms_writes=True,
        more={"capacity": capacity},
        foreign={"Other": FOUR},
    )
    stage.create(ONE, window=hours(24, 30), name="Anna")
    stage.create(TWO, window=hours(36, 40), name="Bea")
    ahead = {"Anna": ONE} if capacity else {"Anna": ONE, "Bea": TWO}
    assert stage.held() == {"Other": FOUR, **ahead}


@pytest.mark.contract("9.1", "12.78")
def test_no_window_is_left_to_a_lock_that_chooses_its_pins() -> None:
    assert able(windows=MINUTES).native_windows is MINUTES
    assert able(windows=MINUTES, is_pin_chosen_by_lock=True).native_windows is None


@pytest.mark.contract("4.40", "12.71")
def test_a_key_is_read_right_before_it_is_taken_if_it_was_read_long_ago() -> None:
    stage = Stage(
        naming=SlotNaming.BY_NAME,
        reports=Reporting.NOTHING,
        duplicates=Duplicates.TAKEN,
        confirms_writes=True,
    )
    stage.harness.observed["Anna"] = EMPTY
    stage.sent()
    stage.create(ONE, name="Anna")
    assert stage.sent() == ["read Anna", "set Anna"]


@pytest.mark.contract("8.21", "12.74")
def test_a_code_of_others_that_a_reset_took_is_named_by_its_number() -> None:
    stage = Stage(naming=SlotNaming.BY_NAME, foreign={"Secret": FOUR})
    stage.create(ONE, name="Anna")
    stage.lock.lose_everything()
    for slot in ("Secret", "Anna"):
        stage.oracle.changed_unseen(slot)
    stage.harness.report_all_cleared()
    stage.run()
    assert stage.harness.record.lost_slots == {"1"}
    assert stage.held() == {"Anna": ONE}


@pytest.mark.contract("12.73", "6.60")
def test_a_lock_whose_list_is_not_complete_was_not_read_in_full() -> None:
    stage = Stage(naming=SlotNaming.BY_NAME)
    stage.harness.ask_to_read()
    stage.run()
    assert stage.harness.sync.is_complete
    stage.lock.lists_completely = False
    stage.harness.ask_to_read()
    stage.run()
    assert not stage.harness.sync.is_complete


@pytest.mark.contract("11.32", "12.72")
def test_a_use_of_either_key_of_a_rename_in_doubt_is_one_of_the_code() -> None:
    both: frozenset[Content] = frozenset({EMPTY, KnownPin(ONE)})
    placement = Placement("Anna", "a", both, next_slot="Bea", next_possible=both)
    capabilities = able(slots=(), slot_naming=SlotNaming.BY_NAME)
    record = a_record(
        a_code("a"), placements={"Anna": placement}, capabilities=capabilities
    )
    for slot in ("Anna", "Bea"):
        (event,) = apply_used(record, a_world(), Use("unlock", slot)).outbox
        assert event.access_code_id == "a"
    (event,) = apply_used(record, a_world(), Use("unlock", "Zoe")).outbox
    assert event.access_code_id is None


@pytest.mark.contract("12.74", "13.73")
def test_a_slot_that_a_person_calls_empty_is_told_of_by_its_number() -> None:
    record = a_record(
        unmanaged={"Secret": KnownPin(FOUR)},
        unmanaged_numbers={"Secret": 1},
        unmanaged_count=1,
        capabilities=able(
            slots=(), slot_naming=SlotNaming.BY_NAME, reads=Readability.NOTHING
        ),
    )
    after, _ = take_for_empty(record, a_world(), ["Secret"])
    (event,) = after.outbox
    assert event.type == EventType.UNMANAGED_REMOVED
    assert event.details["slot"] == "1"
    assert not after.unmanaged


@pytest.mark.contract("13.9")
def test_a_pin_in_the_new_slot_of_a_rename_leaves_the_record_like_any_other() -> None:
    world = a_world()
    both: frozenset[Content] = frozenset({EMPTY, KnownPin(TWO)})
    placement = Placement(
        "Anna", "a", frozenset({EMPTY}), next_slot="Bea", next_possible=both
    )
    before = a_record(a_code("a"), placements={"Anna": placement})
    edit = RecordEdit(before)
    edit.put_placement(Placement("Anna", "a", frozenset({EMPTY})))
    delta = delta_of(before, edit.result(), world.now)
    assert drops_pins(before, delta)


@pytest.mark.contract("12.72", "8.11")
@pytest.mark.parametrize(
    ("check", "kind"),
    [(None, SET), (RestoreCheck(is_restored=True, needs_decision=True), None)],
)
def test_a_rename_in_doubt_is_not_written_again_while_the_journal_is_checked(
    check: RestoreCheck | None, kind: CommandKind | None
) -> None:
    both: frozenset[Content] = frozenset({EMPTY, KnownPin(ONE)})
    placement = Placement("Anna", "a", both, next_slot="Bea", next_possible=both)
    record = a_record(
        a_code("a", ONE.reveal(), name="Bea"),
        is_read=True,
        placements={"Anna": placement},
        restore_check=check,
        capabilities=able(
            slots=(),
            slot_naming=SlotNaming.BY_NAME,
            code_lengths=(10,),
            name_length=20,
            reads=Readability.NOTHING,
        ),
    )
    command = plan(record, a_world()).command
    assert (command and command.kind) == kind


@pytest.mark.contract("12.71", "12.72")
def test_a_code_keeps_its_key_while_no_name_like_its_own_is_free() -> None:
    taken = dict.fromkeys("B0123456789", TWO)
    stage = Stage(naming=SlotNaming.BY_NAME, name_length=1, foreign=taken)
    code = stage.create(ONE, name="A")
    stage.sent()
    stage.change(code, name="B")
    assert stage.held() == {"A": ONE, **taken}
    assert stage.sent() == []
    stage.keypad("B", None)
    stage.run()
    assert stage.held() == {**taken, "B": ONE}


@pytest.mark.contract("12.71")
def test_codes_of_one_name_that_wait_together_get_a_key_each() -> None:
    stage = Stage(naming=SlotNaming.BY_NAME)
    stage.go_away()
    codes = [stage.create(pin, name="Guest") for pin in (ONE, TWO, THREE)]
    assert not stage.held()
    stage.come_back()
    stage.run()
    assert {stage.status(code) for code in codes} == {Status.SET}
    assert stage.held() == {"Guest": ONE, "Guest 2": TWO, "Guest 3": THREE}


@pytest.mark.contract("12.84")
@pytest.mark.parametrize("is_read", [False, True])
def test_a_lock_that_names_its_slots_is_listed_before_anything_is_set(
    is_read: bool,
) -> None:
    lock = able(
        slots=(), slot_naming=SlotNaming.BY_LOCK, name_length=20, lists_slots=True
    )
    record = a_record(a_code(), capabilities=lock, is_read=is_read)
    command = plan(record, a_world()).command
    assert command is not None
    assert command.kind is (CommandKind.SET if is_read else CommandKind.READ_ALL)
