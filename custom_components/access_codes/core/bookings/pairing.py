"""Pair the stays of a feed with the bookings that are known."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from .model import Booking, BookingState, Ledger, Stay


# contract 16.21
def pairs_of(
    ledger: Ledger, stays: Sequence[Stay], now: datetime
) -> tuple[dict[int, str], bool]:
    """Return the key of the booking of each stay that has one, by its number, and whether the feed gives new ids at each read."""
    pairing = _Pairing(ledger, stays, now)
    pairing.by_id()
    has_changing_ids = ledger.has_changing_ids or pairing.is_without_known_id()
    pairing.by_dates(is_any_id=has_changing_ids)
    if has_changing_ids:
        # A feed of one booking whose id and description are new is one of another guest.
        has_changing_ids = ledger.has_changing_ids or pairing.is_pair_of_dates
    pairing.by_start_or_end(is_any_id=has_changing_ids)
    return pairing.keys, has_changing_ids


class _Pairing:
    """Pairs of stays and bookings, found one way after the other."""

    def __init__(self, ledger: Ledger, stays: Sequence[Stay], now: datetime) -> None:
        """Start without a pair. A booking that is followed is found before one that has left."""
        self._stays = stays
        self._ledger = ledger
        self._now = now
        self.keys: dict[int, str] = {}
        self._free = {
            booking.key: booking
            for booking in sorted(
                ledger.bookings.values(), key=lambda booking: not booking.is_followed
            )
        }
        self.is_pair_of_dates = False

    def _unpaired(self) -> Iterable[tuple[int, Stay]]:
        return [
            (number, stay)
            for number, stay in enumerate(self._stays)
            if number not in self.keys
        ]

    def _pair(self, number: int, booking: Booking) -> None:
        self.keys[number] = booking.key
        del self._free[booking.key]

    def by_id(self) -> None:
        """Pair stays and bookings with one id."""
        by_id: dict[tuple[str, str], Booking] = {}
        for booking in self._free.values():
            if booking.uid is not None:
                by_id.setdefault((booking.uid, booking.occurrence), booking)
        for number, stay in self._unpaired():
            identity = (stay.uid or "", stay.occurrence)
            if identity in by_id:
                self._pair(number, by_id.pop(identity))

    def is_without_known_id(self) -> bool:
        """Return whether no booking that the feed ought to list was found by its id."""
        ahead = [
            booking
            for booking in self._ledger.bookings.values()
            if booking.is_followed
            and booking.uid is not None
            and booking.window.ends_at > self._now
        ]
        return bool(ahead) and not any(
            booking.key in self.keys.values() for booking in ahead
        )

    def by_dates(self, *, is_any_id: bool) -> None:
        """Pair stays and bookings with the same dates and summary, unless their ids say that they are two."""
        by_dates: dict[tuple[str, str], list[Booking]] = {}
        for booking in self._free.values():
            by_dates.setdefault((booking.days, booking.summary), []).append(booking)
        candidates = [
            (_unlikeness(stay, booking), number, position, stay, booking)
            for number, stay in self._unpaired()
            for position, booking in enumerate(
                by_dates.get((stay.days, stay.summary), ())
            )
            if is_any_id or _may_be_one_id(booking.uid, stay.uid)
        ]
        candidates.sort(key=lambda each: each[:3])
        numbers, keys = set[int](), set[str]()
        found: list[tuple[int, Stay, Booking]] = []
        for _, number, _, stay, booking in candidates:
            if number not in numbers and booking.key not in keys:
                numbers.add(number)
                keys.add(booking.key)
                found.append((number, stay, booking))
        for number, stay, booking in found:
            is_other_id = not _may_be_one_id(booking.uid, stay.uid)
            if is_other_id and not self._is_sure(len(found), booking, stay):
                continue
            self.is_pair_of_dates = self.is_pair_of_dates or is_other_id
            self._pair(number, booking)

    def _is_sure(self, count: int, booking: Booking, stay: Stay) -> bool:
        """Return whether a booking and a stay with different ids are one, rather than two guests on the same days."""
        return (
            self._ledger.has_changing_ids
            or count > 1
            or booking.details == stay.details
        )

    def by_start_or_end(self, *, is_any_id: bool) -> None:
        """Pair stays and bookings with one summary and one of both days, where there is only one such pair.

        That is a booking of a feed without lasting ids that was made longer or shorter.
        """
        candidates = [
            (number, booking)
            for number, stay in self._unpaired()
            for booking in self._free.values()
            if booking.is_followed
            and booking.summary == stay.summary
            and _has_common_day(booking, stay)
            and (is_any_id or (booking.uid is None and stay.uid is None))
        ]
        numbers = Counter(number for number, _ in candidates)
        keys = Counter(booking.key for _, booking in candidates)
        for number, booking in candidates:
            if numbers[number] == 1 and keys[booking.key] == 1:
                self._pair(number, booking)


def _unlikeness(stay: Stay, booking: Booking) -> tuple[bool, bool, bool]:
    """Return how unlikely it is that a stay is the booking of its days, the least unlikely first.

    The description tells most. A cancelled stay is rather one that was cancelled before, and takes a guest's booking only
    where no other stay does.
    """
    return (
        booking.details != stay.details,
        (booking.state is BookingState.CANCELLED) is not stay.is_cancelled,
        stay.is_cancelled,
    )


def _may_be_one_id(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _has_common_day(booking: Booking, stay: Stay) -> bool:
    first, last = booking.days.split("/", maxsplit=1)
    return stay.days.startswith(f"{first}/") or stay.days.endswith(f"/{last}")
