"""Create, update, delete, find and generate: from fields to requests, and back to objects."""

from collections.abc import Iterator
from functools import partial
from secrets import randbelow
from uuid import uuid4

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import instance_id

from ..core import requests
from ..core.model import AccessCode
from ..core.observations.external_changes import update_code
from ..core.requests.inputs import CreateRequest, UpdateRequest
from ..engine.change_queue import RecordChange
from ..engine.pacing import async_pace
from ..entry import AccessCodesRuntime
from ..presentation.listed_objects import async_listed_objects
from ..presentation.objects import async_objects, async_released_object
from .errors import refusal, translated
from .fields import Answer, Fields, instants
from .groups import async_delete_with_key
from .linked import (
    async_linked_lock,
    async_linked_locks,
    async_lock_with_code,
    async_with_code_id,
    async_with_entity,
)


# contract 6.1, 7.1
async def async_create(hass: HomeAssistant, fields: Fields, context: Context) -> Answer:
    """Create a code: ``{"access_code": object}``."""
    linked, change = _creation(hass, fields)
    with translated():
        code = await linked.engine.async_request(change, context)
    return {"access_code": (await async_objects(hass, linked, [code]))[0]}


# contract 11.144
async def async_preview(
    hass: HomeAssistant, fields: Fields
) -> tuple[AccessCodesRuntime, AccessCode]:
    """Return the lock and the code that ``create`` would make at this instant, and make none. Raises its refusals."""
    linked, change = _creation(hass, fields)
    with translated():
        await linked.engine.async_introduced()
        _, code = change(linked.engine.record, linked.engine.world)
    return linked, code


def _creation(
    hass: HomeAssistant, fields: Fields
) -> tuple[AccessCodesRuntime, RecordChange[AccessCode]]:
    """Return the lock of a new code, and the request that creates it."""
    linked = async_linked_lock(hass, fields["lock"])
    wish = async_with_entity(hass, instants(fields))
    given = CreateRequest(**{key: wish[key] for key in wish if key != "lock"})
    change = partial(
        requests.create, given=given, access_code_id=str(uuid4()), draw=randbelow
    )
    return linked, change


# contract 6.2, 6.35
async def async_update(hass: HomeAssistant, fields: Fields, context: Context) -> Answer:
    """Change the given fields of a code: ``{"access_code": object}``."""
    linked, access_code_id, change = await _async_changing(hass, fields)
    if fields.get("is_managed") is False:
        # Slot and name leave the record with it.
        code = linked.engine.record.codes[access_code_id]
        (before,) = await async_objects(hass, linked, [code])
        with translated():
            code = await linked.engine.async_request(change, context)
        return {"access_code": await async_released_object(hass, linked, code, before)}
    with translated():
        code = await linked.engine.async_request(change, context)
    return {"access_code": (await async_objects(hass, linked, [code]))[0]}


# contract 18.8
async def async_preview_update(hass: HomeAssistant, fields: Fields) -> AccessCode:
    """Return the code as ``update`` would leave it at this instant, and change none. Raises its refusals."""
    linked, _, change = await _async_changing(hass, fields)
    with translated():
        await linked.engine.async_introduced()
        _, code = change(linked.engine.record, linked.engine.world)
    return code


async def _async_changing(
    hass: HomeAssistant, fields: Fields
) -> tuple[AccessCodesRuntime, str, RecordChange[AccessCode]]:
    """Return the lock and the id of a code, and the request that changes it."""
    fields = async_with_code_id(hass, fields)
    access_code_id = fields["access_code_id"]
    linked = await async_lock_with_code(hass, access_code_id)
    given = UpdateRequest(**async_with_entity(hass, instants(fields)))
    return linked, access_code_id, partial(update_code, given=given)


# contract 6.3
async def async_delete(hass: HomeAssistant, fields: Fields, context: Context) -> Answer:
    """Delete one code, or all with one key: ``{"access_codes": [object]}``, as they stand until their locks confirm."""
    if len(fields) != 1:
        raise refusal("delete_needs_one")
    if "common_code_key" in fields:
        key = fields["common_code_key"]
        return await async_delete_with_key(hass, key, context)
    access_code_id = async_with_code_id(hass, fields)["access_code_id"]
    linked = await async_lock_with_code(hass, access_code_id)
    change = partial(requests.delete, access_code_id=access_code_id)
    with translated():
        code = await linked.engine.async_request(change, context)
    return {"access_codes": await async_objects(hass, linked, [code])}


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
    workspace_id = await instance_id.async_get(hass)
    pace = async_pace(hass)
    for linked in async_linked_locks(hass, fields.get("lock")):
        await pace.async_step()
        codes = [
            code
            for code in _matching(linked, fields)
            if not search or requests.is_found(code, search)
        ]
        found += async_listed_objects(hass, linked, codes, workspace_id)
    if not fields.get("include_backup"):
        found = [answer for answer in found if not answer["is_backup"]]
    return {"access_codes": sorted(found, key=lambda answer: answer["created_at"])}


def _matching(linked: AccessCodesRuntime, fields: Fields) -> Iterator[AccessCode]:
    """Yield the managed codes of a lock that have the given status, type and key."""
    engine = linked.engine
    views, statuses = engine.plan.views, fields.get("status")
    code_type, key = fields.get("type"), fields.get("common_code_key")
    for code in engine.record.codes.values():
        if code.is_unmanaged:
            continue
        if statuses is not None:
            view = views.get(code.access_code_id)
            if view is None or view.status not in statuses:
                continue
        if code_type is not None and code.type is not code_type:
            continue
        if key is None or code.common_code_key == key:
            yield code


# contract 10.7, 10.9
async def async_pull_backup_access_code(
    hass: HomeAssistant, fields: Fields, context: Context
) -> Answer:
    """Pull a backup code in place of a code: ``{"access_code": object}``, of the backup code, with its PIN."""
    fields = async_with_code_id(hass, fields)
    access_code_id = fields["access_code_id"]
    linked = await async_lock_with_code(hass, access_code_id)
    change = partial(requests.pull_backup, access_code_id=access_code_id)
    with translated():
        backup = await linked.engine.async_request(change, context)
    if backup is None:
        raise refusal("backup_pool_empty", lock=linked.lock.name)
    return {"access_code": (await async_objects(hass, linked, [backup]))[0]}


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
