"""Apply uses of codes, told live or from the lock's log: each once, for the code that was used at that instant."""

from datetime import datetime
from hashlib import blake2b

from ..backup_codes import by_backup, original_of
from ..code_windows import window_at
from ..model import AccessCode, EventType, LockRecord, Pin, Use, World
from ..model.copies import replace
from ..record.edit import RecordEdit
from ..record.journal import pins_in
from ..record.moves import find_moving
from ..record.unmanaged import unmanaged_id
from ..use_count import with_use

MOST_USE_IDS = 128
"""Number of log entries that are remembered; an older entry counts as told."""


# contract 4.62, 11.8, 11.30
def apply_used(record: LockRecord, world: World, use: Use) -> LockRecord:
    """Return the record after a use of a code, which is counted; a code ends with its last one."""
    used_at = world.now if use.used_at is None else min(use.used_at, world.now)
    edit = RecordEdit(record)
    if use.use_id is not None and not _is_first_report(edit, use.use_id, used_at):
        return record
    code = _find_code(edit, use, used_at)
    if code is None or code.is_unmanaged:
        other = code.access_code_id if code is not None else None
        if use.slot is not None and not edit.record.is_ours(use.slot):
            other = unmanaged_id(record, use.slot)
        edit.emit(
            EventType.USED,
            used_at,
            action=use.action,
            source="lock",
            unmanaged_access_code_id=other,
        )
        return edit.result()
    # contract 10.12
    used, details = code, by_backup(None)
    if code.pull is not None and code.pull.pulled_at <= used_at:
        used = original_of(edit.codes, code)
        details = by_backup(code.access_code_id)
    edit.emit(
        EventType.USED, used_at, used, action=use.action, source="lock", **details
    )
    edit.put_code(with_use(used, used_at))
    if code.is_in_pool and code.deleted_at is None:
        # contract 10.13
        edit.put_code(replace(edit.codes[code.access_code_id], deleted_at=world.now))
    return edit.result()


# contract 11.31
def _is_first_report(edit: RecordEdit, use_id: str, used_at: datetime) -> bool:
    """Note the entry of a log, and return whether it was not told before. Its id is stored as a digest."""
    record = edit.record
    digest = blake2b(use_id.encode(errors="surrogatepass"), digest_size=8).hexdigest()
    second = int(used_at.timestamp())
    if digest in record.use_ids or second <= record.uses_known_until:
        return False
    use_ids = {**record.use_ids, digest: second}
    known_until = record.uses_known_until
    if len(use_ids) > MOST_USE_IDS:
        oldest = min(use_ids, key=use_ids.__getitem__)
        known_until = use_ids.pop(oldest)
    edit.set_record(replace(record, use_ids=use_ids, uses_known_until=known_until))
    return True


# contract 11.32
def _find_code(edit: RecordEdit, use: Use, used_at: datetime) -> AccessCode | None:
    """Return the code that was used at this instant; None for one that is not ours, or was not yet."""
    placement = edit.placements.get(use.slot or "") or find_moving(edit, use.slot)
    holder = None if placement is None else edit.codes[placement.owner]
    pin = use.pin if holder is None else holder.pin
    if use.slot is not None and holder is None:
        return None
    candidates = [holder] if holder is not None else []
    if pin is not None:
        candidates += [
            code
            for code in edit.codes.values()
            if code is not holder and _may_have(edit, code, pin)
        ]
    candidates = [code for code in candidates if code.created_at <= used_at]
    # The slot may have gone over to another code with the same PIN since the use.
    for code in candidates:
        window = window_at(code, used_at)
        if window is None or window.contains(used_at):
            return code
    return candidates[0] if candidates else None


def _may_have(edit: RecordEdit, code: AccessCode, pin: Pin) -> bool:
    placement = edit.by_owner.get(code.access_code_id)
    return code.pin == pin or (placement is not None and pin in pins_in(placement))
