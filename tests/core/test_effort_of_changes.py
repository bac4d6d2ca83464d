"""What a change of all codes costs, counted and not timed: it must not copy all codes for each of them."""

from collections.abc import Callable
from cProfile import Profile
from dataclasses import replace
from pstats import Stats

import pytest

from custom_components.access_codes.core.model import (
    Attempt,
    LockRecord,
    Outcome,
    Placement,
    Progress,
)
from custom_components.access_codes.core.record import edit as edit_module
from custom_components.access_codes.core.record.edit import edited
from custom_components.access_codes.core.requests.leave_lock import (
    delete_all,
    forget_all,
)
from custom_components.access_codes.core.retries import (
    at_start,
    clock_went_back,
    unblock,
    unblock_refused,
)
from tests.support.builders import NOW, a_code, a_record, a_world, held

MANY = 300

type Change = Callable[[LockRecord], LockRecord]


def record_of(count: int) -> LockRecord:
    """Return a lock that refused every code, all of them placed."""
    refused = Progress(attempt=Attempt(Outcome.DUPLICATE, False, 1, None))
    codes = [a_code(str(n), f"{n:06}", progress=refused) for n in range(count)]
    placements = {
        str(n): Placement(str(n), str(n), frozenset({held(f"{n:06}")}), refused_name="")
        for n in range(count)
    }
    return a_record(*codes, placements=placements, written_at=NOW)


CHANGES: dict[str, Change] = {
    "delete_all": lambda record: delete_all(record, a_world())[0],
    "forget_all": lambda record: forget_all(record, a_world())[0],
    "unblock": unblock,
    "unblock_refused": lambda record: edited(record, unblock_refused),
    "clock_went_back": lambda record: clock_went_back(record, NOW),
    "at_start": lambda record: at_start(record, NOW),
}


def calls_of(change: Change, record: LockRecord) -> int:
    """Return the number of function calls of a change."""
    profile = Profile()
    profile.runcall(change, record)
    total: int = Stats(profile).total_calls  # type: ignore[attr-defined]
    return total


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_all_codes_copies_them_once(
    change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = 0

    def counting_dict[K, V](source: dict[K, V]) -> dict[K, V]:
        nonlocal copied
        copied += len(source)
        return dict(source)

    monkeypatch.setattr(edit_module, "dict", counting_dict, raising=False)
    record = record_of(MANY)
    after = change(record)
    assert after.codes is not record.codes
    assert copied <= 2 * MANY, "codes and placements, once each"


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_twice_the_codes_takes_twice_the_calls(change: Change) -> None:
    once, twice = (calls_of(change, record_of(count)) for count in (MANY, 2 * MANY))
    assert once > MANY
    assert twice <= 2.1 * once


def test_a_code_that_is_put_twice_is_copied_with_the_others_once() -> None:
    record = record_of(2)
    edit = edit_module.RecordEdit(record)
    for name in ("First", "Second"):
        edit.put_code(replace(edit.codes["0"], name=name))
    assert record.codes["0"].name == "Guest 0"
    assert edit.result().codes["0"].name == "Second"
