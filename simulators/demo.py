"""The demo: a real Home Assistant, onboarded, with linked locks and codes in different states."""

import argparse
import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
import os
from pathlib import Path
import shutil
import signal
from typing import Any

from .home import PASSWORD, USER, Home, wait_for
from .linking import FRONT, GARDEN, create, create_used_up, link, link_keypads
from .zwave_network import ZwaveNetwork

SCHLAGE_LOCKS = [
    {
        "id": 2,
        "name": "House door",
        "kind": "user_code",
        "slots": 30,
        "codes": {"7": "20753"},
    },
    {"id": 3, "name": "Back door", "kind": "user_code", "slots": 30},
]


TO_LINK = {"cellar": "Cellar door"}
"""A lock of the demo without a network that is left to be linked."""

KEYPAD_HINT = """\
Home Assistant checks the codes of Front door and Garden gate; --zwave shows codes on locks.
Cellar door is not linked: link it by Settings > Devices & services > Access Codes > Add service.
"""

ZWAVE_HINT = """\
Back door takes no code, on purpose: it says yes and stores nothing, so that the code Cleaner is tried again and again.
To mend it: curl --json '{{}}' {control}/locks/3/faults
Front door and Garden gate are not linked: link them by Settings > Devices & services > Access Codes > Add service.
"""


def _in(**span: float) -> str:
    return (datetime.now(UTC) + timedelta(**span)).isoformat()


async def _status_is(
    home: Home, code: dict[str, Any], look: Callable[[dict[str, Any]], bool]
) -> None:
    async def seen() -> bool:
        answer = await home.call(
            "access_codes/get", access_code_id=code["access_code_id"]
        )
        return look(answer["access_code"])

    await wait_for(seen, 60, "the code's status")


async def prepare_keypad(home: Home) -> None:
    """Two locks of any kind, one code in force, one to come, one used up; a third lock is left to be linked."""
    await link_keypads(home)
    await create(home, FRONT, "Family")
    await create(home, FRONT, "Guest", starts_at=_in(days=2), ends_at=_in(days=5))
    await create_used_up(home, GARDEN, "Courier")


async def prepare_zwave(home: Home, network: ZwaveNetwork) -> None:
    """Two Schlage locks, one code in force, one to come, one that its lock does not take."""
    await home.flow("zwave_js", {"url": network.url})
    await link(home, ["lock.house_door", "lock.back_door"])
    family = await create(home, "lock.house_door", "Family")
    await create(
        home, "lock.house_door", "Guest", starts_at=_in(days=2), ends_at=_in(days=5)
    )
    await _status_is(home, family, lambda code: bool(code["status"] == "set"))
    await network.post("/locks/3/faults", lie=True)
    await create(home, "lock.back_door", "Cleaner")


async def run(arguments: argparse.Namespace) -> None:
    """Start all, tell how to get in, and stay until told to stop."""
    default = (
        Path(
            os.environ.get(
                "ACCESS_CODES_CACHE", Path.home() / ".cache" / "access_codes"
            )
        )
        / "demo"
    )
    folder = Path(arguments.folder) if arguments.folder else default
    shutil.rmtree(folder, ignore_errors=True)
    home = Home(folder / "home", arguments.port)
    if not arguments.zwave:
        home.locks |= TO_LINK
    home.prepare()
    network = ZwaveNetwork(folder / "zwave", SCHLAGE_LOCKS) if arguments.zwave else None
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    try:
        print("Starting Home Assistant …", flush=True)
        if network is not None:
            await network.start()
        await home.start()
        if network is None:
            await prepare_keypad(home)
            hint = KEYPAD_HINT
        else:
            await prepare_zwave(home, network)
            hint = ZWAVE_HINT.format(control=network.control_url)
        print(f"\nHome Assistant is at  {home.url}", flush=True)
        print(f"User                  {USER}", flush=True)
        print(f"Password              {PASSWORD}", flush=True)
        print(f"\n{hint}", flush=True)
        print("Each start begins from nothing. Stop it with Ctrl+C.", flush=True)
        ended = asyncio.create_task(home.wait())
        stopping = asyncio.create_task(stopped.wait())
        await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
    finally:
        await home.stop()
        if network is not None:
            await network.stop()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Start a demo of Access Codes")
    parser.add_argument(
        "--zwave",
        action="store_true",
        help="Schlage locks on a simulated Z-Wave network",
    )
    parser.add_argument("--port", type=int, default=8123)
    parser.add_argument("--folder", help="where its files go; emptied first")
    asyncio.run(run(parser.parse_args()))


if __name__ == "__main__":
    main()
