"""Locks that carry commands out late, report late, or tell uses from a log: through the whole engine."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import (
    CommandKind,
    IssueKind,
    Outcome,
    Pin,
    Readability,
    Reporting,
    Status,
)
from custom_components.access_codes.locks.adapter import Cause, Use
from tests.support.engine_house import House
from tests.support.fake_lock import Entry, Fault, Origin

SET, READ, CLEAR = CommandKind.SET, CommandKind.READ, CommandKind.CLEAR


@pytest.mark.contract("13.72")
async def test_the_late_report_of_our_own_write_is_no_other_manager(
    house: House,
) -> None:
    house.lock.alter(reads=Readability.PRESENCE)
    await house.run()
    await house.create("246813")
    await house.settle()
    reported = 0
    for _ in range(60):
        sets = house.lock.kinds.count(SET)
        await house.pass_time(8)
        if reported < sets:
            reported = sets
            house.adapter.report("1")
            await house.settle()
        await house.pass_time(52)
    assert house.lock.kinds.count(SET) <= 2
    assert IssueKind.ANOTHER_MANAGER not in {
        issue.kind for issue in house.engine.plan.issues
    }


@pytest.mark.contract("13.70")
async def test_a_set_that_is_carried_out_after_its_adapter_was_detached_is_found(
    house: House,
) -> None:
    house.lock.capabilities = replace(house.lock.capabilities, late_by=600)
    await house.run()
    house.lock.gate = asyncio.Event()
    code = await house.create("246813")
    await house.pass_time(1, settle=False)
    assert house.lock.kinds == [SET]
    await house.engine.attach(None)
    house.lock.gate = None
    await house.attach()
    await house.delete(code)
    await house.settle()
    assert code.access_code_id in house.engine.record.codes
    house.lock.entries["1"] = Entry(Pin("246813"), Origin.US)
    for _ in range(12):
        await house.pass_time(60)
    assert house.lock.held == {}
    assert code.access_code_id not in house.engine.record.codes


@pytest.mark.contract("13.70")
async def test_a_set_that_is_carried_out_after_its_process_died_is_found(
    house: House,
) -> None:
    house.lock.capabilities = replace(house.lock.capabilities, late_by=600)
    await house.run()
    house.lock.ailment = Fault.HANG
    code = await house.create("246813")
    await house.pass_time(1, settle=False)
    assert house.lock.kinds == [SET]
    await house.die()
    house.lock.ailment = None
    await house.start()
    await house.delete(code)
    await house.settle()
    house.lock.entries["1"] = Entry(Pin("246813"), Origin.US)
    for _ in range(14):
        await house.pass_time(60)
    assert house.lock.held == {}
    assert code.access_code_id not in house.engine.record.codes


@pytest.mark.contract("8.40")
async def test_our_slots_are_read_daily_on_a_lock_that_reports_nothing(
    house: House,
) -> None:
    house.lock.alter(reports=Reporting.NOTHING)
    await house.run()
    await house.create("246813")
    await house.settle()
    house.lock.type_at_keypad("1", Pin("999999"))
    await house.pass_time(86000)
    assert house.lock.pins == {"999999"}
    await house.pass_time(500)
    assert house.lock.pins == {"246813"}


@pytest.mark.contract("11.31", "11.32")
async def test_a_log_that_is_read_twice_tells_each_use_once(house: House) -> None:
    await house.run()
    code = await house.create("246813", is_one_time_use=True)
    await house.pass_time(60)
    used_at = house.now - timedelta(seconds=10)
    assert house.adapter.listener is not None
    for _ in range(2):
        house.adapter.listener.used(
            Use("unlock", pin=Pin("246813"), used_at=used_at, use_id="7")
        )
        house.adapter.listener.used(Use("lock", used_at=used_at, use_id="8"))
        await house.settle()
    uses = [event for event in house.events if event.data["type"] == "access_code.used"]
    assert [event.data["access_code_id"] for event in uses] == [
        code.access_code_id,
        None,
    ]
    assert uses[0].data["occurred_at"] == used_at.isoformat()
    assert house.lock.held == {}


@pytest.mark.contract("12.50")
async def test_a_report_of_ours_during_a_write_is_left_to_its_answer(
    house: House,
) -> None:
    house.lock.alter(reads=Readability.PRESENCE)
    await house.run()
    house.lock.gate = asyncio.Event()
    await house.create("246813")
    await house.pass_time(1, settle=False)
    assert house.adapter.listener is not None
    house.adapter.listener.reported("1", None, Cause.OURS)
    await house.pass_time(1, settle=False)
    assert len(house.engine.record.placements["1"].possible) == 2
    house.lock.gate.set()
    await house.settle()
    house.adapter.listener.reported("1", None, Cause.OURS)
    await house.settle()
    assert house.lock.kinds == [SET]


@pytest.mark.contract("12.88")
@pytest.mark.parametrize("late_by", [0, 10])
async def test_what_a_clear_without_an_answer_took_away_is_seen_by_a_read(
    house: House, late_by: int
) -> None:
    house.lock.alter(late_by=late_by)
    await house.run()
    code = await house.create("246813")
    await house.settle()
    # Somebody took the PIN away and left the user, and the lock answers each clear too late.
    del house.lock.entries["1"]
    house.lock.remainders.add("1")
    house.lock.failure = Outcome.UNKNOWN
    await house.delete(code)
    for _ in range(12):
        await house.pass_time(60)
    assert house.engine.record.placements["1"].has_remainder
    assert house.lock.kinds.count(CLEAR) > 2

    house.lock.remainders.clear()
    for _ in range(60):
        await house.pass_time(60)

    assert not house.engine.record.placements
    assert code.access_code_id not in house.engine.record.codes


@pytest.mark.contract("12.88")
async def test_what_is_left_goes_on_being_cleared_where_reads_have_no_answer(
    house: House,
) -> None:
    await house.run()
    code = await house.create("246813")
    await house.settle()
    del house.lock.entries["1"]
    house.lock.remainders.add("1")
    house.lock.failure = Outcome.UNKNOWN
    await house.delete(code)
    for _ in range(3):
        await house.pass_time(60)
    assert house.engine.record.placements["1"].has_remainder
    house.lock.mute = frozenset({"1"})
    house.lock.sent.clear()

    for _ in range(240):
        await house.pass_time(60)

    assert house.lock.kinds.count(READ) > 1
    assert house.lock.kinds.count(CLEAR) > 1
    assert house.engine.record.placements["1"].has_remainder

    house.lock.failure = None
    for _ in range(240):
        await house.pass_time(60)
    assert code.access_code_id not in house.engine.record.codes


@pytest.mark.contract("12.88")
@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.UNKNOWN])
async def test_what_stays_in_a_slot_is_cleared_at_longer_and_longer_intervals(
    house: House, outcome: Outcome
) -> None:
    """The lock claims, or leaves open, that the user is gone, and keeps it."""
    await house.run()
    code = await house.create("246813")
    await house.settle()
    del house.lock.entries["1"]
    house.lock.remainders.add("1")
    house.lock.failure = outcome
    house.lock.sent.clear()
    await house.delete(code)
    for _ in range(10):
        await house.pass_time(60)
    early = house.lock.kinds.count(CLEAR)
    house.lock.sent.clear()
    for _ in range(60):
        await house.pass_time(60)
    assert 2 <= early <= 6
    assert 1 <= house.lock.kinds.count(CLEAR) <= early

    house.lock.failure = None
    house.lock.remainders.clear()
    for _ in range(240):
        await house.pass_time(60)
    assert code.access_code_id not in house.engine.record.codes


@pytest.mark.contract("13.98")
@pytest.mark.parametrize("late_by", [0, 30])
async def test_a_deletion_reported_amid_a_set_on_a_lock_without_reads_is_no_last_word(
    house: House, late_by: int
) -> None:
    house.lock.alter(reads=Readability.NOTHING, late_by=late_by)
    await house.run()
    house.lock.write_gate = asyncio.Event()
    code = await house.create("246813")
    await house.pass_time(1, settle=False)
    assert house.lock.kinds == [SET]
    # Somebody deletes the user of that slot at the keypad, and the host the code.
    house.adapter.report("1", Cause.OTHERS)
    await house.pass_time(1, settle=False)
    await house.delete(code)
    house.lock.write_gate.set()
    await house.settle()
    for _ in range(10):
        await house.pass_time(60)

    assert house.lock.held == {}
    assert code.access_code_id not in house.engine.record.codes


@pytest.mark.contract("13.97")
async def test_a_set_that_may_still_come_is_not_forgotten_for_a_strangers_pin(
    house: House,
) -> None:
    house.lock.alter(late_by=180)
    await house.run()
    house.lock.entries["1"] = Entry(Pin("864208"), Origin.KEYPAD)
    house.lock.failure = Outcome.UNKNOWN
    code = await house.create("246813")
    for _ in range(4):
        await house.pass_time(10)
    assert READ in house.lock.kinds
    await house.delete(code)
    await house.pass_time(15)
    assert code.access_code_id in house.engine.record.codes
    assert house.lock.pins == {"864208"}

    house.lock.failure = None
    house.lock.entries["1"] = Entry(Pin("246813"), Origin.US)
    for _ in range(20):
        await house.pass_time(60)
    assert house.lock.held == {}
    assert code.access_code_id not in house.engine.record.codes


@pytest.mark.contract("13.97")
async def test_a_strangers_slot_is_left_once_our_set_can_come_no_more(
    house: House,
) -> None:
    house.lock.alter(late_by=180)
    await house.run()
    house.lock.entries["1"] = Entry(Pin("864208"), Origin.KEYPAD)
    house.lock.failure = Outcome.UNKNOWN
    code = await house.create("246813")
    for _ in range(4):
        await house.pass_time(10)
    assert READ in house.lock.kinds
    house.lock.failure = None
    for _ in range(20):
        await house.pass_time(60)

    assert house.lock.pins == {"864208", "246813"}
    assert house.lock.held["1"] == Pin("864208")
    assert house.status(code) is Status.SET
