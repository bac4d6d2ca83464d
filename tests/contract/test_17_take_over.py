"""Codes of another manager become ours in the slots where they are, without a command to the lock."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.display_text import is_in_text
from custom_components.access_codes.core.model import (
    UNREADABLE,
    KnownPin,
    Pin,
    Readability,
    SeenEntity,
    Settings,
    SlotNaming,
    Status,
    UseReporting,
    WindowSupport,
)
from custom_components.access_codes.core.record.unmanaged import held_by_others
from custom_components.access_codes.core.requests.inputs import CreateRequest
from custom_components.access_codes.core.requests.take_over import (
    NotTakenOver,
    TakeOver,
    Verdict,
    needs_reading,
    take_over,
    verdicts_on,
)
from tests.support.event_assertions import once_each
from tests.support.fake_lock import Duplicates
from tests.support.scenario import FOUR, HOUR, ONE, THREE, TWO, Stage, at

TAKEN = "taken"


def wish(
    pin: Pin = THREE,
    slot: str | None = "2",
    *,
    key: str = TAKEN,
    is_paused: bool = False,
    **given: Any,
) -> TakeOver:
    """Return a code of another manager."""
    return TakeOver(
        key=key,
        slot=slot,
        given=CreateRequest(
            code=pin,
            name=given.pop("name", "Grandmother"),
            prefer_native_scheduling=False,
            **given,
        ),
        is_paused=is_paused,
        access_code_id=key,
    )


def take(stage: Stage, *wishes: TakeOver) -> int:
    """Take codes over, without going on yet."""
    count: int = stage.harness.request(
        lambda record, world: take_over(record, world, wishes)
    )
    return count


def verdict(stage: Stage, *wishes: TakeOver) -> Verdict:
    """Return what would become of the last of these codes."""
    harness = stage.harness
    _, verdicts = verdicts_on(harness.record, harness.world, wishes)
    return verdicts[wishes[-1].key]


def refusal(stage: Stage, *wishes: TakeOver) -> str:
    """Return why the last of these codes is refused, and check that nothing comes of it."""
    found = verdict(stage, *wishes).refusal
    assert found is not None
    before = stage.harness.record
    with pytest.raises(NotTakenOver) as raised:
        take(stage, *wishes)
    assert raised.value.verdicts[wishes[-1].key].refusal is not None
    assert stage.harness.record is before
    for pin in (ONE, TWO, THREE, FOUR):
        assert not is_in_text(pin.reveal(), f"{found} {found.placeholders} {raised}")
    return found.key


@pytest.mark.contract("17.45")
def test_the_journal_begins_with_the_pin_and_nothing_is_sent() -> None:
    stage = Stage(foreign={"2": THREE})
    assert verdict(stage, wish()) == Verdict()
    assert take(stage, wish()) == 1
    stage.run()
    assert stage.sent() == []
    assert stage.status(TAKEN) is Status.SET
    assert stage.code(TAKEN).pin == THREE
    assert stage.code(TAKEN).name == "Grandmother"
    assert stage.object(TAKEN)["appearance"] == {"name": None}
    assert stage.possible("2", on_disk=True) == {KnownPin(THREE)}
    assert held_by_others(stage.harness.record, stage.harness.world) == {}
    first = once_each(stage.harness.told)[0]
    assert first.type == "access_code.unmanaged.converted_to_managed"
    assert first.details["slot"] == "2"
    assert stage.told(TAKEN) == ["unmanaged.converted_to_managed", "set_on_device"]


@pytest.mark.contract("17.45")
@pytest.mark.parametrize("ending", ["restart", "delete", "type"])
def test_it_is_ours_from_then_on(ending: str) -> None:
    stage = Stage(foreign={"2": THREE})
    take(stage, wish())
    if ending == "restart":
        stage.restart()
        stage.run()
        assert stage.status(TAKEN) is Status.SET
        assert "set 2" not in stage.sent()
        return
    stage.run()
    if ending == "type":
        stage.keypad("2", FOUR)
        stage.run()
        assert stage.held() == {"2": THREE}
    stage.delete(TAKEN)
    assert stage.held() == {}


@pytest.mark.contract("17.46")
def test_what_was_last_seen_before_the_start_is_read() -> None:
    stage = Stage(foreign={"2": THREE})
    stage.restart()
    assert verdict(stage, wish()).is_unproven
    take(stage, wish())
    stage.run()
    assert stage.sent() == ["read 2"]
    assert stage.status(TAKEN) is Status.SET


@pytest.mark.contract("17.46", "8.4")
def test_what_has_taken_the_slot_since_is_left_alone() -> None:
    stage = Stage(foreign={"2": THREE})
    stage.restart()
    stage.keypad("2", FOUR, told=False)
    take(stage, wish())
    stage.run()
    assert stage.held()["2"] == FOUR
    assert stage.status(TAKEN) is Status.SET
    assert stage.held() == {"1": THREE, "2": FOUR}


@pytest.mark.contract("17.46")
def test_a_masked_pin_is_taken_on_trust_and_its_slot_is_read() -> None:
    stage = Stage(Readability.PRESENCE, foreign={"2": THREE})
    assert stage.harness.record.unmanaged == {"2": UNREADABLE}
    assert verdict(stage, wish()) == Verdict(is_unproven=True)
    take(stage, wish())
    stage.run()
    assert stage.sent() == ["read 2"]
    assert stage.status(TAKEN) is Status.SET
    assert stage.possible("2", on_disk=True) == {KnownPin(THREE)}
    assert "unverified_on_device" in stage.warnings(TAKEN)


@pytest.mark.contract("17.46")
def test_on_a_lock_that_cannot_be_read_the_store_is_believed() -> None:
    stage = Stage(Readability.NOTHING, foreign={"2": THREE})
    record = replace(stage.harness.record, vacant_slots=frozenset({"1"}))
    stage.harness.record = record
    assert verdict(stage, wish()) == Verdict(is_unproven=True)
    take(stage, wish())
    stage.run()
    assert stage.sent() == []
    assert stage.possible("2", on_disk=True) == {KnownPin(THREE)}
    assert stage.status(TAKEN) is Status.SET
    assert "unverified_on_device" in stage.warnings(TAKEN)


@pytest.mark.contract("17.45")
def test_an_empty_slot_or_another_code_in_it_is_refused() -> None:
    stage = Stage(foreign={"1": ONE, "2": THREE})
    assert refusal(stage, wish(FOUR, "3")) == "slot_is_empty"
    assert refusal(stage, wish(FOUR, "1")) == "slot_holds_another_code"
    assert refusal(stage, wish(FOUR, "4")) == "slot_not_on_lock"
    assert refusal(stage, wish(pin=Pin("1234"))) == "code_length_not_taken"
    assert stage.sent() == []
    assert refusal(Stage(Readability.NOTHING), wish()) == "slot_is_empty"


@pytest.mark.contract("17.41", "17.45")
def test_a_slot_that_is_reserved_or_ours_or_switched_off_is_refused() -> None:
    reserved = Stage(
        foreign={"2": THREE}, settings=Settings(reserved_slots=frozenset({"2"}))
    )
    assert refusal(reserved, wish()) == "slot_is_reserved"
    stage = Stage(foreign={"2": THREE})
    stage.create(ONE)
    assert refusal(stage, wish(slot="1")) == "slot_is_ours"
    record = stage.harness.record
    stage.harness.record = replace(record, inactive_since={"2": at(HOUR)})
    assert refusal(stage, wish()) == "slot_is_switched_off"
    stage.harness.record = replace(record, missing_slots=frozenset({"2"}))
    assert refusal(stage, wish()) == "slot_not_on_lock"


@pytest.mark.contract("17.41")
def test_two_codes_with_one_pin_are_told_and_none_is_taken() -> None:
    stage = Stage(foreign={"2": THREE})
    stage.create(ONE, name="Ada")
    assert refusal(stage, wish(ONE, "3")) == "code_in_use"
    found = refusal(stage, wish(), wish(slot="3", key="again", name="Other"))
    assert found == "code_in_use"
    assert TAKEN not in stage.harness.record.codes
    twice = Stage(foreign={"2": THREE, "3": THREE}, duplicates=Duplicates.TAKEN)
    assert refusal(twice, wish()) == "code_on_lock_twice"


@pytest.mark.contract("17.42")
def test_what_was_taken_over_before_is_not_taken_again() -> None:
    stage = Stage(foreign={"1": ONE, "2": THREE})
    assert take(stage, wish()) == 1
    stage.run()
    stage.sent()
    assert verdict(stage, wish(key="again")) == Verdict(is_ours_already=True)
    assert verdict(stage, wish(slot=None, key="again")).is_ours_already
    assert verdict(stage, wish(slot="1", key="again")).refusal is not None
    assert take(stage, wish(key="again"), wish(ONE, "1", key="next")) == 1
    stage.run()
    assert stage.sent() == []
    assert set(stage.harness.record.codes) == {TAKEN, "next"}
    stage.delete(TAKEN)
    assert verdict(stage, wish(key="again")) == Verdict(is_unproven=True)


@pytest.mark.contract("17.43")
def test_where_slots_have_no_numbers_the_pin_is_looked_for() -> None:
    stage = Stage(naming=SlotNaming.BY_NAME, foreign={"lcm:2:Anna": THREE})
    assert verdict(stage, wish()) == Verdict()
    take(stage, wish())
    stage.run()
    assert stage.sent() == []
    placement = stage.harness.record.placement_of(TAKEN)
    assert placement is not None
    assert placement.slot == placement.name == "lcm:2:Anna"
    assert stage.status(TAKEN) is Status.SET
    assert stage.code(TAKEN).name == "Grandmother"
    assert refusal(stage, wish(FOUR, key="next")) == "slot_not_found_by_code"
    hidden = Stage(
        Readability.PRESENCE, naming=SlotNaming.BY_NAME, foreign={"Anna": THREE}
    )
    assert refusal(hidden, wish()) == "slot_not_found_by_code"
    named = Stage(naming=SlotNaming.BY_NAME, foreign={THREE.reveal(): THREE})
    assert refusal(named, wish()) == "name_on_lock_contains_code"


@pytest.mark.contract("17.43")
def test_a_code_without_a_number_of_the_locks_own_is_found_by_its_pin() -> None:
    stage = Stage(foreign={"2": THREE})
    assert verdict(stage, wish(slot=None)) == Verdict()
    assert refusal(stage, wish(FOUR, None)) == "slot_not_found_by_code"
    keypad = Stage(is_virtual=True)
    assert refusal(keypad, wish()) == "unmanaged_needs_a_real_lock"


@pytest.mark.contract("17.44")
@pytest.mark.parametrize(
    "name", [f"Flat {THREE.reveal()}", "x" * 61, " ", "a\nb", None]
)
def test_a_name_that_cannot_be_one_here_is_replaced(name: str | None) -> None:
    stage = Stage(foreign={"2": THREE})
    assert verdict(stage, wish(name=name)) == Verdict(is_renamed=name is not None)
    take(stage, wish(name=name))
    assert stage.code(TAKEN).name == "Access code 1"
    spaced = Stage(foreign={"2": THREE})
    assert verdict(spaced, wish(name=" Anna ")) == Verdict()


@pytest.mark.contract("17.47")
def test_a_code_that_is_off_stays_off_the_lock() -> None:
    stage = Stage(foreign={"1": ONE})
    assert verdict(stage, wish(is_paused=True)).refusal is None
    assert take(stage, wish(is_paused=True)) == 1
    stage.run()
    assert stage.sent() == []
    assert stage.held() == {"1": ONE}
    assert stage.code(TAKEN).is_paused
    assert stage.status(TAKEN) is Status.UNSET
    assert stage.told(TAKEN)[0] == "created"
    stage.change(TAKEN, is_paused=False)
    assert THREE in stage.held().values()


@pytest.mark.contract("17.47")
def test_a_code_that_is_off_and_on_the_lock_all_the_same_is_refused() -> None:
    stage = Stage(foreign={"2": THREE})
    assert refusal(stage, wish(is_paused=True)) == "slot_is_not_empty"
    stage.restart()
    assert refusal(stage, wish(FOUR, "3", is_paused=True)) == "slot_not_read"
    silent = Stage(Readability.NOTHING)
    assert verdict(silent, wish(is_paused=True)) == Verdict(is_off=True)
    full = Stage(foreign={"1": ONE, "2": TWO}, slots=2)
    full.lock.type_at_keypad("2", None)
    full.harness.restart()
    full.run()
    assert verdict(full, wish(slot="2", is_paused=True)).refusal is not None


@pytest.mark.contract("17.47", "4.60")
@pytest.mark.parametrize("is_on", [True, False])
def test_the_entity_of_a_condition_decides_from_then_on(*, is_on: bool) -> None:
    entity = SeenEntity("switch.holiday", None, is_on=is_on)
    stage = Stage(foreign={"2": THREE} if is_on else {})
    assert verdict(stage, wish(active_while=entity)) == Verdict(is_off=not is_on)
    take(stage, wish(active_while=entity))
    stage.run()
    assert stage.sent() == []
    assert stage.status(TAKEN) is (Status.SET if is_on else Status.UNSET)


@pytest.mark.contract("17.49", "9.1")
def test_the_window_is_not_given_to_the_lock_for_that_would_be_a_command() -> None:
    stage = Stage(foreign={"2": THREE}, windows=WindowSupport())
    window: dict[str, Any] = {"starts_at": at(-HOUR), "ends_at": at(5 * HOUR)}
    take(stage, wish(**window))
    stage.run()
    assert stage.sent() == []
    assert stage.status(TAKEN) is Status.SET
    stage.harness.advance(timedelta(hours=5))
    stage.run()
    assert stage.held() == {}


@pytest.mark.contract("17.47")
def test_a_window_to_come_waits_off_the_lock() -> None:
    stage = Stage()
    window: dict[str, Any] = {"starts_at": at(HOUR), "ends_at": at(5 * HOUR)}
    assert verdict(stage, wish(**window)) == Verdict(is_off=True)
    take(stage, wish(**window))
    stage.run()
    assert stage.sent() == []
    stage.harness.advance(HOUR)
    stage.run()
    assert THREE in stage.held().values()
    past: dict[str, Any] = {"starts_at": at(-2 * HOUR), "ends_at": at(-HOUR)}
    assert refusal(Stage(foreign={"2": THREE}), wish(**past)) == "ends_at_in_past"


@pytest.mark.contract("17.20", "6.142")
def test_a_limit_of_uses_needs_a_lock_that_reports_them() -> None:
    stage = Stage(foreign={"2": THREE})
    take(stage, wish(max_uses=3))
    assert stage.code(TAKEN).max_uses == 3
    blind = Stage(foreign={"2": THREE}, more={"uses": UseReporting.NEVER})
    assert refusal(blind, wish(max_uses=3)) == "one_time_use_not_reported"


@pytest.mark.contract("17.46")
def test_a_lock_is_read_beforehand_where_that_tells_something() -> None:
    def needs(stage: Stage, *wishes: TakeOver) -> bool:
        return needs_reading(stage.harness.record, stage.harness.world, wishes)

    stage = Stage(foreign={"2": THREE})
    assert not needs(stage, wish(), wish(slot=None), wish(slot="9"))
    stage.restart()
    assert needs(stage, wish(slot="3"))
    assert not needs(Stage(Readability.NOTHING), wish())
    assert not needs(Stage(is_virtual=True), wish())
    named = Stage(naming=SlotNaming.BY_NAME)
    assert not needs(named, wish())
    named.harness.record = replace(named.harness.record, is_read=False)
    assert needs(named, wish())
