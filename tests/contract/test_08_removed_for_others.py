"""A code of somebody else is taken off the lock by a person's wish, and only if it is still that code."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    Event,
    IssueKind,
    KnownPin,
    Link,
    Pin,
    Readability,
    Reporting,
    SlotNaming,
    Status,
)
from custom_components.access_codes.core.record.unmanaged import (
    held_by_others,
    unmanaged_id,
)
from custom_components.access_codes.core.requests.leave_lock import take_for_empty
from custom_components.access_codes.core.requests.refused import Refused
from custom_components.access_codes.core.requests.replace_lock import (
    move,
    record_of_old_lock,
)
from custom_components.access_codes.core.requests.unmanaged import delete_unmanaged
from tests.support.contract_promises import require
from tests.support.event_assertions import once_each
from tests.support.fake_lock import Fault
from tests.support.scenario import FOUR, ONE, THREE, TWO, Stage

OTHERS = {"2": THREE}
REMOVED = "access_code.unmanaged.removed"


def ask(stage: Stage, slot: str = "2") -> str:
    """Ask to have what others put into a slot removed, without going on yet."""
    unmanaged = unmanaged_id(stage.harness.record, slot)
    stage.harness.request(
        lambda record, world: delete_unmanaged(
            record, world, unmanaged, name="Code in slot 2"
        )
    )
    return unmanaged


def others(stage: Stage) -> dict[str, object]:
    return dict(held_by_others(stage.harness.record, stage.harness.world))


def removals(stage: Stage) -> list[Event]:
    return [event for event in once_each(stage.harness.told) if event.type == REMOVED]


def pending(stage: Stage) -> list[AccessCode]:
    return [code for code in stage.harness.record.codes.values() if code.is_unmanaged]


@pytest.mark.contract("8.61", "11.120")
def test_it_is_seen_once_more_and_then_cleared() -> None:
    stage = Stage(foreign=OTHERS)
    stage.create(ONE)
    stage.sent()
    unmanaged = ask(stage)
    assert stage.status(unmanaged) is Status.REMOVING
    assert stage.warnings(unmanaged) == {"being_deleted"}
    stage.run()
    assert stage.sent() == ["read 2", "clear 2", "read 2"]
    assert stage.held() == {"1": ONE}
    assert others(stage) == {}
    assert pending(stage) == []
    [event] = removals(stage)
    assert event.access_code_id is None
    assert event.details == {
        "slot": "2",
        "unmanaged_access_code_id": unmanaged,
        "verified": True,
    }
    assert stage.told(unmanaged) == []


@pytest.mark.contract("8.61")
@pytest.mark.parametrize("reads", list(Readability))
def test_it_is_gone_on_every_lock(reads: Readability) -> None:
    stage = Stage(reads, foreign=OTHERS if reads is not Readability.NOTHING else {})
    if reads is Readability.NOTHING:
        stage.keypad("2", THREE)
        assert others(stage).keys() == {"2"}
    ask(stage)
    stage.run()
    assert stage.held() == {}
    [event] = removals(stage)
    assert event.details["verified"] is (reads is not Readability.NOTHING)
    stage.keypad("2", FOUR)
    assert others(stage).keys() == {"2"}


@pytest.mark.contract("8.61", "13.36")
@pytest.mark.parametrize("steps", range(1, 7))
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
def test_it_is_completed_after_a_crash(steps: int, reads: Readability) -> None:
    stage = Stage(reads, foreign=OTHERS)
    ask(stage)
    for _ in range(steps):
        stage.harness.step()
    stage.restart()
    stage.run()
    assert stage.held() == {}
    assert pending(stage) == []
    assert len(removals(stage)) == 1


@pytest.mark.contract("8.61")
@pytest.mark.parametrize(
    "fault", [Fault.REFUSE, Fault.SWALLOW, Fault.LIE, Fault.LOSE_ANSWER]
)
def test_it_is_tried_again_after_a_failure(fault: Fault) -> None:
    stage = Stage(foreign=OTHERS)
    unmanaged = ask(stage)
    stage.fail(None, fault, fault)
    stage.run()
    if fault is Fault.REFUSE:
        assert stage.errors(unmanaged) == {"failed_to_remove_from_device"}
        stage.wait(timedelta(minutes=6))
    stage.wait(timedelta(hours=2))
    assert stage.held() == {}
    assert pending(stage) == []


@pytest.mark.contract("8.61")
def test_a_removal_that_fails_for_long_is_a_repair() -> None:
    stage = Stage(foreign=OTHERS)
    stage.lock.ailment = None
    unmanaged = ask(stage)
    stage.fail(None, *[Fault.REFUSE] * 40)
    stage.run()
    stage.wait(timedelta(minutes=6))
    assert (IssueKind.FAILED_TO_REMOVE_FROM_DEVICE, unmanaged) in stage.issues()


@pytest.mark.contract("8.62")
@pytest.mark.parametrize("is_told", [True, False])
def test_what_took_its_slot_meanwhile_stays(is_told: bool) -> None:
    stage = Stage(foreign=OTHERS)
    ask(stage)
    stage.keypad("2", FOUR, told=is_told)
    stage.run()
    assert stage.held() == {"2": FOUR}
    assert others(stage) == {"2": KnownPin(FOUR)}
    assert pending(stage) == []
    assert removals(stage) == []


@pytest.mark.contract("8.62")
def test_what_took_its_slot_between_look_and_clear_stays() -> None:
    stage = Stage(foreign=OTHERS)
    ask(stage)
    stage.fail(None, Fault.REFUSE)
    stage.run()
    stage.something_at_keypad("2", FOUR)
    stage.wait(timedelta(hours=1))
    assert stage.held() == {"2": FOUR}
    assert pending(stage) == []


@pytest.mark.contract("8.62")
@pytest.mark.parametrize("fresh_for", [5, 3600])
def test_a_lock_that_reports_nothing_is_looked_at_before_each_try(
    fresh_for: int,
) -> None:
    stage = Stage(foreign=OTHERS, reports=Reporting.NOTHING, fresh_for=fresh_for)
    ask(stage)
    stage.fail(None, Fault.REFUSE)
    stage.run()
    stage.keypad("2", FOUR, told=False)
    stage.wait(timedelta(hours=1))
    assert stage.held() == {"2": FOUR}
    assert pending(stage) == []


@pytest.mark.contract("8.62")
def test_a_hidden_code_that_is_said_to_have_changed_stays() -> None:
    stage = Stage(Readability.PRESENCE, foreign=OTHERS)
    ask(stage)
    stage.something_at_keypad("2", FOUR)
    stage.run()
    assert stage.held() == {"2": FOUR}
    assert others(stage).keys() == {"2"}
    assert pending(stage) == []


@pytest.mark.contract("8.62")
def test_a_slot_that_answers_no_read_is_not_cleared() -> None:
    stage = Stage(foreign=OTHERS)
    unmanaged = ask(stage)
    stage.lock.mute = frozenset({"2"})
    stage.run()
    stage.wait(timedelta(hours=3))
    assert stage.held() == {"2": THREE}
    assert stage.errors(unmanaged) == {"failed_to_remove_from_device"}
    stage.lock.mute = frozenset()
    stage.wait(timedelta(hours=1))
    assert stage.held() == {}


@pytest.mark.contract("8.61")
def test_one_that_was_removed_at_the_lock_meanwhile_is_gone() -> None:
    stage = Stage(foreign=OTHERS)
    ask(stage)
    stage.keypad("2", None)
    stage.run()
    assert "clear 2" not in stage.sent()
    assert pending(stage) == []
    assert len(removals(stage)) == 1


@pytest.mark.contract("8.61")
def test_a_lock_that_is_away_gets_it_when_it_is_back() -> None:
    stage = Stage(foreign=OTHERS)
    stage.go_away()
    unmanaged = ask(stage)
    stage.run()
    assert stage.status(unmanaged) is Status.REMOVING
    stage.come_back()
    assert stage.held() == {}


@pytest.mark.contract("8.63")
def test_a_code_that_waits_for_its_pin_takes_its_slot_over() -> None:
    stage = Stage(foreign=OTHERS)
    code = stage.create(THREE)
    assert stage.errors(code) == {"duplicate_code_on_device"}
    stage.sent()
    ask(stage)
    stage.run()
    assert stage.sent() == ["read 2"]
    assert stage.status(code) is Status.SET
    assert stage.possible("2") == {KnownPin(THREE)}
    assert len(removals(stage)) == 1
    stage.delete(code)
    assert stage.held() == {}
    assert others(stage) == {}


@pytest.mark.contract("8.63")
def test_a_code_that_waits_for_its_pin_with_a_name_is_set_anew() -> None:
    stage = Stage(foreign=OTHERS, name_length=10)
    code = stage.create(THREE)
    ask(stage)
    stage.run()
    assert stage.status(code) is Status.SET
    assert list(stage.held().values()) == [THREE]


@pytest.mark.contract("11.30")
def test_its_use_is_told_as_one_of_an_unmanaged_code() -> None:
    stage = Stage(foreign=OTHERS)
    stage.go_away()
    unmanaged = ask(stage)
    stage.harness.used("2")
    event = stage.harness.record.outbox[-1]
    assert event.access_code_id is None
    assert event.details["unmanaged_access_code_id"] == unmanaged


@pytest.mark.contract("6.161")
def test_asking_twice_asks_once() -> None:
    stage = Stage(foreign=OTHERS)
    stage.go_away()
    assert ask(stage) == ask(stage)
    assert len(pending(stage)) == 1


@pytest.mark.contract("6.160")
def test_what_is_not_known_is_refused() -> None:
    stage = Stage(foreign=OTHERS)
    with pytest.raises(Refused) as refused:
        ask(stage, "1")
    assert refused.value.key == "unmanaged_access_code_not_found"
    code = stage.create(ONE)
    with pytest.raises(Refused):
        stage.harness.request(
            lambda record, world: delete_unmanaged(record, world, code, name="Code")
        )
    stage.set_capabilities(is_virtual=True)
    with pytest.raises(Refused) as refused:
        ask(stage)
    assert refused.value.key == "unmanaged_needs_a_real_lock"


@pytest.mark.contract("8.61")
def test_it_is_given_up_with_the_lock() -> None:
    stage = Stage(foreign=OTHERS)
    stage.go_away()
    stage.forget(ask(stage))
    assert pending(stage) == []
    assert not stage.harness.record.given_up
    stage.come_back()
    assert stage.held() == OTHERS
    assert others(stage) == {"2": KnownPin(THREE)}


@pytest.mark.contract("8.61", "14.15")
def test_it_stays_with_the_old_lock_when_that_is_replaced() -> None:
    stage = Stage(foreign=OTHERS)
    stage.go_away()
    ask(stage)
    record, now = stage.harness.record, stage.harness.now
    old = record_of_old_lock(record, now, "entry", lambda: "new-id")
    assert old is not None
    assert [code.is_unmanaged for code in old.codes.values()] == [True]
    link = Link("fake_slots", "fake", "2")
    new = move(record, now, "lock-2", link, None)
    assert new.codes == {}
    assert new.outbox == record.outbox


@pytest.mark.contract("8.61", "12.74")
def test_a_name_that_is_a_key_is_followed_while_its_code_is_removed() -> None:
    stage = Stage(foreign={"Anna": THREE}, naming=SlotNaming.BY_NAME)
    stage.go_away()
    unmanaged = ask(stage, "Anna")
    entry = stage.lock.entries.pop("Anna")
    stage.lock.entries["Berta"] = entry
    stage.oracle.changed_unseen("Anna")
    stage.oracle.changed_unseen("Berta")
    stage.come_back()
    assert stage.held() == {}
    [event] = removals(stage)
    assert event.details["unmanaged_access_code_id"] == unmanaged
    assert event.details["slot"] == "1"


@pytest.mark.contract("13.73")
def test_a_slot_that_is_called_empty_while_it_is_cleared_stays_in_the_journal() -> None:
    stage = Stage(Readability.NOTHING)
    stage.keypad("2", THREE)
    stage.go_away()
    ask(stage)
    stage.harness.request(
        lambda record, world: take_for_empty(record, world, slots=["2"])
    )
    assert stage.possible("2") == {next(iter(stage.possible("2") or ()))}
    assert EMPTY not in (stage.possible("2") or ())


def test_a_pin_of_others_is_not_kept_with_the_code() -> None:
    stage = Stage(foreign=OTHERS)
    ask(stage)
    require(all(code.pin is None for code in pending(stage)), "no second copy")
    assert replace(pending(stage)[0], pin=Pin("1")) != pending(stage)[0]
    assert TWO not in stage.held().values()
