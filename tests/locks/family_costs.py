"""Costs of a linked lock of any family: commands of the engine, messages on the way to the lock, memory."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
import gc
import json
import os
from pathlib import Path
import tracemalloc
from typing import Any, Final, Protocol, runtime_checkable
from unittest.mock import patch

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components import access_codes
from custom_components.access_codes.engine.clock import Clock
from custom_components.access_codes.engine.lock_engine import LockEngine
from homeassistant.core import HomeAssistant

NOTES: Final = "ACCESS_CODES_COSTS"
"""Variable with the file to which the costs are noted, for ``scripts/bench families``."""

_KINDS: Final = {
    "async_set": "writes",
    "async_clear": "writes",
    "async_rename": "writes",
    "async_read": "reads",
    "async_list": "reads",
    "async_check": "reads",
}
"""Commands of the engine to an adapter."""

_STEP: Final = 900
"""Seconds between two looks at what is due: no read is due more often."""

_OURS: Final = tracemalloc.Filter(
    inclusive=True, filename_pattern=f"{Path(access_codes.__file__).parent}/*"
)


class Linked(Protocol):
    """As much of a linked lock as is measured."""

    hass: HomeAssistant
    entry: MockConfigEntry


@runtime_checkable
class CountsMessages(Protocol):
    """A linked lock with a wire: a network, a cloud, a radio."""

    async def messages(self) -> int:
        """Return how many messages to the lock have come on the way there."""


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one occasion."""

    writes: int
    reads: int
    messages: int | None
    """None where the family has no wire."""


class Meter:
    """Counts what goes to one lock."""

    def __init__(self, linked: Linked) -> None:
        self._linked = linked
        self._counts: Counter[str] = Counter()
        self._total = 0
        self._under_way = 0

    @property
    def engine(self) -> LockEngine:
        """The engine that runs now."""
        engine: LockEngine = self._linked.entry.runtime_data.engine
        return engine

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count from now on, also after reloads: the methods of the adapter's class are replaced."""
        owner = type(self.engine.adapter)
        replacing: dict[str, Any] = {
            name: self._counting(getattr(owner, name), kind)
            for name, kind in _KINDS.items()
        }
        with patch.multiple(owner, **replacing):
            yield

    def _counting(
        self, command: Callable[..., Awaitable[Any]], kind: str
    ) -> Callable[..., Awaitable[Any]]:
        """Return a command that is counted; one that is given by another one is not."""

        async def call(*arguments: Any, **more: Any) -> Any:
            self._counts[kind] += not self._under_way
            self._under_way += 1
            try:
                return await command(*arguments, **more)
            finally:
                self._under_way -= 1

        return call

    async def cost(self) -> Cost:
        """Return what was counted since the last call, once nothing more follows."""
        await self._settle()
        messages: int | None = None
        if isinstance(self._linked, CountsMessages):
            total = await self._linked.messages()
            messages, self._total = total - self._total, total
        counted = Cost(self._counts["writes"], self._counts["reads"], messages)
        self._counts.clear()
        return counted

    async def pass_a_day(self) -> None:
        """Let a day pass by the engine's clock, and do what is due every quarter of an hour."""
        utcnow, monotonic, ahead = Clock.utcnow, Clock.monotonic, 0

        def later(clock: Clock) -> Any:
            return utcnow(clock) + timedelta(seconds=ahead)

        with (
            patch.object(Clock, "utcnow", later),
            patch.object(Clock, "monotonic", lambda clock: monotonic(clock) + ahead),
        ):
            while ahead < 86400:
                ahead += _STEP
                self.engine.cycle.scheduler.request()
                await self._rest()
            await self._settle()

    async def _rest(self) -> None:
        """Wait until no command is under way, and what followed from the last one was planned."""
        for _ in range(3):
            await self._linked.hass.async_block_till_done()
            await asyncio.sleep(0.003)
            while self._under_way:
                await asyncio.sleep(0.003)

    async def _settle(self) -> None:
        """Wait until no command has come for a while."""
        before = None
        while before != self._counts:
            before = self._counts.copy()
            await asyncio.sleep(0.3)
            await self._rest()


async def memory_of(linked: Linked) -> int:
    """Return the bytes that a linked lock takes, as allocated by lines of ours; caches are filled by a first time."""
    return min([await _memory_once(linked) for _ in range(2)])


async def _memory_once(linked: Linked) -> int:
    entries = linked.hass.config_entries
    assert await entries.async_unload(linked.entry.entry_id)
    gc.collect()
    tracemalloc.start()
    try:
        assert await entries.async_setup(linked.entry.entry_id)
        for _ in range(5):
            await linked.hass.async_block_till_done()
            await asyncio.sleep(0.1)
        gc.collect()
        snapshot = tracemalloc.take_snapshot().filter_traces([_OURS])
    finally:
        tracemalloc.stop()
    return sum(each.size for each in snapshot.statistics("filename"))


async def note_costs(linked: Linked, kind: str, costs: dict[str, Cost]) -> None:
    """Note the costs of a family, with its memory, where somebody asks for them."""
    if (path := os.environ.get(NOTES)) is None:
        return
    adapter = linked.entry.runtime_data.engine.adapter
    noted = {
        "family": adapter.family,
        "kind": kind,
        "memory": await memory_of(linked),
        "costs": {occasion: asdict(cost) for occasion, cost in costs.items()},
    }
    _append(Path(path), json.dumps(noted))


def _append(path: Path, line: str) -> None:
    with path.open("a") as notes:
        notes.write(f"{line}\n")
