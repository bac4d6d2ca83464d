"""Commands of the panel that are no actions: reveal a PIN, list linked locks, push codes, locks and the progress of a read."""

from collections.abc import Mapping
from typing import Any

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import instance_id

from ..entry import async_lock_entries
from ..presentation.lock_objects import async_linkable_locks, async_lock_object
from ..presentation.lock_subscription import LockSubscription
from ..presentation.messages import async_load_language
from ..presentation.subscription import Subscription
from .codes import async_get
from .errors import send_refusal, translation_of
from .linked import async_linked_lock, async_with_code_id
from .sync import async_sync_followed


# contract 6.39
async def async_reveal(
    hass: HomeAssistant, given: Mapping[str, Any], context: Context
) -> dict[str, Any]:
    """Return the PIN of one code."""
    answer = await async_get(hass, async_with_code_id(hass, given), context)
    return {"code": answer["access_code"]["code"]}


# contract 18.4
async def async_locks(
    hass: HomeAssistant, given: Mapping[str, Any], _: Context
) -> dict[str, Any]:
    """Return the linked locks, and those that could be linked."""
    language = await async_load_language(hass, given.get("language"))
    entries = async_lock_entries(hass)
    return {
        "locks": [async_lock_object(hass, entry, language) for entry in entries],
        "linkable": async_linkable_locks(hass),
    }


async def async_subscribe(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Push the codes, then each change of them."""

    @callback
    def push(update: dict[str, Any]) -> None:
        connection.send_event(msg["id"], update)

    subscription = Subscription(
        hass,
        await instance_id.async_get(hass),
        push,
        is_partial=msg["partial"],
        language=msg.get("language"),
    )
    connection.subscriptions[msg["id"]] = subscription.stop
    connection.send_result(msg["id"])
    subscription.start()


async def async_subscribe_locks(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Push the linked locks, then each change of them."""

    @callback
    def push(update: dict[str, Any]) -> None:
        connection.send_event(msg["id"], update)

    subscription = LockSubscription(hass, push, msg.get("language"))
    connection.subscriptions[msg["id"]] = subscription.stop
    connection.send_result(msg["id"])
    subscription.start()


# contract 18.19
async def async_follow_sync(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: dict[str, Any],
) -> None:
    """Read a lock in full, and push how far that is, then its report or error. It ends with the subscription."""
    try:
        linked = async_linked_lock(hass, msg["lock"])
    except ServiceValidationError as error:
        send_refusal(connection, msg["id"], error)
        return

    @callback
    def push(read: int, total: int) -> None:
        connection.send_event(msg["id"], {"read": read, "total": total})

    async def read() -> None:
        try:
            event: dict[str, Any] = {"report": await async_sync_followed(linked, push)}
        except HomeAssistantError as error:
            event = {"error": str(error), **translation_of(error)}
        connection.send_event(msg["id"], event)

    connection.send_result(msg["id"])
    reading = hass.async_create_background_task(
        read(), "access codes: read a lock for a subscriber"
    )
    connection.subscriptions[msg["id"]] = reading.cancel
