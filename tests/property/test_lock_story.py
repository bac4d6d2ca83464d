"""Whatever happens in whatever order: the lock ends up with what it should, and nothing else was done to it."""

from datetime import timedelta

from hypothesis import assume, strategies as st
from hypothesis.stateful import precondition, rule

from custom_components.access_codes.core.model import (
    CommandKind,
    KnownPin,
    LockClock,
    Pin,
    Reach,
    Readability,
    WindowSupport,
    has_pin_of,
    is_provisional,
)
from custom_components.access_codes.core.record.unmanaged import (
    held_by_others,
    unmanaged_id,
)
from custom_components.access_codes.core.requests.inputs import CreateRequest
from custom_components.access_codes.core.requests.leave_lock import forget
from custom_components.access_codes.core.requests.unmanaged import (
    convert_to_managed,
    delete_unmanaged,
)
from tests.support.assert_converged import expect_right, settle_down
from tests.support.event_assertions import check_chronicle
from tests.support.fake_lock import ANSWER_FAULTS, Duplicates, Fault
from tests.support.model_profile import budget
from tests.support.request_strategies import Hours, Wishing
from tests.support.strategies import (
    ALL_PINS,
    PINS,
    any_pins,
    faults,
    long_spans,
    named_locks,
    numbers,
    pins,
    spans,
    window_supports,
    windows,
)


class LockStory(Wishing):
    """One lock through everything."""

    @rule(span=long_spans)
    def pass_much_time(self, span: timedelta) -> None:
        """Let much time pass unseen: the machine slept."""
        self.harness.advance(span)
        self.look()

    @rule(span=spans, sign=st.sampled_from([-1, -1, 1]))
    def step_clock(self, span: timedelta, sign: int) -> None:
        """Set the clock."""
        self.harness.step_clock(span * sign)
        self.look()

    @rule(faults=faults)
    def let_commands_fail(self, faults: list[Fault]) -> None:
        """Let the next commands go wrong."""
        self.harness.lock.faults = [*faults]

    @rule(ailment=st.one_of(st.none(), st.sampled_from(ANSWER_FAULTS)))
    def let_all_commands_fail(self, ailment: Fault | None) -> None:
        """Let all commands go wrong for a while: whoever does not pause never comes to rest."""
        self.harness.lock.ailment = ailment

    @precondition(lambda self: bool(self.harness.capabilities.slots))
    @rule(numbers=st.frozensets(numbers, max_size=3))
    def fall_mute(self, numbers: frozenset[int]) -> None:
        """Let some slots answer no read any more, and the others answer again."""
        slots = self.harness.capabilities.slots
        self.harness.lock.mute = frozenset(
            slots[number % len(slots)] for number in numbers
        )

    @rule(number=numbers, is_told=st.booleans())
    def deliver_late(self, number: int, is_told: bool) -> None:
        """Let a write that was given up be carried out after all."""
        harness = self.harness
        command = harness.lock.deliver_late(number, harness.monotonic)
        assume(command is not None)
        assert command is not None
        assert command.slot is not None
        if is_told and harness.capabilities.reports_changes:
            harness.report(command.slot, harness.lock.reported(command.slot))
        self.look()

    def most_delicate(self, number: int) -> str:
        """Return a slot; first come those in doubt and those that never held what we set."""
        placements = self.harness.record.placements

        def delicacy(slot: str) -> tuple[bool, bool, bool]:
            placement = placements.get(slot)
            if placement is None:
                return True, True, True
            return False, len(placement.possible) == 1, placement.is_confirmed

        slots = sorted(self.slots_to_type_in(), key=delicacy)
        return slots[number % len(slots)]

    def slots_to_type_in(self) -> list[str]:
        """Return the slots that somebody may fill at the lock."""
        harness = self.harness
        if not harness.capabilities.has_named_slots:
            return list(harness.capabilities.slots)
        slots = {slot for slot in harness.slots if not is_provisional(slot)}
        return sorted(slots | {"New a", "Other"})

    def is_mistakable(self, slot: str, typed: Pin | None) -> bool:
        """Tell whether what is typed cannot be told from a write of ours that had no answer, or that moves."""
        harness = self.harness
        if typed is None or not harness.capabilities.has_named_slots:
            return False
        if (
            harness.lock.room is not None
            and len(harness.lock.entries) >= harness.lock.room
        ):
            return slot not in harness.lock.entries
        return any(
            has_pin_of(placement.may_hold, KnownPin(typed)) and slot != placement.slot
            for placement in harness.record.placements.values()
        ) or any(
            is_provisional(placement.slot)
            and (
                harness.capabilities.reads is not Readability.PIN
                or harness.capabilities.is_pin_chosen_by_lock
            )
            for placement in harness.record.placements.values()
        )

    @rule(
        number=numbers,
        pin=st.one_of(st.none(), any_pins),
        is_told=st.booleans(),
        is_vague=st.booleans(),
    )
    def type_at_keypad(
        self, number: int, pin: int | None, is_told: bool, is_vague: bool
    ) -> None:
        """Change a slot at the lock, told or untold, exactly or only that something changed."""
        harness, lock = self.harness, self.harness.lock
        is_told = is_told and lock.capabilities.reports_changes
        slot = self.most_delicate(number)
        typed = None if pin is None else ALL_PINS[pin]
        if (
            lock.capabilities.reads is Readability.NOTHING
            and not is_told
            and slot not in harness.record.placements
        ):
            # Nobody could know, and nobody could be blamed.
            assume(slot in harness.settings.reserved_slots)
        assume(
            lock.duplicates is Duplicates.TAKEN
            or typed is None
            or not lock.slots_with(typed)
        )
        assume(not self.is_mistakable(slot, typed))
        lock.type_at_keypad(slot, typed)
        self.oracle.changed_unseen(slot)
        if is_told:
            told = None if is_vague and typed is not None else lock.shown(slot)
            placement = harness.record.placements.get(slot)
            is_unclear = (
                told is None and placement is not None and not placement.is_confirmed
            )
            if harness.report(slot, told) and not is_unclear:
                self.oracle.learnt(slot)
        self.look()

    def others(self, number: int) -> tuple[str, str]:
        """Return the slot and the id of a code of somebody else."""
        record, world = self.harness.record, self.harness.world
        slots = sorted(held_by_others(record, world))
        assume(slots)
        slot = slots[number % len(slots)]
        return slot, unmanaged_id(record, slot)

    @rule(number=numbers)
    def remove_for_others(self, number: int) -> None:
        """Ask to have a code of somebody else taken off the lock."""
        _, unmanaged = self.others(number)
        self.ask(
            lambda record, world: delete_unmanaged(
                record, world, unmanaged, name="Code of others"
            )
        )
        self.look()

    @rule(number=numbers, pin=pins, hours=windows)
    def convert(self, number: int, pin: int, hours: Hours) -> None:
        """Ask to make a code of somebody else one of ours, with a PIN where it is hidden."""
        slot, unmanaged = self.others(number)
        held = held_by_others(self.harness.record, self.harness.world)[slot]
        window = self.window(hours)
        self.count += 1
        given = CreateRequest(
            code=None if isinstance(held, KnownPin) else PINS[pin],
            starts_at=window.starts_at if window else None,
            ends_at=window.ends_at if window else None,
        )
        self.ask(
            lambda record, world: convert_to_managed(
                record,
                world,
                given,
                unmanaged_access_code_id=unmanaged,
                access_code_id=f"code-{self.count}",
            )
        )
        self.look()

    @rule(is_told=st.booleans())
    def lose_everything(self, is_told: bool) -> None:
        """Reset the lock to factory settings."""
        slots = self.harness.slots
        self.harness.lock.lose_everything()
        for slot in slots:
            self.oracle.changed_unseen(slot)
        if is_told and self.harness.capabilities.reports_changes:
            self.harness.report_all_cleared()
            if not self.harness.capabilities.can_be_read:
                # Else a read decides.
                for slot in slots:
                    self.oracle.learnt(slot)
        self.look()

    @rule(number=numbers)
    def use(self, number: int) -> None:
        """Let somebody open the door."""
        slots = [
            slot for slot in self.harness.slots if slot in self.harness.lock.entries
        ]
        assume(slots)
        self.harness.used(slots[number % len(slots)])
        self.look()

    @rule(is_full=st.booleans())
    def fill_disk(self, is_full: bool) -> None:
        """Let the disk be full, or not."""
        self.harness.is_disk_full = is_full

    @rule(
        reach=st.sampled_from([None, Reach.OFFLINE, Reach.DISCONNECTED, Reach.REMOVED])
    )
    def lose_lock(self, reach: Reach | None) -> None:
        """Let the lock go, known to the engine or not."""
        self.harness.lock.is_reachable = False
        if reach is not None:
            self.harness.reach_changed(reach)
        self.look()

    @rule(is_known=st.booleans())
    def find_lock(self, is_known: bool) -> None:
        """Let the lock come back."""
        self.harness.lock.is_reachable = True
        if is_known or self.harness.reach is not Reach.OFFLINE:
            self.harness.reach_changed(Reach.REACHABLE)
        self.look()

    @precondition(
        lambda self: (
            self.harness.reach is not Reach.REACHABLE and self.harness.flight is None
        )
    )
    @rule(number=numbers)
    def forget(self, number: int) -> None:
        """Give a code up while its lock is away."""
        access_code_id = self.pick(number).access_code_id
        assume(not self.harness.is_disk_full)
        self.oracle.forgotten(access_code_id)
        self.harness.request(
            lambda record, world: forget(record, world, access_code_id=access_code_id)
        )
        self.look()

    @precondition(
        lambda self: (
            self.harness.flight is None
            and self.harness.capabilities.windows is not None
        )
    )
    @rule(offset=st.sampled_from([0, 0, -5, 3]))
    def set_clock_of_lock(self, offset: int) -> None:
        """Let the lock's clock go wrong, or right, which its adapter sees."""
        clock = LockClock.MISMATCH if offset else LockClock.TRUSTED
        self.harness.lock.clock_offset = timedelta(hours=offset)
        self.harness.change_capabilities(clock=clock)
        self.look()

    @precondition(lambda self: self.harness.flight is None)
    @rule(support=window_supports)
    def change_windows(self, support: WindowSupport | None) -> None:
        """Let the lock hold other windows, or none."""
        self.harness.change_capabilities(windows=support)
        self.look()

    @rule()
    def crash(self) -> None:
        """Die, and begin again."""
        self.harness.restart()
        self.look()

    @rule()
    def sync(self) -> None:
        """Ask for a full read."""
        self.harness.ask_to_read()
        self.harness.unblock()
        self.look()

    @precondition(
        lambda self: (
            self.harness.lock.is_reachable and self.harness.reach is Reach.REACHABLE
        )
    )
    @rule()
    def restart_at_rest(self) -> None:
        """Restart with nothing to do: nothing is told to the lock."""
        harness = self.harness
        harness.is_disk_full = False
        harness.run()
        if harness.reach is Reach.REACHABLE and self.oracle.is_at_ease():
            sent = len(harness.lock.sent)
            harness.restart()
            harness.run()
            # Whether the lock still answers, before a window, is asked anew: a report of before the start is no answer.
            kinds = set(harness.lock.kinds[sent:])
            assert kinds <= {CommandKind.CHECK}, (
                "a restart with nothing to do sends nothing"
            )
        self.look()

    @rule()
    def calm_down(self) -> None:
        """Let all trouble end."""
        settle_down(self.harness)
        expect_right(self.harness, self.oracle)
        check_chronicle(self.harness, self.released)
        self.look()

    def teardown(self) -> None:
        """End every story in calm."""
        if hasattr(self, "harness"):
            self.calm_down()


class NamedLockStory(LockStory):
    """A lock without a list of slots through everything."""

    locks = named_locks()


TestLockStory = LockStory.TestCase
TestLockStory.settings = budget(250)

# No family has such a lock yet, and two things are open (docs/reliability.md): fewer in a quick run.
TestNamedLockStory = NamedLockStory.TestCase
TestNamedLockStory.settings = budget(60)
