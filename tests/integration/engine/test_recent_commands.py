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

MOVE = Command(CommandKind.RENAME, "Anna", "a", Pin("4826"), "Bea", new_slot="Bea")
SET = Command(CommandKind.SET, "1", "a", Pin("4826"))


@pytest.mark.contract("12.72")
@pytest.mark.parametrize(
    ("slot", "content", "is_echo"),
    [
        ("Bea", None, True),
        ("Bea", held("4826"), True),
        ("Bea", held("1357"), False),
        ("Bea", EMPTY, False),
        ("Anna", EMPTY, True),
        ("Anna", held("4826"), False),
    ],
)
def test_a_rename_that_moves_explains_its_pin_in_the_new_slot_and_the_empty_old_one(
    slot: str, content: Content | None, is_echo: bool
) -> None:
    assert explains(MOVE, slot, content) is is_echo


@pytest.mark.parametrize("slot", [None, "2"])
def test_a_command_explains_no_report_of_another_slot(slot: str | None) -> None:
    assert not explains(SET, slot, held("4826"))
    assert explains(SET, "1", held("4826"))
