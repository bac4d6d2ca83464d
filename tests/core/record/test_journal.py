"""The journal of one slot, step by step: what it may hold before and after each command, read and report."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Command,
    CommandKind,
    Content,
    KnownPin,
    LockRecord,
    Placement,
    Readability,
    SlotNaming,
)
from custom_components.access_codes.core.record.journal import (
    confirm,
    find_altered,
    intend,
    read,
    with_intent,
)
from tests.support.builders import a_code, a_record, able, held, placed

OURS, OTHER = held("4826"), held("7315")


def slot_with(*possible: Content, **more: Any) -> Placement:
    return replace(Placement("1", "a", frozenset(possible)), **more)


def setting(**more: Any) -> Command:
    return replace(Command(CommandKind.SET, "1", "a", OURS.pin, name="Guest"), **more)


@pytest.mark.contract("13.19")
def test_only_another_set_forgets_that_the_lock_altered_the_last_one() -> None:
    altered = slot_with(OURS, altered=OTHER)
    assert intend(altered, EMPTY).altered == OTHER
    assert intend(altered, OURS).altered is None


@pytest.mark.contract("13.22")
def test_the_locks_own_word_leaves_nothing_to_prove() -> None:
    assert confirm(slot_with(OURS, EMPTY, unproven=OURS), OURS).unproven is None


@pytest.mark.contract("13.95")
@pytest.mark.parametrize(
    ("before", "possible", "is_unverified"),
    [
        pytest.param(slot_with(OURS, EMPTY), {OURS}, True, id="first write open"),
        pytest.param(
            slot_with(OURS, EMPTY, is_confirmed=True),
            {UNREADABLE},
            False,
            id="held ours before",
        ),
        pytest.param(
            slot_with(OURS, EMPTY, unproven=OURS),
            {UNREADABLE},
            False,
            id="first write accepted",
        ),
        pytest.param(slot_with(EMPTY), {UNREADABLE}, False, id="nothing written"),
    ],
)
def test_a_lock_that_shows_pins_hides_that_of_one_slot(
    before: Placement, possible: set[Content], is_unverified: bool
) -> None:
    after = read(before, UNREADABLE, Readability.PIN)
    assert after.possible == possible
    assert after.is_unverified is is_unverified


@pytest.mark.contract("13.27")
def test_a_lock_that_hides_pins_may_hold_what_nobody_wrote() -> None:
    after = read(slot_with(EMPTY), UNREADABLE, Readability.PRESENCE)
    assert after.possible == {UNREADABLE}
    assert not after.is_confirmed


@pytest.mark.contract("13.26")
@pytest.mark.parametrize(
    ("before", "content", "is_confirmed"),
    [
        (slot_with(OURS), OURS, True),
        (slot_with(OURS, EMPTY), OURS, True),
        (slot_with(OURS, EMPTY), EMPTY, False),
        (slot_with(OURS, EMPTY), OTHER, False),
        (slot_with(OURS, is_confirmed=True), OTHER, True),
    ],
)
def test_a_slot_is_ours_once_a_read_shows_what_we_wrote(
    before: Placement, content: Content, is_confirmed: bool
) -> None:
    assert read(before, content, Readability.PIN).is_confirmed is is_confirmed


@pytest.mark.contract("13.46")
@pytest.mark.parametrize(
    ("unproven", "before", "after", "altered"),
    [
        pytest.param(OURS, {OURS, EMPTY}, {OTHER}, OURS, id="another PIN"),
        pytest.param(OURS, {OURS, EMPTY}, {OURS}, None, id="as written"),
        pytest.param(OURS, {OURS}, {EMPTY}, None, id="empty"),
        pytest.param(None, {OURS, EMPTY}, {OTHER}, None, id="nothing to prove"),
        pytest.param(EMPTY, {OURS, EMPTY}, {OTHER}, None, id="a clear"),
    ],
)
def test_a_lock_has_altered_what_it_said_to_have_taken(
    unproven: Content | None,
    before: set[Content],
    after: set[Content],
    altered: KnownPin | None,
) -> None:
    first = slot_with(*before, unproven=unproven)
    assert find_altered(first, slot_with(*after)) == altered


@pytest.mark.contract("13.19")
@pytest.mark.parametrize("naming", SlotNaming)
def test_a_new_slot_is_known_by_a_name_where_only_that_finds_it_again(
    naming: SlotNaming,
) -> None:
    record = a_record(a_code(), capabilities=able(slot_naming=naming))
    [placement] = with_intent(record, setting()).placements.values()
    assert placement.possible == {EMPTY, OURS}
    assert placement.name == (None if naming is SlotNaming.FIXED else "Guest")
    assert placement.under_way is None


@pytest.mark.contract("13.19")
def test_a_write_to_a_lock_that_has_not_said_what_it_can_do_is_noted() -> None:
    record = a_record(a_code(), capabilities=None)
    [placement] = with_intent(record, setting()).placements.values()
    assert placement.possible == {EMPTY, OURS}
    assert (placement.name, placement.under_way) == (None, None)


@pytest.mark.contract("13.70")
@pytest.mark.parametrize(
    ("command", "possible", "under_way"),
    [
        pytest.param(setting(), {EMPTY}, OURS, id="set"),
        pytest.param(Command(CommandKind.CLEAR, "1", "a"), {OURS}, EMPTY, id="clear"),
        pytest.param(
            setting(kind=CommandKind.RENAME, new_slot="2"), {OURS}, OURS, id="rename"
        ),
        pytest.param(
            setting(kind=CommandKind.RENAME, new_slot="2"),
            {EMPTY},
            EMPTY,
            id="rename of an empty slot",
        ),
    ],
)
def test_a_lock_may_carry_out_late_what_is_under_way(
    command: Command, possible: set[Content], under_way: Content
) -> None:
    record: LockRecord = a_record(
        a_code(),
        capabilities=able(slot_naming=SlotNaming.BY_NAME, late_by=60),
        placements=placed("1", "a", *possible),
    )
    assert with_intent(record, command).placements["1"].under_way == under_way
