"""Follow the calendar of a booking entry: read it, match its stays, keep the ledger, and have the codes changed.

The ledger is on disk before a code is changed, and each booking's codes are found by its key: a process that dies between
the two makes no code twice and forgets none.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
import logging
from secrets import choice
from string import ascii_lowercase

from homeassistant.core import CALLBACK_TYPE, Context, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..core.bookings.adopting import KEY_LENGTH, KEY_PREFIX
from ..core.bookings.doubt import ended, kept
from ..core.bookings.matching import (
    Read,
    follow,
    is_suspect,
    lasting,
    lists_several,
    without_old,
)
from ..core.bookings.model import Booking, Happening, HappeningKind, Ledger, Stay
from ..core.bookings.pin_source import PinSource
from ..core.bookings.stays import stays_of
from ..core.bookings.wishes import Make, Wish, is_due, removals, wishes, with_made
from ..core.requests.refused import Refused
from ..storage.booking_ledger import BookingLedger
from ..storage.record_file import StorageFailed
from .calendar_reader import (
    CalendarFailed,
    async_ask_for_update,
    async_is_feed,
    async_read_events,
)
from .entry_settings import BookingSettings
from .known_entities import async_current_entity_id
from .programming import (
    Locks,
    Work,
    async_carry_out,
    async_chosen_locks,
    async_former_locks,
    async_unloaded_codes,
    codes_by_lock,
)
from .unclaimed import async_unclaimed

_LOGGER = logging.getLogger(__name__)

_BEFORE = timedelta(days=3)
"""Events that ended so long ago are read, too: a stay ends at check-out, which may be long after the end of its event."""

_AHEAD = timedelta(days=365)
"""Events so long after the horizon are read, too: a booking may have moved there."""

_MOST_ROUNDS = 3

type HappeningListener = Callable[[Happening, Booking], None]

type Asked = Callable[[BookingFollower], list[Booking]]
"""Returns the bookings that a person may answer for: an answer waits for a read, which may have listed some again."""


def new_key() -> str:
    """Return the key of a new booking. No PIN can be read in it: it has no digit."""
    return KEY_PREFIX + "".join(choice(ascii_lowercase) for _ in range(KEY_LENGTH))


class BookingFollower:
    """Keeps the codes of one calendar's bookings on their locks."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        calendar: str,
        lock_ids: list[str],
        settings: BookingSettings,
        storage: BookingLedger,
    ) -> None:
        """Prepare without access to disk, calendar and locks. ``lock_ids`` are those of the locks' config entries."""
        self.settings = settings
        self.lock_ids = lock_ids
        self.ledger = Ledger()
        self.claimed_keys: frozenset[str] = frozenset()
        """Keys of the bookings that are known, or on their way to the disk."""
        self.stays: dict[str, Stay] = {}
        """The stay of each booking that the feed listed at the last good read since the start."""
        self.failing_since: datetime | None = None
        self.read_at: datetime | None = None
        """The last good read."""
        self.tried_at: datetime | None = None
        self.unusable = 0
        """Number of events of the last good read that are no stays."""
        self.refusals: dict[tuple[str, str], str] = {}
        """Why a lock does not take a change: a translation key, by key of the booking and id of the lock."""
        self.send_failures: dict[str, datetime] = {}
        """When the codes of a booking could not be sent at the last try, by its key."""
        self.is_disk_failing = False
        self._hass = hass
        self._calendar = calendar
        self._storage = storage
        self._busy = asyncio.Lock()
        self._listeners: list[CALLBACK_TYPE] = []
        self._happening_listeners: list[HappeningListener] = []

    @property
    def calendar_entity_id(self) -> str:
        """The present entity id of the calendar."""
        return async_current_entity_id(self._hass, self._calendar)

    @property
    def is_feed(self) -> bool:
        """Return whether the calendar reads its feed only when it is asked."""
        return async_is_feed(self._hass, self.calendar_entity_id)

    @callback
    def locks(self) -> Locks:
        """Return the chosen locks that are loaded."""
        return async_chosen_locks(self._hass, self.lock_ids)

    async def async_load(self, *, is_stored: bool) -> None:
        """Load the ledger. Raises StorageUnreadable, and StorageFailed if the disk refuses a first one."""
        self.ledger = await self._storage.async_load(is_stored=is_stored)
        self.claimed_keys = frozenset(self.ledger.bookings)
        if not is_stored:
            await self._storage.async_save(self.ledger)

    # contract 16.34, 16.37
    async def async_refresh(self, *, is_asked: bool, context: Context) -> bool:
        """Read the calendar, do what follows, and return whether it could be read. ``is_asked``: it reads its feed first."""
        async with self._busy:
            self.tried_at = dt_util.utcnow()
            if is_asked:
                await async_ask_for_update(self._hass, self.calendar_entity_id)
            is_read = await self._async_read()
            await self._async_program(context)
        self.notify()
        return is_read

    async def async_reconcile(self, context: Context) -> None:
        """Have the codes changed that differ, without a read."""
        async with self._busy:
            await self._async_program(context)
        self.notify()

    # contract 16.30, 16.38
    async def async_accept_loss(self) -> None:
        """Take a calendar that fails for one without bookings, because a person says so."""
        async with self._busy:
            now = dt_util.utcnow()
            await self._async_follow([], now)
            await self._async_program(Context())
        self.notify()

    # contract 16.81
    async def async_keep_unlisted(self, keys: Collection[str], asked: Asked) -> bool:
        """Let bookings in doubt stay until their ends, because a person says so; return whether that is on disk."""
        async with self._busy:
            found = {each.key: kept(each) for each in asked(self) if each.key in keys}
            bookings = {**self.ledger.bookings, **found}
            is_done = await self._async_keep(replace(self.ledger, bookings=bookings))
        self.notify()
        return is_done

    # contract 16.82
    async def async_end(
        self, keys: Collection[str], asked: Asked
    ) -> list[Booking] | None:
        """Delete the codes of bookings, because a person says so; return which, or None if the disk does not take that."""
        async with self._busy:
            now = dt_util.utcnow()
            codes = codes_by_lock(self.locks(), self.ledger.bookings)
            chosen = [each for each in asked(self) if each.key in keys]
            found = {each.key: ended(each, codes, now) for each in chosen}
            is_done = await self._async_note(found, HappeningKind.CANCELLED)
            await self._async_program(Context())
        self.notify()
        return chosen if is_done else None

    async def _async_read(self) -> bool:
        now = dt_util.utcnow()
        try:
            events = await async_read_events(
                self._hass, self.calendar_entity_id, now - _BEFORE, self._until(now)
            )
        except CalendarFailed:
            self._note_failure(now)
            return False
        stays, unusable = stays_of(events, self.settings.terms)
        if is_suspect(self.ledger, events, stays, now):
            self._note_failure(now)
            return False
        self.unusable = unusable
        await self._async_follow(stays, now, lists_several(events, now))
        self.failing_since = None
        self.read_at = now
        return True

    def _until(self, now: datetime) -> datetime:
        return now + self.settings.horizon + _AHEAD

    @callback
    def _note_failure(self, now: datetime) -> None:
        self.failing_since = self.failing_since or now

    async def _async_follow(
        self, stays: list[Stay], now: datetime, has_several: bool = False
    ) -> None:
        codes = codes_by_lock(self.locks(), self.ledger.bookings)
        followed = follow(
            with_made(self.ledger, codes, self.lock_ids),
            Read(
                stays=stays,
                now=now,
                until=self._until(now),
                horizon=now + self.settings.horizon,
                codes=codes,
                unclaimed=async_unclaimed(self._hass, self),
                lists_several=has_several,
            ),
            new_key,
        )
        if await self._async_keep(without_old(followed.ledger, now)):
            self.stays = followed.stays
            self._publish(followed.happenings)

    # contract 16.31, 16.43
    async def _async_keep(self, ledger: Ledger) -> bool:
        """Take over a ledger once it is on disk; return whether it is. One that says nothing new is not written."""
        if lasting(ledger) == lasting(self.ledger) and not self.is_disk_failing:
            self.ledger = ledger
            return True
        self.claimed_keys = frozenset((*self.ledger.bookings, *ledger.bookings))
        try:
            await self._storage.async_save(ledger)
        except StorageFailed:
            if not self.is_disk_failing:
                _LOGGER.warning("The disk does not take the bookings of a calendar")
            self.is_disk_failing = True
            return False
        self.is_disk_failing = False
        self.ledger = ledger
        return True

    async def _async_program(self, context: Context) -> None:
        """Carry out what is due on the locks that are loaded, in a few rounds: one change may make room for another."""
        self.refusals = {}
        for _ in range(_MOST_ROUNDS):
            locks = self.locks()
            codes = codes_by_lock(locks, self.ledger.bookings)
            if not await self._async_keep(with_made(self.ledger, codes, self.lock_ids)):
                return
            now = dt_util.utcnow()
            due = [
                wish
                for wish in wishes(self.ledger, self.lock_ids, codes, now)
                if self._is_ready(wish, now)
            ]
            former = async_former_locks(self._hass, self.lock_ids, self.ledger)
            due += removals(self.ledger, codes_by_lock(former, self.ledger.bookings))
            if not due:
                return
            before = dict(self.refusals)
            self.refusals = {}
            # What is removed makes room first.
            for wish in sorted(due, key=_rank):
                await self._async_carry_out(wish, {**former, **locks}, context)
            if before and before == self.refusals:
                return

    def _is_ready(self, wish: Wish, now: datetime) -> bool:
        """Return whether a code may be made: not before its PIN was looked for in the feed."""
        if (
            not isinstance(wish, Make)
            or self.settings.terms.pin_source is PinSource.RANDOM
        ):
            return True
        booking = self.ledger.bookings[wish.key]
        return wish.key in self.stays or booking.window.starts_at <= now

    async def _async_carry_out(
        self, wish: Wish, locks: Locks, context: Context
    ) -> None:
        booking = self.ledger.bookings[wish.key]
        unloaded = await async_unloaded_codes(self._hass, self.lock_ids, wish, booking)
        here = {wish.lock_id: locks[wish.lock_id]}
        codes = codes_by_lock(here, {wish.key: booking})
        if not is_due(wish, self.ledger, codes, dt_util.utcnow()):
            return
        work = Work(
            wish=wish,
            booking=booking,
            stay=self.stays.get(wish.key),
            terms=self.settings.terms,
            locks=locks,
            unloaded=unloaded,
            context=context,
        )
        try:
            await async_carry_out(work)
        except Refused as refused:
            # contract 16.39
            self.refusals[wish.key, wish.lock_id] = refused.key
        except StorageFailed:
            self.refusals[wish.key, wish.lock_id] = "storage_failed"

    # contract 16.44
    async def async_note_use(self, access_code_id: str, lock_id: str) -> None:
        """Take the first use of a booking's code for its check-in."""
        linked = self.locks().get(lock_id)
        code = None
        if linked is not None:
            code = linked.engine.record.codes.get(access_code_id)
        key = None if code is None else code.common_code_key
        async with self._busy:
            booking = self.ledger.bookings.get(key or "")
            if booking is None or booking.checked_in_at is not None:
                return
            after = replace(booking, checked_in_at=dt_util.utcnow())
            await self._async_note({after.key: after}, HappeningKind.CHECKED_IN)
        self.notify()

    # contract 16.45
    async def async_note_departures(self) -> None:
        """Take bookings whose windows have ended for checked out."""
        now = dt_util.utcnow()
        async with self._busy:
            left = {
                key: replace(booking, checked_out_at=now)
                for key, booking in self.ledger.bookings.items()
                if booking.is_followed
                and booking.checked_out_at is None
                and booking.window.ends_at <= now
            }
            await self._async_note(left, HappeningKind.CHECKED_OUT)
        self.notify()

    async def _async_note(
        self, changed: Mapping[str, Booking], kind: HappeningKind
    ) -> bool:
        """Keep changed bookings, all in one write, and publish what happened to them; return whether they are on disk."""
        ledger = replace(self.ledger, bookings={**self.ledger.bookings, **changed})
        if not changed:
            return True
        is_kept = await self._async_keep(ledger)
        if is_kept:
            self._publish(tuple(Happening(kind, key) for key in changed))
        return is_kept

    # contract 16.57
    async def async_change(
        self, key: str, change: Callable[[Booking], Booking]
    ) -> bool:
        """Change what is known of a booking; return whether that is on disk, or the booking gone."""
        async with self._busy:
            booking = self.ledger.bookings.get(key)
            if booking is None:
                return True
            bookings = {**self.ledger.bookings, key: change(booking)}
            return await self._async_keep(replace(self.ledger, bookings=bookings))

    @callback
    def subscribe(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call the listener after each read and change; return the unsubscriber."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def subscribe_happenings(self, listener: HappeningListener) -> CALLBACK_TYPE:
        """Call the listener with each change of a booking; return the unsubscriber."""
        self._happening_listeners.append(listener)
        return lambda: self._happening_listeners.remove(listener)

    @callback
    def _publish(self, happenings: tuple[Happening, ...]) -> None:
        for happening in happenings:
            booking = self.ledger.bookings.get(happening.key)
            if booking is None:
                continue
            for listener in list(self._happening_listeners):
                listener(happening, booking)

    @callback
    def notify(self) -> None:
        """Call the listeners."""
        for listener in list(self._listeners):
            listener()


def _rank(wish: Wish) -> int:
    return 1 if isinstance(wish, Make) else 0
