"""Instants of a code: since when it is due to go."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.access_codes.core.model import Settings
from custom_components.access_codes.core.schedule import is_wanted, removal_due_since
from tests.support.builders import HOUR, NOW, a_code, a_world, hours

LEAD = Settings(programming_lead=3600)


@pytest.mark.contract("5.9")
@pytest.mark.parametrize(
    ("changes", "settings", "since"),
    [
        pytest.param(
            {"deleted_at": NOW, "window": None}, Settings(), NOW, id="ongoing, deleted"
        ),
        pytest.param(
            {"deleted_at": NOW - HOUR, "window": hours(-8, 8)},
            Settings(),
            NOW - HOUR,
            id="deleted in its window",
        ),
        pytest.param(
            {"deleted_at": NOW, "used_at": NOW - HOUR, "window": hours(-8, 8)},
            Settings(),
            NOW - HOUR,
            id="used up, then deleted",
        ),
        pytest.param(
            {"deleted_at": NOW, "window": hours(-8, -2)},
            Settings(),
            NOW - 2 * HOUR,
            id="deleted after its window",
        ),
        pytest.param(
            {"deleted_at": NOW - 3 * HOUR, "window": hours(-8, -2)},
            Settings(),
            NOW - 3 * HOUR,
            id="deleted before its window ended",
        ),
        pytest.param({"window": hours(-8, -2)}, Settings(), NOW - 2 * HOUR, id="over"),
        pytest.param(
            {"window": hours(-8, -5), "changed_at": NOW - HOUR},
            Settings(),
            NOW - HOUR,
            id="ended by a change",
        ),
        pytest.param(
            {"window": hours(1, 2), "changed_at": NOW - HOUR},
            Settings(),
            NOW - HOUR,
            id="moved to a later time",
        ),
        pytest.param(
            {"window": hours(1, 2), "changed_at": NOW - HOUR, "deleted_at": NOW},
            Settings(),
            NOW - HOUR,
            id="moved, then deleted",
        ),
        pytest.param(
            {"window": hours(0.5, 2), "changed_at": NOW - 4 * HOUR, "deleted_at": NOW},
            LEAD,
            NOW,
            id="deleted in its lead",
        ),
    ],
)
def test_a_removal_is_due_since_the_code_became_unwanted(
    changes: dict[str, Any], settings: Settings, since: datetime
) -> None:
    code = a_code(created_at=NOW - 9 * HOUR, **{"changed_at": NOW - 9 * HOUR} | changes)
    assert not is_wanted(code, settings, NOW)
    assert removal_due_since(code, a_world(settings=settings)) == since
    later = a_world(settings=settings, now=NOW + timedelta(minutes=5))
    assert removal_due_since(code, later) == since
