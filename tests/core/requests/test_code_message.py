"""Messages about codes: their placeholders, and what stands for them."""

import pytest

from custom_components.access_codes.core.requests.code_message import (
    LONGEST_MESSAGE,
    PLACEHOLDERS,
    checked_placeholders,
    fill,
    for_each_lock,
)
from custom_components.access_codes.core.requests.refused import Refused

VALUES = {
    "name": "Ada {code}",
    "code": "482915",
    "starts_at": "noon",
    "ends_at": "midnight",
    "locks": "Front door",
}


@pytest.mark.contract("16.3")
def test_each_placeholder_stands_for_its_value() -> None:
    message = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    assert checked_placeholders(message) == set(PLACEHOLDERS)
    # A value is no text with placeholders of its own.
    assert fill(message, VALUES) == "Ada {code}, 482915, noon, midnight, Front door"


@pytest.mark.contract("16.3")
def test_a_message_may_have_no_placeholder_one_twice_and_space_in_its_braces() -> None:
    assert checked_placeholders("Welcome!") == set()
    assert fill("Welcome!", VALUES) == "Welcome!"
    assert checked_placeholders("{code} { code\n}") == {"code"}
    assert fill("{code} { code\n}", VALUES) == "482915 482915"


@pytest.mark.contract("16.3")
@pytest.mark.parametrize(
    "message",
    [
        "{482915}",
        "{}",
        "{Code}",
        "{code!r}",
        "{code:>9}",
        "{name.__class__}",
        "{{code}}",
        "{code",
        "code}",
        "{name} {pin}",
    ],
)
def test_what_else_stands_in_braces_is_refused_without_being_repeated(
    message: str,
) -> None:
    with pytest.raises(Refused) as refused:
        checked_placeholders(message)
    assert refused.value.key == "message_placeholder_unknown"
    assert refused.value.placeholders == {
        "field": "message",
        "limit": "name, code, starts_at, ends_at, locks",
    }


@pytest.mark.contract("16.11")
@pytest.mark.parametrize(
    ("message", "key"),
    [
        ("", "message_blank"),
        (" \n", "message_blank"),
        ("x" * (LONGEST_MESSAGE + 1), "message_too_long"),
    ],
)
def test_a_message_that_cannot_be_sent_is_refused(message: str, key: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_placeholders(message)
    assert refused.value.key == key
    assert refused.value.placeholders["field"] == "message"
    checked_placeholders("x" * LONGEST_MESSAGE)


@pytest.mark.contract("16.6")
def test_what_differs_between_locks_is_told_for_each() -> None:
    locks = ["Front door", "Back door"]
    assert for_each_lock(["1234", "1234"], locks) == "1234"
    assert for_each_lock(["1234"], locks[:1]) == "1234"
    told = for_each_lock(["1234", "5678"], locks)
    assert told == "Front door: 1234, Back door: 5678"
