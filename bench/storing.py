"""What a change costs on disk, and what a code costs in memory."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
import json
from pathlib import Path
import tracemalloc

from custom_components.access_codes.core import requests
from custom_components.access_codes.core.model import LockRecord, Status, Window
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.record.record_json import from_json, to_json
from custom_components.access_codes.core.requests.inputs import (
    CreateRequest,
    UpdateRequest,
)
from custom_components.access_codes.engine.lock_engine import LockEngine
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util import dt as dt_util

from .disk import Disk, Disks, watched
from .figures import Row, Table, count, kilobytes, plain
from .lock import TimedAdapter
from .stage import core, linked, on_home_assistants_loop, store
from .workload import (
    DAY,
    IS_SET,
    NOW,
    abilities,
    codes,
    contents_of,
    pin,
    record_of,
    world_of,
)

_FEW, _SOME, _MANY = 20, 250, 1_998
"""The most is what leaves room for two codes more: a lock has at most 2,000."""
SIZES = (1, _FEW, 100, _SOME, _MANY)
_GUEST, _VISITOR = "guest", "visitor"
_SPAN = timedelta(seconds=2)
_SWEEPS = 60
_PATIENCE = 30
_MOST_TO_CREATE = 23_500
"""A tenth of what it took when each write was the whole record."""
_MOST_TO_CHANGE = 2_800
_SETTLED = 0.1
"""Seconds in which a write that should not be there would come."""


@dataclass(frozen=True, slots=True)
class ExternalChange:
    """Something that happens to one code."""

    key: str
    what: str
    at_most: int
    """Writes that it may need."""
    make: Callable[[LockEngine], Awaitable[object]]
    is_done: Callable[[LockEngine], bool]


type Life = dict[str, Disk]
"""What was written, by the key of the change."""


def measure(*, is_quick: bool) -> Table:
    """Lead codes through their lives on locks with few and with many others, and count what is written."""
    lives = on_home_assistants_loop(_lives)
    sizes = " / ".join(kilobytes(life["file"].snapshots[0]) for life in lives.values())
    return Table(
        "Storage and memory",
        "A real engine, a real disk, a simulated lock; every line appended to a log of changes, every call of Home "
        "Assistant's `save_json` and every `fsync` is counted. Bytes are those of all writes of the change, on a lock "
        f"with {', '.join(f'{size:,}' for size in SIZES[:-1])} and {SIZES[-1]:,} codes in force besides. A change "
        "that the lock has to be told takes two writes: the wish together with what is about to be sent, and the "
        "lock's answer. A PIN that is gone leaves the disk at the next sweep, once a minute: the log is folded into a "
        "new snapshot and its copy.",
        (
            *(_row(change, lives) for change in _changes()),
            _none(lives, "restart", "writes at a restart with nothing to do", 0),
            _none(
                lives, "told", "writes to note that events were told, a minute later", 1
            ),
            _none(lives, "idle", f"writes in {_SWEEPS} sweeps of an idle lock", 0),
            *_bytes(lives),
            plain(
                "storage_fold",
                "to fold the log after a PIN is gone, once a minute at most",
                _written([life["fold"] for life in lives.values()]),
            ),
            plain("storage_size", "the snapshot", sizes),
            plain(
                "memory_record",
                f"memory of the record and the plan, per code of {_SOME}",
                f"{_memory_of_code(_SOME):,.0f} bytes",
            ),
        ),
    )


def _row(change: ExternalChange, lives: dict[int, Life]) -> Row:
    written = [life[change.key] for life in lives.values()]
    writes = max(disk.writes for disk in written)
    return Row(
        f"storage_{change.key}",
        f"writes to {change.what}",
        f"{writes}: {_written(written)}",
        f"at most {change.at_most}, none of the whole record",
        writes <= change.at_most
        and not any(disk.snapshots or disk.copies for disk in written),
        is_count=True,
    )


def _written(disks: list[Disk]) -> str:
    """Return the bytes and the syncs of a change, for each size of the lock."""
    sizes = " / ".join(kilobytes(disk.size) for disk in disks)
    files = max(len(set(disk.syncs)) for disk in disks)
    syncs = max(len(disk.syncs) for disk in disks)
    return f"{sizes}, {syncs} fsync of {files}"


def _bytes(lives: dict[int, Life]) -> list[Row]:
    """Return the sizes that are promised."""
    created = {size: life["create"].size for size, life in lives.items()}
    return [
        count(
            "storage_create_bytes",
            f"bytes to create a code and set it, beside {_SOME} others",
            created[_SOME],
            _MOST_TO_CREATE,
        ),
        count(
            "storage_create_growth",
            f"times as many bytes beside {_MANY:,} codes as beside {_FEW}",
            created[_MANY] / created[_FEW],
            2,
        ),
        count(
            "storage_new_pin_bytes",
            f"bytes to change the PIN of a code, beside {_FEW} others",
            lives[_FEW]["new_pin"].size,
            _MOST_TO_CHANGE,
        ),
    ]


def _none(lives: dict[int, Life], key: str, what: str, at_most: int) -> Row:
    writes = max(life[key].writes for life in lives.values())
    return count(f"storage_{key}", what, writes, at_most)


def _changes() -> list[ExternalChange]:
    """Return what happens to a guest's code and to a visitor's, in this order."""
    return [
        ExternalChange(
            "create",
            "create a code and set it",
            2,
            _create_guest,
            _is(_GUEST, Status.SET),
        ),
        ExternalChange("rename", "rename a code", 1, _rename, _is(_GUEST, Status.SET)),
        ExternalChange(
            "new_pin",
            "change the PIN of a code",
            2,
            _change_pin,
            _is(_GUEST, Status.SET),
        ),
        ExternalChange(
            "create_later",
            "create a code for later",
            1,
            _create_visitor,
            _is(_VISITOR, Status.UNSET),
        ),
        ExternalChange(
            "opens", "set it when its window opens", 2, _wait, _is(_VISITOR, Status.SET)
        ),
        ExternalChange(
            "closes",
            "remove it when its window closes",
            2,
            _wait,
            _is(_VISITOR, Status.UNSET),
        ),
        ExternalChange(
            "delete_expired",
            "delete an expired code",
            1,
            _delete(_VISITOR),
            _is_gone(_VISITOR),
        ),
        ExternalChange(
            "delete", "delete a code that is set", 2, _delete(_GUEST), _is_gone(_GUEST)
        ),
    ]


async def _create_guest(engine: LockEngine) -> None:
    await _create(engine, _GUEST, CreateRequest(name="Guest", code=pin(2900)))


async def _create_visitor(engine: LockEngine) -> None:
    starts_at = dt_util.utcnow() + _SPAN
    ask = CreateRequest(
        name="Visitor", code=pin(2901), starts_at=starts_at, ends_at=starts_at + _SPAN
    )
    await _create(engine, _VISITOR, ask)


async def _create(engine: LockEngine, access_code_id: str, ask: CreateRequest) -> None:
    await engine.async_request(
        lambda record, world: requests.create(
            record, world, ask, access_code_id=access_code_id, draw=lambda _: 0
        )
    )


async def _rename(engine: LockEngine) -> None:
    await _update(engine, UpdateRequest(access_code_id=_GUEST, name="Regular guest"))


async def _change_pin(engine: LockEngine) -> None:
    await _update(engine, UpdateRequest(access_code_id=_GUEST, code=pin(2902)))


async def _update(engine: LockEngine, ask: UpdateRequest) -> None:
    await engine.async_request(
        lambda record, world: requests.update(record, world, ask)
    )


async def _wait(engine: LockEngine) -> None:
    """Let time pass."""


def _delete(access_code_id: str) -> Callable[[LockEngine], Awaitable[object]]:
    async def delete(engine: LockEngine) -> None:
        await engine.async_request(
            lambda record, world: requests.delete(record, world, access_code_id)
        )

    return delete


def _is(access_code_id: str, status: Status) -> Callable[[LockEngine], bool]:
    def is_so(engine: LockEngine) -> bool:
        view = engine.plan.views.get(access_code_id)
        return view is not None and view.status is status

    return is_so


def _is_gone(access_code_id: str) -> Callable[[LockEngine], bool]:
    return lambda engine: access_code_id not in engine.record.codes


async def _lives() -> dict[int, Life]:
    with watched() as disks:
        lives = await asyncio.gather(*(_life(size, disks) for size in SIZES))
    return dict(zip(SIZES, lives, strict=True))


async def _life(size: int, disks: Disks) -> Life:
    """Return what each change wrote on a lock that has so many codes of others."""
    record, lock = _lock_with(size)
    life: Life = {}
    async with core() as hass:
        disk = disks[Path(hass.config.path(STORAGE_DIR))]
        await store(hass, record)
        life["file"] = disk.take()
        async with linked(hass, lock, record.lock_id) as engine:
            await engine.async_sync()
            for change in _changes():
                await _sweep(engine)
                disk.take()
                await change.make(engine)
                await _until(change, engine)
                life[change.key] = disk.take()
                if change.key == "new_pin":
                    await _sweep(engine)
                    life["fold"] = disk.take()
            await _sweep(engine)
            life["told"] = disk.take()
            for _ in range(_SWEEPS):
                await _sweep(engine)
            life["idle"] = disk.take()
        disk.take()
        async with linked(hass, lock, record.lock_id):
            await asyncio.sleep(_SETTLED)
        life["restart"] = disk.take()
    return life


def _lock_with(size: int) -> tuple[LockRecord, TimedAdapter]:
    now = dt_util.utcnow()
    capabilities = abilities(size + 2)
    many = codes(
        size, Window(now - DAY, now + DAY), created_at=now - DAY, progress=IS_SET
    )
    record = record_of(many, capabilities, is_placed=True)
    return record, TimedAdapter(capabilities, contents_of(record))


async def _sweep(engine: LockEngine) -> None:
    """Do what is done each minute."""
    engine.sweep()
    await _settle(engine)


async def _until(change: ExternalChange, engine: LockEngine) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not change.is_done(engine):
            await asyncio.sleep(0.01)
    await asyncio.sleep(_SETTLED)
    await _settle(engine)


async def _settle(engine: LockEngine) -> None:
    """Wait for all that was asked for until now: a request that changes nothing is answered after it."""
    await engine.async_request(lambda record, _: (record, None))


def _memory_of_code(number: int) -> float:
    """Return the bytes that the record, as read from disk, and the plan hold for one code."""
    record, _ = _lock_with(number)
    raw = json.loads(json.dumps(to_json(record, NOW)))
    from_json(raw)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        loaded = from_json(raw)
        planned = plan(loaded, world_of(loaded))
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert planned.views
    return (after - before) / number
