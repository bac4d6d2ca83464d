"""Give codes to another lock: the same PIN, name and times there, under one key with the codes that are given."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..display_text import is_in_text
from ..model import (
    AccessCode,
    CodeChange,
    GroupPart,
    LockRecord,
    Pin,
    Progress,
    SeenEntity,
    World,
)
from ..record.edit import RecordEdit, request
from .capacity import check_room
from .group import Member, codes_with
from .inputs import CreateRequest
from .limits import (
    check_count,
    check_pin_is_free,
    check_pin_is_taken,
    check_texts_hide_pin,
)
from .new_code import new_code
from .recurrences import first_window
from .refused import Refused

_KEYS = 20
"""Number of keys to choose from: a PIN may be in one."""


class RefusedForCode(Refused):
    """A request that one of several codes does not allow."""

    def __init__(self, name: str, reason: Refused) -> None:
        """Store the name of the code, and its reason."""
        super().__init__(reason.key, **reason.placeholders)
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRequest:
    """Codes for another lock."""

    access_code_ids: Sequence[str]
    new_id: Callable[[], str]


# contract 18.14, 18.15, 18.16
def give_codes(members: Sequence[Member], wanted: GiveRequest) -> tuple[GroupPart, ...]:
    """Return the part of each lock, the first of which gets the codes of the others. Raises Refused.

    A code whose key one on the first lock has is there already, and left out.
    """
    record, world = members[0]
    created: dict[str, AccessCode] = {}
    updated: list[list[CodeChange]] = [[] for _ in members]
    for number, code, pin in _codes(members, wanted.access_code_ids):
        key = code.common_code_key or _new_key(pin, wanted.new_id)
        if number == 0 or any(
            each.deleted_at is None for each in codes_with(record, key)
        ):
            continue
        try:
            record, copy = _copy(
                record, world, code, pin, key=key, access_code_id=wanted.new_id()
            )
        except Refused as refused:
            raise RefusedForCode(code.name, refused) from None
        created[copy.access_code_id] = copy
        if code.common_code_key is None:
            updated[number].append(_with_key(code, key))
    first = GroupPart(created, record.code_count if created else 0)
    return (first, *(GroupPart(updated=tuple(changes)) for changes in updated[1:]))


def _codes(
    members: Sequence[Member], access_code_ids: Sequence[str]
) -> Iterator[tuple[int, AccessCode, Pin]]:
    """Yield each code once, with the number of its lock and its PIN. Raises Refused."""
    for access_code_id in dict.fromkeys(access_code_ids):
        found = [
            (number, record.codes[access_code_id])
            for number, (record, _) in enumerate(members)
            if access_code_id in record.codes and record.codes[access_code_id].is_listed
        ]
        if not found:
            raise Refused("access_code_not_found")
        number, code = found[0]
        if code.deleted_at is not None:
            raise Refused("access_code_being_deleted", name=code.name)
        if code.pin is None:
            raise RefusedForCode(code.name, Refused("pin_of_code_not_known"))
        yield number, code, code.pin


def _new_key(pin: Pin, new_id: Callable[[], str]) -> str:
    """Return a key in which the PIN cannot be read, as far as one is found."""
    keys = [new_id() for _ in range(_KEYS)]
    return next((key for key in keys if not is_in_text(pin.reveal(), key)), keys[0])


# contract 18.14, 18.17
@request
def _copy(
    edit: RecordEdit,
    world: World,
    code: AccessCode,
    pin: Pin,
    *,
    key: str,
    access_code_id: str,
) -> AccessCode:
    """Put a code like this one into the record of another lock, and return it. Raises Refused."""
    record, window = edit.record, first_window(code)
    check_count(record)
    if code.window is not None and code.window.ends_at <= world.now:
        raise Refused("ends_at_in_past", field="ends_at")
    check_pin_is_taken(record, world, pin)
    check_texts_hide_pin(code.name, key, pin)
    made = new_code(
        record,
        world,
        _as_new(code, key),
        access_code_id=access_code_id,
        name=code.name,
        pin=pin,
        window=window,
    )
    copy = replace(made, paused_at=world.now if code.is_paused else None)
    check_pin_is_free(record, world, copy)
    check_room(record, world, copy)
    edit.set_record(replace(record, code_count=record.code_count + 1))
    edit.put_code(copy)
    return copy


def _as_new(code: AccessCode, key: str) -> CreateRequest:
    """Return the request for a code like this one; its count of uses begins anew."""
    recurrence, entity = code.recurrence, code.active_while
    return CreateRequest(
        recurrence=None if recurrence is None else recurrence.rule,
        zone="UTC" if recurrence is None else recurrence.zone,
        common_code_key=key,
        is_external_modification_allowed=code.is_external_modification_allowed,
        max_uses=code.max_uses,
        active_while=None
        if entity is None
        else SeenEntity(entity.entity_id, entity.registry_id, entity.is_on),
        prefer_native_scheduling=code.prefer_native_scheduling,
        use_backup_access_code_pool=code.uses_backup_pool,
    )


def _with_key(code: AccessCode, key: str) -> CodeChange:
    after = replace(code, common_code_key=key, progress=Progress())
    return CodeChange(after, ("common_code_key",), ("common_code_key",))


def has_any(record: LockRecord, access_code_ids: Sequence[str]) -> bool:
    """Return whether a lock has one of these codes."""
    return any(access_code_id in record.codes for access_code_id in access_code_ids)
