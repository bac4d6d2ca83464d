"""What the answers to repairs change in the record."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    Content,
    ExternalChange,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Pin,
    Placement,
    Progress,
    Reach,
    Readability,
    Status,
    World,
)
from custom_components.access_codes.core.observations.external_changes import (
    accept_change,
)
from custom_components.access_codes.core.plan.planner import plan
from custom_components.access_codes.core.requests.leave_lock import (
    adopt_lock,
    codes_left_on_lock,
    delete_all,
    forget,
    forget_all,
)
from custom_components.access_codes.core.requests.refused import Refused

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
WORLD = World(now=NOW, started_at=NOW, reach=Reach.REACHABLE, reach_since=NOW)
OURS = KnownPin(Pin("7305"))
THEIRS = KnownPin(Pin("9999"))


def record_with(
    *possible: Content,
    deviation: ExternalChange | None = None,
    reads: Readability = Readability.PIN,
) -> LockRecord:
    """Return a record with a code "a" in place 1, which may hold this, and a code "b" in none."""
    codes = {
        name: AccessCode(
            access_code_id=name,
            name=f"Code {name}",
            pin=Pin(pin),
            window=None,
            created_at=NOW,
            changed_at=NOW,
            progress=Progress(lost_at=NOW),
        )
        for name, pin in (("a", "7305"), ("b", "8416"))
    }
    placement = Placement(
        slot="1",
        owner="a",
        possible=frozenset(possible),
        is_confirmed=True,
        deviation=deviation,
        put_backs=(NOW,),
    )
    return LockRecord(
        lock_id="lock",
        codes=codes,
        placements={"1": placement},
        capabilities=LockCapabilities(slots=("1", "2"), reads=reads),
        is_read=True,
    )


@pytest.mark.parametrize(
    ("possible", "names"),
    [
        ([OURS], ["Code a"]),
        ([OURS, EMPTY], ["Code a"]),
        ([UNREADABLE], ["Code a"]),
        ([EMPTY], []),
    ],
)
def test_what_the_lock_may_hold_is_left_on_it(
    possible: list[Content], names: list[str]
) -> None:
    assert [code.name for code in codes_left_on_lock(record_with(*possible))] == names


def test_what_a_lock_held_before_it_was_virtual_is_left_on_it() -> None:
    record = record_with(OURS)
    virtual = replace(record, capabilities=LockCapabilities(is_virtual=True))
    assert codes_left_on_lock(virtual)
    assert codes_left_on_lock(replace(record, capabilities=None))


def test_a_lock_can_have_a_new_id() -> None:
    record, _ = adopt_lock(record_with(OURS), WORLD, lock_id="new")
    assert record.lock_id == "new"


def test_deleting_all_deletes_each() -> None:
    record, _ = delete_all(record_with(OURS), WORLD)
    assert {code.deleted_at for code in record.codes.values()} <= {NOW}
    assert plan(record, WORLD).views["a"].status is Status.REMOVING


@pytest.mark.contract("11.5")
def test_a_forgotten_code_is_gone_and_told_of_as_not_verified() -> None:
    record, _ = forget(record_with(OURS), WORLD, access_code_id="a")
    assert set(record.codes) == {"b"}
    assert not record.placements
    [event] = record.outbox
    assert event.type == "access_code.deleted"
    assert event.access_code_id == "a"
    assert event.details == {"verified": False}


def test_a_code_that_is_not_there_cannot_be_forgotten() -> None:
    with pytest.raises(Refused):
        forget(record_with(OURS), WORLD, access_code_id="c")
    with pytest.raises(Refused):
        accept_change(record_with(OURS), WORLD, access_code_id="c")


def test_forgetting_all_leaves_nothing() -> None:
    record, _ = forget_all(record_with(OURS), WORLD)
    assert not record.codes
    assert not record.placements


def test_an_accepted_pin_is_the_codes_pin() -> None:
    record, _ = accept_change(
        record_with(THEIRS, deviation=ExternalChange.MODIFIED),
        WORLD,
        access_code_id="a",
    )
    assert record.codes["a"].pin == Pin("9999")
    assert record.codes["a"].external is ExternalChange.MODIFIED
    assert record.codes["a"].progress.lost_at is None
    decided = plan(record, WORLD)
    assert decided.views["a"].status is Status.SET
    assert not decided.views["a"].errors
    assert decided.views["a"].warnings[0].code == "external_modification_in_effect"


def test_an_accepted_removal_is_not_put_back() -> None:
    record, _ = accept_change(
        record_with(EMPTY, deviation=ExternalChange.REMOVED), WORLD, access_code_id="a"
    )
    assert record.codes["a"].pin == Pin("7305")
    assert record.codes["a"].external is ExternalChange.REMOVED
    decided = plan(record, WORLD)
    assert decided.views["a"].status is Status.UNSET
    assert decided.command is None or decided.command.access_code_id != "a"


def test_an_accepted_pin_that_the_lock_hides_is_not_known() -> None:
    record, _ = accept_change(
        record_with(
            UNREADABLE, deviation=ExternalChange.MODIFIED, reads=Readability.PRESENCE
        ),
        WORLD,
        access_code_id="a",
    )
    assert record.codes["a"].pin is None
    assert plan(record, WORLD).views["a"].status is Status.SET


def test_a_put_back_under_way_leaves_the_last_word_to_the_lock() -> None:
    record, _ = accept_change(
        record_with(THEIRS, OURS, deviation=ExternalChange.MODIFIED),
        WORLD,
        access_code_id="a",
    )
    assert record.codes["a"].pin == Pin("9999")
    assert record.placements["1"].needs_read


def test_nothing_changed_is_nothing_to_accept() -> None:
    record = record_with(OURS)
    assert accept_change(record, WORLD, access_code_id="a") == (record, None)
    assert accept_change(record, WORLD, access_code_id="b") == (record, None)


def test_a_change_of_a_code_whose_pin_was_never_known_can_be_accepted() -> None:
    record = record_with(THEIRS, deviation=ExternalChange.MODIFIED)
    codes = {**record.codes, "a": replace(record.codes["a"], pin=None)}
    record, _ = accept_change(replace(record, codes=codes), WORLD, access_code_id="a")
    assert record.codes["a"].pin == Pin("9999")
