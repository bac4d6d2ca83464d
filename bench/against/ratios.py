"""The figures of two revisions as ratios, as a table and as a verdict."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from .parsing import Figures, Unit

type Pair = tuple[Figures, Figures]
"""The figures of the other revision and of this tree, measured one after the other."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of both trees in each round."""

    name: str
    unit: Unit
    other: tuple[float, ...]
    this: tuple[float, ...]
    rounding: float = 0
    """How far off a ratio may be because the figures were written with few digits."""
    is_judged: bool = True

    @property
    def ratios(self) -> tuple[float, ...]:
        """Return this tree's figure by the other's, pair by pair."""
        return tuple(
            _ratio(this, other)
            for this, other in zip(self.this, self.other, strict=True)
        )

    @property
    def ratio(self) -> float:
        """Return the median of the pairwise ratios."""
        return median(self.ratios)

    @property
    def ratio_of_minima(self) -> float:
        """Return the ratio of the smallest figures of both trees: other programs only ever add to a time."""
        return _ratio(min(self.this), min(self.other))

    def is_above(self, limit: float) -> bool:
        """Return whether the figure has grown beyond the limit by its median and by its minimum."""
        least = min(self.ratio, self.ratio_of_minima)
        return self.is_judged and least - self.rounding > limit


def compare(pairs: Sequence[Pair]) -> list[Comparison]:
    """Return the figures that both trees gave in each round."""
    return [_comparison(name, pairs) for name in pairs[0][0] if _is_in_all(name, pairs)]


def left_out(pairs: Sequence[Pair]) -> list[str]:
    """Return the names of the figures that were not given by both trees in each round."""
    names = {name: None for pair in pairs for figures in pair for name in figures}
    return [name for name in names if not _is_in_all(name, pairs)]


def table_of(comparisons: Iterable[Comparison], revision: str) -> str:
    """Return the comparison as a Markdown table."""
    columns = (
        "figure",
        f"{revision}: median",
        "this tree: median",
        "ratio, median of pairs (min to max)",
        f"{revision}: min",
        "this tree: min",
        "ratio of minima",
    )
    lines = [f"| {' | '.join(columns)} |", "|---|---:|---:|---|---:|---:|---:|"]
    lines += [
        f"| {each.name}{'' if each.is_judged else ' (for information)'} "
        f"| {_text(median(each.other), each.unit)} | {_text(median(each.this), each.unit)} "
        f"| {each.ratio:.3f} ({min(each.ratios):.3f} to {max(each.ratios):.3f}) "
        f"| {_text(min(each.other), each.unit)} | {_text(min(each.this), each.unit)} | {each.ratio_of_minima:.3f} |"
        for each in comparisons
    ]
    return "\n".join(lines)


def summary(comparisons: Iterable[Comparison]) -> str:
    """Return what all figures that are judged show together: the noise of single ones evens out."""
    judged = [each for each in comparisons if each.is_judged]
    if not judged:
        return "No figure that a limit applies to."
    ratio = median(each.ratio for each in judged)
    of_minima = median(each.ratio_of_minima for each in judged)
    return f"Median of {len(judged)} figures: ratio {ratio:.3f}, of minima {of_minima:.3f}."


def verdict(
    comparisons: Sequence[Comparison], limit: float | None, failed: Sequence[str] = ()
) -> tuple[str, int]:
    """Return the last line and the exit code: 1 where a figure is above the limit or a benchmark gave none."""
    judged = [each for each in comparisons if each.is_judged]
    parts = [f"no figures of {name}" for name in failed]
    above = [] if limit is None else [each for each in judged if each.is_above(limit)]
    parts += [
        f"{each.name} {each.ratio:.3f} (minima {each.ratio_of_minima:.3f})"
        for each in above
    ]
    if parts:
        head = "Verdict" if limit is None else f"Verdict, above {limit:g}"
        return f"{head}: {'; '.join(parts)}", 1
    if limit is None:
        return f"Verdict: no limit. {summary(judged)}", 0
    return (
        f"Verdict: none of {len(judged)} figures above {limit:g}. {summary(judged)}",
        0,
    )


def _is_in_all(name: str, pairs: Sequence[Pair]) -> bool:
    """Return whether the figure was given everywhere, in one unit."""
    found = [figures.get(name) for pair in pairs for figures in pair]
    return None not in found and len({each.unit for each in found if each}) == 1


def _comparison(name: str, pairs: Sequence[Pair]) -> Comparison:
    others, these = (
        [other[name] for other, _ in pairs],
        [this[name] for _, this in pairs],
    )
    both = [*others, *these]
    return Comparison(
        name,
        both[0].unit,
        tuple(each.value for each in others),
        tuple(each.value for each in these),
        max(
            _ratio(other.rounding, abs(other.value))
            + _ratio(this.rounding, abs(this.value))
            for other, this in zip(others, these, strict=True)
        ),
        all(each.is_judged for each in both),
    )


def _ratio(this: float, other: float) -> float:
    """Return the ratio; for a figure that was 0, or less as a difference may be, only whether it grew."""
    if this == other:
        return 1
    if other <= 0:
        return inf if this > other else 0
    return max(this, 0) / other


def _text(value: float, unit: Unit) -> str:
    match unit:
        case Unit.SECONDS if abs(value) < 1:
            return f"{value * 1000:.4g} ms"
        case Unit.SECONDS:
            return f"{value:.4g} s"
        case Unit.BYTES:
            return f"{value / 1000:,.2f} kB"
        case Unit.TIMES:
            return f"{value:.3g} ×"
        case Unit.COUNT:
            return f"{value:,.6g}"
