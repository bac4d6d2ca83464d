"""Codes for another lock: the same PIN, name and times, one key, and a refusal that names the code."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    ActiveWhile,
    GroupPart,
    LockRecord,
    Pin,
    Position,
    Recurrence,
    UseReporting,
)
from custom_components.access_codes.core.requests.give import (
    GiveRequest,
    RefusedForCode,
    give_codes,
    has_any,
)
from custom_components.access_codes.core.requests.group_parts import apply_part
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.builders import HOUR, NOW, a_code, a_record, a_world, able, hours


def give(
    *records: LockRecord, ids: Sequence[str] = ("a",), made: Sequence[str] = ()
) -> tuple[GroupPart, ...]:
    """Return the parts: the first record is that of the lock that gets the codes."""
    new_ids = iter([*made, *(f"new-{letter}" for letter in "abcdefghij" * 20)])
    return give_codes(
        [(record, a_world()) for record in records],
        GiveRequest(access_code_ids=ids, new_id=lambda: next(new_ids)),
    )


def copies(parts: tuple[GroupPart, ...]) -> list[AccessCode]:
    return list(parts[0].created.values())


def refusal(*records: LockRecord, ids: Sequence[str] = ("a",)) -> tuple[str, str]:
    """Return the name of the code that is refused, and why."""
    with pytest.raises(Refused) as refused:
        give(*records, ids=ids)
    return getattr(refused.value, "name", ""), refused.value.key


@pytest.mark.contract("18.14", "18.15")
def test_a_code_is_the_same_on_the_other_lock_and_both_get_one_key() -> None:
    window = hours(2, 5)
    source = a_record(a_code(window=window, is_external_modification_allowed=True))
    parts = give(a_record(), source)
    [copy] = copies(parts)
    assert (copy.name, copy.pin, copy.window) == ("Guest a", Pin("4826"), window)
    assert copy.is_external_modification_allowed
    assert copy.created_at == NOW
    assert copy.common_code_key
    [change] = parts[1].updated
    after = apply_part(source, a_world(), "change", parts[1], frozenset())[0]
    assert after.codes["a"].common_code_key == copy.common_code_key
    assert change.changed == ("common_code_key",)
    given = apply_part(a_record(), a_world(), "change", parts[0], frozenset())[0]
    assert given.codes == {copy.access_code_id: copy}
    assert given.code_count == 1


@pytest.mark.contract("18.15", "18.16")
def test_a_key_is_kept_and_who_has_it_there_already_is_left_out() -> None:
    code = a_code(common_code_key="ada")
    parts = give(a_record(), a_record(code))
    assert [copy.common_code_key for copy in copies(parts)] == ["ada"]
    assert parts[1].is_empty
    there = a_code("b", "7305", common_code_key="ada")
    parts = give(a_record(there), a_record(code))
    assert all(part.is_empty for part in parts)
    assert parts[0].code_count == 0
    # One that is being deleted is not there to stay.
    gone = replace(there, deleted_at=NOW)
    assert len(copies(give(a_record(gone), a_record(code)))) == 1
    # Nor is a code given to the lock that has it, however often it is named.
    assert give(a_record(code), ids=("a", "a"))[0].is_empty


@pytest.mark.parametrize("prefers", [True, False])
def test_who_holds_the_window_is_wished_alike_on_the_other_lock(prefers: bool) -> None:
    code = a_code(window=hours(2, 5), prefer_native_scheduling=prefers)
    [copy] = copies(give(a_record(), a_record(code)))
    assert copy.prefer_native_scheduling is prefers


def test_several_codes_are_given_with_room_and_pins_checked_together() -> None:
    one, two = a_code("a"), a_code("b", "7305")
    parts = give(a_record(), a_record(one), a_record(two), ids=("b", "a", "b"))
    assert [copy.name for copy in copies(parts)] == ["Guest b", "Guest a"]
    assert parts[0].code_count == 2
    small = a_record(capabilities=able(slots=("1",)))
    names = refusal(small, a_record(one, two), ids=("a", "b"))
    assert names == ("Guest b", "no_slot_left")
    same = replace(two, pin=one.pin)
    names = refusal(a_record(), a_record(one), a_record(same), ids=("a", "b"))
    assert names == ("Guest b", "code_in_use")


@pytest.mark.contract("18.17")
def test_pause_limit_and_entity_come_along_and_uses_begin_anew() -> None:
    entity = ActiveWhile("input_boolean.guests", "id", is_on=True, since=NOW)
    code = a_code(paused_at=NOW - HOUR, most_uses=3, use_count=2, active_while=entity)
    lock = a_record(capabilities=able(uses=UseReporting.LIVE))
    [copy] = copies(give(lock, a_record(code)))
    assert copy.paused_at == NOW
    assert (copy.max_uses, copy.use_count) == (3, 0)
    assert copy.active_while is not None
    assert copy.active_while.entity_id == "input_boolean.guests"
    once = a_code(is_one_time_use=True)
    assert copies(give(lock, a_record(once)))[0].is_one_time_use


@pytest.mark.contract("18.17")
def test_a_recurrence_goes_on_in_step_though_its_first_window_is_over() -> None:
    first = hours(-48, -46)
    recurrence = Recurrence("FREQ=DAILY;INTERVAL=2;COUNT=3", "UTC", first)
    code = a_code(recurrence=recurrence, window=hours(0, 2))
    [copy] = copies(give(a_record(), a_record(code)))
    assert copy.recurrence == recurrence
    assert copy.window == hours(0, 2)
    over = replace(code, window=hours(-4, -2), position=Position(is_over=True))
    assert refusal(a_record(), a_record(over)) == ("Guest a", "ends_at_in_past")


@pytest.mark.contract("18.16")
def test_what_cannot_be_given_is_refused_by_its_name() -> None:
    assert refusal(a_record(), a_record(a_code(pin=None))) == (
        "Guest a",
        "pin_of_code_not_known",
    )
    assert refusal(a_record(), a_record(a_code(window=hours(-2, -1)))) == (
        "Guest a",
        "ends_at_in_past",
    )
    long = a_record(capabilities=able(code_lengths=(6,)))
    assert refusal(long, a_record(a_code())) == ("Guest a", "code_length_not_taken")
    deleted = a_record(a_code(deleted_at=NOW))
    assert refusal(a_record(), deleted) == ("", "access_code_being_deleted")
    for hidden in (a_code(is_unmanaged=True), a_code(is_backup=True)):
        assert refusal(a_record(), a_record(hidden)) == ("", "access_code_not_found")
    assert refusal(a_record(), ids=("nobody",)) == ("", "access_code_not_found")
    assert issubclass(RefusedForCode, Refused)


def test_a_new_key_does_not_show_the_pin() -> None:
    parts = give(a_record(), a_record(a_code()), made=("x-4826-y", "fine"))
    assert copies(parts)[0].common_code_key == "fine"
    everywhere = [f"{number}-4826" for number in range(20)]
    with pytest.raises(RefusedForCode):
        give(a_record(), a_record(a_code()), made=everywhere)


def test_a_lock_is_asked_whether_it_has_one_of_the_codes() -> None:
    assert has_any(a_record(a_code()), ["b", "a"])
    assert not has_any(a_record(a_code()), ["b"])
