"""Codes that get in each other's way: the same PIN at one time, and more codes than slots."""

from dataclasses import replace
import random
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.access_codes.core import requests
from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    CodeType,
    LockRecord,
    Pin,
    Settings,
    Window,
)
from custom_components.access_codes.core.requests.capacity import check_room
from custom_components.access_codes.core.requests.inputs import CreateRequest
from custom_components.access_codes.core.requests.limits import MOST_CODES, check_count
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.builders import (
    HOUR,
    NOW,
    a_code,
    a_record,
    a_world,
    able,
    held,
    hours,
    placed,
)
from tests.support.request_helpers import RUNNING, create, refusal_of, update


@pytest.mark.contract("6.22")
@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (None, None),
        (None, hours(4, 5)),
        (hours(1, 3), None),
        (hours(1, 3), hours(2, 4)),
        (hours(1, 3), hours(-1, 2)),
        (hours(1, 4), hours(2, 3)),
    ],
)
def test_a_pin_that_another_code_holds_at_an_overlapping_time_is_refused(
    mine: Window | None, theirs: Window | None
) -> None:
    record = a_record(a_code(window=theirs))
    asked = (
        {} if mine is None else {"starts_at": mine.starts_at, "ends_at": mine.ends_at}
    )
    refused = refusal_of(create, record, code=Pin("4826"), **asked)
    assert (refused.key, refused.placeholders) == (
        "code_in_use",
        {"field": "code", "name": "Guest a"},
    )


@pytest.mark.contract("6.22")
@pytest.mark.parametrize(
    ("mine", "other"),
    [
        (hours(1, 2), a_code(window=hours(2, 3))),
        (hours(2, 3), a_code(window=hours(1, 2))),
        (hours(-2, 3), a_code(window=hours(-3, -1))),
        (None, a_code(window=hours(-3, 0))),
        (None, a_code(deleted_at=NOW - HOUR)),
        (None, a_code(used_at=NOW - HOUR)),
        (None, a_code(pin=None)),
    ],
    ids=["before", "after", "past", "just ended", "deleted", "used up", "unknown"],
)
def test_a_pin_is_free_that_nobody_holds_at_the_same_time(
    mine: Window | None, other: AccessCode
) -> None:
    asked: dict[str, Any] = (
        {} if mine is None else {"starts_at": mine.starts_at, "ends_at": mine.ends_at}
    )
    assert create(a_record(other), code=Pin("4826"), **asked)[1].pin == Pin("4826")


@pytest.mark.contract("6.23")
def test_a_pin_that_an_unmanaged_code_holds_is_left_to_the_lock_to_refuse() -> None:
    for has_enter_key in (True, False):
        record = a_record(capabilities=able(has_enter_key=has_enter_key))
        world = a_world(observed={"1": held("4826")})
        assert create(record, world, code=Pin("4826"))[1].pin == Pin("4826")


@pytest.mark.contract("6.24")
@pytest.mark.parametrize("pin", ["48261", "4826"])
def test_without_an_enter_key_no_pin_may_begin_with_another(pin: str) -> None:
    other = {"4826": "48261", "48261": "4826"}[pin]
    record = a_record(a_code(pin=other), capabilities=able(has_enter_key=False))
    refused = refusal_of(create, record, code=Pin(pin))
    assert (refused.key, refused.placeholders["name"]) == (
        "code_begins_like_another",
        "Guest a",
    )
    world = a_world(observed={"2": EMPTY, "3": held(other)})
    record = a_record(capabilities=able(has_enter_key=False))
    refused = refusal_of(create, record, world, code=Pin(pin))
    assert (refused.key, refused.placeholders["slot"]) == (
        "code_begins_like_unmanaged",
        "3",
    )


@pytest.mark.contract("6.24")
def test_with_an_enter_key_a_pin_may_begin_with_another() -> None:
    world = a_world(observed={"3": held("482")})
    assert create(a_record(a_code()), world, code=Pin("48261"))[1].pin == Pin("48261")


def test_without_an_enter_key_adjoining_windows_may_begin_alike() -> None:
    record = a_record(
        a_code(window=hours(-1, 1)), capabilities=able(has_enter_key=False)
    )
    _, code = create(
        record, code=Pin("48261"), starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR
    )
    assert code.window == hours(1, 2)


FULL = [a_code("a", "4826"), a_code("b", "4827"), a_code("c", "4829")]


def test_a_full_lock_takes_no_more_codes() -> None:
    refused = refusal_of(create, a_record(*FULL))
    assert (refused.key, refused.placeholders) == (
        "no_slot_left",
        {"field": "lock", "limit": "3"},
    )


@pytest.mark.contract("6.62")
def test_a_lock_without_any_slot_is_named_as_such() -> None:
    record = a_record(capabilities=able(slots=()))
    with pytest.raises(Refused) as refused:
        check_room(record, a_world(), a_code())
    assert refused.value.key == "lock_without_slots"


@pytest.mark.contract("12.15")
def test_a_lock_whose_codes_are_kept_by_home_assistant_is_never_full() -> None:
    record = a_record(*FULL, capabilities=able(is_virtual=True, slots=()))
    assert len(create(record)[0].codes) == 4


@pytest.mark.contract("6.27")
def test_only_one_instant_that_is_too_full_refuses() -> None:
    codes = [
        a_code("a", "4826", window=hours(0, 5)),
        a_code("b", "4827", window=hours(1, 3)),
        a_code("c", "4829", window=hours(2, 4)),
        a_code("d", "4811", window=hours(5, 9)),
        a_code("e", "4813", window=hours(5, 9)),
    ]
    record = a_record(*codes)

    def ask(starts: float, ends: float) -> tuple[LockRecord, AccessCode]:
        window = hours(starts, ends)
        return create(record, starts_at=window.starts_at, ends_at=window.ends_at)

    assert refusal_of(ask, 0, 2.5).key == "no_slot_left"
    assert refusal_of(ask, 2.9, 9).key == "no_slot_left"
    assert refusal_of(ask, 2, 2.1).key == "no_slot_left"
    for starts, ends in ((0, 2), (3, 5), (3, 9), (4, 6), (9, 10)):
        assert ask(starts, ends)[1].window == hours(starts, ends)


@pytest.mark.contract("6.27")
def test_unmanaged_codes_and_reserved_slots_leave_less_room() -> None:
    world = a_world(
        observed={"1": UNREADABLE, "2": EMPTY, "9": UNREADABLE},
        settings=Settings(reserved_slots=frozenset({"3", "8"})),
    )
    record, _ = create(world=world)
    record = replace(
        record, codes={"a": replace(record.codes["new"], access_code_id="a")}
    )
    refused = refusal_of(create, record, world)
    assert (refused.key, refused.placeholders["limit"]) == ("no_slot_left", "1")


def test_places_that_somebody_else_holds_unseen_leave_less_room() -> None:
    record = a_record(*FULL[:2], unmanaged={"2": UNREADABLE})
    assert refusal_of(create, record).placeholders["limit"] == "2"
    record = replace(record, placements=placed("2", "a", held("4826")))
    assert len(create(record)[0].codes) == 3


def test_what_is_unmanaged_is_not_counted_twice_in_a_slot_of_ours() -> None:
    record = a_record(*FULL[:2], placements=placed("1", "a", held("4826")))
    world = a_world(observed={"1": held("4826")})
    assert len(create(record, world)[0].codes) == 3


@pytest.mark.contract("6.27")
@pytest.mark.parametrize(
    "leaving",
    [
        a_code("c", "4829", deleted_at=NOW),
        a_code("c", "4829", used_at=NOW),
        a_code("c", "4829", window=hours(-2, -1)),
        a_code("c", "4829", window=hours(2, 3)),
    ],
    ids=["deleted", "used up", "expired", "moved to the future"],
)
def test_a_code_that_is_still_being_removed_keeps_its_slot_for_now(
    leaving: AccessCode,
) -> None:
    record = a_record(
        *FULL[:2], leaving, placements=placed("3", "c", held("4829"), EMPTY)
    )
    until = NOW + HOUR
    assert refusal_of(create, record, ends_at=until).key == "no_slot_left"
    _, code = create(record, starts_at=NOW + HOUR / 2, ends_at=until)
    assert code.window == hours(0.5, 1)
    record = replace(record, placements=placed("3", "c", EMPTY))
    assert create(record, ends_at=until)[1].window == hours(0, 1)


def test_a_code_in_a_slot_that_was_reserved_later_takes_no_other() -> None:
    record = a_record(*FULL[:2], placements=placed("3", "a", held("4826")))
    world = a_world(settings=Settings(reserved_slots=frozenset({"3"})))
    record, _ = create(record, world)
    assert refusal_of(
        requests.create,
        record,
        world,
        CreateRequest(),
        access_code_id="more",
        draw=random.Random(2).randrange,
    ).key == ("no_slot_left")
    moved, code = update(record, world, starts_at=NOW, ends_at=NOW + HOUR)
    assert code.window == hours(0, 1)
    assert update(moved, world, type=CodeType.ONGOING)[1].window is None


def test_an_ended_code_is_no_obstacle_however_full_the_lock_is() -> None:
    world = a_world(observed={"1": UNREADABLE, "2": UNREADABLE, "3": UNREADABLE})
    assert update(a_record(RUNNING), world, ends_at=NOW)[1].window == hours(-1, 0)


def test_a_longer_window_is_checked_against_the_others() -> None:
    record = a_record(RUNNING, a_code("b", "4826", window=hours(1, 2)))
    assert refusal_of(update, record, ends_at=NOW + 2 * HOUR).key == "code_in_use"
    assert refusal_of(update, record, type=CodeType.ONGOING).key == "code_in_use"
    record = a_record(
        RUNNING,
        *(a_code(str(n), f"920{n}", window=hours(2, 3)) for n in range(3)),
    )
    assert update(record, ends_at=NOW + 2 * HOUR)[1].window == hours(-1, 2)
    assert refusal_of(update, record, ends_at=NOW + 3 * HOUR).key == "no_slot_left"
    assert refusal_of(update, record, type=CodeType.ONGOING).key == "no_slot_left"


def test_a_used_up_code_that_would_come_back_is_checked_again() -> None:
    used = replace(RUNNING, used_at=NOW, is_one_time_use=True)
    record = a_record(used, a_code("b", "4826"))
    assert refusal_of(update, record, ends_at=NOW + HOUR / 2).key == "code_in_use"
    record = a_record(used, *(a_code(str(n), f"920{n}") for n in range(3)))
    assert refusal_of(update, record, code=Pin("9173")).key == "no_slot_left"
    assert update(record, name="x")[1].used_at == NOW


times = st.integers(-6, 6).map(lambda count: NOW + count * HOUR / 2)


windows = st.one_of(
    st.none(),
    st.tuples(times, times)
    .filter(lambda both: both[0] < both[1])
    .map(lambda both: Window(*both)),
)


pins = st.sampled_from(["4826", "48261", "9173", "91", "5", "x826"]).map(Pin)


asked_updates = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Cleaner", " ", "Room 4826", "Guest a"]),
        "code": pins,
        "starts_at": st.none() | times,
        "ends_at": st.none() | times,
        "type": st.sampled_from(CodeType),
        "is_external_modification_allowed": st.booleans(),
        "is_one_time_use": st.booleans(),
        "max_uses": st.none() | st.integers(0, 4),
        "is_managed": st.booleans(),
    },
)


def expect_no_conflict(record: LockRecord) -> None:
    """Look at every half hour from now on: each PIN is there once, and no more codes than slots."""
    for half_hours in range(14):
        instant = NOW + half_hours * HOUR / 2
        valid = [
            code
            for code in record.codes.values()
            if code.deleted_at is None
            and code.used_at is None
            and (code.window is None or code.window.contains(instant))
        ]
        assert len({code.pin for code in valid}) == len(valid)
        assert len(valid) <= 3


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("create"), windows, pins),
            st.tuples(st.just("update"), st.integers(0, 6), asked_updates),
            st.tuples(st.just("delete"), st.integers(0, 6)),
        ),
        max_size=12,
    )
)
def test_whatever_is_asked_the_wishes_stay_possible(asked: list[Any]) -> None:
    record = a_record()
    for number, (kind, *ask) in enumerate(asked):
        try:
            record, code = request(record, kind, str(number), ask)
        except Refused:
            continue
        assert code.window is None or code.window.starts_at < code.window.ends_at
        assert code.pin is None or code.pin.reveal() not in code.name
        assert 0 < len(code.name) <= 60
        expect_no_conflict(record)


def test_a_lock_has_so_many_codes_and_no_more() -> None:
    codes = {str(number): a_code(str(number)) for number in range(MOST_CODES)}
    full = a_record(capabilities=able(is_virtual=True))
    full = replace(full, codes=codes)
    with pytest.raises(Refused) as refused:
        check_count(full)
    assert refused.value.key == "too_many_codes"
    assert refused.value.placeholders["limit"] == str(MOST_CODES)
    del codes["0"]
    check_count(full)


def request(
    record: LockRecord, kind: str, number: str, ask: list[Any]
) -> tuple[LockRecord, AccessCode]:
    """Ask for one thing, as drawn."""
    if kind == "delete":
        return requests.delete(record, a_world(), str(*ask))
    if kind == "update":
        return update(record, access_code_id=str(ask[0]), **ask[1])
    window, pin = ask
    return requests.create(
        record,
        a_world(),
        CreateRequest(
            code=pin,
            starts_at=window and window.starts_at,
            ends_at=window and window.ends_at,
        ),
        access_code_id=number,
        draw=random.Random(number).randrange,
    )
