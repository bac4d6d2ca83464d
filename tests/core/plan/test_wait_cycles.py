"""Groups of codes that wait for each other in a circle."""

import pytest

from custom_components.access_codes.core.plan.wait_cycles import wait_cycles


@pytest.mark.contract("4.19")
@pytest.mark.parametrize(
    ("waits_for", "expected"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"]}, []),
        ({"a": ["b"], "b": ["a"]}, [{"a", "b"}]),
        ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}, [{"a", "b"}, {"c", "d"}]),
        ({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["a"]}, [{"b", "c"}]),
        ({"a": ["b", "c"], "b": [], "c": ["a"]}, [{"a", "c"}]),
        (
            {"a": ["b"], "b": ["c", "d"], "c": ["a"], "d": ["b"]},
            [{"a", "b", "c", "d"}],
        ),
    ],
)
def test_each_circle_is_found_once(
    waits_for: dict[str, list[str]], expected: list[set[str]]
) -> None:
    found = wait_cycles(waits_for)
    assert len(found) == len(expected)
    assert all(group in found for group in expected)
