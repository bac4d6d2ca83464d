"""Whether commands can reach the lock, by everybody's word, and when to probe one that they cannot."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ..core.model import Reach
from ..core.retries import back_off
from .clock import Clock

_HOURLY_AFTER = timedelta(days=1)

_JITTER = 0.1


class LockReach:
    """What the registry, the adapter and the lock's own answers say, in this order.

    The registry knows of a lock that is gone or disabled. Between an adapter that takes the lock for reachable and a
    command that found it was not, the command is right until the adapter speaks again; likewise the reverse.
    """

    def __init__(self, clock: Clock, draw: Callable[[], float]) -> None:
        """Know of nobody yet; ``draw`` gives a random number in [0, 1)."""
        self._clock = clock
        self._draw = draw
        self._registry: Reach | None = None
        self._adapter: Reach | None = None
        self._command: Reach | None = None
        self._failures = 0
        self._was_there = False
        self.reach = Reach.DISCONNECTED
        self.since = clock.utcnow()
        self.probe_at: datetime | None = None
        self.heard_at: datetime | None = None
        """When the lock last told something by itself or answered."""
        self.was_away_long = False
        """Before it last came back: not one of many short returns."""

    def on_registry_reach(self, reach: Reach | None) -> bool:
        """Take the registry's word, or that it has none. Tells whether the lock came back."""
        self._registry = reach
        return self._settle()

    def on_adapter_reach(self, reach: Reach | None) -> bool:
        """Take the adapter's word; None: there is no adapter. Tells whether the lock came back."""
        if reach is Reach.REACHABLE and self._adapter is not Reach.REACHABLE:
            self._failures = 0
        self._adapter = reach
        self._command = None
        return self._settle()

    def on_answer(self) -> bool:
        """Take that the lock answered a command. Tells whether it came back."""
        self._failures = 0
        self._command = Reach.REACHABLE
        self.on_sign_of_life()
        return self._settle()

    def on_sign_of_life(self) -> None:
        """Take that the lock told something."""
        self.heard_at = self._clock.utcnow()

    def on_silence(self) -> None:
        """Take that a command brought no answer: of a lock that is away, it was a probe."""
        if self.reach is Reach.OFFLINE:
            self._schedule_probe()

    def on_unreachable(self) -> None:
        """Take that a command could not reach the lock."""
        self._command = Reach.OFFLINE
        if self.reach is Reach.OFFLINE:
            self._schedule_probe()
        else:
            self._settle()

    def probe_now(self) -> None:
        """Let the next command try the lock whatever was planned."""
        if self.reach is Reach.OFFLINE:
            self.probe_at = self._clock.utcnow()

    def shift(self, step: timedelta) -> None:
        """Move along with a clock that was set: as much time has passed as before."""
        self.since += step
        if self.probe_at is not None:
            self.probe_at += step
        if self.heard_at is not None:
            self.heard_at += step

    def _settle(self) -> bool:
        reach = self._combine()
        if reach is self.reach:
            return False
        was_there, self._was_there = self._was_there, self._was_there or reach in _THERE
        now = self._clock.utcnow()
        self.was_away_long = now - self.since >= back_off(0)
        self.reach = reach
        self.since = now
        self.probe_at = None
        if reach is Reach.OFFLINE:
            self._schedule_probe()
        return reach is Reach.REACHABLE and was_there

    def _combine(self) -> Reach:
        if self._registry is not None:
            return self._registry
        if self._adapter is None:
            return Reach.DISCONNECTED
        if self._command is not None and self._adapter in _THERE:
            return self._command
        return self._adapter

    def _schedule_probe(self) -> None:
        now = self._clock.utcnow()
        is_hourly = now - self.since >= _HOURLY_AFTER
        pause = back_off(self._failures, is_hourly=is_hourly)
        self.probe_at = now + pause * (1 + _JITTER * (2 * self._draw() - 1))
        self._failures += 1


_THERE = frozenset({Reach.REACHABLE, Reach.OFFLINE})
"""The lock's integration runs and speaks of the lock."""
