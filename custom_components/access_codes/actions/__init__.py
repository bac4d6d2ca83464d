"""The actions of Access Codes. WebSocket commands share their fields and handlers."""

from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.helpers.typing import VolDictType

from ..const import DOMAIN
from . import fields
from .late import Handler, late


class Action(NamedTuple):
    """One action: name, fields, handler, rights."""

    name: str
    fields: VolDictType
    handler: Handler
    is_for_admins: bool = True
    """False: the handler itself checks the caller's rights."""
    withheld: tuple[str, ...] = ()
    """Fields that Home Assistant neither records nor traces."""


ACTIONS = (
    Action("create", fields.CREATE, late("codes", "async_create")),
    Action(
        "create_multiple",
        fields.CREATE_MULTIPLE,
        late("groups", "async_create_multiple"),
    ),
    Action("update", fields.UPDATE, late("codes", "async_update")),
    Action(
        "update_multiple",
        fields.UPDATE_MULTIPLE,
        late("groups", "async_update_multiple"),
    ),
    Action("delete", fields.DELETE, late("codes", "async_delete")),
    Action("get", fields.GET, late("codes", "async_get")),
    Action("list", fields.LIST, late("codes", "async_list")),
    Action("generate_code", fields.GENERATE_CODE, late("codes", "async_generate_code")),
    Action(
        "pull_backup_access_code",
        fields.PULL_BACKUP_ACCESS_CODE,
        late("codes", "async_pull_backup_access_code"),
    ),
    Action(
        "list_unmanaged",
        fields.LIST_UNMANAGED,
        late("unmanaged", "async_list_unmanaged"),
    ),
    Action(
        "delete_unmanaged",
        fields.DELETE_UNMANAGED,
        late("unmanaged", "async_delete_unmanaged"),
    ),
    Action(
        "convert_to_managed",
        fields.CONVERT_TO_MANAGED,
        late("unmanaged", "async_convert_to_managed"),
    ),
    Action("get_timeline", fields.GET_TIMELINE, late("timeline", "async_get_timeline")),
    Action(
        "report_device_constraints",
        fields.REPORT_DEVICE_CONSTRAINTS,
        late("constraints", "async_report_device_constraints"),
    ),
    Action("send_code", fields.SEND_CODE, late("send_code", "async_send_code")),
    Action(
        "export_codes",
        fields.EXPORT_CODES,
        late("transfer", "async_export_codes"),
        withheld=("passphrase",),
    ),
    Action(
        "import_codes",
        fields.IMPORT_CODES,
        late("transfer", "async_import_codes"),
        withheld=("export", "passphrase"),
    ),
    Action(
        "refresh_bookings", fields.TARGET, late("bookings", "async_refresh_bookings")
    ),
    Action("sync", fields.SYNC, late("sync", "async_sync")),
    Action(
        "enter_code",
        fields.ENTER_CODE,
        late("enter_code", "async_enter_code"),
        is_for_admins=False,
    ),
)


# contract 6.10, 6.11
@callback
def async_setup_actions(hass: HomeAssistant) -> None:
    """Register the actions, once.

    Each may be called without its response: an automation that only creates a code needs no variable for the answer.
    """
    for action in ACTIONS:
        schema = fields.action_schema(action.fields, action.withheld)
        call = _service(action.handler)
        if action.is_for_admins:
            async_register_admin_service(
                hass, DOMAIN, action.name, call, schema, SupportsResponse.OPTIONAL
            )
        else:
            hass.services.async_register(
                DOMAIN, action.name, call, schema, SupportsResponse.OPTIONAL
            )


def _service(
    handler: Handler,
) -> Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]:
    async def call(service_call: ServiceCall) -> ServiceResponse:
        return await handler(service_call.hass, service_call.data, service_call.context)

    return call
