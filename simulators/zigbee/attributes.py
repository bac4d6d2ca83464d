"""Attributes of a lock as it comes from the factory."""

from .frames import (
    BASIC,
    BOOL,
    DOOR_LOCK,
    ENUM8,
    MAP8,
    MAP16,
    MAP32,
    POLL_CONTROL,
    POWER,
    TEXT,
    UINT8,
    UINT16,
    UINT32,
    Attribute,
)
from .models import Model

SLOTS, LONGEST, SHORTEST, PIN_IN_EVENTS, PIN_REQUIRED = 0x12, 0x17, 0x18, 0x32, 0x33


def attributes_of(model: Model) -> dict[int, dict[int, Attribute]]:
    """Return type and value of each attribute, by cluster."""
    masks = 0x40, 0x41, 0x42, 0x43, 0x45, 0x46
    events = dict.fromkeys(masks, (MAP16, 0xFFFF))
    return {
        BASIC: {
            0x0000: (UINT8, 3),
            0x0001: (UINT8, 1),
            0x0002: (UINT8, 1),
            0x0003: (UINT8, 1),
            0x0004: (TEXT, model.manufacturer),
            0x0005: (TEXT, model.model),
            0x0006: (TEXT, "20200101"),
            0x0007: (ENUM8, 3),
            0x4000: (TEXT, "1.0"),
        },
        POWER: {
            0x20: (UINT8, 60),
            0x21: (UINT8, 180),
            0x35: (MAP8, 0),
            0x3E: (MAP32, 0),
        },
        # An hour between two check-ins, in quarters of a second
        POLL_CONTROL: {
            0: (UINT32, 14400),
            1: (UINT32, 240),
            2: (UINT16, 2),
            3: (UINT16, 40),
        },
        DOOR_LOCK: {
            0x00: (ENUM8, 1),
            0x01: (ENUM8, 0),
            0x02: (BOOL, 1),
            0x03: (ENUM8, 1),
            0x11: (UINT16, model.slots),
            SLOTS: (UINT16, model.slots),
            0x14: (UINT8, 0),
            0x15: (UINT8, 0),
            LONGEST: (UINT8, model.longest),
            SHORTEST: (UINT8, model.shortest),
            0x20: (BOOL, 0),
            0x23: (UINT32, 0),
            0x24: (UINT8, 1),
            0x30: (UINT8, 5),
            0x31: (UINT8, 30),
            PIN_IN_EVENTS: (BOOL, 0),
            PIN_REQUIRED: (BOOL, 0),
            **events,
        },
    }
