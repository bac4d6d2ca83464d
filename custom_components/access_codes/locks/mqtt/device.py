"""A lock as Zigbee2MQTT's retained list of devices describes it, and where that list is found."""

from collections.abc import Iterator
from dataclasses import dataclass
import re
from typing import Any, Final

from .json_values import Json, as_dict, as_list, as_number, as_text

DOOR_LOCK: Final = "closuresDoorLock"
"""Zigbee2MQTT's name of the cluster Door Lock."""

_POLL_CONTROL: Final = "genPollCtrl"

_UNIQUE_ID: Final = re.compile(r"(0x[0-9a-f]{16})_lock_(.+)")


@dataclass(frozen=True, slots=True)
class Location:
    """Address of a lock: by its IEEE address, at the Zigbee2MQTT with a base topic. Both survive a rename."""

    ieee: str
    base: str


# contract 12.140
def location_of(unique_id: str) -> Location | None:
    """Return the location that the unique id of a lock entity names; None for a lock that is not behind Zigbee2MQTT."""
    match = _UNIQUE_ID.fullmatch(unique_id)
    return Location(*match.groups()) if match is not None else None


@dataclass(frozen=True, slots=True)
class LockDevice:
    """One lock, as listed."""

    ieee: str
    name: str
    """The friendly name, which topics are made of; it may contain slashes and blanks."""
    address: int
    """The network address, which changes when the lock joins again."""
    endpoint: int
    properties: frozenset[str]
    """Properties that the lock's definition exposes."""
    has_poll_control: bool
    """Commands that did not reach the lock may be kept, and sent when it is heard."""

    @property
    def has_pins(self) -> bool:
        """The model has PINs, as far as Zigbee2MQTT knows."""
        return "pin_code" in self.properties

    @property
    def names_users(self) -> bool:
        """Reports of uses and changes name the user."""
        return bool(self.properties & {"action_user", "action_source_user"})


def devices_of(listed: Any) -> dict[str, LockDevice]:
    """Return the locks among the listed devices, by IEEE address."""
    devices = map(_device_of, map(as_dict, as_list(listed)))
    return {device.ieee: device for device in devices if device is not None}


def _device_of(entry: Json) -> LockDevice | None:
    ieee, name = as_text(entry.get("ieee_address")), as_text(entry.get("friendly_name"))
    address = as_number(entry.get("network_address"))
    endpoints = as_dict(entry.get("endpoints"))
    clusters = {
        number: as_list(as_dict(as_dict(endpoint).get("clusters")).get("input"))
        for number, endpoint in endpoints.items()
    }
    locks = [int(number) for number, held in clusters.items() if DOOR_LOCK in held]
    if not ieee or not name or address is None or not locks or entry.get("disabled"):
        return None
    exposes = as_dict(entry.get("definition")).get("exposes")
    return LockDevice(
        ieee,
        name,
        address,
        min(locks),
        frozenset(_properties(exposes)),
        any(_POLL_CONTROL in held for held in clusters.values()),
    )


def _properties(exposes: Any) -> Iterator[str]:
    for exposed in map(as_dict, as_list(exposes)):
        name = as_text(exposed.get("property"))
        if name:
            yield name
        yield from _properties(exposed.get("features"))


def version_of(info: Json) -> tuple[int, int]:
    """Return major and minor version of Zigbee2MQTT, zeros where it does not say."""
    match = re.match(r"(\d{1,4})\.(\d{1,4})", as_text(info.get("version")))
    return (int(match[1]), int(match[2])) if match is not None else (0, 0)
