"""The order of due commands."""

import pytest

from custom_components.access_codes.core.model import CommandKind
from custom_components.access_codes.core.plan.due_command import READ, SET, DueCommand
from tests.support.builders import HOUR, NOW, a_code

ANNA, BEA = a_code("a"), a_code("b")


@pytest.mark.contract("5.23")
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            DueCommand(SET, NOW, BEA, CommandKind.SET),
            DueCommand(READ, NOW - HOUR, ANNA, CommandKind.READ),
        ),
        (
            DueCommand(SET, NOW - HOUR, BEA, CommandKind.SET),
            DueCommand(SET, NOW, ANNA, CommandKind.SET),
        ),
        (
            DueCommand(READ, NOW, None, CommandKind.READ),
            DueCommand(READ, NOW, ANNA, CommandKind.READ),
        ),
        (
            DueCommand(SET, NOW, ANNA, CommandKind.SET),
            DueCommand(SET, NOW, BEA, CommandKind.SET),
        ),
    ],
    ids=["rank", "time", "whole lock", "id"],
)
def test_a_command_goes_before_another_by_rank_then_time_then_code(
    first: DueCommand, second: DueCommand
) -> None:
    assert first.is_before(second)
    assert not second.is_before(first)
