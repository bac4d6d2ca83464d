"""Twenty codes revoked at once on a lock that has to be read back."""

import asyncio
from dataclasses import replace
from statistics import median
import time
from typing import Final

from custom_components.access_codes.core.model import (
    LockRecord,
    Reporting,
    Window,
    World,
)
from custom_components.access_codes.core.requests import delete
from homeassistant.util import dt as dt_util

from .figures import Row, Table, milliseconds
from .lock import TimedAdapter
from .stage import core, linked, on_home_assistants_loop, store
from .workload import DAY, IS_SET, abilities, codes, contents_of, record_of

CODES: Final = 20

_RADIO: Final = 0.1
"""Seconds of radio for a command."""
_OFF: Final = 1.05
_KNOWN: Final = 2.1
"""Limits in times of the radio's own time for the removals."""
_GLANCE: Final = 0.01
_PATIENCE: Final = 60


def measure(*, is_quick: bool) -> Table:
    """Revoke all codes, again and again."""
    runs = 1 if is_quick else 5
    return on_home_assistants_loop(lambda: _measure(runs))


async def _measure(runs: int) -> Table:
    own = CODES * _RADIO
    took = [await _revoke_all() for _ in range(runs)]
    off, known = (median(each) / own for each in zip(*took, strict=True))
    return Table(
        f"{CODES} codes revoked at once on a lock that is read back",
        f"The engine of one lock with {CODES} codes, its record on a real disk with `fsync`; the lock is simulated, only "
        f"accepts what it is told, reports nothing, and takes {milliseconds(_RADIO)} for each write and each read. "
        f"{runs} runs. The radio's own time is that of {CODES} removals.",
        (
            Row(
                "revoking_off",
                "until the last code is off the lock",
                f"{off:.2f} × the radio's own time",
                f"at most {_OFF} ×",
                off <= _OFF,
            ),
            Row(
                "revoking_known",
                "until all removals are proven by reads",
                f"{known:.2f} × the radio's own time",
                f"at most {_KNOWN} ×",
                known <= _KNOWN,
            ),
        ),
    )


async def _revoke_all() -> tuple[float, float]:
    """Return the seconds until the last code was off, and until that was known of all."""
    async with core() as hass:
        record = _record()
        assert record.capabilities is not None
        held = contents_of(record)
        lock = TimedAdapter(
            record.capabilities,
            held,
            answers_after=_RADIO,
            reads_after=_RADIO,
            confirms_writes=False,
        )
        await store(hass, record)
        async with linked(hass, lock, record.lock_id) as engine:
            await engine.async_sync()
            began = time.perf_counter()
            await engine.async_request(_delete_all)
            off = known = 0.0
            async with asyncio.timeout(_PATIENCE):
                while not known:
                    await asyncio.sleep(_GLANCE)
                    passed = time.perf_counter() - began
                    if not off and not lock.lock.entries:
                        off = passed
                    if not engine.record.placements:
                        known = passed
            return off, known


def _delete_all(record: LockRecord, world: World) -> tuple[LockRecord, None]:
    for access_code_id in record.codes:
        record, _ = delete(record, world, access_code_id)
    return record, None


def _record() -> LockRecord:
    now = dt_util.utcnow()
    many = codes(
        CODES, Window(now - DAY, now + DAY), created_at=now - DAY, progress=IS_SET
    )
    capabilities = replace(abilities(CODES), reports=Reporting.NOTHING)
    return record_of(many, capabilities, is_placed=True)
