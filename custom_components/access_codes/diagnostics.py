"""Diagnostics of one linked lock, from an allow-list: no PIN, no name."""

from datetime import datetime
from typing import Any

from homeassistant.core import HomeAssistant

from .const import OPTION_RESERVED_SLOTS
from .core.model import (
    AccessCode,
    CodeView,
    Content,
    KnownPin,
    LockRecord,
    Placement,
    World,
)
from .core.record.slot_names import slot_label
from .entry import AccessCodesConfigEntry, AccessCodesRuntime
from .flows.settings_form import OPTIONS


# contract 1.6
async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: AccessCodesConfigEntry
) -> dict[str, Any]:
    """Return the diagnostics of one linked lock."""
    engine = entry.runtime_data.engine
    world, plan, record = engine.world, engine.plan, engine.record
    return {
        "method": entry.data["method"],
        "options": {
            option: _option(record, option, entry.options[option])
            for option in OPTIONS
            if option in entry.options
        },
        "lock": _lock(entry.runtime_data),
        "capabilities": _capabilities(record),
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
        "storage": {
            "is_failing": engine.disk_failing,
            "written_at": _time(record.written_at),
            "clock_stepped_at": _time(record.clock_stepped_at),
            "events_untold": [event.type for event in record.outbox],
        },
        "codes": [
            _code(code, plan.views.get(code.access_code_id))
            for code in record.codes.values()
        ],
        "placements": [
            _placement(placement, slot_label(record, placement.slot))
            for placement in record.placements.values()
        ],
        "other_slots": _other_slots(record, world),
    }


def _option(record: LockRecord, option: str, value: Any) -> Any:
    """Return an option; reserved slots without their keys, where those are names."""
    capabilities = record.capabilities
    is_name = capabilities is not None and capabilities.are_names_keys
    return len(value) if is_name and option == OPTION_RESERVED_SLOTS else value


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
    }


def _code(code: AccessCode, view: CodeView | None) -> dict[str, Any]:
    attempt = code.progress.attempt
    return {
        "access_code_id": code.access_code_id,
        "type": code.type.value,
        "status": view.status.value if view is not None else None,
        "errors": [problem.code for problem in view.errors] if view is not None else [],
        "warnings": [problem.code for problem in view.warnings]
        if view is not None
        else [],
        "pending_mutations": [mutation.code for mutation in view.mutations]
        if view is not None
        else [],
        "starts_at": _time(code.window.starts_at) if code.window is not None else None,
        "ends_at": _time(code.window.ends_at) if code.window is not None else None,
        "changed_at": _time(code.changed_at),
        "deleted_at": _time(code.deleted_at),
        "used_at": _time(code.used_at),
        "is_one_time_use": code.is_one_time_use,
        "is_external_modification_allowed": code.is_external_modification_allowed,
        "external": code.external.value if code.external is not None else None,
        "attempt": {
            "outcome": attempt.outcome.value,
            "is_removal": attempt.is_removal,
            "failures": attempt.failures,
            "retry_at": _time(attempt.retry_at),
        }
        if attempt is not None
        else None,
    }


# contract 12.43
def _other_slots(record: LockRecord, world: World) -> dict[str, str]:
    """Return the kinds of content of the slots that are not ours, by their labels."""
    contents = {**world.observed, **record.unmanaged}
    return {
        label: _kind(content)
        for slot, content in sorted(contents.items())
        if not record.is_ours(slot)
        and (label := slot_label(record, slot)) is not None
    }


def _placement(placement: Placement, label: str | None) -> dict[str, Any]:
    return {
        "slot": label,
        "owner": placement.owner,
        "may_hold": sorted(_kind(content) for content in placement.possible),
        "may_hold_next": sorted(map(_kind, placement.next_possible)),
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
