"""The measurements run, and what they count meets its targets. No time is looked at."""

import json
from pathlib import Path
import subprocess
import sys
from typing import Any

import pytest

from bench.__main__ import MEASURES

REPOSITORY = Path(__file__).resolve().parents[2]

OCCASIONS = ("link", "create", "restart", "create_later", "delete")
KINDS = ("user_code", "user_code_masked", "user_credential")
PHASES = (
    "first",
    "start",
    "sync",
    "subscribe",
    "boundaries",
    "storm",
    "storm_one",
    "actions",
    "stop",
)
ACTIONS = ("get", "create", "update", "delete", "list")
CHANGES = (
    "create",
    "rename",
    "new_pin",
    "create_later",
    "opens",
    "closes",
    "delete_expired",
    "delete",
)
NAMES = sorted(MEASURES.keys() - {"families", "panel"})
"""All but those whose own tests count: of the conformance suite, and of the panel in a browser."""
COUNTS = {
    *(f"commands_{occasion}_{kind}" for occasion in OCCASIONS for kind in KINDS),
    *(f"storage_{change}" for change in CHANGES),
    "storage_create_bytes",
    "storage_create_growth",
    "storage_new_pin_bytes",
    "storage_restart",
    "storage_told",
    "storage_idle",
    "timers",
    "timers_one",
    "entities_code",
    "state_writes",
    "state_rewrites",
    *(f"load_idle_{what}" for what in ("writes", "commands", "states", "events")),
    *(f"bookings_{what}" for what in ("read_writes", "timers", "polls")),
    *(f"bookings_evening_{what}" for what in ("commands", "reads")),
}
TIMES = {
    "boundary_p50",
    "boundary_p99",
    "boundary_best",
    "boundary_processor",
    "boundary_write",
    "boundary_ratio",
    "boundary_all",
    *(f"opening_{what}" for what in ("first", "last", "last_at_none")),
    *(f"revoking_{what}" for what in ("off", "known")),
    "bookings_read",
    "bookings_evening",
    "plan_all_set",
    "plan_all_due",
    "plan_circle",
    "plan_growth",
    "recurring_rest",
    "recurring_turn",
    "recurring_calendar",
    "recurring_calendar_full",
    *(
        f"groups{disk}_{what}"
        for disk in ("", "_slower")
        for what in ("one", "all", "ratio")
    ),
    "start_without",
    "start_with",
    "start_added",
    "start_processor_added",
    "start_setup",
    *(f"load_{phase}" for phase in PHASES),
    *(f"load_{phase}_stalls" for phase in (*PHASES, "idle")),
    *(f"load_actions_{name}" for name in ACTIONS),
    "load_actions_latency",
    "load_boundaries_first",
    "load_idle_processor",
}
SIZES = {
    "listeners",
    "entities_lock",
    "storage_size",
    "storage_fold",
    "memory_record",
    "memory_process",
    "load_memory",
}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Give the rows of a quick run, by key. It runs outside of pytest, as users run it."""
    path = tmp_path_factory.mktemp("bench") / "rows.json"
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--json", str(path), *NAMES],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert path.exists(), done.stderr
    return {row["key"]: row for row in json.loads(path.read_text())}


def test_every_figure_is_measured(rows: dict[str, dict[str, Any]]) -> None:
    assert not (COUNTS | TIMES | SIZES) - rows.keys()
    assert all(row["measured"] for row in rows.values())


def test_every_count_meets_its_target(rows: dict[str, dict[str, Any]]) -> None:
    counts = {key: row for key, row in rows.items() if row["is_count"]}

    assert counts.keys() == COUNTS
    assert [row for row in counts.values() if not row["is_met"]] == []
