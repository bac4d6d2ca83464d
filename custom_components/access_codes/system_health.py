"""System health: how all linked locks together are. Numbers only: Home Assistant shows them to every user."""

from collections import Counter
from typing import Any

from homeassistant.components.system_health import SystemHealthRegistration
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import CONF_METHOD, DOMAIN
from .core.model import Reach, Status
from .entry import async_lock_entries

_AT_REST = frozenset({Status.SET, Status.UNSET})


@callback
def async_register(hass: HomeAssistant, register: SystemHealthRegistration) -> None:
    """Register the numbers, with the way to our entries."""
    register.async_register_info(
        async_system_health_info, f"/config/integrations/integration/{DOMAIN}"
    )


# contract 11.192
async def async_system_health_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return the numbers: of all linked locks, and of the codes of those that are loaded."""
    entries = async_lock_entries(hass)
    engines = [
        entry.runtime_data.engine
        for entry in entries
        if entry.state is ConfigEntryState.LOADED
    ]
    views = [
        engine.plan.views[code.access_code_id]
        for engine in engines
        for code in engine.record.codes.values()
        if code.is_listed and code.access_code_id in engine.plan.views
    ]
    methods = Counter(entry.data[CONF_METHOD] for entry in entries)
    return {
        "linked_locks": len(entries),
        "methods": ", ".join(
            f"{method}: {count}" for method, count in sorted(methods.items())
        ),
        "not_loaded": len(entries) - len(engines),
        "out_of_reach": sum(
            engine.world.reach is not Reach.REACHABLE for engine in engines
        ),
        "disk_failing": sum(engine.disk_failing for engine in engines),
        "access_codes": len(views),
        "not_at_rest": sum(view.status not in _AT_REST for view in views),
        "with_errors": sum(bool(view.errors) for view in views),
        "unmanaged": sum(len(engine.record.unmanaged) for engine in engines),
        "repairs": sum(
            issue.domain == DOMAIN and issue.active
            for issue in ir.async_get(hass).issues.values()
        ),
    }
