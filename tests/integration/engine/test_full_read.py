"""Full reads by the engine: slot by slot, with due commands in between, and few writes to the disk."""

import pytest

from custom_components.access_codes.core.model import (
    CommandKind,
    Pin,
    Reach,
    Readability,
    Settings,
    Status,
)
from tests.support.engine_house import House
from tests.support.fake_lock import FakeLock, Fault, Sent

FORTY = tuple(str(slot) for slot in range(1, 41))


def a_large_lock() -> FakeLock:
    lock = FakeLock()
    lock.alter(slots=FORTY)
    return lock


@pytest.mark.contract("8.1", "8.37")
async def test_a_lock_that_takes_long_for_each_slot_is_read_in_the_end(
    house: House,
) -> None:
    house.lock = a_large_lock()

    def take_two_seconds(_: Sent) -> None:
        house.freezer.tick(2)

    house.lock.before_command = take_two_seconds
    await house.start()
    await house.settle()
    assert house.is_read()
    assert house.slots_read == list(FORTY)


@pytest.mark.contract("5.23", "8.37")
async def test_a_removal_that_falls_due_goes_between_two_slots(house: House) -> None:
    house.lock = a_large_lock()
    await house.run()
    code = await house.create("246813", starts_in=0, lasts=60)
    await house.settle()
    assert house.status(code) is Status.SET
    house.lock.sent.clear()

    def end_window(sent: Sent) -> None:
        if sent.command.slot == "7":
            house.freezer.tick(61)

    house.lock.before_command = end_window
    await house.engine.async_sync()
    kinds = house.lock.kinds
    assert kinds.index(CommandKind.CLEAR) == house.slots_read.index("7") + 1
    assert house.lock.pins == set()


@pytest.mark.contract("13.60")
async def test_a_full_read_does_not_write_each_slot_to_the_disk(house: House) -> None:
    house.lock = a_large_lock()
    for slot in ("3", "9", "27"):
        house.lock.type_at_keypad(slot, Pin("555555" + slot))
    await house.start()
    await house.settle()
    assert house.slots_read == list(FORTY)
    assert len(house.disk.writes) <= 5
    assert (await house.on_disk()).unmanaged.keys() == {"3", "9", "27"}


@pytest.mark.contract("8.31", "13.60")
async def test_a_crash_in_a_full_read_costs_what_was_not_yet_written(
    house: House,
) -> None:
    house.lock = a_large_lock()
    house.lock.mute = frozenset({"20"})
    await house.start()
    await house.settle()
    house.engine.sweep()
    await house.settle()
    full_read = (await house.on_disk()).full_read
    assert full_read is not None
    assert full_read.unread == {"20"}
    await house.die()
    house.lock.sent.clear()
    await house.start()
    await house.settle()
    assert house.slots_read == ["20"]


@pytest.mark.contract("8.34")
async def test_an_answer_that_there_is_no_such_slot_is_an_answer(house: House) -> None:
    house.lock.missing = frozenset({"9", "10"})
    await house.start()
    await house.settle()
    assert house.is_read()
    assert house.engine.record.missing_slots == {"9", "10"}
    assert house.engine.plan.free_slots == 8
    assert house.engine.world.heard_at == house.now


@pytest.mark.contract("12.5")
@pytest.mark.parametrize(
    ("ailment", "reach"), [(None, Reach.REACHABLE), (Fault.SWALLOW, Reach.OFFLINE)]
)
async def test_a_lock_that_cannot_be_read_is_asked_for_a_sign_of_life_before_a_window(
    house: House, ailment: Fault | None, reach: Reach
) -> None:
    house.lock.alter(reads=Readability.NOTHING)
    house.settings = Settings(preflight=7200)
    await house.start()
    await house.create("246813", starts_in=10000)
    await house.settle()
    house.lock.ailment = ailment
    await house.pass_time(3000)
    assert house.lock.kinds == [CommandKind.CHECK]
    assert house.reach() is reach
    answered_at = house.engine.record.answered_at
    assert (answered_at == house.now) is (ailment is None)
