"""Frames of a lock: what its answers say of a write, a slot and its limits."""

from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    KnownPin,
    Outcome,
    Pin,
)
from custom_components.access_codes.locks.adapter import NoSuchSlot
from custom_components.access_codes.locks.mqtt.frames import (
    Frame,
    attributes_of,
    outcome_of_write,
    slot_of,
)
from custom_components.access_codes.locks.zigbee.answers import SET_PIN
from custom_components.access_codes.locks.zigbee.command_errors import (
    CannotBeRead,
    CommandFailed,
)


def frame(*data: int) -> Frame:
    """Return a frame as Zigbee2MQTT writes it."""
    return Frame.from_buffer({"type": "Buffer", "data": [*data]})


@pytest.mark.parametrize(
    "buffer",
    [None, [], {}, {"data": None}, {"data": [25, 1]}, {"data": [300]}, {"data": ["a"]}],
)
def test_a_buffer_without_a_frame_is_no_answer(buffer: Any) -> None:
    with pytest.raises(CommandFailed) as caught:
        Frame.from_buffer(buffer)
    assert caught.value.outcome is Outcome.UNKNOWN


def test_the_code_of_a_manufacturer_is_skipped() -> None:
    assert frame(0x1D, 0x1D, 0x10, 56, 5, 0) == frame(25, 56, 5, 0)


@pytest.mark.contract("12.144")
@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        ((25, 1, 5, 0), Outcome.ACCEPTED),
        ((25, 1, 5, 1), Outcome.REFUSED),
        ((25, 1, 5, 2), Outcome.FULL),
        ((25, 1, 5, 3), Outcome.DUPLICATE),
        ((25, 1, 5, 77), Outcome.REFUSED),
        ((24, 1, 11, 5, 0), Outcome.ACCEPTED),
        ((24, 1, 11, 5, 0x81), Outcome.REFUSED),
        ((24, 1, 11, 5, 0x87), Outcome.INVALID),
        ((24, 1, 11, 5, 0x89), Outcome.FULL),
        ((24, 1, 11), Outcome.UNKNOWN),
        ((24, 1, 1, 5), Outcome.UNKNOWN),
        ((25, 1, 7, 0), Outcome.UNKNOWN),
        ((25, 1, 5), Outcome.UNKNOWN),
    ],
)
def test_the_locks_status_is_the_outcome(
    data: tuple[int, ...], outcome: Outcome
) -> None:
    assert outcome_of_write(frame(*data), SET_PIN) is outcome


@pytest.mark.contract("12.145")
def test_only_the_status_tells_whether_a_slot_is_occupied() -> None:
    digits = [*b"0123"]
    shown = slot_of(frame(25, 1, 6, 3, 0, 1, 0, 4, *digits), 3)
    assert shown.content == KnownPin(Pin("0123"))
    assert slot_of(frame(25, 1, 6, 3, 0, 0, 0xFF, 4, *digits), 3).content is EMPTY
    for masked in ([4, *b"****"], [0], [0xFF], [], [4, *b"12"], [2, 0xB2, 0xB3]):
        answer = slot_of(frame(25, 1, 6, 3, 0, 1, 0, *masked), 3)
        assert (answer.content, answer.is_inactive) == (UNREADABLE, False)


def test_a_code_that_is_switched_off_cannot_be_read() -> None:
    answer = slot_of(frame(25, 1, 6, 3, 0, 3, 0, 4, *b"0123"), 3)
    assert (answer.content, answer.is_inactive) == (UNREADABLE, True)
    answer = slot_of(frame(25, 1, 6, 3, 0, 2, 0, 0), 3)
    assert (answer.content, answer.is_inactive) == (UNREADABLE, False)


@pytest.mark.contract("12.145")
@pytest.mark.parametrize(
    "data",
    [
        (25, 1, 6, 4, 0, 0, 0xFF, 0),
        (25, 1, 6, 3, 1, 0, 0xFF, 0),
        (25, 1, 5, 3, 0, 0, 0xFF),
        (25, 1, 6, 3, 0, 0),
        (24, 1, 6, 3, 0, 0, 0xFF),
        (24, 1, 11, 6, 1),
    ],
)
def test_an_answer_about_something_else_is_none(data: tuple[int, ...]) -> None:
    with pytest.raises(CommandFailed) as caught:
        slot_of(frame(*data), 3)
    assert caught.value.outcome is Outcome.UNKNOWN


def test_a_slot_that_the_lock_lacks_is_none() -> None:
    with pytest.raises(NoSuchSlot):
        slot_of(frame(25, 1, 6, 3, 0, 0xFF, 0xFF, 0), 3)


@pytest.mark.contract("12.157")
@pytest.mark.parametrize("status", [0x81, 0x82])
def test_a_command_that_the_lock_lacks_is_named(status: int) -> None:
    with pytest.raises(CannotBeRead):
        slot_of(frame(24, 1, 11, 6, status), 3)


@pytest.mark.contract("12.146")
def test_attributes_are_read_one_by_one() -> None:
    told = (0x12, 0, 0, 0x21, 250, 0, 0x17, 0, 0x86, 0x18, 0, 0, 0x20, 4)
    assert attributes_of(frame(24, 1, 1, *told)) == {0x12: 250, 0x18: 4}
    assert attributes_of(frame(24, 1, 1, *told[:5])) == {}
    assert attributes_of(frame(24, 1, 1, *told[:3])) == {}
    assert attributes_of(frame(24, 1, 1, 0x12, 0, 0, 0x42, 1, 65)) == {}
    assert attributes_of(frame(24, 1, 11, 0, 0x82)) == {}
    assert attributes_of(frame(25, 1, 1, *told)) == {}
