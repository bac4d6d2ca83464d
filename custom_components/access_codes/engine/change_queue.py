"""Queue of the changes of a record, and the batches that planning cycles take from it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
import logging
from typing import Any, NamedTuple

from homeassistant.core import Context

from ..core.model import LockRecord, World
from ..core.model.copies import replace
from ..core.observations.observation import Observation, without_ours
from ..core.record.edit import asked_by
from ..storage.record_file import StorageFailed
from .command import CommandResult
from .pacing import LoopPacer

_LOGGER = logging.getLogger(__name__)

REQUESTS_A_CYCLE = 25
"""Limit of requests in a batch: on a full lock each may take most of a millisecond."""

CHANGES_A_STEP = 100
"""Number of changes applied before the event loop runs other tasks: a lock may send thousands of reports."""

type RecordChange[T] = Callable[[LockRecord, World], tuple[LockRecord, T]]
"""Requested change and its answer. Its exceptions go to the caller of the request."""

type Fact = Callable[[LockRecord, World], Observation]
"""Change that holds even if the disk refuses it: a report, a use, a command result, a clock step."""


class Request(NamedTuple):
    """A requested change and the future of its answer."""

    change: RecordChange[Any]
    answer: asyncio.Future[Any]
    context: Context | None = None
    """Context of the one who asks."""


class _Grant(NamedTuple):
    """A request that was applied: its answer, and the records before and after it."""

    request: Request
    answer: Any
    before: LockRecord
    after: LockRecord


type NoteContext = Callable[[Context, LockRecord, LockRecord], None]
"""Called with the context of a request and the records before and after it."""


@dataclass(slots=True)
class Batch:
    """The changes of one planning cycle, in the order of their arrival."""

    changes: list[Request | Fact] = field(default_factory=list)
    results: list[CommandResult] = field(default_factory=list)
    """Command results; the changes contain their facts."""
    _granted: list[_Grant] = field(default_factory=list)

    @property
    def facts(self) -> list[Fact]:
        """The changes that hold even if the disk refuses them."""
        return [change for change in self.changes if not isinstance(change, Request)]

    @property
    def has_requests(self) -> bool:
        """Return whether the batch contains requests."""
        return len(self.facts) < len(self.changes)

    async def async_apply(
        self, record: LockRecord, world: World, pacer: LoopPacer
    ) -> tuple[LockRecord, World]:
        """Return record and world after the changes, each applied to the result of the one before."""
        self._granted.clear()
        for number, change in enumerate(self.changes, start=1):
            if not isinstance(change, Request):
                record, world = _apply_fact(change, record, world)
            elif not change.answer.done():
                before = record
                record = self._apply_request(change, record, world)
                if record.placements is not before.placements:
                    observed = without_ours(record, world.observed)
                    world = replace(world, observed=observed)
            if number % CHANGES_A_STEP == 0:
                await pacer.async_step()
        return record, world

    # contract 13.11
    def answer_requests(self, note_context: NoteContext) -> None:
        """Note the contexts of the requests that were applied, and resolve their futures."""
        for grant in self._granted:
            if (context := grant.request.context) is not None:
                note_context(context, grant.before, grant.after)
            if not grant.request.answer.done():
                grant.request.answer.set_result(grant.answer)

    # contract 13.12
    def refuse_requests(self, reason: str) -> None:
        """Drop the requests; those without an answer fail with StorageFailed."""
        for change in self.changes:
            if isinstance(change, Request) and not change.answer.done():
                change.answer.set_exception(StorageFailed(reason))
        self.changes = [*self.facts]

    # contract 6.17, 11.89
    def _apply_request(
        self, request: Request, record: LockRecord, world: World
    ) -> LockRecord:
        context = request.context
        try:
            with asked_by(None if context is None else context.user_id):
                after, answer = request.change(record, world)
        except Exception as err:  # noqa: BLE001
            request.answer.set_exception(err)
            return record
        self._granted.append(_Grant(request, answer, record, after))
        return after


def _apply_fact(
    fact: Fact, record: LockRecord, world: World
) -> tuple[LockRecord, World]:
    try:
        observation = fact(record, world)
    except Exception as err:  # noqa: BLE001
        # The facts after it still apply. The error's text may quote a PIN.
        _LOGGER.error("Failed to apply an observation: %s", type(err).__name__)
        return record, world
    if observation.observed is not world.observed:
        world = replace(world, observed=observation.observed)
    return observation.record, world


class ChangeQueue:
    """Requests, facts and command results that wait for a planning cycle."""

    def __init__(self) -> None:
        """Start with an empty queue."""
        self._changes: list[Request | Fact | CommandResult] = []

    @property
    def has_requests(self) -> bool:
        """Return whether requests wait."""
        return any(isinstance(change, Request) for change in self._changes)

    @property
    def last_result(self) -> CommandResult | None:
        """The newest command result that waits."""
        for change in reversed(self._changes):
            if isinstance(change, CommandResult):
                return change
        return None

    def put(self, change: Request | Fact | CommandResult) -> None:
        """Add a change to the end of the queue."""
        self._changes.append(change)

    def put_back(self, facts: Sequence[Fact]) -> None:
        """Return facts to the front of the queue, after a cycle that failed."""
        self._changes[:0] = facts

    def take_batch(self) -> Batch:
        """Take all facts and results, and requests up to the limit, in their order."""
        batch = Batch()
        rest: list[Request | Fact | CommandResult] = []
        room = REQUESTS_A_CYCLE
        for change in self._changes:
            if isinstance(change, Request):
                if not room:
                    rest.append(change)
                    continue
                room -= 1
            if isinstance(change, CommandResult):
                batch.results.append(change)
                batch.changes.append(change.apply)
            else:
                batch.changes.append(change)
        self._changes = rest
        return batch
