"""Finding an access code: by a part of what it is known by, and by its PIN."""

import pytest

from custom_components.access_codes.core.model import Pin
from custom_components.access_codes.core.requests.lookup import (
    closeness,
    find_by_pin,
    is_found,
)
from tests.support.builders import NOW, a_code, a_record, a_world, hours
from tests.support.request_helpers import refusal_of


@pytest.mark.contract("6.147")
@pytest.mark.parametrize("search", ["RØd", "code-7", "CODE-7", "829", "48291"])
def test_a_part_of_name_id_or_pin_finds_a_code_in_either_case(search: str) -> None:
    code = a_code("code-7", "48291", name="Rød dør")
    assert is_found(code, search)


@pytest.mark.contract("6.147")
def test_what_is_no_part_finds_nothing() -> None:
    waiting = a_code("code-7", None, name="Rød dør")
    assert not is_found(waiting, "48291")
    assert not is_found(waiting, "XX")
    assert not is_found(a_code("code-7", "48291"), "4829 1")
    assert is_found(waiting, "")


def test_of_one_pin_the_code_that_is_valid_or_closest_to_it_is_found() -> None:
    now, next_one, last_one = hours(-1, 1), hours(2, 3), hours(-3, -2)
    codes = [
        a_code(id_, "48291", window=w)
        for id_, w in zip("abc", (now, next_one, last_one), strict=True)
    ]
    world = a_world()
    for count, found in ((3, "a"), (2, "b"), (1, "c")):
        record = a_record(*codes[3 - count :])
        assert find_by_pin(record, world, "48291").access_code_id == found
    assert refusal_of(find_by_pin, a_record(*codes), world, "1").key == "code_not_found"
    order = [closeness(code, NOW, is_over=False)[0] for code in codes]
    assert order == [0, 1, 2]
    assert closeness(codes[0], NOW, is_over=True)[0] == 2
    assert Pin("48291").matches("48291")
