"""Damaged files: whatever is on the disk is a record that can be worked with, or is refused."""

from contextlib import suppress
import json
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import orjson
import pytest

from custom_components.access_codes.core.model import LockRecord
from custom_components.access_codes.core.record.record_json import (
    RecordUnreadable,
    from_json,
    to_json,
)
from simulators.fuzz_record import NOW, good_files, good_records, swallow
from tests.support.record_strategies import records

FILES = good_files()
ANY = settings(deadline=None, suppress_health_check=list(HealthCheck))
EXTREMES: list[Any] = [
    None,
    True,
    0,
    -1,
    2**53,
    -(2**63),
    2**64 - 1,
    1e308,
    -1e308,
    5e-324,
    "",
    "\x00",
    "{{ 1 }}",
    "a" * 100_000,
    "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59.999999+00:00",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59",
    "2026-06-01",
    "empty",
    "other",
    [],
    {},
    [[]],
    [None],
    {"": None},
]
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
anything = st.recursive(
    st.none()
    | st.booleans()
    | numbers
    | st.text(max_size=5)
    | st.sampled_from(EXTREMES),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def paths(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value of a file."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree)
    found = [path] if path else []
    if isinstance(tree, dict | list):
        for key, value in inner:
            found += (
                paths(value, (*path, key))
                if isinstance(value, dict | list)
                else [(*path, key)]
            )
    return found


def changed(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return a file with another value at one slot; a path that ends in None removes it."""
    copy: Any = json.loads(json.dumps(tree))
    at = copy
    for key in path[:-1]:
        at = at[key]
    if value is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return copy


def test_good_files_are_read() -> None:
    for content, record in zip(FILES, good_records(), strict=True):
        read = swallow(content)
        assert read is not None
        assert read.codes == record.codes


@ANY
@given(records())
def test_every_record_that_can_be_written_can_be_worked_with(
    record: LockRecord,
) -> None:
    assert swallow(json.dumps(to_json(record, NOW)).encode()) is not None


@ANY
@given(st.binary(max_size=400))
def test_noise_is_refused(noise: bytes) -> None:
    assert swallow(noise) is None


def test_a_file_that_ends_too_soon_is_refused_wherever_it_ends() -> None:
    for content in FILES:
        for end in range(len(content.rstrip()) - 1):
            assert swallow(content[:end]) is None


@ANY
@given(st.sampled_from(FILES), st.data())
def test_flipped_bits_give_a_record_or_are_refused(content: bytes, draw: Any) -> None:
    flipped = bytearray(content)
    for _ in range(draw.draw(st.integers(1, 3))):
        bit = draw.draw(st.integers(0, 8 * len(content) - 1))
        flipped[bit // 8] ^= 1 << bit % 8
    swallow(bytes(flipped))


def test_no_single_flipped_bit_of_a_file_loses_a_code_unseen() -> None:
    record = next(record for record in good_records() if record.codes)
    content = json.dumps(to_json(record, NOW)).encode()
    for bit in range(8 * len(content)):
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        with suppress(RecordUnreadable, orjson.JSONDecodeError):
            assert len(from_json(orjson.loads(flipped)).codes) == len(record.codes)


@ANY
@given(st.sampled_from(FILES), st.data())
def test_blocks_that_a_disk_lost_give_a_record_or_are_refused(
    content: bytes, draw: Any
) -> None:
    begin = draw.draw(st.integers(0, len(content) - 1))
    end = draw.draw(st.integers(begin, len(content)))
    filling = draw.draw(st.sampled_from([b"", b"\x00", b"\xff", b" ", content[:1]]))
    swallow(content[:begin] + filling * (end - begin) + content[end:])


@pytest.mark.parametrize("content", FILES[:2], ids=["empty", "full"])
def test_every_value_may_be_an_extreme_one(content: bytes) -> None:
    tree = json.loads(content)
    for path in paths(tree):
        for extreme in [*EXTREMES, ...]:
            swallow(json.dumps(changed(tree, path, extreme)).encode())


@ANY
@given(st.sampled_from(FILES), anything, st.data())
def test_any_value_may_be_anything(content: bytes, value: Any, draw: Any) -> None:
    tree = json.loads(content)
    path = draw.draw(st.sampled_from(paths(tree)))
    swallow(json.dumps(changed(tree, path, value)).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"codes":' * 50_000,
        b"[" * 5_000 + b"]" * 5_000,
        b'{"version": 1, "lock_id": "a", "codes": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"version": NaN}',
        b'{"version": 1e400, "lock_id": "a"}',
        b'{"version": 1, "lock_id": "a", "bucket": {"level": 1e400}}',
        b'{"version": 1, "lock_id": "a", "bucket": {"level": NaN}}',
        b'{"version": 1, "lock_id": "a", "event_count": 1' + b"0" * 10_000 + b"}",
        b'{"version": 1, "lock_id": "a", "event_count": 18446744073709551615}',
        b'{"version": 1, "lock_id": "a", "reset_at": "9999-12-31T23:59:59+00:00"}',
        b'{"version": 1, "lock_id": "\\ud800"}',
        b'{"version": 1, "lock_id": "\xed\xa0\x80"}',
        b'{"version": 1, "lock_id": "\xff"}',
        b'\xef\xbb\xbf{"version": 1, "lock_id": "a"}',
        '{"version": 1, "lock_id": "a"}'.encode("utf-16"),
        b'{"version": 1, "lock_id": "a"}{"version": 1, "lock_id": "a"}',
        b'{"version": 1.0, "lock_id": "a"}',
        b'{"version": true, "lock_id": "a"}',
        b'{"version": 2, "lock_id": "a"}',
        b'{"version": 0, "lock_id": "a"}',
        b'{"version": 1, "lock_id": "a", "codes": {}}',
        b'{"version": 1, "lock_id": "a", "codes": null}',
        b'{"version": 1}',
        b"{}",
        b"null",
        b"",
        b"\x00" * 4096,
    ],
)
def test_what_no_version_wrote_is_refused(content: bytes) -> None:
    assert swallow(content) is None


def test_a_code_in_two_slots_is_refused() -> None:
    """As atheris found it: the second slot was left without its code when the code went."""
    tree = json.loads(FILES[1])
    tree["placements"][1]["owner"] = tree["placements"][2]["owner"]
    assert swallow(json.dumps(tree).encode()) is None
