"""Command `give`: give codes to another lock, all or none. Their PINs do not leave Home Assistant for it."""

from functools import partial
from uuid import uuid4

from homeassistant.core import Context, HomeAssistant

from ..core.requests.give import GiveRequest, RefusedForCode, give_codes, has_any
from ..engine.group_decision import async_change_group
from ..presentation.objects import async_objects
from .errors import refusal_because, translated
from .fields import Answer, Fields
from .linked import async_linked_lock, async_linked_locks


# contract 18.14
async def async_give(hass: HomeAssistant, fields: Fields, context: Context) -> Answer:
    """Create codes like the given ones on a lock: ``{"access_codes": [object]}``, without those that are there already."""
    access_code_ids: list[str] = fields["access_code_ids"]
    target = async_linked_lock(hass, fields["lock"])
    sources = [
        linked
        for linked in async_linked_locks(hass, None)
        if linked.engine is not target.engine
        and has_any(linked.engine.record, access_code_ids)
    ]
    wanted = GiveRequest(access_code_ids=access_code_ids, new_id=lambda: str(uuid4()))
    with translated():
        try:
            parts = await async_change_group(
                hass,
                [linked.engine for linked in (target, *sources)],
                partial(give_codes, wanted=wanted),
                context,
            )
        except RefusedForCode as refused:
            name = refused.name
            raise refusal_because("refused_for_code", refused, name=name) from None
    created = parts[0].created.values()
    return {"access_codes": await async_objects(hass, target, created)}
