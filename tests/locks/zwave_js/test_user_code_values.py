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
    UseReporting,
)
from custom_components.access_codes.locks.adapter import NoSuchSlot, ReadFailed
from custom_components.access_codes.locks.zwave_js import user_code as zwave_user_code
from custom_components.access_codes.locks.zwave_js.command_errors import CommandFailed
from custom_components.access_codes.locks.zwave_js.use_reports import (
    async_use_reporting,
)
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
    notify,
    slot,
    value,
)

LENGTH = value(CONFIGURATION, "16", now=6, label="User Code PIN Length")
BEEPER = value(CONFIGURATION, "3", now=5, label="Beeper")
NO_SLOT = {"response": {"userIdStatus": 254, "userCode": ""}}
ANSWER_EMPTY = {"response": {"userIdStatus": 0, "userCode": ""}}
MASKED = {"userIdStatus": 1, "userCode": "****"}
SHOWN = {"userIdStatus": 1, "userCode": "1357"}
BUFFER = {"type": "Buffer", "data": [1, 2, 3, 4]}


class Lock:
    """A lock with two slots, its server and its listener."""

    def __init__(self, hass: HomeAssistant, *classes: int, values: Any = None) -> None:
        self.server = Server()
        slots = values or [*slot(1, None, None), *slot(2, None, None)]
        known = classes or (USER_CODE, NOTIFICATION)
        self.node: Node = make_node(self.server, *known, values=slots)
        self.listener = RecordingListener()
        self.slots = UserCodeSlots(
            hass, self.node, self.listener, count=2, uses=UseReporting.LIVE
        )
        self.slots.start()

    def slot_names(self) -> tuple[str, ...]:
        """Return the slots that the lock has now."""
        return self.slots.capabilities.slots

    def reads(self) -> Readability:
        """Return what reads show now."""
        return self.slots.capabilities.reads

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


@pytest.mark.contract("8.65", "12.49")
async def test_a_code_that_the_lock_has_switched_off_is_told_to_be_so(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass)
    lock.answers({"userIdStatus": 2, "userCode": "1357"})
    assert await lock.slots.read("1") is UNREADABLE
    assert lock.slots.metadata("1") == {"slot": 1, "user_status": "disabled"}
    assert lock.listener.inactive == {"1": True}
    assert lock.slots.metadata("2") == {"slot": 2}
    lock.answers(SHOWN)
    assert await lock.slots.read("1") == KnownPin(Pin("1357"))
    assert lock.slots.metadata("1") == {"slot": 1}
    assert lock.listener.inactive == {"1": False}


@pytest.mark.contract("12.45")
async def test_a_slot_that_the_lock_does_not_have_is_neither_empty_nor_occupied(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass)
    lock.server.answers["get"] = [NO_SLOT, NO_SLOT, ANSWER_EMPTY]
    with pytest.raises(NoSuchSlot):
        await lock.slots.read("2")

    assert lock.slot_names() == ("1",)
    assert lock.listener.calls == [("capabilities",)]
    lock.report(2, 1, "1357")
    assert lock.slot_names() == ("1", "2")


@pytest.mark.contract("12.45")
async def test_no_such_slot_is_not_believed_of_a_late_answer(
    hass: HomeAssistant,
) -> None:
    """The driver accepts a report of any slot as the answer."""
    lock = Lock(hass)
    late = iter([NO_SLOT])

    def get(message: dict[str, Any]) -> Any:
        answer = next(late, None)
        if answer is None:
            lock.report(message["args"][0], 0, "")
        return answer or ANSWER_EMPTY

    lock.server.answers["get"] = get
    assert await lock.slots.read("1") is EMPTY
    assert lock.slots.capabilities.slots == ("1", "2")


@pytest.mark.contract("12.45")
async def test_a_slot_of_ours_stays_one_whatever_a_busy_lock_says(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass)
    lock.listener.ours.add("1")
    lock.server.answers["get"] = [NO_SLOT]
    with pytest.raises(ReadFailed) as failure:
        await lock.slots.read("1")

    assert not isinstance(failure.value, NoSuchSlot)
    assert lock.slots.capabilities.slots == ("1", "2")


@pytest.mark.contract("12.45")
async def test_slots_are_counted_by_the_lock_and_not_by_what_the_driver_remembers(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass, values=[*slot(2, 1, "1357"), BEEPER])
    lock.listener.ours.add("7")

    assert lock.slots.capabilities.slots == ("1", "2")
    notify(lock.node, 6, {"userId": 1})
    notify(lock.node, 6, {"userId": 7})
    assert lock.listener.calls == [("used", "1", "unlock"), ("used", "7", "unlock")]
    lock.report(7, 1, "8642")
    assert lock.listener.calls[2:] == [("reported", "7", KnownPin(Pin("8642")))]


@pytest.mark.contract("12.45")
async def test_a_full_read_passes_over_slots_that_the_lock_does_not_have(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass)

    def get(message: dict[str, Any]) -> Any:
        if message["args"] == [1]:
            return NO_SLOT
        lock.report(2, 0, "")
        return ANSWER_EMPTY

    lock.server.answers["get"] = get
    with pytest.raises(NoSuchSlot):
        await lock.slots.read("1")
    assert lock.slots.capabilities.slots == ("2",)
    assert await lock.slots.read("2") is EMPTY


@pytest.mark.contract("12.9")
async def test_a_lock_that_masks_some_pins_does_not_change_back_and_forth(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass)
    lock.answers(*[MASKED, SHOWN] * 3)
    for _ in range(6):
        await lock.slots.read("1")

    assert lock.slots.capabilities.reads is Readability.PRESENCE
    assert lock.listener.calls == [("capabilities",)]


@pytest.mark.contract("12.9")
async def test_what_a_lock_shows_of_our_pins_decides(hass: HomeAssistant) -> None:
    lock = Lock(hass)
    lock.listener.ours.add("1")
    lock.answers(MASKED, SHOWN, MASKED)
    await lock.slots.read("2")
    assert lock.reads() is Readability.PRESENCE
    for _ in range(2):
        await lock.slots.read("1")

    assert lock.reads() is Readability.PIN
    assert lock.listener.calls == [("capabilities",)] * 2


@pytest.mark.contract("12.9")
async def test_a_lock_that_masks_what_we_wrote_hides_pins_whatever_else_it_shows(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass, USER_CODE)
    lock.answers(MASKED, SHOWN)
    await lock.slots.set("1", Pin("1357"), None)
    lock.listener.ours.add("2")
    await lock.slots.read("2")

    assert lock.slots.capabilities.reads is Readability.PRESENCE


@pytest.mark.contract("8.22")
@pytest.mark.parametrize(
    ("status", "is_looked_at"), [(None, True), (0, True), (1, False), (2, False)]
)
async def test_a_lock_of_which_the_driver_remembers_none_of_our_codes_is_looked_at(
    hass: HomeAssistant, status: int | None, is_looked_at: bool
) -> None:
    node = make_node(Server(), USER_CODE, values=[*slot(1, status, "")])
    listener = RecordingListener()
    listener.ours = {"1", "2"}
    slots = UserCodeSlots(hass, node, listener, count=2, uses=UseReporting.LIVE)
    slots.start()

    assert listener.calls == ([("all cleared",)] if is_looked_at else [])


@pytest.mark.contract("12.46")
async def test_a_read_that_ends_after_the_stop_tells_nothing(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass)

    def get(message: dict[str, Any]) -> Any:
        lock.slots.stop()
        return NO_SLOT

    lock.server.answers["get"] = get
    with pytest.raises(ReadFailed):
        await lock.slots.read("1")
    assert lock.listener.calls == []


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
    assert lock.listener.calls == [("capabilities",)]


@pytest.mark.contract("12.9")
async def test_a_hidden_pin_reported_unasked_shows_that_the_lock_hides(
    hass: HomeAssistant,
) -> None:
    lock = Lock(hass)
    lock.report(1, 1, "****")
    lock.report(1, 1, "****")

    assert lock.slots.capabilities.reads is Readability.PRESENCE
    assert lock.listener.calls == [("capabilities",), ("reported", "1", UNREADABLE)]


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


def supporting(*events: int, command_class: int = NOTIFICATION) -> dict[str, Any]:
    """Return the server's list of supported events."""
    names = {str(event): "" for event in events}
    types = {"6": {"label": "Access Control", "supportedEvents": names}}
    return {
        "events": [
            {"commandClass": 111, "endpoint": 0, "supportedEventTypes": {}},
            {
                "commandClass": command_class,
                "endpoint": 0,
                "supportedNotificationTypes": types,
            },
        ]
    }


@pytest.mark.contract("12.43")
@pytest.mark.parametrize(
    ("answer", "uses"),
    [
        (supporting(1, 2, 5, 6), UseReporting.LIVE),
        (supporting(34), UseReporting.LIVE),
        (supporting(35, 36), UseReporting.LIVE),
        (supporting(1, 2, 3, 4, 5, 11), UseReporting.NEVER),
        ({"events": []}, UseReporting.NEVER),
        (None, UseReporting.NEVER),
        (failure(302), UseReporting.NEVER),
    ],
)
async def test_a_lock_reports_uses_if_it_says_so(
    hass: HomeAssistant, answer: Any, uses: UseReporting
) -> None:
    server = Server()
    node = make_node(server, USER_CODE, NOTIFICATION)
    server.answers["get_user_capabilities_cached"] = [{"capabilities": {"maxUsers": 2}}]
    server.answers["node.get_supported_notification_events"] = [answer]

    slots = await UserCodeSlots.async_create(hass, node, RecordingListener())
    assert slots.capabilities.uses is uses
    assert slots.capabilities.slots == ("1", "2")


async def test_a_server_that_went_is_asked_again_by_its_successor(
    hass: HomeAssistant,
) -> None:
    server = Server()
    node = make_node(server, USER_CODE, NOTIFICATION)
    server.answers["node.get_supported_notification_events"] = [failure(204)]
    with pytest.raises(CommandFailed):
        await async_use_reporting(node)
