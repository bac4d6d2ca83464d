"""Strategies for records: every value that the model's annotations allow."""

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from custom_components.access_codes.core import model
from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    Content,
    KnownPin,
    LockRecord,
    Pin,
    Placement,
)

zones = st.integers(-23, 23).map(lambda offset: timezone(timedelta(hours=offset)))
instants = st.datetimes(
    datetime(1970, 1, 2), datetime(2200, 1, 1), timezones=zones | st.just(UTC)
)
pins = st.text("0123456789A*#é", min_size=1, max_size=10).map(Pin)
windows = st.builds(model.Window, instants, instants)
recurrences = st.builds(
    model.Recurrence,
    st.sampled_from(("FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;BYDAY=TU,FR")),
    st.sampled_from(("Europe/Berlin", "Nowhere/Town")),
    windows,
)
contents: st.SearchStrategy[Content] = st.sampled_from([EMPTY, UNREADABLE]) | st.builds(
    KnownPin, pins, st.none() | windows
)


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Give every value that the model's annotation allows, so that no field of it can be forgotten."""
    arguments = get_args(hint)
    match get_origin(hint):
        case origin if origin is UnionType:
            return st.one_of([anything(argument) for argument in arguments])
        case origin if origin is tuple:
            return st.lists(anything(arguments[0]), max_size=3).map(tuple)
        case origin if origin is frozenset:
            return st.frozensets(anything(arguments[0]), min_size=1, max_size=3)
        case origin if origin is dict:
            return st.dictionaries(
                st.text(max_size=5), anything(arguments[1]), max_size=3
            )
    simple: dict[Any, st.SearchStrategy[Any]] = {
        str: st.text(st.characters(codec="utf-8"), max_size=8),
        int: st.integers(-(2**40), 2**40),
        bool: st.booleans(),
        float: st.floats(allow_nan=False, allow_infinity=False),
        datetime: instants,
        Pin: pins,
        NoneType: st.none(),
        model.Window: windows,
        model.Recurrence: recurrences,
        Content: contents,
    }
    if hint in simple:
        return simple[hint]
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    assert isinstance(hint, type)
    assert is_dataclass(hint)
    hints = get_type_hints(hint)
    return st.builds(
        hint, **{field.name: anything(hints[field.name]) for field in fields(hint)}
    )


@st.composite
def records(draw: st.DrawFn) -> LockRecord:
    """Give any record whose slots have a code each, whatever else is in it."""
    record: LockRecord = draw(anything(LockRecord))
    codes = {
        code.access_code_id: code
        for code in draw(st.lists(anything(AccessCode), max_size=3))
    }
    placements = {
        placement.slot: replace(placement, owner=owner)
        for owner, placement in zip(
            codes, draw(st.lists(anything(Placement), max_size=3)), strict=False
        )
    }
    return replace(record, codes=codes, placements=placements)
