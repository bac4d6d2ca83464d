"""Mutation testing of core and engine: changes of the source that no test notices. Started by scripts/mutate."""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable
import json
import os
from pathlib import Path
import random
import re
import sys
from time import monotonic

import pytest

# Behind everything else: it brings a pytest of its own.
sys.path.append(os.environ["MUTMUT"])

from simulators.mutation.changes import Change, drafts_of, product_files
from simulators.mutation.trial import Outcome, Trial

_TESTS = {
    "core": ["tests/core", "tests/contract"],
    "engine": ["tests/integration/engine", "tests/contract/test_any_lock.py"],
}
"""Tests of each package. Stories are left out: they take too long to run for each change."""

_WANTED = 0.95

_NOTICED = {"noticed", "timeout"}

_NOT_TRIED = {"no way"}

_ARGUED = Path(__file__).parents[1] / "docs" / "surviving-changes.md"
"""The changes that make no difference, each with its argument, by their keys."""

_PRINTED = re.compile(r"^# `([0-9a-f]{10})` (.*):", re.MULTILINE)
"""Key and name of each change that a run has printed."""


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", choices=sorted(_TESTS))
    parser.add_argument("--sample", type=int, help="try so many changes only")
    parser.add_argument("--seed", type=int, default=1, help="chooses the sample")
    parser.add_argument("--only", nargs="+", help="modules, as in core/record/*.py")
    parser.add_argument(
        "--tests", nargs="+", help="other tests than all of the package"
    )
    parser.add_argument(
        "--again", type=Path, help="only the changes that an earlier run has printed"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--seconds",
        type=float,
        help="leave a change after so much time of its tests: it counts as survived",
    )
    return parser.parse_args()


def _is_named(path: Path, names: Iterable[str]) -> bool:
    """Return whether one of the changes with these names is one of the module."""
    module = f"{path.parent.name}.{path.stem}."
    return any(f".{module}" in f".{name}" for name in names)


def main() -> int:
    """Try the changes, and print those that no test notices."""
    chosen = _parse()
    files = product_files(chosen.only or [f"{chosen.package}/**/*.py"])
    printed = dict(_PRINTED.findall(chosen.again.read_text())) if chosen.again else {}
    if chosen.again:
        files = [path for path in files if _is_named(path, printed.values())]
    drafts = [draft for path in files for draft in drafts_of(path)]
    total = len(drafts)
    if chosen.sample is not None and not chosen.again:
        drafts = random.Random(chosen.seed).sample(drafts, min(chosen.sample, total))
    changes = [draft() for draft in drafts]
    drafts.clear()
    if chosen.again:
        changes = [change for change in changes if change.key in printed]
        total = len(changes)
    if not changes:
        sys.stderr.write("no changes\n")
        return 2
    changes.sort(key=lambda change: change.name)
    kept = Path(os.environ["ACCESS_CODES_CACHE"]) / "mutate" / f"{chosen.package}.json"
    known = json.loads(kept.read_text()) if kept.exists() else {}
    began = monotonic()
    argued = set(re.findall(r"^- `([0-9a-f]{10})`", _ARGUED.read_text(), re.MULTILINE))

    def show(change: Change, outcome: Outcome) -> None:
        if change.key in argued:
            outcome.status = "argued"
        else:
            sys.__stdout__.write(  # type: ignore[union-attr]
                f"# `{change.key}` {change.name}: {outcome.status}\n{change.diff}\n\n"
            )
            sys.__stdout__.flush()  # type: ignore[union-attr]

    trial = Trial(changes, known, chosen.processes, chosen.seconds, show)
    plugins = ("no:cacheprovider", "no:xdist", "no:randomly")
    pytest.main(
        [
            *("-q", "--capture=sys", "--tb=no", "--assert=plain"),
            *(argument for name in plugins for argument in ("-p", name)),
            *(chosen.tests or _TESTS[chosen.package]),
        ],
        [trial],
    )
    if trial.failed or not trial.outcomes:
        sys.stderr.write(f"tests fail without a change: {trial.failed}\n")
        return 2
    for change in changes:
        if test := trial.outcomes[change.name].test:
            known[change.key] = test
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(known, indent=0, sort_keys=True))
    return _report(changes, trial.outcomes, total, monotonic() - began)


def _report(
    changes: list[Change], outcomes: dict[str, Outcome], total: int, seconds: float
) -> int:
    modules: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for change in changes:
        modules[change.module][outcomes[change.name].status] += 1
    for module, counts in sorted(modules.items()):
        name = module.removeprefix("custom_components.access_codes.")
        said = ", ".join(f"{n} {status}" for status, n in counts.items())
        sys.stdout.write(f"{name}: {counts.total()} changes: {said}\n")
    every: Counter[str] = sum(modules.values(), Counter())
    noticed = sum(every[status] for status in _NOTICED)
    tried = every.total() - sum(every[status] for status in _NOT_TRIED)
    share = noticed / tried if tried else 0.0
    sys.stdout.write(
        f"{len(changes)} of {total} changes: "
        + ", ".join(f"{n} {status}" for status, n in every.items())
        + f"\nnoticed: {noticed} of {tried} tried, {share:.1%}, in {seconds:.0f} s\n"
    )
    return 0 if noticed + every["argued"] >= _WANTED * tried else 1


if __name__ == "__main__":
    sys.exit(main())
