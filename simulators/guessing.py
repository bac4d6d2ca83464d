"""How far a stranger gets who guesses at `enter_code`, worked out from the rules of the bucket.

python -m simulators.guessing        prints the tables of docs/reliability.md
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from math import exp, log1p

from custom_components.access_codes.core.model import LockRecord
from custom_components.access_codes.core.requests.enter_code import (
    CAPACITY,
    DRAIN,
    Denial,
    check_entry,
    drained_at,
)
from custom_components.access_codes.core.requests.pin_generator import is_easily_guessed

DAY = timedelta(days=1)
LENGTHS = (4, 6)
CODES = (1, 5, 20)


def most_tries(span: timedelta, level: float = 0.0) -> int:
    """Return how many wrong tries are looked at in a span at most, if the bucket stands at this level when it begins.

    A try counts one. It is looked at while there is room for it, and one runs out each five minutes: the first and
    the last instant of the span both count.
    """
    return int(CAPACITY - level) + span // DRAIN


def drawn_pins(length: int) -> int:
    """Count the PINs of so many digits that are generated: the stranger is taken to know the rules."""
    return sum(
        not is_easily_guessed("".join(digits))
        for digits in product("0123456789", repeat=length)
    )


def chance(tries: int, codes: int, space: int) -> float:
    """Return the chance of at least one hit, no guess made twice, against so many codes that are valid."""
    if tries > space - codes:
        return 1.0
    misses = sum(log1p(-codes / (space - tried)) for tried in range(tries))
    return 1.0 - exp(misses)


def guess_at_full_speed(
    record: LockRecord, since: datetime, span: timedelta
) -> Iterator[datetime]:
    """Type wrong PINs as fast as they are looked at, and give the instants at which one was."""
    now = since
    while now <= since + span:
        record, verdict = check_entry(record, now, "")
        if verdict.denial is Denial.TOO_MANY_ATTEMPTS:
            now = drained_at(record.bucket, now)
        else:
            yield now


def table() -> str:
    """Return the chances as they stand in the documentation."""
    first, later = most_tries(DAY), most_tries(DAY, level=CAPACITY)
    days = f"First day ({first} tries) | Each day after ({later} tries) | In 30 days"
    lines = [
        f"| Digits | PINs that are drawn | Valid codes | {days} |",
        "|---|---|---|---|---|---|",
    ]
    for length in LENGTHS:
        space = drawn_pins(length)
        for codes in CODES:
            chances = (
                chance(first, codes, space),
                chance(later, codes, space - first),
                chance(most_tries(30 * DAY), codes, space),
            )
            lines.append(
                f"| {length} | {space:,} | {codes} | {' | '.join(f'{share:.2%}' for share in chances)} |"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
