"""Measure what importing the modules of one linked keypad lock costs, in the tree in the working directory.

Which modules these are is told by ``keypad_modules.py``, in a process of its own. Then Home Assistant's modules are
imported, and for each line of standard input a fork of this process imports ours, for the first time: a line of JSON
rows is printed. So two trees can take turns every few hundred milliseconds.
"""

from contextlib import suppress
import gc
import importlib
import json
import os
from pathlib import Path
import subprocess
import sys
import time
from typing import Final

_PACKAGE: Final = "custom_components.access_codes"


def main() -> None:
    """Answer each line with one import."""
    listed = subprocess.run(
        [sys.executable, "-P", Path(__file__).with_name("keypad_modules.py")],
        check=True,
        stdin=subprocess.DEVNULL,
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
    # What is there already is not looked through again while ours is imported.
    gc.collect()
    gc.freeze()
    for _ in sys.stdin:
        sys.stdout.write(f"{json.dumps(_rows(*_in_fork(ours), len(ours)))}\n")
        sys.stdout.flush()


def _rows(
    wall: float, processor: float, new: int, number: int
) -> list[dict[str, object]]:
    return [
        {"key": "import: processor time", "measured": f"{processor * 1000:.4f} ms"},
        {"key": "import: time", "measured": f"{wall * 1000:.4f} ms"},
        {"key": "import: modules", "measured": f"{number}", "is_judged": False},
        {
            "key": "import: modules of others that only ours need",
            "measured": f"{new - number}",
        },
    ]


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
    wall, processor, new = json.loads(answer)
    return wall, processor, new


def _timed(modules: list[str]) -> tuple[float, float, int]:
    before = len(sys.modules)
    began, processor_began = time.perf_counter(), time.process_time()
    for name in modules:
        importlib.import_module(name)
    processor = time.process_time() - processor_began
    return time.perf_counter() - began, processor, len(sys.modules) - before


if __name__ == "__main__":
    main()
