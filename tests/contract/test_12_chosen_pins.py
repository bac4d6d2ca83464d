"""Section 12 of docs/behaviour.md: PINs that the lock chooses."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.access_codes.core.access_code_object import as_object
from custom_components.access_codes.core.model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    CommandKind,
    ErrorCode,
    ExternalChange,
    KnownPin,
    Link,
    LockRecord,
    Pin,
    Readability,
    SlotNaming,
    Status,
)
from custom_components.access_codes.core.observations.reads import apply_read
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.record.record_json import from_json, to_json
from custom_components.access_codes.core.requests.pin_generator import generate
from custom_components.access_codes.core.requests.refused import Refused
from custom_components.access_codes.core.requests.replace_lock import move
from tests.support.builders import NOW, a_code, a_record, a_world, able, held, placed
from tests.support.fake_lock import Fault
from tests.support.request_helpers import create, refusal_of, update
from tests.support.scenario import FOUR, HOUR, MINUTE, ONE, TWO, Stage, hours

CHOSEN, NEXT = Pin("9021000042"), Pin("9021000043")


def choosing(
    *, shows: bool = True, naming: SlotNaming = SlotNaming.BY_LOCK, **more: Any
) -> Stage:
    """Return a lock that chooses its PINs."""
    stage = Stage(naming=naming, more={"is_pin_chosen_by_lock": True}, **more)
    stage.lock.shows_chosen = shows
    stage.lock.chosen = [CHOSEN, NEXT]
    return stage


def ask(stage: Stage, **more: Any) -> str:
    """Create a code without a PIN."""
    return stage.create(None, **more)  # type: ignore[arg-type]


def shown(stage: Stage, access_code_id: str) -> dict[str, Any]:
    """Return the access code object."""
    return as_object(
        stage.code(access_code_id),
        stage.view(access_code_id),
        stage.harness.record.placement_of(access_code_id),
        lock_entity_id="lock.door",
        device_id=None,
        workspace_id="here",
        message=lambda *_: "",
        metadata=None,
        display_status="",
        reveal=True,
    )


@pytest.mark.contract("12.77")
def test_a_code_is_created_without_a_pin_and_a_given_one_is_refused() -> None:
    record = a_record(capabilities=able(is_pin_chosen_by_lock=True))
    record, code = create(record, name="Anna")
    assert code.pin is None
    assert code.is_pin_chosen_by_lock
    refused = refusal_of(create, record, code=Pin("4826"))
    assert refused.key == "code_chosen_by_lock"
    assert refusal_of(update, record, access_code_id="new", code=Pin("4826")).key == (
        "code_chosen_by_lock"
    )
    with pytest.raises(Refused, match="code_chosen_by_lock"):
        generate([(record, a_world())], None, lambda _: 0)


@pytest.mark.contract("12.78")
@pytest.mark.parametrize("naming", list(SlotNaming))
@pytest.mark.parametrize("confirms_writes", [False, True])
@pytest.mark.parametrize("reads", list(Readability))
def test_the_answer_names_the_pin(
    naming: SlotNaming, confirms_writes: bool, reads: Readability
) -> None:
    stage = choosing(naming=naming, confirms_writes=confirms_writes, reads=reads)
    code = ask(stage, name="Anna")
    assert stage.code(code).pin == CHOSEN
    assert stage.status(code) is Status.SET
    assert stage.warnings(code) == set()
    assert not shown(stage, code)["is_waiting_for_code_assignment"]
    assert stage.told() == ["created", "set_on_device"]
    assert CHOSEN.reveal() not in repr(stage.harness.told)
    stage.delete(code)
    assert stage.held() == {}


@pytest.mark.contract("5.71")
def test_a_read_that_does_not_show_the_pin_delays_no_removal() -> None:
    code = a_code(pin=None, is_pin_chosen_by_lock=True, deleted_at=NOW)
    record = a_record(
        code,
        placements=placed("1", "a", UNDISCLOSED),
        capabilities=able(is_pin_chosen_by_lock=True),
    )
    after = apply_read(record, a_world(), "1", UNREADABLE).record
    command = plan(after, a_world()).command
    assert command is not None
    assert (command.kind, command.slot) == (CommandKind.CLEAR, "1")


@pytest.mark.contract("12.78", "3.4")
def test_a_code_waits_until_a_read_names_its_pin() -> None:
    stage = choosing(shows=False)
    code = ask(stage)
    assert stage.status(code) is Status.SETTING
    answer = shown(stage, code)
    assert answer["code"] is None
    assert answer["is_waiting_for_code_assignment"]
    stage.sent()
    stage.wait(HOUR)
    assert stage.errors(code) == set()
    assert set(stage.sent()) == {"read key-1"}
    stage.lock.shows_chosen = True
    stage.wait(HOUR)
    assert stage.status(code) is Status.SET
    assert stage.code(code).pin == CHOSEN
    stage.sent()
    stage.restart()
    stage.wait(HOUR)
    assert stage.sent() == []


@pytest.mark.contract("12.78")
@pytest.mark.parametrize("reads", [Readability.PRESENCE, Readability.NOTHING])
def test_a_report_names_the_pin_where_no_read_does(reads: Readability) -> None:
    stage = choosing(shows=False, reads=reads, naming=SlotNaming.FIXED)
    code = ask(stage)
    stage.wait(HOUR)
    assert stage.status(code) is Status.SETTING
    assert stage.possible("1") == {UNDISCLOSED}
    stage.harness.report("1", KnownPin(CHOSEN))
    stage.run()
    assert stage.status(code) is Status.SET
    assert stage.code(code).pin == CHOSEN


@pytest.mark.contract("12.78")
def test_a_report_right_after_the_write_names_the_pin() -> None:
    stage = choosing(shows=False, naming=SlotNaming.FIXED)
    code = ask(stage, window=hours(1, 2))
    stage.harness.advance(HOUR)
    while "1" not in stage.lock.entries:
        stage.harness.step()
    stage.harness.report("1", KnownPin(CHOSEN))
    assert stage.code(code).pin == CHOSEN
    stage.lock.shows_chosen = True
    stage.wait(MINUTE)
    assert stage.status(code) is Status.SET


@pytest.mark.contract("12.78")
def test_what_is_not_known_of_a_pin_is_on_disk() -> None:
    stage = choosing(shows=False)
    ask(stage)
    record = stage.harness.record
    (placement,) = record.placements.values()
    assert placement.possible == {UNDISCLOSED}
    read: LockRecord = from_json(to_json(record, NOW))
    assert read.placements == record.placements
    assert read.codes == record.codes


@pytest.mark.contract("12.78")
def test_a_pin_that_left_the_lock_is_forgotten_and_another_is_chosen() -> None:
    stage = choosing()
    code = ask(stage, window=hours(0, 1))
    stage.wait(HOUR)
    assert stage.held() == {}
    assert stage.code(code).pin == CHOSEN
    start = stage.harness.now
    stage.change(code, starts_at=start + HOUR, ends_at=start + 2 * HOUR)
    stage.wait(HOUR)
    assert stage.status(code) is Status.SET
    assert stage.code(code).pin == NEXT
    assert list(stage.held().values()) == [NEXT]


@pytest.mark.contract("12.78", "8.6")
@pytest.mark.parametrize("typed", [None, ONE])
def test_a_change_at_the_lock_is_put_back_with_another_pin(typed: Pin | None) -> None:
    stage = choosing()
    code = ask(stage)
    stage.keypad("key-1", typed)
    assert stage.errors(code) == {ErrorCode.CONFLICTING_EXTERNAL_MODIFICATION}
    stage.run()
    assert stage.status(code) is Status.SET
    assert stage.code(code).pin == NEXT
    assert stage.errors(code) == set()
    stage.delete(code)
    assert stage.held() == {}


@pytest.mark.contract("12.78", "8.7")
def test_an_allowed_change_of_a_chosen_pin_stands() -> None:
    stage = choosing()
    code = ask(stage, is_external_modification_allowed=True)
    stage.keypad("key-1", TWO)
    stage.run()
    assert stage.code(code).pin == TWO
    assert stage.code(code).external is ExternalChange.MODIFIED
    stage.keypad("key-1", None)
    stage.run()
    assert stage.status(code) is Status.UNSET
    assert not stage.code(code).is_waiting_for_assignment


@pytest.mark.contract("12.78", "8.10")
def test_a_reset_lock_chooses_again() -> None:
    stage = choosing(shows=False, naming=SlotNaming.FIXED)
    code = ask(stage)
    stage.lock.lose_everything()
    stage.oracle.changed_unseen("1")
    stage.harness.report_all_cleared()
    stage.lock.shows_chosen = True
    stage.run()
    assert stage.code(code).pin == NEXT
    assert stage.status(code) is Status.SET


@pytest.mark.contract("12.76", "12.78")
@pytest.mark.parametrize("fault", [Fault.LOSE_ANSWER, Fault.SWALLOW, Fault.LIE])
@pytest.mark.parametrize("is_deleted", [False, True])
@pytest.mark.parametrize("lists_names", [False, True])
def test_a_write_without_an_answer_is_found_by_its_name_or_as_the_new_slot(
    fault: Fault, is_deleted: bool, lists_names: bool
) -> None:
    stage = choosing()
    stage.lock.lists_names = lists_names
    stage.fail(fault)
    code = ask(stage, name="Anna")
    if is_deleted:
        stage.delete(code, run=False)
    stage.wait(HOUR)
    if is_deleted:
        assert stage.held() == {}
    else:
        assert [stage.code(code).pin] == list(stage.held().values())
        assert stage.status(code) is Status.SET


@pytest.mark.contract("12.76")
def test_a_slot_that_was_there_before_is_not_taken_for_ours() -> None:
    stage = choosing(foreign={"Theirs": ONE})
    stage.lock.lists_names = False
    stage.fail(Fault.SWALLOW)
    code = ask(stage, name="Anna")
    stage.wait(HOUR)
    assert stage.held() == {"Theirs": ONE, "key-1": CHOSEN}
    assert stage.code(code).pin == CHOSEN


@pytest.mark.contract("12.76")
def test_before_a_pin_of_the_locks_choice_its_list_is_read() -> None:
    capabilities = able(
        slots=(),
        slot_naming=SlotNaming.BY_LOCK,
        is_pin_chosen_by_lock=True,
        lists_slots=True,
    )
    code = a_code(pin=None, is_pin_chosen_by_lock=True)
    record = replace(a_record(code, capabilities=capabilities), is_read=False)
    first = plan(record, a_world()).command
    assert first is not None
    assert first.kind is CommandKind.READ_ALL
    first = plan(replace(record, is_read=True), a_world()).command
    assert first is not None
    assert first.kind is CommandKind.SET


@pytest.mark.contract("12.81")
def test_a_report_of_the_new_slot_is_no_code_of_somebody_else() -> None:
    stage = choosing()
    stage.fail(Fault.LOSE_ANSWER)
    code = ask(stage)
    stage.harness.report("key-1", stage.lock.shown("key-1"))
    assert stage.harness.record.unmanaged == {}
    stage.wait(MINUTE)
    assert stage.code(code).pin == CHOSEN
    assert stage.status(code) is Status.SET


@pytest.mark.contract("12.78", "8.18")
def test_a_chosen_pin_that_the_name_shows_renames_the_code() -> None:
    code = a_code(pin=None, name="Flat 4826", is_pin_chosen_by_lock=True)
    record = a_record(
        code,
        placements=placed("1", "a", UNDISCLOSED),
        capabilities=able(is_pin_chosen_by_lock=True, name_length=20),
    )
    after = apply_read(record, a_world(), "1", held("4826")).record
    assert after.codes["a"].pin == Pin("4826")
    assert after.codes["a"].name == "Access code 2"


@pytest.mark.contract("12.78")
def test_a_read_that_hides_the_pin_after_a_lost_answer_keeps_the_doubt_open() -> None:
    stage = choosing(shows=False, naming=SlotNaming.FIXED)
    stage.fail(None, Fault.LOSE_ANSWER)
    code = ask(stage)
    stage.wait(MINUTE)
    assert stage.possible("1") == {UNDISCLOSED}
    assert stage.status(code) is Status.SETTING
    stage.keypad("1", None)
    stage.lock.shows_chosen = True
    stage.wait(MINUTE)
    assert stage.status(code) is Status.SET


@pytest.mark.contract("14.17", "12.77")
def test_codes_that_move_between_locks_that_choose_and_others() -> None:
    stage = choosing()
    waiting = choosing(shows=False)
    code, other = ask(stage), ask(waiting)
    plain = Stage()
    plain.harness.record = _moved(stage, plain)
    plain.harness.lock.type_at_keypad("3", FOUR)
    plain.oracle.changed_unseen("3")
    plain.run()
    assert plain.held()["1"] == CHOSEN
    assert plain.status(code) is Status.SET
    plain = Stage()
    plain.harness.record = _moved(waiting, plain)
    plain.run()
    assert plain.errors(other) == {ErrorCode.CODE_CONSTRAINTS_VIOLATED}
    old = Stage()
    given = old.create(ONE)
    stage = choosing()
    stage.harness.record = _moved(old, stage)
    stage.run()
    assert stage.errors(given) == {ErrorCode.CODE_CONSTRAINTS_VIOLATED}
    assert stage.held() == {}


def _moved(source: Stage, target: Stage) -> LockRecord:
    record = target.harness.record
    link = Link("fake", "fake", "lock-2")
    return move(source.harness.record, target.harness.now, "lock-2", link, record)


def test_a_virtual_lock_does_not_hold_a_pin_that_is_not_known() -> None:
    stage = choosing(shows=False)
    code = ask(stage)
    stage.set_capabilities(is_virtual=True)
    assert stage.harness.plan().views[code].status is Status.SETTING


def test_nothing_of_a_content_is_shown_by_its_kind() -> None:
    assert {EMPTY.value, UNREADABLE.value, UNDISCLOSED.value} == {
        "empty",
        "other",
        "ours",
    }
