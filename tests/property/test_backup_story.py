"""Whatever happened since a backup: putting it back opens no door anew, and hides nothing, until a person decides."""

from datetime import timedelta
import json

from hypothesis import assume, strategies as st
from hypothesis.stateful import precondition, rule

from custom_components.access_codes.core.model import EMPTY, LockRecord, Readability
from custom_components.access_codes.core.observations.restore_check import (
    trust_lock,
    trust_stored,
)
from custom_components.access_codes.core.record.record_json import from_json
from tests.support.assert_converged import expect_right, settle_down
from tests.support.contract_promises import is_wanted, require
from tests.support.fake_lock import Entry
from tests.support.model_profile import budget
from tests.support.request_strategies import Wishing
from tests.support.strategies import long_spans


class BackupStory(Wishing):
    """One lock, people with wishes, and a backup of last week."""

    backup: str | None = None
    answered: str | None = None

    @property
    def needs_decision(self) -> bool:
        """Whether a person is asked."""
        restore_check = self.harness.record.restore_check
        return restore_check is not None and restore_check.needs_decision

    @rule()
    def back_up(self) -> None:
        """Make a backup."""
        self.harness.run()
        self.backup = self.harness.file

    @precondition(lambda self: self.backup is not None)
    @rule(passed=st.one_of(st.none(), long_spans))
    def put_back(self, passed: timedelta | None) -> None:
        """Put the backup back, and begin again."""
        assert self.backup is not None
        self.harness.run()
        assume(not self.needs_decision)
        self.harness.advance(passed or timedelta())
        self.harness.run()
        stored = from_json(json.loads(self.backup))
        before = dict(self.harness.lock.entries)
        for slot in before.keys() - stored.placements.keys():
            self.oracle.released(slot)
            if self.harness.capabilities.reads is Readability.NOTHING:
                # Nobody can know of it any more: it is overwritten once a person has let things go on.
                self.oracle.changed_unseen(slot)
        for slot in stored.placements:
            self.oracle.changed_unseen(slot)
        self.harness.restart(self.backup)
        self.harness.run()
        self.check_that_nothing_was_set(before, stored)
        if not self.needs_decision:
            self.check_that_nothing_is_hidden(stored)
        self.oracle.check_plan()

    def check_that_nothing_was_set(
        self, before: dict[str, Entry], stored: LockRecord
    ) -> None:
        """Compare the lock with what it held."""
        for slot, entry in self.harness.lock.entries.items():
            is_there = slot in before and before[slot].pin == entry.pin
            require(
                is_there or not self.needs_decision, "nothing is set before the answer"
            )
        for slot in before.keys() - self.harness.lock.entries.keys():
            placement = stored.placements.get(slot)
            require(placement is not None, "what nobody knows is not removed")
            assert placement is not None
            code = stored.codes[placement.owner]
            require(not is_wanted(code, self.harness), "only what is over is removed")

    def check_that_nothing_is_hidden(self, stored: LockRecord) -> None:
        """Check that nobody is asked only where lock and journal agree."""
        lock, record = self.harness.lock, self.harness.record
        for slot in lock.entries:
            is_known = slot in record.placements or slot in stored.unmanaged
            require(is_known, "an unknown code does not stay unseen")
        for placement in record.placements.values():
            if placement.slot not in self.oracle.stale:
                continue
            code = record.codes[placement.owner]
            is_right = lock.content(placement.slot) in placement.possible
            require(
                is_right or not is_wanted(code, self.harness),
                "a code that the lock holds otherwise does not stay unseen",
            )

    @precondition(lambda self: self.needs_decision)
    @rule(is_lock_right=st.booleans())
    def answer(self, is_lock_right: bool) -> None:
        """Say what is right."""
        before = dict(self.harness.lock.entries)
        self.harness.request(trust_lock if is_lock_right else trust_stored)
        require(self.harness.record.restore_check is None, "an answer ends the doubt")
        if is_lock_right and not any(
            code.changed_at >= self.harness.started_at
            for code in self.harness.record.codes.values()
        ):
            self.harness.run()
            for slot, entry in self.harness.lock.entries.items():
                # A name that was changed since the start is told all the same.
                require(
                    (slot in before and before[slot].pin == entry.pin)
                    or self.harness.capabilities.reads is not Readability.PIN,
                    "a lock that is right is not told anything else",
                )
        self.harness.run()
        self.oracle.check_plan()

    def teardown(self) -> None:
        """End every story in calm."""
        if hasattr(self, "harness"):
            settle_down(self.harness)
            expect_right(self.harness, self.oracle)
            assert EMPTY not in self.harness.record.unmanaged.values()


TestBackupStory = BackupStory.TestCase
TestBackupStory.settings = budget(100, steps=30)
