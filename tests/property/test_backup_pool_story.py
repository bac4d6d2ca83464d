"""Whatever happens to a lock with backup codes: they end with what they are for, and keep nobody's code off the lock."""

from dataclasses import replace
from typing import override

from hypothesis import assume, strategies as st
from hypothesis.stateful import rule

from custom_components.access_codes.core.backup_codes import uses_pool
from custom_components.access_codes.core.model import AccessCode, LockRecord, World
from custom_components.access_codes.core.requests.backup_pool import pull_backup
from custom_components.access_codes.core.requests.inputs import CreateRequest
from tests.property.test_lock_story import LockStory
from tests.support.contract_promises import require
from tests.support.engine_harness import Harness
from tests.support.model_profile import budget
from tests.support.request_strategies import Hours
from tests.support.strategies import PINS, named_locks, numbers, pins, windows

single_windows = windows.filter(lambda hours: hours is not None)


def check_pool(harness: Harness) -> None:
    """Check, once nothing is left to do, what backup codes there are, and what they stand for."""
    record, now = harness.record, harness.now
    views = harness.plan().views
    is_used = any(uses_pool(code, now) for code in record.codes.values())
    pool = [code for code in record.codes.values() if code.is_in_pool]
    require(is_used or not pool, "the pool ends with the last code that uses it")
    require(len(pool) <= harness.settings.backup_pool_size, "the pool is not too large")
    for backup in record.codes.values():
        if backup.pull is not None:
            original = record.codes.get(backup.pull.original_id)
            require(original is not None, "a pulled code ends with its original")
            assert original is not None
            _check_pulled(backup, original)
    held = {placement.owner for placement in record.placements.values()}
    for code in record.codes.values():
        errors = {error.code for error in views[code.access_code_id].errors}
        if "no_space_for_access_code_on_device" in errors:
            require(
                not any(backup.access_code_id in held for backup in pool),
                "no backup code keeps another code off the lock",
            )
        require(not (code.is_in_pool and errors), "the pool shows no errors")


def _check_pulled(backup: AccessCode, original: AccessCode) -> None:
    require(
        original.pulled_backup_id == backup.access_code_id, "a code has one backup code"
    )
    require(
        (backup.used_at, backup.paused_at) == (original.used_at, original.paused_at),
        "a pulled code is used up and paused with its original",
    )
    require(backup.active_while == original.active_while, "and depends on its entity")
    assert backup.window is not None
    assert original.window is not None
    require(
        backup.window.ends_at == original.window.ends_at, "and ends with its window"
    )


class BackupPoolStory(LockStory):
    """A lock with backup codes through everything."""

    @rule(pin=st.one_of(st.none(), pins), hours=single_windows)
    def create_with_pool(self, pin: int | None, hours: Hours) -> None:
        """Ask for a code that uses backup codes."""
        assume(len(self.harness.record.codes) < 8)
        window = self.window(hours)
        assert window is not None
        self.ask_for_new(
            CreateRequest(
                code=None if pin is None else PINS[pin],
                starts_at=window.starts_at,
                ends_at=window.ends_at,
                use_backup_access_code_pool=True,
            )
        )
        self.look()

    @rule(number=numbers)
    def pull(self, number: int) -> None:
        """Ask for a backup code in place of a code; twice for one gives the same."""
        code = self.pick(number)

        def ask(record: LockRecord, world: World) -> tuple[LockRecord, str]:
            record, backup = pull_backup(record, world, code.access_code_id)
            if backup is not None:
                after, again = pull_backup(record, world, code.access_code_id)
                assert after is record
                assert again is backup
            return record, ""

        self.ask(ask)
        self.look()

    @rule(size=st.integers(1, 3))
    def resize(self, size: int) -> None:
        """Ask for another size of the pool."""
        settings = self.harness.settings
        self.harness.settings = replace(settings, backup_pool_size=size)
        self.look()

    @override
    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "harness"):
            check_pool(self.harness)


class NamedBackupPoolStory(BackupPoolStory):
    """A lock without a list of slots, with backup codes."""

    locks = named_locks()


TestBackupPoolStory = BackupPoolStory.TestCase
TestBackupPoolStory.settings = budget(100)

# As of other stories of such locks, few: docs/reliability.md tells what is open.
TestNamedBackupPoolStory = NamedBackupPoolStory.TestCase
TestNamedBackupPoolStory.settings = budget(40)
