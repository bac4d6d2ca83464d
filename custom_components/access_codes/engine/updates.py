"""Visible changes from one plan to the next, published to subscribers."""

from collections.abc import Callable, Iterator, Mapping
from copy import replace
from datetime import UTC, datetime
from itertools import batched
import logging
from typing import NamedTuple

from ..core.agenda import NextChange, next_change, next_change_after
from ..core.model import (
    AccessCode,
    CodeView,
    LockRecord,
    Placement,
    Plan,
    Progress,
    Reach,
)
from ..core.model.replaced import replaced
from ..core.record.edit import with_progress

_LOGGER = logging.getLogger(__name__)

_NO_PROGRESS = Progress()

_NONE: frozenset[str] = frozenset()

_CODES_A_PART = 10
"""Codes that subscribers are told of in one go: threads that write to the disk wait while these write states."""


class Update(NamedTuple):
    """A visible change. The sets hold access code ids."""

    added: frozenset[str]
    removed: frozenset[str]
    changed: frozenset[str]
    lock_changed: bool
    """True if issues, device error, reach, capabilities, free slots, ignored slots or the state of the disk changed."""
    reach_changed: bool = False
    """True if reach or capabilities changed: with them, the adapter's metadata of each code may have."""
    edited: frozenset[str] = _NONE
    """Codes that came, went, or differ in more than their progress: only their windows can differ."""
    agenda_changed: bool = False
    """True if another begin or end of a window is the next change that the clock brings."""
    retried: frozenset[str] = _NONE
    """Codes that are the same but for the instant of their next try."""

    def parts(self) -> Iterator[Update]:
        """Yield the update in parts of a few codes each; the first tells of the lock, too."""
        codes = [*self.added, *self.removed, *self.changed, *self.retried]
        if len(codes) <= _CODES_A_PART:
            yield self
            return
        part = self
        for batch in map(frozenset, batched(codes, _CODES_A_PART)):
            yield replace(
                part,
                added=self.added & batch,
                removed=self.removed & batch,
                changed=self.changed & batch,
                retried=self.retried & batch,
            )
            part = _NO_UPDATE


_NO_UPDATE = Update(_NONE, _NONE, _NONE, lock_changed=False)


class _Published(NamedTuple):
    """The last published state. It shares the maps of record and plan, without a copy for each code."""

    codes: Mapping[str, AccessCode]
    placements: Mapping[str, Placement]
    views: Mapping[str, CodeView]
    reach: tuple[object, ...]
    lock: tuple[object, ...]
    is_backup_available: bool = False
    next_change: NextChange | None = None
    at: datetime = datetime.min.replace(tzinfo=UTC)


_NEVER_PUBLISHED = _Published({}, {}, {}, (), ())


class UpdatePublisher:
    """Publishes updates to subscribers: entities, issues, WebSocket clients."""

    def __init__(self) -> None:
        """Start without subscribers."""
        self._listeners: list[Callable[[Update], None]] = []
        self._published = _NEVER_PUBLISHED

    @property
    def next_change(self) -> NextChange | None:
        """The next change that the clock brings."""
        return self._published.next_change

    def subscribe(self, listener: Callable[[Update], None]) -> Callable[[], None]:
        """Call the listener with each update; return the unsubscriber."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def publish_in_parts(
        self,
        record: LockRecord,
        plan: Plan,
        reach: Reach,
        disk_failing: bool,
        now: datetime,
    ) -> Iterator[None]:
        """Publish the changes since the last call; one of many codes in parts, before each of which this yields."""
        update = self._compare(record, plan, reach, disk_failing, now)
        if update == _NO_UPDATE or not self._listeners:
            return
        parts = list(update.parts())
        for part in parts:
            if len(parts) > 1:
                yield
            self._send(part)

    def _send(self, update: Update) -> None:
        for listener in list(self._listeners):
            try:
                listener(update)
            except Exception as err:  # noqa: BLE001
                # A subscriber must not stop the planning cycle.
                _LOGGER.error("Subscriber failed: %s", type(err).__name__)

    def _compare(
        self,
        record: LockRecord,
        plan: Plan,
        reach: Reach,
        disk_failing: bool,
        now: datetime,
    ) -> Update:
        before = self._published
        edited = _edited(before.codes, record.codes)
        after = self._published = _Published(
            record.codes,
            record.placements,
            plan.views,
            (reach, record.capabilities),
            (
                plan.issues,
                plan.device_error,
                plan.free_slots,
                disk_failing,
                record.ignored_slots,
            ),
            plan.is_backup_available,
            _next_change(before, record.codes, now, edited),
            now,
        )
        are_codes_same = after.views.keys() == before.views.keys()
        changed = _changed(before, after, edited)
        return Update(
            added=_NONE
            if are_codes_same
            else frozenset(after.views.keys() - before.views.keys()),
            removed=_NONE
            if are_codes_same
            else frozenset(before.views.keys() - after.views.keys()),
            changed=changed,
            lock_changed=(after.lock, after.reach) != (before.lock, before.reach),
            reach_changed=after.reach != before.reach,
            edited=edited,
            agenda_changed=after.next_change != before.next_change,
            retried=_retried(before.codes, record.codes) - changed,
        )


def _next_change(
    before: _Published,
    codes: Mapping[str, AccessCode],
    now: datetime,
    edited: frozenset[str],
) -> NextChange | None:
    """Return the next change that the clock brings: the last one, while codes and clock leave it as it is."""
    known = before.next_change
    is_outdated = known is not None and (
        known.at <= now or known.access_code_id in edited
    )
    if is_outdated or now < before.at:
        return next_change(codes.values(), now)
    still_there = [codes[one] for one in edited if one in codes]
    return next_change_after(known, still_there, codes.values(), now)


def _edited(
    before: Mapping[str, AccessCode], codes: Mapping[str, AccessCode]
) -> frozenset[str]:
    """Return the codes that came, went, or differ in more than their progress. Most are the objects of the last time."""
    if codes is before:
        return _NONE
    edited = {
        access_code_id
        for access_code_id in replaced(before, codes)
        if (former := before.get(access_code_id)) is None
        or not _is_shown_alike(codes[access_code_id], former)
    }
    return frozenset(edited | (before.keys() - codes.keys()))


def _changed(
    before: _Published, after: _Published, edited: frozenset[str]
) -> frozenset[str]:
    """Return the codes that are shown differently. Most views are the very objects of the last time."""
    changed = _owners_affected(before.placements, after.placements) | edited
    views, codes = after.views, after.codes
    if views is not before.views:
        changed |= {
            access_code_id
            for access_code_id in replaced(before.views, views)
            if views[access_code_id] != before.views.get(access_code_id)
        }
    if after.is_backup_available is not before.is_backup_available:
        changed |= {
            access_code_id
            for access_code_id, code in codes.items()
            if code.uses_backup_pool
        }
    return frozenset(changed & views.keys() & before.views.keys()) if changed else _NONE


# contract 5.100
def _retried(
    before: Mapping[str, AccessCode], codes: Mapping[str, AccessCode]
) -> frozenset[str]:
    """Return the codes whose next try is at another instant than the last time."""
    if codes is before:
        return _NONE
    return frozenset(
        access_code_id
        for access_code_id in replaced(before, codes)
        if (former := before.get(access_code_id)) is not None
        and former.progress.retry_at != codes[access_code_id].progress.retry_at
    )


def _is_shown_alike(code: AccessCode, other: AccessCode) -> bool:
    """Return whether two versions of a code are equal apart from their progress, which the view shows."""
    return with_progress(code, _NO_PROGRESS) == with_progress(other, _NO_PROGRESS)


def _owners_affected(
    before: Mapping[str, Placement], placements: Mapping[str, Placement]
) -> set[str]:
    """Return the owners of slots that were taken, left or renamed."""
    if placements is before:
        return set()
    owners = {before[slot].owner for slot in before.keys() - placements.keys()}
    for slot in replaced(before, placements):
        former, placement = before.get(slot), placements[slot]
        if former is None or former.owner != placement.owner:
            owners.add(placement.owner)
            if former is not None:
                owners.add(former.owner)
        elif former.name != placement.name:
            owners.add(placement.owner)
    return owners
