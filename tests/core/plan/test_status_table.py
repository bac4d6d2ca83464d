"""The status table in the planner's docstring says what ``status_of`` returns, for every combination of contents."""

from itertools import chain, combinations

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    Pin,
)
from custom_components.access_codes.core.plan import planner
from custom_components.access_codes.core.plan.code_state import status_of
from tests.support.builders import hours

MINE: Content = KnownPin(Pin("1357"))
LATER: Content = KnownPin(Pin("1357"), hours(1, 2))
ANOTHER: Content = KnownPin(Pin("2468"))

ITS_PIN = "its PIN"
ITS_PIN_LATER = "its PIN, with a window still to come"
NOTHING = "nothing"
DECIDABLE_LATER = "nothing or that, a read can decide"
UNDECIDABLE_LATER = "nothing or that, no read can decide"
ANOTHER_CONTENT = "one other content"
DECIDABLE = "several, and a read can decide"
UNDECIDABLE = "several, and no read can decide"
ROWS = (
    ITS_PIN,
    ITS_PIN_LATER,
    NOTHING,
    DECIDABLE_LATER,
    UNDECIDABLE_LATER,
    ANOTHER_CONTENT,
    DECIDABLE,
    UNDECIDABLE,
)

COLUMNS = {"PIN wanted": MINE, "removal allowed": EMPTY, "not wanted": None}
"""What the slot is to hold; None for a code that is not wanted."""

HOLDS = [
    frozenset(contents)
    for contents in chain.from_iterable(
        combinations((EMPTY, UNREADABLE, MINE, LATER, ANOTHER), size)
        for size in range(1, 6)
    )
]


def row_of(holds: frozenset[Content], *, can_read_decide: bool) -> str:
    """Return the row of the table for the possible contents of a slot."""
    if holds == {EMPTY, LATER}:
        return DECIDABLE_LATER if can_read_decide else UNDECIDABLE_LATER
    if len(holds) > 1:
        return DECIDABLE if can_read_decide else UNDECIDABLE
    (content,) = holds
    return {MINE: ITS_PIN, LATER: ITS_PIN_LATER, EMPTY: NOTHING}.get(
        content, ANOTHER_CONTENT
    )


def status_in(column: str, holds: frozenset[Content], *, can_read_decide: bool) -> str:
    """Return the status as the code computes it."""
    goal = COLUMNS[column]
    return status_of(
        is_wanted=goal is not None,
        holds=holds,
        wanted=MINE if goal is None else goal,
        can_read_decide=can_read_decide,
        future=LATER if goal is None else None,
    ).value


def cells() -> dict[tuple[str, str], set[str]]:
    """Return the statuses of each row and column over all combinations of contents."""
    found: dict[tuple[str, str], set[str]] = {}
    for holds in HOLDS:
        for can_read_decide in (True, False) if len(holds) > 1 else (False,):
            row = row_of(holds, can_read_decide=can_read_decide)
            for column in COLUMNS:
                status = status_in(column, holds, can_read_decide=can_read_decide)
                found.setdefault((row, column), set()).add(status)
    return found


def table() -> str:
    """Return the table as the docstring has it."""
    statuses = {cell: "/".join(sorted(found)) for cell, found in cells().items()}
    lines = [
        ("possible contents", *COLUMNS),
        *((row, *(statuses[row, column] for column in COLUMNS)) for row in ROWS),
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "    "
        + "  ".join(
            text.ljust(width) for text, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def test_the_table_in_the_planners_docstring_is_what_the_code_returns() -> None:
    assert planner.__doc__ is not None
    assert table() in planner.__doc__, f"the table is now:\n{table()}"


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("column", COLUMNS)
def test_all_contents_of_a_row_have_one_status(row: str, column: str) -> None:
    assert len(cells()[row, column]) == 1
