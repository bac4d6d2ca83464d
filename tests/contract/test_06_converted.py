"""A code of others becomes a managed one in the slot where it stands."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    UNREADABLE,
    KnownPin,
    Pin,
    Reach,
    Readability,
    Reporting,
    Settings,
    SlotNaming,
    Status,
    UseReporting,
    WindowSupport,
)
from custom_components.access_codes.core.record.unmanaged import (
    held_by_others,
    unmanaged_id,
)
from custom_components.access_codes.core.requests.inputs import CreateRequest
from custom_components.access_codes.core.requests.refused import Refused
from custom_components.access_codes.core.requests.unmanaged import (
    convert_to_managed,
    delete_unmanaged,
)
from tests.support.event_assertions import once_each
from tests.support.fake_lock import Entry, Fault, Origin
from tests.support.scenario import FOUR, HOUR, ONE, THREE, TWO, Stage, at, hours

OTHERS = {"2": THREE}
CONVERTED = "unmanaged.converted_to_managed"


def convert(stage: Stage, slot: str = "2", **given: Any) -> str:
    """Ask to take a code of others over, without going on yet."""
    unmanaged = unmanaged_id(stage.harness.record, slot)
    stage.harness.request(
        lambda record, world: convert_to_managed(
            record,
            world,
            CreateRequest(**given),
            unmanaged_access_code_id=unmanaged,
            access_code_id="taken",
        )
    )
    return "taken"


def refusal(stage: Stage, slot: str = "2", **given: Any) -> str:
    before = stage.harness.record
    with pytest.raises(Refused) as refused:
        convert(stage, slot, **given)
    assert stage.harness.record is before
    return refused.value.key


@pytest.mark.contract("6.164", "11.121")
def test_with_a_known_pin_nothing_is_sent() -> None:
    stage = Stage(foreign=OTHERS)
    unmanaged = unmanaged_id(stage.harness.record, "2")
    code = convert(stage, name="Grandmother")
    stage.run()
    assert stage.sent() == []
    assert stage.status(code) is Status.SET
    assert stage.code(code).pin == THREE
    assert stage.code(code).name == "Grandmother"
    assert stage.possible("2", on_disk=True) == {KnownPin(THREE)}
    assert held_by_others(stage.harness.record, stage.harness.world) == {}
    first = once_each(stage.harness.told)[0]
    assert first.type == f"access_code.{CONVERTED}"
    assert first.access_code_id == code
    assert first.details == {"slot": "2", "unmanaged_access_code_id": unmanaged}
    assert stage.told(code) == [CONVERTED, "set_on_device"]


@pytest.mark.contract("6.164")
@pytest.mark.parametrize("ending", ["delete", "type"])
def test_it_is_ours_from_then_on(ending: str) -> None:
    stage = Stage(foreign=OTHERS)
    code = convert(stage)
    stage.run()
    if ending == "type":
        stage.keypad("2", FOUR)
        stage.run()
        assert stage.held() == OTHERS
    stage.delete(code)
    assert stage.held() == {}
    assert held_by_others(stage.harness.record, stage.harness.world) == {}


@pytest.mark.contract("6.164", "13.36")
def test_it_is_ours_after_a_crash_too() -> None:
    stage = Stage(foreign=OTHERS)
    code = convert(stage)
    stage.restart()
    stage.run()
    assert stage.status(code) is Status.SET
    assert stage.sent() == []


@pytest.mark.contract("6.164")
def test_what_was_last_seen_before_the_start_is_read() -> None:
    stage = Stage(foreign=OTHERS)
    stage.restart()
    code = convert(stage)
    stage.run()
    assert stage.sent() == ["read 2"]
    assert stage.status(code) is Status.SET


@pytest.mark.contract("6.164", "8.4")
@pytest.mark.parametrize("is_deleted", [False, True])
def test_what_has_taken_the_slot_since_it_was_seen_is_left_alone(
    is_deleted: bool,
) -> None:
    stage = Stage(foreign=OTHERS)
    stage.restart()
    stage.keypad("2", FOUR, told=False)
    code = convert(stage)
    if is_deleted:
        stage.delete(code, run=False)
    stage.run()
    assert stage.held()["2"] == FOUR
    if not is_deleted:
        assert stage.status(code) is Status.SET
        assert stage.held() == {"1": THREE, "2": FOUR}


@pytest.mark.contract("6.164", "11.7")
def test_what_has_taken_the_slot_of_one_that_was_called_set_ends_it_with_an_event() -> (
    None
):
    stage = Stage(foreign=OTHERS)
    stage.restart()
    window = hours(-2, 2)
    code = convert(stage, starts_at=window.starts_at, ends_at=window.ends_at)
    stage.go_away(Reach.DISCONNECTED)
    stage.wait(HOUR / 20)
    assert stage.told(code)[-1] == "set_on_device"
    stage.keypad("2", FOUR, told=False)
    stage.wait(3 * HOUR)
    stage.come_back()
    assert stage.held()["2"] == FOUR
    assert stage.status(code) is Status.UNSET
    assert stage.told(code)[-1] == "deleted_external"


@pytest.mark.contract("6.164", "4.40")
def test_on_a_lock_that_reports_nothing_it_is_read_where_that_is_long_ago() -> None:
    stage = Stage(foreign=OTHERS, reports=Reporting.NOTHING)
    stage.harness.advance(2 * 24 * HOUR)
    stage.harness.run()
    stage.sent()
    convert(stage)
    stage.run()
    assert "set 2" not in stage.sent()
    assert stage.status("taken") is Status.SET


@pytest.mark.contract("6.165")
@pytest.mark.parametrize("reads", [Readability.PRESENCE, Readability.NOTHING])
def test_a_hidden_pin_is_given_and_written(reads: Readability) -> None:
    stage = Stage(reads)
    stage.something_at_keypad("2", THREE)
    assert refusal(stage) == "code_needed"
    code = convert(stage, code=FOUR)
    assert stage.possible("2") == {UNREADABLE}
    assert stage.status(code) is Status.SETTING
    stage.run()
    assert stage.held() == {"2": FOUR}
    assert stage.status(code) is Status.SET
    assert stage.sent()[0] == "set 2"


@pytest.mark.contract("6.164")
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.NOTHING])
def test_what_a_lock_cannot_show_any_more_is_taken_over_unverified(
    reads: Readability,
) -> None:
    stage = Stage(foreign=OTHERS)
    stage.set_capabilities(reads=reads)
    code = convert(stage)
    stage.run()
    assert stage.sent() == []
    assert stage.status(code) is Status.SET
    is_unverified = "unverified_on_device" in stage.warnings(code)
    assert is_unverified is (reads is Readability.NOTHING)


@pytest.mark.contract("6.165")
def test_a_write_of_a_given_pin_that_fails_is_tried_again() -> None:
    stage = Stage(Readability.PRESENCE, foreign=OTHERS)
    code = convert(stage, code=FOUR)
    stage.fail(Fault.REFUSE)
    stage.run()
    assert stage.errors(code) == {"failed_to_set_on_device"}
    stage.wait(timedelta(minutes=1))
    assert stage.held() == {"2": FOUR}


@pytest.mark.contract("6.165")
def test_what_create_refuses_is_refused() -> None:
    stage = Stage(foreign=OTHERS | {"3": Pin("4711")}, slots=4)
    stage.create(ONE)
    refused: dict[str, dict[str, Any]] = {
        "code_is_another": {"code": FOUR},
        "name_blank": {"name": " "},
        "name_contains_code": {"name": f"Flat {THREE.reveal()}"},
        "ends_at_in_past": {"ends_at": at(-HOUR)},
        "ends_at_missing": {"starts_at": at(HOUR)},
    }
    for key, given in refused.items():
        assert refusal(stage, **given) == key
    assert refusal(stage, "3") == "code_length_not_taken"
    assert refusal(stage, "1") == "unmanaged_access_code_not_found"
    stage.create(THREE)
    assert refusal(stage) == "code_in_use"
    stage.set_settings(reserved_slots=frozenset({"2"}))
    assert refusal(stage) == "slot_is_reserved"


@pytest.mark.contract("6.165", "6.29")
def test_one_use_is_refused_where_uses_are_not_reported() -> None:
    stage = Stage(foreign=OTHERS)
    stage.set_capabilities(uses=UseReporting.NEVER)
    assert refusal(stage, is_one_time_use=True) == "one_time_use_not_reported"


@pytest.mark.contract("6.165", "6.24")
def test_a_pin_that_begins_like_another_is_refused_without_an_enter_key() -> None:
    stage = Stage(
        foreign={"2": Pin(ONE.reveal()[:6])},
        more={"has_enter_key": False, "code_lengths": (6, 10)},
    )
    stage.create(TWO)
    assert convert(stage)
    other = Stage(
        foreign={"2": THREE}, more={"has_enter_key": False, "code_lengths": (6, 10)}
    )
    other.create(Pin(ONE.reveal()[:6]))
    other.keypad("3", ONE)
    assert refusal(other, "3") == "code_begins_like_another"


@pytest.mark.contract("6.165")
def test_one_that_is_being_removed_is_refused() -> None:
    stage = Stage(foreign=OTHERS)
    unmanaged = unmanaged_id(stage.harness.record, "2")
    stage.harness.request(
        lambda record, world: delete_unmanaged(record, world, unmanaged, name="Code")
    )
    assert refusal(stage) == "unmanaged_access_code_being_deleted"


@pytest.mark.contract("6.164", "6.36")
def test_a_full_lock_and_a_key_are_no_hindrance() -> None:
    stage = Stage(foreign=OTHERS)
    stage.create(ONE)
    stage.create(TWO)
    code = convert(stage, common_code_key="family")
    stage.run()
    assert stage.status(code) is Status.SET
    assert stage.code(code).common_code_key == "family"


@pytest.mark.contract("6.164")
def test_a_window_to_come_takes_it_off_until_then() -> None:
    stage = Stage(foreign=OTHERS)
    window = hours(1, 3)
    code = convert(stage, starts_at=window.starts_at, ends_at=window.ends_at)
    stage.run()
    assert stage.held() == {}
    stage.wait(HOUR)
    assert list(stage.held().values()) == [THREE]
    stage.wait(2 * HOUR)
    assert stage.held() == {}
    assert stage.told(code)[0] == CONVERTED


@pytest.mark.contract("6.166")
def test_the_window_that_the_lock_has_for_it_is_kept() -> None:
    window = hours(-1, 3)
    stage = Stage(windows=WindowSupport())
    stage.lock.entries["2"] = Entry(THREE, Origin.KEYPAD, window=window)
    stage.oracle.changed_unseen("2")
    stage.ask_lock()
    stage.sent()
    code = convert(stage)
    stage.run()
    assert stage.sent() == []
    assert stage.code(code).window == window
    assert stage.view(code).is_scheduled_on_device
    other = Stage(windows=WindowSupport())
    other.lock.entries["2"] = Entry(THREE, Origin.KEYPAD, window=hours(-3, -1))
    other.oracle.changed_unseen("2")
    other.ask_lock()
    assert refusal(other) == "ends_at_in_past"


@pytest.mark.contract("6.167")
def test_its_name_on_the_lock_stays_until_it_is_renamed() -> None:
    stage = Stage(foreign=OTHERS, name_length=10)
    code = convert(stage, name="Grandma")
    stage.run()
    assert stage.sent() == []
    assert stage.mutations(code) == []
    stage.change(code, name="Granny")
    assert stage.sent() == ["rename 2"]
    stage.change(code, name="Grandma")
    assert stage.sent() == ["rename 2"]
    assert stage.lock.entries["2"].name == "Grandma"


@pytest.mark.contract("6.167")
def test_its_name_is_told_when_it_is_written_anew() -> None:
    stage = Stage(foreign=OTHERS, name_length=10)
    code = convert(stage, name="Grandma")
    stage.change(code, code=FOUR)
    assert stage.lock.entries["2"].name == "Grandma"
    assert stage.held() == {"2": FOUR}


@pytest.mark.contract("6.166", "6.167")
@pytest.mark.parametrize(
    ("key", "name"), [("Anna", "Anna"), ("A" * 61, "Access code 1")]
)
def test_a_key_that_is_a_name_is_its_name(key: str, name: str) -> None:
    stage = Stage(
        foreign={key: THREE}, naming=SlotNaming.BY_NAME, more={"name_length": 70}
    )
    code = convert(stage, key)
    stage.run()
    assert stage.sent() == []
    assert stage.code(code).name == name
    assert stage.harness.record.code_count == 1
    assert stage.object(code)["appearance"] == {"name": key}
    stage.change(code, name="Berta")
    assert stage.held() == {"Berta": THREE}


@pytest.mark.contract("6.165", "12.71")
def test_a_key_that_shows_the_pin_is_refused() -> None:
    key = f"No {THREE.reveal()}"
    stage = Stage(foreign={key: THREE}, naming=SlotNaming.BY_NAME)
    assert refusal(stage, key) == "name_on_lock_contains_code"


@pytest.mark.contract("6.165")
def test_on_a_lock_that_chooses_its_pins_only_a_known_one_is_taken_over() -> None:
    stage = Stage(
        foreign=OTHERS, naming=SlotNaming.BY_LOCK, more={"is_pin_chosen_by_lock": True}
    )
    code = convert(stage)
    stage.run()
    assert stage.status(code) is Status.SET
    assert stage.sent() == []
    hidden = Stage(
        Readability.PRESENCE,
        foreign=OTHERS,
        naming=SlotNaming.BY_LOCK,
        more={"is_pin_chosen_by_lock": True},
    )
    assert refusal(hidden, code=FOUR) == "code_chosen_by_lock"


@pytest.mark.contract("6.164")
def test_a_code_that_was_released_can_be_taken_back() -> None:
    stage = Stage()
    stage.release(stage.create(ONE, name="Anna"))
    assert stage.harness.record.given_up
    code = convert(stage, "1", name="Anna")
    stage.run()
    assert stage.status(code) is Status.SET
    assert not stage.harness.record.given_up


@pytest.mark.contract("6.160")
def test_a_virtual_lock_has_none() -> None:
    stage = Stage(foreign=OTHERS, settings=replace(Settings()))
    stage.set_capabilities(is_virtual=True)
    assert refusal(stage) == "unmanaged_needs_a_real_lock"
