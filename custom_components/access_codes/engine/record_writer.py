"""The record in memory and on disk, and the queue of what changes it."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
import logging
from typing import Any

from ..core.model import Command, CommandKind, Content, Event, LockRecord, Plan, World
from ..core.observations.observation import Observation
from ..storage.record_file import RecordStorage, StorageFailed
from .pacing import LoopPacer
from .plan_cycle import stack_of

_LOGGER = logging.getLogger(__name__)

REQUESTS_A_TURN = 25
"""On a lock with as many codes as it can have, each may take most of a millisecond."""

CHANGES_A_STEP = 100
"""After so many that were taken in, others go on: a lock may tell of thousands of things."""

type Change[T] = Callable[[LockRecord, World], tuple[LockRecord, T]]
"""What somebody asks for. What it raises goes to whoever asked."""

type Fact = Callable[[LockRecord, World], Observation]
"""What is true whether or not the disk takes it."""


@dataclass(frozen=True, slots=True)
class Request:
    """A change that somebody asked for and waits to hear of."""

    change: Change[Any]
    answer: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from the changes of one turn."""

    plan: Plan
    command: Command | None
    """What is to go out now."""
    observed: dict[str, Content]

    @property
    def record(self) -> LockRecord:
        """What is to be on disk before the command goes out."""
        return self.plan.record if self.command is None else self.plan.intended


type Decide = Callable[[LockRecord, World], Decision]


@dataclass(slots=True)
class _Folded:
    """The record after a batch of changes, each applied to what the one before left."""

    record: LockRecord
    world: World
    granted: list[tuple[Request, Any]] = field(default_factory=list)


class RecordWriter:
    """Takes everything queued, applies it in order, decides, and writes once."""

    def __init__(
        self,
        storage: RecordStorage,
        pace: LoopPacer,
        on_disk: LockRecord,
        record: LockRecord,
    ) -> None:
        """Begin with what is on disk, and with what a start makes of it."""
        self._storage = storage
        self._pace = pace
        self._on_disk = on_disk
        self._queue: list[Request | Fact] = []
        self.record = record
        self.disk_failing = False

    @property
    def is_behind(self) -> bool:
        """Whether the disk lacks something, be it only that events were told."""
        return self.record != self._on_disk

    @property
    def is_crowded(self) -> bool:
        """Whether more is asked for than one turn has room for."""
        return len(self._queue) - len(_facts_of(self._queue)) > REQUESTS_A_TURN

    def put(self, change: Request | Fact) -> None:
        """Queue a change for the next turn."""
        self._queue.append(change)

    async def turn(
        self, world: World, decide: Decide, *, is_flush: bool = False
    ) -> Decision:
        """Apply what is queued, decide, and have the result on disk if it can be had.

        Of requests no more than a turn has room for: the rest waits for the next. Where no decision can be made,
        whoever asked for something may ask again, but what is true is not told twice: it stays queued.
        """
        batch = self._take_batch()
        facts = _facts_of(batch)
        try:
            if len(facts) < len(batch):
                try:
                    return await self._turn(batch, world, decide, is_flush)
                except Exception as err:  # noqa: BLE001
                    _LOGGER.error(
                        "What was asked for could not be decided about: %s",
                        stack_of(err),
                    )
                    _refuse(batch, "not decided")
            return await self._turn(facts, world, decide, is_flush)
        except Exception:
            self._queue[:0] = facts
            raise
        finally:
            _refuse(batch, "not written")

    def _take_batch(self) -> list[Request | Fact]:
        """Take all facts, and as many requests as a turn has room for, in their order."""
        batch: list[Request | Fact] = []
        rest: list[Request | Fact] = []
        room = REQUESTS_A_TURN
        for change in self._queue:
            if not isinstance(change, Request):
                batch.append(change)
            elif room:
                room -= 1
                batch.append(change)
            else:
                rest.append(change)
        self._queue = rest
        return batch

    async def _turn(
        self, batch: list[Request | Fact], world: World, decide: Decide, is_flush: bool
    ) -> Decision:
        folded = await self._fold(world, batch)
        decision = decide(folded.record, folded.world)
        if self._is_to_be_written(decision.record, is_flush):
            try:
                await self._storage.async_save(decision.record, world.now)
            except StorageFailed as err:
                self.disk_failing = True
                _refuse(batch, str(err))
                return await self._go_on_without_disk(batch, world, decide)
            self._on_disk = decision.record
            self.disk_failing = False
        self.record = decision.record
        for request, answer in folded.granted:
            if not request.answer.done():
                request.answer.set_result(answer)
        return decision

    def take_back(self, decision: Decision) -> None:
        """Drop the intent of a command that was not sent. On disk it is a doubt until the next write."""
        self.record = decision.plan.record

    def take_events(self) -> tuple[Event, ...]:
        """Return the events that are on disk and were not told; to be told at once, then gone from memory."""
        on_disk = {event.event_id for event in self._on_disk.outbox}
        events = tuple(
            event for event in self.record.outbox if event.event_id in on_disk
        )
        if events:
            rest = tuple(
                event for event in self.record.outbox if event.event_id not in on_disk
            )
            self.record = replace(self.record, outbox=rest)
        return events

    async def _go_on_without_disk(
        self, batch: list[Request | Fact], world: World, decide: Decide
    ) -> Decision:
        """Keep the facts; of commands, let go out what needs nothing on disk."""
        folded = await self._fold(world, _facts_of(batch))
        decision = decide(folded.record, folded.world)
        if decision.command is not None and not self._may_go(decision.command):
            decision = replace(decision, command=None)
        self.record = decision.record
        return decision

    async def _fold(self, world: World, batch: Iterable[Request | Fact]) -> _Folded:
        """Apply changes, each to what the one before left."""
        folded = _Folded(self.record, world)
        for number, change in enumerate(batch, start=1):
            if not isinstance(change, Request):
                _apply_fact(folded, change)
            elif not change.answer.done():
                _apply_request(folded, change)
            if number % CHANGES_A_STEP == 0:
                await self._pace.async_step()
        return folded

    def _may_go(self, command: Command) -> bool:
        if command.kind is CommandKind.CLEAR:
            return command.slot in self._on_disk.placements
        return command.kind not in (CommandKind.SET, CommandKind.RENAME)

    def _is_to_be_written(self, record: LockRecord, is_flush: bool) -> bool:
        if record == self._on_disk:
            # The same by value. Each sweep compares them again: this way it finds one and the same.
            self._on_disk = record
            return False
        if is_flush or self.disk_failing:
            return True
        told = replace(self._on_disk, outbox=record.outbox)
        return record != told or not _ids(record.outbox) <= _ids(self._on_disk.outbox)


def _facts_of(batch: Iterable[Request | Fact]) -> list[Request | Fact]:
    return [change for change in batch if not isinstance(change, Request)]


def _apply_request(folded: _Folded, request: Request) -> None:
    try:
        folded.record, answer = request.change(folded.record, folded.world)
    except Exception as err:  # noqa: BLE001
        request.answer.set_exception(err)
    else:
        folded.granted.append((request, answer))


def _apply_fact(folded: _Folded, fact: Fact) -> None:
    try:
        observation = fact(folded.record, folded.world)
    except Exception as err:  # noqa: BLE001
        # One fact that cannot be taken in must not stop those after it. Its text may quote a PIN.
        _LOGGER.error(
            "Something that the lock told was dropped: %s", type(err).__name__
        )
        return
    folded.record = observation.record
    folded.world = replace(folded.world, observed=observation.observed)


def _refuse(batch: Iterable[Request | Fact], reason: str) -> None:
    for change in batch:
        if isinstance(change, Request) and not change.answer.done():
            change.answer.set_exception(StorageFailed(reason))


def _ids(events: Iterable[Event]) -> frozenset[str]:
    return frozenset(event.event_id for event in events)
