"""The state of a lock that is known and not stored."""

from datetime import datetime, timedelta

from ..core.model import Content, Settings, World
from .clock import Clock
from .command import CommandResult
from .reachability import LockReach


class WorldState:
    """Settings, observations and attempts since the start, from which each cycle's World is built."""

    def __init__(self, clock: Clock, reach: LockReach, settings: Settings) -> None:
        """Start without observations."""
        self._clock = clock
        self._reach = reach
        self._attempted: frozenset[str] = frozenset()
        self.settings = settings
        self.observed: dict[str, Content] = {}
        self.started_at: datetime = clock.utcnow()

    def build(self, *, is_read_wanted: bool, is_stopping: bool) -> World:
        """Return the world as of now."""
        return World(
            now=self._clock.utcnow(),
            started_at=self.started_at,
            reach=self._reach.reach,
            reach_since=self._reach.since,
            observed=self.observed,
            settings=self.settings,
            attempted=self._attempted,
            probe_at=self._reach.probe_at,
            heard_at=self._reach.heard_at,
            is_read_wanted=is_read_wanted,
            is_stopping=is_stopping,
        )

    def on_result(self, result: CommandResult) -> None:
        """Record that a command for a code was attempted since the start."""
        access_code_id = result.pending.command.access_code_id
        if access_code_id is not None:
            self._attempted |= {access_code_id}

    def shift(self, step: timedelta) -> None:
        """Move stored instants along with a clock that was set."""
        self.started_at += step
        self._reach.shift(step)
