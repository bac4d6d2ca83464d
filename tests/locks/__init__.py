"""Adapters, over real stacks where they can run."""

import pytest

pytest.register_assert_rewrite(
    "tests.locks.conformance",
    "tests.locks.linked_conformance",
    "tests.locks.lock_bench",
)
