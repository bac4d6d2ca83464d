"""A Home Assistant core without integrations, on its own loop, with its files in a temporary folder."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory
from typing import Any

from custom_components.access_codes.core.model import LockRecord, Settings
from custom_components.access_codes.engine.lock_engine import LockEngine
from custom_components.access_codes.storage.record_file import RecordStorage
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.runner import create_event_loop
from homeassistant.util import dt as dt_util

from .lock import TimedAdapter


def on_home_assistants_loop[T](run: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run on a loop as Home Assistant sets it up, with its many threads for the disk."""
    with asyncio.Runner(loop_factory=create_event_loop) as runner:
        return runner.run(run())


@asynccontextmanager
async def core() -> AsyncGenerator[HomeAssistant]:
    """Provide a running core. What is written goes to a real disk."""
    with TemporaryDirectory(prefix="access_codes_bench_") as folder:
        hass = HomeAssistant(folder)
        hass.set_state(CoreState.running)
        try:
            yield hass
        finally:
            await hass.async_stop(force=True)


@asynccontextmanager
async def linked(
    hass: HomeAssistant, lock: TimedAdapter, name: str = "lock"
) -> AsyncGenerator[LockEngine]:
    """Provide the engine of a lock whose record is on disk."""
    engine = LockEngine(
        hass,
        entry_id=name,
        lock_id=name,
        is_stored=True,
        settings=Settings(),
        where=lambda: (None, None),
    )
    await engine.async_start()
    await engine.attach(lock)
    try:
        yield engine
    finally:
        await engine.async_stop()


async def store(hass: HomeAssistant, record: LockRecord) -> None:
    """Put the record of a lock on disk, under its own name."""
    await RecordStorage(hass, record.lock_id).async_save(record, dt_util.utcnow())
