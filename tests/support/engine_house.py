"""Engine test bench: a fake lock, a real disk, and a process that can die at any step."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import errno
from itertools import count
import os
from pathlib import Path
import threading
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import orjson
import pytest
from pytest_homeassistant_custom_component.common import (
    async_capture_events,
    async_fire_time_changed,
)

from custom_components.access_codes.core.model import (
    AccessCode,
    CommandKind,
    LockRecord,
    Pin,
    Reach,
    Settings,
    Status,
)
from custom_components.access_codes.core.requests import create, delete, update
from custom_components.access_codes.core.requests.inputs import (
    CreateRequest,
    UpdateRequest,
)
from custom_components.access_codes.core.requests.leave_lock import take_for_empty
from custom_components.access_codes.engine.clock import Clock
from custom_components.access_codes.engine.lock_engine import LockEngine
from custom_components.access_codes.storage import change_log, record_file
from custom_components.access_codes.storage.change_log import write_line
from custom_components.access_codes.storage.record_file import RecordStorage
from homeassistant.core import Event, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.json import save_json
from tests.support.fake_adapter import FakeAdapter
from tests.support.fake_lock import FakeLock

ENTRY_ID = "entry-1"
LOCK_ID = "lock-1"


class Disk:
    """Counts writes, and can refuse them."""

    def __init__(self) -> None:
        self.writes: list[dict[str, Any]] = []
        self.is_full = False
        self.before_write: Callable[[], None] | None = None
        self.after_write: Callable[[], None] | None = None

    def save_json(self, filename: str, content: dict[str, Any], **options: Any) -> None:
        if self.before_write is not None:
            self.before_write()
        if self.is_full:
            raise HomeAssistantError("no space left")
        save_json(filename, content, **options)
        if not filename.endswith(".last_good"):
            self.writes.append(orjson.loads(Path(filename).read_bytes()))
        if self.after_write is not None:
            self.after_write()

    def write_line(self, descriptor: int, line: bytes, at: int) -> None:
        """Write a line of a change log; its header goes with the snapshot."""
        if not at:
            write_line(descriptor, line, at)
            return
        if self.before_write is not None:
            self.before_write()
        if self.is_full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write_line(descriptor, line, at)
        change = orjson.loads(line[9:])
        self.writes.append({**change, **change.get("put", {})})
        if self.after_write is not None:
            self.after_write()

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Watch the writes of all records, and do not wait for the disk: no test cuts the power."""
        monkeypatch.setattr("atomicwrites._proper_fsync", lambda descriptor: None)
        monkeypatch.setattr(record_file, "save_json", self.save_json)
        monkeypatch.setattr(change_log, "write_line", self.write_line)
        monkeypatch.setattr(change_log, "sync", lambda descriptor: None)


@dataclass(slots=True)
class House:
    """One linked lock and its engine."""

    hass: HomeAssistant
    freezer: FrozenDateTimeFactory
    disk: Disk
    lock: FakeLock = field(default_factory=FakeLock)
    settings: Settings = Settings()
    clock: Clock = field(default_factory=Clock)
    engines: list[LockEngine] = field(default_factory=list)
    events: list[Event[Any]] = field(default_factory=list)
    is_captured: bool = False
    """True once events are captured."""
    is_stored: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    _names: count[int] = field(default_factory=lambda: count(1))
    _adapter: FakeAdapter | None = None

    @property
    def engine(self) -> LockEngine:
        """The running engine."""
        return self.engines[-1]

    @property
    def adapter(self) -> FakeAdapter:
        """The attached adapter."""
        assert self._adapter is not None
        return self._adapter

    @property
    def path(self) -> Path:
        """The path of the record file."""
        return Path(self.hass.config.path(".storage", f"access_codes.{ENTRY_ID}"))

    @property
    def now(self) -> datetime:
        """The current instant."""
        return self.clock.utcnow()

    @property
    def kinds_of_events(self) -> list[str]:
        """The types of the emitted events, in order."""
        return [event.data["type"] for event in self.events]

    def make_engine(self) -> LockEngine:
        """Return a new engine for the same disk, not started."""
        engine = LockEngine(
            self.hass,
            entry_id=ENTRY_ID,
            lock_id=LOCK_ID,
            is_stored=self.is_stored,
            settings=self.settings,
            where=lambda: ("lock.front_door", "device-1"),
            clock=self.clock,
            draw=lambda: 0.5,
            **self.options,
        )
        self.engines.append(engine)
        return engine

    async def start(self, *, is_attached: bool = True) -> LockEngine:
        """Start an engine with the record on disk and the lock as it is."""
        if not self.is_captured:
            self.is_captured = True
            self.events = async_capture_events(self.hass, "access_codes_event")
        engine = self.make_engine()
        await engine.async_start()
        self.is_stored = True
        if is_attached:
            await self.attach()
        return engine

    async def attach(self) -> None:
        """Give the engine a new adapter."""
        self._adapter = FakeAdapter(self.lock)
        await self.engine.attach(self._adapter)

    async def settle(self) -> None:
        """Run all tasks that can run now."""
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def run(self) -> LockEngine:
        """Start the engine and wait for the end of the first read."""
        engine = await self.start()
        await self.settle()
        if not self.lock.capabilities.can_be_read:
            await self.call_empty()
        self.lock.sent.clear()
        self.disk.writes.clear()
        return engine

    async def call_empty(self) -> None:
        """Have a person say which slots of a lock that cannot be read are empty: those without a code."""
        empty = set(self.lock.capabilities.slots) - self.lock.entries.keys()
        await self.engine.async_request(
            lambda record, world: take_for_empty(record, world, empty)
        )

    def during_write(self, happen: Callable[[], None]) -> None:
        """Call a function in the event loop during the next write."""

        def before_write() -> None:
            self.disk.before_write = None
            has_happened = threading.Event()

            def happen_now() -> None:
                happen()
                has_happened.set()

            self.hass.loop.call_soon_threadsafe(happen_now)
            assert has_happened.wait(10)

        self.disk.before_write = before_write

    async def pass_time(self, seconds: float, *, settle: bool = True) -> None:
        """Advance the clock and fire the timers that are due."""
        self.freezer.tick(timedelta(seconds=seconds))
        async_fire_time_changed(self.hass)
        await self.hass.async_block_till_done(wait_background_tasks=settle)

    async def create(
        self,
        pin: str,
        *,
        number: int | None = None,
        starts_in: float | None = None,
        lasts: float = 3600,
        **options: Any,
    ) -> AccessCode:
        """Request a new code; times are in seconds."""
        starts_at = (
            None if starts_in is None else self.now + timedelta(seconds=starts_in)
        )
        ask = CreateRequest(
            name=f"Code {number or next(self._names)}",
            code=Pin(pin),
            starts_at=starts_at,
            ends_at=None if starts_at is None else starts_at + timedelta(seconds=lasts),
            **options,
        )
        return await self.engine.async_request(
            lambda record, world: create(
                record,
                world,
                ask,
                access_code_id=f"id-{ask.name}",
                draw=lambda limit: 0,
            )
        )

    async def update(self, code: AccessCode, /, **changes: Any) -> AccessCode:
        """Request a change of a code."""
        ask = UpdateRequest(access_code_id=code.access_code_id, **changes)
        return await self.engine.async_request(
            lambda record, world: update(record, world, ask)
        )

    async def delete(self, code: AccessCode) -> AccessCode:
        """Request the deletion of a code."""
        return await self.engine.async_request(
            lambda record, world: delete(record, world, code.access_code_id)
        )

    def status(self, code: AccessCode) -> Status | None:
        """Return the code's status; None once it is gone."""
        view = self.engine.plan.views.get(code.access_code_id)
        return None if view is None else view.status

    def reach(self) -> Reach:
        """Return the reach of the lock, as the engine sees it."""
        return self.engine.world.reach

    @property
    def slots_read(self) -> list[str]:
        """The slots of the reads that arrived, in order."""
        return [
            sent.command.slot
            for sent in self.lock.sent
            if sent.kind is CommandKind.READ and sent.command.slot is not None
        ]

    def is_read(self) -> bool:
        """Return whether the lock was read in full."""
        return self.engine.record.is_read

    def is_disk_failing(self) -> bool:
        """Return whether the engine reports a failing disk."""
        return self.engine.disk_failing

    async def on_disk(self) -> LockRecord:
        """Return the record that a new process would load."""
        return await RecordStorage(self.hass, ENTRY_ID).async_load()

    async def die(self) -> None:
        """Crash the process: disk, lock and bus are no longer reached."""
        is_full, self.disk.is_full = self.disk.is_full, True
        told = list(self.events)
        sent = list(self.lock.sent)
        await self.engine.async_stop()
        self.events[:] = told
        self.lock.sent[:] = sent
        self.disk.is_full = is_full
        self.engines.pop()

    async def stop(self) -> None:
        """Stop all engines."""
        for engine in self.engines:
            await engine.async_stop()
