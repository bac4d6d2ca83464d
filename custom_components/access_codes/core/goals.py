"""Goals of codes: the content that the slot of each ought to have, now and while the code is wanted.

A code is *due* on its lock while it is wanted, and while it is preloaded: put on the lock with its window, which the lock
itself enforces, before that begins.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from .model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    AccessCode,
    Content,
    ExternalChange,
    KnownPin,
    LockCapabilities,
    LockClock,
    Pin,
    Placement,
    Window,
    World,
)
from .native_windows import native_window
from .record.edit import RecordEdit
from .record.unmanaged import held_by_others
from .schedule import PRELOAD_AHEAD, is_held_back, is_wanted

_ALWAYS = datetime.min.replace(tzinfo=UTC)

_NO_CAPABILITIES = LockCapabilities()

type _Turn = tuple[datetime, str]
"""Order of the codes with one PIN: by their start, then by their id."""


class Goals:
    """Goals of the codes of one lock at one instant. Shared facts are found on demand."""

    __slots__ = (
        "_admitted",
        "_edit",
        "_is_native",
        "_preloads",
        "_support",
        "_world",
        "capabilities",
    )

    def __init__(self, edit: RecordEdit, world: World) -> None:
        """Start from a record, which is not changed while the goals are asked for, but in contents of slots."""
        self._edit = edit
        self._world = world
        self.capabilities = edit.record.capabilities or _NO_CAPABILITIES
        self._support = self.capabilities.native_windows
        self._is_native = self._support is not None
        self._admitted: set[str] | None = None
        self._preloads: dict[str, KnownPin] | None = None

    def is_wanted(self, code: AccessCode) -> bool:
        """Return whether the code is wanted now."""
        return is_wanted(code, self._world.settings, self._world.now)

    # contract 4.2, 4.3, 9.1
    def content(self, code: AccessCode) -> Content:
        """Return the content of the code's slot while the code is wanted."""
        if code.external is ExternalChange.REMOVED:
            return EMPTY
        if code.pin is None:
            return UNDISCLOSED if code.is_waiting_for_assignment else UNREADABLE
        return KnownPin(code.pin, self.window(code) if self._is_native else None)

    # contract 9.1, 9.4
    def window(self, code: AccessCode) -> Window | None:
        """Return the window that the lock itself is to enforce for the code; None where Home Assistant does."""
        window = native_window(code, self.capabilities, self._world.settings)
        if window is None or self._support is None or self._support.capacity is None:
            return window
        if self._admitted is None:
            self._admitted = self._admit(self._support.capacity)
        return window if code.access_code_id in self._admitted else None

    def content_now(self, code: AccessCode) -> Content:
        """Return the content that the code's slot ought to have at this instant."""
        return self.content(code) if self.is_due(code) else EMPTY

    def is_due(self, code: AccessCode) -> bool:
        """Return whether the code is to be on its lock at this instant: wanted, or preloaded."""
        return self.is_wanted(code) or self.is_preloaded(code)

    # contract 9.5, 9.12
    def is_preloaded(self, code: AccessCode) -> bool:
        """Return whether the code is to be on its lock before its window, and nothing else may be in its slot.

        Another content is removed first: it may open before the window.
        """
        content = self.preload(code)
        if content is None:
            return False
        placement = self._edit.by_owner.get(code.access_code_id)
        return placement is None or placement.may_hold <= {EMPTY, content}

    # contract 9.5
    def preload(self, code: AccessCode) -> KnownPin | None:
        """Return the content to have on the lock before the window of a code that is not wanted yet, if any."""
        if not self._is_native or self.is_wanted(code):
            return None
        if code.window is None or code.window.starts_at <= self._world.now:
            return None
        if self._preloads is None:
            self._preloads = self._find_preloads()
        return self._preloads.get(code.access_code_id)

    # contract 5.62
    def is_kept_by_clock(self, code: AccessCode) -> bool:
        """Return whether the lock would be left the window of the code, if its clock were right."""
        return (
            self.capabilities.clock is not LockClock.TRUSTED
            and code.window is not None
            and code.prefer_native_scheduling
            and _is_to_come(code, self._world.now)
        )

    # contract 9.4
    def _admit(self, capacity: int) -> set[str]:
        """Return the ids of the codes for which the lock has room for a window: first those that have one on it."""
        placements = self._edit.placements
        holders = {
            placement.owner
            for placement in placements.values()
            if _has_window(placement)
        }
        record, world = self._edit.record, self._world
        foreign = sum(
            isinstance(content, KnownPin) and content.window is not None
            for content in held_by_others(record, world, placements).values()
        )
        room = max(capacity - len(holders) - foreign, 0)
        waiting = sorted(
            _turn(code)
            for code in self._edit.codes.values()
            if code.access_code_id not in holders
            and _is_to_come(code, world.now)
            and native_window(code, self.capabilities, world.settings) is not None
        )
        return holders | {access_code_id for _, access_code_id in waiting[:room]}

    # contract 9.5, 9.6, 9.7
    def _find_preloads(self) -> dict[str, KnownPin]:
        """Return the contents of the codes to preload: the next ones, as far as those before them leave room."""
        first = self._first_with_each_pin()
        found = sorted(
            (_turn(code), content)
            for code, content in self._preloadable()
            if first[content.pin] == _turn(code)
        )
        room = self._room()
        return {turn[1]: content for turn, content in found[:room]}

    def _preloadable(self) -> Iterator[tuple[AccessCode, KnownPin]]:
        """Iterate over the codes with a native window that begins soon, or is on the lock already."""
        soon = self._world.now + PRELOAD_AHEAD
        for code in self._edit.codes.values():
            if code.window is None or code.window.starts_at <= self._world.now:
                continue
            if not _is_to_come(code, self._world.now) or self.is_wanted(code):
                continue
            content = self.content(code)
            if not isinstance(content, KnownPin) or content.window is None:
                continue
            placement = self._edit.by_owner.get(code.access_code_id)
            is_held = placement is not None and placement.may_hold == {content}
            if is_held or code.window.starts_at <= soon:
                yield code, content

    def _first_with_each_pin(self) -> dict[Pin, _Turn]:
        """Return which of the codes with each PIN has the earliest window that is not over."""
        first: dict[Pin, _Turn] = {}
        for code in self._edit.codes.values():
            if code.pin is not None and _is_to_come(code, self._world.now):
                turn = _turn(code)
                first[code.pin] = min(first.get(code.pin, turn), turn)
        return first

    # contract 9.7
    def _room(self) -> int | None:
        """Return the number of slots that wanted codes, and removals that fail, leave; None: without limit."""
        edit, world, capabilities = self._edit, self._world, self.capabilities
        others = held_by_others(edit.record, world, edit.placements).keys()
        rooms = []
        if capabilities.slots:
            slots = set(capabilities.slots) - world.settings.reserved_slots
            rooms.append(len(slots - edit.record.missing_slots - others))
        if capabilities.capacity is not None:
            rooms.append(capabilities.capacity - len(others))
        if not rooms:
            return None
        used = sum(
            self.is_wanted(code) or _is_stuck(code, world.now)
            for code in edit.codes.values()
        )
        return max(min(rooms) - used, 0)


def _has_window(placement: Placement) -> bool:
    return any(
        isinstance(content, KnownPin) and content.window is not None
        for content in placement.may_hold
    )


# contract 4.60
def _is_to_come(code: AccessCode, now: datetime) -> bool:
    """Return whether the clock alone may make the code wanted at this instant or later."""
    if code.deleted_at is not None or code.used_at is not None or is_held_back(code):
        return False
    return code.window is None or now < code.window.ends_at


def _is_stuck(code: AccessCode, now: datetime) -> bool:
    """Return whether the removal of a code that is over, or held back, has failed so far."""
    return code.progress.attempt is not None and not _is_to_come(code, now)


def _turn(code: AccessCode) -> _Turn:
    start = _ALWAYS if code.window is None else code.window.starts_at
    return start, code.access_code_id
