"""Timer for the deadline of the plan."""

from collections.abc import Callable
from datetime import datetime, timedelta

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time

from .clock import Clock

_SOONEST = timedelta(seconds=1)
"""Shortest wait: a plan whose deadline has always passed must not cause a busy loop."""


class DeadlineTimer:
    """Timer for the next instant at which an action becomes due."""

    def __init__(
        self, hass: HomeAssistant, clock: Clock, on_deadline: Callable[[], None]
    ) -> None:
        """Prepare; the timer is not set."""
        self._hass = hass
        self._clock = clock
        self._on_deadline = on_deadline
        self._cancel: CALLBACK_TYPE | None = None
        self._at: datetime | None = None

    # contract 4.24
    def set(self, at: datetime | None, planned_at: datetime) -> None:
        """Set the timer, or stop it for None. ``planned_at``: the instant at which the plan was made."""
        if at is not None and at <= planned_at:
            at = self._clock.utcnow() + _SOONEST
        if at == self._at:
            return
        self.stop()
        if at is not None:
            job = HassJob(
                self._reached, "access codes deadline", cancel_on_shutdown=True
            )
            self._cancel = async_track_point_in_utc_time(self._hass, job, at)
            self._at = at

    def stop(self) -> None:
        """Stop the timer."""
        if self._cancel is not None:
            self._cancel()
        self._cancel = self._at = None

    @callback
    def _reached(self, _: datetime) -> None:
        self._cancel = self._at = None
        self._on_deadline()
