"""Create, update, delete, find and generate: from fields to requests, and back to objects."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from secrets import randbelow
from typing import Any
from uuid import uuid4

from homeassistant.core import Context, HomeAssistant
from homeassistant.util import dt as dt_util

from ..core import requests
from ..core.local_time import to_instant
from ..core.model import AccessCode, LockRecord, World
from ..core.requests.inputs import CreateRequest, UpdateRequest
from ..engine.pacing import async_pace
from ..entry import AccessCodesRuntime
from ..linking.active_entities import async_see_entity
from ..presentation.objects import async_objects
from ..storage.record_file import StorageFailed
from .errors import failure, refusal, translated
from .linked import (
    Fields,
    async_linked_lock,
    async_linked_locks,
    async_lock_with_code,
    async_locks_with,
    async_with_code_id,
)

type Answer = dict[str, Any]

type _Deletion = Callable[[LockRecord, World], tuple[LockRecord, list[AccessCode]]]


# contract 6.1, 7.1
async def async_create(hass: HomeAssistant, fields: Fields, _: Context) -> Answer:
    """Create a code: ``{"access_code": object}``."""
    linked = async_linked_lock(hass, fields["lock"])
    wish = with_entity(hass, _instants(fields))
    given = CreateRequest(**{key: wish[key] for key in wish if key != "lock"})
    change = partial(
        requests.create, given=given, access_code_id=str(uuid4()), draw=randbelow
    )
    with translated():
        code = await linked.engine.async_request(change)
    return {"access_code": (await async_objects(hass, linked, [code]))[0]}


# contract 6.2
async def async_update(hass: HomeAssistant, fields: Fields, _: Context) -> Answer:
    """Change the given fields of a code: ``{"access_code": object}``."""
    fields = async_with_code_id(hass, fields)
    linked = await async_lock_with_code(hass, fields["access_code_id"])
    given = UpdateRequest(**with_entity(hass, _instants(fields)))
    with translated():
        code = await linked.engine.async_request(partial(requests.update, given=given))
    return {"access_code": (await async_objects(hass, linked, [code]))[0]}


# contract 6.3
async def async_delete(hass: HomeAssistant, fields: Fields, _: Context) -> Answer:
    """Delete one code, or all with one key: ``{"access_codes": [object]}``, as they stand until their locks confirm."""
    if len(fields) != 1:
        raise refusal("delete_needs_one")
    if "entity_id" in fields:
        fields = async_with_code_id(hass, fields)
    access_code_id, key = fields.get("access_code_id"), fields.get("common_code_key")
    if key is None:
        locks = [await async_lock_with_code(hass, fields["access_code_id"])]
    else:
        locks = await async_locks_with(hass, partial(_has_key, key=key))
        if not locks:
            raise refusal("common_code_key_not_found")
    change = partial(_delete, access_code_id=access_code_id, key=key)
    return {"access_codes": await _async_delete_on(hass, locks, change)}


# contract 6.51
async def _async_delete_on(
    hass: HomeAssistant, locks: list[AccessCodesRuntime], change: _Deletion
) -> list[Answer]:
    """Delete the codes of these locks; return them. If the disk takes only some of the deletions, the error names them."""
    objects: list[Answer] = []
    done: list[str] = []
    failed: list[str] = []
    for linked in locks:
        try:
            codes = await linked.engine.async_request(change)
        except StorageFailed:
            failed.append(linked.lock.name)
        else:
            done.append(linked.lock.name)
            objects += await async_objects(hass, linked, codes)
    if failed and done:
        raise failure("deleted_in_part", done=", ".join(done), failed=", ".join(failed))
    if failed:
        raise failure("storage_failed")
    return objects


def _delete(
    record: LockRecord, world: World, access_code_id: str | None, key: str | None
) -> tuple[LockRecord, list[AccessCode]]:
    deleted = []
    for code in tuple(record.codes.values()):
        if code.access_code_id == access_code_id or (
            key is not None and _has_key(code, key)
        ):
            record, code = requests.delete(record, world, code.access_code_id)
            deleted.append(code)
    return record, deleted


def _has_key(code: AccessCode, key: str) -> bool:
    return code.common_code_key == key


# contract 6.4
async def async_get(hass: HomeAssistant, fields: Fields, _: Context) -> Answer:
    """Return one code, by its id or by its lock and PIN: ``{"access_code": object}``."""
    if "entity_id" in fields:
        fields = async_with_code_id(hass, fields)
    match fields:
        case {"access_code_id": access_code_id, **rest} if not rest:
            linked = await async_lock_with_code(hass, access_code_id)
            code = linked.engine.record.codes[access_code_id]
        case {"lock": lock, "code": typed, **rest} if not rest:
            linked = async_linked_lock(hass, lock)
            engine = linked.engine
            with translated():
                code = requests.find_by_pin(engine.record, engine.world, typed.reveal())
        case _:
            raise refusal("get_needs_id_or_lock_and_code")
    return {"access_code": (await async_objects(hass, linked, [code]))[0]}


# contract 6.5
async def async_list(hass: HomeAssistant, fields: Fields, _: Context) -> Answer:
    """Return the matching codes, oldest first: ``{"access_codes": [object]}``."""
    found = []
    search = fields.get("search", "").strip()
    pace = async_pace(hass)
    for linked in async_linked_locks(hass, fields.get("lock")):
        await pace.async_step()
        codes = [
            code
            for code in linked.engine.record.codes.values()
            if _is_listed(linked, code, fields) and requests.is_found(code, search)
        ]
        found += await async_objects(hass, linked, codes)
    if not fields.get("include_backup"):
        found = [answer for answer in found if not answer["is_backup"]]
    return {"access_codes": sorted(found, key=lambda answer: answer["created_at"])}


def _is_listed(linked: AccessCodesRuntime, code: AccessCode, fields: Fields) -> bool:
    view = linked.engine.plan.views.get(code.access_code_id)
    wanted = fields.get("status")
    return (
        (wanted is None or (view is not None and view.status in wanted))
        and fields.get("type", code.type) is code.type
        and fields.get("common_code_key", code.common_code_key) == code.common_code_key
    )


# contract 6.6
async def async_generate_code(
    hass: HomeAssistant, fields: Fields, _: Context
) -> Answer:
    """Generate a PIN that is valid and free on all given locks: ``{"code": str}``. Stores nothing."""
    locks = async_linked_locks(hass, fields.get("lock"))
    if not locks:
        raise refusal("no_linked_lock")
    with translated():
        pin = requests.generate(
            [(linked.engine.record, linked.engine.world) for linked in locks],
            fields.get("preferred_code_length"),
            randbelow,
        )
    return {"code": pin.reveal()}


# contract 6.144
def with_entity(hass: HomeAssistant, fields: Fields) -> dict[str, Any]:
    """Return the fields with the entity of ``active_while`` as it is now. Raises for one that is not there at all."""
    entity_id = fields.get("active_while")
    if entity_id is None:
        return dict(fields)
    seen = async_see_entity(hass, (entity_id, None))
    if seen.registry_id is None and hass.states.get(entity_id) is None:
        raise refusal("active_while_not_found", field="active_while")
    return {**fields, "active_while": seen}


def _instants(fields: Fields) -> dict[str, Any]:
    """Return the fields with times as UTC instants."""
    zone = dt_util.get_default_time_zone()
    instants = dict(fields)
    for field in ("starts_at", "ends_at"):
        moment: datetime | None = fields.get(field)
        if moment is None:
            continue
        try:
            instants[field] = to_instant(moment, zone, is_end=field == "ends_at")
        except OverflowError:
            raise refusal("time_out_of_range", field=field) from None
    return instants
