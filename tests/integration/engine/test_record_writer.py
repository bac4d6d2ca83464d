"""Writes of an engine: requests, facts and intents, on a disk that may refuse them."""

import asyncio
from dataclasses import replace
from threading import Event

import pytest

from custom_components.access_codes.core.model import (
    Command,
    CommandKind,
    LockRecord,
    Plan,
    Status,
    World,
)
from custom_components.access_codes.core.observations.observation import Observation
from custom_components.access_codes.core.plan.planner import plan as plan_of
from custom_components.access_codes.core.requests.refused import Refused
from custom_components.access_codes.engine.change_queue import REQUESTS_A_CYCLE
from custom_components.access_codes.engine.updates import Update
from custom_components.access_codes.storage.record_file import (
    StorageFailed,
    StorageUnreadable,
)
from tests.support.engine_house import House
from tests.support.fake_lock import Fault, Sent

SET, CLEAR = CommandKind.SET, CommandKind.CLEAR


async def test_a_first_start_puts_a_record_on_disk(house: House) -> None:
    await house.start(is_attached=False)
    assert (await house.on_disk()).lock_id == "lock-1"


async def test_a_first_record_that_the_disk_refuses_is_told(house: House) -> None:
    house.disk.is_full = True
    with pytest.raises(StorageFailed):
        await house.start()


@pytest.mark.contract("13.6")
async def test_a_file_that_ought_to_be_there_is_never_begun_anew(house: House) -> None:
    house.is_stored = True
    with pytest.raises(StorageUnreadable):
        await house.start()


async def test_a_file_that_was_written_before_anybody_noted_it_is_read(
    house: House,
) -> None:
    await house.run()
    code = await house.create("246813")
    await house.engine.async_stop()
    house.is_stored = False
    await house.start()
    assert code.access_code_id in house.engine.record.codes


@pytest.mark.contract("4.25")
async def test_a_restart_writes_nothing_to_the_disk_and_nothing_to_the_lock(
    house: House,
) -> None:
    await house.run()
    code = await house.create("246813")
    await house.settle()
    await house.engine.async_stop()
    house.lock.sent.clear()
    house.disk.writes.clear()
    await house.start()
    await house.settle()
    assert house.status(code) is Status.SET
    assert house.lock.sent == []
    assert house.disk.writes == []


@pytest.mark.contract("6.12", "13.11")
async def test_a_request_is_answered_once_it_is_on_disk(house: House) -> None:
    await house.run()
    code = await house.create("246813")
    assert code.access_code_id in (await house.on_disk()).codes


@pytest.mark.contract("13.18")
async def test_a_set_is_on_disk_before_the_lock_is_told(house: House) -> None:
    await house.run()
    on_disk: list[int] = []

    def look(sent: Sent) -> None:
        on_disk.append(len(house.disk.writes))
        assert house.disk.writes[-1]["placements"][0]["possible"]

    house.lock.before_command = look
    await house.create("246813")
    await house.settle()
    assert on_disk == [1]


async def test_a_request_that_cannot_be_granted_changes_nothing(house: House) -> None:
    await house.run()
    before = house.engine.record

    def refuse(record: LockRecord, world: World) -> tuple[LockRecord, None]:
        raise Refused("not_now")

    with pytest.raises(Refused, match="not_now"):
        await house.engine.async_request(refuse)
    assert house.engine.record == before
    assert house.disk.writes == []


@pytest.mark.contract("13.12")
async def test_a_request_that_the_disk_refuses_changes_nothing(house: House) -> None:
    await house.run()
    before = house.engine.record
    house.disk.is_full = True
    with pytest.raises(StorageFailed):
        await house.create("246813")
    assert house.engine.record == before
    await house.settle()
    assert house.lock.sent == []
    assert house.is_disk_failing()
    house.disk.is_full = False
    await house.create("246813")
    await house.settle()
    assert house.lock.pins == {"246813"}
    assert not house.is_disk_failing()


@pytest.mark.contract("13.14")
async def test_a_thousand_requests_at_once_take_few_writes(house: House) -> None:
    await house.run()

    def number(record: LockRecord, world: World) -> tuple[LockRecord, int]:
        count = record.code_count + 1
        return replace(record, code_count=count), count

    numbers = await asyncio.gather(
        *(house.engine.async_request(number) for _ in range(1000))
    )
    assert numbers == list(range(1, 1001))
    assert len(house.disk.writes) == 1000 / REQUESTS_A_CYCLE


async def test_codes_that_open_together_need_one_write_before_the_first_command(
    house: House,
) -> None:
    house.lock.alter(slots=tuple(str(slot) for slot in range(100)))
    await house.run()
    house.lock.gate = asyncio.Event()
    for number in range(50):
        await house.create(str(100000 + 7 * number), starts_in=60)
    house.disk.writes.clear()
    await house.pass_time(60, settle=False)
    assert len(house.disk.writes) == 1
    assert house.lock.kinds == [SET]


@pytest.mark.contract("13.14")
async def test_requests_during_a_write_go_together_in_the_next(house: House) -> None:
    await house.run()
    first = asyncio.ensure_future(house.create("246813", starts_in=60))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [
        asyncio.ensure_future(house.create(pin, starts_in=60))
        for pin in ("975310", "864209")
    ]
    await asyncio.gather(first, *others)
    assert len(house.disk.writes) == 2


async def test_one_bad_request_among_many_spoils_no_other(house: House) -> None:
    await house.run()
    results = await asyncio.gather(
        house.create("246813"),
        house.create("246813"),
        house.create("975310"),
        return_exceptions=True,
    )
    assert [isinstance(result, Refused) for result in results] == [False, True, False]
    await house.settle()
    assert house.lock.pins == {"246813", "975310"}


async def test_a_request_of_somebody_who_left_is_not_carried_out(house: House) -> None:
    await house.run()
    asked = asyncio.ensure_future(house.create("246813"))
    await asyncio.sleep(0)
    asked.cancel()
    await house.settle()
    assert not house.engine.record.codes


async def test_somebody_who_leaves_during_the_write_disturbs_nobody(
    house: House,
) -> None:
    await house.run()
    asked = asyncio.ensure_future(house.create("246813"))

    gone = Event()

    def go() -> None:
        asked.cancel()
        gone.set()

    def leave() -> None:
        house.hass.loop.call_soon_threadsafe(go)
        assert gone.wait(10)

    house.disk.before_write = leave
    await asyncio.wait([asked])
    house.disk.before_write = None
    await house.settle()
    assert asked.cancelled()
    assert house.lock.pins == {"246813"}


@pytest.mark.contract("6.12")
async def test_a_request_during_a_command_waits_for_nothing_but_the_disk(
    house: House,
) -> None:
    await house.run()
    house.lock.gate = asyncio.Event()
    first = await house.create("246813")
    second = await house.create("975310")
    assert house.lock.kinds == [SET]
    assert {first.access_code_id, second.access_code_id} <= set(
        (await house.on_disk()).codes
    )
    house.lock.gate.set()
    await house.settle()
    assert house.lock.pins == {"246813", "975310"}
    assert house.lock.most_running == 1


async def test_a_code_deleted_while_it_is_being_set_is_taken_off_again(
    house: House,
) -> None:
    await house.run()
    house.lock.gate = asyncio.Event()
    code = await house.create("246813")
    await house.delete(code)
    assert house.status(code) is Status.REMOVING
    house.lock.gate.set()
    await house.settle()
    assert house.lock.pins == set()
    assert house.status(code) is None
    assert house.lock.kinds == [SET, CLEAR]


@pytest.mark.contract("13.13")
async def test_an_answer_that_the_disk_refuses_is_true_and_written_later(
    house: House,
) -> None:
    await house.run()
    house.lock.gate = asyncio.Event()
    code = await house.create("246813")
    updates: list[Update] = []
    house.engine.subscribe(updates.append)
    house.disk.is_full = True
    house.lock.gate.set()
    await house.settle()
    assert house.status(code) is Status.SET
    assert house.is_disk_failing()
    assert updates[-1].lock_changed
    assert house.kinds_of_events.count("access_code.set_on_device") == 1
    await house.pass_time(60)
    assert house.is_disk_failing()
    house.disk.is_full = False
    await house.pass_time(60)
    assert not house.is_disk_failing()
    assert house.kinds_of_events.count("access_code.set_on_device") == 1
    (placement,) = (await house.on_disk()).placements.values()
    assert len(placement.possible) == 1


@pytest.mark.contract("13.20")
async def test_no_set_goes_out_that_the_disk_refused(house: House) -> None:
    await house.run()
    code = await house.create("246813", starts_in=60)
    house.disk.is_full = True
    await house.pass_time(60)
    assert house.lock.sent == []
    assert house.status(code) is Status.SETTING
    house.disk.is_full = False
    await house.pass_time(60)
    assert house.lock.pins == {"246813"}


@pytest.mark.contract("13.21")
async def test_a_clear_goes_out_that_the_disk_refused(house: House) -> None:
    await house.run()
    code = await house.create("246813", starts_in=0, lasts=60)
    await house.settle()
    house.disk.is_full = True
    await house.pass_time(60)
    assert house.lock.pins == set()
    assert house.status(code) is Status.UNSET
    assert len((await house.on_disk()).placements) == 1


@pytest.mark.contract("13.20")
async def test_a_rename_waits_for_the_disk(house: House) -> None:
    house.lock.alter(name_length=20)
    await house.run()
    code = await house.create("246813")
    await house.settle()
    house.lock.gate = asyncio.Event()
    second = await house.create("975310")
    await house.update(code, name="Cleaner")
    house.disk.is_full = True
    house.lock.gate.set()
    await house.settle()
    assert house.status(second) is Status.SET
    assert house.lock.names["1"] != "Cleaner"
    house.disk.is_full = False
    await house.pass_time(60)
    assert house.lock.names["1"] == "Cleaner"


@pytest.mark.contract("13.21")
async def test_a_clear_of_a_slot_that_the_disk_does_not_name_stays_home(
    house: House,
) -> None:
    """Check that no clear goes to a slot that cannot hold one of our codes."""

    def plan(record: LockRecord, world: World) -> Plan:
        command = Command(CLEAR, "7") if house.disk.is_full else None
        return replace(plan_of(record, world), command=command, intended=record)

    house.options["plan"] = plan
    await house.run()
    house.disk.is_full = True
    house.adapter.tell_reach()
    assert house.adapter.listener is not None
    house.adapter.listener.access_denied("unknown_code")
    await house.settle()
    assert house.lock.sent == []


async def test_a_report_that_cannot_be_taken_in_stops_nothing(
    house: House, expected_errors: list[str]
) -> None:
    expected_errors.append("Failed to apply an observation: TypeError")
    await house.run()

    def bad(record: LockRecord, world: World) -> Observation:
        raise TypeError("246813")

    house.engine.on_facts(bad)
    await house.create("246813")
    await house.settle()
    assert house.lock.pins == {"246813"}


async def test_a_plan_that_breaks_down_is_tried_again_and_loses_no_request(
    house: House, expected_errors: list[str]
) -> None:
    expected_errors += ["Request failed in planning", "Update cycle failed"]
    is_broken = False

    def plan(record: LockRecord, world: World) -> Plan:
        if is_broken:
            raise ZeroDivisionError
        return plan_of(record, world)

    house.options["plan"] = plan
    await house.run()
    is_broken = True
    with pytest.raises(StorageFailed):
        await house.create("246813")
    is_broken = False
    await house.pass_time(60)
    code = await house.create("246813")
    await house.settle()
    assert house.status(code) is Status.SET


async def test_after_a_stop_nothing_is_taken(house: House) -> None:
    await house.run()
    await house.engine.async_stop()
    with pytest.raises(StorageFailed):
        await house.create("246813")
    with pytest.raises(StorageFailed):
        await house.engine.async_sync()
    with pytest.raises(StorageFailed):
        await house.engine.async_try_again(None)


@pytest.mark.contract("13.15")
async def test_what_is_asked_during_a_stop_is_stored(house: House) -> None:
    await house.run()
    stops = Event()

    def wait() -> None:
        stops.wait(10)

    house.disk.before_write = wait
    asked = asyncio.ensure_future(house.create("246813"))
    await asyncio.sleep(0)
    both = asyncio.gather(house.engine.async_stop(), house.engine.async_stop())
    await asyncio.sleep(0)
    house.hass.loop.call_soon(stops.set)
    await both
    code = await asked
    assert code.access_code_id in (await house.on_disk()).codes
    assert house.lock.sent == []


@pytest.mark.contract("13.24")
@pytest.mark.parametrize("mishap", [Fault.HANG, Fault.HANG_AFTER])
async def test_a_stop_in_the_middle_of_a_command_leaves_its_slot_in_doubt(
    house: House, mishap: Fault
) -> None:
    await house.run()
    house.lock.faults.append(mishap)
    code = await house.create("246813")
    await house.hass.async_block_till_done()
    await house.engine.async_stop()
    assert house.lock.running == 0
    (placement,) = (await house.on_disk()).placements.values()
    assert len(placement.possible) == 2
    house.lock.sent.clear()
    await house.start()
    await house.settle()
    assert house.status(code) is Status.SET
    assert house.lock.kinds == (
        [CommandKind.READ, SET] if mishap is Fault.HANG else [CommandKind.READ]
    )
