"""What mapped actions return: taken for an answer only where it is clear."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    LockCapabilities,
    Outcome,
    Pin,
    Readability,
    Window,
    WindowSupport,
)
from custom_components.access_codes.locks.adapter import ReadFailed
from custom_components.access_codes.locks.mapped_actions.answers import (
    content_of,
    outcome_of,
)
from custom_components.access_codes.locks.mapped_actions.settings import ActionSettings
from tests.support.action_locks import CLEAR, READ, SET

READABLE = LockCapabilities(slots=("1",))
STARTS, ENDS = "2030-07-01T13:00:00+00:00", "2030-07-05T09:00:00+00:00"


@pytest.mark.contract("12.103", "12.104")
@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        (None, Outcome.ACCEPTED),
        ("done", Outcome.ACCEPTED),
        ({"status": "ok"}, Outcome.ACCEPTED),
        ({"outcome": "refused"}, Outcome.REFUSED),
        ({"outcome": "duplicate"}, Outcome.DUPLICATE),
        ({"outcome": "full"}, Outcome.FULL),
        ({"outcome": "invalid"}, Outcome.INVALID),
        ({"outcome": "unreachable"}, Outcome.UNREACHABLE),
        ({"outcome": "confirmed"}, Outcome.UNKNOWN),
        ({"outcome": "fine"}, Outcome.UNKNOWN),
        ({"outcome": None}, Outcome.UNKNOWN),
    ],
)
def test_the_outcome_of_a_write(response: Any, outcome: Outcome) -> None:
    assert outcome_of(response) is outcome


@pytest.mark.contract("12.106")
@pytest.mark.parametrize(
    ("response", "content"),
    [
        ({"occupied": False}, EMPTY),
        ({"occupied": False, "code": ""}, EMPTY),
        ({"occupied": False, "code": None}, EMPTY),
        ({"occupied": True}, UNREADABLE),
        ({"occupied": True, "code": "****"}, UNREADABLE),
        ({"code": "****"}, UNREADABLE),
        ({"code": "012345"}, KnownPin(Pin("012345"))),
        ({"occupied": True, "code": 123456}, KnownPin(Pin("123456"))),
    ],
)
def test_a_clear_answer_to_a_read(response: Any, content: Any) -> None:
    assert content_of(response, READABLE) == content


@pytest.mark.contract("12.106")
@pytest.mark.parametrize(
    "response",
    [
        None,
        "012345",
        {},
        {"code": None},
        {"code": ""},
        {"code": "unknown"},
        {"code": "unavailable"},
        {"code": 1234.0},
        {"code": True},
        {"code": -1234},
        {"occupied": "off"},
        {"occupied": None},
        {"occupied": False, "code": "1234"},
        {"occupied": "on", "code": "1234"},
    ],
)
def test_what_is_not_clear_is_no_answer(response: Any) -> None:
    with pytest.raises(ReadFailed):
        content_of(response, READABLE)


@pytest.mark.contract("12.106")
def test_a_pin_counts_only_where_the_lock_shows_pins() -> None:
    masking = replace(READABLE, reads=Readability.PRESENCE)

    assert content_of({"occupied": True, "code": "1234"}, masking) is UNREADABLE


@pytest.mark.contract("12.106")
@pytest.mark.parametrize(
    ("given", "window"),
    [
        ({}, False),
        ({"starts_at": None, "ends_at": ""}, False),
        ({"starts_at": STARTS, "ends_at": ENDS}, True),
        (
            {
                "starts_at": datetime.fromisoformat(STARTS),
                "ends_at": "2030-07-05T11:00:00+02:00",
            },
            True,
        ),
    ],
)
def test_a_window_that_the_lock_holds_is_part_of_the_content(
    given: dict[str, Any], window: bool
) -> None:
    timed = replace(READABLE, windows=WindowSupport())
    held = Window(
        datetime(2030, 7, 1, 13, tzinfo=UTC), datetime(2030, 7, 5, 9, tzinfo=UTC)
    )

    content = content_of({"code": "1234", **given}, timed)

    assert content == KnownPin(Pin("1234"), held if window else None)
    without = content_of({"code": "1234", **given}, READABLE)
    assert without == KnownPin(Pin("1234"))


@pytest.mark.contract("12.106")
@pytest.mark.parametrize(
    "given",
    [
        {"starts_at": STARTS},
        {"ends_at": ENDS},
        {"starts_at": STARTS, "ends_at": "soon"},
        {"starts_at": STARTS, "ends_at": 17},
        {"starts_at": "0001-01-01T00:00:00+14:00", "ends_at": ENDS},
    ],
)
def test_half_a_window_is_no_answer(given: dict[str, Any]) -> None:
    timed = replace(READABLE, windows=WindowSupport())

    with pytest.raises(ReadFailed):
        content_of({"code": "1234", **given}, timed)


@pytest.mark.contract("12.101")
def test_the_lock_is_as_a_person_says() -> None:
    given = ActionSettings.from_data(
        {
            "set": SET,
            "clear": CLEAR,
            "read": READ,
            "reads": "presence",
            "slots": 3,
            "first_slot": 0,
            "shortest_code": 6,
            "longest_code": 7,
            "name_length": 9,
            "holds_windows": True,
            "command_timeout": 20,
            "late_by": 5,
        }
    )

    assert given is not None
    assert given.capabilities == LockCapabilities(
        slots=("0", "1", "2"),
        code_lengths=(6, 7),
        name_length=9,
        windows=WindowSupport(),
        reads=Readability.PRESENCE,
        command_timeout=20,
        late_by=5,
    )


@pytest.mark.contract("12.101")
def test_without_a_read_nothing_can_be_read() -> None:
    given = ActionSettings.from_data({"set": SET, "clear": CLEAR, "read": []})

    assert given is not None
    assert given.capabilities.reads is Readability.NOTHING
    assert len(given.capabilities.slots) == 10


@pytest.mark.parametrize("data", [{}, {"set": SET}, {"set": [], "clear": CLEAR}])
def test_there_are_no_settings_without_actions(data: dict[str, Any]) -> None:
    assert ActionSettings.from_data(data) is None
