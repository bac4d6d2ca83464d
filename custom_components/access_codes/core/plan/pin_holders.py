"""Slots that may hold a PIN: ours, kept from one decision to the next, and those of unmanaged codes."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..model import KnownPin, LockRecord, Pin, Placement, World
from ..model.replaced import replaced
from ..record.journal import pins_in
from ..record.unmanaged import held_by_others, is_recalled


class PinHolders:
    """Our slots that may hold each PIN, in the order of the record. They are never changed."""

    __slots__ = ("_by_pin", "placements")

    def __init__(
        self,
        placements: Mapping[str, Placement],
        by_pin: Mapping[Pin, tuple[Placement, ...]] | None = None,
    ) -> None:
        """Start from placements; the index is built when it is first asked for."""
        self.placements = placements
        self._by_pin = by_pin

    def with_pin(self, pin: Pin) -> tuple[Placement, ...]:
        """Return the slots that may hold this PIN."""
        if self._by_pin is None:
            self._by_pin = _index(self.placements.values())
        return self._by_pin.get(pin, ())

    def moved_to(
        self, placements: Mapping[str, Placement]
    ) -> tuple[PinHolders, set[Pin]]:
        """Return the holders after changes of some placements, and the PINs whose holders may have changed."""
        changed = _changed(self.placements, placements)
        pins = {pin for placement in changed for pin in pins_in(placement)}
        if self._by_pin is None or not pins:
            return PinHolders(placements, self._by_pin), pins
        index = dict(self._by_pin)
        for pin in pins:
            index[pin] = tuple(
                [
                    placement
                    for placement in index.get(pin, ())
                    if placements.get(placement.slot) is placement
                ]
            )
        for placement in changed:
            if placements.get(placement.slot) is placement:
                for pin in pins_in(placement):
                    index[pin] = (*index[pin], placement)
        if any(len(index[pin]) > 1 for pin in pins):
            order = {slot: number for number, slot in enumerate(placements)}
            for pin in pins:
                index[pin] = tuple(
                    sorted(index[pin], key=lambda placement: order[placement.slot])
                )
        return PinHolders(placements, index), pins


def _changed(
    before: Mapping[str, Placement], placements: Mapping[str, Placement]
) -> list[Placement]:
    """Return the placements that differ, those before and those after."""
    if before is placements:
        return []
    changed: list[Placement] = []
    for slot in replaced(before, placements):
        changed.append(placements[slot])
        if (former := before.get(slot)) is not None:
            changed.append(former)
    return [*changed, *(before[slot] for slot in before.keys() - placements.keys())]


def _index(placements: Iterable[Placement]) -> dict[Pin, tuple[Placement, ...]]:
    index: dict[Pin, tuple[Placement, ...]] = {}
    for placement in placements:
        for pin in pins_in(placement):
            index[pin] = (*index.get(pin, ()), placement)
    return index


class ForeignSlot(NamedTuple):
    """A slot of an unmanaged code."""

    slot: str
    is_recalled: bool
    """It was last seen before the start, or too long ago."""


def foreign_pins(
    record: LockRecord, world: World, ours: Mapping[str, Placement]
) -> dict[Pin, ForeignSlot]:
    """Return the slots of the unmanaged codes whose PINs are known, by those PINs."""
    return {
        content.pin: ForeignSlot(slot, is_recalled(record, world, slot))
        for slot, content in held_by_others(record, world, ours).items()
        if isinstance(content, KnownPin)
    }
