"""Actions at a steady pace, whatever becomes of those before: what waits is part of what is measured."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from custom_components.access_codes.const import DOMAIN
from custom_components.access_codes.core.model import AccessCode
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from .load_house import LoadedHouse

MIXTURE = {"get": 30, "create": 25, "update": 20, "delete": 15, "list": 10}
"""How many of a hundred."""
_NAMES = ("Cleaner", "Guest", "Neighbour", "Plumber", "Family")


@dataclass(slots=True)
class Pressed:
    """How the actions went."""

    latencies: dict[str, list[float]] = field(
        default_factory=lambda: {name: [] for name in MIXTURE}
    )
    """Seconds from the instant at which each was due, by action."""
    refused: int = 0
    sent: float = 0.0
    """Seconds until the last was sent."""

    @property
    def all(self) -> list[float]:
        """The latencies of all actions."""
        return [one for many in self.latencies.values() for one in many]


class Press:
    """Calls actions on all locks."""

    def __init__(self, house: LoadedHouse) -> None:
        """Choose the same actions every time."""
        self._house = house
        self._random = Random(42)
        self._codes = [list(engine.record.codes.values()) for engine in house.engines]
        self._taken: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._pressed = Pressed()

    async def press(self) -> Pressed:
        """Call so many actions a second for so long, and wait for the answers."""
        loop = asyncio.get_running_loop()
        size = self._house.size
        began = loop.time() + 0.1
        number = size.rate * size.seconds
        names = self._random.choices(list(MIXTURE), list(MIXTURE.values()), k=number)
        for index, name in enumerate(names):
            due = began + index / size.rate
            loop.call_at(due, self._call, name, due)
        await asyncio.sleep(began + size.seconds - loop.time())
        self._pressed.sent = loop.time() - began
        await asyncio.gather(*self._tasks)
        return self._pressed

    def _call(self, name: str, due: float) -> None:
        door = self._random.randrange(self._house.size.locks)
        calling = self._await(name, getattr(self, f"_{name}")(door), due)
        task = asyncio.get_running_loop().create_task(calling)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _await(self, name: str, fields: dict[str, Any], due: float) -> None:
        try:
            await self._house.hass.services.async_call(
                DOMAIN, name, fields, blocking=True, return_response=True
            )
        except ServiceValidationError:
            self._pressed.refused += 1
        taken = asyncio.get_running_loop().time() - due
        self._pressed.latencies[name].append(taken)

    def _create(self, door: int) -> dict[str, Any]:
        """Let half of the codes be for now and half for another day."""
        fields = {
            "lock": self._house.entity_ids[door],
            "name": self._random.choice(_NAMES),
        }
        if self._random.random() < 0.5:
            return fields
        starts_at = dt_util.utcnow() + timedelta(days=self._random.randint(5, 30))
        return {
            **fields,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(days=1),
        }

    def _update(self, door: int) -> dict[str, Any]:
        """Give a third each a new name, a new PIN or a new end."""
        fields: dict[str, Any] = {"access_code_id": self._any(door).access_code_id}
        match self._random.randrange(3):
            case 0:
                fields["name"] = self._random.choice(_NAMES)
            case 1:
                fields["code"] = f"{self._random.randrange(10**8):08}"
            case _:
                fields["ends_at"] = dt_util.utcnow() + timedelta(
                    days=self._random.randint(40, 50)
                )
        return fields

    def _delete(self, door: int) -> dict[str, Any]:
        code = self._codes[door].pop(self._random.randrange(len(self._codes[door])))
        return {"access_code_id": code.access_code_id}

    def _get(self, door: int) -> dict[str, Any]:
        return {"access_code_id": self._any(door).access_code_id}

    def _list(self, door: int) -> dict[str, Any]:
        return {"lock": self._house.entity_ids[door]}

    def _any(self, door: int) -> AccessCode:
        return self._random.choice(self._codes[door])
