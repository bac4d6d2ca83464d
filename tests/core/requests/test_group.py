"""Requests about several locks: one PIN and one key, checked on all, and parts that are applied once."""

from dataclasses import replace
import random
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    AccessCode,
    CodeType,
    GroupPart,
    LockRecord,
    Pin,
    Window,
)
from custom_components.access_codes.core.requests import delete, update as update_one
from custom_components.access_codes.core.requests.group import (
    GroupCreateRequest,
    RefusedByLock,
    create_group,
    delete_group,
    update_group,
)
from custom_components.access_codes.core.requests.group_parts import apply_part
from custom_components.access_codes.core.requests.inputs import (
    CreateRequest,
    UpdateRequest,
)
from custom_components.access_codes.core.requests.refused import Refused
from tests.support.builders import HOUR, NOW, a_code, a_record, a_world, able, hours
from tests.support.request_helpers import ON_LOCK

KEYS = ("key-a", "key-b")
NONE = frozenset[str]()


def create(
    *records: LockRecord,
    may_differ: bool = False,
    keys: tuple[str, ...] = KEYS,
    **given: Any,
) -> list[AccessCode]:
    """Return the codes that a request creates, one for each lock."""
    ids = iter("uvwxyz" * 20)
    parts = create_group(
        [(record, a_world()) for record in records],
        GroupCreateRequest(
            given=CreateRequest(**given),
            may_differ=may_differ,
            keys=keys,
            new_id=lambda: next(ids),
            draw=random.Random(1).randrange,
        ),
    )
    return [code for part in parts for code in part.created.values()]


def pins(codes: list[AccessCode]) -> list[str | None]:
    return [code.pin.reveal() if code.pin is not None else None for code in codes]


def refusal(*records: LockRecord, **given: Any) -> tuple[int | None, str]:
    """Return which lock refuses, and why."""
    with pytest.raises(Refused) as refused:
        create(*records, **given)
    return getattr(refused.value, "member", None), refused.value.key


@pytest.mark.contract("6.101")
def test_a_pin_is_drawn_that_fits_all_locks() -> None:
    short = a_record(capabilities=able(code_lengths=(4, 5)))
    long = a_record(capabilities=able(code_lengths=(5, 6, 7)))
    [one, other] = create(short, long)
    assert one.pin == other.pin
    assert one.pin is not None
    assert len(one.pin) == 5
    assert one.common_code_key == other.common_code_key == "key-a"
    [one, other] = create(short, long, name=" Ada ", preferred_code_length=5)
    assert (one.name, other.name) == ("Ada", "Ada")


@pytest.mark.contract("6.101", "6.107")
def test_without_a_common_pin_nothing_is_created() -> None:
    short = a_record(capabilities=able(code_lengths=(4,)))
    long = a_record(capabilities=able(code_lengths=(6,)))
    assert refusal(short, long) == (None, "no_common_code_length")
    assert refusal(long, short, code=Pin("123987")) == (1, "code_length_not_taken")
    assert refusal(long, a_record(capabilities=None)) == (1, "lock_not_known_yet")
    alone = a_record(capabilities=able(is_pin_chosen_by_lock=True))
    assert refusal(long, alone) == (1, "code_cannot_be_shared")
    [*slots] = (a_code(str(number), f"482{number}") for number in range(3))
    assert refusal(a_record(), a_record(*slots), code=Pin("7305")) == (
        1,
        "no_slot_left",
    )


@pytest.mark.parametrize(
    ("window", "reason"),
    [
        (hours(3, 2), "ends_at_not_after_starts_at"),
        (hours(-3, -2), "ends_at_in_past"),
    ],
)
def test_times_that_no_lock_could_have_are_refused_for_none_of_them(
    window: Window, reason: str
) -> None:
    times = {"starts_at": window.starts_at, "ends_at": window.ends_at}
    assert refusal(a_record(), a_record(), **times) == (None, reason)
    assert refusal(a_record(), starts_at=NOW) == (None, "ends_at_missing")


@pytest.mark.contract("6.101")
def test_locks_that_cannot_share_a_pin_get_their_own_where_that_is_wanted() -> None:
    short = a_record(capabilities=able(code_lengths=(4,)))
    long = a_record(capabilities=able(code_lengths=(6,)))
    alone = a_record(capabilities=able(is_pin_chosen_by_lock=True))
    codes = create(short, alone, long, short, may_differ=True)
    assert [len(pin) if pin else None for pin in pins(codes)] == [4, None, 6, 4]
    assert pins(codes)[0] == pins(codes)[3]
    assert pins(create(alone, alone, may_differ=True)) == [None, None]
    assert [code.is_pin_chosen_by_lock for code in create(alone)] == [True]
    codes = create(short, long, alone, code=Pin("7305"), may_differ=True)
    assert pins(codes)[0] == "7305"
    assert pins(codes)[2] is None
    assert {code.common_code_key for code in codes} == {"key-a"}


@pytest.mark.contract("6.101")
def test_a_pin_of_its_own_must_be_there_too() -> None:
    full = a_record(capabilities=able(code_lengths=(4,), characters="1"))
    assert refusal(a_record(), full, code=Pin("7305"), may_differ=True) == (
        1,
        "no_pin_left",
    )
    assert refusal(full, full, may_differ=True) == (0, "no_pin_left")


@pytest.mark.contract("6.26")
def test_a_key_in_which_the_pin_can_be_read_is_passed_over() -> None:
    [code] = create(a_record(), code=Pin("4826"), keys=("x4826x", "y"))
    assert code.common_code_key == "y"
    assert refusal(a_record(), code=Pin("4826"), keys=("4826", "48264")) == (
        0,
        "name_contains_code",
    )
    assert refusal(a_record(), code=Pin("4826"), name="4826") == (
        0,
        "name_contains_code",
    )


def test_what_no_lock_takes_is_refused_for_all() -> None:
    assert refusal(a_record(), a_record(), name=" ") == (None, "name_blank")
    assert refusal(a_record(), ends_at=NOW) == (None, "ends_at_in_past")


def updates(
    *records: LockRecord, key: str = "k", **given: Any
) -> tuple[GroupPart, ...]:
    return update_group(
        [(record, a_world()) for record in records],
        key,
        UpdateRequest(access_code_id="", **given),
    )


@pytest.mark.contract("6.102")
@pytest.mark.parametrize(
    "given",
    [
        {"name": "Grace"},
        {"code": Pin("7305")},
        {"starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR},
        {"ends_at": NOW + 3 * HOUR},
        {"type": CodeType.ONGOING},
        {"name": "Grace", "code": Pin("7305"), "type": CodeType.ONGOING},
    ],
)
def test_a_part_changes_a_code_as_an_update_of_it_alone_does(
    given: dict[str, Any],
) -> None:
    code = a_code(
        window=hours(-1, 1), progress=ON_LOCK, common_code_key="k", used_at=NOW - HOUR
    )
    record = a_record(code, a_code("b", "9999"))
    request = UpdateRequest(access_code_id="a", **given)
    after, _ = update_one(record, a_world(), request)
    [part] = updates(record, **given)
    applied, _ = apply_part(record, a_world(), "change", part, NONE)
    assert applied == replace(after, applied_changes=frozenset({"change"}))


@pytest.mark.contract("6.102", "6.103")
def test_an_update_needs_a_code_that_can_be_updated() -> None:
    gone = a_code("b", common_code_key="k", deleted_at=NOW)
    live = a_code(common_code_key="k")
    with pytest.raises(Refused) as refused:
        updates(a_record(gone), name="Ada")
    assert refused.value.key == "access_code_being_deleted"
    with pytest.raises(Refused) as refused:
        updates(a_record(live), key="other", name="Ada")
    assert refused.value.key == "common_code_key_not_found"
    with pytest.raises(RefusedByLock) as by_lock:
        updates(a_record(live), a_record(live, a_code("b", "7305")), code=Pin("7305"))
    assert (by_lock.value.member, by_lock.value.key) == (1, "code_in_use")
    parts = updates(a_record(live), a_record(gone), name="Guest a")
    assert all(part.is_empty for part in parts)


@pytest.mark.contract("6.51", "6.103")
def test_a_deletion_passes_over_what_is_being_deleted() -> None:
    gone = a_code("b", common_code_key="k", deleted_at=NOW)
    live = a_code(common_code_key="k")
    members = [(a_record(live, gone), a_world()), (a_record(gone), a_world())]
    part, nothing = delete_group(members, "k")
    assert part.deleted == ("a",)
    assert nothing.is_empty
    record, _ = apply_part(*members[0], "change", part, NONE)
    assert record.codes == delete(*members[0], "a")[0].codes
    with pytest.raises(Refused):
        delete_group(members, "other")


@pytest.mark.contract("6.105")
def test_a_part_is_applied_once_and_its_id_kept_while_the_journal_may_have_it() -> None:
    part = GroupPart({"n": a_code("n")}, code_count=7)
    record = a_record(applied_changes=frozenset({"old", "in journal"}))
    journal = frozenset({"in journal"})
    after, _ = apply_part(record, a_world(), "new", part, journal)
    assert after.codes == {"n": a_code("n")}
    assert after.code_count == 7
    assert after.applied_changes == {"new", "in journal"}
    assert [event.type for event in after.outbox] == ["access_code.created"]
    assert apply_part(after, a_world(), "new", part, journal) == (after, None)


@pytest.mark.contract("6.105")
def test_a_part_leaves_alone_what_is_gone() -> None:
    code = a_code(common_code_key="k")
    [update] = updates(a_record(code), name="Grace")
    deletion = GroupPart(deleted=("a",))
    for record in (a_record(), a_record(replace(code, deleted_at=NOW))):
        for part in (update, deletion):
            after, _ = apply_part(record, a_world(), "new", part, NONE)
            assert after.codes == record.codes
