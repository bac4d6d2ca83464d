"""The listener of a Z-Wave adapter, before and after its stop."""

from collections.abc import Callable

import pytest

from custom_components.access_codes.core.model import EMPTY
from custom_components.access_codes.locks.adapter import AdapterListener, Use
from custom_components.access_codes.locks.stoppable_listener import StoppableListener
from tests.support.zwave_network import RecordingListener

CALLS: list[Callable[[AdapterListener], None]] = [
    lambda listener: listener.reach_changed(),
    lambda listener: listener.capabilities_changed(),
    lambda listener: listener.reported("1", EMPTY),
    lambda listener: listener.reported_all_cleared(),
    lambda listener: listener.remainder_found("1"),
    lambda listener: listener.activity_found("1", is_inactive=True),
    lambda listener: listener.used(Use("unlock", "1")),
    lambda listener: listener.access_denied("invalid_code"),
]


@pytest.mark.contract("12.46")
@pytest.mark.parametrize("call", CALLS)
def test_a_call_is_passed_on_until_the_stop(
    call: Callable[[AdapterListener], None],
) -> None:
    engine = RecordingListener()
    listener = StoppableListener(engine)
    call(listener)
    assert len(engine.calls) == 1
    listener.stop()
    call(listener)
    assert len(engine.calls) == 1


def test_no_slot_is_ours_after_the_stop() -> None:
    engine = RecordingListener()
    engine.ours.add("1")
    listener = StoppableListener(engine)
    assert listener.is_ours("1")
    listener.stop()
    assert not listener.is_ours("1")
