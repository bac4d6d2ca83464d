"""What happens to our files: they are damaged, brought back by a person, or replaced by older ones."""

import asyncio
from pathlib import Path
from random import Random

from simulators.home import wait_for
from simulators.repairs import fix

from .household import Household
from .locks import OWN, LabLock
from .stored import Stored, files_of, read, read_copy
from .tally import Tally

_QUEUE_TIME = 5
"""Seconds in which what a killed home had queued in the driver still goes out."""
_COPY = ".last_good"
OLDER_FILE = "older file put back"


class Damage:
    """Spoils the file of one lock while the home is down."""

    def __init__(self, household: Household, chance: Random, tally: Tally) -> None:
        """Prepare; nothing happens yet."""
        self._household = household
        self._chance = chance
        self._tally = tally

    async def spoil(self) -> None:
        """Damage a file: nothing may be sent to its lock, and a person must be told; then have it back."""
        lock = self._chance.choice(OWN)
        path = self._household.file_of(lock)
        await self._go_down()
        good = path.read_bytes()
        self._check_acknowledged(lock)
        content = good
        how = self._chance.choice(("cut", "empty", "garbage", "missing", "newer"))
        self._write_bad(path, good, how)
        is_back = False
        try:
            await asyncio.sleep(_QUEUE_TIME)
            mark = await self._mark(lock)
            await self._come_up()
            await self._check_unreadable(lock, how, mark)
            if self._chance.random() < 0.6 and await self._may_go_back(
                lock, read_copy(path)
            ):
                content = _copy_of(path)
                is_back = await self._restore_copy(lock)
        finally:
            if not is_back:
                await self._go_down()
                path.write_bytes(content)
                await self._come_up()

    async def put_backup_back(self) -> None:
        """Put a file back as it was some moments ago: the journal is older than the lock."""
        lock = self._chance.choice(OWN)
        path = self._household.file_of(lock)
        await self._go_down()
        backup = files_of(path)
        stored = read(path)
        self._check_acknowledged(lock)
        await self._come_up()
        await asyncio.sleep(self._chance.uniform(1, 12))
        await self._go_down()
        await asyncio.sleep(_QUEUE_TIME)
        if await self._may_go_back(lock, stored):
            for each in files_of(path):
                each.unlink()
            for each, content in backup.items():
                each.write_bytes(content)
            self._tally.faults[OLDER_FILE] += 1
        await self._come_up()

    async def _may_go_back(self, lock: LabLock, stored: Stored | None) -> bool:
        """Tell whether an older record may take the slot of the newer one, and hold to it from now on."""
        if stored is None:
            return False
        held = await self._household.network.codes(lock.node or 0)
        ledger = self._household.ledgers[lock.entity_id]
        if not ledger.may_change(*stored.unexpected(held)):
            return False
        ledger.went_back(stored, held, tells_pins=lock.tells_pins)
        return True

    async def _restore_copy(self, lock: LabLock) -> bool:
        """Have a person go back to the last good copy; tells whether that was done."""
        issue = f"storage_unreadable_{self._household.entry_of(lock)}"
        if not await fix(self._household.home, issue, "restore"):
            self._tally.findings.append(
                f"{lock.entity_id}: the last good copy is not restored"
            )
            return False
        self._tally.answers["restore"] += 1
        return True

    def _check_acknowledged(self, lock: LabLock) -> None:
        """Hold the files of a home that was just killed to what was acknowledged."""
        ledger = self._household.ledgers[lock.entity_id]
        stored = read(self._household.file_of(lock))
        wrong = ["cannot be read"] if stored is None else ledger.settle(stored.listed)
        self._tally.findings += [
            f"{lock.entity_id}: in the file: {text}" for text in wrong
        ]

    def _write_bad(self, path: Path, good: bytes, how: str) -> None:
        match how:
            case "cut":
                path.write_bytes(good[: self._chance.randrange(1, len(good) - 1)])
            case "empty":
                path.write_bytes(b"")
            case "garbage":
                path.write_bytes(self._chance.randbytes(200))
            case "missing":
                path.unlink()
            case _:
                path.write_bytes(good.replace(b'"version": 2', b'"version": 99', 1))

    async def _check_unreadable(self, lock: LabLock, how: str, mark: int) -> None:
        household = self._household
        issue = f"storage_unreadable_{household.entry_of(lock)}"

        async def is_told() -> bool:
            return issue in await household.issues()

        try:
            await wait_for(is_told, 30, "the repair")
        except TimeoutError:
            self._tally.findings.append(
                f"{lock.entity_id}: nobody is told that the file is {how}:"
                f" {await household.issues()}"
            )
        sent = await household.network.commands(
            lock.node or 0, "set", "clear", since=mark
        )
        if sent:
            self._tally.findings.append(
                f"{lock.entity_id}: {len(sent)} writes while the file is {how}"
            )

    async def _mark(self, lock: LabLock) -> int:
        commands = await self._household.network.commands(lock.node or 0)
        return int(commands[-1]["seq"]) if commands else 0

    async def _go_down(self) -> None:
        await self._household.home.kill()
        self._tally.kills += 1
        # Whoever waits for an answer is to have noted that there is none.
        await asyncio.sleep(0.1)

    async def _come_up(self) -> None:
        await self._household.home.launch()
        await self._household.home.join()
        self._tally.starts += 1


def _copy_of(path: Path) -> bytes:
    """Return what the last good copy of a file holds; nothing where there is none."""
    try:
        return path.with_name(path.name + _COPY).read_bytes()
    except OSError:
        return b""
