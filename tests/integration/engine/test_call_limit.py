"""The limit of calls a minute that a lock's family allows."""

from dataclasses import replace

import pytest

from custom_components.access_codes.core.model import CommandKind, Status
from tests.support.engine_house import House

SET, CLEAR = CommandKind.SET, CommandKind.CLEAR


async def limited(house: House, calls: int | None) -> None:
    """Run an engine whose lock takes this number of calls a minute."""
    house.lock.capabilities = replace(house.lock.capabilities, calls_per_minute=calls)
    await house.run()
    while not house.engine.record.is_read:
        # The limit holds for the reads of a full read, too.
        await house.pass_time(61)
    await house.pass_time(120)
    house.lock.sent.clear()


@pytest.mark.contract("12.51")
async def test_a_lock_gets_no_more_calls_a_minute_than_its_family_allows(
    house: House,
) -> None:
    await limited(house, 4)
    codes = [await house.create(f"246{number}13") for number in range(8)]
    await house.settle()
    assert house.lock.kinds == [SET] * 3
    await house.pass_time(59)
    assert house.lock.kinds == [SET] * 3
    await house.pass_time(2)
    assert house.lock.kinds == [SET] * 6
    await house.pass_time(61)
    assert {house.status(code) for code in codes} == {Status.SET}


@pytest.mark.contract("12.51")
async def test_a_removal_does_not_wait_for_the_next_minute(house: House) -> None:
    await limited(house, 4)
    first = await house.create("975310")
    await house.settle()
    for number in range(8):
        await house.create(f"246{number}13")
    await house.settle()
    await house.delete(first)
    await house.settle()
    assert house.lock.kinds == [SET] * 3 + [CLEAR]
    assert "975310" not in house.lock.pins


@pytest.mark.contract("12.51")
async def test_a_family_that_allows_one_call_a_minute_gets_one(house: House) -> None:
    await limited(house, 1)
    first = await house.create("975310")
    await house.settle()
    await house.delete(first)
    await house.settle()
    assert house.lock.kinds == [SET]
    await house.pass_time(61)
    assert house.lock.kinds == [SET, CLEAR]


@pytest.mark.contract("12.51")
async def test_a_family_without_a_limit_is_not_held_up(house: House) -> None:
    await limited(house, None)
    for number in range(8):
        await house.create(f"246{number}13")
    await house.settle()
    assert house.lock.kinds == [SET] * 8
