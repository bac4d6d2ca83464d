"""What follows from the record by itself, before anything is told to the lock.

Places that are empty are given back, codes that are gone are forgotten, and a place whose code is no longer wanted
goes over to the code that wants the same PIN.
"""

from dataclasses import replace
from datetime import timedelta

from ..model import (
    EMPTY,
    AccessCode,
    Doubt,
    EventType,
    Held,
    LockCapabilities,
    Pin,
    Placement,
    Reads,
    World,
)
from ..observations.restore_check import judge
from ..record.edit import Draft
from ..record.journal import EMPTY_PLACE, pins_in
from ..schedule import CALM_CLOCK, ended_at, is_wanted, wanted_content


def settle(
    draft: Draft, world: World, capabilities: LockCapabilities | None
) -> dict[str, bool]:
    """Bring the draft to rest; return who is wanted now."""
    wanted = {
        access_code_id: is_wanted(code, world.settings, world.now)
        for access_code_id, code in draft.codes.items()
    }
    if (
        capabilities is not None
        and capabilities.reads is Reads.NOTHING
        and not draft.record.is_read
    ):
        draft.set_record(replace(draft.record, is_read=True))
    _forget_stale_attempts(draft, wanted)
    if capabilities is not None and not capabilities.is_virtual:
        _hand_over(draft, world, capabilities, wanted)
        judge(draft, world, capabilities, wanted)
    for placement in list(draft.placements.values()):
        _release_if_empty(draft, world, placement, wanted)
    for code in list(draft.codes.values()):
        if not wanted[code.access_code_id]:
            _forget_if_over(draft, world, code)
    return wanted


def _forget_stale_attempts(draft: Draft, wanted: dict[str, bool]) -> None:
    """Drop how a removal failed once the code is wanted again, and the reverse: it is newly due."""
    for code in list(draft.codes.values()):
        attempt = code.progress.attempt
        if attempt is not None and attempt.is_removal is wanted[code.access_code_id]:
            draft.put_code(replace(code, progress=replace(code.progress, attempt=None)))


def _hand_over(
    draft: Draft, world: World, capabilities: LockCapabilities, wanted: dict[str, bool]
) -> None:
    """Let a wanted code take the place of one that is not, where that place is the only holder of its PIN."""
    waiting = [
        code
        for code in draft.codes.values()
        if wanted[code.access_code_id] and code.access_code_id not in draft.by_owner
    ]
    if not waiting or all(wanted[owner] for owner in draft.by_owner):
        return
    holders = _holders(draft)
    for code in waiting:
        content = wanted_content(code)
        if not isinstance(content, Held):
            continue
        places = holders.get(content.pin, ())
        if len(places) != 1:
            continue
        holder = draft.placements[places[0]]
        # What else the place may hold is its owner's, who is not gone before that is.
        if wanted[holder.owner] or not _holds_at_most(holder, content.pin):
            continue
        if (
            capabilities.name_length
            and holder.name != code.name[: capabilities.name_length]
        ):
            continue
        former = draft.codes[holder.owner]
        draft.hand_over(
            replace(holder, deviation=None, put_backs=()), code.access_code_id
        )
        _tell_removed(draft, world, former, is_verified=not holder.is_unverified)


def _holders(draft: Draft) -> dict[Pin, list[str]]:
    """Return the places that may hold each PIN."""
    holders: dict[Pin, list[str]] = {}
    for placement in draft.placements.values():
        for pin in pins_in(placement):
            holders.setdefault(pin, []).append(placement.place)
    return holders


def _holds_at_most(placement: Placement, pin: Pin) -> bool:
    """Tell whether the place holds this PIN, if it holds anything."""
    return all(
        content is EMPTY or (isinstance(content, Held) and content.pin == pin)
        for content in placement.possible
    )


def _release_if_empty(
    draft: Draft, world: World, placement: Placement, wanted: dict[str, bool]
) -> None:
    """Give back a place that is empty and is to stay so."""
    if placement.possible != EMPTY_PLACE:
        return
    doubt = draft.record.doubt
    if doubt is not None and _is_doubted(doubt, placement, wanted):
        return
    code = draft.codes[placement.owner]
    if wanted[placement.owner] and wanted_content(code) is not EMPTY:
        return
    draft.drop_placement(placement)
    if not wanted[placement.owner]:
        _tell_removed(draft, world, code, is_verified=not placement.is_unverified)


def _is_doubted(doubt: Doubt, placement: Placement, wanted: dict[str, bool]) -> bool:
    """Tell whether it is still to be seen if the place was emptied by itself or with all others."""
    is_open = placement.place in doubt.surprises and not doubt.is_asked
    return is_open and wanted[placement.owner]


def _tell_removed(
    draft: Draft, world: World, code: AccessCode, *, is_verified: bool
) -> None:
    """Tell that a code is off the lock, if it ever was on it."""
    progress = code.progress
    if progress.on_device:
        draft.emit(EventType.REMOVED_FROM_DEVICE, world.now, code, verified=is_verified)
    draft.put_code(
        replace(
            code,
            progress=replace(progress, on_device=False, attempt=None, lost_at=None),
        )
    )


def _forget_if_over(draft: Draft, world: World, code: AccessCode) -> None:
    """Forget a deleted code that has left the lock, and an expired one whose retention is over."""
    if code.access_code_id in draft.by_owner:
        return
    if code.deleted_at is None:
        ended = ended_at(code, world.now)
        if ended is None or world.now < ended + timedelta(
            days=world.settings.expired_retention
        ):
            return
        stepped_at = draft.record.clock_stepped_at
        if stepped_at is not None and world.now < stepped_at + CALM_CLOCK:
            return
    if code.progress.on_device:
        draft.emit(EventType.REMOVED_FROM_DEVICE, world.now, code, verified=True)
    draft.drop_code(code.access_code_id)
    draft.emit(EventType.DELETED, world.now, code)
