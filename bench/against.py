"""Measure two revisions side by side: each in fresh processes of its own tree, in turn."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
import json
import os
from pathlib import Path
import re
from statistics import median
import subprocess
import sys
import tempfile
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
DEFAULT: Final = ("import", "size", "planning", "storing")
_OWN: Final = frozenset({"import", "size"})
"""Measured by this tree's files in either tree; the rest by each tree's own benchmarks."""

_FIGURE: Final = re.compile(r"(?P<number>\d[\d,]*\.?\d*)\s*(?P<unit>µs|ms|s|kB|MB)\b")
_IN_BASE_UNITS: Final = {
    "µs": 1e-6,
    "ms": 1e-3,
    "s": 1.0,
    "kB": 1e3,
    "MB": 1e6,
}

type Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Ratio:
    """One figure of two trees: the other tree's and this one's, and the pairwise ratios."""

    name: str
    other: float
    this: float
    ratios: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Return the median of the pairwise ratios."""
        return median(self.ratios)


def figures_of(rows: Iterable[Mapping[str, object]]) -> Figures:
    """Return the numbers with a unit that the rows of a benchmark's JSON hold, in seconds and bytes.

    A row with several gets one figure for each, by its place in the text: ``plan_all_set.0``.
    """
    figures: Figures = {}
    for row in rows:
        found = list(_FIGURE.finditer(str(row["measured"])))
        for number, match in enumerate(found):
            value = float(match["number"].replace(",", ""))
            name = str(row["key"]) if len(found) == 1 else f"{row['key']}.{number}"
            figures[name] = value * _IN_BASE_UNITS[match["unit"]]
    return figures


def compare(pairs: Sequence[tuple[Figures, Figures]]) -> list[Ratio]:
    """Return the figures that both trees gave in each round, with their ratios (this tree's to the other's)."""
    names = [
        name
        for name in pairs[0][0]
        if all(other.get(name) and name in this for other, this in pairs)
    ]
    return [
        Ratio(
            name,
            median(other[name] for other, _ in pairs),
            median(this[name] for _, this in pairs),
            tuple(this[name] / other[name] for other, this in pairs),
        )
        for name in names
    ]


def table_of(ratios: Iterable[Ratio], revision: str) -> str:
    """Return the comparison as a Markdown table."""
    lines = [
        f"| figure | {revision} | this tree | ratio (min to max) |",
        "|---|---:|---:|---|",
    ]
    lines += [
        f"| {each.name} | {each.other:.4g} | {each.this:.4g} | "
        f"{each.ratio:.3f} ({min(each.ratios):.3f} to {max(each.ratios):.3f}) |"
        for each in ratios
    ]
    return "\n".join(lines)


def worse_than(ratios: Iterable[Ratio], limit: float) -> list[Ratio]:
    """Return the figures whose median ratio is above the limit."""
    return [each for each in ratios if each.ratio > limit]


def checkout(revision: str) -> Path:
    """Return a work tree of the revision in the cache, made once."""
    commit = _git("rev-parse", "--verify", f"{revision}^{{commit}}")
    cache = os.environ.get(
        "ACCESS_CODES_CACHE", str(Path.home() / ".cache" / "access_codes")
    )
    tree = Path(cache) / "against" / commit[:16]
    if not (tree / "bench").is_dir():
        tree.parent.mkdir(parents=True, exist_ok=True)
        _git("worktree", "prune")
        _git("worktree", "add", "--force", "--detach", str(tree), commit)
    for modules in ROOT.glob("simulators/*/node_modules"):
        link = tree / modules.relative_to(ROOT)
        if not link.is_symlink():
            link.symlink_to(modules.resolve())
    return tree


def main() -> int:
    """Read the command line and measure; 1 where a figure is above the limit."""
    parser = argparse.ArgumentParser(prog="scripts/bench --against REV")
    parser.add_argument("revision", metavar="REV")
    parser.add_argument("names", nargs="*", default=list(DEFAULT), metavar="NAME")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--limit", type=float, help="the highest ratio that is right")
    arguments = parser.parse_args()
    other = checkout(arguments.revision)
    failed: list[Ratio] = []
    for name in arguments.names:
        rounds = 1 if name == "size" else arguments.rounds
        pairs = []
        for number in range(rounds):
            sys.stderr.write(f"Measuring: {name}, round {number + 1} of {rounds} …\n")
            pairs.append(
                (
                    _measure(other, name, is_quick=arguments.quick),
                    _measure(ROOT, name, is_quick=arguments.quick),
                )
            )
        ratios = compare(pairs)
        sys.stdout.write(f"## {name}\n\n{table_of(ratios, arguments.revision)}\n\n")
        sys.stdout.flush()
        if arguments.limit is not None:
            failed += worse_than(ratios, arguments.limit)
    for each in failed:
        sys.stdout.write(f"Above {arguments.limit}: {each.name}: {each.ratio:.3f}\n")
    return 1 if failed else 0


def _measure(tree: Path, name: str, *, is_quick: bool) -> Figures:
    """Run one benchmark once in a fresh process of a tree."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    if name in _OWN:
        script = ROOT / "bench" / f"{name}_cost.py"
        output = subprocess.run(
            [sys.executable, str(script)],
            cwd=tree,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        return {key: float(value) for key, value in json.loads(output).items()}
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder) / "rows.json"
        command = [sys.executable, "-m", "bench", name, "--json", str(rows)]
        subprocess.run(
            [*command, *(["--quick"] if is_quick else [])],
            cwd=tree,
            env=environment,
            check=False,  # A target that is missed is no failure here.
            capture_output=True,
        )
        return figures_of(json.loads(rows.read_text()))


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
