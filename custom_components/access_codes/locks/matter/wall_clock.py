"""The clock of a Matter lock, which decides over the windows that the lock holds."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from chip.clusters import Objects as clusters
from chip.clusters.Types import NullValue

from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.event import (
    async_track_point_in_utc_time,
    async_track_time_interval,
)
from homeassistant.util import dt as dt_util

from ...core.model import LockClock, Outcome
from .command_errors import CommandFailed
from .dates import LOCAL_TIME, clock_of
from .transport import Transport
from .zone_rules import ZoneRules, microseconds, next_change, zone_rules

CLOCK_INTERVAL: Final = timedelta(hours=1)
"""Time between two looks at the lock's clock: it may not follow daylight saving."""

_AFTER_CHANGE: Final = timedelta(minutes=1)
"""Time from a change of daylight saving to the look at what the lock made of it."""

_RETRY_AFTER: Final = 24 * 3600
"""Seconds until a clock is set again that stayed wrong."""

_ROOT: Final = 0
"""The endpoint of the clock, whichever door the lock is."""

_MOST_PERIODS: Final = "0/56/11"
"""Path of the number of periods of daylight saving that the lock keeps."""

_Clock: Final = clusters.TimeSynchronization
_SECONDS: Final = _Clock.Enums.GranularityEnum.kSecondsGranularity


class WallClock:
    """The lock's wall clock: read, and set where it is wrong."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.state: LockClock | None = None
        """Right or wrong; None if the lock has no clock that is known."""
        self.is_read = False
        self._set_at: float | None = None

    # contract 12.174, 12.341
    async def async_look(
        self, transport: Transport, attributes: dict[str, Any]
    ) -> bool:
        """Read the clock, and set it if it is wrong; return whether it is known now.

        Matter servers leave the clock alone as they ship, and a lock begins without zone and time.
        """
        if LOCAL_TIME not in attributes:
            self.state, self.is_read = None, True
            return True
        try:
            self.state = await self._shown(transport)
        except CommandFailed as failure:
            if failure.outcome is not Outcome.REFUSED:
                return False
            self.state = None
        self.is_read = True
        if self.state is not LockClock.TRUSTED and self._may_be_set():
            await self._async_set(transport, attributes)
        return True

    async def _shown(self, transport: Transport) -> LockClock | None:
        local_time = await transport.read(LOCAL_TIME)
        zone = dt_util.get_default_time_zone()
        return clock_of(local_time, dt_util.utcnow(), zone)

    def home_clock_was_set(self) -> None:
        """Allow the clock to be set, though it was a short time ago: that was by another time."""
        self._set_at = None

    def _may_be_set(self) -> bool:
        now = asyncio.get_running_loop().time()
        return self._set_at is None or now - self._set_at >= _RETRY_AFTER

    async def _async_set(
        self, transport: Transport, attributes: dict[str, Any]
    ) -> None:
        """Set zone and time, and read the clock again."""
        self._set_at = asyncio.get_running_loop().time()
        most = attributes.get(_MOST_PERIODS)
        now = dt_util.utcnow()
        zone = dt_util.get_default_time_zone()
        rules = zone_rules(zone, now, most if isinstance(most, int) and most else 1)
        try:
            for command in _commands(rules):
                await transport.send(command, _ROOT)
            utc = _Clock.Commands.SetUTCTime(
                UTCTime=microseconds(dt_util.utcnow()), granularity=_SECONDS
            )
            await transport.send(utc, _ROOT)
            self.state = await self._shown(transport)
        except CommandFailed:
            # What it shows decides, at the next look.
            return
        if self.state is LockClock.TRUSTED:
            self._set_at = None


def _commands(rules: ZoneRules) -> list[Any]:
    zone = _Clock.Structs.TimeZoneStruct(offset=rules.offset, validAt=0)
    periods = [
        _Clock.Structs.DSTOffsetStruct(
            offset=period.saving,
            validStarting=period.begins,
            validUntil=NullValue if period.ends is None else period.ends,
        )
        for period in rules.periods
    ]
    return [
        _Clock.Commands.SetTimeZone(timeZone=[zone]),
        _Clock.Commands.SetDSTOffset(DSTOffset=periods),
    ]


class ClockWatch:
    """Calls for a look at the clock: each hour, after daylight saving has changed, and when Home Assistant's zone has."""

    def __init__(self, hass: HomeAssistant, due: Callable[[], None]) -> None:
        """Store what is called."""
        self._hass = hass
        self._due = due
        self._listeners: list[CALLBACK_TYPE] = []
        self._cancel_change: CALLBACK_TYPE | None = None

    # contract 12.342
    @callback
    def start(self) -> None:
        """Begin."""
        self._listeners = [
            async_track_time_interval(self._hass, self._on_time, CLOCK_INTERVAL),
            self._hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, self._on_zone),
        ]
        self._await_change()

    @callback
    def stop(self) -> None:
        """End."""
        while self._listeners:
            self._listeners.pop()()
        self._forget_change()

    @callback
    def _on_time(self, _: datetime) -> None:
        self._due()

    @callback
    def _on_zone(self, _: Event[Any]) -> None:
        self._await_change()
        self._due()

    @callback
    def _on_change(self, _: datetime) -> None:
        self._cancel_change = None
        self._await_change()
        self._due()

    @callback
    def _await_change(self) -> None:
        self._forget_change()
        change = next_change(dt_util.get_default_time_zone(), dt_util.utcnow())
        if change is not None:
            self._cancel_change = async_track_point_in_utc_time(
                self._hass, self._on_change, change + _AFTER_CHANGE
            )

    @callback
    def _forget_change(self) -> None:
        if self._cancel_change is not None:
            self._cancel_change()
            self._cancel_change = None
