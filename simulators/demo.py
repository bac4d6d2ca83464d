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


def _in(**span: float) -> str:
    return (datetime.now(UTC) + timedelta(**span)).isoformat()


async def _link(home: Home, locks: list[str], *answers: dict[str, Any]) -> None:
    async def are_there() -> bool:
        states = await home.states()
        return all(
            states.get(lock, {}).get("state") in ("locked", "unlocked")
            for lock in locks
        )

    await wait_for(are_there, 60, "the locks")
    step = await home.flow("access_codes", {"locks": locks}, *answers)
    if step["type"] != "create_entry":
        raise RuntimeError(f"the locks could not be linked: {step}")

    async def are_linked() -> bool:
        entries = await home.call("config_entries/get", domain="access_codes")
        return len(entries) == len(locks) and all(
            entry["state"] == "loaded" for entry in entries
        )

    await wait_for(are_linked, 60, "linking the locks")


async def _status_is(
    home: Home, code: dict[str, Any], look: Callable[[dict[str, Any]], bool]
) -> None:
    async def seen() -> bool:
        answer = await home.call(
            "access_codes/get", access_code_id=code["access_code_id"]
        )
        return look(answer["access_code"])

    await wait_for(seen, 60, "the code's status")


async def _create(home: Home, lock: str, name: str, **fields: Any) -> dict[str, Any]:
    """Create a code over WebSocket, which keeps its PIN out of the recorder."""
    answer = await home.call("access_codes/create", lock=lock, name=name, **fields)
    return dict(answer["access_code"])


async def prepare_keypad(home: Home) -> None:
    """Two locks of any kind, one code in force, one to come, one used up."""
    await _link(home, ["lock.front_door", "lock.garden_gate"], {"method": "keypad"})
    await _create(home, "lock.front_door", "Family")
    await _create(
        home, "lock.front_door", "Guest", starts_at=_in(days=2), ends_at=_in(days=5)
    )
    courier = await _create(home, "lock.garden_gate", "Courier", is_one_time_use=True)
    await home.call(
        "access_codes/enter_code", lock="lock.garden_gate", code=courier["code"]
    )


async def prepare_zwave(home: Home, network: ZwaveNetwork) -> None:
    """Two Schlage locks, one code in force, one to come, one that its lock does not take."""
    await home.flow("zwave_js", {"url": network.url})
    await _link(home, ["lock.house_door", "lock.back_door"])
    family = await _create(home, "lock.house_door", "Family")
    await _create(
        home, "lock.house_door", "Guest", starts_at=_in(days=2), ends_at=_in(days=5)
    )
    await _status_is(home, family, lambda code: bool(code["status"] == "set"))
    await network.post("/locks/3/faults", lie=True)
    await _create(home, "lock.back_door", "Cleaner")


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
        else:
            await prepare_zwave(home, network)
        print(f"\nHome Assistant is at  {home.url}", flush=True)
        print(f"User                  {USER}", flush=True)
        print(f"Password              {PASSWORD}", flush=True)
        print("Stop it with Ctrl+C.", flush=True)
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
