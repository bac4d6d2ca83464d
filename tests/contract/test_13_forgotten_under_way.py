"""A code that is given up while a write of it has no answer yet, or was only accepted: it may come after all."""

import pytest

from custom_components.access_codes.core.model import Pin, Readability, Reporting
from custom_components.access_codes.core.observations.lock_reset import (
    apply_all_cleared,
)
from custom_components.access_codes.core.record.unmanaged import (
    given_up_names,
    held_by_others,
    unmanaged_id,
)
from custom_components.access_codes.core.requests.leave_lock import (
    forget,
    take_for_empty,
)
from custom_components.access_codes.core.requests.unmanaged import delete_unmanaged
from tests.support.fake_lock import Fault, Sent
from tests.support.scenario import HOUR, MINUTE, ONE, THREE, TWO, Stage, held

readable = pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])


def deliver(stage: Stage) -> None:
    """Let a write of a code that is not ours any more be carried out."""
    assert stage.lock.deliver_late(0, stage.harness.monotonic) is not None
    stage.oracle.released("1")


def expect_found(stage: Stage) -> None:
    """Expect that the code stays listed until it is on the lock, and afterwards."""
    assert stage.held() == {}
    assert given_up_names(stage.harness.record) == ("Guest a",)
    deliver(stage)
    stage.wait(HOUR)
    assert held_by_others(stage.harness.record, stage.harness.world).keys() == {"1"}
    assert given_up_names(stage.harness.record) == ("Guest a",)


@pytest.mark.contract("13.140")
@readable
@pytest.mark.parametrize("reports", [Reporting.ALL, Reporting.NOTHING])
@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_forgotten_code_whose_write_was_only_accepted_may_still_come(
    reads: Readability, reports: Reporting, is_restarted: bool
) -> None:
    stage = Stage(reads, reports=reports, late_by=600)
    stage.fail(Fault.DEFER)
    stage.lock.after_command = lambda sent: stage.go_away()
    code = stage.create(ONE)
    stage.lock.after_command = None
    if is_restarted:
        stage.restart()
    stage.forget(code)
    stage.come_back()
    expect_found(stage)


def forgotten_during_write(reads: Readability, fault: Fault) -> Stage:
    """Return a lock with a code that was given up before its write had an answer."""
    stage = Stage(reads, reports=Reporting.NOTHING, late_by=600)
    stage.fail(fault)

    def give_up(sent: Sent) -> None:
        stage.lock.after_command = None
        stage.go_away()
        stage.oracle.forgotten("a")
        stage.harness.request(
            lambda record, world: forget(record, world, access_code_id="a")
        )

    stage.lock.after_command = give_up
    stage.create(ONE)
    stage.come_back()
    return stage


@pytest.mark.contract("13.140")
@readable
@pytest.mark.parametrize("fault", [Fault.LATE, Fault.DEFER])
def test_a_code_that_is_forgotten_during_its_write_may_still_come(
    reads: Readability, fault: Fault
) -> None:
    expect_found(forgotten_during_write(reads, fault))


@pytest.mark.contract("13.140")
@readable
def test_a_code_that_is_forgotten_during_its_write_is_gone_in_the_end(
    reads: Readability,
) -> None:
    stage = forgotten_during_write(reads, Fault.LATE)
    timeout = stage.lock.capabilities.command_timeout
    stage.harness.advance(9 * MINUTE)
    stage.run()
    assert given_up_names(stage.harness.record) == ("Guest a",)
    stage.wait(timeout / 60 * MINUTE + MINUTE)
    assert given_up_names(stage.harness.record) == ()
    assert stage.harness.record.unmanaged == stage.harness.record.late_clears == {}


def forgotten_unreadable() -> Stage:
    """Return a lock that cannot be read, and may still carry out the write of a code that was given up."""
    stage = Stage(Readability.NOTHING, late_by=600)
    stage.answer(lambda record, world: take_for_empty(record, world, {"1", "2", "3"}))
    stage.fail(Fault.LATE)
    code = stage.create(ONE)
    stage.go_away()
    stage.forget(code)
    stage.come_back()
    assert given_up_names(stage.harness.record) == ("Guest a",)
    return stage


@pytest.mark.contract("13.141")
def test_a_reset_does_not_end_what_may_still_come() -> None:
    stage = forgotten_unreadable()
    stage.harness.record = apply_all_cleared(
        stage.harness.record, stage.harness.world
    ).record
    stage.run()
    assert given_up_names(stage.harness.record) == ("Guest a",)
    deliver(stage)
    stage.wait(HOUR)
    assert given_up_names(stage.harness.record) == ("Guest a",)
    stage.harness.record = apply_all_cleared(
        stage.harness.record, stage.harness.world
    ).record
    assert given_up_names(stage.harness.record) == ()


@pytest.mark.contract("13.141")
def test_a_persons_word_does_not_end_what_may_still_come() -> None:
    stage = forgotten_unreadable()

    def call_empty() -> None:
        stage.answer(lambda record, world: take_for_empty(record, world, {"1"}))

    call_empty()
    assert given_up_names(stage.harness.record) == ("Guest a",)
    code = stage.create(TWO)
    placement = stage.harness.record.placement_of(code)
    assert placement is not None
    assert placement.slot == "2"
    stage.wait(11 * MINUTE)
    call_empty()
    assert given_up_names(stage.harness.record) == ()


@pytest.mark.contract("13.140")
def test_a_removal_for_others_that_is_given_up_under_way_is_awaited() -> None:
    stage = Stage(foreign={"1": ONE}, late_by=600)
    unmanaged = unmanaged_id(stage.harness.record, "1")
    stage.harness.request(
        lambda record, world: delete_unmanaged(record, world, unmanaged, name="Other")
    )

    def give_up(sent: Sent) -> None:
        if sent.is_write:
            stage.lock.after_command = None
            stage.go_away()
            stage.oracle.forgotten(unmanaged)
            stage.harness.request(
                lambda record, world: forget(record, world, access_code_id=unmanaged)
            )

    stage.fail(None, Fault.LATE)
    stage.lock.after_command = give_up
    stage.run()
    assert stage.harness.record.late_clears.keys() == {"1"}


@pytest.mark.contract("13.143")
@pytest.mark.parametrize("kept", ["13579", "135790246800"])
def test_what_the_lock_made_of_a_forgotten_code_keeps_its_name(kept: str) -> None:
    stage = Stage(lock_fields={"kept": lambda _: Pin(kept)})

    def give_up(sent: Sent) -> None:
        stage.lock.after_command = None
        stage.go_away()
        stage.oracle.forgotten("a")
        stage.harness.request(
            lambda record, world: forget(record, world, access_code_id="a")
        )

    stage.lock.after_command = give_up
    stage.create(ONE)
    stage.oracle.released("1")
    stage.come_back()
    assert stage.harness.record.unmanaged == {"1": held(Pin(kept))}
    assert given_up_names(stage.harness.record) == ("Guest a",)
    stage.keypad("1", THREE)
    assert given_up_names(stage.harness.record) == ()
