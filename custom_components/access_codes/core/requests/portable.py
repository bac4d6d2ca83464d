"""Codes of a household as another Home Assistant can create them: the wishes of people, without the state of any lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..code_windows import window_at
from ..model import AccessCode, ExternalChange, Pin, Recurrence, Window
from ..record.json_types import InvalidJson, Json, json_type_of
from .refused import Refused

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PortableCode:
    """A code, as it was asked for, and its uses so far."""

    name: str
    pin: Pin
    window: Window | None = None
    """Single window; None: ongoing, or recurring."""
    recurrence: Recurrence | None = None
    common_code_key: str | None = None
    is_external_modification_allowed: bool = False
    max_uses: int | None = None
    use_count: int = 0
    last_used_at: datetime | None = None
    is_paused: bool = False
    active_while: str | None = None
    """Entity id."""
    prefer_native_scheduling: bool = True
    uses_backup_pool: bool = False

    @property
    def first_window(self) -> Window | None:
        """The first occurrence, or the single window."""
        return self.window if self.recurrence is None else self.recurrence.first


@dataclass(frozen=True, slots=True)
class PortableLock:
    """A lock by the names under which it is looked for elsewhere, with its codes."""

    entity_id: str
    name: str
    codes: tuple[PortableCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Portable:
    """The locks of a household, with their codes."""

    locks: tuple[PortableLock, ...] = ()


_PORTABLE = json_type_of(Portable)


# contract 17.51
def is_portable(code: AccessCode, now: datetime) -> bool:
    """Return whether a code is one that people asked for, and may still open."""
    has_ended = code.deleted_at is not None or code.used_at is not None
    if not code.is_listed or has_ended or code.external is ExternalChange.REMOVED:
        return False
    window = window_at(code, now)
    return window is None or window.ends_at > now


# contract 17.51
def portable_code(code: AccessCode, pin: Pin) -> PortableCode:
    """Return a code without its life on the lock."""
    recurrence, entity = code.recurrence, code.active_while
    return PortableCode(
        name=code.name,
        pin=pin,
        window=code.window if recurrence is None else None,
        recurrence=None if recurrence is None else replace(recurrence, kept_for=""),
        common_code_key=code.common_code_key,
        is_external_modification_allowed=code.is_external_modification_allowed,
        max_uses=code.max_uses,
        use_count=code.use_count,
        last_used_at=code.last_used_at,
        is_paused=code.is_paused,
        active_while=None if entity is None else entity.entity_id,
        prefer_native_scheduling=code.prefer_native_scheduling,
        uses_backup_pool=code.uses_backup_pool,
    )


def portable_to_json(portable: Portable) -> dict[str, Json]:
    """Return the codes as JSON values, PINs included."""
    return {"version": VERSION, **_PORTABLE.write(portable)}


# contract 17.55
def portable_from_json(raw: object) -> Portable:
    """Parse the codes. Raises Refused for a newer version, and for a text that is no export."""
    if not isinstance(raw, dict):
        raise Refused("export_damaged")
    fields = dict(raw)
    if fields.pop("version", None) != VERSION:
        raise Refused("export_of_other_version")
    try:
        portable: Portable = _PORTABLE.read(fields)
    except InvalidJson:
        raise Refused("export_damaged") from None
    if any(code.use_count < 0 for lock in portable.locks for code in lock.codes):
        raise Refused("export_damaged")
    return portable


# contract 17.57
def matched_locks(
    locks: Sequence[PortableLock],
    linked: Mapping[str, str],
    mapping: Mapping[str, str],
) -> list[str | None]:
    """Return the entity id of the lock here for each lock of an export; None for one that has no counterpart.

    ``linked``: names of the linked locks by entity id. ``mapping``: entity ids here by entity id or name there. Raises
    Refused for a mapping of a lock that the export does not have.
    """
    known = {key for lock in locks for key in (lock.entity_id, lock.name)}
    if not mapping.keys() <= known:
        raise Refused(
            "lock_mapping_unknown",
            field="lock_mapping",
            locks=", ".join(lock.entity_id for lock in locks),
        )
    return [_counterpart(lock, linked, mapping) for lock in locks]


def _counterpart(
    lock: PortableLock, linked: Mapping[str, str], mapping: Mapping[str, str]
) -> str | None:
    for key in (lock.entity_id, lock.name):
        if key in mapping:
            return mapping[key]
    if lock.entity_id in linked:
        return lock.entity_id
    named = [entity_id for entity_id, name in linked.items() if name == lock.name]
    return named[0] if len(named) == 1 else None
