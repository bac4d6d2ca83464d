"""A hundred locks full of codes, linked as Home Assistant links them, and all that is counted about them."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field, replace
import gc
import os
from pathlib import Path
import time
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import AccessCode, LockRecord, Window
from custom_components.access_codes.engine.bus_events import EVENT_TYPE
from custom_components.access_codes.engine.lock_engine import LockEngine
from homeassistant.const import EVENT_STATE_CHANGED, EVENT_STATE_REPORTED
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from . import disk, stalls
from .house import add_entry, add_lock, house
from .lock import TimedAdapter
from .workload import DAY, IS_SET, IS_WAITING, abilities, codes, contents_of, record_of

_ANSWER = 0.1
"""Seconds that a lock takes for a write: less than any radio needs."""
_SPARE = 30
"""Places of a lock that no code of the record needs."""
_PATIENCE = 120
_GLANCE = 0.02


@dataclass(frozen=True, slots=True)
class Size:
    """How much is linked, and how hard it is pressed."""

    locks: int
    codes: int
    boundaries: int
    reports: int
    rate: int
    """Actions a second."""
    seconds: int
    """For how long."""


@dataclass(frozen=True, slots=True)
class Furnishing:
    """The locks of a house."""

    record: Callable[[str, int], LockRecord]
    """Returns the record of a lock, by its id, with so many codes."""
    answers_after: float = _ANSWER
    """Seconds that a lock takes for a write."""
    is_disk_counted: bool = True
    """Counting takes time, too."""


@dataclass(slots=True)
class Counted:
    """What one phase brought about."""

    seconds: float = 0.0
    held: stalls.Stalls = field(default_factory=stalls.Stalls)
    states: int = 0
    """States that our sensors wrote."""
    rewrites: int = 0
    """States written again as they were."""
    events: int = 0
    writes: int = 0
    written: int = 0
    """Bytes of all files written."""
    commands: int = 0
    memory: int = 0
    """Bytes resident that were added."""


class LoadedHouse:
    """Locks, their engines, and the counters."""

    def __init__(
        self,
        hass: HomeAssistant,
        size: Size,
        locks: dict[str, TimedAdapter],
        disks: disk.Disks,
    ) -> None:
        """Count from now on."""
        self.hass = hass
        self.size = size
        self.entries: list[MockConfigEntry] = []
        self.locks: list[TimedAdapter] = []
        self.entity_ids: list[str] = []
        self._by_id = locks
        self._disks = disks
        self._counted = Counted()
        for event_type, count in (
            (EVENT_STATE_CHANGED, self._count_state),
            (EVENT_STATE_REPORTED, self._count_rewrite),
        ):
            hass.bus.async_listen(event_type, count, _is_of_sensor)
        hass.bus.async_listen(EVENT_TYPE, self._count_event)

    @property
    def engines(self) -> list[LockEngine]:
        """The engines of the linked locks."""
        return [entry.runtime_data.engine for entry in self.entries]

    async def furnish(self, furnishing: Furnishing) -> None:
        """Add locks and the records of their codes; nothing runs yet."""
        for number in range(self.size.locks):
            name = f"door{number}"
            lock = add_lock(self.hass, name)
            record = furnishing.record(lock.id, self.size.codes)
            held = contents_of(record)
            assert record.capabilities is not None
            model = TimedAdapter(
                record.capabilities, held, answers_after=furnishing.answers_after
            )
            self.locks.append(model)
            self._by_id[lock.id] = model
            self.entity_ids.append(lock.entity_id)
            self.entries.append(await add_entry(self.hass, record, name))

    async def link(self) -> None:
        """Set all up at once, as a start of Home Assistant does, and wait until nothing is left to do."""
        if not await async_setup_component(self.hass, DOMAIN, {}):
            raise RuntimeError("the integration could not be set up")
        await self.calm()

    async def link_again(self) -> None:
        """Set all up at once when they are known."""
        await asyncio.gather(
            *(
                self.hass.config_entries.async_setup(entry.entry_id)
                for entry in self.entries
            )
        )
        await self.calm()

    async def unlink(self) -> None:
        """Let go of all locks at once."""
        await asyncio.gather(
            *(
                self.hass.config_entries.async_unload(entry.entry_id)
                for entry in self.entries
            )
        )

    async def calm(self) -> None:
        """Wait until no lock is told anything more, and all is on disk."""
        await self.hass.async_block_till_done()
        async with asyncio.timeout(_PATIENCE):
            while not all(_is_calm(engine) for engine in self.engines):
                await asyncio.sleep(_GLANCE)

    @asynccontextmanager
    async def counted(self) -> AsyncGenerator[Counted]:
        """Count what happens meanwhile. Garbage of before is collected before."""
        gc.collect()
        counted = self._counted = Counted()
        storage = self._disks[Path(self.hass.config.path(STORAGE_DIR))]
        storage.take()
        told = self._told()
        memory = _resident()
        await asyncio.sleep(_GLANCE)
        with stalls.watched() as counted.held:
            began = time.perf_counter()
            yield counted
            counted.seconds = time.perf_counter() - began
            await asyncio.sleep(_GLANCE)
        written = storage.take()
        counted.writes = written.writes
        counted.written = written.size
        counted.commands = self._told() - told
        gc.collect()
        counted.memory = _resident() - memory
        self._counted = Counted()

    def _told(self) -> int:
        return sum(len(lock.told) for lock in self.locks)

    @callback
    def _count_state(self, _: Event[Any]) -> None:
        self._counted.states += 1

    @callback
    def _count_rewrite(self, _: Event[Any]) -> None:
        self._counted.rewrites += 1

    @callback
    def _count_event(self, _: Event[Any]) -> None:
        self._counted.events += 1


@asynccontextmanager
async def loaded_house(
    size: Size, furnishing: Furnishing | None = None
) -> AsyncGenerator[LoadedHouse]:
    """Provide the house with its locks and records; nothing is linked yet."""
    locks: dict[str, TimedAdapter] = {}
    furnishing = furnishing or Furnishing(record_with)
    with (
        disk.watched()
        if furnishing.is_disk_counted
        else nullcontext(disk.nothing()) as disks
    ):
        async with house(lambda lock: locks[lock.id]) as hass:
            loaded = LoadedHouse(hass, size, locks, disks)
            await loaded.furnish(furnishing)
            yield loaded


def record_with(lock_id: str, number: int) -> LockRecord:
    """Return a record: seven tenths of its codes on the lock, a fifth to come, the rest expired."""
    now = dt_util.utcnow()
    on_lock, to_come = number * 7 // 10, number * 2 // 10
    windows = (
        [Window(now - DAY, now + 3 * DAY)] * on_lock
        + [Window(now + 2 * DAY, now + 4 * DAY)] * to_come
        + [Window(now - 3 * DAY, now - DAY)] * (number - on_lock - to_come)
    )
    progress = [IS_SET] * on_lock + [IS_WAITING] * (number - on_lock)
    many = [
        replace(code, window=window, progress=stage)
        for code, window, stage in zip(
            codes(number, lock=lock_id, created_at=now - DAY),
            windows,
            progress,
            strict=True,
        )
    ]
    return _placed(lock_id, many, on_lock)


def _placed(lock_id: str, many: list[AccessCode], on_lock: int) -> LockRecord:
    capabilities = abilities(len(many) + _SPARE)
    placed = record_of(many[:on_lock], capabilities, is_placed=True, lock=lock_id)
    by_id = {code.access_code_id: code for code in many}
    return replace(placed, codes=by_id, code_count=len(many))


def _is_calm(engine: LockEngine) -> bool:
    return engine.plan.command is None


@callback
def _is_of_sensor(event_data: Mapping[str, Any]) -> bool:
    entity_id: str = event_data["entity_id"]
    return entity_id.startswith("sensor.")


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
