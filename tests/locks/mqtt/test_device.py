"""A lock in the list of devices, and its limits."""

from typing import Any

import pytest

from custom_components.access_codes.core.model import (
    LockCapabilities,
    Readability,
    Reporting,
    UseReporting,
)
from custom_components.access_codes.locks.mqtt.bridge import Bridge
from custom_components.access_codes.locks.mqtt.device import (
    Location,
    devices_of,
    location_of,
    version_of,
)
from custom_components.access_codes.locks.mqtt.raw_commands import RawCommands
from custom_components.access_codes.locks.zigbee.limits import capabilities_from
from homeassistant.core import HomeAssistant
from tests.support.zigbee_lock import ZigbeeLock

IEEE = "0x00124b0000000001"


@pytest.mark.contract("12.140")
def test_a_unique_id_names_the_lock_and_its_base_topic() -> None:
    assert location_of(f"{IEEE}_lock_zigbee2mqtt") == Location(IEEE, "zigbee2mqtt")
    assert location_of(f"{IEEE}_lock_house/z2m up") == Location(IEEE, "house/z2m up")
    for other in ("1", f"{IEEE}_lock", f"{IEEE}_battery_z", "front_lock_door", ""):
        assert location_of(other) is None


@pytest.mark.parametrize(
    ("version", "pair"),
    [
        ("2.14.1", (2, 14)),
        ("2.7.0-dev", (2, 7)),
        ("1.42.0", (1, 42)),
        ("", (0, 0)),
        (None, (0, 0)),
    ],
)
def test_a_version_is_compared_by_its_first_numbers(
    version: Any, pair: tuple[int, int]
) -> None:
    assert version_of({"version": version}) == pair


def test_a_lock_is_found_by_its_cluster() -> None:
    lock = ZigbeeLock(endpoint=11)
    found = devices_of([lock.listed()])[lock.ieee]
    assert (found.name, found.address, found.endpoint) == ("front door", 4097, 11)
    assert found.has_pins
    assert found.names_users
    assert found.has_poll_control
    assert "user" in found.properties


@pytest.mark.parametrize(
    "change",
    [
        {"ieee_address": None},
        {"friendly_name": 7},
        {"network_address": None},
        {"endpoints": {"1": {"clusters": {"input": ["genBasic"]}}}},
        {"endpoints": None},
        {"disabled": True},
    ],
)
def test_anything_else_is_no_lock(change: dict[str, Any]) -> None:
    assert devices_of([{**ZigbeeLock().listed(), **change}]) == {}
    assert devices_of({"no": "list"}) == {}


def commands_of(hass: HomeAssistant, **more: Any) -> RawCommands:
    """Return the commands to a lock."""
    lock = ZigbeeLock(**more)
    device = devices_of([lock.listed()])[lock.ieee]
    return RawCommands(Bridge(hass, "zigbee2mqtt"), device)


def limits_of(commands: RawCommands, limits: dict[int, int]) -> LockCapabilities:
    """Return the capabilities that follow from attributes."""
    return capabilities_from(
        limits,
        Readability.PIN,
        names_users=commands.device.names_users,
        patience=commands.patience,
        late_by=commands.late_by,
    )


@pytest.mark.contract("12.146")
def test_the_limits_are_the_locks_own(hass: HomeAssistant) -> None:
    commands = commands_of(hass)
    every = {0x12: 5, 0x17: 6, 0x18: 4, 0x41: 0xFFFF, 0x45: 0xFFFF}
    capabilities = limits_of(commands, every)
    assert capabilities.slots == ("1", "2", "3", "4")
    assert capabilities.code_lengths == (4, 5, 6)
    assert capabilities.reports is Reporting.ALL
    assert capabilities.uses is UseReporting.LIVE
    # Some locks tell the lengths the wrong way round.
    assert limits_of(commands, {0x17: 4, 0x18: 6}).code_lengths == (4, 5, 6)
    assert limits_of(commands, {0x12: 1}).slots == ()
    assert limits_of(commands, {0x12: 1000}).slots[-1] == "100"
    masked = limits_of(commands, {**every, 0x41: 0xFFFB, 0x45: 0xFFEF})
    assert masked.reports is Reporting.NOTHING
    assert masked.uses is UseReporting.NEVER


def test_a_lock_that_tells_nothing_has_few_slots(hass: HomeAssistant) -> None:
    capabilities = limits_of(commands_of(hass), {})
    assert capabilities.slots[-1] == "9"
    assert capabilities.code_lengths == LockCapabilities().code_lengths
    assert capabilities.reports is Reporting.NOTHING
    assert capabilities.uses is UseReporting.LIVE
    nameless = limits_of(commands_of(hass, properties=("pin_code",)), {})
    assert nameless.uses is UseReporting.NEVER
