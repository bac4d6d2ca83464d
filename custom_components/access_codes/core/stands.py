"""How each code of a lock stands at this instant."""

from dataclasses import dataclass

from .clockwork import wanted_content
from .draft import Draft
from .journal import EMPTY_PLACE, can_read_decide
from .model import (
    OTHER,
    AccessCode,
    Content,
    LockCapabilities,
    Placement,
    Reads,
    Status,
)
from .status import status_of

AT_REST = frozenset({Status.SET, Status.UNSET})
"""A wanted code's place holds exactly what it ought to."""


@dataclass(slots=True)
class Stand:
    """One code, where it is and where it ought to be."""

    code: AccessCode
    placement: Placement | None
    is_wanted: bool
    goal: Content
    """What its place ought to hold while it is wanted."""
    status: Status


def stands_of(
    draft: Draft, capabilities: LockCapabilities | None, wanted: dict[str, bool]
) -> list[Stand]:
    """Return how the codes stand, in their order."""
    is_virtual = capabilities is not None and capabilities.is_virtual
    reads = capabilities.reads if capabilities is not None else Reads.PIN
    stands = []
    for access_code_id, code in draft.codes.items():
        placement = draft.by_owner.get(access_code_id)
        is_wanted = wanted[access_code_id]
        goal = wanted_content(code)
        if is_virtual:
            # Nobody can type a PIN in that is not known.
            is_held = is_wanted and goal is not OTHER
            holds = frozenset({goal}) if is_held else EMPTY_PLACE
        else:
            holds = placement.possible if placement is not None else EMPTY_PLACE
        status = status_of(
            is_wanted=is_wanted,
            holds=holds,
            wanted=goal,
            can_read_decide=len(holds) > 1 and can_read_decide(holds, reads),
        )
        stands.append(Stand(code, placement, is_wanted, goal, status))
    return stands
