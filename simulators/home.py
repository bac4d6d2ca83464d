"""A real Home Assistant process, driven from outside over REST and WebSocket only."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
import json
import os
from pathlib import Path
import random
import signal
import socket
import sys
from typing import Any, Self

import aiohttp

REPOSITORY = Path(__file__).resolve().parent.parent
USER = "demo"
PASSWORD = "demo-password"

_CONFIGURATION = """\
homeassistant:
  name: Demo home
  latitude: 52.37
  longitude: 4.89
  elevation: 0
  unit_system: metric
  currency: EUR
  country: NL
  time_zone: Europe/Amsterdam
frontend:
config:
api:
websocket_api:
history:
logbook:
recorder:
  commit_interval: 0
automation: !include automations.yaml
logger:
  default: warning
  logs:
    custom_components.access_codes: debug
"""
_BOLT = """\
  {key}_bolt:
    name: {name} bolt
"""
_TEMPLATE_LOCK = """\
      - name: {name}
        unique_id: demo_{key}
        state: "{{{{ is_state('input_boolean.{key}_bolt', 'on') }}}}"
        lock:
          - action: input_boolean.turn_on
            target: {{entity_id: input_boolean.{key}_bolt}}
        unlock:
          - action: input_boolean.turn_off
            target: {{entity_id: input_boolean.{key}_bolt}}
"""


class HomeError(Exception):
    """Home Assistant answered with an error: its code and message."""

    def __init__(
        self, code: str, message: str, translation_key: str | None = None
    ) -> None:
        """Keep what was answered."""
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.translation_key = translation_key


_OWN_PORTS = (20_000, 32_000)
"""Below those that a system gives to outgoing connections."""


def free_port() -> int:
    """Return a port that nobody listens on now, and that no outgoing connection is given while nobody does."""
    while True:
        port = random.SystemRandom().randrange(*_OWN_PORTS)
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port


class Patience:
    """How much longer than on a machine of its own each wait may take."""

    factor: float = 1


async def wait_for[T](
    look: Callable[[], Awaitable[T]], timeout: float = 30, what: str = "it"
) -> T:
    """Look again and again until what is seen is true, and return it. Raises TimeoutError."""
    timeout *= Patience.factor
    try:
        async with asyncio.timeout(timeout):
            while not (seen := await look()):
                await asyncio.sleep(0.05)
            return seen
    except TimeoutError:
        raise TimeoutError(f"{what} did not happen within {timeout} s") from None


class Home:
    """A Home Assistant with its own configuration folder."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        """Prepare the folder; nothing is started."""
        self.folder = folder
        self.port = port or free_port()
        self.token = ""
        self.refresh_token = ""
        self.events: list[dict[str, Any]] = []
        self._process: asyncio.subprocess.Process | None = None
        self._session: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._pending: dict[int, asyncio.Future[Any]] = {}
        self._message_id = 0
        self._subscribed: set[str] = set()
        self.locks = {"front": "Front door", "garden": "Garden gate"}
        """Locks that keep no codes themselves, by the keys of their bolts."""
        self.environment: dict[str, str] = {}
        self.prefix: list[str] = []
        self.executable = Path(sys.executable).parent / "hass"

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def storage(self) -> Path:
        """The folder of Home Assistant's own files and of ours."""
        return self.folder / ".storage"

    @property
    def is_connected(self) -> bool:
        """Whether it can be talked to."""
        return self._socket is not None and not self._socket.closed

    def prepare(self, extra_configuration: str = "") -> None:
        """Write a configuration with template locks, and link the integration's source."""
        self.storage.mkdir(parents=True, exist_ok=True)
        sections = (
            ("input_boolean:\n", _BOLT),
            ("template:\n  - lock:\n", _TEMPLATE_LOCK),
        )
        doors = "".join(
            heading
            + "".join(
                text.format(key=key, name=name) for key, name in self.locks.items()
            )
            for heading, text in sections
        )
        (self.folder / "configuration.yaml").write_text(
            _CONFIGURATION + doors + extra_configuration
        )
        automations = self.folder / "automations.yaml"
        if not automations.exists():
            automations.write_text("[]\n")
        components = self.folder / "custom_components"
        components.mkdir(exist_ok=True)
        link = components / "access_codes"
        if not link.exists():
            link.symlink_to(REPOSITORY / "custom_components" / "access_codes")
        onboarding = self.storage / "onboarding"
        if not onboarding.exists():
            # Everything but the user, so that no weather, radio or speech is set up, none of which could be reached.
            done = ["core_config", "analytics", "integration"]
            content = {
                "version": 4,
                "minor_version": 1,
                "key": "onboarding",
                "data": {"done": done},
            }
            onboarding.write_text(json.dumps(content))

    async def start(self) -> Self:
        """Start the process and wait until Home Assistant is running."""
        environment = {**os.environ, "SETUP_PORT": str(self.port), **self.environment}
        with (self.folder / "process.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self.prefix,
                str(self.executable),
                "--skip-pip",
                "--config",
                str(self.folder),
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
            )
        self._session = aiohttp.ClientSession()
        await wait_for(self._answers, timeout=120, what="Home Assistant's answer")
        if not self.token:
            await self._make_user()
        await self._connect()
        await wait_for(self._is_running, timeout=120, what="Home Assistant's start")
        return self

    async def stop(self) -> None:
        """Stop it as a service manager would, and wait."""
        await self._disconnect()
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), 60)
            except TimeoutError:
                await self.kill()
        self._process = None

    async def kill(self) -> None:
        """Kill it at once, as a power cut would."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()
        await self._disconnect()
        self._process = None

    async def restart(self) -> None:
        """Stop and start."""
        await self.stop()
        await self.start()

    async def wait(self) -> None:
        """Wait until the process ends by itself."""
        if self._process is not None:
            await self._process.wait()

    # Talking to it

    async def call(self, command: str, **fields: Any) -> Any:
        """Send a WebSocket command and return its result. Raises HomeError."""
        return await self._send({"type": command, **fields})

    async def delete_all_codes(self) -> None:
        """Delete every access code. One that is being deleted already may be gone by then."""
        for code in (await self.action("list"))["access_codes"]:
            try:
                await self.action("delete", access_code_id=code["access_code_id"])
            except HomeError as error:
                if "access_code_id" not in error.message:
                    raise

    async def action(
        self, name: str, /, target: dict[str, Any] | None = None, **fields: Any
    ) -> Any:
        """Call an action of ours (or ``domain.action``) and return its response. Raises HomeError."""
        domain, _, service = name.rpartition(".")
        message: dict[str, Any] = {
            "type": "call_service",
            "domain": domain or "access_codes",
            "service": service,
            "service_data": fields,
            "return_response": not domain,
        }
        if target is not None:
            message["target"] = target
        answer = await self._send(message)
        return answer["response"]

    async def rest(
        self, method: str, path: str, body: Any = None, token: str | None = None
    ) -> Any:
        """Send a REST request and return what it answers. Raises HomeError."""
        if self._session is None:
            raise ConnectionError("Home Assistant is gone")
        headers = {"Authorization": f"Bearer {token or self.token}"}
        async with self._session.request(
            method, self.url + path, json=body, headers=headers
        ) as answer:
            content = await answer.text()
            if answer.status >= 400:
                raise HomeError(str(answer.status), content)
            return (
                json.loads(content)
                if answer.content_type == "application/json"
                else content
            )

    async def until_links_are_saved(self) -> None:
        """Wait until all links of locks, and the locks' registry entries, are on disk.

        Home Assistant writes its registries 10 s after the last change: a kill before that would lose the links.
        """
        await wait_for(self._are_links_saved, 60, "the links on disk")

    async def _are_links_saved(self) -> bool:
        entries = await self.call("config_entries/get", domain="access_codes")
        links = self._saved("core.config_entries")
        locks = self._saved("core.entity_registry")
        entities = await self.call("config/entity_registry/list")
        return all(entry["entry_id"] in links for entry in entries) and all(
            entity["id"] in locks for entity in entities if entity["id"] in links
        )

    def _saved(self, name: str) -> str:
        path = self.storage / name
        return path.read_text() if path.exists() else ""

    async def states(self) -> dict[str, dict[str, Any]]:
        """Return all states by entity id."""
        return {
            state["entity_id"]: state for state in await self.rest("GET", "/api/states")
        }

    async def subscribe(self, event_type: str) -> None:
        """Collect events of this type in ``events`` from now on, until the connection ends."""
        if event_type not in self._subscribed:
            self._subscribed.add(event_type)
            await self.call("subscribe_events", event_type=event_type)

    async def flow(self, handler: str, *answers: dict[str, Any]) -> dict[str, Any]:
        """Go through a config flow as a user would, with an answer for each step."""
        step: dict[str, Any] = await self.rest(
            "POST",
            "/api/config/config_entries/flow",
            {"handler": handler, "show_advanced_options": False},
        )
        for answer in answers:
            step = await self.rest(
                "POST", f"/api/config/config_entries/flow/{step['flow_id']}", answer
            )
        return step

    async def user_token(self, name: str, group: str) -> str:
        """Create a user of a group (``system-users``, ``system-read-only``) and return a token of theirs."""
        user = (
            await self.call(
                "config/auth/create", name=name, group_ids=[group], local_only=False
            )
        )["user"]
        await self.call(
            "config/auth_provider/homeassistant/create",
            user_id=user["id"],
            username=name,
            password=PASSWORD,
        )
        return await self._log_in(name, PASSWORD)

    async def log_in(self, name: str, password: str) -> Self:
        """Connect to a Home Assistant that runs already, by name and password."""
        self._session = aiohttp.ClientSession()
        self.token = await self._log_in(name, password)
        await self._connect()
        return self

    # How it is done

    async def _answers(self) -> bool:
        assert self._process is not None
        if self._process.returncode is not None:
            raise RuntimeError(
                f"Home Assistant ended: {(self.folder / 'process.log').read_text()[-3000:]}"
            )
        assert self._session is not None
        try:
            async with self._session.get(f"{self.url}/manifest.json") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def _make_user(self) -> None:
        assert self._session is not None
        fields = {
            "client_id": f"{self.url}/",
            "name": "Demo",
            "username": USER,
            "password": PASSWORD,
            "language": "en",
        }
        async with self._session.post(
            f"{self.url}/api/onboarding/users", json=fields
        ) as answer:
            answer.raise_for_status()
            code = (await answer.json())["auth_code"]
        tokens = await self._exchange(code)
        self.refresh_token = tokens["refresh_token"]
        self.token = tokens["access_token"]
        await self._connect()
        self.token = await self.call(
            "auth/long_lived_access_token", client_name="tests", lifespan=365
        )
        await self._close_socket()

    async def _log_in(self, name: str, password: str) -> str:
        """Return an access token."""
        assert self._session is not None
        client = {"client_id": f"{self.url}/"}
        start = {
            **client,
            "handler": ["homeassistant", None],
            "redirect_uri": f"{self.url}/",
        }
        async with self._session.post(
            f"{self.url}/auth/login_flow", json=start
        ) as answer:
            flow = await answer.json()
        async with self._session.post(
            f"{self.url}/auth/login_flow/{flow['flow_id']}",
            json={**client, "username": name, "password": password},
        ) as answer:
            code = (await answer.json())["result"]
        return str((await self._exchange(code))["access_token"])

    async def _exchange(self, code: str) -> dict[str, Any]:
        assert self._session is not None
        fields = {
            "client_id": f"{self.url}/",
            "grant_type": "authorization_code",
            "code": code,
        }
        async with self._session.post(f"{self.url}/auth/token", data=fields) as answer:
            answer.raise_for_status()
            tokens: dict[str, Any] = await answer.json()
            return tokens

    async def _is_running(self) -> bool:
        configuration = await self.call("get_config")
        return bool(configuration["state"] == "RUNNING")

    async def connect_as(self, token: str) -> Home:
        """Return a second connection to the same Home Assistant, as somebody else."""
        other = Home(self.folder, self.port)
        other.token = token
        other._session = aiohttp.ClientSession()
        await other._connect()
        return other

    async def close(self) -> None:
        """End the connection, and nothing else."""
        await self._disconnect()

    async def _connect(self) -> None:
        assert self._session is not None
        self._socket = await self._session.ws_connect(
            f"{self.url}/api/websocket", max_msg_size=0
        )
        await self._socket.receive_json()
        await self._socket.send_json({"type": "auth", "access_token": self.token})
        answer = await self._socket.receive_json()
        if answer["type"] != "auth_ok":
            raise HomeError("auth", str(answer))
        self._reader = asyncio.create_task(self._read(self._socket))

    async def _read(self, connection: aiohttp.ClientWebSocketResponse) -> None:
        async for message in connection:
            content = json.loads(message.data)
            if content["type"] == "event":
                self.events.append(content["event"])
            elif (
                waiting := self._pending.pop(content["id"], None)
            ) and not waiting.done():
                waiting.set_result(content)
        for waiting in self._pending.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError("Home Assistant is gone"))
        self._pending.clear()

    async def _send(self, message: dict[str, Any]) -> Any:
        if self._socket is None or self._socket.closed:
            raise ConnectionError("Home Assistant is gone")
        self._message_id += 1
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._pending[self._message_id] = waiting
        await self._socket.send_json({"id": self._message_id, **message})
        answer = await asyncio.wait_for(waiting, 90)
        if not answer["success"]:
            error = answer["error"]
            raise HomeError(
                error["code"], error["message"], error.get("translation_key")
            )
        return answer["result"]

    async def _close_socket(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await asyncio.wait([self._reader])
        self._socket = self._reader = None
        self._subscribed.clear()

    async def _disconnect(self) -> None:
        await self._close_socket()
        if self._session is not None:
            await self._session.close()
        self._session = None
