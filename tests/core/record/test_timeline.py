"""Timelines: bounded, and derived from the events that are on disk anyway."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from custom_components.access_codes.core.model import Event, EventType, LockRecord
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.record.record_delta import (
    apply_delta,
    delta_from_json,
    delta_of,
    delta_to_json,
)
from custom_components.access_codes.core.record.record_json import (
    RecordEncoder,
    from_json,
    to_json,
)
from custom_components.access_codes.core.record.timeline import (
    MOST_EVENTS_OF_A_CODE,
    MOST_GONE_CODES,
    with_events,
)
from custom_components.access_codes.core.requests.replace_lock import move
from tests.support.builders import NOW, a_code

LATER = NOW + timedelta(hours=1)


def used(record: LockRecord, access_code_id: str, minutes: int = 0) -> LockRecord:
    """Return the record after a use of a code."""
    edit = RecordEdit(record)
    at = NOW + timedelta(minutes=minutes)
    edit.emit(EventType.USED, at, record.codes[access_code_id], action="unlock")
    return edit.result()


def gone(record: LockRecord, access_code_id: str, minutes: int) -> LockRecord:
    """Return the record after a code has left it."""
    edit = RecordEdit(record)
    code = edit.codes[access_code_id]
    edit.drop_code(access_code_id)
    edit.emit(EventType.DELETED, NOW + timedelta(minutes=minutes), code)
    return edit.result()


@pytest.mark.contract("6.171")
def test_only_the_newest_events_of_a_code_are_kept() -> None:
    record = LockRecord("lock", {"a": a_code("a"), "b": a_code("b")})
    record = used(record, "b")
    for minutes in range(MOST_EVENTS_OF_A_CODE + 3):
        record = used(record, "a", minutes)
    assert len(record.timeline["a"]) == MOST_EVENTS_OF_A_CODE
    assert len(record.timeline["b"]) == 1
    newest = record.timeline["a"][-1]
    assert newest == replace(record.outbox[-1], access_code_id=None, name=None)


@pytest.mark.contract("6.171")
def test_codes_that_are_gone_are_kept_for_a_while() -> None:
    keys = [f"code-{number}" for number in range(MOST_GONE_CODES + 2)]
    record = LockRecord("lock", {key: a_code(key) for key in keys})
    for minutes, key in enumerate(reversed(keys)):
        record = gone(record, key, minutes)
    assert record.timeline.keys() == set(keys[:MOST_GONE_CODES])


@pytest.mark.contract("6.171")
def test_a_damaged_timeline_without_events_goes_first() -> None:
    event = Event("id", EventType.USED, NOW)
    timeline = {str(number): (event,) for number in range(MOST_GONE_CODES)}
    assert with_events({**timeline, "z": ()}, (), {}) == timeline


@pytest.mark.contract("6.172")
@pytest.mark.parametrize("is_gone", [False, True])
def test_a_line_of_the_log_names_an_event_once(is_gone: bool) -> None:
    record = used(LockRecord("lock", {"a": a_code("a"), "b": a_code("b")}), "a")
    record = replace(record, outbox=())
    after = gone(record, "a", 1) if is_gone else used(record, "a", 1)
    line = orjson.dumps(delta_to_json(delta_of(record, after, LATER)))
    assert b"timeline" not in line
    assert line.count(after.outbox[-1].event_id.encode()) == 1
    again = apply_delta(record, delta_from_json(orjson.loads(line)))
    assert again == replace(after, written_at=LATER)


@pytest.mark.contract("6.172")
def test_an_event_that_the_log_missed_is_in_the_timeline_all_the_same() -> None:
    record = LockRecord("lock", {"a": a_code("a")})
    after = replace(used(record, "a"), outbox=())
    delta = delta_from_json(delta_to_json(delta_of(record, after, LATER)))
    assert apply_delta(record, delta).timeline == after.timeline


@pytest.mark.contract("6.171")
def test_it_is_in_the_snapshot() -> None:
    record = used(LockRecord("lock", {"a": a_code("a")}), "a")
    assert from_json(to_json(record, LATER)).timeline == record.timeline
    encoder = RecordEncoder()
    for state in (record, used(record, "a", 1)):
        written = orjson.loads(orjson.dumps(encoder.of(state, LATER)))
        assert from_json(written) == replace(state, written_at=LATER)


@pytest.mark.contract("6.171", "14.15")
def test_it_moves_with_the_code_to_another_lock() -> None:
    record = used(LockRecord("lock", {"a": a_code("a"), "b": a_code("b")}), "a")
    record = gone(used(record, "b"), "b", 1)
    moved = move(record, LATER, "lock-2", link=None, onto=None)  # type: ignore[arg-type]
    assert moved.timeline["a"][:-1] == record.timeline["a"]
    assert "b" not in moved.timeline
