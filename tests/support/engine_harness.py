"""A tiny engine without Home Assistant: one step at a time, and it may die between any two.

It does what docs/architecture.md says of the engine: a request is on disk before its answer, an intent to set is on
disk before the command, a fact stands whether or not the disk takes it, an intent to clear goes ahead.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
import json
from typing import Any

from custom_components.access_codes.core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    Event,
    LockCapabilities,
    LockRecord,
    Outcome,
    Plan,
    Reach,
    SeenEntity,
    Settings,
    Use,
    World,
)
from custom_components.access_codes.core.observations.active_entities import (
    apply_entities,
)
from custom_components.access_codes.core.observations.command_results import (
    apply_no_such_slot,
    apply_outcome,
    apply_read_failed,
)
from custom_components.access_codes.core.observations.connection_changes import (
    clock_was_set,
    with_capabilities,
)
from custom_components.access_codes.core.observations.listings import (
    SlotList,
    apply_listing,
)
from custom_components.access_codes.core.observations.lock_reset import (
    apply_all_cleared,
)
from custom_components.access_codes.core.observations.observation import (
    Observation,
    without_ours,
)
from custom_components.access_codes.core.observations.reads import (
    apply_list,
    apply_read,
    apply_sign_of_life,
    listed_contents,
)
from custom_components.access_codes.core.observations.reports import (
    apply_report,
    came_back,
)
from custom_components.access_codes.core.observations.restore_check import (
    suspect_restore,
)
from custom_components.access_codes.core.observations.sync_progress import SyncProgress
from custom_components.access_codes.core.observations.uses import apply_used
from custom_components.access_codes.core.observations.written import apply_written
from custom_components.access_codes.core.plan.memory import NOTHING, PlanMemory
from custom_components.access_codes.core.plan.planner import plan, plan_with
from custom_components.access_codes.core.plan.pool import plan_with_pool
from custom_components.access_codes.core.record.record_json import from_json, to_json
from custom_components.access_codes.core.retries import at_start, unblock
from tests.support.command_race import PendingCommand, Watcher, doubted, explains
from tests.support.fake_lock import (
    LATE_FAULTS,
    Answer,
    FakeLock,
    Listed,
    ReadError,
    Sent,
    SignOfLife,
)

START = datetime(2026, 3, 1, 12, tzinfo=UTC)

_ECHO_TIME = 5.0
"""Seconds for which what the lock tells of a slot may still be about our last write to it."""
_THERE = frozenset({Reach.REACHABLE, Reach.OFFLINE})


class DiskFull(Exception):
    """The disk took nothing."""


@dataclass(slots=True)
class Harness:
    """One linked lock and its engine."""

    lock: FakeLock
    settings: Settings = Settings()
    now: datetime = START
    record: LockRecord = field(default_factory=lambda: LockRecord("lock-1"))
    disk: LockRecord = field(default_factory=lambda: LockRecord("lock-1"))
    is_disk_full: bool = False
    is_stopping: bool = False
    sync: SyncProgress = field(default_factory=SyncProgress)
    reach: Reach = Reach.REACHABLE
    reach_since: datetime = START
    started_at: datetime = START
    probe_at: datetime | None = None
    probes: int = 0
    heard_at: datetime | None = None
    observed: dict[str, Content] = field(default_factory=dict)
    attempted: frozenset[str] = frozenset()
    flight: PendingCommand | None = None
    told: list[Event] = field(default_factory=list)
    writes: int = 0
    file: str = ""
    monotonic: float = 0.0
    was_there: bool = True
    last_writes: dict[str, tuple[Command, float]] = field(default_factory=dict)
    watcher: Watcher = field(default_factory=Watcher)
    memory: PlanMemory = NOTHING
    draws: int = 0

    def __post_init__(self) -> None:
        """Remember on disk what the lock can do, as linking does."""
        self.record = replace(self.record, capabilities=self.lock.capabilities)
        self.call_empty()
        self._write(self.record)

    # --- what the engine knows

    @property
    def capabilities(self) -> LockCapabilities:
        """What the lock can do."""
        return self.lock.capabilities

    @property
    def slots(self) -> list[str]:
        """The slots of the lock; without a list of them, all that the lock or the journal has."""
        if not self.capabilities.has_named_slots:
            return list(self.capabilities.slots)
        known = set(self.lock.entries)
        for record in (self.record, self.disk):
            for placement in record.placements.values():
                known |= {placement.slot, placement.next_slot or placement.slot}
        return sorted(known)

    @property
    def world(self) -> World:
        """The world as of now."""
        return World(
            now=self.now,
            started_at=self.started_at,
            reach=self.reach,
            reach_since=self.reach_since,
            observed=dict(self.observed),
            settings=self.settings,
            attempted=self.attempted,
            probe_at=self.probe_at,
            heard_at=self.heard_at,
            wanted_read=self.sync.wanted,
            is_stopping=self.is_stopping,
            is_command_under_way=self.flight is not None,
        )

    def ask_to_read(self) -> None:
        """Somebody asked for a full read."""
        self.sync = SyncProgress()
        self.sync.begin(self.record)

    def call_empty(self) -> None:
        """Have a person say that the slots of a lock that cannot be read are empty; the others are reserved."""
        if not self.capabilities.can_be_read:
            vacant = frozenset(self.capabilities.slots)
            self.record = replace(self.record, vacant_slots=vacant)

    def plan(self) -> Plan:
        """Plan without doing anything; what is kept from the last decision changes nothing."""
        return self._plan_of(self.record, self.world)

    def _plan_of(self, record: LockRecord, world: World) -> Plan:
        planned = plan(record, world)
        remembered, self.memory = plan_with(self.memory, record, world)
        assert remembered == planned, "a decision is the same with a memory and without"
        return planned

    # --- disk

    def _write(self, record: LockRecord) -> None:
        if self.is_disk_full:
            raise DiskFull
        self.writes += 1
        self.file = json.dumps(to_json(record, self.now))
        self.disk = record
        self.told.extend(record.outbox)
        self.record = replace(record, outbox=())
        self.watcher.written()

    def _write_facts(self, record: LockRecord) -> None:
        """Write if there is anything to write; a fact stands even if the disk refuses it."""
        self.record = record
        on_disk = replace(self.disk, outbox=record.outbox, written_at=record.written_at)
        if record == on_disk and not record.outbox:
            return
        with suppress(DiskFull):
            self._write(record)

    def request[T](
        self, change: Callable[[LockRecord, World], tuple[LockRecord, T]]
    ) -> T:
        """Apply a request, write it, and answer. Raises DiskFull, having changed nothing."""
        changed, answer = change(self.record, self.world)
        self._write(changed)
        self.observed = without_ours(changed, self.observed)
        return answer

    # --- the cycle

    def step(self) -> bool:
        """Go on by one step; False when nothing is to be done."""
        if self.flight is None:
            return self._take_off()
        if next(self.flight.steps, "landed") == "landed":
            self.flight = None
        return True

    def run(self, limit: int = 1000) -> int:
        """Go on until nothing is to be done; returns how many commands went out."""
        before = len(self.lock.sent)
        for _ in range(limit):
            if not self.step():
                return len(self.lock.sent) - before
        raise AssertionError(f"no rest after {limit} steps: {self.lock.sent[-6:]}")

    def _take_off(self) -> bool:
        planned = plan_with_pool(
            self.record, self.world, self._plan_of, self._draw, self._new_id
        )
        command = planned.command
        if command is None:
            self._write_facts(planned.record)
            return False
        self.record = planned.record
        self.flight = PendingCommand(command, self._run(command))
        try:
            self._write(planned.intended)
        except DiskFull:
            if not self._may_go_without_disk(command):
                self.flight = None
                return False
            self.record = planned.intended
            self.flight.is_intent_on_disk = False
        return True

    def _draw(self, below: int) -> int:
        """Return a number that looks random, and is the same in each run."""
        self.draws += 1
        return int(sha256(str(self.draws).encode()).hexdigest(), 16) % below

    def _new_id(self) -> str:
        return f"backup-{self._draw(2**64)}"

    def _may_go_without_disk(self, command: Command) -> bool:
        match command.kind:
            case CommandKind.SET | CommandKind.RENAME:
                return False
            case CommandKind.CLEAR:
                assert command.slot is not None
                return self.disk.is_ours(command.slot)
            case CommandKind.READ | CommandKind.READ_ALL | CommandKind.CHECK:
                return True

    def _run(self, command: Command) -> Iterator[None]:
        intended_at = self.monotonic
        if self.flight is not None and self.flight.is_disturbed:
            # While its intent went to disk the lock told something: it is decided anew.
            return
        if self.flight is not None:
            self.flight.is_sent = True
        self.watcher.before_command(command)
        sent = self.lock.receive(command)
        answer = self.lock.carry_out(sent)
        shown = self._shown_in_answer(sent)
        late_by = self.capabilities.late_by
        is_late = sent.fault in LATE_FAULTS and not isinstance(answer, ReadError)
        if late_by and is_late:
            self.lock.late.append((command, intended_at + late_by))
        self.watcher.sent(command)
        yield
        assert self.flight is not None
        if self.flight.is_disturbed:
            answer = doubted(answer)
        self._learn(command, answer, sent.slot, shown)
        self._follow_reach(command, answer)
        if command.slot is not None and command.kind not in {
            CommandKind.READ,
            CommandKind.READ_ALL,
            CommandKind.CHECK,
        }:
            for slot in {sent.slot or command.slot, command.new_slot or command.slot}:
                self.last_writes[slot] = (command, self.monotonic)
        self.watcher.answered(command, answer)

    def _shown_in_answer(self, sent: Sent) -> Content | None:
        """Return the PIN of its own choice that the lock tells in its answer."""
        is_choice = self.capabilities.is_pin_chosen_by_lock and self.lock.shows_chosen
        if sent.slot is None or sent.kind is not CommandKind.SET or not is_choice:
            return None
        return self.lock.content(sent.slot)

    def _learn(
        self, command: Command, answer: Answer, slot: str | None, shown: Content | None
    ) -> None:
        world = self.world
        match answer:
            case Outcome.CONFIRMED | Outcome.ACCEPTED:
                learnt = apply_written(
                    self.record, world, command, answer, content=shown, slot=slot
                )
                self._take(learnt)
            case Outcome():
                self.record = apply_outcome(self.record, world, command, answer)
            case SlotList():
                contents = dict(answer.contents)
                self.sync.on_list(self.record, contents, is_complete=answer.is_complete)
                self._take(apply_listing(self.record, world, command, answer))
            case Listed():
                contents = listed_contents(
                    self.record, world, answer.contents, is_complete=answer.is_complete
                )
                self.sync.on_list(self.record, contents, is_complete=answer.is_complete)
                self._take(apply_list(self.record, world, contents))
            case SignOfLife():
                self._take(apply_sign_of_life(self.record, world))
            case ReadError():
                self._miss(command, answer)
            case _:
                assert command.slot is not None
                self.sync.on_read(command.slot, answer)
                self._take(
                    apply_read(self.record, world, command.slot, answer, command)
                )
        if command.access_code_id is not None:
            self.attempted |= {command.access_code_id}

    def _miss(self, command: Command, answer: ReadError) -> None:
        if answer.is_missing:
            assert command.slot is not None
            self.sync.on_missing(command.slot)
            self.record = apply_no_such_slot(self.record, self.world, command)
            return
        if answer.is_unreachable:
            self.sync.give_up()
        else:
            self.sync.on_silence(command)
        self.record = apply_read_failed(
            self.record, self.world, command, answer.is_unreachable
        )

    def _take(self, learnt: Observation) -> None:
        self.record = learnt.record
        self.observed = dict(learnt.observed)

    # --- reach

    def _follow_reach(self, command: Command, answer: Answer) -> None:
        is_cut = answer is Outcome.UNREACHABLE or (
            isinstance(answer, ReadError)
            and (answer.is_unreachable or command.kind is CommandKind.CHECK)
        )
        if is_cut:
            self.probes += 1
            pause = min(10 * 2 ** min(self.probes - 1, 10), 900)
            self.probe_at = self.now + timedelta(seconds=pause)
            self._set_reach(Reach.OFFLINE)
        elif isinstance(answer, ReadError):
            if answer.is_missing:
                self.heard_at = self.now
                self._set_reach(Reach.REACHABLE)
        elif answer is not Outcome.UNKNOWN:
            self.heard_at = self.now
            self._set_reach(Reach.REACHABLE)

    def _set_reach(self, reach: Reach) -> None:
        if reach is self.reach:
            return
        was_there, self.was_there = self.was_there, self.was_there or reach in _THERE
        self.reach, self.reach_since = reach, self.now
        if reach is Reach.REACHABLE:
            self.probes, self.probe_at = 0, None
            if was_there:
                self._come_back()

    def _come_back(self) -> None:
        """Look anew: what was empty may have been filled meanwhile."""
        self.record = came_back(self.record)
        self.observed = {
            slot: content
            for slot, content in self.observed.items()
            if content is not EMPTY
        }

    def reach_changed(self, reach: Reach) -> None:
        """Take the adapter's word on whether the lock can be reached."""
        if reach is Reach.OFFLINE and self.reach is Reach.REACHABLE:
            self.probe_at = self.now + timedelta(seconds=10)
        elif reach is not Reach.OFFLINE:
            self.probe_at = None
        self._set_reach(reach)

    def see_entity(self, entity_id: str, is_on: bool | None) -> None:
        """Take the state of an entity that codes depend on; None where it is not known."""
        seen = SeenEntity(entity_id, None, is_on, is_missing=is_on is None)
        self._take(apply_entities({(entity_id, None): seen}, self.record, self.world))

    # --- what the lock tells by itself

    def report(self, slot: str, content: Content | None) -> bool:
        """Take what the lock tells of a slot, ``None`` for "something"; tells whether it is news for sure."""
        self.heard_at = self.now
        is_own_echo = self._is_echo(slot, content)
        if self.flight is not None and not self.flight.is_sent:
            self.flight.is_disturbed = True
        before = self._echoed_at(slot)
        self._take(apply_report(self.record, self.world, slot, content, is_own_echo))
        is_to_be_read = content is EMPTY and self.capabilities.can_be_read
        return not is_own_echo and not is_to_be_read and self._echoed_at(slot) == before

    def _echoed_at(self, slot: str) -> datetime | None:
        """Return when a report was last taken for the echo of a put-back."""
        placement = self.record.placements.get(slot)
        return None if placement is None else placement.echoed_at

    def _is_echo(self, slot: str, content: Content | None) -> bool:
        last_write, ended = self.last_writes.get(slot, (None, 0.0))
        if last_write is not None and self.monotonic - ended >= _ECHO_TIME:
            last_write = None
        if self.flight is None or not self._tells_of(self.flight.command, slot):
            return last_write is not None
        if explains(self.flight.command, slot, content):
            return True
        if last_write is not None and explains(last_write, slot, content):
            return True
        self.flight.is_disturbed = True
        return False

    def _tells_of(self, command: Command, slot: str) -> bool:
        """Tell whether the answer to a command is about a slot: a lock without fixed slots tells its list."""
        is_read = command.kind in {CommandKind.READ, CommandKind.CHECK}
        is_listed = self.capabilities.has_named_slots and self.capabilities.can_be_read
        return command.slot in {slot, None} or (is_read and is_listed)

    def report_all_cleared(self) -> None:
        """Take that all codes of the lock are gone."""
        self.heard_at = self.now
        if self.flight is not None:
            self.flight.is_disturbed = True
        self._take(apply_all_cleared(self.record, self.world))

    def change_capabilities(self, **changes: Any) -> None:
        """Let the lock, and its adapter, say that it can do something else."""
        self.lock.alter(**changes)
        self._take(with_capabilities(self.lock.capabilities, self.record, self.world))

    def used(self, slot: str, action: str = "unlock") -> None:
        """Take that a code was used."""
        self.heard_at = self.now
        self.record = apply_used(self.record, self.world, Use(action, slot))

    # --- time and life

    def advance(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span
        self.monotonic += span.total_seconds()

    def step_clock(self, span: timedelta) -> None:
        """Set the clock; what was measured by the engine itself moves along."""
        self.now += span
        self.started_at += span
        self.reach_since += span
        if self.probe_at is not None:
            self.probe_at += span
        if self.heard_at is not None:
            self.heard_at += span
        self.record = clock_was_set(span, self.record, self.world).record
        self.watcher.clock_was_set()

    def unblock(self, access_code_id: str | None = None) -> None:
        """Somebody asked to try again now."""
        self.record = unblock(self.record, access_code_id)

    def restart(self, backup: str | None = None) -> None:
        """Die at once, and begin again from the disk, or from a backup that was put back there."""
        if backup is not None:
            self.disk = suspect_restore(from_json(json.loads(backup)))
            self.file = json.dumps(to_json(self.disk, self.now))
        self.flight = None
        self.last_writes = {}
        self.was_there = self.lock.is_reachable
        self.started_at = self.reach_since = self.now
        self.reach = Reach.REACHABLE if self.lock.is_reachable else Reach.OFFLINE
        self.probe_at = (
            None if self.lock.is_reachable else self.now + timedelta(seconds=10)
        )
        self.probes, self.heard_at = 0, None
        self.observed, self.attempted = {}, frozenset()
        self.sync = SyncProgress()
        self.is_stopping = False
        self.record = at_start(from_json(json.loads(self.file)), self.now)
        self._take(with_capabilities(self.lock.capabilities, self.record, self.world))
        self.watcher.restarted()
