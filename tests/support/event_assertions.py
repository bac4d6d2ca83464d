"""What was told of a code, held against what is true of it."""

from collections.abc import Iterable

from custom_components.access_codes.core.model import Event, LockRecord, Status
from tests.support.contract_promises import require
from tests.support.engine_harness import Harness

_ON, _OFF = "access_code.set_on_device", "access_code.removed_from_device"
_SCHEDULED = "access_code.scheduled_on_device"
_GONE = "access_code.deleted"
_BEGINNINGS = ("access_code.created", "access_code.unmanaged.converted_to_managed")


def once_each(events: Iterable[Event]) -> list[Event]:
    """Drop what a start told again."""
    return list({event.event_id: event for event in events}.values())


def check_chronicle(harness: Harness, released: frozenset[str]) -> None:
    """Check that what was told of every code is what became of it."""
    stories: dict[str, list[str]] = {}
    for event in once_each(harness.told):
        if event.access_code_id is not None:
            stories.setdefault(event.access_code_id, []).append(event.type)
    for access_code_id, story in stories.items():
        if not any(kind in _BEGINNINGS for kind in story):
            # A code of others that was to be removed: only failures are told in its name.
            require(
                all("_removing_" in kind or "_remove_" in kind for kind in story),
                "nothing is told of a code that is not ours",
            )
            continue
        _check_story(harness.record, access_code_id, story, access_code_id in released)
    statuses = harness.plan().views
    for access_code_id, view in statuses.items():
        ons = [kind for kind in stories.get(access_code_id, ()) if kind in {_ON, _OFF}]
        if view.status is Status.SET:
            require(ons[-1:] == [_ON], "a code that is set was told of as set")
        elif harness.record.placement_of(access_code_id) is None:
            is_lost = "access_code.deleted_external" in stories.get(access_code_id, ())
            require(
                ons[-1:] != [_ON] or is_lost,
                "a code that is off the lock is not told of as set",
            )


def _check_story(
    record: LockRecord, access_code_id: str, story: list[str], is_released: bool
) -> None:
    is_gone = access_code_id not in record.codes
    begun = [kind for kind in story if kind in _BEGINNINGS]
    require(len(begun) == 1, "a code is created, or taken over, once")
    require(
        story.count(_GONE) == int(is_gone and not is_released),
        "a code is told of as deleted once, when it is gone",
    )
    if _GONE in story:
        require(story[-1] == _GONE, "nothing is told of a code that is gone")
    was_on = False
    for kind in story:
        require(kind != _OFF or was_on, "only what was set is told of as removed")
        was_on = (was_on or kind in {_ON, _SCHEDULED}) and kind != _OFF
