"""What is asked for: a new code, or a change of one."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from ..model import CodeType, Pin


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
