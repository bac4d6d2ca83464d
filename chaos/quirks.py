"""Lasting flaws of locks, through a round and the first half of its calm, and what may differ then."""

from dataclasses import dataclass
from random import Random
from typing import Any

from .locks import LabLock

_MUTE_SLOTS = range(1, 9)
"""The ones that are used first, and that strangers leave alone."""


ALTERS_PINS = "alters PINs"


@dataclass(frozen=True, slots=True)
class Quirk:
    """A flaw that a lock has for good: what cannot be done then must be named by an error."""

    kind: str
    fault: dict[str, Any]

    @property
    def mute(self) -> set[str]:
        """The slots that never answer a read."""
        return {str(slot) for slot in self.fault.get("mute", ())}

    @property
    def is_silent(self) -> bool:
        """Whether each answer comes after the driver has given up."""
        return "delay_ms" in self.fault

    @property
    def is_read(self) -> bool:
        """Whether a full read can tell everything that is on the lock."""
        return not self.mute and not self.is_silent

    def kept(self, pin: str) -> str:
        """Return what the lock keeps of a PIN."""
        if self.fault.get("strip_zeros"):
            pin = pin.lstrip("0")
        return pin[: self.fault.get("shorten")]

    def may_excuse(self, code: dict[str, Any], slot: str | None) -> bool:
        """Return whether the lock cannot do what is wished of a code, in this slot."""
        if slot in self.mute or self.is_silent:
            return True
        pin = code["code"]
        is_altered = pin is not None and self.kept(pin) != pin
        return is_altered and code["status"] != "set"


def altering_fault(chance: Random) -> dict[str, Any]:
    """Return how a lock alters PINs."""
    if chance.random() < 0.5:
        return {"strip_zeros": True}
    return {"shorten": chance.randint(4, 6)}


def mute_fault(chance: Random, lock: LabLock) -> dict[str, Any]:
    """Return the slots that do not answer."""
    if not lock.stranger_slots:
        return {"mute": [chance.choice((1, 3, 4))]}
    return {"mute": chance.sample(_MUTE_SLOTS, chance.randint(1, 3))}


def lasting_quirk(chance: Random, lock: LabLock) -> Quirk:
    """Return a flaw that a lock has for good."""
    match chance.choice(("alters", "mute slots", "slow", "late")):
        case "alters":
            return Quirk(ALTERS_PINS, altering_fault(chance))
        case "mute slots":
            return Quirk("has mute slots", mute_fault(chance, lock))
        case "slow":
            return Quirk("is slow", {"delay_ms": chance.randint(1100, 2500)})
        case _:
            return Quirk("writes late", {"late_ms": chance.randint(1000, 6000)})
