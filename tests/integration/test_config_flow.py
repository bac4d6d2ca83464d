"""Linking locks."""

from typing import Any

from homeassistant.config_entries import SOURCE_IGNORE, SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.const import DOMAIN

from .keypads import async_add_locks
from .slots import METHOD, SlotLocks


async def async_choose(hass: HomeAssistant, *entity_ids: str) -> Any:
    """Choose locks in the flow that a person starts."""
    result = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    assert result["type"] is FlowResultType.FORM
    assert result["step_id"] == "user"
    return await hass.config_entries.flow.async_configure(
        result["flow_id"], {"locks": list(entity_ids)}
    )


def lock_id(hass: HomeAssistant, entity_id: str) -> str:
    lock = er.async_get(hass).async_get(entity_id)
    assert lock is not None
    return lock.id


async def test_a_lock_with_an_adapter_of_its_own_is_linked_in_one_step(
    hass: HomeAssistant, slot_locks: SlotLocks
) -> None:
    await async_add_locks(hass, "Front door")

    result = await async_choose(hass, "lock.front_door")

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Front door"
    assert result["result"].unique_id == lock_id(hass, "lock.front_door")
    assert result["result"].state is ConfigEntryState.LOADED
    assert dict(result["result"].data) == {
        "lock": lock_id(hass, "lock.front_door"),
        "method": METHOD,
        "is_stored": True,
        "lock_platform": "fake_locks",
        "lock_unique_id": "Front door",
    }
