"""The Z-Wave simulator as a process: real zwave-js driver and server over simulated locks."""

import asyncio
import json
from pathlib import Path
import signal
from typing import Any, Self

import aiohttp

SIMULATOR = Path(__file__).resolve().parent / "zwave" / "simulator.mjs"


class ZwaveNetwork:
    """Simulated locks behind a real Z-Wave server, and a way to see and do what happens at the locks."""

    def __init__(
        self, folder: Path, locks: list[dict[str, Any]], *options: str
    ) -> None:
        """Prepare; nothing is started. What the locks hold outlives the process in the folder."""
        self._options = options
        self._folder = folder
        self._locks = locks
        self._process: asyncio.subprocess.Process | None = None
        self._session: aiohttp.ClientSession | None = None
        self.port = 0
        self.control_port = 0

    @property
    def url(self) -> str:
        """What Home Assistant's Z-Wave flow is told."""
        return f"ws://127.0.0.1:{self.port}"

    @property
    def control_url(self) -> str:
        """Where it is told what happens at the locks."""
        return f"http://127.0.0.1:{self.control_port}"

    async def start(self) -> Self:
        """Start and wait until all locks are interviewed."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "simulator.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                "node",
                str(SIMULATOR),
                f"--port={self.port}",
                f"--control-port={self.control_port}",
                f"--storage={self._folder / 'driver'}",
                f"--state={self._folder / 'locks.json'}",
                f"--locks={json.dumps(self._locks)}",
                *self._options,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        assert self._process.stdout is not None
        async with asyncio.timeout(90):
            while line := await self._process.stdout.readline():
                if line.startswith(b'{"ready":true'):
                    ready = json.loads(line)
                    self.port, self.control_port = ready["port"], ready["control_port"]
                    break
            else:
                raise RuntimeError(
                    f"the simulator ended: {(self._folder / 'simulator.log').read_text()[-2000:]}"
                )
        self._session = aiohttp.ClientSession(self.control_url)
        return self

    async def stop(self) -> None:
        """Stop the process."""
        if self._session is not None:
            await self._session.close()
            self._session = None
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            await self._process.wait()
        self._process = None

    async def get(self, path: str) -> Any:
        """Ask the simulator."""
        assert self._session is not None
        async with self._session.get(path) as answer:
            answer.raise_for_status()
            return await answer.json()

    async def post(self, path: str, **fields: Any) -> Any:
        """Tell the simulator."""
        assert self._session is not None
        async with self._session.post(path, json=fields) as answer:
            if answer.status >= 400:
                raise RuntimeError(await answer.text())
            return await answer.json()

    async def codes(self, node: int) -> dict[str, str]:
        """Return what a lock really holds, by slot."""
        lock = await self.get(f"/locks/{node}")
        return {slot: code["pin"] for slot, code in lock["codes"].items()}

    async def commands(
        self, node: int, *kinds: str, since: int = 0
    ) -> list[dict[str, Any]]:
        """Return the commands that were sent to a lock, of these kinds or all."""
        log = await self.get(f"/locks/{node}/log?since={since}")
        entries: list[dict[str, Any]] = log["entries"] if isinstance(log, dict) else log
        return [entry for entry in entries if not kinds or entry["kind"] in kinds]
