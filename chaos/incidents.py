"""What happens to a whole home: the disk, its files, its clock, its registries, its entries."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from random import Random
from typing import Any

from simulators.home import HomeError, wait_for

from .caretaker import LOST
from .clock import CHANGES
from .damage import OLDER_FILE, Damage
from .household import Household
from .locks import LOCKS, OWN, LabLock
from .tally import Tally

type Kill = Callable[[], Coroutine[Any, Any, None]]

_DISK_PATIENCE = 75
"""Seconds; what the disk refused is written again each minute."""
_STEPS = (61, 300, 3600, 3 * 3600, 86_400)
KINDS = (
    "our entry reloaded",
    "our entry disabled",
    "Z-Wave entry reloaded",
    "Z-Wave entry removed",
    "lock entity renamed",
    "lock entity disabled",
    "lock entity deleted",
    "storage file damaged",
    OLDER_FILE,
    "clock set",
    "disk full",
    "disk refuses everything",
)
_OFTEN = (*KINDS, "our entry reloaded", "clock set")


class Incidents:
    """Does such things, one at a time, and undoes them, perhaps with a kill in between."""

    def __init__(
        self, household: Household, chance: Random, tally: Tally, kill: Kill
    ) -> None:
        """Prepare; nothing happens yet."""
        self._household = household
        self._chance = chance
        self._tally = tally
        self._kill = kill
        files = Damage(household, chance, tally)
        self._kinds: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {
            "our entry reloaded": self._reload_ours,
            "our entry disabled": self._disable_ours,
            "Z-Wave entry reloaded": self._reload_zwave,
            "Z-Wave entry removed": self._remove_zwave,
            "lock entity renamed": self._rename,
            "lock entity disabled": self._disable,
            "lock entity deleted": self._delete,
            "storage file damaged": files.spoil,
            OLDER_FILE: files.put_backup_back,
            "clock set": self._set_clock,
            "disk full": self._fill_disk,
            "disk refuses everything": self._refuse_disk,
        }

    async def happen(self, kind: str | None = None) -> None:
        """Let one incident happen, of this kind or any that can be had here, and undo it."""
        possible = dict(self._kinds)
        if not self._household.clock.can_be_set:
            del possible["clock set"]
        if not self._household.disk.is_mounted:
            del possible["disk full"], possible["disk refuses everything"]
        if kind is None:
            kind = self._chance.choice([one for one in _OFTEN if one in possible])
        if (incident := possible.get(kind)) is None:
            return
        if kind != OLDER_FILE:
            # That one does not always come about, and counts itself.
            self._tally.faults[kind] += 1
        with suppress(HomeError, TimeoutError, *LOST):
            await incident()

    async def repair(self) -> None:
        """Bring everything back to where it was, whatever was cut short.

        An entity that is not there yet may return as it was: disabled, or under another name.
        """
        self._household.disk.free()
        await self._ours_enabled()
        await self._zwave_there()
        with suppress(TimeoutError):
            await wait_for(self._are_entities_known, 30, "all entities")
        for lock in OWN:
            await self._entity_there(lock)
        await wait_for(self._are_entities_right, 60, "all entities as they were")

    async def _are_entities_known(self) -> bool:
        by_id = await self._entities()
        return all(by_id.keys() & {lock.entity_id, _renamed(lock)} for lock in OWN)

    async def _are_entities_right(self) -> bool:
        by_id = await self._entities()
        wrong = [
            lock
            for lock in OWN
            if lock.entity_id not in by_id
            or by_id[lock.entity_id]["disabled_by"] is not None
        ]
        for lock in wrong:
            with suppress(HomeError, TimeoutError):
                await self._entity_there(lock)
                await asyncio.sleep(5)
        return not wrong

    # The disk

    async def _fill_disk(self) -> None:
        self._household.disk.fill()
        try:
            await self._pause()
            if self._is_cut():
                await self._kill()
            await self._pause()
        finally:
            self._household.disk.free()

    async def _refuse_disk(self) -> None:
        """Have the disk take nothing at all: a person must be told, and told when that is over.

        Of all locks, so what an incident that was cut short left away is brought back first.
        """
        await self.repair()
        if not self._household.disk.refuse():
            return
        try:
            await self._pause()
            if self._is_cut():
                await self._kill()
            await self._check_disk(is_failing=True)
        finally:
            self._household.disk.free()
        await self._check_disk(is_failing=False)

    async def _check_disk(self, *, is_failing: bool) -> None:
        """Wait until all repairs about the disk say what is true; requests go on, so each engine writes."""

        async def is_told() -> bool:
            issues = await self._household.issues()
            told = sum(issue.startswith("storage_failing_") for issue in issues)
            return told == len(LOCKS) if is_failing else told == 0

        try:
            await wait_for(self._household.is_loaded, 60, "all entries")
            await wait_for(is_told, _DISK_PATIENCE, "the repairs about the disk")
        except TimeoutError as error:
            self._tally.findings.append(
                f"disk {'refuses' if is_failing else 'is back'}: {error}:"
                f" {await self._household.issues()}"
            )

    # Time

    async def _set_clock(self) -> None:
        clock = self._household.clock
        roll = self._chance.random()
        if roll < 0.3:
            change = self._chance.choice(CHANGES)
            before = self._chance.uniform(2, 8)
            clock.set(clock.offset + (change - clock.now()).total_seconds() - before)
        elif roll < 0.5:
            clock.set(0)
        else:
            step = self._chance.choice(_STEPS) * self._chance.choice((-1, 1))
            clock.set(clock.offset + step)
        await self._pause()

    # Registries and entries

    async def _reload_ours(self) -> None:
        for _ in range(self._chance.randint(1, 3)):
            entry = self._chance.choice(await self._household.entries())
            await self._reload(entry["entry_id"])
            await asyncio.sleep(self._chance.uniform(0, 0.7))

    async def _reload_zwave(self) -> None:
        await self._reload(await self._zwave_entry())
        await self._pause()

    async def _disable_ours(self) -> None:
        entry = self._chance.choice(await self._household.entries())
        await self._set_disabled(entry["entry_id"], "user")
        await self._pause()
        if self._is_cut():
            await self._kill()
        await self._ours_enabled()

    async def _remove_zwave(self) -> None:
        entry_id = await self._zwave_entry()
        await self._household.home.rest(
            "DELETE", f"/api/config/config_entries/entry/{entry_id}"
        )
        await self._pause()
        if self._is_cut():
            await self._kill()
        await self._zwave_there()

    async def _rename(self) -> None:
        lock = self._chance.choice(OWN)
        await self._update(lock.entity_id, new_entity_id=_renamed(lock))
        await self._pause()
        if self._is_cut():
            await self._kill()
        await self._entity_there(lock)

    async def _disable(self) -> None:
        lock = self._chance.choice(OWN)
        await self._update(lock.entity_id, disabled_by="user")
        await self._pause()
        if self._is_cut():
            await self._kill()
        await self._entity_there(lock)

    async def _delete(self) -> None:
        lock = self._chance.choice(OWN)
        await self._household.home.call(
            "config/entity_registry/remove", entity_id=lock.entity_id
        )
        await self._pause()
        if self._is_cut():
            await self._kill()
        await self._entity_there(lock)

    # Bringing things back

    async def _ours_enabled(self) -> None:
        for entry in await self._household.entries():
            if entry["disabled_by"] is not None:
                await self._set_disabled(entry["entry_id"], None)

    async def _zwave_there(self) -> None:
        home = self._household.home
        if not await home.call("config_entries/get", domain="zwave_js"):
            await home.flow("zwave_js", {"url": self._household.network.url})

    async def _entity_there(self, lock: LabLock) -> None:
        """Have the lock's entity enabled, under its own name."""
        by_id = await self._entities()
        renamed = _renamed(lock)
        if renamed in by_id:
            await self._update(renamed, new_entity_id=lock.entity_id)
            return
        entry = by_id.get(lock.entity_id)
        if entry is None:
            await self._reload(await self._zwave_entry())
        elif entry["disabled_by"] is not None:
            await self._update(lock.entity_id, disabled_by=None)
            await self._reload(await self._zwave_entry())

    # How it is done

    async def _entities(self) -> dict[str, dict[str, Any]]:
        entries = await self._household.home.call("config/entity_registry/list")
        return {entry["entity_id"]: entry for entry in entries}

    async def _reload(self, entry_id: str) -> None:
        await self._household.home.rest(
            "POST", f"/api/config/config_entries/entry/{entry_id}/reload"
        )

    async def _set_disabled(self, entry_id: str, disabled_by: str | None) -> None:
        await self._household.home.call(
            "config_entries/disable", entry_id=entry_id, disabled_by=disabled_by
        )

    async def _update(self, entity_id: str, **fields: Any) -> None:
        await self._household.home.call(
            "config/entity_registry/update", entity_id=entity_id, **fields
        )

    async def _zwave_entry(self) -> str:
        entries = await self._household.home.call(
            "config_entries/get", domain="zwave_js"
        )
        if not entries:
            raise TimeoutError
        return str(entries[0]["entry_id"])

    async def _pause(self) -> None:
        await asyncio.sleep(self._chance.uniform(0.1, 4))

    def _is_cut(self) -> bool:
        return self._chance.random() < 0.4


def _renamed(lock: LabLock) -> str:
    return f"{lock.entity_id}_renamed"
