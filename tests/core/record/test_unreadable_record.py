"""JSON that is not a record: refused, without a word of its content."""

from dataclasses import replace
import json
import traceback
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.access_codes.core.model import LockRecord
from custom_components.access_codes.core.record.record_json import (
    RecordUnreadable,
    from_json,
    to_json,
)
from tests.support.builders import NOW
from tests.support.stored_record import ON_DISK, changed

SECRET = "73517351"
STORED_PLACE: Any = json.loads(json.dumps(ON_DISK))["placements"][0]


@pytest.mark.contract("13.4")
@pytest.mark.parametrize(
    ("raw", "where"),
    [
        (None, "not an object"),
        ([], "not an object"),
        ("", "not an object"),
        ({}, "version: unknown"),
        ({"version": 1}, "missing or unknown fields"),
        (changed("version", "1"), "version: unknown"),
        (changed("version", True), "version: unknown"),
        (changed("version", 0), "version: unknown"),
        (changed("version", 2), "version: newer than this one"),
        (changed("lock_id", KeyError), "missing or unknown fields"),
        (changed("more", SECRET), "missing or unknown fields"),
        (changed("lock_id", 5), "lock_id: wrong type"),
        (changed("event_count", True), "event_count: wrong type"),
        (changed("event_count", 1.0), "event_count: wrong type"),
        (changed("is_read", 1), "is_read: wrong type"),
        (
            changed("capabilities", {"reports_use": 1}),
            "capabilities: reports_use: wrong type",
        ),
        (changed("codes", {}), "codes: wrong type"),
        (changed("codes.0.pin", 42), "codes: pin: not a PIN"),
        (changed("codes.0.pin", ""), "codes: pin: not a PIN"),
        (changed("codes.0.pin", KeyError), "codes: missing or unknown fields"),
        (changed("codes.0.name", None), "codes: name: wrong type"),
        (changed(f"codes.0.{SECRET}x", 1), "codes: missing or unknown fields"),
        (
            changed("codes.0.created_at", SECRET),
            "codes: created_at: not a time with a time zone",
        ),
        (
            changed("codes.0.created_at", "2026-06-01T12:00:00"),
            "codes: created_at: not a time with a time zone",
        ),
        (
            changed("codes.0.created_at", "9999-12-31T23:59:59-23:00"),
            "codes: created_at: not a time with a time zone",
        ),
        (
            changed("codes.0.created_at", 5),
            "codes: created_at: not a time with a time zone",
        ),
        (
            changed("codes.0.window", ["2026-06-01T12:00Z"]),
            "codes: window: not two times",
        ),
        (
            changed("codes.0.window.0", None),
            "codes: window: not a time with a time zone",
        ),
        (
            changed("codes.0.progress.announced", SECRET),
            "codes: progress: announced: unknown value",
        ),
        (
            changed("codes.0.progress.announced", []),
            "codes: progress: announced: unknown value",
        ),
        (
            changed("codes.0.progress.problems", []),
            "codes: progress: problems: wrong type",
        ),
        (changed("codes.1.access_code_id", "a"), "codes: duplicate"),
        (changed("codes.0.access_code_id", "c"), "placements: owner: unknown code"),
        (
            changed("placements", [{**STORED_PLACE, "place": "1"}, STORED_PLACE]),
            "placements: owner: duplicate",
        ),
        (changed("placements.0.possible", []), "placements: possible: empty"),
        (
            changed("placements.0.possible.0", SECRET),
            "placements: possible: unknown value",
        ),
        (
            changed("placements.0.possible.0", {"pin": SECRET, "window": SECRET}),
            "placements: possible: window: wrong type",
        ),
        (changed("outbox.0.details.action", 5), "outbox: details: wrong type"),
        (changed("bucket.level", "2"), "bucket: level: not a finite number"),
        (changed("bucket.level", True), "bucket: level: not a finite number"),
        (changed("bucket.level", float("nan")), "bucket: level: not a finite number"),
        (changed("bucket.level", float("inf")), "bucket: level: not a finite number"),
        (changed("bucket.level", 10**400), "bucket: level: not a finite number"),
    ],
)
def test_a_record_that_is_not_understood_is_unreadable_and_tells_no_pin(
    raw: Any, where: str
) -> None:
    with pytest.raises(RecordUnreadable) as unreadable:
        from_json(raw)
    assert str(unreadable.value) == where
    assert unreadable.value.__cause__ is None
    assert unreadable.value.__context__ is None
    told = "".join(traceback.format_exception(unreadable.value))
    assert SECRET not in told
    assert "0042" not in told


def test_what_json_makes_of_a_whole_number_is_read_as_a_number() -> None:
    assert from_json(changed("bucket.level", 2)).bucket.level == 2.0
    assert isinstance(from_json(changed("bucket.level", 2)).bucket.level, float)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2026-06-01T12:00:00+00:00", "empty", "set", "a"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)
    ),
    max_leaves=6,
)


def everywhere(raw: Any) -> list[list[Any]]:
    """Return the way to each thing in a JSON value."""
    ways: list[list[Any]] = [[]]
    steps = (
        raw.items()
        if isinstance(raw, dict)
        else enumerate(raw)
        if isinstance(raw, list)
        else ()
    )
    for step, inner in steps:
        ways += [[step, *way] for way in everywhere(inner)]
    return ways


def put(raw: Any, way: list[Any], value: Any) -> Any:
    """Return a copy with one thing replaced."""
    if not way:
        return value
    raw = raw.copy()
    raw[way[0]] = put(raw[way[0]], way[1:], value)
    return raw


@given(
    raw=json_values
    | st.builds(
        put, st.just(ON_DISK), st.sampled_from(everywhere(ON_DISK)), json_values
    )
)
def test_any_json_gives_a_record_or_says_that_it_is_unreadable(raw: Any) -> None:
    try:
        record = from_json(raw)
    except RecordUnreadable:
        return
    assert isinstance(record, LockRecord)
    assert from_json(to_json(record, NOW)) == replace(record, written_at=NOW)
