"""What goes wrong, as Home Assistant tells it: translated, and without a PIN."""

from collections.abc import Iterator
from contextlib import contextmanager

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..const import DOMAIN
from ..core.requests.refused import Refused
from ..storage.record_file import StorageFailed


# contract 6.13
def refusal(key: str, **placeholders: str) -> ServiceValidationError:
    """Return the error that says why a call cannot be granted."""
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )


def failure(key: str, **placeholders: str) -> HomeAssistantError:
    """Return the error that says what went wrong through no fault of the caller."""
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key=key,
        translation_placeholders=placeholders,
    )


@contextmanager
def translated() -> Iterator[None]:
    """Tell refusals and a failing disk in Home Assistant's way."""
    try:
        yield
    except Refused as error:
        # Without its cause: what stands in a traceback of the core is nobody's business out here.
        raise refusal(error.key, **error.placeholders) from None
    except StorageFailed:
        raise failure("storage_failed") from None
