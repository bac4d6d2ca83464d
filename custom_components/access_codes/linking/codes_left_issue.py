"""Raise and clear the issues about codes that stay on a lock which is no longer linked."""

from collections.abc import Iterable
from contextlib import suppress

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er, issue_registry as ir

from ..const import DOMAIN
from ..core.display_text import for_repair, in_markdown
from ..core.model import IssueKind, LockRecord
from ..core.record.unmanaged import given_up_names
from ..core.requests.leave_lock import names_left_on_lock
from ..engine.group_changes import async_group_changes
from ..storage.orphaned_records import find_orphaned_records, find_unreadable
from ..storage.record_file import RecordStorage, StorageFailed, StorageUnreadable
from ..storage.record_files import path_of
from .linked_lock import async_lock_name

CODES_LEFT_ISSUES = frozenset(
    {
        IssueKind.CODES_LEFT_ON_LOCK,
        IssueKind.CODES_LEFT_WHILE_DISABLED,
        IssueKind.CODES_KEPT,
        IssueKind.CODES_UNREADABLE,
    }
)

_ISSUE_PREFIX = "codes_left_"


async def async_update_codes_left(
    hass: HomeAssistant, entry_id: str, title: str
) -> tuple[str, ...]:
    """Raise the issue about an orphaned record and return the names of its codes, given up ones included.

    Delete a record without any.
    """
    storage = RecordStorage(hass, entry_id)
    try:
        record = await storage.async_load()
    except StorageUnreadable:
        _raise(
            hass, IssueKind.CODES_UNREADABLE, entry_id, None, _placeholders(title, ())
        )
        return ()
    given_up = given_up_names(record)
    if record.codes or given_up:
        async_raise_codes_left(hass, entry_id, record, title)
    else:
        # If the disk fails, the next start deletes it.
        with suppress(StorageFailed):
            await storage.async_remove()
        async_group_changes(hass).drop(entry_id)
        async_clear_codes_left(hass, entry_id)
    return (*(code.name for code in record.codes.values()), *given_up)


# contract 13.42, 13.82
@callback
def async_raise_codes_left(
    hass: HomeAssistant, entry_id: str, record: LockRecord, title: str
) -> None:
    """Raise the issue about codes of a removed entry: on the lock itself, or only in the record."""
    left = names_left_on_lock(record)
    kind = IssueKind.CODES_LEFT_ON_LOCK if left else IssueKind.CODES_KEPT
    names = left or (code.name for code in record.codes.values())
    _raise(hass, kind, entry_id, record.lock_id, _placeholders(title, names))


# contract 13.45
@callback
def async_raise_codes_left_while_disabled(
    hass: HomeAssistant, entry_id: str, record: LockRecord, title: str
) -> None:
    """Raise the issue about codes on the lock of a disabled entry."""
    if left := names_left_on_lock(record):
        placeholders = _placeholders(title, left)
        _raise(
            hass,
            IssueKind.CODES_LEFT_WHILE_DISABLED,
            entry_id,
            record.lock_id,
            placeholders,
        )


@callback
def async_clear_codes_left(hass: HomeAssistant, entry_id: str) -> None:
    """Clear the issue: the lock is linked again, or its codes are gone."""
    ir.async_delete_issue(hass, DOMAIN, _issue_id(entry_id))


# contract 13.87
async def async_raise_all_codes_left(hass: HomeAssistant) -> None:
    """Raise the issues about all orphaned records, and clear those without a record."""
    for left in await hass.async_add_executor_job(find_orphaned_records, hass):
        lock = er.async_get(hass).entities.get_entry(left.lock_id)
        title = async_lock_name(hass, lock) if lock is not None else left.lock_id
        await async_update_codes_left(hass, left.entry_id, title)
    known = _entries_with_issue(hass)
    for entry_id in await hass.async_add_executor_job(find_unreadable, hass):
        # An issue that is there names the lock, which nobody knows any more.
        if entry_id not in known:
            title = path_of(hass, entry_id).name
            await async_update_codes_left(hass, entry_id, title)
    for entry_id in known:
        if not await RecordStorage(hass, entry_id).async_exists():
            async_clear_codes_left(hass, entry_id)


@callback
def _entries_with_issue(hass: HomeAssistant) -> list[str]:
    """Return the ids of the entries with such an issue."""
    return [
        str((issue.data or {})["entry_id"])
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN and issue.issue_id.startswith(_ISSUE_PREFIX)
    ]


def _issue_id(entry_id: str) -> str:
    return f"{_ISSUE_PREFIX}{entry_id}"


@callback
def _raise(
    hass: HomeAssistant,
    kind: str,
    entry_id: str,
    lock_id: str | None,
    placeholders: dict[str, str],
) -> None:
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(entry_id),
        data={"kind": kind, "entry_id": entry_id, "lock_id": lock_id},
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=kind,
        translation_placeholders=placeholders,
    )


def _placeholders(title: str, names: Iterable[str]) -> dict[str, str]:
    return {**for_repair(lock=title), "codes": in_markdown(", ".join(sorted(names)))}
