"""Events of a lock: which of them are about PINs."""

import pytest

from custom_components.access_codes.locks.zha.cluster import Notification
from custom_components.access_codes.locks.zha.events import event_of
from custom_components.access_codes.locks.zigbee.events import (
    AccessDenied,
    CodeChanged,
    CodeUsed,
    Event,
)

NOBODY = 0xFFFF


@pytest.mark.contract("12.208")
@pytest.mark.parametrize(
    ("source", "code", "user", "event"),
    [
        (0, 2, 3, CodeUsed("unlock", 3)),
        (0, 1, 3, CodeUsed("lock", 3)),
        (0, 1, NOBODY, CodeUsed("lock", None)),
        (0, 3, NOBODY, AccessDenied("invalid_code")),
        (0, 5, NOBODY, AccessDenied("invalid_code")),
        (0, 4, 2, AccessDenied("outside_schedule")),
        (0, 6, 2, AccessDenied("outside_schedule")),
        (0, 0x0D, 3, None),
        (1, 2, NOBODY, None),
        (2, 2, 3, None),
        (3, 2, 3, None),
    ],
)
def test_uses_are_those_at_the_keypad(
    source: int, code: int, user: int, event: Event | None
) -> None:
    assert event_of(Notification(0x20, source, code, user)) == event


@pytest.mark.contract("12.209")
@pytest.mark.parametrize(
    ("source", "code", "user", "event"),
    [
        (0, 2, 3, CodeChanged(3, is_removal=False, is_by_radio=False)),
        (0, 4, 3, CodeChanged(3, is_removal=False, is_by_radio=False)),
        (0, 3, 3, CodeChanged(3, is_removal=True, is_by_radio=False)),
        (0, 3, NOBODY, CodeChanged(None, is_removal=True, is_by_radio=False)),
        (1, 2, 3, CodeChanged(3, is_removal=False, is_by_radio=True)),
        (0, 2, NOBODY, None),
        (0, 1, 0, None),
        (3, 5, 3, None),
        (0, 0, 3, None),
    ],
)
def test_changes_are_those_of_pins(
    source: int, code: int, user: int, event: Event | None
) -> None:
    assert event_of(Notification(0x21, source, code, user)) == event
