"""Run a story about an unruly lock, from its link to its calm."""

import asyncio
from typing import Any

from custom_components.access_codes.core.model import Pin, Readability, Settings
from tests.support.strategies import ALL_PINS
from tests.support.unruly_house import UnrulyHouse
from tests.support.unruly_promises import check_always, check_end
from tests.support.unruly_strategies import Character, Step
from tests.support.virtual_time import VirtualLoop

_PIN_AT = {"create": 0, "change_pin": 1, "type": 1, "convert": 1}
"""Where in a step the number of a PIN stands."""


def house_of[House: UnrulyHouse](
    character: Character, loop: VirtualLoop, kind: type[House]
) -> House:
    """Return a house with such a lock, not started."""
    lock = character.make()
    cannot_be_read = lock.capabilities.reads is Readability.NOTHING
    hidden = lock.mute | lock.masked if cannot_be_read else frozenset[str]()
    reserved = frozenset(lock.entries) if cannot_be_read else hidden
    settings = Settings(programming_lead=character.lead, reserved_slots=reserved)
    return kind(lock, settings, loop)


def run_story(character: Character, *steps: Step) -> UnrulyHouse:
    """Run a story to its end, and check all promises."""
    loop = VirtualLoop()
    try:
        house = house_of(character, loop, UnrulyHouse)
        with house.rules():
            loop.run_until_complete(_run(house, steps))
        return house
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


async def _run(house: UnrulyHouse, steps: tuple[Step, ...]) -> None:
    await house.start()
    await house.step_wait(30)
    await house.call_empty()
    for name, *parts in steps:
        await take_step(house, name, parts)
        check_always(house)
    await house.calm_down()
    check_end(house)
    await house.engine.async_stop()


async def take_step(house: UnrulyHouse, name: str, parts: list[Any]) -> None:
    """Let one thing happen, and all that follows at once."""
    if name in _PIN_AT and parts[_PIN_AT[name]] is not None:
        parts[_PIN_AT[name]] = _pin(parts[_PIN_AT[name]])
    act = getattr(house, f"step_{name}")
    if name == "alter":
        await act(**parts[0])
    else:
        await act(*parts)
    await house.settle()


def _pin(number: int) -> Pin:
    return ALL_PINS[number]
