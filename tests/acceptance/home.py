"""A home as automations see it: actions, events, states, and a clock. Nothing of ours is looked into."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    async_capture_events,
    async_fire_time_changed,
)
import voluptuous as vol

from homeassistant.core import Context, HomeAssistant, State
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from tests.support.slot_locks import SlotLock, SlotLocks, async_settle

DOMAIN = "access_codes"
FRONT, BACK = "lock.front_door", "lock.back_door"
BOTH = [FRONT, BACK]


def instant(text: str) -> datetime:
    """Return an instant of the first days of June, as in ``02 12:00``, in UTC."""
    return datetime.fromisoformat(f"2026-06-{text}:00+00:00")


def window(starts_at: str, ends_at: str) -> dict[str, str]:
    """Return the fields of a window."""
    return {
        "starts_at": instant(starts_at).isoformat(),
        "ends_at": instant(ends_at).isoformat(),
    }


class Home:
    """Two linked locks whose PINs can be read, at noon of the first of June."""

    def __init__(
        self, hass: HomeAssistant, freezer: FrozenDateTimeFactory, locks: SlotLocks
    ) -> None:
        self.hass = hass
        self._freezer = freezer
        self._locks = locks
        self.events = async_capture_events(hass, f"{DOMAIN}_event")

    def lock(self, name: str) -> SlotLock:
        """Return a lock: what somebody finds who stands before it."""
        return self._locks[name]

    @property
    def front(self) -> SlotLock:
        """The front door's lock."""
        return self.lock("Front door")

    @property
    def back(self) -> SlotLock:
        """The back door's lock."""
        return self.lock("Back door")

    async def call(self, action: str, **fields: Any) -> Any:
        """Call an action and return its answer. The locks have not done their part yet."""
        return await self.hass.services.async_call(
            DOMAIN,
            action,
            fields,
            blocking=True,
            return_response=True,
            context=Context(),
        )

    async def create(self, lock: str = FRONT, **fields: Any) -> Any:
        """Create a code and return it once its lock has done its part."""
        answer = await self.call("create", lock=lock, **fields)
        await async_settle(self.hass)
        return await self.code(answer["access_code"])

    async def update(self, code: Mapping[str, Any], /, **fields: Any) -> Any:
        """Change a code and return it once its lock has done its part."""
        await self.call("update", access_code_id=code["access_code_id"], **fields)
        await async_settle(self.hass)
        return await self.code(code)

    async def delete(self, code: Mapping[str, Any]) -> Any:
        """Delete a code and return the answer."""
        answer = await self.call("delete", access_code_id=code["access_code_id"])
        await async_settle(self.hass)
        return answer

    async def code(self, code: Mapping[str, Any]) -> Any:
        """Return a code as it now is."""
        answer = await self.call("get", access_code_id=code["access_code_id"])
        return answer["access_code"]

    async def listed(self, **fields: Any) -> list[Any]:
        """Return the codes that are listed."""
        return list((await self.call("list", **fields))["access_codes"])

    async def others(self, lock: str = FRONT) -> list[Any]:
        """Return the codes on a lock that are not ours."""
        return list((await self.call("list_unmanaged", lock=lock))["access_codes"])

    async def refused(self, action: str, **fields: Any) -> str:
        """Return the words of a refusal. Nothing has changed, nothing was told, and no PIN is in the words."""
        before, count = await self.listed(), len(self.events)
        with pytest.raises((ServiceValidationError, vol.Invalid)) as refused:
            await self.call(action, **fields)
        await async_settle(self.hass)
        assert await self.listed() == before
        assert len(self.events) == count
        words = str(refused.value)
        assert str(fields.get("code", "no PIN")) not in words
        return words

    async def until(self, text: str, *, is_settled: bool = True) -> None:
        """Let time pass until an instant, and see what it brings. ``is_settled``: wait for the locks, too."""
        self._freezer.move_to(instant(text))
        async_fire_time_changed(self.hass)
        await self.hass.async_block_till_done(wait_background_tasks=is_settled)

    def jump(self, text: str) -> None:
        """Set the time while nobody is looking."""
        self._freezer.move_to(instant(text))

    async def stop(self) -> None:
        """Unload both entries, as a stop of Home Assistant does."""
        for entry in self.hass.config_entries.async_entries(DOMAIN):
            assert await self.hass.config_entries.async_unload(entry.entry_id)
        await async_settle(self.hass)

    async def start(self) -> None:
        """Set both entries up again."""
        for entry in self.hass.config_entries.async_entries(DOMAIN):
            assert await self.hass.config_entries.async_setup(entry.entry_id)
        await async_settle(self.hass)

    def state(self, code: Mapping[str, Any]) -> State | None:
        """Return the state of a code's sensor; None: it has none."""
        registry = er.async_get(self.hass)
        sensor = registry.async_get_entity_id(
            "sensor", DOMAIN, str(code["access_code_id"])
        )
        return None if sensor is None else self.hass.states.get(sensor)

    def shown(self, code: Mapping[str, Any]) -> str | None:
        """Return what a code's sensor shows."""
        state = self.state(code)
        return None if state is None else state.state

    def story(self, code: Mapping[str, Any]) -> list[str]:
        """Return the types of the events about a code, in order."""
        return [
            event.data["type"].removeprefix("access_code.")
            for event in self.events
            if event.data["access_code_id"] == code["access_code_id"]
        ]


def errors(code: Mapping[str, Any]) -> list[str]:
    """Return the codes of a code's errors."""
    return [error["error_code"] for error in code["errors"]]


def warnings(code: Mapping[str, Any]) -> list[str]:
    """Return the codes of a code's warnings."""
    return [warning["warning_code"] for warning in code["warnings"]]


def mutations(code: Mapping[str, Any]) -> list[str]:
    """Return the codes of a code's pending mutations."""
    return [mutation["mutation_code"] for mutation in code["pending_mutations"]]


def ids(codes: list[Any]) -> set[str]:
    """Return the ids of codes."""
    return {code["access_code_id"] for code in codes}
