"""A real Zigbee2MQTT with a real broker, as processes that outlive a test, and Home Assistant's own integration on it."""

import json
from pathlib import Path
import subprocess
import sys
from typing import Any, Final

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components import mqtt
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_registry import RegistryEntry
from simulators.zigbee.air import AirControl
from tests.locks.lock_bench import Trouble

from .zigbee2mqtt import async_entity

REPOSITORY: Final = Path(__file__).parents[2]

KINDS: Final = ("readable", "silent", "masked", "write-only")
"""One lock of each: it shows its PINs; it reports nothing; it shows asterisks; it knows no command to read."""

_TROUBLES: Final[dict[Trouble, dict[str, Any]]] = {
    Trouble.REFUSES: {"set_status": 1, "clear_status": 1},
    Trouble.LIES: {"lying": True},
    Trouble.ALTERS: {"strips_zeros": True},
    Trouble.FULL: {"full": True},
    Trouble.UNREACHABLE: {"offline": True, "give_up_after": 0.2},
    Trouble.NO_ANSWER: {"unanswered": True},
    Trouble.LATE: {"delay": 2.5},
}

ANSWER_TIME: Final = 1500
"""Milliseconds for which Zigbee2MQTT waits for a lock, in these tests."""


class RealZigbee2Mqtt:
    """The processes."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "simulators.zigbee_network",
                str(folder),
                *["yale"] * len(KINDS),
            ],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        ready = json.loads(self._process.stdout.readline() or "{}")
        assert ready.get("ready"), (folder / "zigbee2mqtt/process.log").read_text()
        self.air_port: int = ready["air"]
        self.broker_port: int = ready["broker"]

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(60)
        assert self._process.stdout is not None
        self._process.stdout.close()


class RealLock:
    """One simulated lock, through the control port of its air."""

    def __init__(self, air: AirControl, kind: str) -> None:
        self._air = air
        self._index = KINDS.index(kind)

    async def _described(self) -> dict[str, Any]:
        locks: list[dict[str, Any]] = await self._air.do("locks")
        return locks[self._index]

    async def do(self, name: str, **fields: Any) -> None:
        """Do something at the lock."""
        lock = await self._described()
        await self._air.do(name, lock=lock["address"], **fields)

    async def prepare(self) -> None:
        """Empty and heal the lock, and make it of its kind."""
        await self.do("users", users={})
        await self.do("faults")
        match KINDS[self._index]:
            case "silent":
                await self.do("traits", sends_events=False)
                for mask in (0x41, 0x45):
                    await self.do("attribute", cluster=0x0101, attribute=mask, value=0)
            case "masked":
                await self.do("traits", mask="stars")
            case "write-only":
                await self.do("traits", has_reads=False)
            case "readable":
                pass

    async def sent(self, since: int = 0) -> list[str]:
        """Return the kinds of the commands that came since the log of the air had this length."""
        lock = await self._described()
        log = await self._air.do("log", since=since)
        return [entry["kind"] for entry in log if entry["lock"] == lock["address"]]

    async def mark(self) -> int:
        """Return the length of the log of the air."""
        return len(await self._air.do("log"))

    async def pins(self) -> dict[str, str]:
        """Return the PINs that open the lock, by slot."""
        pins: dict[str, str] = (await self._described())["pins"]
        return pins

    async def fail(self, trouble: Trouble | None) -> None:
        """Let the lock fail in this way from now on."""
        await self.do("faults", **(_TROUBLES[trouble] if trouble is not None else {}))

    async def ieee(self) -> str:
        """Return the lock's address for life."""
        ieee: str = (await self._described())["ieee"]
        return ieee

    async def entity(self, hass: HomeAssistant) -> RegistryEntry:
        """Wait for Home Assistant's discovery of the lock, and return its entity."""
        return await async_entity(hass, f"{await self.ieee()}_lock_zigbee2mqtt")


async def async_add_real_mqtt(
    hass: HomeAssistant, port: int, monkeypatch: pytest.MonkeyPatch
) -> MockConfigEntry:
    """Set Home Assistant's MQTT integration up on a real broker."""
    for name in (
        "SUBSCRIBE_COOLDOWN",
        "INITIAL_SUBSCRIBE_COOLDOWN",
        "UNSUBSCRIBE_COOLDOWN",
    ):
        monkeypatch.setattr(f"homeassistant.components.mqtt.client.{name}", 0.0)
    # Each lock has a score of other entities.
    monkeypatch.setattr(
        "homeassistant.components.mqtt.discovery.SUPPORTED_COMPONENTS", ("lock",)
    )
    entry = MockConfigEntry(
        domain=mqtt.DOMAIN,
        title="MQTT",
        data={mqtt.CONF_BROKER: "127.0.0.1", "port": port, "protocol": "5"},
        options={mqtt.CONF_BIRTH_MESSAGE: {}},
        version=mqtt.CONFIG_ENTRY_VERSION,
        minor_version=mqtt.CONFIG_ENTRY_MINOR_VERSION,
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry
