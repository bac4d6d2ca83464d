"""What holds for every test of the contract."""

from collections.abc import Iterator

import pytest

from tests.support.refusals import whole_refusals


@pytest.fixture(autouse=True, scope="module")
def refusals_are_whole() -> Iterator[None]:
    """Have each refusal checked for its text, its field and its placeholders."""
    with whole_refusals():
        yield
