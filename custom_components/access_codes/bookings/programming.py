"""Carry out the changes of codes that bookings want, by the requests of the actions, lock by lock."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from secrets import randbelow
from uuid import uuid4

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant, callback

from ..core import requests
from ..core.bookings.booking_pins import known_pins, pin_candidates
from ..core.bookings.model import Booking, CodesByLock, Ledger, Stay, Terms
from ..core.bookings.wishes import Change, Make, Wish
from ..core.model import AccessCode, LockRecord, Pin
from ..core.requests.inputs import UNCHANGED, CreateRequest, UpdateRequest
from ..core.requests.refused import Refused
from ..entry import AccessCodesRuntime, async_loaded_lock_entries
from ..storage.record_file import StorageUnreadable
from ..storage.unloaded_records import async_read_unloaded

type Locks = Mapping[str, AccessCodesRuntime]
"""The locks of a booking entry that are loaded, by the id of their config entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A change, and all that it takes to carry it out."""

    wish: Wish
    booking: Booking
    stay: Stay | None
    """The stay as the feed lists it; None where it does not, or was not read since the start."""
    terms: Terms
    locks: Locks
    unloaded: CodesByLock
    """Codes of the booking on chosen locks that are not loaded."""
    context: Context


@callback
def async_chosen_locks(hass: HomeAssistant, lock_ids: Sequence[str]) -> Locks:
    """Return those of these locks that are loaded, in this order."""
    found: dict[str, AccessCodesRuntime] = {}
    for lock_id in lock_ids:
        entry = hass.config_entries.async_get_entry(lock_id)
        if entry is not None and entry.state is ConfigEntryState.LOADED:
            found[lock_id] = entry.runtime_data
    return found


# contract 16.64
@callback
def async_former_locks(
    hass: HomeAssistant, lock_ids: Sequence[str], ledger: Ledger
) -> Locks:
    """Return the loaded locks that are not chosen, while a booking has left whose codes they may have."""
    if all(booking.is_followed for booking in ledger.bookings.values()):
        return {}
    return {
        entry.entry_id: entry.runtime_data
        for entry in async_loaded_lock_entries(hass)
        if entry.entry_id not in lock_ids
    }


def codes_by_lock(locks: Locks, keys: Mapping[str, Booking]) -> CodesByLock:
    """Return the codes of bookings that are not deleted, on each lock."""
    records = {lock_id: linked.engine.record for lock_id, linked in locks.items()}
    return _codes_in(records, keys)


def _codes_in(
    records: Mapping[str, LockRecord], keys: Mapping[str, Booking]
) -> CodesByLock:
    found: dict[str, dict[str, list[AccessCode]]] = {}
    for lock_id, record in records.items():
        on_lock = found[lock_id] = {}
        for code in record.codes.values():
            key = code.common_code_key
            if key is not None and key in keys and code.deleted_at is None:
                on_lock.setdefault(key, []).append(code)
    return found


# contract 16.66
async def async_unloaded_codes(
    hass: HomeAssistant, lock_ids: Sequence[str], wish: Wish, booking: Booking
) -> CodesByLock:
    """Return the codes of a booking on those of these locks that are not loaded, where the PIN for a new one is sought.

    A record that cannot be read is left out.
    """
    if not isinstance(wish, Make):
        return {}
    loaded = async_chosen_locks(hass, lock_ids)
    records: dict[str, LockRecord] = {}
    for lock_id in lock_ids:
        if lock_id in loaded:
            continue
        with suppress(StorageUnreadable):
            record = await async_read_unloaded(hass, lock_id)
            if record is not None:
                records[lock_id] = record
    return _codes_in(records, {booking.key: booking})


# contract 16.29
async def async_carry_out(work: Work) -> None:
    """Carry out one change. Raises Refused, and StorageFailed if the disk of the lock's record fails."""
    engine = work.locks[work.wish.lock_id].engine
    wish = work.wish
    if isinstance(wish, Make):
        await _async_make(work)
    elif isinstance(wish, Change):
        given = UpdateRequest(
            access_code_id=wish.access_code_id,
            name=UNCHANGED if wish.name is None else wish.name,
            starts_at=UNCHANGED if wish.window is None else wish.window.starts_at,
            ends_at=UNCHANGED if wish.window is None else wish.window.ends_at,
        )
        await engine.async_request(partial(requests.update, given=given), work.context)
    else:
        change = partial(requests.delete, access_code_id=wish.access_code_id)
        await engine.async_request(change, work.context)


# contract 16.36
async def _async_make(work: Work) -> None:
    """Create the code with the first PIN that the lock takes: that of the guest, else a random one."""
    for pin in _pins(work):
        try:
            return await _async_create_named(work, pin)
        except Refused as refused:
            if refused.placeholders.get("field") not in ("code", "name"):
                raise
    return await _async_create_named(work, None)


# contract 16.19
async def _async_create_named(work: Work, pin: Pin | None) -> None:
    """Create the code with the name of the booking; as that of a guest if the lock does not take it with this PIN."""
    try:
        await _async_create(work, pin, work.booking.name)
    except Refused as refused:
        if refused.placeholders.get("field") != "name":
            raise
        await _async_create(work, pin, work.terms.guest)


async def _async_create(work: Work, pin: Pin | None, name: str) -> None:
    booking = work.booking
    given = CreateRequest(
        name=name,
        code=pin,
        starts_at=booking.window.starts_at,
        ends_at=booking.window.ends_at,
        common_code_key=booking.key,
    )
    await work.locks[work.wish.lock_id].engine.async_request(
        partial(
            requests.create, given=given, access_code_id=str(uuid4()), draw=randbelow
        ),
        work.context,
    )


def _pins(work: Work) -> Iterator[Pin]:
    """Yield the PINs to try: of the booking's code on another lock, as it was told, of its description, for all locks."""
    found = codes_by_lock(work.locks, {work.booking.key: work.booking})
    if known := known_pins(work.booking, found, work.unloaded):
        yield from known
        return
    members = [(each.engine.record, each.engine.world) for each in work.locks.values()]
    if work.stay is not None:
        length = members[0][1].settings.default_code_length
        yield from pin_candidates(work.stay, work.terms, length)
    try:
        yield requests.generate(
            members, None, randbelow, work.booking.name, work.booking.key
        )
    except Refused:
        # No PIN suits all locks: each gets its own.
        return
