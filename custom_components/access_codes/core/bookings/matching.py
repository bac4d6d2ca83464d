"""Match the stays of a feed to the bookings that are known. A pure function of both, so that a restart changes nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from .adopting import Unclaimed, adopted_keys, common_window, first_use
from .booking_pins import pin_of
from .model import (
    Booking,
    BookingState,
    CodesByLock,
    FeedEvent,
    Happening,
    HappeningKind,
    Ledger,
    Stay,
)
from .pairing import pairs_of

RETURN_WITHIN = timedelta(days=2)
"""A booking that is gone keeps its PIN so long: a feed may have served an old copy."""

KEPT_AFTER_END = timedelta(days=7)

_ENDED_FOR = timedelta(days=1)

SEVERAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A read of the calendar that did not fail."""

    stays: Sequence[Stay]
    now: datetime
    until: datetime
    """Events that start later were not asked for."""
    horizon: datetime
    """Stays that start later are no bookings yet."""
    codes: CodesByLock = field(default_factory=dict)
    unclaimed: Unclaimed = field(default_factory=Unclaimed)
    """Codes that have lost their booking, on the locks of this calendar."""
    lists_several: bool = False
    """It lists two events or more that are not over and not cancelled, guests or not."""


@dataclass(frozen=True, slots=True)
class Followed:
    """The ledger after a read, the changes of its bookings, and the stay of each that the feed lists."""

    ledger: Ledger
    happenings: tuple[Happening, ...]
    stays: dict[str, Stay]


# contract 16.30
def is_suspect(
    ledger: Ledger, events: Sequence[FeedEvent], stays: Sequence[Stay], now: datetime
) -> bool:
    """Return whether a read without any event is more likely a failure than the end of all bookings.

    So it is where a booking is ahead, and two are or the last good read listed several events: blocked days count, too.
    Cancelled events do not: they may come from another search than those that the calendar lists.
    """
    if any(not event.is_cancelled for event in events):
        return False
    called_off = _called_off(ledger, stays, now)
    ahead = (
        booking
        for booking in ledger.bookings.values()
        if booking.is_followed
        and booking.window.ends_at > now
        and booking.key not in called_off
    )
    return sum(1 for _ in ahead) >= (1 if ledger.had_several else SEVERAL)


# contract 16.30
def _called_off(ledger: Ledger, stays: Sequence[Stay], now: datetime) -> set[str]:
    """Return the keys of the bookings that cancelled stays are known to be: by id, where the feed keeps ids."""
    cancelled = [stay for stay in stays if stay.is_cancelled]
    if ledger.has_changing_ids:
        return set(pairs_of(ledger, cancelled, now)[0].values())
    ids = {(stay.uid, stay.occurrence) for stay in cancelled if stay.uid is not None}
    return {
        booking.key
        for booking in ledger.bookings.values()
        if (booking.uid, booking.occurrence) in ids
    }


# contract 16.30
def lists_several(events: Sequence[FeedEvent], now: datetime) -> bool:
    """Return whether several of these events are not over, to the day, and not cancelled."""
    today = now.date()
    ahead = (
        event
        for event in events
        if not event.is_cancelled
        and (event.ends.date() if isinstance(event.ends, datetime) else event.ends)
        >= today
    )
    return sum(1 for _ in ahead) >= SEVERAL


# contract 16.21
def follow(ledger: Ledger, read: Read, new_key: Callable[[], str]) -> Followed:
    """Return the ledger after a read that did not fail."""
    pairs, has_changing_ids = pairs_of(ledger, read.stays, read.now)
    stays = {key: read.stays[number] for number, key in pairs.items()}
    bookings: dict[str, Booking] = {}
    happenings: list[Happening] = []
    for key, booking in ledger.bookings.items():
        stay = stays.get(key)
        if stay is None:
            after = _without_stay(booking, read)
        elif stay.is_cancelled:
            after = left(booking, read.codes, BookingState.CANCELLED, read.now)
        else:
            after = _with_stay(booking, stay)
        happenings += _happenings(booking, after)
        if (kept := _kept(after, read.now)) is not None:
            bookings[key] = kept
    adopted = adopted_keys(read.stays, read.unclaimed)
    for number, stay in enumerate(read.stays):
        if number in pairs or not _is_to_be_followed(stay, read):
            continue
        if number in adopted:
            booking = _adopting(adopted[number], stay, read)
        else:
            booking = _new_booking(new_key(), stay)
        bookings[booking.key] = booking
        stays[booking.key] = stay
        happenings.append(Happening(HappeningKind.CREATED, booking.key))
    return Followed(
        Ledger(bookings, has_changing_ids, read.lists_several),
        tuple(happenings),
        {key: stay for key, stay in stays.items() if not stay.is_cancelled},
    )


# contract 16.63
def _is_to_be_followed(stay: Stay, read: Read) -> bool:
    return (
        not stay.is_cancelled
        and stay.window.ends_at > read.now
        and stay.window.starts_at <= read.horizon
    )


def _fields_of(stay: Stay) -> dict[str, Any]:
    """Return the fields of a booking that are those of its stay."""
    return {
        "uid": stay.uid,
        "occurrence": stay.occurrence,
        "summary": stay.summary,
        "days": stay.days,
        "window": stay.window,
        "name": stay.name,
        "details": stay.details,
    }


def _new_booking(key: str, stay: Stay) -> Booking:
    return Booking(key=key, **_fields_of(stay))


# contract 16.72, 16.74, 16.75
def _adopting(key: str, stay: Stay, read: Read) -> Booking:
    """Return the booking of a stay whose codes there are already. A guest who has used them is here."""
    codes = read.unclaimed.codes[key]
    return replace(
        _new_booking(key, stay),
        checked_in_at=first_use(codes),
        adopted_window=common_window(codes),
    )


# contract 16.22, 16.75
def _with_stay(booking: Booking, stay: Stay) -> Booking:
    """Return the booking with the times and the name of its stay; one that had gone is wanted again."""
    former, adopted = booking.former_windows, booking.adopted_window
    if adopted is not None and stay.window != booking.window:
        # Codes that it took up follow from now on.
        former, adopted = _with_former(former, adopted, stay.window), None
    return replace(
        booking,
        **_fields_of(stay),
        state=BookingState.FOLLOWED,
        is_missing=False,
        missing_since=None,
        is_kept=False,
        left_at=None,
        former_windows=_with_former(former, booking.window, stay.window),
        adopted_window=adopted,
        former_names=_with_former(booking.former_names, booking.name, stay.name),
    )


def _with_former[T](former: tuple[T, ...], before: T, after: T) -> tuple[T, ...]:
    if before == after or before in former:
        return former
    return (*former, before)


# contract 16.24, 16.25
def _without_stay(booking: Booking, read: Read) -> Booking:
    """Return a booking that the feed does not list: gone before its start, kept while it runs."""
    is_out_of_read = booking.window.starts_at > read.until - _ENDED_FOR
    has_ended = booking.window.ends_at <= read.now
    if not booking.is_followed or is_out_of_read or has_ended:
        return booking
    if booking.window.starts_at <= read.now or _opens_now(booking, read):
        since = booking.missing_since or read.now
        return replace(booking, is_missing=True, missing_since=since)
    return left(booking, read.codes, BookingState.GONE, read.now)


def _opens_now(booking: Booking, read: Read) -> bool:
    """Return whether a person has had its guest let in already."""
    return any(
        code.window is None or code.window.contains(read.now)
        for codes in read.codes.values()
        for code in codes.get(booking.key, ())
    )


# contract 16.23, 16.26
def left(
    booking: Booking, codes: CodesByLock, state: BookingState, now: datetime
) -> Booking:
    """Return a booking that has gone, or was cancelled.

    Where it got a code stays known until that is deleted (`with_made`).
    """
    if booking.state is state or booking.state is BookingState.CANCELLED:
        return booking
    return replace(
        booking,
        state=state,
        is_missing=False,
        missing_since=None,
        is_kept=False,
        left_at=now,
        pin=pin_of(booking, codes) if state is BookingState.GONE else None,
    )


# contract 16.27
def _kept(booking: Booking, now: datetime) -> Booking | None:
    """Return a booking without a PIN that nobody may ask for any more; None once it is over for long.

    One that has left is kept as well: a lock that is not loaded may still have its code.
    """
    if booking.window.ends_at + KEPT_AFTER_END <= now:
        return None
    is_too_late = booking.window.ends_at <= now or (
        booking.left_at is not None and booking.left_at + RETURN_WITHIN <= now
    )
    return replace(booking, pin=None) if is_too_late else booking


def without_old(ledger: Ledger, now: datetime) -> Ledger:
    """Return the ledger without bookings that are over for long, and without PINs that are not needed any more."""
    bookings = {
        key: kept
        for key, booking in ledger.bookings.items()
        if (kept := _kept(booking, now)) is not None
    }
    return ledger if bookings == ledger.bookings else replace(ledger, bookings=bookings)


# contract 16.43
def lasting(ledger: Ledger) -> Ledger:
    """Return a ledger without ids that are others at each read, which need no write."""
    if not ledger.has_changing_ids:
        return ledger
    bookings = {
        key: replace(booking, uid=None, details="")
        for key, booking in ledger.bookings.items()
    }
    return replace(ledger, bookings=bookings)


def _happenings(before: Booking, after: Booking) -> Iterator[Happening]:
    if before.is_followed and not after.is_followed:
        yield Happening(HappeningKind.CANCELLED, after.key)
    elif after.is_followed and not before.is_followed:
        yield Happening(HappeningKind.CREATED, after.key)
    elif (before.window, before.name) != (after.window, after.name):
        yield Happening(HappeningKind.CHANGED, after.key)
