"""The status of an access code: one small table."""

from .model import EMPTY, Content, Status


def status_of(
    *,
    is_wanted: bool,
    holds: frozenset[Content],
    wanted: Content,
    can_read_decide: bool,
    future: Content | None = None,
) -> Status:
    """Return the status; the first row that matches.

    ``holds`` is what the code's place may hold; ``wanted`` what it ought to hold while the code is wanted (*empty*
    after an allowed removal at the lock); ``future`` the code with its own window, where the lock holds windows and
    the window is still to come. Reachability, commands in flight and errors never change a status.
    """
    if is_wanted:
        if holds == {wanted}:
            return Status.UNSET if wanted is EMPTY else Status.SET
        if len(holds) == 1 or can_read_decide:
            return Status.SETTING
        return Status.UNKNOWN
    if holds == {EMPTY} or (future is not None and holds == {future}):
        return Status.UNSET
    return Status.REMOVING
