"""Each rule of docs/behaviour.md has its function and its tests, and no mark names a rule that is not there."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = ROOT / "custom_components" / "access_codes"
BLUEPRINTS = ROOT / "blueprints"
PANEL = ROOT / "panel" / "src"
TESTS = ROOT / "tests"

RULES = re.findall(r"\*\*(\d+\.\d+)\*\*", (ROOT / "docs" / "behaviour.md").read_text())


def marked_in_code() -> Iterator[str]:
    """Return the numbers in comments such as ``# contract 4.7, 4.8``, in TypeScript ``// contract 4.7``."""
    sources = (
        *PRODUCT.rglob("*.py"),
        *BLUEPRINTS.rglob("*.yaml"),
        *PANEL.rglob("*.ts"),
    )
    for path in sources:
        for numbers in re.findall(
            r"(?:#|//) contract ([\d., ]+)$", path.read_text(), re.MULTILINE
        ):
            yield from numbers.split(", ")


def marked_in_tests() -> Iterator[str]:
    """Return the numbers in marks such as ``@pytest.mark.contract("4.7")``."""
    for path in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "contract"
            ):
                for argument in node.args:
                    assert isinstance(argument, ast.Constant)
                    yield str(argument.value)


IN_CODE = set(marked_in_code())
IN_TESTS = set(marked_in_tests())


def test_each_rule_has_a_number_of_its_own() -> None:
    assert RULES
    assert len(RULES) == len(set(RULES))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_its_function(rule: str) -> None:
    assert rule in IN_CODE


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_its_test(rule: str) -> None:
    assert rule in IN_TESTS


def test_no_mark_names_a_rule_that_is_not_there() -> None:
    assert set(RULES) >= (IN_CODE | IN_TESTS)
