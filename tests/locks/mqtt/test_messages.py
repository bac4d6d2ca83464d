"""Messages of a lock: which of them tell an event."""

from typing import Any

import pytest

from custom_components.access_codes.locks.mqtt.json_values import as_number, parse
from custom_components.access_codes.locks.mqtt.messages import event_of
from custom_components.access_codes.locks.zigbee.events import (
    AccessDenied,
    CodeChanged,
    CodeUsed,
    Event,
)


def message(action: Any, user: Any, source: Any = 0, **more: Any) -> dict[str, Any]:
    """Return a message with an event."""
    return {
        "state": "LOCK",
        "action": action,
        "action_user": user,
        "action_source": source,
        **more,
    }


@pytest.mark.contract("12.147")
@pytest.mark.parametrize(
    ("told", "event"),
    [
        (message("unlock", 17), CodeUsed("unlock", 17)),
        (message("unlock", "17", "0"), CodeUsed("unlock", 17)),
        (message("lock", 17, None, action_source_name="keypad"), CodeUsed("lock", 17)),
        (message("unlock", 0xFFFF), CodeUsed("unlock", None)),
        (message("unlock", None), CodeUsed("unlock", None)),
        (message("unlock", 17, 1), None),
        (message("unlock", 17, 3), None),
        (message("unlock", 17, None), None),
        (message("key_unlock", None), None),
        (message(None, 17), None),
        (
            {"action": "password_unlock", "action_source_user": 4},
            CodeUsed("unlock", 4),
        ),
        (
            message("unlock_failure_invalid_pin_or_id", None),
            AccessDenied("invalid_code"),
        ),
        (
            message("unlock_failure_invalid_schedule", 3),
            AccessDenied("outside_schedule"),
        ),
        (message("pin_code_added", 3), CodeChanged(3, False, False)),
        (message("pin_code_changed", 3, 1), CodeChanged(3, False, True)),
        (message("pin_code_deleted", 3), CodeChanged(3, True, False)),
        (message("pin_code_deleted", 0xFFFF), CodeChanged(None, True, False)),
        (
            message("pin_code_deleted", None),
            CodeChanged(None, True, False, is_unnamed=True),
        ),
        (message("pin_code_added", None), None),
        (message("master_code_changed", 0), None),
        ({"state": "UNLOCK", "action_user": None}, None),
    ],
)
def test_an_event_is_taken_from_the_action(
    told: dict[str, Any], event: Event | None
) -> None:
    assert event_of(told) == event


def test_numbers_are_whole_ones() -> None:
    assert [as_number(value) for value in (7, "7", True, 7.5, "x", "7" * 10, None)] == [
        7,
        7,
        None,
        None,
        None,
        None,
        None,
    ]
    assert parse("{") is None
