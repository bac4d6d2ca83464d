"""The access code object: every field of the contract, and no PIN unless it may be told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.access_codes.core.access_code_object import (
    as_attributes,
    as_object,
)
from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    CodeView,
    Content,
    ErrorCode,
    KnownPin,
    LockRecord,
    Mutation,
    MutationCode,
    Pin,
    Placement,
    Problem,
    Recurrence,
    Status,
    WarningCode,
)
from tests.support.builders import HOUR, NOW, a_code, a_record, held, hours, placed


def message(kind: str, code: str, details: Mapping[str, str | None]) -> str:
    return f"{kind} {code} {sorted(details)}"


def shown(
    code: AccessCode,
    view: CodeView = CodeView(Status.SET),
    record: LockRecord | None = None,
    *,
    reveal: bool = True,
    metadata: Mapping[str, str | int] | None = None,
) -> dict[str, Any]:
    return as_object(
        code,
        view,
        (a_record(code) if record is None else record).placement_of(
            code.access_code_id
        ),
        lock_entity_id="lock.front_door",
        device_id="device",
        workspace_id="home",
        message=message,
        metadata=metadata,
        display_status="Set",
        reveal=reveal,
    )


@pytest.mark.contract("3.1", "3.2", "3.5", "3.6", "3.9", "3.10")
def test_an_ongoing_code_has_every_field_of_the_contract() -> None:
    assert shown(a_code("a", "0042")) == {
        "access_code_id": "a",
        "lock_entity_id": "lock.front_door",
        "device_id": "device",
        "name": "Guest a",
        "code": "0042",
        "type": "ongoing",
        "status": "set",
        "display_status": "Set",
        "starts_at": None,
        "ends_at": None,
        "recurrence": None,
        "next_window": None,
        "created_at": "2026-06-01T11:00:00+00:00",
        "errors": [],
        "warnings": [],
        "pending_mutations": [],
        "common_code_key": None,
        "is_managed": True,
        "is_external_modification_allowed": False,
        "is_scheduled_on_device": False,
        "is_waiting_for_code_assignment": False,
        "is_one_time_use": False,
        "max_uses": None,
        "use_count": 0,
        "last_used_at": None,
        "is_paused": False,
        "active_while": None,
        "is_offline_access_code": False,
        "is_backup": False,
        "is_backup_access_code_available": False,
        "pulled_backup_access_code_id": None,
        "appearance": {"name": None},
        "device_metadata": None,
        "workspace_id": "home",
    }


@pytest.mark.contract("3.3", "3.5", "3.11")
def test_what_is_wished_is_shown_as_it_is() -> None:
    code = a_code(
        window=hours(1, 2),
        common_code_key="flat",
        is_external_modification_allowed=True,
        is_one_time_use=True,
    )
    record = a_record(
        code, placements={"1": replace(placed("1", "a", EMPTY)["1"], name="Gues")}
    )
    fields = shown(
        code, CodeView(Status.UNSET), record, metadata={"slot": 3, "user": "u"}
    )
    assert fields["type"] == "time_bound"
    assert fields["status"] == "unset"
    assert fields["starts_at"] == "2026-06-01T13:00:00+00:00"
    assert fields["ends_at"] == "2026-06-01T14:00:00+00:00"
    assert fields["common_code_key"] == "flat"
    assert fields["is_external_modification_allowed"]
    assert fields["is_one_time_use"]
    assert fields["appearance"] == {"name": "Gues"}
    assert fields["device_metadata"] == {
        "slot": 3,
        "user": "u",
        "window_enforced_by": "home_assistant",
    }


@pytest.mark.contract("3.11")
def test_no_metadata_is_none() -> None:
    assert shown(a_code(), metadata={})["device_metadata"] is None


@pytest.mark.contract("3.4")
def test_a_pin_that_nobody_knows_is_none() -> None:
    assert shown(a_code(pin=None))["code"] is None


def test_the_pin_is_left_out_unless_it_may_be_told() -> None:
    assert shown(a_code(), reveal=False).keys() == shown(a_code()).keys() - {"code"}


@pytest.mark.contract("3.7")
def test_errors_and_warnings_say_whose_they_are_and_what_to_do() -> None:
    view = CodeView(
        Status.SETTING,
        errors=(
            Problem(
                ErrorCode.DUPLICATE_CODE_ON_DEVICE,
                NOW,
                details={"managed_access_code_id": "b", "unmanaged_slot": None},
            ),
            Problem(ErrorCode.DEVICE_OFFLINE, NOW + HOUR, is_device_error=True),
        ),
        warnings=(Problem(WarningCode.DELAY_IN_SETTING_ON_DEVICE, NOW),),
    )
    fields = shown(a_code(), view)
    assert fields["errors"] == [
        {
            "error_code": "duplicate_code_on_device",
            "message": "error duplicate_code_on_device "
            "['managed_access_code_id', 'unmanaged_slot']",
            "created_at": "2026-06-01T12:00:00+00:00",
            "is_access_code_error": True,
            "managed_access_code_id": "b",
        },
        {
            "error_code": "device_offline",
            "message": "error device_offline []",
            "created_at": "2026-06-01T13:00:00+00:00",
            "is_device_error": True,
        },
    ]
    assert fields["warnings"] == [
        {
            "warning_code": "delay_in_setting_on_device",
            "message": "warning delay_in_setting_on_device []",
            "created_at": "2026-06-01T12:00:00+00:00",
        }
    ]


@pytest.mark.contract("3.8", "3.40")
@pytest.mark.parametrize(
    ("mutation", "possible", "expected"),
    [
        ("creating", (EMPTY, held("4826")), {}),
        ("deleting", (held("4826"),), {}),
        (
            "updating_code",
            (held("9173"),),
            {"from": {"code": "9173"}, "to": {"code": "4826"}},
        ),
        (
            "updating_code",
            (held("9173"), held("4826")),
            {"from": {"code": "9173"}, "to": {"code": "4826"}},
        ),
        (
            "updating_code",
            (held("9173"), held("5050"), held("4826")),
            {"to": {"code": "4826"}},
        ),
        ("updating_code", (EMPTY,), {"to": {"code": "4826"}}),
        (
            "updating_name",
            (held("4826"),),
            {"from": {"name": "Old"}, "to": {"name": "Guest a"}},
        ),
        (
            "updating_time_frame",
            (KnownPin(Pin("4826"), hours(3, 4)),),
            {
                "from": {
                    "starts_at": "2026-06-01T15:00:00+00:00",
                    "ends_at": "2026-06-01T16:00:00+00:00",
                },
                "to": {
                    "starts_at": "2026-06-01T13:00:00+00:00",
                    "ends_at": "2026-06-01T14:00:00+00:00",
                },
            },
        ),
        (
            "updating_time_frame",
            (held("4826"),),
            {
                "to": {
                    "starts_at": "2026-06-01T13:00:00+00:00",
                    "ends_at": "2026-06-01T14:00:00+00:00",
                },
            },
        ),
    ],
)
def test_what_is_pending_is_told_with_what_it_changes(
    mutation: str, possible: tuple[Content, ...], expected: dict[str, Any]
) -> None:
    code = a_code(window=hours(1, 2))
    placement = replace(placed("1", "a", *possible)["1"], name="Old")
    view = CodeView(Status.SETTING, mutations=(Mutation(MutationCode(mutation), NOW),))
    record = a_record(code, placements={"1": placement})
    assert shown(code, view, record)["pending_mutations"] == [
        {
            "mutation_code": mutation,
            "message": f"mutation {mutation} []",
            "created_at": "2026-06-01T12:00:00+00:00",
            **expected,
        }
    ]


@pytest.mark.contract("3.8")
def test_a_change_of_a_pin_that_is_not_known_yet_names_no_pin() -> None:
    code = a_code(pin=None)
    view = CodeView(
        Status.SETTING, mutations=(Mutation(MutationCode.UPDATING_CODE, NOW),)
    )
    record = a_record(code, placements=placed("1", "a", held("9173")))
    (mutation,) = shown(code, view, record)["pending_mutations"]
    assert mutation.keys() == {"mutation_code", "message", "created_at"}


@pytest.mark.contract("3.40")
def test_a_change_of_a_pin_without_a_slot_names_the_new_pin_alone() -> None:
    view = CodeView(
        Status.SETTING, mutations=(Mutation(MutationCode.UPDATING_CODE, NOW),)
    )
    (mutation,) = shown(a_code(), view)["pending_mutations"]
    assert mutation["to"] == {"code": "4826"}
    assert "from" not in mutation


@pytest.mark.contract("3.10")
def test_a_code_without_a_slot_has_no_name_on_the_lock() -> None:
    view = CodeView(
        Status.SETTING, mutations=(Mutation(MutationCode.UPDATING_NAME, NOW),)
    )
    (mutation,) = shown(a_code(), view)["pending_mutations"]
    assert mutation.keys() == {"mutation_code", "message", "created_at"}


ten_digits = st.text("0123456789", min_size=10, max_size=10)


def strings_in(value: Any) -> list[str]:
    """Return every text in a JSON value, keys included."""
    match value:
        case dict():
            return [text for pair in value.items() for text in strings_in(list(pair))]
        case list():
            return [text for inner in value for text in strings_in(inner)]
        case str():
            return [value]
        case _:
            return []


@pytest.mark.contract("11.16")
@given(
    pin=ten_digits,
    others=st.lists(ten_digits, max_size=3),
    mutations=st.lists(
        st.sampled_from(
            ["creating", "updating_code", "updating_name", "updating_time_frame"]
        )
    ),
    is_time_bound=st.booleans(),
)
def test_attributes_have_all_but_pins_and_times_that_home_assistant_can_parse(
    pin: str, others: list[str], mutations: list[str], is_time_bound: bool
) -> None:
    window = hours(1, 2) if is_time_bound else None
    code = a_code("a", pin, window=window)
    contents: list[Content] = [KnownPin(Pin(other), window) for other in others]
    record = a_record(
        code,
        placements={"1": Placement("1", "a", frozenset(contents or [EMPTY]), name="x")},
    )
    view = CodeView(
        Status.SETTING,
        mutations=tuple(Mutation(MutationCode(each), NOW) for each in mutations),
    )
    attributes = as_object(
        code,
        view,
        record.placement_of("a"),
        lock_entity_id="lock.front_door",
        device_id=None,
        workspace_id="home",
        message=message,
        metadata={"slot": 1},
        display_status="Set",
        reveal=False,
    )
    texts = " ".join(strings_in(attributes))
    assert not any(secret in texts for secret in (pin, *others))
    assert attributes.keys() == shown(code).keys() - {"code"}
    for field in ("starts_at", "ends_at", "created_at"):
        value = attributes[field]
        if isinstance(value, str):
            assert datetime.fromisoformat(value).tzinfo is not None


@pytest.mark.contract("11.101")
def test_attributes_leave_out_nulls_and_begin_with_what_a_person_looks_for() -> None:
    ongoing = as_attributes(shown(a_code()))
    assert list(ongoing)[:4] == ["errors", "warnings", "pending_mutations", "type"]
    assert list(ongoing)[-1] == "workspace_id"
    assert None not in ongoing.values()
    assert not ongoing.keys() & {"cause", "starts_at", "appearance", "device_metadata"}
    assert ongoing["errors"] == []
    assert ongoing["is_one_time_use"] is False
    windowed = as_attributes(shown(a_code(window=hours(1, 2))))
    assert list(windowed)[:2] == ["starts_at", "ends_at"]


@pytest.mark.contract("11.101")
def test_the_cause_is_the_worst_that_there_is_to_say() -> None:
    def cause(**view: Any) -> Any:
        return as_attributes(shown(a_code(), CodeView(Status.SETTING, **view))).get(
            "cause"
        )

    error = Problem(ErrorCode.FAILED_TO_SET_ON_DEVICE, NOW)
    warning = Problem(WarningCode.DELAY_IN_SETTING_ON_DEVICE, NOW)
    mutation = Mutation(MutationCode.CREATING, NOW)
    all_of_them = {
        "errors": (error,),
        "warnings": (warning,),
        "mutations": (mutation,),
    }
    assert cause(**all_of_them) == message("error", error.code, {})
    del all_of_them["errors"]
    assert cause(**all_of_them) == message("warning", warning.code, {})
    assert cause(mutations=(mutation,)) == message("mutation", mutation.code, {})
    assert cause() is None


@pytest.mark.contract("15.11", "15.21")
@pytest.mark.parametrize("ended", [{"used_at": NOW}, {"deleted_at": NOW}])
def test_a_recurring_code_that_is_used_up_or_deleted_has_no_next_window(
    ended: dict[str, Any],
) -> None:
    window = hours(-1, 2)
    code = a_code(window=window, recurrence=Recurrence("FREQ=DAILY", "UTC", window))
    assert shown(code)["next_window"] is not None
    assert shown(replace(code, **ended))["next_window"] is None
    # A single window stays what it is.
    once = a_code(window=window, **ended)
    assert shown(once)["next_window"] is not None


@pytest.mark.contract("3.41")
@pytest.mark.parametrize("reveal", [True, False])
def test_a_former_name_in_which_the_new_pin_can_be_read_is_not_shown(
    reveal: bool,
) -> None:
    code = a_code(pin="5678", name="Anna")
    renaming = Mutation(MutationCode.UPDATING_NAME, NOW)
    view = CodeView(Status.SET, mutations=(renaming,))

    def shown_of(name: str) -> dict[str, Any]:
        slot = Placement("1", "a", frozenset({held("1234")}), name=name)
        record = a_record(code, placements={"1": slot})
        return shown(code, view, record, reveal=reveal)

    hidden, plain = shown_of("Room 5678"), shown_of("Room 9")
    assert "5678" not in str({**hidden, "code": None})
    assert hidden["appearance"] == {"name": None}
    assert hidden["pending_mutations"][0]["from"] == {"name": None}
    assert plain["appearance"] == {"name": "Room 9"}
    assert plain["pending_mutations"][0]["from"] == {"name": "Room 9"}
