"""What any bytes in the place of a lock's file come to: a record that can be worked with, or a refusal.

`scripts/fuzz` feeds it what atheris finds by coverage, the tests of the core what Hypothesis makes of good files.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json

import orjson

from custom_components.access_codes.core.access_code_object import as_object
from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    Attempt,
    Bucket,
    Event,
    ExternalChange,
    KnownPin,
    Link,
    LockCapabilities,
    LockRecord,
    Outcome,
    Pin,
    Placement,
    Progress,
    Reach,
    Readability,
    RestoreCheck,
    Settings,
    Status,
    Window,
    World,
)
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.record.record_json import (
    RecordUnreadable,
    from_json,
    to_json,
)
from custom_components.access_codes.core.requests.enter_code import (
    check_entry,
    drained_at,
)
from custom_components.access_codes.core.requests.leave_lock import codes_left_on_lock
from custom_components.access_codes.core.retries import at_start

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SETTINGS = (
    Settings(),
    Settings(programming_lead=86_400, reserved_slots=frozenset("1")),
)


def swallow(content: bytes) -> LockRecord | None:
    """Read what is in a file as Home Assistant and we do, and work with it. None: refused.

    Raises what must never be raised.
    """
    try:
        raw = orjson.loads(content)
    except orjson.JSONDecodeError:
        return None
    try:
        record = from_json(raw)
    except RecordUnreadable as refusal:
        if refusal.__cause__ or refusal.__context__:
            raise RuntimeError("What was read hangs on the refusal") from refusal
        return None
    _work_with(record)
    return record


def _work_with(record: LockRecord) -> None:
    """Do what a start does with a record, and what people then look at and ask for."""
    again = from_json(orjson.loads(orjson.dumps(to_json(record, NOW))))
    assert again == replace(record, written_at=NOW)
    codes_left_on_lock(record)
    drained_at(record.bucket, NOW)
    for now in (NOW, NOW + 400 * 24 * HOUR):
        started = at_start(record, now)
        for settings in SETTINGS:
            for reach in (Reach.REACHABLE, Reach.OFFLINE):
                world = World(now, now - HOUR, reach, now - HOUR, settings=settings)
                _look_at(plan(started, world).record, world)
        check_entry(started, now, "4826")


def _look_at(record: LockRecord, world: World) -> None:
    seen = plan(record, world)
    for code in seen.record.codes.values():
        shown = as_object(
            code,
            seen.views[code.access_code_id],
            seen.record.placement_of(code.access_code_id),
            lock_entity_id="lock.door",
            device_id=None,
            workspace_id="",
            message=lambda kind, name, details: f"{kind} {name} {sorted(details)}",
            metadata=None,
            display_status="",
            reveal=True,
        )
        orjson.dumps(shown)
    orjson.dumps(to_json(seen.intended, world.now))


def _code(name: str, pin: str | None, window: Window | None = None) -> AccessCode:
    hidden = None if pin is None else Pin(pin)
    return AccessCode(name, f"Guest {name}", hidden, window, NOW - HOUR, NOW - HOUR)


def good_records() -> Iterator[LockRecord]:
    """Give records as they are written: of locks of every kind, with codes in every state."""
    yield LockRecord("empty")
    window, past = Window(NOW - HOUR, NOW + HOUR), Window(NOW - 2 * HOUR, NOW - HOUR)
    attempt = Attempt(Outcome.REFUSED, is_removal=False, failures=3, retry_at=NOW)
    codes = [
        _code("a", "4826"),
        _code("b", "193746", window),
        replace(_code("c", "7391", past), deleted_at=NOW, common_code_key="flat"),
        replace(_code("d", None), external=ExternalChange.MODIFIED),
        replace(
            _code("e", "5028", Window(NOW + HOUR, NOW + 9 * HOUR)),
            is_one_time_use=True,
            progress=Progress(
                announced=Status.UNSET, attempt=attempt, problems={"missed": NOW}
            ),
        ),
    ]
    placements = [
        Placement("1", "a", frozenset({KnownPin(Pin("4826"))}), is_confirmed=True),
        Placement(
            "2", "b", frozenset({EMPTY, UNREADABLE, KnownPin(Pin("193746"), window)})
        ),
        Placement(
            "3",
            "c",
            frozenset({UNREADABLE}),
            deviation=ExternalChange.REMOVED,
            put_backs=(NOW - HOUR, NOW),
            unproven=EMPTY,
            needs_read=True,
        ),
    ]
    full = LockRecord(
        "full",
        codes={code.access_code_id: code for code in codes},
        placements={placement.slot: placement for placement in placements},
        capabilities=LockCapabilities(slots=("1", "2", "3", "4"), name_length=10),
        outbox=(
            Event("i", "access_code.used", NOW, "a", "Guest a", {"verified": True}),
        ),
        event_count=7,
        code_count=5,
        is_read=True,
        bucket=Bucket(2.5, NOW),
        read_attempt=attempt,
        unmanaged={"4": UNREADABLE},
        restore_check=RestoreCheck(
            is_restored=True,
            unexpected=frozenset({"1"}),
            unknown_codes=frozenset({"4"}),
        ),
        restore_checked_at=NOW,
        reset_at=NOW,
        clock_stepped_at=NOW,
        link=Link("fake", "fakes", "door"),
        kept_for="entry",
    )
    for reads in Readability:
        assert full.capabilities is not None
        yield replace(full, capabilities=replace(full.capabilities, reads=reads))
    yield replace(full, placements={}, capabilities=LockCapabilities(is_virtual=True))
    yield replace(full, placements={}, capabilities=None)


def good_files() -> list[bytes]:
    """Return the same as they stand on disk."""
    return [
        json.dumps(to_json(record, NOW), indent=4).encode() for record in good_records()
    ]
