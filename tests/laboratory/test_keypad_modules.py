"""Modules that a home with one keypad lock imports: none that it does not need, and none in the event loop."""

import json
from pathlib import Path
import subprocess
import sys
from typing import Any

import pytest

from tests.support.project import ROOT

PREFIX = "custom_components.access_codes."

UNNEEDED = (
    "actions.booking",
    "actions.codes",
    "actions.give",
    "actions.groups",
    "actions.panel",
    "actions.send_code",
    "actions.transfer",
    "assist.change",
    "bookings.follower",
    "bookings.setup",
    "core.bookings.matching",
    "core.bookings.model",
    "core.other_managers.keymaster",
    "core.requests.portable",
    "linking.other_inventory",
    "presentation.lock_diagnostics",
    "repair_flows.",
    "storage.sealed_text",
)
"""Beginnings of names of modules that such a home imports when it needs them, if ever."""


def printed_by(script: Path) -> Any:
    """Return the JSON that a script prints, in a process that has imported nothing of ours."""
    done = subprocess.run(
        [sys.executable, "-P", script],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def started() -> dict[str, list[str]]:
    """Return what a start of Home Assistant with one keypad lock imports."""
    printed: dict[str, list[str]] = printed_by(
        ROOT / "tests" / "laboratory" / "start_keypad_home.py"
    )
    return printed


def test_the_benchmark_of_imports_lists_exactly_what_a_keypad_home_imports(
    started: dict[str, list[str]],
) -> None:
    listed, _ = printed_by(ROOT / "bench" / "against" / "keypad_modules.py")
    assert sorted(listed) == sorted(started["imported"])


def test_a_keypad_home_imports_nothing_in_the_event_loop(
    started: dict[str, list[str]],
) -> None:
    assert not started["in_loop"]


def test_a_keypad_home_imports_no_module_that_it_does_not_need(
    started: dict[str, list[str]],
) -> None:
    names = [name.removeprefix(PREFIX) for name in started["imported"]]
    assert not [name for name in names if name.startswith(UNNEEDED)]
