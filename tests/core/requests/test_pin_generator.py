"""PINs that are drawn: which are left out, and that each of the rest has the same chance."""

from collections import Counter
from dataclasses import replace
from itertools import count, product
import random
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    LockRecord,
    Pin,
    Settings,
    World,
)
from custom_components.access_codes.core.requests import pin_generator as pins
from tests.support.builders import (
    HOUR,
    NOW,
    a_code,
    a_record,
    a_world,
    able,
    held,
    hours,
    placed,
)
from tests.support.request_helpers import create, refusal_of

type Lock = tuple[LockRecord, World]


def a_lock(*known: str, settings: Settings = Settings(), **abilities: Any) -> Lock:
    """Return a lock on which these PINs are known."""
    codes = [a_code(str(number), pin) for number, pin in enumerate(known)]
    return a_record(*codes, capabilities=able(**abilities)), a_world(settings=settings)


def generated(*locks: Lock, length: int | None = None, name: str = "") -> set[str]:
    """Return every PIN that can be drawn, and show that one number in ``draw`` leads to each.

    A draw that is not accepted is made again, so what counts is the first number of each.
    """
    size = 0
    accepted: Counter[str] = Counter()
    for number in count():
        draws = 0

        def draw(n: int, number: int = number) -> int:
            nonlocal draws, size
            draws += 1
            size = n
            if draws > 1:
                raise LookupError
            return number

        if size and number >= size:
            break
        try:
            accepted[pins.generate(locks, length, draw, name).reveal()] += 1
        except LookupError:
            continue
    assert set(accepted.values()) <= {1}
    return set(accepted)


def all_of(characters: str, length: int) -> set[str]:
    return {"".join(picked) for picked in product(characters, repeat=length)}


@pytest.mark.contract("7.5")
@pytest.mark.parametrize(
    "pin",
    [
        "1111",
        "0007",
        "9111",
        "4444",
        "72226",
        "1234",
        "9876",
        "0123",
        "7890",
        "8901",
        "0987",
        "5432",
        "91239",
        "73210",
        "1123",
        "abcd",
        "zyx7",
        "1212",
        "4545",
        "7373",
        "123123",
        "47147147",
        "8181818",
        "AbAb",
        "1900",
        "1999",
        "2026",
        "2099",
    ],
)
def test_a_pin_that_is_easily_guessed_is_not_generated(pin: str) -> None:
    assert pins.is_easily_guessed(pin)


@pytest.mark.contract("7.5")
@pytest.mark.parametrize(
    "pin",
    [
        "4826",
        "1899",
        "2133",
        "19970",
        "1357",
        "2468",
        "7301",
        "9173",
        "11223",
        "121213",
        "48264",
        "aBc7",
        "19a0",
        "1221",
    ],
)
def test_a_pin_that_is_hard_to_guess_may_be_generated(pin: str) -> None:
    assert not pins.is_easily_guessed(pin)


@pytest.mark.contract("7.1")
def test_what_is_left_of_four_digits_is_drawn_with_equal_chances() -> None:
    found = generated(a_lock("4826", settings=Settings(default_code_length=4)))
    assert found == {
        pin
        for pin in all_of("0123456789", 4)
        if pin != "4826" and not pins.is_easily_guessed(pin)
    }
    assert 9000 < len(found) < 9500


@pytest.mark.contract("7.1")
def test_the_last_pins_are_drawn_with_equal_chances_too() -> None:
    """All draws of the first kind miss; the one after them picks among what is left."""
    everything = all_of("123", 4)
    left = sorted(pin for pin in everything if not pins.is_easily_guessed(pin))
    known = left[5:]
    lock = a_lock(*known, characters="123", settings=Settings(default_code_length=4))
    found = []
    for number in range(5):
        sizes: list[int] = []

        def draw(n: int, number: int = number, sizes: list[int] = sizes) -> int:
            sizes.append(n)
            return number if n == 5 else 0

        found.append(pins.generate([lock], None, draw).reveal())
        assert sizes[-1] == 5
        assert set(sizes[:-1]) == {81}
    assert sorted(found) == left[:5]


def test_a_lock_on_which_every_pin_is_known_says_so() -> None:
    known = all_of("12", 4)
    lock = a_lock(*known, characters="12", settings=Settings(default_code_length=4))
    refused = refusal_of(pins.generate, [lock], None, random.Random(1).randrange)
    assert (refused.key, refused.placeholders) == (
        "no_pin_left",
        {"field": "code", "limit": "4"},
    )


def test_drawing_ends_where_there_are_too_many_pins_to_look_at_each() -> None:
    lock = a_lock(characters="0123456789", code_lengths=(8,))
    draws: list[int] = []

    def draw(n: int) -> int:
        draws.append(n)
        return 0

    refused = refusal_of(pins.generate, [lock], None, draw)
    assert refused.key == "no_pin_left"
    assert len(draws) == 20_000


@pytest.mark.contract("7.3")
def test_every_pin_that_the_lock_is_known_to_hold_is_left_out() -> None:
    everything = {pin for pin in all_of("1357", 4) if not pins.is_easily_guessed(pin)}
    record = a_record(
        a_code("a", "1375", window=hours(-2, -1)),
        a_code("b", "1735", deleted_at=NOW),
        a_code("c", "1753", used_at=NOW),
        a_code("d", None),
        capabilities=able(characters="1357"),
        placements=placed("1", "a", held("3157"), held("3175"), EMPTY, UNREADABLE),
    )
    world = a_world(
        observed={"2": held("3517"), "3": UNREADABLE},
        settings=Settings(default_code_length=4),
    )
    known = {"1375", "1735", "1753", "3157", "3175", "3517"}
    assert known <= everything
    assert generated((record, world)) == everything - known


@pytest.mark.contract("7.6")
def test_neither_is_part_of_the_other_name_or_pin() -> None:
    lock = a_lock(characters="1357aA", settings=Settings(default_code_length=4))
    found = generated(lock, name="Room 1375")
    assert "1375" not in found
    assert "3175" in found
    found = generated(lock, name=" 37 ")
    assert found
    assert not any("37" in pin for pin in found)
    found = generated(lock, name="guest 1A37")
    assert not {"1a37", "1A37"} & found
    assert {"1a73", "1A73"} <= found


@pytest.mark.contract("7.6")
def test_no_pin_is_part_of_the_key() -> None:
    lock = a_lock(characters="1357", settings=Settings(default_code_length=4))

    def drawn(start: int, key: str) -> str:
        numbers = count(start)

        def draw(n: int) -> int:
            return next(numbers) % n

        return pins.generate([lock], None, draw, key=key).reveal()

    def found(key: str) -> set[str]:
        return {drawn(start, key) for start in range(4**4)}

    assert {"1375", "3157", "5173"} <= found("")
    assert found("door 1375-3157") == found("") - {"1375", "3157"}


@pytest.mark.contract("7.4")
def test_without_an_enter_key_no_pin_begins_with_another() -> None:
    abilities: dict[str, Any] = {"characters": "1357", "code_lengths": (4, 5, 6)}
    open_ended = a_lock("13", "571537", "75137", has_enter_key=False, **abilities)
    options = Settings(default_code_length=5)
    found = generated((open_ended[0], a_world(settings=options)))
    assert found
    for pin in found:
        assert not pin.startswith("13")
        assert pin not in {"57153", "75137"}
    closed = a_lock("13", "571537", "75137", **abilities)
    with_enter = generated((closed[0], a_world(settings=options)))
    assert {"57153", "13573", "13753"} <= with_enter
    assert "75137" not in with_enter


@pytest.mark.contract("7.3")
def test_of_several_locks_each_leaves_out_what_it_knows() -> None:
    settings = Settings(default_code_length=4)
    one = a_lock("1375", "31", characters="13579", settings=settings)
    other = a_lock(
        "5713", "75", characters="7531", has_enter_key=False, settings=settings
    )
    found = generated(one, other)
    assert found == {
        pin
        for pin in all_of("1357", 4)
        if not pins.is_easily_guessed(pin)
        and pin not in {"1375", "5713"}
        and not pin.startswith("75")
    }


@pytest.mark.contract("7.2", "14.12")
@pytest.mark.parametrize(
    ("locks", "preferred", "length"),
    [
        ([((4, 5, 6, 7, 8), 6)], None, 6),
        ([((4, 5, 6, 7, 8), 6)], 8, 8),
        ([((4, 5, 6, 7, 8), 6)], 9, 6),
        ([((2, 3, 4), 6)], None, 4),
        ([((3, 4, 5, 8), 6)], 3, 5),
        ([((4, 8), 6)], None, 8),
        ([((4, 10), 6)], None, 4),
        ([((3, 5), 3)], None, 5),
        ([((10, 4, 7), 6)], None, 7),
        ([((4, 6, 8), 6), ((4, 8), 8)], None, 8),
        ([((4, 6, 8), 6), ((4, 8), 8)], 6, 8),
        ([((4, 6, 8), 6), ((4, 8), 8)], 4, 4),
        ([((4, 8), 8), ((4, 6, 8), 6)], None, 8),
        ([((4, 5, 9), 7), ((4, 5, 9), 6)], None, 9),
    ],
)
def test_the_length_is_the_preferred_else_the_default_else_the_nearest(
    locks: list[tuple[tuple[int, ...], int]], preferred: int | None, length: int
) -> None:
    drawn = pins.generate(
        [
            a_lock(code_lengths=lengths, settings=Settings(default_code_length=default))
            for lengths, default in locks
        ],
        preferred,
        random.Random(4).randrange,
    )
    assert len(drawn) == length


@pytest.mark.contract("7.7")
def test_options_narrow_the_lengths_of_generated_pins() -> None:
    lock = a_lock(settings=Settings(max_code_length=5))
    assert len(pins.generate([lock], 8, random.Random(4).randrange)) == 5


@pytest.mark.contract("7.2")
@pytest.mark.parametrize(
    "locks",
    [
        [a_lock(code_lengths=(2, 3))],
        [a_lock(code_lengths=(4,)), a_lock(code_lengths=(6,))],
        [a_lock(settings=Settings(min_code_length=9))],
    ],
)
def test_no_pin_is_generated_where_no_length_of_four_or_more_is_common(
    locks: list[Lock],
) -> None:
    refused = refusal_of(pins.generate, locks, None, random.Random(1).randrange)
    assert (refused.key, refused.placeholders) == (
        "no_common_code_length",
        {"field": "code", "limit": "4"},
    )


def test_no_pin_is_generated_before_every_lock_is_known_or_without_common_characters() -> (
    None
):
    draw = random.Random(1).randrange
    unknown = (a_record(capabilities=None), a_world())
    assert refusal_of(pins.generate, [a_lock(), unknown], None, draw).key == (
        "lock_not_known_yet"
    )
    unknown_codes = [a_lock(characters="12345"), a_lock(characters="67890")]
    assert refusal_of(pins.generate, unknown_codes, None, draw).key == ("no_pin_left")


@pytest.mark.contract("7.7")
def test_a_character_that_a_lock_names_twice_has_no_greater_chance() -> None:
    settings = Settings(default_code_length=4)
    once, twice = (
        generated(a_lock(characters=characters, settings=settings))
        for characters in ("1357", "11357")
    )
    assert once == twice


def test_many_codes_made_one_after_another_keep_every_rule() -> None:
    record = a_record(
        capabilities=able(
            is_virtual=True, has_enter_key=False, code_lengths=(4, 5, 6, 7, 8)
        )
    )
    for number in range(200):
        made, code = create(
            record,
            name=f"Guest {number}",
            preferred_code_length=4 + number % 5,
            ends_at=NOW + HOUR,
        )
        code = replace(code, access_code_id=str(number), window=hours(-2, -1))
        record = replace(made, codes={**record.codes, str(number): code})
    drawn = [code.pin.reveal() for code in record.codes.values() if code.pin]
    assert len(set(drawn)) == 200
    assert not any(map(pins.is_easily_guessed, drawn))
    assert not any(
        one != other and other.startswith(one) for one in drawn for other in drawn
    )


known_pins = st.lists(st.text("0123456789", min_size=1, max_size=8), max_size=30)


@pytest.mark.contract("7.7")
@given(
    known=known_pins,
    others=known_pins,
    name=st.text(" 0123456789ab", max_size=5),
    lengths=st.sets(st.integers(2, 8), min_size=1),
    default=st.integers(3, 9),
    preferred=st.none() | st.integers(1, 10),
    has_enter_key=st.booleans(),
    seed=st.integers(0, 2**32),
)
def test_a_generated_pin_never_breaks_a_rule(
    *,
    known: list[str],
    others: list[str],
    name: str,
    lengths: set[int],
    default: int,
    preferred: int | None,
    has_enter_key: bool,
    seed: int,
) -> None:
    record, world = a_lock(
        *known,
        code_lengths=tuple(sorted(lengths)),
        has_enter_key=has_enter_key,
        settings=Settings(default_code_length=default),
    )
    world = replace(
        world, observed={str(slot): held(pin) for slot, pin in enumerate(others)}
    )
    if max(lengths) < 4:
        refusal_of(
            pins.generate, [(record, world)], preferred, random.Random(seed).randrange
        )
        return
    if not has_enter_key and any(len(pin) == 1 for pin in (*known, *others)):
        return
    pin = pins.generate(
        [(record, world)], preferred, random.Random(seed).randrange, name
    )
    typed = pin.reveal()
    assert len(pin) in lengths
    assert len(pin) >= 4
    assert typed not in {*known, *others}
    assert typed not in name
    assert not name.strip() or name.strip() not in typed
    assert not pins.is_easily_guessed(typed)
    if not has_enter_key:
        assert not any(
            typed.startswith(other) or other.startswith(typed)
            for other in (*known, *others)
        )
    assert isinstance(pin, Pin)
