"""What bookings cost, in counts: reads, timers and writes."""

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.bookings.model import Ledger
from custom_components.access_codes.storage.booking_ledger import BookingLedger
from homeassistant.core import HomeAssistant
from tests.support.action_calls import async_listed
from tests.support.booking_calendar import (
    CALENDAR,
    FakeCalendar,
    async_add_calendars,
    async_follow,
    nights,
)
from tests.support.keypad_locks import async_call, engine_of

from .test_follower import async_pass
from .test_persistence import ledger_path


@pytest.mark.contract("16.34", "16.47")
async def test_many_calendars_are_read_when_they_write_their_states_and_else_never(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    back: MockConfigEntry,
) -> None:
    calendars = await async_add_calendars(hass, "One", "Two", "Three", "Four")
    for number, calendar in enumerate(calendars):
        calendar.events = [
            nights(f"2026-06-{day:02}", f"2026-06-{day + 3:02}", f"Guest {number}")
            for day in range(3, 27, 3)
        ]
        await async_follow(hass, front, back, calendar=calendar.entity_id)
    await async_pass(hass, freezer, seconds=5)
    assert len(await async_listed(hass)) == 4 * 8 * 2
    reads = [calendar.reads for calendar in calendars]
    # Two days, with departures and arrivals on one of them.
    for _ in range(48):
        await async_pass(hass, freezer, hours=1)
    assert [calendar.reads for calendar in calendars] == reads
    calendars[2].push(*calendars[2].events)
    await async_pass(hass, freezer, minutes=1)
    reads[2] += 1
    assert [calendar.reads for calendar in calendars] == reads


@pytest.mark.contract("16.43")
async def test_a_long_feed_without_news_writes_nothing_and_changes_no_record(
    hass: HomeAssistant, front: MockConfigEntry, calendar: FakeCalendar
) -> None:
    calendar.events = [
        nights(
            f"{year}-{month:02}-{day:02}", f"{year}-{month:02}-{day + 1:02}", uid=uid
        )
        for year, month, day, uid in (
            (2026, month, day, f"{month}-{day}@example.com")
            for month in range(7, 11)
            for day in range(1, 28)
        )
    ]
    entry = await async_follow(hass, front, horizon=365)
    await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    assert len(await async_listed(hass)) == 4 * 27
    written = ledger_path(hass, entry).stat().st_mtime_ns
    record = engine_of(front).record
    for _ in range(3):
        await async_call(hass, "refresh_bookings", entity_id=CALENDAR)
    assert ledger_path(hass, entry).stat().st_mtime_ns == written
    assert engine_of(front).record is record


@pytest.mark.contract("16.45")
async def test_guests_who_leave_at_one_instant_are_noted_in_one_write(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    front: MockConfigEntry,
    calendar: FakeCalendar,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calendar.events = [
        nights(
            "2026-06-10", "2026-06-13", f"Guest {number}", uid=f"{number}@example.com"
        )
        for number in range(4)
    ]
    entry = await async_follow(hass, front)
    freezer.move_to("2026-06-13T10:59:00+00:00")
    await async_pass(hass, freezer, seconds=1)
    writes: list[Ledger] = []
    save = BookingLedger.async_save

    async def counting(storage: BookingLedger, ledger: Ledger) -> None:
        writes.append(ledger)
        await save(storage, ledger)

    monkeypatch.setattr(BookingLedger, "async_save", counting)
    await async_pass(hass, freezer, minutes=1)
    await async_pass(hass, freezer, seconds=2)
    bookings = entry.runtime_data.ledger.bookings.values()
    assert [each.checked_out_at is not None for each in bookings] == [True] * 4
    assert len(writes) == 1
