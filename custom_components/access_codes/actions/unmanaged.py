"""Actions about unmanaged codes: list them, take one off its lock, or make it a managed one. Command `ignore_unmanaged`."""

from functools import partial
from uuid import uuid4

from homeassistant.core import Context, HomeAssistant, callback

from ..core.record.unmanaged import find_unmanaged, unmanaged_contents
from ..core.requests.inputs import CreateRequest
from ..core.requests.unmanaged import (
    convert_to_managed,
    delete_unmanaged,
    ignore_unmanaged,
)
from ..entry import AccessCodesRuntime
from ..presentation.messages import async_load_language
from ..presentation.objects import (
    async_objects,
    async_unmanaged_objects,
    async_unmanaged_slot_name,
)
from .errors import refusal, translated
from .fields import Answer, Fields, instants
from .linked import async_linked_lock, async_linked_locks


# contract 6.7
async def async_list_unmanaged(
    hass: HomeAssistant, fields: Fields, _: Context
) -> Answer:
    """Return the unmanaged codes by slot, as last reported: ``{"access_codes": [object]}``.

    PINs are included where the lock shows them.
    """
    linked = async_linked_lock(hass, fields["lock"])
    language = await async_load_language(hass, fields.get("language"))
    contents = unmanaged_contents(linked.engine.record, linked.engine.world)
    objects = await async_unmanaged_objects(hass, linked, contents, language)
    return {"access_codes": objects}


# contract 6.161
async def async_delete_unmanaged(
    hass: HomeAssistant, fields: Fields, context: Context
) -> Answer:
    """Have an unmanaged code taken off its lock: ``{"access_code": object}``, as it stands until the lock confirms."""
    unmanaged = fields["unmanaged_access_code_id"]
    linked, slot = _lock_with_unmanaged(hass, unmanaged)
    name = async_unmanaged_slot_name(hass, linked, slot)
    with translated():
        slot = await linked.engine.async_request(
            partial(delete_unmanaged, unmanaged_access_code_id=unmanaged, name=name),
            context,
        )
    contents = unmanaged_contents(linked.engine.record, linked.engine.world)
    objects = await async_unmanaged_objects(hass, linked, {slot: contents[slot]})
    return {"access_code": objects[0]}


# contract 11.348
async def async_ignore_unmanaged(
    hass: HomeAssistant, fields: Fields, context: Context
) -> Answer:
    """Keep in mind whether an unmanaged code is to be seen in the panel: ``{"is_ignored": bool}``. Its lock is not touched."""
    unmanaged = fields["unmanaged_access_code_id"]
    linked, _slot = _lock_with_unmanaged(hass, unmanaged)
    change = partial(
        ignore_unmanaged,
        unmanaged_access_code_id=unmanaged,
        is_ignored=fields["is_ignored"],
    )
    with translated():
        await linked.engine.async_request(change, context)
    return {"is_ignored": fields["is_ignored"]}


# contract 6.164
async def async_convert_to_managed(
    hass: HomeAssistant, fields: Fields, context: Context
) -> Answer:
    """Make an unmanaged code a managed one, in the slot where it stands: ``{"access_code": object}``."""
    given = instants(fields)
    unmanaged = given.pop("unmanaged_access_code_id")
    linked, _slot = _lock_with_unmanaged(hass, unmanaged)
    change = partial(
        convert_to_managed,
        given=CreateRequest(**given),
        unmanaged_access_code_id=unmanaged,
        access_code_id=str(uuid4()),
    )
    with translated():
        code = await linked.engine.async_request(change, context)
    return {"access_code": (await async_objects(hass, linked, [code]))[0]}


# contract 6.160
@callback
def _lock_with_unmanaged(
    hass: HomeAssistant, unmanaged_access_code_id: str
) -> tuple[AccessCodesRuntime, str]:
    """Return the lock with this unmanaged code, and its slot. Raises for an unknown id, without repeating it: it may be a PIN."""
    for linked in async_linked_locks(hass, None):
        record = linked.engine.record
        code = record.codes.get(unmanaged_access_code_id)
        if code is not None and code.is_unmanaged:
            placement = record.placement_of(unmanaged_access_code_id)
            assert placement is not None
            return linked, placement.slot
        slot = find_unmanaged(record, linked.engine.world, unmanaged_access_code_id)
        if slot is not None:
            return linked, slot
    raise refusal("unmanaged_access_code_not_found", field="unmanaged_access_code_id")
