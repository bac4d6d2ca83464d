"""Random stories of a feed, a person and Home Assistant: what is left are the codes that feed and person want."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
import json

from hypothesis import given, strategies as st
import pytest

from custom_components.access_codes.core.bookings.booking_pins import known_pins
from custom_components.access_codes.core.bookings.ledger_json import (
    ledger_from_json,
    ledger_to_json,
)
from custom_components.access_codes.core.bookings.matching import (
    Read,
    follow,
    is_suspect,
    lists_several,
    without_old,
)
from custom_components.access_codes.core.bookings.model import (
    CodesByLock,
    FeedEvent,
    Ledger,
    Stay,
    Terms,
)
from custom_components.access_codes.core.bookings.stays import stays_of
from custom_components.access_codes.core.bookings.wishes import (
    Change,
    Make,
    Remove,
    wishes,
    with_made,
)
from custom_components.access_codes.core.model import AccessCode, Pin, Window
from tests.support.model_profile import budget

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LOCKS = ("street", "flat")
TERMS = Terms(zone=UTC, check_in=time(15), check_out=time(11))
READS = {"read", "old_copy", "empty", "failing"}


@dataclass
class Guest:
    """A guest, as host and person know them."""

    number: int
    first: date
    last: date
    is_listed: bool = True
    is_cancelled: bool = False
    was_moved: bool = False
    has_left: bool = False
    """A read lacked them before their stay began, or called them off."""
    returned_late: bool = False
    pin: str | None = None
    gone_at: datetime | None = None
    is_followed: bool = False
    window: Window | None = None
    hand_window: dict[str, Window] = field(default_factory=dict)
    hand_pin: dict[str, str] = field(default_factory=dict)
    hand_name: dict[str, str] = field(default_factory=dict)
    removed_on: set[str] = field(default_factory=set)
    kept_on: dict[str, str] = field(default_factory=dict)
    """PINs on locks that were not loaded when they left: one who returns keeps those."""
    was_repinned: bool = False

    @property
    def stay(self) -> Window:
        """The window of the stay."""
        return Window(
            datetime.combine(self.first, time(15), UTC),
            datetime.combine(self.last, time(11), UTC),
        )

    def forget_hand(self, locks: set[str]) -> None:
        """Forget what a person changed of the codes on these locks, which are deleted."""
        for by_lock in (self.hand_window, self.hand_name):
            for lock in locks:
                by_lock.pop(lock, None)


class House:
    """Locks, a ledger, a feed and a person."""

    def __init__(self, has_changing_ids: bool) -> None:
        """Start empty."""
        self.has_changing_ids = has_changing_ids
        self.now = START
        self.guests: list[Guest] = []
        self.ledger = Ledger()
        self.disk = self._written()
        self.codes: dict[str, dict[str, AccessCode]] = {lock: {} for lock in LOCKS}
        self.loaded = set(LOCKS)
        self.numbers = count(1)
        self.old_copy: list[FeedEvent] | None = None
        self.guest_of: dict[str, int] = {}
        self.crash_after: int | None = None

    def _written(self) -> str:
        return json.dumps(ledger_to_json(self.ledger))

    def feed(self) -> list[FeedEvent]:
        """Return the feed as it is."""
        return [
            FeedEvent(
                f"{guest.number}-{next(self.numbers)}"
                if self.has_changing_ids
                else str(guest.number),
                None,
                f"Guest {guest.number}" if self.has_changing_ids else "Reserved",
                guest.first,
                guest.last,
                f"https://example.com/{guest.number}",
                guest.is_cancelled,
            )
            for guest in self.guests
            if guest.is_listed
        ]

    def _with_other_ids(self, events: list[FeedEvent]) -> list[FeedEvent]:
        """Return the events as a feed with other ids at each read has them the next time."""
        if not self.has_changing_ids:
            return events
        return [replace(each, uid=f"{next(self.numbers)}") for each in events]

    def seen(self) -> CodesByLock:
        """Return the codes of the locks that are loaded, by key."""
        return self._codes_on(self.loaded)

    def unseen(self) -> CodesByLock:
        """Return the codes of the locks that are not loaded, by key."""
        return self._codes_on(set(LOCKS) - self.loaded)

    def _codes_on(self, locks: set[str]) -> CodesByLock:
        found: dict[str, dict[str, list[AccessCode]]] = {}
        for lock in sorted(locks):
            found[lock] = {}
            for code in self.codes[lock].values():
                found[lock].setdefault(str(code.common_code_key), []).append(code)
        return found

    def guest(self, event: FeedEvent) -> Guest:
        """Return the guest of an event."""
        number = event.description.rsplit("/", 1)[-1]
        return next(each for each in self.guests if str(each.number) == number)

    def read(self, events: list[FeedEvent]) -> None:
        """Read the feed, and do what follows."""
        stays, _ = stays_of(events, TERMS)
        is_outage = is_suspect(self.ledger, events, stays, self.now)
        assert is_outage is self._looks_like_an_outage(events)
        if is_outage:
            return
        self._expect(events)
        self.ledger = with_made(self.ledger, self.seen(), LOCKS)
        followed = follow(
            self.ledger,
            Read(
                stays=stays,
                now=self.now,
                until=self.now + 400 * DAY,
                horizon=self.now + 60 * DAY,
                codes=self.seen(),
                lists_several=lists_several(events, self.now),
            ),
            lambda: f"key-{next(self.numbers)}",
        )
        self.ledger = without_old(followed.ledger, self.now)
        self._note(followed.stays)
        self.disk = self._written()
        self.reconcile()

    def _note(self, stays: dict[str, Stay]) -> None:
        for key, stay in stays.items():
            number = int(stay.description.rsplit("/", 1)[-1])
            assert self.guest_of.setdefault(key, number) == number

    def _looks_like_an_outage(self, events: list[FeedEvent]) -> bool:
        """Work out, from outside, whether nothing is listed although guests are to come that nobody has called off."""
        called_off = {self.guest(event).number for event in events}
        ahead = [
            guest
            for guest in self.guests
            if guest.is_followed
            and guest.window is not None
            and guest.window.ends_at > self.now
            and guest.number not in called_off
        ]
        is_nothing_listed = all(event.is_cancelled for event in events)
        return is_nothing_listed and len(ahead) >= (1 if self.ledger.had_several else 2)

    def _expect(self, events: list[FeedEvent]) -> None:
        """Work out, from outside, who has left."""
        listed = {
            self.guest(event).number: event
            for event in events
            if not event.is_cancelled
        }
        for guest in self.guests:
            event = listed.get(guest.number)
            guest.was_moved = False
            if event is not None:
                stay = replace_days(guest, event).stay
                if stay.ends_at <= self.now and not guest.is_followed:
                    continue
                if guest.gone_at is not None and self.now - guest.gone_at >= 2 * DAY:
                    guest.pin = None
                if self.has_changing_ids and guest.has_left and stay != guest.window:
                    # Neither an id nor days say who that is: it is a new booking.
                    guest.pin = None
                    guest.forget_hand(set(LOCKS))
                    guest.removed_on.clear()
                    guest.kept_on.clear()
                guest.is_followed, guest.gone_at = True, None
                guest.has_left = False
                guest.window = stay
            elif guest.is_followed and guest.window is not None:
                is_called_off = any(
                    self.guest(event) is guest and event.is_cancelled
                    for event in events
                )
                is_open = any(
                    window.contains(self.now)
                    for lock, window in guest.hand_window.items()
                    if lock in self.loaded and lock not in guest.removed_on
                )
                is_ahead = guest.window.starts_at > self.now and not is_open
                if is_called_off or is_ahead:
                    guest.is_followed = False
                    guest.has_left = True
                    guest.gone_at = self.now
                    self._note_kept(guest)
                    guest.forget_hand(self.loaded)
                    if guest.hand_pin:
                        # The guest was told the PIN of one of the locks.
                        guest.pin, guest.hand_pin = None, {}
                    if is_called_off:
                        guest.pin = None
            elif any(
                self.guest(each) is guest and each.is_cancelled for each in events
            ):
                guest.pin = None

    def _note_kept(self, guest: Guest) -> None:
        for lock in set(LOCKS) - self.loaded:
            for code in self._codes_of(guest, lock):
                assert code.pin is not None
                guest.kept_on[lock] = code.pin.reveal()

    def reconcile(self) -> None:
        """Do what is wanted, as far as no crash comes between."""
        done = 0
        self.ledger = with_made(self.ledger, self.seen(), LOCKS)
        while due := list(wishes(self.ledger, LOCKS, self.seen(), self.now)):
            for wish in due:
                if self.crash_after is not None and done >= self.crash_after:
                    self.crash_after = None
                    self.restart()
                    return
                self._do(wish)
                done += 1
            self.ledger = with_made(self.ledger, self.seen(), LOCKS)
        self.ledger = with_made(self.ledger, self.seen(), LOCKS)
        self.disk = self._written()

    def _do(self, wish: Make | Change | Remove) -> None:
        codes = self.codes[wish.lock_id]
        booking = self.ledger.bookings[wish.key]
        match wish:
            case Make():
                assert not any(
                    code.common_code_key == wish.key for code in codes.values()
                ), "programmed twice"
                known = known_pins(booking, self.seen(), self.unseen())
                pin = known[0] if known else Pin(f"{next(self.numbers):06}")
                guest = self.guests[self.guest_of[wish.key]]
                if guest.pin is None:
                    guest.pin = pin.reveal()
                code_id = f"{next(self.numbers)}"
                codes[code_id] = AccessCode(
                    access_code_id=code_id,
                    name=booking.name,
                    pin=pin,
                    window=booking.window,
                    created_at=self.now,
                    changed_at=self.now,
                    common_code_key=wish.key,
                )
            case Change():
                code = codes[wish.access_code_id]
                codes[wish.access_code_id] = replace(
                    code,
                    window=wish.window or code.window,
                    name=wish.name or code.name,
                )
            case Remove():
                del codes[wish.access_code_id]

    def restart(self) -> None:
        """Start anew from the disk."""
        self.ledger = ledger_from_json(json.loads(self.disk))
        self.ledger = with_made(self.ledger, self.seen(), LOCKS)
        self.reconcile()

    def _load(self) -> None:
        self.loaded = set(LOCKS)
        for guest in self.guests:
            if guest.has_left:
                # What was kept on a lock that was not loaded is deleted now.
                guest.forget_hand(self.loaded)
                guest.kept_on = {}
        self.reconcile()

    def act(self, step: tuple[str, int, int]) -> None:
        """Take one step of the story."""
        kind, which, amount = step
        if kind == "book" and len(self.guests) < 5:
            first = (self.now + amount * DAY).date()
            last = first + (1 + which) * DAY
            self.guests.append(Guest(len(self.guests), first, last))
        elif kind in READS:
            self._read_as(kind)
        elif kind == "wait":
            self.now += timedelta(hours=4 * amount)
        elif kind == "restart":
            self.restart()
        elif kind == "crash":
            self.crash_after = amount
        elif kind == "unload":
            self.loaded.discard(LOCKS[which % 2])
        elif kind == "load":
            self._load()
        elif self.guests:
            self._act_on(kind, self.guests[which % len(self.guests)], amount)

    def _read_as(self, kind: str) -> None:
        if kind == "read":
            self.old_copy = self.feed()
            self.read(self.old_copy)
        elif kind == "old_copy" and self.old_copy is not None:
            self.read(self._with_other_ids(self.old_copy))
        elif kind == "empty":
            self.read([])

    def _act_on(self, kind: str, guest: Guest, amount: int) -> None:
        if kind == "cancel":
            guest.is_listed = False
        elif kind == "call_off":
            guest.is_cancelled = True
        elif kind == "return":
            guest.is_listed, guest.is_cancelled = True, False
        elif kind == "move":
            if not guest.was_moved:
                guest.was_moved = True
                if not self.has_changing_ids:
                    guest.first += amount * DAY
                guest.last += amount * DAY
        elif kind in ("rename", "rewindow", "repin", "remove"):
            self._by_hand(kind, guest, amount)

    def _by_hand(self, kind: str, guest: Guest, amount: int) -> None:
        lock = LOCKS[amount % 2]
        if lock not in self.loaded or not guest.is_followed:
            return
        for code in self._codes_of(guest, lock):
            codes, code_id = self.codes[lock], code.access_code_id
            if kind == "rename":
                codes[code_id] = replace(code, name="By hand")
                guest.hand_name[lock] = "By hand"
            elif kind == "rewindow" and code.window is not None:
                starts_at = code.window.starts_at - timedelta(minutes=7)
                window = Window(starts_at, code.window.ends_at)
                codes[code_id] = replace(code, window=window)
                guest.hand_window[lock] = window
            elif kind == "repin":
                pin = f"9{next(self.numbers):06}"
                codes[code_id] = replace(code, pin=Pin(pin))
                guest.hand_pin[lock] = pin
                guest.was_repinned = True
            elif kind == "remove":
                del codes[code_id]
                guest.removed_on.add(lock)
        self.reconcile()

    def _codes_of(self, guest: Guest, lock: str) -> list[AccessCode]:
        return [
            code
            for code in self.codes[lock].values()
            if self.guest_of[str(code.common_code_key)] == guest.number
        ]

    def check(self) -> None:
        """Compare the codes with what is wanted."""
        self.crash_after = None
        self._load()
        # Where this read counts as an outage, what is wanted is as before.
        self.read(self.feed())
        for guest in self.guests:
            for lock in LOCKS:
                self._check_codes(guest, lock)
            codes = [code for lock in LOCKS for code in self._codes_of(guest, lock)]
            is_one = len({code.pin for code in codes}) <= 1
            assert is_one or guest.was_repinned, "a PIN for each lock"

    def _check_codes(self, guest: Guest, lock: str) -> None:
        codes = self._codes_of(guest, lock)
        if guest.has_left or lock in guest.removed_on:
            assert codes == [], "not removed"
            return
        if not guest.is_followed or guest.window is None:
            return
        if not codes and guest.window.ends_at <= self.now:
            return
        assert len(codes) == 1, "removed, or twice"
        [code] = codes
        assert code.window == guest.hand_window.get(lock, guest.window)
        assert code.name == guest.hand_name.get(lock, code.name)
        assert code.pin is not None
        if not guest.hand_pin:
            told = {guest.pin, guest.kept_on.get(lock)}
            assert code.pin.reveal() in told, "the guest was told another PIN"
        elif lock in guest.hand_pin:
            assert code.pin.reveal() == guest.hand_pin[lock]


def replace_days(guest: Guest, event: FeedEvent) -> Guest:
    """Return a guest with the days of an event."""
    first, last = event.starts, event.ends
    return Guest(guest.number, first, last)


KINDS = (
    *("book", "read", "read", "wait", "move", "cancel", "call_off", "return"),
    *("old_copy", "empty", "failing", "restart", "crash", "unload", "load"),
    *("rename", "rewindow", "repin", "remove"),
)


def stories() -> st.SearchStrategy[list[tuple[str, int, int]]]:
    """Return stories that begin with a few guests."""
    steps = st.tuples(st.sampled_from(KINDS), st.integers(0, 4), st.integers(0, 5))
    beginning = [("book", 1, 1), ("read", 0, 0), ("book", 2, 3), ("read", 0, 0)]
    return st.lists(steps, max_size=40).map(lambda story: beginning + story)


@pytest.mark.contract("16.21", "16.22", "16.23", "16.24", "16.25", "16.26")
@pytest.mark.contract("16.28", "16.29", "16.30", "16.31", "16.66")
@budget(1000)
@given(stories(), st.booleans())
def test_any_story_ends_with_the_codes_that_feed_and_person_want(
    story: list[tuple[str, int, int]], has_changing_ids: bool
) -> None:
    house = House(has_changing_ids)
    for step in story:
        house.act(step)
    house.check()
