"""The limit on repeats of one command: it delays that command and no other."""

from datetime import datetime, timedelta

import pytest

from custom_components.access_codes.core.model import CommandKind, Reach, Status
from tests.support.engine_house import House
from tests.support.fake_lock import Fault, Sent


async def flap(house: House) -> None:
    """Let the lock go and come back at once, with all commands due again."""
    house.adapter.word = Reach.OFFLINE
    house.adapter.tell_reach()
    await house.settle()
    house.adapter.word = None
    house.adapter.tell_reach()
    await house.settle()


def refuse_to_clear(house: House, pin: str) -> None:
    """Let the lock refuse each clear of the slot that holds this PIN."""
    slot = next(slot for slot, held in house.lock.held.items() if held.reveal() == pin)

    def before_command(sent: Sent) -> None:
        is_refused = sent.kind is CommandKind.CLEAR and sent.command.slot == slot
        house.lock.faults = [Fault.REFUSE] if is_refused else []

    house.lock.before_command = before_command


@pytest.mark.contract("5.24")
async def test_a_removal_that_is_repeated_too_often_holds_up_no_other_removal(
    house: House,
) -> None:
    await house.run()
    refused = await house.create("246813")
    expiring = await house.create("975310", starts_in=0, lasts=400)
    await house.settle()
    refuse_to_clear(house, "246813")
    await house.delete(refused)
    await house.settle()
    for _ in range(79):
        await flap(house)
        await house.pass_time(5)
    assert house.lock.pins == {"246813", "975310"}
    await house.pass_time(10)
    assert house.lock.pins == {"246813"}
    assert house.status(expiring) is Status.UNSET


@pytest.mark.contract("5.24")
async def test_a_held_command_goes_out_at_the_end_of_its_pause(house: House) -> None:
    await house.run()
    refused = await house.create("246813")
    await house.settle()
    refuse_to_clear(house, "246813")
    await house.delete(refused)
    await house.settle()
    for _ in range(20):
        await flap(house)
    tries = house.lock.kinds.count(CommandKind.CLEAR)
    assert tries < 10
    held = house.engine.world.held
    assert [key.kind for key in held] == [CommandKind.CLEAR]
    until: datetime = next(iter(held.values()))
    assert house.engine.plan.deadline == until
    await house.pass_time((until - house.now + timedelta(seconds=1)).total_seconds())
    assert house.lock.kinds.count(CommandKind.CLEAR) == tries + 1
