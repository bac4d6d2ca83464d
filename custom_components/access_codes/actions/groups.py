"""Create, update and delete codes of several locks at once: all of them or none."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from secrets import randbelow
from uuid import uuid4

from homeassistant.core import Context, HomeAssistant

from ..core.model import AccessCode, GroupPart, World
from ..core.model.copies import replace
from ..core.requests.group import (
    GroupCreateRequest,
    Member,
    RefusedByLock,
    codes_with,
    create_group,
    delete_group,
    update_group,
)
from ..core.requests.inputs import CreateRequest, UpdateRequest
from ..engine.group_decision import Decide, async_change_group
from ..entry import AccessCodesRuntime
from ..presentation.objects import async_objects
from .errors import refusal, refusal_because, translated
from .fields import CREATE_RANDOM_CODE, TARGET, Answer, Fields, instants
from .linked import async_locks_with, async_targeted_locks, async_with_entity

_KEYS = 20
"""Number of keys to choose from: a PIN may be in one."""


# contract 6.100, 6.101
async def async_create_multiple(
    hass: HomeAssistant, fields: Fields, context: Context
) -> Answer:
    """Create a code on each targeted lock, with one key: ``{"access_codes": [object]}``."""
    target = {key: fields[key] for key in map(str, TARGET) if key in fields}
    locks = async_targeted_locks(hass, target)
    given = async_with_entity(hass, instants(fields))
    behavior = given.pop("behavior_when_code_cannot_be_shared")
    wanted = GroupCreateRequest(
        given=CreateRequest(
            **{key: value for key, value in given.items() if key not in target}
        ),
        may_differ=behavior == CREATE_RANDOM_CODE,
        keys=[str(uuid4()) for _ in range(_KEYS)],
        new_id=lambda: str(uuid4()),
        draw=randbelow,
    )
    parts = await _async_change(
        hass, locks, partial(create_group, wanted=wanted), context
    )
    codes = [list(part.created.values()) for part in parts]
    return await _async_answer(hass, locks, codes)


# contract 6.102
async def async_update_multiple(
    hass: HomeAssistant, fields: Fields, context: Context
) -> Answer:
    """Change the given fields of all codes with a key: ``{"access_codes": [object]}``."""
    given = dict(instants(fields))
    key = given.pop("common_code_key")
    locks = await _async_locks_with(hass, key)
    wanted = UpdateRequest(access_code_id="", **given)
    await _async_change(
        hass, locks, partial(update_group, key=key, given=wanted), context
    )
    codes = [
        [
            code
            for code in codes_with(linked.engine.record, key)
            if code.deleted_at is None
        ]
        for linked in locks
    ]
    return await _async_answer(hass, locks, codes)


# contract 6.3, 6.51
async def async_delete_with_key(
    hass: HomeAssistant, key: str, context: Context
) -> Answer:
    """Delete all codes with a key: ``{"access_codes": [object]}``, as they stand until their locks confirm."""
    locks = await _async_locks_with(hass, key)
    codes: list[list[AccessCode]] = []

    def decide(members: Sequence[Member]) -> tuple[GroupPart, ...]:
        codes.extend(
            [_as_deleted(code, world) for code in codes_with(record, key)]
            for record, world in members
        )
        return delete_group(members, key)

    await _async_change(hass, locks, decide, context)
    return await _async_answer(hass, locks, codes)


# contract 6.112
def _as_deleted(code: AccessCode, world: World) -> AccessCode:
    """Return a code as its deletion leaves it: one that was on no lock is gone from the record at once."""
    return replace(code, deleted_at=code.deleted_at or world.now)


# contract 6.50
async def _async_locks_with(hass: HomeAssistant, key: str) -> list[AccessCodesRuntime]:
    """Return the locks with such codes. Raises if there is none, or if one that may have some is not loaded."""
    locks = await async_locks_with(hass, lambda code: code.common_code_key == key)
    if not locks:
        raise refusal("common_code_key_not_found")
    return locks


async def _async_change(
    hass: HomeAssistant,
    locks: list[AccessCodesRuntime],
    decide: Decide,
    context: Context,
) -> tuple[GroupPart, ...]:
    engines = [linked.engine for linked in locks]
    with translated(), _naming(locks):
        return await async_change_group(hass, engines, decide, context)


# contract 6.107
@contextmanager
def _naming(locks: list[AccessCodesRuntime]) -> Iterator[None]:
    """Name the lock that refuses, where there are several."""
    try:
        yield
    except RefusedByLock as refused:
        if len(locks) == 1:
            raise
        lock = locks[refused.member].lock.name
        raise refusal_because("refused_by_lock", refused, lock=lock) from None


async def _async_answer(
    hass: HomeAssistant, locks: list[AccessCodesRuntime], codes: list[list[AccessCode]]
) -> Answer:
    objects: list[Answer] = []
    for linked, on_lock in zip(locks, codes, strict=True):
        objects += await async_objects(hass, linked, on_lock)
    return {"access_codes": objects}
