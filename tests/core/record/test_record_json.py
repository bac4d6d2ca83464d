"""The record as it stands on disk: nothing is lost, and what is not exactly understood is never taken for a record."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
import json
import traceback
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import HealthCheck, given, settings, strategies as st
import orjson
import pytest

from custom_components.access_codes.core import model
from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    Attempt,
    Bucket,
    Content,
    Event,
    ExternalChange,
    KnownPin,
    LockRecord,
    Outcome,
    Pin,
    Placement,
    Progress,
    Status,
)
from custom_components.access_codes.core.record import json_types as shapes
from custom_components.access_codes.core.record.record_json import (
    VERSION,
    RecordEncoder,
    RecordUnreadable,
    from_json,
    to_json,
)
from tests.support.builders import ABILITIES, HOUR, NOW, a_code, held, hours

zones = st.integers(-23, 23).map(lambda offset: timezone(timedelta(hours=offset)))
instants = st.datetimes(
    datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=zones | st.just(UTC)
)
pins = st.text("0123456789A*#é", min_size=1, max_size=10).map(Pin)
windows = st.builds(model.Window, instants, instants)
contents: st.SearchStrategy[Content] = st.sampled_from([EMPTY, UNREADABLE]) | st.builds(
    KnownPin, pins, st.none() | windows
)


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Give every value that the model's annotation allows, so that no field of it can be forgotten."""
    arguments = get_args(hint)
    match get_origin(hint):
        case origin if origin is UnionType:
            return st.one_of([anything(argument) for argument in arguments])
        case origin if origin is tuple:
            return st.lists(anything(arguments[0]), max_size=3).map(tuple)
        case origin if origin is frozenset:
            return st.frozensets(anything(arguments[0]), min_size=1, max_size=3)
        case origin if origin is dict:
            return st.dictionaries(
                st.text(max_size=5), anything(arguments[1]), max_size=3
            )
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: st.text(st.characters(codec="utf-8"), max_size=8),
        int: st.integers(-(2**40), 2**40),
        bool: st.booleans(),
        float: st.floats(allow_nan=False, allow_infinity=False),
        datetime: instants,
        Pin: pins,
        NoneType: st.none(),
        model.Window: windows,
        Content: contents,
    }
    if hint in simple:
        return simple[hint]
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    assert isinstance(hint, type)
    assert is_dataclass(hint)
    hints = get_type_hints(hint)
    return st.builds(
        hint, **{field.name: anything(hints[field.name]) for field in fields(hint)}
    )


@st.composite
def records(draw: st.DrawFn) -> LockRecord:
    """Give any record whose slots have a code each, whatever else is in it."""
    record: LockRecord = draw(anything(LockRecord))
    codes = {
        code.access_code_id: code
        for code in draw(st.lists(anything(AccessCode), max_size=3))
    }
    placements = {
        placement.slot: replace(placement, owner=owner)
        for owner, placement in zip(
            codes, draw(st.lists(anything(Placement), max_size=3)), strict=False
        )
    }
    return replace(record, codes=codes, placements=placements)


SLOW = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@SLOW
@given(records(), instants)
def test_every_record_comes_back_as_it_was(
    record: LockRecord, written_at: datetime
) -> None:
    stored = json.dumps(to_json(record, written_at))
    again = from_json(json.loads(stored))
    assert again == replace(record, written_at=written_at)
    assert again.written_at is not None
    assert again.written_at.tzinfo is UTC
    assert all(code.created_at.tzinfo is UTC for code in again.codes.values())


FULL = LockRecord(
    lock_id="9d0e",
    codes={
        "a": AccessCode(
            access_code_id="a",
            name="Cleaner",
            pin=Pin("0042"),
            window=hours(1, 2),
            created_at=NOW,
            changed_at=NOW + HOUR,
            common_code_key="flat",
            is_external_modification_allowed=True,
            is_one_time_use=True,
            prefer_native_scheduling=False,
            deleted_at=NOW,
            used_at=NOW,
            external=ExternalChange.MODIFIED,
            progress=Progress(
                announced=Status.SET,
                on_device=True,
                was_set=True,
                lost_at=NOW,
                attempt=Attempt(
                    Outcome.REFUSED, is_removal=True, failures=3, retry_at=None
                ),
                problems={"being_deleted": NOW},
            ),
        ),
        "b": replace(a_code("b", None), name="Guest"),
    },
    placements={
        "2": Placement(
            slot="2",
            owner="a",
            possible=frozenset(
                {EMPTY, UNREADABLE, held("0042"), KnownPin(Pin("7"), hours(1, 2))}
            ),
            is_confirmed=True,
            name="Clea",
            put_backs=(NOW,),
        )
    },
    capabilities=replace(ABILITIES, reads=model.Readability.PRESENCE),
    outbox=(
        Event(
            "e",
            "access_code.used",
            NOW,
            "a",
            "Cleaner",
            {"action": "unlock", "verified": True, "reason": None},
        ),
    ),
    event_count=7,
    code_count=2,
    is_read=True,
    bucket=Bucket(2.5, NOW),
)

ON_DISK = {
    "version": 1,
    "lock_id": "9d0e",
    "codes": [
        {
            "access_code_id": "a",
            "name": "Cleaner",
            "pin": "0042",
            "window": ["2026-06-01T13:00:00+00:00", "2026-06-01T14:00:00+00:00"],
            "created_at": "2026-06-01T12:00:00+00:00",
            "changed_at": "2026-06-01T13:00:00+00:00",
            "common_code_key": "flat",
            "is_external_modification_allowed": True,
            "is_one_time_use": True,
            "prefer_native_scheduling": False,
            "deleted_at": "2026-06-01T12:00:00+00:00",
            "used_at": "2026-06-01T12:00:00+00:00",
            "external": "modified",
            "progress": {
                "announced": "set",
                "on_device": True,
                "was_set": True,
                "lost_at": "2026-06-01T12:00:00+00:00",
                "attempt": {
                    "outcome": "refused",
                    "is_removal": True,
                    "failures": 3,
                    "retry_at": None,
                },
                "problems": {"being_deleted": "2026-06-01T12:00:00+00:00"},
            },
        },
        {
            "access_code_id": "b",
            "name": "Guest",
            "pin": None,
            "window": None,
            "created_at": "2026-06-01T11:00:00+00:00",
            "changed_at": "2026-06-01T11:00:00+00:00",
        },
    ],
    "placements": [
        {
            "place": "2",
            "owner": "a",
            "possible": [
                "empty",
                "other",
                {"pin": "0042"},
                {
                    "pin": "7",
                    "window": [
                        "2026-06-01T13:00:00+00:00",
                        "2026-06-01T14:00:00+00:00",
                    ],
                },
            ],
            "is_confirmed": True,
            "name": "Clea",
            "put_backs": ["2026-06-01T12:00:00+00:00"],
        }
    ],
    "capabilities": {"places": ["1", "2", "3"], "reads": "presence"},
    "outbox": [
        {
            "event_id": "e",
            "type": "access_code.used",
            "occurred_at": "2026-06-01T12:00:00+00:00",
            "access_code_id": "a",
            "name": "Cleaner",
            "details": {"action": "unlock", "verified": True, "reason": None},
        }
    ],
    "event_count": 7,
    "code_count": 2,
    "is_read": True,
    "bucket": {"level": 2.5, "measured_at": "2026-06-01T12:00:00+00:00"},
    "written_at": "2026-06-01T14:00:00+00:00",
}


def test_a_record_on_disk_has_the_shape_that_version_1_has() -> None:
    """What stands on people's disks: a change here needs a new version."""
    stored = to_json(FULL, NOW + 2 * HOUR)
    assert (stored, VERSION) == (ON_DISK, 1)
    assert from_json(ON_DISK) == replace(FULL, written_at=NOW + 2 * HOUR)


def test_what_is_written_again_and_again_is_the_same_as_what_is_written_once() -> None:
    content = RecordEncoder()
    code = replace(FULL.codes["a"], name="Plumber")
    records = (
        FULL,
        replace(FULL, codes={**FULL.codes, "a": code}),
        replace(FULL, placements={}),
        FULL,
        LockRecord("9d0e"),
    )
    for record in records:
        written = orjson.loads(orjson.dumps(content.of(record, NOW)))
        assert written == to_json(record, NOW)


def test_an_empty_record_is_small() -> None:
    assert to_json(LockRecord("lock"), NOW) == {
        "version": 1,
        "lock_id": "lock",
        "written_at": "2026-06-01T12:00:00+00:00",
    }


def changed(path: str, value: Any) -> Any:
    """Return the stored record with one thing in it changed, or taken out."""
    raw = json.loads(json.dumps(ON_DISK))
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    at = raw
    for step in way:
        at = at[step]
    if value is KeyError:
        del at[last]
    else:
        at[last] = value
    return raw


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


def test_a_type_without_a_shape_is_found_when_the_program_is_made() -> None:
    for hint in (complex, list[str], set[int]):
        with pytest.raises(TypeError):
            shapes.json_type_of(hint)
