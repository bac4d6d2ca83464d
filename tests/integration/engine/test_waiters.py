"""Callers that wait for the result of a sync or a retry."""

import asyncio

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    CommandKind,
    KnownPin,
    Pin,
    Reach,
    Readability,
    Status,
)
from custom_components.access_codes.engine.waiters import (
    RetryWaiter,
    SyncReport,
    Waiters,
)
from custom_components.access_codes.storage.record_file import StorageFailed
from tests.support.engine_house import House
from tests.support.fake_lock import Fault

SET, READ = CommandKind.SET, CommandKind.READ


@pytest.mark.contract("8.1")
async def test_a_sync_reads_the_whole_lock_and_tells_what_it_found(
    house: House,
) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    house.lock.type_at_keypad("5", Pin("555555"))
    report = await house.engine.async_sync()
    assert report.is_complete
    assert report.contents["1"] == KnownPin(Pin("246813"))
    assert report.contents["2"] is EMPTY
    assert report.contents["5"] == KnownPin(Pin("555555"))
    assert report.due == {}
    assert house.engine.plan.free_slots == 8
    await house.settle()
    assert house.lock.kinds == [SET, *[READ] * 10]


async def test_a_sync_tells_what_is_due(house: House) -> None:
    await house.run()
    house.lock.faults += [Fault.REFUSE, Fault.REFUSE]
    code = await house.create("246813")
    await house.settle()
    report = await house.engine.async_sync()
    assert report.is_complete
    assert report.due == {code.access_code_id: Status.SETTING}


@pytest.mark.contract("8.1")
async def test_a_sync_finds_what_was_changed_unseen(house: House) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    house.adapter.type_at_keypad("1", None, is_reported=False)
    await house.engine.async_sync()
    await house.settle()
    assert house.lock.pins == {"246813"}


async def test_many_who_ask_for_a_sync_share_one_read(house: House) -> None:
    await house.run()
    reports = await asyncio.gather(*(house.engine.async_sync() for _ in range(5)))
    assert all(report.is_complete for report in reports)
    assert house.lock.kinds == [READ] * 10


async def test_a_sync_of_a_lock_that_is_away_tries_it_and_ends(house: House) -> None:
    await house.run()
    house.adapter.go_away()
    await house.settle()
    report = await house.engine.async_sync()
    assert report.contents == {}
    assert len(report.not_answered) == report.total == 10
    assert house.lock.kinds == [READ]
    await house.pass_time(3600)
    assert house.lock.kinds == [READ]


@pytest.mark.contract("6.60")
async def test_a_sync_asks_a_silent_slot_again_behind_the_others(house: House) -> None:
    await house.run()
    house.lock.faults.append(Fault.SWALLOW)
    report = await house.engine.async_sync()
    assert report.is_complete
    assert house.slots_read[-1] == "1"
    assert len(house.slots_read) == 11


@pytest.mark.contract("6.60")
async def test_a_sync_ends_when_a_slot_has_not_answered_twice(house: House) -> None:
    await house.run()
    house.lock.mute = frozenset({"4", "7"})
    seen: list[tuple[int, int]] = []
    report = await house.engine.async_sync(lambda *numbers: seen.append(numbers))
    assert not report.is_complete
    assert report.not_answered == ("4", "7")
    assert (len(report.contents), report.total) == (8, 10)
    assert [read for read, _ in seen] == [*range(1, 9), 8, 8]
    assert {total for _, total in seen} == {10}


@pytest.mark.contract("6.60")
async def test_a_sync_of_a_lock_that_answers_no_read_ends(house: House) -> None:
    await house.run()
    house.lock.ailment = Fault.SWALLOW
    report = await house.engine.async_sync()
    assert report.contents == {}
    assert house.lock.kinds == [READ] * 20


@pytest.mark.contract("6.60", "8.34")
async def test_a_sync_does_not_wait_for_a_slot_that_is_not_there(house: House) -> None:
    await house.run()
    house.lock.missing = frozenset({"10"})
    report = await house.engine.async_sync()
    assert report.is_complete
    assert report.total == 9


@pytest.mark.contract("6.60")
async def test_a_sync_that_begins_during_another_reads_each_slot_itself(
    house: House,
) -> None:
    await house.run()
    house.lock.gate = asyncio.Event()
    first = asyncio.ensure_future(house.engine.async_sync())
    await house.hass.async_block_till_done()
    house.lock.after_command = lambda sent: second_begins(sent.command.slot)
    reports: list[asyncio.Future[SyncReport]] = []

    def second_begins(slot: str | None) -> None:
        if slot == "6" and not reports:
            reports.append(asyncio.ensure_future(house.engine.async_sync()))

    house.lock.gate.set()
    assert (await first).is_complete
    assert house.slots_read[:10] == [str(slot) for slot in range(1, 11)]
    assert (await reports[0]).is_complete
    assert set(house.slots_read[10:]) >= {"1", "2", "3", "4", "5"}


async def test_a_sync_without_an_adapter_ends(house: House) -> None:
    await house.start(is_attached=False)
    report = await house.engine.async_sync()
    assert not report.is_complete


async def test_a_lock_that_tells_nothing_is_not_read_for_a_sync(house: House) -> None:
    house.lock.alter(reads=Readability.NOTHING)
    await house.run()
    report = await house.engine.async_sync()
    assert not report.is_complete
    assert house.lock.sent == []


async def test_a_sync_ends_with_the_engine(house: House) -> None:
    await house.run()
    house.lock.faults.append(Fault.HANG)
    sync = asyncio.ensure_future(house.engine.async_sync())
    await house.hass.async_block_till_done()
    await house.engine.async_stop()
    assert not (await sync).is_complete


async def test_whoever_no_longer_waits_disturbs_nobody(house: House) -> None:
    await house.run()
    house.lock.gate = asyncio.Event()
    waits = [
        asyncio.ensure_future(house.engine.async_sync()),
        asyncio.ensure_future(house.engine.async_try_again(None)),
    ]
    await house.hass.async_block_till_done()
    for each in waits:
        each.cancel()
    house.lock.gate.set()
    await house.settle()
    assert all(each.cancelled() for each in waits)


async def test_trying_again_does_not_wait_for_the_pause(house: House) -> None:
    await house.run()
    house.lock.faults += [Fault.REFUSE]
    code = await house.create("246813")
    await house.settle()
    assert await house.engine.async_try_again(code.access_code_id) is None
    assert house.status(code) is Status.SET


async def test_trying_again_tells_what_still_stands_in_the_way(house: House) -> None:
    await house.run()
    house.lock.faults += [Fault.REFUSE] * 3
    code = await house.create("246813")
    await house.settle()
    error = await house.engine.async_try_again(code.access_code_id)
    assert error == "failed_to_set_on_device"
    assert house.lock.kinds == [SET, SET]


async def test_a_first_silence_is_no_error_yet_and_no_success_either(
    house: House,
) -> None:
    await house.run()
    house.lock.faults += [Fault.SWALLOW] * 9
    code = await house.create("246813")
    await house.settle()
    error = await house.engine.async_try_again(code.access_code_id)
    assert error == "failed_to_set_on_device"


async def test_trying_a_removal_again_tells_that_it_failed(house: House) -> None:
    await house.run()
    code = await house.create("246813")
    await house.settle()
    house.lock.faults += [Fault.SWALLOW] * 9
    await house.delete(code)
    await house.settle()
    error = await house.engine.async_try_again(code.access_code_id)
    assert error == "failed_to_remove_from_device"
    house.lock.faults.clear()
    assert await house.engine.async_try_again(code.access_code_id) is None


async def test_trying_what_is_well_or_gone_ends_at_once(house: House) -> None:
    await house.run()
    code = await house.create("246813")
    await house.settle()
    assert await house.engine.async_try_again(code.access_code_id) is None
    assert await house.engine.async_try_again("gone") is None
    assert house.lock.kinds == [SET]


async def test_trying_again_probes_a_lock_that_is_away(house: House) -> None:
    await house.run()
    house.adapter.go_away()
    code = await house.create("246813")
    await house.settle()
    error = await house.engine.async_try_again(code.access_code_id)
    assert error == "device_offline"
    assert house.lock.kinds == [SET]
    house.lock.is_reachable = True
    assert await house.engine.async_try_again(code.access_code_id) is None
    assert house.status(code) is Status.SET


@pytest.mark.parametrize(
    ("reach", "error"),
    [
        (Reach.DISCONNECTED, "device_disconnected"),
        (Reach.REMOVED, "device_removed"),
        (None, None),
    ],
)
async def test_trying_a_lock_again_tells_whether_it_is_there(
    house: House, reach: Reach | None, error: str | None
) -> None:
    await house.run()
    house.engine.set_reach(reach)
    assert await house.engine.async_try_again(None) == error


async def test_trying_a_lock_again_ends_with_its_first_answer(house: House) -> None:
    await house.run()
    house.adapter.go_away()
    await house.create("246813")
    await house.create("975310")
    await house.settle()
    house.lock.is_reachable = True
    house.lock.faults += [None, Fault.HANG]
    assert await house.engine.async_try_again(None) is None
    assert house.reach() is Reach.REACHABLE


async def test_trying_one_code_again_ends_with_the_next_command_for_another(
    house: House,
) -> None:
    await house.run()
    house.lock.faults += [Fault.REFUSE]
    first = await house.create("246813")
    await house.settle()
    house.lock.gate = asyncio.Event()
    second = await house.create("975310")
    trying = asyncio.ensure_future(house.engine.async_try_again(first.access_code_id))
    await house.hass.async_block_till_done()
    await house.create("864209")
    house.lock.faults += [None, Fault.REFUSE, Fault.HANG]
    house.lock.gate.set()
    assert await trying == "failed_to_set_on_device"
    assert house.status(second) is Status.SET
    assert house.lock.running == 1


@pytest.mark.contract("5.47")
async def test_a_caller_that_has_left_is_not_told_of_a_failure() -> None:
    loop = asyncio.get_running_loop()
    left, staying = loop.create_future(), loop.create_future()
    left.cancel()
    waiters = Waiters(retries=[RetryWaiter(left, None), RetryWaiter(staying, None)])
    waiters.fail("not running")
    with pytest.raises(StorageFailed, match="not running"):
        await staying
    assert left.cancelled()
    assert waiters.retries == []
