"""A working copy of a record: copies only what changes, and is the record itself if nothing does."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime
from operator import attrgetter

from ..model import (
    AccessCode,
    Event,
    EventType,
    LockCapabilities,
    LockRecord,
    Placement,
    Progress,
    Readability,
)
from .events import event_of

_NAMES = tuple(field.name for field in fields(AccessCode))
assert _NAMES[-1] == "progress"

_all_but_progress = attrgetter(*_NAMES[:-1])

_make: Callable[..., AccessCode] = AccessCode


def with_progress(code: AccessCode, progress: Progress) -> AccessCode:
    """Return the code with another progress: what ``replace`` does, in a third of the time."""
    return _make(*_all_but_progress(code), progress)


class RecordEdit:
    """Collects the changes of one decision."""

    __slots__ = (
        "_codes_copied",
        "_events",
        "_placements_copied",
        "_record",
        "by_owner",
        "codes",
        "placements",
    )

    def __init__(self, record: LockRecord) -> None:
        """Start from a record."""
        self._record = record
        self.codes = record.codes
        self.placements = record.placements
        self._codes_copied = False
        self._placements_copied = False
        self._events: list[Event] = []
        self.by_owner = record.placements_by_owner()

    @property
    def record(self) -> LockRecord:
        """The record that was started from, with other fields as set so far; not codes, placements and events."""
        return self._record

    def set_record(self, record: LockRecord) -> None:
        """Replace the fields other than codes, placements and events."""
        self._record = record

    def put_code(self, code: AccessCode) -> None:
        """Store a code."""
        self._copy_codes()
        self.codes[code.access_code_id] = code

    def drop_code(self, access_code_id: str) -> None:
        """Forget a code."""
        self._copy_codes()
        del self.codes[access_code_id]

    def put_placement(self, placement: Placement) -> None:
        """Store the journal of a slot."""
        self._copy_placements()
        self.placements[placement.slot] = placement
        self.by_owner[placement.owner] = placement

    def drop_placement(self, placement: Placement) -> None:
        """Give a slot back."""
        self._copy_placements()
        del self.placements[placement.slot]
        self.by_owner.pop(placement.owner, None)

    def hand_over(self, placement: Placement, owner: str) -> Placement:
        """Give a slot, with what it holds, to another code."""
        self.by_owner.pop(placement.owner, None)
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
        """Queue an event."""
        number = self._record.event_count + len(self._events) + 1
        self._events.append(
            event_of(
                self._record.lock_id, number, event_type, at, code=code, details=details
            )
        )

    def result(self) -> LockRecord:
        """Return the record with all changes."""
        if not (self._codes_copied or self._placements_copied or self._events):
            return self._record
        return replace(
            self._record,
            codes=self.codes,
            placements=self.placements,
            outbox=(*self._record.outbox, *self._events),
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


_NO_CAPABILITIES = LockCapabilities()


def readability_of(record: LockRecord) -> Readability:
    """Return what the lock tells when it is read."""
    return (record.capabilities or _NO_CAPABILITIES).reads


def put_placement(record: LockRecord, placement: Placement) -> LockRecord:
    """Store the journal of a slot."""
    return replace(record, placements={**record.placements, placement.slot: placement})


def drop_placement(record: LockRecord, slot: str) -> LockRecord:
    """Give a slot back."""
    return replace(
        record,
        placements={
            name: placement
            for name, placement in record.placements.items()
            if name != slot
        },
    )


def put_code(record: LockRecord, code: AccessCode) -> LockRecord:
    """Store a code."""
    return replace(record, codes={**record.codes, code.access_code_id: code})
