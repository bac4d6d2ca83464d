"""Why TTLock locks have no adapter over Bluetooth, as the published library has it: their page says so."""

import dataclasses
from importlib.metadata import version
import inspect
from pathlib import Path

from ttlock_ble import PasscodeEntry, TTLockClient

PAGE = Path(__file__).parents[3] / "docs" / "locks" / "ttlock.md"


def test_a_passcode_has_neither_number_nor_name() -> None:
    assert {field.name for field in dataclasses.fields(PasscodeEntry)} == {
        *("passcode", "pwd_type", "start_date", "end_date", "cyclic_schedule")
    }
    assert list(inspect.signature(TTLockClient.delete_passcode).parameters) == [
        *("self", "code", "pwd_type")
    ]


def test_the_list_is_not_complete_by_the_librarys_own_word() -> None:
    assert "NOT an exhaustive list" in (TTLockClient.get_passcodes.__doc__ or "")
    assert not hasattr(TTLockClient, "change_passcode")
    assert f"`ttlock-ble` {version('ttlock-ble')}" in PAGE.read_text()
