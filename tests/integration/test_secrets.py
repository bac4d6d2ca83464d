"""A PIN is in our private file, on the lock, and in the answer to an administrator who asked; nowhere else."""

from collections.abc import Iterator
from datetime import timedelta
import json
import logging
from pathlib import Path
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.access_codes.core.model import Outcome, Reach
from custom_components.access_codes.diagnostics import (
    async_get_config_entry_diagnostics,
)
from custom_components.access_codes.storage.record_file import (
    RecordStorage,
    StorageFailed,
)
from homeassistant.const import MATCH_ALL
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from tests.support.keypad_locks import Doors, async_add_locks, async_link
from tests.support.slot_locks import METHOD, SlotLocks, async_settle

FRONT, BACK = "lock.front_door", "lock.back_door"


class WriteMarker:
    """Writes down everything that can be seen, and keeps a list of every PIN that there ever was."""

    def __init__(
        self, hass: HomeAssistant, caplog: pytest.LogCaptureFixture, path: Path
    ) -> None:
        self._hass = hass
        self._caplog = caplog
        self._path = path
        self.pins: list[str] = []
        self.seen: list[str] = []
        self.refusals: list[str] = []
        hass.bus.async_listen(MATCH_ALL, self._hear)

    @callback
    def _hear(self, event: Event[Any]) -> None:
        self.seen.append(f"event {event.event_type} {event.data!r}")

    def pin(self) -> str:
        """Return a PIN that there has not been yet, of eight digits that hardly come up by chance."""
        self.pins.append(f"{73_906_184 + 11_111 * len(self.pins)}")
        return self.pins[-1]

    async def async_look(self, *entries: MockConfigEntry) -> None:
        """Write down what stands there now."""
        for state in self._hass.states.async_all():
            self.seen.append(f"state {state.as_dict()!r}")
        registries: list[Any] = [
            *er.async_get(self._hass).entities.values(),
            *er.async_get(self._hass).deleted_entities.values(),
            *dr.async_get(self._hass).devices,
            *ir.async_get(self._hass).issues.values(),
            *(entry.as_dict() for entry in self._hass.config_entries.async_entries()),
        ]
        self.seen += [f"registry {entry!r}" for entry in registries]
        for entry in entries:
            diagnostics = await async_get_config_entry_diagnostics(self._hass, entry)
            self.seen.append(f"diagnostics {json.dumps(diagnostics)}")

    def leaks(self) -> Iterator[str]:
        """Give everything in which a PIN can be read."""
        formatter = logging.Formatter("log %(name)s %(message)s")
        for phase in ("setup", "call"):
            for record in self._caplog.get_records(phase):
                self.seen.append(formatter.format(record))
        for path in self._path.rglob("*"):
            if path.is_file() and not path.name.startswith("access_codes."):
                self.seen.append(f"file {path.name} {path.read_text(errors='ignore')}")
        for text in [*self.seen, *map("answer {}".format, self.refusals)]:
            if any(pin in text for pin in self.pins):
                yield text


@pytest.fixture
async def doors(hass: HomeAssistant) -> Doors:
    return await async_add_locks(hass, "Front door", "Back door")


@pytest.fixture
def witness(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture, hass_config_dir: str
) -> WriteMarker:
    # What Home Assistant logs at debug level itself, whole messages among it, is out of our reach.
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, "custom_components.access_codes")
    return WriteMarker(hass, caplog, Path(hass_config_dir))


class Panel:
    """Sends WebSocket commands."""

    def __init__(
        self,
        hass: HomeAssistant,
        user: MockUser,
        connect: WebSocketGenerator,
        witness: WriteMarker,
    ) -> None:
        self._hass = hass
        self._user = user
        self._connect = connect
        self._write_marker = witness

    async def async_open(self) -> None:
        """Connect, with a token of this hour."""
        token = await self._hass.auth.async_create_refresh_token(
            self._user, "https://example.com/"
        )
        self._client = await self._connect(
            self._hass, self._hass.auth.async_create_access_token(token)
        )
        await self.async_ask("subscribe")

    async def async_ask(self, command: str, **fields: Any) -> Any:
        """Return the result; what is refused, or pushed, is not for PINs."""
        await self._client.send_json_auto_id(
            {"type": f"access_codes/{command}", **fields}
        )
        while (answer := await self._client.receive_json())["type"] == "event":
            self._write_marker.seen.append(f"pushed {answer!r}")
        if not answer["success"]:
            self._write_marker.refusals.append(repr(answer))
        return answer.get("result")


@pytest.mark.contract("1.2")
async def test_no_pin_is_seen_in_a_whole_life_of_codes(  # noqa: PLR0917
    hass: HomeAssistant,
    doors: Doors,
    slot_locks: SlotLocks,
    witness: WriteMarker,
    hass_admin_user: MockUser,
    hass_ws_client: WebSocketGenerator,
    freezer: FrozenDateTimeFactory,
) -> None:
    front = await async_link(hass, FRONT)
    back = await async_link(hass, BACK, method=METHOD)
    slots = slot_locks["Back door"]
    panel = Panel(hass, hass_admin_user, hass_ws_client, witness)
    await panel.async_open()

    async def async_pass(**time: int) -> None:
        freezer.tick(timedelta(**time))
        async_fire_time_changed(hass)
        await async_settle(hass)
        await witness.async_look(front, back)
        await panel.async_open()

    now = freezer.time_to_freeze.replace(microsecond=0)
    window = {
        "starts_at": f"{now + timedelta(hours=1)}Z",
        "ends_at": f"{now + timedelta(hours=2)}Z",
    }
    ids = []
    for lock in (FRONT, BACK):
        for fields in ({}, window):
            answer = await panel.async_ask(
                "create", lock=lock, code=witness.pin(), **fields
            )
            ids.append(answer["access_code"]["access_code_id"])
    drawn = await panel.async_ask("create", lock=FRONT, preferred_code_length=10)
    witness.pins.append(drawn["access_code"]["code"])
    drawn = await panel.async_ask("generate_code", lock=BACK, preferred_code_length=8)
    witness.pins.append(drawn["code"])
    await async_pass(seconds=1)

    # Asked for and refused
    await panel.async_ask("create", lock=BACK, code=witness.pins[2])
    await panel.async_ask("create", lock=BACK, code=witness.pin() + "x")
    await panel.async_ask("create", lock=BACK, code=[witness.pin()])
    await panel.async_ask("create", lock=BACK, pin=witness.pin())
    pin = witness.pin()
    await panel.async_ask("update", access_code_id=ids[0], code=pin, name=f"My {pin}")
    await panel.async_ask("get", lock=BACK, code=witness.pin())
    await panel.async_ask("get", access_code_id=witness.pin())
    await panel.async_ask("delete", access_code_id=witness.pin())
    with patch.object(RecordStorage, "async_save", side_effect=StorageFailed):
        await panel.async_ask("create", lock=BACK, code=witness.pin())
    assert len(witness.refusals) == 9

    # Typed, rightly and wrongly, until nobody is let in any more
    await panel.async_ask("enter_code", lock=FRONT, code=witness.pins[0])
    doors.locks["Front door"].failure = ValueError("Jammed")
    await panel.async_ask("enter_code", lock=FRONT, code=witness.pins[0])
    for _ in range(6):
        await panel.async_ask("enter_code", lock=FRONT, code=witness.pin())
    await witness.async_look(front, back)
    assert ir.async_get(hass).async_get_issue(
        "access_codes", f"too_many_attempts_{front.entry_id}"
    )

    # On the lock: over its window, changed at the keypad, foreign, refused, unreachable
    await async_pass(hours=1)
    assert {witness.pins[2], witness.pins[3]} == slots.pins
    slots.type_in("1", witness.pin())
    await async_pass(seconds=1)
    foreign = witness.pin()
    slots.type_in("4", foreign)
    await panel.async_ask("sync", entity_id=BACK)
    await panel.async_ask("create", lock=BACK, code=foreign)
    for failure in (Outcome.REFUSED, Outcome.DUPLICATE, Outcome.FULL, Outcome.INVALID):
        slots.failure = failure
        await panel.async_ask("update", access_code_id=ids[2], code=witness.pin())
        await async_pass(minutes=10)
    slots.fix()
    slots.become(Reach.OFFLINE)
    await panel.async_ask("update", access_code_id=ids[2], code=witness.pin())
    await async_pass(hours=2)
    slots.become(Reach.REACHABLE)
    await async_pass(minutes=10)
    assert witness.pins[-1] in slots.pins

    # Home Assistant starts again, and everything goes
    for entry in (front, back):
        await hass.config_entries.async_reload(entry.entry_id)
    await async_pass(minutes=10)
    for access_code_id in ids:
        await panel.async_ask("delete", access_code_id=access_code_id)
    await async_pass(minutes=10)
    for code in (await panel.async_ask("list"))["access_codes"]:
        await panel.async_ask("delete", access_code_id=code["access_code_id"])
    await async_pass(minutes=10)
    assert slots.pins == {foreign}
    await hass.config_entries.async_remove(front.entry_id)
    await hass.config_entries.async_remove(back.entry_id)
    await witness.async_look()

    assert len(witness.seen) > 100
    assert list(witness.leaks()) == []
