"""Two revisions side by side: the figures read from a benchmark's rows, and their ratios."""

import pytest

from bench.against import Ratio, compare, figures_of, table_of, worse_than
from bench.size_cost import lines_of_code


def test_figures_are_read_with_their_units() -> None:
    rows = [
        {"key": "plan", "measured": "first 1.5 ms (median 2 ms, 1.6 ×)"},
        {"key": "file", "measured": "1,234.5 kB"},
        {"key": "timers", "measured": "3"},
    ]
    assert figures_of(rows) == pytest.approx(
        {"plan.0": 0.0015, "plan.1": 0.002, "file": 1_234_500}
    )


def test_ratios_are_taken_pair_by_pair_and_told_by_their_median() -> None:
    pairs = [
        ({"a": 2.0, "gone": 1.0}, {"a": 1.0}),
        ({"a": 4.0, "gone": 1.0}, {"a": 4.0}),
        ({"a": 1.0, "gone": 1.0}, {"a": 3.0}),
    ]
    (ratio,) = compare(pairs)
    assert ratio == Ratio("a", 2.0, 3.0, (0.5, 1.0, 3.0))
    assert ratio.ratio == 1.0


def test_a_figure_above_the_limit_is_named() -> None:
    slow = Ratio("slow", 1.0, 2.0, (2.0,))
    same = Ratio("same", 1.0, 1.0, (1.0,))
    assert worse_than([slow, same], 1.03) == [slow]
    assert "| slow | before | " not in table_of([slow], "before")
    assert "| slow | 1 | 2 | 2.000 (2.000 to 2.000) |" in table_of([slow], "before")


def test_only_code_counts_as_code() -> None:
    source = '"""Doc."""\n\n# why\n\ndef f(\n    a: int,\n) -> None:\n    """Doc.\n\n    More.\n    """\n    g(a)\n'
    assert lines_of_code(source) == 4
