"""Write what importing the modules of one linked keypad lock costs as rows of JSON: ``import_cost.py FILE``.

Which modules these are is told by ``keypad_modules.py``, in a process of its own. Then Home Assistant's modules are
imported, and forks of that process import ours: each for the first time.
"""

from contextlib import suppress
import gc
import importlib
import json
import os
from pathlib import Path
from statistics import median
import subprocess
import sys
import time
from typing import Final

_PACKAGE: Final = "custom_components.access_codes"
_FORKS: Final = 15


def main(path: str) -> None:
    """Measure the import."""
    listed = subprocess.run(
        [sys.executable, "-P", Path(__file__).with_name("keypad_modules.py")],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    ours, others = json.loads(listed)
    # First of all: Home Assistant puts its own validation library in the place of voluptuous.
    importlib.import_module("homeassistant")
    for name in others:
        # Some are put into sys.modules under names that cannot be imported.
        with suppress(ImportError):
            importlib.import_module(name)
    if any(name.startswith(_PACKAGE) for name in sys.modules):
        raise SystemExit("the integration was imported too early")
    gc.collect()
    runs = [_in_fork(ours) for _ in range(_FORKS)]
    wall, processor = ([run[index] for run in runs] for index in range(2))
    rows: list[dict[str, object]] = [
        {
            "key": "import: processor time",
            "measured": f"{min(processor) * 1000:.4f} ms (median {median(processor) * 1000:.4f} ms)",
        },
        {
            "key": "import: time",
            "measured": f"{min(wall) * 1000:.4f} ms (median {median(wall) * 1000:.4f} ms)",
        },
        {"key": "import: modules", "measured": f"{len(ours)}", "is_judged": False},
        {
            "key": "import: modules of others that only ours need",
            "measured": f"{runs[0][2] - len(ours)}",
        },
    ]
    Path(path).write_text(json.dumps(rows))


def _in_fork(modules: list[str]) -> tuple[float, float, int]:
    """Import the modules in a fork; return seconds, seconds of processor time and how many modules were new."""
    reader, writer = os.pipe()
    if not (child := os.fork()):
        status = 1
        try:
            os.write(writer, json.dumps(_timed(modules)).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as told:
        answer = told.read()
    if os.waitpid(child, 0)[1]:
        raise SystemExit("the integration could not be imported")
    wall, processor, number = json.loads(answer)
    return wall, processor, number


def _timed(modules: list[str]) -> tuple[float, float, int]:
    before = len(sys.modules)
    began, processor_began = time.perf_counter(), time.process_time()
    for name in modules:
        importlib.import_module(name)
    processor = time.process_time() - processor_began
    return time.perf_counter() - began, processor, len(sys.modules) - before


if __name__ == "__main__":
    main(*sys.argv[1:])
