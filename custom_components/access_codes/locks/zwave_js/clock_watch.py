"""When a lock's clock is judged: at the start, each day, after both changes of the clock, and ahead of a window."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any, Final, Protocol

from zwave_js_server.model.node import Node

from homeassistant.const import EVENT_CORE_CONFIG_UPDATE
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from ...core.model import LockClock, Window, WindowSupport
from .node import is_awake
from .schedule_values import clock_changes, repeated_hours
from .wall_clock import Judgement, WallClock

_AGAIN: Final = timedelta(days=1)

_SOON: Final = timedelta(minutes=5)
"""After a reading that the lock did not answer, or that it was not reached for."""

_FRESH_FOR: Final = timedelta(hours=1)
"""Time for which a judgement allows a window to be written without another."""

_AFTER_CHANGE: Final = timedelta(seconds=5)
"""Time that a lock which changes its clock by itself may take."""

_AHEAD: Final = timedelta(days=730)
"""Time ahead in which hours that the clock shows twice are named."""

_ANSWER_WITHIN: Final = 30
"""Seconds after which the driver is not waited for: it keeps a command for a lock that sleeps."""


@lru_cache(maxsize=4)
def _repeated_hours_around(zone: tzinfo, day: date) -> tuple[Window, ...]:
    """Return the hours that the clock of a zone shows twice, as of a day in UTC: the same ones for all locks of a home."""
    midnight = datetime.combine(day, time(), UTC)
    return repeated_hours(
        zone, midnight - timedelta(days=1), midnight + timedelta(days=1) + _AHEAD
    )


class OnJudged(Protocol):
    """Called after each judgement."""

    def __call__(self, *, is_new_zone: bool) -> None:
        """Handle a judgement. ``is_new_zone``: Home Assistant has another time zone than before."""


class ClockWatch:
    """Judges the clock of one lock again and again."""

    def __init__(
        self, hass: HomeAssistant, node: Node, radio: asyncio.Lock, on_judged: OnJudged
    ) -> None:
        """Store the node. ``radio``: held by each command to the lock."""
        self._hass = hass
        self._node = node
        self._radio = radio
        self._on_judged = on_judged
        self._clock = WallClock(node)
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._unsubscribe: list[CALLBACK_TYPE] = []
        self._task: asyncio.Task[None] | None = None
        self._is_zone_new = False
        """Home Assistant has another time zone, and no judgement has ended since."""

    # contract 12.320
    @property
    def windows(self) -> WindowSupport | None:
        """Return the windows that the lock holds as far as its clock goes; None if that cannot be judged."""
        if self._clock.judgement is Judgement.UNREADABLE:
            return None
        zone = dt_util.get_default_time_zone()
        hours = _repeated_hours_around(zone, dt_util.utcnow().date())
        return WindowSupport(repeated_hours=hours)

    # contract 12.325
    @property
    def trust(self) -> LockClock:
        """Return whether the clock is known to be wrong."""
        is_wrong = self._clock.judgement is Judgement.WRONG
        return LockClock.MISMATCH if is_wrong else LockClock.TRUSTED

    @property
    def is_known_bad(self) -> bool:
        """Return whether no window may be left to the clock, as far as the lock has shown it."""
        return self._clock.judgement in {Judgement.WRONG, Judgement.UNREADABLE}

    @callback
    def start(self) -> None:
        """Judge the clock again from now on."""
        if not self._clock.is_readable:
            return
        self._unsubscribe = [
            self._node.on("alive", self._on_reach),
            self._node.on("wake up", self._on_reach),
            self._hass.bus.async_listen(EVENT_CORE_CONFIG_UPDATE, self._on_config),
        ]
        self._plan()

    @callback
    def stop(self) -> None:
        """Judge no more."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def async_judge(self) -> None:
        """Judge the clock now, while the radio is ours, if the lock can be reached."""
        if not is_awake(self._node):
            return
        try:
            async with asyncio.timeout(_ANSWER_WITHIN):
                await self._clock.async_judge()
        except TimeoutError:
            pass

    async def async_is_right(self) -> bool:
        """Return whether a window may be left to the clock, judging it if that was long ago; the radio is ours."""
        judged_at = self._clock.judged_at
        if judged_at is None or abs(dt_util.utcnow() - judged_at) > _FRESH_FOR:
            await self.async_judge()
            self._on_judged(is_new_zone=False)
            self._plan()
        return self._clock.is_right

    # contract 12.85
    @callback
    def clock_was_set(self) -> None:
        """Judge the clock by that of the home as it is now."""
        self._clock.home_clock_was_set()
        is_new_zone = self._is_zone_new
        if self._task is not None:
            # What it has read and set so far was by the time before.
            self._task.cancel()
            self._task = None
        self._judge_soon(is_new_zone=is_new_zone)

    # contract 12.326
    @callback
    def _plan(self) -> None:
        if not self._unsubscribe:
            # Not started, or stopped while a command was under way.
            return
        now = dt_util.utcnow()
        due = now + (_AGAIN if self._clock.is_known else _SOON)
        zone = dt_util.get_default_time_zone()
        # The change itself may be a moment ago.
        for at, _ in clock_changes(zone, now - _AFTER_CHANGE, now + _AGAIN):
            due = min(due, at + _AFTER_CHANGE)
        if self._cancel_timer is not None:
            self._cancel_timer()
        self._cancel_timer = async_track_point_in_utc_time(
            self._hass, self._on_due, due
        )

    @callback
    def _on_due(self, _: datetime) -> None:
        self._cancel_timer = None
        self._judge_soon(is_new_zone=False)

    @callback
    def _on_reach(self, _: dict[str, Any]) -> None:
        """Judge the clock of a lock that was away: its batteries may have been changed."""
        self._judge_soon(is_new_zone=False)

    @callback
    def _on_config(self, event: Event[dict[str, Any]]) -> None:
        if "time_zone" in event.data:
            self._judge_soon(is_new_zone=True)

    @callback
    def _judge_soon(self, *, is_new_zone: bool) -> None:
        if self._task is not None and not self._task.done():
            if not is_new_zone:
                return
            self._task.cancel()
        self._is_zone_new = is_new_zone
        self._task = self._hass.async_create_background_task(
            self._async_judge(is_new_zone=is_new_zone),
            "access_codes judge the clock of a lock",
        )

    async def _async_judge(self, *, is_new_zone: bool) -> None:
        async with self._radio:
            await self.async_judge()
        self._is_zone_new = False
        self._on_judged(is_new_zone=is_new_zone)
        self._plan()
