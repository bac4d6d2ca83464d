"""The list of keypad codes as Nuki Hub publishes it on ``keypad/json``."""

from dataclasses import dataclass
from typing import Any, Final

from ...core.model import UNREADABLE, Content, KnownPin, Pin
from ..mqtt.json_values import Json, as_dict, as_list, as_number, as_text

NAME_LENGTH: Final = 20
"""Bytes of a name. The hub reads a name of that length without its end: what follows is not part of it."""


@dataclass(frozen=True, slots=True)
class KeypadCode:
    """One code of the keypad."""

    name: str
    pin: Pin | None
    """None where the hub does not publish PINs."""
    is_enabled: bool
    is_limited: bool
    """It opens within certain times only."""

    # contract 12.355
    @property
    def content(self) -> Content:
        """The content of its slot: a code that is off, or limited to certain times, is none that we have written."""
        if self.pin is None or not self.is_enabled or self.is_limited:
            return UNREADABLE
        return KnownPin(self.pin)

    @property
    def is_plain(self) -> bool:
        """It opens at all times."""
        return self.is_enabled and not self.is_limited


type KeypadCodes = dict[str, KeypadCode]
"""Codes by the id that the lock has given them, as text."""


def codes_of(listed: Any) -> KeypadCodes | None:
    """Return the listed codes; None for something that is no list."""
    if not isinstance(listed, list):
        return None
    codes: KeypadCodes = {}
    for entry in map(as_dict, as_list(listed)):
        number = as_number(entry.get("codeId"))
        if number is not None:
            codes[str(number)] = _code_of(entry)
    return codes


def _code_of(entry: Json) -> KeypadCode:
    pin = as_number(entry.get("code"))
    return KeypadCode(
        as_text(entry.get("name"))[:NAME_LENGTH],
        Pin(str(pin)) if pin else None,
        is_enabled=as_number(entry.get("enabled")) != 0,
        is_limited=as_number(entry.get("timeLimited")) == 1,
    )
