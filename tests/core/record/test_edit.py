"""Edits of a record."""

import pytest

from custom_components.access_codes.core.model import EMPTY, EventType, LockRecord
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


@pytest.mark.parametrize("is_indexed", [True, False])
def test_a_slot_that_is_handed_over_is_found_by_its_new_owner(is_indexed: bool) -> None:
    record = a_record(a_code("a"), a_code("b"), placements=placed("1", "a", EMPTY))
    edit = RecordEdit(record)
    if is_indexed:
        assert edit.by_owner.keys() == {"a"}
    edit.hand_over(edit.placements["1"], "b")
    assert {owner: p.slot for owner, p in edit.by_owner.items()} == {"b": "1"}
