"""Section 12 of docs/behaviour.md: PINs that a family cannot take."""

import random

import pytest

from custom_components.access_codes.core.model import (
    LockCapabilities,
    Pin,
    PinObjection,
)
from custom_components.access_codes.core.requests.pin_generator import generate
from tests.support.builders import a_record, a_world, able
from tests.support.request_helpers import create, refusal_of


@pytest.mark.contract("12.28")
@pytest.mark.parametrize(
    ("pin", "objection"),
    [
        ("1234", None),
        ("123", PinObjection.LENGTH),
        ("12x4", PinObjection.CHARACTERS),
        ("0234", PinObjection.BEGINNING),
        ("9934", PinObjection.BEGINNING),
        ("9834", None),
    ],
)
def test_a_family_names_the_pins_that_it_cannot_take(
    pin: str, objection: PinObjection | None
) -> None:
    capabilities = LockCapabilities(forbidden_beginnings=("0", "99"))
    assert capabilities.objection_to(Pin(pin)) is objection


@pytest.mark.contract("12.28")
def test_a_pin_with_a_forbidden_beginning_is_refused_and_never_generated() -> None:
    record = a_record(capabilities=able(forbidden_beginnings=("0", "99")))
    refused = refusal_of(create, record, code=Pin("0482"))
    assert refused.key == "code_beginning_not_taken"
    assert refused.placeholders == {"field": "code", "limit": "0, 99"}
    draw = random.Random(1).randrange
    pins = [generate([(record, a_world())], 4, draw).reveal() for _ in range(300)]
    assert not [pin for pin in pins if pin.startswith(("0", "99"))]
    assert {pin[0] for pin in pins} == set("123456789")
