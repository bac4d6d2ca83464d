"""Codes for a number of uses, and how uses are counted (section "Status" of the contract)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.model import Status, Use, UseReporting
from custom_components.access_codes.core.observations.uses import apply_used
from custom_components.access_codes.core.record.record_json import from_json, to_json
from custom_components.access_codes.core.requests.refused import Refused
from custom_components.access_codes.core.use_count import with_use, without_use
from tests.support.builders import (
    HOUR as AN_HOUR,
    NOW,
    a_code,
    a_record,
    a_world,
    able,
    held,
    placed,
)
from tests.support.request_helpers import create, refusal_of, update
from tests.support.scenario import HOUR, MINUTE, ONE, TWO, Stage, hours

REPORTING = able(uses=UseReporting.LIVE)


@pytest.mark.contract("4.61", "3.32")
def test_a_code_for_some_uses_is_taken_off_after_the_last_of_them() -> None:
    stage = Stage()
    code = stage.create(ONE, max_uses=2)
    stage.harness.used("1")
    stage.run()
    assert stage.status(code) is Status.SET
    first = stage.harness.now
    shown = stage.object(code)
    assert (shown["max_uses"], shown["use_count"]) == (2, 1)
    assert shown["last_used_at"] == first.isoformat()
    assert not shown["is_one_time_use"]
    stage.wait(HOUR)
    stage.harness.used("1")
    stage.run()
    stage.restart()
    stage.run()
    assert stage.held() == {}
    assert stage.status(code) is Status.UNSET
    assert stage.object(code)["use_count"] == 2


@pytest.mark.contract("4.61", "3.32")
@pytest.mark.parametrize("asked", [{"max_uses": 1}, {"is_one_time_use": True}])
def test_one_use_at_most_is_one_time_use(asked: dict[str, Any]) -> None:
    stage = Stage()
    code = stage.create(ONE, **asked)
    shown = stage.object(code)
    assert (shown["max_uses"], shown["is_one_time_use"]) == (1, True)
    stage.harness.used("1")
    stage.run()
    assert stage.held() == {}


@pytest.mark.contract("4.62", "3.32")
def test_uses_of_a_code_without_a_limit_are_counted_too() -> None:
    stage = Stage()
    code = stage.create(ONE)
    for _ in range(3):
        stage.harness.used("1")
    stage.run()
    assert stage.object(code)["use_count"] == 3
    assert stage.status(code) is Status.SET


@pytest.mark.contract("4.62")
def test_a_use_from_the_log_is_counted_once_and_in_the_order_of_the_uses() -> None:
    code = a_code(most_uses=2)
    record = a_record(code, placements=placed("1", "a", held("4826")))
    late = Use("unlock", "1", used_at=NOW - timedelta(minutes=1), use_id="late")
    early = Use("unlock", "1", used_at=NOW - timedelta(minutes=2), use_id="early")
    once = apply_used(record, a_world(), late)
    stored = from_json(to_json(once, NOW))
    assert apply_used(replace(stored, written_at=None), a_world(), late).codes == (
        once.codes
    )
    twice = apply_used(once, a_world(), early)
    assert twice.codes["a"].use_count == 2
    assert twice.codes["a"].last_used_at == late.used_at
    assert twice.codes["a"].used_at == late.used_at


@pytest.mark.contract("4.62")
def test_a_crash_counts_a_use_as_often_as_it_tells_it() -> None:
    stage = Stage()
    code = stage.create(ONE, max_uses=5)
    stage.harness.used("1")
    stage.run()
    stage.restart()
    stage.run()
    assert stage.object(code)["use_count"] == stage.told(code).count("used") == 1


@pytest.mark.contract("4.64")
def test_a_used_up_code_with_another_window_begins_to_count_anew() -> None:
    stage = Stage()
    code = stage.create(ONE, max_uses=2)
    for _ in range(2):
        stage.harness.used("1")
        stage.run()
    window = hours(0, 2)
    stage.change(code, starts_at=window.starts_at, ends_at=window.ends_at)
    assert stage.held() == {"1": ONE}
    assert stage.object(code)["use_count"] == 0
    stage.harness.used("1")
    stage.change(code, code=TWO)
    assert stage.object(code)["use_count"] == 1


@pytest.mark.contract("4.64", "6.142")
@pytest.mark.parametrize("limit", [3, None])
def test_a_used_up_code_whose_limit_is_raised_goes_on(limit: int | None) -> None:
    stage = Stage()
    code = stage.create(ONE, max_uses=2)
    for _ in range(2):
        stage.harness.used("1")
        stage.run()
    assert stage.held() == {}
    stage.change(code, max_uses=limit)
    assert stage.held() == {"1": ONE}
    assert stage.object(code)["use_count"] == 2
    stage.harness.used("1")
    stage.run()
    assert stage.held() == ({} if limit else {"1": ONE})


@pytest.mark.contract("6.142")
def test_a_one_time_code_may_become_one_without_a_limit() -> None:
    record = a_record(a_code(is_one_time_use=True), capabilities=REPORTING)
    _, code = update(record, is_one_time_use=False)
    assert code.max_uses is None
    _, code = update(record, is_one_time_use=False, max_uses=4)
    assert (code.max_uses, code.is_one_time_use) == (4, False)
    _, code = update(a_record(code, capabilities=REPORTING), is_one_time_use=False)
    assert code.max_uses == 4
    _, code = update(a_record(code, capabilities=REPORTING), max_uses=1)
    assert code.is_one_time_use


@pytest.mark.contract("6.142")
@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"max_uses": 0}, "max_uses_out_of_range"),
        ({"max_uses": -1}, "max_uses_out_of_range"),
        ({"max_uses": 10_001}, "max_uses_out_of_range"),
        ({"max_uses": 2, "is_one_time_use": True}, "max_uses_contradicted"),
    ],
)
def test_a_limit_of_uses_that_cannot_be_is_refused(
    asked: dict[str, Any], key: str
) -> None:
    record = a_record(a_code(), capabilities=REPORTING)
    assert refusal_of(update, record, **asked).key == key
    assert refusal_of(create, record, **asked).key == key


@pytest.mark.contract("6.142")
def test_a_limit_of_one_is_no_code_for_several_uses() -> None:
    record = a_record(a_code(), capabilities=REPORTING)
    refused = refusal_of(update, record, max_uses=1, is_one_time_use=False)
    assert refused.key == "max_uses_contradicted"
    assert refused.placeholders["field"] == "max_uses"


@pytest.mark.contract("6.142")
@pytest.mark.parametrize(
    "asked", [{"max_uses": 2}, {"max_uses": 1}, {"is_one_time_use": True}]
)
def test_a_limit_of_uses_needs_a_lock_that_reports_them(
    asked: dict[str, Any],
) -> None:
    record = a_record(a_code())
    for request in (create, update):
        refused = refusal_of(request, record, **asked)
        assert refused.key == "one_time_use_not_reported"
        assert refused.placeholders["field"] in asked


@pytest.mark.contract("6.143")
def test_a_limit_that_the_uses_have_reached_is_refused() -> None:
    stage = Stage()
    code = stage.create(ONE)
    for _ in range(3):
        stage.harness.used("1")
    stage.run()
    with pytest.raises(Refused, match="max_uses_reached"):
        stage.change(code, max_uses=3)
    with pytest.raises(Refused, match="max_uses_reached") as refused:
        stage.change(code, is_one_time_use=True)
    assert refused.value.placeholders["field"] == "is_one_time_use"
    stage.change(code, max_uses=4)
    assert stage.object(code)["max_uses"] == 4


@pytest.mark.contract("4.28")
def test_a_clock_that_is_set_back_leaves_no_use_in_the_future() -> None:
    stage = Stage()
    code = stage.create(ONE)
    stage.harness.used("1")
    stage.run()
    stage.harness.step_clock(-HOUR)
    stage.run()
    assert stage.code(code).last_used_at == stage.harness.now


@pytest.mark.contract("4.63")
def test_a_use_that_is_taken_back_leaves_the_others() -> None:
    code = a_code(most_uses=2, use_count=1, last_used_at=NOW - AN_HOUR)
    counted = with_use(code, NOW)
    assert counted.used_at == NOW
    assert without_use(counted, counted, code.last_used_at) == code
    # Of two uses at once, the first one is taken back.
    first = with_use(a_code(most_uses=2), NOW)
    second = with_use(first, NOW + AN_HOUR)
    left = without_use(second, first, None)
    assert (left.use_count, left.last_used_at) == (1, second.last_used_at)
    assert left.used_at is None


@pytest.mark.contract("4.63")
def test_a_use_is_not_taken_back_from_a_code_that_counts_anew() -> None:
    counted = with_use(a_code(is_one_time_use=True), NOW)
    anew = replace(counted, use_count=1, changed_at=NOW)
    assert without_use(anew, counted, None) is anew
    none = replace(counted, use_count=0)
    assert without_use(none, counted, None) is none


@pytest.mark.contract("4.63")
def test_a_code_that_was_used_up_otherwise_meanwhile_stays_so() -> None:
    counted = with_use(a_code(most_uses=2), NOW)
    used_up = with_use(with_use(counted, NOW), NOW)
    left = without_use(used_up, counted, None)
    assert (left.use_count, left.used_at) == (2, NOW)


@pytest.mark.contract("5.110")
def test_the_delay_of_a_code_that_may_be_used_again_counts_from_then() -> None:
    stage = Stage()
    code = stage.create(ONE, max_uses=1)
    stage.wait(HOUR)
    stage.harness.used("1")
    stage.run()
    stage.go_away()
    stage.wait(HOUR)
    stage.told()
    stage.change(code, max_uses=2)
    assert stage.warnings(code) == set()
    assert stage.told(code) == ["changed"]
    stage.wait(10 * MINUTE)
    assert stage.warnings(code) == {"delay_in_setting_on_device"}
    stage.come_back()
    assert stage.held() == {"1": ONE}
