"""Measure this tree and another revision side by side: ``scripts/bench --against REV``."""

import argparse
from collections.abc import Callable
from pathlib import Path
import sys
from typing import Final

from .parsing import Figures
from .ratios import Comparison, Pair, compare, left_out, summary, table_of, verdict
from .trees import ROOT, MeasurementError, check_out, measure, measure_imports

NAMES: Final = (
    "import",
    "size",
    "planning",
    "storing",
    "resting",
    "boundary",
    "commands",
    "starting",
    "load",
)
ROUNDS: Final = 5
_IMPORTS: Final = 8
"""Imports in one round: they are short."""
_QUICK_ROUNDS: Final = {"import": 3, "planning": 2}
"""Rounds of the quick form where they are cheap and more than one."""


def main() -> int:
    """Read the command line, measure in turn, print a table each, and return the verdict's exit code."""
    arguments = _parser().parse_args()
    other = check_out(arguments.revision)
    comparisons: list[Comparison] = []
    failed: list[str] = []
    for name in arguments.names or NAMES:
        rounds = _rounds(name, arguments.rounds, is_quick=arguments.quick)
        pairs = _pairs(name, other, rounds, is_quick=arguments.quick)
        if not pairs:
            failed.append(name)
            continue
        compared = compare(pairs)
        comparisons += compared
        sys.stdout.write(
            f"## {name}: {len(pairs)} pairs\n\n"
            f"{table_of(compared, arguments.revision)}\n\n{summary(compared)}\n\n"
        )
        if names := left_out(pairs):
            sys.stdout.write(f"Not in each run of both trees: {', '.join(names)}\n\n")
        sys.stdout.flush()
    line, code = verdict(comparisons, arguments.limit, failed)
    sys.stdout.write(f"{line}\n")
    return code


def _pairs(name: str, other: Path, rounds: int, *, is_quick: bool) -> list[Pair]:
    """Measure the other tree, this one, the other, this one ...; a round that fails in one gives no pair."""
    pairs: list[Pair] = []
    if name == "import":
        sys.stderr.write(f"Measuring: import, {rounds} rounds of {_IMPORTS} …\n")
        try:
            turns = measure_imports((other, ROOT), rounds * _IMPORTS)
        except (MeasurementError, BrokenPipeError) as error:
            sys.stderr.write(f"{error}\n")
            return []
        return [(theirs, ours) for theirs, ours in turns]
    for number in range(1, rounds + 1):
        sys.stderr.write(f"Measuring: {name}, round {number} of {rounds} …\n")

        def measured(tree: Path, seed: int = number) -> Figures:
            return measure(tree, name, is_quick=is_quick, seed=seed)

        try:
            pairs.append((measured(other), measured(ROOT)))
        except MeasurementError as error:
            sys.stderr.write(f"{error}\n")
    return pairs


def _rounds(name: str, wanted: int | None, *, is_quick: bool) -> int:
    """Return the rounds of a benchmark. A size comes out the same each time."""
    if name == "size":
        return 1
    if wanted is not None:
        return wanted
    return _QUICK_ROUNDS.get(name, 1) if is_quick else ROUNDS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/bench --against", description=__doc__
    )
    parser.add_argument("revision", metavar="REV")
    parser.add_argument(
        "names",
        nargs="*",
        type=_name,
        metavar="NAME",
        help=f"what to measure, everything without: {', '.join(NAMES)}",
    )
    parser.add_argument(
        "--rounds",
        type=_positive(int),
        metavar="N",
        help=f"pairs of runs, {ROUNDS} without",
    )
    parser.add_argument(
        "--quick", action="store_true", help="fewer rounds, runs and smaller houses"
    )
    parser.add_argument(
        "--limit",
        type=_positive(float),
        metavar="RATIO",
        help="exit with 1 where a figure's ratio is above it, by median and by minimum",
    )
    return parser


def _name(text: str) -> str:
    if text not in NAMES:
        raise argparse.ArgumentTypeError(f"nothing is known of {text}")
    return text


def _positive[T: (int, float)](read: Callable[[str], T]) -> Callable[[str], T]:
    def positive(text: str) -> T:
        number = read(text)
        if number <= 0:
            raise argparse.ArgumentTypeError("must be more than 0")
        return number

    return positive


if __name__ == "__main__":
    sys.exit(main())
