"""The engine of a linked lock: the only place where decisions meet disk, lock, timer and clock.

Each input (request, command result, report, timer, start) goes into one queue and requests a planning cycle.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
import logging
import random

from homeassistant.const import (
    EVENT_HOMEASSISTANT_FINAL_WRITE,
    EVENT_HOMEASSISTANT_STOP,
)
from homeassistant.core import CALLBACK_TYPE, Context, Event, HomeAssistant, callback

from ..core.agenda import NextChange
from ..core.model import GroupChange, LockRecord, Plan, Reach, Settings, World
from ..core.observations.connection_changes import unblocked
from ..core.observations.sync_progress import SyncProgress
from ..locks.adapter import LockAdapter
from ..storage.record_file import RecordStorage, StorageFailed
from .bus_events import EventListener, LocateLock
from .change_queue import Fact, RecordChange, Request
from .clock import Clock, async_join_sweep
from .command import CommandResult
from .cycle_scheduler import stack_of
from .group_changes import async_group_changes
from .lock_connection import LockConnection
from .pacing import async_pace
from .plan_cycle import PlanCycle
from .planner import LockPlanner
from .record_writer import RecordWriter
from .updates import Update
from .waiters import RetryWaiter, SyncReport, SyncWaiter

_LOGGER = logging.getLogger(__name__)


class LockEngine:
    """Reconciles one lock with its access codes."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        entry_id: str,
        lock_id: str,
        is_stored: bool,
        method: str | None = None,
        method_settings: str | None = None,
        settings: Settings,
        where: LocateLock,
        clock: Clock | None = None,
        draw: Callable[[], float] = random.random,
        plan: Callable[[LockRecord, World], Plan] | None = None,
    ) -> None:
        """Prepare; no task runs yet.

        ``is_stored``: the entry has stored a record before. ``method``: of the link, if the lock holds codes itself.
        """
        self.entry_id = entry_id
        self._hass = hass
        self._lock_id = lock_id
        self._is_stored = is_stored
        self._method = method
        self._method_settings = method_settings
        self._clock = clock or Clock()
        self._changes = async_group_changes(hass)
        self._writer = RecordWriter(
            hass,
            RecordStorage(hass, entry_id),
            self._on_late_write,
            partial(self._changes.on_stored, entry_id),
        )
        self._connection = LockConnection(hass, entry_id, self._clock, draw, self)
        self.cycle = PlanCycle(
            hass,
            name=entry_id,
            clock=self._clock,
            settings=settings,
            plan_of=plan or LockPlanner().plan,
            writer=self._writer,
            connection=self._connection,
            locate=where,
        )
        self._scheduler = self.cycle.scheduler
        self._is_open = False
        self._stopping = asyncio.Lock()
        self._unsubscribe: list[CALLBACK_TYPE] = []

    @property
    def record(self) -> LockRecord:
        """The current record."""
        return self._writer.record

    @property
    def plan(self) -> Plan:
        """The last plan; from ``async_start`` on."""
        return self.cycle.plan

    @property
    def world(self) -> World:
        """The state that is known and not stored, as of now."""
        return self.cycle.world

    @property
    def next_change(self) -> NextChange | None:
        """The next begin or end of a window, as last published."""
        return self.cycle.publisher.next_change

    @property
    def disk_failing(self) -> bool:
        """Return whether the disk refused the last write."""
        return self._writer.disk_failing

    @property
    def adapter(self) -> LockAdapter | None:
        """The adapter of the lock; None while its entity is away."""
        return self._connection.adapter

    async def async_start(self) -> None:
        """Load the record and plan; never waits for the lock. The adapter is attached afterwards.

        Raises StorageUnreadable, and StorageFailed if the disk refuses a first record.
        """
        now = self.cycle.state.started_at = self._clock.utcnow()
        await self._writer.async_load(
            self._lock_id,
            now,
            is_stored=self._is_stored,
            method=self._method,
            method_settings=self._method_settings,
        )
        self._changes.on_stored(self.entry_id, self.record)
        self._writer.record = self._changes.applied(
            self.entry_id, self.record, self.world
        )
        await async_pace(self._hass).async_step()
        await self.cycle.async_run(is_flush=False)
        self._is_open = True
        listen = self._hass.bus.async_listen
        self._unsubscribe = [
            async_join_sweep(self._hass, self),
            listen(EVENT_HOMEASSISTANT_STOP, self._on_shutdown),
            listen(EVENT_HOMEASSISTANT_FINAL_WRITE, self._on_shutdown),
            self.cycle.emitter.start(self._scheduler.request),
        ]

    # contract 13.15
    async def async_stop(self) -> None:
        """Send no further command, cancel the one under way, and wait until the record is on disk."""
        async with self._stopping:
            if not self._is_open:
                return
            self.cycle.is_closing = True
            while self._unsubscribe:
                self._unsubscribe.pop()()
            await self._connection.close()
            self._on_shutdown()
            await self._scheduler.async_finish()
            self.cycle.waiters.fail("not running")
            self._is_open = False
            self.cycle.timer.stop()

    # contract 6.12
    async def async_request[T](
        self, change: RecordChange[T], context: Context | None = None
    ) -> T:
        """Apply a change and return its answer once it is on disk and published; events of it carry the context.

        Raises the exceptions of ``change``, and StorageFailed if the disk refuses. Then the record is unchanged.
        """
        self._check_open()
        await self._connection.async_wait_for_introduction()
        self._check_open()
        answer: asyncio.Future[T] = self._hass.loop.create_future()
        self.cycle.queue.put(Request(change, answer, context))
        self._connection.reset_repeat_limit()
        self._scheduler.request()
        granted = await answer
        # Sensors and events already show the change when its caller gets the answer.
        await self.cycle.published.wait()
        return granted

    async def async_introduced(self) -> None:
        """Wait for the first capabilities of a lock in reach, for a few seconds. Raises StorageFailed when not running."""
        self._check_open()
        await self._connection.async_wait_for_introduction()

    # contract 6.104
    @asynccontextmanager
    async def async_at_rest(self) -> AsyncGenerator[None]:
        """Keep the record as it is: no cycle runs. Raises StorageFailed when not running."""
        async with self._scheduler.running:
            self._check_open()
            yield

    def plan_with(self, change: GroupChange) -> Plan:
        """Return the plan after a change of several locks, which is not certain yet. Raises StorageFailed if planning fails.

        Only at rest, as ``adopt``.
        """
        record = self._changes.applied(self.entry_id, self.record, self.world, change)
        try:
            return self.cycle.plan_for(record)
        except Exception as err:  # noqa: BLE001
            _LOGGER.error("Request failed in planning: %s", stack_of(err))
        raise StorageFailed("not decided")

    @callback
    def adopt(self, plan: Plan, context: Context) -> None:
        """Take over the plan after a change that is certain now; the next cycle writes its record.

        Events of the change carry the context.
        """
        now, before = self.world.now, self.record
        self.cycle.emitter.contexts.note(context, before, plan.record, now=now)
        self._writer.record = plan.record
        self.cycle.plan = plan
        self._connection.reset_repeat_limit()
        self._scheduler.request()

    async def async_sync(
        self, on_progress: Callable[[int, int], None] | None = None
    ) -> SyncReport:
        """Read the whole lock now and return the result, once each slot was read or has not answered twice.

        ``on_progress`` is called with the numbers of slots that were read, and of all slots. Raises StorageFailed when
        not running or not watched.
        """
        self._check_open()
        progress = SyncProgress(on_change=on_progress)
        progress.begin(self.record)
        waiter = SyncWaiter(self._hass.loop.create_future(), progress)
        self.cycle.waiters.syncs.append(waiter)
        self._retry_now(None)
        return await waiter.answer

    async def async_try_again(self, access_code_id: str | None) -> str | None:
        """Retry a code, or the lock, now; return the remaining error code, None if there is none.

        Raises StorageFailed when not running or not watched.
        """
        self._check_open()
        waiter = RetryWaiter(self._hass.loop.create_future(), access_code_id)
        self.cycle.waiters.retries.append(waiter)
        self._retry_now(access_code_id)
        return await waiter.answer

    def subscribe(self, listener: Callable[[Update], None]) -> Callable[[], None]:
        """Call the listener after each plan with a visible change; return the unsubscriber."""
        return self.cycle.publisher.subscribe(listener)

    def subscribe_events(self, listener: EventListener) -> CALLBACK_TYPE:
        """Call the listener with each event that is emitted; return the unsubscriber."""
        return self.cycle.emitter.subscribe(listener)

    # contract 11.83
    def hold_events(self, *, is_held: bool) -> None:
        """Let events wait in the outbox, or emit those that have waited."""
        self.cycle.emitter.is_held = is_held
        if not is_held:
            self._scheduler.request()

    # contract 14.6
    def settings_changed(self, settings: Settings) -> None:
        """Apply new settings, and retry commands that the lock refused under the old ones."""
        if settings != self.cycle.state.settings:
            self.cycle.state.settings = settings
            self._retry_now(None)

    def set_reach(self, reach: Reach | None) -> None:
        """Set the reach that the registry implies, which overrides the adapter's; None: use the adapter's."""
        self._connection.on_registry_reach(reach)

    async def attach(self, adapter: LockAdapter | None) -> None:
        """Use this adapter from now on; None: the lock's entity is gone."""
        await self._connection.attach(adapter)

    def on_facts(self, fact: Fact | CommandResult) -> None:
        """Queue a fact or a command result, and plan again."""
        if self._is_open:
            self.cycle.queue.put(fact)
            self._scheduler.request()

    @callback
    def sweep(self) -> None:
        """Detect a step of the clock and a lock that is not watched; save a record that the disk lacks."""
        if self.cycle.follow_clock():
            self._scheduler.request()
        if self._writer.is_behind or self.disk_failing or self._scheduler.has_failed:
            self._scheduler.request(is_flush=True)
        self.cycle.check_watched()
        self._changes.sweep()

    @callback
    def _on_shutdown(self, _: Event | None = None) -> None:
        self._writer.is_closing = True
        self._scheduler.request(is_flush=True)

    @callback
    def _on_late_write(self) -> None:
        """Save the present record, now that the disk has taken a former one."""
        if self._is_open:
            self._scheduler.request(is_flush=True)

    def _check_open(self) -> None:
        if not self._is_open:
            raise StorageFailed("not running")

    def _retry_now(self, access_code_id: str | None) -> None:
        self._connection.reset_repeat_limit()
        self._connection.reach.probe_now()
        self.on_facts(partial(unblocked, access_code_id))
