"""Requests about recurring codes after a change of Home Assistant's time zone: they follow it, or keep theirs."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, tzinfo

from ..code_windows import with_recurrence
from ..local_time import to_instant
from ..model import AccessCode, Recurrence, Window, World
from ..record.edit import RecordEdit, request
from ..recurrence import zone_named
from .update import put_update, reprogrammed


# contract 15.22
def codes_of_another_zone(
    codes: Iterable[AccessCode], zone: str
) -> Iterator[tuple[AccessCode, Recurrence]]:
    """Yield the codes that repeat in another time zone, unless a person has chosen so for this one."""
    for code in codes:
        recurrence = code.recurrence
        if recurrence is None or zone in (recurrence.zone, recurrence.kept_for):
            continue
        if code.deleted_at is None and code.used_at is None:
            if not code.position.is_over:
                yield code, recurrence


# contract 15.23
@request
def follow_zone(edit: RecordEdit, world: World, zone: str) -> None:
    """Let the codes repeat in a time zone, at the same times of day by its clock."""
    theirs = zone_named(zone)
    for code, recurrence in list(codes_of_another_zone(edit.codes.values(), zone)):
        ours = zone_named(recurrence.zone)
        if ours is None or theirs is None:
            continue
        first = Window(
            _moved(recurrence.first.starts_at, ours, theirs, is_end=False),
            _moved(recurrence.first.ends_at, ours, theirs, is_end=True),
        )
        after = Recurrence(recurrence.rule, zone, first)
        moved = with_recurrence(code, after, world.now)
        moved = reprogrammed(code, moved, world)
        changed = ["starts_at", "ends_at", "recurrence"]
        put_update(edit, world, code, moved, changed)


# contract 15.24
@request
def keep_zone(edit: RecordEdit, _: World, zone: str) -> None:
    """Let the codes repeat in their own time zone while Home Assistant is in this one."""
    for code, recurrence in list(codes_of_another_zone(edit.codes.values(), zone)):
        kept = replace(recurrence, kept_for=zone)
        edit.put_code(replace(code, recurrence=kept))


def _moved(at: datetime, ours: tzinfo, theirs: tzinfo, *, is_end: bool) -> datetime:
    wall = at.astimezone(ours).replace(tzinfo=None)
    return to_instant(wall, theirs, is_end=is_end)
