"""The figures as tables: for the terminal, for docs/performance.md and for programs."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
import json
import os
import platform
from typing import Final

from homeassistant.const import __version__ as home_assistant_version

from .figures import Row, Table

_HEAD: Final = """\
# Performance

What Access Codes costs, as measured by `scripts/bench`. Written by `scripts/bench --write`; not to be edited by hand.

- **Repeat it**: `scripts/bench` prints these tables, `scripts/bench NAME ...` only some of them ({names}),
  `scripts/bench --quick` all of them in about a minute with fewer runs and smaller houses.
  `scripts/bench --against REV` measures this tree and another revision in turn and gives ratios.
- **Machine**: {machine}.
- **Counts** (writes, reads, commands, timers, entities) come out the same on every machine, and a test holds them.
  **Times** do not: they are given as medians with the shortest and the longest in brackets, and as ratios to
  something familiar measured in the same run. Nothing in the test suite depends on a time. A run is kept as it came
  out: a machine that is busy with other things misses targets that it meets when it is left alone.

## Two revisions side by side

`scripts/bench --against REV` checks the revision out into the cache and runs each benchmark in fresh processes of both
trees in turn, each with its own benchmarks, five times or `--rounds N` times. NAMEs choose among the benchmarks above and
`import` (the modules that one linked keypad lock needs, Home Assistant's being there; a round is eight pairs) and `size`
(lines of code).

- **Ratio** is this tree's figure by the other's: the median of the pairs, with the lowest and the highest. *Ratio of
  minima* compares the best runs: other programs only ever add to a time. Trust a change that both show, and look at the
  spread first. Processor times say more than times on a busy machine, and neither is free of it: caches and cores are shared.
- `--limit 1.03` lists the figures above it in the last line and exits with 1; a figure is above if its ratio and its
  ratio of minima both are, by more than its rounding. It does not apply to figures marked *for information*.
- **How much is noise** tells `scripts/bench --against HEAD NAME ...` in a tree without changes.
- `--quick` takes one round (three of `import`, two of `planning`) and smaller houses: good for counts and for large changes,
  not for a limit of a few percent. A limit on times wants `--rounds 10` or more, and a machine at rest.
"""
_MARKS: Final = {True: "yes", False: "**no**", None: ""}


def as_markdown(tables: Iterable[Table], names: Sequence[str]) -> str:
    """Return the page."""
    head = _HEAD.format(
        names=", ".join(f"`{name}`" for name in names), machine=machine()
    )
    return "\n".join([head, *map(table_as_markdown, tables)])


def with_tables(page: str, tables: Iterable[Table]) -> str:
    """Return the page with these tables in place of those of the same title; a new one comes at its end."""
    head, *sections = page.split("\n## ")
    by_title = {section.partition("\n")[0]: section for section in sections}
    for table in tables:
        by_title[table.title] = table_as_markdown(table).removeprefix("## ")
    texts = (section.strip("\n") for section in by_title.values())
    return "\n## ".join([head, *(f"{text}\n" for text in texts)])


def table_as_markdown(table: Table) -> str:
    """Return one table with how it was measured."""
    lines = [
        f"## {table.title}",
        "",
        table.method,
        "",
        "| What | Measured | Target | Met |",
        "|---|---|---|---|",
        *(
            f"| {row.what} | {row.measured} | {row.target} | {_MARKS[row.is_met]} |"
            for row in table.rows
        ),
        "",
    ]
    return "\n".join(lines)


def as_json(tables: Iterable[Table]) -> str:
    """Return the rows for a program to read."""
    rows: list[Row] = [row for table in tables for row in table.rows]
    return json.dumps([asdict(row) for row in rows], indent=2)


def machine() -> str:
    """Say on what kind of machine this runs."""
    return (
        f"{os.cpu_count()} shared cores (other programs run at the same time; each table tells how many), "
        f"{platform.machine()}, CPython {platform.python_version()}, Home Assistant {home_assistant_version}"
    )
