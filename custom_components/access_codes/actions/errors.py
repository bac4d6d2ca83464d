"""Errors of actions: translated, and without a PIN."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.const import ERR_SERVICE_VALIDATION_ERROR
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..const import DOMAIN
from ..core.requests.refused import Refused
from ..storage.record_file import StorageFailed


# contract 6.13
def refusal(key: str, **placeholders: str) -> ServiceValidationError:
    """Return the error for a request that cannot be granted."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )


# contract 18.21
def refusal_because(
    key: str, refused: Refused, **placeholders: str
) -> ServiceValidationError:
    """Return the error for a request of which a part cannot be granted, with the reason as a text and by its key.

    A text is in one language only; who shows the error in another one has the key, and what it is filled with.
    """
    reason = refusal(refused.key, **refused.placeholders)
    filled = {f"reason_{name}": value for name, value in refused.placeholders.items()}
    return refusal(
        key, **placeholders, reason=str(reason), reason_key=refused.key, **filled
    )


def failure(key: str, **placeholders: str) -> HomeAssistantError:
    """Return the error for a failure that is not the caller's fault."""
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )


@contextmanager
def translated() -> Iterator[None]:
    """Translate refusals and a failing disk into Home Assistant's errors."""
    try:
        yield
    except Refused as error:
        # Without the cause: a traceback through the core may quote values of the call.
        raise refusal(error.key, **error.placeholders) from None
    except StorageFailed:
        raise failure("storage_failed") from None


def send_refusal(
    connection: ActiveConnection,
    message_id: int,
    error: ServiceValidationError,
) -> None:
    """Send the error of a command, without a log line."""
    connection.send_error(
        message_id,
        ERR_SERVICE_VALIDATION_ERROR,
        str(error),
        **translation_of(error),
    )


def translation_of(error: HomeAssistantError) -> dict[str, Any]:
    """Return how the text of an error is found in the language of who reads it."""
    return {
        "translation_domain": error.translation_domain,
        "translation_key": error.translation_key,
        "translation_placeholders": error.translation_placeholders,
    }
