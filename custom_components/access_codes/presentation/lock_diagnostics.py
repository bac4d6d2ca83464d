"""Diagnostics of one linked lock, from an allow-list: no PIN, no name."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from ..const import CONF_IS_STORED, LOCK_OPTIONS, OPTION_RESERVED_SLOTS
from ..core.model import (
    AccessCode,
    CodeView,
    Content,
    KnownPin,
    LockRecord,
    Placement,
    Window,
)
from ..core.record.slot_names import slot_label
from ..core.record.unmanaged import ignored_ids
from ..engine.group_changes import async_group_changes
from ..entry import (
    AccessCodesConfigEntry,
    AccessCodesRuntime,
    async_loaded_lock_entries,
)
from ..storage.record_file import StorageUnreadable
from ..storage.unloaded_records import async_read_unloaded


# contract 1.6, 1.7
async def async_lock_diagnostics(
    hass: HomeAssistant, entry: AccessCodesConfigEntry
) -> dict[str, Any]:
    """Return the diagnostics of one linked lock; of an entry that is not loaded, what entry and file tell."""
    about_entry: dict[str, Any] = {
        "method": entry.data["method"],
        "options": _options(entry, None),
        "entry": {
            "state": entry.state.value,
            "reason": entry.error_reason_translation_key,
            "is_disabled": entry.disabled_by is not None,
            "is_stored": entry.data[CONF_IS_STORED],
        },
    }
    if entry.state is ConfigEntryState.LOADED:
        about_entry["options"] = _options(entry, entry.runtime_data.engine.record)
        return {**about_entry, **_loaded(hass, entry.runtime_data)}
    try:
        record = await async_read_unloaded(hass, entry.entry_id)
    except StorageUnreadable as err:
        return {**about_entry, "file": str(err)}
    if record is None:
        return {**about_entry, "file": "missing"}
    about_entry["options"] = _options(entry, record)
    return {
        **about_entry,
        "file": "readable",
        **_record(record, {}, {}),
        "groups": _groups(hass, entry.entry_id, record),
    }


def _loaded(hass: HomeAssistant, runtime: AccessCodesRuntime) -> dict[str, Any]:
    engine = runtime.engine
    world, plan = engine.world, engine.plan
    about_record = _record(engine.record, plan.views, world.observed)
    about_record["storage"]["is_failing"] = engine.disk_failing
    return {
        "lock": _lock(runtime),
        "plan": {
            "command": plan.command.kind.value if plan.command is not None else None,
            "deadline": _time(plan.deadline),
            "device_error": plan.device_error,
            "free_slots": plan.free_slots,
            "issues": sorted(
                f"{issue.kind} {issue.access_code_id or ''}".rstrip()
                for issue in plan.issues
            ),
        },
        **about_record,
        "groups": _groups(hass, engine.entry_id, engine.record),
    }


# contract 13.86
def _record(
    record: LockRecord, views: Mapping[str, CodeView], observed: Mapping[str, Content]
) -> dict[str, Any]:
    return {
        "capabilities": _capabilities(record),
        "storage": {
            "has_write_marker": not record.is_unmarked,
            "written_at": _time(record.written_at),
            "clock_stepped_at": _time(record.clock_stepped_at),
            "events_untold": [event.type for event in record.outbox],
        },
        "codes": [
            _code(code, views.get(code.access_code_id))
            for code in record.codes.values()
        ],
        "placements": [
            _placement(placement, slot_label(record, placement.slot))
            for placement in record.placements.values()
        ],
        "other_slots": _other_slots(record, observed),
        "unmanaged": {
            "count": len(record.unmanaged),
            "given_up": len(record.given_up),
            "ignored": len(ignored_ids(record)),
            "switched_off": len(record.inactive_since),
            "lost_with_reset": len(record.lost_slots),
        },
        "reading": _reading(record),
        "tries_at_keypad": {
            "level": record.bucket.level,
            "measured_at": _time(record.bucket.measured_at),
        },
    }


# contract 11.191
def _reading(record: LockRecord) -> dict[str, Any]:
    """Return how much of the lock was read, and what keeps codes off it."""
    full_read, check = record.full_read, record.restore_check
    return {
        "is_read": record.is_read,
        "answered_at": _time(record.answered_at),
        "unread_slots": len(full_read.unread) if full_read is not None else 0,
        "silent_slots": len(full_read.silent) if full_read is not None else 0,
        "missing_slots": len(record.missing_slots),
        "vacant_slots": len(record.vacant_slots),
        "reset_at": _time(record.reset_at),
        "restore_check": {
            "is_restored": check.is_restored,
            "unexpected": len(check.unexpected),
            "unknown_codes": len(check.unknown_codes),
            "needs_decision": check.needs_decision,
        }
        if check is not None
        else None,
    }


# contract 11.191
def _groups(hass: HomeAssistant, entry_id: str, record: LockRecord) -> dict[str, Any]:
    """Return the sizes of the groups of which the lock has codes, without their keys: a person may have chosen these."""
    entries = async_loaded_lock_entries(hass)
    records = {
        entry.entry_id: entry.runtime_data.engine.record for entry in entries
    } | {entry_id: record}
    sizes = Counter(
        code.common_code_key
        for each in records.values()
        for code in each.codes.values()
    )
    own = Counter(
        code.common_code_key
        for code in record.codes.values()
        if code.common_code_key is not None
    )
    return {
        "codes_to_come": len(async_group_changes(hass).codes_to_come(entry_id)),
        "sizes": [
            {"on_this_lock": count, "on_loaded_locks": sizes[key]}
            for key, count in own.items()
        ],
    }


def _options(
    entry: AccessCodesConfigEntry, record: LockRecord | None
) -> dict[str, Any]:
    """Return the options; of reserved slots the number, where their keys are or may be names."""
    options = {
        option: entry.options[option]
        for option in LOCK_OPTIONS
        if option in entry.options
    }
    capabilities = record.capabilities if record is not None else None
    is_named = capabilities is None or capabilities.are_names_keys
    if is_named and OPTION_RESERVED_SLOTS in options:
        options[OPTION_RESERVED_SLOTS] = len(options[OPTION_RESERVED_SLOTS])
    return options


def _lock(runtime: AccessCodesRuntime) -> dict[str, Any]:
    world, lock = runtime.engine.world, runtime.lock.entity
    return {
        "platform": lock.platform if lock is not None else None,
        "is_disabled": lock is not None and lock.disabled,
        "has_device": lock is not None and lock.device_id is not None,
        "reach": world.reach.value,
        "reach_since": _time(world.reach_since),
        "probe_at": _time(world.probe_at),
        "has_adapter": runtime.engine.adapter is not None,
    }


def _capabilities(record: LockRecord) -> dict[str, Any] | None:
    capabilities = record.capabilities
    if capabilities is None:
        return None
    return {
        "slots": len(capabilities.slots),
        "slot_naming": capabilities.slot_naming,
        "capacity": capabilities.capacity,
        "is_pin_chosen_by_lock": capabilities.is_pin_chosen_by_lock,
        "code_lengths": list(capabilities.code_lengths),
        "characters": capabilities.characters,
        "has_enter_key": capabilities.has_enter_key,
        "name_length": capabilities.name_length,
        "reads": capabilities.reads.value,
        "reports": capabilities.reports,
        "uses": capabilities.uses,
        "is_virtual": capabilities.is_virtual,
        "windows": {
            "granularity": windows.granularity,
            "capacity": windows.capacity,
        }
        if (windows := capabilities.windows) is not None
        else None,
        "clock": capabilities.clock.value,
        "reported_by_person": {
            "code_lengths": list(record.constraints.code_lengths),
            "max_active_codes": record.constraints.max_active_codes,
        }
        if record.constraints is not None
        else None,
    }


# contract 11.191
def _code(code: AccessCode, view: CodeView | None) -> dict[str, Any]:
    return {
        "access_code_id": code.access_code_id,
        "type": code.type.value,
        **_view(view),
        **_window(code.window),
        "recurrence": _recurrence(code),
        "changed_at": _time(code.changed_at),
        "deleted_at": _time(code.deleted_at),
        "used_at": _time(code.used_at),
        "max_uses": code.max_uses,
        "use_count": code.use_count,
        "last_used_at": _time(code.last_used_at),
        "is_use_open": code.is_use_open,
        "active_while": {
            "is_on": active.is_on,
            "since": _time(active.since),
            "lost_at": _time(active.lost_at),
            "is_registered": active.registry_id is not None,
        }
        if (active := code.active_while) is not None
        else None,
        "paused_at": _time(code.paused_at),
        "resumed_at": _time(code.resumed_at),
        "is_one_time_use": code.is_one_time_use,
        "is_unmanaged": code.is_unmanaged,
        "is_in_group": code.common_code_key is not None,
        "is_pin_chosen_by_lock": code.is_pin_chosen_by_lock,
        "uses_backup_pool": code.uses_backup_pool,
        "is_backup": code.is_backup,
        "is_pulled": code.pull is not None,
        "is_external_modification_allowed": code.is_external_modification_allowed,
        "prefer_native_scheduling": code.prefer_native_scheduling,
        "external": code.external.value if code.external is not None else None,
        "attempt": _attempt(code),
    }


def _view(view: CodeView | None) -> dict[str, Any]:
    """Return what the plan says of a code; nothing where there is no plan."""
    if view is None:
        return {"status": None, "errors": [], "warnings": [], "pending_mutations": []}
    return {
        "status": view.status.value,
        "errors": [problem.code for problem in view.errors],
        "warnings": [problem.code for problem in view.warnings],
        "pending_mutations": [mutation.code for mutation in view.mutations],
    }


def _window(window: Window | None) -> dict[str, str | None]:
    return {
        "starts_at": _time(window.starts_at) if window is not None else None,
        "ends_at": _time(window.ends_at) if window is not None else None,
    }


# contract 11.191
def _recurrence(code: AccessCode) -> dict[str, Any] | None:
    """Return the rule, which has no words of a person's, and how far it has come."""
    if code.recurrence is None:
        return None
    return {
        "rule": code.recurrence.rule,
        "zone": code.recurrence.zone,
        "first": _window(code.recurrence.first),
        "previous_end": _time(code.position.previous_end),
        "was_missed": code.position.was_missed,
        "is_over": code.position.is_over,
    }


def _attempt(code: AccessCode) -> dict[str, Any] | None:
    attempt = code.progress.attempt
    if attempt is None:
        return None
    return {
        "outcome": attempt.outcome.value,
        "is_removal": attempt.is_removal,
        "is_preload": attempt.is_preload,
        "failures": attempt.failures,
        "retry_at": _time(attempt.retry_at),
    }


# contract 12.74
def _other_slots(record: LockRecord, observed: Mapping[str, Content]) -> dict[str, str]:
    """Return the kinds of content of the slots that are not ours, by their labels."""
    contents = {**observed, **record.unmanaged}
    return {
        label: _kind(content)
        for slot, content in sorted(contents.items())
        if not record.is_ours(slot) and (label := slot_label(record, slot)) is not None
    }


def _placement(placement: Placement, label: str | None) -> dict[str, Any]:
    return {
        "slot": label,
        "owner": placement.owner,
        "may_hold": sorted(map(_kind, placement.slot_may_hold)),
        "may_hold_next": sorted(map(_kind, placement.next_may_hold)),
        "is_confirmed": placement.is_confirmed,
        "is_unverified": placement.is_unverified,
        "is_to_be_read": placement.needs_read,
        "deviation": placement.deviation.value if placement.deviation else None,
        "put_backs": len(placement.put_backs),
    }


def _kind(content: Content) -> str:
    """Return the kind of a slot's content, never the content."""
    return "a code" if isinstance(content, KnownPin) else content.value


def _time(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant is not None else None
