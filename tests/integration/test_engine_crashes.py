"""A process that dies between any two steps, and the next one over the same file and the same lock."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import pytest

from custom_components.access_codes.core.model import Reads, Status
from custom_components.access_codes.core.pin import Pin
from custom_components.access_codes.storage import StorageFailed
from homeassistant.core import Event, callback
from tests.fakes import FakeLock, Sent
from tests.integration.engine_house import House

FOREIGN = "555555"


@dataclass(slots=True)
class Fate:
    """Counts the steps of a process, and ends it at one of them."""

    house: House
    dies_at: int
    steps: int = 0
    is_dead: bool = False

    def step(self) -> None:
        """Go on, or die here: then nothing reaches the disk, the lock or the bus any more."""
        self.steps += 1
        if self.steps == self.dies_at:
            self.is_dead = True
            self.house.disk.is_full = True
            self.house.lock.is_deaf = True

    def write(self) -> None:
        """Die before a write, or else perhaps after it."""
        self.step()

    def command(self, _: Sent) -> None:
        """Die before a command is carried out."""
        self.step()

    def answer(self, _: Sent) -> None:
        """Die after a command was carried out and before its answer comes."""
        self.step()


class Life:
    """What happens in the house, asked again after a crash if it was not answered."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def create_first(self) -> None:
        if "id-Code 1" not in self.house.engine.record.codes:
            await self.house.create("246813", number=1)

    async def create_second(self) -> None:
        if "id-Code 2" not in self.house.engine.record.codes:
            await self.house.create("975310", number=2, starts_in=0, lasts=1000)

    async def swap(self) -> None:
        code = self.house.engine.record.codes["id-Code 1"]
        if code.pin != Pin("864209"):
            await self.house.update(code, code=Pin("864209"))

    async def delete_first(self) -> None:
        code = self.house.engine.record.codes.get("id-Code 1")
        if code is not None and code.deleted_at is None:
            await self.house.delete(code)

    async def let_window_end(self) -> None:
        window = self.house.engine.record.codes["id-Code 2"].window
        if window is not None and self.house.now < window.ends_at:
            await self.house.pass_time(1000, settle=False)


type Scene = Callable[[Life], Coroutine[Any, Any, None]]

SCENES: list[Scene] = [
    Life.create_first,
    Life.create_second,
    Life.swap,
    Life.delete_first,
    Life.let_window_end,
]


async def _live(house: House, fate: Fate) -> None:
    """Play all scenes, with a new process wherever the old one died."""
    life = Life(house)
    try:
        await house.start()
    except StorageFailed:
        assert fate.is_dead
    for scene in SCENES:
        while True:
            if not await _comes_to_rest(house, fate):
                await _begin_again(house, fate)
            try:
                await scene(life)
            except StorageFailed:
                assert fate.is_dead
                continue
            if await _comes_to_rest(house, fate):
                break


async def _begin_again(house: House, fate: Fate) -> None:
    await house.die()
    house.lock.is_deaf = False
    house.disk.is_full = False
    fate.is_dead = False
    await house.start()


async def _comes_to_rest(house: House, fate: Fate) -> bool:
    """Wait until nothing is to be told to the lock now; False if the process died before."""
    for _ in range(100):
        await house.hass.async_block_till_done()
        if fate.is_dead or house.engine.plan.command is None:
            return not fate.is_dead
    raise AssertionError("no rest")


async def _play(house: House, reads: Reads, dies_at: int) -> Fate:
    fate = Fate(house, dies_at)
    house.lock = FakeLock(reads=reads, confirms=reads is Reads.PIN)
    if reads is not Reads.NOTHING:
        house.lock.held["2"] = Pin(FOREIGN)
    house.lock.before_command = fate.command
    house.lock.after_command = fate.answer
    house.disk.before_write = fate.write
    house.disk.after_write = fate.write

    @callback
    def hear(event: Event[Any]) -> None:
        if not fate.is_dead:
            house.events.append(event)

    house.is_stored = False
    house.is_captured = True
    house.events = []
    unsubscribe = house.hass.bus.async_listen("access_codes_event", hear)
    await _live(house, fate)
    for _ in range(4):
        if not await _comes_to_rest(house, fate):
            await _begin_again(house, fate)
        await house.pass_time(60, settle=False)
    unsubscribe()
    return fate


@pytest.mark.parametrize("reads", [Reads.PIN, Reads.PRESENCE, Reads.NOTHING])
async def test_wherever_a_process_dies_the_next_one_completes_its_work(
    house: House, reads: Reads
) -> None:
    dies_at = 0
    undisturbed: list[str] = []
    while True:
        fate = await _play(house, reads, dies_at)
        told = {event.data["event_id"]: event.data["type"] for event in house.events}
        if not dies_at:
            undisturbed = sorted(told.values())
        assert house.lock.pins == (set() if reads is Reads.NOTHING else {FOREIGN})
        (code,) = house.engine.record.codes.values()
        assert house.status(code) is Status.UNSET
        assert set(told.values()) == set(undisturbed), dies_at
        await house.engine.async_stop()
        house.engines.clear()
        house.disk.is_full = False
        house.path.unlink()
        if dies_at > fate.steps:
            break
        dies_at += 1
    assert dies_at > 20
