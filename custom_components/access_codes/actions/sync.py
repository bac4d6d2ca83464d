"""Action `sync`: read locks in full."""

import asyncio
from collections.abc import Callable

from homeassistant.core import Context, HomeAssistant

from ..core.model import EMPTY
from ..core.record.json_types import Json
from ..engine.waiters import SyncReport
from ..entry import AccessCodesRuntime
from ..presentation.slots import async_slot_label
from .errors import translated
from .fields import Answer, Fields
from .linked import async_targeted_locks


# contract 6.8
async def async_sync(hass: HomeAssistant, fields: Fields, _: Context) -> Answer:
    """Read the targeted locks side by side: ``{"locks": [report]}``."""
    locks = async_targeted_locks(hass, fields)
    with translated():
        reports = await asyncio.gather(
            *(linked.engine.async_sync() for linked in locks)
        )
    return {"locks": list(map(_report_of, locks, reports))}


# contract 18.19
async def async_sync_followed(
    linked: AccessCodesRuntime, on_progress: Callable[[int, int], None]
) -> dict[str, Json]:
    """Read one lock in full and return its report.

    ``on_progress`` is called with the numbers of slots that were read, and of all slots.
    """
    with translated():
        report = await linked.engine.async_sync(on_progress)
    return _report_of(linked, report)


def _report_of(linked: AccessCodesRuntime, report: SyncReport) -> dict[str, Json]:
    """Return the report of one lock: how far it was read, its slots in use with the ids of their codes, and the codes due.

    It never has PINs.
    """
    record = linked.engine.record
    # A virtual lock has no slots to read: Home Assistant itself checks its codes.
    is_virtual = record.capabilities is not None and record.capabilities.is_virtual
    return {
        "lock_entity_id": linked.lock.entity_id,
        "is_read": is_virtual or report.is_complete,
        "read": len(report.contents),
        "total": report.total,
        "not_answered": [
            async_slot_label(linked, slot) for slot in report.not_answered
        ],
        "slots_in_use": [
            {
                "slot": async_slot_label(linked, slot),
                "access_code_id": placement.owner if placement is not None else None,
            }
            for slot, content in report.contents.items()
            if content is not EMPTY
            for placement in (record.placements.get(slot),)
        ],
        "due": [
            {"access_code_id": access_code_id, "status": status.value}
            for access_code_id, status in report.due.items()
        ],
    }
