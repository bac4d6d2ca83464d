"""What a create, update or delete asks, checked against the codes that are there.

Each function returns the new record, or raises Refused and has changed nothing. Times are aware instants in UTC.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from .model import AccessCode, CodeType, LockRecord, World
from .pin import Pin


class Refused(Exception):
    """A request that cannot be granted. Carries no PIN.

    ``key`` is a translation key under ``exceptions``; ``placeholders`` name the field and the limit.
    """

    def __init__(self, key: str, **placeholders: str) -> None:
        """Say why, in words that a translation completes."""
        super().__init__(key)
        self.key = key
        self.placeholders = placeholders


class Keep(Enum):
    """A field of an update that was not given."""

    KEEP = "keep"


KEEP = Keep.KEEP


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateAsk:
    """A new code, as asked for."""

    name: str | None = None
    code: Pin | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    preferred_code_length: int | None = None
    common_code_key: str | None = None
    is_external_modification_allowed: bool = False
    is_one_time_use: bool = False
    prefer_native_scheduling: bool = True
    attempt_for_offline_device: bool = True
    use_backup_access_code_pool: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateAsk:
    """A change of a code, as asked for."""

    access_code_id: str
    name: str | Keep = KEEP
    code: Pin | Keep = KEEP
    starts_at: datetime | None | Keep = KEEP
    ends_at: datetime | None | Keep = KEEP
    type: CodeType | Keep = KEEP
    is_external_modification_allowed: bool | Keep = KEEP
    is_one_time_use: bool | Keep = KEEP
    is_managed: bool | Keep = KEEP


def create(
    record: LockRecord,
    world: World,
    ask: CreateAsk,
    *,
    access_code_id: str,
    draw: Callable[[int], int],
) -> tuple[LockRecord, AccessCode]:
    """Add a code. ``draw(n)`` gives a random number in [0, n)."""
    raise NotImplementedError


def update(record: LockRecord, world: World, ask: UpdateAsk) -> tuple[LockRecord, AccessCode]:
    """Change what is given and nothing else."""
    raise NotImplementedError


def delete(record: LockRecord, world: World, access_code_id: str) -> tuple[LockRecord, AccessCode]:
    """Mark a code as to be deleted; it goes when the lock has let go of it. Again is no error."""
    raise NotImplementedError


def generate(
    locks: Sequence[tuple[LockRecord, World]],
    preferred_code_length: int | None,
    draw: Callable[[int], int],
) -> Pin:
    """Draw a PIN that every one of the locks takes and none of them knows."""
    raise NotImplementedError


def find(record: LockRecord, access_code_id: str) -> AccessCode:
    """Return the code. Raises Refused."""
    raise NotImplementedError


def find_by_pin(record: LockRecord, world: World, typed: str) -> AccessCode:
    """Return the code with this PIN: of several the one valid now, else the next to be. Raises Refused."""
    raise NotImplementedError
