"""Reports that locks push, of all kinds, at a steady pace."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count, islice

from custom_components.access_codes.core import requests
from custom_components.access_codes.core.model import EMPTY, AccessCode, KnownPin
from custom_components.access_codes.core.requests.inputs import UpdateRequest
from custom_components.access_codes.engine.lock_engine import LockEngine
from custom_components.access_codes.locks.adapter import Use

from .load_house import LoadedHouse
from .lock import TimedAdapter
from .workload import pin

SPAN = 1.0
"""Seconds over which the reports come."""
MIXTURE = (
    "twelve in twenty tell of places of ours as they are, two of a use, two of a write that has just ended, two of "
    "places of others, one of a PIN changed at the keypad and one of a change that the lock does not tell"
)

_NEW_PIN = 100_000
"""Of this number on, PINs that were never ours."""

type Report = Callable[[], None]


async def storm(house: LoadedHouse, doors: Sequence[int]) -> None:
    """Let the reports come from these locks in turn, and wait until nothing is left to do."""
    told = [
        _Told(house.locks[door], house.engines[door], await _write(house.engines[door]))
        for door in doors
    ]
    await house.calm()
    reports = _reports(told)
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    began = loop.time()
    number = house.size.reports
    for index, report in enumerate(islice(reports, number)):
        loop.call_at(began + SPAN * index / number, report)
    loop.call_at(began + SPAN, done.set_result, None)
    await done
    await house.calm()


async def _write(engine: LockEngine) -> AccessCode:
    """Change a PIN, so that the lock may tell of it for a while."""
    record = engine.record
    owner = next(iter(record.placements.values())).owner
    old = record.codes[owner].pin
    assert old is not None
    new = pin(_NEW_PIN - 1 if old != pin(_NEW_PIN - 1) else _NEW_PIN - 2)
    return await engine.async_request(
        lambda record, world: requests.update(
            record, world, UpdateRequest(access_code_id=owner, code=new)
        )
    )


def _reports(told: Sequence[_Told]) -> Iterator[Report]:
    for index in count():
        yield partial(told[index % len(told)].tell, index // len(told))


class _Told:
    """What one lock tells, one thing after the other."""

    def __init__(
        self, lock: TimedAdapter, engine: LockEngine, written: AccessCode
    ) -> None:
        self._lock = lock
        placements = engine.record.placements
        self._ours = list(placements)
        self._others = [
            slot for slot in lock.lock.capabilities.slots if slot not in placements
        ]
        self._written = next(
            slot
            for slot, placement in placements.items()
            if placement.owner == written.access_code_id
        )
        self._changed = count()

    def tell(self, index: int) -> None:
        """Tell the next thing."""
        listener = self._lock.listener
        assert listener is not None
        slot = self._ours[index * 7 % len(self._ours)]
        match index % 20:
            case 3 | 13:
                listener.used(Use("unlock", slot))
            case 5 | 15:
                self._lock.report(self._written)
            case 7 | 17:
                other = self._others[index // 20 % len(self._others)]
                occupied = KnownPin(pin(_NEW_PIN + index))
                self._lock.change(other, EMPTY if index // 20 % 2 else occupied)
                self._lock.report(other)
            case 9:
                self._lock.change(slot, KnownPin(pin(_NEW_PIN + index)))
                self._lock.report(slot)
            case 11:
                listener.reported(slot, None)
            case _:
                self._lock.report(slot)
