"""Run one benchmark of the tree in the working directory, and write its rows as JSON.

``in_tree.py FILE NAME [--quick]``. Uses the tree's own ``bench``, which must have ``MEASURES`` in ``bench.__main__``.
"""

from collections.abc import Callable
import importlib
import json
import logging
from pathlib import Path
import resource
import sys
from typing import Any


def main(path: str, name: str, *options: str) -> None:
    """Measure with as many digits as a ratio needs, and add the processor time of the whole run."""
    logging.getLogger("homeassistant.loader").setLevel(logging.ERROR)
    figures = importlib.import_module("bench.figures")
    # Before the benchmarks take them from there: three digits are too few for a limit of a few percent.
    for name_of_text, text in (("milliseconds", _milliseconds), ("kilobytes", _bytes)):
        setattr(figures, name_of_text, text)
    measures = importlib.import_module("bench.__main__").MEASURES
    for package in ("bench", "custom_components.access_codes"):
        _check(package)
    before = _processor_time()
    table = _run(measures[name], is_quick="--quick" in options)
    spent = _processor_time() - before
    rows = [{"key": row.key, "measured": row.measured} for row in table.rows]
    rows.append(
        {
            "key": f"{name}: processor time of the whole run",
            "measured": f"{spent:.6f} s",
        }
    )
    Path(path).write_text(json.dumps(rows))


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.6f} ms"


def _bytes(size: float) -> str:
    return f"{size:,.1f} bytes"


def _run(measure: Callable[..., Any], *, is_quick: bool) -> Any:
    return measure(is_quick=is_quick)


def _check(package: str) -> None:
    """Refuse a package of another tree."""
    file = sys.modules[package].__file__
    if file is None or not Path(file).resolve().is_relative_to(Path.cwd().resolve()):
        raise SystemExit(f"{package} was imported from {file}")


def _processor_time() -> float:
    """Return the seconds of this process and of all that it waited for."""
    used = [
        resource.getrusage(of)
        for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    main(*sys.argv[1:])
