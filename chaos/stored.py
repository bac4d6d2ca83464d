"""What our file about a lock says, as it lies on the disk."""

from dataclasses import dataclass
import json
from pathlib import Path
from typing import Any

from custom_components.access_codes.core.model import EMPTY, KnownPin, LockRecord
from custom_components.access_codes.core.record.journal import pins_in
from custom_components.access_codes.core.record.record_json import (
    RecordUnreadable,
    from_json,
)
from custom_components.access_codes.storage.record_reader import load, load_copy


@dataclass(frozen=True, slots=True)
class Stored:
    """A record that was read from a file."""

    record: LockRecord

    @property
    def listed(self) -> dict[str, dict[str, Any]]:
        """The codes that are not being deleted, as far as an access code object says what is wished."""
        return {
            access_code_id: {
                "name": code.name,
                "code": code.pin.reveal() if code.pin is not None else None,
                "starts_at": code.window and code.window.starts_at.isoformat(),
                "ends_at": code.window and code.window.ends_at.isoformat(),
                "is_external_modification_allowed": code.is_external_modification_allowed,
            }
            for access_code_id, code in self.record.codes.items()
            if code.deleted_at is None
        }

    @property
    def being_deleted(self) -> set[str]:
        """The codes that are still to be taken off the lock."""
        return self.record.codes.keys() - self.listed.keys()

    @property
    def slots(self) -> set[str]:
        """The slots that are ours."""
        return set(self.record.placements)

    @property
    def confirmed_slots(self) -> set[str]:
        """The slots that are called confirmed ours."""
        return {
            slot
            for slot, placement in self.record.placements.items()
            if placement.is_confirmed
        }

    @property
    def owners(self) -> dict[str, str]:
        """The slots of codes, by their ids."""
        return {
            placement.owner: slot for slot, placement in self.record.placements.items()
        }

    @property
    def journal(self) -> dict[str, set[str]]:
        """The PINs that each slot of ours may hold."""
        return {
            slot: {pin.reveal() for pin in pins_in(placement)}
            for slot, placement in self.record.placements.items()
        }

    def unexpected(self, held: dict[str, str]) -> set[str]:
        """Return the slots of ours that hold what the journal rules out."""
        unexpected = set()
        for slot, placement in self.record.placements.items():
            possible = {
                content.pin.reveal()
                for content in placement.possible
                if isinstance(content, KnownPin)
            }
            if slot not in held:
                if EMPTY not in placement.possible:
                    unexpected.add(slot)
            elif held[slot] not in possible:
                unexpected.add(slot)
        return unexpected


def parse(content: bytes) -> Stored | None:
    """Read the content of a file without a log; None where it is no record."""
    try:
        return Stored(from_json(json.loads(content)))
    except ValueError, RecordUnreadable:
        return None


def read(path: Path) -> Stored | None:
    """Read a record, with the log beside its file; None where it cannot be read."""
    try:
        return Stored(load(path).record)
    except RecordUnreadable:
        return None


def read_copy(path: Path) -> Stored | None:
    """Read what going back to the last good copy would give; None where it cannot be read."""
    try:
        return Stored(load_copy(path.with_name(f"{path.name}.last_good"), path))
    except RecordUnreadable:
        return None


def files_of(path: Path) -> dict[Path, bytes]:
    """Return all files of a record."""
    return {each: each.read_bytes() for each in path.parent.glob(f"{path.name}*")}
