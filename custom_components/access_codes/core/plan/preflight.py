"""The preflight: a check that the lock answers, some time before a window opens."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import filterfalse
from operator import attrgetter
from typing import NamedTuple

from ..full_read import fixed_slots
from ..model import CommandKind, LockRecord, World
from ..schedule import is_held_back
from .code_state import CodeState
from .command_context import CommandContext
from .due_command import CHECK, DueCommand

_is_wanted = attrgetter("is_wanted")


class Preflight(NamedTuple):
    """The windows that open soon, and the next one that will be near."""

    since: datetime | None = None
    """The latest instant at which a window came near: an answer must be newer. None while no window opens soon."""
    next_at: datetime | None = None
    """When the next window comes near."""


def is_silent(record: LockRecord, world: World, since: datetime) -> bool:
    """Return whether the lock has neither answered nor reported since this instant."""
    heard = (world.heard_at, record.answered_at)
    return not any(at is not None and at >= since for at in heard)


# contract 14.11
def preflight_of(states: Iterable[CodeState], world: World) -> Preflight:
    """Return the preflight for the windows of codes that are not wanted yet."""
    ahead = timedelta(seconds=world.settings.preflight)
    if not ahead:
        return Preflight()
    lead = timedelta(seconds=world.settings.programming_lead)
    since = next_at = None
    for state in filterfalse(_is_wanted, states):
        code = state.code
        if code.deleted_at is not None or code.used_at is not None:
            continue
        if is_held_back(code):
            continue
        if state.is_preloaded and state.is_scheduled:
            # The lock opens the window by itself.
            continue
        if code.window is None or code.window.starts_at <= world.now:
            continue
        # No OverflowError: the start is later than now, and now is far from the first day of the calendar.
        at = code.window.starts_at - lead - ahead
        if at > world.now:
            next_at = at if next_at is None else min(next_at, at)
        else:
            since = at if since is None else max(since, at)
    return Preflight(since, next_at)


# contract 12.5
def add_check(context: CommandContext, states: Iterable[CodeState]) -> None:
    """Queue a sign of life, where a window opens soon, no command is due and the lock is silent: the read of a slot, if one can be read."""
    queue = context.queue
    preflight = preflight_of(states, context.world)
    since = preflight.since
    queue.is_window_near = since is not None
    if preflight.next_at is not None:
        queue.wait_until(preflight.next_at)
    if queue.most_urgent is not None:
        return
    if since is None or not is_silent(context.edit.record, context.world, since):
        return
    slot = _slot_to_check(context)
    queue.put_first(DueCommand(CHECK, since, None, CommandKind.CHECK, slot))


# contract 12.70
def _slot_to_check(context: CommandContext) -> str | None:
    """Return the slot to read: that of the next new code, if there is one, which is then known to be empty.

    None on a lock that answers with its list, or that cannot be read.
    """
    capabilities = context.capabilities
    if capabilities.has_named_slots or not capabilities.can_be_read:
        return None
    slot, _ = context.free_slot()
    return next(iter(fixed_slots(capabilities)), None) if slot is None else slot
