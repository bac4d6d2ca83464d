"""Access code objects for answers, events and attributes."""

from collections.abc import Callable, Iterable, Mapping

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import instance_id
from homeassistant.util import dt as dt_util

from ..core.access_code_object import as_object, as_unmanaged_object
from ..core.backup_codes import uses_pool
from ..core.display_status import DisplayStatus, display_status
from ..core.model import AccessCode, CodeView, Content, Placement, Status
from ..core.plan.unmanaged_views import unmanaged_view
from ..core.record.json_types import Json
from ..core.record.unmanaged import unmanaged_id
from ..entry import AccessCodesRuntime
from .messages import async_display_status, async_messages, async_unmanaged_name
from .slots import async_slot_label, slot_metadata

type ObjectBuilder = Callable[[AccessCode, Placement | None], dict[str, Json]]
"""Function that returns the object of a code, with its placement."""

_ON_THE_LOCK = ("is_scheduled_on_device", "appearance", "device_metadata")
"""Fields that tell of the slot of a code."""

DELETED_VIEW = CodeView(Status.UNSET)
"""View of a code that has been deleted meanwhile."""


@callback
def async_access_code_objects(
    hass: HomeAssistant,
    runtime: AccessCodesRuntime,
    codes: Iterable[AccessCode],
    workspace_id: str,
    *,
    reveal: bool,
    language: str | None = None,
) -> list[dict[str, Json]]:
    """Return the objects of several codes of one lock; shared data is looked up once."""
    build = async_object_builder(
        hass, runtime, workspace_id, reveal=reveal, language=language
    )
    by_owner = runtime.engine.record.placements_by_owner()
    return [build(code, by_owner.get(code.access_code_id)) for code in codes]


@callback
def async_object_builder(
    hass: HomeAssistant,
    runtime: AccessCodesRuntime,
    workspace_id: str,
    *,
    reveal: bool = False,
    language: str | None = None,
) -> ObjectBuilder:
    """Return a function that gives the objects of codes of the lock as of now; PINs only with ``reveal``.

    ``language``: of its sentences, else Home Assistant's.
    """
    engine = runtime.engine
    lock_entity_id, device_id = runtime.lock.where()
    message = async_messages(hass, runtime, language)
    metadata_of, now = slot_metadata(runtime), dt_util.utcnow()

    def build(code: AccessCode, placement: Placement | None) -> dict[str, Json]:
        code = engine.record.codes.get(code.access_code_id, code)
        view = engine.plan.views.get(code.access_code_id, DELETED_VIEW)
        said = display_status(
            code, view.status, now, is_scheduled=view.is_scheduled_on_device
        )
        metadata = None if placement is None else metadata_of(placement.slot)
        return as_object(
            code,
            view,
            placement,
            lock_entity_id=lock_entity_id or "",
            device_id=device_id,
            workspace_id=workspace_id,
            message=message,
            metadata=metadata,
            # What stays on a screen names the date, too: it does not change at midnight.
            display_status=async_display_status(
                hass, said, now if reveal else None, language
            ),
            is_backup_available=engine.plan.is_backup_available
            and uses_pool(code, now),
            reveal=reveal,
        )

    return build


async def async_released_object(
    hass: HomeAssistant,
    linked: AccessCodesRuntime,
    code: AccessCode,
    before: Mapping[str, Json],
) -> dict[str, Json]:
    """Return the object of a code that was left on its lock and forgotten: it opens the door, and is nobody's to manage.

    ``before``: its object before, with slot and name on the lock.
    """
    (shown,) = await async_objects(hass, linked, [code])
    said = async_display_status(hass, DisplayStatus(Status.SET))
    status = Status.SET.value
    kept = {key: before[key] for key in _ON_THE_LOCK}
    return {
        **shown,
        **kept,
        "status": status,
        "display_status": said,
        "is_managed": False,
    }


async def async_objects(
    hass: HomeAssistant, linked: AccessCodesRuntime, codes: Iterable[AccessCode]
) -> list[dict[str, Json]]:
    """Return the objects of codes, with PINs, for answers to administrators."""
    workspace_id = await instance_id.async_get(hass)
    return async_access_code_objects(hass, linked, codes, workspace_id, reveal=True)


# contract 3.9, 6.7, 6.162, 6.163
async def async_unmanaged_objects(
    hass: HomeAssistant,
    linked: AccessCodesRuntime,
    contents: Mapping[str, Content],
    language: str | None = None,
) -> list[dict[str, Json]]:
    """Return the objects of unmanaged codes, by their slots, with PINs, for answers to administrators."""
    workspace_id = await instance_id.async_get(hass)
    engine = linked.engine
    record, world, views = engine.record, engine.world, engine.plan.views
    lock_entity_id, device_id = linked.lock.where()
    message = async_messages(hass, linked, language)
    metadata_of = slot_metadata(linked)
    objects = []
    for slot, content in contents.items():
        view = unmanaged_view(record, world, views, slot)
        objects.append(
            as_unmanaged_object(
                unmanaged_id(record, slot),
                content,
                view,
                name=async_unmanaged_slot_name(hass, linked, slot, language),
                lock_entity_id=lock_entity_id or "",
                device_id=device_id,
                workspace_id=workspace_id,
                message=message,
                metadata=metadata_of(slot),
                # Nobody knows since when.
                display_status=async_display_status(
                    hass, DisplayStatus(view.status), language=language
                ),
            )
        )
    return objects


@callback
def async_unmanaged_slot_name(
    hass: HomeAssistant,
    linked: AccessCodesRuntime,
    slot: str,
    language: str | None = None,
) -> str:
    """Return the display name of the unmanaged code in a slot."""
    label = async_slot_label(linked, slot) or ""
    return async_unmanaged_name(hass, label, language)
