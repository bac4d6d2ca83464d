"""A backup code that is pulled in place of a code, and follows it (section "Backup codes" of the contract)."""

from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    CodeType,
    Event,
    Outcome,
    Pin,
    Reach,
    Readability,
    Settings,
    Status,
    Use,
    Window,
    WindowSupport,
)
from custom_components.access_codes.core.observations.uses import apply_used
from custom_components.access_codes.core.requests.backup_pool import pull_backup
from custom_components.access_codes.core.requests.enter_code import Denial, check_entry
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.engine_harness import DiskFull
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage, at, hours


def a_stage(**more: Any) -> tuple[Stage, str]:
    """Return a lock that cannot be reached, with a pool, and a code that it has not got."""
    window = more.pop("window", hours(1, 5))
    asked = more.pop("asked", {})
    stage = Stage(slots=8, **more)
    code = stage.create(ONE, window=window, use_backup_access_code_pool=True, **asked)
    stage.go_away()
    stage.wait(2 * HOUR)
    stage.told()
    stage.sent()
    return stage, code


def pull(stage: Stage, access_code_id: str) -> AccessCode:
    """Pull a backup code."""
    pulled = stage.harness.request(
        lambda record, world: pull_backup(record, world, access_code_id)
    )
    assert pulled is not None
    stage.run()
    return stage.code(pulled.access_code_id)


def events(stage: Stage, kind: str) -> list[Event]:
    """Return the events of a kind, each once."""
    found = {event.event_id: event for event in stage.harness.told}
    return [event for event in found.values() if event.type == kind]


@pytest.mark.contract("10.7", "10.8", "10.10", "10.11", "10.15", "10.17")
@pytest.mark.parametrize("reads", list(Readability))
def test_a_backup_code_opens_at_once_in_place_of_a_code_that_could_not_be_set(
    reads: Readability,
) -> None:
    stage, code = a_stage(reads=reads)
    assert stage.status(code) is not Status.SET
    assert stage.object(code)["is_backup_access_code_available"] is True
    backup = pull(stage, code)
    assert stage.sent() == []
    assert backup.pin in stage.held().values()
    assert stage.status(backup.access_code_id) is Status.SET
    assert backup.window == hours(1, 5)
    assert stage.told() == ["backup_access_code_pulled", "created"]
    (told,) = events(stage, "access_code.backup_access_code_pulled")
    assert told.access_code_id == code
    assert told.details == {"backup_access_code_id": backup.access_code_id}
    shown = stage.object(code)
    assert shown["pulled_backup_access_code_id"] == backup.access_code_id
    assert shown["is_backup"] is False
    assert stage.object(backup.access_code_id)["is_backup"] is True
    assert stage.warnings(code) >= {"using_backup_access_code"}
    (warning,) = (
        warning
        for warning in stage.view(code).warnings
        if warning.code == "using_backup_access_code"
    )
    assert warning.details == {"backup_access_code_id": backup.access_code_id}
    stage.come_back()
    assert sum(one.is_in_pool for one in stage.harness.record.codes.values()) == 3


@pytest.mark.contract("10.8")
def test_pulling_again_returns_the_same_one_until_it_is_deleted() -> None:
    stage, code = a_stage()
    backup = pull(stage, code)
    count, writes = len(stage.harness.record.codes), stage.harness.writes
    again = pull(stage, code)
    assert again.access_code_id == backup.access_code_id
    assert len(stage.harness.record.codes) == count
    assert stage.harness.writes == writes + 1
    stage.delete(backup.access_code_id)
    assert stage.object(code)["pulled_backup_access_code_id"] is None
    assert "using_backup_access_code" not in stage.warnings(code)
    other = pull(stage, code)
    assert other.access_code_id != backup.access_code_id
    stage.come_back()
    assert backup.pin not in stage.held().values()
    assert other.pin in stage.held().values()


@pytest.mark.contract("10.8")
def test_two_codes_get_two_backup_codes_and_proof_goes_first() -> None:
    stage = Stage(slots=8, reads=Readability.PRESENCE)
    code = stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    other = stage.create(TWO, window=hours(0, 5), use_backup_access_code_pool=True)
    first, second = pull(stage, code), pull(stage, other)
    assert first.access_code_id != second.access_code_id
    record = stage.harness.record
    assert record.codes[code].pulled_backup_id == first.access_code_id
    assert record.codes[other].pulled_backup_id == second.access_code_id


@pytest.mark.contract("10.9", "10.16")
def test_a_backup_that_is_not_left_is_an_error_until_there_is_one() -> None:
    stage = Stage(slots=8, settings=Settings(backup_pool_size=1))
    stage.go_away(Reach.OFFLINE)
    code = stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    plain = stage.create(TWO, window=hours(0, 5))

    def ask() -> AccessCode | None:
        return stage.harness.request(
            lambda record, world: pull_backup(record, world, code)
        )

    assert ask() is None
    stage.run()
    missed = "empty_backup_access_code_pool"
    assert missed in stage.errors(code)
    assert missed not in stage.errors(plain)
    (error,) = (one for one in stage.view(code).errors if one.code == missed)
    assert error.is_device_error
    assert error.created_at == stage.harness.now
    assert (missed, None) in stage.issues()
    stage.wait(MINUTE)
    assert ask() is None
    stage.restart()
    stage.run()
    (error,) = (one for one in stage.view(code).errors if one.code == missed)
    assert error.created_at == at(0 * MINUTE)
    stage.come_back()
    assert stage.errors(code) == set()
    assert (missed, None) not in stage.issues()
    assert ask() is not None


@pytest.mark.contract("10.9")
def test_a_missed_backup_is_no_error_once_no_code_uses_any() -> None:
    stage = Stage(slots=8)
    stage.go_away()
    code = stage.create(ONE, window=hours(0, 2), use_backup_access_code_pool=True)
    missed = stage.harness.request(
        lambda record, world: pull_backup(record, world, code)
    )
    assert missed is None
    stage.run()
    assert ("empty_backup_access_code_pool", None) in stage.issues()
    stage.wait(2 * HOUR)
    stage.run()
    assert not any(kind.startswith("empty") for kind, _ in stage.issues())


@pytest.mark.contract("10.16")
def test_a_code_for_which_none_is_pulled_is_refused_and_nothing_changes() -> None:
    stage = Stage(slots=8)
    ongoing = stage.create(ONE)
    plain = stage.create(TWO, window=hours(0, 5))
    window = hours(6, 7)
    code = stage.create(
        Pin("5550001112"), window=window, use_backup_access_code_pool=True
    )
    backup = next(
        one.access_code_id
        for one in stage.harness.record.codes.values()
        if one.is_backup
    )

    def refusal(access_code_id: str) -> str:
        record = stage.harness.record
        with pytest.raises(Refused) as refused:
            pull(stage, access_code_id)
        assert stage.harness.record == record
        assert refused.value.placeholders.keys() & {"field", "name"}
        return refused.value.key

    assert refusal("nobody") == "access_code_not_found"
    assert refusal(ongoing) == "access_code_not_time_bound"
    assert refusal(plain) == "backup_pool_not_used"
    assert refusal(backup) == "access_code_is_backup"
    stage.change(code, is_paused=True)
    assert refusal(code) == "access_code_held_back"
    stage.change(code, is_paused=False)
    stage.wait(8 * HOUR)
    assert refusal(code) == "access_code_is_over"
    stage.go_away()
    deleted = stage.create(
        Pin("5550001113"), window=hours(0, 90), use_backup_access_code_pool=True
    )
    stage.come_back()
    stage.go_away()
    stage.delete(deleted)
    assert refusal(deleted) == "access_code_being_deleted"


@pytest.mark.contract("10.1")
@pytest.mark.parametrize("asked", [{}, {"recurrence": "FREQ=DAILY", "window": True}])
def test_a_code_that_may_never_end_does_not_use_the_pool(asked: dict[str, Any]) -> None:
    stage = Stage(slots=8)
    window = hours(0, 5) if asked.pop("window", False) else None
    with pytest.raises(Refused) as refused:
        stage.create(ONE, window=window, use_backup_access_code_pool=True, **asked)
    assert refused.value.key in (
        "backup_pool_needs_window",
        "backup_pool_without_recurrence",
    )
    assert refused.value.placeholders == {"field": "use_backup_access_code_pool"}
    assert stage.harness.record.codes == {}


@pytest.mark.contract("10.1")
def test_a_code_that_uses_the_pool_cannot_be_made_one_that_may_never_end() -> None:
    stage = Stage(slots=8)
    code = stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    before = stage.code(code)
    with pytest.raises(Refused) as refused:
        stage.change(code, type=CodeType.ONGOING)
    with pytest.raises(Refused) as repeated:
        stage.change(code, recurrence="FREQ=DAILY")
    assert refused.value.placeholders == {"field": "type"}
    assert repeated.value.placeholders == {"field": "recurrence"}
    assert stage.code(code) == before


@pytest.mark.contract("10.11")
def test_it_opens_from_the_pull_on_also_ahead_of_the_window() -> None:
    stage, code = a_stage(window=hours(4, 5))
    backup = pull(stage, code)
    assert backup.window == hours(2, 5)
    stage.come_back()
    assert backup.pin in stage.held().values()
    assert stage.status(code) is Status.UNSET
    assert stage.warnings(code) == {"using_backup_access_code"}
    stage.wait(2 * HOUR)
    assert stage.status(code) is Status.SET
    assert stage.warnings(code) == set()
    stage.wait(HOUR)
    assert stage.held() == {}


@pytest.mark.contract("10.11", "1.1")
@pytest.mark.parametrize("windows", [None, WindowSupport()])
def test_it_ends_with_its_original(windows: WindowSupport | None) -> None:
    stage, code = a_stage(windows=windows)
    backup = pull(stage, code)
    stage.come_back()
    assert {ONE, backup.pin} <= set(stage.held().values())
    stage.restart()
    stage.run()
    stage.wait(3 * HOUR)
    assert stage.held() == {}
    assert stage.status(backup.access_code_id) is Status.UNSET
    stage.wait(24 * 8 * HOUR)
    assert stage.harness.record.codes == {}


@pytest.mark.contract("10.11")
@pytest.mark.parametrize(
    ("change", "window"),
    [
        ({"ends_at": at(3 * HOUR)}, hours(1, 3)),
        ({"ends_at": at(9 * HOUR)}, hours(1, 9)),
        ({"starts_at": at(3 * HOUR)}, hours(3, 5)),
        ({"name": "Other"}, hours(1, 5)),
        ({"code": TWO}, hours(1, 5)),
    ],
)
def test_it_follows_a_changed_window(change: dict[str, Any], window: Window) -> None:
    stage, code = a_stage()
    backup = pull(stage, code)
    stage.come_back()
    stage.change(code, **change)
    followed = stage.code(backup.access_code_id)
    assert followed.window == window
    is_open = window.contains(stage.harness.now)
    assert (backup.pin in stage.held().values()) is is_open
    if not is_open:
        stage.wait(window.starts_at - stage.harness.now)
        assert backup.pin in stage.held().values()
    stage.wait(window.ends_at - stage.harness.now)
    assert backup.pin not in stage.held().values()


@pytest.mark.contract("10.11", "6.27")
def test_a_longer_window_needs_room_for_both() -> None:
    stage = Stage(slots=3, settings=Settings(backup_pool_size=1))
    code = stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    pull(stage, code)
    stage.create(TWO, window=hours(5, 9))
    stage.create(Pin("5550001112"), window=hours(5, 9))
    with pytest.raises(Refused, match="no_slot_left"):
        stage.change(code, ends_at=at(6 * HOUR))
    stage.change(code, ends_at=at(4 * HOUR))


@pytest.mark.contract("10.11")
def test_it_pauses_and_goes_on_with_its_original() -> None:
    stage, code = a_stage()
    backup = pull(stage, code)
    stage.come_back()
    stage.change(code, is_paused=True)
    assert not {ONE, backup.pin} & set(stage.held().values())
    stage.change(code, is_paused=False)
    assert {ONE, backup.pin} <= set(stage.held().values())


@pytest.mark.contract("10.11")
@pytest.mark.parametrize("is_ever_set", [True, False])
def test_it_ends_with_a_deleted_original(is_ever_set: bool) -> None:
    stage, code = a_stage(window=hours(1 if is_ever_set else 4, 5))
    backup = pull(stage, code)
    if is_ever_set:
        stage.come_back()
    stage.delete(code)
    if not is_ever_set:
        # The original was never on the lock: it is gone at once, and its backup code is not.
        assert code not in stage.harness.record.codes
        assert stage.status(backup.access_code_id) is Status.REMOVING
        stage.restart()
        stage.come_back()
    assert stage.held() == {}
    assert stage.harness.record.codes == {}


@pytest.mark.contract("10.11")
def test_it_ends_with_an_original_that_is_given_up() -> None:
    stage, code = a_stage()
    backup = pull(stage, code)
    stage.forget(code)
    stage.run()
    assert stage.code(backup.access_code_id).deleted_at is not None
    stage.come_back()
    assert backup.pin not in stage.held().values()


@pytest.mark.contract("10.11")
def test_it_stays_ended_when_its_original_begins_anew() -> None:
    stage, code = a_stage()
    backup = pull(stage, code)
    stage.come_back()
    stage.wait(4 * HOUR)
    assert stage.held() == {}
    stage.change(code, starts_at=at(7 * HOUR), ends_at=at(9 * HOUR))
    stage.wait(HOUR)
    assert ONE in stage.held().values()
    assert backup.pin not in stage.held().values()
    assert stage.object(code)["pulled_backup_access_code_id"] is None
    assert pull(stage, code).access_code_id != backup.access_code_id


@pytest.mark.contract("10.11", "4.27")
def test_a_clock_that_is_set_back_opens_both_again() -> None:
    stage, code = a_stage()
    backup = pull(stage, code)
    stage.come_back()
    stage.wait(4 * HOUR)
    stage.harness.step_clock(-2 * HOUR)
    stage.run()
    assert {ONE, backup.pin} <= set(stage.held().values())


@pytest.mark.contract("10.19", "10.10")
def test_it_stays_when_its_original_is_set_after_all() -> None:
    stage, code = a_stage()
    backup = pull(stage, code)
    stage.come_back()
    assert stage.status(code) is Status.SET
    assert stage.warnings(code) == set()
    assert stage.object(code)["pulled_backup_access_code_id"] == backup.access_code_id
    assert {ONE, backup.pin} <= set(stage.held().values())


@pytest.mark.contract("10.12")
def test_its_uses_are_those_of_its_original() -> None:
    stage, code = a_stage(asked={"max_uses": 2})
    backup = pull(stage, code)
    stage.come_back()
    (slot,) = (slot for slot, pin in stage.held().items() if pin == backup.pin)
    stage.harness.used(slot)
    stage.run()
    (used,) = events(stage, "access_code.used")
    assert (used.access_code_id, used.name) == (code, f"Guest {code}")
    assert used.details["backup_access_code_id"] == backup.access_code_id
    assert stage.code(code).use_count == 1
    assert stage.code(backup.access_code_id).use_count == 0
    assert backup.pin in stage.held().values()
    stage.harness.used(slot)
    stage.run()
    assert stage.code(code).used_at is not None
    assert not {ONE, backup.pin} & set(stage.held().values())
    stage.change(code, max_uses=5)
    assert ONE in stage.held().values()
    assert backup.pin not in stage.held().values()


@pytest.mark.contract("10.12", "10.13")
def test_a_use_before_the_pull_is_one_of_the_backup_code_itself() -> None:
    stage, code = a_stage()
    backup = pull(stage, code)
    stage.come_back()
    (slot,) = (slot for slot, pin in stage.held().items() if pin == backup.pin)
    early = Use("unlock", slot, used_at=at(HOUR), use_id="1")
    stage.harness.record = apply_used(stage.harness.record, stage.harness.world, early)
    stage.run()
    (used,) = events(stage, "access_code.used")
    assert used.access_code_id == backup.access_code_id
    assert "backup_access_code_id" not in used.details
    assert stage.code(code).use_count == 0
    assert backup.pin in stage.held().values()


@pytest.mark.contract("10.12")
def test_enter_code_takes_it_for_its_original() -> None:
    stage = Stage(is_virtual=True, slots=0)
    code = stage.create(ONE, window=hours(0, 5), use_backup_access_code_pool=True)
    backup = pull(stage, code)
    assert backup.pin is not None
    record, now = stage.harness.record, stage.harness.now
    _, entered = check_entry(record, now, backup.pin.reveal())
    assert entered.denial is None
    assert entered.code == stage.code(code)
    assert entered.backup_id == backup.access_code_id
    _, entered = check_entry(record, now + 6 * HOUR, backup.pin.reveal())
    assert entered.denial is Denial.EXPIRED
    assert entered.backup_id == backup.access_code_id


@pytest.mark.contract("10.3", "10.8")
def test_a_pull_is_on_disk_with_both_codes_or_not_at_all() -> None:
    stage, code = a_stage()
    stage.harness.is_disk_full = True
    with pytest.raises(DiskFull):
        pull(stage, code)
    assert stage.harness.record.codes[code].pulled_backup_id is None
    stage.harness.is_disk_full = False
    backup = pull(stage, code)
    stage.restart()
    stage.run()
    assert stage.code(code).pulled_backup_id == backup.access_code_id
    after = stage.code(backup.access_code_id)
    assert after.pull == backup.pull
    assert pull(stage, code).access_code_id == backup.access_code_id


@pytest.mark.contract("10.11")
def test_it_is_put_back_when_it_is_changed_at_the_lock() -> None:
    stage, code = a_stage()
    backup = pull(stage, code)
    stage.come_back()
    (slot,) = (slot for slot, pin in stage.held().items() if pin == backup.pin)
    stage.keypad(slot, TWO)
    stage.run()
    assert stage.held()[slot] == backup.pin


def test_what_the_lock_refuses_is_no_reason_not_to_pull() -> None:
    stage = Stage(slots=8)
    stage.create(TWO, window=hours(0, 9), use_backup_access_code_pool=True)
    stage.lock.failure = Outcome.REFUSED
    code = stage.create(ONE, window=hours(0, 9), use_backup_access_code_pool=True)
    assert stage.errors(code) == {"failed_to_set_on_device"}
    backup = pull(stage, code)
    assert backup.pin in stage.held().values()
    assert stage.warnings(code) == {"using_backup_access_code"}
