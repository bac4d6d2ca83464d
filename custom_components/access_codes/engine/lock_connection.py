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
from ..core.observations.connection_changes import nothing, returned, with_capabilities
from ..core.observations.learnt import Learnt
from ..core.observations.reports import (
    apply_access_denied,
    apply_all_cleared,
    apply_report,
    apply_used,
)
from ..locks.adapter import LockAdapter, LockUnreachable, ReadFailed
from .clock import Clock
from .command import WRITES, Answer, Flight, tell
from .reachability import LockReach
from .recent_commands import Brake, Echoes, explains, is_late_answer
from .record_writer import Fact

_LOGGER = logging.getLogger(__name__)


class Ear(Protocol):
    """Who is told what comes over the line."""

    @property
    def record(self) -> LockRecord:
        """What is true now."""

    def hear(self, fact: Fact) -> None:
        """Take something that is true, and plan again."""

    def hear_landing(self, flight: Flight, answer: Answer) -> None:
        """Take that a command has ended, and plan again."""


class LockLine:
    """Whatever goes to the lock or comes from it goes through here."""

    def __init__(
        self,
        hass: HomeAssistant,
        name: str,
        clock: Clock,
        draw: Callable[[], float],
        ear: Ear,
    ) -> None:
        """Begin without an adapter."""
        self._hass = hass
        self._name = name
        self._clock = clock
        self._ear = ear
        self._echoes = Echoes()
        self._brake = Brake()
        self._listener: _Listener | None = None
        self._changing = asyncio.Lock()
        self._is_closed = False
        self._news: set[str | None] = set()
        self._logged = Reach.DISCONNECTED
        self.adapter: LockAdapter | None = None
        self.flight: Flight | None = None
        self.reach = LockReach(clock, draw)

    @property
    def is_free(self) -> bool:
        """Whether a command can be sent now."""
        return self.adapter is not None and self.flight is None

    async def attach(self, adapter: LockAdapter | None) -> None:
        """Speak through this adapter from now on. A command under way is given up: its place stays in doubt."""
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
        self._news.clear()

    def is_overtaken(self, command: Command) -> bool:
        """Tell whether the lock told of the command's place since it was decided on."""
        return command.kind in WRITES and not self._news.isdisjoint(
            {command.place, None}
        )

    def send(self, command: Command) -> None:
        """Tell the lock; what comes of it is heard later. Only while no other command is under way."""
        assert self.adapter is not None
        assert self.flight is None
        flight = self.flight = Flight(command, self.adapter)
        flight.task = self._hass.async_create_background_task(
            self._fly(flight), f"access codes: {command.kind} on {self._name}"
        )

    def pause(self, command: Command) -> timedelta:
        """Return how long a command that came again and again is to be held back."""
        return timedelta(seconds=self._brake.pause(command, self._clock.monotonic()))

    def release(self) -> None:
        """Hold nothing back: somebody asked for something."""
        self._brake.release()

    def hear_registry(self, reach: Reach | None) -> None:
        """Take the registry's word over the adapter's; None: it has none."""
        self._follow(came_back=self.reach.hear_registry(reach))

    async def _join(self, adapter: LockAdapter) -> None:
        self._listener = _Listener(self, adapter)
        try:
            await adapter.async_start(self._listener)
        except Exception as err:  # noqa: BLE001
            _LOGGER.error(
                "%s cannot watch %s: %s", adapter.family, self._name, type(err).__name__
            )
            self._listener.is_deaf = True
            adapter.stop()
            return
        self.adapter = adapter
        self.adapter_spoke(adapter)

    async def _detach(self) -> None:
        adapter, self.adapter = self.adapter, None
        if self._listener is not None:
            self._listener.is_deaf = True
        if self.flight is not None and self.flight.task is not None:
            self.flight.task.cancel()
            await asyncio.wait([self.flight.task])
        if adapter is not None:
            adapter.stop()
        self._brake.release()
        self._follow(came_back=self.reach.hear_adapter(None))

    async def _fly(self, flight: Flight) -> None:
        try:
            answer = await tell(flight.adapter, flight.command)
        finally:
            self.flight = None
            self._echoes.note(flight.command, self._clock.monotonic())
            self._brake.note(flight.command, self._clock.monotonic())
        # That the lock is back comes first: what it answered is newer than that.
        match answer:
            case Outcome.UNREACHABLE | LockUnreachable():
                self.reach.hear_unreachable()
                self._follow(came_back=False)
            case ReadFailed() if flight.command.kind is CommandKind.CHECK:
                # It was asked for nothing but this: a lock that is silent now is away.
                self.reach.hear_unreachable()
                self._follow(came_back=False)
            case Outcome.UNKNOWN | ReadFailed():
                self.reach.hear_silence()
            case _:
                self._follow(came_back=self.reach.hear_answer())
        self._ear.hear_landing(flight, answer)

    def adapter_spoke(self, adapter: LockAdapter) -> None:
        """Take over what the adapter now says of the lock."""
        if self.adapter is adapter:
            self._ear.hear(partial(with_capabilities, adapter.capabilities))
            self._follow(came_back=self.reach.hear_adapter(adapter.reach))

    def is_ours(self, place: str) -> bool:
        """Tell whether the journal names the place."""
        return place in self._ear.record.placements

    def hear_report(self, place: str, content: Content | None) -> None:
        """Take what the lock told of a place by itself."""
        self._news.add(place)
        is_own_echo = self._is_own_echo(place, content)
        self._hear_sign_of_life(
            lambda record, world: apply_report(
                record, world, place, content, is_own_echo=is_own_echo
            )
        )

    def hear_all_cleared(self) -> None:
        """Take that all codes of the lock are gone."""
        self._news.add(None)
        if self.flight is not None:
            self.flight.reports.append((None, EMPTY))
        self._hear_sign_of_life(apply_all_cleared)

    def hear_event(self, apply: Callable[[LockRecord, World], LockRecord]) -> None:
        """Take something that happened at the lock and leaves its codes as they are."""
        self._hear_sign_of_life(
            lambda record, world: Learnt(apply(record, world), world.observed)
        )

    def _hear_sign_of_life(self, fact: Fact) -> None:
        self.reach.hear_sign()
        self.reach.probe_now()
        self._ear.hear(fact)

    def _is_own_echo(self, place: str, content: Content | None) -> bool:
        """Tell whether a report may be about a write of ours; if it speaks against one under way, remember that.

        Nobody knows whether such a report is older than what the command did: a read will tell. But a lock that tells
        the PIN we have just set, with no write under way, gives its answer late.
        """
        last_write = self._echoes.last_write(place, self._clock.monotonic())
        flight = self.flight
        is_writing = flight is not None and flight.command.kind in WRITES
        if not is_writing and is_late_answer(last_write, content):
            return False
        if flight is None or flight.command.place not in (place, None):
            return last_write is not None
        writes = (
            [flight.command] if last_write is None else [flight.command, last_write]
        )
        if not any(explains(write, place, content) for write in writes):
            flight.reports.append((place, content))
        return last_write is not None or flight.command.kind in WRITES

    def _follow(self, *, came_back: bool) -> None:
        """Plan again; log once when the lock goes and once when it is back."""
        reach = self.reach.reach
        if reach is not self._logged:
            _LOGGER.info("The lock of %s is %s", self._name, reach)
            self._logged = reach
        if came_back and self.reach.was_away_long:
            self._brake.release()
        self._ear.hear(returned if came_back else nothing)


class _Listener:
    """Hears one adapter for as long as it is the lock's."""

    def __init__(self, line: LockLine, adapter: LockAdapter) -> None:
        self._line = line
        self._adapter = adapter
        self.is_deaf = False

    def reach_changed(self) -> None:
        if not self.is_deaf:
            self._line.adapter_spoke(self._adapter)

    def reported(self, place: str, content: Content | None) -> None:
        if not self.is_deaf:
            self._line.hear_report(place, content)

    def reported_all_cleared(self) -> None:
        if not self.is_deaf:
            self._line.hear_all_cleared()

    def used(self, place: str | None, action: str) -> None:
        if not self.is_deaf and place is not None:
            self._line.hear_event(
                lambda record, world: apply_used(record, world, place, action)
            )

    def access_denied(self, reason: str) -> None:
        if not self.is_deaf:
            self._line.hear_event(
                lambda record, world: apply_access_denied(record, world, reason)
            )

    def is_ours(self, place: str) -> bool:
        return self._line.is_ours(place)
