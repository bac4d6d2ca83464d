"""Errors of actions: translated, and without a PIN."""

from collections.abc import Iterator
from contextlib import contextmanager

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
