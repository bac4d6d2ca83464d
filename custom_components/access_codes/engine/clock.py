"""Wall and monotonic clock, detection of clock steps, and the sweep of all engines once a minute."""

from collections.abc import Callable
from datetime import datetime, timedelta
import logging
import time
from typing import NamedTuple, Protocol

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

_LOGGER = logging.getLogger(__name__)

SWEEP_INTERVAL = timedelta(minutes=1)

_TOLERANCE = timedelta(seconds=2)
"""Deviation between wall and monotonic clock, from one sweep to the next, that counts as drift."""


class Clock:
    """Wall clock, which steps when it is set, and monotonic clock, which does not."""

    def utcnow(self) -> datetime:
        """Return the current instant, in UTC."""
        return dt_util.utcnow()

    def monotonic(self) -> float:
        """Return seconds since an arbitrary instant, without those that the machine slept."""
        return time.monotonic()

    def slept(self) -> float:
        """Return the seconds that the machine slept since it was started; 0 where the system does not tell."""
        clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
        return time.clock_gettime(clock) - time.clock_gettime(time.CLOCK_MONOTONIC)


class Step(NamedTuple):
    """A step of the wall clock."""

    size: timedelta
    """Positive if forward."""
    is_sleep: bool
    """The machine slept as long: nobody set the clock."""


class StepWatch:
    """Detects steps of the wall clock against the monotonic clock: it was set, or the machine slept."""

    def __init__(self, clock: Clock) -> None:
        """Start the comparison now."""
        self._clock = clock
        self._origin = self._measure()
        self._slept = clock.slept()

    # contract 4.34
    def step(self) -> Step | None:
        """Return the step since the last call; None without one."""
        origin, slept = self._measure(), self._clock.slept()
        step, self._origin = origin - self._origin, origin
        asleep, self._slept = timedelta(seconds=slept - self._slept), slept
        if abs(step) <= _TOLERANCE:
            return None
        return Step(step, is_sleep=abs(step - asleep) <= _TOLERANCE)

    def _measure(self) -> datetime:
        return self._clock.utcnow() - timedelta(seconds=self._clock.monotonic())


class Swept(Protocol):
    """An engine, as the sweep sees it."""

    def sweep(self) -> None:
        """Run the periodic checks."""


class _Sweep:
    """One timer for all engines; it runs while at least one is registered."""

    def __init__(self) -> None:
        self.swept: list[Swept] = []
        self.stop: CALLBACK_TYPE | None = None

    @callback
    def run(self, _: datetime) -> None:
        for swept in list(self.swept):
            try:
                swept.sweep()
            except Exception as err:  # noqa: BLE001
                # The engines after it are swept, too.
                _LOGGER.error("Sweep failed: %s", type(err).__name__)


_SWEEP: HassKey[_Sweep] = HassKey("access_codes_sweep")


# contract 4.24
@callback
def async_join_sweep(hass: HomeAssistant, swept: Swept) -> Callable[[], None]:
    """Add an engine to the sweep; return the unsubscriber. The first starts the timer, the last stops it."""
    sweep = hass.data.setdefault(_SWEEP, _Sweep())
    sweep.swept.append(swept)
    if sweep.stop is None:
        sweep.stop = async_track_time_interval(
            hass,
            sweep.run,
            SWEEP_INTERVAL,
            name="access codes sweep",
            cancel_on_shutdown=True,
        )

    @callback
    def leave() -> None:
        sweep.swept.remove(swept)
        if not sweep.swept and sweep.stop is not None:
            sweep.stop()
            sweep.stop = None

    return leave
