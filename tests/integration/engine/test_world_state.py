"""What is known of a lock and not stored."""

from types import SimpleNamespace
from typing import Any

from custom_components.access_codes.core.model import Command, CommandKind, Settings
from custom_components.access_codes.engine.world_state import WorldState
from tests.support.builders import NOW


def result_of(access_code_id: str | None) -> Any:
    command = Command(CommandKind.READ, "1", access_code_id)
    return SimpleNamespace(pending=SimpleNamespace(command=command))


def test_codes_are_attempted_one_after_the_other_and_forgotten_once_they_are_gone() -> (
    None
):
    state = WorldState(Settings(), NOW)
    codes = dict.fromkeys("abc")
    for access_code_id, attempted in (("a", "a"), ("b", "ab"), (None, "ab")):
        state.on_result(result_of(access_code_id), codes.keys())
        assert state.attempted == set(attempted)
    del codes["a"]
    state.on_result(result_of("c"), codes.keys())
    assert state.attempted == {"b", "c"}
