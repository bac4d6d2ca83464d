"""Whether the lock answers, looked at some time before a window opens: known before the guest stands at the door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..model import LockRecord, World
from .code_state import CodeState


@dataclass(frozen=True, slots=True)
class Preflight:
    """What is to be known of the lock before the next windows open."""

    since: datetime | None = None
    """The lock is to have told something since then; None while no window opens soon."""
    next_at: datetime | None = None
    """When the next window comes near."""


def is_silent(record: LockRecord, world: World, since: datetime) -> bool:
    """Tell whether the lock has told nothing since then."""
    heard = (world.heard_at, record.answered_at)
    return not any(at is not None and at >= since for at in heard)


def preflight_of(states: Iterable[CodeState], world: World) -> Preflight:
    """Find which windows come near, and when."""
    ahead = timedelta(seconds=world.settings.preflight)
    if not ahead:
        return Preflight()
    lead = timedelta(seconds=world.settings.programming_lead)
    since = next_at = None
    for state in states:
        code = state.code
        if state.is_wanted or code.deleted_at is not None or code.used_at is not None:
            continue
        if code.window is None or code.window.starts_at <= world.now:
            continue
        # It lies ahead: the calendar does not begin after it.
        at = code.window.starts_at - lead - ahead
        if at > world.now:
            next_at = at if next_at is None else min(next_at, at)
        else:
            since = at if since is None else max(since, at)
    return Preflight(since, next_at)
