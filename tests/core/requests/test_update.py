"""A change of a code: what it touches, and what it leaves alone."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    CodeType,
    ExternalChange,
    LockRecord,
    Outcome,
    Pin,
    Placement,
    Readability,
    SeenEntity,
    Status,
    UseReporting,
    WindowSupport,
    World,
)
from tests.support.builders import (
    HOUR,
    NOW,
    a_code,
    a_record,
    able,
    held,
    hours,
    placed,
)
from tests.support.request_helpers import ATTEMPT, ON_LOCK, RUNNING, refusal_of, update

BLOCKED = replace(ATTEMPT, outcome=Outcome.INVALID, retry_at=None)


@pytest.mark.contract("11.2", "11.85")
def test_a_rename_changes_the_name_and_nothing_else() -> None:
    code = a_code(progress=ON_LOCK, external=ExternalChange.MODIFIED, used_at=NOW)
    record, renamed = update(a_record(code), name=" Cleaner ")
    assert renamed == replace(code, name="Cleaner")
    assert record.codes == {"a": renamed}
    assert record.outbox[0].type == "access_code.changed"
    assert record.outbox[0].details == {"changed": "name", "reason": "requested"}


def mutations_of(
    record: LockRecord, world: World | None = None, **asked: Any
) -> str | None:
    """Return the mutations that an update of a code asks the lock for."""
    after, _ = update(record, world, **asked)
    events = [
        event
        for event in after.outbox
        if event.type == "access_code.mutations_requested"
    ]
    if not events:
        return None
    [event] = events
    [mutations] = event.details.values()
    assert event.access_code_id == "a"
    return str(mutations)


@pytest.mark.contract("11.86")
@pytest.mark.parametrize(
    ("changes", "asked", "mutations"),
    [
        pytest.param({}, {"code": Pin("7305")}, "updating_code", id="PIN"),
        pytest.param({}, {"name": "Cleaner"}, "updating_name", id="name"),
        pytest.param(
            {}, {"is_external_modification_allowed": True}, None, id="no matter to it"
        ),
        pytest.param(
            {"window": hours(-1, 1)},
            {"starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR},
            "updating_time_frame",
            id="taken off until later",
        ),
        pytest.param(
            {"window": hours(-1, 1)},
            {"ends_at": NOW + 2 * HOUR},
            None,
            id="a window of which the lock knows nothing",
        ),
        pytest.param(
            {},
            {
                "code": Pin("7305"),
                "name": "Cleaner",
                "starts_at": NOW + HOUR,
                "ends_at": NOW + 2 * HOUR,
            },
            "updating_code,updating_name,updating_time_frame",
            id="all",
        ),
    ],
)
def test_what_the_lock_must_be_told_is_told_of(
    changes: dict[str, Any], asked: dict[str, Any], mutations: str | None
) -> None:
    capabilities = able(name_length=10)
    code = a_code(progress=ON_LOCK, **changes)
    record = a_record(code, capabilities=capabilities)
    assert mutations_of(record, **asked) == mutations
    off_lock = a_record(a_code(**changes), capabilities=capabilities)
    assert mutations_of(off_lock, **asked) is None
    virtual = a_record(code, capabilities=able(name_length=10, is_virtual=True))
    assert mutations_of(virtual, **asked) is None


@pytest.mark.contract("11.86")
def test_a_window_that_the_lock_holds_and_a_name_that_it_does_not() -> None:
    code = a_code(progress=ON_LOCK, window=hours(-1, 1))
    record = a_record(code, capabilities=able(windows=WindowSupport()))
    later = NOW + 2 * HOUR
    assert mutations_of(record, ends_at=later) == "updating_time_frame"
    assert mutations_of(record, name="Cleaner") is None


@pytest.mark.contract("11.96")
def test_a_pause_asks_the_lock_for_no_other_window() -> None:
    code = a_code(progress=ON_LOCK, window=hours(-1, 1))
    record = a_record(code, capabilities=able())
    assert mutations_of(record, is_paused=True) == "deferring_creation"
    off = SeenEntity("input_boolean.guests", None, is_on=False)
    assert mutations_of(record, active_while=off) == "deferring_creation"
    later: dict[str, Any] = {"starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR}
    both = "updating_time_frame,deferring_creation"
    assert mutations_of(record, is_paused=True, **later) == both
    # A removal that was not sent yet needs no command.
    paused = replace(code, paused_at=NOW)
    record = a_record(paused, capabilities=able())
    assert mutations_of(record, is_paused=False) is None
    ahead = replace(code, window=hours(1, 2))
    record = a_record(ahead, capabilities=able())
    assert mutations_of(record, is_paused=True) is None


@pytest.mark.contract("11.96")
def test_a_code_that_was_removed_at_the_lock_is_not_on_it() -> None:
    code = a_code(progress=ON_LOCK, external=ExternalChange.REMOVED)
    empty = Placement("1", "a", frozenset({EMPTY}), True)
    record = a_record(code, capabilities=able(), placements={"1": empty})
    assert mutations_of(record, code=Pin("7305")) is None


@pytest.mark.contract("5.92")
def test_a_window_that_is_over_when_it_is_given_is_not_missed() -> None:
    over: dict[str, Any] = {"starts_at": NOW - 4 * HOUR, "ends_at": NOW - 3 * HOUR}
    code = a_code(progress=ON_LOCK, window=hours(-2, -1))
    assert update(a_record(code), **over)[1].progress.was_set
    never = a_code(window=hours(-2, -1))
    assert not update(a_record(never), **over)[1].progress.was_set
    ahead: dict[str, Any] = {"starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR}
    assert not update(a_record(code), **ahead)[1].progress.was_set
    used = replace(code, used_at=NOW, is_one_time_use=True)
    assert not update(a_record(used), **ahead)[1].progress.was_set


def test_flags_can_be_changed() -> None:
    record = a_record(a_code(), capabilities=able(uses=UseReporting.LIVE))
    record, code = update(
        record, is_one_time_use=True, is_external_modification_allowed=True
    )
    assert code == a_code(is_one_time_use=True, is_external_modification_allowed=True)
    assert record.outbox[0].details == {
        "changed": "is_external_modification_allowed,is_one_time_use,max_uses",
        "reason": "requested",
    }
    _, code = update(record, is_one_time_use=False)
    assert not code.is_one_time_use


@pytest.mark.contract("11.2")
@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        ({"is_paused": True}, "is_paused"),
        ({"active_while": SeenEntity("switch.guests", "id", True)}, "active_while"),
    ],
)
def test_what_holds_a_code_back_is_told_by_its_name(
    asked: dict[str, Any], changed: str
) -> None:
    record, _ = update(a_record(a_code(window=hours(1, 2))), **asked)
    assert record.outbox[0].type == "access_code.changed"
    assert record.outbox[0].details == {"changed": changed, "reason": "requested"}


@pytest.mark.contract("6.29")
def test_one_time_use_is_refused_only_when_it_is_new() -> None:
    assert (
        refusal_of(update, a_record(a_code()), is_one_time_use=True).key
        == "one_time_use_not_reported"
    )
    _, code = update(a_record(a_code(is_one_time_use=True)), name="x")
    assert code.name == "x"


@pytest.mark.contract("5.28")
def test_what_the_lock_refused_for_good_is_tried_again_after_any_update() -> None:
    code = a_code(progress=replace(ON_LOCK, attempt=BLOCKED))
    assert update(a_record(code), name="x")[1].progress.attempt is None
    code = a_code()
    assert update(a_record(code), name="x")[1].progress == code.progress


def test_a_new_pin_starts_a_code_anew() -> None:
    code = a_code(progress=ON_LOCK, external=ExternalChange.MODIFIED)
    record, changed = update(a_record(code), code=Pin("9173"))
    assert changed == replace(
        code,
        pin=Pin("9173"),
        changed_at=NOW,
        external=None,
        progress=replace(ON_LOCK, attempt=None),
    )
    assert record.outbox[0].details == {"changed": "code", "reason": "requested"}
    assert "9173" not in repr(record.outbox)


def test_a_new_window_starts_a_code_anew() -> None:
    code = a_code(progress=ON_LOCK, window=hours(-1, 1))
    record, changed = update(a_record(code), ends_at=NOW + 2 * HOUR)
    assert changed == replace(
        code,
        window=hours(-1, 2),
        changed_at=NOW,
        progress=replace(ON_LOCK, attempt=None),
    )
    assert record.outbox[0].details == {"changed": "ends_at", "reason": "requested"}


@pytest.mark.parametrize(
    ("announced", "asked", "was_set"),
    [
        (Status.SET, {"ends_at": NOW}, True),
        (Status.SET, {"type": CodeType.ONGOING}, True),
        (Status.SET, {"starts_at": NOW + HOUR / 2}, False),
        (Status.SETTING, {"ends_at": NOW}, True),
        (Status.SETTING, {"ends_at": NOW + HOUR / 2}, False),
        (Status.UNSET, {"ends_at": NOW + 2 * HOUR}, False),
        (Status.SETTING, {"code": Pin("9173")}, True),
    ],
)
def test_a_code_counts_as_set_in_a_new_window_only_if_it_is_set_as_that_has_begun(
    announced: Status, asked: dict[str, Any], was_set: bool
) -> None:
    code = a_code(progress=replace(ON_LOCK, announced=announced), window=hours(-1, 1))
    assert update(a_record(code), **asked)[1].progress.was_set is was_set


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"name": "Guest a"},
        {"code": Pin("4826")},
        {"starts_at": NOW - HOUR},
        {"starts_at": None, "ends_at": None},
        {"ends_at": NOW + HOUR, "type": CodeType.TIME_BOUND},
        {"is_managed": True, "is_one_time_use": False},
        {"is_external_modification_allowed": False},
    ],
)
def test_an_update_to_the_same_changes_nothing_and_tells_nothing(
    asked: dict[str, Any],
) -> None:
    code = a_code(window=hours(-1, 1), progress=ON_LOCK)
    record = a_record(code)
    assert update(record, **asked) == (record, code)


@pytest.mark.contract("6.32")
def test_an_update_checks_only_what_is_given() -> None:
    """The lock now takes other PINs than it did, and has fewer slots than codes."""
    narrow = able(code_lengths=(6,), slots=("1",), has_enter_key=False)
    record = a_record(
        a_code(window=hours(-1, 1)),
        a_code("b", "4826"),
        a_code("c", "48261"),
        capabilities=narrow,
    )
    assert update(record, name="x")[1].name == "x"
    assert update(record, ends_at=NOW + HOUR / 2)[1].window == hours(-1, 0.5)
    assert update(record, code=Pin("4826"))[1].changed_at == NOW - HOUR
    assert refusal_of(update, record, code=Pin("9173")).key == "code_length_not_taken"
    assert refusal_of(update, record, ends_at=NOW + 9 * HOUR).key == "code_in_use"


def test_an_update_to_a_pin_that_another_holds_is_refused() -> None:
    record = a_record(a_code(), a_code("b", "9173"))
    refused = refusal_of(update, record, code=Pin("9173"))
    assert (refused.key, refused.placeholders["name"]) == ("code_in_use", "Guest b")


def test_name_and_pin_are_compared_whichever_is_new() -> None:
    record = a_record(a_code(name="Room 9173"))
    assert refusal_of(update, record, code=Pin("9173")).key == "name_contains_code"
    assert refusal_of(update, record, name="Room 4826").key == "name_contains_code"
    assert update(record, name="Room 9173b", code=Pin("9175"))[1].pin == Pin("9175")
    record = a_record(a_code(pin=None))
    assert update(record, name="Room 4826")[1].name == "Room 4826"


@pytest.mark.contract("3.41")
def test_a_new_name_hides_each_pin_that_may_still_open() -> None:
    code = a_code(pin="9173")
    slots = placed("1", "a", held("4826"), held("7305"), UNREADABLE)
    record = a_record(code, placements=slots)
    for pin in ("4826", "7305", "9173"):
        assert refusal_of(update, record, name=f"Room {pin}").key == (
            "name_contains_code"
        )
    # Both in one call: the lock takes the former PIN until it has the new one.
    refused = refusal_of(update, record, name="Room 9173", code=Pin("555123"))
    assert (refused.key, refused.placeholders["field"]) == (
        "name_contains_code",
        "name",
    )
    assert update(record, name="Room 555123")[1].name == "Room 555123"
    unnamed = a_record(a_code(pin=None), placements=placed("1", "a", held("4826")))
    assert refusal_of(update, unnamed, name="Room 4826").key == "name_contains_code"


def test_a_name_is_checked_on_update_as_on_creation() -> None:
    assert refusal_of(update, a_record(a_code()), name=" ").key == "name_blank"


@pytest.mark.parametrize(
    "asked",
    [
        {"code": Pin("9173")},
        {"ends_at": NOW + 2 * HOUR},
        {"ends_at": NOW + HOUR / 2},
    ],
)
def test_a_used_up_code_works_again_once_it_has_a_new_pin_or_window(
    asked: dict[str, Any],
) -> None:
    record = a_record(replace(RUNNING, used_at=NOW - HOUR / 2, is_one_time_use=True))
    assert update(record, **asked)[1].used_at is None


@pytest.mark.contract("8.8")
@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        ({"code": Pin("4826")}, "code"),
        ({"starts_at": NOW - HOUR, "ends_at": NOW + HOUR}, "starts_at,ends_at"),
        ({"type": CodeType.TIME_BOUND}, "type"),
    ],
)
def test_asking_again_for_what_it_was_undoes_a_change_that_was_allowed_at_the_lock(
    asked: dict[str, Any], changed: str
) -> None:
    code = replace(RUNNING, external=ExternalChange.REMOVED, progress=ON_LOCK)
    record, updated = update(a_record(code), **asked)
    assert updated == replace(
        code, external=None, changed_at=NOW, progress=replace(ON_LOCK, attempt=None)
    )
    assert record.outbox[0].details == {"changed": changed, "reason": "requested"}


@pytest.mark.contract("8.8")
def test_a_rename_does_not_undo_a_change_that_was_allowed_at_the_lock() -> None:
    code = a_code(external=ExternalChange.REMOVED)
    record = a_record(code)
    assert (
        update(record, name="x", starts_at=None)[1].external is ExternalChange.REMOVED
    )
    assert update(record, starts_at=None) == (record, code)


def test_a_code_whose_pin_is_unknown_can_be_given_a_window_or_a_pin() -> None:
    record = a_record(
        a_code(pin=None, external=ExternalChange.MODIFIED), a_code("b", "4826")
    )
    record, code = update(record, starts_at=NOW, ends_at=NOW + HOUR)
    assert (code.pin, code.window) == (None, hours(0, 1))
    assert update(record, type=CodeType.ONGOING)[1].window is None
    assert update(record, code=Pin("9173"))[1].external is None


def test_a_code_that_is_being_deleted_cannot_be_changed() -> None:
    record = a_record(a_code(deleted_at=NOW))
    for asked in ({"name": "x"}, {}, {"is_managed": False}):
        assert refusal_of(update, record, **asked).key == "access_code_being_deleted"


@pytest.mark.contract("6.35", "11.2")
def test_a_code_can_be_left_on_its_lock_and_forgotten() -> None:
    kept = a_code("b", "9173")
    record = a_record(
        a_code(progress=ON_LOCK),
        kept,
        placements=placed("1", "a", held("4826")) | placed("2", "b", held("9173")),
    )
    after, code = update(record, is_managed=False)
    assert code == record.codes["a"]
    assert after.codes == {"b": kept}
    assert after.placements == placed("2", "b", held("9173"))
    (event,) = after.outbox
    assert event.type == "access_code.changed"
    assert event.details == {"released": True, "reason": "released"}


def test_what_is_left_on_a_lock_that_cannot_be_asked_is_remembered_as_foreign() -> None:
    record = a_record(
        a_code(progress=ON_LOCK),
        capabilities=able(reads=Readability.NOTHING),
        placements=placed("2", "a", held("4826")),
        unmanaged={"1": UNREADABLE},
    )
    after, _ = update(record, is_managed=False)
    assert after.unmanaged == {"1": UNREADABLE, "2": held("4826")}


@pytest.mark.contract("6.35")
@pytest.mark.parametrize(
    ("code", "abilities", "asked", "key"),
    [
        (a_code(), {}, {}, "release_needs_ongoing_and_set"),
        (a_code(progress=ON_LOCK), {}, {}, "release_needs_ongoing_and_set"),
        (
            a_code(progress=ON_LOCK, window=hours(-1, 1)),
            {},
            {},
            "release_needs_ongoing_and_set",
        ),
        (
            a_code(progress=ON_LOCK),
            {},
            {"name": "x"},
            "release_with_other_changes",
        ),
        (
            a_code(progress=ON_LOCK),
            {"is_virtual": True},
            {},
            "release_needs_a_real_lock",
        ),
    ],
)
def test_a_code_is_released_only_while_the_lock_surely_keeps_it(
    code: AccessCode, abilities: dict[str, Any], asked: dict[str, Any], key: str
) -> None:
    record = a_record(code, capabilities=able(**abilities))
    assert refusal_of(update, record, is_managed=False, **asked).key == key


@pytest.mark.contract("6.35")
@pytest.mark.parametrize(
    "changes",
    [
        {"progress": ON_LOCK, "window": hours(-1, 1)},
        {"progress": replace(ON_LOCK, announced=Status.SETTING)},
    ],
)
def test_a_code_that_has_its_slot_is_released_only_while_ongoing_and_set(
    changes: dict[str, Any],
) -> None:
    record = a_record(a_code(**changes), placements=placed("1", "a", held("4826")))
    refused = refusal_of(update, record, is_managed=False)
    assert refused.key == "release_needs_ongoing_and_set"
