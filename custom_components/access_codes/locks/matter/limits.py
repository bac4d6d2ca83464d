"""Capabilities of a Matter lock, from its attributes as the server holds them."""

from enum import Enum, auto
import string
from typing import Any, Final

from chip.clusters import Objects as clusters
from matter_server.client.models.node import MatterNode

from ...core.model import (
    LockCapabilities,
    LockClock,
    Readability,
    Reporting,
    UseReporting,
    WindowSupport,
)

_Attributes = clusters.DoorLock.Attributes
_Feature = clusters.DoorLock.Bitmaps.Feature

NAME_LENGTH: Final = 10

LATE_BY: Final = 120
"""Seconds for which a lock may carry out what we have given up: the server goes on for up to 90 s, and the radio repeats
for some more.
"""

_MOST_SLOTS: Final = 250
"""A lock may count users by two bytes; nobody waits for the first read of so many."""


class Missing(Enum):
    """Feature that a lock lacks to keep codes."""

    USERS = auto()
    PINS = auto()


# contract 12.160
def missing_feature(node: MatterNode, endpoint: int) -> Missing | None:
    """Return the feature that a lock lacks to keep codes; None if it has all."""
    features = _number(node, endpoint, _Attributes.FeatureMap)
    if not features & _Feature.kUser:
        return Missing.USERS
    if not features & _Feature.kPinCredential:
        return Missing.PINS
    return None


# contract 12.160, 12.174
def capabilities_of(
    node: MatterNode, endpoint: int, clock: LockClock | None
) -> LockCapabilities:
    """Return the capabilities of a lock; ``clock``: its own, None where it has none that is known.

    A lock without users or PINs has no slots.
    """
    if missing_feature(node, endpoint) is not None:
        return LockCapabilities()
    users = _number(node, endpoint, _Attributes.NumberOfTotalUsersSupported)
    pins = _number(node, endpoint, _Attributes.NumberOfPINUsersSupported)
    shortest = _number(node, endpoint, _Attributes.MinPINCodeLength) or 4
    longest = _number(node, endpoint, _Attributes.MaxPINCodeLength) or 8
    has_windows = clock is not None and _has_schedules(node, endpoint)
    return LockCapabilities(
        slots=tuple(str(n) for n in range(1, min(users, pins, _MOST_SLOTS) + 1)),
        code_lengths=tuple(range(shortest, longest + 1)),
        name_length=NAME_LENGTH,
        # The limit counts bytes.
        name_characters=string.ascii_letters + string.digits + string.punctuation + " ",
        windows=WindowSupport() if has_windows else None,
        clock=clock if has_windows and clock is not None else LockClock.TRUSTED,
        reads=Readability.PRESENCE,
        reports=Reporting.ALL,
        uses=UseReporting.LIVE,
        command_timeout=120,
        late_by=LATE_BY,
    )


def _has_schedules(node: MatterNode, endpoint: int) -> bool:
    features = _number(node, endpoint, _Attributes.FeatureMap)
    schedules = _number(
        node, endpoint, _Attributes.NumberOfYearDaySchedulesSupportedPerUser
    )
    return bool(features & _Feature.kYearDayAccessSchedules) and schedules > 0


def _number(node: MatterNode, endpoint: int, attribute: type[Any]) -> int:
    value = node.get_attribute_value(endpoint, None, attribute)
    return value if isinstance(value, int) else 0
