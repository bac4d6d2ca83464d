"""A laboratory home: Home Assistant, its Z-Wave network, and a ledger for each lock."""

import json
from pathlib import Path
from typing import Any

from simulators.home import wait_for
from simulators.zwave_network import ZwaveNetwork

from .clock import LabClock
from .disk import SmallDisk
from .home import KEYPAD, LightHome
from .ledger import Ledger
from .locks import LOCKS, NETWORK, OWN, STRANGER, LabLock
from .oracle import Sight
from .stored import Stored, read


class Household:
    """Everything of one home."""

    def __init__(self, folder: Path) -> None:
        """Prepare; nothing is started."""
        self.folder = folder
        self.home = LightHome(folder / "home")
        self.network = ZwaveNetwork(
            folder / "zwave", NETWORK, "--attempts=1", "--with-parent"
        )
        self.ledgers = {lock.entity_id: Ledger() for lock in LOCKS}
        self.ledgers["lock.cellar_door"].unknown_codes["2"] = STRANGER
        self._files: dict[str, Path] = {}
        self.clock = LabClock(folder / "clock")
        self.disk = SmallDisk(self.home.storage)

    async def build(self) -> None:
        """Start everything, link all locks, and have that on disk."""
        await self.network.start()
        self.home.prepare()
        # Tokens that a home gave out are not valid before that: it is to have been a while ago, wherever time goes.
        self.clock.set(-200 * 86_400)
        self.home.environment = self.clock.environment
        await self.home.start()
        await self.home.flow("zwave_js", {"url": self.network.url})
        await wait_for(self._locks_are_there, 60, "the locks' entities")
        own = [lock.entity_id for lock in LOCKS if lock.node is not None]
        await self.home.flow("access_codes", {"locks": own})
        await self.home.flow("access_codes", {"locks": [KEYPAD]}, {"method": "keypad"})
        await wait_for(self.is_loaded, 60, "linking all locks")
        await self.sync(*OWN)
        await self._find_files()
        # A stop has Home Assistant write everything that it would have written later.
        await self.home.stop()
        self.clock.set(0)
        self.disk.mount()
        await self.home.start()

    async def leave(self) -> None:
        """End everything."""
        await self.home.leave()
        await self.network.stop()
        self.disk.unmount()

    async def sync(self, *locks: LabLock) -> None:
        """Have locks read in full, again where one was not yet back."""
        unread = [lock.entity_id for lock in locks]

        async def all_read() -> bool:
            if not unread:
                return True
            answer = await self.home.action("sync", target={"entity_id": unread})
            unread[:] = [
                lock["lock_entity_id"]
                for lock in answer["locks"]
                if not lock["is_read"]
            ]
            return not unread

        await wait_for(all_read, 90, "reading all locks")

    async def sync_one(self, lock: LabLock) -> None:
        """Have a lock read, and everything that was refused tried again."""
        await self.home.action("sync", target={"entity_id": [lock.entity_id]})

    async def look(self, lock: LabLock, *, is_read: bool = False) -> Sight:
        """Return what is to be seen of a lock now; ``is_read``: it was read in full, so what others keep is known."""
        answer = await self.home.action("list", lock=lock.entity_id)
        codes = {code["access_code_id"]: code for code in answer["access_codes"]}
        seen: dict[str, Any] = {"codes": {}, "late": 0}
        if lock.node is not None:
            seen = await self.network.get(f"/locks/{lock.node}")
        held = {slot: code["pin"] for slot, code in seen["codes"].items()}
        stored = self.stored(lock)
        unmanaged = None
        if is_read:
            answer = await self.home.action("list_unmanaged", lock=lock.entity_id)
            unmanaged = [code["code"] for code in answer["access_codes"]]
        return Sight(
            self.clock.now(),
            codes,
            held,
            unmanaged,
            late=seen["late"],
            journal=stored.journal if stored is not None else {},
            owners=stored.owners if stored is not None else {},
            users=_users_without_pin(seen),
        )

    def file_of(self, lock: LabLock) -> Path:
        """Return our file about a lock."""
        return self._files[lock.entity_id]

    def entry_of(self, lock: LabLock) -> str:
        """Return the id of a lock's config entry."""
        return self.file_of(lock).name.removeprefix("access_codes.")

    def stored(self, lock: LabLock) -> Stored | None:
        """Return what our file about a lock says; None where it cannot be read."""
        return read(self.file_of(lock))

    async def issues(self) -> list[str]:
        """Return our repairs."""
        answer = await self.home.call("repairs/list_issues")
        return [
            issue["issue_id"]
            for issue in answer["issues"]
            if issue["domain"] == "access_codes"
        ]

    async def entries(self) -> list[dict[str, Any]]:
        """Return our config entries."""
        entries: list[dict[str, Any]] = await self.home.call(
            "config_entries/get", domain="access_codes"
        )
        return entries

    async def is_loaded(self) -> bool:
        """Tell whether all locks are linked and looked after."""
        entries = await self.entries()
        return len(entries) == len(LOCKS) and all(
            entry["state"] == "loaded" for entry in entries
        )

    async def _find_files(self) -> None:
        for path in self.home.storage.glob("access_codes.*"):
            if path.name.count(".") > 1:
                continue
            lock_id = json.loads(path.read_text())["lock_id"]
            for entry in await self.home.call("config/entity_registry/list"):
                if entry["id"] == lock_id:
                    self._files[entry["entity_id"]] = path

    async def _locks_are_there(self) -> bool:
        states = await self.home.states()
        return all(
            states.get(lock.entity_id, {}).get("state") in ("locked", "unlocked")
            for lock in LOCKS
        )


def _users_without_pin(lock: dict[str, Any]) -> set[str]:
    """Return the users of a lock that no PIN is of."""
    with_pin = {str(code.get("user_id")) for code in lock["codes"].values()}
    return set(lock.get("users", {})) - with_pin
