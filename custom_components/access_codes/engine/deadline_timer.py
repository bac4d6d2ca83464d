"""One timer, set to the plan's deadline."""

from collections.abc import Callable
from datetime import datetime, timedelta

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_track_point_in_utc_time

from .clock import Clock

_SOONEST = timedelta(seconds=1)
"""What asks to be looked at again at once, again and again, must not keep the processor busy."""


class DeadlineTimer:
    """One timer, set to the next instant at which something becomes due."""

    def __init__(
        self, hass: HomeAssistant, clock: Clock, ring: Callable[[], None]
    ) -> None:
        """Call ``ring`` when it is time."""
        self._hass = hass
        self._clock = clock
        self._ring = ring
        self._cancel: CALLBACK_TYPE | None = None
        self._at: datetime | None = None

    def set(self, at: datetime | None, planned_at: datetime) -> None:
        """Ring then; not at all for None. ``planned_at``: when that was decided."""
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
        """Do not ring."""
        if self._cancel is not None:
            self._cancel()
        self._cancel = self._at = None

    @callback
    def _reached(self, _: datetime) -> None:
        self._cancel = self._at = None
        self._ring()
