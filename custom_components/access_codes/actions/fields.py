"""Shapes of the fields of actions and WebSocket commands; limits are checked by the requests.

An error about a field never repeats the given value: mixed-up fields may put a PIN there.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import probatio
import voluptuous as vol

from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import VolDictType, VolSchemaType
from homeassistant.util import dt as dt_util

from ..core.local_time import to_instant
from ..core.model import CodeType, Pin, Status
from ..core.record.timeline import MOST_EVENTS_OF_A_CODE
from .errors import refusal

type Fields = Mapping[str, Any]
"""Fields of a call, validated."""

type Answer = dict[str, Any]
"""Response of an action."""


# contract 6.13
def pin(value: Any) -> Pin:
    """Validate a PIN. A whole number counts as its digits: YAML makes one of an unquoted PIN."""
    if isinstance(value, str):
        return Pin(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Pin(str(value))
    raise vol.Invalid("expected a PIN in quotes")


def moment(value: Any) -> datetime:
    """Validate a date with a time of day, with or without an offset from UTC."""
    if isinstance(value, datetime):
        return value
    # A date alone is refused: as an end it could mean the first or the last instant of the day.
    if isinstance(value, str) and len(value.strip()) > len("2026-12-24"):
        with suppress(ValueError):
            if parsed := dt_util.parse_datetime(value.strip()):
                return parsed
    raise vol.Invalid("expected a date and a time, as in 2026-12-24 18:00:00")


def whole_number(value: Any) -> int:
    """Validate a whole number, also as text, the form that templates give."""
    if isinstance(value, str) and value.strip().isdecimal():
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise vol.Invalid("expected a whole number")


def text(value: Any) -> str:
    """Validate text; a number from YAML counts as its text."""
    if isinstance(value, bool):
        raise vol.Invalid("expected text")
    return cv.string(value)


def _nullable(validate: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a validator that passes None, the result of an empty template, as not given."""

    def nullable(value: Any) -> Any:
        return None if value is None else validate(value)

    return nullable


def _one_or_more(validate: Any) -> Any:
    return vol.All(cv.ensure_list, [validate])


# contract 1.5
def _redacted(validate: Any, expected: str) -> Callable[[Any], Any]:
    """Return a validator with an error that names the expected shape instead of the given value."""
    schema = vol.Schema(validate)

    def check(value: Any) -> Any:
        # Home Assistant's validators raise further errors for types that they do not expect, such as a number for a
        # list.
        with suppress(vol.Invalid, TypeError, ValueError):
            return schema(value)
        raise vol.Invalid(f"expected {expected}")

    return check


# contract 1.5
def known_only(known: Iterable[str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a validator that refuses further keys. The error repeats no value and no key that may be a PIN."""
    names = frozenset(known)

    def check(given: dict[str, Any]) -> dict[str, Any]:
        unknown = sorted(map(str, given.keys() - names))
        if unknown:
            shown = [name for name in unknown if name.isidentifier()]
            error = vol.Invalid("not a valid option", path=shown[:1])
            error.secret = True
            raise error
        return given

    return check


def instants(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a call with times as UTC instants, and the zone in which a recurrence repeats."""
    zone = dt_util.get_default_time_zone()
    found = dict(fields)
    if "recurrence" in fields:
        # contract 15.9
        found["zone"] = str(zone)
    for field in ("starts_at", "ends_at"):
        given: datetime | None = fields.get(field)
        if given is None:
            continue
        try:
            found[field] = to_instant(given, zone, is_end=field == "ends_at")
        except OverflowError:
            raise refusal("time_out_of_range", field=field) from None
    return found


def action_schema(fields: VolDictType, withheld: Iterable[str] = ()) -> VolSchemaType:
    """Return the schema of an action with exactly these fields."""
    return vol.All(
        _withhold(frozenset(withheld)),
        vol.Schema(fields, extra=vol.ALLOW_EXTRA),
        known_only(map(str, fields)),
    )


# contract 17.54
def _withhold(names: frozenset[str]) -> Callable[[Any], Any]:
    """Return a validator that takes these fields out of the call, and passes them on.

    Home Assistant validates a call before it publishes, records and traces it: with the same dictionary.
    """

    def withhold(given: Any) -> Any:
        if not isinstance(given, dict) or not names & given.keys():
            return given
        whole = dict(given)
        given.update(dict.fromkeys(names & given.keys(), WITHHELD))
        return whole

    return withhold


WITHHELD = "withheld"
"""Value that Home Assistant has of a field that is passed on to the handler alone."""


_LOCK = _redacted(cv.entity_id, "an entity ID, as in lock.front_door")

_ENTITY = _redacted(cv.entity_id, "an entity ID, as in binary_sensor.guests_at_home")


def _only_one(value: Any) -> str:
    """Validate one entity id, also as a list of one, the form that a target has."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return cv.entity_id(value)


_CODE_ENTITY = _redacted(_only_one, "one entity ID, as in sensor.front_door_cleaner")

_NOTIFY = _redacted(_only_one, "one entity ID, as in notify.phone")

flag = _redacted(cv.boolean, "true or false")

_TYPE = vol.All(str, vol.Coerce(CodeType))

_STATUS = vol.All(str, vol.Coerce(Status))

CREATE: VolDictType = {
    vol.Required("lock"): _LOCK,
    vol.Optional("name"): _nullable(text),
    vol.Optional(probatio.Secret("code")): _nullable(pin),
    vol.Optional("starts_at"): _nullable(moment),
    vol.Optional("ends_at"): _nullable(moment),
    vol.Optional("recurrence"): _nullable(text),
    vol.Optional("preferred_code_length"): _nullable(whole_number),
    vol.Optional("common_code_key"): _nullable(text),
    vol.Optional("is_external_modification_allowed"): flag,
    vol.Optional("is_one_time_use"): flag,
    vol.Optional("max_uses"): _nullable(whole_number),
    vol.Optional("active_while"): _nullable(_ENTITY),
    vol.Optional("prefer_native_scheduling"): flag,
    vol.Optional("attempt_for_offline_device"): flag,
    vol.Optional("use_backup_access_code_pool"): flag,
}

_ONE_CODE: VolDictType = {
    vol.Optional("access_code_id"): text,
    vol.Optional("entity_id"): _CODE_ENTITY,
}
"""Fields by which an action is told one access code: its id, or its sensor."""

UPDATE: VolDictType = {
    **_ONE_CODE,
    vol.Optional("name"): text,
    vol.Optional(probatio.Secret("code")): pin,
    vol.Optional("starts_at"): _nullable(moment),
    vol.Optional("ends_at"): _nullable(moment),
    vol.Optional("type"): _TYPE,
    vol.Optional("recurrence"): _nullable(text),
    vol.Optional("is_external_modification_allowed"): flag,
    vol.Optional("is_one_time_use"): flag,
    vol.Optional("max_uses"): _nullable(whole_number),
    vol.Optional("active_while"): _nullable(_ENTITY),
    vol.Optional("is_paused"): flag,
    vol.Optional("is_managed"): flag,
}

PULL_BACKUP_ACCESS_CODE: VolDictType = {**_ONE_CODE}

DELETE: VolDictType = {
    **_ONE_CODE,
    vol.Optional("common_code_key"): text,
}

GET: VolDictType = {
    **_ONE_CODE,
    vol.Optional("lock"): _LOCK,
    vol.Optional(probatio.Secret("code")): pin,
}

LIST: VolDictType = {
    vol.Optional("lock"): _one_or_more(_LOCK),
    vol.Optional("status"): _one_or_more(_STATUS),
    vol.Optional("type"): _TYPE,
    vol.Optional("common_code_key"): text,
    vol.Optional(probatio.Secret("search")): text,
    vol.Optional("include_backup"): flag,
}

GENERATE_CODE: VolDictType = {
    vol.Optional("lock"): _one_or_more(_LOCK),
    vol.Optional("preferred_code_length"): _nullable(whole_number),
}

UPDATE_MULTIPLE: VolDictType = {
    vol.Required("common_code_key"): text,
    **{
        key: validate
        for key, validate in UPDATE.items()
        if str(key)
        in ("name", "code", "starts_at", "ends_at", "type", "recurrence", "is_paused")
    },
}

LIST_UNMANAGED: VolDictType = {vol.Required("lock"): _LOCK}

DELETE_UNMANAGED: VolDictType = {vol.Required("unmanaged_access_code_id"): text}

IGNORE_UNMANAGED: VolDictType = {
    **DELETE_UNMANAGED,
    vol.Required("is_ignored"): flag,
}

CONVERT_TO_MANAGED: VolDictType = {
    vol.Required("unmanaged_access_code_id"): text,
    vol.Optional("name"): _nullable(text),
    vol.Optional(probatio.Secret("code")): _nullable(pin),
    vol.Optional("starts_at"): _nullable(moment),
    vol.Optional("ends_at"): _nullable(moment),
    vol.Optional("common_code_key"): _nullable(text),
    vol.Optional("is_external_modification_allowed"): flag,
    vol.Optional("is_one_time_use"): flag,
    vol.Optional("prefer_native_scheduling"): flag,
}

GET_TIMELINE: VolDictType = {
    **_ONE_CODE,
    vol.Optional("limit", default=MOST_EVENTS_OF_A_CODE): whole_number,
}

SEND_CODE: VolDictType = {
    **_ONE_CODE,
    vol.Optional("common_code_key"): text,
    vol.Required("notify"): _NOTIFY,
    vol.Optional("message"): _nullable(text),
}

EXPORT_CODES: VolDictType = {
    vol.Required(probatio.Secret("passphrase")): text,
    vol.Optional("lock"): _one_or_more(_LOCK),
}

IMPORT_CODES: VolDictType = {
    vol.Required(probatio.Secret("export")): text,
    vol.Required(probatio.Secret("passphrase")): text,
    vol.Optional("dry_run", default=True): flag,
    vol.Optional("lock_mapping", default={}): _redacted(
        {cv.string: cv.entity_id}, "entity IDs of locks here by those of the export"
    ),
}

REPORT_DEVICE_CONSTRAINTS: VolDictType = {
    vol.Required("lock"): _LOCK,
    vol.Optional("supported_code_lengths"): _one_or_more(whole_number),
    vol.Optional("min_code_length"): whole_number,
    vol.Optional("max_code_length"): whole_number,
    vol.Optional("max_active_codes"): whole_number,
}

TARGET: VolDictType = {
    key: _redacted(validate, "IDs of what is in Home Assistant")
    for key, validate in cv.ENTITY_SERVICE_FIELDS.items()
}

SYNC = TARGET


# contract 6.37
def with_target(command_fields: VolDictType) -> VolDictType:
    """Return the fields of a WebSocket command with those of a target also below ``target``, as an action has them."""
    parts: VolDictType = {
        key: validate
        for key, validate in command_fields.items()
        if str(key) in cv.ENTITY_SERVICE_FIELDS
    }
    if not parts:
        return command_fields
    target = _redacted(parts, "IDs of what is in Home Assistant")
    return {**command_fields, vol.Optional("target"): target}


CREATE_RANDOM_CODE = "create_random_code"

CREATE_MULTIPLE: VolDictType = {
    **TARGET,
    **{
        key: validate
        for key, validate in CREATE.items()
        if str(key) not in ("lock", "common_code_key")
    },
    vol.Optional("behavior_when_code_cannot_be_shared", default="throw"): vol.In(
        ("throw", CREATE_RANDOM_CODE)
    ),
}

ENTER_CODE: VolDictType = {
    vol.Required("lock"): _LOCK,
    vol.Required(probatio.Secret("code")): pin,
    vol.Optional("action", default="unlock"): vol.In(("unlock", "lock")),
}

REVEAL: VolDictType = {**_ONE_CODE}

OCCURRENCES: VolDictType = {
    vol.Required("starts_at"): moment,
    vol.Required("ends_at"): moment,
}

GIVE: VolDictType = {
    vol.Required("access_code_ids"): [text],
    vol.Required("lock"): _LOCK,
}

FOLLOW_SYNC: VolDictType = {vol.Required("lock"): _LOCK}

CHECK: VolDictType = {
    **_ONE_CODE,
    **{
        key: validate
        for key, validate in (CREATE | UPDATE).items()
        if str(key) not in ("lock", "entity_id", "access_code_id", "is_managed")
    },
    vol.Optional("lock"): _one_or_more(_LOCK),
    vol.Optional("name"): _nullable(text),
    vol.Optional(probatio.Secret("code")): _nullable(pin),
}
"""Fields of ``create``, for one or more locks, or of ``update``."""
