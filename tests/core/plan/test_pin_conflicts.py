"""Codes that wait for each other's PINs: who waits for good, and who makes room."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    Attempt,
    CommandKind,
    ErrorCode,
    LockRecord,
    Outcome,
    Placement,
    Progress,
    Settings,
    Status,
)
from custom_components.access_codes.core.plan.planner import plan
from tests.support.builders import (
    HOUR,
    NOW,
    a_code,
    a_record,
    a_world,
    able,
    held,
    hours,
)

PINS = {"a": "1024", "b": "2048", "c": "4096", "d": "8192", "e": "6553"}
REFUSED = Progress(Status.SETTING, attempt=Attempt(Outcome.INVALID, False, 1, None))
PAUSED = Progress(
    Status.SETTING, attempt=Attempt(Outcome.REFUSED, False, 3, NOW + HOUR)
)
TRIED = Progress(Status.SETTING, attempt=Attempt(Outcome.REFUSED, False, 3, NOW))


def code(access_code_id: str, **changes: Any) -> AccessCode:
    return a_code(access_code_id, PINS[access_code_id], **changes)


def lock_of(*codes: AccessCode, **holds: str) -> LockRecord:
    """Return the record of a lock; ``holds``: whose PIN is in the slot of each code."""
    placements = {
        str(number): Placement(
            str(number), owner, frozenset({held(PINS[whose])}), is_confirmed=True
        )
        for number, (owner, whose) in enumerate(holds.items(), 1)
    }
    return a_record(
        *codes,
        capabilities=able(slots=tuple("123456")),
        is_read=True,
        placements=placements,
    )


def waits_for_good(record: LockRecord, access_code_id: str, **world: Any) -> str | None:
    """Return the id of the code that keeps the PIN of a code, as its error names it."""
    for error in plan(record, a_world(**world)).views[access_code_id].errors:
        if error.code is ErrorCode.DUPLICATE_CODE_ON_DEVICE:
            return error.details.get("managed_access_code_id", "somebody else")
    return None


@pytest.mark.contract("5.3")
@pytest.mark.parametrize(
    ("progress", "holder"),
    [(REFUSED, "b"), (PAUSED, None), (TRIED, None), (Progress(), None)],
    ids=["refused", "tried again later", "tried again now", "not tried"],
)
def test_a_pin_is_kept_for_good_by_a_code_that_is_refused_its_own(
    progress: Progress, holder: str | None
) -> None:
    record = lock_of(code("a"), code("b", progress=progress), b="a")
    assert waits_for_good(record, "a") == holder


@pytest.mark.contract("5.3")
@pytest.mark.parametrize(
    ("window", "of_holder", "is_for_good"),
    [
        (None, None, True),
        (None, hours(-1, 1), True),
        (hours(-1, 1), None, True),
        (hours(-1, 1), hours(-2, 2), True),
        (hours(1, 2), hours(-1, 1), False),
    ],
    ids=["neither", "holder's", "its own", "both at once", "one after the other"],
)
def test_a_pin_is_kept_for_good_by_a_code_that_wants_it_at_the_same_time(
    window: Any, of_holder: Any, is_for_good: bool
) -> None:
    waiting = replace(code("a", window=window), pin=held(PINS["b"]).pin)
    record = lock_of(waiting, code("b", window=of_holder), b="b")
    settings = Settings(programming_lead=7200)
    expected = "b" if is_for_good else None
    assert waits_for_good(record, "a", settings=settings) == expected


@pytest.mark.contract("5.3")
def test_whoever_waits_for_one_that_waits_for_good_waits_for_good() -> None:
    chain = lock_of(
        code("a"),
        code("b"),
        code("c"),
        code("d", progress=REFUSED),
        b="a",
        c="b",
        d="c",
    )
    assert [waits_for_good(chain, each) for each in "abcd"] == ["b", "c", "d", None]
    longer = lock_of(
        code("e"),
        code("a"),
        code("b"),
        code("c"),
        code("d", progress=REFUSED),
        a="e",
        b="a",
        c="b",
        d="c",
    )
    assert waits_for_good(longer, "e") == "a"
    free = lock_of(code("a"), code("b"), code("c"), code("d"), b="a", c="b", d="c")
    assert [waits_for_good(free, each) for each in "abcd"] == [None] * 4


@pytest.mark.contract("5.3")
def test_whoever_waits_for_one_whose_pin_is_that_of_an_unmanaged_code_waits_for_good() -> (
    None
):
    record = replace(
        lock_of(
            code("d"), code("a"), code("b"), code("c", progress=REFUSED), a="d", c="b"
        ),
        unmanaged={"6": held(PINS["a"])},
    )
    seen = {"6": held(PINS["a"])}
    assert waits_for_good(record, "d", observed=dict(seen)) == "a"
    assert waits_for_good(record, "b", observed=dict(seen)) == "c"
    behind = replace(
        lock_of(
            code("a"), code("d"), code("b"), code("c", progress=REFUSED), b="d", c="b"
        ),
        unmanaged={"6": held(PINS["a"])},
    )
    assert waits_for_good(behind, "d", observed=dict(seen)) == "b"


@pytest.mark.contract("5.3")
def test_a_code_that_is_being_removed_keeps_no_pin_for_good_and_hides_no_other() -> (
    None
):
    gone = code("c", deleted_at=NOW)
    record = lock_of(code("a"), code("b", progress=REFUSED), gone, c="a", b="a")
    assert waits_for_good(record, "a") == "b"
    chained = lock_of(
        code("d"), code("a"), code("b", progress=REFUSED), gone, c="a", b="a", a="d"
    )
    assert waits_for_good(chained, "d") == "a"


@pytest.mark.contract("4.19")
@pytest.mark.parametrize(
    ("progress", "breaker"),
    [(Progress(), "a"), (TRIED, "a"), (PAUSED, "b")],
    ids=["not tried", "due again", "in its pause"],
)
def test_a_circle_is_broken_by_the_first_code_that_can_be_tried_now(
    progress: Progress, breaker: str
) -> None:
    # A code without a slot waits, too, and is in no circle.
    before = a_code("0", PINS["a"])
    record = lock_of(before, code("a", progress=progress), code("b"), a="b", b="a")
    command = plan(record, a_world()).command
    assert command is not None
    assert (command.kind, command.access_code_id) == (CommandKind.CLEAR, breaker)
