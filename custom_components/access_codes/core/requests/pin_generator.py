"""Generate PINs, and recognise weak ones."""

from collections.abc import Callable, Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from ..display_text import as_read
from ..model import KnownPin, LockCapabilities, LockRecord, Pin, Settings, World
from ..record.unmanaged import held_by_others
from .refused import Refused

SHORTEST = 4
"""The fewest characters of a generated PIN."""

_ENUMERABLE = 100_000
"""The largest space that is enumerated after random draws failed."""

_TRIES_BEFORE_ENUMERATION = 200

_TRIES = 20_000
"""Random draws in a larger space: they fail only if less than one PIN in a thousand is free."""

_KEYPAD_ORDERS = ("01234567890", ascii_lowercase, ascii_uppercase)

_SEQUENCES = frozenset(
    order[start : start + 3]
    for keys in _KEYPAD_ORDERS
    for order in (keys, keys[::-1])
    for start in range(len(order) - 2)
)


def has_run(characters: str) -> bool:
    """Return whether one character stands three times in a row, as in 4111."""
    return any(
        characters[at] == characters[at + 1] == characters[at + 2]
        for at in range(len(characters) - 2)
    )


def has_sequence(characters: str) -> bool:
    """Return whether three neighbours count up or down, as in 1234, 9876 or 7890."""
    return any(
        characters[at : at + 3] in _SEQUENCES for at in range(len(characters) - 2)
    )


def is_repeat(characters: str) -> bool:
    """Return whether the PIN repeats one group, as in 1212, 454545 or 1231231."""
    return any(
        characters[period:] == characters[:-period]
        for period in range(1, len(characters) // 2 + 1)
    )


def is_year(characters: str) -> bool:
    """Return whether the PIN is a year that people choose: 1900 to 2099."""
    return (
        len(characters) == 4
        and characters.isdecimal()
        and "1900" <= characters <= "2099"
    )


# contract 7.5
def is_easily_guessed(characters: str) -> bool:
    """Return whether a PIN is too weak to be generated."""
    return (
        has_run(characters)
        or has_sequence(characters)
        or is_repeat(characters)
        or is_year(characters)
    )


def capabilities_of(record: LockRecord) -> LockCapabilities:
    """Return the lock's capabilities. Raises Refused while they are unknown."""
    if record.capabilities is None:
        raise Refused("lock_not_known_yet", field="lock")
    return record.capabilities


def has_enter_key(record: LockRecord) -> bool:
    """Return whether the lock has an Enter key, as far as it is known."""
    return record.capabilities is None or record.capabilities.has_enter_key


# contract 7.7, 14.13
def taken_lengths(
    capabilities: LockCapabilities, settings: Settings
) -> tuple[int, ...]:
    """Return the lengths of PIN that the lock takes and its options allow."""
    return tuple(
        length
        for length in capabilities.code_lengths
        if (settings.min_code_length is None or length >= settings.min_code_length)
        and (settings.max_code_length is None or length <= settings.max_code_length)
    )


# contract 7.3
def known_pins(record: LockRecord, world: World) -> set[str]:
    """Return the PINs on the lock that the journal or a read knows."""
    known = {
        code.pin.reveal() for code in record.codes.values() if code.pin is not None
    }
    contents = [placement.may_hold for placement in record.placements.values()]
    contents.append(frozenset(held_by_others(record, world).values()))
    known |= {
        content.pin.reveal()
        for possible in contents
        for content in possible
        if isinstance(content, KnownPin)
    }
    return known


class _Space(NamedTuple):
    """All PINs of one length, and the test whether one is free."""

    characters: str
    length: int
    known: frozenset[str]
    known_without_enter: frozenset[str]
    """Known PINs on the locks without an Enter key, where a PIN must not begin like another."""
    beginnings: frozenset[str]
    """Every beginning of ``known_without_enter``."""
    forbidden_beginnings: tuple[str, ...]
    """Characters with which no PIN of one of the locks begins."""
    name: str
    """The name, as it is read."""
    key: str
    """The key that groups the code with codes on other locks, as it is read."""

    @property
    def size(self) -> int:
        """Return the number of PINs of this length."""
        size: int = len(self.characters) ** self.length
        return size

    def at(self, number: int) -> str:
        """Return one of all PINs, numbered from 0."""
        picked = []
        for _ in range(self.length):
            number, digit = divmod(number, len(self.characters))
            picked.append(self.characters[digit])
        return "".join(picked)

    # contract 7.4, 12.28
    def is_free(self, candidate: str) -> bool:
        """Return whether a PIN may be generated."""
        return not (
            candidate in self.known
            or candidate in self.beginnings
            or candidate.startswith(self.forbidden_beginnings)
            or any(
                candidate[:end] in self.known_without_enter
                for end in range(1, self.length)
            )
            or is_easily_guessed(candidate)
            or self._is_in_name(candidate.casefold())
        )

    # contract 7.6
    def _is_in_name(self, candidate: str) -> bool:
        """Return whether the visible name or key contains the PIN, or much of it."""
        if candidate in self.name or candidate in self.key:
            return True
        return self.name != "" and self.name in candidate


# contract 7.1
def generate(
    locks: Sequence[tuple[LockRecord, World]],
    preferred_code_length: int | None,
    draw: Callable[[int], int],
    name: str = "",
    key: str = "",
) -> Pin:
    """Generate a PIN that is valid and free on every lock, uniformly among those left.

    ``draw(n)`` gives a random number in [0, n). Neither ``name`` nor ``key``, which are visible, contains the PIN.
    Raises Refused if none is left.
    """
    space = _space(locks, preferred_code_length, name, key)
    is_enumerable = space.size <= _ENUMERABLE
    tries = _TRIES_BEFORE_ENUMERATION if is_enumerable else _TRIES
    for _ in range(tries if space.size else 0):
        candidate = space.at(draw(space.size))
        if space.is_free(candidate):
            return Pin(candidate)
    numbers = range(space.size if is_enumerable else 0)
    left = [
        candidate for number in numbers if space.is_free(candidate := space.at(number))
    ]
    if not left:
        raise Refused("no_pin_left", field="code", limit=str(space.length))
    return Pin(left[draw(len(left))])


def _space(
    locks: Sequence[tuple[LockRecord, World]],
    preferred_code_length: int | None,
    name: str,
    key: str,
) -> _Space:
    """Combine limits and known PINs of the locks."""
    abilities = [capabilities_of(record) for record, _ in locks]
    if any(capabilities.is_pin_chosen_by_lock for capabilities in abilities):
        raise Refused("code_chosen_by_lock", field="code")
    known = [known_pins(record, world) for record, world in locks]
    without_enter = frozenset[str]().union(
        *(
            pins
            for pins, capabilities in zip(known, abilities, strict=True)
            if not capabilities.has_enter_key
        )
    )
    return _Space(
        characters="".join(
            character
            for character in dict.fromkeys(abilities[0].characters)
            if all(character in capabilities.characters for capabilities in abilities)
        ),
        length=_length(
            [
                (
                    taken_lengths(capabilities, world.settings),
                    world.settings.default_code_length,
                )
                for capabilities, (_, world) in zip(abilities, locks, strict=True)
            ],
            preferred_code_length,
        ),
        known=frozenset[str]().union(*known),
        known_without_enter=without_enter,
        beginnings=frozenset(
            pin[:end] for pin in without_enter for end in range(1, len(pin) + 1)
        ),
        forbidden_beginnings=tuple(
            beginning
            for capabilities in abilities
            for beginning in capabilities.forbidden_beginnings
        ),
        name=as_read(name).strip(),
        key=as_read(key),
    )


# contract 7.2, 14.12
def _length(locks: Sequence[tuple[tuple[int, ...], int]], preferred: int | None) -> int:
    """Return the length: the preferred one, else a lock's default, else the one nearest to the first lock's."""
    common = set.intersection(*(set(taken) for taken, _ in locks))
    long_enough = {length for length in common if length >= SHORTEST}
    if not long_enough:
        raise Refused("no_common_code_length", field="code", limit=str(SHORTEST))
    defaults = [default for _, default in locks]
    for length in (preferred, *defaults):
        if length in long_enough:
            return length
    return min(long_enough, key=lambda length: (abs(length - defaults[0]), -length))
