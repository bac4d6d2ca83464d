"""The line to the lock: one command at a time, and what the lock tells by itself."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
import logging
from typing import Protocol

from homeassistant.core import HomeAssistant

from ..core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    LockRecord,
    Outcome,
    Reach,
    World,
)
from ..core.observations.connection_changes import (
    lock_came_back,
    replan_only,
    with_capabilities,
)
from ..core.observations.observation import Observation
from ..core.observations.reports import (
    apply_access_denied,
    apply_all_cleared,
    apply_report,
    apply_used,
)
from ..locks.adapter import LockAdapter, LockUnreachable, ReadFailed
from .clock import Clock
from .command import WRITES, Answer, PendingCommand, send_command
from .reachability import LockReach
from .recent_commands import RecentWrites, RepeatLimit, explains, is_late_answer
from .record_writer import Fact

_LOGGER = logging.getLogger(__name__)


class ConnectionListener(Protocol):
    """Who is told what comes over the line."""

    @property
    def record(self) -> LockRecord:
        """What is true now."""

    def on_facts(self, fact: Fact) -> None:
        """Take something that is true, and plan again."""

    def on_result(self, pending: PendingCommand, answer: Answer) -> None:
        """Take that a command has ended, and plan again."""


class LockConnection:
    """Whatever goes to the lock or comes from it goes through here."""

    def __init__(
        self,
        hass: HomeAssistant,
        name: str,
        clock: Clock,
        draw: Callable[[], float],
        connection_listener: ConnectionListener,
    ) -> None:
        """Begin without an adapter."""
        self._hass = hass
        self._name = name
        self._clock = clock
        self._connection_listener = connection_listener
        self._recent_writes = RecentWrites()
        self._repeat_limit = RepeatLimit()
        self._listener: _Listener | None = None
        self._changing = asyncio.Lock()
        self._is_closed = False
        self._reported_slots: set[str | None] = set()
        self._logged = Reach.DISCONNECTED
        self.adapter: LockAdapter | None = None
        self.pending: PendingCommand | None = None
        self.reach = LockReach(clock, draw)

    @property
    def is_free(self) -> bool:
        """Whether a command can be sent now."""
        return self.adapter is not None and self.pending is None

    async def attach(self, adapter: LockAdapter | None) -> None:
        """Speak through this adapter from now on. A command under way is given up: its slot stays in doubt."""
        async with self._changing:
            await self._detach()
            if adapter is not None and not self._is_closed:
                await self._join(adapter)

    async def close(self) -> None:
        """Give up the command under way, and hear nothing any more."""
        self._is_closed = True
        async with self._changing:
            await self._detach()

    def begin_to_decide(self) -> None:
        """Note anew what the lock tells: what it told so far goes into the decision."""
        self._reported_slots.clear()

    def is_overtaken(self, command: Command) -> bool:
        """Tell whether the lock told of the command's slot since it was decided on."""
        return command.kind in WRITES and not self._reported_slots.isdisjoint(
            {command.slot, None}
        )

    def send(self, command: Command) -> None:
        """Tell the lock; what comes of it is heard later. Only while no other command is under way."""
        assert self.adapter is not None
        assert self.pending is None
        pending = self.pending = PendingCommand(command, self.adapter)
        pending.task = self._hass.async_create_background_task(
            self._run(pending), f"access codes: {command.kind} on {self._name}"
        )

    def pause(self, command: Command) -> timedelta:
        """Return how long a command that came again and again is to be held back."""
        return timedelta(
            seconds=self._repeat_limit.pause(command, self._clock.monotonic())
        )

    def release(self) -> None:
        """Hold nothing back: somebody asked for something."""
        self._repeat_limit.release()

    def on_registry_reach(self, reach: Reach | None) -> None:
        """Take the registry's word over the adapter's; None: it has none."""
        self._follow(came_back=self.reach.on_registry_reach(reach))

    async def _join(self, adapter: LockAdapter) -> None:
        self._listener = _Listener(self, adapter)
        try:
            await adapter.async_start(self._listener)
        except Exception as err:  # noqa: BLE001
            _LOGGER.error(
                "%s cannot watch %s: %s", adapter.family, self._name, type(err).__name__
            )
            self._listener.is_closed = True
            adapter.stop()
            return
        self.adapter = adapter
        self.adapter_spoke(adapter)

    async def _detach(self) -> None:
        adapter, self.adapter = self.adapter, None
        if self._listener is not None:
            self._listener.is_closed = True
        if self.pending is not None and self.pending.task is not None:
            self.pending.task.cancel()
            await asyncio.wait([self.pending.task])
        if adapter is not None:
            adapter.stop()
        self._repeat_limit.release()
        self._follow(came_back=self.reach.on_adapter_reach(None))

    async def _run(self, pending: PendingCommand) -> None:
        try:
            answer = await send_command(pending.adapter, pending.command)
        finally:
            self.pending = None
            self._recent_writes.note(pending.command, self._clock.monotonic())
            self._repeat_limit.note(pending.command, self._clock.monotonic())
        # That the lock is back comes first: what it answered is newer than that.
        match answer:
            case Outcome.UNREACHABLE | LockUnreachable():
                self.reach.on_unreachable()
                self._follow(came_back=False)
            case ReadFailed() if pending.command.kind is CommandKind.CHECK:
                # It was asked for nothing but this: a lock that is silent now is away.
                self.reach.on_unreachable()
                self._follow(came_back=False)
            case Outcome.UNKNOWN | ReadFailed():
                self.reach.on_silence()
            case _:
                self._follow(came_back=self.reach.on_answer())
        self._connection_listener.on_result(pending, answer)

    def adapter_spoke(self, adapter: LockAdapter) -> None:
        """Take over what the adapter now says of the lock."""
        if self.adapter is adapter:
            self._connection_listener.on_facts(
                partial(with_capabilities, adapter.capabilities)
            )
            self._follow(came_back=self.reach.on_adapter_reach(adapter.reach))

    def is_ours(self, slot: str) -> bool:
        """Tell whether the journal names the slot."""
        return slot in self._connection_listener.record.placements

    def on_report(self, slot: str, content: Content | None) -> None:
        """Take what the lock told of a slot by itself."""
        self._reported_slots.add(slot)
        is_own_echo = self._is_own_echo(slot, content)
        self._on_sign_of_life(
            lambda record, world: apply_report(
                record, world, slot, content, is_own_echo=is_own_echo
            )
        )

    def on_all_cleared(self) -> None:
        """Take that all codes of the lock are gone."""
        self._reported_slots.add(None)
        if self.pending is not None:
            self.pending.reports.append((None, EMPTY))
        self._on_sign_of_life(apply_all_cleared)

    def on_event(self, apply: Callable[[LockRecord, World], LockRecord]) -> None:
        """Take something that happened at the lock and leaves its codes as they are."""
        self._on_sign_of_life(
            lambda record, world: Observation(apply(record, world), world.observed)
        )

    def _on_sign_of_life(self, fact: Fact) -> None:
        self.reach.on_sign_of_life()
        self.reach.probe_now()
        self._connection_listener.on_facts(fact)

    def _is_own_echo(self, slot: str, content: Content | None) -> bool:
        """Tell whether a report may be about a write of ours; if it speaks against one under way, remember that.

        Nobody knows whether such a report is older than what the command did: a read will tell. But a lock that tells
        the PIN we have just set, with no write under way, gives its answer late.
        """
        last_write = self._recent_writes.last_write(slot, self._clock.monotonic())
        pending = self.pending
        is_writing = pending is not None and pending.command.kind in WRITES
        if not is_writing and is_late_answer(last_write, content):
            return False
        if pending is None or pending.command.slot not in (slot, None):
            return last_write is not None
        writes = (
            [pending.command] if last_write is None else [pending.command, last_write]
        )
        if not any(explains(write, slot, content) for write in writes):
            pending.reports.append((slot, content))
        return last_write is not None or pending.command.kind in WRITES

    def _follow(self, *, came_back: bool) -> None:
        """Plan again; log once when the lock goes and once when it is back."""
        reach = self.reach.reach
        if reach is not self._logged:
            _LOGGER.info("The lock of %s is %s", self._name, reach)
            self._logged = reach
        if came_back and self.reach.was_away_long:
            self._repeat_limit.release()
        self._connection_listener.on_facts(lock_came_back if came_back else replan_only)


class _Listener:
    """Hears one adapter for as long as it is the lock's."""

    def __init__(self, line: LockConnection, adapter: LockAdapter) -> None:
        self._line = line
        self._adapter = adapter
        self.is_closed = False

    def reach_changed(self) -> None:
        if not self.is_closed:
            self._line.adapter_spoke(self._adapter)

    def reported(self, slot: str, content: Content | None) -> None:
        if not self.is_closed:
            self._line.on_report(slot, content)

    def reported_all_cleared(self) -> None:
        if not self.is_closed:
            self._line.on_all_cleared()

    def used(self, slot: str | None, action: str) -> None:
        if not self.is_closed and slot is not None:
            self._line.on_event(
                lambda record, world: apply_used(record, world, slot, action)
            )

    def access_denied(self, reason: str) -> None:
        if not self.is_closed:
            self._line.on_event(
                lambda record, world: apply_access_denied(record, world, reason)
            )

    def is_ours(self, slot: str) -> bool:
        return self._line.is_ours(slot)
