"""Edits of a record."""

import pytest

from custom_components.access_codes.core.model import EventType, LockRecord
from custom_components.access_codes.core.record.edit import MOST_EVENTS, RecordEdit
from tests.support.builders import NOW


@pytest.mark.contract("11.20")
def test_the_outbox_drops_its_oldest_events_beyond_its_limit() -> None:
    record = LockRecord("lock-1")
    for _ in range(2):
        edit = RecordEdit(record)
        for _ in range(MOST_EVENTS // 2 + 1):
            edit.emit(EventType.ACCESS_DENIED, NOW)
        record = edit.result()
    assert record.event_count == MOST_EVENTS + 2
    assert len(record.outbox) == MOST_EVENTS
    newest = RecordEdit(LockRecord("lock-1", event_count=MOST_EVENTS + 1))
    newest.emit(EventType.ACCESS_DENIED, NOW)
    assert record.outbox[-1] == newest.result().outbox[0]
