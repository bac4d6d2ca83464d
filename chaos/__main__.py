"""Run the fault laboratory: `python -m chaos --seed N --minutes M --rounds R --homes K`."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path
import signal
import tempfile
import time
import traceback

from .household import Household
from .rounds import LoopPacer, Round
from .summary import read_results, table, write
from .tally import Tally

_BUILDS = 5


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=1_000_000)
    parser.add_argument("--homes", type=int, default=1)
    parser.add_argument("--kills", type=int, default=10, help="kills in a round")
    parser.add_argument("--folder", type=Path, help="where homes and results are kept")
    parser.add_argument(
        "--write", action="store_true", help="document the folder's results"
    )
    return parser.parse_args()


async def _build(folder: Path) -> Household:
    """Build a home: another one where that takes too long, on a machine that has too much to do."""
    for attempt in range(1, _BUILDS):
        household = Household(folder.with_name(f"{folder.name}.{attempt}"))
        try:
            await household.build()
        except TimeoutError, RuntimeError:
            await household.leave()
        else:
            return household
    household = Household(folder)
    await household.build()
    return household


async def run_home(
    number: int, folder: Path, arguments: argparse.Namespace, results: Path
) -> Tally:
    """Run rounds in one home until the time is up."""
    total = Tally()
    household: Household | None = None
    until = time.monotonic() + arguments.minutes * 60
    try:
        for turn in range(arguments.rounds):
            if time.monotonic() > until:
                break
            if household is None:
                household = await _build(folder / f"home{number}-{turn}")
            seed = f"{arguments.seed}/{number}/{turn}"
            part = Round(household, seed, LoopPacer(kills=arguments.kills))
            try:
                tally = await part.run()
            except Exception:  # noqa: BLE001
                # Whatever it was, it is to be looked at, and the other rounds are to go on.
                tally = part.tally
                tally.findings.append(f"broken off: {traceback.format_exc()}")
            total.add(tally)
            line = tally.as_json(seed=seed, at=datetime.now(UTC).isoformat())
            with results.open("a") as file:
                file.write(line + "\n")
            print(line, flush=True)
            if tally.findings:
                # What went wrong once must not show again and again.
                await household.leave()
                household = None
    finally:
        if household is not None:
            await household.leave()
    return total


async def run(arguments: argparse.Namespace) -> Tally:
    """Run all homes at once."""
    me = asyncio.current_task()
    assert me is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, me.cancel)
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="chaos-"))
    folder.mkdir(parents=True, exist_ok=True)
    results = folder / "results.jsonl"
    print(f"homes and results: {folder}", flush=True)
    total = Tally()
    async with asyncio.TaskGroup() as homes:
        running = [
            homes.create_task(run_home(number, folder, arguments, results))
            for number in range(arguments.homes)
        ]
    for home in running:
        total.add(home.result())
    return total


def main() -> int:
    """Run, print a summary, and tell by the exit code whether anything was found."""
    arguments = _arguments()
    if arguments.write:
        write(read_results(arguments.folder / "results.jsonl"))
        return 0
    total = asyncio.run(run(arguments))
    print(table(total))
    for finding in total.findings:
        print(finding)
    return 1 if total.findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
