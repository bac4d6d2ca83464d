"""A lock is taken out of a booking entry: the codes there stay, but those of bookings that leave."""

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant
from tests.support.action_calls import FRONT, async_listed
from tests.support.booking_calendar import FakeCalendar, async_follow, typed

from .test_follower import GUEST, OTHER, async_pass, async_push


async def async_take_out_back(
    hass: HomeAssistant, entry: MockConfigEntry, front: MockConfigEntry
) -> None:
    """Leave the front door alone in the options of the entry."""
    manager = hass.config_entries.options
    flow = await manager.async_init(entry.entry_id)
    await manager.async_configure(flow["flow_id"], typed(locks=[FRONT]))
    await hass.async_block_till_done(wait_background_tasks=True)
    assert entry.options["locks"] == [front.entry_id]


async def async_on_back(hass: HomeAssistant) -> list[str]:
    """Return the names of the codes of the back door."""
    return sorted(
        code["name"] for code in await async_listed(hass, lock=["lock.back_door"])
    )


@pytest.mark.contract("16.64")
async def test_a_stay_that_is_cancelled_loses_its_code_on_a_lock_that_was_taken_out(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST, OTHER]
    entry = await async_follow(hass, front, back)
    await async_take_out_back(hass, entry, front)
    await async_push(hass, calendar, GUEST, OTHER)
    assert await async_on_back(hass) == ["Ada Example", "Bo Example"]
    await async_push(hass, calendar, OTHER)
    await async_pass(hass, freezer, seconds=2)
    assert await async_on_back(hass) == ["Bo Example"]
    assert [code["name"] for code in await async_listed(hass)] == ["Bo Example"] * 2


@pytest.mark.contract("16.64")
async def test_a_lock_that_was_taken_out_and_is_not_loaded_loses_the_code_later(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST, OTHER]
    entry = await async_follow(hass, front, back)
    await async_take_out_back(hass, entry, front)
    assert await hass.config_entries.async_unload(back.entry_id)
    await async_push(hass, calendar, OTHER)
    await async_pass(hass, freezer, seconds=2)
    reads = calendar.reads
    assert await hass.config_entries.async_setup(back.entry_id)
    await async_pass(hass, freezer, seconds=2)
    # At once: a calendar without news is not read for a day.
    assert await async_on_back(hass) == ["Bo Example"]
    assert calendar.reads == reads
