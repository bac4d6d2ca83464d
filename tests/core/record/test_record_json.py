"""The record as it stands on disk: nothing is lost, and what is not exactly understood is never taken for a record."""

from dataclasses import replace
from datetime import UTC, datetime
import json

from hypothesis import HealthCheck, given, settings
import orjson
import pytest

from custom_components.access_codes.core.model import LockRecord
from custom_components.access_codes.core.record.record_json import (
    VERSION,
    RecordEncoder,
    Snapshot,
    from_json,
    snapshot_from_json,
    to_json,
)
from tests.support.builders import HOUR, NOW
from tests.support.record_strategies import instants, records
from tests.support.stored_record import FULL, ON_DISK

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


def test_a_record_on_disk_has_the_shape_that_version_1_has() -> None:
    """What stands on people's disks: a change here needs a new version."""
    assert to_json(FULL, NOW + 2 * HOUR) == ON_DISK
    assert from_json(ON_DISK) == replace(FULL, written_at=NOW + 2 * HOUR)


@pytest.mark.contract("13.65")
def test_a_record_with_a_log_is_newer_than_one_that_knows_of_no_log() -> None:
    stored = to_json(FULL, NOW + 2 * HOUR, generation=7)
    assert stored == {**ON_DISK, "version": 2, "generation": 7}
    assert VERSION == 2
    assert list(stored)[:3] == ["version", "lock_id", "generation"]
    assert snapshot_from_json(stored) == Snapshot(
        replace(FULL, written_at=NOW + 2 * HOUR), 7
    )


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
        written = orjson.loads(orjson.dumps(content.of(record, NOW, 3)))
        assert written == to_json(record, NOW, 3)


def test_an_empty_record_is_small() -> None:
    assert to_json(LockRecord("lock"), NOW) == {
        "version": 1,
        "lock_id": "lock",
        "written_at": "2026-06-01T12:00:00+00:00",
    }
