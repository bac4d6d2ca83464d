"""Run the measurements and print what came out."""

import argparse
from dataclasses import replace
import logging
import os
from pathlib import Path
import sys
from typing import Final, Protocol

from . import (
    bookings,
    boundary,
    commands,
    families,
    groups,
    load,
    opening,
    panel,
    planning,
    recurring,
    resting,
    revoking,
    starting,
    storing,
)
from .figures import Table
from .report import as_json, as_markdown, table_as_markdown, with_tables

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


class Measure(Protocol):
    """One measurement."""

    def __call__(self, *, is_quick: bool) -> Table:
        """Measure."""


MEASURES: Final[dict[str, Measure]] = {
    "commands": commands.measure,
    "families": families.measure,
    "boundary": boundary.measure,
    "opening": opening.measure,
    "revoking": revoking.measure,
    "resting": resting.measure,
    "planning": planning.measure,
    "recurring": recurring.measure,
    "starting": starting.measure,
    "storing": storing.measure,
    "groups": groups.measure,
    "bookings": bookings.measure,
    "load": load.measure,
    "panel": panel.measure,
}


def main() -> int:
    """Read the command line, measure, and tell; 1 if a count misses its target."""
    parser = _parser()
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - MEASURES.keys():
        parser.error(f"nothing is known of {', '.join(sorted(unknown))}")
    if arguments.write and arguments.quick:
        parser.error("--write is for figures that are measured in full")
    # That a custom integration was found is no news here.
    logging.getLogger("homeassistant.loader").setLevel(logging.ERROR)
    names = arguments.names or list(MEASURES)
    tables = []
    for name in names:
        sys.stderr.write(f"Measuring: {name} …\n")
        tables.append(_measured(name, is_quick=arguments.quick))
        sys.stdout.write(f"{table_as_markdown(tables[-1])}\n")
        sys.stdout.flush()
    if arguments.json is not None:
        arguments.json.write_text(as_json(tables))
    if arguments.write and arguments.names:
        PAGE.write_text(with_tables(PAGE.read_text(), tables))
    elif arguments.write:
        PAGE.write_text(as_markdown(tables, list(MEASURES)))
    missed = [
        row
        for table in tables
        for row in table.rows
        if row.is_count and row.is_met is False
    ]
    for row in missed:
        sys.stderr.write(f"Target missed: {row.what}: {row.measured}\n")
    return 1 if missed else 0


def _measured(name: str, *, is_quick: bool) -> Table:
    """Measure, and note how busy others kept the machine: a time cannot be read without it."""
    before = os.getloadavg()[0]
    table = MEASURES[name](is_quick=is_quick)
    after = os.getloadavg()[0]
    load = f"Load average of the machine: {before:.1f} before, {after:.1f} after."
    return replace(table, method=f"{table.method} {load}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=f"what to measure, everything without: {', '.join(MEASURES)}",
    )
    parser.add_argument(
        "--quick", action="store_true", help="fewer runs and smaller houses"
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="put the tables into docs/performance.md: all, or those that were measured",
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="put the rows into a file"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
