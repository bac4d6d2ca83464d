"""A TTLock lock behind a gateway: codes of others with names of ours."""

import pytest

from tests.locks.named_codes import NamedCodesTests

from .conftest import TtlockBench


@pytest.fixture
def named(bench: TtlockBench) -> TtlockBench:
    """Give each test a lock."""
    return bench


class TestTtlockNames(NamedCodesTests):
    """A TTLock lock behind a gateway."""
