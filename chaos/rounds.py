"""A round: faults and kills while codes come and go, then calm, then the comparison."""

import asyncio
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
import json
from random import Random
import shutil
import time
from typing import Any

from simulators.home import HomeError, wait_for

from .caretaker import LOST, Caretaker
from .faults import Vandal, end, trouble_the_server
from .household import Household
from .incidents import Incidents
from .locks import LOCKS, OWN, LabLock
from .oracle import differences
from .person import Person
from .quirks import lasting_quirk
from .showing import Showing
from .tally import Tally

_BLOCKED = "code_constraints_violated"


@dataclass(frozen=True, slots=True)
class LoopPacer:
    """How much happens in a round."""

    kills: int = 10
    asking: float = 0.15
    """Mean seconds between two requests about one lock."""
    incidents: float = 0.3
    """Chance of an incident before a kill."""
    answers: float = 0.3
    """Chance that a person looks at the repairs before a kill."""
    incident: str | None = None
    """The kind of all incidents; None: any."""
    showing: float = 0.25
    """Chance that a trouble is then let last, to see whether it is shown."""
    quirks: float = 0.2
    """Chance of each lock to have a flaw that lasts into the calm."""
    spoiling: float = 1.0
    """Mean seconds between two faults of one lock."""
    server: float = 15.0
    """Mean seconds between two stops of the Z-Wave server."""
    calm: float = 150.0
    """Seconds within which all must be well after the faults have ended."""
    silent_calm: float = 390.0
    """The same of a lock without answers, where a code may be told of only once its delay is: 300 s after the start."""


class Round:
    """One round in one home."""

    def __init__(self, household: Household, seed: str, pace: LoopPacer) -> None:
        """Prepare; all that is random comes from the seed, one source for each actor."""
        self.household = household
        self.seed = seed
        self.pace = pace
        self.tally = Tally(rounds=1)
        self._chance = Random(f"{seed} conductor")
        self._caretakers = [
            Caretaker(
                household.home,
                lock,
                household.ledgers[lock.entity_id],
                household.clock.now,
                Random(f"{seed} caretaker {lock.entity_id}"),
            )
            for lock in LOCKS
        ]
        self._person = Person(household, Random(f"{seed} person"), self.tally)
        self._incidents = Incidents(
            household, Random(f"{seed} incidents"), self.tally, self._kill
        )
        self._vandals = [
            Vandal(
                household,
                lock,
                household.ledgers[lock.entity_id],
                self.tally,
                Random(f"{seed} vandal {lock.entity_id}"),
            )
            for lock in OWN
        ]

    def _choose_quirks(self) -> None:
        chance = Random(f"{self.seed} quirks")
        for vandal in self._vandals:
            if chance.random() < self.pace.quirks:
                quirk = lasting_quirk(chance, vandal.lock)
                vandal.take_quirk(quirk)
                self.tally.faults[f"{quirk.kind} into the calm"] += 1

    async def run(self) -> Tally:
        """Go through the round and return what was counted and found."""
        began = time.monotonic()
        self._choose_quirks()
        marks = await self._marks()
        workers = [
            asyncio.create_task(self._keep_asking(caretaker))
            for caretaker in self._caretakers
        ]
        spoilers = [
            asyncio.create_task(vandal.work(self.pace.spoiling))
            for vandal in self._vandals
        ]
        chance = Random(f"{self.seed} server")
        spoilers.append(
            asyncio.create_task(
                trouble_the_server(
                    self.household.network, chance, self.tally, self.pace.server
                )
            )
        )
        try:
            for _ in range(self.pace.kills):
                await self._live()
                if self._chance.random() < self.pace.incidents:
                    await self._incidents.happen(self.pace.incident)
                    await self._live()
                if self._chance.random() < self.pace.answers:
                    with suppress(HomeError, TimeoutError, *LOST):
                        await self._person.answer()
                await self._kill()
        finally:
            await end(*workers, *spoilers)
        await self._calm()
        await self._count(marks)
        self.tally.seconds = time.monotonic() - began
        return self.tally

    async def _keep_asking(self, caretaker: Caretaker) -> None:
        while True:
            try:
                await caretaker.work(self.pace.asking)
            except (HomeError, *LOST):
                await asyncio.sleep(0.1)

    async def _live(self) -> None:
        """Let it run for a moment."""
        if self._chance.random() < 0.8:
            await self._wait_for_work()
        await asyncio.sleep(self._chance.uniform(0.05, 3))

    async def _kill(self) -> None:
        """Kill it, perhaps in the middle of its start again, and start it."""
        home = self.household.home
        await home.kill()
        self.tally.kills += 1
        while self._chance.random() < 0.25:
            await home.launch()
            await asyncio.sleep(self._chance.uniform(0, 2.5))
            await home.kill()
            self.tally.kills += 1
            self.tally.faults["killed while starting"] += 1
        await home.launch()
        await home.join()
        self.tally.starts += 1

    async def _wait_for_work(self) -> None:
        """Wait until requests are taken; if the Z-Wave server is away, that may not be soon."""
        with suppress(HomeError, TimeoutError, *LOST):
            await wait_for(self.household.is_loaded, 10, "all entries")

    async def _calm(self) -> None:
        """End all faults and wait until everything agrees; what does not in time is a finding."""
        for vandal in self._vandals:
            await vandal.heal()
        await self._incidents.repair()
        began = time.monotonic()
        try:
            await wait_for(self.household.is_loaded, 60, "all entries")
        except TimeoutError:
            states = [
                (entry["title"], entry["state"], entry["reason"])
                for entry in await self.household.entries()
            ]
            self.tally.findings.append(f"not loaded: {states}")
        is_read = any(vandal.is_tampered for vandal in self._vandals) or any(
            ledger.orphans for ledger in self.household.ledgers.values()
        )
        if is_read:
            await wait_for(self._is_in_reach, 60, "the locks' return")
            odd = {vandal.lock for vandal in self._vandals if vandal.quirk is not None}
            await self.household.sync(*(lock for lock in OWN if lock not in odd))
            for lock in odd:
                # A slow lock takes longer than an answer is waited for.
                with suppress(TimeoutError):
                    await self.household.sync_one(lock)
        self.tally.findings += await self._agree(LOCKS, is_read=is_read)
        self.tally.calm_seconds = time.monotonic() - began
        await self._end_quirks(is_read=is_read)
        if is_read:
            for ledger in self.household.ledgers.values():
                ledger.oddities = 0
        await self._check_issues()
        if not self.tally.findings and self._chance.random() < self.pace.showing:
            chance = Random(f"{self.seed} showing")
            await Showing(self.household, chance, self.tally).check()
        if self.tally.findings:
            await self._keep_evidence()

    async def _end_quirks(self, *, is_read: bool) -> None:
        """Mend the locks that had a flaw in the calm, too: then all must be well with them as well."""
        mended = [vandal for vandal in self._vandals if vandal.quirk is not None]
        for vandal in mended:
            vandal.quirk = None
            await vandal.heal()
            await self.household.sync_one(vandal.lock)
        if mended and not self.tally.findings:
            locks = [vandal.lock for vandal in mended]
            self.tally.findings += await self._agree(locks, is_read=is_read)

    async def _agree(self, locks: Sequence[LabLock], *, is_read: bool) -> list[str]:
        """Wait until all agrees; what does not in time is returned."""
        began = time.monotonic()
        wrong: dict[LabLock, list[str]] = {lock: [] for lock in locks}
        agreed: set[LabLock] = set()
        pressed: set[LabLock] = set()
        while time.monotonic() < began + self._patience(set(locks) - agreed):
            await self._person.answer()
            for lock in locks:
                if lock in agreed:
                    continue
                await self._person.clear_orphans(lock)
                await self._person.clear_altered(lock)
                wrong[lock] = await self._compare(lock, is_read=is_read)
                if not wrong[lock]:
                    agreed.add(lock)
                elif lock not in pressed and any(
                    _BLOCKED in text for text in wrong[lock]
                ):
                    # What a lock did not take is not tried again before somebody says so.
                    pressed.add(lock)
                    self.tally.answers["sync"] += 1
                    await self.household.sync_one(lock)
            await asyncio.sleep(0.2)
        return [text for found in wrong.values() for text in found]

    def _patience(self, locks: Collection[LabLock]) -> float:
        """Return how long these may take to be well."""
        if not locks:
            return 0
        is_any_silent = any(
            vandal.lock in locks and vandal.quirk is not None and vandal.quirk.is_silent
            for vandal in self._vandals
        )
        return self.pace.silent_calm if is_any_silent else self.pace.calm

    async def _keep_evidence(self) -> None:
        """Put beside the results what is needed to understand a finding."""
        folder = self.household.folder.parent / f"finding-{self.seed.replace('/', '-')}"
        folder.mkdir(exist_ok=True)
        (folder / "findings.txt").write_text("\n".join(self.tally.findings) + "\n")
        for path in self.household.home.storage.glob("access_codes.*"):
            shutil.copy(path, folder)
        shutil.copy(self.household.home.folder / "process.log", folder)
        for lock in LOCKS:
            sight = await self.household.look(lock)
            seen: dict[str, Any] = {"codes": sight.codes, "held": sight.held}
            if lock.node is not None:
                seen["commands"] = await self.household.network.commands(lock.node)
            (folder / f"{lock.entity_id}.json").write_text(json.dumps(seen, indent=1))

    async def _is_in_reach(self) -> bool:
        states: dict[str, Any] = await self.household.home.states()
        return all(
            states.get(lock.entity_id, {}).get("state") in ("locked", "unlocked")
            for lock in LOCKS
        )

    async def _compare(self, lock: LabLock, *, is_read: bool) -> list[str]:
        ledger = self.household.ledgers[lock.entity_id]
        quirk = next(
            (vandal.quirk for vandal in self._vandals if vandal.lock == lock), None
        )
        is_read = is_read and (quirk is None or quirk.is_read)
        sight = await self.household.look(lock, is_read=is_read)
        found = differences(lock, ledger, sight, quirk)
        if not found and quirk is None:
            ledger.forget(sight.codes)
        return found

    async def _check_issues(self) -> None:
        try:
            await wait_for(self._no_issues, 10, "the end of all repairs")
        except TimeoutError:
            issues = await self.household.issues()
            self.tally.findings.append(f"repairs that are over: {issues}")

    async def _no_issues(self) -> bool:
        await self._person.answer()
        return not await self.household.issues()

    async def _marks(self) -> dict[int, int]:
        marks = {}
        for lock in LOCKS:
            if lock.node is not None:
                entries = await self.household.network.commands(lock.node)
                marks[lock.node] = int(entries[-1]["seq"]) if entries else 0
        return marks

    async def _count(self, marks: dict[int, int]) -> None:
        for node, mark in marks.items():
            for entry in await self.household.network.commands(
                node, "set", "clear", "get", since=mark
            ):
                self.tally.commands[f"{entry['kind']} {entry['outcome']}"] += 1
        for caretaker in self._caretakers:
            self.tally.requests.update(caretaker.asked)
            self.tally.refusals.update(caretaker.refusals)
