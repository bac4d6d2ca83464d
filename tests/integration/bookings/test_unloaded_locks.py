"""A booking leaves and returns while one of its locks is not loaded: one PIN everywhere, and the window that it has now."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.storage.record_files import path_of
from homeassistant.core import HomeAssistant
from tests.support.action_calls import BACK, FRONT, async_listed
from tests.support.booking_calendar import FakeCalendar, async_follow, nights
from tests.support.keypad_locks import async_call

from .test_follower import GUEST, OTHER, async_pass, async_push

ADA = "Ada Example"


async def async_of_guest(hass: HomeAssistant, lock: str) -> list[tuple[str, str]]:
    """Return PIN and first day of the guest's codes on a lock."""
    return [
        (code["code"], code["starts_at"][:10])
        for code in await async_listed(hass, lock=[lock])
        if code["name"] == ADA
    ]


@pytest.mark.contract("16.23", "16.66")
async def test_a_booking_that_returns_late_has_the_pin_of_a_lock_that_was_not_loaded(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front, back)
    [(pin, _)] = await async_of_guest(hass, FRONT)
    await hass.config_entries.async_unload(back.entry_id)
    await async_push(hass, calendar, OTHER)
    assert await async_of_guest(hass, FRONT) == []
    freezer.tick(timedelta(days=2, hours=1))
    # The ledger forgets the PIN now.
    await async_push(hass, calendar, OTHER)
    await async_push(hass, calendar, GUEST, OTHER)
    assert [each for each, _ in await async_of_guest(hass, FRONT)] == [pin]
    await hass.config_entries.async_setup(back.entry_id)
    await async_pass(hass, freezer, seconds=2)
    assert [each for each, _ in await async_of_guest(hass, BACK)] == [pin]


@pytest.mark.contract("16.66")
async def test_a_record_that_cannot_be_read_tells_no_pin(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front, back)
    [(pin, _)] = await async_of_guest(hass, FRONT)
    await hass.config_entries.async_unload(back.entry_id)
    await async_push(hass, calendar, OTHER)
    path_of(hass, back.entry_id).write_text("{")
    freezer.tick(timedelta(days=2, hours=1))
    await async_push(hass, calendar, OTHER)
    await async_push(hass, calendar, GUEST, OTHER)
    [(other, _)] = await async_of_guest(hass, FRONT)
    assert other != pin


@pytest.mark.contract("16.22", "16.66")
async def test_a_booking_that_moves_while_it_is_away_moves_on_a_lock_that_loads_later(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front, back)
    [(pin, first)] = await async_of_guest(hass, BACK)
    await hass.config_entries.async_unload(back.entry_id)
    await async_push(hass, calendar, OTHER)
    moved = nights("2026-06-25", "2026-06-27", ADA, uid=GUEST.uid)
    await async_push(hass, calendar, moved, OTHER)
    assert await async_of_guest(hass, FRONT) == [(pin, "2026-06-25")]
    await hass.config_entries.async_setup(back.entry_id)
    await async_pass(hass, freezer, seconds=2)
    assert first != "2026-06-25"
    assert await async_of_guest(hass, BACK) == [(pin, "2026-06-25")]


@pytest.mark.contract("16.66")
async def test_a_lock_that_gets_its_code_later_has_the_pin_of_one_that_was_deleted(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
    calendar: FakeCalendar,
) -> None:
    await hass.config_entries.async_unload(back.entry_id)
    calendar.events = [GUEST, OTHER]
    await async_follow(hass, front, back)
    [code] = [each for each in await async_listed(hass) if each["name"] == ADA]
    await async_call(hass, "delete", access_code_id=code["access_code_id"])
    await async_pass(hass, freezer, seconds=2)
    await hass.config_entries.async_setup(back.entry_id)
    await async_pass(hass, freezer, seconds=2)
    assert await async_of_guest(hass, FRONT) == []
    assert [each for each, _ in await async_of_guest(hass, BACK)] == [code["code"]]
