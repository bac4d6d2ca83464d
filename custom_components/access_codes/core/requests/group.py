"""Requests about several locks at once: checked on all of them before one is changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace

from ..model import (
    AccessCode,
    CodeChange,
    EventType,
    GroupPart,
    LockRecord,
    Pin,
    Progress,
    World,
)
from . import pin_generator
from .create import create
from .inputs import UNCHANGED, CreateRequest, UpdateRequest
from .limits import checked_name
from .refused import Refused
from .update import update
from .windows import window_of_new_code

type Member = tuple[LockRecord, World]
"""The record of one of the locks, and the world as this lock has it."""


class RefusedByLock(Refused):
    """A request that one of several locks does not allow."""

    def __init__(self, member: int, reason: Refused) -> None:
        """Store the number of the lock in its group, and its reason."""
        super().__init__(reason.key, **reason.placeholders)
        self.member = member


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCreateRequest:
    """A new code for several locks."""

    given: CreateRequest
    may_differ: bool = False
    """A lock that cannot have the common PIN gets one of its own."""
    keys: Sequence[str]
    """Keys for the group: the first in which no PIN can be read is taken."""
    new_id: Callable[[], str]
    draw: Callable[[int], int]
    """Random number in [0, n)."""


# contract 6.100, 6.101
def create_group(
    members: Sequence[Member], wanted: GroupCreateRequest
) -> tuple[GroupPart, ...]:
    """Return the part of each lock: a code with the common key and, as far as may be, the common PIN. Raises Refused."""
    given = wanted.given
    if given.name is not None:
        given = replace(given, name=checked_name(given.name))
    window_of_new_code(given.starts_at, given.ends_at, members[0][1].now)
    for key in wanted.keys[:-1]:
        try:
            return _create(members, replace(given, common_code_key=key), wanted)
        except Refused as refused:
            if refused.placeholders.get("field") != "common_code_key":
                raise
    return _create(members, replace(given, common_code_key=wanted.keys[-1]), wanted)


def _create(
    members: Sequence[Member], given: CreateRequest, wanted: GroupCreateRequest
) -> tuple[GroupPart, ...]:
    pins = _pins(members, given, wanted)
    parts = []
    for number, (member, pin) in enumerate(zip(members, pins, strict=True)):
        try:
            parts.append(_part(member, replace(given, code=pin), wanted))
        except Refused as refused:
            raise RefusedByLock(number, refused) from None
    return tuple(parts)


def _part(
    member: Member, given: CreateRequest, wanted: GroupCreateRequest
) -> GroupPart:
    try:
        return _part_with_pin(member, given, wanted)
    except Refused as refused:
        is_about_pin = refused.placeholders.get("field") == "code"
        if given.code is None or not (wanted.may_differ and is_about_pin):
            raise
    return _part_with_pin(member, replace(given, code=None), wanted)


def _part_with_pin(
    member: Member, given: CreateRequest, wanted: GroupCreateRequest
) -> GroupPart:
    record, code = create(
        *member, given, access_code_id=wanted.new_id(), draw=wanted.draw
    )
    return GroupPart({code.access_code_id: code}, record.code_count)


# contract 6.101
def _pins(
    members: Sequence[Member], given: CreateRequest, wanted: GroupCreateRequest
) -> list[Pin | None]:
    """Return the PIN for each lock; None for one that gets or chooses a PIN of its own."""
    if given.code is not None:
        return [given.code] * len(members)
    sharing = list(_sharing(members, wanted))
    pin = None
    try:
        pin = _common_pin([members[number] for number in sharing], given, wanted)
    except Refused:
        if not wanted.may_differ:
            raise
        sharing, pin = _largest_common(members, sharing, given, wanted)
    return [pin if number in sharing else None for number in range(len(members))]


def _sharing(members: Sequence[Member], wanted: GroupCreateRequest) -> Iterator[int]:
    """Yield the locks on which a PIN of ours may be set. Raises RefusedByLock."""
    for number, (record, _) in enumerate(members):
        try:
            capabilities = pin_generator.capabilities_of(record)
        except Refused as refused:
            raise RefusedByLock(number, refused) from None
        if not capabilities.is_pin_chosen_by_lock:
            yield number
        elif not wanted.may_differ and len(members) > 1:
            reason = Refused("code_cannot_be_shared", field="code")
            raise RefusedByLock(number, reason)


def _common_pin(
    members: Sequence[Member], given: CreateRequest, wanted: GroupCreateRequest
) -> Pin | None:
    """Return a PIN that all these locks take and none knows. Raises Refused."""
    if not members:
        return None
    return pin_generator.generate(
        members,
        given.preferred_code_length,
        wanted.draw,
        given.name or "",
        given.common_code_key or "",
    )


def _largest_common(
    members: Sequence[Member],
    candidates: Sequence[int],
    given: CreateRequest,
    wanted: GroupCreateRequest,
) -> tuple[list[int], Pin | None]:
    """Return the locks that can share a PIN with the first of them, and this PIN."""
    sharing: list[int] = []
    pin = None
    for number in candidates:
        try:
            pin = _common_pin(
                [members[one] for one in (*sharing, number)], given, wanted
            )
        except Refused:
            continue
        sharing.append(number)
    return sharing, pin


# contract 6.102, 6.103
def update_group(
    members: Sequence[Member], key: str, given: UpdateRequest
) -> tuple[GroupPart, ...]:
    """Return the part of each lock: the change of all its codes with this key. Raises Refused."""
    if given.name is not UNCHANGED:
        given = replace(given, name=checked_name(given.name))
    codes = [code for record, _ in members for code in codes_with(record, key)]
    if not codes:
        raise Refused("common_code_key_not_found")
    if all(code.deleted_at is not None for code in codes):
        raise Refused("access_code_being_deleted", name=codes[0].name)
    parts = []
    for number, member in enumerate(members):
        try:
            parts.append(_updates(member, key, given))
        except Refused as refused:
            raise RefusedByLock(number, refused) from None
    return tuple(parts)


def _updates(member: Member, key: str, given: UpdateRequest) -> GroupPart:
    record, world = member
    updated = []
    for code in codes_with(record, key):
        if code.deleted_at is not None:
            continue
        wanted = replace(given, access_code_id=code.access_code_id)
        record, after = update(record, world, wanted)
        if after is not code:
            changed = next(
                str(event.details["changed"])
                for event in reversed(record.outbox)
                if event.type == EventType.CHANGED
            )
            updated.append(_change_of(code, after, tuple(changed.split(","))))
    return GroupPart(updated=tuple(updated))


_NOT_WISHED = ("progress",)


def _change_of(
    code: AccessCode, after: AccessCode, changed: tuple[str, ...]
) -> CodeChange:
    differing = tuple(
        field.name
        for field in fields(code)
        if field.name not in _NOT_WISHED
        and getattr(after, field.name) != getattr(code, field.name)
    )
    return CodeChange(replace(after, progress=Progress()), differing, changed)


# contract 6.51, 6.103
def delete_group(members: Sequence[Member], key: str) -> tuple[GroupPart, ...]:
    """Return the part of each lock: the deletion of all its codes with this key. Raises Refused."""
    codes = [codes_with(record, key) for record, _ in members]
    if not any(codes):
        raise Refused("common_code_key_not_found")
    return tuple(
        GroupPart(
            deleted=tuple(
                code.access_code_id for code in on_lock if code.deleted_at is None
            )
        )
        for on_lock in codes
    )


def codes_with(record: LockRecord, key: str) -> list[AccessCode]:
    """Return the codes with a common key, deleted ones included."""
    return [code for code in record.codes.values() if code.common_code_key == key]
