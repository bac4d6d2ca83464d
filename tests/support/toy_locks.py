"""The toy integration, loaded as a custom component, with a lock whose adapter it brings by its platform module."""

from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

import custom_components
from custom_components.access_codes.const import (
    CONF_IS_STORED,
    CONF_LOCK,
    CONF_METHOD,
    DOMAIN,
    METHOD_PLATFORM,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

TOY_DOMAIN, TOY_DOOR = "toy_locks", "lock.toy_door"

_COMPONENTS = Path(__file__).parent / "toy_components"


@pytest.fixture
def toy_component(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Home Assistant find the toy among the custom components."""
    path = [*custom_components.__path__, str(_COMPONENTS)]
    monkeypatch.setattr(custom_components, "__path__", path)


async def async_add_toy(hass: HomeAssistant) -> MockConfigEntry:
    """Set the toy up."""
    entry = MockConfigEntry(domain=TOY_DOMAIN)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def toy_lock(hass: HomeAssistant) -> er.RegistryEntry:
    """Return the registry entry of the toy's lock."""
    lock = er.async_get(hass).async_get(TOY_DOOR)
    assert lock is not None
    return lock


def hub_of(hass: HomeAssistant) -> Any:
    """Return the toy's lock itself."""
    return hass.data[TOY_DOMAIN]


def toy_entry(hass: HomeAssistant) -> MockConfigEntry:
    """Return the entry that links the toy's lock, not set up yet."""
    lock = toy_lock(hass)
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=TOY_DOOR,
        unique_id=lock.id,
        data={
            CONF_LOCK: lock.id,
            CONF_METHOD: METHOD_PLATFORM,
            CONF_IS_STORED: False,
        },
    )
    entry.add_to_hass(hass)
    return entry


async def async_link_toy(hass: HomeAssistant) -> MockConfigEntry:
    """Link the toy's lock."""
    entry = toy_entry(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry
