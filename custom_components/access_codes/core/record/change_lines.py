"""Lines of the change log: each carries a checksum that continues the one before it.

So a line that is missing, repeated, moved or altered is found. The first line is the header.
"""

from typing import NamedTuple
from zlib import crc32

_CHECK = 8
"""Hexadecimal digits of a checksum."""


class LogBroken(Exception):
    """A line that no torn append explains."""


class LogLines(NamedTuple):
    """The whole lines of a log."""

    payloads: tuple[bytes, ...]
    """The contents of the lines: the header, then the changes."""
    end: int
    """Length of the whole lines in bytes. A torn line may follow."""
    check: int
    """Checksum of the last line, which the next one continues."""


def line_of(payload: bytes, check: int) -> tuple[bytes, int]:
    """Return the line after one with this checksum, and its own checksum. The header continues 0."""
    check = crc32(payload, check)
    return b"%08x %b\n" % (check, payload), check


# contract 13.62
def lines_of(content: bytes, *, is_lenient: bool = False) -> LogLines:
    """Return the lines of a log; a torn last line is left out. Raises LogBroken.

    ``is_lenient``: return the lines before the first broken one.
    """
    payloads, end, check = [], 0, 0
    while (newline := content.find(b"\n", end)) >= 0:
        payload = content[end + _CHECK + 1 : newline]
        line, next_check = line_of(payload, check)
        if content[end : newline + 1] != line:
            break
        payloads.append(payload)
        end, check = newline + 1, next_check
    if not is_lenient and not _is_torn(content[end:]):
        raise LogBroken
    return LogLines(tuple(payloads), end, check)


def _is_torn(rest: bytes) -> bool:
    """Return whether a crash during an append explains these last bytes: a part of a line, or a line with lost blocks."""
    return b"\n" not in rest[:-1] and (not rest.endswith(b"\n") or b"\x00" in rest)
