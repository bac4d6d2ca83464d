"""The clock of a Matter lock is set where it is wrong, and looked at when it may have become so."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.access_codes.core.model import LockClock
from custom_components.access_codes.locks.matter import wall_clock
from custom_components.access_codes.locks.matter.zone_rules import (
    microseconds,
    next_change,
)
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.support.matter_lock import Refused, Silence
from tests.support.matter_server import MatterServer

from .conftest import Door, OpenDoor

SETTING = ["SetTimeZone", "SetDSTOffset", "SetUTCTime"]


def clock_of(door: Door) -> LockClock:
    """Return what is known of the lock's clock."""
    known = door.adapter.capabilities
    assert known is not None
    return known.clock


def names_of(server: MatterServer) -> list[str]:
    """Return the commands to the clock."""
    return [name for name, _ in server.clock_commands]


async def later(hass: HomeAssistant, hours: float) -> None:
    """Let time pass, as far as timers see it."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=hours))
    await hass.async_block_till_done(wait_background_tasks=True)


@pytest.mark.contract("12.341")
async def test_a_wrong_clock_is_set_to_home_assistants_zone_and_time(
    hass: HomeAssistant, server: MatterServer, open_door: OpenDoor
) -> None:
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    server.clock_off, server.can_set_clock = 3600, True
    door = await open_door()
    assert clock_of(door) is LockClock.TRUSTED
    assert names_of(server) == SETTING
    zone, saving, utc = (payload for _, payload in server.clock_commands)
    assert [one["offset"] for one in zone["timeZone"]] == [3600]
    assert [one["offset"] for one in saving["DSTOffset"]][:1] in ([0], [3600])
    shown = microseconds(dt_util.utcnow()) - utc["UTCTime"]
    assert 0 <= shown < 60_000_000
    await later(hass, 1.1)
    assert names_of(server) == SETTING


@pytest.mark.contract("12.341")
async def test_a_clock_that_is_right_is_left_alone(
    hass: HomeAssistant, server: MatterServer, open_door: OpenDoor
) -> None:
    door = await open_door()
    assert clock_of(door) is LockClock.TRUSTED
    assert server.clock_commands == []


@pytest.mark.contract("12.341")
async def test_a_clock_that_never_had_a_time_gets_one(
    hass: HomeAssistant, server: MatterServer, open_door: OpenDoor
) -> None:
    server.clock_off, server.can_set_clock = None, True
    door = await open_door()
    assert clock_of(door) is LockClock.TRUSTED
    known = door.adapter.capabilities
    assert known is not None
    assert known.native_windows is not None


@pytest.mark.contract("12.341")
async def test_a_clock_that_stays_wrong_is_set_again_once_a_day(
    hass: HomeAssistant,
    server: MatterServer,
    open_door: OpenDoor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.clock_off = 3600
    door = await open_door()
    assert clock_of(door) is LockClock.MISMATCH
    await later(hass, 1.1)
    assert names_of(server) == SETTING
    monkeypatch.setattr(wall_clock, "_RETRY_AFTER", 0)
    server.can_set_clock = True
    await later(hass, 2.2)
    assert names_of(server) == SETTING * 2
    assert clock_of(door) is LockClock.TRUSTED


@pytest.mark.contract("12.341")
@pytest.mark.parametrize("error", [Silence(), Refused()])
async def test_a_lock_whose_clock_cannot_be_set_is_used_without_windows(
    hass: HomeAssistant,
    server: MatterServer,
    open_door: OpenDoor,
    error: Exception,
) -> None:
    server.clock_off = 3600
    with patch.object(server, "_set_clock", side_effect=error):
        door = await open_door()
    known = door.adapter.capabilities
    assert known is not None
    assert known.clock is LockClock.MISMATCH
    assert known.native_windows is None


@pytest.mark.contract("12.85")
async def test_a_clock_that_was_set_by_a_wrong_time_is_set_again_at_once(
    hass: HomeAssistant, server: MatterServer, open_door: OpenDoor
) -> None:
    server.clock_off = 3600
    door = await open_door()
    assert clock_of(door) is LockClock.MISMATCH
    server.can_set_clock = True
    door.adapter.clock_was_set()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert clock_of(door) is LockClock.TRUSTED


@pytest.mark.contract("12.342")
async def test_the_clock_is_read_when_home_assistants_zone_changes(
    hass: HomeAssistant, server: MatterServer, open_door: OpenDoor
) -> None:
    await open_door()
    before = server.clock_reads
    await hass.config.async_update(time_zone="Asia/Kolkata")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert server.clock_reads == before + 1


@pytest.mark.contract("12.342")
async def test_the_clock_is_read_after_daylight_saving_has_changed(
    hass: HomeAssistant,
    server: MatterServer,
    open_door: OpenDoor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wall_clock, "CLOCK_INTERVAL", timedelta(days=900))
    await hass.config.async_set_time_zone("Europe/Amsterdam")
    door = await open_door()
    before = server.clock_reads
    change = next_change(dt_util.get_default_time_zone(), dt_util.utcnow())
    assert change is not None
    async_fire_time_changed(hass, change + timedelta(seconds=30))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert server.clock_reads == before
    async_fire_time_changed(hass, change + timedelta(seconds=90))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert server.clock_reads == before + 1

    door.adapter.stop()
    async_fire_time_changed(hass, change + timedelta(days=899))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert server.clock_reads == before + 1
