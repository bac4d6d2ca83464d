"""Many locks and many codes: order of work in the event loop, and coalesced work. Counts only."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise
import threading
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes import sensor
from custom_components.access_codes.core import requests
from custom_components.access_codes.core.model import (
    CommandKind,
    LockRecord,
    Placement,
    Plan,
    Status,
    World,
)
from custom_components.access_codes.core.observations.uses import apply_used
from custom_components.access_codes.core.plan.planner import plan as plan_of
from custom_components.access_codes.core.record import record_json as content_of_file
from custom_components.access_codes.core.record.record_json import code_to_json
from custom_components.access_codes.engine import lock_connection
from custom_components.access_codes.engine.bus_events import EVENT_TYPE
from custom_components.access_codes.engine.pacing import LoopPacer
from custom_components.access_codes.locks.adapter import Use
from custom_components.access_codes.presentation.subscription import Subscription
from custom_components.access_codes.storage import record_file as storage
from custom_components.access_codes.storage.record_file import RecordStorage
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util
from tests.support.engine_house import Disk, House
from tests.support.keypad_locks import (
    async_add_locks,
    async_call,
    async_link,
    engine_of,
)
from tests.support.slot_locks import (
    SlotLocks,
    async_create,
    async_link_slots,
    async_settle,
)

DOORS = tuple(f"lock.door_{number}" for number in range(5))


class Rounds:
    """Counts the iterations of the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.now = 0
        self._loop = loop
        self._handle = loop.call_soon(self._count)

    def _count(self) -> None:
        self.now += 1
        self._handle = self._loop.call_soon(self._count)

    def stop(self) -> None:
        self._handle.cancel()


async def async_link_doors(hass: HomeAssistant) -> list[MockConfigEntry]:
    names = [
        door.removeprefix("lock.").replace("_", " ").capitalize() for door in DOORS
    ]
    await async_add_locks(hass, *names)
    return [await async_link(hass, door) for door in DOORS]


async def test_in_each_round_one_goes_on_and_all_do_in_their_order(
    hass: HomeAssistant,
) -> None:
    pace = LoopPacer(hass.loop)
    rounds = Rounds(hass.loop)
    steps: list[tuple[int, int]] = []

    async def work(number: int) -> None:
        for _ in range(2):
            await pace.async_step()
            steps.append((rounds.now, number))

    tasks = [hass.loop.create_task(work(number)) for number in range(4)]
    gone = hass.loop.create_task(work(9))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait(tasks)
    rounds.stop()
    assert [number for _, number in steps] == [0, 0, 1, 2, 3, 1, 2, 3]
    assert all(before < after for (before, _), (after, _) in pairwise(steps))


async def test_locks_that_all_have_to_be_decided_about_are_so_in_a_round_each(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = await async_link_doors(hass)
    rounds = Rounds(hass.loop)
    decided: list[int] = []

    def plan(record: LockRecord, world: World) -> Plan:
        decided.append(rounds.now)
        return plan_of(record, world)

    for entry in entries:
        monkeypatch.setattr(engine_of(entry).cycle, "_plan_of", plan)
        options = {**entry.options, "programming_lead": 60}
        hass.config_entries.async_update_entry(entry, options=options)
    while len(decided) < len(DOORS):
        await asyncio.sleep(0)
    rounds.stop()
    assert max(Counter(decided).values()) == 1


def states_of_codes(hass: HomeAssistant) -> list[str]:
    return [
        state.state
        for state in hass.states.async_all("sensor")
        if state.attributes["device_class"] == "enum"
    ]


async def test_sensors_are_added_a_few_in_each_round(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_add_locks(hass, "Door 0")
    entry = await async_link(hass, DOORS[0])
    for number in range(5):
        await async_call(hass, "create", lock=DOORS[0], name=f"Guest {number}")
    assert await hass.config_entries.async_unload(entry.entry_id)
    rounds = Rounds(hass.loop)
    drawn: list[int] = []
    draw: Callable[..., None] = sensor.AccessCodeSensor.__init__

    def drawing(self: Any, *given: Any) -> None:
        drawn.append(rounds.now)
        draw(self, *given)

    monkeypatch.setattr(sensor, "_BATCH_SIZE", 2)
    monkeypatch.setattr(sensor.AccessCodeSensor, "__init__", drawing)
    assert await hass.config_entries.async_setup(entry.entry_id)
    rounds.stop()
    assert sorted(Counter(drawn).values()) == [1, 2, 2]
    assert len(states_of_codes(hass)) == 5


class Gate:
    """A pacer that grants no step until it is opened."""

    def __init__(self) -> None:
        self.is_reached = asyncio.Event()
        self.is_open = asyncio.Event()

    async def async_step(self) -> None:
        self.is_reached.set()
        await self.is_open.wait()


async def test_a_code_that_goes_while_sensors_are_added_gets_none(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await async_add_locks(hass, "Door 0")
    entry = await async_link(hass, DOORS[0])
    for number in range(3):
        await async_call(hass, "create", lock=DOORS[0], name=f"Guest {number}")
    assert await hass.config_entries.async_unload(entry.entry_id)
    gate = Gate()
    monkeypatch.setattr(sensor, "async_pace", lambda _: gate)
    setting_up = hass.async_create_task(hass.config_entries.async_setup(entry.entry_id))
    await gate.is_reached.wait()
    engine = engine_of(entry)
    first = next(iter(engine.record.codes))
    await engine.async_request(partial(requests.delete, access_code_id=first))
    gate.is_open.set()
    assert await setting_up
    await hass.async_block_till_done()
    assert states_of_codes(hass) == ["set", "set"]


async def test_a_subscriber_is_told_of_each_lock_by_itself_and_left_alone_when_gone(
    hass: HomeAssistant,
) -> None:
    await async_link_doors(hass)
    for door in DOORS[:3]:
        await async_call(hass, "create", lock=door, name="Guest")
    told: list[dict[str, Any]] = []
    subscription = Subscription(hass, "home", told.append)
    subscription.start()
    while len(told) < 3:
        await asyncio.sleep(0)
    assert [len(update["changed"]) for update in told] == [1, 1, 1]
    subscription.stop()
    left: list[dict[str, Any]] = []
    subscription = Subscription(hass, "home", left.append)
    subscription.start()
    subscription.stop()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert left == []


async def test_a_lock_whose_entry_goes_or_changes_while_a_subscriber_is_told_is_told_of_once(
    hass: HomeAssistant,
) -> None:
    entries = await async_link_doors(hass)
    for door in DOORS[:3]:
        await async_call(hass, "create", lock=door, name="Guest")
    told: list[dict[str, Any]] = []
    subscription = Subscription(hass, "home", told.append)
    subscription.start()
    await asyncio.sleep(0)
    hass.config_entries.async_update_entry(entries[1], title="Changed")
    unloading = hass.async_create_task(
        hass.config_entries.async_unload(entries[2].entry_id)
    )
    await unloading
    await hass.async_block_till_done(wait_background_tasks=True)
    subscription.stop()
    names = Counter(
        code["lock_entity_id"] for update in told for code in update["changed"]
    )
    assert names[DOORS[0]] == names[DOORS[1]] == 1
    assert names[DOORS[2]] <= 1


async def test_a_slot_taken_tells_a_subscriber_nothing_of_other_codes(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")
    await async_link_slots(hass, "lock.front_door")
    first = await async_create(hass, "lock.front_door", "Cleaner", "730516")
    told: list[dict[str, Any]] = []
    subscription = Subscription(hass, "home", told.append)
    subscription.start()
    await async_settle(hass)
    del told[:]
    await async_create(hass, "lock.front_door", "Guest", "846290")
    subscription.stop()
    changed = [code["access_code_id"] for update in told for code in update["changed"]]
    assert changed
    assert first not in changed


async def test_a_write_puts_into_words_only_what_changed(house: House) -> None:
    await house.run()
    codes = [await house.create(str(246810 + number)) for number in range(3)]
    await house.settle()
    house.disk.writes.clear()
    await house.update(codes[1], name="Plumber")
    await house.settle()
    [written] = house.disk.writes
    assert [code["name"] for code in written["codes"]] == ["Plumber"]
    assert "placements" not in written
    assert (await house.on_disk()).codes == house.engine.record.codes
    assert (await house.on_disk()).placements == house.engine.record.placements


async def test_a_snapshot_puts_into_words_only_what_changed_since_the_one_before(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.run()
    codes = [await house.create(str(246810 + number)) for number in range(3)]
    await house.settle()
    record = house.engine.record
    storage = RecordStorage(house.hass, "other")
    await storage.async_save(record, house.now)
    written: list[str] = []

    def writing(code: Any) -> object:
        written.append(code.access_code_id)
        return code_to_json(code)

    monkeypatch.setattr(content_of_file, "code_to_json", writing)
    renamed = replace(codes[1], name="Plumber")
    changed = replace(record, codes={**record.codes, renamed.access_code_id: renamed})
    await storage.async_fold(changed, house.now)
    assert written == [renamed.access_code_id]


async def test_a_sweep_of_an_idle_lock_compares_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.run()
    for number in range(3):
        await house.create(str(246810 + number))
    await house.settle()
    await house.pass_time(60)
    assert house.adapter.listener is not None
    for slot in house.engine.record.placements:
        house.adapter.listener.reported(slot, house.lock.shown(slot))
    await house.settle()
    compared: list[Placement] = []
    same = Placement.__eq__

    def comparing(self: Placement, other: object) -> bool:
        compared.append(self)
        return same(self, other)

    monkeypatch.setattr(Placement, "__eq__", comparing)
    house.engine.sweep()
    assert compared == []


async def test_reports_that_tell_nothing_new_are_decided_about_together_and_write_nothing(
    house: House, hass: HomeAssistant
) -> None:
    decisions: list[LockRecord] = []

    def plan(record: LockRecord, world: World) -> Plan:
        decisions.append(record)
        return plan_of(record, world)

    house.options["plan"] = plan
    await house.run()
    await house.create("246813")
    await house.settle()
    await house.pass_time(60)
    slot = next(iter(house.engine.record.placements.values()))
    (content,) = slot.possible
    states = async_capture_events(hass, EVENT_STATE_CHANGED)
    del decisions[:], house.disk.writes[:]
    assert house.adapter.listener is not None
    for _ in range(100):
        house.adapter.listener.reported(slot.slot, content)
    await house.settle()
    assert len(decisions) == 1
    assert house.disk.writes == []
    assert states == []


async def test_most_of_home_assistants_threads_are_left_to_others(
    hass: HomeAssistant, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, counting = threading.Event(), threading.Lock()
    writing, most = 0, 0

    def save_json(*given: Any, **options: Any) -> None:
        nonlocal writing, most
        with counting:
            writing += 1
            most = max(most, writing)
        gate.wait()
        with counting:
            writing -= 1
        disk.save_json(*given, **options)

    monkeypatch.setattr(storage, "save_json", save_json)
    saving = [
        hass.async_create_task(
            RecordStorage(hass, f"entry{number}").async_save(
                LockRecord(f"lock{number}"), dt_util.utcnow() + timedelta(days=1)
            )
        )
        for number in range(20)
    ]
    async with asyncio.timeout(10):
        while writing < 8:
            await asyncio.sleep(0)
    for _ in range(20):
        await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(*saving)
    assert most == 8
    assert len(disk.writes) == 20


async def test_what_a_lock_tells_all_at_once_is_taken_in_and_told_bit_by_bit(
    house: House, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    slot = next(iter(house.engine.record.placements))
    rounds = Rounds(hass.loop)
    taken_in: list[int] = []

    def apply(record: LockRecord, world: World, use: Use) -> LockRecord:
        taken_in.append(rounds.now)
        return apply_used(record, world, use)

    monkeypatch.setattr(lock_connection, "apply_used", apply)
    told: list[int] = []
    hass.bus.async_listen(EVENT_TYPE, callback(lambda _: told.append(rounds.now)))
    assert house.adapter.listener is not None
    for _ in range(250):
        house.adapter.listener.used(Use("unlock", slot))
    # The loop always has something to do, so that nobody can tell when all is done.
    while len(told) < 250:
        await asyncio.sleep(0)
    rounds.stop()
    await house.settle()
    assert list(Counter(taken_in).values()) == [100, 100, 50]
    assert max(Counter(told).values()) == 50


async def test_an_answer_that_comes_while_reports_are_taken_in_is_waited_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.run()
    house.lock.gate = asyncio.Event()
    code = await house.create("246813")
    taken_in: list[str] = []

    def apply(record: LockRecord, world: World, use: Use) -> LockRecord:
        taken_in.append(use.action)
        assert house.lock.gate is not None
        house.lock.gate.set()
        return apply_used(record, world, use)

    monkeypatch.setattr(lock_connection, "apply_used", apply)
    assert house.adapter.listener is not None
    for _ in range(3000):
        house.adapter.listener.used(Use("unlock", "1"))
    await house.settle()
    assert len(taken_in) == 3000
    assert house.lock.kinds == [CommandKind.SET]
    assert house.status(code) is Status.SET
