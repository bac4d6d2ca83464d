"""Changes that a lock tells, each told once and with its content where that can be learnt."""

import asyncio

import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    Pin,
)
from custom_components.access_codes.locks.adapter import LockUnreachable
from custom_components.access_codes.locks.zwave_js.reports import Reports
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.support.zwave_network import ConnectionListener

ANN = KnownPin(Pin("1357"))
BOB = KnownPin(Pin("8642"))


class Watched:
    """Reports of a lock with three slots."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.ear = ConnectionListener()
        self.held: dict[str, Content] = {"1": EMPTY, "2": EMPTY, "3": EMPTY}
        self.is_away = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.looked: list[str] = []
        self.reports = Reports(hass, self.ear, self.look, lambda: tuple(self.held))

    async def look(self, slot: str) -> Content:
        self.looked.append(slot)
        await self.gate.wait()
        if self.is_away:
            raise LockUnreachable
        self.reports.learned(slot, self.held[slot])
        return self.held[slot]

    async def wait(self) -> None:
        """Let the grace end, and all that follows."""
        self.let_pass()
        await self.hass.async_block_till_done(wait_background_tasks=True)

    def let_pass(self) -> None:
        async_fire_time_changed(self.hass, dt_util.utcnow(), fire_all=True)


@pytest.fixture
def watched(hass: HomeAssistant) -> Watched:
    """Watch a lock."""
    return Watched(hass)


@pytest.mark.parametrize("told", [[BOB], [ANN, BOB], [ANN, EMPTY]])
async def test_a_change_while_a_slot_is_read_is_looked_at_after_all(
    watched: Watched, told: list[Content]
) -> None:
    """Somebody was at the keypad in the very moment: the answer is older than that."""
    with watched.reports.busy("1"):
        for content in told:
            watched.reports.reported("1", content)
    watched.reports.answered("1", ANN)
    watched.held["1"] = told[-1]
    await watched.wait()
    assert watched.looked == ["1"]


async def test_a_lock_that_tells_one_thing_and_answers_another_is_not_asked_over_and_over(
    watched: Watched,
) -> None:
    for _ in range(3):
        with watched.reports.busy("1"):
            watched.reports.reported("1", BOB)
        watched.reports.answered("1", ANN)
        await watched.wait()
    assert watched.looked == ["1"]
    with watched.reports.busy("1"):
        watched.reports.reported("1", EMPTY)
    watched.reports.answered("1", ANN)
    await watched.wait()
    assert watched.looked == ["1", "1"]


async def test_the_echo_of_an_answer_is_no_reason_to_ask_again(
    watched: Watched,
) -> None:
    with watched.reports.busy("1"):
        watched.reports.reported("1", BOB)
        watched.reports.reported("1", ANN)
    watched.reports.answered("1", ANN)
    with watched.reports.busy("1"):
        pass
    watched.reports.answered("1", BOB)
    await watched.wait()
    assert watched.looked == []


async def test_a_pin_is_told_at_once_and_once(watched: Watched) -> None:
    watched.reports.reported("1", ANN)
    watched.reports.reported("1", ANN)

    assert watched.ear.told == [("reported", "1", ANN)]


async def test_what_we_learnt_ourselves_is_no_news(watched: Watched) -> None:
    watched.reports.learned("1", ANN)
    watched.reports.reported("1", ANN)
    watched.reports.forget("1")
    watched.reports.forget("1")
    watched.reports.reported("1", ANN)

    assert watched.ear.told == [("reported", "1", ANN)]


async def test_what_is_told_of_a_slot_that_we_command_is_an_echo(
    watched: Watched,
) -> None:
    watched.reports.look_again("1")
    with watched.reports.busy("1"):
        watched.reports.reported("1", ANN)
        watched.reports.look_again("1")
        watched.reports.changed_hidden("1")
        watched.reports.reported("2", BOB)
    await watched.wait()

    assert watched.ear.told == [("reported", "2", BOB)]
    assert watched.looked == []


async def test_an_empty_slot_is_told_after_a_moment(watched: Watched) -> None:
    watched.reports.reported("1", EMPTY)
    assert watched.ear.told == []
    await watched.wait()

    assert watched.ear.told == [("reported", "1", EMPTY)]
    assert watched.looked == []


async def test_a_lock_emptied_as_a_whole_is_told_as_that(watched: Watched) -> None:
    for slot in watched.held:
        watched.reports.reported(slot, EMPTY)
    watched.reports.all_cleared()
    watched.reports.reported("1", EMPTY)
    await watched.wait()

    assert watched.ear.told == [("all cleared",)]


async def test_a_report_that_says_what_changed_ends_the_doubt(watched: Watched) -> None:
    watched.reports.look_again("1")
    watched.reports.look_again(None)
    watched.reports.reported("1", ANN)
    await watched.wait()

    assert watched.ear.told == [("reported", "1", ANN)]
    assert watched.looked == []


async def test_a_slot_in_doubt_is_looked_at(watched: Watched) -> None:
    watched.held["1"] = ANN
    watched.reports.look_again("1")
    await watched.wait()

    assert watched.ear.told == [("reported", "1", ANN)]
    assert watched.looked == ["1"]


async def test_a_doubt_without_a_change_is_no_news(watched: Watched) -> None:
    watched.reports.learned("1", EMPTY)
    watched.reports.look_again("1")
    await watched.wait()

    assert watched.ear.told == []


async def test_a_slot_in_doubt_that_cannot_be_read_is_an_unknown_change(
    watched: Watched,
) -> None:
    watched.is_away = True
    watched.reports.look_again("1")
    await watched.wait()

    assert watched.ear.told == [("reported", "1", None)]


async def test_a_change_somewhere_is_looked_for_everywhere(watched: Watched) -> None:
    watched.reports.learned("1", EMPTY)
    watched.reports.learned("2", EMPTY)
    watched.held |= {"2": BOB, "3": UNREADABLE}
    watched.reports.reported("1", EMPTY)
    watched.reports.look_again(None)
    await watched.wait()

    assert watched.ear.told == [("reported", "2", BOB), ("reported", "3", UNREADABLE)]


async def test_a_change_somewhere_is_not_looked_for_in_vain(watched: Watched) -> None:
    watched.is_away = True
    watched.reports.look_again(None)
    await watched.wait()

    assert watched.ear.told == []
    assert watched.looked == ["1"]


async def test_one_look_follows_the_other(watched: Watched) -> None:
    watched.gate.clear()
    watched.reports.look_again("1")
    watched.let_pass()
    await asyncio.sleep(0)
    watched.reports.look_again("2")
    watched.let_pass()
    await asyncio.sleep(0)
    assert watched.looked == ["1"]

    watched.gate.set()
    await watched.hass.async_block_till_done(wait_background_tasks=True)
    assert watched.looked == ["1", "2"]


async def test_nothing_is_told_after_the_end(watched: Watched) -> None:
    watched.gate.clear()
    watched.reports.look_again("1")
    watched.let_pass()
    await asyncio.sleep(0)
    watched.reports.look_again("2")
    watched.reports.stop()
    watched.reports.stop()
    watched.gate.set()
    await watched.wait()

    assert watched.ear.told == []
    assert watched.looked == ["1"]


async def test_a_hidden_change_is_told_each_time(watched: Watched) -> None:
    watched.reports.changed_hidden("1")
    watched.reports.changed_hidden("1")
    watched.reports.reported("1", UNREADABLE)

    assert watched.ear.told == [("reported", "1", None)] * 2
