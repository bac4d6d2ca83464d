"""Locks by the fingerprints of models that Zigbee2MQTT and ZHA know."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Model:
    """The identity of a lock, and the limits that it names."""

    manufacturer: str
    model: str
    manufacturer_code: int
    slots: int
    endpoint: int = 1
    shortest: int = 4
    longest: int = 8
    clusters: tuple[int, ...] = ()
    """Input clusters besides Basic, Power Configuration and Door Lock."""


MODELS: Final = {
    "yale": Model(
        "Yale",
        "YRD226/246 TSDB",
        0x101D,
        slots=250,
        clusters=(0x0003, 0x0009, 0x000A, 0x0020),
    ),
    "kwikset": Model(
        "Kwikset",
        "SMARTCODE_DEADBOLT_10_L",
        0x115D,
        slots=30,
        endpoint=2,
        clusters=(0x0003, 0x0004, 0x0005, 0x0009, 0x0020, 0x0B05),
    ),
    "schlage": Model("Schlage", "BE468", 0x1236, slots=30),
    "danalock": Model("Danalock", "V3-BTZB", 0x115C, slots=20, longest=10),
    "weiser": Model(
        "Weiser",
        "SMARTCODE_DEADBOLT_10",
        0x115D,
        slots=30,
        endpoint=2,
        clusters=(0x0003, 0x0004, 0x0005, 0x0009, 0x0020, 0x0B05),
    ),
    "nimly": Model("Onesti Products AS", "NimlyPRO", 0x1234, slots=200, endpoint=11),
    "easycode": Model(
        "Onesti Products AS", "EasyCodeTouch", 0x1234, slots=200, endpoint=11
    ),
    "idlock": Model("Datek", "ID Lock 150", 0x1337, slots=25, longest=10),
    "keyless": Model("Kwikset", "SMARTCODE_CONVERT_GEN1", 0x115D, slots=0, endpoint=2),
    "unknown": Model("Nobody", "Lock of no known model", 0x1001, slots=10, longest=6),
}
