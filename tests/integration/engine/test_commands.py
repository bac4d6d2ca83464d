"""Commands, one at a time: their results, and reports of the lock in the meantime."""

import asyncio
from unittest.mock import patch

import pytest

from custom_components.access_codes.core.model import (
    CommandKind,
    LockRecord,
    Pin,
    Plan,
    Reach,
    Status,
    World,
)
from custom_components.access_codes.core.plan.planner import plan as plan_of
from custom_components.access_codes.locks.adapter import ReadFailed
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CoreState
from tests.support.engine_house import House
from tests.support.fake_adapter import FakeAdapter
from tests.support.fake_lock import Fault

SET, CLEAR, READ = (
    CommandKind.SET,
    CommandKind.CLEAR,
    CommandKind.READ,
)


@pytest.mark.contract("5.21")
async def test_a_refusal_is_tried_again_after_a_pause(house: House) -> None:
    await house.run()
    house.lock.faults += [Fault.REFUSE, Fault.REFUSE]
    code = await house.create("246813")
    await house.settle()
    assert house.lock.kinds == [SET]
    await house.pass_time(12)
    assert house.lock.kinds == [SET, SET]
    await house.pass_time(24)
    assert house.status(code) is Status.SET


@pytest.mark.contract("5.25")
@pytest.mark.parametrize("mishap", [Fault.HANG, Fault.HANG_AFTER])
async def test_a_command_ends_after_a_minute_without_an_answer(
    house: House, mishap: Fault
) -> None:
    await house.run()
    house.lock.faults.append(mishap)
    code = await house.create("246813")
    other = await house.create("975310")
    await house.pass_time(59, settle=False)
    assert house.lock.kinds == [SET]
    await house.pass_time(1)
    assert house.lock.most_running == 1
    assert house.status(other) is Status.SET
    await house.pass_time(12)
    assert house.status(code) is Status.SET
    assert house.lock.kinds.count(SET) == (3 if mishap is Fault.HANG else 2)


async def test_a_read_that_hangs_ends_too(house: House) -> None:
    house.lock.faults.append(Fault.HANG)
    await house.start()
    await house.hass.async_block_till_done()
    await house.pass_time(60)
    assert not house.is_read()
    await house.pass_time(12)
    assert house.is_read()


@pytest.mark.parametrize("mishap", [Fault.LOSE_ANSWER, Fault.CUT_BEFORE])
async def test_a_first_read_that_fails_is_tried_again(
    house: House, mishap: Fault
) -> None:
    house.lock.faults.append(mishap)
    await house.start()
    await house.settle()
    assert not house.is_read()
    await house.pass_time(12)
    assert house.is_read()
    assert house.slots_read.count("1") == 2


@pytest.mark.contract("1.4", "12.4")
async def test_an_adapter_that_breaks_is_logged_without_what_it_says(
    house: House, expected_errors: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    expected_errors.append("fake failed at set: ValueError")
    await house.run()
    house.lock.faults.append(Fault.RAISE)
    code = await house.create("246813")
    await house.settle()
    assert "246813" not in caplog.text
    await house.pass_time(12)
    assert house.status(code) is Status.SET


@pytest.mark.contract("12.4")
async def test_a_read_during_which_the_adapter_breaks_brings_nothing(
    house: House, expected_errors: list[str]
) -> None:
    expected_errors.append("fake failed at read: ValueError")
    house.lock.faults.append(Fault.RAISE)
    await house.start()
    await house.settle()
    assert not house.is_read()


@pytest.mark.contract("12.4")
async def test_a_library_that_cancels_its_own_waiting_does_not_stop_the_engine(
    house: House,
) -> None:
    await house.run()
    house.lock.faults.append(Fault.CANCEL)
    code = await house.create("246813")
    await house.settle()
    assert house.lock.kinds == [SET]
    await house.pass_time(12)
    assert house.status(code) is Status.SET


async def test_an_adapter_that_cannot_start_leaves_the_lock_disconnected(
    house: House, expected_errors: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_errors.append("fake cannot watch entry-1: RuntimeError")

    async def break_down(*_: object) -> None:
        raise RuntimeError("1234")

    monkeypatch.setattr(FakeAdapter, "async_start", break_down)
    await house.start()
    await house.settle()
    assert house.engine.adapter is None
    assert house.adapter.stops == 1
    assert house.reach() is Reach.DISCONNECTED


async def test_a_new_adapter_takes_over_from_the_one_before(house: House) -> None:
    await house.run()
    former = house.adapter
    house.lock.faults.append(Fault.HANG)
    code = await house.create("246813")
    await house.hass.async_block_till_done()
    await house.attach()
    await house.settle()
    assert former.stops == 1
    assert house.lock.running == 0
    assert house.engine.adapter is house.adapter
    assert house.status(code) is Status.SET


async def test_nobody_listens_to_an_adapter_that_was_replaced(house: House) -> None:
    await house.run()
    former = house.adapter
    await house.create("246813")
    await house.settle()
    await house.attach()
    await house.settle()
    house.lock.sent.clear()
    former.type_at_keypad("1", "999999")
    former.tell_reach()
    former.use("1")
    assert former.listener is not None
    former.listener.reported_all_cleared()
    former.listener.access_denied("unknown_code")
    await house.settle()
    assert house.lock.sent == []
    assert "access_code.used" not in house.kinds_of_events


async def test_an_adapter_that_speaks_while_it_starts_is_heard_when_it_has(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = FakeAdapter.async_start

    async def start_and_speak(adapter: FakeAdapter, listener: object) -> None:
        await start(adapter, listener)  # type: ignore[arg-type]
        adapter.tell_reach()
        assert house.reach() is Reach.DISCONNECTED

    monkeypatch.setattr(FakeAdapter, "async_start", start_and_speak)
    await house.start()
    assert house.reach() is Reach.REACHABLE


async def test_an_adapter_that_comes_after_the_stop_is_not_started(
    house: House,
) -> None:
    await house.run()
    await house.engine.async_stop()
    await house.attach()
    assert house.adapter.starts == 0
    assert house.engine.adapter is None


async def test_a_lock_without_an_adapter_is_disconnected(house: House) -> None:
    await house.run()
    await house.engine.attach(None)
    await house.create("246813")
    await house.settle()
    assert house.reach() is Reach.DISCONNECTED
    assert house.lock.sent == []


@pytest.mark.contract("4.30")
async def test_while_home_assistant_stops_no_command_starts_and_requests_are_stored(
    house: House,
) -> None:
    await house.run()
    house.hass.set_state(CoreState.stopping)
    house.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    code = await house.create("246813")
    await house.settle()
    assert house.lock.sent == []
    assert code.access_code_id in (await house.on_disk()).codes
    house.hass.set_state(CoreState.running)


@pytest.mark.contract("4.30")
async def test_no_command_goes_out_once_the_stop_began_during_the_write(
    house: House,
) -> None:
    await house.run()

    house.during_write(lambda: house.hass.set_state(CoreState.stopping))
    await house.create("246813")
    await house.settle()
    house.hass.set_state(CoreState.running)
    assert house.lock.sent == []


@pytest.mark.contract("13.31")
async def test_a_code_that_appears_while_the_intent_goes_to_disk_is_not_overwritten(
    house: House,
) -> None:
    await house.run()
    house.during_write(lambda: house.adapter.type_at_keypad("1", "9999"))
    code = await house.create("246813")
    await house.settle()
    assert house.lock.held == {"1": Pin("9999"), "2": Pin("246813")}
    assert house.status(code) is Status.SET
    assert house.lock.writes == [SET]
    assert house.engine.record.placements.keys() == {"2"}
    await house.stop()
    await house.start()
    await house.settle()
    assert house.lock.held == {"1": Pin("9999"), "2": Pin("246813")}


@pytest.mark.contract("8.20")
async def test_a_reset_that_is_only_said_does_not_stop_a_removal(
    house: House,
) -> None:
    await house.run()
    code = await house.create("246813")
    await house.settle()
    house.lock.sent.clear()
    house.during_write(house.adapter.lose_everything)
    await house.delete(code)
    await house.settle()
    assert house.lock.writes == [CommandKind.CLEAR]
    assert house.status(code) is None


async def test_an_adapter_can_ask_whether_a_slot_is_ours(house: House) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    assert house.adapter.listener is not None
    assert house.adapter.listener.is_ours("1")
    assert not house.adapter.listener.is_ours("2")


async def test_what_the_lock_tells_of_another_slot_holds_no_command_up(
    house: House,
) -> None:
    await house.run()
    house.during_write(lambda: house.adapter.type_at_keypad("3", "9999"))
    await house.create("246813")
    await house.settle()
    assert house.lock.held == {"1": Pin("246813"), "3": Pin("9999")}
    assert house.lock.kinds == [SET]


async def test_a_command_that_comes_again_and_again_is_held_back(house: House) -> None:
    """Limit the commands of a loop of decisions, which should never happen: they cost the lock's battery."""

    def plan(record: LockRecord, world: World) -> Plan:
        planned = plan_of(record, world)
        command = plan_of(LockRecord("lock-1", capabilities=record.capabilities), world)
        return Plan(
            record=planned.record,
            command=command.command,
            intended=planned.record,
            views=planned.views,
            issues=planned.issues,
            deadline=world.now,
        )

    house.options["plan"] = plan
    await house.start()
    await house.settle()
    assert house.lock.kinds == [READ] * 5
    await house.pass_time(4)
    assert house.lock.kinds == [READ] * 5
    await house.pass_time(1)
    assert house.lock.kinds == [READ] * 6
    for _ in range(60):
        await house.pass_time(60)
    assert 10 < len(house.lock.kinds) < 20


async def test_a_lock_that_comes_and_goes_all_the_time_is_spared(house: House) -> None:
    await house.run()
    house.lock.is_watched = False
    house.lock.is_reachable = False
    await house.create("246813")
    await house.settle()
    for _ in range(20):
        house.adapter.word = Reach.OFFLINE
        house.adapter.tell_reach()
        house.adapter.word = None
        house.adapter.tell_reach()
        await house.settle()
    assert len(house.lock.sent) == 6
    house.lock.is_reachable = True
    await house.pass_time(60)
    assert house.lock.pins == {"246813"}


@pytest.mark.contract("13.34")
async def test_a_report_that_contradicts_a_write_under_way_leaves_it_in_doubt(
    house: House,
) -> None:
    await house.run()
    house.lock.gate = asyncio.Event()
    code = await house.create("246813")
    await house.hass.async_block_till_done()
    house.adapter.type_at_keypad("1", "999999")
    house.lock.gate.set()
    with patch.object(house.adapter, "async_read", side_effect=ReadFailed):
        await house.settle()
    assert house.status(code) is not Status.SET
    await house.pass_time(12)
    assert house.lock.kinds == [SET, READ]
    assert house.status(code) is Status.SET


@pytest.mark.contract("13.96")
async def test_a_pin_that_a_person_enters_amid_our_first_write_stays_theirs(
    house: House,
) -> None:
    await house.run()
    house.lock.gate = asyncio.Event()
    house.lock.faults += [Fault.LIE]
    code = await house.create("246813")
    await house.hass.async_block_till_done()
    house.adapter.type_at_keypad("1", "999999")
    house.lock.gate.set()
    await house.settle()
    await house.pass_time(60)
    assert house.lock.pins == {"999999", "246813"}
    assert house.status(code) is Status.SET
    assert set(house.engine.record.unmanaged) == {"1"}


@pytest.mark.contract("13.35")
async def test_an_echo_of_our_own_write_is_no_change_at_the_lock(house: House) -> None:
    await house.run()
    house.lock.gate = asyncio.Event()
    code = await house.create("246813")
    await house.hass.async_block_till_done()
    house.adapter.type_at_keypad("1", "246813")
    house.lock.gate.set()
    await house.settle()
    house.adapter.type_at_keypad("1", "246813")
    await house.settle()
    assert house.lock.kinds == [SET]
    await house.delete(code)
    house.adapter.type_at_keypad("1", None)
    await house.settle()
    assert house.lock.kinds == [SET, CLEAR]
    assert "access_code.deleted_external" not in house.kinds_of_events


async def test_an_answer_that_comes_too_late_still_is_the_locks_word(
    house: House,
) -> None:
    await house.run()
    house.lock.faults.append(Fault.LOSE_ANSWER)
    code = await house.create("246813")
    await house.settle()
    assert house.status(code) is Status.SETTING

    house.adapter.type_at_keypad("1", "246813")
    await house.settle()

    assert house.status(code) is Status.SET
    assert house.lock.kinds == [SET]
    assert "access_code.modified_external" not in house.kinds_of_events


@pytest.mark.contract("13.35", "13.48")
async def test_an_echo_of_a_new_name_is_no_change_of_the_code(house: House) -> None:
    house.lock.alter(name_length=20)
    await house.run()
    code = await house.create("246813")
    await house.settle()
    await house.pass_time(10)
    house.lock.gate = asyncio.Event()
    await house.update(code, name="Cleaner")
    assert house.adapter.listener is not None
    house.adapter.listener.reported("1", None)
    house.lock.gate.set()
    await house.settle()
    assert house.lock.kinds == [SET, CommandKind.RENAME, READ]
    assert house.status(code) is Status.SET


async def test_an_echo_of_the_write_before_is_no_change_either(house: House) -> None:
    house.lock.alter(slots=("1",))
    await house.run()
    first = await house.create("246813")
    await house.settle()
    await house.delete(first)
    await house.settle()
    house.lock.gate = asyncio.Event()
    second = await house.create("975310")
    await house.hass.async_block_till_done()
    assert house.adapter.listener is not None
    house.adapter.listener.reported("1", house.lock.shown("1"))
    house.lock.gate.set()
    await house.settle()
    assert house.status(second) is Status.SET
    assert house.lock.kinds == [SET, CLEAR, SET]


async def test_a_read_that_a_report_overtook_counts_for_nothing(house: House) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    await house.pass_time(10)
    house.adapter.go_away()
    await house.settle()
    house.lock.sent.clear()
    house.lock.gate = asyncio.Event()
    house.adapter.come_back()
    await house.hass.async_block_till_done()
    assert house.lock.kinds == [READ]
    house.adapter.type_at_keypad("1", "975310")
    house.lock.type_at_keypad("1", Pin("246813"))
    house.lock.gate.set()
    await house.settle()
    assert "access_code.modified_external" in house.kinds_of_events
    await house.pass_time(12)
    assert house.lock.pins == {"246813"}


async def test_a_full_read_leaves_out_what_newer_reports_told(house: House) -> None:
    house.lock.alter(lists_slots=True)
    await house.run()
    house.lock.gate = asyncio.Event()
    sync = asyncio.ensure_future(house.engine.async_sync())
    await house.hass.async_block_till_done()
    assert house.lock.kinds == [CommandKind.READ_ALL]
    house.adapter.type_at_keypad("3", "999999")
    house.lock.type_at_keypad("3", None)
    house.lock.gate.set()
    report = await sync
    assert report.is_complete
    assert house.engine.plan.free_slots == 9


async def test_a_full_read_during_which_all_was_cleared_changes_nothing(
    house: House,
) -> None:
    house.lock.alter(lists_slots=True)
    await house.run()
    house.lock.gate = asyncio.Event()
    sync = asyncio.ensure_future(house.engine.async_sync())
    await house.hass.async_block_till_done()
    house.adapter.lose_everything()
    house.lock.type_at_keypad("3", Pin("999999"))
    house.lock.gate.set()
    await sync
    assert house.engine.plan.free_slots == 10


async def test_attempts_are_forgotten_with_their_codes(house: House) -> None:
    await house.run()
    for number in range(10):
        code = await house.create(f"{246813 + number * 7}")
        await house.settle()
        await house.delete(code)
        await house.settle()
    assert not house.engine.record.codes
    assert len(house.engine.world.attempted) <= 1
