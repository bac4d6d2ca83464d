"""State of an adapter, read without trust in it: what it fails to tell is not known."""

from collections.abc import Callable
import logging

from ..core.model import LockCapabilities, Reach
from ..locks.adapter import LockAdapter

_LOGGER = logging.getLogger(__name__)


def reach_of(adapter: LockAdapter) -> Reach:
    """Return the adapter's reach; disconnected if it fails to tell."""
    return _read(adapter, "its reach", lambda: adapter.reach, Reach.DISCONNECTED)


def capabilities_of(adapter: LockAdapter) -> LockCapabilities | None:
    """Return the capabilities of the adapter's lock; None while they are unknown, or if it fails to tell."""
    return _read(adapter, "its capabilities", lambda: adapter.capabilities, None)


def label_of(adapter: LockAdapter, slot: str) -> str:
    """Return the label of a slot; its key if the adapter fails to tell."""
    return _read(adapter, "the label of a slot", lambda: adapter.label(slot), slot)


def metadata_of(adapter: LockAdapter, slot: str) -> dict[str, str | int]:
    """Return the family's numbers for a slot; none if the adapter fails to tell."""
    return _read(adapter, "the numbers of a slot", lambda: adapter.metadata(slot), {})


# contract 12.83
def _read[T](
    adapter: LockAdapter, subject: str, read: Callable[[], T], unknown: T
) -> T:
    try:
        return read()
    except Exception as err:  # noqa: BLE001
        # The text of the error may quote the PIN.
        _LOGGER.error(
            "%s fails to tell %s: %s", adapter.family, subject, type(err).__name__
        )
        return unknown
