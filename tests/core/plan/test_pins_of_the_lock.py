"""PINs of the lock's choice: they are forgotten once the lock does not hold them, as it chooses new ones."""

from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    AccessCode,
    ExternalChange,
    Placement,
)
from custom_components.access_codes.core.plan.planner import plan
from tests.support.builders import NOW, a_code, a_record, a_world, able, held

CHOSEN: dict[str, Any] = {"is_pin_chosen_by_lock": True}
SLOT = Placement("1", "b", frozenset({held("7351")}), True)


def pins(code: AccessCode, slot: Placement | None = None, **abilities: Any) -> bool:
    """Return whether the PIN of a code, that is not the first one, is known after a decision."""
    record = a_record(
        a_code("a", None, **CHOSEN),
        code,
        capabilities=able(**{"is_pin_chosen_by_lock": True, **abilities}),
        is_read=True,
        placements={} if slot is None else {"1": slot},
    )
    return plan(record, a_world()).record.codes["b"].pin is not None


@pytest.mark.contract("12.78")
def test_a_pin_that_the_lock_chose_and_does_not_hold_any_more_is_forgotten() -> None:
    code = a_code("b", "7351", **CHOSEN)
    assert not pins(code)
    assert not pins(code, Placement("1", "b", frozenset({EMPTY}), True))
    assert pins(code, SLOT)
    assert pins(code, is_pin_chosen_by_lock=False)


@pytest.mark.contract("12.78")
def test_a_pin_that_a_person_chose_or_took_off_or_that_is_to_go_is_kept() -> None:
    assert pins(a_code("b", "7351"))
    assert pins(a_code("b", "7351", external=ExternalChange.REMOVED, **CHOSEN))
    assert pins(a_code("b", "7351", paused_at=NOW, **CHOSEN))
