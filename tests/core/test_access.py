"""Who has access at an instant, and who gets it next; codes by their spoken names."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.access import (
    AccessNow,
    access_now,
    codes_like,
    codes_named,
    next_access,
)
from custom_components.access_codes.core.code_windows import with_recurrence
from custom_components.access_codes.core.model import (
    AccessCode,
    ActiveWhile,
    CodeView,
    ExternalChange,
    Pull,
    Recurrence,
    Status,
    Window,
)
from tests.support.builders import HOUR, NOW, a_code, hours

PAUSED: dict[str, Any] = {"paused_at": NOW - HOUR}
OFF = ActiveWhile("input_boolean.guests", None, is_on=False, since=NOW - HOUR)


def recurring(window: Window, rule: str, name: str = "r") -> AccessCode:
    return with_recurrence(
        a_code(name, window=window), Recurrence(rule, "UTC", window), NOW
    )


def ids(codes: Any) -> list[str]:
    return [code.access_code_id for code in codes]


@pytest.mark.contract("11.131")
@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        (a_code(), Status.SET, "confirmed"),
        (a_code(), Status.SETTING, "unconfirmed"),
        (a_code(), Status.UNKNOWN, "unconfirmed"),
        (a_code(), None, "unconfirmed"),
        (a_code(deleted_at=NOW), Status.REMOVING, "lingering"),
        (a_code(window=hours(-2, -1)), Status.REMOVING, "lingering"),
        # Programmed ahead of its window: it opens already.
        (a_code(window=hours(1, 2)), Status.SET, "lingering"),
        (a_code(window=hours(1, 2)), Status.UNSET, None),
        (a_code(**PAUSED), Status.UNSET, None),
        (a_code(**PAUSED), Status.UNKNOWN, "lingering"),
        (a_code(is_unmanaged=True), Status.REMOVING, None),
    ],
)
def test_access_follows_from_validity_and_status(
    code: AccessCode, status: Status | None, expected: str | None
) -> None:
    views = {} if status is None else {"a": CodeView(status)}
    groups = {} if expected is None else {expected: (code,)}
    assert access_now([code], views, NOW) == replace(AccessNow(), **groups)


@pytest.mark.contract("11.131")
def test_codes_are_in_the_order_of_their_names() -> None:
    codes = [a_code("1", name="b"), a_code("2", name="A"), a_code("3", name="B")]
    views = {code.access_code_id: CodeView(Status.SET) for code in codes}
    assert ids(access_now(codes, views, NOW).confirmed) == ["2", "1", "3"]


@pytest.mark.contract("10.4", "11.131")
@pytest.mark.parametrize(
    ("own", "backup", "expected"),
    [
        (Status.SETTING, Status.SET, "confirmed"),
        (Status.SET, Status.REMOVING, "confirmed"),
        (Status.SETTING, Status.UNKNOWN, "unconfirmed"),
    ],
)
def test_a_code_has_access_by_the_backup_code_that_was_pulled_for_it(
    own: Status, backup: Status, expected: str
) -> None:
    codes = [
        a_code("guest", pulled_backup_id="pulled", uses_backup_pool=True),
        a_code("pulled", is_backup=True, pull=Pull("guest", NOW, None)),
        a_code("pool", is_backup=True),
    ]
    views = {
        "guest": CodeView(own),
        "pulled": CodeView(backup),
        "pool": CodeView(Status.SET),
    }
    found = access_now(codes, views, NOW)
    assert ids(getattr(found, expected)) == ["guest"]
    assert len(found.confirmed + found.unconfirmed + found.lingering) == 1
    assert codes_like(codes, "Guest pool") == []


@pytest.mark.contract("10.4", "11.131")
def test_a_code_lingers_with_its_backup_code() -> None:
    codes = [
        a_code("guest", window=hours(-2, -1), pulled_backup_id="pulled"),
        a_code(
            "pulled",
            window=hours(-2, -1),
            is_backup=True,
            pull=Pull("guest", NOW - 2 * HOUR, hours(-2, -1)),
        ),
    ]
    views = {"guest": CodeView(Status.UNSET), "pulled": CodeView(Status.REMOVING)}
    assert ids(access_now(codes, views, NOW).lingering) == ["guest"]


@pytest.mark.contract("11.132")
def test_the_next_are_those_whose_windows_begin_next() -> None:
    codes = [
        a_code("now", window=hours(-1, 9)),
        a_code("ongoing"),
        a_code("later", window=hours(3, 4)),
        a_code("next", window=hours(2, 4)),
        a_code("too", window=hours(2, 3)),
        a_code("over", window=hours(-3, -2)),
    ]
    found = next_access(codes, NOW)
    assert found is not None
    assert found.at == NOW + 2 * HOUR
    assert ids(found.codes) == ["next", "too"]
    assert next_access(codes[:2], NOW) is None


@pytest.mark.contract("11.132")
@pytest.mark.parametrize(
    "changes",
    [
        {"deleted_at": NOW},
        {"used_at": NOW},
        {"external": ExternalChange.REMOVED},
        {"active_while": OFF},
        {"is_unmanaged": True},
        PAUSED,
    ],
)
def test_a_code_that_will_not_open_is_not_next(changes: dict[str, Any]) -> None:
    code = a_code(window=hours(1, 2))
    assert next_access([code], NOW) is not None
    assert next_access([replace(code, **changes)], NOW) is None


@pytest.mark.contract("11.132")
def test_the_occurrence_after_the_current_one_may_be_next() -> None:
    daily = recurring(hours(-1, 1), "FREQ=DAILY")
    found = next_access([daily, a_code("later", window=hours(48, 49))], NOW)
    assert found is not None
    assert (found.at, found.codes) == (NOW + 23 * HOUR, (daily,))
    last = recurring(hours(-1, 1), "FREQ=DAILY;COUNT=1")
    assert next_access([last], NOW) is None


@pytest.mark.contract("11.132")
def test_an_occurrence_that_has_begun_is_not_next_although_the_code_has_not_turned_over() -> (
    None
):
    daily = recurring(hours(-25, -23), "FREQ=DAILY")
    yesterday = replace(daily, window=hours(-25, -23))
    found = next_access([yesterday], NOW)
    assert found is not None
    assert found.at == NOW + 23 * HOUR


@pytest.mark.contract("11.132")
def test_a_recurrence_that_is_over_is_not_next() -> None:
    over = recurring(hours(-49, -48), "FREQ=DAILY;COUNT=2")
    assert next_access([over], NOW) is None


@pytest.mark.contract("11.132")
def test_the_end_of_time_is_no_error() -> None:
    last = Window(
        datetime(9999, 12, 30, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
    )
    code = replace(
        a_code(window=last),
        recurrence=Recurrence("FREQ=YEARLY", "UTC", last),
    )
    now = last.starts_at + timedelta(hours=1)
    assert next_access([code], now) is None


@pytest.mark.contract("11.133", "11.146")
def test_codes_are_found_by_their_spoken_names() -> None:
    codes = [
        a_code("1", name="Anna"),
        a_code("2", name="ANNA "),
        a_code("3", name="Anna's mother"),
        a_code("4", name="Anna", is_unmanaged=True),
    ]
    assert ids(codes_like(codes, " anna")) == ["1", "2"]
    assert ids(codes_named(codes, "anna")) == ["1", "2"]
    assert ids(codes_like(codes, "MOTHER")) == ["3"]
    assert codes_named(codes, "mother") == []
    assert ids(codes_like(codes, "ann")) == ["1", "2", "3"]
    for nothing in ("", "  ", "\u200b", "4826", "1", "Anna" + " " * 10**7):
        assert codes_like(codes, nothing) == []
