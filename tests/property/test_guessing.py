"""How far guessing gets: what the documentation says follows from the rules that hold guessing back."""

from datetime import timedelta
from pathlib import Path
import random

from hypothesis import given, strategies as st
import pytest

from custom_components.access_codes.core.model import Bucket, LockRecord, Pin
from custom_components.access_codes.core.requests import generate
from custom_components.access_codes.core.requests.enter_code import (
    CAPACITY,
    DRAIN,
    check_entry,
)
from simulators.guessing import (
    DAY,
    chance,
    drawn_pins,
    guess_at_full_speed,
    most_tries,
    table,
)
from tests.support.builders import NOW, a_code, a_record, a_world, able

EMPTY_BUCKET = LockRecord("lock")


@pytest.mark.parametrize("span", [timedelta(), DRAIN, timedelta(hours=1), DAY, 7 * DAY])
def test_guessing_at_full_speed_gets_as_many_tries_as_are_reckoned_with(
    span: timedelta,
) -> None:
    tries = list(guess_at_full_speed(EMPTY_BUCKET, NOW, span))
    assert len(tries) == most_tries(span)
    assert most_tries(DAY) == 293


def test_the_second_day_of_guessing_brings_no_more_than_what_drains() -> None:
    full = LockRecord("lock", bucket=Bucket(CAPACITY, NOW))
    tries = list(guess_at_full_speed(full, NOW, DAY))
    assert len(tries) == most_tries(DAY, level=CAPACITY) == 288


def test_guessing_just_below_the_limit_is_never_held_back_and_gets_no_further() -> None:
    record, tries = EMPTY_BUCKET, 0
    for number in range(288):
        record, verdict = check_entry(record, NOW + number * DRAIN, "")
        assert verdict.denial == "unknown_code"
        tries += 1
    assert tries < most_tries(DAY)


@given(st.lists(st.integers(0, 1200), min_size=1, max_size=400))
def test_no_rhythm_of_guessing_gets_further(pauses: list[int]) -> None:
    record, now, tries = EMPTY_BUCKET, NOW, 0
    for pause in pauses:
        now += timedelta(seconds=pause)
        record, verdict = check_entry(record, now, "")
        tries += verdict.denial == "unknown_code"
    assert tries <= most_tries(now - NOW)


def test_all_pins_of_four_digits_that_are_drawn_are_counted() -> None:
    record = a_record(capabilities=able(code_lengths=(4,)))
    numbers = random.Random(7)
    drawn = {
        generate([(record, a_world())], 4, numbers.randrange).reveal()
        for _ in range(60_000)
    }
    assert len(drawn) <= drawn_pins(4)
    assert len(drawn) > 0.99 * drawn_pins(4)


@pytest.mark.parametrize(
    ("tries", "codes", "space", "expected"),
    [
        (0, 1, 100, 0.0),
        (1, 1, 100, 0.01),
        (100, 1, 100, 1.0),
        (50, 1, 100, 0.5),
        (2, 2, 4, 5 / 6),
        (99, 5, 100, 1.0),
    ],
)
def test_the_chance_is_that_of_drawing_without_putting_back(
    tries: int, codes: int, space: int, expected: float
) -> None:
    assert chance(tries, codes, space) == pytest.approx(expected)


def test_a_right_code_in_between_gives_no_further_tries() -> None:
    record, tries = a_record(a_code()), 0
    assert record.codes["a"].pin == Pin("4826")
    for second in range(3600):
        now = NOW + timedelta(seconds=second)
        record, verdict = check_entry(record, now, "4826" if second % 2 else "0000")
        tries += verdict.denial == "unknown_code"
    assert tries <= most_tries(timedelta(hours=1))


def test_the_documentation_says_what_follows_from_the_rules() -> None:
    documentation = Path(__file__).parents[2] / "docs" / "reliability.md"
    assert table() in documentation.read_text(encoding="utf-8")
