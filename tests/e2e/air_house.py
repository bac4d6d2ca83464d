"""A house whose locks are simulated on the air of a Zigbee network, whichever integration their radio belongs to."""

from abc import abstractmethod
from typing import Any, Final

from simulators.home import Home, wait_for
from simulators.zigbee.air import Air
from simulators.zigbee.attributes import SLOTS
from simulators.zigbee.frames import DOOR_LOCK, UINT16
from simulators.zigbee.lock import SimulatedLock
from simulators.zigbee.state import Faults
from tests.e2e.codes import Code, Codes

_SLOTS_EACH: Final = 6


class AirHouse(Codes):
    """The house, and what tests look at in it. Its locks are named by their numbers."""

    def __init__(self, home: Home, *models: str) -> None:
        """Prepare a lock of each of these models; nothing is started."""
        super().__init__(home)
        self.air = Air(*models)
        for lock in self.locks:
            lock.attributes[DOOR_LOCK][SLOTS] = (UINT16, _SLOTS_EACH)
        self.entities: list[str] = []

    @property
    def locks(self) -> list[SimulatedLock]:
        """Return the simulated locks."""
        return self.air.locks

    async def link(self) -> None:
        """Link the locks as a user would, once their entities are there."""
        await wait_for(self._find_entities, 60, "the locks' entities")
        step = await self.home.flow("access_codes", {"locks": self.entities})
        assert step["type"] == "create_entry", step
        await wait_for(self.are_linked, 60, "linking all locks")

    async def tidy(self) -> None:
        """Delete all codes, and heal all locks."""
        for lock in self.locks:
            lock.faults = Faults()
        await self.home.delete_all_codes()
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
        return await self.wait_status(await self.create(lock, **fields), "set", 60)

    async def wait_pins(
        self, lock: int, pins: dict[str, str], timeout: float = 60
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

    async def are_linked(self) -> bool:
        """Return whether all entries are loaded, and their locks within reach."""
        entries = await self.entries()
        is_complete = len(entries) == len(self.locks)
        return is_complete and all(entry["state"] == "loaded" for entry in entries)

    async def lock_entities(self, platform: str) -> dict[str, str]:
        """Return the entity ids of the locks of an integration, by their unique ids."""
        entries = await self.home.call("config/entity_registry/list")
        return {
            entry["unique_id"]: entry["entity_id"]
            for entry in entries
            if entry["platform"] == platform and entry["entity_id"].startswith("lock.")
        }

    @abstractmethod
    async def _find_entities(self) -> bool:
        """Find the locks' entities, and return whether all are there."""
