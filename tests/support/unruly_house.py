"""A whole engine over an unruly lock, in virtual time: what may happen there, step by step."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import logging
from typing import Any, cast
from unittest.mock import patch

from custom_components.access_codes.core import requests
from custom_components.access_codes.core.model import (
    EMPTY,
    UNDISCLOSED,
    Content,
    KnownPin,
    LockClock,
    LockRecord,
    Pin,
    Reach,
    Readability,
    Settings,
    SlotNaming,
    Window,
    World,
    is_provisional,
)
from custom_components.access_codes.core.observations.restore_check import trust_stored
from custom_components.access_codes.core.record.journal import pins_in
from custom_components.access_codes.core.record.unmanaged import (
    held_by_others,
    unmanaged_id,
)
from custom_components.access_codes.core.requests.inputs import (
    CreateRequest,
    UpdateRequest,
)
from custom_components.access_codes.core.requests.leave_lock import (
    forget,
    take_for_empty,
)
from custom_components.access_codes.core.requests.refused import Refused
from custom_components.access_codes.core.requests.unmanaged import (
    convert_to_managed,
    delete_unmanaged,
)
from custom_components.access_codes.engine import lock_engine
from custom_components.access_codes.engine.lock_engine import LockEngine
from custom_components.access_codes.locks.adapter import Use
from custom_components.access_codes.storage.record_file import StorageFailed
from homeassistant.core import HomeAssistant
from tests.support.fake_lock import Fault, Origin
from tests.support.memory_disk import MemoryDisk, MemoryStorage
from tests.support.unruly_lock import UnrulyAdapter, UnrulyLock
from tests.support.virtual_time import TinyHass, VirtualClock, VirtualLoop

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_MOMENT = 0.001
"""Seconds in which all that needs no time is done."""


class Logged(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, with its traceback."""
        self.lines.append(self.format(record))


@dataclass
class UnrulyHouse:
    """One linked lock, its engine, a disk, and people."""

    lock: UnrulyLock
    settings: Settings
    loop: VirtualLoop
    logged: Logged = field(default_factory=Logged)
    asked: dict[str, Pin | None] = field(default_factory=dict)
    """The PIN of each code that was promised, None where the lock chooses it."""
    maybe: set[str] = field(default_factory=set)
    """Codes about which nothing was promised: the answer was that the disk had failed."""
    given_up: set[str] = field(default_factory=set)
    """Codes that somebody forgot or released."""
    unknowable: set[str] = field(default_factory=set)
    """Slots about which the engine cannot know better."""
    count: int = 0

    def __post_init__(self) -> None:
        """Prepare; nothing runs yet."""
        self.clock = VirtualClock(self.loop, START)
        self.disk = MemoryDisk()
        self.hass = TinyHass(self.loop)
        self.told: list[dict[str, Any]] = []
        self.engine: LockEngine
        self.adapter: UnrulyAdapter
        self.storage: MemoryStorage

    @contextmanager
    def rules(self) -> Iterator[None]:
        """Let this house have the clock, the disk and the log."""
        logger = logging.getLogger("custom_components.access_codes")
        level, propagates = logger.level, logger.propagate
        logger.propagate = False
        logger.addHandler(self.logged)
        logger.setLevel(logging.DEBUG)
        try:
            with (
                self.clock.rule_timers(),
                patch.object(lock_engine, "RecordStorage", self._make_storage),
            ):
                yield
        finally:
            logger.setLevel(level)
            logger.propagate = propagates
            logger.removeHandler(self.logged)

    def _make_storage(self, *_: object) -> MemoryStorage:
        self.storage = MemoryStorage(self.disk)
        return self.storage

    # --- life and time

    async def start(self) -> None:
        """Start a process."""
        self.hass = TinyHass(self.loop)
        self.engine = LockEngine(
            cast("HomeAssistant", self.hass),
            entry_id="entry",
            lock_id="lock",
            is_stored=self.disk.text is not None,
            settings=self.settings,
            where=lambda: ("lock.front_door", "device"),
            clock=self.clock,
            draw=lambda: 0.5,
        )
        await self.engine.async_start()
        self.adapter = UnrulyAdapter(self.lock)
        await self.engine.attach(self.adapter)
        await self.settle()

    async def settle(self) -> None:
        """Let all happen that needs no time."""
        await asyncio.sleep(_MOMENT)

    async def step_crash(self) -> None:
        """Let the process die, and another one start."""
        self.storage.is_dead = self.adapter.is_dead = True
        for sent in self.lock.sent:
            # Its answer may not be on disk.
            if sent.slot not in self.disk.record.placements or self._is_open(sent.slot):
                self.lock.disown(sent)
        self.told += self.hass.bus.fired
        await self.engine.async_stop()
        for task in list(self.hass.tasks):
            task.cancel()
        is_full, self.disk.is_full = self.disk.is_full, False
        is_open = self.disk.open.is_set()
        self.disk.open.set()
        await self.start()
        self.disk.is_full = is_full
        if not is_open:
            self.disk.open.clear()

    def _is_open(self, slot: str) -> bool:
        """Return whether the disk has no answer to the first write to a slot."""
        placement = self.disk.record.placements[slot]
        return not placement.is_confirmed and placement.unproven is None

    async def step_stop(self) -> None:
        """Let the process end, and another one start."""
        self.told += self.hass.bus.fired
        await self.engine.async_stop()
        self.adapter.is_dead = True
        await self.step_crash()

    async def step_wait(self, seconds: float) -> None:
        """Let time pass."""
        await asyncio.sleep(seconds)

    async def step_set_clock(self, hours: float) -> None:
        """Set the clock."""
        self.clock.step(hours * _HOUR, is_sleep=False)

    async def step_sleep(self, hours: float) -> None:
        """Let the machine sleep."""
        self.clock.step(hours * _HOUR, is_sleep=True)

    # --- people

    def window(self, hours: tuple[float, float] | None) -> Window | None:
        """Return a window counted from the last full hour."""
        if hours is None:
            return None
        base = START + (self.clock.utcnow() - START) // _HOUR * _HOUR
        return Window(base + hours[0] * _HOUR, base + hours[1] * _HOUR)

    async def ask[T](
        self,
        access_code_id: str,
        change: Callable[[LockRecord, World], tuple[LockRecord, T]],
    ) -> T | None:
        """Ask for something of a code; None if it was refused, or the disk failed."""
        try:
            return await self.engine.async_request(change)
        except Refused:
            return None
        except StorageFailed:
            self.maybe.add(access_code_id)
            return None

    async def call_empty(self) -> None:
        """Say of a lock that cannot be read which slots are empty."""
        if not self.lock.capabilities.can_be_read:
            empty = set(self.lock.capabilities.slots) - self.lock.entries.keys()
            await self.ask(
                "", lambda record, world: take_for_empty(record, world, empty)
            )

    def pick(self, number: int) -> str | None:
        """Return a code that nobody has deleted."""
        ids = [
            code.access_code_id
            for code in self.engine.record.codes.values()
            if code.deleted_at is None
        ]
        return ids[number % len(ids)] if ids else None

    async def step_create(
        self,
        pin: Pin,
        hours: tuple[float, float] | None = None,
        is_change_allowed: bool = False,
        is_one_time_use: bool = False,
    ) -> None:
        """Ask for a new code."""
        self.count += 1
        access_code_id = f"code-{self.count}"
        window = self.window(hours)
        chosen = self.lock.capabilities.is_pin_chosen_by_lock
        wish = CreateRequest(
            code=None if chosen else pin,
            starts_at=window.starts_at if window else None,
            ends_at=window.ends_at if window else None,
            is_external_modification_allowed=is_change_allowed,
            is_one_time_use=is_one_time_use,
        )
        made = await self.ask(
            access_code_id,
            lambda record, world: requests.create(
                record, world, wish, access_code_id=access_code_id, draw=lambda _: 0
            ),
        )
        if made is not None:
            self.asked[access_code_id] = made.pin

    async def _update(self, wish: UpdateRequest) -> None:
        made = await self.ask(
            wish.access_code_id,
            lambda record, world: requests.update(record, world, wish),
        )
        if made is not None:
            self.asked[made.access_code_id] = made.pin

    async def step_change_pin(self, number: int, pin: Pin) -> None:
        """Ask for another PIN."""
        if (access_code_id := self.pick(number)) is not None:
            await self._update(UpdateRequest(access_code_id=access_code_id, code=pin))

    async def step_change_window(self, number: int, hours: tuple[float, float]) -> None:
        """Ask for another window."""
        access_code_id, window = self.pick(number), self.window(hours)
        if access_code_id is not None and window is not None:
            await self._update(
                UpdateRequest(
                    access_code_id=access_code_id,
                    starts_at=window.starts_at,
                    ends_at=window.ends_at,
                )
            )

    async def step_rename(self, number: int, name: str) -> None:
        """Ask for another name."""
        if (access_code_id := self.pick(number)) is not None:
            await self._update(UpdateRequest(access_code_id=access_code_id, name=name))

    async def step_pause(self, number: int, is_paused: bool) -> None:
        """Ask to pause a code, or to resume it."""
        if (access_code_id := self.pick(number)) is not None:
            await self._update(
                UpdateRequest(access_code_id=access_code_id, is_paused=is_paused)
            )

    async def step_delete(self, number: int) -> None:
        """Ask to delete a code."""
        if (access_code_id := self.pick(number)) is None:
            return
        made = await self.ask(
            access_code_id,
            lambda record, world: requests.delete(record, world, access_code_id),
        )
        if made is not None:
            self.asked.pop(access_code_id, None)

    async def step_forget(self, number: int) -> None:
        """Give a code up while its lock is away."""
        access_code_id = self.pick(number)
        if access_code_id is None or self.engine.world.reach is Reach.REACHABLE:
            return
        await self.ask(
            access_code_id,
            lambda record, world: forget(record, world, access_code_id=access_code_id),
        )
        self._give_up(access_code_id)

    def _give_up(self, access_code_id: str) -> None:
        self.asked.pop(access_code_id, None)
        self.given_up.add(access_code_id)
        # Its slot is remembered as what it may hold, and is nobody's.
        self.unknowable |= set(self.lock.entries)

    def _pick_others(self, number: int) -> tuple[str, str, Content] | None:
        """Return slot, id and content of a code of somebody else."""
        record = self.engine.record
        held = held_by_others(record, self.engine.world)
        slots = sorted(held)
        if not slots:
            return None
        slot = slots[number % len(slots)]
        return slot, unmanaged_id(record, slot), held[slot]

    async def step_remove_others(self, number: int) -> None:
        """Ask to have a code of somebody else taken off the lock."""
        if (picked := self._pick_others(number)) is None:
            return
        slot, unmanaged, content = picked
        # The disk may take the wish and fail to say so.
        self.lock.condemned[slot] = (
            content.pin if isinstance(content, KnownPin) else None
        )
        await self.ask(
            unmanaged,
            lambda record, world: delete_unmanaged(
                record, world, unmanaged, name="Code of others"
            ),
        )

    async def step_convert(self, number: int, pin: Pin) -> None:
        """Ask to make a code of somebody else one of ours."""
        if (picked := self._pick_others(number)) is None:
            return
        slot, unmanaged, content = picked
        self.count += 1
        access_code_id = f"code-{self.count}"
        given = CreateRequest(code=None if isinstance(content, KnownPin) else pin)
        made = await self.ask(
            access_code_id,
            lambda record, world: convert_to_managed(
                record,
                world,
                given,
                unmanaged_access_code_id=unmanaged,
                access_code_id=access_code_id,
            ),
        )
        if made is not None:
            self.asked[access_code_id] = made.pin
        if made is not None or access_code_id in self.maybe:
            # It is ours, whoever has put it there.
            self.lock.condemned[slot] = None

    async def step_sync(self) -> None:
        """Ask for a full read, and do not wait for it."""
        self.hass.async_create_task(self._sync())

    async def _sync(self) -> None:
        with suppress(StorageFailed):
            await self.engine.async_sync()

    async def step_try_again(self) -> None:
        """Ask to try again, and do not wait for it."""
        self.hass.async_create_task(self._try_again())

    async def _try_again(self) -> None:
        with suppress(StorageFailed):
            await self.engine.async_try_again(None)

    # --- the lock

    def _slot(self, number: int) -> str:
        """Return a slot: one of ours first, and of a lock without a list one that it may have."""
        slots = sorted(set(self.engine.record.placements) & set(self.lock.entries))
        others = self.lock.capabilities.slots or (*sorted(self.lock.entries), "Other")
        slots += [slot for slot in others if slot not in slots]
        return slots[number % len(slots)]

    def _is_ours(self, slot: str) -> bool:
        """Return whether a slot is ours, and not to be emptied for somebody else."""
        record = self.engine.record
        placement = record.placements.get(slot)
        return placement is not None and not record.codes[placement.owner].is_unmanaged

    def _is_bound(self, slot: str) -> bool:
        """Return whether nobody could know of a change of the slot."""
        return not self.lock.capabilities.can_be_read or slot in self.lock.mute

    def _may_be_lost(self, pin: Pin | None) -> bool:
        """Return whether a write of ours, whose slot the lock has not named, may have put this PIN, or one of the lock's choice."""
        return any(
            is_provisional(slot)
            and (pin in pins_in(placement) or UNDISCLOSED in placement.may_hold)
            for slot, placement in self.engine.record.placements.items()
        )

    async def step_type(
        self, number: int, pin: Pin | None, delays: tuple[float, ...] = ()
    ) -> None:
        """Change a slot at the lock; it reports so after some times, or never."""
        slot = self._slot(number)
        can_report = self.lock.capabilities.reports_changes
        is_ours = self._is_ours(slot)
        if not (can_report and delays) and self._is_bound(slot) and not is_ours:
            return
        if self.lock.slots_with(pin) if pin is not None else False:
            return
        is_ours = is_ours or self._may_be_lost(pin)
        self.lock.type_at_keypad(slot, pin)
        if is_ours or self.lock.busy == slot:
            self.lock.contested.add(slot)
        if self._is_bound(slot):
            self.unknowable.add(slot)
        if can_report:
            for delay in delays:
                content = self.lock.reported(slot)
                self.loop.call_later(delay, self.adapter.claim, slot, content, False)

    async def step_lie(self, number: int) -> None:
        """Let the lock say that a slot was emptied, which it was not."""
        slot = self._slot(number)
        if self.lock.capabilities.reports_changes:
            if self._is_bound(slot):
                self.unknowable.add(slot)
            self.adapter.claim(slot, EMPTY, False)

    async def step_lie_of_all(self) -> None:
        """Let the lock say that all slots were emptied, which they were not."""
        if self.lock.capabilities.reports_changes:
            if not self.lock.capabilities.can_be_read:
                self.unknowable |= set(self.lock.entries)
            self.adapter.report_all_cleared()

    async def step_reset(self, is_told: bool) -> None:
        """Reset the lock to factory settings."""
        self.unknowable |= {slot for slot in self.lock.entries if self._is_bound(slot)}
        self.lock.lose_everything()
        if is_told and self.lock.capabilities.reports_changes:
            self.adapter.report_all_cleared()

    async def step_use(self, number: int) -> None:
        """Let somebody open the door."""
        held = sorted(self.lock.entries)
        if held and self.adapter.listener is not None:
            slot = held[number % len(held)]
            if self.engine.world.reach is Reach.REACHABLE:
                self.adapter.listener.used(Use("unlock", slot))

    async def step_fail(self, *faults: Fault) -> None:
        """Let the next commands go wrong."""
        self.lock.faults = [*faults]

    async def step_ail(self, fault: Fault | None) -> None:
        """Let all commands go wrong for a while."""
        self.lock.ailment = fault

    async def step_be_mute(self, *numbers: int) -> None:
        """Let some slots answer no read any more, and the others answer again."""
        slots = self.lock.capabilities.slots
        self.lock.mute = frozenset(
            slots[number % len(slots)] for number in numbers if slots
        )

    async def step_deliver_late(self, number: int) -> None:
        """Let a write that was given up be carried out after all."""
        command = self.lock.deliver_late(number, self.loop.time())
        if command is not None and not self.lock.capabilities.can_be_read:
            self.unknowable.add(command.slot or "")

    async def step_reach(self, is_reachable: bool, is_told: bool) -> None:
        """Let the lock go, or come back, known to its adapter or not."""
        self.lock.is_reachable = is_reachable
        self.lock.is_watched = is_told
        self.adapter.tell_reach()

    async def step_flap(self, times: int, seconds: float) -> None:
        """Let the reach come and go."""
        for _ in range(times):
            for reach in (Reach.OFFLINE, Reach.REACHABLE):
                self.adapter.word = reach
                self.adapter.tell_reach()
                await asyncio.sleep(seconds)
        self.adapter.word = None
        self.adapter.tell_reach()

    async def step_alter(self, **changes: Any) -> None:
        """Let the lock be able to do something else."""
        if "clock_offset" in changes:
            hours = changes.pop("clock_offset")
            self.lock.clock_offset = hours * _HOUR
            changes["clock"] = LockClock.MISMATCH if hours else LockClock.TRUSTED
        if (
            self.lock.capabilities.slot_naming is SlotNaming.BY_LOCK
            and changes.get("reads") is Readability.NOTHING
        ):
            # No family has such a lock: a code whose answer is lost could never be found.
            changes["reads"] = Readability.PRESENCE
        self.lock.alter(**changes)
        self.adapter.tell_reach()

    async def step_fill_disk(self, is_full: bool) -> None:
        """Let the disk be full, or not."""
        self.disk.is_full = is_full

    async def step_hang_disk(self, is_hanging: bool) -> None:
        """Let the disk hang, or not."""
        if is_hanging:
            self.disk.open.clear()
        else:
            self.disk.open.set()

    # --- the end

    async def calm_down(self) -> None:
        """End all trouble that ends, and let the engine go on for hours."""
        await self.step_hang_disk(is_hanging=False)
        await self.step_fill_disk(is_full=False)
        self.lock.faults, self.lock.ailment, self.lock.late = [], None, []
        await self.step_reach(is_reachable=True, is_told=True)
        await asyncio.sleep(2000)
        await self._read_in_full()
        if (
            check := self.engine.record.restore_check
        ) is not None and check.needs_decision:
            await self.ask("", trust_stored)
        await asyncio.sleep(1000)
        await self._try_again()
        await asyncio.sleep(6000)
        await self._read_in_full()
        await asyncio.sleep(2000)

    async def _read_in_full(self) -> None:
        if self.lock.capabilities.can_be_read:
            async with asyncio.timeout(4000):
                await self._sync()

    def is_by_us(self, slot: str) -> bool:
        """Return whether what a slot holds was written by us."""
        entry = self.lock.entries.get(slot)
        return entry is not None and entry.origin is Origin.US
