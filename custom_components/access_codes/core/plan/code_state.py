"""How each code of a lock stands at this instant."""

from dataclasses import dataclass

from ..model import (
    EMPTY,
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
"""A wanted code's slot holds exactly what it ought to."""


@dataclass(slots=True)
class CodeState:
    """One code, where it is and where it ought to be."""

    code: AccessCode
    placement: Placement | None
    is_wanted: bool
    goal: Content
    """What its slot ought to hold while it is wanted."""
    status: Status


def code_states(
    edit: RecordEdit, capabilities: LockCapabilities | None, wanted: dict[str, bool]
) -> list[CodeState]:
    """Return how the codes stand, in their order."""
    is_virtual = capabilities is not None and capabilities.is_virtual
    reads = capabilities.reads if capabilities is not None else Readability.PIN
    states = []
    for access_code_id, code in edit.codes.items():
        placement = edit.by_owner.get(access_code_id)
        is_wanted = wanted[access_code_id]
        goal = wanted_content(code)
        if is_virtual:
            # Nobody can type a PIN in that is not known.
            is_held = is_wanted and goal is not UNREADABLE
            holds = frozenset({goal}) if is_held else EMPTY_SLOT
        else:
            holds = placement.possible if placement is not None else EMPTY_SLOT
        status = status_of(
            is_wanted=is_wanted,
            holds=holds,
            wanted=goal,
            can_read_decide=len(holds) > 1 and can_read_decide(holds, reads),
        )
        states.append(CodeState(code, placement, is_wanted, goal, status))
    return states


def status_of(
    *,
    is_wanted: bool,
    holds: frozenset[Content],
    wanted: Content,
    can_read_decide: bool,
    future: Content | None = None,
) -> Status:
    """Return the status; the first row that matches.

    ``holds`` is what the code's slot may hold; ``wanted`` what it ought to hold while the code is wanted (*empty*
    after an allowed removal at the lock); ``future`` the code with its own window, where the lock holds windows and
    the window is still to come. Reachability, commands in flight and errors never change a status.
    """
    if is_wanted:
        if holds == {wanted}:
            return Status.UNSET if wanted is EMPTY else Status.SET
        if len(holds) == 1 or can_read_decide:
            return Status.SETTING
        return Status.UNKNOWN
    if holds == {EMPTY} or (future is not None and holds == {future}):
        return Status.UNSET
    return Status.REMOVING
