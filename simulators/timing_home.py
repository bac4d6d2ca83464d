"""A Home Assistant in this process with one lock whose codes it checks itself, to measure its answers."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
    async_test_home_assistant,
)

from custom_components.access_codes.const import (
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_METHOD,
    DOMAIN,
    METHOD_KEYPAD,
)
from custom_components.access_codes.core.model import AccessCode, LockRecord, World
from homeassistant.auth.const import GROUP_ID_USER
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.loader import DATA_CUSTOM_COMPONENTS

_LOCK = "lock.front_door"


@dataclass
class MeasuredLock:
    """The lock, its engine, and a stranger who may operate it."""

    hass: HomeAssistant
    entry: MockConfigEntry
    context: Context

    async def async_request(
        self, change: Callable[[LockRecord, World], tuple[LockRecord, None]]
    ) -> None:
        """Change the record behind everybody's back."""
        await self.entry.runtime_data.engine.async_request(change)

    async def async_settle(self) -> None:
        """Wait until nothing is under way."""
        await self.hass.async_block_till_done(wait_background_tasks=True)

    async def async_enter(self, typed: str) -> dict[str, Any]:
        """Type a PIN."""
        answer: Any = await self.hass.services.async_call(
            DOMAIN,
            "enter_code",
            {"lock": _LOCK, "code": typed},
            blocking=True,
            return_response=True,
            context=self.context,
        )
        assert not answer["granted"]
        return dict(answer)


@asynccontextmanager
async def async_lock_of(
    folder: Path, codes: Iterable[AccessCode]
) -> AsyncIterator[MeasuredLock]:
    """Link a lock and give it these codes."""
    (folder / ".storage").mkdir()
    async with async_test_home_assistant(config_dir=str(folder)) as hass:
        hass.data.pop(DATA_CUSTOM_COMPONENTS)
        group = await hass.auth.async_get_group(GROUP_ID_USER)
        assert group is not None
        stranger = MockUser(groups=[group])
        stranger.add_to_hass(hass)
        lock = er.async_get(hass).async_get_or_create(
            "lock", "demo", "front", suggested_object_id="front_door"
        )
        hass.states.async_set(_LOCK, "locked")
        entry = MockConfigEntry(
            domain=DOMAIN,
            unique_id=lock.id,
            data={
                CONF_LOCK: lock.id,
                CONF_METHOD: METHOD_KEYPAD,
                CONF_IS_STORED: False,
            },
        )
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        measured = MeasuredLock(hass, entry, Context(user_id=stranger.id))
        await measured.async_settle()
        known = {code.access_code_id: code for code in codes}
        await measured.async_request(
            lambda record, _: (replace(record, codes=known), None)
        )
        await measured.async_settle()
        yield measured
        await hass.config_entries.async_unload(entry.entry_id)
        await hass.async_stop(force=True)
