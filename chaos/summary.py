"""Puts what was measured into a table, and that into the documentation."""

from collections import Counter
import json
from pathlib import Path

from simulators.home import REPOSITORY

from .tally import Tally

_PAGE = REPOSITORY / "docs" / "reliability.md"
_BEGIN, _END = "<!-- measured -->", "<!-- end of what was measured -->"


def read_results(path: Path) -> Tally:
    """Add up all rounds of a file."""
    total = Tally()
    for line in path.read_text().splitlines():
        part = json.loads(line)
        total.add(
            Tally(
                part["rounds"],
                part["kills"],
                part["starts"],
                Counter(part["requests"]),
                Counter(part["refusals"]),
                Counter(part["faults"]),
                Counter(part["commands"]),
                Counter(part["answers"]),
                part["findings"],
                part["seconds"],
                part["calm_seconds"],
            )
        )
    return total


def table(tally: Tally) -> str:
    """Return the figures as a table in Markdown."""
    faults = tally.faults.copy()
    while_starting = faults.pop("killed while starting", 0)
    rows = [
        ("rounds, each ended by calm and the comparison", tally.rounds),
        ("kills (`SIGKILL`)", tally.kills),
        ("of them while starting", while_starting),
        *((f"requests {end}", count) for end, count in sorted(tally.requests.items())),
        ("faults, kills apart", faults.total()),
        *((f"— {kind}", count) for kind, count in faults.most_common()),
        *(
            (f"commands at the locks: {kind}", count)
            for kind, count in sorted(tally.commands.items())
        ),
        *(
            (f"repairs answered: {choice}", count)
            for choice, count in sorted(tally.answers.items())
        ),
        ("hours, summed over homes", round(tally.seconds / 3600, 1)),
        ("longest wait for calm, seconds", round(tally.calm_seconds, 1)),
        ("rounds' findings", len(tally.findings)),
    ]
    lines = [f"| {what} | {count:,} |" for what, count in rows]
    return "\n".join(["| | |", "|---|---:|", *lines])


def write(tally: Tally) -> None:
    """Replace the measured part of docs/reliability.md."""
    text = _PAGE.read_text()
    head, _, rest = text.partition(_BEGIN)
    _, _, tail = rest.partition(_END)
    _PAGE.write_text(f"{head}{_BEGIN}\n{table(tally)}\n{_END}{tail}")
