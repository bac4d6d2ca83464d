"""The table of locks in README.md: one row for each family, and each row is tried."""

import ast
from pathlib import Path

from custom_components.access_codes.core.model import LockCapabilities, Outcome
from custom_components.access_codes.locks import FAMILIES

from .readme_table import README, ROWS, check_row, rows

HERE = Path(__file__).parent


def test_each_family_has_its_row_and_its_page() -> None:
    assert set(rows()) == set(ROWS)
    # An adapter that another integration brings is as good as that integration.
    assert {family for family, _ in ROWS.values()} == set(FAMILIES) - {"platform"}
    for row, (_, path) in ROWS.items():
        assert (README.parent / path).is_file()
        assert f"| [{row}]({path}) |" in README.read_text()


def test_each_row_is_tried_by_a_conformance_suite() -> None:
    tried = {
        node.value.value
        for path in HERE.rglob("*.py")
        if path.name != "lock_bench.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id == "row"
        and isinstance(node.value, ast.Constant)
    }
    assert tried - {None} == set(ROWS) - {"Any lock, with a keypad of yours"}


def test_a_keypad_of_yours() -> None:
    check_row(
        "Any lock, with a keypad of yours",
        LockCapabilities(is_virtual=True),
        Outcome.CONFIRMED,
    )
