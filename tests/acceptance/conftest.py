"""Fixtures of the acceptance tests: real Home Assistant, a fake lock behind each door."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant
from tests.acceptance.home import BACK, FRONT, Home, instant
from tests.support.home_assistant import (
    can_be_loaded,
    every_menu_names_its_step,
    expected_errors,
    hass_config_dir,
    no_error_of_ours,
    slot_locks,
)
from tests.support.keypad_locks import async_add_locks
from tests.support.slot_locks import SlotLocks, async_link_slots

__all__ = [
    "can_be_loaded",
    "every_menu_names_its_step",
    "expected_errors",
    "hass_config_dir",
    "no_error_of_ours",
    "slot_locks",
]


@pytest.fixture
async def home(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, slot_locks: SlotLocks
) -> Home:
    """Link two locks with four slots each."""
    await hass.config.async_set_time_zone("UTC")
    freezer.move_to(instant("01 12:00"))
    await async_add_locks(hass, "Front door", "Back door")
    home = Home(hass, freezer, slot_locks)
    for lock in (FRONT, BACK):
        await async_link_slots(hass, lock)
    return home
