"""Records that change at random, in ways that lock, people and clock might and might not: for tests of decisions."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any

from custom_components.access_codes.core.code_windows import with_recurrence
from custom_components.access_codes.core.model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    AccessCode,
    ActiveWhile,
    Attempt,
    Command,
    CommandKind,
    Content,
    ExternalChange,
    FullRead,
    KnownPin,
    LockClock,
    LockRecord,
    Outcome,
    Placement,
    Plan,
    Progress,
    Reach,
    Readability,
    Recurrence,
    Reporting,
    RestoreCheck,
    Settings,
    SlotNaming,
    Status,
    UseReporting,
    WindowSupport,
    World,
    provisional_slot,
)
from tests.support.builders import NOW, a_code, a_record, a_world, able, held, hours

PINS = ("1024", "2048", "4096", "8192", "7531")

SLOTS = tuple(str(number) for number in range(1, 9))

_WINDOWS = (None, hours(-2, -1), hours(-1, 1), hours(0.1, 2), hours(3, 4))

_LEVELS = (Readability.PIN, Readability.PIN, Readability.PRESENCE, Readability.NOTHING)

_NAMINGS = (*(SlotNaming.FIXED,) * 6, SlotNaming.BY_NAME, SlotNaming.BY_LOCK)

_WINDOWS_OF_LOCK = (
    None,
    None,
    None,
    WindowSupport(),
    WindowSupport(capacity=1),
    WindowSupport(granularity=3600, capacity=2),
)


@dataclass
class RandomLock:
    """A lock whose record and world change at random. Many codes share few PINs and slots."""

    random: Random
    record: LockRecord = field(init=False)
    world: World = field(init=False)
    _count: int = 0

    def __post_init__(self) -> None:
        """Start with some codes."""
        draw = self.random
        naming, is_by_lock = draw.choice(_NAMINGS), draw.random() < 0.1
        is_fixed = naming is SlotNaming.FIXED
        capabilities = able(
            slots=SLOTS[: draw.randint(2, len(SLOTS))] if is_fixed else (),
            slot_naming=naming,
            capacity=draw.choice((None, None, 1, 4)),
            reads=draw.choice(_LEVELS),
            reports=draw.choice((*(Reporting.ALL,) * 4, *Reporting)),
            uses=draw.choice(tuple(UseReporting)),
            is_virtual=draw.random() < 0.1,
            is_pin_chosen_by_lock=is_by_lock,
            name_length=draw.choice((0, 0, 7)) if is_fixed else 7,
            has_unique_names=draw.random() < 0.2,
            windows=draw.choice(_WINDOWS_OF_LOCK),
            clock=draw.choice((LockClock.TRUSTED, *LockClock)),
            lists_slots=draw.random() < 0.2,
            late_by=draw.choice((0, 0, 60)),
        )
        self._is_pin_chosen_by_lock = is_by_lock
        self.record = a_record(capabilities=capabilities, is_read=True)
        self.world = a_world(
            settings=Settings(
                programming_lead=draw.choice((0, 600)), preflight=draw.choice((0, 900))
            ),
            started_at=NOW - timedelta(seconds=draw.choice((10, 3600))),
        )
        for _ in range(draw.randint(0, 8)):
            self.add_code()

    def change(self) -> None:
        """Change one thing."""
        changes = (
            *(self.change_code, self.change_slot) * 4,
            *(self.add_code, self.place, self.pass_time) * 2,
            self.drop_code,
            self.change_others,
            self.change_world,
            self.change_lock,
        )
        self.random.choice(changes)()

    def follow(self, plan: Plan) -> None:
        """Take over the record of a plan, or the one with its intent, or neither."""
        chosen = self.random.choice((plan.record, plan.intended, self.record))
        outbox = self.random.choice((chosen.outbox, ()))
        self.record = replace(chosen, outbox=outbox)
        self._deadline = plan.deadline
        if plan.command is not None and self.random.random() < 0.1:
            until = self.world.now + timedelta(seconds=self.random.choice((-5, 30)))
            self.world = replace(self.world, held={plan.command.key: until})

    def add_code(self) -> None:
        """Add a code."""
        self._count += 1
        code = a_code(
            f"code-{self.random.randrange(100):02}-{self._count}",
            self.random.choice(PINS),
            window=self.random.choice(_WINDOWS),
            changed_at=self.world.now
            - timedelta(seconds=self.random.choice((0, 5, 400, -60))),
        )
        if code.window is not None and self.random.random() < 0.3:
            rule = self.random.choice(("FREQ=DAILY", "FREQ=DAILY;COUNT=2"))
            recurrence = Recurrence(rule, "Europe/Berlin", code.window)
            code = with_recurrence(code, recurrence, self.world.now)
        self._put(code)

    def change_code(self) -> None:
        """Change one property of a code."""
        if not self.record.codes:
            return
        draw, now = self.random, self.world.now
        code = draw.choice(list(self.record.codes.values()))
        at = now + timedelta(seconds=draw.choice((-600, -1, 0, 20, 900)))
        attempt = Attempt(
            draw.choice(list(Outcome)),
            draw.random() < 0.3,
            draw.randint(1, 3),
            draw.choice((None, at)),
            draw.random() < 0.2,
        )
        problems = {"delay_in_setting_on_device": at, "missed": at}
        progress = replace(
            code.progress,
            **draw.choice(
                (
                    {"attempt": attempt},
                    {"attempt": None},
                    {"on_device": True},
                    {"was_set": True},
                    {"lost_at": at},
                    {"is_scheduled": draw.random() < 0.5},
                    {"problems": problems},
                    {"announced": draw.choice(list(Status))},
                )
            ),
        )
        entity = ActiveWhile(
            "binary_sensor.home",
            None,
            is_on=draw.random() < 0.5,
            since=at,
            lost_at=draw.choice((None, at)),
        )
        changes: list[dict[str, Any]] = [
            {"progress": progress},
            {"progress": progress},
            {"progress": Progress()},
            {"pin": held(draw.choice(PINS)).pin},
            {"pin": None},
            {"window": draw.choice(_WINDOWS)},
            {"deleted_at": draw.choice((None, at))},
            {"used_at": draw.choice((None, at))},
            {"most_uses": draw.choice((None, 2))},
            {"use_count": draw.randint(0, 3)},
            {"active_while": draw.choice((None, entity))},
            {"paused_at": draw.choice((None, at))},
            {"resumed_at": draw.choice((None, at))},
            {"external": draw.choice((None, *ExternalChange))},
            {"name": draw.choice(("A", "A longer name"))},
            {"changed_at": at},
            {"is_one_time_use": True},
            {"prefer_native_scheduling": draw.random() < 0.5},
            {"is_pin_chosen_by_lock": self._is_pin_chosen_by_lock},
            {"uses_backup_pool": True, "window": draw.choice(_WINDOWS)},
            {"pulled_backup_id": draw.choice((None, "x"))},
            {"is_backup": True, "deleted_at": draw.choice((None, None, at))},
            {"is_unmanaged": True, "pin": None, "window": None, "deleted_at": now},
        ]
        self._put(replace(code, **draw.choice(changes)))

    def drop_code(self) -> None:
        """Forget a code and its slot."""
        if not self.record.codes:
            return
        gone = self.random.choice(list(self.record.codes))
        self.record = replace(
            self.record,
            codes={key: code for key, code in self.record.codes.items() if key != gone},
            placements={
                slot: placement
                for slot, placement in self.record.placements.items()
                if placement.owner != gone
            },
        )

    def place(self) -> None:
        """Give a code a slot."""
        record = self.record
        owners = record.placements_by_owner()
        homeless = [key for key in record.codes if key not in owners]
        free = [slot for slot in SLOTS if slot not in record.placements]
        if homeless and free:
            owner = self.random.choice(homeless)
            slot = self.random.choice(free)
            if self.random.random() < 0.1:
                slot = provisional_slot(owner)
            self._put_placement(Placement(slot, owner, self._possible(owner)))

    def change_slot(self) -> None:
        """Change one property of a placement."""
        if not self.record.placements:
            return
        draw, now = self.random, self.world.now
        placement = draw.choice(list(self.record.placements.values()))
        times = sorted(draw.choices(range(-4000, 0), k=draw.randint(0, 4)))
        changes: list[dict[str, Any]] = [
            *({"possible": self._possible(placement.owner)} for _ in range(6)),
            {"is_unverified": draw.random() < 0.5},
            {"name": draw.choice((None, "A", "B"))},
            {"refused_name": draw.choice((None, "A", "A longe"))},
            {"kept_name": draw.choice((None, "A", "A longer name"))},
            {"deviation": draw.choice((None, *ExternalChange))},
            {"put_backs": tuple(now + timedelta(seconds=at) for at in times)},
            {"needs_read": draw.random() < 0.5},
            {"needs_clear_first": draw.random() < 0.5},
            {"altered": draw.choice((None, held(draw.choice(PINS))))},
            {"has_remainder": draw.random() < 0.5},
            {"unproven": draw.choice((None, EMPTY))},
            {
                "late": self._possible(placement.owner),
                "late_until": now + timedelta(seconds=draw.choice((-1, 20, 600))),
            },
            {
                "next_slot": draw.choice(("next", "9")),
                "next_possible": self._possible(placement.owner),
            },
            {"next_slot": None, "next_possible": frozenset()},
        ]
        self._put_placement(replace(placement, **draw.choice(changes)))

    def pass_time(self) -> None:
        """Move the clock to the deadline, near it, or elsewhere; sometimes back."""
        draw, now = self.random, self.world.now
        instants = [now + timedelta(seconds=draw.choice((0, 1, 60, 3600, 90_000, -30)))]
        if self._deadline is not None:
            instants += [self._deadline, self._deadline - timedelta(microseconds=1)]
        self.world = replace(self.world, now=draw.choice(instants))

    def change_others(self) -> None:
        """Change the contents of slots that are not ours."""
        draw = self.random
        slot = draw.choice(SLOTS)
        content: Content = draw.choice((EMPTY, UNREADABLE, held(draw.choice(PINS))))
        where = draw.randrange(4)
        if where in (0, 1):
            observed = {**self.world.observed, slot: content}
            self.world = replace(self.world, observed=observed)
        if where in (1, 2):
            unmanaged = {**self.record.unmanaged, slot: content}
            if content is EMPTY:
                del unmanaged[slot]
            self.record = replace(self.record, unmanaged=unmanaged)
        if where == 3:
            self.world = replace(self.world, observed={})
            self.record = replace(self.record, unmanaged={})

    def change_world(self) -> None:
        """Change a fact of the moment."""
        draw, world = self.random, self.world
        key = Command(CommandKind.SET, draw.choice(SLOTS)).key
        some = frozenset(key for key in self.record.codes if draw.random() < 0.5)
        changes: list[dict[str, Any]] = [
            {"attempted": some},
            {"attempted": some | world.attempted},
            {"reach": draw.choice(list(Reach)), "reach_since": world.now},
            {"reach": Reach.REACHABLE, "reach_since": world.now},
            {"held": draw.choice(({}, {key: world.now + timedelta(seconds=9)}))},
            {"probe_at": draw.choice((None, world.now))},
            {"heard_at": world.now},
            {"wanted_read": draw.choice((None, Command(CommandKind.READ, "1")))},
            {"is_stopping": draw.random() < 0.1},
            {"settings": replace(world.settings, delay_threshold=60)},
        ]
        self.world = replace(world, **draw.choice(changes))

    def change_lock(self) -> None:
        """Change the lock, or what is stored about it as a whole."""
        draw, record, now = self.random, self.record, self.world.now
        assert record.capabilities is not None
        slots = SLOTS[: draw.randint(0, len(SLOTS))]
        changes: list[dict[str, Any]] = [
            {"capabilities": replace(record.capabilities, slots=slots)},
            {"capabilities": replace(record.capabilities, name_length=3)},
            {"capabilities": replace(record.capabilities, late_by=30)},
            {"is_read": draw.random() < 0.7, "full_read": None},
            {"full_read": draw.choice((None, self._full_read()))},
            {"missing_slots": frozenset(draw.sample(SLOTS, 2))},
            {"late_clears": {draw.choice(SLOTS): now + timedelta(seconds=20)}},
            {"read_at": dict.fromkeys(SLOTS, int(now.timestamp()))},
            {"lost_slots": draw.choice((frozenset(), frozenset({"1"})))},
            {"given_up": draw.choice(({}, {"1": "A"}))},
            {"backup_missed_at": draw.choice((None, now))},
            {"inactive_since": draw.choice(({}, {draw.choice(SLOTS): now}))},
            {"is_reset_reported": True},
            {"restore_check": draw.choice((None, RestoreCheck(is_restored=True)))},
            {"restore_check": None},
            {"reset_at": now},
            {"clock_stepped_at": draw.choice((None, now))},
            {"read_attempt": Attempt(Outcome.UNKNOWN, False, 1, now)},
        ]
        self.record = replace(record, **draw.choice(changes))

    _deadline: Any = None

    def _full_read(self) -> FullRead:
        draw = self.random
        silent = {
            slot: Attempt(
                Outcome.UNKNOWN,
                False,
                draw.randint(1, 7),
                self.world.now + timedelta(seconds=draw.choice((-5, 30))),
            )
            for slot in draw.sample(SLOTS, 2)
        }
        return FullRead(frozenset(silent), silent, draw.random() < 0.8)

    def _possible(self, owner: str) -> frozenset[Content]:
        draw = self.random
        own = self.record.codes[owner].pin
        contents: list[Content] = [
            EMPTY,
            UNREADABLE,
            UNDISCLOSED,
            *(held(pin) for pin in PINS),
            *([held(own.reveal())] * 8 if own is not None else ()),
        ]
        if own is not None and (window := self.record.codes[owner].window) is not None:
            contents += [KnownPin(own, window)] * 8
        return frozenset(draw.sample(contents, draw.choice((1, 1, 1, 2, 3))))

    def _put(self, code: AccessCode) -> None:
        codes = {**self.record.codes, code.access_code_id: code}
        self.record = replace(self.record, codes=codes)

    def _put_placement(self, placement: Placement) -> None:
        placements = {**self.record.placements, placement.slot: placement}
        self.record = replace(self.record, placements=placements)
