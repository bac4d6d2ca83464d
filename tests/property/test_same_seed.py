"""A seed tells the same stories whatever else runs in the process: what one run finds, the next one finds again."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
import sys

from hypothesis import given, seed, settings, strategies as st
import pytest


def _drawn() -> list[tuple[int, str]]:
    """Return what one seed draws."""
    drawn: list[tuple[int, str]] = []

    @seed(7)
    @settings(max_examples=300, database=None)
    @given(st.integers(), st.text())
    def draw(number: int, text: str) -> None:
        drawn.append((number, text))

    draw()
    return drawn


def test_a_module_that_is_loaded_meanwhile_changes_no_story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _drawn()
    source = tmp_path / "source_of_constants.py"
    source.write_text(
        "\n".join(f"A{n} = {n}; B{n} = 'text {n}'" for n in range(7000, 7100))
    )
    spec = spec_from_file_location("source_of_constants", source)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "source_of_constants", module)
    spec.loader.exec_module(module)
    assert _drawn() == first
    assert len(first) == 300
