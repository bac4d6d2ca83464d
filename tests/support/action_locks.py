"""A lock of which Home Assistant knows only actions: what it holds, its faults, and the mapping to its actions."""

import asyncio
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import (
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_METHOD,
    CONF_METHOD_SETTINGS,
    DOMAIN,
    METHOD_ACTIONS,
)
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from tests.locks.lock_bench import Trouble

TOY = "toy"

SET = [
    {
        "action": f"{TOY}.set_code",
        "data": {
            "slot": "{{ slot }}",
            "code": "pin {{ code }}",
            "name": "{{ name }}",
            "starts_at": "{{ starts_at }}",
            "ends_at": "{{ ends_at }}",
        },
    }
]

CLEAR = [{"action": f"{TOY}.clear_code", "data": {"slot": "{{ slot }}"}}]

READ = [
    {
        "action": f"{TOY}.read_code",
        "data": {"slot": "{{ slot }}"},
        "response_variable": "held",
    },
    {"stop": "read", "response_variable": "held"},
]


def settings(**more: Any) -> dict[str, Any]:
    """Return the settings of a toy lock as the flow stores them."""
    return {"set": SET, "clear": CLEAR, "read": READ, "slots": 4, **more}


class ToyLock:
    """A lock that listens to actions."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.codes: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.windows: dict[str, tuple[str, str]] = {}
        self.calls: list[ServiceCall] = []
        self.trouble: Trouble | None = None
        self.failure: Exception | None = None
        self.hides_codes = False
        register = hass.services.async_register
        register(TOY, "set_code", self._async_set)
        register(TOY, "clear_code", self._async_clear)
        register(
            TOY, "read_code", self._async_read, supports_response=SupportsResponse.ONLY
        )

    async def _async_set(self, call: ServiceCall) -> None:
        self.calls.append(call)
        slot, pin = str(call.data["slot"]), call.data["code"].removeprefix("pin ")
        match self.trouble:
            case Trouble.ALTERS:
                pin = pin.lstrip("0")
            case Trouble.FULL if slot not in self.codes:
                raise HomeAssistantError(f"no room for {pin}")

        def write() -> None:
            self.codes[slot] = pin
            if name := call.data.get("name"):
                self.names[slot] = name
            self.windows.pop(slot, None)
            if starts_at := call.data.get("starts_at"):
                self.windows[slot] = (starts_at, call.data["ends_at"])

        await self._async_carry_out(write, f"no {pin} here")

    async def _async_clear(self, call: ServiceCall) -> None:
        self.calls.append(call)
        slot = str(call.data["slot"])

        def write() -> None:
            self.codes.pop(slot, None)
            self.names.pop(slot, None)
            self.windows.pop(slot, None)

        await self._async_carry_out(write, "no")

    async def _async_carry_out(self, write: Any, refusal: str) -> None:
        if self.failure is not None:
            raise self.failure
        match self.trouble:
            case Trouble.REFUSES:
                raise HomeAssistantError(refusal)
            case Trouble.LIES:
                return
            case Trouble.LATE:
                asyncio.get_running_loop().call_later(0.1, write)
                raise TimeoutError
            case _:
                pass
        write()
        if self.trouble is Trouble.NO_ANSWER:
            raise HomeAssistantError(f"silence after {refusal}")

    async def _async_read(self, call: ServiceCall) -> ServiceResponse:
        self.calls.append(call)
        if self.trouble is Trouble.NO_ANSWER:
            raise HomeAssistantError("silence")
        slot = str(call.data["slot"])
        if slot not in self.codes:
            return {"occupied": False}
        if self.hides_codes:
            return {"occupied": True}
        answer: dict[str, Any] = {"occupied": True, "code": self.codes[slot]}
        if slot in self.windows:
            answer["starts_at"], answer["ends_at"] = self.windows[slot]
        return answer


def action_entry(
    hass: HomeAssistant, entity_id: str, mapped: dict[str, Any]
) -> MockConfigEntry:
    """Return the entry that links a lock by mapped actions, not set up yet."""
    lock = er.async_get(hass).async_get(entity_id)
    assert lock is not None
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=entity_id,
        unique_id=lock.id,
        data={
            CONF_LOCK: lock.id,
            CONF_METHOD: METHOD_ACTIONS,
            CONF_IS_STORED: False,
            CONF_METHOD_SETTINGS: mapped,
        },
    )
    entry.add_to_hass(hass)
    return entry


async def async_link_actions(
    hass: HomeAssistant, entity_id: str, mapped: dict[str, Any] | None = None
) -> MockConfigEntry:
    """Link a lock by mapped actions."""
    entry = action_entry(hass, entity_id, settings() if mapped is None else mapped)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry
