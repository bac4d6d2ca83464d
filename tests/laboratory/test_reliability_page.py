"""The page on reliability names only tests that are there."""

from pathlib import Path
import re

_ROOT = Path(__file__).parents[2]
_NAMED = re.compile(r"`(test_\w+)`")
_TEST = re.compile(r"^(?:async )?def (test_\w+)\(", re.MULTILINE)


def test_every_test_that_the_page_on_reliability_names_is_there() -> None:
    named = set(_NAMED.findall((_ROOT / "docs" / "reliability.md").read_text()))
    there = {
        name
        for path in (_ROOT / "tests").rglob("test_*.py")
        for name in _TEST.findall(path.read_text())
    }
    assert named
    assert named <= there
