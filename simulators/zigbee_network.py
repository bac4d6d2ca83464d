"""A real Zigbee2MQTT and a real broker as processes, over the simulated air in this one.

``python -m simulators.zigbee_network FOLDER MODEL ...`` runs all of it, with locks of five places, and prints its ports.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
import json
import os
from pathlib import Path
import shutil
import signal
import sys
import time
from typing import Any, Final, Self

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from .home import free_port, wait_for
from .zigbee.air import Air
from .zigbee.attributes import SLOTS
from .zigbee.frames import DOOR_LOCK, UINT16
from .zigbee.lock import SimulatedLock

_FOLDER: Final = Path(__file__).resolve().parent / "zigbee"
_PROGRAM: Final = _FOLDER / "node_modules" / "zigbee2mqtt" / "cli.js"

_CONFIGURATION: Final = """\
version: 5
mqtt:
  server: mqtt://127.0.0.1:{port}
  base_topic: {base}
serial:
  port: /dev/none
  adapter: ember
advanced:
  log_level: {level}
  log_output: [console, file]
  log_directory: {folder}/log
  network_key: [1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 13]
  pan_id: 6754
  ext_pan_id: [221, 221, 221, 221, 221, 221, 221, 221]
  channel: 11
homeassistant:
  enabled: true
frontend:
  enabled: false
{more}"""


@dataclass(frozen=True, slots=True)
class Message:
    """One message on the broker."""

    topic: str
    payload: str
    is_retained: bool
    at: float
    """Seconds of the monotonic clock."""

    @property
    def json(self) -> Any:
        """Return the content of the payload; None if it is no JSON."""
        try:
            return json.loads(self.payload)
        except ValueError:
            return None


class Ears:
    """A client of the broker that collects every message."""

    def __init__(self, port: int) -> None:
        """Store the port; nothing is connected."""
        self.heard: list[Message] = []
        self._port = port
        self._client = paho.Client(CallbackAPIVersion.VERSION2)
        self._client.on_connect = lambda client, *_: client.subscribe("#")
        self._client.on_message = self._on_message

    def start(self) -> None:
        """Connect. Raises OSError while the broker is not up."""
        self._client.connect("127.0.0.1", self._port)
        self._client.loop_start()

    def stop(self) -> None:
        """Disconnect."""
        self._client.disconnect()
        self._client.loop_stop()

    def publish(self, topic: str, message: Any, *, retain: bool = False) -> None:
        """Send a message."""
        text = message if isinstance(message, str) else json.dumps(message)
        self._client.publish(topic, text, retain=retain)

    async def wait_for(
        self, look: Callable[[Message], object], since: int = 0, timeout: float = 30
    ) -> Message:
        """Return the first message that looks so, from this one on."""

        async def seen() -> Message | None:
            return next((m for m in self.heard[since:] if look(m)), None)

        found = await wait_for(seen, timeout, "the message")
        assert found is not None
        return found

    async def retained(self) -> dict[str, str]:
        """Return what the broker hands to a newcomer, by topic."""
        newcomer = Ears(self._port)
        newcomer.start()
        mark = f"probe/{time.monotonic()}"
        # The broker sends what it has retained before what comes after the subscription.
        async with asyncio.timeout(10):
            while not any(m.topic == mark for m in newcomer.heard):
                newcomer.publish(mark, "")
                await asyncio.sleep(0.05)
        newcomer.stop()
        return {m.topic: m.payload for m in newcomer.heard if m.is_retained}

    def _on_message(self, _: Any, __: Any, message: paho.MQTTMessage) -> None:
        text = message.payload.decode(errors="replace")
        self.heard.append(
            Message(message.topic, text, message.retain, time.monotonic())
        )


class _Program:
    """A process with a log file."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._process: asyncio.subprocess.Process | None = None

    async def run(
        self, *command: str, cwd: Path | None = None, **environment: str
    ) -> None:
        """Start it."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                stdout=log,
                stderr=log,
                cwd=cwd,
                env={**os.environ, **environment},
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        """Return whether it has not ended."""
        return self._process is not None and self._process.returncode is None

    async def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it, and wait."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(how)
            try:
                await asyncio.wait_for(self._process.wait(), 20)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        self._process = None


class Broker:
    """A real mosquitto."""

    def __init__(self, folder: Path) -> None:
        """Prepare; nothing is started."""
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self._configuration = folder / "mosquitto.conf"
        self._configuration.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence false\n"
        )
        self._program = _Program(folder / "mosquitto.log")
        self.ears = Ears(self.port)

    async def start(self) -> Self:
        """Start, and listen to everything."""
        await self._run()

        async def connected() -> bool:
            try:
                self.ears.start()
            except OSError:
                return False
            return True

        await wait_for(connected, 10, "the broker's answer")
        return self

    async def restart(self) -> None:
        """Stop and start: it forgets what it has retained, and its clients connect again by themselves."""
        await self._program.end()
        await self._run()

    async def stop(self) -> None:
        """Stop it."""
        self.ears.stop()
        await self._program.end()

    async def _run(self) -> None:
        path = shutil.which("mosquitto", path=f"{os.environ['PATH']}:/usr/sbin")
        assert path is not None, "no mosquitto: run scripts/setup"
        await self._program.run(path, "-c", str(self._configuration))


class Zigbee2Mqtt:
    """A real Zigbee2MQTT whose radio is on an air."""

    def __init__(
        self,
        folder: Path,
        broker: Broker,
        air: Air,
        *,
        base: str = "zigbee2mqtt",
        level: str = "info",
        more: str = "",
        radio: str = "ember",
    ) -> None:
        """Write its configuration; nothing is started. Its devices outlive the process in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self.base = base
        self.folder = folder
        self._broker = broker
        self._air = air
        self._radio = radio
        self._program = _Program(folder / "process.log")
        (folder / "configuration.yaml").write_text(
            _CONFIGURATION.format(
                port=broker.port, base=base, level=level, folder=folder, more=more
            )
        )

    @property
    def ears(self) -> Ears:
        """Return the client that hears everything."""
        return self._broker.ears

    async def start(self) -> Self:
        """Start, and wait until it is online."""
        since = len(self.ears.heard)
        # Outside any repository: it would look for its own revision there, and build itself again.
        await self._program.run(
            "node",
            "--require",
            str(_FOLDER / "radio.cjs"),
            str(_PROGRAM),
            cwd=self.folder,
            AIR=str(self._air.port),
            RADIO=self._radio,
            ZIGBEE2MQTT_DATA=str(self.folder),
            Z2M_ONBOARD_NO_SERVER="1",
        )

        # It says that it is online before it listens.
        async def answers() -> bool:
            assert self._program.is_running, self.output()[-2000:]
            self.ears.publish(f"{self.base}/bridge/request/health_check", "")
            await asyncio.sleep(0.1)
            topic = f"{self.base}/bridge/response/health_check"
            return any(m.topic == topic for m in self.ears.heard[since:])

        try:
            await wait_for(answers, 90, "Zigbee2MQTT's answer")
        except TimeoutError:
            raise RuntimeError(f"not up: {self.output()[-2000:]}") from None
        return self

    @property
    def is_running(self) -> bool:
        """Return whether its process runs."""
        return self._program.is_running

    async def stop(self) -> None:
        """Stop it as a service manager would."""
        await self._program.end()

    async def kill(self) -> None:
        """Kill it at once."""
        await self._program.end(signal.SIGKILL)

    def output(self) -> str:
        """Return what it has written to its console and its log files."""
        files = [self._program.log, *sorted(self.folder.glob("log/**/*.log"))]
        return "".join(path.read_text(errors="replace") for path in files)

    async def join(self, *locks: SimulatedLock) -> None:
        """Let locks join, and wait for the end of their interviews."""
        since = len(self.ears.heard)
        await self.request("permit_join", time=60)
        self._air.join(*locks)
        for lock in locks:
            await self.ears.wait_for(
                lambda m, ieee=lock.ieee: (  # type: ignore[misc]
                    m.topic == f"{self.base}/bridge/event"
                    and ieee in m.payload
                    and '"successful"' in m.payload
                ),
                since,
                60,
            )

    async def rename(self, lock: SimulatedLock, name: str) -> None:
        """Give a lock another friendly name."""
        await self.request("device/rename", **{"from": lock.ieee, "to": name})

    async def request(self, path: str, **fields: Any) -> Any:
        """Send a request to the bridge, and return the data of its response."""
        since = len(self.ears.heard)
        self.ears.publish(f"{self.base}/bridge/request/{path}", fields)
        response = await self.ears.wait_for(
            lambda m: m.topic == f"{self.base}/bridge/response/{path}", since
        )
        assert response.json["status"] == "ok", response
        return response.json["data"]


async def _run(folder: Path, models: list[str]) -> None:
    """Run an air, a broker and a Zigbee2MQTT with all locks joined, until the process is ended."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    air = await Air(*models).start()
    for lock in air.locks:
        lock.attributes[DOOR_LOCK][SLOTS] = (UINT16, 5)
    broker = await Broker(folder).start()
    bridge = Zigbee2Mqtt(folder / "zigbee2mqtt", broker, air)
    try:
        await bridge.start()
        await bridge.join(*air.locks)
        ports = {"air": air.port, "broker": broker.port}
        print(json.dumps({"ready": True, **ports}), flush=True)
        await ended.wait()
    finally:
        await bridge.stop()
        await broker.stop()
        await air.stop()


if __name__ == "__main__":
    asyncio.run(_run(Path(sys.argv[1]), sys.argv[2:]))
