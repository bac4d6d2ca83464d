"""The engine over the life of access codes."""

import pytest

from custom_components.access_codes.core.model import (
    CommandKind,
    Pin,
    Reach,
    Readability,
    Settings,
    Status,
)
from custom_components.access_codes.engine.updates import Update
from tests.support.engine_house import House
from tests.support.fake_adapter import FakeAdapter

SET, CLEAR, READ = (
    CommandKind.SET,
    CommandKind.CLEAR,
    CommandKind.READ,
)


@pytest.mark.contract("8.1")
async def test_a_lock_is_read_in_full_once_it_is_linked(house: House) -> None:
    await house.start()
    await house.settle()
    assert house.lock.kinds == [READ] * 10
    assert house.engine.record.is_read
    assert house.engine.record.capabilities == house.lock.capabilities


async def test_an_ongoing_code_comes_on_the_lock_and_is_taken_off_when_deleted(
    house: House,
) -> None:
    await house.run()
    code = await house.create("246813")
    assert house.status(code) is Status.SETTING
    await house.settle()
    assert house.lock.pins == {"246813"}
    assert house.status(code) is Status.SET
    await house.delete(code)
    assert house.status(code) is Status.REMOVING
    await house.settle()
    assert house.lock.pins == set()
    assert house.status(code) is None
    assert house.kinds_of_events == [
        "access_code.created",
        "access_code.set_on_device",
        "access_code.removed_from_device",
        "access_code.deleted",
    ]


@pytest.mark.contract("13.16")
async def test_a_code_takes_two_writes_to_the_disk_and_one_to_the_lock(
    house: House,
) -> None:
    await house.run()
    await house.create("246813")
    await house.settle()
    assert house.lock.kinds == [SET]
    assert len(house.disk.writes) == 2


async def test_a_code_is_on_the_lock_from_the_start_of_its_window_to_its_end(
    house: House,
) -> None:
    await house.run()
    code = await house.create("246813", starts_in=600, lasts=600)
    await house.settle()
    assert house.lock.kinds == []
    assert house.status(code) is Status.UNSET
    await house.pass_time(599)
    assert house.lock.kinds == []
    await house.pass_time(1)
    assert house.lock.pins == {"246813"}
    assert house.status(code) is Status.SET
    await house.pass_time(600)
    assert house.lock.pins == set()
    assert house.status(code) is Status.UNSET


@pytest.mark.contract("8.6")
async def test_a_change_made_at_the_keypad_is_put_back(house: House) -> None:
    await house.run()
    code = await house.create("246813")
    await house.settle()
    await house.pass_time(10)
    house.adapter.type_at_keypad("1", "9999")
    await house.settle()
    assert house.lock.pins == {"246813"}
    assert house.status(code) is Status.SET
    assert "access_code.modified_external" in house.kinds_of_events


@pytest.mark.contract("8.10")
async def test_all_codes_come_back_after_the_lock_was_reset(house: House) -> None:
    await house.run()
    await house.create("246813")
    await house.create("975310")
    await house.settle()
    await house.pass_time(10)
    house.adapter.lose_everything()
    await house.settle()
    assert house.lock.pins == {"246813", "975310"}


@pytest.mark.contract("8.4")
async def test_a_foreign_code_is_left_alone(house: House) -> None:
    house.lock.type_at_keypad("1", Pin("555555"))
    await house.run()
    code = await house.create("246813")
    await house.settle()
    await house.delete(code)
    await house.settle()
    assert house.lock.pins == {"555555"}


@pytest.mark.contract("11.8")
async def test_a_use_is_told_with_where_it_happened(house: House) -> None:
    await house.run()
    code = await house.create("246813")
    await house.settle()
    house.adapter.use("1")
    house.adapter.use(None)
    assert house.adapter.listener is not None
    house.adapter.listener.access_denied("unknown_code")
    await house.settle()
    used, unnamed, denied = house.events[-3:]
    assert unnamed.data["access_code_id"] is None
    assert used.data["type"] == "access_code.used"
    assert used.data["access_code_id"] == code.access_code_id
    assert used.data["name"] == code.name
    assert used.data["lock_entity_id"] == "lock.front_door"
    assert used.data["device_id"] == "device-1"
    assert used.data["action"] == "unlock"
    assert used.data["occurred_at"] == house.now.isoformat()
    assert denied.data["type"] == "lock.access_denied"


@pytest.mark.contract("4.13")
async def test_a_one_time_code_goes_with_its_first_use(house: House) -> None:
    await house.run()
    await house.create("246813", is_one_time_use=True)
    await house.settle()
    house.adapter.use("1")
    await house.settle()
    assert house.lock.pins == set()


async def test_who_looks_on_is_told_what_to_draw_again(house: House) -> None:
    await house.run()
    updates: list[Update] = []
    stop = house.engine.subscribe(updates.append)
    code = await house.create("246813")
    await house.settle()
    assert updates[0].added == {code.access_code_id}
    assert updates[-1].changed == {code.access_code_id}
    assert updates[-1].lock_changed is False or house.engine.plan.free_slots == 9
    updates.clear()
    await house.update(code, name="Cleaner")
    await house.settle()
    assert [update.changed for update in updates] == [{code.access_code_id}]
    updates.clear()
    await house.delete(code)
    await house.settle()
    assert updates[-1].removed == {code.access_code_id}
    updates.clear()
    stop()
    stop()
    await house.create("975310")
    assert updates == []


async def test_one_who_cannot_draw_keeps_nobody_else_from_it(
    house: House, expected_errors: list[str]
) -> None:
    expected_errors.append("Subscriber failed: KeyError")
    await house.run()
    updates: list[Update] = []

    def stumble(update: Update) -> None:
        raise KeyError(update)

    house.engine.subscribe(stumble)
    house.engine.subscribe(updates.append)
    await house.create("246813")
    await house.settle()
    assert house.lock.pins == {"246813"}
    assert updates


async def test_nothing_is_told_where_nothing_changed(house: House) -> None:
    await house.run()
    updates: list[Update] = []
    house.engine.subscribe(updates.append)
    house.engine.settings_changed(Settings())
    house.adapter.tell_reach()
    await house.settle()
    assert updates == []
    assert house.disk.writes == []


async def test_options_are_followed_without_a_restart(house: House) -> None:
    await house.run()
    code = await house.create("246813", starts_in=600)
    house.engine.settings_changed(Settings(programming_lead=900))
    await house.settle()
    assert house.lock.pins == {"246813"}
    assert house.status(code) is Status.SET


@pytest.mark.contract("5.28", "12.2")
async def test_what_the_lock_can_do_is_followed(house: House) -> None:
    house.lock.alter(slots=("1",))
    await house.run()
    await house.create("246813")
    await house.settle()
    house.lock.alter(slots=("1", "2"))
    house.adapter.tell_reach()
    await house.settle()
    assert house.engine.plan.free_slots == 1


@pytest.mark.contract("12.3")
async def test_a_lock_that_does_not_say_what_it_can_do_is_told_nothing(
    house: House,
) -> None:
    await house.start(is_attached=False)
    adapter = FakeAdapter(house.lock)
    adapter.capabilities_known = False
    await house.engine.attach(adapter)
    await house.settle()
    assert house.engine.record.capabilities is None
    assert house.engine.world.reach is Reach.REACHABLE
    assert not house.lock.sent


async def test_names_are_kept_where_the_lock_stores_them(house: House) -> None:
    house.lock.alter(name_length=20)
    await house.run()
    code = await house.create("246813")
    await house.settle()
    await house.update(code, name="Cleaner")
    await house.settle()
    assert house.lock.names == {"1": "Cleaner"}
    assert house.lock.kinds == [SET, CommandKind.RENAME]


async def test_a_masking_lock_is_believed_as_far_as_it_tells(house: House) -> None:
    house.lock.alter(reads=Readability.PRESENCE)
    await house.run()
    code = await house.create("246813")
    await house.settle()
    await house.delete(code)
    await house.settle()
    assert house.lock.kinds == [SET, CLEAR]
    assert house.lock.held == {}


async def test_a_lock_that_tells_nothing_is_not_read(house: House) -> None:
    house.lock.alter(reads=Readability.NOTHING)
    house.lock.confirms_writes = False
    await house.run()
    code = await house.create("246813")
    await house.settle()
    assert house.status(code) is Status.SET
    await house.delete(code)
    await house.settle()
    assert house.lock.kinds == [SET, CLEAR]
