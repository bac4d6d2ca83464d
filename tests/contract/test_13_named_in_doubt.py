"""Locks without a list of slots, where random stories found codes in doubt for ever, or commands without a pause."""

from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    ErrorCode,
    KnownPin,
    Readability,
    SlotNaming,
    Status,
)
from tests.support.fake_lock import Duplicates, Fault
from tests.support.scenario import FOUR, HOUR, ONE, THREE, TWO, Stage, hours

ACCEPTED_ONLY = pytest.mark.parametrize("confirms_writes", [False, True])


def hiding(**more: Any) -> Stage:
    """Return a lock that names its slots, hides its PINs, and lists no names."""
    return Stage(Readability.PRESENCE, naming=SlotNaming.BY_LOCK, **more)


def choosing(*, shows: bool, **more: Any) -> Stage:
    """Return a lock that names its slots, and chooses their PINs."""
    stage = Stage(
        naming=SlotNaming.BY_LOCK, more={"is_pin_chosen_by_lock": True}, **more
    )
    stage.lock.shows_chosen = shows
    return stage


@pytest.mark.contract("13.150")
@ACCEPTED_ONLY
def test_the_one_new_slot_after_a_set_without_an_answer_is_ours(
    confirms_writes: bool,
) -> None:
    stage = hiding(confirms_writes=confirms_writes, foreign={"1": FOUR})
    stage.fail(Fault.LOSE_ANSWER)
    code = stage.create(ONE, window=hours(0, 3))
    stage.wait(HOUR)
    assert stage.status(code) is Status.SET
    assert stage.errors(code) == set()
    assert stage.held() == {"1": FOUR, "key-1": ONE}
    stage.wait(3 * HOUR)
    assert stage.held() == {"1": FOUR}
    assert stage.status(code) is Status.UNSET


@pytest.mark.contract("13.150")
def test_a_set_that_the_lock_never_had_is_sent_once_more() -> None:
    stage = hiding(foreign={"1": FOUR})
    stage.fail(Fault.SWALLOW)
    code = stage.create(ONE)
    stage.wait(HOUR)
    assert stage.status(code) is Status.SET
    assert stage.held() == {"1": FOUR, "key-1": ONE}


@pytest.mark.contract("13.150")
@pytest.mark.parametrize("duplicates", list(Duplicates))
def test_which_of_two_new_slots_holds_which_pin_is_not_guessed(
    duplicates: Duplicates,
) -> None:
    stage = hiding(confirms_writes=True, duplicates=duplicates)
    stage.go_away()
    codes = [stage.create(ONE), stage.create(TWO)]
    stage.fail(Fault.LOSE_ANSWER, Fault.LOSE_ANSWER)
    stage.come_back()
    stage.run()
    # It lists the second of them first.
    stage.lock.entries = dict(reversed(stage.lock.entries.items()))
    stage.wait(2 * HOUR)
    stage.harness.unblock()
    stage.run()
    assert [stage.status(code) for code in codes] == [Status.SET, Status.SET]
    for code, pin in zip(codes, (ONE, TWO), strict=True):
        placement = stage.harness.record.placement_of(code)
        assert placement is not None
        assert stage.held()[placement.slot] == pin
    for code in codes:
        stage.delete(code)
    assert stage.held() == {}


@pytest.mark.contract("13.150")
def test_a_name_that_two_codes_have_does_not_tell_whose_new_slot_it_is() -> None:
    stage = hiding(
        confirms_writes=True,
        name_length=4,
        more={"has_unique_names": False},
        lock_fields={"lists_names": True},
    )
    stage.go_away()
    codes = [stage.create(pin, name="Cleaner") for pin in (ONE, TWO)]
    stage.fail(Fault.SWALLOW, Fault.LOSE_ANSWER)
    stage.come_back()
    stage.run()
    stage.wait(2 * HOUR)
    stage.harness.unblock()
    stage.run()
    assert sorted(map(str, stage.held().values())) == sorted(map(str, (ONE, TWO)))
    for code, pin in zip(codes, (ONE, TWO), strict=True):
        placement = stage.harness.record.placement_of(code)
        assert placement is not None
        assert stage.held()[placement.slot] == pin
        assert stage.status(code) is Status.SET
    stage.delete(codes[0])
    assert list(stage.held().values()) == [TWO]


@pytest.mark.contract("13.150")
def test_of_two_new_slots_and_one_set_without_an_answer_none_is_ours() -> None:
    stage = hiding(confirms_writes=True)
    stage.fail(Fault.LOSE_ANSWER)
    code = stage.create(ONE)
    stage.keypad("Other", FOUR)
    stage.wait(HOUR)
    assert stage.errors(code) == {ErrorCode.FAILED_TO_SET_ON_DEVICE}
    assert stage.held() == {"key-1": ONE, "Other": FOUR}
    assert UNREADABLE in (stage.possible(f"new:{code}") or ())
    # Once somebody has cleared ours, the other one must not be taken for it.
    stage.keypad("key-1", None)
    stage.restart()
    stage.wait(HOUR)
    stage.delete(code)
    stage.wait(HOUR)
    assert stage.held() == {"Other": FOUR}
    assert stage.errors(code) == {ErrorCode.FAILED_TO_REMOVE_FROM_DEVICE}
    stage.keypad("Other", None)
    stage.wait(HOUR)
    assert not stage.harness.record.codes


@pytest.mark.contract("13.151")
@pytest.mark.parametrize("is_renamed", [False, True])
@pytest.mark.parametrize("duplicates", [Duplicates.REFUSED, Duplicates.REFUSED_IN_SLOT])
def test_a_rename_in_doubt_ends_where_the_lock_refuses_the_pin_as_its_own_duplicate(
    duplicates: Duplicates, is_renamed: bool
) -> None:
    stage = Stage(
        Readability.NOTHING,
        naming=SlotNaming.BY_NAME,
        duplicates=duplicates,
        confirms_writes=True,
    )
    code = stage.create(ONE, name="Anna")
    stage.fail(Fault.LOSE_ANSWER if is_renamed else Fault.SWALLOW)
    stage.change(code, name="Bea")
    stage.wait(HOUR)
    assert stage.held() == {"Bea": ONE}
    assert stage.status(code) is Status.SET
    assert stage.possible("Bea") == {KnownPin(ONE)}
    assert not stage.harness.record.is_ours("Anna")
    stage.delete(code)
    assert stage.held() == {}


@pytest.mark.contract("13.152")
@pytest.mark.parametrize("shows", [False, True])
def test_a_removal_that_a_lock_only_claims_is_a_failed_try(shows: bool) -> None:
    stage = choosing(shows=False)
    code = stage.create(None)  # type: ignore[arg-type]
    stage.wait(HOUR)
    stage.lock.shows_chosen = shows
    stage.lock.ailment = Fault.LIE
    stage.sent()
    stage.delete(code)
    assert len(stage.sent()) <= 2
    stage.wait(HOUR)
    assert len(stage.sent()) <= 30
    assert stage.errors(code) == {ErrorCode.FAILED_TO_REMOVE_FROM_DEVICE}
    stage.lock.ailment = None
    stage.wait(HOUR)
    assert stage.held() == {}
    assert not stage.harness.record.codes


@pytest.mark.contract("13.70", "13.152")
def test_a_removal_that_such_a_lock_carries_out_late_is_awaited() -> None:
    stage = choosing(shows=False, late_by=600)
    code = stage.create(None)  # type: ignore[arg-type]
    stage.fail(Fault.DEFER)
    stage.delete(code)
    placement = stage.harness.record.placement_of(code)
    assert placement is not None
    assert EMPTY in placement.late
    stage.deliver_late()
    stage.wait(HOUR)
    assert stage.held() == {}
    assert not stage.harness.record.codes


@pytest.mark.contract("10.5")
def test_a_backup_code_makes_room_for_a_code_that_the_lock_has_lost() -> None:
    stage = Stage(
        naming=SlotNaming.BY_LOCK, confirms_writes=True, lock_fields={"room": 2}
    )
    lost = stage.create(ONE)
    stage.lock.lose_everything()
    stage.oracle.changed_unseen("key-1")
    user = stage.create(TWO, window=hours(-2, 2), use_backup_access_code_pool=True)
    assert len(stage.held()) == 2
    stage.harness.ask_to_read()
    stage.run()
    assert {ONE, TWO} == set(stage.held().values())
    assert stage.status(lost) is Status.SET
    assert stage.status(user) is Status.SET
    stage.delete(user)
    assert set(stage.held().values()) == {ONE}
    assert THREE not in stage.held().values()


@pytest.mark.contract("12.78", "13.153")
@ACCEPTED_ONLY
def test_a_pin_that_was_replaced_by_one_that_is_not_shown_yet_is_shown_no_more(
    confirms_writes: bool,
) -> None:
    stage = choosing(shows=True, confirms_writes=confirms_writes)
    stage.lock.chosen = [ONE, TWO]
    code = stage.create(None)  # type: ignore[arg-type]
    assert stage.code(code).pin == ONE
    stage.lock.shows_chosen = False
    stage.keypad("key-1", FOUR)
    stage.wait(HOUR)
    assert stage.held() == {"key-1": TWO}
    assert stage.code(code).pin is None
    assert stage.possible("key-1") == {UNDISCLOSED}
    assert stage.status(code) is Status.SETTING
    assert stage.errors(code) == set()
    stage.lock.shows_chosen = True
    stage.wait(HOUR)
    assert stage.status(code) is Status.SET
    assert stage.code(code).pin == TWO


@pytest.mark.contract("10.14")
def test_a_backup_code_that_was_removed_at_a_full_lock_shows_no_error() -> None:
    stage = Stage(
        naming=SlotNaming.BY_LOCK, confirms_writes=True, lock_fields={"room": 2}
    )
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    stage.keypad("key-2", None, told=False)
    stage.keypad("Other", FOUR)
    stage.harness.ask_to_read()
    stage.run()
    pool = [code for code in stage.harness.record.codes.values() if code.is_in_pool]
    assert pool
    for code in pool:
        assert stage.status(code.access_code_id) is Status.SETTING
        assert stage.errors(code.access_code_id) == set()


@pytest.mark.contract("5.28")
@pytest.mark.parametrize("naming", [SlotNaming.FIXED, SlotNaming.BY_NAME])
def test_a_read_that_shows_the_strangers_code_gone_ends_a_refusal_as_its_duplicate(
    naming: SlotNaming,
) -> None:
    stage = Stage(
        Readability.PRESENCE, naming=naming, confirms_writes=True, foreign={"2": ONE}
    )
    code = stage.create(ONE)
    assert stage.errors(code) == {ErrorCode.DUPLICATE_CODE_ON_DEVICE}
    stage.keypad("2", None, told=False)
    stage.harness.ask_to_read()
    stage.run()
    assert stage.status(code) is Status.SET
    assert list(stage.held().values()) == [ONE]
