"""State of each code at this instant: its slot, its wanted content, its status."""

from dataclasses import dataclass

from ..goals import Goals
from ..model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    AccessCode,
    Content,
    KnownPin,
    Placement,
    Status,
    Window,
)
from ..record.edit import RecordEdit
from ..record.journal import EMPTY_SLOT, can_read_decide

AT_REST = frozenset({Status.SET, Status.UNSET})
"""Statuses of a wanted code with exactly its wanted content in its slot."""


@dataclass(slots=True)
class CodeState:
    """State of one code."""

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


def code_states(edit: RecordEdit, goals: Goals) -> list[CodeState]:
    """Return the states of all codes, in the order of the record."""
    by_owner = edit.by_owner
    return [
        _state_of(code, by_owner.get(access_code_id), goals)
        for access_code_id, code in edit.codes.items()
    ]


# contract 4.10, 9.8, 13.83
def _state_of(code: AccessCode, placement: Placement | None, goals: Goals) -> CodeState:
    """Return the state of a code."""
    is_wanted, goal = goals.is_wanted(code), goals.content(code)
    capabilities = goals.capabilities
    if capabilities.is_virtual and is_wanted:
        # A PIN that is not known cannot be checked by Home Assistant.
        is_held = goal not in (UNREADABLE, UNDISCLOSED)
        holds = frozenset({goal}) if is_held else EMPTY_SLOT
    else:
        holds = placement.may_hold if placement is not None else EMPTY_SLOT
    window = goal.window if isinstance(goal, KnownPin) else None
    preload = goals.preload(code) if window is not None else None
    is_preloaded = preload is not None and holds <= {EMPTY, preload}
    status = status_of(
        is_wanted=is_wanted,
        holds=holds,
        wanted=goal,
        can_read_decide=len(holds) > 1 and can_read_decide(holds, capabilities.reads),
        future=preload,
    )
    return CodeState(
        code,
        placement,
        is_wanted,
        goal,
        status,
        window,
        preload,
        is_preloaded,
        is_scheduled=window is not None and holds == {goal},
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
