"""Which reports are the echo of a command of ours."""

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    Command,
    CommandKind,
    Content,
    KnownPin,
    Pin,
)
from custom_components.access_codes.engine.recent_commands import (
    RecentWrites,
    explains,
    is_late_answer,
)
from tests.support.builders import held, hours

MOVE = Command(CommandKind.RENAME, "Ann", "a", Pin("4826"), "Bob", new_slot="Bob")
CHOSEN = Command(CommandKind.SET, "1", "a")
WINDOW = hours(1, 2)
WINDOWED = Command(CommandKind.SET, "1", "a", Pin("4826"), window=WINDOW)


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
        (WINDOWED, "1", KnownPin(Pin("4826"), WINDOW), True),
        (WINDOWED, "1", held("4826"), False),
        (Command(CommandKind.READ, "1"), "1", EMPTY, False),
    ],
)
def test_a_report_is_an_echo_where_it_tells_what_a_command_brings_about(
    command: Command, slot: str, content: Content | None, is_echo: bool
) -> None:
    assert explains(command, slot, content) is is_echo


@pytest.mark.contract("12.32")
def test_the_last_write_to_a_slot_is_known_while_its_echo_may_come() -> None:
    writes = RecentWrites()
    first = Command(CommandKind.SET, "1", "a", Pin("4826"))
    last = Command(CommandKind.CLEAR, "1", "a")
    writes.record(first, 100.0, 10.0)
    writes.record(Command(CommandKind.READ, "1"), 101.0, 10.0)
    assert writes.last_write("1", 109.9) == first
    assert writes.last_write("2", 109.9) is None
    writes.record(last, 105.0, 10.0)
    writes.record(MOVE, 106.0, 10.0)
    assert writes.last_write("1", 114.9) == last
    assert writes.last_write("1", 115.0) is None
    assert writes.last_write("Ann", 110.0) == MOVE
    assert writes.last_write("Bob", 110.0) == MOVE


@pytest.mark.contract("12.32")
@pytest.mark.parametrize(
    ("last_write", "content", "is_late"),
    [
        (WINDOWED, KnownPin(Pin("4826"), WINDOW), True),
        (WINDOWED, held("4826"), False),
        (WINDOWED, KnownPin(Pin("9999"), WINDOW), False),
        (WINDOWED, EMPTY, False),
        (CHOSEN, held("4826"), False),
        (None, held("4826"), False),
    ],
)
def test_a_report_of_the_pin_of_the_last_write_is_the_late_answer_to_it(
    last_write: Command | None, content: Content, is_late: bool
) -> None:
    assert is_late_answer(last_write, content) is is_late
