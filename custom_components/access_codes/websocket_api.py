"""WebSocket commands for the panel: the actions, without PINs in the recorder, and a subscription."""

from collections.abc import Mapping
from typing import Any

import probatio
import voluptuous as vol

from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import (
    ERR_SERVICE_VALIDATION_ERROR,
    WebSocketCommandHandler,
)
from homeassistant.components.websocket_api.decorators import (
    async_response,
    require_admin,
)
from homeassistant.components.websocket_api.messages import BASE_COMMAND_MESSAGE_SCHEMA
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import instance_id
from homeassistant.helpers.typing import VolDictType, VolSchemaType

from .actions import ACTIONS, Handler, fields
from .actions.booking_overview import async_bookings
from .actions.check import async_check
from .actions.codes import async_get
from .actions.give import async_give
from .actions.linked import async_linked_lock
from .actions.occurrences import async_occurrences
from .actions.sync import async_sync_followed
from .actions.unmanaged import async_ignore_unmanaged
from .const import DOMAIN
from .entry import async_lock_entries
from .presentation.lock_objects import async_linkable_locks, async_lock_object
from .presentation.lock_subscription import LockSubscription
from .presentation.subscription import Subscription

_ENVELOPE = ("id", "type")

_CODE_TYPE = "code_type"
"""Field ``type`` of an action: in a WebSocket message that key names the command."""

_WITHOUT_PINS: VolDictType = {vol.Optional("without_pins", default=False): fields.flag}
"""Field of each command: PINs are left out of its answer."""


# contract 6.37, 18.1
@callback
def async_setup_websocket(hass: HomeAssistant) -> None:
    """Register the commands, once."""
    for action in ACTIONS:
        handler = _command(action.handler)
        _register(
            hass,
            action.name,
            require_admin(handler) if action.is_for_admins else handler,
            {**fields.with_target(action.fields), **_WITHOUT_PINS},
        )
    for name, handler, command_fields in (
        ("reveal", _command(_async_reveal), fields.REVEAL),
        ("check", _command(async_check), fields.CHECK),
        ("bookings", _command(async_bookings), {}),
        ("occurrences", _command(async_occurrences), fields.OCCURRENCES),
        ("give", _command(async_give), {**fields.GIVE, **_WITHOUT_PINS}),
        ("ignore_unmanaged", _command(async_ignore_unmanaged), fields.IGNORE_UNMANAGED),
        ("follow_sync", _follow_sync, fields.FOLLOW_SYNC),
        ("locks", _command(_async_locks), {}),
        ("subscribe", async_response(_async_subscribe), _SUBSCRIBE),
        ("subscribe_locks", _subscribe_locks, {}),
    ):
        _register(hass, name, require_admin(handler), command_fields)


@callback
def _register(
    hass: HomeAssistant,
    name: str,
    handler: WebSocketCommandHandler,
    command_fields: VolDictType,
) -> None:
    command = f"{DOMAIN}/{name}"
    schema = _schema(command, command_fields)
    async_register_command(hass, command, handler, schema)


# contract 6.37
def _schema(command: str, command_fields: VolDictType) -> VolSchemaType:
    """Return a schema that never repeats a refused value: it may be a PIN."""
    command_fields = {
        vol.Optional(_CODE_TYPE) if key == "type" else key: validate
        for key, validate in command_fields.items()
    }
    schema = BASE_COMMAND_MESSAGE_SCHEMA.extend(
        {
            vol.Required("type"): command,
            **{
                probatio.Secret(key): validate
                for key, validate in command_fields.items()
            },
        },
        extra=vol.ALLOW_EXTRA,
    )
    known = (*_ENVELOPE, *map(str, command_fields))
    return vol.All(schema, fields.known_only(known))


# contract 6.38
def _command(handler: Handler) -> WebSocketCommandHandler:
    @async_response
    async def command(
        hass: HomeAssistant,
        connection: ActiveConnection,
        msg: dict[str, Any],
    ) -> None:
        given = {key: value for key, value in msg.items() if key not in _ENVELOPE}
        given |= given.pop("target", {})
        is_without_pins = given.pop("without_pins", False)
        if _CODE_TYPE in given:
            given["type"] = given.pop(_CODE_TYPE)
        try:
            answer = await handler(hass, given, connection.context(msg))
        except ServiceValidationError as error:
            _send_refusal(connection, msg["id"], error)
        else:
            if is_without_pins:
                answer = _without_pins(answer)
            connection.send_result(msg["id"], answer)

    return command


# contract 18.10
def _without_pins(answer: Any) -> Any:
    """Return an answer without its PINs, those of pending changes included."""
    if isinstance(answer, list):
        return [_without_pins(each) for each in answer]
    if isinstance(answer, dict):
        return {
            key: _without_pins(value) for key, value in answer.items() if key != "code"
        }
    return answer


def _send_refusal(
    connection: ActiveConnection,
    message_id: int,
    error: ServiceValidationError,
) -> None:
    """Send the error of a command, without a log line."""
    connection.send_error(
        message_id,
        ERR_SERVICE_VALIDATION_ERROR,
        str(error),
        translation_domain=error.translation_domain,
        translation_key=error.translation_key,
        translation_placeholders=error.translation_placeholders,
    )


# contract 6.39
async def _async_reveal(
    hass: HomeAssistant, given: Mapping[str, Any], context: Context
) -> dict[str, Any]:
    """Return the PIN of one code."""
    answer = await async_get(hass, given, context)
    return {"code": answer["access_code"]["code"]}


# contract 18.4
async def _async_locks(
    hass: HomeAssistant, _: Mapping[str, Any], __: Context
) -> dict[str, Any]:
    """Return the linked locks, and those that could be linked."""
    entries = async_lock_entries(hass)
    return {
        "locks": [async_lock_object(hass, entry) for entry in entries],
        "linkable": async_linkable_locks(hass),
    }


_SUBSCRIBE: VolDictType = {vol.Optional("partial", default=False): fields.flag}


async def _async_subscribe(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Push the codes, then each change of them."""

    @callback
    def push(update: dict[str, Any]) -> None:
        connection.send_event(msg["id"], update)

    subscription = Subscription(
        hass, await instance_id.async_get(hass), push, is_partial=msg["partial"]
    )
    connection.subscriptions[msg["id"]] = subscription.stop
    connection.send_result(msg["id"])
    subscription.start()


@callback
def _subscribe_locks(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Push the linked locks, then each change of them."""

    @callback
    def push(update: dict[str, Any]) -> None:
        connection.send_event(msg["id"], update)

    subscription = LockSubscription(hass, push)
    connection.subscriptions[msg["id"]] = subscription.stop
    connection.send_result(msg["id"])
    subscription.start()


# contract 18.19
@callback
def _follow_sync(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Read a lock in full, and push how far that is, then its report or error. It ends with the subscription."""
    try:
        linked = async_linked_lock(hass, msg["lock"])
    except ServiceValidationError as error:
        _send_refusal(connection, msg["id"], error)
        return

    @callback
    def push(read: int, total: int) -> None:
        connection.send_event(msg["id"], {"read": read, "total": total})

    async def read() -> None:
        try:
            event: dict[str, Any] = {"report": await async_sync_followed(linked, push)}
        except HomeAssistantError as error:
            event = {"error": str(error)}
        connection.send_event(msg["id"], event)

    connection.send_result(msg["id"])
    reading = hass.async_create_background_task(
        read(), "access codes: read a lock for a subscriber"
    )
    connection.subscriptions[msg["id"]] = reading.cancel
