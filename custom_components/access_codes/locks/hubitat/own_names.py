"""Names that the driver gets in place of those of codes: where its table hides PINs, they show which write it is about."""

import asyncio
from collections.abc import Set as AbstractSet
from itertools import chain, count

from . import code_table


class OwnNames:
    """Names of writes to one lock. One whose end was not seen keeps its name while the hub may still carry it out."""

    def __init__(self) -> None:
        """Start without a write."""
        self._until: dict[str, float] = {}

    # contract 12.376
    def take(self, slot: str, taken: AbstractSet[str]) -> str:
        """Return a name for a write to a slot, other than the ``taken`` ones: a driver passes over a name that is taken.

        Home Assistant's lock entity shows the names of all codes, and records them: a number has to do.
        """
        now = asyncio.get_running_loop().time()
        self._until = {name: end for name, end in self._until.items() if now < end}
        first = f"Access Codes {slot}"
        names = chain([first], (f"{first} {number}" for number in count(2)))
        name = next(each for each in names if each not in taken | self._until.keys())
        self._until[name] = now + code_table.LATE_BY
        return name

    def release(self, name: str) -> None:
        """Let a name be taken again: the table shows the write."""
        self._until.pop(name, None)
