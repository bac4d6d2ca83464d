"""A linked lock on the simulated Z-Wave network."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

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
from homeassistant.core import Event, HomeAssistant
from tests.support.zwave_network import Network, lock_of


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

    def lost_slots(self) -> frozenset[str]:
        """Return the slots of others that a reset emptied."""
        lost: frozenset[str] = self._engine.record.lost_slots
        return lost

    def event_types(self) -> list[str]:
        """Return the types of the events so far."""
        return [event.data["type"] for event in self.events]
