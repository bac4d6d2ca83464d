"""What bookings cost: a read of a long feed, the timers of many calendars, and the evening on which all guests change."""

import asyncio
from datetime import datetime, timedelta
import gc
from itertools import chain
from statistics import median
import time

from custom_components.access_codes.core.model import CommandKind, Window
from custom_components.access_codes.engine.lock_engine import LockEngine
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import Context
from homeassistant.util import dt as dt_util
from homeassistant.util.async_ import get_scheduled_timer_handles

from .booking_house import BookedHouse, Guest, booked_house, guests
from .figures import Row, Table, count, milliseconds, number, plain
from .lock import Told
from .stage import on_home_assistants_loop

EVENTS = 500
READ_TARGET = 0.05
"""Seconds for a read of the long feed in which nothing is new."""

CALENDARS, DAYS, LOCKS = 20, 60, 3
NIGHTS = 3

GUESTS, DOORS = 50, 20
EVENING_TARGET = 1.1
"""Times of the radio's own."""

_ANSWER = 0.1
_AHEAD = 12
"""Seconds from the set-up to the evening."""
_GLANCE = 0.1
_PATIENCE = 300
_HOUR = timedelta(hours=1)


def measure(*, is_quick: bool) -> Table:
    """Measure all three."""
    return on_home_assistants_loop(lambda: _measure(is_quick=is_quick))


async def _measure(*, is_quick: bool) -> Table:
    runs = 5 if is_quick else 50
    calendars = 4 if is_quick else CALENDARS
    people, doors = (10, 4) if is_quick else (GUESTS, DOORS)
    rows = [
        *await _long_feed(runs),
        *await _many_calendars(calendars),
        *await _evening(people, doors),
    ]
    return Table(
        "Bookings",
        f"A calendar of {EVENTS} stays, one after the other, is read again by its booking entry, as it is when it writes "
        f"its state: events from the calendar's entity, stays, matching, and what the codes on {LOCKS} locks want. "
        f"{runs} reads, processor time of the process; the target is for the best, and what the calendar itself takes to "
        f"parse its feed is not in it. Then {calendars} calendars with {DAYS} days of stays of {NIGHTS} nights each are "
        f"followed for {LOCKS} locks: timers are those that wait in the event loop. Last, {people} guests leave and {people} "
        f"arrive on {doors} locks at one instant; the locks are simulated and take {milliseconds(_ANSWER)} for each "
        "command, and the radio's own time is that of the commands of the lock that had most. Records and ledgers are on "
        "a real disk with `fsync`.",
        tuple(rows),
    )


async def _long_feed(runs: int) -> list[Row]:
    """Read a long feed again and again."""
    now = dt_util.utcnow().replace(microsecond=0)
    stays = guests(EVENTS, now + _HOUR, timedelta(hours=12))
    async with booked_house() as booked:
        for _ in range(LOCKS):
            await booked.add_lock(stays, EVENTS, now)
        await booked.link(1)
        [calendar] = booked.calendars
        calendar.events = [stay.event for stay in stays]
        follower = await booked.follow(calendar, stays)
        await follower.async_refresh(is_asked=False, context=Context())
        if len(follower.stays) != EVENTS:
            raise RuntimeError("not all events are stays")
        # Home Assistant's own files are written a while after a change.
        booked.hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_FINAL_WRITE)
        await booked.hass.async_block_till_done()
        booked.forget_writes()
        gc.collect()
        times = []
        for _ in range(runs):
            began = time.process_time()
            await follower.async_refresh(is_asked=False, context=Context())
            times.append(time.process_time() - began)
        await booked.hass.async_block_till_done()
        written = booked.written
        codes = sum(len(link.runtime_data.engine.record.codes) for link in booked.links)
    best = min(times)
    return [
        Row(
            "bookings_read",
            f"a read of {EVENTS} events without news, {number(codes)} codes",
            f"{milliseconds(best)} (median {milliseconds(median(times))})",
            f"under {milliseconds(READ_TARGET)}",
            best < READ_TARGET,
        ),
        count(
            "bookings_read_writes",
            f"files written to the disk by {runs} such reads",
            len(written.syncs) + written.writes,
            0,
        ),
    ]


async def _many_calendars(calendars: int) -> list[Row]:
    """Follow many calendars, and count what waits for them."""
    now = dt_util.utcnow().replace(microsecond=0)
    async with booked_house() as booked:
        for _ in range(LOCKS):
            await booked.add_lock((), calendars * DAYS, now)
        await booked.link(calendars)
        booked.hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_FINAL_WRITE)
        await booked.hass.async_block_till_done()
        before = _timers(booked)
        began = time.perf_counter()
        for each in booked.calendars:
            stays = guests(DAYS // NIGHTS, now + _HOUR, timedelta(days=NIGHTS))
            each.events = [stay.event for stay in stays]
            await booked.follow(each)
        took = time.perf_counter() - began
        booked.hass.bus.async_fire_internal(EVENT_HOMEASSISTANT_FINAL_WRITE)
        await booked.hass.async_block_till_done()
        timers = _timers(booked) - before
        reads = sum(each.reads for each in booked.calendars)
        await asyncio.sleep(5)
        more = sum(each.reads for each in booked.calendars) - reads
        made = sum(len(link.runtime_data.engine.record.codes) for link in booked.links)
    stays_made = calendars * LOCKS * (DAYS // NIGHTS)
    return [
        count(
            "bookings_timers",
            f"timers of {calendars} calendars and {LOCKS} locks with {number(made)} codes: one each",
            timers,
            calendars + LOCKS,
        ),
        count(
            "bookings_polls",
            "reads of a calendar in 5 s that nobody asked for",
            more,
            0,
        ),
        plain(
            "bookings_first",
            f"until the first reads had made all {number(stays_made)} codes",
            f"{took:.1f} s",
        ),
    ]


def _timers(booked: BookedHouse) -> int:
    """Return the number of timers that wait in the event loop."""
    handles = get_scheduled_timer_handles(booked.hass.loop)
    return sum(not handle.cancelled() for handle in handles)


async def _evening(people: int, doors: int) -> list[Row]:
    """Let all guests change at one instant on all locks."""
    now = dt_util.utcnow().replace(microsecond=0)
    evening = now + timedelta(seconds=_AHEAD + doors)
    leaving = [Guest(each, Window(now - _HOUR, evening)) for each in range(people)]
    arriving = [
        Guest(people + each, Window(evening, evening + _HOUR)) for each in range(people)
    ]
    async with booked_house() as booked:
        for _ in range(doors):
            await booked.add_lock([*leaving, *arriving], 2 * people, now)
        await booked.link(1)
        [calendar] = booked.calendars
        calendar.events = [guest.event for guest in (*leaving, *arriving)]
        await booked.follow(calendar, [*leaving, *arriving])
        for link in booked.links:
            # What a lock holds is known by the evening.
            await link.runtime_data.engine.async_sync()
        for lock in booked.locks:
            lock.told.clear()
        gc.collect()
        processor = time.process_time()
        left = (evening - dt_util.utcnow()).total_seconds()
        if left < 0:
            raise RuntimeError("the house was not ready in the evening")
        keys = {guest.key for guest in arriving}
        engines = [link.runtime_data.engine for link in booked.links]
        async with asyncio.timeout(_PATIENCE):
            while any(_keys_on(engine) != keys for engine in engines):
                await asyncio.sleep(_GLANCE)
        processor = time.process_time() - processor
        told = [list(lock.told) for lock in booked.locks]
    radio = max(len(commands) for commands in told) * _ANSWER
    took = max(each.at for each in chain(*told)) + _ANSWER - evening.timestamp()
    return [
        count(
            "bookings_evening_commands",
            f"commands for a lock on which {people} guests leave and {people} arrive",
            max(len(commands) for commands in told),
            2 * people,
        ),
        count(
            "bookings_evening_reads",
            "of them reads",
            sum(each.kind is CommandKind.READ for each in chain(*told)),
            0,
        ),
        Row(
            "bookings_evening",
            f"until the last of {number(2 * people * doors)} changes was on its lock, {doors} locks",
            f"{took:.2f} s, {took / radio:.3f} ×",
            f"at most {EVENING_TARGET} × the radio's own {radio:.1f} s",
            took <= EVENING_TARGET * radio,
        ),
        plain(
            "bookings_evening_processor",
            "processor time for each change, this measurement's own watching included",
            milliseconds(processor / sum(len(commands) for commands in told)),
        ),
        plain(
            "bookings_evening_first",
            "until the last of the first commands after that instant",
            _first(told, evening),
        ),
    ]


def _keys_on(engine: LockEngine) -> set[str | None]:
    """Return the keys of the bookings whose codes are on the lock, as the engine knows."""
    record = engine.record
    return {
        record.codes[placement.owner].common_code_key
        for placement in record.placements.values()
        if placement.is_confirmed and placement.owner in record.codes
    }


def _first(told: list[list[Told]], evening: datetime) -> str:
    return milliseconds(max(commands[0].at for commands in told) - evening.timestamp())
