"""Two revisions side by side: the figures read from a benchmark's rows, their ratios, and the verdict."""

import math
from pathlib import Path

import pytest

from bench.against.__main__ import _parser, _rounds
from bench.against.parsing import Figure, Figures, Unit, figures_of
from bench.against.ratios import Comparison, compare, left_out, table_of, verdict
from bench.against.size_cost import lines_of_code


def values(measured: str, key: str = "k") -> dict[str, float]:
    figures = figures_of([{"key": key, "measured": measured}])
    return {name: figure.value for name, figure in figures.items()}


def figure(value: float, unit: Unit = Unit.COUNT, *, is_judged: bool = True) -> Figure:
    return Figure(value, unit, is_judged=is_judged)


def comparison(
    name: str, other: tuple[float, ...], this: tuple[float, ...]
) -> Comparison:
    return Comparison(name, Unit.SECONDS, other, this)


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        ("3", {"k": 3}),
        ("4.6 ×", {"k": 4.6}),
        ("1,484 bytes", {"k": 1484}),
        ("1,234.5 kB", {"k": 1_234_500}),
        ("1 write, 20 reads", {"k write": 1, "k read": 20}),
        (
            "first 1.5 ms (median 2 ms, 1.6 ×); next 1 ms (median 3 ms, 2 ×)",
            {
                "k first": 0.0015,
                "k first, median": 0.002,
                "k next": 0.001,
                "k next, median": 0.003,
            },
        ),
        (
            "2 and the copy: 4.4 kB / 142.5 kB / 353.1 kB",
            {"k": 2, "k size": 4400, "k size 2": 142_500, "k size 3": 353_100},
        ),
        ("4.63 s (4.48 to 4.83)", {"k": 4.63, "k min": 4.48}),
        ("0.75 ms (0.5 ms to 1.6 ms)", {"k": 0.00075, "k min": 0.0005}),
        (
            "1.20 s (0.88 to 1.31), 26% of the start, 0.24 ms a code",
            {"k": 1.2, "k min": 0.88, "k a code": 0.00024},
        ),
        ("97.2 ms (50th: 69.4 ms)", {"k": 0.0972, "k 50th": 0.0694}),
        (
            "5.97 s, 6.07 s of processor time; 100 writes of 10,768.9 kB, 0 commands",
            {
                "k": 5.97,
                "k of processor time": 6.07,
                "k write": 100,
                "k write of": 10_768_900,
                "k command": 0,
            },
        ),
        (
            "1 stall, the longest 101 ms; longest callback 621 ms (`_f.<locals>.g2`); 5 stalls by garbage, the longest 9 s",
            {
                "k stall": 1,
                "k stall, the longest": 0.101,
                "k longest callback": 0.621,
                "k stall by garbage": 5,
                "k stall by garbage, the longest": 9,
            },
        ),
        ("median 10 ms, 99th percentile 90 ms", {"k median": 0.01, "k 99th percentile": 0.09}),
    ],
)  # fmt: skip
def test_numbers_of_a_row_are_read_with_their_units_and_named_by_the_words_beside_them(
    measured: str, expected: dict[str, float]
) -> None:
    assert values(measured) == pytest.approx(expected)


def test_one_and_many_have_one_name() -> None:
    assert values("1 stall; 0 events").keys() == values("3 stalls; 1 event").keys()


def test_a_figure_knows_how_far_it_was_rounded() -> None:
    figures = figures_of([{"key": "k", "measured": "1.1 s; 7 writes of 1,000.50 kB"}])
    assert {name: each.rounding for name, each in figures.items()} == pytest.approx(
        {"k": 0.05, "k write": 0, "k write of": 5}
    )


def test_yardsticks_single_moments_and_rows_for_information_are_not_judged() -> None:
    figures = figures_of(
        [
            {"key": "growth", "measured": "4.6 ×"},
            {"key": "modules", "measured": "134", "is_judged": False},
            {"key": "lines", "measured": "10", "is_judged": True},
            {"key": "stalls", "measured": "1 stall, the longest 101 ms"},
        ]
    )
    assert {name for name, each in figures.items() if each.is_judged} == {
        "lines",
        "stalls stall",
    }


def test_two_rows_of_one_key_stay_two_figures() -> None:
    rows = [{"key": "k", "measured": "1 write"}, {"key": "k", "measured": "2 writes"}]
    assert list(figures_of(rows)) == ["k write", "k write 2"]


def test_ratios_are_taken_pair_by_pair_and_told_by_their_median_and_by_the_minima() -> (
    None
):
    pairs: list[tuple[Figures, Figures]] = [
        ({"a": figure(2)}, {"a": figure(1)}),
        ({"a": figure(4)}, {"a": figure(4)}),
        ({"a": figure(1)}, {"a": figure(3)}),
    ]
    (compared,) = compare(pairs)
    assert list(zip(compared.other, compared.this, strict=True)) == [
        (2, 1),
        (4, 4),
        (1, 3),
    ]
    assert list(compared.ratios) == [0.5, 1, 3]
    assert compared.ratio == 1
    assert compared.ratio_of_minima == 1


def test_a_figure_that_was_not_given_everywhere_in_one_unit_is_left_out() -> None:
    pairs: list[tuple[Figures, Figures]] = [
        (
            {"a": figure(1), "gone": figure(1), "unit": figure(1, Unit.SECONDS)},
            {"a": figure(1), "new": figure(1), "unit": figure(1, Unit.BYTES)},
        ),
        (
            {"a": figure(1), "gone": figure(1), "rare": figure(1)},
            {"a": figure(1), "new": figure(1)},
        ),
    ]
    assert [each.name for each in compare(pairs)] == ["a"]
    assert left_out(pairs) == ["gone", "unit", "new", "rare"]


@pytest.mark.parametrize(
    ("other", "this", "ratio"),
    [(0, 0, 1), (0, 2, math.inf), (-1, 1, math.inf), (-1, -2, 0), (4, -1, 0)],
)
def test_where_nothing_was_before_only_growth_counts(
    other: float, this: float, ratio: float
) -> None:
    assert comparison("a", (other,), (this,)).ratio == ratio


def test_a_figure_is_above_the_limit_only_by_median_and_by_minimum() -> None:
    by_both = comparison("both", (1, 1, 1), (1.1, 1.1, 1.2))
    by_median = comparison("median", (1, 1, 1), (1, 1.1, 1.2))
    by_minimum = comparison("minimum", (1, 1.3, 1.3), (1.1, 1.2, 1.2))
    assert [each.is_above(1.03) for each in (by_both, by_median, by_minimum)] == [
        True,
        False,
        False,
    ]


def test_rounding_alone_puts_no_figure_above_the_limit() -> None:
    pairs = [({"a": Figure(1.1, Unit.SECONDS, 0.05)}, {"a": Figure(1.2, Unit.SECONDS, 0.05)})]  # fmt: skip
    (coarse,) = compare(pairs)
    assert coarse.ratio > 1.03
    assert not coarse.is_above(1.03)
    assert coarse.is_above(0.99)


def test_the_verdict_names_what_is_above_the_limit_and_exits_with_1() -> None:
    slow, same = comparison("slow", (1,), (2,)), comparison("same", (1,), (1,))
    assert verdict([slow, same], 1.03) == (
        "Verdict, above 1.03: slow 2.000 (minima 2.000)",
        1,
    )
    line, code = verdict([same], 1.03)
    assert line.startswith("Verdict: none of 1 figures above 1.03.")
    assert code == 0


def test_without_a_limit_the_verdict_is_a_summary_and_exits_with_0() -> None:
    slow = comparison("slow", (1, 1), (2, 3))
    line, code = verdict([slow], None)
    assert (
        line == "Verdict: no limit. Median of 1 figures: ratio 2.500, of minima 2.000."
    )
    assert code == 0


def test_a_figure_for_information_is_never_above_the_limit() -> None:
    modules = Comparison("modules", Unit.COUNT, (1,), (9,), is_judged=False)
    line, code = verdict([modules], 1.03)
    assert line.endswith("No figure that a limit applies to.")
    assert code == 0
    assert "| modules (for information) | 1 | 9 | 9.000" in table_of([modules], "old")


@pytest.mark.parametrize("limit", [None, 1.03])
def test_a_benchmark_without_figures_fails_the_run(limit: float | None) -> None:
    line, code = verdict([comparison("same", (1,), (1,))], limit, ["load"])
    assert "no figures of load" in line
    assert code == 1


def test_the_table_tells_median_minimum_and_spread() -> None:
    times = comparison("plan", (0.001, 0.002, 0.003), (0.002, 0.002, 0.003))
    sizes = Comparison("file", Unit.BYTES, (1500,), (3000,))
    head, _, *rows = table_of([times, sizes], "old").splitlines()
    assert head.startswith("| figure | old: median | this tree: median | ratio")
    assert rows == [
        "| plan | 2 ms | 2 ms | 1.000 (1.000 to 2.000) | 1 ms | 2 ms | 2.000 |",
        "| file | 1.50 kB | 3.00 kB | 2.000 (2.000 to 2.000) | 1.50 kB | 3.00 kB | 2.000 |",
    ]


def test_only_code_counts_as_code() -> None:
    source = '"""Doc."""\n\n# why\n\ndef f(\n    a: int,\n) -> None:\n    """Doc.\n\n    More.\n    """\n    g(a)\n'
    assert lines_of_code(source) == 4


def test_rounds_are_fewer_in_the_quick_form_and_as_many_as_wanted() -> None:
    assert _rounds("load", None, is_quick=False) == 5
    assert _rounds("load", None, is_quick=True) == 1
    assert _rounds("load", 3, is_quick=True) == 3
    assert _rounds("size", 3, is_quick=False) == 1


@pytest.mark.parametrize("wrong", [["--rounds", "0"], ["--limit", "-1"], ["nonsense"]])
def test_a_command_line_that_cannot_be_is_refused(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        _parser().parse_args(["HEAD", *wrong])
    assert "error" in capsys.readouterr().err


def test_no_module_of_another_tree_is_imported_into_this_process() -> None:
    folder = Path(__file__).resolve().parents[2] / "bench" / "against"
    for name in ("__main__", "trees", "parsing", "ratios"):
        text = (folder / f"{name}.py").read_text()
        assert "custom_components" not in text
        assert "importlib" not in text
