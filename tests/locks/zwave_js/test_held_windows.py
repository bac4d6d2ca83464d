"""Windows held by a lock with Schedule Entry Lock, over the real driver: the keypad of the lock decides."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    Content,
    KnownPin,
    LockClock,
    Outcome,
    Pin,
    Window,
)
from custom_components.access_codes.locks.adapter import Credential
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from tests.support.zwave_network import Door, Network, async_add_zwave, async_open

PLAIN, HIDING, DROPPING, NEEDY, STUCK = 2, 3, 4, 5, 6
"""A lock with two schedules for each user; one that shows asterisks; one that drops the schedule of a PIN that is written;
one that takes a schedule for an occupied slot only; one whose clock cannot be set."""

LOCKS = [
    {"id": PLAIN, "kind": "user_code", "slots": 4, "year_day_slots": 2},
    {"id": HIDING, "kind": "user_code_masked", "slots": 4, "year_day_slots": 1},
    {
        "id": DROPPING,
        "kind": "user_code_v2",
        "slots": 4,
        "year_day_slots": 1,
        "drops_schedules": True,
    },
    {
        "id": NEEDY,
        "kind": "user_code_v2",
        "slots": 4,
        "year_day_slots": 1,
        "schedule_needs_code": True,
    },
    {
        "id": STUCK,
        "kind": "user_code",
        "slots": 4,
        "year_day_slots": 1,
        "clock": {"offset_s": -20000, "settable": False},
    },
]
PIN = Pin("0123")
OTHER = Pin("9876")
ZONE = "Europe/Amsterdam"
"""Of Home Assistant; the driver runs in UTC, as it does in many a container."""


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """Run one network for all tests here."""
    network = Network(tmp_path_factory.mktemp("zwave"), LOCKS)
    yield network
    network.stop()


@pytest.fixture
async def doors(
    hass: HomeAssistant, socket_enabled: None, process: Network
) -> AsyncIterator[dict[int, Door]]:
    """Give each test adapters of locks that are empty and well, opened when they are asked for."""
    await hass.config.async_set_time_zone(ZONE)
    for lock in LOCKS:
        await process.act(lock["id"], "faults")
        await process.act(lock["id"], "reset")
        await process.act(lock["id"], "wake")
    with patch("homeassistant.components.zwave_js.PLATFORMS", [Platform.LOCK]):
        await async_add_zwave(hass, process.url)
    opened = Doors(hass, process)
    yield opened
    for door in opened.values():
        door.adapter.stop()


class Doors(dict[int, Door]):
    """Adapters by node."""

    def __init__(self, hass: HomeAssistant, network: Network) -> None:
        super().__init__()
        self.hass = hass
        self.network = network

    async def open(self, node: int) -> Door:
        """Start the adapter of a lock."""
        self[node] = await async_open(self.hass, self.network, node)
        return self[node]


def span(start: int, end: int) -> Window:
    """Return the window between these minutes from now."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    return Window(now + timedelta(minutes=start), now + timedelta(minutes=end))


async def put(door: Door, slot: str, pin: Pin, window: Window | None = None) -> Outcome:
    """Set a PIN with its window."""
    return (await door.adapter.async_set(slot, Credential(pin, None, window))).outcome


async def opens(door: Door, pin: Pin) -> bool:
    """Type a PIN at the lock's keypad; return whether it opens."""
    answer = await door.network.ask(
        "POST", f"/locks/{door.node}/keypad/enter", pin=pin.reveal()
    )
    return bool(answer["opens"])


async def test_a_window_is_held_by_the_lock(doors: Doors) -> None:
    door = await doors.open(PLAIN)
    assert door.adapter.capabilities is not None
    assert door.adapter.capabilities.windows is not None
    assert door.adapter.capabilities.clock is LockClock.TRUSTED

    window = span(-5, 30)
    since = await door.network.seq(PLAIN)
    assert await put(door, "2", PIN, window) is Outcome.CONFIRMED
    print(await door.network.commands(PLAIN, since))
    assert await door.adapter.async_read("2") == KnownPin(PIN, window)
    assert await opens(door, PIN)
    assert await put(door, "3", OTHER, span(10, 30)) is Outcome.CONFIRMED
    assert not await opens(door, OTHER)
    print(await door.network.ask("GET", f"/locks/{PLAIN}"))
