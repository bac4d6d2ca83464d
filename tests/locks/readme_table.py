"""The table of locks in README.md, and the cells that the capabilities of an adapter stand for."""

import json
import os
from pathlib import Path
from typing import Final

from custom_components.access_codes.core.model import (
    LockCapabilities,
    Outcome,
    Readability,
    Reporting,
    UseReporting,
)

README: Final = Path(__file__).parents[2] / "README.md"

COLUMNS: Final = (
    "A change counts once",
    "PIN can be read back",
    "Names on the lock",
    "Windows kept by the lock",
    "Who used a code",
    "Changes at the lock",
)

_CONFIRMATIONS: Final = {
    Outcome.CONFIRMED: "the lock says so",
    Outcome.ACCEPTED: "it was accepted",
}
_READS: Final = {
    Readability.PIN: "yes",
    Readability.PRESENCE: "no, only that there is one",
    Readability.NOTHING: "no",
}
_USES: Final = {
    UseReporting.LIVE: "at once",
    UseReporting.LOG: "from its log",
    UseReporting.NEVER: "no",
}
_REPORTS: Final = {
    Reporting.ALL: "reported",
    Reporting.OURS: "not reported",
    Reporting.NOTHING: "not reported",
}

_ORDER: Final = (
    *_CONFIRMATIONS.values(),
    "yes",
    "no, only that there is one",
    "at once",
    "from its log",
    "no",
    "reported",
    "found when it is read",
    "not reported",
    "Home Assistant checks",
)

OR: Final = " or "
"""Between what differs from model to model."""

ROWS: Final = {
    "Z-Wave": ("zwave_js", "docs/locks/zwave_js.md"),
    "Matter": ("matter", "docs/locks/matter.md"),
    "Zigbee, by Zigbee2MQTT": ("mqtt", "docs/locks/mqtt.md"),
    "Zigbee, by ZHA": ("zha", "docs/locks/zha.md"),
    "Nuki, behind Nuki Hub": ("nuki_hub", "docs/locks/nuki_hub.md"),
    "August and Yale, by Bluetooth": ("yalexs_ble", "docs/locks/yalexs_ble.md"),
    "Schlage, with Wi-Fi": ("schlage", "docs/locks/schlage.md"),
    "Kwikset, with Wi-Fi": ("kwikset", "docs/locks/kwikset.md"),
    "SmartThings, behind its hub": ("smartthings", "docs/locks/smartthings.md"),
    "Hubitat, behind its hub": ("hubitat", "docs/locks/hubitat.md"),
    "TTLock, behind a gateway": ("ttlock", "docs/locks/ttlock.md"),
    "Akuvox panels": ("local_akuvox", "docs/locks/local_akuvox.md"),
    "Z-Wave, behind an ISY": ("isy994", "docs/locks/isy994.md"),
    "Your own actions": ("actions", "docs/locks/actions.md"),
    "Any lock, with a keypad of yours": ("keypad", "docs/locks/keypad.md"),
}
"""The rows of the table, with their family and its page."""


def cells_of(capabilities: LockCapabilities, outcome: Outcome) -> dict[str, str]:
    """Return the cells of a lock with these capabilities, which answers a write with this outcome."""
    if capabilities.is_virtual:
        return dict.fromkeys(COLUMNS, "Home Assistant checks") | {
            "Who used a code": "at once"
        }
    # A change that nobody reports is found by a read, where there is one.
    changes = _REPORTS[capabilities.reports]
    if changes == "not reported" and capabilities.can_be_read:
        changes = "found when it is read"
    values = (
        _CONFIRMATIONS[outcome],
        _READS[capabilities.reads],
        "yes" if capabilities.name_length else "no",
        "yes" if capabilities.windows is not None else "no",
        _USES[capabilities.uses],
        changes,
    )
    return dict(zip(COLUMNS, values, strict=True))


def check_row(row: str, capabilities: LockCapabilities, outcome: Outcome) -> None:
    """Check what README.md says of a lock, or note what it has to say, for ``scripts/draw_locks``."""
    seen = cells_of(capabilities, outcome)
    if (notes := os.environ.get("ACCESS_CODES_LOCK_TABLE")) is not None:
        with Path(notes).open("a") as file:
            file.write(json.dumps([row, seen]) + "\n")
        return
    said = rows()[row]
    assert {
        column: said[column].split(OR)
        for column in COLUMNS
        if seen[column] not in said[column].split(OR)
    } == {}


def rows(page: Path = README) -> dict[str, dict[str, str]]:
    """Return the rows of the table by the name of the lock, without the markup of links."""
    lines = iter(page.read_text().splitlines())
    header = next(line for line in lines if line.startswith("| Lock |"))
    columns = _cells(header)[1:]
    next(lines)
    found = {}
    for line in lines:
        if not line.startswith("|"):
            break
        name, *cells = _cells(line)
        found[name.strip("[").partition("](")[0]] = dict(
            zip(columns, cells, strict=True)
        )
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def draw(page: str, notes: str) -> str:
    """Return the page with the table that the notes of all benches stand for."""
    seen: dict[str, dict[str, set[str]]] = {}
    for line in notes.splitlines():
        row, cells = json.loads(line)
        for column, cell in cells.items():
            seen.setdefault(row, {}).setdefault(column, set()).add(cell)
    lines = page.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("| Lock |"))
    end = next(i for i in range(start, len(lines)) if not lines[i].startswith("|"))
    table = [f"| Lock | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    for row, (_, path) in ROWS.items():
        cells = [
            OR.join(sorted(seen[row][column], key=_ORDER.index)) for column in COLUMNS
        ]
        table.append(f"| [{row}]({path}) | {' | '.join(cells)} |")
    return "\n".join([*lines[:start], *table, *lines[end:], ""])
