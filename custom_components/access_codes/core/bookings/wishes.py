"""Changes of codes that the bookings want: what differs on a lock, and was not changed by a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..model import AccessCode, Pin, Window
from .booking_pins import known_pins, pin_of
from .model import Booking, BookingState, CodesByLock, Ledger
from .sending import with_sent_codes


@dataclass(frozen=True, slots=True)
class Make:
    """Create the code of a booking on a lock."""

    lock_id: str
    key: str


@dataclass(frozen=True, slots=True)
class Change:
    """Change window or name of a code, to those of its booking; None: it keeps its own."""

    lock_id: str
    key: str
    access_code_id: str
    window: Window | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Remove:
    """Delete the code of a booking that has left."""

    lock_id: str
    key: str
    access_code_id: str


type Wish = Make | Change | Remove


# contract 16.28
def is_window_by_hand(booking: Booking, code: AccessCode) -> bool:
    """Return whether a person has given the code another window."""
    if code.recurrence is not None or code.window is None:
        return True
    return code.window != booking.window and code.window not in booking.former_windows


def _is_name_by_hand(booking: Booking, code: AccessCode) -> bool:
    return code.name != booking.name and code.name not in booking.former_names


# contract 16.29, 16.42
def wishes(
    ledger: Ledger, lock_ids: Sequence[str], codes: CodesByLock, now: datetime
) -> Iterator[Wish]:
    """Yield the changes that are due on the locks that are loaded."""
    for lock_id in lock_ids:
        if lock_id not in codes:
            continue
        on_lock = codes[lock_id]
        for booking in ledger.bookings.values():
            yield from _wishes_at(booking, lock_id, on_lock.get(booking.key, ()), now)


# contract 16.64
def removals(ledger: Ledger, codes: CodesByLock) -> Iterator[Remove]:
    """Yield the deletion of codes of bookings that have left, on locks that are not chosen any more."""
    for lock_id, on_lock in codes.items():
        for key, found in on_lock.items():
            if not ledger.bookings[key].is_followed:
                yield from (Remove(lock_id, key, code.access_code_id) for code in found)


# contract 16.65
def is_due(wish: Wish, ledger: Ledger, codes: CodesByLock, now: datetime) -> bool:
    """Return whether a change is still due: a person may have changed the code while others were carried out."""
    booking = ledger.bookings[wish.key]
    found = codes.get(wish.lock_id, {}).get(wish.key, ())
    return wish in _wishes_at(booking, wish.lock_id, found, now)


def _wishes_at(
    booking: Booking, lock_id: str, found: Sequence[AccessCode], now: datetime
) -> Iterator[Wish]:
    if not booking.is_followed:
        for code in found:
            yield Remove(lock_id, booking.key, code.access_code_id)
        return
    if not found:
        if lock_id not in booking.made_on and booking.window.ends_at > now:
            yield Make(lock_id, booking.key)
        return
    for code in found:
        window = None if is_window_by_hand(booking, code) else booking.window
        name = None if _is_name_by_hand(booking, code) else booking.name
        if window == code.window:
            window = None
        if name == code.name:
            name = None
        if window is not None or name is not None:
            yield Change(lock_id, booking.key, code.access_code_id, window, name)


def with_made(
    ledger: Ledger, codes: CodesByLock, lock_ids: Sequence[str] = ()
) -> Ledger:
    """Return the ledger with the locks on which each booking has a code, and without windows that none has any more.

    ``lock_ids`` are the chosen locks: until each has its code, the PIN is kept for those to come.
    """
    bookings = dict(ledger.bookings)
    for key, booking in ledger.bookings.items():
        after = _with_made(booking, codes, lock_ids)
        if after != booking:
            bookings[key] = after
    return replace(ledger, bookings=bookings) if bookings != ledger.bookings else ledger


def _with_made(
    booking: Booking, codes: CodesByLock, lock_ids: Sequence[str]
) -> Booking:
    if not booking.is_followed:
        return _with_rest(booking, codes)
    having = {lock_id for lock_id, on_lock in codes.items() if on_lock.get(booking.key)}
    removed = {
        lock_id
        for lock_id in booking.made_on
        if lock_id in codes and lock_id not in having
    }
    after = replace(
        with_sent_codes(booking, codes),
        made_on=booking.made_on | having,
        removed_on=(booking.removed_on | removed) - having,
    )
    if having and having >= booking.made_on - removed:
        # Every code of it is in sight, so a former window is needed only while a code has it.
        found = [code for lock in having for code in codes[lock][booking.key]]
        windows = [each.window for each in found]
        is_as_adopted = after.adopted_window in windows
        after = replace(
            after,
            pin=None,
            former_windows=_still(after.former_windows, windows),
            adopted_window=after.adopted_window if is_as_adopted else None,
            former_names=_still(after.former_names, [each.name for each in found]),
        )
    if not after.made_on.issuperset(lock_ids):
        after = replace(after, pin=_common_pin(booking, codes))
    return after


# contract 16.66
def _common_pin(booking: Booking, codes: CodesByLock) -> Pin | None:
    """Return the PIN for codes to come: that in the ledger, unless all codes in sight were given another."""
    found = known_pins(replace(booking, pin=None), codes)
    return booking.pin if booking.pin in found else next(iter(found), booking.pin)


# contract 16.66
def _with_rest(booking: Booking, codes: CodesByLock) -> Booking:
    """Return a booking that has left, with the locks that still have its code.

    A lock that was not loaded when it went tells its PIN now, before the code is deleted.
    """
    is_gone = booking.state is BookingState.GONE
    having = {
        lock_id
        for lock_id in booking.made_on
        if lock_id not in codes or codes[lock_id].get(booking.key)
    }
    return replace(
        booking,
        made_on=booking.removed_on | having,
        pin=pin_of(booking, codes) if is_gone else booking.pin,
    )


def _still[T](former: tuple[T, ...], present: Sequence[T | None]) -> tuple[T, ...]:
    return tuple(each for each in former if each in present)
