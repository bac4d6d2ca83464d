"""Capabilities of a lock: the name that fits it, and its answers to reads."""

import pytest

from custom_components.access_codes.core.model import LockCapabilities, Readability


@pytest.mark.parametrize(
    ("length", "name", "expected"),
    [(0, "Ada", None), (2, "Ada", "Ad"), (3, "Ada", "Ada"), (16, "Ada", "Ada")],
)
def test_a_name_is_cut_to_the_length_of_the_lock(
    length: int, name: str, expected: str | None
) -> None:
    assert LockCapabilities(name_length=length).fit_name(name) == expected


@pytest.mark.parametrize(
    ("reads", "expected"),
    [
        (Readability.PIN, True),
        (Readability.PRESENCE, True),
        (Readability.NOTHING, False),
    ],
)
def test_a_lock_answers_reads_with_the_pin_or_its_presence(
    reads: Readability, expected: bool
) -> None:
    assert LockCapabilities(reads=reads).can_be_read is expected
