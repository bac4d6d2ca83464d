"""A PIN shows itself to nobody who has not asked it to."""

import json
import logging
import pickle
import traceback

import pytest

from custom_components.access_codes.core.model import KnownPin, Pin

PIN = Pin("0073517351")


@pytest.mark.contract("3.4")
def test_a_pin_is_revealed_as_it_was_typed() -> None:
    assert PIN.reveal() == "0073517351"
    assert len(PIN) == 10


@pytest.mark.contract("1.3")
def test_no_way_of_printing_shows_a_pin(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("test").warning("%s %r %s", PIN, PIN, [KnownPin(PIN)])
    shown = [f"{PIN}", f"{PIN!r}", f"{PIN:>20}", str(PIN), repr({PIN: KnownPin(PIN)})]
    try:
        raise ValueError(PIN, KnownPin(PIN))  # noqa: TRY301
    except ValueError as error:
        shown += traceback.format_exception(error)
    assert "7351" not in "".join([*shown, caplog.text])


def test_a_pin_is_the_same_as_another_of_the_same_characters() -> None:
    assert Pin("0073517351") == PIN
    assert hash(Pin("0073517351")) == hash(PIN)
    assert Pin("73517351") != PIN
    assert PIN != "0073517351"
    assert {PIN, Pin("0073517351")} == {PIN}


def test_a_pin_is_compared_with_what_was_typed() -> None:
    assert PIN.matches("0073517351")
    assert not PIN.matches("73517351")
    assert not PIN.matches("")
    assert not PIN.matches("é☃")
    assert Pin("é☃").matches("é☃")


@pytest.mark.contract("1.3")
def test_a_pin_does_not_slip_into_json() -> None:
    with pytest.raises(TypeError) as refused:
        json.dumps({"code": PIN})
    assert "7351" not in str(refused.value)


@pytest.mark.contract("1.3")
def test_a_pin_is_not_pickled() -> None:
    with pytest.raises(TypeError) as refused:
        pickle.dumps(KnownPin(PIN))
    assert "7351" not in str(refused.value)
