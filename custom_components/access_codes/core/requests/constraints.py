"""Limits of a lock that a person reports. Each check raises Refused."""

from ..model import Constraints, LockCapabilities
from .inputs import ConstraintsRequest
from .limits import MOST_CODES, listed
from .refused import Refused

_LENGTHS = range(4, 21)
"""Lengths of PINs, as in the options."""


# contract 6.110
def checked_constraints(
    before: Constraints, reported: LockCapabilities, given: ConstraintsRequest
) -> Constraints:
    """Return the constraints after a report about a lock with these capabilities. What is not given stays."""
    lengths = _lengths(before.code_lengths, reported, given)
    room = before.max_active_codes
    if given.max_active_codes is not None:
        room = _room(reported, given.max_active_codes)
    elif given == ConstraintsRequest():
        raise Refused("constraints_missing")
    return Constraints(lengths, room)


def _lengths(
    before: tuple[int, ...], reported: LockCapabilities, given: ConstraintsRequest
) -> tuple[int, ...]:
    shortest, longest = given.min_code_length, given.max_code_length
    listed_lengths = given.supported_code_lengths
    match listed_lengths, shortest, longest:
        case None, None, None:
            return before
        case list(), None, None:
            return _taken(reported, listed_lengths, "supported_code_lengths")
        case None, int(), int():
            _check_range(shortest, "min_code_length")
            _check_range(longest, "max_code_length")
            if longest < shortest:
                raise Refused("max_code_length_below_min", field="max_code_length")
            between = list(range(shortest, longest + 1))
            return _taken(reported, between, "max_code_length")
        case _:
            raise Refused("code_lengths_given_in_part", field="supported_code_lengths")


def _taken(
    reported: LockCapabilities, lengths: list[int], field: str
) -> tuple[int, ...]:
    """Return the lengths; refuse a list of which the lock takes none."""
    for length in lengths:
        _check_range(length, field)
    if lengths and not set(lengths).intersection(reported.code_lengths):
        raise Refused(
            "code_lengths_not_taken", field=field, limit=listed(reported.code_lengths)
        )
    return tuple(sorted(set(lengths)))


def _check_range(length: int, field: str) -> None:
    if length not in _LENGTHS:
        raise Refused(
            "code_length_out_of_range",
            field=field,
            limit=f"{_LENGTHS.start}-{_LENGTHS.stop - 1}",
        )


def _room(reported: LockCapabilities, number: int) -> int | None:
    if reported.is_virtual:
        raise Refused("max_active_codes_without_meaning", field="max_active_codes")
    if not 0 <= number <= MOST_CODES:
        raise Refused(
            "max_active_codes_out_of_range",
            field="max_active_codes",
            limit=str(MOST_CODES),
        )
    return number or None
