"""A Home Assistant with its MQTT integration, a real broker and Zigbee2MQTT, and simulated locks on the air."""

from pathlib import Path
from typing import Any, Final

from simulators.home import Home, wait_for
from simulators.zigbee.air import Air
from simulators.zigbee.attributes import SLOTS
from simulators.zigbee.frames import DOOR_LOCK, UINT16
from simulators.zigbee.lock import SimulatedLock
from simulators.zigbee.state import Faults
from simulators.zigbee_network import Broker, Message, Zigbee2Mqtt
from tests.e2e.codes import Code, Codes

HALL, BACK, STUDIO = 0, 1, 2
"""A Yale; a Kwikset, with the cluster on its second endpoint; a Yale that masks its PINs."""
_MODELS: Final = ("yale", "kwikset", "yale")
NAMES: Final = ("hall door", "ground floor/back door", "studio door")
_SLOTS_EACH: Final = 6


class ZigbeeHouse(Codes):
    """The house, and what tests look at in it."""

    def __init__(self, home: Home, folder: Path) -> None:
        """Prepare; nothing is started."""
        super().__init__(home)
        self.air = Air(*_MODELS)
        for lock in self.air.locks:
            lock.attributes[DOOR_LOCK][SLOTS] = (UINT16, _SLOTS_EACH)
        self.locks[STUDIO].traits.mask = "stars"
        self.broker = Broker(folder / "broker")
        self._folder = folder
        self._bridge: Zigbee2Mqtt | None = None
        self.entities: list[str] = []

    @property
    def locks(self) -> list[SimulatedLock]:
        """Return the simulated locks."""
        return self.air.locks

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
        await wait_for(self._find_entities, 60, "the locks' entities")
        step = await self.home.flow("access_codes", {"locks": self.entities})
        assert step["type"] == "create_entry", step
        await wait_for(self._all_linked, 60, "linking all locks")
        await self.until_read(*self.entities)

    async def stop(self) -> None:
        """Stop everything."""
        await self.home.stop()
        await self.bridge.stop()
        await self.broker.stop()
        await self.air.stop()

    async def tidy(self) -> None:
        """Delete all codes, and heal all locks and what a failed test has left dead."""
        if not self.bridge.is_running:
            await self.bridge.start()
        for lock in self.locks:
            lock.faults = Faults()
        for code in (await self.home.action("list"))["access_codes"]:
            await self.home.action("delete", access_code_id=code["access_code_id"])
        await wait_for(self._no_codes, timeout=60, what="deleting all codes")
        await self.until_no_late_writes()
        for lock in self.locks:
            lock.users.clear()
        await self.sync(*self.entities)
        self.home.events.clear()

    async def create(self, lock: int, **fields: Any) -> Code:
        """Create a code and return it."""
        answer = await self.home.action("create", lock=self.entities[lock], **fields)
        return dict(answer["access_code"])

    async def create_set(self, lock: int, **fields: Any) -> Code:
        """Create a code, and wait until it is set."""
        return await self.wait_status(await self.create(lock, **fields), "set")

    async def wait_pins(
        self, lock: int, pins: dict[str, str], timeout: float = 30
    ) -> None:
        """Wait until the lock really holds exactly these, by slot."""

        async def holds() -> bool:
            return self.locks[lock].pins() == pins

        try:
            await wait_for(holds, timeout, "the lock's contents")
        except TimeoutError as error:
            held = self.locks[lock].pins()
            raise AssertionError(f"{error}: wanted {pins}, holds {held}") from None

    def mark(self) -> int:
        """Return where the log of the air ends now."""
        return len(self.air.log)

    def counts(self, lock: int, since: int) -> dict[str, int]:
        """Return the commands that a lock received since, by kind."""
        return self.air.counts(self.locks[lock], since)

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

    async def _find_entities(self) -> bool:
        """Find the locks' entities, and return whether all are there."""
        entries = await self.home.call("config/entity_registry/list")
        found = {
            entry["unique_id"]: entry["entity_id"]
            for entry in entries
            if entry["platform"] == "mqtt" and entry["entity_id"].startswith("lock.")
        }
        wanted = [f"{lock.ieee}_lock_{self.bridge.base}" for lock in self.locks]
        self.entities = [found[one] for one in wanted if one in found]
        return len(self.entities) == len(wanted)

    async def _all_linked(self) -> bool:
        entries = await self.entries()
        is_complete = len(entries) == len(self.locks)
        return is_complete and all(entry["state"] == "loaded" for entry in entries)
