"""Links of issues to their config entry: they go with it, and what a person has ignored outlasts a reload."""

from inspect import signature
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from ..const import DOMAIN
from ..core.model import IssueKind

_OF_ENTRY = (
    IssueKind.TOO_MANY_ATTEMPTS,
    IssueKind.TIME_ZONE_CHANGED,
    IssueKind.OWN_METHOD,
)
"""Issues about an entry, besides those that follow its plan."""


# contract 11.193
@callback
def async_link(hass: HomeAssistant, entry_id: str) -> dict[str, Any]:
    """Return the arguments that link an issue to its entry: none on Home Assistant 2026.10, nor for an entry that is gone.

    Home Assistant hides such issues while the entry is disabled and deletes them with it, so none about codes that stay
    on a lock is linked.
    """
    is_known = "config_entry_id" in signature(ir.async_create_issue).parameters
    if not is_known or hass.config_entries.async_get_entry(entry_id) is None:
        return {}
    return {"config_entry_id": entry_id}


@callback
def async_is_ignored(hass: HomeAssistant, issue_id: str) -> bool:
    """Return whether a person has chosen to ignore an issue. That is forgotten when the issue is deleted."""
    issue = ir.async_get(hass).async_get_issue(DOMAIN, issue_id)
    return issue is not None and issue.dismissed_version is not None


# contract 11.194
@callback
def async_clear_on_unload(
    hass: HomeAssistant, entry: ConfigEntry[Any], issue_id: str
) -> None:
    """Delete the issue of an entry that is unloaded; one that is ignored stays so, unless the entry is disabled."""
    if entry.disabled_by is not None or not async_is_ignored(hass, issue_id):
        ir.async_delete_issue(hass, DOMAIN, issue_id)


@callback
def async_clear_with_entry(hass: HomeAssistant, entry_id: str) -> None:
    """Delete the issues of an entry that is gone, besides those that follow its plan."""
    for kind in _OF_ENTRY:
        ir.async_delete_issue(hass, DOMAIN, f"{kind}_{entry_id}")
