"""The locks of a laboratory home: one of each kind that tells, and forgets, in its own way."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LabLock:
    """One lock: ``node`` is None where Home Assistant itself checks the codes."""

    entity_id: str
    node: int | None = None
    tells_pins: bool = True
    lengths: range = range(4, 9)
    stranger_slots: range = range(0)
    """Places high up, where people at the keypad put theirs."""


LOCKS = (
    LabLock("lock.hall_door", 2, stranger_slots=range(17, 21)),
    LabLock("lock.studio_door", 3, tells_pins=False, stranger_slots=range(14, 17)),
    LabLock("lock.loft_door", 4, stranger_slots=range(17, 21)),
    LabLock("lock.cellar_door", 5),
    LabLock("lock.barn_door", 6, stranger_slots=range(17, 21)),
    LabLock("lock.gate"),
)
OWN = tuple(lock for lock in LOCKS if lock.node is not None)
"""The locks that hold their codes themselves."""
STRANGER = "97777"
"""Who lives in the second slot of the small lock."""
NETWORK: list[dict[str, Any]] = [
    {"id": 2, "name": "Hall door", "kind": "user_code", "slots": 20},
    {"id": 3, "name": "Studio door", "kind": "user_code_masked", "slots": 16},
    {"id": 4, "name": "Loft door", "kind": "user_credential", "slots": 20},
    {
        "id": 5,
        "name": "Cellar door",
        "kind": "user_code",
        "slots": 4,
        "codes": {"2": STRANGER},
    },
    {
        "id": 6,
        "name": "Barn door",
        "kind": "user_code_v2",
        "slots": 20,
        "supervision": True,
    },
]
