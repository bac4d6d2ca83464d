"""State of each code at this instant: its slot, its wanted content, its status, and what follows from them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from ..goals import Goals
from ..model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    AccessCode,
    CodeView,
    Content,
    Issue,
    KnownPin,
    Pin,
    Placement,
    Status,
    Window,
)
from ..record.journal import EMPTY_SLOT, can_read_decide
from .due_command import DueCommand
from .pin_holders import ForeignSlot

AT_REST = frozenset({Status.SET, Status.UNSET})
"""Statuses of a wanted code with exactly its wanted content in its slot."""


class Lack(Enum):
    """Reason why a code that is due has no command although it is not paused."""

    NO_SLOT = "no slot"
    """The lock has no free slot."""
    UNFIT = "unfit"
    """The lock does not support the PIN, or the one-time use."""


@dataclass(slots=True)
class CodeState:
    """State of one code. The next decision keeps it while nothing that it follows from has changed."""

    code: AccessCode
    placement: Placement | None
    is_wanted: bool
    wanted_content: Content
    """Content of its slot while the code is wanted."""
    status: Status
    native_window: Window | None = None
    """The window that the lock itself is to enforce."""
    preload: KnownPin | None = None
    """Content to have on the lock although the code is not wanted yet."""
    is_preloaded: bool = False
    """Nothing but that may be in the slot."""
    is_scheduled: bool = False
    """The slot holds exactly the code with its window."""

    # contention for its PIN
    pin: Pin | None = None
    """The PIN that the code waits for: it is due, and its slot is not known to hold exactly that."""
    others: tuple[str, ...] = ()
    """Ids of the other codes whose slots may hold its PIN."""
    foreign: ForeignSlot | None = None
    """Slot of an unmanaged code with its PIN."""
    is_cycle_breaker: bool = False
    """The code breaks its wait cycle: its slot is cleared before it is set."""
    permanent_holder: str | None = None
    """Id of the code that holds its PIN, where no waiting will free it."""

    # its next command
    due: DueCommand | None = None
    lack: Lack | None = None
    pause_end: datetime | None = None
    """The earliest end of a pause."""

    # its view, from the moment at which that is built
    view: CodeView = field(init=False)
    issues: tuple[Issue, ...] = field(init=False)
    is_delay_certain: bool | None = field(init=False)
    """True if an overdue command can be announced as a delay; None where that was not asked."""
    deadline: datetime | None = field(init=False)
    """When the view changes by the clock alone."""
    until: datetime | None = field(init=False)
    """When the state may change by the clock alone, at the earliest."""

    def again(self) -> CodeState:
        """Return the state without its view, with the contention for its PIN."""
        return replace(self)

    @property
    def is_blocked(self) -> bool:
        """Return whether another slot may hold the PIN that the code wants."""
        return bool(self.others) or self.foreign is not None

    @property
    def is_due(self) -> bool:
        """The code is to be on its lock."""
        return self.is_wanted or self.is_preloaded

    @property
    def is_only_window_wrong(self) -> bool:
        """The slot holds the PIN of the code, and the code is not at rest: the PIN is not in the right window."""
        if self.placement is None:
            return False
        for content in self.placement.may_hold:
            if not isinstance(content, KnownPin) or content.pin != self.code.pin:
                return False
        return True


# contract 4.10, 9.8, 13.83
def state_of(
    code: AccessCode, placement: Placement | None, goals: Goals, *, is_wanted: bool
) -> CodeState:
    """Return the state of a code."""
    goal, capabilities = goals.content(code), goals.capabilities
    if capabilities.is_virtual and is_wanted:
        # A PIN that is not known cannot be checked by Home Assistant.
        is_held = goal not in (UNREADABLE, UNDISCLOSED)
        holds = frozenset({goal}) if is_held else EMPTY_SLOT
    else:
        holds = placement.may_hold if placement is not None else EMPTY_SLOT
    window = goal.window if isinstance(goal, KnownPin) else None
    preload = goals.preload(code) if window is not None else None
    is_preloaded = preload is not None and holds <= {EMPTY, preload}
    is_scheduled = window is not None and holds == {goal}
    status = status_of(
        is_wanted=is_wanted,
        holds=holds,
        wanted=goal,
        can_read_decide=len(holds) > 1 and can_read_decide(holds, capabilities.reads),
        future=preload,
    )
    pin = None
    if isinstance(goal, KnownPin) and (is_wanted or preload is not None):
        is_held = status is Status.SET if is_wanted else is_scheduled
        if not is_held or (placement is not None and placement.needs_read):
            pin = goal.pin
    return CodeState(
        code,
        placement,
        is_wanted,
        goal,
        status,
        window,
        preload,
        is_preloaded,
        is_scheduled,
        pin,
    )


# contract 3.6, 4.2, 4.3, 4.4, 4.5, 4.6, 4.7, 4.8, 4.9, 9.11, 9.12
def status_of(
    *,
    is_wanted: bool,
    holds: frozenset[Content],
    wanted: Content,
    can_read_decide: bool,
    future: Content | None = None,
) -> Status:
    """Return the status of a code, as the table of ``planner`` shows it.

    ``holds`` is the possible contents of the code's slot; ``wanted`` its content while the code is wanted (*empty*
    after an allowed removal at the lock); ``future`` the code with its own window, where the lock is to hold it before
    that window. Reachability, commands in flight and errors never change a status.
    """
    if is_wanted:
        if holds == {wanted} and wanted is not UNDISCLOSED:
            return Status.UNSET if wanted is EMPTY else Status.SET
        if len(holds) == 1 or can_read_decide:
            return Status.SETTING
        return Status.UNKNOWN
    # Neither opens before the window: a doubt between them is none.
    harmless = EMPTY_SLOT if future is None else {EMPTY, future}
    return Status.UNSET if holds <= harmless else Status.REMOVING
