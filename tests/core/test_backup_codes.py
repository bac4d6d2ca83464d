"""Backup codes by themselves: when one can be pulled, and how it follows its original."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from custom_components.access_codes.core.backup_codes import (
    following,
    is_given_up,
    is_ready,
    original_of,
    uses_pool,
)
from custom_components.access_codes.core.model import Progress, Pull, Status, Window
from custom_components.access_codes.core.record.record_json import from_json, to_json
from custom_components.access_codes.core.requests import limits
from custom_components.access_codes.core.requests.backup_pool import keep_pool
from tests.support.builders import (
    HOUR,
    NOW,
    a_code,
    a_record,
    a_world,
    able,
    held,
    hours,
    placed,
)

PULL = Pull("a", NOW, hours(-1, 2))

BACKUP = a_code("b", "6204", is_backup=True, pull=PULL, window=hours(-1, 2))

FREE = a_code("b", "6204", is_backup=True, progress=Progress(Status.SET))


def original(**changes: Any) -> Any:
    return a_code("a", window=hours(-1, 2), uses_backup_pool=True, **changes)


def kept(record: Any, **world: Any) -> Any:
    numbers = count(1)
    return keep_pool(
        record,
        a_world(**world),
        draw=lambda below: below // 3 + next(numbers),
        new_id=lambda: f"backup-{next(numbers)}",
    )


@pytest.mark.contract("10.2")
@pytest.mark.parametrize(
    ("changes", "is_used"),
    [
        ({}, True),
        ({"paused_at": NOW}, True),
        ({"uses_backup_pool": False}, False),
        ({"deleted_at": NOW}, False),
        ({"used_at": NOW}, False),
        ({"window": hours(-2, 0)}, False),
        ({"window": hours(5, 6)}, True),
        ({"window": None}, False),
    ],
)
def test_a_code_uses_the_pool_until_it_is_over(
    changes: dict[str, Any], is_used: bool
) -> None:
    assert uses_pool(replace(original(), **changes), NOW) is is_used


@pytest.mark.contract("10.8")
@pytest.mark.parametrize(
    ("changes", "status", "is_held"),
    [
        ({}, Status.SET, True),
        ({}, Status.SETTING, False),
        ({}, None, False),
        ({"pin": None}, Status.SET, False),
        ({"deleted_at": NOW}, Status.SET, False),
        ({"pull": PULL}, Status.SET, False),
        ({"is_backup": False}, Status.SET, False),
    ],
)
def test_a_backup_code_can_be_pulled_once_the_lock_holds_it(
    changes: dict[str, Any], status: Status | None, is_held: bool
) -> None:
    code = replace(FREE, **changes)
    placement = placed("1", "b", held("6204"))["1"]
    assert is_ready(code, status, placement, a_record(code)) is is_held
    assert is_ready(code, status, None, a_record(code)) is is_held


@pytest.mark.contract("10.2")
def test_backup_codes_have_the_first_numbers_that_are_free() -> None:
    taken = a_code("c", "7305", name="Backup code 2")
    lock = able(slots=tuple("123456789"))
    record = kept(a_record(original(), taken, capabilities=lock))
    names = [code.name for code in record.codes.values() if code.is_backup]
    assert names == ["Backup code 1", "Backup code 3", "Backup code 4"]


@pytest.mark.contract("10.12")
def test_the_original_of_a_code_is_the_one_it_was_pulled_for() -> None:
    codes = {"a": original(), "b": BACKUP}
    assert original_of(codes, BACKUP) is codes["a"]
    assert original_of(codes, codes["a"]) is codes["a"]
    assert original_of({}, BACKUP) is BACKUP


@pytest.mark.contract("10.11")
@pytest.mark.parametrize(
    ("pulled_at", "now", "window"),
    [
        (NOW, hours(-1, 2), hours(-1, 2)),
        (NOW, hours(-1, 9), hours(-1, 9)),
        (NOW - 2 * HOUR, hours(-1, 9), Window(NOW - 2 * HOUR, NOW + 9 * HOUR)),
        (NOW - 2 * HOUR, hours(1, 9), hours(1, 9)),
        (NOW, None, None),
    ],
)
def test_a_pulled_code_has_the_window_of_its_original_from_the_pull_on(
    pulled_at: Any, now: Window | None, window: Window | None
) -> None:
    pull = replace(PULL, pulled_at=pulled_at)
    after = following(BACKUP, pull, replace(original(), window=now))
    assert after.window == window


@pytest.mark.contract("10.11")
def test_a_use_that_is_undone_and_a_clock_that_is_set_back_begin_nothing_anew() -> None:
    used = replace(BACKUP, used_at=NOW, is_use_open=True)
    assert not is_given_up(used, PULL, original(), NOW)
    assert is_given_up(replace(used, is_use_open=False), PULL, original(), NOW)
    assert not is_given_up(BACKUP, PULL, original(), NOW + 3 * HOUR)
    later = replace(original(), window=hours(4, 5))
    assert is_given_up(BACKUP, PULL, later, NOW + 3 * HOUR)
    assert not is_given_up(BACKUP, PULL, later, NOW)


@pytest.mark.contract("10.3")
def test_a_record_without_backup_codes_is_left_as_it_is() -> None:
    record = a_record(a_code())
    assert kept(record) is record
    record = kept(a_record(original(), capabilities=able(slots=tuple("123456"))))
    assert sum(code.is_backup for code in record.codes.values()) == 3
    assert kept(record) is record


@pytest.mark.contract("10.3", "13.49")
def test_backup_codes_come_back_from_disk_as_they_were() -> None:
    record = a_record(original(pulled_backup_id="b"), BACKUP, backup_missed_at=NOW)
    again = from_json(to_json(record, NOW))
    assert again.codes == record.codes
    assert again.backup_missed_at == NOW


@pytest.mark.contract("10.3")
def test_no_backup_code_is_made_for_a_lock_that_is_not_known_or_while_stopping() -> (
    None
):
    unknown = a_record(original(), capabilities=None)
    assert kept(unknown) is unknown
    room = able(slots=tuple("123456"))
    record = a_record(original(), capabilities=room)
    assert kept(record, is_stopping=True) is record


@pytest.mark.contract("6.28", "10.5")
def test_backup_codes_do_not_exceed_the_number_of_codes_of_a_lock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = "custom_components.access_codes.core.requests.backup_pool.MOST_CODES"
    monkeypatch.setattr(module, 3)
    assert limits.MOST_CODES == 2000
    record = a_record(original(), capabilities=able(slots=tuple("123456")))
    assert len(kept(record).codes) == 3


@pytest.mark.contract("10.5")
def test_slots_of_others_and_reserved_ones_are_not_for_the_pool() -> None:
    record = a_record(original(), capabilities=able(slots=tuple("123")))
    assert sum(code.is_backup for code in kept(record).codes.values()) == 2
    unmanaged = replace(record, unmanaged={"2": held("9999")})
    assert sum(code.is_backup for code in kept(unmanaged).codes.values()) == 1
    later = replace(original(), window=Window(NOW, NOW + timedelta(days=9)))
    full = a_record(
        later,
        a_code("c", "5931", window=hours(60, 61)),
        a_code("d", "7040", window=hours(90, 91)),
        capabilities=able(slots=tuple("123")),
    )
    assert sum(code.is_backup for code in kept(full).codes.values()) == 1
