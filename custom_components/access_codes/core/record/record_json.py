"""Serialize the record of a lock, with its version.

The shape follows the model's fields; defaults are left out. Reading is strict: a record that is not understood exactly
is unreadable, never a record with fewer codes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from ..model import AccessCode, Event, LockRecord, Placement, Reporting, UseReporting
from .json_types import InvalidJson, Json, json_type_of
from .record_delta import apply_delta, delta_from_json, drops_pins

VERSION = 2
"""Version of a snapshot, which has a change log beside it."""

_VERSION_ALONE = 1
"""Version of a record without a change log."""

_RECORD = json_type_of(LockRecord)

_CODE = json_type_of(AccessCode)

_PLACEMENT = json_type_of(Placement)

_EVENTS = json_type_of(tuple[Event, ...])


class RecordUnreadable(Exception):
    """A stored record that this version cannot read. Carries no PIN, neither itself nor as a cause."""


# contract 13.17, 13.65
def to_json(
    record: LockRecord, written_at: datetime, generation: int = 0
) -> dict[str, Json]:
    """Return the record as JSON values, PINs included. ``generation``: that of the change log; 0 if there is none."""
    fields = _RECORD.write(replace(record, written_at=written_at))
    if not generation:
        return {"version": _VERSION_ALONE, **fields}
    return {
        "version": VERSION,
        "lock_id": fields.pop("lock_id"),
        "generation": generation,
        **fields,
    }


def code_to_json(code: AccessCode) -> Json:
    """Return a code as JSON."""
    written: Json = _CODE.write(code)
    return written


def placement_to_json(placement: Placement) -> Json:
    """Return a placement as JSON."""
    written: Json = _PLACEMENT.write(placement)
    return written


def from_json(raw: object) -> LockRecord:
    """Parse a stored record, without the changes of its log. Raises RecordUnreadable."""
    return snapshot_from_json(raw).record


class Snapshot(NamedTuple):
    """A record as its file holds it, without the changes since."""

    record: LockRecord
    generation: int
    """Number of its change log; 0 if it has none."""


def snapshot_from_json(raw: object) -> Snapshot:
    """Parse a snapshot. Raises RecordUnreadable."""
    try:
        return _read(raw)
    except InvalidJson as invalid:
        complaint = str(invalid)
    # Outside the handler, so that the exception has no context with values of the file.
    raise RecordUnreadable(complaint)


def replayed(record: LockRecord, changes: Iterable[object]) -> tuple[LockRecord, bool]:
    """Return the record after the changes of its log, and whether a PIN left it. Raises RecordUnreadable."""
    has_gone_pins = False
    try:
        for raw in changes:
            delta = delta_from_json(raw)
            has_gone_pins = has_gone_pins or drops_pins(record, delta)
            record = apply_delta(record, delta)
        _check_placements(record)
    except InvalidJson as invalid:
        complaint = f"changes: {invalid}"
    else:
        return record, has_gone_pins
    raise RecordUnreadable(complaint)


# contract 13.4
def _read(raw: object) -> Snapshot:
    if not isinstance(raw, dict):
        raise InvalidJson("not an object")
    stored = dict(raw)
    version = stored.pop("version", None)
    if type(version) is not int or version < 1:
        raise InvalidJson("version: unknown")
    if version > VERSION:
        raise InvalidJson("version: newer than this one")
    generation = stored.pop("generation", None) if version > _VERSION_ALONE else 0
    if type(generation) is not int or (version > _VERSION_ALONE and generation < 1):
        raise InvalidJson("generation: unknown")
    if isinstance(capabilities := stored.get("capabilities"), dict):
        stored["capabilities"] = _with_levels_of_reporting(capabilities)
    record: LockRecord = _RECORD.read(stored)
    _check_placements(record)
    return Snapshot(record, generation)


def _check_placements(record: LockRecord) -> None:
    owners = set()
    for placement in record.placements.values():
        if placement.owner not in record.codes:
            raise InvalidJson("placements: owner: unknown code")
        if placement.owner in owners:
            raise InvalidJson("placements: owner: duplicate")
        owners.add(placement.owner)
        if not placement.possible or (
            placement.next_slot is not None and not placement.next_possible
        ):
            raise InvalidJson("placements: possible: empty")


# contract 13.49
def _with_levels_of_reporting(stored: dict[str, object]) -> dict[str, object]:
    """Return capabilities with the levels of reporting, where a first version stored whether the lock reports."""
    upgraded = dict(stored)
    for name, key, level in (
        ("reports_changes", "reports", Reporting.ALL),
        ("reports_use", "uses", UseReporting.LIVE),
    ):
        match upgraded.pop(name, False):
            case True:
                upgraded.setdefault(key, level.value)
            case False:
                pass
            case _:
                raise InvalidJson(f"capabilities: {name}: wrong type")
    return upgraded


type Parts = dict[str, orjson.Fragment]


class RecordEncoder:
    """Serialize a record incrementally: only codes and placements that changed since the last write."""

    def __init__(self) -> None:
        """Start without a last write."""
        self._record = LockRecord("")
        self._codes: Parts = {}
        self._placements: Parts = {}
        self._timeline: Parts = {}

    def of(
        self, record: LockRecord, written_at: datetime, generation: int = 0
    ) -> dict[str, Any]:
        """Return the values to write: equal to ``to_json``, in a fraction of the time."""
        before, self._record = self._record, record
        self._codes = _parts(record.codes, before.codes, self._codes, code_to_json)
        self._placements = _parts(
            record.placements, before.placements, self._placements, placement_to_json
        )
        self._timeline = _parts(
            record.timeline, before.timeline, self._timeline, _EVENTS.write
        )
        content: dict[str, Any] = {
            **to_json(
                replace(record, codes={}, placements={}, timeline={}),
                written_at,
                generation,
            )
        }
        if record.codes:
            content["codes"] = list(self._codes.values())
        if record.placements:
            content["placements"] = list(self._placements.values())
        if record.timeline:
            content["timeline"] = self._timeline
        return content


def _parts[T](
    values: Mapping[str, T],
    before: Mapping[str, T],
    parts: Parts,
    write: Callable[[T], object],
) -> Parts:
    return {
        key: parts[key]
        if before.get(key) is value
        else orjson.Fragment(orjson.dumps(write(value)))
        for key, value in values.items()
    }
