"""The order of due commands."""

from datetime import timedelta

import pytest

from custom_components.access_codes.core.model import AccessCode, CommandKind
from custom_components.access_codes.core.plan.due_command import (
    READ,
    REMOVE,
    DueCommand,
)
from tests.support.builders import NOW, a_code


def due(rank: int, since: int, code: AccessCode | None) -> DueCommand:
    """Return a command that is due since so many seconds after the first."""
    return DueCommand(rank, NOW + timedelta(seconds=since), code, CommandKind.READ, "1")


@pytest.mark.contract("5.23")
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (due(REMOVE, 9, a_code("b")), due(READ, 0, a_code("a"))),
        (due(READ, 0, a_code("b")), due(READ, 9, a_code("a"))),
        (due(READ, 0, None), due(READ, 0, a_code("a"))),
        (due(READ, 0, a_code("a")), due(READ, 0, a_code("b"))),
    ],
)
def test_commands_go_by_rank_by_time_and_by_id(
    first: DueCommand, second: DueCommand
) -> None:
    assert first.is_before(second)
    assert not second.is_before(first)
