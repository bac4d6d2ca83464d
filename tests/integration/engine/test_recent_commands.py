"""Which reports are the echo of a command of ours."""

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    Pin,
)
from custom_components.access_codes.engine.recent_commands import explains
from tests.support.builders import held

MOVE = Command(CommandKind.RENAME, "Ann", "a", Pin("4826"), "Bob", new_slot="Bob")
CHOSEN = Command(CommandKind.SET, "1", "a")


@pytest.mark.parametrize(
    ("command", "slot", "content", "is_echo"),
    [
        (MOVE, "Bob", held("4826"), True),
        (MOVE, "Bob", None, True),
        (MOVE, "Bob", held("9999"), False),
        (MOVE, "Ann", EMPTY, True),
        (MOVE, "Ann", held("4826"), False),
        (MOVE, "Eve", EMPTY, False),
        (CHOSEN, "1", held("4826"), True),
        (CHOSEN, "1", EMPTY, False),
        (Command(CommandKind.READ, "1"), "1", EMPTY, False),
    ],
)
def test_a_report_is_an_echo_where_it_tells_what_a_command_brings_about(
    command: Command, slot: str, content: Content | None, is_echo: bool
) -> None:
    assert explains(command, slot, content) is is_echo
