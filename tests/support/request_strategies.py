"""A linked lock, what people ask of it, and time: the part of a story in which nothing goes wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import assume, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from custom_components.access_codes.core import requests
from custom_components.access_codes.core.model import (
    AccessCode,
    CodeType,
    LockRecord,
    Readability,
    SeenEntity,
    Settings,
    Status,
    Window,
    World,
)
from custom_components.access_codes.core.requests.inputs import (
    CreateRequest,
    UpdateRequest,
)
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.contract_oracle import Oracle
from tests.support.engine_harness import START, DiskFull, Harness
from tests.support.fake_lock import FakeLock
from tests.support.strategies import (
    ALL_PINS,
    PINS,
    SPARE,
    any_pins,
    locks,
    names,
    numbers,
    pins,
    recurrences,
    short_spans,
    windows,
)

ENTITY = "binary_sensor.home"
"""The entity that codes depend on."""

_HOUR = timedelta(hours=1)

type Hours = tuple[float, float] | None


class Wishing(RuleBasedStateMachine):
    """One lock, and people with wishes."""

    harness: Harness
    oracle: Oracle
    count = 0
    released: frozenset[str] = frozenset()
    locks = locks()
    """What the lock of a story is drawn from."""

    @initialize(
        lock=st.runner().flatmap(lambda machine: machine.locks),
        lead=st.sampled_from([0, 0, 600]),
        preflight=st.sampled_from([0, 3600, 7200]),
        foreign=st.dictionaries(st.sampled_from("123"), any_pins, max_size=2),
        start_set=st.integers(0, 4),
    )
    def link(
        self,
        lock: FakeLock,
        lead: int,
        preflight: int,
        foreign: dict[str, int],
        start_set: int,
    ) -> None:
        """Link a lock, and perhaps set some codes on it before anything goes wrong.

        Of a lock that tells nothing, people must say which slots are not for us.
        """
        foreign = {
            slot: pin
            for slot, pin in foreign.items()
            if slot in lock.capabilities.slots or lock.capabilities.has_named_slots
        }
        for slot, pin in foreign.items():
            lock.type_at_keypad(slot, ALL_PINS[pin])
        reserved = (
            frozenset(foreign)
            if lock.capabilities.reads is Readability.NOTHING
            else frozenset[str]()
        )
        self.harness = Harness(
            lock,
            Settings(
                programming_lead=lead, reserved_slots=reserved, preflight=preflight
            ),
        )
        self.oracle = Oracle(self.harness)
        self.harness.watcher = self.oracle
        for number in range(start_set):
            self.ask_for_new(CreateRequest(code=PINS[number]))
        self.harness.run()
        self.look()

    def look(self) -> None:
        """Check all that must always be true."""
        self.oracle.check()
        self.oracle.check_plan()

    def ask(
        self, change: Callable[[LockRecord, World], tuple[LockRecord, AccessCode | str]]
    ) -> bool:
        """Ask, and take a no."""
        record, disk = self.harness.record, self.harness.disk
        try:
            self.harness.request(change)
        except Refused, DiskFull:
            assert self.harness.record is record
            assert self.harness.disk is disk
            return False
        return True

    def ask_for_new(self, wish: CreateRequest) -> bool:
        """Ask for a new code."""
        self.count += 1
        if self.harness.capabilities.is_pin_chosen_by_lock:
            wish = replace(wish, code=None)
        return self.ask(
            lambda record, world: requests.create(
                record,
                world,
                wish,
                access_code_id=f"code-{self.count}",
                draw=lambda limit: self.count % limit,
            )
        )

    def ask_for_change(self, wish: UpdateRequest) -> bool:
        """Ask for a change of a code."""
        return self.ask(lambda record, world: requests.update(record, world, wish))

    def window(self, hours: Hours) -> Window | None:
        """Return a window counted from the last full hour."""
        if hours is None:
            return None
        base = START + (self.harness.now - START) // _HOUR * _HOUR
        return Window(base + hours[0] * _HOUR, base + hours[1] * _HOUR)

    def pick(self, number: int) -> AccessCode:
        """Return a code that is not being deleted."""
        codes = [
            code
            for code in self.harness.record.codes.values()
            if code.deleted_at is None
        ]
        assume(codes)
        return codes[number % len(codes)]

    @rule(
        pin=st.one_of(st.none(), pins),
        hours=windows,
        max_uses=st.sampled_from([None, None, 1, 2]),
        is_change_allowed=st.booleans(),
        name=names,
    )
    def create(
        self,
        pin: int | None,
        hours: Hours,
        max_uses: int | None,
        is_change_allowed: bool,
        name: str | None,
    ) -> None:
        """Ask for a new code."""
        assume(len(self.harness.record.codes) < 8)
        window = self.window(hours)
        self.ask_for_new(
            CreateRequest(
                name=name,
                code=None if pin is None else PINS[pin],
                starts_at=window.starts_at if window else None,
                ends_at=window.ends_at if window else None,
                max_uses=max_uses,
                is_external_modification_allowed=is_change_allowed,
            )
        )
        self.look()

    @rule(number=numbers, pin=pins)
    def change_pin(self, number: int, pin: int) -> None:
        """Ask for another PIN."""
        self.ask_for_change(
            UpdateRequest(
                access_code_id=self.pick(number).access_code_id, code=PINS[pin]
            )
        )
        self.look()

    @rule(number=numbers, hours=windows)
    def change_window(self, number: int, hours: Hours) -> None:
        """Ask for another window, or type."""
        access_code_id = self.pick(number).access_code_id
        if window := self.window(hours):
            wish = UpdateRequest(
                access_code_id=access_code_id,
                starts_at=window.starts_at,
                ends_at=window.ends_at,
            )
        else:
            wish = UpdateRequest(access_code_id=access_code_id, type=CodeType.ONGOING)
        self.ask_for_change(wish)
        self.look()

    @rule(number=numbers, recurrence=recurrences)
    def repeat(self, number: int, recurrence: str) -> None:
        """Ask for a recurring window, or a single one again."""
        code = self.pick(number)
        assume(code.window is not None)
        self.ask_for_change(
            UpdateRequest(
                access_code_id=code.access_code_id,
                recurrence=recurrence,
                zone="Europe/Berlin",
            )
        )
        self.look()

    @rule(number=numbers, pin=pins, hours=st.sampled_from([(0, 4), (2, 4)]))
    def change_pin_and_window(
        self, number: int, pin: int, hours: tuple[int, int]
    ) -> None:
        """Ask for both at once."""
        window = self.window(hours)
        assert window is not None
        self.ask_for_change(
            UpdateRequest(
                access_code_id=self.pick(number).access_code_id,
                code=PINS[pin],
                starts_at=window.starts_at,
                ends_at=window.ends_at,
            )
        )
        self.look()

    @rule(number=numbers, suffix=st.sampled_from("ab"))
    def rename(self, number: int, suffix: str) -> None:
        """Ask for another name."""
        self.ask_for_change(
            UpdateRequest(
                access_code_id=self.pick(number).access_code_id, name=f"New {suffix}"
            )
        )
        self.look()

    @rule(number=numbers, is_allowed=st.booleans())
    def allow_changes_at_the_lock(self, number: int, is_allowed: bool) -> None:
        """Ask to let changes at the lock stand, or not."""
        self.ask_for_change(
            UpdateRequest(
                access_code_id=self.pick(number).access_code_id,
                is_external_modification_allowed=is_allowed,
            )
        )
        self.look()

    @rule(number=numbers, is_on=st.sampled_from([None, False, True]))
    def depend(self, number: int, is_on: bool | None) -> None:
        """Ask to have a code on the lock only while an entity is on, whose state may not be known."""
        self.ask_for_change(
            UpdateRequest(
                access_code_id=self.pick(number).access_code_id,
                active_while=SeenEntity(ENTITY, None, is_on, is_missing=is_on is None),
            )
        )
        self.look()

    @rule(number=numbers)
    def depend_no_more(self, number: int) -> None:
        """Ask to have a code on the lock whatever its entity."""
        self.ask_for_change(
            UpdateRequest(
                access_code_id=self.pick(number).access_code_id, active_while=None
            )
        )
        self.look()

    @rule(is_on=st.sampled_from([None, False, True]))
    def see_entity(self, is_on: bool | None) -> None:
        """Let the entity come on, go off, or be lost."""
        self.harness.see_entity(ENTITY, is_on)
        self.look()

    @rule(number=numbers, is_paused=st.booleans())
    def pause(self, number: int, is_paused: bool) -> None:
        """Ask to pause a code, or to resume it."""
        self.ask_for_change(
            UpdateRequest(
                access_code_id=self.pick(number).access_code_id, is_paused=is_paused
            )
        )
        self.look()

    @rule(first=numbers, size=st.integers(2, 4))
    def swap_in_a_circle(self, first: int, size: int) -> None:
        """Let several codes pass their PINs on, by way of one that nobody has."""
        held = [
            (code.access_code_id, code.pin)
            for code in self.harness.record.codes.values()
            if code.deleted_at is None and code.pin is not None
        ]
        assume(len(held) > 1)
        size = min(size, len(held))
        circle = [held[(first + index) % len(held)] for index in range(size)]
        (first_id, _), (_, last_pin) = circle[0], circle[-1]
        passed_on = [(after, pin) for (_, pin), (after, _) in pairwise(circle)]
        for access_code_id, pin in [
            (first_id, SPARE),
            *reversed(passed_on),
            (first_id, last_pin),
        ]:
            if not self.ask_for_change(
                UpdateRequest(access_code_id=access_code_id, code=pin)
            ):
                break
        self.look()

    @rule(number=numbers)
    def delete(self, number: int) -> None:
        """Ask to delete a code."""
        access_code_id = self.pick(number).access_code_id
        self.ask(lambda record, world: requests.delete(record, world, access_code_id))
        self.look()

    @rule(number=numbers)
    def release(self, number: int) -> None:
        """Ask to leave a code on the lock and forget it."""
        code = self.pick(number)
        placement = self.harness.record.placement_of(code.access_code_id)
        assume(code.progress.announced is Status.SET and placement is not None)
        assert placement is not None
        # A rename under way would be about a slot of nobody.
        assume(self.harness.flight is None or placement.next_slot is None)
        if self.ask_for_change(
            UpdateRequest(access_code_id=code.access_code_id, is_managed=False)
        ):
            self.oracle.released(placement.slot)
            self.oracle.released(placement.next_slot or placement.slot)
            self.released |= {code.access_code_id}
        self.look()

    # --- the engine goes on, and time passes

    @rule(steps=st.integers(1, 12))
    def go_on(self, steps: int) -> None:
        """Let the engine take some steps."""
        for _ in range(steps):
            if not self.harness.step():
                break
            self.oracle.check()
        self.look()

    @rule()
    def go_on_to_rest(self) -> None:
        """Let the engine do all there is to do now."""
        self.harness.run()
        self.look()

    @rule(span=short_spans)
    def pass_time(self, span: timedelta) -> None:
        """Let a little time pass."""
        self.harness.advance(span)
        self.look()

    @rule()
    def wait_for_the_deadline(self) -> None:
        """Let time pass until the engine looks again; before that nothing is due."""
        self.harness.run()
        planned = self.harness.plan()
        if planned.deadline is not None and planned.command is None:
            self.oracle.check_nothing_before(planned.deadline)
            self.harness.advance(planned.deadline - self.harness.now)
            self.harness.run()
        self.look()
