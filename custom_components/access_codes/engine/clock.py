"""The clock of the engines, and the one sweep a minute that notices when it was set."""

from collections.abc import Callable
from datetime import datetime, timedelta
import time
from typing import Protocol

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

SWEEP_INTERVAL = timedelta(minutes=1)

_TOLERANCE = timedelta(seconds=2)
"""What a clock may be off by in a minute without having been set."""


class Clock:
    """Wall-clock time, which people and the network set, and time that only passes."""

    def utcnow(self) -> datetime:
        """Return the instant that it is."""
        return dt_util.utcnow()

    def monotonic(self) -> float:
        """Return seconds since some instant; they stand still while the machine sleeps."""
        return time.monotonic()


class StepWatch:
    """Notices when the wall clock went another way than time did: it was set, or the machine slept."""

    def __init__(self, clock: Clock) -> None:
        """Compare from now on."""
        self._clock = clock
        self._origin = self._measure()

    def step(self) -> timedelta | None:
        """Return by how much the clock was set since the last look; None if it was not."""
        origin = self._measure()
        step, self._origin = origin - self._origin, origin
        return step if abs(step) > _TOLERANCE else None

    def _measure(self) -> datetime:
        return self._clock.utcnow() - timedelta(seconds=self._clock.monotonic())


class Swept(Protocol):
    """What is looked after each minute."""

    def sweep(self) -> None:
        """Compare times, and do what follows from them."""


class _Sweep:
    """One timer for all engines, while there are any."""

    def __init__(self) -> None:
        self.swept: list[Swept] = []
        self.stop: CALLBACK_TYPE | None = None

    @callback
    def run(self, _: datetime) -> None:
        for swept in list(self.swept):
            swept.sweep()


_SWEEP: HassKey[_Sweep] = HassKey("access_codes_sweep")


@callback
def async_join_sweep(hass: HomeAssistant, swept: Swept) -> Callable[[], None]:
    """Sweep this, too; returns how to leave. The first starts the sweep and the last stops it."""
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
