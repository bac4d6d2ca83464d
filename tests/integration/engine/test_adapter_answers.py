"""Answers and reports of an adapter: contents in the answers to writes, causes of changes, echoes."""

from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import (
    CommandKind,
    ErrorCode,
    Pin,
    Status,
)
from custom_components.access_codes.locks.adapter import Cause
from tests.support.engine_house import House

SET, CLEAR, READ = CommandKind.SET, CommandKind.CLEAR, CommandKind.READ


@pytest.mark.contract("12.28")
async def test_a_pin_that_the_lock_no_longer_takes_is_not_sent(house: House) -> None:
    await house.run()
    code = await house.create("0482", starts_in=60)
    house.lock.alter(forbidden_beginnings=("0",))
    house.adapter.tell_reach()
    await house.pass_time(60)
    assert house.lock.sent == []
    errors = house.engine.plan.views[code.access_code_id].errors
    assert [error.code for error in errors] == [ErrorCode.CODE_CONSTRAINTS_VIOLATED]


@pytest.mark.contract("12.30")
@pytest.mark.parametrize("confirms_writes", [True, False])
async def test_a_content_in_the_answer_to_a_write_counts_like_a_read(
    house: House, confirms_writes: bool
) -> None:
    await house.run()
    house.lock.confirms_writes = confirms_writes
    house.adapter.shows_writes = True
    code = await house.create("246813")
    await house.settle()
    assert house.lock.kinds == ([SET] if confirms_writes else [SET, READ])
    assert house.status(code) is Status.SET


@pytest.mark.contract("12.30")
async def test_an_altered_pin_in_the_answer_to_a_write_is_cleared_without_a_read(
    house: House,
) -> None:
    await house.run()
    house.adapter.shows_writes = True
    house.lock.kept = lambda pin: Pin(pin.reveal().lstrip("0"))
    code = await house.create("0482")
    await house.settle()
    assert house.lock.kinds == [SET, CLEAR]
    assert house.lock.held == {}
    errors = house.engine.plan.views[code.access_code_id].errors
    assert [error.code for error in errors] == [ErrorCode.CODE_CONSTRAINTS_VIOLATED]


@pytest.mark.contract("12.31")
async def test_a_change_by_others_right_after_our_write_is_no_echo(
    house: House,
) -> None:
    await house.run()
    code = await house.create("246813")
    await house.settle()
    house.lock.type_at_keypad("1", None)
    house.adapter.report("1", Cause.OTHERS)
    await house.settle()
    assert "access_code.deleted_external" in house.kinds_of_events
    assert house.status(code) is Status.SET
    assert house.lock.pins == {"246813"}


@pytest.mark.contract("12.31")
async def test_a_late_report_of_our_own_change_is_an_echo(house: House) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    await house.pass_time(3600)
    house.lock.sent.clear()
    house.adapter.report("1", Cause.OURS)
    await house.settle()
    assert "access_code.modified_external" not in house.kinds_of_events
    assert house.lock.writes == []


@pytest.mark.contract("12.32")
@pytest.mark.parametrize(("echo_for", "first"), [(5, SET), (60, READ)])
async def test_the_family_says_how_long_an_echo_may_come(
    house: House, echo_for: int, first: CommandKind
) -> None:
    house.lock.capabilities = replace(house.lock.capabilities, echo_for=echo_for)
    await house.run()
    await house.create("246813")
    await house.settle()
    await house.pass_time(30)
    house.lock.sent.clear()
    house.lock.type_at_keypad("1", Pin("975310"))
    house.adapter.report("1")
    await house.settle()
    # What may be an echo is read before anything follows from it.
    assert house.lock.kinds[0] is first
    assert house.lock.pins == {"246813"}
