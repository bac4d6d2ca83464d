"""One engine per linked lock: the only slot where decisions meet disk, lock, timer and clock.

Everything enters at the same door: a request, an answer of the lock, a report, a timer, a start. Each asks for a
turn: what is queued is applied, planned and written at once, and then the lock is told.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
import random

from homeassistant.const import (
    EVENT_HOMEASSISTANT_FINAL_WRITE,
    EVENT_HOMEASSISTANT_STOP,
)
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.start import async_at_started

from ..core.model import CommandKind, Content, LockRecord, Plan, Reach, Settings, World
from ..core.observations.connection_changes import can_be_read, clock_was_set, unblocked
from ..core.observations.restore_check import suspect_restore
from ..core.plan.planner import plan as plan_of
from ..core.retries import at_start
from ..locks.adapter import LockAdapter
from ..storage.record_file import RecordStorage, StorageFailed
from .bus_events import WhereIsLock, async_fire
from .clock import Clock, StepWatch, async_join_sweep
from .command import Answer, PendingCommand
from .deadline_timer import DeadlineTimer
from .lock_connection import LockConnection
from .pacing import async_pace
from .plan_cycle import PlanCycle
from .record_writer import Change, Decision, Fact, RecordWriter, Request
from .updates import Update, UpdatePublisher
from .waiters import CycleOutcome, RetryWaiter, SyncReport, SyncWaiter, Waiters

_EVENTS_A_STEP = 50
"""After so many events that were told, others go on: each may start automations."""


class LockEngine:
    """Brings one lock to hold what is wanted, and keeps it so."""

    plan: Plan
    """The last plan; from ``async_start`` on."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        entry_id: str,
        lock_id: str,
        is_stored: bool,
        settings: Settings,
        where: WhereIsLock,
        clock: Clock | None = None,
        draw: Callable[[], float] = random.random,
        plan: Callable[[LockRecord, World], Plan] = plan_of,
    ) -> None:
        """Prepare; nothing runs yet. ``is_stored``: a file of this entry was written before."""
        self.entry_id = entry_id
        self._hass = hass
        self._lock_id = lock_id
        self._is_stored = is_stored
        self._settings = settings
        self._where = where
        self._clock = clock or Clock()
        self._plan_of = plan
        self._storage = RecordStorage(hass, entry_id)
        self._line = LockConnection(hass, entry_id, self._clock, draw, self)
        self._pace = async_pace(hass)
        self._cycle = PlanCycle(hass, entry_id, self._turn)
        self._timer = DeadlineTimer(hass, self._clock, self._cycle.ask)
        self._publisher = UpdatePublisher()
        self._waiters = Waiters()
        self._step_watch = StepWatch(self._clock)
        self._started_at = self._clock.utcnow()
        self._observed: dict[str, Content] = {}
        self._attempted: frozenset[str] = frozenset()
        self._results: list[tuple[PendingCommand, Answer]] = []
        self._held_for = timedelta()
        self._shown = asyncio.Event()
        self._is_open = False
        self._is_stopping = False
        self._may_emit = False
        self._stopping = asyncio.Lock()
        self._unsubscribe: list[CALLBACK_TYPE] = []

    @property
    def record(self) -> LockRecord:
        """What is true now."""
        return self._keeper.record

    @property
    def disk_failing(self) -> bool:
        """Whether the disk refused the last write."""
        return self._keeper.disk_failing

    @property
    def adapter(self) -> LockAdapter | None:
        """Who speaks to the lock; None while it is away."""
        return self._line.adapter

    @property
    def world(self) -> World:
        """What is known and not kept, as of now."""
        reach = self._line.reach
        return World(
            now=self._clock.utcnow(),
            started_at=self._started_at,
            reach=reach.reach,
            reach_since=reach.since,
            observed=self._observed,
            settings=self._settings,
            attempted=self._attempted,
            probe_at=reach.probe_at,
            heard_at=reach.heard_at,
            is_read_wanted=self._waiters.is_read_wanted and can_be_read(self.record),
            is_stopping=self._is_stopping or self._hass.is_stopping,
        )

    async def async_start(self) -> None:
        """Load the record and plan; never waits for the lock. The adapter is attached afterwards.

        Raises StorageUnreadable, and StorageFailed where a first record cannot be put on disk.
        """
        now = self._started_at = self._clock.utcnow()
        is_put_back = False
        if self._is_stored or await self._storage.async_exists():
            on_disk = await self._storage.async_load()
            is_put_back = await self._storage.async_is_put_back(on_disk)
        else:
            on_disk = LockRecord(self._lock_id)
            await self._storage.async_save(on_disk, now)
        record = at_start(on_disk, now)
        if is_put_back:
            record = suspect_restore(record)
        self._keeper = RecordWriter(self._storage, self._pace, on_disk, record)
        await self._pace.async_step()
        await self._turn(is_flush=False)
        self._is_open = True
        listen = self._hass.bus.async_listen
        self._unsubscribe = [
            async_join_sweep(self._hass, self),
            listen(EVENT_HOMEASSISTANT_STOP, self._home_assistant_stops),
            listen(EVENT_HOMEASSISTANT_FINAL_WRITE, self._home_assistant_stops),
            async_at_started(self._hass, self._begin_to_emit),
        ]

    async def async_stop(self) -> None:
        """Start no new command, give up the one under way, and wait until all that is known is on disk."""
        async with self._stopping:
            if not self._is_open:
                return
            self._is_stopping = True
            while self._unsubscribe:
                self._unsubscribe.pop()()
            await self._line.close()
            self._cycle.ask(is_flush=True)
            await self._cycle.async_finish()
            self._is_open = False
            self._timer.stop()

    async def async_request[T](self, change: Change[T]) -> T:
        """Apply a change and return its answer once it is on disk.

        What ``change`` raises passes through; StorageFailed where the disk refuses. Then nothing has changed.
        """
        self._check_open()
        answer: asyncio.Future[T] = self._hass.loop.create_future()
        self._keeper.put(Request(change, answer))
        self._line.release()
        self._cycle.ask()
        granted = await answer
        # Whoever has an answer finds it wherever else it is told.
        await self._shown.wait()
        return granted

    async def async_sync(self) -> SyncReport:
        """Read the whole lock now and wait for it. Raises StorageFailed when not running."""
        self._check_open()
        waiting = SyncWaiter(self._hass.loop.create_future())
        self._waiters.syncs.append(waiting)
        self._try_now(None)
        return await waiting.answer

    async def async_try_again(self, access_code_id: str | None) -> str | None:
        """Try a code, or the lock, again now; returns the error code that is left, None where all is well.

        Raises StorageFailed when not running.
        """
        self._check_open()
        waiting = RetryWaiter(self._hass.loop.create_future(), access_code_id)
        self._waiters.tries.append(waiting)
        self._try_now(access_code_id)
        return await waiting.answer

    def subscribe(self, listener: Callable[[Update], None]) -> Callable[[], None]:
        """Call after every plan that changed anything visible; returns how to end it."""
        return self._publisher.subscribe(listener)

    def settings_changed(self, settings: Settings) -> None:
        """Take over the options; what the lock could not take may be possible now."""
        if settings != self._settings:
            self._settings = settings
            self._try_now(None)

    def set_reach(self, reach: Reach | None) -> None:
        """Take the registry's word over the adapter's; None: it has none."""
        self._line.on_registry_reach(reach)

    async def attach(self, adapter: LockAdapter | None) -> None:
        """Speak to the lock through this adapter; None: its entity went."""
        await self._line.attach(adapter)

    def on_facts(self, fact: Fact) -> None:
        """Take something that is true, and plan again."""
        if self._is_open:
            self._keeper.put(fact)
            self._cycle.ask()

    def on_result(self, pending: PendingCommand, answer: Answer) -> None:
        """Take that a command has ended, and plan again."""
        self._results.append((pending, answer))
        self.on_facts(partial(pending.learn, answer=answer))

    @callback
    def sweep(self) -> None:
        """Notice a clock that was set; write what the disk refused, and that events were told."""
        if self._notice_clock():
            self._cycle.ask()
        if self._keeper.is_behind or self.disk_failing or self._cycle.is_owed:
            self._cycle.ask(is_flush=True)

    def _notice_clock(self) -> bool:
        """Take in that the clock was set, before anything is decided by it."""
        step = self._step_watch.step()
        if step is None:
            return False
        self._started_at += step
        self._line.reach.shift(step)
        self._timer.stop()
        self._line.release()
        self._keeper.put(partial(clock_was_set, step))
        return True

    @callback
    def _begin_to_emit(self, _: HomeAssistant) -> None:
        """Tell events from now on: automations listen only once Home Assistant has started."""
        self._may_emit = True
        self._cycle.ask()

    @callback
    def _home_assistant_stops(self, _: Event) -> None:
        self._cycle.ask(is_flush=True)

    def _check_open(self) -> None:
        if not self._is_open:
            raise StorageFailed("not running")

    def _try_now(self, access_code_id: str | None) -> None:
        self._line.release()
        self._line.reach.probe_now()
        self.on_facts(partial(unblocked, access_code_id))

    async def _turn(self, is_flush: bool) -> None:
        """Go once through everything: take in, decide, write, tell. Others may go on before it tells."""
        self._apply_results()
        self._notice_clock()
        world = self.world
        self._line.begin_to_decide()
        if self._keeper.is_crowded:
            self._cycle.ask()
        decision = await self._keeper.turn(world, self._decide, is_flush=is_flush)
        self._observed = decision.observed
        self.plan = decision.plan
        if decision.command is not None and self._may_send():
            if self._line.is_overtaken(decision.command):
                # Told while the intent went to disk, it may speak against the command: it is decided anew.
                self._keeper.take_back(decision)
            else:
                self._line.send(decision.command)
        pending = self._under_way()
        self._shown.clear()
        try:
            await self._pace.async_step()
            await self._show(world.now, pending)
        finally:
            self._shown.set()

    async def _show(self, planned_at: datetime, pending: PendingCommand | None) -> None:
        """Tell whoever looks on; ``flight``: what was under way when the plan was made."""
        self._timer.set(self._next_look(), planned_at)
        self._publisher.show(
            self.record, self.plan, self._line.reach.reach, self.disk_failing
        )
        await self._emit_events()
        self._waiters.finish(self._outcome(pending))

    def _apply_results(self) -> None:
        """Note, in the turn that takes their answers in, which commands have ended."""
        results, self._results = self._results, []
        for pending, answer in results:
            command = pending.command
            if command.access_code_id is not None:
                self._attempted |= {command.access_code_id}
            self._waiters.on_command_ended(command.access_code_id)
            if command.kind is CommandKind.READ_ALL:
                self._waiters.on_full_read_ended(
                    answer if isinstance(answer, dict) else None
                )

    def _decide(self, record: LockRecord, world: World) -> Decision:
        plan = self._plan_of(record, world)
        command = plan.command
        self._held_for = self._line.pause(command) if command else timedelta()
        if self._held_for or not self._may_send():
            command = None
        return Decision(plan, command, world.observed)

    def _may_send(self) -> bool:
        """Tell whether a command can go out; not before the answer to the last one is taken in."""
        return (
            self._line.is_free
            and not self._results
            and not self._is_stopping
            and not self._hass.is_stopping
        )

    def _next_look(self) -> datetime | None:
        at = self.plan.deadline
        if self._held_for:
            held_until = self._clock.utcnow() + self._held_for
            at = held_until if at is None else min(at, held_until)
        return at

    async def _emit_events(self) -> None:
        if not self._may_emit:
            return
        for number, event in enumerate(self._keeper.take_events(), start=1):
            async_fire(self._hass, event, self._where)
            if number % _EVENTS_A_STEP == 0:
                await self._pace.async_step()

    def _outcome(self, pending: PendingCommand | None) -> CycleOutcome:
        return CycleOutcome(
            plan=self.plan,
            reach=self._line.reach.reach,
            is_resting=pending is None and not self._cycle.is_due,
            next_code=pending.command.access_code_id if pending is not None else None,
        )

    def _under_way(self) -> PendingCommand | None:
        """Return what the lock was told last, until its answer is taken in: that may have come at once."""
        if self._line.pending is None and self._results:
            return self._results[-1][0]
        return self._line.pending
