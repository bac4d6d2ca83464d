"""Orders to an adapter that wait for nothing, given without trust in it: its failure stops nobody else."""

from collections.abc import Callable
import logging

from ..locks.adapter import LockAdapter

_LOGGER = logging.getLogger(__name__)


def stop_adapter(adapter: LockAdapter, name: str) -> None:
    """Have an adapter leave its lock. ``name``: of the lock, for the log."""
    _order(adapter, adapter.stop, "leave", name)


# contract 12.85
def follow_clock(adapter: LockAdapter, name: str) -> None:
    """Tell an adapter that the wall clock was set. ``name``: of the lock, for the log."""
    _order(adapter, adapter.clock_was_set, "follow the clock of", name)


# contract 12.4
def _order(
    adapter: LockAdapter, order: Callable[[], None], purpose: str, name: str
) -> None:
    try:
        order()
    except Exception as err:  # noqa: BLE001
        _LOGGER.error(
            "%s cannot %s %s: %s", adapter.family, purpose, name, type(err).__name__
        )
