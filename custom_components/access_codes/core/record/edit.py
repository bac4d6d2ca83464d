"""Edit a record: the one way to change its codes, placements and outbox."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields
from datetime import datetime
from functools import wraps
from operator import attrgetter
from typing import Concatenate

from ..model import (
    EMPTY,
    AccessCode,
    Event,
    EventType,
    LockCapabilities,
    LockRecord,
    Placement,
    Progress,
    Readability,
    World,
)
from ..model.copies import replace
from .events import event_of
from .timeline import with_events

_NAMES = tuple(field.name for field in fields(AccessCode))
assert _NAMES[-1] == "progress"

_all_but_progress = attrgetter(*_NAMES[:-1])

_make: Callable[..., AccessCode] = AccessCode

MOST_EVENTS = 10_000
"""Limit of the outbox: it grows until Home Assistant has started."""

_NO_CAPABILITIES = LockCapabilities()

_BY_PEOPLE = frozenset(
    {
        EventType.CREATED,
        EventType.CHANGED,
        EventType.DELETED,
        EventType.UNMANAGED_CONVERTED,
    }
)
"""Types of events that tell who has asked for them."""

_asker: ContextVar[str | None] = ContextVar("access_codes_asker", default=None)


@contextmanager
def asked_by(user_id: str | None) -> Iterator[None]:
    """Name a user in the events of the requests that are applied meanwhile; None: no user asks."""
    token = _asker.set(user_id)
    try:
        yield
    finally:
        _asker.reset(token)


def with_progress(code: AccessCode, progress: Progress) -> AccessCode:
    """Return the code with another progress: ``replace`` in a third of the time."""
    return _make(*_all_but_progress(code), progress)


class RecordEdit:
    """Working copy of a record: the one way to change codes, placements and the outbox.

    Copies only what changes; without a change ``result`` is the record itself.
    """

    __slots__ = (
        "_by_owner",
        "_codes_copied",
        "_events",
        "_placements_copied",
        "_record",
        "codes",
        "placements",
    )

    def __init__(
        self, record: LockRecord, by_owner: dict[str, Placement] | None = None
    ) -> None:
        """Start from a record; ``by_owner``: its placements by owner, if known."""
        self._record = record
        self.codes = record.codes
        self.placements = record.placements
        self._codes_copied = False
        self._placements_copied = False
        self._events: list[Event] = []
        self._by_owner = None if by_owner is None else dict(by_owner)

    @property
    def record(self) -> LockRecord:
        """The fields other than codes, placements and outbox, as set so far."""
        return self._record

    def set_record(self, record: LockRecord) -> None:
        """Replace the fields other than codes, placements and outbox."""
        self._record = record

    @property
    def readability(self) -> Readability:
        """The readability of the lock's slots."""
        return (self._record.capabilities or _NO_CAPABILITIES).reads

    @property
    def can_be_read(self) -> bool:
        """Return whether reads of the lock have an answer."""
        return self.readability is not Readability.NOTHING

    @property
    def by_owner(self) -> dict[str, Placement]:
        """The placements by the ids of their codes."""
        if self._by_owner is None:
            self._by_owner = {
                placement.owner: placement for placement in self.placements.values()
            }
        return self._by_owner

    def put_code(self, code: AccessCode) -> None:
        """Put a code."""
        self._copy_codes()
        self.codes[code.access_code_id] = code

    def drop_code(self, access_code_id: str) -> None:
        """Drop a code."""
        self._copy_codes()
        del self.codes[access_code_id]

    def put_placement(self, placement: Placement) -> None:
        """Put the journal of a slot."""
        self._copy_placements()
        self.placements[placement.slot] = placement
        if self._by_owner is not None:
            self._by_owner[placement.owner] = placement

    def drop_placement(self, placement: Placement) -> None:
        """Drop the journal of a slot, which is then not ours. A clear of it that may still be carried out is noted."""
        if EMPTY in placement.late and placement.late_until is not None:
            until = {**self._record.late_clears, placement.slot: placement.late_until}
            self._record = replace(self._record, late_clears=until)
        self._copy_placements()
        del self.placements[placement.slot]
        if self._by_owner is not None:
            self._by_owner.pop(placement.owner, None)

    def rekey(self, placement: Placement, slot: str) -> Placement:
        """Put the journal of a slot under another key."""
        self.drop_placement(placement)
        moved = replace(placement, slot=slot)
        self.put_placement(moved)
        return moved

    def hand_over(self, placement: Placement, owner: str) -> Placement:
        """Give a slot, with its content, to another code."""
        if self._by_owner is not None:
            self._by_owner.pop(placement.owner, None)
        moved = replace(placement, owner=owner)
        self.put_placement(moved)
        return moved

    def emit(
        self,
        event_type: EventType,
        at: datetime,
        code: AccessCode | None = None,
        **details: str | bool | None,
    ) -> None:
        """Put an event into the outbox."""
        # contract 10.22
        if code is not None and code.is_backup:
            details["is_backup"] = True
        # contract 11.89
        if event_type in _BY_PEOPLE and (user_id := _asker.get()) is not None:
            details["user_id"] = user_id
        number = self._record.event_count + len(self._events) + 1
        self._events.append(
            event_of(
                self._record.lock_id, number, event_type, at, code=code, details=details
            )
        )

    # contract 11.20
    def result(self) -> LockRecord:
        """Return the edited record. Beyond the limit of the outbox, its oldest events are dropped."""
        if not (self._codes_copied or self._placements_copied or self._events):
            return self._record
        timeline = self._record.timeline
        if self._events or self._codes_copied:
            timeline = with_events(timeline, self._events, self.codes)
        return replace(
            self._record,
            timeline=timeline,
            codes=self.codes,
            placements=self.placements,
            outbox=(*self._record.outbox, *self._events)[-MOST_EVENTS:],
            event_count=self._record.event_count + len(self._events),
        )

    def _copy_codes(self) -> None:
        if not self._codes_copied:
            self.codes = dict(self.codes)
            self._codes_copied = True

    def _copy_placements(self) -> None:
        if not self._placements_copied:
            self.placements = dict(self.placements)
            self._placements_copied = True


def request[**P, T](
    change: Callable[Concatenate[RecordEdit, World, P], T],
) -> Callable[Concatenate[LockRecord, World, P], tuple[LockRecord, T]]:
    """Turn a change of an edit into a change of a record: ``(record, world, ...)`` to the new record and a result."""

    @wraps(change)
    def changed(
        record: LockRecord, world: World, /, *args: P.args, **kwargs: P.kwargs
    ) -> tuple[LockRecord, T]:
        edit = RecordEdit(record)
        result = change(edit, world, *args, **kwargs)
        return edit.result(), result

    return changed


def edited(record: LockRecord, change: Callable[[RecordEdit], None]) -> LockRecord:
    """Return the record after a change of an edit."""
    edit = RecordEdit(record)
    change(edit)
    return edit.result()
