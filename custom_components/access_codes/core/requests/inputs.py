"""Inputs of requests: a new code, or a change of one."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from ..model import CodeType, Pin, SeenEntity


class Unchanged(Enum):
    """Marks a field of an update that was not given."""

    UNCHANGED = "keep"


UNCHANGED = Unchanged.UNCHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateRequest:
    """Fields of a new code."""

    name: str | None = None
    code: Pin | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    recurrence: str | None = None
    zone: str = "UTC"
    """Name of the time zone in which a recurrence repeats."""
    preferred_code_length: int | None = None
    common_code_key: str | None = None
    is_external_modification_allowed: bool = False
    is_one_time_use: bool = False
    max_uses: int | None = None
    active_while: SeenEntity | None = None
    prefer_native_scheduling: bool = True
    attempt_for_offline_device: bool = True
    use_backup_access_code_pool: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateRequest:
    """Fields of a change."""

    access_code_id: str
    name: str | Unchanged = UNCHANGED
    code: Pin | Unchanged = UNCHANGED
    starts_at: datetime | None | Unchanged = UNCHANGED
    ends_at: datetime | None | Unchanged = UNCHANGED
    type: CodeType | Unchanged = UNCHANGED
    recurrence: str | None | Unchanged = UNCHANGED
    """Empty: a single window."""
    zone: str = "UTC"
    """Name of the time zone in which the given recurrence repeats."""
    is_external_modification_allowed: bool | Unchanged = UNCHANGED
    is_one_time_use: bool | Unchanged = UNCHANGED
    max_uses: int | None | Unchanged = UNCHANGED
    active_while: SeenEntity | None | Unchanged = UNCHANGED
    is_paused: bool | Unchanged = UNCHANGED
    is_managed: bool | Unchanged = UNCHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstraintsRequest:
    """Limits of a lock, as a person reports them; None: not given."""

    supported_code_lengths: list[int] | None = None
    """Empty: take the report back."""
    min_code_length: int | None = None
    max_code_length: int | None = None
    max_active_codes: int | None = None
    """0: take the report back."""
