"""A light Home Assistant that is up again soon after it was killed."""

import asyncio
from contextlib import suppress
import json
import os
from pathlib import Path
import shutil
import signal
import sys
from typing import Self, override

import aiohttp

from simulators.home import REPOSITORY, Home, HomeError, wait_for

KEYPAD = "lock.gate"
_CONFIGURATION = """\
homeassistant:
  name: Laboratory
  latitude: 52.37
  longitude: 4.89
  elevation: 0
  unit_system: metric
  currency: EUR
  country: NL
  time_zone: Europe/Amsterdam
config:
api:
websocket_api:
logger:
  default: warning
  logs:
    custom_components.access_codes: debug
input_boolean:
  gate_bolt:
    name: Gate bolt
template:
  - lock:
      - name: Gate
        unique_id: gate
        state: "{{ is_state('input_boolean.gate_bolt', 'on') }}"
        lock:
          - action: input_boolean.turn_on
            target: {entity_id: input_boolean.gate_bolt}
        unlock:
          - action: input_boolean.turn_off
            target: {entity_id: input_boolean.gate_bolt}
"""


class Zygote:
    """A process that has imported Home Assistant, and forks one for each start."""

    def __init__(self, environment: dict[str, str]) -> None:
        """Prepare; nothing is started."""
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._started: asyncio.Queue[int] = asyncio.Queue()
        self._ended: dict[int, asyncio.Future[int]] = {}

    async def start(self) -> Self:
        """Start it and wait until it has imported everything."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "chaos.zygote",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=REPOSITORY,
            env={**os.environ, **self._environment},
            start_new_session=True,
        )
        assert self._process.stdout is not None
        await self._process.stdout.readline()
        self._reader = asyncio.create_task(self._read(self._process.stdout))
        return self

    async def fork(self, folder: Path) -> tuple[int, asyncio.Future[int]]:
        """Start a Home Assistant: its process id, and what tells its end."""
        assert self._process is not None
        assert self._process.stdin is not None
        order = {
            "folder": str(folder),
            "log": str(folder / "process.log"),
        }
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        pid = await self._started.get()
        return pid, self._ended[pid]

    async def stop(self) -> None:
        """End it."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()
        if self._reader is not None:
            await self._reader

    async def _read(self, lines: asyncio.StreamReader) -> None:
        loop = asyncio.get_running_loop()
        while line := await lines.readline():
            word: dict[str, int] = json.loads(line)
            if "started" in word:
                self._ended[word["started"]] = loop.create_future()
                self._started.put_nowait(word["started"])
            elif not (ended := self._ended[word["ended"]]).done():
                ended.set_result(word["code"])


class LightHome(Home):
    """A Home Assistant with little more than what our integration needs."""

    def __init__(self, folder: Path) -> None:
        """Prepare; nothing is started."""
        super().__init__(folder)
        self._zygote: Zygote | None = None
        self._pid: int | None = None
        self._ended: asyncio.Future[int] | None = None

    @property
    def is_up(self) -> bool:
        """Whether its process runs."""
        return self._ended is not None and not self._ended.done()

    @override
    def prepare(self, extra_configuration: str = "") -> None:
        super().prepare()
        # A copy, so that a long run is about one state of the source.
        link = self.folder / "custom_components" / "access_codes"
        link.unlink()
        shutil.copytree(REPOSITORY / "custom_components" / "access_codes", link)
        (self.folder / "configuration.yaml").write_text(
            _CONFIGURATION + extra_configuration
        )

    async def launch(self) -> None:
        """Start the process and wait for nothing."""
        if self._zygote is None:
            port = {"SETUP_PORT": str(self.port)}
            self._zygote = await Zygote({**port, **self.environment}).start()
        self._pid, self._ended = await self._zygote.fork(self.folder)
        self._session = aiohttp.ClientSession()

    async def join(self, timeout: float = 120) -> None:
        """Wait until it answers, and connect."""
        await wait_for(self._answers, timeout, "Home Assistant's answer")
        if not self.token:
            await self._make_user()
        for _ in range(5):
            try:
                return await self._connect()
            except HomeError, OSError, TypeError:
                # Seen: refused while it starts, with the error of some other validation.
                await asyncio.sleep(0.2)
        return await self._connect()

    @override
    async def start(self) -> Self:
        await self.launch()
        await self.join()
        await wait_for(self._is_running, timeout=120, what="Home Assistant's start")
        return self

    @override
    async def stop(self) -> None:
        await self._disconnect()
        if self.is_up:
            assert self._pid is not None
            assert self._ended is not None
            os.kill(self._pid, signal.SIGTERM)
            try:
                await asyncio.wait_for(asyncio.shield(self._ended), 60)
            except TimeoutError:
                await self.kill()

    @override
    async def kill(self) -> None:
        if self.is_up:
            assert self._pid is not None
            assert self._ended is not None
            with suppress(ProcessLookupError):
                os.killpg(self._pid, signal.SIGKILL)
            await asyncio.shield(self._ended)
        await self._disconnect()

    async def leave(self) -> None:
        """End it, and what it was forked from."""
        await self.kill()
        if self._zygote is not None:
            await self._zygote.stop()
            self._zygote = None

    @override
    async def _answers(self) -> bool:
        if not self.is_up:
            log = (self.folder / "process.log").read_text()[-3000:]
            raise RuntimeError(f"Home Assistant ended: {log}")
        assert self._session is not None
        try:
            async with self._session.get(f"{self.url}/manifest.json") as answer:
                return answer.status == 200
        except aiohttp.ClientError, OSError:
            return False
