"""What linked locks add to the start of a real Home Assistant."""

import asyncio
from dataclasses import dataclass, replace
import json
import os
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
import time
from typing import Any

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import AccessCode, Window
from custom_components.access_codes.core.record.record_json import to_json
from custom_components.access_codes.storage.record_file import read_file
from homeassistant.helpers.json import save_json
from homeassistant.util import dt as dt_util
from simulators.home import Home, wait_for

from .figures import Table, kilobytes, plain
from .workload import DAY, IS_SET, IS_WAITING, codes

_PATIENCE = 300
_CONFIGURATION = """\
homeassistant:
  name: Bench
frontend:
config:
api:
websocket_api:
history:
logbook:
recorder:
automation: []
template:
  - lock:
"""
_LOCK = """\
      - name: Door {number}
        unique_id: bench_{number}
        state: "locked"
        lock: []
        unlock: []
"""


@dataclass(frozen=True, slots=True)
class Start:
    """What one start of the process took until Home Assistant said that it runs."""

    seconds: float
    processor: float
    """Seconds of it, of all threads: what noise of other programs changes least."""
    memory: int
    """Bytes resident."""
    setup: float
    """Seconds that Home Assistant itself counts for the setup of our entries, waiting included."""


def measure(*, is_quick: bool) -> Table:
    """Start one house with and without our entries in turn."""
    locks, number, pairs = (5, 20, 1) if is_quick else (50, 100, 5)
    with TemporaryDirectory(prefix="access_codes_bench_") as folder:
        plain_starts, starts = asyncio.run(_measure(Path(folder), locks, number, pairs))
    return _table(plain_starts, starts, locks, number)


def _table(without: list[Start], linked: list[Start], locks: int, number: int) -> Table:
    seconds = median(start.seconds for start in without)
    added = [
        one.seconds - other.seconds for one, other in zip(linked, without, strict=True)
    ]
    processor = median(start.processor for start in without)
    added_processor = [
        one.processor - other.processor
        for one, other in zip(linked, without, strict=True)
    ]
    memory = median(
        one.memory - other.memory for one, other in zip(linked, without, strict=True)
    )
    return Table(
        f"Start of Home Assistant with {locks} locks of {number} codes",
        f"A real Home Assistant process (frontend, history, logbook, recorder) with {locks} template locks, started "
        f"and stopped {len(without)} times without any linked lock and as often with all of them linked by the "
        f"`keypad` method, each with {number} codes, half in force and half to come; in turn, from the start of the "
        "process until Home Assistant says that it runs. What is added is the median of the differences of the pairs. "
        f"{locks * number:,} sensors are most of it: each is an entity for Home Assistant to set up.",
        (
            plain(
                "start_without",
                "start without linked locks",
                _span([start.seconds for start in without]),
            ),
            plain(
                "start_with",
                "start with them",
                _span([start.seconds for start in linked]),
            ),
            plain(
                "start_added",
                "added",
                f"{_span(added)}, {median(added) / seconds:.0%} of the start without",
            ),
            plain(
                "start_processor_without",
                "processor time without",
                _span([start.processor for start in without]),
            ),
            plain(
                "start_processor_with",
                "processor time with them",
                _span([start.processor for start in linked]),
            ),
            plain(
                "start_processor_added",
                "added processor time",
                f"{_span(added_processor)}, {median(added_processor) / processor:.0%} of the start without, "
                f"{median(added_processor) / (locks * number) * 1000:.2f} ms a code",
            ),
            plain(
                "start_setup",
                "Home Assistant's own account of our setup, waiting included",
                _span([start.setup for start in linked]),
            ),
            plain(
                "memory_process",
                "resident memory added, per code with its sensor",
                kilobytes(memory / (locks * number)),
            ),
        ),
    )


def _span(seconds: list[float]) -> str:
    return f"{median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"


async def _measure(
    folder: Path, locks: int, number: int, pairs: int
) -> tuple[list[Start], list[Start]]:
    house, linked_house = await asyncio.gather(
        _furnish(folder / "without", locks), _furnish(folder / "with", locks, link=True)
    )
    _fill(linked_house.storage, number)
    # The first start with the codes adds their sensors to the registry; from then on a start finds them there.
    await _start(linked_house, locks * number)
    without, linked = [], []
    for _ in range(pairs):
        without.append(await _start(house, 0))
        linked.append(await _start(linked_house, locks * number))
    return without, linked


async def _furnish(folder: Path, locks: int, *, link: bool = False) -> Home:
    """Return a house that was started once, its locks linked or not."""
    house = Home(folder)
    house.prepare()
    doors = "".join(_LOCK.format(number=number) for number in range(1, locks + 1))
    (folder / "configuration.yaml").write_text(_CONFIGURATION + doors)
    try:
        await house.start()
        if link:
            await _link(house, locks)
    finally:
        await house.stop()
    return house


async def _link(house: Home, locks: int) -> None:
    """Link all locks, as a user would."""
    doors = [f"lock.door_{number}" for number in range(1, locks + 1)]

    async def are_linked() -> bool:
        entries = await house.call("config_entries/get", domain=DOMAIN)
        loaded = [entry for entry in entries if entry["state"] == "loaded"]
        return len(loaded) == locks

    step = await house.flow(DOMAIN, {"locks": doors}, {"method": "keypad"})
    if step["type"] != "create_entry":
        raise RuntimeError(f"the locks could not be linked: {step}")
    await wait_for(are_linked, _PATIENCE, "linking the locks")


def _fill(storage: Path, number: int) -> None:
    """Give each lock its codes, as if they had been created there."""
    for path in storage.glob(f"{DOMAIN}.*"):
        if path.name.count(".") > 1:
            continue
        record = read_file(path)
        by_id = {code.access_code_id: code for code in _codes(record.lock_id, number)}
        record = replace(record, codes=by_id, code_count=number)
        save_json(str(path), to_json(record, dt_util.utcnow()), private=True)


def _codes(lock: str, number: int) -> list[AccessCode]:
    now = dt_util.utcnow()
    many = codes(number, lock=lock, created_at=now - DAY)
    in_force, to_come = Window(now - DAY, now + DAY), Window(now + DAY, now + 2 * DAY)
    return [
        replace(code, window=in_force, progress=IS_SET)
        if index % 2
        else replace(code, window=to_come, progress=IS_WAITING)
        for index, code in enumerate(many)
    ]


async def _start(house: Home, sensors: int) -> Start:
    """Start the house, measure, and stop it."""
    began = time.perf_counter()
    try:
        await house.start()
        seconds = time.perf_counter() - began
        pid = json.loads((house.folder / ".ha_run.lock").read_text())["pid"]
        processor, memory = _processor_time(pid), _resident(pid)
        setup = await house.call("integration/setup_info")
        states = await house.states()
        there = [
            entity_id
            for entity_id, state in states.items()
            if entity_id.startswith("sensor.door")
            and state["attributes"].get("device_class") == "enum"
        ]
        if len(there) != sensors:
            raise RuntimeError(f"{len(there)} sensors are there instead of {sensors}")
    finally:
        await house.stop()
    return Start(seconds, processor, memory, _setup_of_ours(setup))


def _setup_of_ours(setup: list[dict[str, Any]]) -> float:
    return sum(float(one["seconds"]) for one in setup if one["domain"] == DOMAIN)


def _processor_time(pid: int) -> float:
    """Return the processor time of a process: the 14th and 15th field, counted from its name in brackets."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
