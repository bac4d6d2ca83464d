"""The slots that may hold a PIN, followed from one decision to the next."""

from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import EMPTY, Content, Placement
from custom_components.access_codes.core.plan.pin_holders import PinHolders
from tests.support.builders import held

PINS = tuple(held(pin).pin for pin in ("1024", "2048", "4096"))
ONE, TWO, THREE = (held(pin) for pin in ("1024", "2048", "4096"))


def slots(**contents: tuple[Content, ...]) -> dict[str, Placement]:
    return {
        slot: Placement(slot, f"owner of {slot}", frozenset(possible))
        for slot, possible in contents.items()
    }


BEFORE = slots(a=(ONE,), b=(ONE, TWO), c=(EMPTY,))


def changed(**contents: tuple[Content, ...]) -> dict[str, Placement]:
    """Return the placements with some slots changed, added or, where nothing is given, removed."""
    after = {
        **BEFORE,
        **slots(**{slot: held for slot, held in contents.items() if held}),
    }
    return {slot: after[slot] for slot in after if contents.get(slot, (EMPTY,))}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BEFORE, set()),
        (changed(a=(TWO,)), {ONE, TWO}),
        (changed(b=(TWO,)), {ONE, TWO}),
        (changed(c=(ONE,)), {ONE}),
        (changed(c=(THREE,)), {THREE}),
        (changed(a=()), {ONE}),
        (changed(b=(), c=(TWO, THREE)), {ONE, TWO, THREE}),
        (changed(d=(ONE, THREE)), {ONE, THREE}),
        (changed(a=(THREE,), b=(THREE,), c=(THREE,)), {ONE, TWO, THREE}),
        (dict(reversed(changed(c=(ONE,)).items())), {ONE}),
        ({**BEFORE, "c": replace(BEFORE["c"], needs_read=True)}, set()),
    ],
)
def test_holders_after_changes_are_those_that_would_be_found_anew(
    after: dict[str, Placement], expected: set[Content]
) -> None:
    holders = PinHolders(BEFORE)
    for pin in PINS:
        holders.with_pin(pin)
    moved, pins = holders.moved_to(after)
    assert pins == {pin.pin for pin in expected if pin is not EMPTY}  # type: ignore[union-attr]
    anew = PinHolders(after)
    for pin in PINS:
        assert moved.with_pin(pin) == anew.with_pin(pin)
    assert moved.placements is after


def test_holders_stay_as_they_are_for_the_decision_that_asked() -> None:
    holders = PinHolders(BEFORE)
    assert [found.slot for found in holders.with_pin(ONE.pin)] == ["a", "b"]
    holders.moved_to(changed(a=(TWO,)))
    assert [found.slot for found in holders.with_pin(ONE.pin)] == ["a", "b"]
    assert holders.with_pin(THREE.pin) == ()
