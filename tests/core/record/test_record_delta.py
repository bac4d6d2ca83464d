"""Deltas: the record before and the delta give the record after, whatever was changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import orjson
import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    EventType,
    KnownPin,
    LockRecord,
    Pin,
    Placement,
)
from custom_components.access_codes.core.record.edit import RecordEdit
from custom_components.access_codes.core.record.json_types import InvalidJson
from custom_components.access_codes.core.record.record_delta import (
    apply_delta,
    delta_from_json,
    delta_of,
    delta_to_json,
    drops_pins,
)
from custom_components.access_codes.core.record.record_json import (
    RecordUnreadable,
    replayed,
)
from tests.support.builders import NOW, a_code, held
from tests.support.record_strategies import contents, pins, records
from tests.support.stored_record import FULL

LATER = NOW + timedelta(hours=1)
ANY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def stored(before: LockRecord, after: LockRecord) -> Any:
    """Return the delta of two records as it is read from the disk."""
    return orjson.loads(orjson.dumps(delta_to_json(delta_of(before, after, LATER))))


def check(before: LockRecord, after: LockRecord) -> None:
    """Hold the record that a start reads to the one in memory, the order of its parts included."""
    again = apply_delta(before, delta_from_json(stored(before, after)))
    assert again == replace(after, written_at=LATER)
    for name in ("codes", "placements", "unmanaged"):
        assert list(getattr(again, name)) == list(getattr(after, name))


@st.composite
def edits(draw: st.DrawFn, record: LockRecord) -> LockRecord:
    """Give a record after some edits of another, as the core makes them: unchanged parts are the same objects."""
    edit = RecordEdit(record)
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(
            st.sampled_from(["put", "drop", "place", "drop_place", "emit", "field"])
        )
        match kind:
            case "put":
                code = a_code(draw(st.sampled_from("abcd")), draw(pins).reveal())
                edit.put_code(code)
            case "drop" if edit.codes:
                edit.drop_code(draw(st.sampled_from(sorted(edit.codes))))
            case "place":
                slot = draw(st.sampled_from("1234"))
                possible = draw(st.frozensets(contents, min_size=1, max_size=2))
                edit.put_placement(Placement(slot, "a", possible))
            case "drop_place" if edit.placements:
                slot = draw(st.sampled_from(sorted(edit.placements)))
                edit.drop_placement(edit.placements[slot])
            case "emit":
                edit.emit(EventType.CREATED, NOW)
            case _:
                edit.set_record(
                    replace(
                        edit.record,
                        unmanaged=draw(
                            st.dictionaries(st.sampled_from("12345"), contents)
                        ),
                        event_count=draw(st.integers(0, 9)),
                        reset_at=draw(st.none() | st.just(NOW)),
                    )
                )
    after = edit.result()
    taken = draw(st.integers(0, len(after.outbox)))
    return replace(after, outbox=after.outbox[taken:])


@pytest.mark.contract("13.61")
@ANY
@given(st.data())
def test_snapshot_and_log_give_the_record_in_memory_after_any_edits(draw: Any) -> None:
    record = start = draw.draw(records())
    lines = []
    for _ in range(draw.draw(st.integers(1, 6))):
        after = draw.draw(edits(record))
        check(record, after)
        lines.append(stored(record, after))
        record = after
    owners = {each.owner for each in record.placements.values()}
    if len(owners) == len(record.placements) and owners <= record.codes.keys():
        again, _ = replayed(start, lines)
        assert again == replace(record, written_at=LATER)
    else:
        with pytest.raises(RecordUnreadable, match="owner"):
            replayed(start, lines)


@ANY
@given(records(), records())
def test_any_two_records_have_a_delta(before: LockRecord, after: LockRecord) -> None:
    check(before, after)


@ANY
@given(st.permutations("abcdef"), st.permutations("abcdefgh"))
def test_the_order_of_codes_is_kept(before: list[str], after: list[str]) -> None:
    codes = {key: a_code(key, f"10{key}") for key in "abcdefgh"}
    check(
        LockRecord("lock", {key: codes[key] for key in before[:4]}),
        LockRecord("lock", {key: codes[key] for key in after[:5]}),
    )


@pytest.mark.contract("13.61")
def test_a_delta_has_only_what_changed() -> None:
    record = LockRecord("lock", {key: a_code(key, f"10{key}") for key in "abc"})
    edit = RecordEdit(record)
    edit.put_code(replace(record.codes["b"], name="Cleaner"))
    edit.drop_code("c")
    raw = stored(record, edit.result())
    assert raw.keys() == {"written_at", "put", "drop"}
    assert [code["name"] for code in raw["put"]["codes"]] == ["Cleaner"]
    assert raw["drop"] == {"codes": ["c"]}


def test_an_unchanged_record_has_an_empty_delta() -> None:
    assert delta_to_json(delta_of(FULL, FULL, LATER)).keys() == {"written_at"}
    equal = replace(FULL, codes=dict(FULL.codes), placements=dict(FULL.placements))
    assert delta_to_json(delta_of(FULL, equal, LATER)).keys() == {"written_at"}


PIN, OTHER = Pin("246813"), Pin("975310")
BASE = LockRecord(
    "lock",
    {"a": a_code("a", PIN.reveal())},
    {"1": Placement("1", "a", frozenset({held(PIN.reveal())}))},
    unmanaged={"9": KnownPin(OTHER)},
)


@pytest.mark.contract("13.9")
@pytest.mark.parametrize(
    ("change", "is_gone"),
    [
        (lambda edit: edit.drop_code("a"), True),
        (lambda edit: edit.put_code(a_code("a", OTHER.reveal())), True),
        (lambda edit: edit.put_code(replace(edit.codes["a"], name="Other")), False),
        (lambda edit: edit.put_code(a_code("b", OTHER.reveal())), False),
        (
            lambda edit: edit.put_placement(
                Placement("1", "a", frozenset({held(PIN.reveal()), EMPTY}))
            ),
            False,
        ),
        (
            lambda edit: edit.put_placement(
                Placement("1", "a", frozenset({UNREADABLE}), unproven=EMPTY)
            ),
            True,
        ),
        (lambda edit: edit.set_record(replace(edit.record, unmanaged={})), True),
    ],
)
def test_a_delta_knows_whether_a_pin_is_gone(
    change: Callable[[RecordEdit], None], is_gone: bool
) -> None:
    edit = RecordEdit(BASE)
    change(edit)
    after = replace(edit.result(), unmanaged=edit.record.unmanaged)
    assert drops_pins(BASE, delta_of(BASE, after, LATER)) is is_gone


@pytest.mark.contract("13.62")
@pytest.mark.parametrize(
    "change",
    [
        None,
        [],
        {"written_at": "yesterday"},
        {"set": {}},
        {"set": {"of_the_future": 1}},
        {"set": {"codes": []}},
        {"set": {"event_count": "1"}},
        {"set": []},
        {"drop": {"codes": ["unknown"]}},
        {"drop": {"lock_id": ["a"]}},
        {"drop": {"codes": "a"}},
        {"put": {"codes": [{"access_code_id": "a"}]}},
        {"put": {"codes": {}}},
        {"put": {"outbox": []}},
        {"events_dropped": 2},
        {"events_dropped": -1},
        {"events_dropped": True},
        {"events": [{}]},
        {"moved": {}},
    ],
)
def test_a_change_that_is_not_understood_makes_the_record_unreadable(
    change: Any,
) -> None:
    if isinstance(change, dict) and change != {"set": {}}:
        change = {"written_at": LATER.isoformat(), **change}
    with pytest.raises(RecordUnreadable) as refusal:
        replayed(FULL, [change])
    assert refusal.value.__context__ is None


def test_a_delta_of_another_record_is_refused() -> None:
    with pytest.raises(InvalidJson):
        apply_delta(BASE, delta_of(FULL, BASE, LATER))
