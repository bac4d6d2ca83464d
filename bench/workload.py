"""Locks full of codes, in whatever state a measurement asks for. The same every time."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from custom_components.access_codes.core.model import (
    AccessCode,
    Content,
    KnownPin,
    LockCapabilities,
    LockRecord,
    Pin,
    Placement,
    Progress,
    Reach,
    Reporting,
    Status,
    UseReporting,
    Window,
    World,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OPEN = Window(NOW - DAY, NOW + DAY)
OPENING = Window(NOW, NOW + DAY)
CLOSED = Window(NOW - DAY, NOW)
AHEAD = Window(NOW + DAY, NOW + 2 * DAY)

_NAMESPACE = UUID("a3c1de0e-5f55-4b0c-8a55-7a0b3f1d2c44")
_PIN_STEP = 7919
"""A prime, so that the PINs of all codes differ and look like nothing."""

IS_SET = Progress(announced=Status.SET, on_device=True, was_set=True)
IS_WAITING = Progress(announced=Status.UNSET)


def pin(number: int) -> Pin:
    """Return the PIN of this number: six digits, another for each."""
    return Pin(f"{100_000 + number * _PIN_STEP % 900_000}")


def codes(
    number: int,
    window: Window | None = None,
    *,
    lock: str = "lock",
    created_at: datetime = NOW - DAY,
    progress: Progress | None = None,
) -> list[AccessCode]:
    """Return so many codes of one lock."""
    return [
        AccessCode(
            access_code_id=str(uuid5(_NAMESPACE, f"{lock}:{index}")),
            name=f"Guest {index + 1}",
            pin=pin(index),
            window=window,
            created_at=created_at,
            changed_at=created_at,
            progress=progress or Progress(),
        )
        for index in range(number)
    ]


def abilities(slots: int) -> LockCapabilities:
    """Return what a lock with so many slots can do."""
    return LockCapabilities(
        slots=tuple(str(slot) for slot in range(1, slots + 1)),
        reports=Reporting.ALL,
        uses=UseReporting.LIVE,
    )


def record_of(
    many: Iterable[AccessCode],
    capabilities: LockCapabilities,
    *,
    is_placed: bool,
    lock: str = "lock",
) -> LockRecord:
    """Return the record of a lock with these codes, on the lock or not."""
    by_id = {code.access_code_id: code for code in many}
    placements = {}
    if is_placed:
        for slot, code in zip(capabilities.slots, by_id.values(), strict=False):
            assert code.pin is not None
            holds = frozenset({KnownPin(code.pin)})
            placements[slot] = Placement(
                slot, code.access_code_id, holds, is_confirmed=True
            )
    return LockRecord(
        lock_id=lock,
        codes=by_id,
        placements=placements,
        capabilities=capabilities,
        code_count=len(by_id),
        is_read=True,
    )


def contents_of(record: LockRecord) -> dict[str, Content]:
    """Return what each slot holds on a lock that agrees with its record."""
    return {
        slot: content
        for slot, placement in record.placements.items()
        for content in placement.possible
    }


def world_of(record: LockRecord, **changes: object) -> World:
    """Return a world in which the lock is there and holds nothing but what is ours."""
    assert record.capabilities is not None
    world = World(
        now=NOW,
        started_at=NOW - DAY,
        reach=Reach.REACHABLE,
        reach_since=NOW - DAY,
    )
    return replace(world, **changes)  # type: ignore[arg-type]
