"""Locks that answer nothing for long: each code has its turn, and a person is told of each that waits."""

import asyncio

import pytest

from custom_components.access_codes.core.model import Status
from tests.support.fake_lock import Fault
from tests.support.unruly_house import UnrulyHouse
from tests.support.unruly_story import house_of, take_step
from tests.support.unruly_strategies import Character, Step
from tests.support.virtual_time import VirtualLoop

_IN_TIME = 305
"""Seconds after which a delay is told of, and a few more."""
_GUESTS = 7
_SETTLED = (*(("create", pin, (0, 1)) for pin in range(_GUESTS)), ("wait", 60))
_UNTIL_THE_END = ("wait", 3600 - 90)


def live(character: Character, *story: Step) -> UnrulyHouse:
    """Return the house at the end of a story, with its lock as it is then."""
    loop = VirtualLoop()
    house = house_of(character, loop, UnrulyHouse)

    async def run() -> None:
        await house.start()
        await house.step_wait(30)
        await house.call_empty()
        for name, *parts in story:
            await take_step(house, name, parts)

    try:
        with house.rules():
            loop.run_until_complete(run())
        return house
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


def unexplained(house: UnrulyHouse) -> list[str]:
    """Return the codes that are not as they are wished to be, without a word about it."""
    return [
        access_code_id
        for access_code_id, view in house.engine.plan.views.items()
        if view.status in (Status.SETTING, Status.REMOVING)
        and not (view.errors or view.warnings)
    ]


@pytest.mark.contract("4.50")
def test_every_code_that_stays_on_a_lock_that_answers_nothing_is_told_of_in_time() -> (
    None
):
    """All windows end at once, and each command hangs for a minute: not all have had their turn."""
    house = live(
        Character(slots=_GUESTS),
        *_SETTLED,
        ("ail", Fault.HANG),
        _UNTIL_THE_END,
        ("wait", _IN_TIME),
    )
    assert len(house.lock.entries) == _GUESTS
    assert {view.status for view in house.engine.plan.views.values()} == {
        Status.REMOVING
    }
    assert unexplained(house) == []


@pytest.mark.contract("4.50")
def test_after_a_start_over_a_lock_that_answers_nothing_a_delay_is_told_of() -> None:
    house = live(
        Character(slots=_GUESTS),
        *_SETTLED,
        ("ail", Fault.HANG),
        _UNTIL_THE_END,
        ("crash",),
        ("wait", _IN_TIME),
    )
    assert unexplained(house) == []


@pytest.mark.contract("4.50")
def test_a_code_that_waits_for_the_pin_of_one_that_cannot_be_removed_is_told_of() -> (
    None
):
    house = live(
        Character(slots=_GUESTS + 1),
        *_SETTLED,
        ("ail", Fault.HANG),
        *[("delete", 0)] * _GUESTS,
        ("create", 0, None),
        ("wait", _IN_TIME),
    )
    assert unexplained(house) == []


@pytest.mark.contract("4.50")
def test_a_code_that_is_kept_waiting_is_told_of_although_the_lock_answers_at_times() -> (
    None
):
    """Each removal hangs but for some that the lock refuses, so it is not silent."""
    answered = [("ail", Fault.HANG), ("wait", 240), ("fail", Fault.REFUSE)]
    house = live(
        Character(slots=_GUESTS + 1),
        *_SETTLED,
        ("ail", Fault.HANG),
        *[("delete", 0)] * _GUESTS,
        ("create", 0, None),
        *answered * 4,
    )
    assert unexplained(house) == []


@pytest.mark.contract("4.51")
def test_each_removal_has_its_turn_before_one_that_failed_has_its_second() -> None:
    house = live(
        Character(slots=_GUESTS, reads="nothing", late_by=0),
        *_SETTLED,
        ("ail", Fault.HANG),
        _UNTIL_THE_END,
        ("wait", 60 * _GUESTS + 30),
    )
    hung = [sent.command.slot for sent in house.lock.sent if sent.fault is Fault.HANG]
    assert len(set(hung[:_GUESTS])) == _GUESTS
