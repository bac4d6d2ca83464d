"""A code that is given up while its lock is away: what its slot may hold is remembered, shown, and read."""

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    ErrorCode,
    Readability,
    Reporting,
    SlotNaming,
    Status,
)
from custom_components.access_codes.core.record.unmanaged import (
    given_up_names,
    held_by_others,
    unmanaged_id,
)
from custom_components.access_codes.core.requests.leave_lock import forget
from custom_components.access_codes.core.requests.unmanaged import delete_unmanaged
from tests.support.fake_lock import Duplicates, Fault, Sent
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage, held

EVERY_KIND = pytest.mark.parametrize("reads", list(Readability))


def forgotten(
    reads: Readability = Readability.PIN, duplicates: Duplicates = Duplicates.TAKEN
) -> Stage:
    """Return a lock that went away with a code, which was then given up."""
    stage = Stage(reads, duplicates=duplicates)
    code = stage.create(ONE)
    stage.go_away()
    stage.forget(code)
    stage.sent()
    return stage


@pytest.mark.contract("13.47")
@EVERY_KIND
def test_a_forgotten_code_that_is_still_on_the_lock_is_listed(
    reads: Readability,
) -> None:
    stage = forgotten(reads)
    assert held_by_others(stage.harness.record, stage.harness.world) == {"1": held(ONE)}
    stage.come_back()
    listed = held_by_others(stage.harness.record, stage.harness.world)
    is_masked = reads is Readability.PRESENCE
    assert listed == {"1": UNREADABLE if is_masked else held(ONE)}
    assert stage.sent() == (
        [] if reads is Readability.NOTHING else ["read 1", "read 2", "read 3"]
    )


@pytest.mark.contract("13.47")
@EVERY_KIND
def test_the_slot_of_a_forgotten_code_is_not_taken_for_empty(
    reads: Readability,
) -> None:
    stage = forgotten(reads)
    code = stage.create(TWO)
    stage.come_back()
    assert stage.status(code) is Status.SET
    assert stage.held() == {"1": ONE, "2": TWO}


@pytest.mark.contract("13.47")
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.NOTHING])
def test_the_pin_of_a_forgotten_code_is_not_set_twice(reads: Readability) -> None:
    stage = forgotten(reads)
    stage.come_back()
    stage.set_settings(reserved_slots=frozenset({"1"}))
    code = stage.create(ONE)
    assert stage.held() == {"1": ONE}
    assert stage.errors(code) == {ErrorCode.DUPLICATE_CODE_ON_DEVICE}


@pytest.mark.contract("13.47")
def test_a_forgotten_slot_that_the_lock_has_emptied_is_free_once_it_is_read() -> None:
    stage = forgotten()
    stage.keypad("1", None, told=False)
    stage.come_back()
    assert held_by_others(stage.harness.record, stage.harness.world) == {}
    stage.create(ONE)
    assert stage.held() == {"1": ONE}


def test_a_slot_of_which_two_pins_are_possible_is_remembered_as_occupied() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.fail(Fault.CUT_AFTER)
    stage.lock.is_reachable = False
    stage.change(code, code=TWO)
    assert stage.possible("1") == {held(ONE), held(TWO)}
    stage.forget(code)
    assert stage.harness.record.unmanaged == {"1": UNREADABLE}


def test_a_slot_that_is_known_to_be_empty_is_not_remembered() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.keypad("1", None)
    stage.go_away()
    assert stage.possible("1") == {EMPTY}
    stage.forget(code)
    assert stage.harness.record.unmanaged == {}


def forgotten_late(reads: Readability, reports: Reporting) -> Stage:
    """Return a lock that is back, and may still carry out the write of a code that was given up meanwhile."""
    stage = Stage(reads, reports=reports, late_by=600)
    stage.fail(Fault.LATE)
    code = stage.create(ONE)
    stage.go_away()
    stage.forget(code)
    stage.come_back()
    assert stage.held() == {}
    stage.sent()
    return stage


def deliver(stage: Stage) -> None:
    """Let the write of a code that is not ours any more be carried out."""
    assert stage.lock.deliver_late(0, stage.harness.monotonic) is not None


@pytest.mark.contract("13.120")
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
@pytest.mark.parametrize("reports", [Reporting.ALL, Reporting.NOTHING])
@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_forgotten_code_that_comes_late_is_found_under_its_name(
    reads: Readability, reports: Reporting, is_restarted: bool
) -> None:
    stage = forgotten_late(reads, reports)
    assert stage.harness.record.unmanaged == {"1": held(ONE)}
    deliver(stage)
    stage.oracle.released("1")
    if is_restarted:
        stage.restart()
        stage.run()
    stage.wait(HOUR)
    assert stage.sent() == ["read 1"]
    assert held_by_others(stage.harness.record, stage.harness.world).keys() == {"1"}
    assert given_up_names(stage.harness.record) == ("Guest a",)


@pytest.mark.contract("13.120")
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
def test_a_forgotten_code_that_can_come_no_more_is_gone(reads: Readability) -> None:
    stage = forgotten_late(reads, Reporting.NOTHING)
    stage.wait(8 * MINUTE)
    assert given_up_names(stage.harness.record) == ("Guest a",)
    stage.wait(2 * MINUTE)
    assert stage.sent() == ["read 1"]
    assert given_up_names(stage.harness.record) == ()
    assert stage.harness.record.unmanaged == stage.harness.record.late_clears == {}


@pytest.mark.contract("13.120")
def test_a_code_of_others_after_a_clear_that_may_come_late_is_looked_at() -> None:
    stage = Stage(reports=Reporting.NOTHING, late_by=600)
    code = stage.create(ONE)
    stage.fail(Fault.LATE)
    stage.delete(code)
    stage.wait(MINUTE)
    assert stage.held() == {}
    stage.lock.type_at_keypad("1", TWO)
    stage.oracle.changed_unseen("1")
    stage.ask_lock()
    assert stage.harness.record.unmanaged == {"1": held(TWO)}
    deliver(stage)
    stage.oracle.changed_unseen("1")
    stage.wait(HOUR)
    assert stage.held() == stage.harness.record.unmanaged == {}


@pytest.mark.contract("13.120", "8.61")
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
def test_a_forgotten_code_that_is_removed_before_it_comes_is_removed_after_it(
    reads: Readability,
) -> None:
    stage = forgotten_late(reads, Reporting.NOTHING)
    unmanaged = unmanaged_id(stage.harness.record, "1")
    stage.harness.request(
        lambda record, world: delete_unmanaged(record, world, unmanaged, name="Guest a")
    )
    stage.run()
    assert stage.status(unmanaged) is Status.REMOVING
    deliver(stage)
    stage.wait(HOUR)
    assert stage.held() == {}
    assert stage.harness.record.codes == {}
    assert stage.harness.record.unmanaged == {}


def forgotten_unnamed(reads: Readability, **lock: bool) -> Stage:
    """Return a lock that went away before it told which slot it had given to a code, which was then given up."""
    stage = Stage(reads, naming=SlotNaming.BY_LOCK, lock_fields=lock)
    stage.fail(Fault.CUT_AFTER)
    code = stage.create(ONE)
    stage.go_away()
    stage.forget(code)
    assert stage.held() == {"key-1": ONE}
    return stage


@pytest.mark.contract("13.121")
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
def test_a_forgotten_code_is_found_in_the_slot_that_the_lock_gave_it(
    reads: Readability,
) -> None:
    stage = forgotten_unnamed(reads, lists_names=True)
    stage.come_back()
    assert held_by_others(stage.harness.record, stage.harness.world).keys() == {"key-1"}
    assert given_up_names(stage.harness.record) == ("Guest a",)


@pytest.mark.contract("13.121")
def test_a_forgotten_code_is_found_by_a_report_of_its_pin() -> None:
    stage = forgotten_unnamed(Readability.PIN)
    stage.harness.report("key-1", held(ONE))
    assert held_by_others(stage.harness.record, stage.harness.world) == {
        "key-1": held(ONE)
    }
    assert given_up_names(stage.harness.record) == ("Guest a",)


@pytest.mark.contract("13.121")
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
def test_a_code_that_is_given_up_during_its_write_has_the_slot_of_the_answer(
    reads: Readability,
) -> None:
    stage = Stage(reads, naming=SlotNaming.BY_LOCK)

    def give_up(sent: Sent) -> None:
        if sent.slot is not None:
            stage.lock.after_command = None
            stage.oracle.forgotten("a")
            stage.harness.request(
                lambda record, world: forget(record, world, access_code_id="a")
            )

    stage.lock.after_command = give_up
    stage.create(ONE)
    assert held_by_others(stage.harness.record, stage.harness.world).keys() == {"key-1"}
    assert given_up_names(stage.harness.record) == ("Guest a",)
    # Somebody else's is none of ours.
    stage.keypad("key-2", TWO)
    stage.ask_lock()
    assert given_up_names(stage.harness.record) == ("Guest a",)
    stage.keypad("key-1", None)
    stage.ask_lock()
    assert given_up_names(stage.harness.record) == ()
