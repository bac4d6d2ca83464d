"""The planning cycle of a lock: take the batch, decide, commit, send, publish."""

import asyncio
from collections.abc import Callable, Iterator
from copy import replace
from datetime import datetime, timedelta
from functools import partial
import logging
from secrets import randbelow
from typing import NamedTuple
from uuid import uuid4

from homeassistant.core import HomeAssistant

from ..core.model import Command, Content, LockRecord, Plan, Settings, World
from ..core.observations.connection_changes import clock_was_set
from ..core.plan.pool import plan_with_pool
from ..core.plan.unwatched import as_unwatched, is_unwatched
from ..storage.record_file import StorageFailed
from .bus_events import EventEmitter, LocateLock
from .change_queue import Batch, ChangeQueue
from .clock import Clock, StepWatch
from .command import PendingCommand
from .cycle_scheduler import CycleScheduler, stack_of
from .deadline_timer import DeadlineTimer
from .lock_connection import LockConnection
from .pacing import async_pace
from .record_writer import RecordWriter
from .updates import UpdatePublisher
from .waiters import CycleOutcome, Waiters
from .world_state import WorldState

_LOGGER = logging.getLogger(__name__)


class Decision(NamedTuple):
    """The plan of a cycle, and the part of it to carry out now."""

    plan: Plan
    observed: dict[str, Content]
    command: Command | None
    """The command to send now."""
    held_for: timedelta
    """Pause that the repeat limit puts before the planned command."""

    @property
    def record(self) -> LockRecord:
        """The record to commit before the command is sent."""
        return self.plan.record if self.command is None else self.plan.intended

    def deadline(self, now: datetime) -> datetime | None:
        """Return the instant at which the next cycle is due by the clock alone."""
        deadline = self.plan.deadline
        if not self.held_for:
            return deadline
        held_until = now + self.held_for
        return held_until if deadline is None else min(deadline, held_until)


class PlanCycle:
    """Runs planning cycles of one lock, in the order of their scheduler."""

    plan: Plan
    """The last plan; from the first cycle on."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        name: str,
        clock: Clock,
        settings: Settings,
        plan_of: Callable[[LockRecord, World], Plan],
        writer: RecordWriter,
        connection: LockConnection,
        locate: LocateLock,
    ) -> None:
        """Prepare; no cycle runs yet."""
        self._hass = hass
        self._clock = clock
        self._plan_of = plan_of
        self._writer = writer
        self._connection = connection
        self._pacer = async_pace(hass)
        self._step_watch = StepWatch(clock)
        self.scheduler = CycleScheduler(hass, name, clock, self.async_run)
        self.timer = DeadlineTimer(hass, clock, self.scheduler.request)
        self.queue = ChangeQueue()
        self.state = WorldState(settings, clock.utcnow())
        self.waiters = Waiters()
        self.emitter = EventEmitter(hass, locate)
        self.publisher = UpdatePublisher()
        self.published = asyncio.Event()
        """Set while the last decision is published."""
        self.is_closing = False
        """True once the engine stops: no further command is sent."""

    @property
    def world(self) -> World:
        """The world as of now."""
        now = self._clock.utcnow()
        return self.state.build(
            now,
            self._connection.reach,
            held=self._connection.held(now),
            wanted_read=self.waiters.wanted_read,
            is_stopping=self.is_closing or self._hass.is_stopping,
            is_command_under_way=self._pending_or_unapplied() is not None,
        )

    def plan_for(self, record: LockRecord) -> Plan:
        """Return the plan of a record as of now, without a cycle."""
        return self._plan_of(record, self.world)

    # contract 13.16
    async def async_run(self, is_flush: bool) -> None:
        """Take the batch, decide, commit, send; after a step of the event loop, publish."""
        self.follow_clock()
        batch = self._take_batch()
        world = self.world
        decision = await self._decide_and_commit(batch, world, is_flush)
        self.state.observed, self.plan = decision.observed, decision.plan
        self._send(decision)
        pending = self._pending_or_unapplied()
        self.published.clear()
        try:
            await self._pacer.async_step()
            await self._publish(decision, world.now, pending)
        finally:
            self.published.set()

    # contract 4.26
    def follow_clock(self) -> bool:
        """Adapt to a step of the wall clock, before it affects a decision; return whether there was one."""
        step = self._step_watch.step()
        if step is None:
            return False
        self.state.started_at += step.size
        self.timer.stop()
        self._connection.clock_was_set(step)
        self.queue.put(partial(clock_was_set, step.size, is_sleep=step.is_sleep))
        return True

    # contract 5.46
    def check_watched(self) -> None:
        """Publish that the lock is not watched, once no decision could be made for too long; fail the waiters."""
        if self.scheduler.owed_for < self.state.settings.delay_threshold:
            return
        self.waiters.fail("not decided")
        if not is_unwatched(self.plan):
            self.plan = as_unwatched(self.plan, self._clock.utcnow())
            # All at once: no cycle is there to take turns.
            list(self._publish_in_parts(self.plan))

    def _take_batch(self) -> Batch:
        """Take changes from the queue; request a further cycle for the requests beyond the limit."""
        self._connection.start_cycle()
        batch = self.queue.take_batch()
        if self.queue.has_requests:
            self.scheduler.request()
        for result in batch.results:
            self.state.on_result(result, self._writer.record.codes.keys())
            self.waiters.on_result(result, self._writer.record, self.world)
        return batch

    # contract 13.13
    async def _decide_and_commit(
        self, batch: Batch, world: World, is_flush: bool
    ) -> Decision:
        """Decide and commit. If planning fails, refuse the requests and plan the facts alone.

        If that fails, too, the facts return to the queue.
        """
        try:
            if batch.has_requests:
                try:
                    return await self._commit(batch, world, is_flush)
                except Exception as err:  # noqa: BLE001
                    _LOGGER.error("Request failed in planning: %s", stack_of(err))
                    batch.refuse_requests("not decided")
            return await self._commit(batch, world, is_flush)
        except Exception:
            self.queue.put_back(batch.facts)
            raise
        finally:
            batch.refuse_requests("not written")

    async def _commit(self, batch: Batch, world: World, is_flush: bool) -> Decision:
        """Decide, commit the record and answer the requests.

        If the disk refuses the record, decide once more from the facts alone, and keep the result in memory.
        """
        decision = await self._decide(batch, world)
        try:
            await self._writer.async_commit(decision.record, world.now, is_flush)
        except StorageFailed as err:
            batch.refuse_requests(str(err))
            decision = await self._decide(batch, world)
            command = decision.command
            if command and not self._writer.can_send_uncommitted(command):
                decision = replace(decision, command=None)
        self._writer.record = decision.record
        batch.answer_requests(partial(self.emitter.contexts.note, now=world.now))
        return decision

    async def _decide(self, batch: Batch, world: World) -> Decision:
        """Apply the batch, plan, and choose the command to send."""
        record = self._writer.record
        record, world = await batch.async_apply(record, world, self._pacer)
        plan = plan_with_pool(record, world, self._plan_of, randbelow, _new_id)
        command = plan.command
        held_for = self._connection.pause(command) if command else timedelta()
        if held_for or not self._can_send():
            command = None
        return Decision(plan, world.observed, command, held_for)

    def _can_send(self) -> bool:
        """Return whether a command can be sent now: never before the result of the last one is applied."""
        return (
            self._connection.is_free
            and self.queue.last_result is None
            and not self.is_closing
            and not self._hass.is_stopping
        )

    def _send(self, decision: Decision) -> None:
        if decision.command is None or not self._can_send():
            return
        if self._connection.is_outdated(decision.command):
            # A report during the commit may contradict the command. Until the next write, its intent on disk is a doubt.
            self._writer.record = decision.plan.record
        else:
            self._connection.send(decision.command)

    def _pending_or_unapplied(self) -> PendingCommand | None:
        """Return the command whose result is not applied yet: it may have come at once."""
        result = self.queue.last_result
        if self._connection.pending is None and result is not None:
            return result.pending
        return self._connection.pending

    async def _publish(
        self, decision: Decision, planned_at: datetime, pending: PendingCommand | None
    ) -> None:
        """Set the timer, publish the update, emit events, finish waiters; ``pending``: as of the commit."""
        plan = decision.plan
        self.timer.set(decision.deadline(self._clock.utcnow()), planned_at)
        for _ in self._publish_in_parts(plan):
            await self._pacer.async_step_behind()
        await self.emitter.async_emit(self._writer.take_events)
        self.waiters.finish(
            CycleOutcome(
                plan=plan,
                reach=self._connection.reach.reach,
                is_resting=pending is None and not self.scheduler.is_due,
                next_code=pending.command.access_code_id if pending else None,
            )
        )

    def _publish_in_parts(self, plan: Plan) -> Iterator[None]:
        return self.publisher.publish_in_parts(
            self._writer.record,
            plan,
            self._connection.reach.reach,
            self._writer.disk_failing,
            self._clock.utcnow(),
        )


def _new_id() -> str:
    return str(uuid4())
