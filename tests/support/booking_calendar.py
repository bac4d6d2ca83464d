"""A calendar of an integration of its own, as a booking service would bring it: it lists what a test gives it."""

from datetime import datetime
from typing import Any, override

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from custom_components.access_codes.bookings.settings import DEFAULTS
from custom_components.access_codes.const import (
    CONF_CALENDAR,
    CONF_IS_STORED,
    CONF_LOCKS,
    DOMAIN,
)
from homeassistant.components.calendar import CalendarEntity, CalendarEvent
from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddEntitiesCallback
from homeassistant.util import dt as dt_util

SERVICE = "booking_service"
CALENDAR = "calendar.flat"


class FakeCalendar(CalendarEntity):
    """A calendar that is pushed."""

    _attr_should_poll = False

    def __init__(self, name: str = "Flat") -> None:
        self._attr_name = name
        self._attr_unique_id = name.lower()
        self.events: list[CalendarEvent] = []
        self.failure: Exception | None = None
        self.reads = 0

    @property
    @override
    def event(self) -> CalendarEvent | None:
        return None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        self.reads += 1
        if self.failure is not None:
            raise self.failure
        return [
            event
            for event in self.events
            if event.end_datetime_local > start_date
            and event.start_datetime_local < end_date
        ]

    def become(self, *, available: bool) -> None:
        """Change whether it is available."""
        self._attr_available = available
        self.async_write_ha_state()

    def push(self, *events: CalendarEvent) -> None:
        """List these events from now on, and say so."""
        self.events = list(events)
        self.async_write_ha_state()


async def async_add_calendar(hass: HomeAssistant) -> FakeCalendar:
    """Add the calendar."""
    [calendar] = await async_add_calendars(hass, "Flat")
    return calendar


async def async_add_calendars(hass: HomeAssistant, *names: str) -> list[FakeCalendar]:
    """Add calendars: "Flat" becomes calendar.flat."""
    calendars = [FakeCalendar(name) for name in names]

    async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
        await hass.config_entries.async_forward_entry_setups(entry, ["calendar"])
        return True

    async def async_setup_platform(
        _: HomeAssistant, __: ConfigEntry, async_add_entities: AddEntitiesCallback
    ) -> None:
        async_add_entities(calendars)

    mock_integration(hass, MockModule(SERVICE, async_setup_entry=async_setup_entry))
    mock_platform(hass, f"{SERVICE}.config_flow")
    mock_platform(
        hass,
        f"{SERVICE}.calendar",
        MockPlatform(async_setup_entry=async_setup_platform),
    )
    entry = MockConfigEntry(domain=SERVICE)
    entry.add_to_hass(hass)
    with mock_config_flow(SERVICE, ConfigFlow):
        assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return calendars


def booking_entry(
    hass: HomeAssistant, *locks: MockConfigEntry, calendar: str = CALENDAR, **terms: Any
) -> MockConfigEntry:
    """Return an entry that follows a calendar, not set up yet."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Flat",
        data={CONF_CALENDAR: calendar, CONF_IS_STORED: False},
        options={
            **DEFAULTS,
            **terms,
            CONF_LOCKS: [lock.entry_id for lock in locks],
        },
    )
    entry.add_to_hass(hass)
    return entry


async def async_follow(
    hass: HomeAssistant, *locks: MockConfigEntry, **terms: Any
) -> MockConfigEntry:
    """Follow the calendar."""
    entry = booking_entry(hass, *locks, **terms)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def typed(**given: Any) -> dict[str, Any]:
    """Return what a person types into the form of a booking entry, as the form has it by its sections."""
    sections = {
        "times": ("use_event_times", "early_check_in", "late_check_out"),
        "codes": ("pin_source", "pin_label", "name_template", "hide_summaries"),
        "sending": ("notify", "send_before", "message"),
        "reading": ("ignore", "horizon", "delay_threshold", "ask_if_missing"),
    }
    inside = {
        name: {each: given.pop(each) for each in fields if each in given}
        for name, fields in sections.items()
    }
    return {**given, **inside}


def nights(first: str, last: str, summary: str = "Reserved", **given: Any) -> Any:
    """Return an event of whole days: from the day of arrival to the day of departure."""
    return CalendarEvent(
        start=datetime.fromisoformat(first).date(),
        end=datetime.fromisoformat(last).date(),
        summary=summary,
        **given,
    )


def timed(first: str, last: str, summary: str = "Reserved", **given: Any) -> Any:
    """Return an event with times, in Home Assistant's zone where they name none."""
    starts, ends = (
        moment if moment.tzinfo else moment.replace(tzinfo=dt_util.DEFAULT_TIME_ZONE)
        for moment in map(datetime.fromisoformat, (first, last))
    )
    return CalendarEvent(start=starts, end=ends, summary=summary, **given)
