"""Reports of changes: each once, with its content if that can be read."""

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
from tests.support.zwave_network import RecordingListener

ANN = KnownPin(Pin("1357"))
BOB = KnownPin(Pin("8642"))


class Watched:
    """Reports of a lock with three slots."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.listener = RecordingListener()
        self.contents: dict[str, Content] = {"1": EMPTY, "2": EMPTY, "3": EMPTY}
        self.is_away = False
        self.defect: Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.reads: list[str] = []
        self.reports = Reports(
            hass, self.listener, self.read, lambda: tuple(self.contents)
        )

    async def read(self, slot: str) -> Content:
        self.reads.append(slot)
        await self.gate.wait()
        if self.is_away:
            raise LockUnreachable
        if self.defect is not None:
            raise self.defect
        self.reports.learned(slot, self.contents[slot])
        return self.contents[slot]

    async def wait(self) -> None:
        """End the grace, and wait for its reads."""
        self.let_pass()
        await self.hass.async_block_till_done(wait_background_tasks=True)

    def let_pass(self) -> None:
        async_fire_time_changed(self.hass, dt_util.utcnow(), fire_all=True)


@pytest.fixture
def watched(hass: HomeAssistant) -> Watched:
    """Return a watched lock."""
    return Watched(hass)


@pytest.mark.parametrize("reported", [[BOB], [ANN, BOB], [ANN, EMPTY]])
async def test_a_change_while_a_slot_is_read_is_read_after_all(
    watched: Watched, reported: list[Content]
) -> None:
    """The answer is older than a change at the keypad during the read."""
    with watched.reports.busy("1"):
        for content in reported:
            watched.reports.reported("1", content)
    watched.reports.answered("1", ANN)
    watched.contents["1"] = reported[-1]
    await watched.wait()
    assert watched.reads == ["1"]


async def test_a_lock_that_reports_one_content_and_answers_another_is_read_once(
    watched: Watched,
) -> None:
    for _ in range(3):
        with watched.reports.busy("1"):
            watched.reports.reported("1", BOB)
        watched.reports.answered("1", ANN)
        await watched.wait()
    assert watched.reads == ["1"]
    with watched.reports.busy("1"):
        watched.reports.reported("1", EMPTY)
    watched.reports.answered("1", ANN)
    await watched.wait()
    assert watched.reads == ["1", "1"]


async def test_the_echo_of_an_answer_causes_no_other_read(
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
    assert watched.reads == []


async def test_a_pin_is_reported_at_once_and_once(watched: Watched) -> None:
    watched.reports.reported("1", ANN)
    watched.reports.reported("1", ANN)

    assert watched.listener.calls == [("reported", "1", ANN)]


async def test_the_result_of_our_command_is_not_reported(watched: Watched) -> None:
    watched.reports.learned("1", ANN)
    watched.reports.reported("1", ANN)
    watched.reports.forget("1")
    watched.reports.forget("1")
    watched.reports.reported("1", ANN)

    assert watched.listener.calls == [("reported", "1", ANN)]


async def test_a_report_of_a_slot_during_our_command_is_an_echo(
    watched: Watched,
) -> None:
    watched.reports.look_again("1")
    with watched.reports.busy("1"):
        watched.reports.reported("1", ANN)
        watched.reports.look_again("1")
        watched.reports.changed_hidden("1")
        watched.reports.reported("2", BOB)
    await watched.wait()

    assert watched.listener.calls == [("reported", "2", BOB)]
    assert watched.reads == []


@pytest.mark.contract("12.42")
async def test_an_empty_slot_is_reported_once_it_was_read(watched: Watched) -> None:
    """The driver empties its values after some notifications: it was not the lock that said so."""
    watched.reports.reported("1", EMPTY)
    assert watched.listener.calls == []
    await watched.wait()

    assert watched.listener.calls == [("reported", "1", EMPTY)]
    assert watched.reads == ["1"]


@pytest.mark.contract("12.42")
async def test_a_code_that_is_said_to_be_gone_and_stays_is_reported(
    watched: Watched,
) -> None:
    watched.contents["1"] = ANN
    watched.reports.reported("1", EMPTY)
    await watched.wait()

    assert watched.listener.calls == [("reported", "1", ANN)]


@pytest.mark.parametrize("expected_errors", [["A changed slot cannot be read: "]])
async def test_a_read_that_breaks_down_is_not_the_last(watched: Watched) -> None:
    watched.contents["1"] = ANN
    watched.defect = AttributeError("an answer that the client library cannot parse")
    watched.reports.look_again("1")
    await watched.wait()
    watched.defect = None
    for _ in range(2):
        watched.reports.look_again("1")
        await watched.wait()

    assert watched.listener.calls == [("reported", "1", None), ("reported", "1", ANN)]


async def test_a_lock_reset_as_a_whole_is_reported_as_that(watched: Watched) -> None:
    for slot in watched.contents:
        watched.reports.reported(slot, EMPTY)
    watched.reports.all_cleared()
    watched.reports.reported("1", EMPTY)
    await watched.wait()

    assert watched.listener.calls == [("all cleared",)]


async def test_a_report_of_the_content_makes_a_read_needless(watched: Watched) -> None:
    watched.reports.look_again("1")
    watched.reports.look_again(None)
    watched.reports.reported("1", ANN)
    await watched.wait()

    assert watched.listener.calls == [("reported", "1", ANN)]
    assert watched.reads == []


async def test_a_changed_slot_is_read(watched: Watched) -> None:
    watched.contents["1"] = ANN
    watched.reports.look_again("1")
    await watched.wait()

    assert watched.listener.calls == [("reported", "1", ANN)]
    assert watched.reads == ["1"]


async def test_an_unchanged_slot_is_not_reported(watched: Watched) -> None:
    watched.reports.learned("1", EMPTY)
    watched.reports.look_again("1")
    await watched.wait()

    assert watched.listener.calls == []


async def test_a_changed_slot_that_cannot_be_read_is_an_unknown_change(
    watched: Watched,
) -> None:
    watched.is_away = True
    watched.reports.look_again("1")
    await watched.wait()

    assert watched.listener.calls == [("reported", "1", None)]


async def test_a_change_without_a_slot_reads_all_slots(watched: Watched) -> None:
    watched.reports.learned("1", EMPTY)
    watched.reports.learned("2", EMPTY)
    watched.contents |= {"2": BOB, "3": UNREADABLE}
    watched.reports.reported("1", EMPTY)
    watched.reports.look_again(None)
    await watched.wait()

    assert watched.listener.calls == [
        ("reported", "2", BOB),
        ("reported", "3", UNREADABLE),
    ]


async def test_a_failed_read_ends_the_reading_of_all_slots(watched: Watched) -> None:
    watched.is_away = True
    watched.reports.look_again(None)
    await watched.wait()

    assert watched.listener.calls == []
    assert watched.reads == ["1"]


async def test_reads_follow_each_other(watched: Watched) -> None:
    watched.gate.clear()
    watched.reports.look_again("1")
    watched.let_pass()
    await asyncio.sleep(0)
    watched.reports.look_again("2")
    watched.let_pass()
    await asyncio.sleep(0)
    assert watched.reads == ["1"]

    watched.gate.set()
    await watched.hass.async_block_till_done(wait_background_tasks=True)
    assert watched.reads == ["1", "2"]


async def test_nothing_is_reported_after_the_stop(watched: Watched) -> None:
    watched.gate.clear()
    watched.reports.look_again("1")
    watched.let_pass()
    await asyncio.sleep(0)
    watched.reports.look_again("2")
    watched.reports.stop()
    watched.reports.stop()
    watched.gate.set()
    await watched.wait()

    assert watched.listener.calls == []
    assert watched.reads == ["1"]


@pytest.mark.contract("12.46")
async def test_what_is_learned_after_the_stop_causes_no_read(watched: Watched) -> None:
    with watched.reports.busy("1"):
        watched.reports.reported("1", BOB)
    watched.reports.stop()
    watched.reports.answered("1", ANN)
    watched.reports.look_again(None)
    await watched.wait()

    assert watched.reads == []


async def test_a_hidden_change_is_reported_each_time(watched: Watched) -> None:
    watched.reports.changed_hidden("1")
    watched.reports.changed_hidden("1")
    watched.reports.reported("1", UNREADABLE)

    assert watched.listener.calls == [("reported", "1", None)] * 2
