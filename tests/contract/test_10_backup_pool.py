"""The pool of backup codes: its size, its room, its PINs, its end (section "Backup codes" of the contract)."""

from dataclasses import replace
import json

import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    Outcome,
    Pin,
    Readability,
    Settings,
    SlotNaming,
    Status,
    WindowSupport,
)
from custom_components.access_codes.core.requests.backup_pool import pull_backup
from custom_components.access_codes.core.requests.enter_code import Denial, check_entry
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.scenario import FOUR, HOUR, MINUTE, ONE, THREE, TWO, Stage, hours


def pool_of(stage: Stage) -> list[AccessCode]:
    """Return the backup codes that nobody has pulled and that are to stay."""
    codes = stage.harness.record.codes.values()
    return [code for code in codes if code.is_in_pool and code.deleted_at is None]


def pins_of(stage: Stage) -> set[Pin | None]:
    """Return their PINs."""
    return {code.pin for code in pool_of(stage)}


@pytest.mark.contract("10.2", "10.3")
@pytest.mark.parametrize("reads", list(Readability))
@pytest.mark.parametrize("naming", list(SlotNaming))
def test_a_code_that_uses_it_brings_the_pool_onto_the_lock_and_takes_it_off(
    reads: Readability, naming: SlotNaming
) -> None:
    stage = Stage(reads, slots=6, naming=naming)
    code = stage.create(ONE, window=hours(1, 2), use_backup_access_code_pool=True)
    assert len(pool_of(stage)) == 3
    assert set(stage.held().values()) == pins_of(stage)
    stage.wait(HOUR)
    assert set(stage.held().values()) == {ONE, *pins_of(stage)}
    stage.wait(HOUR)
    assert stage.status(code) is Status.UNSET
    assert stage.held() == {}
    assert pool_of(stage) == []
    assert set(stage.harness.record.codes) == {code}


@pytest.mark.contract("10.2")
def test_the_pool_stays_for_the_last_code_that_uses_it() -> None:
    stage = Stage(slots=6)
    first = stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    second = stage.create(TWO, window=hours(0, 6), use_backup_access_code_pool=True)
    before = pins_of(stage)
    assert len(before) == 3
    stage.delete(first)
    assert pins_of(stage) == before
    stage.delete(second)
    assert stage.held() == {}
    assert stage.harness.record.codes == {}


@pytest.mark.contract("10.2")
def test_codes_that_do_not_use_it_have_no_pool() -> None:
    stage = Stage(slots=6)
    stage.create(ONE, window=hours(0, 5))
    assert stage.held() == {"1": ONE}


@pytest.mark.contract("10.2", "10.18")
def test_the_option_gives_its_size_and_another_size_applies_at_once() -> None:
    stage = Stage(slots=8, settings=Settings(backup_pool_size=2))
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    two = pins_of(stage)
    assert len(two) == 2
    stage.set_settings(backup_pool_size=4)
    stage.run()
    four = pins_of(stage)
    assert len(four) == 4
    assert two < four
    stage.set_settings(backup_pool_size=1)
    stage.run()
    (one,) = pins_of(stage)
    assert one in two
    assert set(stage.held().values()) == {ONE, one}


@pytest.mark.contract("10.3")
def test_the_pool_is_in_the_write_of_the_request_and_survives_a_crash() -> None:
    stage = Stage(slots=6)
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    made = pool_of(stage)
    assert [code.access_code_id for code in made] == [
        code.access_code_id
        for code in stage.harness.disk.codes.values()
        if code.is_backup
    ]
    stage.sent()
    stage.restart()
    stage.run()
    assert pool_of(stage) == made
    assert [command for command in stage.sent() if "set" in command] == []


@pytest.mark.contract("10.3")
@pytest.mark.parametrize("steps", range(1, 12))
def test_a_crash_at_any_step_of_the_filling_leaves_no_code_behind(steps: int) -> None:
    stage = Stage(slots=6)
    stage.go_away()
    code = stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    stage.lock.is_reachable = True
    stage.restart()
    stage.steps(steps)
    stage.restart()
    stage.run()
    assert set(stage.held().values()) == {ONE, *pins_of(stage)}
    stage.delete(code, run=False)
    stage.harness.step()
    stage.restart()
    stage.run()
    assert stage.held() == {}


@pytest.mark.contract("10.3")
def test_a_restored_backup_from_before_the_pool_asks_before_it_sets_anything() -> None:
    stage = Stage(slots=6)
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    stage.sent()
    old = json.loads(stage.harness.file)
    pulled = pool_of(stage)[0].access_code_id
    old["codes"] = [one for one in old["codes"] if one["access_code_id"] != pulled]
    old["placements"] = [one for one in old["placements"] if one["owner"] != pulled]
    stage.restore(json.dumps(old))
    stage.run()
    assert [command for command in stage.sent() if "set" in command] == []
    assert ("journal_behind_lock", None) in stage.issues()


@pytest.mark.contract("10.4")
def test_enter_code_does_not_know_the_pins_of_the_pool() -> None:
    stage = Stage(is_virtual=True, slots=0)
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    backup = pool_of(stage)[0]
    assert backup.pin is not None
    assert stage.status(backup.access_code_id) is Status.SET
    record = stage.harness.record
    _, entered = check_entry(record, stage.harness.now, backup.pin.reveal())
    assert (entered.code, entered.denial) == (None, Denial.UNKNOWN_CODE)


@pytest.mark.contract("10.5")
def test_a_pool_for_which_there_is_no_room_is_not_made() -> None:
    stage = Stage(slots=2)
    code = stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    assert len(pool_of(stage)) == 1
    other = stage.create(TWO)
    assert pool_of(stage) == []
    assert stage.status(code) is stage.status(other) is Status.SET
    assert set(stage.held().values()) == {ONE, TWO}
    assert stage.told(other) == ["created", "set_on_device"]
    with pytest.raises(Refused, match="no_slot_left"):
        stage.create(THREE)
    stage.delete(other)
    assert len(pool_of(stage)) == 1


@pytest.mark.contract("10.5")
def test_a_code_that_waits_for_the_slot_of_a_backup_code_shows_no_lack_of_room() -> (
    None
):
    stage = Stage(slots=2)
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    stage.go_away()
    other = stage.create(TWO)
    stage.wait(10 * MINUTE)
    assert stage.errors(other) == {"device_offline"}
    assert not any(kind.startswith("no_space") for kind, _ in stage.issues())
    stage.come_back()
    assert stage.status(other) is Status.SET
    assert stage.errors(other) == set()


@pytest.mark.contract("10.5", "10.8")
def test_a_full_lock_that_cannot_be_reached_still_has_its_backup_codes() -> None:
    stage = Stage(slots=2)
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    (backup,) = pool_of(stage)
    stage.go_away()
    other = stage.create(TWO, window=hours(0, 5), use_backup_access_code_pool=True)
    stage.wait(10 * MINUTE)
    assert pool_of(stage) == [stage.code(backup.access_code_id)]
    pulled = stage.harness.request(
        lambda record, world: pull_backup(record, world, other)
    )
    assert pulled is not None
    assert pulled.pin == backup.pin
    stage.come_back()
    assert set(stage.held().values()) == {ONE, backup.pin}
    assert stage.warnings(other) == {
        "using_backup_access_code",
        "delay_in_setting_on_device",
    }
    assert stage.errors(other) == {"no_space_for_access_code_on_device"}
    stage.wait(5 * HOUR)
    assert stage.held() == {}


@pytest.mark.contract("10.5", "1.1")
def test_a_backup_code_that_cannot_be_taken_off_is_shown_and_so_is_who_waits() -> None:
    stage = Stage(slots=2, reads=Readability.NOTHING)
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    (backup,) = pool_of(stage)
    stage.lock.failure = Outcome.REFUSED
    other = stage.create(TWO)
    stage.wait(10 * MINUTE)
    assert "failed_to_remove_from_device" in stage.errors(backup.access_code_id)
    assert "no_space_for_access_code_on_device" in stage.errors(other)
    assert (
        "failed_to_remove_from_device",
        backup.access_code_id,
    ) in stage.issues()
    stage.lock.failure = None
    stage.wait(HOUR)
    assert stage.status(other) is Status.SET


@pytest.mark.contract("10.5")
def test_the_pool_makes_room_three_days_before_a_code_needs_it() -> None:
    stage = Stage(slots=2)
    stage.create(ONE, window=hours(0, 500), use_backup_access_code_pool=True)
    later = stage.create(TWO, window=hours(100, 120))
    assert len(pool_of(stage)) == 1
    stage.wait(29 * HOUR)
    stage.run()
    assert pool_of(stage) == []
    assert set(stage.held().values()) == {ONE}
    stage.wait(75 * HOUR)
    assert stage.status(later) is Status.SET
    stage.wait(20 * HOUR)
    assert len(pool_of(stage)) == 1


@pytest.mark.contract("10.5", "9.6")
def test_codes_on_the_lock_ahead_of_their_window_keep_their_slots() -> None:
    stage = Stage(slots=2, windows=WindowSupport(capacity=None))
    stage.create(ONE, window=hours(24, 25), use_backup_access_code_pool=True)
    stage.create(TWO, window=hours(48, 49))
    assert set(stage.held().values()) == {ONE, TWO}
    assert pool_of(stage) == []


@pytest.mark.contract("10.5")
def test_guests_are_set_before_the_pool() -> None:
    stage = Stage(slots=6)
    stage.go_away()
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    stage.create(TWO)
    stage.come_back()
    assert {stage.held()["1"], stage.held()["2"]} == {ONE, TWO}


@pytest.mark.contract("10.5")
def test_a_lock_without_a_known_room_that_calls_itself_full_gets_no_further_ones() -> (
    None
):
    stage = Stage(naming=SlotNaming.BY_NAME, lock_fields={"room": 3})
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    assert ONE in stage.held().values()
    assert len(stage.held()) == 3
    stage.wait(HOUR)
    assert len(pool_of(stage)) == 3
    other = stage.create(TWO)
    stage.wait(MINUTE)
    assert stage.status(other) is Status.SET
    assert len(stage.held()) == 3
    last = stage.create(THREE)
    stage.wait(MINUTE)
    assert stage.status(last) is Status.SET
    assert set(stage.held().values()) == {ONE, TWO, THREE}


@pytest.mark.contract("10.6")
def test_a_code_may_be_given_the_pin_of_a_backup_code_which_is_replaced() -> None:
    stage = Stage(slots=6)
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    taken = pool_of(stage)[0].pin
    assert taken is not None
    code = stage.create(taken)
    assert stage.status(code) is Status.SET
    assert taken not in pins_of(stage)
    assert len(pool_of(stage)) == 3
    assert list(stage.held().values()).count(taken) == 1


@pytest.mark.contract("10.6")
def test_without_an_enter_key_a_backup_code_that_begins_alike_is_replaced() -> None:
    stage = Stage(slots=6, more={"has_enter_key": False, "code_lengths": (4, 10)})
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    before = pool_of(stage)[0].pin
    assert before is not None
    longer = Pin(before.reveal() + "482917"[: 10 - len(before)])
    shorter = Pin(before.reveal()[:4])
    code = stage.create(longer if len(before) == 4 else shorter)
    assert stage.status(code) is Status.SET
    assert before not in pins_of(stage)
    assert len(pool_of(stage)) == 3


@pytest.mark.contract("10.6", "10.14")
def test_a_backup_code_whose_pin_the_lock_refuses_is_replaced_after_an_hour() -> None:
    stage = Stage(slots=6, settings=Settings(backup_pool_size=1))
    stage.lock.failure = Outcome.INVALID
    stage.create(ONE, window=hours(9, 50), use_backup_access_code_pool=True)
    (refused,) = pool_of(stage)
    stage.lock.failure = None
    assert stage.status(refused.access_code_id) is Status.SETTING
    stage.wait(30 * MINUTE)
    stage.run()
    assert stage.errors(refused.access_code_id) == set()
    assert stage.warnings(refused.access_code_id) == set()
    assert stage.issues() == set()
    assert pool_of(stage) != []
    assert pool_of(stage)[0].pin == refused.pin
    stage.wait(31 * MINUTE)
    stage.run()
    (other,) = pool_of(stage)
    assert other.pin != refused.pin
    assert stage.status(other.access_code_id) is Status.SET


@pytest.mark.contract("10.6")
def test_no_backup_code_is_made_without_a_pin_for_it() -> None:
    stage = Stage(slots=6)
    code = stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    stage.set_settings(min_code_length=11, backup_pool_size=5)
    stage.run()
    assert len(pool_of(stage)) == 3
    assert stage.status(code) is Status.SET


@pytest.mark.contract("10.13")
def test_a_backup_code_that_somebody_uses_unasked_is_told_and_replaced() -> None:
    stage = Stage(slots=6)
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    slot, pin = next(item for item in stage.held().items() if item[1] != ONE)
    used = next(code for code in pool_of(stage) if code.pin == pin)
    stage.told()
    stage.harness.used(slot)
    stage.run()
    assert "used" in stage.told(used.access_code_id)
    assert pin not in stage.held().values()
    assert len(pool_of(stage)) == 3


@pytest.mark.contract("10.14")
def test_backup_codes_that_are_not_set_show_nothing() -> None:
    stage = Stage(slots=6)
    stage.lock.failure = Outcome.REFUSED
    code = stage.create(ONE, window=hours(9, 50), use_backup_access_code_pool=True)
    stage.wait(HOUR)
    for backup in pool_of(stage):
        assert stage.status(backup.access_code_id) is Status.SETTING
        assert stage.errors(backup.access_code_id) == set()
        assert stage.warnings(backup.access_code_id) == set()
    assert stage.issues() == set()
    assert stage.object(code)["is_backup_access_code_available"] is False


@pytest.mark.contract("10.15")
def test_a_backup_code_that_the_lock_has_switched_off_is_not_available() -> None:
    stage = Stage(slots=6, settings=Settings(backup_pool_size=1))
    code = stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    assert stage.object(code)["is_backup_access_code_available"] is True
    record = stage.harness.record
    (backup,) = pool_of(stage)
    placement = record.placement_of(backup.access_code_id)
    assert placement is not None
    stage.harness.record = replace(
        record, inactive_since={placement.slot: stage.harness.now}
    )
    assert stage.object(code)["is_backup_access_code_available"] is False


@pytest.mark.contract("10.22")
def test_events_of_backup_codes_say_what_they_are() -> None:
    stage = Stage(slots=6)
    code = stage.create(ONE, window=hours(0, 1), use_backup_access_code_pool=True)
    stage.wait(2 * HOUR)
    assert stage.harness.told
    for event in stage.harness.told:
        assert event.details.get("is_backup", False) is (event.access_code_id != code)


@pytest.mark.contract("10.20")
def test_a_backup_code_cannot_be_updated_and_a_deleted_one_is_replaced() -> None:
    stage = Stage(slots=6)
    stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    backup = pool_of(stage)[0]
    with pytest.raises(Refused, match="access_code_is_backup"):
        stage.change(backup.access_code_id, name="Mine")
    stage.delete(backup.access_code_id)
    assert backup.pin not in stage.held().values()
    assert len(pool_of(stage)) == 3


@pytest.mark.contract("10.2", "12.77")
def test_a_lock_that_chooses_its_pins_chooses_those_of_the_pool() -> None:
    stage = Stage(naming=SlotNaming.BY_LOCK, more={"is_pin_chosen_by_lock": True})
    stage.lock.chosen = [ONE, TWO, THREE, FOUR]
    window = hours(0, 5)
    code = stage.create(
        None,  # type: ignore[arg-type]
        window=window,
        use_backup_access_code_pool=True,
    )
    assert {stage.code(code).pin, *pins_of(stage)} == {ONE, TWO, THREE, FOUR}
    assert stage.object(code)["is_backup_access_code_available"] is True
