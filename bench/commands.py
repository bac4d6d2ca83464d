"""How many commands a lock gets, over the real Z-Wave driver and server and a real Home Assistant."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from custom_components.access_codes.const import DOMAIN
from simulators.home import Home, HomeError, wait_for
from simulators.zwave_network import ZwaveNetwork

from .figures import Row, Table

_PATIENCE = 90
_SLOTS = 20


@dataclass(frozen=True, slots=True)
class Door:
    """A lock, and how it is told a code."""

    node: int
    name: str
    kind: str
    what: str
    writes: int
    """Commands that one write of a code takes."""
    reads: int
    """Commands that reading one slot takes."""

    @property
    def entity_id(self) -> str:
        """What Home Assistant calls it."""
        return f"lock.{self.name.lower()}_door"


DOORS = (
    Door(2, "Hall", "user_code", "User Code", 1, 1),
    Door(3, "Studio", "user_code_masked", "User Code, PINs hidden", 1, 1),
    Door(4, "Loft", "user_credential", "User Credential", 2, 2),
)

type Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Told:
    """What one lock was told."""

    link: Counts
    create: Counts
    restart: Counts
    create_later: Counts
    """After the restart: what the lock's free slots hold is not known by then."""
    delete: Counts


def measure(*, is_quick: bool) -> Table:
    """Create, restart, create and delete on each kind of lock, and read the locks' own record."""
    with TemporaryDirectory(prefix="access_codes_bench_") as folder:
        told = asyncio.run(_measure(Path(folder), quiet=3 if is_quick else 15))
    rows = [row for door in DOORS for row in _rows(door, told[door.node])]
    return Table(
        "Commands to the lock",
        "A real Home Assistant over the real zwave-js driver and server; the locks are simulated and keep a record of "
        "what they are told about codes (frames that the driver repeats count once). Links are made through the "
        "config flow, codes through the WebSocket commands. A restart is one of Home Assistant with a code on each "
        "lock; after it the place for the first new code is read before it is written, because what somebody else "
        "may have put there meanwhile is not to be overwritten. A lock with User Credential is told a user's name "
        "and PIN by one command each, and reads them by one each.",
        tuple(rows),
    )


_LINK = ("link", f"to link the lock and read its {_SLOTS} places")
_CREATE = ("create", "to create a code")
_RESTART = ("restart", "at a restart with nothing to do")
_LATER = ("create_later", "to create the first code after a restart")
_DELETE = ("delete", "to delete a code")


def _rows(door: Door, told: Told) -> list[Row]:
    writes, reads = door.writes, door.reads
    return [
        _row(door, _LINK, told.link, writes=0, reads=reads * _SLOTS),
        _row(door, _CREATE, told.create, writes=writes, reads=1),
        _row(door, _RESTART, told.restart, writes=0, reads=0),
        _row(door, _LATER, told.create_later, writes=writes, reads=1 + reads),
        _row(door, _DELETE, told.delete, writes=1, reads=reads),
    ]


def _row(
    door: Door, occasion: tuple[str, str], counts: Counts, *, writes: int, reads: int
) -> Row:
    key, when = occasion
    return Row(
        f"commands_{key}_{door.kind}",
        f"{door.what}: {when}",
        _written(counts),
        f"at most {_both(writes, reads)}" if writes + reads else "none",
        counts["writes"] <= writes and counts["reads"] <= reads,
        is_count=True,
    )


def _written(counts: Counts) -> str:
    return _both(counts["writes"], counts["reads"])


def _both(writes: int, reads: int) -> str:
    return f"{writes} {_plural('write', writes)}, {reads} {_plural('read', reads)}"


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"


async def _measure(folder: Path, quiet: float) -> dict[int, Told]:
    locks = [
        {
            "id": door.node,
            "name": f"{door.name} door",
            "kind": door.kind,
            "slots": _SLOTS,
        }
        for door in DOORS
    ]
    network = ZwaveNetwork(folder / "zwave", locks)
    home = Home(folder / "home")
    home.prepare()
    try:
        await network.start()
        await home.start()
        return await _Visit(home, network, quiet).go()
    finally:
        await home.stop()
        await network.stop()


class _Visit:
    """One round over all locks."""

    def __init__(self, home: Home, network: ZwaveNetwork, quiet: float) -> None:
        self._home = home
        self._network = network
        self._quiet = quiet

    async def go(self) -> dict[int, Told]:
        """Return what each lock was told on each occasion."""
        marks = await self._marks()
        await self._link()
        link = await self._since(marks)

        create, codes = await self._create("Family", 483920)

        marks = await self._marks()
        await self._home.restart()
        await self._wait_all(codes, "set")
        restart = await self._since(marks)

        create_later, more = await self._create("Guest", 729518)

        marks = await self._marks()
        for code in more:
            await self._home.call(
                f"{DOMAIN}/delete", access_code_id=code["access_code_id"]
            )
        await self._wait_all(more, None)
        delete = await self._since(marks)
        return {
            door.node: Told(
                link[door.node],
                create[door.node],
                restart[door.node],
                create_later[door.node],
                delete[door.node],
            )
            for door in DOORS
        }

    async def _link(self) -> None:
        await self._home.flow("zwave_js", {"url": self._network.url})
        await wait_for(self._are_there, _PATIENCE, "the locks' entities")
        doors = [door.entity_id for door in DOORS]
        step = await self._home.flow(DOMAIN, {"locks": doors})
        if step["type"] != "create_entry":
            raise RuntimeError(f"the locks could not be linked: {step}")
        await wait_for(self._are_linked, _PATIENCE, "linking the locks")
        await wait_for(self._is_on_disk, _PATIENCE, "the links on disk")

    async def _create(
        self, name: str, pin: int
    ) -> tuple[dict[int, Counts], list[dict[str, Any]]]:
        """Create a code on each lock; each has a PIN of its own."""
        marks = await self._marks()
        codes = []
        for number, door in enumerate(DOORS):
            answer = await self._home.call(
                f"{DOMAIN}/create",
                lock=door.entity_id,
                name=name,
                code=str(pin + number * 111_101),
            )
            codes.append(answer["access_code"])
        await self._wait_all(codes, "set")
        return await self._since(marks), codes

    async def _wait_all(self, codes: list[dict[str, Any]], status: str | None) -> None:
        """Wait until all have this status, None: are gone; then for as long as anything else might follow."""

        async def all_have() -> bool:
            return all([await self._status(code) == status for code in codes])

        await wait_for(all_have, _PATIENCE, f"status {status}")
        await asyncio.sleep(self._quiet)

    async def _status(self, code: dict[str, Any]) -> str | None:
        try:
            answer = await self._home.call(
                f"{DOMAIN}/get", access_code_id=code["access_code_id"]
            )
        except HomeError:
            return None
        return str(answer["access_code"]["status"])

    async def _marks(self) -> dict[int, int]:
        counts = {
            door.node: await self._network.get(f"/locks/{door.node}/counts")
            for door in DOORS
        }
        return {node: int(count["seq"]) for node, count in counts.items()}

    async def _since(self, marks: dict[int, int]) -> dict[int, Counts]:
        """Return what each lock was told about codes since then."""
        return {
            node: await self._network.get(f"/locks/{node}/counts?since={mark}")
            for node, mark in marks.items()
        }

    async def _are_there(self) -> bool:
        states = await self._home.states()
        return all(
            states.get(door.entity_id, {}).get("state") in ("locked", "unlocked")
            for door in DOORS
        )

    async def _are_linked(self) -> bool:
        entries = await self._home.call("config_entries/get", domain=DOMAIN)
        loaded = [entry for entry in entries if entry["state"] == "loaded"]
        return len(loaded) == len(DOORS)

    async def _is_on_disk(self) -> bool:
        """Tell whether the locks were read in full."""
        records = list(self._home.storage.glob(f"{DOMAIN}.*"))
        return sum('"is_read"' in path.read_text() for path in records) >= len(DOORS)
