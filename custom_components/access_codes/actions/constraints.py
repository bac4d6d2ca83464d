"""Action `report_device_constraints`: limits that a lock does not tell."""

from functools import partial

from homeassistant.core import Context, HomeAssistant

from ..core.observations.connection_changes import constraints_reported
from ..core.requests.inputs import ConstraintsRequest
from .errors import translated
from .fields import Answer, Fields
from .linked import async_linked_lock


# contract 6.110
async def async_report_device_constraints(
    hass: HomeAssistant, fields: Fields, context: Context
) -> Answer:
    """Store what a person knows of a lock: ``{"constraints": what holds now}``."""
    linked = async_linked_lock(hass, fields["lock"])
    given = ConstraintsRequest(
        **{key: value for key, value in fields.items() if key != "lock"}
    )
    with translated():
        capabilities = await linked.engine.async_request(
            partial(constraints_reported, given=given), context
        )
    return {
        "constraints": {
            "supported_code_lengths": list(capabilities.code_lengths),
            "min_code_length": min(capabilities.code_lengths),
            "max_code_length": max(capabilities.code_lengths),
            "max_active_codes": None if capabilities.is_virtual else capabilities.room,
        }
    }
