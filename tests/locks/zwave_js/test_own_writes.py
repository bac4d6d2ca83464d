"""Which of our own writes a notification is about."""

from collections.abc import Callable

import pytest

from custom_components.access_codes.core.model import EMPTY, KnownPin, Outcome, Pin
from custom_components.access_codes.locks.zwave_js.notifications import (
    CodeChanged,
    CodeEvent,
)
from custom_components.access_codes.locks.zwave_js.own_writes import OwnWrite, OwnWrites
from homeassistant.core import HomeAssistant

ONE = KnownPin(Pin("1357"))
OTHER = KnownPin(Pin("8642"))
ADDED = CodeChanged(CodeEvent.ADDED, None)
DUPLICATE = CodeChanged(CodeEvent.DUPLICATE, None)

type Begin = Callable[[str, KnownPin, Outcome], OwnWrite]


@pytest.fixture
def writes(hass: HomeAssistant) -> OwnWrites:
    """Return the writes to a lock, none so far."""
    return OwnWrites(hass)


@pytest.fixture
def ended(writes: OwnWrites) -> Begin:
    """Return a function that makes a write which has ended."""

    def make(slot: str, content: KnownPin, outcome: Outcome) -> OwnWrite:
        with writes.begin(slot, content) as write:
            write.outcome = outcome
        return write

    return make


@pytest.mark.contract("12.59")
async def test_a_write_that_the_lock_has_shown_since_is_no_open_one(
    writes: OwnWrites, ended: Begin
) -> None:
    first = ended("1", ONE, Outcome.ACCEPTED)
    ended("1", OTHER, Outcome.CONFIRMED)
    assert writes.cause_of(ADDED) is None
    writes.shown("1", OTHER)
    writes.shown("1", EMPTY)
    assert writes.cause_of(ADDED) is None
    writes.shown("1", ONE)
    assert writes.cause_of(ADDED) is first


@pytest.mark.contract("12.59")
async def test_notifications_are_about_writes_in_their_order(
    writes: OwnWrites, ended: Begin
) -> None:
    first = ended("1", ONE, Outcome.CONFIRMED)
    with writes.begin("2", OTHER) as second:
        assert writes.cause_of(ADDED) is first
        first.notify(CodeEvent.ADDED)
        assert writes.cause_of(ADDED) is second


@pytest.mark.contract("12.59")
async def test_what_was_confirmed_was_no_duplicate(
    writes: OwnWrites, ended: Begin
) -> None:
    ended("1", ONE, Outcome.CONFIRMED)
    with writes.begin("2", ONE) as second:
        assert writes.cause_of(DUPLICATE) is second
