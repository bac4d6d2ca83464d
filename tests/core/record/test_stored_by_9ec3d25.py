"""Files written by commit 9ec3d25 load unchanged, for ever."""

from collections.abc import Iterator
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
    KnownPin,
    LockRecord,
    Placement,
    Window,
)
from custom_components.access_codes.core.record.record_json import (
    RecordEncoder,
    from_json,
    to_json,
)

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

STORED_WORDS = {
    "outcome": "confirmed accepted unknown unreachable refused duplicate full invalid",
    "announced": "unset setting set removing unknown",
    "external": "modified removed",
    "deviation": "modified removed",
    "reads": "presence nothing",
    "content": "empty other",
    "type": "access_code.created access_code.changed access_code.deleted access_code.set_on_device "
    "access_code.removed_from_device access_code.delay_in_setting_on_device access_code.failed_to_set_on_device "
    "access_code.delay_in_removing_from_device access_code.failed_to_remove_from_device access_code.modified_external "
    "access_code.deleted_external access_code.used access_code.unmanaged.created access_code.unmanaged.removed "
    "lock.access_denied",
    "problems": "failed_to_set_on_device failed_to_remove_from_device duplicate_code_on_device "
    "no_space_for_access_code_on_device code_constraints_violated conflicting_external_modification "
    "delay_in_setting_on_device delay_in_removing_from_device external_modification_in_effect being_deleted "
    "unverified_on_device missed",
}
"""The words of version 1 that stand for a member of an enum, by the name that they stand under.

Locks whose PINs can be read are the default, which is left out. Words that came later are no part of this.
"""


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
        "clear first": placement.needs_clear_first,
        "to be read": placement.needs_read,
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
        "looked": instant(record.restore_checked_at),
        "answered": instant(record.answered_at),
        "clock stepped": instant(record.clock_stepped_at),
        "written": instant(record.written_at),
        "link": None if link is None else [link.method, link.platform, link.unique_id],
        "kept for": record.kept_for,
    }


PARTS = {
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
}
"""Type of the objects that stand under a name, by the type in which it stands."""


def stored_parts(raw: Any, kind: str) -> Iterator[tuple[str, Any]]:
    """Return each object of a file with its type, outermost first."""
    yield kind, raw
    if not isinstance(raw, dict):
        return
    for name, part in PARTS.get(kind, {}).items():
        held = raw.get(name, [])
        for each in held if isinstance(held, list) else [held]:
            yield from stored_parts(each, part)


def all_parts() -> Iterator[tuple[str, Any]]:
    for path in STORED:
        yield from stored_parts(orjson.loads(path.read_bytes()), "record")


def upgraded(stored: bytes) -> bytes:
    """Return a file with the words of today for what a lock reports: levels instead of true and false."""
    levels = stored.replace(b'"reports_changes": true', b'"reports": "all"')
    return levels.replace(b'"reports_use": true', b'"uses": "live"')


@pytest.mark.contract("13.49")
@FILES
def test_a_stored_record_has_the_meaning_that_it_had(path: Path) -> None:
    record = from_json(orjson.loads(path.read_bytes()))
    meaning = json.loads(path.with_suffix(".meaning.json").read_text())
    assert meaning_of(record) == meaning


@pytest.mark.contract("13.49")
@FILES
def test_a_stored_record_is_written_as_it_was(path: Path) -> None:
    stored = orjson.loads(path.read_bytes())
    record = from_json(stored)
    assert record.written_at is not None
    written = orjson.loads(orjson.dumps(to_json(record, record.written_at)))
    assert written == orjson.loads(upgraded(path.read_bytes()))


@FILES
def test_a_stored_record_is_the_same_file_again(path: Path) -> None:
    """Compare byte for byte, with the encoder of the file and the options of ``save_json``."""
    record = from_json(orjson.loads(path.read_bytes()))
    assert record.written_at is not None
    content = RecordEncoder().of(record, record.written_at)
    written = orjson.dumps(
        content, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS
    )
    assert written == upgraded(path.read_bytes())


def test_the_files_hold_every_name_of_the_format() -> None:
    found: dict[str, set[str]] = {}
    for kind, raw in all_parts():
        if isinstance(raw, dict):
            found.setdefault(kind, set()).update(raw)
    assert found == {kind: set(names.split()) for kind, names in STORED_NAMES.items()}


def test_the_files_hold_every_word_of_the_format() -> None:
    found: dict[str, set[str]] = {name: set() for name in STORED_WORDS}
    for kind, raw in all_parts():
        if not isinstance(raw, dict):
            found[kind].update([] if raw is None else [raw])
            continue
        for name in found.keys() & raw.keys():
            held = raw[name]
            found[name].update([held] if isinstance(held, str) else held)
    assert found == {name: set(words.split()) for name, words in STORED_WORDS.items()}
