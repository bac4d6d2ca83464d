"""The page about the access code object names each property, once, and tests that exist."""

import ast
from pathlib import Path
import re

from custom_components.access_codes.core.access_code_object import as_object
from custom_components.access_codes.core.model import CodeView, Status
from tests.support.builders import a_code

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/access-code-object.md").read_text().splitlines()
    if line.startswith("| `")
]


def properties() -> set[str]:
    """Return the keys of the object."""
    shown = as_object(
        a_code(),
        CodeView(Status.SET),
        None,
        lock_entity_id="lock.front_door",
        device_id=None,
        workspace_id="home",
        message=lambda kind, code, details: "",
        metadata=None,
        display_status="",
        reveal=True,
    )
    return set(shown)


def test_each_property_has_one_row_and_there_are_no_others() -> None:
    named = [cells[0].strip("`") for cells in ROWS]
    assert len(named) == len(set(named))
    assert set(named) == properties()


def test_each_row_says_what_sets_the_property_and_who_offers_it() -> None:
    for cells in ROWS:
        assert len(cells) == 4
        assert all(cells)


def test_each_row_names_a_test_that_exists() -> None:
    for cells in ROWS:
        found = re.fullmatch(r"`(tests/[\w/]+\.py)::(test_\w+)`", cells[3])
        assert found, cells[3]
        path, name = found.groups()
        functions = {
            node.name
            for node in ast.walk(ast.parse((ROOT / path).read_text()))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert name in functions, cells[3]
