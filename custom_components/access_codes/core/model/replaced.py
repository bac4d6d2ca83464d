"""Comparison of two versions of a map of which most values are the very objects of before."""

from collections.abc import Iterator, Mapping
from itertools import compress
from operator import is_not


def replaced[V](before: Mapping[str, V], after: Mapping[str, V]) -> Iterator[str]:
    """Yield the keys of ``after`` that are new or have another object than before, without a step of Python for each."""
    return compress(after, map(is_not, after.values(), map(before.get, after)))
