"""A house with codes in every state, and strangers who try what they may not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
import json
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestClient
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import Outcome
from custom_components.access_codes.core.record.unmanaged import unmanaged_id
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from tests.support.action_calls import BACK, FRONT, async_fill
from tests.support.keypad_locks import async_call, async_link, engine_of
from tests.support.slot_locks import METHOD, SlotLock, async_settle

CLIENT_ID = "https://example.com/"
FIRST_PIN = 73_906_184
PARTS = ("api", "config", "diagnostics", "repairs", "websocket_api")


@dataclass
class Stage:
    """Two linked locks, and everything that a stranger must neither see nor change."""

    hass: HomeAssistant
    front: MockConfigEntry
    back: MockConfigEntry
    slots: SlotLock
    ids: dict[str, str]
    pins: list[str]
    seen: list[str] = field(default_factory=list)

    @property
    def codes(self) -> Iterator[str]:
        """Give the ids of all codes."""
        yield from self.ids.values()

    @property
    def others(self) -> str:
        """Return the id of the code that somebody else put on the back door."""
        return unmanaged_id(engine_of(self.back).record, "4")

    @property
    def issues(self) -> list[str]:
        """Return the ids of our repairs."""
        return [
            issue.issue_id
            for issue in ir.async_get(self.hass).issues.values()
            if issue.domain == DOMAIN and issue.active
        ]

    def everything(self) -> list[Any]:
        """Return all that must not change: records, files, locks, entries, repairs."""
        storage = Path(self.hass.config.path(".storage"))
        return [
            [engine_of(entry).record for entry in (self.front, self.back)],
            {path.name: path.read_bytes() for path in storage.glob("access_codes.*")},
            dict(self.slots.slots),
            [entry.as_dict() for entry in self.hass.config_entries.async_entries()],
            list(ir.async_get(self.hass).issues.values()),
            [state.as_dict() for state in self.hass.states.async_all()],
        ]

    def leaks(self) -> list[str]:
        """Return all that was seen in which a PIN can be read."""
        return [text for text in self.seen if any(pin in text for pin in self.pins)]


async def async_set_stage(hass: HomeAssistant, slots: SlotLock) -> Stage:
    """Bring codes into every state: set, to come, for one use, refused by the lock, a stranger's, guessed at."""
    for part in PARTS:
        assert await async_setup_component(hass, part, {})
    front = await async_link(hass, FRONT)
    slots.slots |= dict.fromkeys(("5", "6"))
    back = await async_link(hass, BACK, method=METHOD)
    pins = [str(FIRST_PIN + 11_111 * number) for number in range(9)]
    slots.type_in("4", pins[0])
    window = {"starts_at": "2036-06-01T00:00:00Z", "ends_at": "2036-06-02T00:00:00Z"}
    ids = {}
    for name, lock, fields in (
        ("Family", FRONT, {"code": pins[1]}),
        ("Guest", FRONT, {"code": pins[2], **window}),
        ("Courier", FRONT, {"code": pins[3], "is_one_time_use": True}),
        ("Neighbour", BACK, {"code": pins[4], "common_code_key": "house"}),
        ("Cleaner", BACK, {"code": pins[5], **window}),
        ("Double", BACK, {"code": pins[0]}),
        ("Builder", BACK, {"code": pins[6]}),
    ):
        if name == "Builder":
            slots.failure = Outcome.REFUSED
        answer = await async_call(hass, "create", lock=lock, name=name, **fields)
        ids[name] = answer["access_code"]["access_code_id"]
        await async_settle(hass)
    await async_call(hass, "update", access_code_id=ids["Neighbour"], code=pins[7])
    await async_fill(hass)
    await async_settle(hass)
    stage = Stage(hass, front, back, slots, ids, pins)
    assert {issue.rpartition("_")[0] for issue in stage.issues} == {
        "duplicate_code_on_device",
        "own_method",
        "too_many_attempts",
    }
    return stage


class Stranger:
    """Somebody with a browser, and less than an administrator's rights. All that they get is kept."""

    def __init__(
        self,
        stage: Stage,
        user: MockUser,
        websocket: MockHAClientWebSocket,
        rest: TestClient[Any, Any],
    ) -> None:
        self.user = user
        self._stage = stage
        self._websocket = websocket
        self._rest = rest

    async def async_ask(self, command: str, **fields: Any) -> dict[str, Any]:
        """Send a WebSocket command and return its answer."""
        await self._websocket.send_json_auto_id({"type": command, **fields})
        while True:
            answer: dict[str, Any] = await self._websocket.receive_json()
            self._stage.seen.append(json.dumps(answer))
            if answer["type"] == "result":
                return answer

    async def async_refused(self, command: str, **fields: Any) -> None:
        """Send a WebSocket command that must not be granted."""
        answer = await self.async_ask(command, **fields)
        assert not answer["success"], (command, answer)
        assert answer["error"]["message"] == "Unauthorized", (command, answer)

    async def async_hear(self) -> None:
        """Take in all that has been pushed."""
        await self._stage.hass.async_block_till_done()
        await self._websocket.send_json_auto_id({"type": "ping"})
        while (pushed := await self._websocket.receive_json())["type"] != "pong":
            self._stage.seen.append(json.dumps(pushed))

    async def async_http(self, method: str, path: str, body: Any = None) -> int:
        """Send a request and return the status of its answer."""
        async with self._rest.request(method, path, json=body) as answer:
            self._stage.seen.append(await answer.text())
            return answer.status


async def async_stranger(
    stage: Stage, user: MockUser, websocket: WebSocketGenerator, rest: Any
) -> Stranger:
    """Log somebody in."""
    token = await stage.hass.auth.async_create_refresh_token(user, CLIENT_ID)
    access = stage.hass.auth.async_create_access_token(token)
    connect: ClientSessionGenerator = rest
    return Stranger(
        stage, user, await websocket(stage.hass, access), await connect(access)
    )
