"""A Matter network without hardware: a simulated lock and a real Matter server, each a process."""

import asyncio
from contextlib import suppress
import json
import os
from pathlib import Path
import signal
import subprocess
from typing import Any, Self

import aiohttp

from simulators.home import free_port, wait_for

_FOLDER = Path(__file__).resolve().parent / "matter"
SIMULATOR = _FOLDER / "simulator.mjs"

_WRITE_ROOTS = """
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
const load = createRequire(process.argv[1] + "/package.json");
const certificates = load("@matter/protocol");
for (const name of ["TestCert_PAA_NoVID_Cert", "TestCert_PAA_FFF1_Cert"]) {
  writeFileSync(`${process.argv[2]}/${name}.der`, Buffer.from(certificates[name]));
}
"""


class _Process:
    """A process that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        """Store the folder of its files, which outlive it."""
        self.folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def _spawn(self, *command: str, **options: Any) -> asyncio.subprocess.Process:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "process.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                **options,
            )
        return self._process

    @property
    def log(self) -> str:
        """Return what the process has written to its log."""
        return (self.folder / "process.log").read_text(errors="replace")

    async def kill(self) -> None:
        """Kill the process at once, as a power cut would."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()
        self._process = None

    async def stop(self) -> None:
        """Stop the process."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), 15)
            except TimeoutError:
                await self.kill()
        self._process = None


class MatterLock(_Process):
    """One simulated lock, on this machine's network."""

    def __init__(
        self,
        folder: Path,
        name: str = "Front door",
        *options: str,
        zone: str = "Europe/Amsterdam",
    ) -> None:
        """Prepare; nothing is started. What the lock holds outlives the process in the folder.

        ``zone``: of the lock's own wall clock; as a rule that of the demo home.
        """
        super().__init__(folder)
        self._name = name
        self._options = options
        self._zone = zone
        self._port = free_port()
        self._control = ""
        self.pairing_code = ""

    async def start(self) -> Self:
        """Start and wait until the lock can be commissioned."""
        process = await self._spawn(
            "node",
            str(SIMULATOR),
            f"--port={self._port}",
            f"--folder={self.folder / 'lock'}",
            f"--name={self._name}",
            *self._options,
            env={**os.environ, "TZ": self._zone},
        )
        assert process.stdout is not None
        async with asyncio.timeout(60):
            ready = json.loads(await process.stdout.readline() or "{}")
        assert ready.get("ready"), self.log[-2000:]
        self._control = f"http://127.0.0.1:{ready['control_port']}"
        self.pairing_code = ready["pairing_code"]
        return self

    async def ask(self, path: str, **fields: Any) -> Any:
        """Use the control port."""
        async with (
            aiohttp.ClientSession() as session,
            session.post(self._control + path, json=fields) as answer,
        ):
            assert answer.status == 200, await answer.text()
            return await answer.json(content_type=None)

    async def pins(self, door: int = 1) -> dict[str, str]:
        """Return the PINs that the lock really holds, by credential index."""
        pins: dict[str, str] = (await self.ask("/state", door=door))["pins"]
        return pins

    async def opens(self, pin: str, door: int = 1) -> bool:
        """Type a PIN at the keypad; return whether the door opened."""
        return bool((await self.ask("/enter", pin=pin, door=door))["opened"])

    async def commands(self, since: int = 0, door: int = 1) -> list[str]:
        """Return the names of the commands that reached the lock since then."""
        log = await self.ask("/log", since=since, door=door)
        return [entry["name"] for entry in log]


class MatterServer(_Process):
    """A Python Matter Server."""

    def __init__(self, folder: Path) -> None:
        """Prepare; nothing is started. The fabric outlives the process in the folder."""
        super().__init__(folder)
        self.port = free_port()
        self.hello: dict[str, Any] = {}

    @property
    def url(self) -> str:
        """Return the address for Home Assistant's Matter flow."""
        return f"ws://127.0.0.1:{self.port}/ws"

    def _roots(self) -> Path:
        """Write the two test roots that let a lock under development be commissioned."""
        roots = self.folder / "roots"
        if not roots.exists():
            roots.mkdir(parents=True)
            command = ["node", "--input-type=module", "-e", _WRITE_ROOTS]
            subprocess.run([*command, str(_FOLDER), str(roots)], check=True)
            # Without this file the server takes the folder for one of an older version, and empties it.
            (roots / ".version").write_text("1")
        return roots

    async def start(self) -> Self:
        """Start and wait until the server greets."""
        (self.folder / "ota").mkdir(parents=True, exist_ok=True)
        python = Path(os.environ["VENV_MATTER_SERVER"]) / "bin" / "python"
        arguments = {
            "storage-path": self.folder / "store",
            "port": self.port,
            "paa-root-cert-dir": self._roots(),
            "ota-provider-dir": self.folder / "ota",
            # The vendor of the test roots.
            "vendorid": 0xFFF1,
            "listen-address": "127.0.0.1",
            "log-level": "info",
        }
        command = [f"--{name}={value}" for name, value in arguments.items()]
        await self._spawn(str(python), "-m", "matter_server.server", *command)
        await wait_for(self._greets, 90, "the Matter server's start")
        return self

    async def _greets(self) -> bool:
        process = self._process
        assert process is not None
        if process.returncode is not None:
            raise RuntimeError(f"the Matter server ended: {self.log[-2000:]}")
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.ws_connect(self.url) as connection,
            ):
                self.hello = await connection.receive_json(timeout=5)
        except aiohttp.ClientError, OSError, TimeoutError:
            return False
        return True

    async def ask(self, command: str, **fields: Any) -> Any:
        """Send one command of the server's own API and return its result."""
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(self.url, max_msg_size=0) as connection,
        ):
            await connection.receive_json()
            message = {"message_id": "1", "command": command, "args": fields}
            await connection.send_json(message)
            async with asyncio.timeout(120):
                while (answer := await connection.receive_json()).get(
                    "message_id"
                ) != "1":
                    pass
        if "error_code" in answer:
            raise RuntimeError(str(answer.get("details")))
        return answer["result"]

    async def commission(self, lock: MatterLock) -> dict[str, Any]:
        """Take a lock into the fabric; return its node, as the server tells it."""
        node: dict[str, Any] = await self.ask(
            "commission_with_code", code=lock.pairing_code, network_only=True
        )
        return node
