"""What changed for those who look on, from one plan to the next."""

from collections.abc import Callable
from dataclasses import dataclass, replace
import logging

from .core.model import (
    AccessCode,
    CodeView,
    LockRecord,
    Placement,
    Plan,
    Progress,
    Reach,
)

_LOGGER = logging.getLogger(__name__)
_NO_PROGRESS = Progress()


@dataclass(frozen=True, slots=True)
class Update:
    """What is to be drawn again. The sets hold access code ids."""

    added: frozenset[str]
    removed: frozenset[str]
    changed: frozenset[str]
    lock_changed: bool
    """Repairs, reach, free places, or whether the disk takes what it is given."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What there is to see of a code."""

    code: AccessCode
    view: CodeView
    placement: Placement | None

    def looks_like(self, other: _Shown) -> bool:
        """Compare what can be seen: not how far a code has come, which its view tells."""
        return (
            self.view == other.view
            and _seen_of_code(self.code, other.code)
            and _seen_of_placement(self.placement)
            == _seen_of_placement(other.placement)
        )


class Audience:
    """Those who look on, and what they last saw."""

    def __init__(self) -> None:
        """Nobody looks on, nothing was shown."""
        self._listeners: list[Callable[[Update], None]] = []
        self._codes: dict[str, _Shown] = {}
        self._lock: tuple[object, ...] = ()

    def subscribe(self, listener: Callable[[Update], None]) -> Callable[[], None]:
        """Tell this one, too; returns how to end it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def show(
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
        before, self._codes = self._codes, _shown_of(record, plan)
        lock_before, self._lock = (
            self._lock,
            (
                plan.issues,
                plan.device_error,
                plan.free_places,
                reach,
                record.capabilities,
                disk_failing,
            ),
        )
        return Update(
            added=frozenset(self._codes.keys() - before.keys()),
            removed=frozenset(before.keys() - self._codes.keys()),
            changed=frozenset(
                access_code_id
                for access_code_id, shown in self._codes.items()
                if access_code_id in before
                and not shown.looks_like(before[access_code_id])
            ),
            lock_changed=self._lock != lock_before,
        )


def _shown_of(record: LockRecord, plan: Plan) -> dict[str, _Shown]:
    by_owner = {placement.owner: placement for placement in record.placements.values()}
    return {
        access_code_id: _Shown(
            record.codes[access_code_id], view, by_owner.get(access_code_id)
        )
        for access_code_id, view in plan.views.items()
    }


def _seen_of_code(code: AccessCode, other: AccessCode) -> bool:
    return code is other or replace(code, progress=_NO_PROGRESS) == replace(
        other, progress=_NO_PROGRESS
    )


def _seen_of_placement(placement: Placement | None) -> tuple[str, str | None] | None:
    return None if placement is None else (placement.place, placement.name)
