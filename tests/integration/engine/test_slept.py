"""How long the machine slept, as its clocks tell."""

from types import SimpleNamespace

import pytest

from custom_components.access_codes.engine import clock as clock_module
from custom_components.access_codes.engine.clock import Clock

RUNNING, AWAKE = 7, 1


@pytest.mark.contract("4.34")
@pytest.mark.parametrize(
    ("clocks", "slept"),
    [({"CLOCK_BOOTTIME": RUNNING}, 300.0), ({}, 0.0)],
    ids=["told", "not told"],
)
def test_the_time_that_the_machine_slept_is_what_its_clocks_are_apart(
    monkeypatch: pytest.MonkeyPatch, clocks: dict[str, int], slept: float
) -> None:
    seconds = {RUNNING: 500.0, AWAKE: 200.0}
    system = SimpleNamespace(
        CLOCK_MONOTONIC=AWAKE, clock_gettime=seconds.__getitem__, **clocks
    )
    monkeypatch.setattr(clock_module, "time", system)
    assert Clock().slept() == slept
