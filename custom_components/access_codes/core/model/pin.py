"""The PIN, in a type that hides it from logs, tracebacks and formatted text."""

from hmac import compare_digest
from typing import NoReturn, final, override


# contract 1.3
@final
class Pin:
    """A PIN as typed: leading zeros kept, never a number, never printed.

    ``reveal`` is the one way to the characters: it is called where a PIN goes to a lock, to our private
    storage file, or to an administrator who asked, and nowhere else.
    """

    __slots__ = ("_characters",)

    def __init__(self, characters: str) -> None:
        """Store the characters."""
        self._characters = characters

    # contract 1.2
    def reveal(self) -> str:
        """Return the characters."""
        return self._characters

    def matches(self, typed: str) -> bool:
        """Compare with a typed text, in time that does not depend on the position of the first difference.

        A text that is too long is cut before: megabytes would keep the processor busy for every code of the lock.
        """
        return _is_same(self._characters, typed[: len(self._characters) + 1])

    def is_part_of(self, other: Pin) -> bool:
        """Return whether the other PIN contains this one."""
        return self._characters in other._characters

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pin) and _is_same(self._characters, other._characters)

    @override
    def __hash__(self) -> int:
        return hash(self._characters)

    @override
    def __repr__(self) -> str:
        return "Pin(hidden)"

    @override
    def __str__(self) -> str:
        return "hidden"

    @override
    def __format__(self, format_spec: str) -> str:
        return format("hidden", format_spec)

    def __len__(self) -> int:
        """Return the number of characters."""
        return len(self._characters)

    @override
    def __reduce__(self) -> NoReturn:
        raise TypeError("A PIN is not pickled")


def _is_same(one: str, other: str) -> bool:
    """Compare by contents in constant time. Lone surrogates are compared too: people and templates send them."""
    return compare_digest(
        one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass")
    )
