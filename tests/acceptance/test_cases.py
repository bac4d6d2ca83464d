"""The table of cases is complete, and names the tests that there are."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from tests.acceptance.cases import CASES, COUNTS, Source


def names_of_tests() -> list[str]:
    """Return the names of all tests beside this module."""
    return [
        node.name
        for path in Path(__file__).parent.glob("test_*.py")
        if path.name != Path(__file__).name
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
    ]


@pytest.mark.parametrize("source", Source, ids=lambda source: source.name)
def test_every_case_of_a_source_is_in_the_table_once(source: Source) -> None:
    labels = [case.label for case in CASES if case.source is source]
    assert len(set(labels)) == len(labels) == COUNTS[source]


def test_the_table_has_all_cases() -> None:
    assert sum(COUNTS.values()) == 79
    assert set(COUNTS) == set(Source)


def test_every_case_has_tests_and_every_test_a_case() -> None:
    there = names_of_tests()
    assert [name for name, count in Counter(there).items() if count > 1] == []
    assert all(case.tests for case in CASES)
    assert {name for case in CASES for name in case.tests} == set(there)
