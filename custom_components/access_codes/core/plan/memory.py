"""Memory of a decision: what it found out about each code, kept for the next one.

What follows from a code and its slot stays the same until one of them is replaced, until an instant that the state of
the code names, or until another code or slot contends for its PIN. So a decision looks again only at the codes that
changed. The plan is the same with a memory and without. Nothing is kept where more than that decides about a code: the
windows of all codes on a lock that enforces windows, their names where those are keys, the age of reads.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import compress
from operator import attrgetter, is_not

from ..full_read import is_list_due
from ..model import (
    CodeView,
    ErrorCode,
    LockCapabilities,
    LockRecord,
    Pin,
    Placement,
    Problem,
    World,
)
from ..record.freshness import grows_old
from .code_state import CodeState
from .pin_holders import ForeignSlot, PinHolders

_code, _placement, _until = map(attrgetter, ("code", "placement", "until"))

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PlanMemory:
    """Findings of a decision about each code. It is never changed."""

    basis: object = None
    """Facts that the state of every code follows from; None where nothing is known."""
    decided_at: datetime = _LONG_AGO
    states: Mapping[str, CodeState] = field(default_factory=dict)
    wanted: Mapping[str, bool] = field(default_factory=dict)
    views: dict[str, CodeView] = field(default_factory=dict)
    by_owner: dict[str, Placement] = field(default_factory=dict)
    holders: PinHolders = PinHolders({})
    foreign: Mapping[Pin, ForeignSlot] = field(default_factory=dict)
    """Slots of unmanaged codes, by their PINs, if any code of ours waits for a PIN."""
    is_any_slot_free: bool | None = None
    """True if there is a slot for the next new code; None where no code asked for one."""

    def is_good_for(self, basis: object, now: datetime) -> bool:
        """Return whether the memory says something about a decision with this basis."""
        return basis is not None and self.decided_at <= now and self.basis == basis

    def outdated(
        self, record: LockRecord, by_owner: Mapping[str, Placement], now: datetime
    ) -> set[str]:
        """Return the ids of the codes that were replaced, whose slot was, or whose state may change by the clock."""
        if not self.states:
            return set(record.codes)
        codes, states = record.codes, self.states
        outdated = codes.keys() - states.keys()
        if outdated:
            codes = {key: code for key, code in codes.items() if key in states}
        known = list(map(states.__getitem__, codes))
        outdated.update(compress(codes, map(is_not, codes.values(), map(_code, known))))
        slots = map(by_owner.get, codes)
        outdated.update(compress(codes, map(is_not, slots, map(_placement, known))))
        outdated.update(
            state.code.access_code_id
            for state in filter(_until, known)
            if (until := state.until) is not None and until <= now
        )
        return outdated


NOTHING = PlanMemory()
"""The memory before the first decision."""


def basis_of(
    record: LockRecord,
    world: World,
    device_error: Problem[ErrorCode] | None,
    *,
    can_make_room: bool,
) -> object:
    """Return the facts that the state of every code follows from; None while nothing can be kept."""
    if not record.is_read or record.restore_check is not None or is_list_due(record):
        return None
    if not _are_codes_apart(record.capabilities) or _is_any_clear_late(record, world):
        return None
    return (
        record.lock_id,
        record.capabilities,
        record.missing_slots,
        record.inactive_since,
        record.full_read,
        record.clock_stepped_at,
        record.backup_missed_at,
        can_make_room,
        world.settings,
        world.reach,
        world.started_at,
        device_error,
    )


def _are_codes_apart(capabilities: LockCapabilities | None) -> bool:
    """Return whether each code can be judged without the others, but for those that contend for its PIN."""
    return capabilities is None or not (
        # What a person has to say about the slots concerns all codes without one.
        (not capabilities.can_be_read and not capabilities.is_virtual)
        or capabilities.native_windows is not None
        or capabilities.has_named_slots
        or grows_old(capabilities)
    )


def _is_any_clear_late(record: LockRecord, world: World) -> bool:
    """Return whether an earlier clear may still empty a slot that is not ours any more."""
    return any(until > world.now for until in record.late_clears.values())
