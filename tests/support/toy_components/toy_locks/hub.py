"""The client library of the toy: one lock that holds codes, names what it takes, and calls back."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field


class HubError(Exception):
    """The lock said no."""


class HubAway(Exception):
    """The lock cannot be reached."""


@dataclass
class Hub:
    """A lock with four slots."""

    codes: dict[int, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    is_online: bool = True
    fault: str | None = None
    """One of "refuses", "lies", "alters", "full", "silent" and "late"."""
    listeners: list[Callable[[str, int], None]] = field(default_factory=list)

    async def write(self, slot: int, code: str | None, name: str | None) -> str | None:
        """Write or empty a slot, and return what it holds then, as the lock itself says."""
        self._check()
        if self.fault == "refuses":
            raise HubError(f"no {code}")
        if self.fault == "full" and slot not in self.codes and code is not None:
            raise HubError(f"no room for {code}")
        if self.fault == "late":
            asyncio.get_running_loop().call_later(0.1, self._put, slot, code, name)
            raise TimeoutError
        if self.fault != "lies":
            if self.fault == "alters" and code is not None:
                code = code.lstrip("0")
            self._put(slot, code, name)
        if self.fault == "silent":
            raise TimeoutError
        return self.codes.get(slot)

    async def read(self, slot: int) -> str | None:
        """Return the code in a slot."""
        self._check()
        if self.fault == "silent":
            raise TimeoutError
        return self.codes.get(slot)

    def type_in(self, slot: int, code: str | None, *, is_reported: bool = True) -> None:
        """Change a code at the keypad."""
        self._put(slot, code, None)
        if is_reported:
            self.notify("changed", slot)

    def notify(self, event: str, slot: int) -> None:
        """Tell of something at the lock."""
        for listener in list(self.listeners):
            listener(event, slot)

    def _check(self) -> None:
        if not self.is_online:
            raise HubAway

    def _put(self, slot: int, code: str | None, name: str | None) -> None:
        self.codes.pop(slot, None)
        self.names.pop(slot, None)
        if code is not None:
            self.codes[slot] = code
            if name is not None:
                self.names[slot] = name
