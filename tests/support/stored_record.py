"""A record with every field set, and its JSON on disk."""

from dataclasses import replace
import json
from typing import Any

from custom_components.access_codes.core import model
from custom_components.access_codes.core.model import (
    EMPTY,
    UNREADABLE,
    AccessCode,
    ActiveWhile,
    Attempt,
    Bucket,
    Event,
    ExternalChange,
    KnownPin,
    LockRecord,
    Outcome,
    Pin,
    Placement,
    Progress,
    Status,
)
from tests.support.builders import ABILITIES, HOUR, NOW, a_code, held, hours

FULL = LockRecord(
    lock_id="9d0e",
    codes={
        "a": AccessCode(
            access_code_id="a",
            name="Cleaner",
            pin=Pin("0042"),
            window=hours(1, 2),
            created_at=NOW,
            changed_at=NOW + HOUR,
            common_code_key="flat",
            is_external_modification_allowed=True,
            is_one_time_use=True,
            prefer_native_scheduling=False,
            deleted_at=NOW,
            used_at=NOW,
            use_count=1,
            last_used_at=NOW,
            paused_at=NOW + HOUR,
            resumed_at=NOW,
            active_while=ActiveWhile("light.a", "5e1f", True, NOW, NOW + HOUR),
            external=ExternalChange.MODIFIED,
            progress=Progress(
                announced=Status.SET,
                on_device=True,
                was_set=True,
                lost_at=NOW,
                announced_at=NOW,
                attempt=Attempt(
                    Outcome.REFUSED, is_removal=True, failures=3, retry_at=None
                ),
                problems={"being_deleted": NOW},
            ),
        ),
        "b": replace(a_code("b", None), name="Guest", most_uses=3),
    },
    placements={
        "2": Placement(
            slot="2",
            owner="a",
            possible=frozenset(
                {EMPTY, UNREADABLE, held("0042"), KnownPin(Pin("7"), hours(1, 2))}
            ),
            is_confirmed=True,
            name="Clea",
            put_backs=(NOW,),
        )
    },
    capabilities=replace(
        ABILITIES,
        reads=model.Readability.PRESENCE,
        reports=model.Reporting.NOTHING,
    ),
    outbox=(
        Event(
            "e",
            "access_code.used",
            NOW,
            "a",
            "Cleaner",
            {"action": "unlock", "verified": True, "reason": None},
        ),
    ),
    event_count=7,
    code_count=2,
    is_read=True,
    bucket=Bucket(2.5, NOW),
)

ON_DISK = {
    "version": 1,
    "lock_id": "9d0e",
    "codes": [
        {
            "access_code_id": "a",
            "name": "Cleaner",
            "pin": "0042",
            "window": ["2026-06-01T13:00:00+00:00", "2026-06-01T14:00:00+00:00"],
            "created_at": "2026-06-01T12:00:00+00:00",
            "changed_at": "2026-06-01T13:00:00+00:00",
            "common_code_key": "flat",
            "is_external_modification_allowed": True,
            "is_one_time_use": True,
            "prefer_native_scheduling": False,
            "deleted_at": "2026-06-01T12:00:00+00:00",
            "used_at": "2026-06-01T12:00:00+00:00",
            "use_count": 1,
            "last_used_at": "2026-06-01T12:00:00+00:00",
            "paused_at": "2026-06-01T13:00:00+00:00",
            "resumed_at": "2026-06-01T12:00:00+00:00",
            "active_while": {
                "entity_id": "light.a",
                "registry_id": "5e1f",
                "is_on": True,
                "since": "2026-06-01T12:00:00+00:00",
                "lost_at": "2026-06-01T13:00:00+00:00",
            },
            "external": "modified",
            "progress": {
                "announced": "set",
                "on_device": True,
                "was_set": True,
                "lost_at": "2026-06-01T12:00:00+00:00",
                "attempt": {
                    "outcome": "refused",
                    "is_removal": True,
                    "failures": 3,
                    "retry_at": None,
                },
                "problems": {"being_deleted": "2026-06-01T12:00:00+00:00"},
                "announced_at": "2026-06-01T12:00:00+00:00",
            },
        },
        {
            "access_code_id": "b",
            "name": "Guest",
            "pin": None,
            "window": None,
            "created_at": "2026-06-01T11:00:00+00:00",
            "changed_at": "2026-06-01T11:00:00+00:00",
            "most_uses": 3,
        },
    ],
    "placements": [
        {
            "place": "2",
            "owner": "a",
            "possible": [
                "empty",
                "other",
                {"pin": "0042"},
                {
                    "pin": "7",
                    "window": [
                        "2026-06-01T13:00:00+00:00",
                        "2026-06-01T14:00:00+00:00",
                    ],
                },
            ],
            "is_confirmed": True,
            "name": "Clea",
            "put_backs": ["2026-06-01T12:00:00+00:00"],
        }
    ],
    "capabilities": {"places": ["1", "2", "3"], "reads": "presence"},
    "outbox": [
        {
            "event_id": "e",
            "type": "access_code.used",
            "occurred_at": "2026-06-01T12:00:00+00:00",
            "access_code_id": "a",
            "name": "Cleaner",
            "details": {"action": "unlock", "verified": True, "reason": None},
        }
    ],
    "event_count": 7,
    "code_count": 2,
    "is_read": True,
    "bucket": {"level": 2.5, "measured_at": "2026-06-01T12:00:00+00:00"},
    "written_at": "2026-06-01T14:00:00+00:00",
}


def changed(path: str, value: Any) -> Any:
    """Return the stored record with one thing in it changed, or taken out."""
    raw = json.loads(json.dumps(ON_DISK))
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    at = raw
    for step in way:
        at = at[step]
    if value is KeyError:
        del at[last]
    else:
        at[last] = value
    return raw
