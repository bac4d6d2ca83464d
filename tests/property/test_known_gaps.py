"""Stories that still break a promise: each is to be mended, and fails here once it is."""

import pytest

from tests.support.contract_promises import Violation
from tests.support.unruly_story import run_story
from tests.support.unruly_strategies import Character


@pytest.mark.xfail(strict=True, raises=Violation, reason="to be mended")
def test_a_lock_that_shortens_pins_drops_out_of_reach_amid_the_first_write() -> None:
    character = Character(
        slots=2,
        echoes=(8.0,),
        duplicates="taken",
        confirms_writes=False,
        alteration="shortened",
    )
    run_story(character, ("create", 0, None), ("flap", 6, 1.0))


@pytest.mark.xfail(strict=True, raises=Violation, reason="to be mended")
def test_a_lock_that_names_slots_and_chooses_pins_gets_a_code_of_others_after_a_crash() -> (
    None
):
    character = Character(
        naming="by_lock",
        slots=1,
        duplicates="taken",
        confirms_writes=False,
        is_pin_chosen=True,
    )
    run_story(
        character,
        ("create", 0, None),
        ("crash",),
        ("delete", 0),
        ("type", 0, 0, ()),
    )
