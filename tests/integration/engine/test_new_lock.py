"""Requests to a lock that has just been linked."""

import asyncio

import pytest

from custom_components.access_codes.core.model import Reach
from custom_components.access_codes.core.requests.refused import Refused
from custom_components.access_codes.engine import lock_connection
from tests.support.engine_house import House
from tests.support.fake_adapter import FakeAdapter


async def _attach_unknown(house: House, reach: Reach | None = None) -> FakeAdapter:
    """Start with a lock that has not told what it takes."""
    await house.start(is_attached=False)
    adapter = FakeAdapter(house.lock)
    adapter.capabilities_known = False
    adapter.word = reach
    await house.engine.attach(adapter)
    await house.settle()
    return adapter


@pytest.mark.contract("6.61")
async def test_a_request_waits_until_the_new_lock_has_told_what_it_takes(
    house: House,
) -> None:
    adapter = await _attach_unknown(house)
    creating = asyncio.create_task(house.create("246813"))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not creating.done()

    adapter.capabilities_known = True
    adapter.tell_reach()

    await creating
    await house.settle()
    assert house.lock.pins == {"246813"}


@pytest.mark.contract("6.61")
async def test_a_request_is_refused_when_the_new_lock_has_told_nothing_for_too_long(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_connection, "INTRODUCTION_TIMEOUT", 0)
    await _attach_unknown(house)
    with pytest.raises(Refused, match="lock_not_known_yet"):
        await house.create("246813")


@pytest.mark.contract("6.61")
@pytest.mark.parametrize("reach", [Reach.OFFLINE, Reach.DISCONNECTED])
async def test_a_request_to_a_new_lock_out_of_reach_is_refused_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch, reach: Reach
) -> None:
    await _attach_unknown(house, reach)
    monkeypatch.setattr(lock_connection, "INTRODUCTION_TIMEOUT", None)
    with pytest.raises(Refused, match="lock_not_known_yet"):
        await house.create("246813")
