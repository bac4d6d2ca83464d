"""Notifications of a lock about codes."""

from typing import Any

import pytest
from zwave_js_server.model.node import Node

from custom_components.access_codes.core.model import UseReporting
from custom_components.access_codes.locks.zwave_js.user_code import UserCodeSlots
from homeassistant.core import HomeAssistant
from tests.support.zwave_network import RecordingListener
from tests.support.zwave_server import (
    NOTIFICATION,
    USER_CODE,
    Server,
    change,
    happen,
    make_node,
    notify,
    slot,
    value,
)

ALARM_TYPE = value(NOTIFICATION, "alarmType", now=0)
ALARM_LEVEL = value(NOTIFICATION, "alarmLevel", now=0)
KEYPAD = value(NOTIFICATION, "Access Control", "Keypad state", 0)


@pytest.fixture
def node() -> Node:
    """Return a lock with two slots."""
    values = [*slot(1, 1, "1357"), *slot(2, 0, ""), ALARM_TYPE, ALARM_LEVEL, KEYPAD]
    return make_node(Server(), USER_CODE, NOTIFICATION, values=values)


@pytest.fixture
def listener(hass: HomeAssistant, node: Node) -> RecordingListener:
    """Return the listener of that lock."""
    listener = RecordingListener()
    UserCodeSlots(hass, node, listener, count=2, uses=UseReporting.LIVE).start()
    return listener


USED_BOTH = {"type": "Buffer", "data": [0, 1, 2, 3, 0, 9, 1, 0, 2]}
USED_A_CARD = {"type": "Buffer", "data": [0, 1, 1, 3, 0, 9]}


@pytest.mark.contract("11.10", "12.13")
@pytest.mark.parametrize(
    ("event", "parameters", "call"),
    [
        (5, {"userId": 1}, ("used", "1", "lock")),
        (6, {"userId": 1}, ("used", "1", "unlock")),
        (6, {"userId": 0}, ("used", None, "unlock")),
        (6, {"userId": 251}, ("used", None, "unlock")),
        (6, None, ("used", None, "unlock")),
        (33, {"userId": 2}, ("used", "2", "lock")),
        (34, {"userId": 2}, ("used", "2", "unlock")),
        (35, USED_BOTH, ("used", "2", "lock")),
        (36, USED_BOTH, ("used", "2", "unlock")),
        (36, USED_A_CARD, ("used", None, "unlock")),
        (36, None, ("used", None, "unlock")),
        (19, None, ("denied", "too_many_attempts")),
        (20, None, ("denied", "invalid_code")),
        (47, {"userId": 1}, ("denied", "code_disabled")),
        (48, {"userId": 1}, ("denied", "outside_schedule")),
        (49, None, ("denied", "incomplete")),
        (50, None, ("denied", "invalid_code")),
    ],
)
def test_uses_and_refusals_are_reported(
    node: Node,
    listener: RecordingListener,
    event: int,
    parameters: Any,
    call: tuple[Any, ...],
) -> None:
    notify(node, event, parameters)

    assert listener.calls == [call]


def test_wrong_codes_may_be_reported_as_tampering(
    node: Node, listener: RecordingListener
) -> None:
    notify(node, 4, type_=7)

    assert listener.calls == [("denied", "invalid_code")]


def test_a_keypad_turned_off_is_reported_as_too_many_tries(
    node: Node, listener: RecordingListener
) -> None:
    change(node, KEYPAD, 16)
    change(node, KEYPAD, 0)

    assert listener.calls == [("denied", "too_many_attempts")]


def test_older_firmware_names_the_slot_beside_the_event(
    node: Node, listener: RecordingListener
) -> None:
    change(node, ALARM_LEVEL, 1)
    notify(node, 6)
    change(node, ALARM_TYPE, 19)
    notify(node, 6)

    assert listener.calls == [("used", None, "unlock"), ("used", "1", "unlock")]


@pytest.mark.parametrize(("event", "type_"), [(2, 6), (6, 7), (4, 1)])
def test_what_is_not_about_codes_is_left_alone(
    node: Node, listener: RecordingListener, event: int, type_: int
) -> None:
    notify(node, event, type_=type_)

    assert listener.calls == []


def test_a_notification_of_another_command_class_is_left_alone(
    node: Node, listener: RecordingListener
) -> None:
    entry = {"eventType": 6, "eventTypeLabel": "", "dataType": 0, "dataTypeLabel": ""}
    happen(node, "notification", endpointIndex=0, ccId=111, args=entry)

    assert listener.calls == []
