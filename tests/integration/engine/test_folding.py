"""The log of a record is folded in time: when a PIN is gone, when the engine stops, and not for each change."""

from pathlib import Path

import pytest

from custom_components.access_codes.core.model import Status
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from tests.support.engine_house import Disk, House
from tests.support.record_files import log_of, record_files

PIN, OTHER_PIN = "246813", "975310"


def on_disk(house: House) -> str:
    """Return all that is on disk about the lock."""
    return str(record_files(house.path))


def is_snapshot(write: dict[str, object]) -> bool:
    return "generation" in write


@pytest.mark.contract("13.61")
async def test_the_life_of_a_code_is_lines_only(house: House) -> None:
    await house.run()
    code = await house.create(PIN)
    await house.settle()
    await house.update(code, name="Plumber")
    await house.settle()
    assert house.disk.writes
    assert not any(map(is_snapshot, house.disk.writes))


@pytest.mark.contract("13.9", "13.64")
async def test_the_pin_of_a_deleted_code_is_off_the_disk_within_a_minute(
    house: House,
) -> None:
    await house.run()
    kept, gone = await house.create(PIN), await house.create(OTHER_PIN)
    await house.settle()
    await house.delete(gone)
    await house.settle()
    assert house.lock.pins == {PIN}
    assert OTHER_PIN in on_disk(house)
    await house.pass_time(60)
    assert OTHER_PIN not in on_disk(house)
    assert PIN in on_disk(house)
    assert (await house.on_disk()).codes.keys() == {kept.access_code_id}
    house.disk.writes.clear()
    for _ in range(3):
        await house.pass_time(60)
    assert not house.disk.writes


@pytest.mark.contract("13.9")
async def test_the_former_pin_of_a_code_is_off_the_disk_within_a_minute(
    house: House,
) -> None:
    await house.run()
    code = await house.create(PIN)
    await house.settle()
    await house.update(code, code=house.engine.record.codes[code.access_code_id].pin)
    await house.settle()
    await house.delete(code)
    await house.create(OTHER_PIN)
    await house.settle()
    await house.pass_time(60)
    assert PIN not in on_disk(house)
    assert OTHER_PIN in on_disk(house)


@pytest.mark.contract("13.9")
async def test_after_a_crash_the_first_minute_removes_the_pin(house: House) -> None:
    await house.run()
    code = await house.create(PIN)
    await house.settle()
    await house.delete(code)
    await house.settle()
    await house.die()
    assert PIN in on_disk(house)
    await house.start()
    await house.settle()
    await house.pass_time(60)
    assert PIN not in on_disk(house)


@pytest.mark.contract("13.15", "13.64")
async def test_a_stop_leaves_a_snapshot_and_an_empty_log(house: House) -> None:
    await house.run()
    code = await house.create(PIN)
    await house.settle()
    await house.create(OTHER_PIN)
    await house.delete(code)
    await house.settle()
    await house.engine.async_stop()
    assert log_of(house.path).read_bytes().count(b"\n") == 1
    assert OTHER_PIN in house.path.read_text()
    assert PIN not in on_disk(house)
    house.disk.writes.clear()
    await house.engine.async_stop()
    await house.start()
    await house.engine.async_stop()
    assert not house.disk.writes


@pytest.mark.contract("13.64")
async def test_a_shutdown_of_home_assistant_folds_the_log(
    house: House, hass: HomeAssistant
) -> None:
    await house.run()
    await house.create(PIN)
    await house.settle()
    house.disk.writes.clear()
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await house.settle()
    assert list(map(is_snapshot, house.disk.writes)) == [True]
    assert PIN in house.path.read_text()


@pytest.mark.contract("13.64")
async def test_a_fold_that_the_disk_refuses_is_tried_again_and_loses_nothing(
    house: House,
) -> None:
    await house.run()
    code = await house.create(PIN)
    await house.settle()
    await house.delete(code)
    await house.settle()
    house.disk.is_full = True
    await house.pass_time(60)
    assert house.is_disk_failing()
    with pytest.raises(StorageFailed):
        await house.create(OTHER_PIN)
    house.disk.is_full = False
    await house.pass_time(60)
    assert not house.is_disk_failing()
    assert PIN not in on_disk(house)
    assert not (await house.on_disk()).codes


@pytest.mark.contract("13.63")
async def test_a_request_that_was_refused_leaves_no_line_behind(house: House) -> None:
    await house.run()
    first = await house.create(PIN)
    await house.settle()
    house.disk.is_full = True
    with pytest.raises(StorageFailed):
        await house.create(OTHER_PIN)
    house.disk.is_full = False
    third = await house.create("864209")
    await house.settle()
    await house.die()
    await house.start()
    await house.settle()
    assert house.status(first) is house.status(third) is Status.SET
    assert len(house.engine.record.codes) == 2


@pytest.mark.contract("13.37")
async def test_a_restart_after_lines_is_no_restored_backup(
    house: House, disk: Disk, tmp_path: Path
) -> None:
    await house.run()
    await house.create(PIN)
    await house.settle()
    await house.die()
    house.lock.sent.clear()
    await house.start()
    await house.settle()
    assert house.engine.record.restore_check is None
    assert house.lock.sent == []
