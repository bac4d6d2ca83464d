"""The state of a lock that is known and not stored."""

from collections.abc import KeysView
from dataclasses import dataclass, field
from datetime import datetime

from ..core.model import Command, Content, Settings, World
from .command import CommandResult
from .reachability import LockReach


@dataclass(slots=True)
class WorldState:
    """Settings, observations and attempts since the start, from which each cycle's World is built."""

    settings: Settings
    started_at: datetime
    observed: dict[str, Content] = field(default_factory=dict)
    """Contents by slot, as last reported or read."""
    attempted: frozenset[str] = frozenset()
    """Access code ids of the commands that have ended."""

    def on_result(self, result: CommandResult, access_code_ids: KeysView[str]) -> None:
        """Record the attempt of a command for a code; forget those for codes that are gone."""
        access_code_id = result.pending.command.access_code_id
        if access_code_id is not None:
            self.attempted = (self.attempted | {access_code_id}) & access_code_ids

    def build(
        self,
        now: datetime,
        reach: LockReach,
        *,
        held: dict[Command, datetime],
        wanted_read: Command | None,
        is_stopping: bool,
        is_command_under_way: bool,
    ) -> World:
        """Return the world as of this instant."""
        return World(
            now=now,
            started_at=self.started_at,
            reach=reach.reach,
            reach_since=reach.since,
            observed=self.observed,
            settings=self.settings,
            attempted=self.attempted,
            probe_at=reach.probe_at,
            heard_at=reach.heard_at,
            wanted_read=wanted_read,
            is_stopping=is_stopping,
            is_command_under_way=is_command_under_way,
            held=held,
        )
