"""A Home Assistant with its MQTT integration, a real broker and Zigbee2MQTT, and simulated locks on the air."""

from pathlib import Path
from typing import Any, Final, override

from simulators.home import Home
from simulators.zigbee_network import Broker, Message, Zigbee2Mqtt
from tests.e2e.air_house import AirHouse

HALL, BACK, STUDIO = 0, 1, 2
"""A Yale; a Kwikset, with the cluster on its second endpoint; a Yale that masks its PINs."""
_MODELS: Final = ("yale", "kwikset", "yale")
NAMES: Final = ("hall door", "ground floor/back door", "studio door")


class ZigbeeHouse(AirHouse):
    """The house with Zigbee2MQTT."""

    def __init__(self, home: Home, folder: Path) -> None:
        """Prepare; nothing is started."""
        super().__init__(home, *_MODELS)
        self.locks[STUDIO].traits.mask = "stars"
        self.broker = Broker(folder / "broker")
        self._folder = folder
        self._bridge: Zigbee2Mqtt | None = None

    @property
    def bridge(self) -> Zigbee2Mqtt:
        """Return Zigbee2MQTT."""
        assert self._bridge is not None
        return self._bridge

    async def start(self) -> None:
        """Start everything, let the locks join, and link them as a user would."""
        await self.air.start()
        await self.broker.start()
        self._bridge = Zigbee2Mqtt(
            self._folder / "zigbee2mqtt", self.broker, self.air, base="house/zigbee"
        )
        await self.bridge.start()
        await self.bridge.join(*self.locks)
        for lock, name in zip(self.locks, NAMES, strict=True):
            await self.bridge.rename(lock, name)
        await self.home.start()
        more = {"set_client_cert": False, "set_ca_cert": "off", "transport": "tcp"}
        broker = {"broker": "127.0.0.1", "port": self.broker.port, "protocol": "5"}
        step = await self.home.flow("mqtt", {**broker, "other_settings": more})
        assert step["type"] == "create_entry", step
        await self.link()
        await self.until_read(*self.entities)

    async def stop(self) -> None:
        """Stop everything."""
        await self.home.stop()
        await self.bridge.stop()
        await self.broker.stop()
        await self.air.stop()

    @override
    async def tidy(self) -> None:
        # A failed test may have left it dead.
        if not self.bridge.is_running:
            await self.bridge.start()
        await super().tidy()

    def requests(self, since: int) -> list[Message]:
        """Return what Home Assistant has sent to Zigbee2MQTT since, by topics of requests and of devices."""
        base = f"{self.bridge.base}/"
        return [
            message
            for message in self.broker.ears.heard[since:]
            if message.topic == f"{base}bridge/request/action"
            or (
                message.topic.startswith(base)
                and message.topic.endswith(("/set", "/get"))
            )
        ]

    def events(self, kind: str) -> list[dict[str, Any]]:
        """Return the data of our events of a kind that came."""
        found = [event["data"] for event in self.home.events]
        return [data for data in found if data.get("type") == kind]

    @override
    async def _find_entities(self) -> bool:
        found = await self.lock_entities("mqtt")
        wanted = [f"{lock.ieee}_lock_{self.bridge.base}" for lock in self.locks]
        self.entities = [found[one] for one in wanted if one in found]
        return len(self.entities) == len(wanted)
