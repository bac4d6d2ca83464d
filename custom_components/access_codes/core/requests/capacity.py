"""Check that a lock has room for a code at every instant of its window."""

from datetime import datetime
from typing import NamedTuple

from ..goals import Goals
from ..model import (
    EMPTY,
    AccessCode,
    LockCapabilities,
    LockRecord,
    Placement,
    Window,
    World,
)
from ..record.edit import RecordEdit
from ..record.unmanaged import held_by_others
from .limits import is_in_force
from .overlaps import is_over, windows_ahead
from .pin_generator import capabilities_of
from .refused import Refused


# contract 6.27, 6.62, 9.7, 12.70
def check_room(record: LockRecord, world: World, code: AccessCode) -> None:
    """Refuse a code without a free slot at an instant of its window. Backup codes that nobody has pulled give way."""
    capabilities = capabilities_of(record)
    if capabilities.is_virtual or is_over(code, world.now):
        return
    if not (capabilities.slots or capabilities.has_named_slots):
        raise Refused("lock_without_slots", field="lock")
    if _holds_all(record, world, capabilities):
        return
    usage = _usage(record, world, capabilities, code)
    if usage is None or len(usage.others) < usage.room:
        return
    if _most_at_once(usage, code, world.now) >= usage.room:
        raise Refused("no_slot_left", field="lock", limit=str(usage.room))


def _holds_all(
    record: LockRecord, world: World, capabilities: LockCapabilities
) -> bool:
    """Return whether the lock has a slot for each code and one more: then it does not matter who needs one when."""
    if capabilities.capacity is not None or capabilities.has_named_slots:
        return False
    lost = held_by_others(record, world).keys() | record.missing_slots
    lost |= world.settings.reserved_slots
    return len(record.codes) < len(capabilities.slots) - len(lost)


# contract 10.5
def spare_room(record: LockRecord, world: World, window: Window) -> int | None:
    """Return the number of slots that codes leave to the backup pool at each instant of a window; None: without limit.

    On a lock that holds windows, all codes of this time may be there at once.
    """
    capabilities = record.capabilities
    if capabilities is None or capabilities.is_virtual:
        return None
    probe = AccessCode("", "", None, window, world.now, world.now)
    usage = _usage(record, world, capabilities, probe)
    if usage is None:
        return None
    if capabilities.native_windows is None:
        most = _most_at_once(usage, probe, world.now)
    else:
        most = sum(
            is_in_force(other)
            and (other.window is None or other.window.overlaps(window))
            for other in usage.others
        )
    return max(usage.room - most, 0)


class _Usage(NamedTuple):
    """Use of a lock's slots by other codes than one."""

    room: int
    """Number of our codes that the lock can hold."""
    others: list[AccessCode]
    placements: dict[str, Placement]
    """Placements by owner, without those that make room."""


def _usage(
    record: LockRecord, world: World, capabilities: LockCapabilities, code: AccessCode
) -> _Usage | None:
    """Return who else uses the slots; None while the room is not limited, or the code needs no further slot."""
    usable = _usable_slots(record, world, capabilities)
    goals = Goals(RecordEdit(record), world)
    placements = {
        placement.owner: placement
        for placement in record.placements.values()
        # A code that is on the lock ahead of its window makes room for one that is wanted before.
        if not goals.is_preloaded(record.codes[placement.owner])
    }

    def needs_room(owner: str) -> bool:
        placement = placements.get(owner)
        return usable is None or placement is None or placement.slot in usable

    if not needs_room(code.access_code_id):
        return None
    others = [
        other
        for other in record.codes.values()
        if other.access_code_id != code.access_code_id
        and not other.is_in_pool
        and needs_room(other.access_code_id)
    ]
    room = _room(record, world, capabilities, usable)
    if room is None:
        return None
    return _Usage(room, others, placements)


def _usable_slots(
    record: LockRecord, world: World, capabilities: LockCapabilities
) -> frozenset[str] | None:
    """Return the slots for our codes: neither missing, reserved nor occupied by unmanaged codes; None without a list of slots."""
    if capabilities.has_named_slots:
        return None
    others = held_by_others(record, world).keys() | record.missing_slots
    return frozenset(
        slot
        for slot in capabilities.slots
        if slot not in world.settings.reserved_slots and slot not in others
    )


def _room(
    record: LockRecord,
    world: World,
    capabilities: LockCapabilities,
    usable: frozenset[str] | None,
) -> int | None:
    """Return the number of our codes that the lock can hold; None while unknown."""
    if capabilities.capacity is None:
        return None if usable is None else len(usable)
    room = capabilities.capacity - len(held_by_others(record, world))
    if usable is not None:
        outside = sum(slot not in usable for slot in record.placements)
        room = min(len(usable), room - outside)
    return max(room, 0)


# contract 15.19
def _most_at_once(usage: _Usage, code: AccessCode, now: datetime) -> int:
    """Return the most slots that other codes need at one instant of the windows of a code, from now on."""
    others, placements = usage.others, usage.placements
    in_force = [other for other in others if is_in_force(other)]
    needed = 0
    edges = _edges(code, now, is_ours=True)
    for other in in_force:
        edges += _edges(other, now, is_ours=False)
    removed = sum(_is_being_removed(other, placements, now) for other in others)
    is_open, most = False, 0
    for at, _, is_ours, step in sorted(edges):
        if is_ours:
            is_open = step > 0
        else:
            needed += step
        if is_open:
            most = max(most, needed + (removed if at == now else 0))
    return most


def _edges(
    code: AccessCode, now: datetime, *, is_ours: bool
) -> list[tuple[datetime, int, bool, int]]:
    """Return the begins and ends of the windows of a code from now on; at one instant ends come first, and our begin last."""
    if code.window is None:
        return [(now, 1, is_ours, 1)]
    found = []
    for window in windows_ahead(code, now):
        if window.ends_at > now:
            found.append((max(window.starts_at, now), 1, is_ours, 1))
            found.append((window.ends_at, 0, is_ours, -1))
    return found


def _is_being_removed(
    code: AccessCode, placements: dict[str, Placement], now: datetime
) -> bool:
    """Return whether the lock may still hold a code that is not wanted now."""
    placement = placements.get(code.access_code_id)
    if placement is None or placement.may_hold == {EMPTY}:
        return False
    return not (
        is_in_force(code) and (code.window is None or code.window.contains(now))
    )
