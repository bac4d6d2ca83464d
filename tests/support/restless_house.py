"""A house in which still more happens: codes of every kind, deaths between two writes to the disk, and backups.

Whatever the engine keeps from one cycle to the next is compared with what follows from the record alone.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
import json
from types import SimpleNamespace
from typing import Any, cast, override
from unittest.mock import patch

from custom_components.access_codes.calendar import CodesCalendar
from custom_components.access_codes.core import requests
from custom_components.access_codes.core.agenda import (
    Agenda,
    current_or_next,
    next_change,
    span_of,
)
from custom_components.access_codes.core.model import (
    LockRecord,
    Pin,
    Plan,
    Readability,
    SeenEntity,
    SlotNaming,
    World,
)
from custom_components.access_codes.core.observations.active_entities import (
    apply_entities,
)
from custom_components.access_codes.core.plan.memory import NOTHING
from custom_components.access_codes.core.plan.planner import plan, plan_with
from custom_components.access_codes.core.record.record_delta import (
    apply_delta,
    delta_from_json,
    delta_of,
    delta_to_json,
)
from custom_components.access_codes.core.record.record_json import (
    RecordEncoder,
    from_json,
    to_json,
)
from custom_components.access_codes.core.requests.inputs import (
    CreateRequest,
    UpdateRequest,
)
from custom_components.access_codes.engine import lock_engine
from custom_components.access_codes.engine.updates import Update
from custom_components.access_codes.entry import AccessCodesRuntime
from homeassistant.helpers.json import json_bytes
from tests.support.memory_disk import MemoryDisk, MemoryStorage
from tests.support.unruly_house import UnrulyHouse


class ComparedPlanner:
    """Plans with a memory, and compares each plan with the one without."""

    def __init__(self) -> None:
        """Start without a decision."""
        self._memory = NOTHING

    def plan(self, record: LockRecord, world: World) -> Plan:
        """Return the plan."""
        expected = plan(record, world)
        planned, self._memory = plan_with(self._memory, record, world)
        assert planned == expected, "a decision is the same with a memory and without"
        return planned


class ComparedStorage(MemoryStorage):
    """A disk of which a process may die between any two writes; each write is made by lines, too."""

    def __init__(self, disk: MemoryDisk, house: RestlessHouse) -> None:
        """Start a process."""
        super().__init__(disk)
        self._house = house
        self._encoder = RecordEncoder()
        self._by_lines: LockRecord | None = None

    @override
    async def async_save(self, record: LockRecord, written_at: datetime) -> None:
        """Write the file, and die before or after it where that is due. Raises StorageFailed."""
        self._compare(record, written_at)
        if self._house.is_write_last(is_before=True):
            self._house.let_die()
        await super().async_save(record, written_at)
        if self._house.is_write_last(is_before=False):
            self._house.let_die()

    async_fold = async_save

    def _compare(self, record: LockRecord, written_at: datetime) -> None:
        whole = json.loads(json_bytes(self._encoder.of(record, written_at)))
        assert whole == json.loads(json_bytes(to_json(record, written_at)))
        written = replace(record, written_at=written_at)
        if self._by_lines is not None:
            delta = delta_of(self._by_lines, record, written_at)
            read = delta_from_json(json.loads(json.dumps(delta_to_json(delta))))
            written = apply_delta(self._by_lines, read)
        assert to_json(written, written_at) == to_json(record, written_at)
        assert list(written.codes) == list(record.codes)
        assert list(written.placements) == list(record.placements)
        # The next line is compared with the objects of this record, as in a process.
        self._by_lines = replace(record, written_at=written_at)


@dataclass
class RestlessHouse(UnrulyHouse):
    """One linked lock, its engine, a disk, people, and all that is kept of them."""

    backup: str | None = None
    writes_left: int | None = None
    """Writes to the disk until the process dies, if it is to."""
    dies_before: bool = False
    is_dying: bool = False
    is_home: bool = True

    def is_write_last(self, *, is_before: bool) -> bool:
        """Return whether the process dies right before, or right after, the write at hand."""
        if self.writes_left is None or is_before is not self.dies_before:
            return False
        self.writes_left -= 1
        return self.writes_left < 0

    def let_die(self) -> None:
        """End the process: neither disk nor lock hear from it any more."""
        self.is_dying, self.writes_left = True, None
        self.storage.is_dead = self.adapter.is_dead = True
        self.lock.is_closed = True

    @override
    def _make_storage(self, *_: object) -> MemoryStorage:
        self.storage = ComparedStorage(self.disk, self)
        return self.storage

    @override
    async def start(self) -> None:
        with patch.object(lock_engine, "LockPlanner", ComparedPlanner):
            await super().start()
        self._follow()

    def _follow(self) -> None:
        """Look at the codes as the calendar of the lock does, from now on."""
        engine = self.engine
        self.calendar = calendar = object.__new__(CodesCalendar)
        calendar._runtime = cast("AccessCodesRuntime", SimpleNamespace(engine=engine))
        calendar._windows, calendar._version = {}, 0
        calendar._agenda = Agenda()
        calendar._read()

        def on_update(update: Update) -> None:
            calendar._is_affected(update)

        engine.subscribe(on_update)

    def compare(self) -> None:
        """Compare what is kept with what follows from the codes."""
        engine = self.engine
        published = engine.cycle.publisher._published  # noqa: SLF001
        codes = published.codes.values()
        assert engine.next_change == next_change(codes, published.at)
        if published.codes is not engine.record.codes:
            return
        now = self.clock.utcnow()
        spans = [span for code in codes if (span := span_of(code)) is not None]
        found = self.calendar._agenda.current_or_next(now)  # noqa: SLF001
        assert found == current_or_next(spans, now)

    async def revive(self) -> None:
        """Start another process after one that has died."""
        if self.lock.capabilities.reads is not Readability.PIN:
            # Nobody can tell which code it was that a person wanted to have removed.
            self.lock.condemned = dict.fromkeys(self.lock.condemned)
        if self.is_dying:
            self.lock.is_closed = self.is_dying = False
            await self.step_crash()

    # --- steps

    async def step_die_at_write(self, count: int, is_before: bool) -> None:
        """Let the process die at one of the next writes to the disk."""
        self.writes_left, self.dies_before = count, is_before

    async def step_create_more(
        self, pin: Pin, hours: tuple[float, float] | None, more: dict[str, Any]
    ) -> None:
        """Ask for a code with a recurrence, a number of uses, or an entity."""
        if self.lock.capabilities.slot_naming is SlotNaming.BY_LOCK:
            # Nobody can tell it from a code of somebody else with the same PIN.
            self.lock.contested |= set(self.lock.slots_with(pin))
        self.count += 1
        access_code_id = f"code-{self.count}"
        window = self.window(hours)
        more = dict(more)
        if more.pop("is_active_while", False):
            more["active_while"] = SeenEntity("switch.home", None, self.is_home)
        chosen = self.lock.capabilities.is_pin_chosen_by_lock
        wish = CreateRequest(
            code=None if chosen else pin,
            starts_at=window.starts_at if window else None,
            ends_at=window.ends_at if window else None,
            **more,
        )
        made = await self.ask(
            access_code_id,
            lambda record, world: requests.create(
                record, world, wish, access_code_id=access_code_id, draw=lambda _: 0
            ),
        )
        if made is not None:
            self.asked[access_code_id] = made.pin

    async def step_update_more(self, number: int, more: dict[str, Any]) -> None:
        """Ask for another recurrence, number of uses, or none."""
        if (access_code_id := self.pick(number)) is not None:
            await self._update(UpdateRequest(access_code_id=access_code_id, **more))

    async def step_home(self, is_on: bool | None) -> None:
        """Let the entity of some codes be on, off, or away."""
        if is_on is not None:
            self.is_home = is_on
        seen = SeenEntity("switch.home", None, is_on, is_missing=is_on is None)
        self.engine.on_facts(partial(apply_entities, {("switch.home", None): seen}))

    async def step_release(self, number: int) -> None:
        """Leave a code on its lock, as one of others."""
        access_code_id = self.pick(number)
        if access_code_id is None:
            return
        wish = UpdateRequest(access_code_id=access_code_id, is_managed=False)
        made = await self.ask(
            access_code_id, lambda record, world: requests.update(record, world, wish)
        )
        if made is not None or access_code_id in self.maybe:
            self._give_up(access_code_id)

    async def step_back_up(self) -> None:
        """Make a backup."""
        self.backup = self.disk.text

    async def step_restore(self) -> None:
        """Put the backup back while no process runs."""
        if self.backup is None:
            return
        record = from_json(json.loads(self.backup))
        # What was asked for, or set, since then is nobody's.
        self.maybe |= self.asked.keys() | record.codes.keys()
        self.asked = {
            key: pin for key, pin in self.asked.items() if key in record.codes
        }
        self.given_up.add("restored")
        self.unknowable |= self.lock.entries.keys() | set(self.lock.capabilities.slots)
        self.lock.known_foreign.clear()
        self.lock.contested |= self.lock.entries.keys()
        self.storage.is_dead = self.disk.is_restored = True
        self.disk.text, self.backup = self.backup, None
        await self.step_crash()
