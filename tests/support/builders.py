"""A lock with its codes, as the tests of the core hand them to decisions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.access_codes.core.model import (
    AccessCode,
    Content,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Pin,
    Placement,
    Reach,
    Reporting,
    Settings,
    Window,
    World,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

ABILITIES = LockCapabilities(
    slots=("1", "2", "3"), code_lengths=(4, 5, 6, 7, 8), reports=Reporting.ALL
)


def hours(starts: float, ends: float) -> Window:
    """Return a window in hours from now."""
    return Window(NOW + starts * HOUR, NOW + ends * HOUR)


def a_code(
    access_code_id: str = "a", pin: str | None = "4826", **changes: Any
) -> AccessCode:
    """Return a code that was made an hour ago."""
    return replace(
        AccessCode(
            access_code_id=access_code_id,
            name=f"Guest {access_code_id}",
            pin=None if pin is None else Pin(pin),
            window=None,
            created_at=NOW - HOUR,
            changed_at=NOW - HOUR,
        ),
        **changes,
    )


def a_record(*codes: AccessCode, **changes: Any) -> LockRecord:
    """Return the record of a lock with three slots and these codes, none of them placed yet."""
    return replace(
        LockRecord(
            lock_id="lock",
            codes={code.access_code_id: code for code in codes},
            capabilities=ABILITIES,
            code_count=len(codes),
        ),
        **changes,
    )


def able(**abilities: Any) -> LockCapabilities:
    """Return what the lock can do, with changes."""
    return replace(ABILITIES, **abilities)


def placed(slot: str, owner: str, *possible: Content) -> dict[str, Placement]:
    """Return one slot of ours, by itself."""
    return {slot: Placement(slot, owner, frozenset(possible))}


def held(pin: str) -> KnownPin:
    """Return a slot's content."""
    return KnownPin(Pin(pin))


def a_world(**changes: Any) -> World:
    """Return a world in which the lock can be reached and nothing of others is known."""
    options = changes.pop("settings", Settings())
    return replace(
        World(
            now=NOW,
            started_at=NOW - HOUR,
            reach=Reach.REACHABLE,
            reach_since=NOW - HOUR,
        ),
        settings=options,
        **changes,
    )
