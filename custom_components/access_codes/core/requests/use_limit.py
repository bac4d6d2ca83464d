"""The limit of a code's uses, as requests give it. Each check raises Refused."""

from ..model import LockRecord
from .inputs import CreateRequest
from .pin_generator import capabilities_of
from .refused import Refused

MOST_USES = 10_000


# contract 6.142
def use_limit(
    max_uses: int | None, is_one_time_use: bool | None, *, is_max_given: bool
) -> int | None:
    """Return the limit that two fields give together; ``is_one_time_use`` is None where it was not given.

    Raises Refused where they contradict each other.
    """
    if not is_max_given:
        return 1 if is_one_time_use else None
    if max_uses is not None and not 1 <= max_uses <= MOST_USES:
        raise Refused("max_uses_out_of_range", field="max_uses", limit=str(MOST_USES))
    if is_one_time_use is not None and is_one_time_use is not (max_uses == 1):
        raise Refused("max_uses_contradicted", field="max_uses")
    return max_uses


# contract 6.29, 6.142
def check_uses_are_reported(record: LockRecord, field: str) -> None:
    """Refuse a limit of uses on a lock that does not report them."""
    if not capabilities_of(record).reports_use:
        raise Refused("one_time_use_not_reported", field=field)


# contract 6.143
def check_limit_is_ahead(
    max_uses: int | None, use_count: int, field: str = "max_uses"
) -> None:
    """Refuse a limit that the uses of the code so far have reached."""
    if max_uses is not None and max_uses <= use_count:
        raise Refused("max_uses_reached", field=field, limit=str(use_count))


# contract 6.29, 6.142
def limit_of_new_code(record: LockRecord, given: CreateRequest) -> int | None:
    """Return the limit of uses that is asked for. Raises Refused where the lock reports none."""
    is_max_given = given.max_uses is not None
    # A field that is not given is false: only true says something beside a limit.
    is_one = given.is_one_time_use or None
    limit = use_limit(given.max_uses, is_one, is_max_given=is_max_given)
    if limit is not None:
        check_uses_are_reported(
            record, "max_uses" if is_max_given else "is_one_time_use"
        )
    return limit
