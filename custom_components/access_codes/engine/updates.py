"""What changed for those who look on, from one plan to the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
import logging

from ..core.model import (
    AccessCode,
    CodeView,
    LockRecord,
    Placement,
    Plan,
    Progress,
    Reach,
)
from ..core.record.edit import with_progress

_LOGGER = logging.getLogger(__name__)

_NO_PROGRESS = Progress()


@dataclass(frozen=True, slots=True)
class Update:
    """What is to be drawn again. The sets hold access code ids."""

    added: frozenset[str]
    removed: frozenset[str]
    changed: frozenset[str]
    lock_changed: bool
    """Repairs, reach, free slots, or whether the disk takes what it is given."""
    reach_changed: bool = False
    """Whether the lock is there, or what it can do: so may be what its family tells of every code."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What they last saw. A hundred locks of hundreds of codes: nothing is kept for each code."""

    codes: Mapping[str, AccessCode]
    placements: Mapping[str, Placement]
    views: Mapping[str, CodeView]
    reach: tuple[object, ...]
    lock: tuple[object, ...]


_NOTHING_SEEN = _Seen({}, {}, {}, (), ())


class UpdatePublisher:
    """Those who look on, and what they last saw."""

    def __init__(self) -> None:
        """Nobody looks on, nothing was shown."""
        self._listeners: list[Callable[[Update], None]] = []
        self._seen = _NOTHING_SEEN

    def subscribe(self, listener: Callable[[Update], None]) -> Callable[[], None]:
        """Tell this one, too; returns how to end it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def publish(
        self, record: LockRecord, plan: Plan, reach: Reach, disk_failing: bool
    ) -> None:
        """Tell what changed since the last time, if anything did."""
        update = self._compare(record, plan, reach, disk_failing)
        if not (
            update.added or update.removed or update.changed or update.lock_changed
        ):
            return
        for listener in list(self._listeners):
            try:
                listener(update)
            except Exception as err:  # noqa: BLE001
                # One who looks on must not keep the lock from being looked after.
                _LOGGER.error("Showing an update failed: %s", type(err).__name__)

    def _compare(
        self, record: LockRecord, plan: Plan, reach: Reach, disk_failing: bool
    ) -> Update:
        before = self._seen
        seen = self._seen = _Seen(
            record.codes,
            record.placements,
            plan.views,
            (reach, record.capabilities),
            (plan.issues, plan.device_error, plan.free_slots, disk_failing),
        )
        return Update(
            added=frozenset(seen.views.keys() - before.views.keys()),
            removed=frozenset(before.views.keys() - seen.views.keys()),
            changed=_changed(before, seen),
            lock_changed=(seen.lock, seen.reach) != (before.lock, before.reach),
            reach_changed=seen.reach != before.reach,
        )


def _changed(before: _Seen, seen: _Seen) -> frozenset[str]:
    """Return the codes that look different."""
    moved = _moved(before.placements, seen.placements)
    return frozenset(
        access_code_id
        for access_code_id, view in seen.views.items()
        if (view_before := before.views.get(access_code_id)) is not None
        and (
            view != view_before
            or access_code_id in moved
            or not _looks_like(seen.codes[access_code_id], before.codes[access_code_id])
        )
    )


def _looks_like(code: AccessCode, other: AccessCode) -> bool:
    """Compare what can be seen: not how far a code has come, which its view tells."""
    return code is other or with_progress(code, _NO_PROGRESS) == with_progress(
        other, _NO_PROGRESS
    )


def _moved(
    before: Mapping[str, Placement], placements: Mapping[str, Placement]
) -> set[str]:
    """Return whose slot, or name on the lock, is another; or who has none any more."""
    if placements is before:
        return set()
    moved = {before[slot].owner for slot in before.keys() - placements.keys()}
    for slot, placement in placements.items():
        former = before.get(slot)
        if former is placement:
            continue
        if former is None or former.owner != placement.owner:
            moved.add(placement.owner)
            if former is not None:
                moved.add(former.owner)
        elif former.name != placement.name:
            moved.add(placement.owner)
    return moved
