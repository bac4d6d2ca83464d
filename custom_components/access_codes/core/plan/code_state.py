"""State of each code at this instant: its slot, its wanted content, its status."""

from dataclasses import dataclass

from ..model import (
    EMPTY,
    UNDISCLOSED,
    UNREADABLE,
    AccessCode,
    Content,
    LockCapabilities,
    Placement,
    Readability,
    Status,
)
from ..record.edit import RecordEdit
from ..record.journal import EMPTY_SLOT, can_read_decide
from ..schedule import wanted_content

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


# contract 4.10, 13.83
def code_states(
    edit: RecordEdit, capabilities: LockCapabilities | None, wanted: dict[str, bool]
) -> list[CodeState]:
    """Return the states of all codes, in the order of the record."""
    is_virtual = capabilities is not None and capabilities.is_virtual
    reads = capabilities.reads if capabilities is not None else Readability.PIN
    states = []
    for access_code_id, code in edit.codes.items():
        placement = edit.by_owner.get(access_code_id)
        is_wanted = wanted[access_code_id]
        goal = wanted_content(code)
        if is_virtual and is_wanted:
            # A PIN that is not known cannot be checked by Home Assistant.
            is_held = goal not in (UNREADABLE, UNDISCLOSED)
            holds = frozenset({goal}) if is_held else EMPTY_SLOT
        else:
            holds = placement.may_hold if placement is not None else EMPTY_SLOT
        status = status_of(
            is_wanted=is_wanted,
            holds=holds,
            wanted=goal,
            can_read_decide=len(holds) > 1 and can_read_decide(holds, reads),
        )
        states.append(CodeState(code, placement, is_wanted, goal, status))
    return states


# contract 3.6, 4.2, 4.3, 4.4, 4.5, 4.6, 4.7, 4.8, 4.9
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
    after an allowed removal at the lock); ``future`` the code with its own window, where the lock holds windows and
    the window is still to come. Reachability, commands in flight and errors never change a status.
    """
    if is_wanted:
        if holds == {wanted} and wanted is not UNDISCLOSED:
            return Status.UNSET if wanted is EMPTY else Status.SET
        if len(holds) == 1 or can_read_decide:
            return Status.SETTING
        return Status.UNKNOWN
    if holds == {EMPTY} or (future is not None and holds == {future}):
        return Status.UNSET
    return Status.REMOVING
