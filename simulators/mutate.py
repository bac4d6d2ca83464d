"""Mutation testing of core and engine: changes of the source that no test notices. Started by scripts/mutate."""

import argparse
from collections import Counter
from dataclasses import dataclass
import fnmatch
import os
from pathlib import Path
import random
import re
import shutil
import subprocess
import sys

_PROJECT = Path(__file__).parents[1]

_PACKAGE = "custom_components/access_codes"

_TESTS = {
    "core": ["tests/core", "tests/contract"],
    "engine": ["tests/integration/engine", "tests/contract/test_any_lock.py"],
}
"""Tests of each package. Stories are left out: they take too long to run for each change."""

_LEFT_OUT = "not takes_few_calls and not takes_so_many_calls"
"""Tests that count calls of functions: the tool adds some of its own."""

_WANTED = 0.95

_RUN = """
import os, sys
# Behind everything else: it brings a pytest of its own.
sys.path.append(os.environ["MUTMUT"])
from mutmut.__main__ import cli
cli()
"""

_RESULT = re.compile(r"^\s+(?P<name>\S+): (?P<status>.+)$", re.MULTILINE)

_NOTICED = {"killed", "timeout", "segfault", "caught by type check"}

_NOT_TRIED = {"not checked"}


@dataclass
class Workshop:
    """A copy of the source in which it is changed."""

    package: str

    @property
    def folder(self) -> Path:
        """Where the copy is, with what was tried so far."""
        cache = Path(os.environ["ACCESS_CODES_CACHE"])
        return cache / "mutate" / self.package

    def prepare(self, only: str | None) -> None:
        """Copy the files of the project; the tool itself finds which of its results are out of date."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for entry in self.folder.iterdir():
            if entry.name == "mutants":
                continue
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(
            listed, cwd=_PROJECT, check=True, capture_output=True, text=True
        ).stdout
        for name in filter(None, names.split("\0")):
            original, target = _PROJECT / name, self.folder / name
            if original.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(original, target)
        source = f"{_PACKAGE}/{self.package}"
        chosen = f"{_PACKAGE}/{only}" if only else f"{source}/*"
        settings = {
            "source_paths": [source],
            "only_mutate": [chosen],
            "also_copy": ["custom_components", "docs", "scripts", "simulators"],
            "pytest_add_cli_args": [
                *("-p", "no:cacheprovider", "-p", "no:xdist", "-q", "-k", _LEFT_OUT)
            ],
            "pytest_add_cli_args_test_selection": _TESTS[self.package],
        }
        lines = [f"{key} = {value!r}" for key, value in settings.items()]
        lines += ["use_git_change_detection = false", "track_dependencies = false"]
        with (self.folder / "pyproject.toml").open("a") as file:
            file.write("\n[tool.mutmut]\n" + "\n".join(lines) + "\n")

    def run(self, *arguments: str, is_quiet: bool = False) -> str:
        """Run the tool there, and return what it prints."""
        done = subprocess.run(
            [sys.executable, "-c", _RUN, *arguments],
            cwd=self.folder,
            env=os.environ | {"REPO": str(self.folder)},
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if is_quiet else None,
            text=True,
        )
        return done.stdout

    def statuses(self) -> dict[str, str]:
        """Return the status of each change, by name."""
        return {
            found["name"]: found["status"]
            for found in _RESULT.finditer(self.run("results", "--all", "true"))
        }


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", choices=sorted(_TESTS))
    parser.add_argument("--sample", type=int, help="try so many changes only")
    parser.add_argument("--seed", type=int, default=1, help="chooses the sample")
    parser.add_argument("--only", help="modules, as in core/record/*.py")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def main() -> int:
    """Try the changes, and print those that no test notices."""
    chosen = _parse()
    workshop = Workshop(chosen.package)
    workshop.prepare(chosen.only)
    # A name that no change has: the tool writes all changes, complains, and tries none.
    workers = ("--max-children", str(chosen.processes))
    workshop.run("run", "none", *workers, is_quiet=True)
    names = sorted(workshop.statuses())
    if chosen.only:
        pattern = f"*{chosen.only.removesuffix('.py').replace('/', '.')}.*"
        names = [name for name in names if fnmatch.fnmatch(name, pattern)]
    if not names:
        sys.stderr.write("no changes: see the tool's own output above\n")
        return 2
    if chosen.sample is not None:
        draw = random.Random(chosen.seed)
        names = sorted(draw.sample(names, min(chosen.sample, len(names))))
    said = workshop.run("run", *names, *workers)
    statuses = workshop.statuses()
    results = {name: statuses[name] for name in names}
    noticed = sum(status in _NOTICED for status in results.values())
    tried = sum(status not in _NOT_TRIED for status in results.values())
    for name, status in results.items():
        if status not in _NOTICED | _NOT_TRIED:
            sys.stdout.write(workshop.run("show", name) + "\n")
    if not tried:
        sys.stderr.write(said[-5000:])
    counts = ", ".join(
        f"{n} {status}" for status, n in Counter(results.values()).items()
    )
    share = noticed / tried if tried else 0.0
    sys.stdout.write(
        f"{chosen.package}: {len(names)} of {len(statuses)} changes: {counts}\n"
        f"noticed: {noticed} of {tried} tried, {share:.1%}\n"
    )
    return 0 if tried == len(names) and share >= _WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
