"""User Code with a scripted server: values that no simulated lock shows."""

from typing import Any

import pytest
from zwave_js_server.model.node import Node

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    Outcome,
    Pin,
    Readability,
)
from custom_components.access_codes.locks.adapter import ReadFailed
from custom_components.access_codes.locks.zwave_js import user_code as zwave_user_code
from custom_components.access_codes.locks.zwave_js.user_code import UserCodeSlots
from homeassistant.core import HomeAssistant
from tests.support.zwave_network import RecordingListener
from tests.support.zwave_server import (
    CONFIGURATION,
    NOTIFICATION,
    USER_CODE,
    Server,
    change,
    failure,
    make_node,
    slot,
    value,
)

LENGTH = value(CONFIGURATION, "16", now=6, label="User Code PIN Length")
BEEPER = value(CONFIGURATION, "3", now=5, label="Beeper")
BUFFER = {"type": "Buffer", "data": [1, 2, 3, 4]}


class Lock:
    """A lock with two slots, its server and its listener."""

    def __init__(self, hass: HomeAssistant, *classes: int, values: Any = None) -> None:
        self.server = Server()
        slots = values or [*slot(1, None, None), *slot(2, None, None)]
        known = classes or (USER_CODE, NOTIFICATION)
        self.node: Node = make_node(self.server, *known, values=slots)
        self.listener = RecordingListener()
        self.slots = UserCodeSlots(hass, self.node, self.listener)
        self.slots.start()

    def answers(self, *reads: Any) -> None:
        """Answer reads, after the report of the values as the driver does; acknowledge writes."""
        waiting = list(reads)

        def get(message: dict[str, Any]) -> Any:
            read = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if read is not None:
                self.report(message["args"][0], read["userIdStatus"], read["userCode"])
            return {"response": read}

        self.server.answers["get"] = get
        self.server.answers["set"] = [{}]
        self.server.answers["clear"] = [{}]

    def report(self, number: int, status: int, code: Any) -> None:
        """Report a slot: its status, then its PIN."""
        [status_value, code_value] = slot(number, None, None)
        change(self.node, status_value, status)
        change(self.node, code_value, code)


@pytest.mark.parametrize(
    ("status", "code", "content", "reads"),
    [
        (0, "0000", EMPTY, Readability.PIN),
        (1, "0000", KnownPin(Pin("0000")), Readability.PIN),
        (1, "****", UNREADABLE, Readability.PRESENCE),
        (1, "", UNREADABLE, Readability.PRESENCE),
        (1, BUFFER, UNREADABLE, Readability.PRESENCE),
        (1, "12ab", UNREADABLE, Readability.PIN),
        (1, "١٢٣٤", UNREADABLE, Readability.PIN),
        (2, "1357", UNREADABLE, Readability.PIN),
        (254, "", UNREADABLE, Readability.PIN),
    ],
)
async def test_a_slot_holds_what_its_status_and_pin_say(
    hass: HomeAssistant, status: int, code: Any, content: Content, reads: Readability
) -> None:
    lock = Lock(hass)
    lock.answers({"userIdStatus": status, "userCode": code})

    assert await lock.slots.read("1") == content
    assert lock.slots.capabilities.reads is reads


async def test_an_answer_without_a_report_of_this_slot_is_no_answer(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zwave_user_code, "REPORT_TIME", 0)
    lock = Lock(hass)
    lock.server.answers["get"] = [{"response": {"userIdStatus": 0, "userCode": ""}}]
    with pytest.raises(ReadFailed):
        await lock.slots.read("1")


async def test_a_pin_read_again_from_a_lock_taken_for_hiding_is_believed(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass)
    lock.answers(
        {"userIdStatus": 1, "userCode": "****"}, {"userIdStatus": 1, "userCode": "1357"}
    )
    await lock.slots.read("1")
    await lock.slots.read("1")

    assert lock.slots.capabilities.reads is Readability.PIN
    assert lock.listener.calls == [("reach",), ("reach",)]


async def test_a_lock_for_pins_of_one_length_takes_that_length(
    hass: HomeAssistant,
) -> None:
    values = [*slot(1, None, None), BEEPER, LENGTH]
    lock = Lock(hass, values=values)
    assert lock.slots.capabilities.code_lengths == (6,)

    change(lock.node, BEEPER, 8)
    assert lock.listener.calls == []
    change(lock.node, LENGTH, 8)
    assert lock.slots.capabilities.code_lengths == (8,)
    assert lock.listener.calls == [("reach",)]


@pytest.mark.contract("12.9")
async def test_a_hidden_pin_reported_unasked_shows_that_the_lock_hides(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass)
    lock.report(1, 1, "****")
    lock.report(1, 1, "****")

    assert lock.slots.capabilities.reads is Readability.PRESENCE
    assert lock.listener.calls == [("reach",), ("reported", "1", UNREADABLE)]


async def test_values_of_no_slot_and_of_no_status_are_left_alone(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass, values=[value(USER_CODE, "userIdStatus", 1), BEEPER])
    change(lock.node, value(USER_CODE, "adminCode"), "1357")
    change(lock.node, value(USER_CODE, "userCode", 7), "1357")
    lock.node.values.clear()
    change(lock.node, value(USER_CODE, "userCode", 1), "1357")

    assert lock.listener.calls == []


async def test_a_lock_without_notifications_is_not_waited_for(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass, USER_CODE)
    lock.answers({"userIdStatus": 1, "userCode": "****"})

    assert await lock.slots.set("1", Pin("1357"), None) is Outcome.ACCEPTED
    assert not lock.slots.capabilities.reports_use


async def test_a_write_that_lost_the_lock_on_its_way_back_is_accepted(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass, USER_CODE)
    lock.answers()
    lock.server.answers["get"] = [failure(204)]

    assert await lock.slots.set("1", Pin("1357"), None) is Outcome.ACCEPTED


async def test_a_supervised_write_still_under_way_is_decided_by_a_read(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass, USER_CODE)
    lock.answers({"userIdStatus": 1, "userCode": "1357"})
    lock.server.answers["set"] = [{"response": {"status": 1, "remainingDuration": 3}}]

    assert await lock.slots.set("1", Pin("1357"), None) is Outcome.CONFIRMED


async def test_a_supervised_write_is_done_where_the_pin_is_hidden(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass, USER_CODE)
    lock.answers({"userIdStatus": 1, "userCode": "****"})
    lock.server.answers["set"] = [{"response": {"status": 255}}]

    assert await lock.slots.set("1", Pin("1357"), None) is Outcome.CONFIRMED


async def test_a_refusal_of_what_is_there_already_is_a_confirmation(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass, USER_CODE)
    lock.answers({"userIdStatus": 1, "userCode": "1357"})
    lock.server.answers["set"] = [{"response": {"status": 2}}]

    assert await lock.slots.set("1", Pin("1357"), None) is Outcome.CONFIRMED
