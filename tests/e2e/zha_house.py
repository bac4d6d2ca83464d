"""A Home Assistant with its own ZHA, and simulated locks on the air."""

import json
from typing import Any, Final

from simulators.home import REPOSITORY, Home, wait_for
from simulators.zigbee.air import Air
from simulators.zigbee.attributes import SLOTS
from simulators.zigbee.frames import DOOR_LOCK, UINT16
from simulators.zigbee.lock import SimulatedLock
from simulators.zigbee.state import Faults
from tests.e2e.codes import Code, Codes

HALL, BACK = 0, 1
"""A Yale; a Kwikset that masks its PINs, with the cluster on its second endpoint."""
_MODELS: Final = ("yale", "kwikset")
_SLOTS_EACH: Final = 6
_NOW: Final = "2026-01-01T00:00:00+00:00"


class ZhaHouse(Codes):
    """The house, and what tests look at in it."""

    def __init__(self, home: Home) -> None:
        """Prepare; nothing is started."""
        super().__init__(home)
        self.air = Air(*_MODELS)
        for lock in self.locks:
            lock.attributes[DOOR_LOCK][SLOTS] = (UINT16, _SLOTS_EACH)
        self.locks[BACK].traits.mask = "stars"
        self.entities: list[str] = []

    @property
    def locks(self) -> list[SimulatedLock]:
        """Return the simulated locks."""
        return self.air.locks

    async def start(self) -> None:
        """Start everything, let the locks join, and link them as a user would."""
        await self.air.start()
        # In place of the package of this name, which is the radio of ZHA's type *xbee*.
        radio = REPOSITORY / "simulators" / "zigbee" / "zha"
        self.home.environment["PYTHONPATH"] = str(radio)
        self._add_entry()
        await self.home.start()
        await wait_for(self._is_zha_up, 120, "ZHA")
        permit = {"domain": "zha", "service": "permit"}
        await self.home.call("call_service", service_data={"duration": 60}, **permit)
        self.air.join(*self.locks)
        await wait_for(self._find_entities, 60, "the locks' entities")
        step = await self.home.flow("access_codes", {"locks": self.entities})
        assert step["type"] == "create_entry", step
        await wait_for(self.are_linked, 60, "linking all locks")
        await self.home.until_links_are_saved()
        await self.until_read(*self.entities)

    def _add_entry(self) -> None:
        """Add ZHA's entry as it is stored: its dialog looks for sticks of other makes."""
        path = f"socket://127.0.0.1:{self.air.port}"
        device = {"path": path, "baudrate": 115200, "flow_control": None}
        entry: dict[str, Any] = {
            "created_at": _NOW,
            "data": {"device": device, "radio_type": "xbee"},
            "disabled_by": None,
            "discovery_keys": {},
            "domain": "zha",
            "entry_id": "zha",
            "minor_version": 2,
            "modified_at": _NOW,
            "options": {},
            "pref_disable_new_entities": False,
            "pref_disable_polling": False,
            "source": "user",
            "subentries": [],
            "title": "ZHA",
            "unique_id": None,
            "version": 5,
        }
        content = {
            "version": 1,
            "minor_version": 5,
            "key": "core.config_entries",
            "data": {"entries": [entry]},
        }
        (self.home.storage / "core.config_entries").write_text(json.dumps(content))

    async def stop(self) -> None:
        """Stop everything."""
        await self.home.stop()
        await self.air.stop()

    async def tidy(self) -> None:
        """Delete all codes, and heal all locks."""
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

    async def wait_event(self, kind: str) -> dict[str, Any]:
        """Wait for one of our events of a kind, and return its data."""

        async def seen() -> dict[str, Any] | None:
            found = (event["data"] for event in self.home.events)
            return next((data for data in found if data.get("type") == kind), None)

        data = await wait_for(seen, 60, kind)
        assert data is not None
        return data

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

    async def _is_zha_up(self) -> bool:
        [entry] = await self.home.call("config_entries/get", domain="zha")
        return bool(entry["state"] == "loaded")

    async def _find_entities(self) -> bool:
        """Find the locks' entities, and return whether all are there."""
        entries = await self.home.call("config/entity_registry/list")
        found = sorted(
            (entry["unique_id"], entry["entity_id"])
            for entry in entries
            if entry["platform"] == "zha" and entry["entity_id"].startswith("lock.")
        )
        self.entities = [entity_id for _, entity_id in found]
        return len(self.entities) == len(self.locks)
