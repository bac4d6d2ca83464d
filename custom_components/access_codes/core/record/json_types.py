"""JSON form of each type of the model, derived once from its annotations.

Codes and placements are stored as lists: their keys are fields of their own.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from math import isfinite
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin

from ..model import (
    AccessCode,
    Content,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Pin,
    Placement,
    Recurrence,
    RestoreCheck,
    SlotState,
    Window,
)
from ..recurrence import InvalidRule, parse_rule, zone_named

_LARGEST = 2**53
"""The first whole number that JSON does not carry exactly everywhere."""

_LATEST = datetime(9000, 1, 1, tzinfo=UTC)

_STORED_NAMES: dict[type, dict[str, str]] = {
    LockCapabilities: {"slots": "places"},
    LockRecord: {"restore_check": "doubt", "restore_checked_at": "looked_at"},
    Placement: {
        "needs_clear_first": "is_to_be_cleared_first",
        "needs_read": "is_to_be_read",
        "slot": "place",
    },
    RestoreCheck: {
        "needs_decision": "is_asked",
        "unexpected": "surprises",
        "unknown_codes": "strangers",
    },
}
"""Names in the file, by field, of fields that were renamed since version 1 of the file."""

type Json = str | int | float | bool | list[Json] | dict[str, Json] | None

_KEYS: dict[object, Callable[[Any], str]] = {
    AccessCode: attrgetter("access_code_id"),
    Placement: attrgetter("slot"),
}


class InvalidJson(Exception):
    """A wrong shape: names of the model's fields, never values."""


class JsonType(NamedTuple):
    """Writer and reader of one type. ``read`` raises InvalidJson only."""

    write: Callable[[Any], Any]
    read: Callable[[object], Any]


def json_type_of(hint: Any) -> JsonType:
    """Return the JSON form of a type. Raises TypeError for a type without one."""
    if hint in _SCALARS:
        return _SCALARS[hint]
    arguments = get_args(hint)
    match get_origin(hint):
        case origin if origin is UnionType:
            return _of_union(set(arguments))
        case origin if origin is tuple:
            return _of_tuple(json_type_of(arguments[0]))
        case origin if origin is frozenset:
            return _of_set(json_type_of(arguments[0]))
        case origin if origin is dict and arguments[1] in _KEYS:
            return _of_index(json_type_of(arguments[1]), _KEYS[arguments[1]])
        case origin if origin is dict:
            return _of_dict(json_type_of(arguments[1]))
    if isinstance(hint, type):
        if is_dataclass(hint):
            return _of_fields(hint)
        if issubclass(hint, Enum):
            return _of_enum(hint)
    raise TypeError(f"No JSON form for {hint}")


def _as_it_is(value: object) -> object:
    return value


def _exactly(*types: type) -> Callable[[object], Any]:
    """Return a reader of exactly these types: in JSON, true is no number."""

    def read(raw: object) -> object:
        if type(raw) not in types:
            raise InvalidJson("wrong type")
        return raw

    return read


_read_list: Callable[[object], list[object]] = _exactly(list)

_read_object: Callable[[object], dict[str, object]] = _exactly(dict)


_read_whole: Callable[[object], int] = _exactly(int)


def _read_integer(raw: object) -> int:
    """Read a count below the largest exact number, so that it can be written again."""
    count = _read_whole(raw)
    if abs(count) >= _LARGEST:
        raise InvalidJson("not an integer below 2**53")
    return count


def _read_number(raw: object) -> float:
    if type(raw) is float and isfinite(raw):
        return raw
    if type(raw) is int and abs(raw) < _LARGEST:
        return float(raw)
    raise InvalidJson("not a finite number")


def _read_instant(raw: object) -> datetime:
    try:
        if isinstance(raw, str):
            moment = datetime.fromisoformat(raw)
            if moment.tzinfo is not None:
                return moment.astimezone(UTC)
    except ValueError, OverflowError:
        pass
    raise InvalidJson("not a time with a time zone")


def _read_moment(raw: object) -> datetime:
    """Read an instant to which delays can be added without leaving the calendar."""
    moment = _read_instant(raw)
    if moment >= _LATEST:
        raise InvalidJson("not a time before the year 9000")
    return moment


def _read_pin(raw: object) -> Pin:
    if type(raw) is str and raw:
        return Pin(raw)
    raise InvalidJson("not a PIN")


def _write_window(window: Window) -> list[str]:
    return [window.starts_at.isoformat(), window.ends_at.isoformat()]


def _read_window(raw: object) -> Window:
    times = _read_list(raw)
    if len(times) != 2:
        raise InvalidJson("not two times")
    return Window(_read_instant(times[0]), _read_instant(times[1]))


def _of_union(members: set[Any]) -> JsonType:
    """Return the form of an optional value, or of types that JSON itself tells apart."""
    members.discard(NoneType)
    if len(members) > 1:
        return JsonType(_as_it_is, _exactly(*members, NoneType))
    form = json_type_of(members.pop())

    def write(value: Any) -> Any:
        return None if value is None else form.write(value)

    def read(raw: object) -> Any:
        return None if raw is None else form.read(raw)

    return JsonType(write, read)


def _of_tuple(item: JsonType) -> JsonType:
    def write(values: tuple[Any, ...]) -> list[Any]:
        return [item.write(value) for value in values]

    def read(raw: object) -> tuple[Any, ...]:
        return tuple([item.read(value) for value in _read_list(raw)])

    return JsonType(write, read)


def _of_set(item: JsonType) -> JsonType:
    """Return the form of a set, sorted, so that equal records are equal files."""

    def write(values: frozenset[Any]) -> list[Any]:
        return sorted(map(item.write, values), key=repr)

    def read(raw: object) -> frozenset[Any]:
        return frozenset([item.read(value) for value in _read_list(raw)])

    return JsonType(write, read)


def _of_dict(item: JsonType) -> JsonType:
    def write(values: dict[str, Any]) -> dict[str, Any]:
        return {key: item.write(value) for key, value in values.items()}

    def read(raw: object) -> dict[str, Any]:
        return {key: item.read(value) for key, value in _read_object(raw).items()}

    return JsonType(write, read)


def _of_index(item: JsonType, key: Callable[[Any], str]) -> JsonType:
    def write(values: dict[str, Any]) -> list[Any]:
        return [item.write(value) for value in values.values()]

    def read(raw: object) -> dict[str, Any]:
        values = [item.read(value) for value in _read_list(raw)]
        index = {key(value): value for value in values}
        if len(index) < len(values):
            raise InvalidJson("duplicate")
        return index

    return JsonType(write, read)


def _of_enum(enum: type[Enum]) -> JsonType:
    members: dict[object, Enum] = {member.value: member for member in enum}

    def read(raw: object) -> Enum:
        if type(raw) is str and raw in members:
            return members[raw]
        raise InvalidJson("unknown value")

    return JsonType(attrgetter("value"), read)


class StoredField(NamedTuple):
    """One field of a dataclass, as it is stored."""

    name: str
    stored_name: str
    default: object
    form: JsonType


def stored_fields_of(model: type) -> list[StoredField]:
    """Return the fields of a dataclass, in their order. Raises TypeError for stored names of unknown fields."""
    stored_names = _STORED_NAMES.get(model, {})
    stored = [
        StoredField(
            field.name,
            stored_names.get(field.name, field.name),
            _default_of(field),
            json_type_of(field.type),
        )
        for field in fields(model)
    ]
    if len({field.stored_name for field in stored}) < len(stored) or (
        not stored_names.keys() <= {field.name for field in stored}
    ):
        raise TypeError(f"Stored names of {model.__name__} are not those of its fields")
    return stored


def _of_fields(model: type) -> JsonType:
    """Return the form of a dataclass: an object of its fields under their stored names, without defaults."""
    stored_fields = stored_fields_of(model)
    names = {field.stored_name: field.name for field in stored_fields}
    forms = {field.stored_name: field.form for field in stored_fields}
    required = {
        field.stored_name for field in stored_fields if field.default is MISSING
    }
    plan = [
        (field.stored_name, field.name, field.default, field.form.write)
        for field in stored_fields
    ]

    def write(value: Any) -> dict[str, Any]:
        return {
            stored: write_field(part)
            for stored, name, default, write_field in plan
            if (part := getattr(value, name)) is not default and part != default
        }

    def read(raw: object) -> Any:
        found = _read_object(raw)
        if not forms.keys() >= found.keys() >= required:
            raise InvalidJson("missing or unknown fields")
        arguments = {}
        for stored, part in found.items():
            try:
                arguments[names[stored]] = forms[stored].read(part)
            except InvalidJson as invalid:
                raise InvalidJson(f"{stored}: {invalid}") from None
        return model(**arguments)

    return JsonType(write, read)


def _default_of(field: Any) -> object:
    return (
        field.default if field.default_factory is MISSING else field.default_factory()
    )


def _of_content() -> JsonType:
    """Return the form of a content: a word, or an object for a known PIN."""
    state, known_pin = _of_enum(SlotState), _of_fields(KnownPin)

    def write(content: Content) -> Any:
        return (
            known_pin.write(content)
            if isinstance(content, KnownPin)
            else state.write(content)
        )

    def read(raw: object) -> Content:
        content: Content = known_pin.read(raw) if type(raw) is dict else state.read(raw)
        return content

    return JsonType(write, read)


def _of_recurrence() -> JsonType:
    """Return the form of a recurrence, read only with a rule that is taken."""
    form = _of_fields(Recurrence)

    def read(raw: object) -> Recurrence:
        recurrence: Recurrence = form.read(raw)
        try:
            parse_rule(recurrence.rule)
        except InvalidRule:
            raise InvalidJson("not a rule") from None
        # Files are read outside of the event loop, which must not wait for the one of the zone.
        zone_named(recurrence.zone)
        return recurrence

    return JsonType(form.write, read)


_SCALARS: dict[object, JsonType] = {
    str: JsonType(_as_it_is, _exactly(str)),
    int: JsonType(_as_it_is, _read_integer),
    bool: JsonType(_as_it_is, _exactly(bool)),
    float: JsonType(_as_it_is, _read_number),
    datetime: JsonType(datetime.isoformat, _read_moment),
    Pin: JsonType(Pin.reveal, _read_pin),
    Window: JsonType(_write_window, _read_window),
}

_SCALARS[Content] = _of_content()

_SCALARS[Recurrence] = _of_recurrence()
