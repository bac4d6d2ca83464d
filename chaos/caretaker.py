"""Somebody who creates, changes and deletes codes without a pause, and notes what was acknowledged."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import aiohttp

from simulators.home import HomeError

from .home import LightHome
from .ledger import Ledger, Wish
from .locks import LabLock

LOST = (ConnectionError, TimeoutError, aiohttp.ClientError)
"""No answer: the request may or may not count."""
type ExternalChange = Callable[[Wish], Wish]


@dataclass(slots=True)
class Caretaker:
    """Looks after the codes of one lock."""

    home: LightHome
    lock: LabLock
    ledger: Ledger
    clock: Callable[[], datetime]
    chance: Random = field(default_factory=Random)
    asked: dict[str, int] = field(default_factory=dict)
    """Requests by how they ended: acknowledged, refused, unanswered."""
    refusals: dict[str, int] = field(default_factory=dict)
    _names: int = 0

    async def work(self, pace: float) -> None:
        """Ask for something again and again, until cancelled."""
        while True:
            await self.ask()
            await asyncio.sleep(self.chance.expovariate(1 / pace))

    async def ask(self) -> None:
        """Ask for one thing and note what came of it."""
        living = self.ledger.living()
        if len(living) < self.chance.randint(0, 8):
            await self._create()
        elif living:
            access_code_id = self.chance.choice(living)
            if self.chance.random() < 0.45:
                await self._delete(access_code_id)
            else:
                await self._update(access_code_id)

    def pin(self) -> str:
        """Return one of a few PINs, so that the same ones come back; some begin with zeros."""
        length = self.chance.choice(self.lock.lengths)
        pin = str(self.chance.randint(1, 15)) + "3825164079"[: length - 2] + "5"
        zeros = self.chance.choice(("", "", "", "", "", "0", "00"))
        return zeros + pin[len(zeros) :]

    def window(self) -> tuple[datetime, datetime]:
        """Return a window that opens, closes, or both, while one looks on."""
        now = self.clock().replace(microsecond=0)
        starts_at = now + timedelta(seconds=self.chance.uniform(-3, 8))
        length = self.chance.choice((2, 5, 12, 600))
        return starts_at, starts_at + timedelta(seconds=length)

    async def _create(self) -> None:
        self._names += 1
        window = self.window() if self.chance.random() < 0.5 else None
        wish = Wish(
            f"{self.lock.entity_id[5:9]} {self.chance.getrandbits(60):x}",
            self.pin()[: self.lock.lengths[-1]],
            window,
            self.chance.random() < 0.15,
        )
        fields: dict[str, Any] = {
            "lock": self.lock.entity_id,
            "name": wish.name,
            "code": wish.pin,
            "is_external_modification_allowed": wish.may_be_changed,
        }
        if window is not None:
            fields |= _times(window)
        answer = await self._send(
            "create", fields, lambda: self.ledger.may_be_created(wish)
        )
        if answer is not None:
            self.ledger.created(answer["access_code"])

    async def _update(self, access_code_id: str) -> None:
        fields: dict[str, Any] = {"access_code_id": access_code_id}
        change: ExternalChange
        match self.chance.choice(("pin", "name", "window", "ongoing", "allow")):
            case "pin":
                pin = self.pin()
                fields["code"] = pin
                change = lambda wish: replace(wish, pin=pin)  # noqa: E731
            case "name":
                name = f"{self.lock.entity_id[5:9]} {self.chance.getrandbits(60):x}"
                fields["name"] = name
                change = lambda wish: replace(wish, name=name)  # noqa: E731
            case "window":
                window = self.window()
                fields |= _times(window)
                change = lambda wish: replace(wish, window=window)  # noqa: E731
            case "ongoing":
                fields["type"] = "ongoing"
                change = lambda wish: replace(wish, window=None)  # noqa: E731
            case _:
                allowed = self.chance.random() < 0.3
                fields["is_external_modification_allowed"] = allowed
                change = lambda wish: replace(wish, may_be_changed=allowed)  # noqa: E731
        answer = await self._send(
            "update",
            fields,
            lambda: self.ledger.may_be_updated(access_code_id, change),
        )
        if answer is not None:
            self.ledger.updated(access_code_id, change)

    async def _delete(self, access_code_id: str) -> None:
        answer = await self._send(
            "delete",
            {"access_code_id": access_code_id},
            lambda: self.ledger.may_be_deleted(access_code_id),
        )
        if answer is not None:
            self.ledger.deleted(access_code_id)

    async def _send(
        self, action: str, fields: dict[str, Any], lost: Callable[[], None]
    ) -> Any:
        # Noted before it goes out: whoever cancels us must not make us forget it.
        try:
            answer = await self.home.action(action, **fields)
        except HomeError as error:
            self._count("refused")
            key = error.translation_key or error.code
            self.refusals[key] = self.refusals.get(key, 0) + 1
            if key == "service_not_found":
                await asyncio.sleep(0.3)
            return None
        except LOST:
            self._count("unanswered")
            lost()
            await asyncio.sleep(0.3)
            return None
        except asyncio.CancelledError:
            lost()
            raise
        self._count("acknowledged")
        return answer

    def _count(self, end: str) -> None:
        self.asked[end] = self.asked.get(end, 0) + 1


def _times(window: tuple[datetime, datetime]) -> dict[str, str]:
    return {"starts_at": window[0].isoformat(), "ends_at": window[1].isoformat()}
