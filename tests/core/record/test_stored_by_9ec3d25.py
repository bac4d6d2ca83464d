"""Files written by commit 9ec3d25 load unchanged, for ever."""

from datetime import datetime
import json
from pathlib import Path
from typing import Any

import orjson
import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    Attempt,
    Content,
    EventType,
    KnownPin,
    LockRecord,
    Outcome,
    Placement,
    Window,
)
from custom_components.access_codes.core.record.record_json import from_json, to_json

FOLDER = Path(__file__).parent / "stored_by_9ec3d25"
STORED = sorted(
    path for path in FOLDER.glob("*.json") if not path.name.endswith(".meaning.json")
)
FILES = pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)

STORED_NAMES = {
    "record": "version lock_id codes placements capabilities outbox event_count code_count is_read bucket read_attempt "
    "unmanaged reset_at doubt looked_at answered_at clock_stepped_at written_at link kept_for",
    "code": "access_code_id name pin window created_at changed_at common_code_key is_external_modification_allowed "
    "is_one_time_use prefer_native_scheduling deleted_at used_at external progress",
    "progress": "announced on_device was_set lost_at attempt problems",
    "attempt": "outcome is_removal failures retry_at",
    "placement": "place owner possible is_confirmed is_unverified name refused_name deviation put_backs "
    "is_to_be_cleared_first is_to_be_read unproven",
    "content": "pin window",
    "capabilities": "places code_lengths characters has_enter_key name_length reads reports_changes reports_use is_virtual",
    "event": "event_id type occurred_at access_code_id name details",
    "bucket": "level measured_at",
    "doubt": "is_restored surprises strangers is_asked",
    "link": "method platform unique_id",
}
"""The names of version 1, by type: the format on disk."""


def instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def window(span: Window | None) -> list[str | None] | None:
    return None if span is None else [instant(span.starts_at), instant(span.ends_at)]


def content(held: Content | None) -> Any:
    if held is None:
        return None
    if isinstance(held, KnownPin):
        return {"PIN": held.pin.reveal(), "window": window(held.window)}
    return {"empty": "nothing", "other": "something unknown"}[held.value]


def attempt(tried: Attempt | None) -> Any:
    if tried is None:
        return None
    return {
        "outcome": tried.outcome.value,
        "removal": tried.is_removal,
        "failures": tried.failures,
        "retry": instant(tried.retry_at),
    }


def code(each: AccessCode) -> dict[str, Any]:
    progress = each.progress
    return {
        "id": each.access_code_id,
        "name": each.name,
        "PIN": None if each.pin is None else each.pin.reveal(),
        "window": window(each.window),
        "created": instant(each.created_at),
        "changed": instant(each.changed_at),
        "key": each.common_code_key,
        "external modification allowed": each.is_external_modification_allowed,
        "one time": each.is_one_time_use,
        "prefers native": each.prefer_native_scheduling,
        "deleted": instant(each.deleted_at),
        "used": instant(each.used_at),
        "external": each.external.value if each.external else None,
        "announced": progress.announced.value if progress.announced else None,
        "on device": progress.on_device,
        "was set": progress.was_set,
        "lost": instant(progress.lost_at),
        "attempt": attempt(progress.attempt),
        "problems": {name: instant(since) for name, since in progress.problems.items()},
    }


def slot(placement: Placement) -> dict[str, Any]:
    return {
        "slot": placement.slot,
        "owner": placement.owner,
        "may hold": sorted(map(content, placement.possible), key=repr),
        "confirmed": placement.is_confirmed,
        "unverified": placement.is_unverified,
        "name": placement.name,
        "refused name": placement.refused_name,
        "deviation": placement.deviation.value if placement.deviation else None,
        "put back": [instant(at) for at in placement.put_backs],
        "clear first": placement.is_to_be_cleared_first,
        "to be read": placement.is_to_be_read,
        "unproven": content(placement.unproven),
    }


def capabilities(record: LockRecord) -> Any:
    known = record.capabilities
    if known is None:
        return None
    return {
        "slots": list(known.slots),
        "lengths": list(known.code_lengths),
        "characters": known.characters,
        "enter key": known.has_enter_key,
        "name length": known.name_length,
        "reading": known.reads.value,
        "reports changes": known.reports_changes,
        "reports use": known.reports_use,
        "virtual": known.is_virtual,
    }


def restore_check(record: LockRecord) -> Any:
    check = record.restore_check
    if check is None:
        return None
    return {
        "restored": check.is_restored,
        "unexpected": sorted(check.unexpected),
        "unknown": sorted(check.unknown_codes),
        "needs decision": check.needs_decision,
    }


def meaning_of(record: LockRecord) -> dict[str, Any]:
    """Return what a record means, in words that are no field names."""
    link = record.link
    return {
        "lock": record.lock_id,
        "codes": [code(each) for each in record.codes.values()],
        "slots": [slot(placement) for placement in record.placements.values()],
        "capabilities": capabilities(record),
        "events": [
            {
                "id": event.event_id,
                "type": event.type,
                "at": instant(event.occurred_at),
                "code": event.access_code_id,
                "name": event.name,
                "details": event.details,
            }
            for event in record.outbox
        ],
        "event count": record.event_count,
        "code count": record.code_count,
        "read": record.is_read,
        "bucket": [record.bucket.level, instant(record.bucket.measured_at)],
        "read attempt": attempt(record.read_attempt),
        "unmanaged": {name: content(held) for name, held in record.unmanaged.items()},
        "reset": instant(record.reset_at),
        "restore check": restore_check(record),
        "looked": instant(record.looked_at),
        "answered": instant(record.answered_at),
        "clock stepped": instant(record.clock_stepped_at),
        "written": instant(record.written_at),
        "link": None if link is None else [link.method, link.platform, link.unique_id],
        "kept for": record.kept_for,
    }


def named(raw: Any, kind: str, found: dict[str, set[str]]) -> None:
    """Collect the names that stand in a stored object of a kind."""
    if not isinstance(raw, dict):
        return
    found.setdefault(kind, set()).update(raw)
    parts = {
        "record": {
            "codes": "code",
            "placements": "placement",
            "outbox": "event",
            "capabilities": "capabilities",
            "bucket": "bucket",
            "doubt": "doubt",
            "link": "link",
            "read_attempt": "attempt",
        },
        "code": {"progress": "progress"},
        "progress": {"attempt": "attempt"},
        "placement": {"possible": "content", "unproven": "content"},
    }.get(kind, {})
    for name, part in parts.items():
        held = raw.get(name)
        for each in held if isinstance(held, list) else [held]:
            named(each, part, found)


@FILES
def test_a_stored_record_has_the_meaning_that_it_had(path: Path) -> None:
    record = from_json(orjson.loads(path.read_bytes()))
    meaning = json.loads(path.with_suffix(".meaning.json").read_text())
    assert meaning_of(record) == meaning


@FILES
def test_a_stored_record_is_written_as_it_was(path: Path) -> None:
    stored = orjson.loads(path.read_bytes())
    record = from_json(stored)
    assert record.written_at is not None
    written = orjson.loads(orjson.dumps(to_json(record, record.written_at)))
    assert written == stored


def test_the_files_hold_every_name_of_the_format() -> None:
    found: dict[str, set[str]] = {}
    for path in STORED:
        named(orjson.loads(path.read_bytes()), "record", found)
    assert found == {kind: set(names.split()) for kind, names in STORED_NAMES.items()}


def test_the_files_hold_every_outcome_and_type_of_event() -> None:
    records = [from_json(orjson.loads(path.read_bytes())) for path in STORED]
    codes = [code for record in records for code in record.codes.values()]
    attempts = [code.progress.attempt for code in codes]
    outcomes = {tried.outcome for tried in attempts if tried is not None}
    types = {event.type for record in records for event in record.outbox}
    assert (outcomes, types) == (set(Outcome), set(EventType))
