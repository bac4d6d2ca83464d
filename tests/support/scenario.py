"""A lock, its engine and a person, for stories told by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
import json
from typing import Any, Self

from custom_components.access_codes.core import requests
from custom_components.access_codes.core.access_code_object import as_object
from custom_components.access_codes.core.backup_codes import uses_pool
from custom_components.access_codes.core.model import (
    AccessCode,
    CodeView,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Pin,
    Reach,
    Readability,
    Reporting,
    Settings,
    SlotNaming,
    Status,
    UseReporting,
    Window,
    WindowSupport,
    World,
)
from custom_components.access_codes.core.observations.connection_changes import (
    with_capabilities,
)
from custom_components.access_codes.core.record.record_json import from_json
from custom_components.access_codes.core.requests.inputs import (
    CreateRequest,
    UpdateRequest,
)
from custom_components.access_codes.core.requests.leave_lock import forget
from tests.support.contract_oracle import Oracle
from tests.support.engine_harness import START, Harness
from tests.support.event_assertions import once_each
from tests.support.fake_lock import Duplicates, FakeLock, Fault

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

ONE, TWO, THREE, FOUR = (
    Pin(digits) for digits in ("1357902468", "2468013579", "9081726354", "8172635409")
)


def hours(starts: float, ends: float) -> Window:
    """Return a window in hours from the start of the story."""
    return Window(START + starts * HOUR, START + ends * HOUR)


def at(offset: timedelta) -> datetime:
    """Return an instant counted from the start of the story."""
    return START + offset


@dataclass
class Stage:
    """One story. The oracle watches it like all the others."""

    reads: Readability = Readability.PIN
    slots: int = 3
    name_length: int = 0
    confirms_writes: bool = False
    duplicates: Duplicates = Duplicates.REFUSED
    settings: Settings = Settings()
    foreign: dict[str, Pin] = field(default_factory=dict)
    is_virtual: bool = False
    windows: WindowSupport | None = None
    late_by: int = 0
    reports: Reporting = Reporting.ALL
    fresh_for: int | None = None
    lists_slots: bool = False
    lock_fields: dict[str, Any] = field(default_factory=dict)
    """Further fields of the fake lock."""
    naming: SlotNaming = SlotNaming.FIXED
    more: dict[str, Any] = field(default_factory=dict)
    """Further capabilities."""

    def __post_init__(self) -> None:
        """Link the lock and read it."""
        is_named = self.naming is not SlotNaming.FIXED
        numbers = range(0 if is_named else self.slots)
        capabilities = LockCapabilities(
            slots=tuple(str(number + 1) for number in numbers),
            slot_naming=self.naming,
            code_lengths=(10,),
            name_length=self.name_length or (20 if is_named else 0),
            reads=self.reads,
            reports=self.reports,
            uses=UseReporting.LIVE,
            fresh_for=self.fresh_for,
            late_by=self.late_by,
            is_virtual=self.is_virtual,
            lists_slots=self.lists_slots or is_named,
            windows=self.windows,
        )
        capabilities = replace(capabilities, **self.more)
        self.lock = FakeLock(
            capabilities, self.duplicates, self.confirms_writes, **self.lock_fields
        )
        for slot, pin in self.foreign.items():
            self.lock.type_at_keypad(slot, pin)
        self.harness = Harness(self.lock, self.settings)
        self.oracle = Oracle(self.harness)
        self.harness.watcher = self.oracle
        self._count = self._sent = self._told = 0
        self.run()
        self.sent()

    def twin(self) -> Self:
        """Return the same story once more, to be told to another end."""
        twin = replace(self)
        twin.lock.entries = dict(self.lock.entries)
        mine, other = self.harness, twin.harness
        other.record, other.disk, other.file = mine.record, mine.disk, mine.file
        other.observed, other.attempted = dict(mine.observed), mine.attempted
        other.heard_at = mine.heard_at
        other.told, other.now, other.monotonic = (
            list(mine.told),
            mine.now,
            mine.monotonic,
        )
        other.last_writes = dict(mine.last_writes)
        twin._count = self._count  # noqa: SLF001
        return twin

    # --- wishes

    def create(self, pin: Pin, *, window: Window | None = None, **more: Any) -> str:
        """Ask for a code, and let the engine go on."""
        self._count += 1
        access_code_id = "abcdefgh"[self._count - 1]
        ask = CreateRequest(
            code=pin,
            name=more.pop("name", f"Guest {access_code_id}"),
            starts_at=window.starts_at if window else None,
            ends_at=window.ends_at if window else None,
            **more,
        )
        self.harness.request(
            lambda record, world: requests.create(
                record, world, ask, access_code_id=access_code_id, draw=lambda _: 0
            )
        )
        self.run()
        return access_code_id

    def change(self, access_code_id: str, *, run: bool = True, **wishes: Any) -> None:
        """Ask for a change."""
        ask = UpdateRequest(access_code_id=access_code_id, **wishes)
        self.harness.request(lambda record, world: requests.update(record, world, ask))
        if run:
            self.run()

    def delete(self, access_code_id: str, *, run: bool = True) -> None:
        """Ask to delete."""
        self.harness.request(
            lambda record, world: requests.delete(record, world, access_code_id)
        )
        if run:
            self.run()

    def release(self, access_code_id: str) -> None:
        """Ask to leave a code on the lock and forget it."""
        placement = self.harness.record.placement_of(access_code_id)
        assert placement is not None
        ask = UpdateRequest(access_code_id=access_code_id, is_managed=False)
        self.harness.request(lambda record, world: requests.update(record, world, ask))
        self.oracle.released(placement.slot)
        self.run()

    def forget(self, access_code_id: str) -> None:
        """Give a code of a lock that is away up."""
        self.oracle.forgotten(access_code_id)
        self.harness.request(
            lambda record, world: forget(record, world, access_code_id=access_code_id)
        )
        self._look()

    # --- what goes on

    def run(self) -> None:
        """Let the engine do all there is to do now."""
        self.harness.run()
        self._look()

    def steps(self, count: int) -> None:
        """Let the engine take some steps only."""
        for _ in range(count):
            assert self.harness.step()
        self._look()

    def wait(self, span: timedelta) -> None:
        """Let time pass, with an engine that wakes at its deadlines and at no other time."""
        until = self.harness.now + span
        while (
            deadline := self.harness.plan().deadline
        ) is not None and deadline <= until:
            self.harness.advance(deadline - self.harness.now)
            self.run()
        self.harness.advance(until - self.harness.now)
        self.run()

    def restart(self) -> None:
        """Die and begin again, without going on yet."""
        self.harness.restart()
        self._look()

    def restore(self, backup: str) -> None:
        """Put an old record back while nobody runs, and begin again; what was set since is nobody's now."""
        known = from_json(json.loads(backup)).placements
        for slot in self.held().keys() - known.keys():
            self.oracle.released(slot)
        for slot in known:
            self.oracle.changed_unseen(slot)
        self.harness.restart(backup)

    def ask_lock(self) -> None:
        """Have everything read."""
        self.harness.ask_to_read()
        self.run()

    def answer(
        self, change: Callable[[LockRecord, World], tuple[LockRecord, None]]
    ) -> None:
        """Answer a repair."""
        self.harness.request(change)
        self.run()

    def deliver_late(self, *, told: bool = False) -> None:
        """Let a write that was given up be carried out now."""
        command = self.lock.deliver_late(0, self.harness.monotonic)
        assert command is not None
        assert command.slot is not None
        if told:
            self.harness.report(command.slot, self.lock.reported(command.slot))
        self._look()

    def fail(self, *faults: Fault | None) -> None:
        """Let the next commands go wrong."""
        self.lock.faults = [*faults]

    def keypad(self, slot: str, pin: Pin | None, *, told: bool = True) -> None:
        """Change a slot at the lock."""
        self.lock.type_at_keypad(slot, pin)
        self.oracle.changed_unseen(slot)
        if told:
            self.harness.advance(10 * timedelta(seconds=1))
            if self.harness.report(slot, self.lock.shown(slot)):
                self.oracle.learnt(slot)
            elif pin is None:
                self._read(slot)
            self._look()

    def _read(self, slot: str) -> None:
        """Let the engine read a slot that is said to be empty, and do no more."""
        harness = self.harness
        faults, self.lock.faults = self.lock.faults, []
        while harness.flight is not None or (
            (command := harness.plan().command) is not None
            and command.kind in {CommandKind.READ, CommandKind.READ_ALL}
            and command.slot in {slot, None}
        ):
            harness.step()
        self.lock.faults = faults

    def wait_for_echoes(self) -> None:
        """Let time pass until no report can be the echo of our own write."""
        self.harness.advance(timedelta(seconds=10))

    def something_at_keypad(self, slot: str, pin: Pin) -> None:
        """Change a slot at the lock; it tells only that something changed."""
        self.lock.type_at_keypad(slot, pin)
        self.oracle.changed_unseen(slot)
        self.harness.advance(10 * timedelta(seconds=1))
        if self.harness.report(slot, None):
            self.oracle.learnt(slot)
        self._look()

    def go_away(self, reach: Reach = Reach.OFFLINE) -> None:
        """Let the lock go, known to the engine."""
        self.lock.is_reachable = False
        self.harness.reach_changed(reach)

    def come_back(self) -> None:
        """Let the lock come back, known to the engine."""
        self.lock.is_reachable = True
        self.harness.reach_changed(Reach.REACHABLE)
        self.run()

    def _look(self) -> None:
        self.oracle.check()
        self.oracle.check_plan()

    # --- what is to be seen

    def sent(self) -> list[str]:
        """Return what the lock was told since the last look."""
        news = self.lock.sent[self._sent :]
        self._sent = len(self.lock.sent)
        return [_in_words(sent.command) for sent in news]

    def told(self, access_code_id: str | None = None) -> list[str]:
        """Return the events since the last look."""
        events = once_each(self.harness.told)
        news = events[self._told :]
        self._told = len(events)
        return [
            event.type.removeprefix("access_code.")
            for event in news
            if access_code_id in {None, event.access_code_id}
        ]

    def code(self, access_code_id: str) -> AccessCode:
        """Return a code."""
        return self.harness.record.codes[access_code_id]

    def view(self, access_code_id: str) -> CodeView:
        """Return what is shown of a code."""
        return self.harness.plan().views[access_code_id]

    def status(self, access_code_id: str) -> Status:
        """Return a code's status."""
        return self.view(access_code_id).status

    def errors(self, access_code_id: str) -> set[str]:
        """Return a code's errors."""
        return {error.code for error in self.view(access_code_id).errors}

    def warnings(self, access_code_id: str) -> set[str]:
        """Return a code's warnings."""
        return {warning.code for warning in self.view(access_code_id).warnings}

    def mutations(self, access_code_id: str) -> list[str]:
        """Return what is wanted and not yet on the lock."""
        return [mutation.code for mutation in self.view(access_code_id).mutations]

    def issues(self) -> set[tuple[str, str | None]]:
        """Return the repairs."""
        return {
            (issue.kind, issue.access_code_id) for issue in self.harness.plan().issues
        }

    def possible(self, slot: str, *, on_disk: bool = False) -> set[Content] | None:
        """Return what the journal calls possible."""
        record = self.harness.disk if on_disk else self.harness.record
        placement = record.placements.get(slot)
        return None if placement is None else set(placement.possible)

    def held(self) -> dict[str, Pin]:
        """Return what the lock really holds."""
        return {slot: entry.pin for slot, entry in self.lock.entries.items()}

    def windows_held(self) -> dict[str, Window | None]:
        """Return the window that the lock itself enforces in each occupied slot."""
        return {slot: entry.window for slot, entry in self.lock.entries.items()}

    def object(self, access_code_id: str) -> dict[str, Any]:
        """Return the access code object, as actions return it."""
        return as_object(
            self.code(access_code_id),
            self.view(access_code_id),
            self.harness.record.placement_of(access_code_id),
            lock_entity_id="lock.front_door",
            device_id=None,
            workspace_id="home",
            message=lambda kind, code, details: "",
            metadata=None,
            display_status="",
            is_backup_available=self.harness.plan().is_backup_available
            and uses_pool(self.code(access_code_id), self.harness.now),
            reveal=True,
        )

    def set_settings(self, **options: Any) -> None:
        """Change the options."""
        self.harness.settings = replace(self.harness.settings, **options)

    def set_capabilities(self, **changes: Any) -> None:
        """Change what the lock can do, as its adapter reports it."""
        capabilities = replace(self.lock.capabilities, **changes)
        self.lock.capabilities = capabilities
        harness = self.harness
        harness.record = with_capabilities(
            capabilities, harness.record, harness.world
        ).record


def _in_words(command: Command) -> str:
    return (
        command.kind.value
        if command.slot is None
        else f"{command.kind.value} {command.slot}"
    )


def held(pin: Pin, window: Window | None = None) -> Content:
    """Return the content of a slot that holds this PIN."""
    return KnownPin(pin, window)
