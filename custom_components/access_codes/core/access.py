"""Access of codes to their lock: who has it at an instant, and who gets it next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .code_windows import windows_in
from .display_text import as_read
from .model import AccessCode, CodeView, ExternalChange, Status
from .schedule import is_held_back, is_valid

_HORIZON = timedelta(days=400)
"""Time in which the occurrence after the current one is looked for."""

_LONGEST_SPOKEN = 200
"""Length beyond which a name that was asked about is not looked at: no code has such a name."""

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AccessNow:
    """The codes that open a lock at an instant, or may do so; each by name."""

    confirmed: tuple[AccessCode, ...] = ()
    """Valid, and on the lock."""
    unconfirmed: tuple[AccessCode, ...] = ()
    """Valid, and not confirmed to be on the lock."""
    lingering: tuple[AccessCode, ...] = ()
    """Not valid, and not confirmed to be off the lock."""


@dataclass(frozen=True, slots=True)
class NextAccess:
    """The codes whose windows begin next, at the same instant."""

    at: datetime
    codes: tuple[AccessCode, ...]


# contract 10.4, 11.131
def access_now(
    codes: Iterable[AccessCode], views: Mapping[str, CodeView], now: datetime
) -> AccessNow:
    """Return the codes that open the lock now, or may do so: by themselves, or by the backup code pulled for them."""
    codes = tuple(codes)
    by_id = {code.access_code_id: code for code in codes}
    confirmed, unconfirmed, lingering = [], [], []
    for code in _by_name(codes):
        backup = by_id.get(code.pulled_backup_id or "")
        standings = [
            (is_valid(each, now), _status_of(each, views))
            for each in (code, backup)
            if each is not None
        ]
        if (True, Status.SET) in standings:
            confirmed.append(code)
        elif any(is_code_valid for is_code_valid, _ in standings):
            unconfirmed.append(code)
        elif any(status is not Status.UNSET for _, status in standings):
            lingering.append(code)
    return AccessNow(tuple(confirmed), tuple(unconfirmed), tuple(lingering))


def _status_of(code: AccessCode, views: Mapping[str, CodeView]) -> Status:
    view = views.get(code.access_code_id)
    return Status.UNSET if view is None else view.status


# contract 11.132
def next_access(codes: Iterable[AccessCode], now: datetime) -> NextAccess | None:
    """Return who gets access next; None where no window is to begin."""
    starts = [
        (start, code)
        for code in _by_name(codes)
        if (start := _next_start(code, now)) is not None
    ]
    at = min((start for start, _ in starts), default=None)
    if at is None:
        return None
    return NextAccess(at, tuple(code for start, code in starts if start == at))


def _next_start(code: AccessCode, now: datetime) -> datetime | None:
    """Return when a window of the code begins next."""
    window = code.window
    if (
        window is None
        or code.deleted_at is not None
        or code.used_at is not None
        or code.external is ExternalChange.REMOVED
        or is_held_back(code)
    ):
        return None
    if window.starts_at > now:
        return window.starts_at
    if code.recurrence is None:
        return None
    until = window.ends_at + min(_HORIZON, _LAST - window.ends_at)
    later = (each.starts_at for each in windows_in(code, window.ends_at, until))
    return next((start for start in later if start > now), None)


# contract 11.133
def codes_like(codes: Iterable[AccessCode], name: str) -> list[AccessCode]:
    """Return the codes with this name, else those whose names contain it; never by PIN or id."""
    codes = _by_name(codes)
    named = codes_named(codes, name)
    wanted = _spoken(name)
    if named or not wanted:
        return named
    return [code for code in codes if wanted in _spoken(code.name)]


# contract 11.146
def codes_named(codes: Iterable[AccessCode], name: str) -> list[AccessCode]:
    """Return the codes with exactly this name, in letters of either case."""
    wanted = _spoken(name)
    return [code for code in _by_name(codes) if _spoken(code.name) == wanted]


def _spoken(name: str) -> str:
    """Return a name as it is compared: as a person reads it, with single spaces; empty for one that no code can have."""
    return "" if len(name) > _LONGEST_SPOKEN else " ".join(as_read(name).split())


def _by_name(codes: Iterable[AccessCode]) -> list[AccessCode]:
    """Return the codes that people asked for, in the order of their names."""
    listed = [code for code in codes if code.is_listed]
    return sorted(listed, key=lambda code: (code.name.casefold(), code.access_code_id))
