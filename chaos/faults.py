"""What goes wrong: radios, locks, the Z-Wave server, people at keypads."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Any

from simulators.zwave_network import ZwaveNetwork

from .household import Household
from .ledger import Ledger
from .locks import LabLock
from .quirks import ALTERS_PINS, Quirk, altering_fault, mute_fault
from .tally import Tally

type Fault = tuple[str, dict[str, Any]]


def lock_fault(chance: Random, lock: LabLock) -> Fault:
    """Return something that a lock or its radio does wrong for a while."""
    kind = chance.choice(
        (
            "healthy",
            "frames lost",
            "frames lost",
            "answers late",
            "done late",
            "refuses",
            "refuses silently",
            "lies",
            "silent",
            "does not answer",
            "acknowledgement lost",
            "full",
            ALTERS_PINS,
            "mute slots",
            "answers too late",
            "done after it was given up",
        )
    )
    match kind:
        case "frames lost":
            rate = round(chance.uniform(0.02, 0.6), 2)
            return kind, {"drop_rate": rate, "seed": chance.getrandbits(30)}
        case "answers late":
            return kind, {"delay_ms": chance.randint(50, 1500)}
        case "done late":
            return kind, {"slow_ms": chance.randint(50, 1500)}
        case "refuses":
            reason = chance.choice(("rules", "duplicate"))
            return kind, {"refuse": {"reason": reason}, "count": chance.randint(1, 4)}
        case "refuses silently":
            return kind, {"refuse": {"reason": "none"}, "count": chance.randint(1, 4)}
        case "lies":
            return kind, {"lie": True, "count": chance.randint(1, 4)}
        case "silent":
            return kind, {"silent": True}
        case "does not answer":
            return kind, {"no_answer": chance.choice((True, "all"))}
        case "acknowledgement lost":
            return kind, {"lose_ack_after_write": chance.choice((True, "once"))}
        case "full":
            return kind, {"full": True}
        case _ if kind == ALTERS_PINS:
            return kind, altering_fault(chance)
        case "mute slots":
            return kind, mute_fault(chance, lock)
        case "answers too late":
            return kind, {"delay_ms": chance.randint(1100, 4000)}
        case "done after it was given up":
            late = {"late_ms": chance.randint(1000, 8000)}
            return kind, {**late, "count": chance.randint(1, 4)}
        case _:
            return kind, {}


@dataclass(slots=True)
class Vandal:
    """Spoils one lock again and again, and notes what that may change."""

    household: Household
    lock: LabLock
    ledger: Ledger
    tally: Tally
    chance: Random
    quirk: Quirk | None = None
    """What is wrong with the lock all the time."""
    is_tampered: bool = False
    """Somebody changed something of ours at the lock since the round began."""

    def take_quirk(self, quirk: Quirk) -> None:
        """Give the lock a lasting flaw. The PINs that it alters stay so after the flaw has ended."""
        self.quirk = quirk
        self._note_altering(quirk.kind, quirk.fault)

    def _note_altering(self, kind: str, fault: dict[str, Any]) -> None:
        if kind == ALTERS_PINS and not self.lock.tells_pins:
            self.ledger.alterings.append(Quirk(kind, fault))

    async def work(self, pace: float) -> None:
        """Do something every now and then, until cancelled."""
        while True:
            await asyncio.sleep(self.chance.expovariate(1 / pace))
            act = asyncio.ensure_future(self.act())
            try:
                await asyncio.shield(act)
            except asyncio.CancelledError:
                # What was begun at the lock is to be noted.
                await act
                raise

    async def act(self) -> None:
        """Do one thing."""
        roll = self.chance.random()
        if roll < 0.8:
            kind, fault = lock_fault(self.chance, self.lock)
            if kind != "healthy":
                self.tally.faults[kind] += 1
            self._note_altering(kind, fault)
            await self._spoil(fault)
        elif roll < 0.88:
            await self._tamper()
        elif roll < 0.95:
            await self._stranger()
        elif roll < 0.985:
            await self._claim_deleted()
        else:
            await self._reset()

    async def heal(self) -> None:
        """Take away what is wrong with the lock, but for its quirk; what was changed stays."""
        await self._spoil({})
        await self._post("wake", {})

    async def _spoil(self, fault: dict[str, Any]) -> None:
        """Have this wrong with the lock, beside its quirk, which no count ends."""
        if self.quirk is not None:
            fault = {**fault, **self.quirk.fault}
            fault.pop("count", None)
        await self._post("faults", fault)

    async def _claim_deleted(self) -> None:
        """Have the lock say that a code, ours or a stranger's, or all are deleted; it keeps them."""
        if self.chance.random() < 0.3:
            self.tally.faults["all deleted, falsely"] += 1
            await self._post("reset", {"kept": True})
            return
        codes = await self.household.network.codes(self.lock.node or 0)
        if codes:
            self.tally.faults["deleted, falsely"] += 1
            slot = int(self.chance.choice(sorted(codes)))
            await self._post("keypad/clear", {"slot": slot, "user": True, "kept": True})

    async def _tamper(self) -> None:
        """Change or clear one of our codes at the keypad."""
        codes = await self.household.network.codes(self.lock.node or 0)
        ours = sorted(slot for slot in codes if slot not in self.ledger.unknown_codes)
        if not ours:
            return
        slot = self.chance.choice(ours)
        if not self.ledger.may_change(slot):
            return
        self.ledger.oddities += 1
        silently = self.chance.random() < 0.3
        self.is_tampered = True
        if self.chance.random() < 0.5:
            self.tally.faults["cleared at the keypad"] += 1
            self.ledger.removed_at_the_lock()
            # A lock with users keeps the one of the code; nobody keeps what may be a stranger's.
            user = slot in self.ledger.doubtful
            await self._post(
                "keypad/clear",
                {"slot": int(slot), "silently": silently, "user": user},
            )
            return
        pin = f"8{self.chance.randint(100, 99999):05}"
        if not self.lock.tells_pins:
            self.ledger.unseen.add(pin)
        elif slot not in self._confirmed_slots():
            self.ledger.doubtful[slot] = pin
        self.tally.faults["changed at the keypad"] += 1
        self.ledger.changed_at_the_lock(pin if self.lock.tells_pins else None)
        await self._post(
            "keypad/set", {"slot": int(slot), "pin": pin, "silently": silently}
        )

    def _confirmed_slots(self) -> set[str]:
        stored = self.household.stored(self.lock)
        return stored.confirmed_slots if stored is not None else set()

    async def _stranger(self) -> None:
        """Set, change or clear a code that is not ours."""
        if not self.lock.stranger_slots:
            return
        slot = str(self.chance.choice(self.lock.stranger_slots))
        stored = self.household.stored(self.lock)
        if stored is None or slot in stored.slots:
            # Whose a code is there, nobody could tell on a lock that hides its PINs.
            return
        silently = self.chance.random() < 0.3
        self.tally.faults["strangers' codes"] += 1
        self.ledger.oddities += 1
        if slot in self.ledger.unknown_codes and self.chance.random() < 0.4:
            if await self._post(
                "keypad/clear",
                {"slot": int(slot), "silently": silently, "user": True},
            ):
                self.ledger.unknown_codes.pop(slot, None)
            return
        pin = f"9{self.chance.randint(100, 99999):05}"
        if await self._post(
            "keypad/set", {"slot": int(slot), "pin": pin, "silently": silently}
        ):
            self.ledger.unknown_codes[slot] = pin

    async def _reset(self) -> None:
        """Have the lock lose everything."""
        codes = await self.household.network.codes(self.lock.node or 0)
        if not self.ledger.may_change(*codes):
            return
        self.ledger.oddities += len(codes)
        self.is_tampered = True
        self.tally.faults["all codes lost"] += 1
        silently = self.chance.random() < 0.3
        self.ledger.removed_at_the_lock()
        self.ledger.unknown_codes.clear()
        self.ledger.orphans.clear()
        await self._post("reset", {"silently": silently})

    async def _post(self, what: str, fields: dict[str, Any]) -> bool:
        try:
            await self.household.network.post(
                f"/locks/{self.lock.node}/{what}", **fields
            )
        except RuntimeError:
            return False
        return True


async def trouble_the_server(
    network: ZwaveNetwork, chance: Random, tally: Tally, pace: float
) -> None:
    """Stop and start the Z-Wave server every now and then, until cancelled."""
    while True:
        await asyncio.sleep(chance.expovariate(1 / pace))
        tally.faults["server stopped"] += 1
        try:
            await network.post("/server/stop", hard=chance.random() < 0.5)
            await asyncio.sleep(chance.uniform(0.2, 4))
        finally:
            await network.post("/server/start")


type Worker = Callable[[], Any]


async def end(*tasks: asyncio.Task[Any]) -> None:
    """Cancel and wait; what went wrong in one is raised."""
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task
