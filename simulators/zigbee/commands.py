"""Commands and events of the door lock cluster."""

from typing import Final

SET_PIN, GET_PIN, CLEAR_PIN, CLEAR_ALL_PINS, SET_STATUS, GET_STATUS = 5, 6, 7, 8, 9, 10
NAMES: Final = {
    0: "lock",
    1: "unlock",
    2: "toggle",
    SET_PIN: "set",
    GET_PIN: "get",
    CLEAR_PIN: "clear",
    CLEAR_ALL_PINS: "clear_all",
    SET_STATUS: "set_status",
    GET_STATUS: "get_status",
}
"""Names in the log of the commands that go to a lock."""

OPERATION, PROGRAMMING = 0x20, 0x21
KEYPAD, RADIO, MANUAL = 0, 1, 2
ADDED, DELETED, CHANGED = 2, 3, 4
NO_USER: Final = 0xFFFF
