"""Events, queued in the record so that they are told exactly when their cause is on disk."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from .model import AccessCode, Event, LockRecord

_NAMESPACE = UUID("6b1f4f0e-7a55-4d1e-9c39-3f6f8f2a9d10")


def emit(
    record: LockRecord,
    event_type: str,
    occurred_at: datetime,
    code: AccessCode | None = None,
    **details: str | bool | None,
) -> LockRecord:
    """Queue an event.

    The id is made from the lock, the count and the cause, so that a start that tells an event again after a crash
    tells it with the same id.
    """
    count = record.event_count + 1
    event = Event(
        event_id=str(
            uuid5(
                _NAMESPACE,
                f"{record.lock_id}:{count}:{event_type}:{occurred_at.isoformat()}",
            )
        ),
        type=event_type,
        occurred_at=occurred_at,
        access_code_id=code.access_code_id if code else None,
        name=code.name if code else None,
        details=details,
    )
    return replace(record, outbox=(*record.outbox, event), event_count=count)
