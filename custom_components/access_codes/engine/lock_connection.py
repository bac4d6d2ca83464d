"""The connection to a lock: one command at a time, and the lock's own reports."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import Protocol

from homeassistant.core import HomeAssistant

from ..core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    LockCapabilities,
    LockRecord,
    Outcome,
    Reach,
    World,
)
from ..core.observations.connection_changes import (
    lock_came_back,
    replan_only,
    sender_was_stopped,
    with_capabilities,
)
from ..core.observations.lock_reset import apply_all_cleared
from ..core.observations.observation import Observation
from ..core.observations.reports import (
    apply_access_denied,
    apply_inactive,
    apply_remainder,
    apply_report,
)
from ..core.observations.uses import apply_used
from ..locks.adapter import (
    Cause,
    LockAdapter,
    LockUnreachable,
    NoSuchSlot,
    ReadFailed,
    Use,
    Written,
)
from .adapter_orders import follow_clock, stop_adapter
from .adapter_state import capabilities_of, reach_of
from .change_queue import Fact
from .clock import Clock, Step
from .command import WRITES, Answer, CommandResult, PendingCommand, send_command
from .reachability import LockReach
from .recent_commands import (
    CallLimit,
    RecentWrites,
    RepeatLimit,
    explains,
    is_late_answer,
)

_LOGGER = logging.getLogger(__name__)

START_TIMEOUT = 30
"""Seconds after which the start of an adapter is given up."""

INTRODUCTION_TIMEOUT = 5
"""Seconds that a request waits for the first capabilities of a lock that is in reach."""


class ConnectionListener(Protocol):
    """Receiver of facts and command results: the engine."""

    @property
    def record(self) -> LockRecord:
        """The current record."""

    def on_facts(self, fact: Fact | CommandResult) -> None:
        """Queue a fact or a command result, and plan again."""


class LockConnection:
    """Sends commands to one lock and receives its reports, through the attached adapter."""

    def __init__(
        self,
        hass: HomeAssistant,
        name: str,
        clock: Clock,
        draw: Callable[[], float],
        listener: ConnectionListener,
    ) -> None:
        """Start without an adapter."""
        self._hass = hass
        self._name = name
        self._clock = clock
        self._listener = listener
        self._recent_writes = RecentWrites()
        self._repeat_limit = RepeatLimit()
        self._call_limit = CallLimit()
        self._adapter_listener: _AdapterListener | None = None
        self._attaching = asyncio.Lock()
        self._is_closed = False
        self._reported_slots: set[str | None] = set()
        self._logged_reach = Reach.DISCONNECTED
        self._introduced = asyncio.Event()
        self.adapter: LockAdapter | None = None
        self.pending: PendingCommand | None = None
        self.reach = LockReach(clock, draw)

    # contract 5.25
    @property
    def is_free(self) -> bool:
        """Return whether a command can be sent now."""
        return self.adapter is not None and self.pending is None

    async def attach(self, adapter: LockAdapter | None) -> None:
        """Use this adapter from now on. A pending command is cancelled: its slot stays in doubt."""
        async with self._attaching:
            await self._detach()
            if adapter is not None and not self._is_closed:
                await self._attach(adapter)

    async def close(self) -> None:
        """Cancel the pending command and detach for good."""
        self._is_closed = True
        async with self._attaching:
            await self._detach()

    # contract 6.61
    async def async_wait_for_introduction(self) -> None:
        """Wait for the first capabilities of a lock that is in reach, for a few seconds.

        An adapter may ask its driver for them after its start.
        """
        if (
            self._listener.record.capabilities is not None
            or self.reach.reach is not Reach.REACHABLE
        ):
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(INTRODUCTION_TIMEOUT):
                await self._introduced.wait()

    def start_cycle(self) -> None:
        """Collect the slots of reports anew: those so far are part of the cycle's batch."""
        self._reported_slots.clear()

    def is_outdated(self, command: Command) -> bool:
        """Return whether the slot of a write was reported since the start of the cycle that decided on it."""
        return command.kind in WRITES and not self._reported_slots.isdisjoint(
            {command.slot, command.new_slot or command.slot, None}
        )

    def send(self, command: Command) -> None:
        """Send a command; its result goes to the listener. Only while no command is pending."""
        assert self.adapter is not None
        assert self.pending is None
        self._call_limit.record(self._clock.monotonic())
        pending = self.pending = PendingCommand(command, self.adapter)
        pending.task = self._hass.async_create_background_task(
            self._run(pending), f"access codes: {command.kind} on {self._name}"
        )

    def pause(self, command: Command) -> timedelta:
        """Return the pause that the limits of repeats and of calls put before a command."""
        now = self._clock.monotonic()
        capabilities = self._listener.record.capabilities
        limit = capabilities.calls_per_minute if capabilities is not None else None
        return timedelta(
            seconds=max(
                self._repeat_limit.pause(command, now),
                self._call_limit.pause(command, limit, now),
            )
        )

    def held(self, now: datetime) -> dict[Command, datetime]:
        """Return the commands that the repeat limit holds, with the ends of their pauses."""
        held = self._repeat_limit.held(self._clock.monotonic())
        return {key: now + timedelta(seconds=pause) for key, pause in held.items()}

    def reset_repeat_limit(self) -> None:
        """Allow each command at once, after a request."""
        self._repeat_limit.reset()

    def on_registry_reach(self, reach: Reach | None) -> None:
        """Apply the reach that the registry implies; None: use the adapter's."""
        self._replan(came_back=self.reach.on_registry_reach(reach))

    def clock_was_set(self, step: Step) -> None:
        """Apply a step of the wall clock, of which the lock's own clock knows nothing."""
        self.reach.shift(step.size)
        self.reset_repeat_limit()
        if self.adapter is not None and not step.is_sleep:
            follow_clock(self.adapter, self._name)

    # contract 12.4
    async def _attach(self, adapter: LockAdapter) -> None:
        self._adapter_listener = _AdapterListener(self, adapter)
        try:
            async with asyncio.timeout(START_TIMEOUT):
                await adapter.async_start(self._adapter_listener)
        except Exception as err:  # noqa: BLE001
            _LOGGER.error(
                "%s cannot watch %s: %s", adapter.family, self._name, type(err).__name__
            )
            self._adapter_listener.is_closed = True
            stop_adapter(adapter, self._name)
            return
        self.adapter = adapter
        self.on_adapter_capabilities(adapter)
        self.on_adapter_reach(adapter)

    async def _detach(self) -> None:
        adapter, self.adapter = self.adapter, None
        if self._adapter_listener is not None:
            self._adapter_listener.is_closed = True
        if self.pending is not None and self.pending.task is not None:
            self.pending.task.cancel()
            await asyncio.wait([self.pending.task])
            self._listener.on_facts(sender_was_stopped)
        if adapter is not None:
            stop_adapter(adapter, self._name)
        self._repeat_limit.reset()
        self._replan(came_back=self.reach.on_adapter_reach(None))

    async def _run(self, pending: PendingCommand) -> None:
        answer: Answer | None = None
        try:
            answer = await send_command(pending.adapter, pending.command)
        finally:
            self.pending = None
            now = self._clock.monotonic()
            capabilities = self._listener.record.capabilities or LockCapabilities()
            self._recent_writes.record(
                pending.named_by(answer), now, capabilities.echo_for
            )
            self._repeat_limit.record(pending.command, now)
        # The return of the lock is queued before the result, which is newer.
        self._apply_reach(pending.command, answer)
        self._listener.on_facts(CommandResult(pending, answer))

    def _apply_reach(self, command: Command, answer: Answer) -> None:
        match answer:
            case Written(outcome=Outcome.UNREACHABLE) | LockUnreachable():
                self.reach.on_unreachable()
                self._replan(came_back=False)
            case NoSuchSlot():
                self._replan(came_back=self.reach.on_answer())
            case ReadFailed() if command.kind is CommandKind.CHECK:
                # A check only probes the lock: without an answer it is away.
                self.reach.on_unreachable()
                self._replan(came_back=False)
            case Written(outcome=Outcome.UNKNOWN) | ReadFailed():
                self.reach.on_silence()
            case _:
                self._replan(came_back=self.reach.on_answer())

    def on_adapter_reach(self, adapter: LockAdapter) -> None:
        """Apply the adapter's reach."""
        if self.adapter is adapter:
            self._replan(came_back=self.reach.on_adapter_reach(reach_of(adapter)))

    def on_adapter_capabilities(self, adapter: LockAdapter) -> None:
        """Apply the adapter's capabilities."""
        if self.adapter is adapter:
            capabilities = capabilities_of(adapter)
            self._listener.on_facts(partial(with_capabilities, capabilities))
            if capabilities is not None:
                self._introduced.set()

    def is_ours(self, slot: str) -> bool:
        """Return whether the journal names the slot."""
        return self._listener.record.is_ours(slot)

    # contract 12.31
    def on_report(self, slot: str, content: Content | None, cause: Cause) -> None:
        """Apply the lock's report of a slot; None: occupied by an unknown code."""
        self._reported_slots.add(slot)
        is_own_echo = self._is_own_echo(slot, content)
        if cause is not Cause.UNKNOWN:
            is_own_echo = cause is Cause.OURS
        pending = self.pending
        under_way = None if pending is None else pending.command
        if (
            cause is Cause.OURS
            and under_way is not None
            and slot in (under_way.slot, under_way.new_slot)
        ):
            # The report may be older than the command.
            cause = Cause.UNKNOWN
        self._on_sign_of_life(
            lambda record, world: apply_report(
                record, world, slot, content, is_own_echo=is_own_echo, cause=cause
            )
        )

    def on_all_cleared(self) -> None:
        """Apply the lock's report that all its codes are gone."""
        self._reported_slots.add(None)
        if self.pending is not None:
            self.pending.reports.append((None, EMPTY))
        self._on_sign_of_life(apply_all_cleared)

    def on_event(self, apply: Callable[[LockRecord, World], LockRecord]) -> None:
        """Apply an event at the lock that leaves its codes unchanged."""
        self._on_sign_of_life(
            lambda record, world: Observation(apply(record, world), world.observed)
        )

    # contract 12.44
    def on_remainder(self, slot: str) -> None:
        """Apply that a remainder of ours was found in a slot, perhaps by the read under way."""
        if self.pending is not None:
            self.pending.remainders.add(slot)
        self.on_event(partial(apply_remainder, slot))

    def _on_sign_of_life(self, fact: Fact) -> None:
        self.reach.on_sign_of_life()
        self.reach.probe_now()
        self._listener.on_facts(fact)

    # contract 13.35
    def _is_own_echo(self, slot: str, content: Content | None) -> bool:
        """Return whether a report may be the echo of our own write; keep it if it contradicts a pending command.

        Such a report may be older or newer than the command's effect: only a read can tell. A report of the PIN of our
        last write, with no write pending, is the lock's late answer to it.
        """
        last_write = self._recent_writes.last_write(slot, self._clock.monotonic())
        pending = self.pending
        is_writing = pending is not None and pending.command.kind in WRITES
        if not is_writing and is_late_answer(last_write, content):
            return False
        if pending is None or not pending.is_about(slot):
            return last_write is not None
        writes = (
            [pending.command] if last_write is None else [pending.command, last_write]
        )
        if not any(explains(write, slot, content) for write in writes):
            pending.reports.append((slot, content))
        return last_write is not None or is_writing

    def _replan(self, *, came_back: bool) -> None:
        """Plan again; log once when the lock goes and once when it is back."""
        reach = self.reach.reach
        if reach is not self._logged_reach:
            _LOGGER.info("The lock of %s is %s", self._name, reach)
            self._logged_reach = reach
        if came_back and self.reach.was_away_long:
            self._repeat_limit.reset()
        self._listener.on_facts(lock_came_back if came_back else replan_only)


class _AdapterListener:
    """Forwards the reports of one adapter for as long as it is attached."""

    def __init__(self, connection: LockConnection, adapter: LockAdapter) -> None:
        self._connection = connection
        self._adapter = adapter
        self.is_closed = False

    def reach_changed(self) -> None:
        if not self.is_closed:
            self._connection.on_adapter_reach(self._adapter)

    def capabilities_changed(self) -> None:
        if not self.is_closed:
            self._connection.on_adapter_capabilities(self._adapter)

    def reported(
        self, slot: str, content: Content | None, cause: Cause = Cause.UNKNOWN
    ) -> None:
        if not self.is_closed:
            self._connection.on_report(slot, content, cause)

    def reported_all_cleared(self) -> None:
        if not self.is_closed:
            self._connection.on_all_cleared()

    def _on_event(self, apply: Callable[[LockRecord, World], LockRecord]) -> None:
        if not self.is_closed:
            self._connection.on_event(apply)

    def remainder_found(self, slot: str) -> None:
        if not self.is_closed:
            self._connection.on_remainder(slot)

    def activity_found(self, slot: str, *, is_inactive: bool) -> None:
        self._on_event(partial(apply_inactive, slot, is_inactive=is_inactive))

    def used(self, use: Use) -> None:
        self._on_event(lambda record, world: apply_used(record, world, use))

    def access_denied(self, reason: str) -> None:
        self._on_event(lambda record, world: apply_access_denied(record, world, reason))

    def is_ours(self, slot: str) -> bool:
        return self._connection.is_ours(slot)
