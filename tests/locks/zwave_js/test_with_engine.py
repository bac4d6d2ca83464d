"""Codes on simulated Z-Wave locks through the whole integration: engine, adapter and driver fit together."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.access_codes.const import (
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_METHOD,
    DOMAIN,
)
from custom_components.access_codes.engine.recent_commands import RecentWrites
from homeassistant.core import Event, HomeAssistant
from tests.support.zwave_network import (
    CREDENTIAL,
    MASKED,
    SCHLAGE,
    SUPERVISED,
    Network,
    lock_of,
)

ALL = [SCHLAGE, MASKED, SUPERVISED, CREDENTIAL]


class Linked:
    """A linked lock."""

    def __init__(self, hass: HomeAssistant, network: Network, node: int) -> None:
        self._hass = hass
        self.network = network
        self.node = node
        self.entity_id = lock_of(hass, node).entity_id
        self.events: list[Event] = async_capture_events(hass, f"{DOMAIN}_event")

    async def link(self) -> None:
        """Link the lock, and wait until it was read."""
        lock = lock_of(self._hass, self.node)
        data = {CONF_LOCK: lock.id, CONF_METHOD: "zwave_js", CONF_IS_STORED: False}
        entry = MockConfigEntry(domain=DOMAIN, unique_id=lock.id, data=data)
        entry.add_to_hass(self._hass)
        assert await self._hass.config_entries.async_setup(entry.entry_id)
        self._engine = entry.runtime_data.engine
        await self.wait_until(self._is_read)

    async def _is_read(self) -> bool:
        return bool(self._engine.record.is_read)

    async def act(self, action: str, **fields: Any) -> Any:
        """Call an action."""
        return await self._hass.services.async_call(
            DOMAIN, action, fields, blocking=True, return_response=True
        )

    async def create(self, name: str, code: str) -> str:
        """Create a code and return its id."""
        fields = {"lock": self.entity_id, "name": name, "code": code}
        access_code_id: str = (await self.act("create", **fields))["access_code"][
            "access_code_id"
        ]
        return access_code_id

    async def becomes(self, access_code_id: str, status: str) -> None:
        """Wait until a code has this status."""

        async def is_reached() -> bool:
            code = await self.code(access_code_id)
            return bool(code["status"] == status)

        await self.wait_until(is_reached)

    async def code(self, access_code_id: str) -> dict[str, Any]:
        """Return a code as it stands."""
        response = await self.act("get", access_code_id=access_code_id)
        code: dict[str, Any] = response["access_code"]
        return code

    async def pins(self) -> dict[str, str]:
        """Return the PINs of the simulated lock, by slot."""
        return await self.network.pins(self.node)

    async def wait_until(self, condition: Callable[[], Awaitable[bool]]) -> None:
        """Wait until a condition is true."""
        async with asyncio.timeout(15):
            while not await condition():
                await asyncio.sleep(0.02)
                await self._hass.async_block_till_done()

    async def wait_for(self, event_type: str) -> None:
        """Wait for an event of this type."""

        async def is_reached() -> bool:
            return event_type in self.event_types()

        await self.wait_until(is_reached)

    def event_types(self) -> list[str]:
        """Return the types of the events so far."""
        return [event.data["type"] for event in self.events]


@pytest.fixture(autouse=True)
def no_patience_for_echoes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the engine accept every report: the adapter alone filters echoes."""
    monkeypatch.setattr(RecentWrites, "last_write", lambda *_: None)


@pytest.fixture
async def linked(
    hass: HomeAssistant,
    zwave: MockConfigEntry,
    network: Network,
    request: pytest.FixtureRequest,
) -> Linked:
    """Link a lock."""
    linked = Linked(hass, network, request.param)
    await linked.link()
    return linked


@pytest.mark.parametrize("linked", ALL, indirect=True)
async def test_a_code_comes_changes_and_goes(linked: Linked) -> None:
    since = await linked.network.seq(linked.node)
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    assert await linked.pins() == {"1": "135790"}
    commands = await linked.network.commands(linked.node, since)
    assert [kind for kind in commands if kind != "set_user"] == ["set", "get"]

    await linked.act("update", access_code_id=code, code="246802")
    await linked.becomes(code, "set")
    assert await linked.pins() == {"1": "246802"}

    await linked.act("delete", access_code_id=code)
    await linked.wait_for("access_code.removed_from_device")
    assert await linked.pins() == {}
    assert "access_code.modified_external" not in linked.event_types()
    assert "access_code.deleted_external" not in linked.event_types()


@pytest.mark.parametrize("linked", ALL, indirect=True)
async def test_a_code_changed_at_the_keypad_is_put_back(linked: Linked) -> None:
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    await linked.network.act(linked.node, "keypad/set", slot=1, pin="97531")
    await linked.wait_for("access_code.modified_external")
    await linked.becomes(code, "set")

    assert await linked.pins() == {"1": "135790"}


@pytest.mark.contract("8.4")
@pytest.mark.parametrize("linked", ALL, indirect=True)
async def test_an_unmanaged_code_is_not_touched(linked: Linked) -> None:
    await linked.network.act(linked.node, "keypad/set", slot=1, pin="97531")
    await linked.wait_for("access_code.unmanaged.created")
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    assert await linked.pins() == {"1": "97531", "2": "135790"}

    await linked.act("delete", access_code_id=code)
    await linked.wait_for("access_code.removed_from_device")
    assert await linked.pins() == {"1": "97531"}


@pytest.mark.parametrize("linked", ALL, indirect=True)
async def test_a_duplicate_is_said_to_be_one(linked: Linked) -> None:
    other = {"slot": 4, "pin": "97531", "silently": True}
    await linked.network.act(linked.node, "keypad/set", **other)
    code = await linked.create("Ann", "97531")

    async def is_said() -> bool:
        errors = (await linked.code(code))["errors"]
        return [error["error_code"] for error in errors] == ["duplicate_code_on_device"]

    await linked.wait_until(is_said)
    assert await linked.pins() == {"4": "97531"}


@pytest.mark.parametrize("linked", [CREDENTIAL], indirect=True)
async def test_a_renamed_code_has_its_new_name_on_the_lock(linked: Linked) -> None:
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    await linked.act("update", access_code_id=code, name="Bob")

    async def is_renamed() -> bool:
        return await linked.network.users(CREDENTIAL) == {"1": "Bob"}

    await linked.wait_until(is_renamed)
    assert await linked.pins() == {"1": "135790"}


@pytest.mark.parametrize("linked", ALL, indirect=True)
async def test_a_use_is_reported_by_the_codes_name(linked: Linked) -> None:
    code = await linked.create("Ann", "135790")
    await linked.becomes(code, "set")
    await linked.network.act(linked.node, "keypad/use", slot=1)
    await linked.wait_for("access_code.used")
    [used] = [
        event for event in linked.events if event.data["type"] == "access_code.used"
    ]
    assert used.data["name"] == "Ann"
