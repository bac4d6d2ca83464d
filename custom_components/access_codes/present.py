"""Access code objects, as they leave for people and automations."""

from homeassistant.core import HomeAssistant, callback

from .core.model import AccessCode, CodeView, Status
from .core.objects import as_object
from .core.shapes import Json
from .entry import AccessCodesRuntime
from .messages import async_message

_GONE = CodeView(Status.UNSET)
"""How a code stands that nobody has any more."""


@callback
def async_access_code_object(
    hass: HomeAssistant,
    runtime: AccessCodesRuntime,
    code: AccessCode,
    workspace_id: str,
    *,
    reveal: bool,
) -> dict[str, Json]:
    """Return a code as it stands now; one that is gone, as it last was. PINs only where ``reveal`` says so."""
    engine, lock = runtime.engine, runtime.lock
    placement = engine.record.placement_of(code.access_code_id)
    metadata = None
    if placement is not None and engine.adapter is not None:
        metadata = engine.adapter.metadata(placement.place)
    return as_object(
        engine.record.codes.get(code.access_code_id, code),
        engine.plan.views.get(code.access_code_id, _GONE),
        engine.record,
        lock_entity_id=lock.entity_id or "",
        device_id=lock.entity.device_id if lock.entity is not None else None,
        workspace_id=workspace_id,
        message=async_message(hass, runtime),
        metadata=metadata,
        reveal=reveal,
    )
