"""Reach of a lock, combined from registry, adapter and commands, and probes of an unreachable one."""

from collections.abc import Callable
from datetime import datetime, timedelta

from ..core.model import Reach
from ..core.retries import back_off
from .clock import Clock

_HOURLY_AFTER = timedelta(days=1)

_JITTER = 0.1


class LockReach:
    """The reach that follows from registry, commands and adapter, in this order of precedence.

    The registry knows of a lock that is removed or disabled. The result of a command overrides the adapter's reach
    until that changes.
    """

    def __init__(self, clock: Clock, draw: Callable[[], float]) -> None:
        """Start disconnected; ``draw`` returns a random number in [0, 1)."""
        self._clock = clock
        self._draw = draw
        self._registry: Reach | None = None
        self._adapter: Reach | None = None
        self._command: Reach | None = None
        self._failures = 0
        self._was_present = False
        self.reach = Reach.DISCONNECTED
        self.since = clock.utcnow()
        self.probe_at: datetime | None = None
        self.heard_at: datetime | None = None
        """Instant of the last report or answer of the lock."""
        self.was_away_long = False
        """True if the last absence reached the time of the first probe: no flapping connection."""

    def on_registry_reach(self, reach: Reach | None) -> bool:
        """Apply the reach that the registry implies, None for none; return whether the lock came back."""
        self._registry = reach
        return self._update()

    # contract 5.45
    def on_adapter_reach(self, reach: Reach | None) -> bool:
        """Apply the adapter's reach, None without an adapter; return whether the lock came back.

        An adapter may repeat itself at each poll: only a change is newer than the last command.
        """
        if reach is self._adapter:
            return False
        if reach is Reach.REACHABLE:
            self._failures = 0
        self._adapter = reach
        self._command = None
        return self._update()

    def on_answer(self) -> bool:
        """Record an answer to a command; return whether the lock came back."""
        self._failures = 0
        self._command = Reach.REACHABLE
        self.on_sign_of_life()
        return self._update()

    def on_sign_of_life(self) -> None:
        """Record the instant of a report or an answer."""
        self.heard_at = self._clock.utcnow()

    def on_silence(self) -> None:
        """Handle a command without an answer: if the lock is offline, it was a failed probe."""
        if self.reach is Reach.OFFLINE:
            self._schedule_probe()

    def on_unreachable(self) -> None:
        """Handle a command that did not reach the lock."""
        self._command = Reach.OFFLINE
        if self.reach is Reach.OFFLINE:
            self._schedule_probe()
        else:
            self._update()

    def probe_now(self) -> None:
        """Make the probe of an offline lock due now."""
        if self.reach is Reach.OFFLINE:
            self.probe_at = self._clock.utcnow()

    def shift(self, step: timedelta) -> None:
        """Move all instants by a clock step, so that elapsed times stay the same."""
        self.since += step
        if self.probe_at is not None:
            self.probe_at += step
        if self.heard_at is not None:
            self.heard_at += step

    def _update(self) -> bool:
        reach = self._combine()
        if reach is self.reach:
            return False
        was_present = self._was_present
        self._was_present = was_present or reach in _PRESENT
        now = self._clock.utcnow()
        self.was_away_long = now - self.since >= back_off(0)
        self.reach = reach
        self.since = now
        self.probe_at = None
        if reach is Reach.OFFLINE:
            self._schedule_probe()
        return reach is Reach.REACHABLE and was_present

    def _combine(self) -> Reach:
        if self._registry is not None:
            return self._registry
        if self._adapter is None:
            return Reach.DISCONNECTED
        if self._command is not None and self._adapter in _PRESENT:
            return self._command
        return self._adapter

    # contract 5.19
    def _schedule_probe(self) -> None:
        now = self._clock.utcnow()
        is_hourly = now - self.since >= _HOURLY_AFTER
        pause = back_off(self._failures, is_hourly=is_hourly)
        self.probe_at = now + pause * (1 + _JITTER * (2 * self._draw() - 1))
        self._failures += 1


_PRESENT = frozenset({Reach.REACHABLE, Reach.OFFLINE})
"""Reaches of a lock that its own integration knows."""
