"""Notify entities: found and called as objects, so that no action call, trace or event holds what they send."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
import logging

from homeassistant.components.notify import NotifyEntity
from homeassistant.components.notify.const import (
    DATA_COMPONENT,
    DOMAIN as NOTIFY_DOMAIN,
)
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE
from homeassistant.core import Context, HomeAssistant, callback, split_entity_id

from .errors import failure, refusal

_LOGGER = logging.getLogger(__name__)

_SEND_TIMEOUT = 60
"""Seconds until a notify entity that does not answer counts as failed."""


# contract 16.2, 16.8
@callback
def async_notifiers(hass: HomeAssistant, entity_id: str) -> list[NotifyEntity]:
    """Return the notify entity, or the available members of a group of them. Raises if there is none.

    A group itself would send by an action, which is recorded with the message.
    """
    if split_entity_id(entity_id)[0] != NOTIFY_DOMAIN:
        raise refusal("notify_not_found", field="notify")
    entities = list(_entities(hass, [entity_id], set()))
    if entities:
        return entities
    if hass.states.get(entity_id) is None:
        raise refusal("notify_not_found", field="notify")
    raise refusal("notify_not_available", field="notify")


def _entities(
    hass: HomeAssistant, entity_ids: Iterable[str], seen: set[str]
) -> Iterator[NotifyEntity]:
    """Yield the available notify entities, each once, with groups resolved."""
    component = hass.data.get(DATA_COMPONENT)
    for entity_id in entity_ids:
        state = hass.states.get(entity_id)
        if entity_id in seen or state is None or state.state == STATE_UNAVAILABLE:
            continue
        seen.add(entity_id)
        if (members := state.attributes.get(ATTR_ENTITY_ID)) is not None:
            yield from _entities(hass, members, seen)
        elif component is not None and (entity := component.get_entity(entity_id)):
            yield entity


# contract 16.9
async def async_send(
    entities: Sequence[NotifyEntity], message: str, context: Context
) -> None:
    """Send a message by each entity. Raises, without anything of the message, if one of them fails."""
    if failed := await async_try(entities, message, context):
        raise failure("message_not_sent", notify=", ".join(failed))


# contract 16.9
async def async_try(
    entities: Sequence[NotifyEntity], message: str, context: Context
) -> list[str]:
    """Send a message by each entity, and return the ids of those that failed."""
    sent = await asyncio.gather(
        *(_async_send(entity, message, context) for entity in entities)
    )
    return [
        entity.entity_id
        for entity, is_sent in zip(entities, sent, strict=True)
        if not is_sent
    ]


# contract 16.2, 16.9, 16.10
async def _async_send(entity: NotifyEntity, message: str, context: Context) -> bool:
    """Send by one entity as its action does. Returns whether it did; the error itself may quote the message."""
    try:
        async with asyncio.timeout(_SEND_TIMEOUT):
            entity.async_set_context(context)
            # It also notes the time of the message, the state of a notify entity. No public method does.
            call = entity._async_send_message(message=message)  # noqa: SLF001
            await entity.async_request_call(call)
    except Exception as error:  # noqa: BLE001
        _LOGGER.warning(
            "No access code sent by %s: %s", entity.entity_id, type(error).__name__
        )
        return False
    return True
