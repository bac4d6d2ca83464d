"""WebSocket commands for the panel: the actions, without PINs in the recorder, and a subscription."""

from typing import Any

import probatio
import voluptuous as vol

from homeassistant.components.websocket_api import async_register_command
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import WebSocketCommandHandler
from homeassistant.components.websocket_api.decorators import (
    async_response,
    require_admin,
)
from homeassistant.components.websocket_api.messages import BASE_COMMAND_MESSAGE_SCHEMA
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.importlib import async_import_module
from homeassistant.helpers.typing import VolDictType, VolSchemaType

from ..const import DOMAIN
from ..presentation.messages import async_load_language
from . import ACTIONS, fields
from .errors import send_refusal
from .late import Handler, late

_ENVELOPE = ("id", "type")

_CODE_TYPE = "code_type"
"""Field ``type`` of an action: in a WebSocket message that key names the command."""

_WITHOUT_PINS: VolDictType = {vol.Optional("without_pins", default=False): fields.flag}
"""Field of each command: PINs are left out of its answer."""

_LANGUAGE: VolDictType = {vol.Optional("language"): str}
"""Field of a command whose answer has sentences: the language of who reads them."""

_SUBSCRIBE: VolDictType = {
    vol.Optional("partial", default=False): fields.flag,
    **_LANGUAGE,
}

_WITH_SENTENCES = ("list_unmanaged", "export_codes", "import_codes")
"""Actions whose answers the panel shows as they are said."""


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
            {
                **fields.with_target(action.fields),
                **_WITHOUT_PINS,
                **(_LANGUAGE if action.name in _WITH_SENTENCES else {}),
            },
        )
    for name, handler, command_fields in (
        ("reveal", _command(late("panel", "async_reveal")), fields.REVEAL),
        ("check", _command(late("check", "async_check")), fields.CHECK),
        (
            "bookings",
            _command(late("booking_overview", "async_bookings")),
            _LANGUAGE,
        ),
        (
            "occurrences",
            _command(late("occurrences", "async_occurrences")),
            fields.OCCURRENCES,
        ),
        (
            "give",
            _command(late("give", "async_give")),
            {**fields.GIVE, **_WITHOUT_PINS},
        ),
        (
            "ignore_unmanaged",
            _command(late("unmanaged", "async_ignore_unmanaged")),
            fields.IGNORE_UNMANAGED,
        ),
        ("locks", _command(late("panel", "async_locks")), _LANGUAGE),
        ("follow_sync", _stream("async_follow_sync"), fields.FOLLOW_SYNC),
        ("subscribe", _stream("async_subscribe"), _SUBSCRIBE),
        ("subscribe_locks", _stream("async_subscribe_locks"), _LANGUAGE),
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
            send_refusal(connection, msg["id"], error)
        else:
            if is_without_pins:
                answer = _without_pins(answer)
            connection.send_result(msg["id"], answer)

    return command


def _stream(name: str) -> WebSocketCommandHandler:
    """Return a command that pushes to a subscriber, by its name in the module that its first call imports."""

    @async_response
    async def command(
        hass: HomeAssistant,
        connection: ActiveConnection,
        msg: dict[str, Any],
    ) -> None:
        connection.subscriptions[msg["id"]] = _stop_nothing
        panel = await async_import_module(hass, f"{__package__}.panel")
        language = await async_load_language(hass, msg.get("language"))
        # Neither closed nor unsubscribed meanwhile: nobody would end what is started then.
        if connection.subscriptions.pop(msg["id"], None) is not None:
            await getattr(panel, name)(hass, connection, {**msg, "language": language})

    return command


def _stop_nothing() -> None:
    """End a subscription that has not started."""


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
