"""Crashes between any two steps: the next process starts with the same file and the same lock."""

from collections.abc import Callable, Coroutine, Generator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import wraps
import types
from typing import Any

import pytest

from custom_components.access_codes.core.model import CodeType, Pin, Readability, Status
from custom_components.access_codes.engine.lock_connection import LockConnection
from custom_components.access_codes.engine.plan_cycle import PlanCycle
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.core import Event, callback
from tests.support.engine_house import House
from tests.support.fake_lock import CAPABILITIES, FakeLock, Sent

FOREIGN = "555555"


@dataclass(slots=True)
class Fate:
    """Counts the steps of a process, and ends it at one of them."""

    house: House
    dies_at: int
    steps: int = 0
    is_dead: bool = False

    def step(self) -> None:
        """Continue or die here: a dead process no longer reaches disk, lock or bus."""
        self.steps += 1
        if self.steps == self.dies_at:
            self.is_dead = True
            self.house.disk.is_full = True
            self.house.lock.is_closed = True

    def write(self) -> None:
        """Die before a write, or after it."""
        self.step()

    def command(self, _: Sent) -> None:
        """Die before a command is carried out."""
        self.step()

    def answer(self, _: Sent) -> None:
        """Die after a command was carried out and before its answer comes."""
        self.step()


@types.coroutine
def _step_at_awaits(
    coroutine: Coroutine[Any, Any, Any], fate: Fate
) -> Generator[Any, Any, Any]:
    """Count a step at each await of the coroutine, at any depth."""
    resume: Callable[[Any], Any] = coroutine.send
    news: Any = None
    while True:
        try:
            waited_for = resume(news)
        except StopIteration as end:
            return end.value
        fate.step()
        try:
            news = yield waited_for
            resume = coroutine.send
        except BaseException as error:  # noqa: BLE001
            news, resume = error, coroutine.throw


class Life:
    """Scenes of a life, repeated after a crash if they were not completed."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._has_typed = False

    async def call_empty(self) -> None:
        if not self.house.engine.record.vacant_slots:
            await self.house.call_empty()

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

    async def rename_first(self) -> None:
        code = self.house.engine.record.codes["id-Code 1"]
        if code.name != "Renamed":
            await self.house.update(code, name="Renamed")

    async def change_at_keypad(self) -> None:
        """Change the first code at the lock; it is put back."""
        if not self._has_typed:
            self._has_typed = True
            placement = self.house.engine.record.placement_of("id-Code 1")
            assert placement is not None
            self.house.adapter.type_at_keypad(placement.slot, "999999")

    async def allow_changes(self) -> None:
        code = self.house.engine.record.codes["id-Code 1"]
        if not code.is_external_modification_allowed:
            await self.house.update(code, is_external_modification_allowed=True)

    async def put_off(self) -> None:
        code = self.house.engine.record.codes["id-Code 1"]
        if code.window is None:
            starts_at = self.house.now + timedelta(hours=1)
            ends_at = starts_at + timedelta(hours=1)
            await self.house.update(code, starts_at=starts_at, ends_at=ends_at)

    async def bring_forward(self) -> None:
        code = self.house.engine.record.codes["id-Code 1"]
        if code.window is not None:
            await self.house.update(code, type=CodeType.ONGOING)

    async def lose_everything(self) -> None:
        """Reset the lock, which removes the unmanaged code, too."""
        if FOREIGN in self.house.lock.pins:
            self.house.adapter.lose_everything()

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


CHANGES: list[Scene] = [
    Life.create_first,
    Life.rename_first,
    Life.change_at_keypad,
    Life.put_off,
    Life.bring_forward,
    Life.lose_everything,
    Life.allow_changes,
    Life.swap,
    Life.delete_first,
]


async def _live(house: House, fate: Fate, scenes: list[Scene]) -> None:
    """Play all scenes, with a new process after each crash."""
    life = Life(house)
    try:
        await house.start()
    except StorageFailed:
        assert fate.is_dead
    if not house.lock.capabilities.can_be_read:
        scenes = [Life.call_empty, *scenes]
    for scene in scenes:
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
    house.lock.is_closed = False
    house.disk.is_full = False
    fate.is_dead = False
    await house.start()


async def _comes_to_rest(house: House, fate: Fate) -> bool:
    """Wait until no command is due now; return False if the process died before."""
    for _ in range(100):
        await house.hass.async_block_till_done()
        if fate.is_dead or house.engine.plan.command is None:
            return not fate.is_dead
    raise AssertionError("no rest")


async def _play(
    house: House,
    reads: Readability,
    fate: Fate,
    scenes: list[Scene] = SCENES,
    *,
    is_seen: bool = False,
) -> None:
    """Play a life on a new lock; ``is_seen``: the process dies before and after each visible effect."""
    house.lock = FakeLock(
        replace(CAPABILITIES, reads=reads, name_length=8),
        confirms_writes=reads is Readability.PIN,
    )
    if reads is not Readability.NOTHING:
        house.lock.type_at_keypad("2", Pin(FOREIGN))
    if is_seen:
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
    await _live(house, fate, scenes)
    for _ in range(4):
        if not await _comes_to_rest(house, fate):
            await _begin_again(house, fate)
        await house.pass_time(60, settle=False)
    unsubscribe()


def _clean_up(house: House) -> None:
    house.engines.clear()
    house.disk.is_full = False
    house.path.unlink()


@pytest.mark.contract("13.36")
@pytest.mark.parametrize(
    "reads", [Readability.PIN, Readability.PRESENCE, Readability.NOTHING]
)
async def test_wherever_a_process_dies_the_next_one_completes_its_work(
    house: House, reads: Readability
) -> None:
    dies_at = 0
    undisturbed: list[str] = []
    while True:
        fate = Fate(house, dies_at)
        await _play(house, reads, fate, is_seen=True)
        told = {event.data["event_id"]: event.data["type"] for event in house.events}
        if not dies_at:
            undisturbed = sorted(told.values())
        assert house.lock.pins == (set() if reads is Readability.NOTHING else {FOREIGN})
        (code,) = house.engine.record.codes.values()
        assert house.status(code) is Status.UNSET
        assert set(told.values()) == set(undisturbed), dies_at
        await house.engine.async_stop()
        _clean_up(house)
        if dies_at > fate.steps:
            break
        dies_at += 1
    assert dies_at > 20


@pytest.fixture
def fates(monkeypatch: pytest.MonkeyPatch) -> list[Fate]:
    """Have the last of these fates step at every await of the engine, in its cycles and in its commands."""
    fates: list[Fate] = []

    def stepping(method: Callable[..., Coroutine[Any, Any, Any]]) -> Any:
        @wraps(method)
        async def step_by_step(*arguments: Any, **options: Any) -> Any:
            return await _step_at_awaits(method(*arguments, **options), fates[-1])

        return step_by_step

    for owner, name in ((PlanCycle, "async_run"), (LockConnection, "_run")):
        monkeypatch.setattr(owner, name, stepping(getattr(owner, name)))
    return fates


@pytest.mark.contract("13.36")
@pytest.mark.parametrize("scenes", [SCENES, CHANGES], ids=["windows", "changes"])
@pytest.mark.parametrize("reads", [Readability.PIN, Readability.PRESENCE])
async def test_a_crash_at_any_await_between_intent_and_confirmation_ends_well(
    house: House, reads: Readability, scenes: list[Scene], fates: list[Fate]
) -> None:
    dies_at = 0
    while True:
        fate = Fate(house, dies_at)
        fates.append(fate)
        await _play(house, reads, fate, scenes)
        expected = {FOREIGN} if scenes is SCENES else set()
        assert house.lock.pins == expected, dies_at
        codes = list(house.engine.record.codes.values())
        assert [house.status(code) for code in codes] == (
            [Status.UNSET] if scenes is SCENES else []
        ), dies_at
        await house.engine.async_stop()
        _clean_up(house)
        if dies_at > fate.steps:
            break
        dies_at += 1
    assert dies_at > 15
