"""A house whose locks follow booking calendars: locks, records, calendars and entries, as Home Assistant sets them up."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.bookings.follower import BookingFollower
from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.bookings.model import Booking, Ledger
from custom_components.access_codes.core.model import AccessCode, LockRecord, Window
from custom_components.access_codes.storage.booking_ledger import BookingLedger
from homeassistant.components.calendar import CalendarEvent
from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.setup import async_setup_component
from tests.support.booking_calendar import (
    FakeCalendar,
    async_add_calendars,
    booking_entry,
)

from . import disk
from .house import add_entry, add_lock, house
from .lock import TimedAdapter
from .workload import IS_SET, IS_WAITING, abilities, codes, contents_of, record_of

_ANSWER = 0.1
"""Seconds that a lock takes for a write: less than any radio needs."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest of the calendar, and the key of the booking."""

    number: int
    window: Window

    @property
    def key(self) -> str:
        """Key of the booking. It has no digit, as no key has."""
        return "booking_" + "".join(chr(97 + int(digit)) for digit in str(self.number))

    @property
    def event(self) -> CalendarEvent:
        """The stay, as the calendar lists it."""
        return CalendarEvent(
            start=self.window.starts_at,
            end=self.window.ends_at,
            summary=f"Guest {self.number + 1}",
            uid=f"guest-{self.number}",
        )

    def booking(self, lock_ids: Sequence[str]) -> Booking:
        """Return the booking as the ledger has it once its codes are made."""
        event = self.event
        return Booking(
            key=self.key,
            uid=event.uid,
            occurrence="",
            summary=event.summary,
            days=f"{event.start.isoformat()}/{event.end.isoformat()}",
            window=self.window,
            name=event.summary,
            made_on=frozenset(lock_ids),
        )


def guests(number: int, starts_at: datetime, length: timedelta) -> list[Guest]:
    """Return guests whose stays follow one another."""
    return [
        Guest(each, Window(starts_at + each * length, starts_at + (each + 1) * length))
        for each in range(number)
    ]


@dataclass(slots=True)
class BookedHouse:
    """Locks, calendars, and the entries of both."""

    hass: HomeAssistant
    disks: disk.Disks
    by_id: dict[str, TimedAdapter]
    locks: list[TimedAdapter] = field(default_factory=list)
    links: list[MockConfigEntry] = field(default_factory=list)
    calendars: list[FakeCalendar] = field(default_factory=list)

    @property
    def written(self) -> disk.Disk:
        """What was written since the last look."""
        return self.disks[Path(self.hass.config.path(STORAGE_DIR))].take()

    def forget_writes(self) -> None:
        """Count what is written from now on."""
        self.disks.clear()

    async def add_lock(self, known: Sequence[Guest], slots: int, now: datetime) -> None:
        """Add a lock with the codes of guests who are known: on it from their start to their end."""
        name = f"door{len(self.links)}"
        lock = add_lock(self.hass, name)
        record = _record(lock.id, known, slots, now)
        held = contents_of(record)
        assert record.capabilities is not None
        adapter = TimedAdapter(record.capabilities, held, answers_after=_ANSWER)
        self.by_id[lock.id] = adapter
        self.locks.append(adapter)
        self.links.append(await add_entry(self.hass, record, name))

    async def link(self, calendars: int) -> None:
        """Set up the locks, and add so many calendars without events."""
        if not await async_setup_component(self.hass, DOMAIN, {}):
            raise RuntimeError("the integration could not be set up")
        await self.hass.async_block_till_done()
        names = [f"Flat {number}" for number in range(calendars)]
        self.calendars += await async_add_calendars(self.hass, *names)

    async def follow(
        self, calendar: FakeCalendar, known: Sequence[Guest] = ()
    ) -> BookingFollower:
        """Follow a calendar for all locks; guests who are known are in its ledger."""
        entry = booking_entry(
            self.hass, *self.links, calendar=calendar.entity_id, horizon=365
        )
        if known:
            lock_ids = [link.entry_id for link in self.links]
            bookings = {guest.key: guest.booking(lock_ids) for guest in known}
            await BookingLedger(self.hass, entry.entry_id).async_save(Ledger(bookings))
            data = {**entry.data, "is_stored": True}
            self.hass.config_entries.async_update_entry(entry, data=data)
        if not await self.hass.config_entries.async_setup(entry.entry_id):
            raise RuntimeError("the calendar could not be followed")
        await self.hass.async_block_till_done()
        follower: BookingFollower = entry.runtime_data
        return follower


@asynccontextmanager
async def booked_house() -> AsyncGenerator[BookedHouse]:
    """Provide the house, without locks and calendars yet."""
    locks: dict[str, TimedAdapter] = {}
    with disk.watched() as disks:
        async with house(lambda lock: locks[lock.id]) as hass:
            await hass.config.async_set_time_zone("UTC")
            yield BookedHouse(hass, disks, locks)


def _record(
    lock_id: str, known: Sequence[Guest], slots: int, now: datetime
) -> LockRecord:
    made = [
        _code(code, guest, now)
        for code, guest in zip(
            codes(len(known), lock=lock_id, created_at=now - timedelta(days=2)),
            known,
            strict=True,
        )
    ]
    here = [code for code in made if code.window and code.window.contains(now)]
    placed = record_of(here, abilities(slots), is_placed=True, lock=lock_id)
    by_id = {code.access_code_id: code for code in made}
    return replace(placed, codes=by_id, code_count=len(made))


def _code(code: AccessCode, guest: Guest, now: datetime) -> AccessCode:
    return replace(
        code,
        name=guest.event.summary,
        window=guest.window,
        common_code_key=guest.key,
        progress=IS_SET if guest.window.contains(now) else IS_WAITING,
    )
