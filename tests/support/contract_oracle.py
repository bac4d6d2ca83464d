"""What must be true at every moment, checked against what the model lock really holds."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from custom_components.access_codes.core.full_read import unread_slots
from custom_components.access_codes.core.model import (
    EMPTY,
    UNDISCLOSED,
    AccessCode,
    Command,
    CommandKind,
    KnownPin,
    LockClock,
    LockRecord,
    Pin,
    Placement,
    Plan,
    Readability,
    Status,
    is_provisional,
)
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.record.journal import (
    EMPTY_SLOT,
    pins_in,
    written_content,
)
from custom_components.access_codes.core.record.unmanaged import is_recalled
from tests.support.contract_promises import (
    Violation,
    expected_status,
    grows_old,
    is_held_back,
    is_preloadable,
    is_wanted,
    native_window,
    own_span,
    require,
    taking_span,
)
from tests.support.fake_lock import Origin
from tests.support.lock_truth import Truth

_SECOND = timedelta(seconds=1)


@dataclass
class Oracle(Truth):
    """Asks of every command what it is for, and of every decision whether it is the contract's."""

    def before_command(self, command: Command) -> None:
        """Ask of every command what it is for."""
        match command.kind:
            case CommandKind.READ:
                self._justify_read(command)
            case CommandKind.SET:
                self._justify_set(command)
            case CommandKind.CLEAR:
                self._justify_clear(command)
            case CommandKind.CHECK:
                self._justify_check(command)
            case CommandKind.RENAME:
                self._justify_rename(command)
            case CommandKind.READ_ALL:
                pass

    def _placement(self, record: LockRecord, command: Command) -> Placement:
        assert command.slot is not None
        placement = _half(record, command.slot)
        if placement is None:
            raise Violation(f"{command.kind} goes to {command.slot}, which is not ours")
        require(
            placement.owner == command.access_code_id,
            "a command names the owner of its place",
        )
        return placement

    def _justify_read(self, command: Command) -> None:
        assert command.slot is not None
        require(
            self.harness.capabilities.reads is not Readability.NOTHING,
            "what tells nothing is not asked",
        )
        placement = _half(self.harness.record, command.slot)
        if placement is None:
            is_known = command.slot in self.harness.observed and not is_recalled(
                self.harness.record, self.harness.world, command.slot
            )
            require(
                not is_known
                or self._is_for_full_read(command)
                or self._is_old(command.slot),
                "a place that is known is not read again",
            )
            return
        is_in_doubt = len(placement.possible) > 1 or placement.possible == {UNDISCLOSED}
        require(
            is_in_doubt
            or placement.needs_read
            or self._is_removed_for_others(placement)
            or self._is_for_full_read(command)
            or (
                grows_old(self.harness.capabilities)
                and self.age(command.slot) + _SECOND
                >= own_span(self.harness.capabilities)
            ),
            "a place without a doubt is not read",
        )

    def _is_removed_for_others(self, placement: Placement) -> bool:
        """Tell whether a code of somebody else is looked at once more before it is taken off."""
        owner = self.harness.record.codes[placement.owner]
        return owner.is_unmanaged and self._is_old(placement.slot)

    def _is_for_full_read(self, command: Command) -> bool:
        """Tell whether the slot is still to be read in full, or somebody asked for it."""
        read = Command(command.kind, command.slot)
        is_asked_for = read in self.harness.sync.rest
        return is_asked_for or command.slot in unread_slots(self.harness.record)

    def _is_old(self, slot: str) -> bool:
        """Tell whether what was read of a slot may be wrong by now."""
        capabilities = self.harness.capabilities
        span = min(taking_span(capabilities), own_span(capabilities))
        return grows_old(capabilities) and self.age(slot) + _SECOND >= span

    def _justify_check(self, command: Command) -> None:
        harness = self.harness
        if harness.capabilities.reads is Readability.NOTHING:
            require(command.slot is None, "what tells nothing is not asked")
        elif harness.capabilities.has_named_slots:
            require(command.slot is None, "a lock without places tells its list")
        else:
            require(
                command.slot in harness.capabilities.slots,
                "a place of the lock is read",
            )
        ahead = timedelta(
            seconds=harness.settings.preflight + harness.settings.programming_lead
        )
        near = [
            code.window.starts_at - ahead
            for code in harness.record.codes.values()
            if code.window is not None
            and code.deleted_at is None
            and not is_held_back(code)
            and code.window.starts_at - ahead <= harness.now < code.window.starts_at
        ]
        require(bool(near), "the lock is asked whether it answers before a window only")
        require(
            harness.heard_at is None or harness.heard_at < max(near),
            "a lock that told something meanwhile is not asked",
        )

    def _justify_set(self, command: Command) -> None:
        harness = self.harness
        assert command.slot is not None
        require(harness.record.restore_check is None, "while in doubt nothing is set")
        placement = self._placement(harness.disk, command)
        wanted = written_content(command)
        require(
            wanted in placement.possible,
            "the intent to set is on disk before the command",
        )
        if (
            command.before == {EMPTY}
            and not placement.is_confirmed
            and harness.capabilities.reads is not Readability.NOTHING
            and not is_provisional(command.slot)
        ):
            require(
                harness.observed.get(command.slot) is EMPTY
                or placement.possible > {wanted},
                "a new place is known to be empty",
            )
            require(
                not grows_old(harness.capabilities)
                or self.age(command.slot) < taking_span(harness.capabilities) + _SECOND
                or placement.possible > {wanted},
                "a new place was read right before",
            )
        require(
            command.before != {wanted},
            "what the journal knows to be there is not set again",
        )
        self._check_untouched(command.slot, placement, "set")
        require(
            (command.pin is None) is harness.capabilities.is_pin_chosen_by_lock,
            "who chooses PINs gives them",
        )
        if command.pin is None:
            return
        self._check_rivals(command.slot, command.pin)
        self._check_altered(command.pin)
        require(
            len(command.pin) in harness.capabilities.code_lengths,
            "a PIN that the lock does not take is not sent",
        )
        if (
            command.slot not in self.stale
            and harness.capabilities.reads is Readability.PIN
        ):
            require(
                harness.lock.content(command.slot) != wanted
                or wanted in placement.late,
                "a readable lock is not told what it holds",
            )

    def _check_window(self, code: AccessCode, command: Command) -> None:
        """Check that what is to be set opens only while the code is valid."""
        harness = self.harness
        native = native_window(code, harness)
        require(
            command.window == native,
            "a window is left to the lock where it can hold it, rounded inwards",
        )
        require(
            is_wanted(code, harness) or is_preloadable(code, harness),
            "what is set is wanted, or closed until its window",
        )

    def check(self) -> None:
        """Check everything that must be true between any two steps."""
        super().check()
        self._check_closed()

    def _check_closed(self) -> None:
        """Check that no code opens the door while it is said to be off the lock."""
        harness = self.harness
        planned = harness.plan()
        for placement in planned.record.placements.values():
            if placement.slot in self.stale:
                continue
            code = planned.record.codes[placement.owner]
            entry = harness.lock.entries.get(placement.slot)
            if entry is None or is_wanted(code, harness):
                continue
            if planned.views[placement.owner].status is Status.UNSET:
                require(
                    not harness.lock.opens(placement.slot, harness.now)
                    or (
                        harness.lock.clock_offset != timedelta()
                        and harness.capabilities.clock is LockClock.TRUSTED
                    ),
                    "a code that is unset opens nothing",
                )

    def _check_altered(self, pin: Pin) -> None:
        lock = self.harness.lock
        if (kept := lock.kept(pin)) == pin:
            return
        for slot in lock.slots_with(kept):
            is_ours = lock.entries[slot].origin is Origin.US
            require(
                slot in self.stale or not is_ours,
                "what the lock made of our PIN is cleared before it is set again",
            )

    def _justify_rename(self, command: Command) -> None:
        harness = self.harness
        if command.new_slot is None:
            return
        new_slot = command.new_slot
        moving = self._placement(harness.disk, replace(command, slot=new_slot))
        require(EMPTY in moving.possible, "both keys are on disk before the rename")
        entry = harness.lock.entries.get(new_slot)
        require(
            entry is None or new_slot in self.stale,
            "a rename takes no key of another code",
        )
        require(
            command.pin is None or command.pin.reveal() not in new_slot,
            "a name on the lock shows no PIN",
        )

    def _check_rivals(self, slot: str, pin: Pin) -> None:
        own = {slot}
        for other in self.harness.record.placements.values():
            if slot in {other.slot, other.next_slot}:
                own |= {other.slot, other.next_slot or slot}
            else:
                require(
                    pin not in pins_in(other),
                    "a PIN goes on only when no other place may hold it",
                )
        for other_slot, content in self.harness.observed.items():
            if other_slot not in own and not self.harness.record.is_ours(other_slot):
                require(
                    not isinstance(content, KnownPin) or content.pin != pin,
                    "a PIN that a foreign code holds does not go on",
                )
        for other_slot in self.harness.lock.slots_with(pin):
            is_ours = self.harness.lock.entries[other_slot].origin is Origin.US
            require(
                other_slot in own or other_slot in self.stale or not is_ours,
                "two places never hold the same PIN by our doing",
            )

    def _justify_clear(self, command: Command) -> None:
        assert command.slot is not None
        placement = self._placement(self.harness.record, command)
        assert self.harness.flight is not None
        if self.harness.flight.is_intent_on_disk:
            on_disk = self._placement(self.harness.disk, command)
            require(
                EMPTY in on_disk.possible,
                "the intent to clear is on disk before the command",
            )
        require(
            command.before != {EMPTY},
            "what the journal knows to be empty is not cleared",
        )
        self._check_untouched(command.slot, placement, "clear")
        if (
            command.slot not in self.stale
            and self.harness.capabilities.reads is not Readability.NOTHING
        ):
            require(
                self.harness.lock.content(command.slot) is not EMPTY
                or EMPTY in placement.late
                or self._is_silent(placement),
                "an empty place is not cleared again",
            )

    def _is_silent(self, placement: Placement) -> bool:
        """Tell whether two tries to remove a code had no answer."""
        attempt = self.harness.record.codes[placement.owner].progress.attempt
        return attempt is not None and attempt.is_removal and attempt.failures > 1

    def _check_untouched(self, slot: str, placement: Placement, verb: str) -> None:
        entry = self.harness.lock.entries.get(slot)
        if (
            entry is not None
            and entry.origin is Origin.KEYPAD
            and slot not in self.stale
        ):
            require(placement.is_confirmed, f"a foreign code is never touched ({verb})")

    def check_plan(self) -> None:
        """Check what is shown against the status table, and that a decision rests."""
        planned = self.harness.plan()
        self._check_silence(planned)
        again = plan(planned.record, self.harness.world)
        require(
            again.record == planned.record, "a decision leaves nothing more to decide"
        )
        require(
            again.views == planned.views, "what is shown does not change by looking"
        )
        require(
            planned.deadline is None or planned.deadline > self.harness.now,
            "a deadline lies ahead",
        )
        require(
            planned.views.keys() == planned.record.codes.keys(), "every code is shown"
        )
        if (command := planned.command) is not None and command.pin is not None:
            code = planned.record.codes[command.access_code_id or ""]
            require(code.pin == command.pin, "what is set is what is wished")
            self._check_window(code, command)
        for access_code_id, code in planned.record.codes.items():
            expected = expected_status(planned.record, code, self.harness)
            shown = planned.views[access_code_id].status
            require(
                shown is expected, f"the status is the table's: {shown}, not {expected}"
            )

    def _check_silence(self, planned: Plan) -> None:
        harness = self.harness
        said = f"{planned!r} {planned!s} {harness.told!r} {harness.observed!r}"
        for code in planned.record.codes.values():
            is_silent = code.pin is None or code.pin.reveal() not in said
            require(is_silent, "a PIN is never printed")

    def check_nothing_before(self, deadline: datetime) -> None:
        """Check that a timer for the deadline misses nothing."""
        harness = self.harness
        planned = harness.plan()
        for part in (0.01, 0.5, 0.99):
            world = replace(
                harness.world, now=harness.now + (deadline - harness.now) * part
            )
            between = plan(planned.record, world)
            require(between.command is None, "no command falls due before the deadline")
            require(
                between.views == planned.views,
                "nothing shown changes before the deadline",
            )
            require(
                between.record == planned.record,
                "nothing is decided before the deadline",
            )
            require(
                between.issues == planned.issues,
                "no repair appears before the deadline",
            )

    def is_at_ease(self) -> bool:
        """Tell whether every code is where it should be, and nothing waits for another try."""
        record, planned = self.harness.record, self.harness.plan()
        is_waiting = any(
            code.progress.attempt is not None for code in record.codes.values()
        ) or any(
            placement.needs_read or placement.refused_name is not None
            for placement in record.placements.values()
        )
        # A start reads the slot of a stranger that keeps a code off the lock, also one that would go there ahead.
        strangers = {
            content.pin
            for content in record.unmanaged.values()
            if isinstance(content, KnownPin)
        }
        held = {
            placement.owner
            for placement in record.placements.values()
            if placement.may_hold != EMPTY_SLOT
        }
        is_waiting = is_waiting or any(
            code.pin in strangers and code.access_code_id not in held
            for code in record.codes.values()
        )
        return (
            planned.command is None
            and record.full_read is None
            and record.read_attempt is None
            and not is_waiting
            and all(
                view.status in {Status.SET, Status.UNSET} and not view.errors
                for view in planned.views.values()
            )
        )


def _half(record: LockRecord, slot: str) -> Placement | None:
    """Return the journal of a slot; that of a slot to which a rename moves a content, as one of its own."""
    if (placement := record.placements.get(slot)) is not None:
        return placement
    for moving in record.placements.values():
        if moving.next_slot == slot:
            return replace(
                moving,
                slot=slot,
                possible=moving.next_possible,
                is_confirmed=EMPTY not in moving.next_possible,
            )
    return None
