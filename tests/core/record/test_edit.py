"""Edits of a record."""

import pytest

from custom_components.access_codes.core.model import EventType, LockRecord
from custom_components.access_codes.core.record.edit import MOST_EVENTS, RecordEdit
from tests.support.builders import NOW, a_code, a_record, placed


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


def test_a_slot_that_is_handed_over_belongs_to_its_new_code_alone() -> None:
    record = a_record(a_code("a"), a_code("b"), placements=placed("1", "a"))
    edit = RecordEdit(record)
    edit.hand_over(record.placements["1"], "b")
    assert set(edit.by_owner) == {"b"}
    assert edit.by_owner["b"].slot == "1"
