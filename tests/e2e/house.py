"""The house of the end-to-end tests: its locks, and what the tests do and look at again and again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from simulators.home import Home, wait_for
from simulators.zwave_network import ZwaveNetwork
from tests.e2e.codes import Code, Codes

HALL, BACK, STUDIO, LOFT, CELLAR, SPARE = 2, 3, 4, 5, 6, 7
LOCKS: list[dict[str, Any]] = [
    {"id": HALL, "name": "Hall door", "kind": "user_code", "slots": 30},
    {"id": BACK, "name": "Back door", "kind": "user_code", "slots": 30},
    {"id": STUDIO, "name": "Studio door", "kind": "user_code_masked", "slots": 10},
    {"id": LOFT, "name": "Loft door", "kind": "user_credential", "slots": 20},
    {
        "id": CELLAR,
        "name": "Cellar door",
        "kind": "user_code",
        "slots": 3,
        "codes": {"2": "77777"},
    },
    {"id": SPARE, "name": "Spare door", "kind": "user_credential", "slots": 20},
]
KEYPAD = "lock.front_door"
ENTITIES = {
    HALL: "lock.hall_door",
    BACK: "lock.back_door",
    STUDIO: "lock.studio_door",
    LOFT: "lock.loft_door",
    CELLAR: "lock.cellar_door",
}
"""Of the locks that are linked; the spare one is there to replace another."""
SPARE_ENTITY = "lock.spare_door"


def iso(seconds: float) -> str:
    """Return the instant so many seconds from now, as an automation would write it."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


class House(Codes):
    """A Home Assistant with its locks."""

    def __init__(self, home: Home, network: ZwaveNetwork) -> None:
        """Put the two together."""
        super().__init__(home)
        self.network = network

    async def link_everything(self) -> None:
        """Connect Home Assistant to the Z-Wave server and link all locks, as a user would."""
        await self.home.flow("zwave_js", {"url": self.network.url})
        await wait_for(self._locks_are_there, what="the locks' entities")
        step = await self.home.flow("access_codes", {"locks": list(ENTITIES.values())})
        assert step["type"] == "create_entry", step
        step = await self.home.flow(
            "access_codes", {"locks": [KEYPAD]}, {"method": "keypad"}
        )
        assert step["type"] == "create_entry", step
        await wait_for(self._all_linked, what="linking all locks")
        await self.home.until_links_are_saved()
        await self.sync(*ENTITIES.values())

    async def tidy(self) -> None:
        """Delete all codes, undo all faults and decline the offer to link the spare lock."""
        for lock in LOCKS:
            await self.network.post(f"/locks/{lock['id']}/faults")
            await self.network.post(f"/locks/{lock['id']}/wake")
        await self.home.delete_all_codes()
        await wait_for(self._no_codes, timeout=60, what="deleting all codes")
        await self.until_no_late_writes()
        for lock in LOCKS:
            foreign = lock.get("codes", {})
            for slot in set(await self.network.codes(lock["id"])) - set(foreign):
                await self.network.post(
                    f"/locks/{lock['id']}/keypad/clear", slot=int(slot)
                )
        for offer in await self.home.call("config_entries/flow/progress"):
            if offer["handler"] == "access_codes":
                path = f"/api/config/config_entries/flow/{offer['flow_id']}"
                await self.home.rest("DELETE", path)
        self.home.events.clear()

    async def create(self, node: int, **fields: Any) -> Code:
        """Create a code and return it."""
        answer = await self.home.action("create", lock=ENTITIES[node], **fields)
        return dict(answer["access_code"])

    async def wait_codes(
        self, node: int, codes: dict[str, str] | set[str], timeout: float = 30
    ) -> None:
        """Wait until the lock really holds exactly these, by slot or as a set of PINs."""
        last: list[Any] = []

        async def holds() -> bool:
            held = await self.network.codes(node)
            last[:] = [held]
            return (
                held == codes
                if isinstance(codes, dict)
                else set(held.values()) == codes
            )

        try:
            await wait_for(holds, timeout, "the lock's contents")
        except TimeoutError as error:
            raise AssertionError(f"{error}: wanted {codes}, holds {last}") from None

    async def held(self, node: int) -> set[str]:
        """Return the PINs that the lock really holds."""
        return set((await self.network.codes(node)).values())

    async def mark(self, node: int) -> int:
        """Return where the lock's log of commands ends now."""
        entries = await self.network.commands(node)
        return int(entries[-1]["seq"]) if entries else 0

    async def commands(self, node: int, since: int) -> list[str]:
        """Return the kinds of user code commands that were sent since then."""
        kinds = ("set", "clear", "get")
        return [
            entry["kind"]
            for entry in await self.network.commands(node, *kinds, since=since)
        ]

    async def file_of(self, node: int) -> Path:
        """Return our file about a lock."""
        for entry in await self.home.call("config/entity_registry/list"):
            if entry["entity_id"] != ENTITIES[node]:
                continue
            for path in self.home.storage.glob("access_codes.*"):
                if (
                    f'"lock_id": "{entry["id"]}"' in path.read_text()
                    and not path.suffixes[1:]
                ):
                    return path
        raise FileNotFoundError(ENTITIES[node])

    async def _locks_are_there(self) -> bool:
        states = await self.home.states()
        wanted = {*ENTITIES.values(), SPARE_ENTITY, KEYPAD}
        return all(
            states.get(entity_id, {}).get("state") in ("locked", "unlocked")
            for entity_id in wanted
        )

    async def _all_linked(self) -> bool:
        entries = await self.entries()
        return len(entries) == len(ENTITIES) + 1 and all(
            entry["state"] == "loaded" for entry in entries
        )
