"""Serialize group changes, PINs included."""

from dataclasses import fields

from ..model import AccessCode, GroupChange
from .json_types import InvalidJson, Json, json_type_of

_GROUP_CHANGE = json_type_of(GroupChange)

_FIELDS = frozenset(field.name for field in fields(AccessCode))


def group_change_to_json(change: GroupChange) -> Json:
    """Return a group change as JSON values."""
    written: Json = _GROUP_CHANGE.write(change)
    return written


def group_change_from_json(raw: object) -> GroupChange:
    """Parse a group change. Raises InvalidJson."""
    change: GroupChange = _GROUP_CHANGE.read(raw)
    for part in change.parts.values():
        for update in part.updated:
            if not _FIELDS.issuperset(update.fields):
                raise InvalidJson("updated: fields: unknown")
    return change
