"""What each family of locks costs: commands, messages on the way to the lock, and memory, as its tests count them."""

import json
import os
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.locks.family_costs import NOTES

from .figures import Row, Table

_REPOSITORY: Final = Path(__file__).resolve().parent.parent
_TEST: Final = "test_a_code_costs_one_write_for_each_change_and_none_at_rest"
_OCCASIONS: Final = ("set", "replace", "clear", "restart", "idle day")
_MEASURE: Final = "zwave_js", "schlage"
"""Family and kind whose memory is the measure: a Z-Wave lock with User Code."""
_MOST: Final = 1.3


def measure(*, is_quick: bool) -> Table:
    """Let each family count; ``is_quick`` makes no difference, as counts are the same."""
    notes = _notes()
    [measure_bytes] = [
        note["memory"] for note in notes if (note["family"], note["kind"]) == _MEASURE
    ]
    return Table(
        "A code on a lock of each family",
        "Each family's own linked lock, over its fake, as the conformance suite has it: Home Assistant's own integration and "
        "client library where they can run. First the commands that the engine gives to the adapter, as *writes + reads*; "
        "then, in brackets, the messages that arrive on the other side of the client library: requests of a cloud or "
        "a hub, frames of a radio. *Restart* is a reload of the entry with a code on the lock and nothing to do; what the "
        "integration itself asks then or polls is not counted. The *idle day* passes by the engine's clock, in steps of a "
        "quarter of an hour: reads of it are looks at a lock that does not report every change. Memory is what lines of "
        "ours have allocated for the linked lock with one code, all families in one process, by `tracemalloc`, and its "
        "ratio to a Z-Wave lock with User Code; the numbers of slots differ.",
        tuple(_row(note, measure_bytes) for note in notes),
    )


def _notes() -> list[dict[str, Any]]:
    """Run the test of all families, and return what they noted, by family. The real bridge has a row by its fake."""
    with TemporaryDirectory(prefix="access_codes_bench_") as folder:
        path = Path(folder, "notes")
        # In one process, so that memory can be compared.
        subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
                *("tests/locks", "-k", f"{_TEST} and not Real"),
            ],
            check=True,
            cwd=_REPOSITORY,
            env=os.environ | {NOTES: str(path)},
            stdout=sys.stderr,
        )
        notes = [json.loads(line) for line in path.read_text().splitlines()]
    return sorted(notes, key=lambda note: (note["family"], note["kind"]))


def _row(note: dict[str, Any], measure_bytes: int) -> Row:
    costs, kind = note["costs"], note["kind"]
    is_told = note["family"] != "keypad"
    ratio = note["memory"] / measure_bytes
    writes = {occasion: costs[occasion]["writes"] for occasion in _OCCASIONS}
    is_least = all(
        writes[occasion] == (is_told if occasion in _OCCASIONS[:3] else 0)
        for occasion in _OCCASIONS
    )
    return Row(
        "_".join(filter(None, ("families", note["family"], kind))),
        f"`{note['family']}`" + (f", {kind}" if kind else ""),
        f"{', '.join(_cost(occasion, costs[occasion]) for occasion in _OCCASIONS)}; "
        f"{note['memory'] / 1000:.1f} kB, {ratio:.2f} ×",
        f"one write for each change, none else; memory at most {_MOST} ×"
        if is_told
        else f"no command; memory at most {_MOST} ×",
        is_least and ratio <= _MOST,
    )


def _cost(occasion: str, cost: dict[str, Any]) -> str:
    counted = f"{occasion} {cost['writes']} + {cost['reads']}"
    messages = cost["messages"]
    return counted if messages is None else f"{counted} ({messages})"
