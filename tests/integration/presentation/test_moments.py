"""Instants in messages to people."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.presentation.moments import async_moment
from homeassistant.core import HomeAssistant
from tests.integration.actions.conftest import doors, front

__all__ = ["doors", "front"]


@pytest.mark.contract("16.5")
async def test_each_day_and_hour_of_a_year_is_told(
    hass: HomeAssistant, front: MockConfigEntry
) -> None:
    await hass.config.async_set_time_zone("UTC")
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for step in range(0, 365 * 24, 25):
        instant = start + timedelta(hours=step)
        clock = f"{instant:%I:%M %p}".lstrip("0")
        told = f"{instant:%A, %B} {instant.day}, 2026, {clock}"
        assert async_moment(hass, instant) == told
