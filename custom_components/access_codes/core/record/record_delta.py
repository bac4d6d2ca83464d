"""Deltas of a record: the difference from one write to the next, as a line of the change log holds it.

Codes and placements are compared by identity first: the core keeps unchanged objects, so a delta takes no time for them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import compress
from operator import is_not
from typing import Any

from ..model import AccessCode, Event, KnownPin, LockRecord, Pin, Placement
from .json_types import InvalidJson, Json, StoredField, json_type_of, stored_fields_of
from .timeline import Timeline, with_events

_MAPS = (
    "codes",
    "placements",
    "unmanaged",
    "unmanaged_numbers",
    "read_at",
    "use_ids",
    "late_clears",
    "timeline",
)
"""Fields that are compared key by key; the timeline with that which follows from the events."""

_FIELDS: dict[str, StoredField] = {
    stored.name: stored for stored in stored_fields_of(LockRecord)
}

_PLAIN_FIELDS = {
    stored.stored_name: stored
    for name, stored in _FIELDS.items()
    if name not in {*_MAPS, "outbox", "written_at"}
}
"""Fields that are compared as a whole, by their stored names."""

_INSTANT = json_type_of(datetime)

_COUNT = json_type_of(int)

_KEYS = json_type_of(tuple[str, ...])

_EVENTS = json_type_of(tuple[Event, ...])


@dataclass(frozen=True, slots=True)
class RecordDelta:
    """Difference of two records. Maps are named by the fields of the record."""

    written_at: datetime
    fields: dict[str, Any] = field(default_factory=dict)
    """New values of plain fields, by the fields of the record."""
    dropped: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys that leave a map, before the put values are put. A key in both moves to the end of its map."""
    put: dict[str, dict[str, Any]] = field(default_factory=dict)
    """New and changed values of a map, by key."""
    events_dropped: int = 0
    """Number of events that leave the front of the outbox."""
    events: tuple[Event, ...] = ()
    """Events that join the end of the outbox."""


def delta_of(
    before: LockRecord, after: LockRecord, written_at: datetime
) -> RecordDelta:
    """Return the delta from one record to the next."""
    put: dict[str, dict[str, Any]] = {}
    dropped: dict[str, tuple[str, ...]] = {}
    count = _number_dropped(before.outbox, after.outbox)
    events = after.outbox[len(before.outbox) - count :]
    for name in _MAPS:
        old, new = getattr(before, name), getattr(after, name)
        if name == "timeline":
            old = _expected_timeline(before, events, before.codes, after.codes)
        if old is not new:
            put[name], dropped[name] = _compare(old, new)
    return RecordDelta(
        written_at,
        {
            stored.name: new
            for stored in _PLAIN_FIELDS.values()
            if (new := getattr(after, stored.name))
            is not (old := getattr(before, stored.name))
            and new != old
        },
        {name: keys for name, keys in dropped.items() if keys},
        {name: values for name, values in put.items() if values},
        count,
        events,
    )


def apply_delta(record: LockRecord, delta: RecordDelta) -> LockRecord:
    """Return the record after a delta. Raises InvalidJson for a delta of another record."""
    maps: dict[str, dict[str, Any]] = {}
    for name in _MAPS:
        values = getattr(record, name)
        if name == "timeline":
            codes = maps.get("codes", record.codes)
            values = _expected_timeline(record, delta.events, record.codes, codes)
            maps[name] = values
        if name in delta.dropped or name in delta.put:
            maps[name] = _applied(name, values, delta)
    if delta.events_dropped > len(record.outbox):
        raise InvalidJson("events: too few")
    changes: dict[str, Any] = {**delta.fields, **maps}
    return replace(
        record,
        **changes,
        outbox=record.outbox[delta.events_dropped :] + delta.events,
        written_at=delta.written_at,
    )


def _applied(
    name: str, before: Mapping[str, Any], delta: RecordDelta
) -> dict[str, Any]:
    """Return a map after a delta. Raises InvalidJson for a delta of another record."""
    values = dict(before)
    for key in delta.dropped.get(name, ()):
        if key not in values:
            raise InvalidJson(f"{name}: unknown key")
        del values[key]
    return values | delta.put.get(name, {})


# contract 6.172
def _expected_timeline(
    before: LockRecord,
    events: tuple[Event, ...],
    codes: Mapping[str, AccessCode],
    codes_after: Mapping[str, AccessCode],
) -> Timeline:
    """Return the timeline that follows from the events of a delta: as a rule it needs no line of its own."""
    if not events and codes is codes_after:
        return before.timeline
    return with_events(before.timeline, events, codes_after)


# contract 13.9
def drops_pins(before: LockRecord, delta: RecordDelta) -> bool:
    """Return whether a PIN may leave the record with this delta: the disk then still holds it."""
    old: set[Pin] = set()
    new: set[Pin] = set()
    for name in delta.dropped.keys() | delta.put.keys():
        values = getattr(before, name)
        put = delta.put.get(name, {})
        for key in (*delta.dropped.get(name, ()), *put):
            if key in values:
                old |= _pins_in(values[key])
        for value in put.values():
            new |= _pins_in(value)
    return not old <= new


def delta_to_json(delta: RecordDelta) -> dict[str, Json]:
    """Return a delta as JSON values, PINs included. Parts without a change are left out."""
    parts: dict[str, Any] = {
        "set": {
            stored.stored_name: stored.form.write(delta.fields[stored.name])
            for stored in _PLAIN_FIELDS.values()
            if stored.name in delta.fields
        },
        "drop": {name: list(keys) for name, keys in delta.dropped.items()},
        "put": {
            name: _FIELDS[name].form.write(values) for name, values in delta.put.items()
        },
        "events_dropped": delta.events_dropped,
        "events": _EVENTS.write(delta.events),
    }
    return {
        "written_at": _INSTANT.write(delta.written_at),
        **{name: part for name, part in parts.items() if part},
    }


def delta_from_json(raw: object) -> RecordDelta:
    """Parse a delta. Raises InvalidJson."""
    parts = _object(raw)
    delta = RecordDelta(
        _INSTANT.read(parts.pop("written_at", None)),
        {
            _plain_field(name).name: _plain_field(name).form.read(value)
            for name, value in _object(parts.pop("set", {})).items()
        },
        {
            _map_field(name).name: _KEYS.read(keys)
            for name, keys in _object(parts.pop("drop", {})).items()
        },
        {
            _map_field(name).name: _map_field(name).form.read(values)
            for name, values in _object(parts.pop("put", {})).items()
        },
        _COUNT.read(parts.pop("events_dropped", 0)),
        _EVENTS.read(parts.pop("events", [])),
    )
    if parts or delta.events_dropped < 0:
        raise InvalidJson("unknown parts")
    return delta


def _compare(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the values to put and the keys to drop, which also carry over the order of the keys."""
    keys = list(after)
    if keys[: len(before)] == list(before):
        # Nothing is dropped or moved: two thousand codes take some microseconds.
        others = compress(keys, map(is_not, after.values(), before.values()))
        changed = [key for key in others if after[key] != before[key]]
        return {key: after[key] for key in (*changed, *keys[len(before) :])}, ()
    put = {
        key: value
        for key, value in after.items()
        if (old := before.get(key)) is not value and old != value
    }
    kept = [key for key in before if key in after]
    if keys[: len(kept)] != kept:
        count = _length_in_order(kept, keys)
        in_order = set(keys[:count])
        put = {
            **{key: value for key, value in put.items() if key in in_order},
            **{key: after[key] for key in keys[count:]},
        }
        kept = keys[:count]
    stays = set(kept)
    return put, tuple([key for key in before if key not in stays])


def _length_in_order(kept: Iterable[str], keys: list[str]) -> int:
    """Return the number of first keys that are in the former order; the rest has moved to the end."""
    count = 0
    for key in kept:
        if keys[count] == key:
            count += 1
    return count


def _number_dropped(before: tuple[Event, ...], after: tuple[Event, ...]) -> int:
    """Return the number of events dropped from the front: all, where the rest is not the beginning of the new outbox."""
    for count in range(len(before)):
        if after and before[count] is after[0]:
            rest = before[count:]
            return count if after[: len(rest)] == rest else len(before)
    return len(before)


def _pins_in(value: object) -> set[Pin]:
    """Return the PINs of a code, a placement or a content."""
    if isinstance(value, AccessCode):
        return set() if value.pin is None else {value.pin}
    contents = (
        (*value.may_hold, value.unproven, value.altered, value.under_way)
        if isinstance(value, Placement)
        else (value,)
    )
    return {content.pin for content in contents if isinstance(content, KnownPin)}


def _object(raw: object) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise InvalidJson("not an object")
    return dict(raw)


def _plain_field(stored_name: str) -> StoredField:
    if stored_name not in _PLAIN_FIELDS:
        raise InvalidJson("unknown field")
    return _PLAIN_FIELDS[stored_name]


def _map_field(name: str) -> StoredField:
    if name not in _MAPS:
        raise InvalidJson("unknown map")
    return _FIELDS[name]
