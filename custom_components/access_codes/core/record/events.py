"""Events of the outbox: in the record, so that they are emitted exactly when their cause is on disk."""

from datetime import datetime
from functools import lru_cache
from hashlib import sha1
from uuid import UUID

from ..model import AccessCode, Event, EventType

_NAMESPACE = UUID("6b1f4f0e-7a55-4d1e-9c39-3f6f8f2a9d10").bytes

type Details = dict[str, str | bool | None]


# contract 11.12
def event_of(
    lock_id: str,
    number: int,
    event_type: EventType,
    occurred_at: datetime,
    *,
    code: AccessCode | None,
    details: Details,
) -> Event:
    """Return the lock's event of this number.

    Its id, in the form of a UUID, is derived from lock, number and cause: an event emitted again after a crash has the
    same id.
    """
    cause = f"{lock_id}:{number}:{event_type}:{_as_text(occurred_at)}"
    digits = sha1(_NAMESPACE + cause.encode(), usedforsecurity=False).hexdigest()
    return Event(
        f"{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}",
        event_type.value,
        occurred_at,
        code.access_code_id if code else None,
        code.name if code else None,
        details,
    )


# contract 11.82
def short_type(event_type: str) -> str:
    """Return the type of an event as one word, which the event entity has and translations can name."""
    return event_type.partition(".")[2].replace(".", "_")


@lru_cache(maxsize=1)
def _as_text(instant: datetime) -> str:
    """Return the instant in ISO 8601. Cached: many events share one."""
    return instant.isoformat()
