"""Uses of codes, told live or from a log: each once, and for the code that was used."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.code_windows import with_recurrence
from custom_components.access_codes.core.model import (
    Event,
    LockRecord,
    Pin,
    Recurrence,
    Use,
)
from custom_components.access_codes.core.observations.uses import (
    MOST_USE_IDS,
    apply_used,
)
from custom_components.access_codes.core.record.record_json import from_json, to_json
from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from tests.support.builders import (
    HOUR,
    NOW,
    a_code,
    a_record,
    a_world,
    held,
    hours,
    placed,
)

MINUTE = timedelta(minutes=1)


def used(record: LockRecord, use: Use) -> tuple[LockRecord, list[Event]]:
    """Return the record after a use, and the events of it."""
    after = apply_used(record, a_world(), use)
    return after, list(after.outbox[len(record.outbox) :])


def with_one_code(**changes: Any) -> LockRecord:
    """Return a lock with one code, in its first slot."""
    code = a_code(**changes)
    assert code.pin is not None
    return a_record(code, placements=placed("1", "a", held(code.pin.reveal())))


@pytest.mark.contract("11.8")
@pytest.mark.parametrize("use", [Use("unlock", "1"), Use("unlock", pin=Pin("4826"))])
def test_a_use_is_told_for_the_code_of_the_slot_or_of_the_pin(use: Use) -> None:
    _, (event,) = used(with_one_code(), use)
    assert (event.type, event.access_code_id) == ("access_code.used", "a")
    assert event.occurred_at == NOW
    assert event.details == {"action": "unlock", "source": "lock"}


@pytest.mark.contract("11.30")
@pytest.mark.parametrize(
    ("use", "slot"),
    [
        (Use("lock", "2"), "2"),
        (Use("lock"), None),
        (Use("lock", pin=Pin("7777")), None),
        (Use("lock", "2", Pin("4826")), "2"),
    ],
)
def test_a_use_of_nobody_of_ours_is_told_too(use: Use, slot: str | None) -> None:
    record = with_one_code()
    after, (event,) = used(record, use)
    assert (event.access_code_id, event.name) == (None, None)
    other = None if slot is None else unmanaged_id(record, slot)
    assert event.details == {
        "action": "lock",
        "source": "lock",
        "unmanaged_access_code_id": other,
    }
    assert after.codes == record.codes


@pytest.mark.contract("11.31")
def test_a_use_from_the_log_is_told_once_also_after_a_restart() -> None:
    use = Use("unlock", "1", used_at=NOW - MINUTE, use_id="entry-7")
    record, (event,) = used(with_one_code(), use)
    assert event.occurred_at == NOW - MINUTE
    assert used(record, use) == (record, [])
    restarted = from_json(to_json(record, NOW))
    assert used(restarted, use) == (restarted, [])
    _, events = used(record, replace(use, use_id="entry-8"))
    assert len(events) == 1
    assert "entry-7" not in repr(record)


@pytest.mark.contract("11.31")
@pytest.mark.parametrize("is_newest_first", [False, True])
def test_a_long_log_that_is_read_again_is_not_told_again(
    is_newest_first: bool,
) -> None:
    log = [
        Use("unlock", "2", used_at=NOW - number * MINUTE, use_id=str(number))
        for number in reversed(range(3 * MOST_USE_IDS))
    ]
    if is_newest_first:
        log.reverse()
    record = with_one_code()
    for use in log:
        record, _ = used(record, use)
    assert len(record.use_ids) == MOST_USE_IDS
    for use in log:
        record, events = used(record, use)
        assert events == []
    _, events = used(record, Use("unlock", "2", use_id="new"))
    assert len(events) == 1


@pytest.mark.contract("4.13", "11.32")
def test_a_one_time_code_ends_at_the_instant_of_its_use() -> None:
    use = Use("unlock", "1", used_at=NOW - MINUTE, use_id="1")
    record, _ = used(with_one_code(is_one_time_use=True), use)
    assert record.codes["a"].used_at == NOW - MINUTE
    again, _ = used(record, replace(use, used_at=NOW, use_id="2"))
    assert again.codes["a"].used_at == NOW - MINUTE


@pytest.mark.contract("11.32")
@pytest.mark.parametrize(
    "use",
    [
        Use("unlock", "1", used_at=NOW - 2 * HOUR),
        Use("unlock", pin=Pin("4826"), used_at=NOW - 2 * HOUR),
    ],
)
def test_a_use_from_before_the_codes_creation_does_not_count_for_it(use: Use) -> None:
    record, (event,) = used(with_one_code(is_one_time_use=True), use)
    assert record.codes["a"].used_at is None
    assert event.access_code_id is None
    assert event.details["unmanaged_access_code_id"] is None


@pytest.mark.contract("11.32")
def test_a_use_in_the_future_by_the_locks_clock_is_now() -> None:
    _, (event,) = used(with_one_code(), Use("unlock", "1", used_at=NOW + HOUR))
    assert event.occurred_at == NOW


@pytest.mark.contract("11.32")
@pytest.mark.parametrize("slot", ["1", None])
@pytest.mark.parametrize(
    ("used_at", "owner"),
    [
        (NOW - 2 * HOUR, "a"),
        (NOW - HOUR / 2, "b"),
        (NOW - 4 * HOUR, "b"),
    ],
)
def test_a_use_belongs_to_the_code_whose_window_it_was_in(
    slot: str | None, used_at: datetime, owner: str
) -> None:
    # The slot went from one code to the next with the same PIN.
    old = NOW - 9 * HOUR
    record = a_record(
        a_code("b", window=hours(-1, 1), created_at=old),
        a_code("a", window=hours(-3, -1), created_at=old),
        placements=placed("1", "b", held("4826")),
    )
    use = Use(
        "unlock", slot, pin=None if slot else Pin("4826"), used_at=used_at, use_id="1"
    )
    _, (event,) = used(record, use)
    assert event.access_code_id == owner


@pytest.mark.contract("11.32")
def test_a_pin_that_a_slot_may_still_hold_is_that_of_its_code() -> None:
    record = a_record(a_code(), placements=placed("1", "a", held("4826"), held("9173")))
    _, (event,) = used(record, Use("unlock", pin=Pin("9173")))
    assert event.access_code_id == "a"


@pytest.mark.contract("15.10")
def test_a_use_from_the_log_is_of_the_code_whose_occurrence_it_was() -> None:
    tuesday, today = hours(-73, -71), hours(-1, 1)
    cleaner = Recurrence("FREQ=DAILY;INTERVAL=3", "UTC", tuesday)
    recurring = with_recurrence(a_code("b"), cleaner, NOW)
    assert recurring.window == hours(-1, 1)
    other = a_code(window=today)
    codes = {
        code.access_code_id: replace(code, created_at=NOW - 99 * HOUR)
        for code in (other, recurring)
    }
    record = a_record(*codes.values(), placements=placed("1", "a", held("4826")))
    use = Use("unlock", "1", used_at=NOW - 72 * HOUR)
    _, (event,) = used(record, use)
    assert event.access_code_id == "b"
