"""Views of unmanaged codes: as the lock holds them, and as they are taken off it."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from ..model import CodeView, ErrorCode, LockRecord, Problem, Status, World
from .problems import device_error_of


# contract 6.163
def unmanaged_view(
    record: LockRecord, world: World, views: Mapping[str, CodeView], slot: str
) -> CodeView:
    """Return the view of the unmanaged code in a slot; ``views``: those of all codes of the plan."""
    placement = record.placements.get(slot)
    if placement is not None and placement.owner in views:
        return views[placement.owner]
    since = record.inactive_since.get(slot)
    status = Status.SET if since is None else Status.UNSET
    return CodeView(status, tuple(_errors(world, since)))


def _errors(
    world: World, inactive_since: datetime | None
) -> Iterator[Problem[ErrorCode]]:
    if inactive_since is not None:
        yield Problem(ErrorCode.ACCESS_CODE_INACTIVE, inactive_since)
    device_error = device_error_of(world)
    if device_error is not None and device_error.created_at <= world.now:
        yield device_error
