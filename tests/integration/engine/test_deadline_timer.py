"""The timer for the next instant at which something becomes due."""

import asyncio
from datetime import timedelta

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.access_codes.engine.clock import Clock
from custom_components.access_codes.engine.deadline_timer import DeadlineTimer
from homeassistant.core import HomeAssistant


@pytest.mark.contract("4.24")
@pytest.mark.parametrize("ago", [timedelta(0), timedelta(seconds=5)])
async def test_a_deadline_that_the_plan_has_reached_already_is_no_busy_loop(
    hass: HomeAssistant, ago: timedelta
) -> None:
    reached = []
    clock = Clock()
    timer = DeadlineTimer(hass, clock, lambda: reached.append(clock.utcnow()))
    planned_at = clock.utcnow()
    timer.set(planned_at - ago, planned_at)
    for _ in range(50):
        await asyncio.sleep(0.002)
    assert reached == []
    async_fire_time_changed(hass, planned_at + timedelta(seconds=2))
    await hass.async_block_till_done()
    assert len(reached) == 1
